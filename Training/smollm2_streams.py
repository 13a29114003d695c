"""Runs SmolLM2 over the text it wrote and keeps the stream behind every layer.

    python smollm2_streams.py TARGET.gguf TEXTS STREAMS

Every TEXTS/NUMBER.npz becomes STREAMS/NUMBER.npy, [layers, tokens, hidden] in 16-bit floats, the
texts to learn from one behind the other; one that is there is not written again.
"""

import argparse
from pathlib import Path

import numpy
import torch
from torch import Tensor

from model import Model
from read_gguf import read_model
from smollm2_data import taught


@torch.no_grad()
def streams_of(model: Model, ids: Tensor) -> numpy.ndarray:
    """[layers, tokens, hidden] of one text."""
    streams = torch.cat(model(ids[None])).half()
    if not streams.isfinite().all():
        raise ValueError("a stream does not fit into 16 bits")
    return streams.numpy()


def main() -> None:
    """Writes the files that are missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, help="the GGUF file of SmolLM2")
    parser.add_argument("texts", type=Path, help="folder that smollm2_generate.py wrote")
    parser.add_argument("streams", type=Path, help="folder to write")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.streams.mkdir(parents=True, exist_ok=True)
    model = read_model(arguments.target)
    for source in sorted(arguments.texts.glob("*.npz")):
        path = arguments.streams / f"{source.stem}.npy"
        if path.exists():
            continue
        rows = [streams_of(model, torch.from_numpy(text.ids)) for text in taught(source)]
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            numpy.save(file, numpy.concatenate(rows, axis=1))
        partial.replace(path)
        print(path.name, flush=True)


if __name__ == "__main__":
    main()
