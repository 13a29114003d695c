// The kernels in the compiler's baseline: the fallback of every other instruction set.
#define LANES 16
#include "lanes.h"
#include "packed.h"
#include "table.h"

INLINE f32xn load_halves(const uint16_t *p) {
  u32xn half = __builtin_convertvector(load_u16xn(p), u32xn);
  u32xn magnitude = (half & 0x7fff) << 13, sign = (half & 0x8000) << 16;
  u32xn bits = (u32xn)((f32xn)magnitude * 0x1p112f);  // exact, subnormals included
  u32xn special = (u32xn)(magnitude >= (0x7c00u << 13));  // infinity and NaN
  return (f32xn)(((special & (magnitude | 0x7f800000)) | (~special & bits)) | sign);
}

// Dot products of 4 unsigned weights with 4 int8 activations in each lane.
typedef i32xn partial;
#define PARTIAL_TERMS(bits) 8
INLINE partial partial_start(void) { return (partial)0; }
INLINE partial partial_add(partial sum, u8x4n weights, const int8_t *x) {
  for (int r = 0; r < LANES; r++) {
    for (int t = 0; t < 4; t++) sum[r] += (int32_t)weights[r * 4 + t] * x[t];
  }
  return sum;
}
INLINE i32xn partial_end(i32xn sum, partial p) { return sum + p; }

// The same; the weights have 128 added, which is taken off at the end.
INLINE i32xn biased_add(i32xn sum, u8x4n weights, const int8_t *x) {
  return partial_add(sum, weights, x);
}

#define TILE_ROWS 2
#define TILE_WIDE_ROWS 2
#define TILE_FLOATS 2
#define SCORE_BLOCKS(queries) 1
#define VALUE_VECTORS(queries) 2
#include "kernels.h"

const ck_table ck_scalar_table = CK_TABLE;
