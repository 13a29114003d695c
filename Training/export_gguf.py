"""Writes the GGUF file of a run that evaluate.py has measured.

python export_gguf.py DATA RUN FILE --name oak --description TEXT [--floor FLOOR]
"""

import argparse
import json
from pathlib import Path

from gguf import GGUFWriter, LlamaFileType, TokenType

from evaluate import MEASURES, short_vocabulary
from model import Model
from weights import quantise, read_checkpoint


def add_tokenizer(writer: GGUFWriter, path: Path) -> None:
    """Pieces and merges as they are in a tokenizer.json."""
    contents = json.loads(path.read_text(encoding="utf-8"))
    vocabulary = contents["model"]["vocab"]
    pieces = sorted(vocabulary, key=vocabulary.get)
    special = {token["content"]: token["id"] for token in contents["added_tokens"]}
    kinds = [TokenType.CONTROL if piece in special else TokenType.NORMAL for piece in pieces]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(pieces)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(merge) for merge in contents["model"]["merges"]])
    writer.add_eos_token_id(special["<|endoftext|>"])
    writer.add_add_bos_token(False)


def add_shape(writer: GGUFWriter, model: Model) -> None:
    """The sizes a Llama reader needs."""
    shape = model.shape
    writer.add_vocab_size(shape.vocabulary)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_heads)
    writer.add_rope_dimension_count(shape.head_size)
    writer.add_rope_freq_base(shape.rotary_base)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)


def add_measurements(writer: GGUFWriter, results: dict) -> None:
    """Held-out results: one array of layers for each part, then the mean of the parts."""
    parts = list(results)
    writer.add_array("draftscope.heldout.parts", parts)
    writer.add_array("draftscope.heldout.tokens", [results[part]["tokens"] for part in parts])
    writer.add_array("draftscope.exits.layers", results[parts[0]]["layers"])
    for name in MEASURES:
        rows = [results[part][name] for part in parts]
        for part, row in zip(parts, rows, strict=True):
            writer.add_array(f"draftscope.exits.{name}.{part}", [float(x) for x in row])
        means = [sum(column) / len(parts) for column in zip(*rows, strict=True)]
        writer.add_array(f"draftscope.exits.{name}.mean", means)


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that corpus.py wrote")
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("file", type=Path, help="the GGUF file to write")
    parser.add_argument("--name", required=True)
    parser.add_argument("--description", required=True)
    parser.add_argument("--target", help="name of the model it is a drafter for")
    parser.add_argument("--nested", action="store_true", help="every measured exit is a drafter")
    parser.add_argument("--floor", type=Path, help="JSON that trigram_floor.py wrote")
    arguments = parser.parse_args()
    model, saved = read_checkpoint(arguments.run)
    tensors = quantise(model)
    results = json.loads((arguments.run / "evaluation.json").read_text())

    writer = GGUFWriter(arguments.file, "llama")
    writer.add_name(arguments.name)
    writer.add_description(arguments.description)
    writer.add_license("apache-2.0")
    writer.add_file_type(LlamaFileType.MOSTLY_Q8_0)
    add_shape(writer, model)
    add_tokenizer(writer, arguments.data / "tokenizer.json")
    summary = f"{saved['tokens']:,} tokens in {saved['step']:,} steps on two CPU cores"
    writer.add_string("draftscope.training.summary", summary)
    writer.add_uint64("draftscope.training.tokens", saved["tokens"])
    writer.add_uint32("draftscope.training.steps", saved["step"])
    if arguments.target:
        writer.add_string("draftscope.drafter.target", arguments.target)
    if arguments.nested:
        writer.add_array("draftscope.nested.exits", next(iter(results.values()))["layers"])
    if not arguments.target:
        vectors = model.exit_vectors.detach().flatten().tolist()
        writer.add_array("draftscope.exits.vectors", vectors)
    add_measurements(writer, results)
    if arguments.floor:
        floor = json.loads(arguments.floor.read_text())
        writer.add_array("draftscope.heldout.trigram_loss", [floor[part] for part in results])
    writer.add_array("draftscope.short_vocabulary.ids", short_vocabulary(arguments.data))
    for name in ("coverage", "mass"):
        values = [results[part][name] for part in results]
        writer.add_array(f"draftscope.short_vocabulary.{name}", values)
    for name, (stored, kind) in tensors.items():
        writer.add_tensor(name, stored, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    size = arguments.file.stat().st_size
    weights = sum(parameter.numel() for parameter in model.parameters())
    print(f"{arguments.file}: {size:,} bytes, {weights:,} weights")


if __name__ == "__main__":
    main()
