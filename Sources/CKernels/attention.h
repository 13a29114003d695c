// Attention over the committed prefix and a path of the tree.
//
// A score is one chain of fused sums over the head's columns, one lane a slot; the sum of the
// weights is taken by position modulo 16, and the values are added in the order of positions. So
// nothing depends on where the prefix ends and the tree begins.

/// Raw scores of Q queries against B blocks of 16 slots.
INLINE void score_blocks(const float *keys, size_t head_size, const float *const *queries,
                         float scale, float *const *scores, size_t block, const int Q,
                         const int B) {
  f32x16 sums[Q][B];
  UNROLL for (int q = 0; q < Q; q++) UNROLL for (int i = 0; i < B; i++) sums[q][i] = 0;
  const float *key = keys + block * head_size * 16;
  for (size_t d = 0; d < head_size; d++) {
    UNROLL for (int i = 0; i < B; i++) {
      f32x16 k = load_f32x16(key + ((size_t)i * head_size + d) * 16);
      UNROLL for (int q = 0; q < Q; q++) {
        sums[q][i] = fused(k, (f32x16)queries[q][d], sums[q][i]);
      }
    }
  }
  UNROLL for (int q = 0; q < Q; q++) {
    UNROLL for (int i = 0; i < B; i++) {
      store_f32x16(scores[q] + (block + (size_t)i) * 16, sums[q][i] * scale);
    }
  }
}

/// Scores by slot become weights by position, e^(score - largest); returns their sum.
static float path_softmax(float *scores, size_t prefix, const int32_t *path, size_t depth) {
  // A path ascends and its element i is at least i: moving forward overwrites nothing needed.
  for (size_t i = 0; i < depth; i++) scores[prefix + i] = scores[prefix + (size_t)path[i]];
  size_t count = prefix + depth, end = (count + 15) / 16 * 16;
  for (size_t i = count; i < end; i++) scores[i] = -INFINITY;
  f32x16 most = -INFINITY;
  for (size_t i = 0; i < end; i += 16) most = larger(load_f32x16(scores + i), most);
  float largest = largest_lane(most);
  f32x16 sum = 0;
  for (size_t i = 0; i < end; i += 16) {
    f32x16 weight = exponential(load_f32x16(scores + i) - largest);
    store_f32x16(scores + i, weight);
    sum += weight;
  }
  return sum_lanes(sum);
}

/// out[q] = sum of weight * value over the prefix, V vectors of columns from `column` on.
INLINE void add_values(const ck_attention *a, float *const *weights, float *const *out,
                       size_t column, const int Q, const int V) {
  f32x16 sums[Q][V];
  UNROLL for (int q = 0; q < Q; q++) UNROLL for (int v = 0; v < V; v++) sums[q][v] = 0;
  const float *value = a->values + column;
  for (size_t j = 0; j < a->prefix_count; j++, value += a->value_stride) {
    UNROLL for (int v = 0; v < V; v++) {
      f32x16 x = load_f32x16(value + v * 16);
      UNROLL for (int q = 0; q < Q; q++) {
        sums[q][v] = fused((f32x16)weights[q][j], x, sums[q][v]);
      }
    }
  }
  UNROLL for (int q = 0; q < Q; q++) {
    UNROLL for (int v = 0; v < V; v++) {
      store_f32x16(out[q] + column + (size_t)v * 16, sums[q][v]);
    }
  }
}

/// Adds the tree's part of one query and divides by the sum of the weights.
INLINE void finish_values(const ck_attention *a, const float *weights, const int32_t *path,
                          size_t depth, float sum, const float *partial, float *out) {
  const float inverse = 1.0f / sum;
  const float *tree = a->values + a->prefix_count * a->value_stride;
  for (size_t column = 0; column < a->value_stride; column += 16) {
    f32x16 x = load_f32x16(partial + column);
    for (size_t i = 0; i < depth; i++) {
      const float *value = tree + (size_t)path[i] * a->value_stride + column;
      x = fused((f32x16)weights[a->prefix_count + i], load_f32x16(value), x);
    }
    x *= inverse;
    if (column + 16 <= a->head_size) store_f32x16(out + column, x);
    else store_first(out + column, x, a->head_size - column);
  }
}

INLINE void attend_tile(const ck_attention *a, size_t first, float *scores, const int Q) {
  const float *queries[Q];
  float *rows[Q], *out[Q];
  // A value row's sums wait here between prefix and tree; heads are at most this wide.
  float partial[Q][CK_LARGEST_HEAD];
  size_t last_row = 0;
  UNROLL for (int q = 0; q < Q; q++) {
    size_t row = (first + (size_t)q) / a->group, head = (first + (size_t)q) % a->group;
    queries[q] = a->queries + row * a->query_stride + head * a->head_size;
    rows[q] = scores + (size_t)q * a->score_stride;
    out[q] = partial[q];
    last_row = a->first_row + row;
  }
  size_t blocks = (a->prefix_count + last_row + 16) / 16, block = 0;
  for (; block + SCORE_BLOCKS(Q) <= blocks; block += SCORE_BLOCKS(Q)) {
    score_blocks(a->keys, a->head_size, queries, a->scale, rows, block, Q, SCORE_BLOCKS(Q));
  }
  for (; block < blocks; block++) {
    score_blocks(a->keys, a->head_size, queries, a->scale, rows, block, Q, 1);
  }
  float sums[Q];
  for (int q = 0; q < Q; q++) {
    size_t tree_row = a->first_row + (first + (size_t)q) / a->group;
    const int32_t *path = a->paths + a->path_starts[tree_row];
    size_t depth = (size_t)(a->path_starts[tree_row + 1] - a->path_starts[tree_row]);
    sums[q] = path_softmax(rows[q], a->prefix_count, path, depth);
  }
  size_t column = 0;
  for (; column + 16 * VALUE_VECTORS(Q) <= a->value_stride; column += 16 * VALUE_VECTORS(Q)) {
    add_values(a, rows, out, column, Q, VALUE_VECTORS(Q));
  }
  for (; column < a->value_stride; column += 16) add_values(a, rows, out, column, Q, 1);
  for (int q = 0; q < Q; q++) {
    size_t row = (first + (size_t)q) / a->group, head = (first + (size_t)q) % a->group;
    size_t tree_row = a->first_row + row;
    const int32_t *path = a->paths + a->path_starts[tree_row];
    size_t depth = (size_t)(a->path_starts[tree_row + 1] - a->path_starts[tree_row]);
    finish_values(a, rows[q], path, depth, sums[q], partial[q],
                  a->out + row * a->out_stride + head * a->head_size);
  }
}

static void attend(const ck_attention *a, size_t first, size_t end, float *scores) {
  switch (end - first) {
  case 4: attend_tile(a, first, scores, 4); break;
  case 3: attend_tile(a, first, scores, 3); break;
  case 2: attend_tile(a, first, scores, 2); break;
  case 1: attend_tile(a, first, scores, 1); break;
  }
}
