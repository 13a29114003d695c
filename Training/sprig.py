"""Trains a nested draft model after S2D: each of its exits is a language model.

    python sprig.py DATA FIRST.gguf RUN --until 15:00

Sorted fine-tuning: the loss is the mean of the cross entropies behind layers 2, 4 and 6, all read
by the same norm and head, on the windows of the training parts. No target takes part, so that one
draft model serves several. The first layers, the embedding and the norm begin as those of FIRST;
the layers behind begin as the identity.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from batches import Windows
from model import Model
from optimiser import rate
from read_gguf import read_model
from run import Run, seconds_at
from train import BATCH_TOKENS, DISTIL_FROM, cross_entropy

SEED = 6
EXITS = (2, 4, 6)


@torch.no_grad()
def grown(first: Model) -> Model:
    """A model of the same width and more layers that says what `first` says."""
    model = Model(replace(first.shape, layers=EXITS[-1]))
    own = {name: numbers for name, numbers in first.state_dict().items() if name != "exit_vectors"}
    model.load_state_dict(model.state_dict() | own)
    model.exit_vectors.requires_grad_(False)
    return model


def sorted_loss(model: Model, rows: Tensor) -> tuple[Tensor, Tensor]:
    """The mean of the exits' cross entropies, and that of the last one."""
    streams = model(rows[:, :-1])
    losses = [
        cross_entropy(model.logits(streams[layer - 1], layer), rows[:, 1:]) for layer in EXITS
    ]
    return torch.stack(losses).mean(), losses[-1]


def main() -> None:
    """Trains until the deadline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("first", type=Path, help="GGUF file of a model of two layers")
    parser.add_argument("folder", type=Path, help="folder of the run")
    end = parser.add_mutually_exclusive_group(required=True)
    end.add_argument("--until", type=seconds_at, metavar="HH:MM", help="end of the run, UTC")
    end.add_argument("--steps", type=int, help="end of the run after this many steps")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    model = grown(read_model(arguments.first).requires_grad_(True))
    windows = Windows(arguments.data / "tokens.npz", SEED)
    run = Run(arguments.folder, model, windows, arguments.until or 0.0, arguments.steps)
    while run.progress < 1:
        long = run.progress >= DISTIL_FROM
        length = model.shape.context if long else model.shape.context // 2
        loss, last = sorted_loss(model, windows.batch(BATCH_TOKENS // length, length))
        loss.backward()
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate)
        run.after_step(BATCH_TOKENS, [last.item(), (loss - last).item()], step_rate)


if __name__ == "__main__":
    main()
