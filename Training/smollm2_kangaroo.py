"""Trains a Kangaroo adapter for SmolLM2 on the streams of the text it wrote.

    python smollm2_kangaroo.py TARGET.gguf TEXTS STREAMS RUN --exit-layer 6 --steps 400

It begins as a linear map found in closed form. The loss is the soft cross entropy to the target's
last layer within the short vocabulary.
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional

from adapter import Adapter, expected_acceptance, soft_cross_entropy
from adapter_start import begin_as_translator
from optimiser import rate
from read_gguf import read_model
from run import Run, saved_state
from smollm2_data import StreamBatches, rows_of_streams, short_vocabulary
from translators import head_metric

SEED = 8
ROWS = 10
SLOWING = 10
"""The rates, for matrices that are nearly right."""


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
    layers = [arguments.exit_layer, target.shape.layers]
    if saved_state(arguments.folder) is None:
        rows = rows_of_streams(arguments.texts, arguments.streams, layers)
        begin_as_translator(adapter, rows, head_metric(head * target.norm.weight))
    run = Run(arguments.folder, adapter, batches, 0.0, arguments.steps)
    while run.progress < 1:
        (stream, last), counted = batches.batch(layers)
        taught = functional.linear(target.norm(last[counted]), head)
        said = functional.linear(adapter.normed(stream, target)[counted], head)
        loss = soft_cross_entropy(taught, said)
        loss.backward()
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate / SLOWING)
        overlap = expected_acceptance(taught, said)
        run.after_step(len(taught), [loss.item(), overlap.item()], step_rate)


if __name__ == "__main__":
    main()
