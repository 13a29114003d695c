// The kernels of one instruction set, as `dispatch.c` chooses among them.
#ifndef CK_TABLE_H
#define CK_TABLE_H

#include "ckernels.h"

typedef struct ck_table {
  void (*quantize)(const float *, size_t, int8_t *, int8_t *, int16_t *, ck_step *);
  void (*multiply)(ck_format, const void *, size_t, size_t, ck_input, size_t, float *, size_t,
                   size_t, size_t);
  void (*rms_norm)(const float *, const float *, size_t, float, float *);
  void (*add)(float *, const float *, size_t);
  void (*silu_multiply)(const float *, const float *, size_t, float *);
  void (*rotate)(float *, size_t, size_t, size_t, const float *, const float *);
  bool (*all_finite)(const float *, size_t);
  void (*attend)(const ck_attention *, size_t, size_t, float *);
  void (*top)(const float *, size_t, size_t, int32_t *, float *);
  double (*log_sum_exp)(const float *, size_t, float, double *);
  double (*exponentials)(const float *, size_t, float, double, double *);
  void (*scale)(double *, size_t, double);
} ck_table;

/// Fills a table in the file of an instruction set, after all kernels were included.
#define CK_TABLE \
  { quantize, multiply, rms_norm, add, silu_multiply, rotate, all_finite, attend, top, \
    log_sum_exp, exponentials, scale }

extern const ck_table ck_scalar_table;
#if defined(__x86_64__)
extern const ck_table ck_avx2_table, ck_avx512_table;
#endif

#endif
