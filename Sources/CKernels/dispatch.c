// Which instruction sets there are, and the way to each.
#include "table.h"

#include <string.h>

#if defined(__x86_64__)
static const ck_table *const tables[] = {&ck_scalar_table, &ck_avx2_table, &ck_avx512_table};

bool ck_has_level(ck_level level) {
  __builtin_cpu_init();
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
              __builtin_cpu_supports("f16c");
  switch (level) {
  case CK_SCALAR: return true;
  case CK_AVX2: return avx2;
  case CK_AVX512:
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
  }
  return false;
}
#else
static const ck_table *const tables[] = {&ck_scalar_table, &ck_scalar_table, &ck_scalar_table};

bool ck_has_level(ck_level level) { return level == CK_SCALAR; }
#endif

void ck_quantize(ck_level level, const float *row, size_t columns, int8_t *values,
                 int8_t *fine_values, int16_t *wide_values, ck_step *steps) {
  tables[level]->quantize(row, columns, values, fine_values, wide_values, steps);
}

void ck_multiply(ck_level level, ck_format format, const void *packed, size_t rows,
                 size_t columns, ck_input input, size_t input_rows, float *out,
                 size_t out_stride, size_t first_group, size_t end_group) {
  tables[level]->multiply(format, packed, rows, columns, input, input_rows, out, out_stride,
                          first_group, end_group);
}

void ck_rms_norm(ck_level level, const float *x, const float *weight, size_t count,
                 float epsilon, float *out) {
  tables[level]->rms_norm(x, weight, count, epsilon, out);
}

void ck_add(ck_level level, float *x, const float *y, size_t count) {
  tables[level]->add(x, y, count);
}

void ck_silu_multiply(ck_level level, const float *gate, const float *up, size_t count,
                      float *out) {
  tables[level]->silu_multiply(gate, up, count, out);
}

void ck_rotate(ck_level level, float *heads, size_t head_count, size_t head_size,
               size_t rotated, const float *cosines, const float *sines) {
  tables[level]->rotate(heads, head_count, head_size, rotated, cosines, sines);
}

bool ck_all_finite(ck_level level, const float *x, size_t count) {
  return tables[level]->all_finite(x, count);
}

void ck_attend(ck_level level, const ck_attention *attention, size_t first, size_t end,
               float *scores) {
  tables[level]->attend(attention, first, end, scores);
}

void ck_top(ck_level level, const float *logits, size_t count, size_t k, int32_t *ids,
            float *largest) {
  tables[level]->top(logits, count, k, ids, largest);
}

double ck_log_sum_exp(ck_level level, const float *logits, size_t count, float largest,
                      double *entropy) {
  return tables[level]->log_sum_exp(logits, count, largest, entropy);
}

double ck_exponentials(ck_level level, const float *logits, size_t count, float largest,
                       double temperature, double *out) {
  return tables[level]->exponentials(logits, count, largest, temperature, out);
}

void ck_scale(ck_level level, double *x, size_t count, double factor) {
  tables[level]->scale(x, count, factor);
}

void ck_store_key(float *keys, size_t slot, size_t head_size, const float *key) {
  float *to = keys + slot / 16 * head_size * 16 + slot % 16;
  for (size_t d = 0; d < head_size; d++) to[d * 16] = key[d];
}

void ck_move_key(float *keys, size_t from, size_t to, size_t head_size) {
  const float *source = keys + from / 16 * head_size * 16 + from % 16;
  float *target = keys + to / 16 * head_size * 16 + to % 16;
  for (size_t d = 0; d < head_size; d++) target[d * 16] = source[d * 16];
}
