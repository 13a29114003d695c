"""Fits a low-rank translator for every second exit of SmolLM2 on the streams of the text it wrote.

    python smollm2_translators.py TARGET.gguf TEXTS STREAMS RUN --steps 120

First in closed form, kept as RUN/closed_form.pt; then each step lowers the mean over the exits of
the soft cross entropy to the last layer within the short vocabulary.
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional

from adapter import expected_acceptance, soft_cross_entropy
from model import Model
from optimiser import rate
from read_gguf import read_model
from run import Run
from smollm2_data import StreamBatches, rows_of_streams, short_vocabulary
from translators import Moments, Translators, head_metric

SEED = 7
RANK = 64
ROWS = 4


def fit_closed_form(
    translators: Translators, target: Model, texts: Path, streams: Path, short: torch.Tensor
) -> None:
    """Fits every exit over all texts to learn from, but for the first place of each."""
    hidden, last = target.shape.hidden, target.shape.layers
    metric = head_metric(target.embedding.weight[short] * target.norm.weight)
    moments = {layer: Moments(hidden) for layer in translators.layers}
    for *rows, wanted in rows_of_streams(texts, streams, [*translators.layers, last]):
        for sums, stream in zip(moments.values(), rows, strict=True):
            sums.add(stream, wanted)
    for layer, sums in moments.items():
        translators.exits[str(layer)].fit(sums, metric)


def main() -> None:
    """Fits, then trains for so many steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, help="the GGUF file of SmolLM2")
    parser.add_argument("texts", type=Path, help="folder that smollm2_generate.py wrote")
    parser.add_argument("streams", type=Path, help="folder that smollm2_streams.py wrote")
    parser.add_argument("folder", type=Path, help="folder of the run")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    target = read_model(arguments.target)
    short = torch.tensor(short_vocabulary(arguments.texts))
    last = target.shape.layers
    translators = Translators(target.shape, list(range(2, last, 2)), RANK)
    closed_form = arguments.folder / "closed_form.pt"
    if closed_form.exists():
        translators.load_state_dict(torch.load(closed_form, weights_only=True))
    else:
        fit_closed_form(translators, target, arguments.texts, arguments.streams, short)
        closed_form.parent.mkdir(parents=True, exist_ok=True)
        torch.save(translators.state_dict(), closed_form)
    head = target.embedding.weight[short]
    batches = StreamBatches(arguments.texts, arguments.streams, ROWS, SEED)
    run = Run(arguments.folder, translators, batches, 0.0, arguments.steps)
    exits = len(translators.layers)
    while run.progress < 1:
        streams, counted = batches.batch([*translators.layers, last])
        wanted = functional.linear(target.norm(streams.pop()[counted]), head)
        losses, overlaps = 0.0, 0.0
        for layer, stream in zip(translators.layers, streams, strict=True):
            read = target.norm(translators.translated(stream[counted], layer))
            said = functional.linear(read, head)
            loss = soft_cross_entropy(wanted, said) / exits
            loss.backward()
            losses += loss.item()
            overlaps += expected_acceptance(wanted, said).item() / exits
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate)
        run.after_step(len(wanted), [losses, overlaps], step_rate)


if __name__ == "__main__":
    main()
