"""Fits a low-rank translator for every exit of SmolLM2 on the streams of the text it wrote.

    python smollm2_translators.py TARGET.gguf TEXTS STREAMS RUN --steps 120

First in closed form, kept as RUN/closed_form.pt; then each step lowers the mean over the exits of
the soft cross entropy to the last layer within the short vocabulary.
"""

import argparse
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from adapter import expected_acceptance, soft_cross_entropy
from model import Model
from optimiser import rate
from read_gguf import read_model
from run import Run
from smollm2_data import StreamBatches, short_vocabulary, taught
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
    moments = [Moments(hidden) for _ in translators.exits]
    for path in sorted(texts.glob("*.npz")):
        stored = numpy.load(streams / f"{path.stem}.npy", mmap_mode="r")
        counted = numpy.ones(stored.shape[1], dtype=bool)
        counted[[text.start for text in taught(path)]] = False

        def rows(layer: int, stored=stored, counted=counted) -> torch.Tensor:
            return torch.from_numpy(stored[layer - 1][counted].astype(numpy.float32))

        wanted = rows(last)
        for layer, sums in enumerate(moments, start=1):
            sums.add(rows(layer), wanted)
    for translator, sums in zip(translators.exits, moments, strict=True):
        translator.fit(sums, metric)


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
    translators = Translators(target.shape, RANK)
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
    exits = len(translators.exits)
    while run.progress < 1:
        streams, counted = batches.batch(list(range(1, exits + 2)))
        wanted = functional.linear(target.norm(streams.pop()[counted]), head)
        losses, overlaps = 0.0, 0.0
        for translator, stream in zip(translators.exits, streams, strict=True):
            said = functional.linear(target.norm(translator(stream[counted])), head)
            loss = soft_cross_entropy(wanted, said) / exits
            loss.backward()
            losses += loss.item()
            overlaps += expected_acceptance(wanted, said).item() / exits
        step_rate = rate(run.step, run.progress)
        run.optimiser.step(step_rate)
        run.after_step(len(wanted), [losses, overlaps], step_rate)


if __name__ == "__main__":
    main()
