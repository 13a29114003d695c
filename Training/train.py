"""Trains a target of which every layer can be an exit.

    python train.py DATA RUN --until 05:20

reads DATA/tokens.npz and writes RUN/checkpoint.pt and RUN/log.tsv. An existing checkpoint is gone
on from.

The first 80 % of the run adds to the loss of the last layer that of one random exit, weighted by
its relative depth; the last 20 % teaches two random exits what the last layer says, on longer
windows and with more prose, which is the hardest part.
"""

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from batches import Windows
from model import Model, Shape
from optimiser import rate
from run import Run, saved_state, seconds_at

BATCH_TOKENS = 2048
DISTIL_FROM = 0.8
SKIPPED_AT_LAST = 0.6


def cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean nats a token."""
    return functional.cross_entropy(logits.flatten(0, 1), targets.flatten())


def divergence(teacher: Tensor, student: Tensor) -> Tensor:
    """Mean KL(teacher || student) of logits; nothing flows into the teacher."""
    return functional.kl_div(
        student.log_softmax(-1).flatten(0, 1),
        teacher.detach().log_softmax(-1).flatten(0, 1),
        log_target=True,
        reduction="batchmean",
    )


def losses(
    model: Model, rows: Tensor, distil: bool, with_exits: bool, chance: random.Random
) -> tuple[Tensor, Tensor]:
    """The loss of the last layer and what the exits add. Exits see a quarter of the rows."""
    last = model.shape.layers
    streams = model(rows[:, :-1])
    targets = rows[:, 1:]
    logits = model.logits(streams[-1], last)
    main = cross_entropy(logits, targets)
    added = torch.zeros(())
    seen = (len(rows) + 3) // 4
    if with_exits and distil:
        for layer in chance.sample(range(1, last), 2):
            student = model.logits(streams[layer - 1][:seen], layer)
            added = added + 0.5 * divergence(logits[:seen], student)
    elif with_exits:
        layer = chance.randrange(1, last)
        student = model.logits(streams[layer - 1][:seen], layer)
        added = layer / last * cross_entropy(student, targets[:seen])
    return main, added


def main() -> None:
    """Trains until the deadline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("folder", type=Path, help="folder of the run")
    end = parser.add_mutually_exclusive_group(required=True)
    end.add_argument("--until", type=seconds_at, metavar="HH:MM", help="end of the run, UTC")
    end.add_argument("--steps", type=int, help="end of the run after this many steps")
    parser.add_argument("--layers", type=int, default=10)
    parser.add_argument("--hidden", type=int, default=192)
    parser.add_argument("--feed-forward", type=int, default=416)
    parser.add_argument("--without-exits", action="store_true", help="the last layer's loss alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)

    shape = Shape(
        layers=arguments.layers,
        hidden=arguments.hidden,
        heads=arguments.hidden // 32,
        feed_forward=arguments.feed_forward,
    )
    saved = saved_state(arguments.folder)
    model = Model(Shape(**saved["shape"]) if saved else shape)
    windows = Windows(arguments.data / "tokens.npz", arguments.seed)
    run = Run(arguments.folder, model, windows, arguments.until or 0.0, arguments.steps)
    while run.progress < 1:
        distil = run.progress >= DISTIL_FROM
        length = shape.context if distil else shape.context // 2
        rows = windows.batch(BATCH_TOKENS // length, length, SKIPPED_AT_LAST if distil else 0)
        chance = random.Random(arguments.seed * 1_000_003 + run.step)
        main_loss, added = losses(model, rows, distil, not arguments.without_exits, chance)
        (main_loss + added).backward()
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate)
        run.after_step(BATCH_TOKENS, [main_loss.item(), added.item()], step_rate)


if __name__ == "__main__":
    main()
