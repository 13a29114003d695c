"""Begins an adapter as a linear map of each place's own stream, found in closed form.

A target that was not trained for exits has early streams that its head cannot read at all, and
gradient steps from there lead nowhere soon. One query head of each key head looks at its own place,
and its values and outputs are a regression of reduced rank of the last layer's stream on the
normed stream of the exit. The other heads look everywhere alike, and say nothing yet.
"""

from collections.abc import Iterable

import torch
from torch import Tensor
from torch.nn import functional

from adapter import Adapter
from translators import Moments, reduced_rank

SHARPNESS = 2.0
VALUE_SCALE = 64.0


@torch.no_grad()
def begin_as_translator(
    adapter: Adapter, rows: Iterable[tuple[Tensor, Tensor]], metric: Tensor
) -> None:
    """Fits over `rows`: streams of the exit and of the last layer, [count, hidden] each."""
    shape = adapter.shape
    hidden, size, rank = shape.hidden, shape.head_size, shape.key_heads * shape.head_size
    moments = Moments(hidden)
    for stream, last in rows:
        normed = functional.rms_norm(stream, (hidden,), eps=shape.norm_epsilon)
        moments.add(normed, last - stream)
    inputs, cross = moments.second[:hidden, :hidden], moments.second[:hidden, hidden:]
    down, up = reduced_rank(inputs, cross, metric, rank)
    spread = (down @ inputs @ down.T).diagonal().sqrt() / VALUE_SCALE
    # The directions of most variance but the first, which all places share, each of variance one:
    # a place is most like itself.
    values, vectors = torch.linalg.eigh(inputs)
    keys = (vectors / values.sqrt()).T.flip(0)[1 : rank + 1]
    adapter.attention_norm.weight.fill_(1)
    adapter.value.weight.copy_(down / spread[:, None])
    adapter.key.weight.copy_(keys)
    adapter.query.weight.zero_()
    adapter.attention_output.weight.zero_()
    queries_of_a_key = shape.heads // shape.key_heads
    for head in range(shape.key_heads):
        places = slice(head * size, (head + 1) * size)
        first = head * queries_of_a_key * size
        own = slice(first, first + size)
        adapter.query.weight[own] = SHARPNESS * keys[places]
        adapter.attention_output.weight[:, own] = up[:, places] * spread[places]
