"""Trains a Kangaroo adapter for a target that stays as it is.

    python kangaroo.py DATA TARGET.gguf RUN --exit-layer 2 --steps 600

The loss is the soft cross entropy to the target's last layer on the windows of the training
parts, at temperature 1.
"""

import argparse
from pathlib import Path

import torch

from adapter import Adapter, expected_acceptance, soft_cross_entropy
from batches import Windows
from optimiser import rate
from read_gguf import read_model
from run import Run
from train import BATCH_TOKENS

SEED = 5


def main() -> None:
    """Trains for so many steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("target", type=Path, help="GGUF file of the target")
    parser.add_argument("folder", type=Path, help="folder of the run")
    parser.add_argument("--exit-layer", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    target = read_model(arguments.target)
    adapter = Adapter(target, arguments.exit_layer)
    windows = Windows(arguments.data / "tokens.npz", SEED)
    run = Run(arguments.folder, adapter, windows, 0.0, arguments.steps)
    length = target.shape.context
    while run.progress < 1:
        ids = windows.batch(BATCH_TOKENS // length, length)[:, :-1]
        with torch.no_grad():
            streams = target(ids)
            taught = target.logits(streams[-1], target.shape.layers).flatten(0, 1)
        said = adapter.logits(streams[arguments.exit_layer - 1], target).flatten(0, 1)
        loss = soft_cross_entropy(taught, said)
        loss.backward()
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate)
        overlap = expected_acceptance(taught, said)
        run.after_step(BATCH_TOKENS, [loss.item(), overlap.item()], step_rate)


if __name__ == "__main__":
    main()
