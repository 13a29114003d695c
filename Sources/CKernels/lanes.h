// Vectors of a fixed number of lanes, whatever the registers: the compiler splits them. So the
// kernels are written once, and every instruction set adds in the same order.
//
// Included once by the file of each instruction set, which has set LANES: the matrix rows that
// a product handles at once (16, or 8 where registers hold 8).
#ifndef CK_LANES_H
#define CK_LANES_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma clang diagnostic ignored "-Wpsabi"  // vectors are only passed to inlined functions
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float f32x16 __attribute__((ext_vector_type(16)));
typedef int32_t i32x16 __attribute__((ext_vector_type(16)));
typedef uint32_t u32x16 __attribute__((ext_vector_type(16)));
typedef double f64x16 __attribute__((ext_vector_type(16)));
typedef double f64x8 __attribute__((ext_vector_type(8)));
typedef int64_t i64x8 __attribute__((ext_vector_type(8)));
typedef float f32x8 __attribute__((ext_vector_type(8)));

// One lane a matrix row.
typedef float f32xn __attribute__((ext_vector_type(LANES)));
typedef int32_t i32xn __attribute__((ext_vector_type(LANES)));
typedef uint32_t u32xn __attribute__((ext_vector_type(LANES)));
typedef uint16_t u16xn __attribute__((ext_vector_type(LANES)));
typedef uint8_t u8xn __attribute__((ext_vector_type(LANES)));
typedef int8_t i8xn __attribute__((ext_vector_type(LANES)));
typedef uint8_t u8x4n __attribute__((ext_vector_type(4 * LANES)));

#define LOAD(type, name) \
  INLINE type name(const void *p) { type v; memcpy(&v, p, sizeof v); return v; }
LOAD(f32x16, load_f32x16)
LOAD(f32xn, load_f32xn)
LOAD(u16xn, load_u16xn)
LOAD(u8xn, load_u8xn)
LOAD(i8xn, load_i8xn)
LOAD(u8x4n, load_u8x4n)
#undef LOAD

INLINE void store_f32x16(float *p, f32x16 v) { memcpy(p, &v, sizeof v); }

/// The first `count` numbers, the other lanes zero.
INLINE f32x16 load_first(const float *p, size_t count) {
  f32x16 v = 0;
  memcpy(&v, p, count * sizeof *p);
  return v;
}
INLINE void store_first(float *p, f32x16 v, size_t count) { memcpy(p, &v, count * sizeof *p); }

INLINE f32x16 fused(f32x16 a, f32x16 b, f32x16 c) { return __builtin_elementwise_fma(a, b, c); }

/// Lane i from `a` where the mask is all ones, from `b` where it is zero.
INLINE f32x16 choose(i32x16 mask, f32x16 a, f32x16 b) {
  return (f32x16)((mask & (i32x16)a) | (~mask & (i32x16)b));
}

/// Sum of the lanes, always in this order.
INLINE float sum_lanes(f32x16 v) {
  f32x8 a = v.lo + v.hi;
  float s[4];
  for (int i = 0; i < 4; i++) s[i] = a[i] + a[i + 4];
  return (s[0] + s[2]) + (s[1] + s[3]);
}
INLINE double sum_lanes_f64(f64x8 v) {
  double s[4];
  for (int i = 0; i < 4; i++) s[i] = v[i] + v[i + 4];
  return (s[0] + s[2]) + (s[1] + s[3]);
}
INLINE float largest_lane(f32x16 v) {
  float m = v[0];
  for (int i = 1; i < 16; i++) m = v[i] > m ? v[i] : m;
  return m;
}
INLINE f32x16 larger(f32x16 a, f32x16 b) { return choose(a > b, a, b); }

/// e^x within 2e-7 relative; 0 below -87.3, infinite above 88, NaN stays.
/// e^x = 2^n e^r with |r| <= ln 2 / 2; the polynomial interpolates (e^r - 1 - r) / r^2 at the
/// Chebyshev nodes.
INLINE f32x16 exponential(f32x16 x) {
  const f32x16 magic = 0x1.8p23f;  // adding it rounds to an integer, which is then the low bits
  f32x16 shifted = fused(x, (f32x16)0x1.715476p+0f, magic);
  f32x16 n = shifted - magic;
  f32x16 r = fused(n, (f32x16)-0x1.62e4p-1f, x);
  r = fused(n, (f32x16)-0x1.7f7d1cp-20f, r);
  f32x16 p = 0x1.6d110ap-10f;
  p = fused(p, r, (f32x16)0x1.120b6ep-7f);
  p = fused(p, r, (f32x16)0x1.55551ap-5f);
  p = fused(p, r, (f32x16)0x1.5554dcp-3f);
  p = fused(p, r, (f32x16)0.5f);
  p = fused(p * r, r, r) + 1.0f;
  u32x16 exponent = (u32x16)shifted - (u32x16)magic + 127;
  f32x16 result = p * (f32x16)(exponent << 23);
  result = choose(x < -87.3f, (f32x16)0.0f, result);
  return choose(x > 88.0f, (f32x16)INFINITY, result);
}

/// e^x within 4e-16 relative for x <= 0; 0 below -708.
INLINE f64x8 exponential_f64(f64x8 x) {
  const f64x8 magic = 0x1.8p52;
  f64x8 shifted = __builtin_elementwise_fma(x, (f64x8)0x1.71547652b82fep+0, magic);
  f64x8 n = shifted - magic;
  f64x8 r = __builtin_elementwise_fma(n, (f64x8)-0x1.62e42feep-1, x);
  r = __builtin_elementwise_fma(n, (f64x8)-0x1.a39ef35793c76p-33, r);
  f64x8 p = 0x1.af38a9b0ec855p-26;
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.289185613a3d6p-22);
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.71de0dae63bb3p-19);
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.a019b90d2ae7ap-16);
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.a01a01a7c41d5p-13);
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.6c16c1788bd90p-10);
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.11111111109b3p-7);
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.5555555553d63p-5);
  p = __builtin_elementwise_fma(p, r, (f64x8)0x1.5555555555556p-3);
  p = __builtin_elementwise_fma(p, r, (f64x8)0.5);
  p = __builtin_elementwise_fma(p * r, r, r) + 1.0;
  i64x8 exponent = (i64x8)shifted - (i64x8)magic + 1023;
  f64x8 result = p * (f64x8)(exponent << 52);
  return (f64x8)(~(x < -708.0) & (i64x8)result);
}

#endif
