"""Trains a small draft model to say what a target says.

    python distil.py DATA TEACHER RUN --until 05:40

The loss is KL(teacher || student) on the windows of the training parts, at temperature 1. The
student's embedding begins as the teacher's, projected onto its own directions of largest
variance; its last norm begins small, so that the first laws are nearly uniform.
"""

import argparse
from pathlib import Path

import torch

from batches import Windows
from model import Model, Shape
from optimiser import rate
from read_gguf import read_stored
from run import Run, seconds_at
from train import BATCH_TOKENS, divergence

SEED = 2
SHAPE = Shape(layers=2, hidden=128, heads=4, feed_forward=384)


@torch.no_grad()
def student_of(teacher: Model) -> Model:
    """A student with the teacher's embedding in fewer dimensions."""
    student = Model(SHAPE)
    embedding = teacher.embedding.weight
    directions = torch.linalg.svd(embedding, full_matrices=False).Vh[: SHAPE.hidden]
    student.embedding.weight.copy_(embedding @ directions.T)
    student.norm.weight.fill_(0.25)
    return student


def main() -> None:
    """Trains until the deadline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("teacher", type=Path, help="the target's run or GGUF file")
    parser.add_argument("folder", type=Path, help="folder of the run")
    parser.add_argument("--until", type=seconds_at, metavar="HH:MM", required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)

    teacher = read_stored(arguments.teacher)
    student = student_of(teacher)
    windows = Windows(arguments.data / "tokens.npz", SEED)
    run = Run(arguments.folder, student, windows, arguments.until)
    length = SHAPE.context // 2
    while run.progress < 1:
        ids = windows.batch(BATCH_TOKENS // length, length)[:, :-1]
        with torch.no_grad():
            target = teacher.logits(teacher(ids)[-1], teacher.shape.layers)
        loss = divergence(target, student.logits(student(ids)[-1], SHAPE.layers))
        loss.backward()
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate)
        run.after_step(BATCH_TOKENS, [loss.item(), 0.0], step_rate)


if __name__ == "__main__":
    main()
