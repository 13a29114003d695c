"""Writes references for other engines: what side files and nested exits say behind prompts.

    python adapter_vectors.py TARGET.gguf REFERENCE.json [--adapter FILE] [--exits 1,15,29]
        --prompts story code

All positions of a prompt are fed, and the last one is read. With an adapter it is its Kangaroo
head and, if it has translators, these behind the exits named; without one it is the target's own
exits. Everything is computed from the weights that the files keep, in 64-bit floats.
"""

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor

from adapter import Adapter
from adapter_weights import read_side_file
from model import Model
from read_gguf import read_model, read_tokenizer
from translators import Translators
from vectors import PROMPTS

TOP = 5


def summary(logits: Tensor) -> dict:
    """The largest logits and the logarithm of the sum of all exponentials."""
    top = logits.topk(TOP)
    pairs = zip(top.indices.tolist(), top.values.tolist(), strict=True)
    return {
        "top5": [{"id": token, "logit": logit} for token, logit in pairs],
        "logsumexp": float(logits.logsumexp(-1)),
    }


def exit_logits(
    model: Model, translators: Translators | None, stream: Tensor, layer: int
) -> Tensor:
    """What is said of the stream behind `layer`."""
    if translators:
        return model.logits(translators.translated(stream, layer), model.shape.layers)
    return model.logits(stream, layer)


@torch.no_grad()
def references(
    model: Model,
    adapter: Adapter | None,
    translators: Translators | None,
    exits: list[int],
    ids: list[int],
) -> dict:
    """What is said behind the last of `ids`."""
    streams = model(torch.tensor([ids]))
    result = {}
    if exits:
        result["exits"] = [
            {"layer": layer}
            | summary(exit_logits(model, translators, streams[layer - 1][0, -1], layer))
            for layer in exits
        ]
    if adapter:
        exit_layer = int(adapter.exit_layer)
        logits = adapter.logits(streams[exit_layer - 1], model)[0, -1]
        result["kangaroo"] = {"exit_layer": exit_layer} | summary(logits)
    return result


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, help="GGUF file of the model")
    parser.add_argument("reference", type=Path, help="JSON file to write")
    parser.add_argument("--adapter", type=Path, help="its side file")
    parser.add_argument("--exits", type=lambda text: [int(part) for part in text.split(",")])
    parser.add_argument("--prompts", nargs="+", choices=list(PROMPTS), required=True)
    arguments = parser.parse_args()
    model = read_model(arguments.target)
    tokenizer = read_tokenizer(arguments.target)
    adapter, translators = None, None
    if arguments.adapter:
        adapter, translators = read_side_file(arguments.adapter, model)
    for part in (model, adapter, translators):
        if part is not None:
            part.double()
    prompts = []
    for identifier in arguments.prompts:
        ids = tokenizer.encode(PROMPTS[identifier]).ids
        said = references(model, adapter, translators, arguments.exits or [], ids)
        prompts.append({"id": identifier, "text": PROMPTS[identifier], "ids": ids} | said)
    meta = "PyTorch, weights as in the GGUF files, float64; logits at the last position"
    arguments.reference.write_text(json.dumps({"meta": meta, "prompts": prompts}, indent=1) + "\n")


if __name__ == "__main__":
    main()
