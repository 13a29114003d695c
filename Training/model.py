"""A small Llama-type transformer whose every layer can be an exit."""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """The sizes of a model."""

    vocabulary: int = 4096
    hidden: int = 192
    layers: int = 12
    heads: int = 6
    key_heads: int = 2
    feed_forward: int = 512
    context: int = 512
    rotary_base: float = 10_000.0
    norm_epsilon: float = 1e-5

    @property
    def head_size(self) -> int:
        """Numbers in one attention head."""
        return self.hidden // self.heads

    def to_dict(self) -> dict:
        """The sizes as plain numbers, for a checkpoint."""
        return asdict(self)


def rotary_angles(shape: Shape, length: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines, each [length, head_size / 2]."""
    half = shape.head_size // 2
    frequencies = shape.rotary_base ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.arange(length, dtype=torch.float64)[:, None] * frequencies
    return angles.cos().float(), angles.sin().float()


def rotate(heads: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Turns each pair of neighbours (2i, 2i + 1), the convention of Llama GGUF files."""
    even, odd = heads[..., 0::2], heads[..., 1::2]
    turned = (even * cosines - odd * sines, even * sines + odd * cosines)
    return torch.stack(turned, dim=-1).flatten(-2)


class Past:
    """The keys and values of the positions that one attention has seen, `room` at most."""

    def __init__(self, room: int):
        self.room = room
        self.length = 0
        self.keys: Tensor | None = None
        self.values: Tensor | None = None

    def extend(self, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Appends [batch, heads, new positions, head_size] and gives all that were seen."""
        batch, heads, count, size = keys.shape
        if self.keys is None:
            self.keys = keys.new_empty(batch, heads, self.room, size)
            self.values = values.new_empty(batch, heads, self.room, size)
        places = slice(self.length, self.length + count)
        self.keys[:, :, places] = keys
        self.values[:, :, places] = values
        self.length += count
        return self.keys[:, :, : self.length], self.values[:, :, : self.length]

    def keep(self, rows: Tensor) -> None:
        """Goes on with these rows of the batch alone."""
        self.keys, self.values = self.keys[rows], self.values[rows]


class Attention(nn.Module):
    """Grouped-query attention behind a norm, added to the stream."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        key_size = shape.key_heads * shape.head_size
        self.attention_norm = nn.RMSNorm(shape.hidden, eps=shape.norm_epsilon)
        self.query = nn.Linear(shape.hidden, shape.hidden, bias=False)
        self.key = nn.Linear(shape.hidden, key_size, bias=False)
        self.value = nn.Linear(shape.hidden, key_size, bias=False)
        self.attention_output = nn.Linear(shape.hidden, shape.hidden, bias=False)

    def forward(
        self, stream: Tensor, cosines: Tensor, sines: Tensor, past: Past | None = None
    ) -> Tensor:
        """[batch, length, hidden] to the same; behind a `past` the length must be 1."""
        batch, length, hidden = stream.shape
        size = self.shape.head_size

        def heads(projected: Tensor) -> Tensor:
            return projected.view(batch, length, -1, size).transpose(1, 2)

        normed = self.attention_norm(stream)
        queries = rotate(heads(self.query(normed)), cosines, sines)
        keys = rotate(heads(self.key(normed)), cosines, sines)
        values = heads(self.value(normed))
        if past is not None:
            keys, values = past.extend(keys, values)
        mixed = functional.scaled_dot_product_attention(
            queries, keys, values, is_causal=length > 1, enable_gqa=True
        )
        mixed = mixed.transpose(1, 2).reshape(batch, length, hidden)
        return stream + self.attention_output(mixed)


class Layer(Attention):
    """Attention and a gated feed-forward part, each behind a norm."""

    def __init__(self, shape: Shape):
        super().__init__(shape)
        self.feed_forward_norm = nn.RMSNorm(shape.hidden, eps=shape.norm_epsilon)
        self.gate = nn.Linear(shape.hidden, shape.feed_forward, bias=False)
        self.up = nn.Linear(shape.hidden, shape.feed_forward, bias=False)
        self.down = nn.Linear(shape.feed_forward, shape.hidden, bias=False)

    def forward(
        self, stream: Tensor, cosines: Tensor, sines: Tensor, past: Past | None = None
    ) -> Tensor:
        """[batch, length, hidden] to the same."""
        stream = super().forward(stream, cosines, sines, past)
        normed = self.feed_forward_norm(stream)
        return stream + self.down(functional.silu(self.gate(normed)) * self.up(normed))


class Model(nn.Module):
    """Token ids to residual streams; `logits` reads any of them through the shared head.

    The exit vector of a layer is added to its stream before the final norm. The last layer has
    none, so that the model is a plain Llama without them.
    """

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.hidden)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.hidden, eps=shape.norm_epsilon)
        self.exit_vectors = nn.Parameter(torch.zeros(max(shape.layers - 1, 1), shape.hidden))
        cosines, sines = rotary_angles(shape, shape.context)
        self.register_buffer("cosines", cosines, persistent=False)
        self.register_buffer("sines", sines, persistent=False)
        nn.init.normal_(self.embedding.weight, std=0.02)
        for layer in self.layers:
            nn.init.zeros_(layer.attention_output.weight)
            nn.init.zeros_(layer.down.weight)

    def forward(self, ids: Tensor, pasts: list[Past] | None = None) -> list[Tensor]:
        """The stream behind each layer, [batch, length, hidden] each, first layer first.

        With `pasts`, one a layer, the ids stand behind what these have seen.
        """
        seen = pasts[0].length if pasts else 0
        places = slice(seen, seen + ids.shape[1])
        stream = self.embedding(ids)
        streams = []
        for index, layer in enumerate(self.layers):
            past = pasts[index] if pasts else None
            stream = layer(stream, self.cosines[places], self.sines[places], past)
            streams.append(stream)
        return streams

    def logits(self, stream: Tensor, layer: int) -> Tensor:
        """What the shared norm and head make of the stream behind `layer` (counted from 1)."""
        if layer < self.shape.layers:
            stream = stream + self.exit_vectors[layer - 1]
        return functional.linear(self.norm(stream), self.embedding.weight)
