"""Reads the corpus, trains the tokenizer on its training parts and stores token streams.

    python corpus.py CORPUS OUTPUT

writes OUTPUT/tokenizer.json and OUTPUT/tokens.npz (one array of ids a part).
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

END_OF_TEXT = "<|endoftext|>"
VOCABULARY = 4096
TRAINING_PARTS = {
    "prose": "prose/*.txt",
    "math": "math/*.txt",
    "code": "code/*.txt",
    "drama": "drama/*.txt",
}
HELD_OUT_PARTS = {
    "prose": "heldout/prose-*.txt",
    "math": "heldout/math-*.txt",
    "code": "heldout/code-*.txt",
}


def documents(root: Path, pattern: str) -> Iterator[str]:
    """The documents of all files that match, in the order of their names."""
    for path in sorted(root.glob(pattern)):
        yield from path.read_text(encoding="utf-8").split(f"\n{END_OF_TEXT}\n")


def split_like_smollm(tokenizer: Tokenizer) -> Tokenizer:
    """Every digit alone, then GPT-2's pattern over bytes ("smollm" in GGUF files)."""
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def train_tokenizer(root: Path) -> Tokenizer:
    """Byte-level BPE over all training parts."""
    tokenizer = split_like_smollm(Tokenizer(models.BPE()))
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[END_OF_TEXT],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = (text for pattern in TRAINING_PARTS.values() for text in documents(root, pattern))
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def encode(tokenizer: Tokenizer, root: Path, pattern: str) -> numpy.ndarray:
    """The ids of all documents, each closed by the end of text."""
    end = tokenizer.token_to_id(END_OF_TEXT)
    ids: list[int] = []
    for encoding in tokenizer.encode_batch(list(documents(root, pattern))):
        ids.extend(encoding.ids)
        ids.append(end)
    return numpy.array(ids, dtype=numpy.uint16)


def main() -> None:
    """Trains the tokenizer and encodes every part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="folder of the corpus")
    parser.add_argument("output", type=Path, help="folder for the tokenizer and the ids")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)

    tokenizer = train_tokenizer(arguments.corpus)
    tokenizer.save(str(arguments.output / "tokenizer.json"))
    parts = {}
    for prefix, patterns in (("train", TRAINING_PARTS), ("heldout", HELD_OUT_PARTS)):
        for part, pattern in patterns.items():
            parts[f"{prefix}_{part}"] = encode(tokenizer, arguments.corpus, pattern)
            print(f"{prefix} {part}: {len(parts[f'{prefix}_{part}']):,} tokens")
    numpy.savez_compressed(arguments.output / "tokens.npz", **parts)


if __name__ == "__main__":
    main()
