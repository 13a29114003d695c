"""Measures every exit on the held-out parts, with the weights as a GGUF file keeps them.

    python evaluate.py DATA RUN [--teacher TARGET [--teacher-layer 6]] [--exits 2,4,6]

Windows of the model's context length stand one after another; each token but the first of a
window is predicted from the window's beginning. Agreement and overlap compare an exit with the
last layer; with a teacher, a run or a GGUF file, they compare with the teacher's last layer or
with its exit, and only the last layer is measured unless exits are named.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from corpus import HELD_OUT_PARTS
from model import Model
from read_gguf import read_stored

MEASURES = ("loss", "agreement", "overlap")
SHORT_VOCABULARY = 1024


@dataclass(frozen=True)
class Exit:
    """A model that speaks behind one of its layers."""

    model: Model
    layer: int

    def logits(self, ids: Tensor) -> Tensor:
        """[batch, length, vocabulary]."""
        return self.model.logits(self.model(ids)[self.layer - 1], self.layer)


def held_out_windows(data: Path, part: str, length: int, limit: int) -> Iterator[Tensor]:
    """Batches of [up to 8, length] ids, at most `limit` ids in all."""
    ids = numpy.load(data / "tokens.npz")[f"heldout_{part}"].astype(numpy.int64)[:limit]
    rows = torch.from_numpy(ids[: len(ids) // length * length].reshape(-1, length))
    yield from rows.split(8)


def compare(law: Tensor, logits: Tensor, targets: Tensor) -> Tensor:
    """Sums of the `MEASURES` of logits [rows, tokens] beside the law of the reference."""
    said = logits.log_softmax(-1)
    loss = functional.nll_loss(said, targets, reduction="sum")
    agreement = (said.argmax(-1) == law.argmax(-1)).sum()
    overlap = torch.minimum(law, said.exp()).sum()
    return torch.stack([loss, agreement, overlap]).double()


@torch.no_grad()
def evaluate_part(
    model: Model, layers: list[int], windows: Iterator[Tensor], reference: Exit, short: Tensor
) -> dict:
    """For each of the `layers`: nats a token, top-1 agreement, sum of min(p, q).

    `coverage` is the share of the tokens that are in the short vocabulary, `mass` the mean
    probability that the reference gives to it.
    """
    sums = torch.zeros(len(layers), len(MEASURES), dtype=torch.float64)
    count, coverage, mass = 0, 0.0, 0.0
    for rows in windows:
        targets = rows[:, 1:].flatten()
        streams = model(rows[:, :-1])
        law = reference.logits(rows[:, :-1]).flatten(0, 1).softmax(-1)
        coverage += torch.isin(targets, short).sum().item()
        mass += law[:, short].sum().item()
        for index, layer in enumerate(layers):
            logits = model.logits(streams[layer - 1], layer).flatten(0, 1)
            sums[index] += compare(law, logits, targets)
        count += len(targets)
    means = (sums / count).T.tolist()
    result = dict(zip(MEASURES, means, strict=True))
    shares = {"coverage": coverage / count, "mass": mass / count}
    return {"layers": layers, "tokens": count} | result | shares


def short_vocabulary(data: Path) -> list[int]:
    """The most frequent ids of the training parts, most frequent first."""
    archive = numpy.load(data / "tokens.npz")
    parts = [archive[name] for name in archive.files if name.startswith("train_")]
    counts = numpy.bincount(numpy.concatenate(parts))
    return numpy.argsort(-counts, kind="stable")[:SHORT_VOCABULARY].tolist()


def evaluate(data: Path, model: Model, layers: list[int], reference: Exit, limit: int) -> dict:
    """Results by part."""
    short = torch.tensor(short_vocabulary(data))
    length = model.shape.context
    return {
        part: evaluate_part(
            model, layers, held_out_windows(data, part, length, limit), reference, short
        )
        for part in HELD_OUT_PARTS
    }


def table(results: dict) -> str:
    """Results as a Markdown table, one line a layer."""
    lines = [
        "| layer | " + " | ".join(f"{part} {name}" for name in MEASURES for part in results) + " |",
        "|---:|" + "---:|" * len(MEASURES) * len(results),
    ]
    for index, layer in enumerate(next(iter(results.values()))["layers"]):
        numbers = [f"{results[part][name][index]:.3f}" for name in MEASURES for part in results]
        lines.append(f"| {layer} | " + " | ".join(numbers) + " |")
    return "\n".join(lines)


def main() -> None:
    """Prints the table and keeps the numbers in RUN/evaluation.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("--teacher", type=Path, help="run or GGUF file to compare with")
    parser.add_argument("--teacher-layer", type=int, help="its exit; by default its last layer")
    parser.add_argument("--exits", type=lambda text: [int(part) for part in text.split(",")])
    parser.add_argument("--limit", type=int, default=1 << 30, help="held-out ids of each part")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    model = read_stored(arguments.run)
    last = model.shape.layers
    teacher = read_stored(arguments.teacher) if arguments.teacher else model
    reference = Exit(teacher, arguments.teacher_layer or teacher.shape.layers)
    layers = arguments.exits or ([last] if arguments.teacher else list(range(1, last + 1)))
    results = evaluate(arguments.data, model, layers, reference, arguments.limit)
    (arguments.run / "evaluation.json").write_text(json.dumps(results, indent=1) + "\n")
    print(table(results))
    for part, result in results.items():
        print(
            f"{part}: {result['tokens']:,} tokens; of these {result['coverage']:.1%} and"
            f" {result['mass']:.1%} of the probability in the short vocabulary"
        )


if __name__ == "__main__":
    main()
