// Kernels over one row: int8 activations, norm, gate, rotary position.


static void quantize(const float *row, size_t columns, int8_t *values, ck_step *steps) {
  typedef int8_t i8x16 __attribute__((ext_vector_type(16)));
  const f32x16 magic = 0x1.8p23f;  // adding it rounds to the nearest integer, ties to even
  for (size_t b = 0; b < columns / 32; b++, row += 32, values += 32) {
    f32x16 x0 = load_f32x16(row), x1 = load_f32x16(row + 16);
    // As integers the magnitudes compare alike, and NaN comes out on top.
    i32x16 m0 = (i32x16)x0 & 0x7fffffff, m1 = (i32x16)x1 & 0x7fffffff;
    int32_t bits = __builtin_reduce_max(__builtin_elementwise_max(m0, m1));
    float largest;
    memcpy(&largest, &bits, 4);
    float step = largest / 127.0f, inverse = step >= 0x1p-126f ? 1.0f / step : 0.0f;
    i32x16 v0 = (i32x16)(x0 * inverse + magic) - (i32x16)magic;
    i32x16 v1 = (i32x16)(x1 * inverse + magic) - (i32x16)magic;
    if (!(step < INFINITY)) v0 = v1 = 0;
    i8x16 n0 = __builtin_convertvector(v0, i8x16), n1 = __builtin_convertvector(v1, i8x16);
    memcpy(values, &n0, 16);
    memcpy(values + 16, &n1, 16);
    int32_t half = __builtin_reduce_add(v0), sum = half + __builtin_reduce_add(v1);
    steps[b] = (ck_step){step, step * (float)sum, -8 * sum, -32 * half};
  }
}

static void rms_norm(const float *x, const float *weight, size_t count, float epsilon,
                     float *out) {
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
  float sum = sum_lanes((squares[0] + squares[1]) + (squares[2] + squares[3]));
  float factor = 1.0f / sqrtf(sum / (float)count + epsilon);
  for (i = 0; i + 16 <= count; i += 16) {
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
