// Row kernels of a transformer on a CPU: products with quantized matrices, attention, norms,
// laws over a vocabulary.
//
// Every kernel gives the same bits on every instruction set, for every number of rows and however
// the work is split: one lane belongs to one output row (or position, or column), no sum crosses
// lanes except in a fixed tree, and every product of floats that is summed is a fused one.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

// ---- instruction sets ----------------------------------------------------------------------

typedef enum ck_level {
  CK_SCALAR = 0,  // whatever the compiler's baseline is; the only one off x86-64
  CK_AVX2 = 1,    // AVX2, FMA, F16C
  CK_AVX512 = 2,  // AVX-512 F, BW, VL, DQ and VNNI
} ck_level;

/// Whether this processor and this build have the level.
bool ck_has_level(ck_level level);

// ---- weights -------------------------------------------------------------------------------

typedef enum ck_format {
  CK_F32, CK_F16, CK_BF16, CK_Q4_0, CK_Q4_1, CK_Q8_0, CK_Q4_K, CK_Q5_K, CK_Q6_K,
} ck_format;

/// Bytes of one packed group: 16 matrix rows side by side, absent rows as zeros.
size_t ck_group_bytes(ck_format format, size_t columns);

/// Packs groups [first_group, end_group) of a matrix of `rows` rows in the file's layout into
/// `packed`, which starts at group 0. `columns` is a multiple of the format's block.
void ck_pack(ck_format format, const void *file_rows, size_t rows, size_t columns, void *packed,
             size_t first_group, size_t end_group);

/// `count` numbers (a multiple of the format's block) from the file's layout.
void ck_dequantize(ck_format format, const void *blocks, size_t count, float *out);

/// `count` numbers (a multiple of 32) to blocks of Q8_0 or Q4_0 in the file's layout, each to the
/// nearest that its block's scale allows. The scale is the number of largest magnitude over 127,
/// or over -8. Infinity and NaN survive in the scale.
void ck_quantize_weights(ck_format format, const float *numbers, size_t count, void *blocks);

// ---- activations ---------------------------------------------------------------------------

/// How 32 activations are rounded to integers, and what products need to know of them.
///
/// Usually an activation is step * value. In blocks with an outlier that would cost too much: they
/// are refined, and an activation is step * (CK_REFINEMENT * value + fine value).
typedef struct ck_step {
  float step;
  float step_sum;         // step * sum of the integers
  int32_t minus_8_sum;    // -8 * sum of the integers
  int32_t minus_32_half;  // -32 * sum of the first 16 integers
  int32_t is_refined;     // 1 or 0
} ck_step;

enum { CK_REFINEMENT = 255 };

/// Rows that are multiplied: floats for the float formats, integers and steps for the others.
typedef struct ck_input {
  const float *floats;        // [row][columns]
  const int8_t *values;       // [row][columns], -127...127
  const int8_t *fine_values;  // [row][columns], -127...127, read in refined blocks only
  const int16_t *wide_values; // [row][columns], the whole integers in the order 0, 2, 1, 3
  const ck_step *steps;       // [row][columns / 32]
} ck_input;

/// One row of `columns` (a multiple of 32) floats to integers. A block is refined when its largest
/// number is more than four times the row's root mean square: the others then lose at most
/// 0.009 of the row's length by rounding. NaN and infinity survive in the step.
/// Fine values are written in refined blocks, wide values where the level multiplies with them.
void ck_quantize(ck_level level, const float *row, size_t columns, int8_t *values,
                 int8_t *fine_values, int16_t *wide_values, ck_step *steps);

/// out[t * out_stride + r] = (matrix row r) . (input row t), for the matrix rows of groups
/// [first_group, end_group). `rows` is that of the whole matrix: rows beyond it are not written.
void ck_multiply(ck_level level, ck_format format, const void *packed, size_t rows,
                 size_t columns, ck_input input, size_t input_rows, float *out,
                 size_t out_stride, size_t first_group, size_t end_group);

// ---- rows ----------------------------------------------------------------------------------

/// out = x / sqrt(mean(x^2) + epsilon) * weight.
void ck_rms_norm(ck_level level, const float *x, const float *weight, size_t count,
                 float epsilon, float *out);

/// x += y.
void ck_add(ck_level level, float *x, const float *y, size_t count);

/// out = gate / (1 + exp(-gate)) * up.
void ck_silu_multiply(ck_level level, const float *gate, const float *up, size_t count,
                      float *out);

/// Rotates the first `rotated` (even) numbers of each head by pairs (2i, 2i + 1).
/// cosines[2i] = cosines[2i + 1] = cos; sines[2i] = -sin, sines[2i + 1] = sin.
void ck_rotate(ck_level level, float *heads, size_t head_count, size_t head_size,
               size_t rotated, const float *cosines, const float *sines);

/// Whether all numbers are finite.
bool ck_all_finite(ck_level level, const float *x, size_t count);

// ---- attention -----------------------------------------------------------------------------

/// Attention of the query heads that share one key head, over the committed prefix and, for each
/// row, its path in the tree. Slot = prefix_count + tree row.
typedef struct ck_attention {
  const float *keys;     // [slot / 16][head_size][16]: one lane a slot
  const float *values;   // [slot][value_stride], value_stride a multiple of 16
  size_t head_size, value_stride, prefix_count;
  const float *queries;  // [row][query_stride], the heads of the group one after another
  size_t query_stride;
  float *out;            // [row][out_stride], the heads of the group one after another
  size_t out_stride;
  size_t group;          // query heads that share the key head
  float scale;
  const int32_t *paths;         // tree rows from the root to the row itself, for each row
  const int32_t *path_starts;   // [tree row + 1] into `paths`
  size_t first_row;             // the tree row of the first query row
  size_t score_stride;          // a multiple of 16, at least the slots in use rounded up
} ck_attention;

/// The widest head.
enum { CK_LARGEST_HEAD = 512 };

/// The most queries one call takes.
enum { CK_ATTENTION_QUERIES = 4 };

/// Queries [first, end), query i being head i % group of row i / group.
/// - scores: [CK_ATTENTION_QUERIES][score_stride], scratch.
void ck_attend(ck_level level, const ck_attention *attention, size_t first, size_t end,
               float *scores);

/// Writes one key into its slot.
void ck_store_key(float *keys, size_t slot, size_t head_size, const float *key);

/// Copies the key of one slot to another.
void ck_move_key(float *keys, size_t from, size_t to, size_t head_size);

// ---- laws over a vocabulary ----------------------------------------------------------------

enum { CK_TOP = 16 };

/// The ids of the k <= CK_TOP largest logits, largest first, the lowest id first among equals.
/// `largest` gets the largest logit. k <= count; no logit is NaN.
void ck_top(ck_level level, const float *logits, size_t count, size_t k, int32_t *ids,
            float *largest);

/// log(sum(exp(logits))); `entropy` gets that of the law, in nats.
double ck_log_sum_exp(ck_level level, const float *logits, size_t count, float largest,
                      double *entropy);

/// out[i] = exp((logits[i] - largest) / temperature); returns their sum.
double ck_exponentials(ck_level level, const float *logits, size_t count, float largest,
                       double temperature, double *out);

/// x *= factor.
void ck_scale(ck_level level, double *x, size_t count, double factor);

// ---- waiting -------------------------------------------------------------------------------

/// Tells the processor that this thread spins.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#if defined(__cplusplus)
}
#endif
#endif
