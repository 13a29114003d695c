"""The loss of an interpolated trigram model with Witten-Bell smoothing on the held-out parts.

    python trigram_floor.py DATA [--output FLOOR.json]

A model that does not beat this clearly has not learned. Counts come from all training parts;
a history h of n tokens with t different followers gives
P(w | h) = (count(h w) + t P(w | shorter h)) / (n + t), down to the uniform law.
"""

import argparse
import json
from pathlib import Path

import numpy

from corpus import HELD_OUT_PARTS, TRAINING_PARTS, VOCABULARY


class Order:
    """Counts of grams of one length, looked up by key."""

    def __init__(self, keys: numpy.ndarray):
        self.grams, self.counts = numpy.unique(keys, return_counts=True)
        self.histories, inverse = numpy.unique(self.grams // VOCABULARY, return_inverse=True)
        self.totals = numpy.bincount(inverse, weights=self.counts)
        self.followers = numpy.bincount(inverse)

    @staticmethod
    def look_up(keys: numpy.ndarray, known: numpy.ndarray, values: numpy.ndarray) -> numpy.ndarray:
        """The value of each key, 0 where it is unknown."""
        places = numpy.minimum(numpy.searchsorted(known, keys), len(known) - 1)
        return numpy.where(known[places] == keys, values[places], 0)

    def smooth(self, keys: numpy.ndarray, shorter: numpy.ndarray) -> numpy.ndarray:
        """Probabilities of grams, given those with the shorter history."""
        counts = self.look_up(keys, self.grams, self.counts)
        totals = self.look_up(keys // VOCABULARY, self.histories, self.totals)
        followers = self.look_up(keys // VOCABULARY, self.histories, self.followers)
        known = totals > 0
        smoothed = (counts + followers * shorter) / numpy.where(known, totals + followers, 1)
        return numpy.where(known, smoothed, shorter)


def gram_keys(ids: numpy.ndarray, order: int) -> numpy.ndarray:
    """One number for each of the grams that end at the third id or later."""
    ids = ids.astype(numpy.int64)
    keys = numpy.zeros(len(ids) - 2, dtype=numpy.int64)
    for back in range(order - 1, -1, -1):
        keys = keys * VOCABULARY + ids[2 - back : len(ids) - back]
    return keys


def main() -> None:
    """Prints nats a token for each held-out part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("--output", type=Path, help="JSON file to write")
    arguments = parser.parse_args()
    archive = numpy.load(arguments.data / "tokens.npz")
    training = [archive[f"train_{part}"] for part in TRAINING_PARTS]
    orders = [
        Order(numpy.concatenate([gram_keys(ids, order) for ids in training])) for order in (1, 2, 3)
    ]
    floor = {}
    for part in HELD_OUT_PARTS:
        ids = archive[f"heldout_{part}"]
        probabilities = numpy.full(len(ids) - 2, 1 / VOCABULARY)
        for length, order in enumerate(orders, start=1):
            probabilities = order.smooth(gram_keys(ids, length), probabilities)
        floor[part] = float(-numpy.log(probabilities).mean())
        print(f"{part}: {floor[part]:.3f} nats a token")
    if arguments.output:
        arguments.output.write_text(json.dumps(floor, indent=1) + "\n")


if __name__ == "__main__":
    main()
