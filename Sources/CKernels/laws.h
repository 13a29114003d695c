// Kernels over the logits of one row.

/// Largest first; an equal one that comes later goes behind.
static void insert_top(float value, int32_t id, float *values, int32_t *ids, size_t *filled,
                       size_t k) {
  size_t at = *filled < k ? (*filled)++ : k - 1;
  while (at > 0 && values[at - 1] < value) {
    values[at] = values[at - 1];
    ids[at] = ids[at - 1];
    at--;
  }
  values[at] = value;
  ids[at] = id;
}

static void top(const float *logits, size_t count, size_t k, int32_t *ids, float *largest) {
  float values[CK_TOP];
  size_t filled = 0, i = 0;
  for (; i < count && filled < k; i++) {
    insert_top(logits[i], (int32_t)i, values, ids, &filled, k);
  }
  while (i < count) {
    // Skip 64 at a time while none is larger than the smallest kept.
    float least = values[k - 1];
    for (; i + 64 <= count; i += 64) {
      i32x16 more = 0;
      UNROLL for (size_t c = 0; c < 4; c++) more |= load_f32x16(logits + i + c * 16) > least;
      if (__builtin_reduce_or(more) != 0) break;
    }
    for (size_t end = i + 64 < count ? i + 64 : count; i < end; i++) {
      if (logits[i] > values[k - 1]) {
        insert_top(logits[i], (int32_t)i, values, ids, &filled, k);
      }
    }
  }
  *largest = values[0];
}

static double log_sum_exp(const float *logits, size_t count, float largest, double *entropy) {
  f64x16 sum = 0, weighted = 0;  // of e^x and x e^x with x = logit - largest
  size_t i = 0;
  while (i + 16 <= count) {
    f32x16 part = 0, part_weighted = 0;  // few terms, then on in doubles
    size_t end = i + 128 <= count ? i + 128 : count / 16 * 16;
    for (; i < end; i += 16) {
      f32x16 x = load_f32x16(logits + i) - largest;
      x = choose(x < -100.0f, (f32x16)-100.0f, x);  // e^x is 0 there: keep 0 * x finite
      f32x16 e = exponential(x);
      part += e;
      part_weighted = fused(x, e, part_weighted);
    }
    sum += __builtin_convertvector(part, f64x16);
    weighted += __builtin_convertvector(part_weighted, f64x16);
  }
  double total = sum_lanes_f64(sum.lo + sum.hi);
  double total_weighted = sum_lanes_f64(weighted.lo + weighted.hi);
  if (i < count) {
    f32x16 x = load_first(logits + i, count - i) - largest;
    f32x16 e = exponential(choose(x < -100.0f, (f32x16)-100.0f, x));
    for (size_t j = 0; j < count - i; j++) {
      total += (double)e[j];
      total_weighted += (double)x[j] * (double)e[j];
    }
  }
  double logarithm = log(total);
  *entropy = logarithm - total_weighted / total;
  return (double)largest + logarithm;
}

static double exponentials(const float *logits, size_t count, float largest, double temperature,
                           double *out) {
  const f64x8 most = (double)largest, factor = 1.0 / temperature;
  f64x8 sum = 0;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    f32x8 x;
    memcpy(&x, logits + i, sizeof x);
    f64x8 e = exponential_f64((__builtin_convertvector(x, f64x8) - most) * factor);
    memcpy(out + i, &e, sizeof e);
    sum += e;
  }
  double total = sum_lanes_f64(sum);
  if (i < count) {
    f64x8 x = most;
    for (size_t j = 0; j < count - i; j++) x[j] = (double)logits[i + j];
    f64x8 e = exponential_f64((x - most) * factor);
    for (size_t j = 0; j < count - i; j++) {
      out[i + j] = e[j];
      total += e[j];
    }
  }
  return total;
}

static void scale(double *x, size_t count, double factor) {
  for (size_t i = 0; i < count; i++) x[i] *= factor;
}
