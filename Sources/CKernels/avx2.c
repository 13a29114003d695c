// The kernels in AVX2, FMA and F16C: 8 matrix rows a register.
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 8
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "lanes.h"
#include "packed.h"
#include "table.h"

INLINE f32xn load_halves(const uint16_t *p) {
  return (f32xn)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p));
}
INLINE __m256i broadcast4(const int8_t *x) {
  int32_t word;
  memcpy(&word, x, 4);
  return _mm256_set1_epi32(word);
}

// Sixteen 16-bit sums of pairs: room for 32767 / (2 * largest weight * 127) terms.
typedef __m256i partial;
#define PARTIAL_TERMS(bits) ((bits) == 4 ? 8 : (bits) == 5 ? 4 : 2)
INLINE partial partial_start(void) { return _mm256_setzero_si256(); }
INLINE partial partial_add(partial sum, u8x4n weights, const int8_t *x) {
  return _mm256_add_epi16(sum, _mm256_maddubs_epi16((__m256i)weights, broadcast4(x)));
}
INLINE i32xn partial_end(i32xn sum, partial p) {
  return sum + (i32xn)_mm256_madd_epi16(p, _mm256_set1_epi16(1));
}

// Sums of pairs of 8-bit weights and 8-bit activations overflow 16 bits: here both are 16 bits wide.
// Columns 0 and 2 of a group of four stand together, and 1 and 3.
#define HAS_WIDE_ADD
INLINE i32xn wide_add(i32xn sum, u8x4n weights, const int16_t *x) {
  __m256i w = _mm256_xor_si256((__m256i)weights, _mm256_set1_epi8((char)0x80));
  __m256i even = _mm256_srai_epi16(_mm256_slli_epi16(w, 8), 8), odd = _mm256_srai_epi16(w, 8);
  __m256i a = _mm256_madd_epi16(even, broadcast4((const int8_t *)x));
  __m256i b = _mm256_madd_epi16(odd, broadcast4((const int8_t *)(x + 2)));
  return sum + (i32xn)_mm256_add_epi32(a, b);
}

#define TILE_ROWS 8
#define TILE_WIDE_ROWS 4
#define TILE_FLOATS 2
#define SCORE_BLOCKS(queries) ((queries) <= 2 ? 2 : 1)
#define VALUE_VECTORS(queries) ((queries) == 1 ? 4 : (queries) <= 3 ? 2 : 1)
#include "kernels.h"
#pragma clang attribute pop

const ck_table ck_avx2_table = CK_TABLE;
#endif
