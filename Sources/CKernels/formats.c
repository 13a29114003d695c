// The file's block formats (GGUF names): taking them apart, packing and dequantizing.
#include "ckernels.h"
#include "packed.h"

#include <math.h>
#include <string.h>

static float half_to_float(uint16_t half) {
  uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13, sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t bits;
  if (magnitude >= 0x7c00u << 13) {
    bits = magnitude | 0x7f800000;  // infinity and NaN
  } else {
    float f;
    memcpy(&f, &magnitude, 4);
    f *= 0x1p112f;  // exact: moves the exponent, subnormals included
    memcpy(&bits, &f, 4);
  }
  bits |= sign;
  float f;
  memcpy(&f, &bits, 4);
  return f;
}

static float bfloat_to_float(uint16_t half) {
  uint32_t bits = (uint32_t)half << 16;
  float f;
  memcpy(&f, &bits, 4);
  return f;
}

static uint16_t load_half(const uint8_t *p) {
  uint16_t half;
  memcpy(&half, p, 2);
  return half;
}

// ---- 32 columns as small numbers ------------------------------------------------------------

static void nibbles(const uint8_t *bytes, uint8_t *q) {  // low nibbles first, then high ones
  for (int i = 0; i < 16; i++) {
    q[i] = bytes[i] & 15;
    q[16 + i] = bytes[i] >> 4;
  }
}

// Part i (0..7) of a K block: byte j of its 64-column pair, low nibbles for even i.
static void k_nibbles(const uint8_t *bytes, int i, uint8_t *q) {
  for (int j = 0; j < 32; j++) {
    uint8_t byte = bytes[i / 2 * 32 + j];
    q[j] = i % 2 ? byte >> 4 : byte & 15;
  }
}

// The 6-bit scale and minimum of part i, from the 12 bytes of Q4_K and Q5_K.
static void k_scale(const uint8_t *bytes, int i, uint8_t *scale, uint8_t *minimum) {
  if (i < 4) {
    *scale = bytes[i] & 63;
    *minimum = bytes[i + 4] & 63;
  } else {
    *scale = (uint8_t)((bytes[i + 4] & 15) | (bytes[i - 4] >> 6) << 4);
    *minimum = (uint8_t)((bytes[i + 4] >> 4) | (bytes[i] >> 6) << 4);
  }
}

static void q5_k_numbers(const uint8_t *block, int i, uint8_t *q) {
  k_nibbles(block + 48, i, q);
  for (int j = 0; j < 32; j++) q[j] |= (uint8_t)((block[16 + j] >> i & 1) << 4);
}

// Part i of Q6_K: 0..63, the number is 32 less.
static void q6_k_numbers(const uint8_t *block, int i, uint8_t *q) {
  int half = i / 4, quarter = i % 4;  // a half is 128 columns
  const uint8_t *low = block + half * 64 + quarter % 2 * 32, *high = block + 128 + half * 32;
  for (int j = 0; j < 32; j++) {
    uint8_t nibble = quarter < 2 ? low[j] & 15 : low[j] >> 4;
    q[j] = (uint8_t)(nibble | (high[j] >> (2 * quarter) & 3) << 4);
  }
}

// ---- dequantizing ---------------------------------------------------------------------------

static void scaled(const uint8_t *q, int count, float scale, float offset, float *out) {
  for (int j = 0; j < count; j++) out[j] = scale * (float)q[j] + offset;
}

static void dequantize_block(ck_format format, const uint8_t *block, float *out) {
  uint8_t q[32], scale, minimum;
  float d = half_to_float(load_half(block));
  switch (format) {
  case CK_Q4_0:
    nibbles(block + 2, q);
    for (int j = 0; j < 32; j++) out[j] = d * (float)(q[j] - 8);
    break;
  case CK_Q4_1:
    nibbles(block + 4, q);
    scaled(q, 32, d, half_to_float(load_half(block + 2)), out);
    break;
  case CK_Q8_0:
    for (int j = 0; j < 32; j++) out[j] = d * (float)(int8_t)block[2 + j];
    break;
  case CK_Q4_K:
  case CK_Q5_K:
    for (int i = 0; i < 8; i++) {
      if (format == CK_Q4_K) k_nibbles(block + 16, i, q);
      else q5_k_numbers(block, i, q);
      k_scale(block + 4, i, &scale, &minimum);
      float offset = half_to_float(load_half(block + 2)) * (float)minimum;
      scaled(q, 32, d * (float)scale, -offset, out + i * 32);
    }
    break;
  case CK_Q6_K:
    d = half_to_float(load_half(block + 208));
    for (int i = 0; i < 8; i++) {
      q6_k_numbers(block, i, q);
      const int8_t *scales = (const int8_t *)block + 192 + i * 2;
      for (int j = 0; j < 32; j++) {
        out[i * 32 + j] = d * (float)scales[j / 16] * (float)(q[j] - 32);
      }
    }
    break;
  case CK_F32: case CK_F16: case CK_BF16: break;
  }
}

static size_t block_columns(ck_format format) {
  switch (format) {
  case CK_F32: case CK_F16: case CK_BF16: return 1;
  case CK_Q4_0: case CK_Q4_1: case CK_Q8_0: return 32;
  case CK_Q4_K: case CK_Q5_K: case CK_Q6_K: return 256;
  }
  return 1;
}

static size_t block_bytes(ck_format format) {
  switch (format) {
  case CK_F32: return 4;
  case CK_F16: case CK_BF16: return 2;
  case CK_Q4_0: return 18;
  case CK_Q4_1: return 20;
  case CK_Q8_0: return 34;
  case CK_Q4_K: return 144;
  case CK_Q5_K: return 176;
  case CK_Q6_K: return 210;
  }
  return 0;
}

void ck_dequantize(ck_format format, const void *blocks, size_t count, float *out) {
  const uint8_t *bytes = blocks;
  switch (format) {
  case CK_F32: memcpy(out, bytes, count * 4); return;
  case CK_F16:
    for (size_t i = 0; i < count; i++) out[i] = half_to_float(load_half(bytes + i * 2));
    return;
  case CK_BF16:
    for (size_t i = 0; i < count; i++) out[i] = bfloat_to_float(load_half(bytes + i * 2));
    return;
  default: break;
  }
  size_t columns = block_columns(format), size = block_bytes(format);
  for (size_t b = 0; b < count / columns; b++) {
    dequantize_block(format, bytes + b * size, out + b * columns);
  }
}

// ---- quantizing -----------------------------------------------------------------------------

static uint16_t float_to_half(float f) {  // to the nearest, ties to even
  uint32_t bits;
  memcpy(&bits, &f, 4);
  uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  float magnitude = fabsf(f);
  if (!(magnitude < 65520)) return sign | (magnitude == magnitude ? 0x7c00 : 0x7e00);
  if (magnitude < 0x1p-14f) return sign | (uint16_t)lrintf(magnitude * 0x1p24f);  // subnormal
  float scaled = magnitude * 0x1p-112f;  // exact: moves the exponent
  memcpy(&bits, &scaled, 4);
  bits += 0xfff + (bits >> 13 & 1);
  return sign | (uint16_t)(bits >> 13);
}

static int nearest(float x, int least, int most) {
  if (!(x > (float)least)) return x == x ? least : 0;
  return x < (float)most ? (int)lrintf(x) : most;
}

static void quantize_block(ck_format format, const float *numbers, uint8_t *block) {
  float largest = 0;
  for (int j = 0; j < 32; j++) {
    if (fabsf(numbers[j]) > fabsf(largest) || numbers[j] != numbers[j]) largest = numbers[j];
  }
  uint16_t half = float_to_half(format == CK_Q8_0 ? largest / 127 : largest / -8);
  // Against the scale as it is stored, so that each number is the nearest there is.
  float scale = half_to_float(half), inverse = scale == 0 ? 0 : 1 / scale;
  memcpy(block, &half, 2);
  for (int j = 0; j < 32; j++) {
    if (format == CK_Q8_0) {
      block[2 + j] = (uint8_t)(int8_t)nearest(numbers[j] * inverse, -127, 127);
    } else {
      int q = nearest(numbers[j] * inverse, -8, 7) + 8;
      if (j < 16) block[2 + j] = (uint8_t)q;
      else block[2 + j - 16] |= (uint8_t)(q << 4);
    }
  }
}

void ck_quantize_weights(ck_format format, const float *numbers, size_t count, void *blocks) {
  for (size_t b = 0; b < count / 32; b++) {
    quantize_block(format, numbers + b * 32, (uint8_t *)blocks + b * block_bytes(format));
  }
}

// ---- packing --------------------------------------------------------------------------------

static size_t packed_block_bytes(ck_format format) {
  switch (format) {
  case CK_F32: return 64;
  case CK_F16: case CK_BF16: return 32;
  case CK_Q4_0: return sizeof(ck_q4_0x16);
  case CK_Q4_1: return sizeof(ck_q4_1x16);
  case CK_Q8_0: return sizeof(ck_q8_0x16);
  case CK_Q4_K: return sizeof(ck_q4_kx16);
  case CK_Q5_K: return sizeof(ck_q5_kx16);
  case CK_Q6_K: return sizeof(ck_q6_kx16);
  }
  return 0;
}

size_t ck_group_bytes(ck_format format, size_t columns) {
  return columns / block_columns(format) * packed_block_bytes(format);
}

// q: [32] small numbers of matrix row r; the low four bits go to `out`.
static void pack_nibbles(uint8_t *out, size_t r, const uint8_t *q) {
  for (size_t c = 0; c < 4; c++) {
    for (size_t t = 0; t < 4; t++) {
      out[c * 64 + r * 4 + t] = (uint8_t)((q[8 * c + t] & 15) | q[8 * c + 4 + t] << 4);
    }
  }
}

static void pack_block(ck_format format, const uint8_t *block, size_t r, void *out) {
  uint8_t q[32];
  switch (format) {
  case CK_F32: memcpy((uint8_t *)out + r * 4, block, 4); return;
  case CK_F16:
  case CK_BF16: memcpy((uint8_t *)out + r * 2, block, 2); return;
  case CK_Q4_0: {
    ck_q4_0x16 *o = out;
    o->d[r] = load_half(block);
    nibbles(block + 2, q);
    pack_nibbles(o->q, r, q);
    return;
  }
  case CK_Q4_1: {
    ck_q4_1x16 *o = out;
    o->d[r] = load_half(block);
    o->m[r] = load_half(block + 2);
    nibbles(block + 4, q);
    pack_nibbles(o->q, r, q);
    return;
  }
  case CK_Q8_0: {
    ck_q8_0x16 *o = out;
    o->d[r] = load_half(block);
    for (size_t j = 0; j < 32; j++) o->q[j / 4 * 64 + r * 4 + j % 4] = block[2 + j] ^ 0x80;
    return;
  }
  case CK_Q4_K: {
    ck_q4_kx16 *o = out;
    o->d[r] = load_half(block);
    o->m[r] = load_half(block + 2);
    for (int i = 0; i < 8; i++) {
      k_scale(block + 4, i, &o->scale[i][r], &o->minimum[i][r]);
      k_nibbles(block + 16, i, q);
      pack_nibbles(o->q[i], r, q);
    }
    return;
  }
  case CK_Q5_K: {
    ck_q5_kx16 *o = out;
    o->d[r] = load_half(block);
    o->m[r] = load_half(block + 2);
    for (int i = 0; i < 8; i++) {
      k_scale(block + 4, i, &o->scale[i][r], &o->minimum[i][r]);
      q5_k_numbers(block, i, q);
      pack_nibbles(o->part[i].q, r, q);
      for (size_t j = 0; j < 32; j++) {
        o->part[i].high[r * 4 + j % 4] |= (uint8_t)((q[j] >> 4) << (j / 4));
      }
    }
    return;
  }
  case CK_Q6_K: {
    ck_q6_kx16 *o = out;
    o->d[r] = load_half(block + 208);
    for (int i = 0; i < 8; i++) {
      o->scale[i][0][r] = (int8_t)block[192 + i * 2];
      o->scale[i][1][r] = (int8_t)block[193 + i * 2];
      q6_k_numbers(block, i, q);
      pack_nibbles(o->part[i].q, r, q);
      for (size_t j = 0; j < 32; j++) {
        uint8_t upper = (uint8_t)((q[j] >> 4) << (2 * (j / 4 % 4)));
        o->part[i].high[j / 16][r * 4 + j % 4] |= upper;
      }
    }
    return;
  }
  }
}

void ck_pack(ck_format format, const void *file_rows, size_t rows, size_t columns, void *packed,
             size_t first_group, size_t end_group) {
  size_t blocks = columns / block_columns(format), in_bytes = block_bytes(format);
  size_t out_bytes = packed_block_bytes(format);
  for (size_t g = first_group; g < end_group; g++) {
    uint8_t *group = (uint8_t *)packed + g * blocks * out_bytes;
    memset(group, 0, blocks * out_bytes);
    for (size_t r = 0; r < 16 && g * 16 + r < rows; r++) {
      const uint8_t *row = (const uint8_t *)file_rows + (g * 16 + r) * blocks * in_bytes;
      for (size_t b = 0; b < blocks; b++) {
        pack_block(format, row + b * in_bytes, r, group + b * out_bytes);
      }
    }
  }
}
