"""Writes references for other engines: token ids, logits, exits and greedy text of a model.

    python vectors.py DATA RUN LOGITS.json TOKENIZER.json

Everything is computed with the weights as the GGUF file keeps them, in 64-bit floats; beside the
exact logits stand those of 32-bit floats. `draftscope check logits` and `check tokenizer` read
the files.
"""

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from generate import continuation, next_logits
from model import Model
from read_gguf import read_stored

PROMPTS = {
    "story": "Once upon a time there was a little girl who lived",
    "question": "Question: A box holds 12 eggs. How many eggs are in 5 boxes?\nAnswer:",
    "code": "def greatest_common_divisor(first: int, second: int) -> int:\n    ",
    "drama": "ROMEO:\nWhat light",
    "one token": "The",
}
TEXTS = (
    "",
    "Hello, world!",
    "  two leading spaces, two trailing  ",
    "a\n\n\tb \n c",
    "12 plus 345 is 357, isn't it? They'll say I'd've won.",
    "DON'T I'M don't I'm",
    "def f(x):\n        return x ** 2  # square\n",
    "caf\u00e9 na\u00efve \u00a35 \u2013 \u201cquoted\u201d \u2026",
    "\u65e5\u672c\u8a9e \u0661\u0662\u0663 \u00bd \U0001f98a",
    "end<|endoftext|>begin",
    "a\u00a0b\u3000c",
)
GREEDY_TOKENS = 64


@torch.no_grad()
def prompt_vectors(model: Model, exact: Model, identifier: str, ids: list[int]) -> dict:
    """What the model says after one prompt."""
    logits, exact_logits = next_logits(model, ids), next_logits(exact, ids)
    top = exact_logits.topk(20).indices.tolist()
    chosen = list(continuation(exact, ids, GREEDY_TOKENS, 0, torch.Generator()))
    margins = []
    for position in range(len(chosen)):
        best = next_logits(exact, ids + chosen[:position]).topk(2).values
        margins.append(round(float(best[0] - best[1]), 6))
    streams = exact(torch.tensor([ids]))
    exits = []
    for layer, stream in enumerate(streams, start=1):
        at_exit = exact.logits(stream[:, -1:], layer)[0, 0]
        best = int(at_exit.argmax())
        exits.append(
            {
                "layer": layer,
                "id": best,
                "logit": float(at_exit[best]),
                "logsumexp": float(at_exit.logsumexp(-1)),
            }
        )
    return {
        "id": identifier,
        "text": PROMPTS[identifier],
        "ids": ids,
        "top20": [
            {"id": token, "logit": float(logits[token]), "logit_f64": float(exact_logits[token])}
            for token in top
        ],
        "logsumexp": float(exact_logits.logsumexp(-1)),
        "exits": exits,
        "greedy64": chosen,
        "greedy64_margin": margins,
    }


def without_special_tokens(tokenizer: Tokenizer) -> Tokenizer:
    """One that takes the end of text for ordinary characters."""
    contents = json.loads(tokenizer.to_str())
    contents["added_tokens"] = []
    return Tokenizer.from_str(json.dumps(contents))


def main() -> None:
    """Writes both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("run", type=Path, help="a run or a GGUF file")
    parser.add_argument("logits", type=Path, help="JSON file to write")
    parser.add_argument("tokenizer", type=Path, help="JSON file to write")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.data / "tokenizer.json"))
    model = read_stored(arguments.run)
    exact = read_stored(arguments.run).double()
    prompts = [
        prompt_vectors(model, exact, identifier, tokenizer.encode(text).ids)
        for identifier, text in PROMPTS.items()
    ]
    meta = "PyTorch, weights as in the GGUF file; logit in float32, the rest in float64"
    arguments.logits.write_text(json.dumps({"meta": meta, "prompts": prompts}, indent=1) + "\n")
    plain = without_special_tokens(tokenizer)
    cases = [
        {"text": text, "ids": tokenizer.encode(text).ids, "ids_plain": plain.encode(text).ids}
        for text in TEXTS
    ]
    arguments.tokenizer.write_text(json.dumps({"cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
