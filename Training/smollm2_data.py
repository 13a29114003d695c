"""The text that SmolLM2 wrote, and the streams of that text."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from torch import Tensor

SET_ASIDE = 4
SHORT_VOCABULARY = 4096


@dataclass(frozen=True)
class Text:
    """Ids, how many of them were the prompt, and where they stand in their batch."""

    ids: numpy.ndarray
    prompt: int
    start: int

    @property
    def places(self) -> slice:
        """Where the text stands in its batch."""
        return slice(self.start, self.start + len(self.ids))


def texts_of(path: Path) -> list[Text]:
    """All texts of one batch."""
    batch = numpy.load(path)
    lengths = batch["lengths"]
    starts = numpy.cumsum(lengths) - lengths
    ids = batch["ids"].astype(numpy.int64)
    return [
        Text(ids[start : start + length], int(batch["prompt"]), int(start))
        for start, length in zip(starts, lengths, strict=True)
    ]


def taught(path: Path) -> list[Text]:
    """The texts of a batch to learn from."""
    return texts_of(path)[:-SET_ASIDE]


def set_aside(path: Path) -> list[Text]:
    """The texts of a batch to measure on."""
    return texts_of(path)[-SET_ASIDE:]


def short_vocabulary(texts: Path) -> list[int]:
    """The most frequent ids of the texts to learn from, most frequent first."""
    ids = [text.ids for path in sorted(texts.glob("*.npz")) for text in taught(path)]
    counts = numpy.bincount(numpy.concatenate(ids))
    return numpy.argsort(-counts, kind="stable")[:SHORT_VOCABULARY].tolist()


def with_streams(texts: Path, streams: Path) -> list[tuple[list[Text], numpy.ndarray]]:
    """For each batch that was run: its texts to learn from, and [layers, tokens, hidden]."""
    return [
        (taught(texts / f"{path.stem}.npz"), numpy.load(path, mmap_mode="r"))
        for path in sorted(streams.glob("*.npy"))
    ]


def rows_of_streams(texts: Path, streams: Path, layers: list[int]) -> Iterator[list[Tensor]]:
    """Batch by batch the streams behind `layers` (from 1), [tokens, hidden] each.

    The first place of each text, which sees only itself, is left out.
    """
    for learned, stored in with_streams(texts, streams):
        counted = numpy.ones(stored.shape[1], dtype=bool)
        counted[[text.start for text in learned]] = False
        yield [
            torch.from_numpy(stored[layer - 1][counted].astype(numpy.float32)) for layer in layers
        ]


class StreamBatches:
    """Batches of whole texts in a random order, each text once an epoch.

    The position is two numbers, so that a checkpoint can keep it. A batch holds texts of one file.
    """

    def __init__(self, texts: Path, streams: Path, rows: int, seed: int):
        self.rows, self.seed = rows, seed
        self.files = with_streams(texts, streams)
        self._start(0)

    def _start(self, epoch: int) -> None:
        chance = random.Random(self.seed * 1_000_003 + epoch)
        self.order = []
        for file, (texts, _) in enumerate(self.files):
            shuffled = chance.sample(texts, len(texts))
            for first in range(0, len(shuffled), self.rows):
                self.order.append((file, shuffled[first : first + self.rows]))
        chance.shuffle(self.order)
        self.epoch, self.next = epoch, 0

    def batch(self, layers: list[int]) -> tuple[list[Tensor], Tensor]:
        """The streams behind `layers` (from 1), [texts, length, hidden] each, and what counts.

        Places behind a text's end do not count, nor does the first, which sees only itself.
        """
        if self.next >= len(self.order):
            self._start(self.epoch + 1)
        file, texts = self.order[self.next]
        self.next += 1
        length = max(len(text.ids) for text in texts)
        stored = self.files[file][1]
        counted = torch.zeros(len(texts), length, dtype=torch.bool)
        streams = [torch.zeros(len(texts), length, stored.shape[2]) for _ in layers]
        for row, text in enumerate(texts):
            counted[row, 1 : len(text.ids)] = True
            for stream, layer in zip(streams, layers, strict=True):
                numbers = stored[layer - 1, text.places].astype(numpy.float32)
                stream[row, : len(text.ids)] = torch.from_numpy(numbers)
        return streams, counted

    def state(self) -> dict:
        """The position in the order."""
        return {"epoch": self.epoch, "next": self.next}

    def restore(self, state: dict) -> None:
        """Goes on from `state`."""
        self._start(state["epoch"])
        self.next = state["next"]
