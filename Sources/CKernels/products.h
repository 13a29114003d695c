// Products of packed matrices with rows of activations.
//
// For a group of 16 matrix rows and a tile of input rows, LANES matrix rows at a time:
// accumulator = fma(integer dot product, weight scale * activation step, accumulator), block after
// block. The integers are exact, so only these fused sums round, and always in this order.

/// 32 columns of LANES matrix rows, ready to be multiplied.
typedef struct { u8x4n weights[8]; f32xn scale, minimum; } block32;

INLINE void unpack_nibbles(const uint8_t *q, int row, u8x4n *weights) {
  UNROLL for (int c = 0; c < 4; c++) {
    u8x4n bytes = load_u8x4n(q + c * 64 + row * 4);
    weights[2 * c] = bytes & 15;
    weights[2 * c + 1] = bytes >> 4;
  }
}

INLINE f32xn load_bytes(const uint8_t *p) {
  return __builtin_convertvector(__builtin_convertvector(load_u8xn(p), i32xn), f32xn);
}

INLINE block32 load_q4_0(const uint8_t *group, size_t b, int row) {
  const ck_q4_0x16 *o = (const ck_q4_0x16 *)group + b;
  block32 block = {.scale = load_halves(o->d + row)};
  unpack_nibbles(o->q, row, block.weights);
  return block;
}

INLINE block32 load_q4_1(const uint8_t *group, size_t b, int row) {
  const ck_q4_1x16 *o = (const ck_q4_1x16 *)group + b;
  block32 block = {.scale = load_halves(o->d + row), .minimum = load_halves(o->m + row)};
  unpack_nibbles(o->q, row, block.weights);
  return block;
}

INLINE block32 load_q4_k(const uint8_t *group, size_t b, int row) {
  const ck_q4_kx16 *o = (const ck_q4_kx16 *)group + b / 8;
  size_t i = b % 8;
  block32 block = {.scale = load_halves(o->d + row) * load_bytes(o->scale[i] + row),
                   .minimum = -load_halves(o->m + row) * load_bytes(o->minimum[i] + row)};
  unpack_nibbles(o->q[i], row, block.weights);
  return block;
}

INLINE block32 load_q5_k(const uint8_t *group, size_t b, int row) {
  const ck_q5_kx16 *o = (const ck_q5_kx16 *)group + b / 8;
  size_t i = b % 8;
  block32 block = {.scale = load_halves(o->d + row) * load_bytes(o->scale[i] + row),
                   .minimum = -load_halves(o->m + row) * load_bytes(o->minimum[i] + row)};
  unpack_nibbles(o->part[i].q, row, block.weights);
  u8x4n high = load_u8x4n(o->part[i].high + row * 4);
  UNROLL for (int c = 0; c < 8; c++) {
    block.weights[c] |= (c < 4 ? high << (4 - c) : high >> (c - 4)) & 16;
  }
  return block;
}

/// Adds up the integer dot products of columns [4 * first, 4 * first + 4 * count).
INLINE i32xn dot(const u8x4n *weights, const int8_t *x, i32xn sum, int first, int count,
                 int terms) {
  terms = terms < count ? terms : count;
  UNROLL for (int c = first; c < first + count; c += terms) {
    partial p = partial_start();
    UNROLL for (int i = c; i < c + terms; i++) p = partial_add(p, weights[i], x + 4 * i);
    sum = partial_end(sum, p);
  }
  return sum;
}

/// The dot product with the integers of a block: values, and fine values where it is refined.
INLINE i32xn block_dot(const u8x4n *weights, ck_input input, size_t at, const ck_step *step,
                       int32_t start, int first, int count, int terms) {
  i32xn sum = dot(weights, input.values + at, (i32xn)0, first, count, terms);
  if (__builtin_expect(step->is_refined, 0)) {
    sum = dot(weights, input.fine_values + at, sum * CK_REFINEMENT, first, count, terms);
  }
  return sum + start;
}

INLINE f32xn fused_n(f32xn a, f32xn b, f32xn c) { return __builtin_elementwise_fma(a, b, c); }
INLINE f32xn floats_of(i32xn v) { return __builtin_convertvector(v, f32xn); }

INLINE void store_lanes(float *out, f32xn v, int row, size_t rows) {
  if (rows >= (size_t)row + LANES) memcpy(out + row, &v, sizeof v);
  else if (rows > (size_t)row) memcpy(out + row, &v, (rows - (size_t)row) * sizeof *out);
}

// The tiles: `columns` and `blocks` of a row, `rows` of the group that exist, T input rows (a
// constant once inlined).
#define TILE_ARGUMENTS \
  const uint8_t *group, size_t columns, size_t rows, ck_input input, float *out, \
    size_t stride, const int T
#define FOR_TILE(t) UNROLL for (int t = 0; t < T; t++)

// Where registers hold half a group, few input rows take both halves of a block together, so that
// weights stream in evenly; many rows take one half after the other, to keep their sums at hand.
#define HALVES(T) ((T) <= 2 ? 16 / LANES : 1)
#define FOR_PASSES(T) for (int first = 0; first < 16; first += HALVES(T) * LANES)
#define FOR_HALVES(T, h) UNROLL for (int h = 0; h < HALVES(T); h++)
// The next blocks of a group, when there is arithmetic enough to hide them behind.
#define FETCH(at, bytes) \
  if (first == 0) UNROLL for (size_t f = 0; f < (bytes); f += 64) \
    __builtin_prefetch((const char *)(at) + f)

#define STORE_SUMS \
  FOR_HALVES(T, h) FOR_TILE(t) { \
    store_lanes(out + (size_t)t * stride, sums[h][t], first + h * LANES, rows); \
  }

#define BLOCK_TILE(NAME, BITS, START, HAS_MINIMUM, BYTES) \
  INLINE void NAME##_tile(TILE_ARGUMENTS) { \
    size_t blocks = columns / 32; \
    FOR_PASSES(T) { \
      f32xn sums[HALVES(T)][T]; \
      FOR_HALVES(T, h) FOR_TILE(t) sums[h][t] = 0; \
      for (size_t b = 0; b < blocks; b++) { \
        FETCH(group + (b + 6) * (BYTES), BYTES); \
        FOR_HALVES(T, h) { \
          block32 block = load_##NAME(group, b, first + h * LANES); \
          FOR_TILE(t) { \
            const ck_step *step = input.steps + (size_t)t * blocks + b; \
            i32xn sum = block_dot(block.weights, input, (size_t)t * columns + b * 32, step, \
                                  START, 0, 8, PARTIAL_TERMS(BITS)); \
            sums[h][t] = fused_n(floats_of(sum), block.scale * step->step, sums[h][t]); \
            if (HAS_MINIMUM) { \
              sums[h][t] = fused_n(block.minimum, (f32xn)step->step_sum, sums[h][t]); \
            } \
          } \
        } \
      } \
      STORE_SUMS; \
    } \
  }
BLOCK_TILE(q4_0, 4, step->minus_8_sum, false, sizeof(ck_q4_0x16))
BLOCK_TILE(q4_1, 4, 0, true, sizeof(ck_q4_1x16))
BLOCK_TILE(q4_k, 4, 0, true, sizeof(ck_q4_kx16) / 8)
BLOCK_TILE(q5_k, 5, 0, true, sizeof(ck_q5_kx16) / 8)

/// Two scales a block, one for each 16 columns.
INLINE void q6_k_tile(TILE_ARGUMENTS) {
  size_t blocks = columns / 32;
  FOR_PASSES(T) {
    f32xn sums[HALVES(T)][T];
    FOR_HALVES(T, h) FOR_TILE(t) sums[h][t] = 0;
    for (size_t b = 0; b < blocks; b++) {
      const ck_q6_kx16 *o = (const ck_q6_kx16 *)group + b / 8;
      size_t i = b % 8;
      FETCH(group + (b + 4) * (sizeof *o / 8), sizeof *o / 8);
      FOR_HALVES(T, h) {
        const int row = first + h * LANES;
        u8x4n weights[8];
        unpack_nibbles(o->part[i].q, row, weights);
        UNROLL for (int c = 0; c < 8; c++) {
          u8x4n high = load_u8x4n(o->part[i].high[c / 4] + row * 4);
          int shift = 4 - 2 * (c % 4);
          weights[c] |= (shift >= 0 ? high << shift : high >> -shift) & 0x30;
        }
        f32xn scales[2];
        UNROLL for (int k = 0; k < 2; k++) {
          i32xn scale = __builtin_convertvector(load_i8xn(o->scale[i][k] + row), i32xn);
          scales[k] = load_halves(o->d + row) * floats_of(scale);
        }
        FOR_TILE(t) {
          const ck_step *step = input.steps + (size_t)t * blocks + b;
          size_t at = (size_t)t * columns + b * 32;
          int32_t half = step->minus_32_half, rest = 4 * step->minus_8_sum - half;
          i32xn low = block_dot(weights, input, at, step, half, 0, 4, PARTIAL_TERMS(6));
          i32xn high = block_dot(weights, input, at, step, rest, 4, 4, PARTIAL_TERMS(6));
          sums[h][t] = fused_n(floats_of(low), scales[0] * step->step, sums[h][t]);
          sums[h][t] = fused_n(floats_of(high), scales[1] * step->step, sums[h][t]);
        }
      }
    }
    STORE_SUMS;
  }
}

/// 8-bit weights: read column by column for all input rows, since a block of them is as wide as all
/// registers. Where the instruction set multiplies 16-bit numbers (wide_add), refined blocks need no
/// second round.
INLINE void q8_0_tile(TILE_ARGUMENTS) {
  size_t blocks = columns / 32;
  FOR_PASSES(T) {
    f32xn sums[HALVES(T)][T];
    FOR_HALVES(T, h) FOR_TILE(t) sums[h][t] = 0;
    for (size_t b = 0; b < blocks; b++) {
      const ck_q8_0x16 *o = (const ck_q8_0x16 *)group + b;
      FETCH(o + 3, sizeof *o);
      FOR_HALVES(T, h) {
        const int row = first + h * LANES;
        i32xn dots[T];
        FOR_TILE(t) dots[t] = 0;
        // Unrolled, the compiler would load all activations first and spill them.
        _Pragma("clang loop unroll(disable)") for (size_t c = 0; c < 8; c++) {
          u8x4n weights = load_u8x4n(o->q + c * 64 + row * 4);
          FOR_TILE(t) {
            size_t at = (size_t)t * columns + b * 32 + c * 4;
#ifdef HAS_WIDE_ADD
            dots[t] = wide_add(dots[t], weights, input.wide_values + at);
#else
            dots[t] = biased_add(dots[t], weights, input.values + at);
#endif
          }
        }
        f32xn scale = load_halves(o->d + row);
        FOR_TILE(t) {
          const ck_step *step = input.steps + (size_t)t * blocks + b;
#ifndef HAS_WIDE_ADD
          if (__builtin_expect(step->is_refined, 0)) {
            const int8_t *x = input.fine_values + (size_t)t * columns + b * 32;
            dots[t] *= CK_REFINEMENT;
            UNROLL for (int c = 0; c < 8; c++) {
              dots[t] = biased_add(dots[t], load_u8x4n(o->q + c * 64 + row * 4), x + c * 4);
            }
          }
          dots[t] += 16 * step->minus_8_sum;
#endif
          sums[h][t] = fused_n(floats_of(dots[t]), scale * step->step, sums[h][t]);
        }
      }
    }
    STORE_SUMS;
  }
}

// ---- float formats: column after column, four chains joined at the end --------------------------

INLINE f32xn load_f32(const uint8_t *group, size_t column, int row) {
  return load_f32xn(group + column * 64 + (size_t)row * 4);
}
INLINE f32xn load_f16(const uint8_t *group, size_t column, int row) {
  return load_halves((const uint16_t *)(group + column * 32) + row);
}
INLINE f32xn load_bf16(const uint8_t *group, size_t column, int row) {
  u16xn halves = load_u16xn(group + column * 32 + (size_t)row * 2);
  return (f32xn)(__builtin_convertvector(halves, u32xn) << 16);
}

/// One column of a group times T input rows, into one of their chains.
#define FLOAT_COLUMN(NAME, column, chain) \
  FOR_HALVES(2 * T, h) { \
    f32xn w = load_##NAME(group, column, first + h * LANES); \
    FOR_TILE(t) { \
      float x = input.floats[(size_t)t * columns + (column)]; \
      sums[h][t][chain] = fused_n(w, (f32xn)x, sums[h][t][chain]); \
    } \
  }
#define FLOAT_TILE(NAME) \
  INLINE void NAME##_tile(TILE_ARGUMENTS) { \
    for (int first = 0; first < 16; first += HALVES(2 * T) * LANES) { \
      f32xn sums[HALVES(2 * T)][T][4]; \
      memset(sums, 0, sizeof sums); \
      size_t column = 0; \
      for (; column + 4 <= columns; column += 4) { \
        UNROLL for (size_t c = 0; c < 4; c++) FLOAT_COLUMN(NAME, column + c, c) \
      } \
      UNROLL for (size_t c = 0; c < 3; c++) { \
        if (column + c < columns) FLOAT_COLUMN(NAME, column + c, c) \
      } \
      FOR_HALVES(2 * T, h) FOR_TILE(t) { \
        f32xn *s = sums[h][t]; \
        store_lanes(out + (size_t)t * stride, (s[0] + s[1]) + (s[2] + s[3]), first + h * LANES, \
                    rows); \
      } \
    } \
  }
FLOAT_TILE(f32)
FLOAT_TILE(f16)
FLOAT_TILE(bf16)

// ---- all input rows ----------------------------------------------------------------------------

INLINE ck_input input_at(ck_input input, size_t t, size_t columns) {
  if (input.floats) input.floats += t * columns;
  if (input.values) {
    input.values += t * columns;
    input.fine_values += t * columns;
    input.wide_values += t * columns;
    input.steps += t * (columns / 32);
  }
  return input;
}

#define GROUPS(NAME, TILE) \
  static void NAME##_groups(const uint8_t *packed, size_t group_bytes, size_t rows, \
                            size_t columns, ck_input input, size_t input_rows, float *out, \
                            size_t stride, size_t first, size_t end) { \
    for (size_t g = first; g < end; g++) { \
      const uint8_t *group = packed + g * group_bytes; \
      size_t t = 0; \
      for (; t + (TILE) <= input_rows; t += (TILE)) GROUP_TILE(NAME, TILE); \
      switch (input_rows - t) { \
      case 7: GROUP_TILE(NAME, (TILE) > 7 ? 7 : 1); break; \
      case 6: GROUP_TILE(NAME, (TILE) > 6 ? 6 : 1); break; \
      case 5: GROUP_TILE(NAME, (TILE) > 5 ? 5 : 1); break; \
      case 4: GROUP_TILE(NAME, (TILE) > 4 ? 4 : 1); break; \
      case 3: GROUP_TILE(NAME, (TILE) > 3 ? 3 : 1); break; \
      case 2: GROUP_TILE(NAME, (TILE) > 2 ? 2 : 1); break; \
      case 1: GROUP_TILE(NAME, 1); break; \
      } \
    } \
  }
#define GROUP_TILE(NAME, T) \
  NAME##_tile(group, columns, rows - g * 16, input_at(input, t, columns), \
              out + t * stride + g * 16, stride, T)
GROUPS(q4_0, TILE_ROWS)
GROUPS(q4_1, TILE_ROWS)
GROUPS(q8_0, TILE_WIDE_ROWS)
GROUPS(q4_k, TILE_ROWS)
GROUPS(q5_k, TILE_ROWS)
GROUPS(q6_k, TILE_ROWS)
GROUPS(f32, TILE_FLOATS)
GROUPS(f16, TILE_FLOATS)
GROUPS(bf16, TILE_FLOATS)

static void multiply(ck_format format, const void *packed, size_t rows, size_t columns,
                     ck_input input, size_t input_rows, float *out, size_t stride,
                     size_t first, size_t end) {
  size_t bytes = ck_group_bytes(format, columns);
#define CASE(FORMAT, NAME) \
  case FORMAT: \
    NAME##_groups(packed, bytes, rows, columns, input, input_rows, out, stride, first, end); \
    return;
  switch (format) {
    CASE(CK_F32, f32)
    CASE(CK_F16, f16)
    CASE(CK_BF16, bf16)
    CASE(CK_Q4_0, q4_0)
    CASE(CK_Q4_1, q4_1)
    CASE(CK_Q8_0, q8_0)
    CASE(CK_Q4_K, q4_k)
    CASE(CK_Q5_K, q5_k)
    CASE(CK_Q6_K, q6_k)
  }
#undef CASE
}
