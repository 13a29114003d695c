"""Draws training windows from the parts of the corpus."""

from pathlib import Path

import numpy
import torch
from torch import Tensor

# How often an epoch goes through each part; fractions take a random share of its windows.
PASSES = {"prose": 1.0, "math": 1.5, "code": 1.5, "drama": 1.0}
UNIT = 256


class Windows:
    """Windows of ids in a random order in which each is used once an epoch.

    Windows are laid out with a random shift that differs for each epoch and each pass over a
    part. The position is two numbers, so that a checkpoint can keep it.
    """

    def __init__(self, tokens: Path, seed: int):
        archive = numpy.load(tokens)
        self.parts = {part: archive[f"train_{part}"] for part in PASSES}
        self.seed = seed
        self.epoch = -1
        self.next = 0
        self.order: list[tuple[str, int]] = []

    def _start(self, epoch: int) -> None:
        generator = numpy.random.default_rng((self.seed, epoch))
        order = []
        for part, passes in PASSES.items():
            count = (len(self.parts[part]) - 1) // UNIT - 1
            remaining = round(passes * count)
            while remaining > 0:
                shift = int(generator.integers(UNIT))
                chosen = generator.permutation(count)[:remaining]
                order += [(part, shift + UNIT * int(index)) for index in chosen]
                remaining -= count
        generator.shuffle(order)
        self.order = [(str(part), int(start)) for part, start in order]
        self.epoch, self.next = epoch, 0

    def batch(self, count: int, length: int, skipped: float = 0.0) -> Tensor:
        """[count, length + 1] ids; a window longer than the unit reads on in its part.

        `skipped` is the share of the windows outside prose that is passed over.
        """
        rows = []
        while len(rows) < count:
            if self.next >= len(self.order):
                self._start(self.epoch + 1)
            part, start = self.order[self.next]
            self.next += 1
            chance = numpy.random.default_rng((self.seed, self.epoch, self.next)).random()
            if part != "prose" and chance < skipped:
                continue
            ids = self.parts[part]
            start = min(start, len(ids) - length - 1)
            rows.append(ids[start : start + length + 1])
        return torch.from_numpy(numpy.stack(rows).astype(numpy.int64))

    def state(self) -> dict:
        """The position in the order."""
        return {"epoch": self.epoch, "next": self.next}

    def restore(self, state: dict) -> None:
        """Goes on from `state`."""
        self._start(max(state["epoch"], 0))
        self.next = state["next"]
