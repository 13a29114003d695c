"""Grows a nested draft model after S2D: each of its exits is a draft model.

    python sprig.py DATA FIRST.gguf RUN --until 15:22 --teacher TARGET.gguf

The embedding, the first two layers and the norm are those of FIRST and stay; four layers that
begin as the identity follow. Sorted fine-tuning: the loss is the mean over the exits behind layers
4 and 6, both read by FIRST's norm and head, on the windows of the training parts: KL(TARGET ||
exit), or without a teacher the cross entropy with the text.
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
from train import BATCH_TOKENS, DISTIL_FROM, cross_entropy, divergence

SEED = 6
EXITS = (2, 4, 6)
SHRINKING = 8
"""So much smaller become all matrices, and so much larger all norms.

That changes but the size of the stream, which has grown in FIRST's training: what new layers write
would be lost in it.
"""
RATE = 3 / SHRINKING
"""Three times what suits a whole model: the new layers have few steps to reach the old ones."""


@torch.no_grad()
def grown(first: Model) -> Model:
    """A model of the same width and more layers that says what `first` says."""
    model = Model(replace(first.shape, layers=EXITS[-1]))
    own = {name: numbers for name, numbers in first.state_dict().items() if name != "exit_vectors"}
    model.load_state_dict(model.state_dict() | own)
    for parameter in model.parameters():
        parameter.mul_(SHRINKING if parameter.ndim == 1 else 1 / SHRINKING)
        parameter.requires_grad_(False)
    model.layers[first.shape.layers :].requires_grad_(True)
    return model


def sorted_loss(model: Model, rows: Tensor, teacher: Model | None) -> tuple[Tensor, Tensor]:
    """The mean of the losses of the exits that learn, and that of the last one."""
    ids = rows[:, :-1]
    streams = model(ids)
    said = [model.logits(streams[layer - 1], layer) for layer in EXITS[1:]]
    if teacher:
        taught = teacher.logits(teacher(ids)[-1], teacher.shape.layers)
        losses = [divergence(taught, logits) for logits in said]
    else:
        losses = [cross_entropy(logits, rows[:, 1:]) for logits in said]
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
    parser.add_argument("--teacher", type=Path, help="GGUF file to learn from instead of the text")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    model = grown(read_model(arguments.first))
    teacher = read_model(arguments.teacher) if arguments.teacher else None
    windows = Windows(arguments.data / "tokens.npz", SEED)
    run = Run(arguments.folder, model, windows, arguments.until or 0.0, arguments.steps)
    while run.progress < 1:
        long = run.progress >= DISTIL_FROM
        length = model.shape.context if long else model.shape.context // 2
        rows = windows.batch(BATCH_TOKENS // length, length)
        loss, last = sorted_loss(model, rows, teacher)
        loss.backward()
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(RATE * step_rate)
        run.after_step(BATCH_TOKENS, [last.item(), (loss - last).item()], step_rate)


if __name__ == "__main__":
    main()
