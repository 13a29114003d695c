"""Trains a Kangaroo adapter for SmolLM2 on the streams of the text it wrote.

    python smollm2_kangaroo.py TARGET.gguf TEXTS STREAMS RUN --exit-layer 6 --steps 400

The loss is the soft cross entropy to the target's last layer within the short vocabulary.
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional

from adapter import Adapter, expected_acceptance, soft_cross_entropy
from optimiser import rate
from read_gguf import read_model
from run import Run
from smollm2_data import StreamBatches, short_vocabulary

SEED = 8
ROWS = 10


def main() -> None:
    """Trains for so many steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, help="the GGUF file of SmolLM2")
    parser.add_argument("texts", type=Path, help="folder that smollm2_generate.py wrote")
    parser.add_argument("streams", type=Path, help="folder that smollm2_streams.py wrote")
    parser.add_argument("folder", type=Path, help="folder of the run")
    parser.add_argument("--exit-layer", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    target = read_model(arguments.target)
    head = target.embedding.weight[torch.tensor(short_vocabulary(arguments.texts))]
    adapter = Adapter(target, arguments.exit_layer)
    batches = StreamBatches(arguments.texts, arguments.streams, ROWS, SEED)
    run = Run(arguments.folder, adapter, batches, 0.0, arguments.steps)
    layers = [arguments.exit_layer, target.shape.layers]
    while run.progress < 1:
        (stream, last), counted = batches.batch(layers)
        taught = functional.linear(target.norm(last[counted]), head)
        said = functional.linear(adapter.normed(stream, target)[counted], head)
        loss = soft_cross_entropy(taught, said)
        loss.backward()
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate)
        overlap = expected_acceptance(taught, said)
        run.after_step(len(taught), [loss.item(), overlap.item()], step_rate)


if __name__ == "__main__":
    main()
