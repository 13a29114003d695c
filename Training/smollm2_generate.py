"""Lets SmolLM2 write the text that its side file is distilled on.

    python smollm2_generate.py CORPUS TARGET.gguf TEXTS --batches 14

The target draws at temperature 1 behind the beginnings of texts and behind questions to the
assistant, all made from the training parts of the corpus. A batch holds prompts of one kind and of
one length, is a function of its number and becomes TEXTS/NUMBER.npz; one that is there is not
written again.
"""

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from tokenizers import Tokenizer

from corpus import TRAINING_PARTS, documents
from model import Model, Past
from read_gguf import read_model, read_tokenizer

SEED = 4
ROWS = 64
LENGTH = 224
END_OF_TURN = "<|im_end|>"
BEFORE_CHAT = (
    "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face"
    "<|im_end|>\n<|im_start|>user\n"
)
BEHIND_CHAT = "<|im_end|>\n<|im_start|>assistant\n"


@dataclass(frozen=True)
class Kind:
    """Where a prompt's text comes from and what stands around it.

    `tokens` of the text are taken from anywhere in a part; 0 takes a whole question of the
    mathematics.
    """

    part: str
    before: str = ""
    behind: str = ""
    tokens: int = 32

    @property
    def is_chat(self) -> bool:
        """Whether the assistant is asked."""
        return bool(self.before)


def chat(part: str, request: str, tokens: int, last: str = "") -> Kind:
    """A request to the assistant about a text."""
    return Kind(part, BEFORE_CHAT + request, last + BEHIND_CHAT, tokens)


KINDS = (
    Kind("prose"),
    chat("math", "", 0),
    chat("prose", "Continue this story:\n\n", 48),
    Kind("code", tokens=48),
    chat("code", "Explain this Python code:\n\n```python\n", 64, "\n```"),
    Kind("math"),
    chat("prose", "What happens in this passage?\n\n", 64),
    chat("code", "Write the rest of this Python file:\n\n```python\n", 48, "\n```"),
    Kind("drama"),
    chat("prose", "Write a short letter to a friend about this: ", 32),
)


class Prompts:
    """Prompts of one length each, from the training parts."""

    def __init__(self, corpus: Path, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self.texts = {
            part: list(documents(corpus, pattern)) for part, pattern in TRAINING_PARTS.items()
        }
        self.questions: dict[int, list[list[int]]] = {}
        for text in self.texts["math"]:
            ids = tokenizer.encode(text.split("\n")[0].removeprefix("Question: ")).ids
            self.questions.setdefault(len(ids), []).append(ids)

    def _window(self, kind: Kind, chance: random.Random) -> list[int]:
        """Ids from the beginning of a random line on."""
        while True:
            text = chance.choices(self.texts[kind.part], map(len, self.texts[kind.part]))[0]
            start = text.find("\n", chance.randrange(len(text))) + 1
            ids = self.tokenizer.encode(text[start : start + 40 * kind.tokens].lstrip()).ids
            if len(ids) >= kind.tokens:
                return ids[: kind.tokens]

    def batch(self, kind: Kind, chance: random.Random) -> list[list[int]]:
        """`ROWS` prompts of the same length."""
        if kind.tokens:
            inner = [self._window(kind, chance) for _ in range(ROWS)]
        else:
            lengths = sorted(n for n, found in self.questions.items() if len(found) >= ROWS)
            inner = chance.sample(self.questions[chance.choice(lengths)], ROWS)
        before = self.tokenizer.encode(kind.before).ids
        behind = self.tokenizer.encode(kind.behind).ids
        return [before + ids + behind for ids in inner]


@torch.no_grad()
def write_on(model: Model, prompts: list[list[int]], end: int, seed: int) -> list[list[int]]:
    """Each prompt with what the model draws behind it, up to `end` or to `LENGTH` ids in all."""
    generator = torch.Generator().manual_seed(seed)
    texts = [list(prompt) for prompt in prompts]
    going = list(range(len(texts)))
    pasts = [Past(LENGTH) for _ in model.layers]
    new = torch.tensor(prompts)
    while going and pasts[0].length < LENGTH:
        logits = model.logits(model(new, pasts)[-1][:, -1], model.shape.layers)
        drawn = torch.multinomial(logits.softmax(-1), 1, generator=generator)
        for row, token in zip(going, drawn[:, 0].tolist(), strict=True):
            texts[row].append(token)
        rows = (drawn[:, 0] != end).nonzero()[:, 0]
        if len(rows) < len(going):
            going = [going[row] for row in rows.tolist()]
            for past in pasts:
                past.keep(rows)
        new = drawn[rows]
    return [text[:LENGTH] for text in texts]


def main() -> None:
    """Writes the batches that are missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="folder of the corpus")
    parser.add_argument("target", type=Path, help="the GGUF file of SmolLM2")
    parser.add_argument("texts", type=Path, help="folder to write")
    parser.add_argument("--batches", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.texts.mkdir(parents=True, exist_ok=True)
    tokenizer = read_tokenizer(arguments.target)
    prompts = Prompts(arguments.corpus, tokenizer)
    model = read_model(arguments.target)
    turn = tokenizer.token_to_id(END_OF_TURN)
    for number in range(arguments.batches):
        path = arguments.texts / f"{number:03}.npz"
        if path.exists():
            continue
        kind = KINDS[number % len(KINDS)]
        chance = random.Random(SEED * 1_000_003 + number)
        begun = prompts.batch(kind, chance)
        texts = write_on(model, begun, turn if kind.is_chat else 0, chance.randrange(1 << 31))
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            numpy.savez(
                file,
                ids=numpy.concatenate(texts).astype(numpy.uint16),
                lengths=[len(text) for text in texts],
                prompt=len(begun[0]),
                part=kind.part,
            )
        partial.replace(path)
        drawn = sum(map(len, texts)) - len(texts) * len(begun[0])
        print(f"{path.name}: {drawn:,} tokens drawn", flush=True)


if __name__ == "__main__":
    main()
