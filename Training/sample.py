"""Prints what a run writes after a few prompts.

python sample.py DATA RUN [--temperature 0.7]
"""

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer

from generate import continuation
from read_gguf import read_stored

PROMPTS = (
    "Once upon a time there was a little girl who",
    '"My dear Watson," said Holmes,',
    "Question: Tom has 3 boxes of 12 pencils. He gives 7 pencils to his sister. "
    "How many pencils does he have left?\nAnswer:",
    'def is_prime(number: int) -> bool:\n    """',
)


def main() -> None:
    """Prints each text as a block of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("run", type=Path, help="a run or a GGUF file")
    parser.add_argument("--temperature", type=float, default=0.7)
    parser.add_argument("--tokens", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.data / "tokenizer.json"))
    model = read_stored(arguments.run)
    end = tokenizer.token_to_id("<|endoftext|>")
    for prompt in PROMPTS:
        generator = torch.Generator().manual_seed(arguments.seed)
        ids = tokenizer.encode(prompt).ids
        for token in continuation(model, ids, arguments.tokens, arguments.temperature, generator):
            if token == end:
                break
            ids.append(token)
        print(f"```text\n{tokenizer.decode(ids)}\n```\n")


if __name__ == "__main__":
    main()
