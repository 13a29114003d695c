"""Continues prompts, one token at a time."""

from collections.abc import Iterator

import torch

from model import Model


@torch.no_grad()
def next_logits(model: Model, ids: list[int]) -> torch.Tensor:
    """The last layer's logits behind `ids`, which must fit into the context."""
    stream = model(torch.tensor([ids]))[-1][:, -1:]
    return model.logits(stream, model.shape.layers)[0, 0]


def continuation(
    model: Model, ids: list[int], count: int, temperature: float, generator: torch.Generator
) -> Iterator[int]:
    """Up to `count` drawn tokens; at temperature 0 the most probable ones."""
    ids = list(ids)
    for _ in range(count):
        logits = next_logits(model, ids)
        if temperature > 0:
            law = (logits / temperature).softmax(-1)
            token = int(torch.multinomial(law, 1, generator=generator))
        else:
            token = int(logits.argmax())
        yield token
        ids.append(token)
