// Kernels over one row: int8 activations, norm, gate, rotary position.


typedef int16_t i16x16 __attribute__((ext_vector_type(16)));
typedef int8_t i8x16 __attribute__((ext_vector_type(16)));

INLINE float sum_of_squares(const float *x, size_t count) {
  f32x16 squares[4] = {0, 0, 0, 0};
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    UNROLL for (size_t c = 0; c < 4; c++) {
      f32x16 v = load_f32x16(x + i + c * 16);
      squares[c] = fused(v, v, squares[c]);
    }
  }
  for (size_t c = 0; i < count; i += 16, c++) {
    f32x16 v = load_first(x + i, count - i < 16 ? count - i : 16);
    squares[c] = fused(v, v, squares[c]);
  }
  return sum_lanes((squares[0] + squares[1]) + (squares[2] + squares[3]));
}

/// Nearest integers, ties to even, of numbers below 2^22.
INLINE i32x16 rounded(f32x16 x) {
  const f32x16 magic = 0x1.8p23f;  // the sum has the integer in its low bits
  return (i32x16)(x + magic) - (i32x16)magic;
}
INLINE void store_i8x16(int8_t *p, i32x16 v) {
  i8x16 n = __builtin_convertvector(v, i8x16);
  memcpy(p, &n, 16);
}

INLINE void store_wide(int16_t *p, i32x16 v) {
  i16x16 n = __builtin_convertvector(v, i16x16);
  n = __builtin_shufflevector(n, n, 0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15);
  memcpy(p, &n, 32);
}

static void quantize(const float *row, size_t columns, int8_t *values, int8_t *fine_values,
                     int16_t *wide_values, ck_step *steps) {
  const float limit = 16.0f * sum_of_squares(row, columns) / (float)columns;
  for (size_t b = 0; b < columns / 32; b++, row += 32, values += 32, fine_values += 32) {
    f32x16 x0 = load_f32x16(row), x1 = load_f32x16(row + 16);
    // As integers the magnitudes compare alike, and NaN comes out on top.
    i32x16 m0 = (i32x16)x0 & 0x7fffffff, m1 = (i32x16)x1 & 0x7fffffff;
    int32_t bits = __builtin_reduce_max(__builtin_elementwise_max(m0, m1));
    float largest;
    memcpy(&largest, &bits, 4);
    bool is_refined = largest * largest > limit;
    float step = largest / (is_refined ? 127.0f * CK_REFINEMENT + 127.0f : 127.0f);
    float inverse = step >= 0x1p-126f ? 1.0f / step : 0.0f;
    i32x16 v0 = rounded(x0 * inverse), v1 = rounded(x1 * inverse);
    if (!(step < INFINITY)) v0 = v1 = 0;
    int32_t half = __builtin_reduce_add(v0), sum = half + __builtin_reduce_add(v1);
#ifdef HAS_WIDE_ADD
    store_wide(wide_values + b * 32, v0);
    store_wide(wide_values + b * 32 + 16, v1);
#endif
    steps[b] = (ck_step){step, step * (float)sum, -8 * sum, -32 * half, is_refined};
    if (is_refined) {
      const float part = 1.0f / CK_REFINEMENT;
      i32x16 c0 = rounded(__builtin_convertvector(v0, f32x16) * part);
      i32x16 c1 = rounded(__builtin_convertvector(v1, f32x16) * part);
      store_i8x16(fine_values, v0 - c0 * CK_REFINEMENT);
      store_i8x16(fine_values + 16, v1 - c1 * CK_REFINEMENT);
      v0 = c0;
      v1 = c1;
    }
    store_i8x16(values, v0);
    store_i8x16(values + 16, v1);
  }
}

static void rms_norm(const float *x, const float *weight, size_t count, float epsilon,
                     float *out) {
  float factor = 1.0f / sqrtf(sum_of_squares(x, count) / (float)count + epsilon);
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    store_f32x16(out + i, load_f32x16(x + i) * factor * load_f32x16(weight + i));
  }
  for (; i < count; i++) out[i] = x[i] * factor * weight[i];
}

static void add(float *x, const float *y, size_t count) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16) store_f32x16(x + i, load_f32x16(x + i) + load_f32x16(y + i));
  for (; i < count; i++) x[i] += y[i];
}

static void silu_multiply(const float *gate, const float *up, size_t count, float *out) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    f32x16 g = load_f32x16(gate + i);
    store_f32x16(out + i, g / (1.0f + exponential(-g)) * load_f32x16(up + i));
  }
  if (i < count) {
    f32x16 g = load_first(gate + i, count - i), u = load_first(up + i, count - i);
    store_first(out + i, g / (1.0f + exponential(-g)) * u, count - i);
  }
}

static void rotate(float *heads, size_t head_count, size_t head_size, size_t rotated,
                   const float *cosines, const float *sines) {
  for (size_t h = 0; h < head_count; h++, heads += head_size) {
    size_t i = 0;
    for (; i + 16 <= rotated; i += 16) {
      f32x16 x = load_f32x16(heads + i);
      f32x16 other = __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13,
                                             12, 15, 14);
      f32x16 turned = other * load_f32x16(sines + i);
      store_f32x16(heads + i, fused(x, load_f32x16(cosines + i), turned));
    }
    for (; i + 2 <= rotated; i += 2) {
      float a = heads[i], b = heads[i + 1];
      heads[i] = fmaf(a, cosines[i], b * sines[i]);
      heads[i + 1] = fmaf(b, cosines[i + 1], a * sines[i + 1]);
    }
  }
}

static bool all_finite(const float *x, size_t count) {
  i32x16 bad = 0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    bad |= ((i32x16)load_f32x16(x + i) & 0x7f800000) == 0x7f800000;
  }
  if (i < count) bad |= ((i32x16)load_first(x + i, count - i) & 0x7f800000) == 0x7f800000;
  return __builtin_reduce_or(bad) == 0;
}
