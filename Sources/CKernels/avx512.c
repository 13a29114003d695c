// The kernels in AVX-512 with VNNI: 16 matrix rows a register.
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 16
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), \
  apply_to = function)
#include "lanes.h"
#include "packed.h"
#include "table.h"

INLINE f32xn load_halves(const uint16_t *p) {
  return (f32xn)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p));
}

// Sixteen 32-bit sums; ended after 4 terms, so that two chains run side by side.
typedef __m512i partial;
#define PARTIAL_TERMS(bits) 4
INLINE partial partial_start(void) { return _mm512_setzero_si512(); }
INLINE partial partial_add(partial sum, u8x4n weights, const int8_t *x) {
  int32_t word;
  memcpy(&word, x, 4);
  return _mm512_dpbusd_epi32(sum, (__m512i)weights, _mm512_set1_epi32(word));
}
INLINE i32xn partial_end(i32xn sum, partial p) { return sum + (i32xn)p; }

// The weights have 128 added, which is taken off at the end.
INLINE i32xn biased_add(i32xn sum, u8x4n weights, const int8_t *x) {
  return (i32xn)partial_add((partial)sum, weights, x);
}

#define TILE_ROWS 8
#define TILE_WIDE_ROWS 8
#define TILE_FLOATS 4
#define SCORE_BLOCKS(queries) 2
#define VALUE_VECTORS(queries) 4
#include "kernels.h"
#pragma clang attribute pop

const ck_table ck_avx512_table = CK_TABLE;
#endif
