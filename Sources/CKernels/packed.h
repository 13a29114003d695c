// The packed layouts: 16 matrix rows side by side, 32 columns (K formats: 256) a block.
//
// Bytes that belong to one matrix row and four columns stand together, so that one 32-bit lane is
// one row: byte c * 64 + row * 4 + t of `q` holds column 8c + t (low nibble) and 8c + 4 + t (high
// nibble), or column 4c + t where a byte is a number.
#ifndef CK_PACKED_H
#define CK_PACKED_H

#include <stdint.h>

typedef struct { uint16_t d[16]; uint8_t q[256]; } ck_q4_0x16;
typedef struct { uint16_t d[16], m[16]; uint8_t q[256]; } ck_q4_1x16;
// q is the number plus 128: the dot product instruction takes unsigned weights.
typedef struct { uint16_t d[16]; uint8_t q[512]; } ck_q8_0x16;
typedef struct {
  uint16_t d[16], m[16];
  uint8_t scale[8][16], minimum[8][16];
  uint8_t q[8][256];
} ck_q4_kx16;
// Bit c of high[row * 4 + t] is the fifth bit of column 4c + t.
typedef struct {
  uint16_t d[16], m[16];
  uint8_t scale[8][16], minimum[8][16];
  struct { uint8_t q[256], high[64]; } part[8];
} ck_q5_kx16;
// Bits 2c, 2c + 1 of high[h][row * 4 + t] are the upper bits of column 16h + 4c + t.
typedef struct {
  uint16_t d[16];
  int8_t scale[8][2][16];
  struct { uint8_t q[256], high[2][64]; } part[8];
} ck_q6_kx16;

#endif
