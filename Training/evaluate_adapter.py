"""Measures a side file's parts on held-out text, with the weights as the file keeps them.

    python evaluate_adapter.py TARGET.gguf RESULTS.json --data DATA --kangaroo RUN
    python evaluate_adapter.py TARGET.gguf RESULTS.json --corpus CORPUS --texts TEXTS
        --kangaroo RUN --translators RUN

With DATA the held-out parts stand in windows of the context's length, all tokens, as evaluate.py
has them. With CORPUS they are encoded by the target's tokenizer and windows are taken at equal
distances, and the texts that were set aside when the target wrote are one more part, measured on
what it drew. Everything is compared with the target's last layer; "before" is its own exit.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from adapter import Adapter
from adapter_weights import (
    adapter_parameters,
    read_adapter,
    read_translators,
    translator_parameters,
)
from corpus import HELD_OUT_PARTS, encode
from evaluate import MEASURES, compare, held_out_windows
from evaluate import short_vocabulary as short_vocabulary_of_parts
from model import Model
from read_gguf import read_model, read_tokenizer
from smollm2_data import set_aside, short_vocabulary
from translators import Translators
from weights import stored

WINDOW = 256
WINDOWS = 3
TEXTS_OF_A_BATCH = 1


@dataclass(frozen=True)
class Passage:
    """Ids [length], and the first of them that is predicted."""

    ids: Tensor
    first: int = 1


@dataclass(frozen=True)
class SideFile:
    """What is measured beside the target's own exits."""

    target: Model
    adapter: Adapter
    translators: Translators | None
    short: Tensor

    @property
    def exits(self) -> list[int]:
        """The layers of the target's exits that are measured, from 1."""
        if self.translators:
            return self.translators.layers
        return [int(self.adapter.exit_layer)]


def compare_short(law: Tensor, logits: Tensor, targets: Tensor, short: Tensor) -> Tensor:
    """As `compare`, of the law that is drawn from the short vocabulary alone.

    Its loss is a sum over the targets that the short vocabulary holds.
    """
    kept = logits[:, short]
    places = torch.full((logits.shape[1],), -1)
    places[short] = torch.arange(len(short))
    held = places[targets] >= 0
    loss = functional.cross_entropy(kept[held], places[targets][held], reduction="sum")
    agreement = (short[kept.argmax(-1)] == law.argmax(-1)).sum()
    overlap = torch.minimum(law[:, short], kept.softmax(-1)).sum()
    return torch.stack([loss, agreement, overlap]).double()


@torch.no_grad()
def evaluate_part(side: SideFile, passages: list[Passage]) -> dict:
    """Means of the `MEASURES`: "before" and "after" by exit, "kangaroo" and its "short"."""
    target, last = side.target, side.target.shape.layers
    sums: dict[str, Tensor] = {}
    count, covered, mass = 0, 0, 0.0

    def note(name: str, values: Tensor) -> None:
        sums[name] = sums.get(name, 0) + values

    for passage in passages:
        places = slice(passage.first - 1, len(passage.ids) - 1)
        streams = target(passage.ids[None, :-1])
        targets = passage.ids[passage.first :]
        law = target.logits(streams[-1][0, places], last).softmax(-1)
        count += len(targets)
        covered += torch.isin(targets, side.short).sum().item()
        mass += law[:, side.short].sum().item()
        for layer in side.exits:
            stream = streams[layer - 1][0, places]
            note(f"before {layer}", compare(law, target.logits(stream, layer), targets))
            if side.translators:
                stream = side.translators.translated(stream, layer)
                note(f"after {layer}", compare(law, target.logits(stream, last), targets))
        stream = streams[int(side.adapter.exit_layer) - 1]
        logits = side.adapter.logits(stream, target)[0, places]
        note("kangaroo", compare(law, logits, targets))
        note("short", compare_short(law, logits, targets, side.short))
    means = {name: values / count for name, values in sums.items()}
    means["short"][0] *= count / covered
    result = {"tokens": count, "coverage": covered / count, "mass": mass / count}
    for name in ("before", "after"):
        rows = [means[f"{name} {layer}"] for layer in side.exits if f"{name} {layer}" in means]
        if rows:
            result[name] = by_measure(torch.stack(rows).T)
    return result | {name: by_measure(means[name]) for name in ("kangaroo", "short")}


def by_measure(values: Tensor) -> dict:
    """Values [measures, ...] under the names of the measures."""
    return dict(zip(MEASURES, values.tolist(), strict=True))


def windows_of_data(data: Path, length: int) -> dict[str, list[Passage]]:
    """All windows of the held-out parts that corpus.py encoded."""
    return {
        part: [
            Passage(row) for rows in held_out_windows(data, part, length, 1 << 30) for row in rows
        ]
        for part in HELD_OUT_PARTS
    }


def windows_of_corpus(corpus: Path, texts: Path, target: Path) -> dict[str, list[Passage]]:
    """Windows at equal distances of the held-out parts, and the texts that were set aside."""
    tokenizer = read_tokenizer(target)
    passages = {}
    for part, pattern in HELD_OUT_PARTS.items():
        ids = torch.from_numpy(encode(tokenizer, corpus, pattern).astype(numpy.int64))
        starts = numpy.linspace(0, len(ids) - WINDOW, WINDOWS).astype(int).tolist()
        passages[part] = [Passage(ids[start : start + WINDOW]) for start in starts]
    passages["generated"] = [
        Passage(torch.from_numpy(text.ids), text.prompt)
        for path in sorted(texts.glob("*.npz"))
        for text in set_aside(path)[:TEXTS_OF_A_BATCH]
    ]
    return passages


def main() -> None:
    """Writes the results and prints the means over the parts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, help="GGUF file of the target")
    parser.add_argument("results", type=Path, help="JSON file to write")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="folder that corpus.py wrote")
    source.add_argument("--corpus", type=Path, help="folder of the corpus")
    parser.add_argument("--texts", type=Path, help="folder that smollm2_generate.py wrote")
    parser.add_argument("--kangaroo", type=Path, required=True, help="run of the adapter")
    parser.add_argument("--translators", type=Path, help="run of the translators")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    target = read_model(arguments.target)
    if arguments.data:
        short = short_vocabulary_of_parts(arguments.data)
        parts = windows_of_data(arguments.data, target.shape.context)
    else:
        short = short_vocabulary(arguments.texts)
        parts = windows_of_corpus(arguments.corpus, arguments.texts, arguments.target)
    adapter = read_adapter(arguments.kangaroo, target)
    kept = adapter_parameters(adapter)
    translators = None
    if arguments.translators:
        translators = read_translators(arguments.translators, target)
        kept |= translator_parameters(translators)
    for parameter in kept.values():
        stored(parameter)
    side = SideFile(target, adapter, translators, torch.tensor(short))
    results = {"exits": side.exits, "short": short, "parts": {}}
    for part, passages in parts.items():
        results["parts"][part] = evaluate_part(side, passages)
        print(part, json.dumps(results["parts"][part]), flush=True)
    arguments.results.write_text(json.dumps(results) + "\n")


if __name__ == "__main__":
    main()
