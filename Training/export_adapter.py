"""Writes the side file of a target: translators, a Kangaroo adapter, a short vocabulary.

python export_adapter.py TARGET.gguf RESULTS.json FILE --name oak-adapter --description TEXT
    --summary TEXT --kangaroo RUN [--translators RUN]

RESULTS is what evaluate_adapter.py wrote.
"""

import argparse
import json
from pathlib import Path

from gguf import GGUFWriter, LlamaFileType

from adapter_weights import (
    adapter_parameters,
    read_adapter,
    read_translators,
    translator_parameters,
)
from evaluate import MEASURES
from model import Model
from read_gguf import metadata, read_model
from weights import stored


def add_measurements(writer: GGUFWriter, results: dict) -> None:
    """Held-out results: an array of layers for each part, or of the parts."""
    parts = results["parts"]
    writer.add_array("draftscope.heldout.parts", list(parts))
    writer.add_array("draftscope.heldout.tokens", [part["tokens"] for part in parts.values()])
    writer.add_array("draftscope.exits.layers", results["exits"])
    for measure in MEASURES:
        for name, part in parts.items():
            writer.add_array(f"draftscope.exits.before.{measure}.{name}", part["before"][measure])
            adapted = part["after"][measure] if "after" in part else [part["kangaroo"][measure]]
            writer.add_array(f"draftscope.exits.{measure}.{name}", adapted)
        for prefix, kind in (("kangaroo", "kangaroo"), ("kangaroo.short", "short")):
            values = [part[kind][measure] for part in parts.values()]
            writer.add_array(f"draftscope.{prefix}.{measure}", values)
    for name in ("coverage", "mass"):
        values = [part[name] for part in parts.values()]
        writer.add_array(f"draftscope.short_vocabulary.{name}", values)


def add_target(writer: GGUFWriter, name: str, target: Model) -> None:
    """What a reader compares with the target it has."""
    writer.add_string("draftscope.adapter.target", name)
    writer.add_uint32("draftscope.adapter.hidden_size", target.shape.hidden)
    writer.add_uint32("draftscope.adapter.layer_count", target.shape.layers)
    writer.add_uint32("draftscope.adapter.vocabulary_size", target.shape.vocabulary)


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, help="GGUF file of the target")
    parser.add_argument("results", type=Path, help="JSON that evaluate_adapter.py wrote")
    parser.add_argument("file", type=Path, help="the GGUF file to write")
    parser.add_argument("--name", required=True)
    parser.add_argument("--description", required=True)
    parser.add_argument("--summary", required=True, help="how it was trained, one sentence")
    parser.add_argument("--kangaroo", type=Path, required=True, help="run of the adapter")
    parser.add_argument("--translators", type=Path, help="run of the translators")
    arguments = parser.parse_args()
    target = read_model(arguments.target)
    results = json.loads(arguments.results.read_text())
    adapter = read_adapter(arguments.kangaroo, target)
    parameters = adapter_parameters(adapter)

    writer = GGUFWriter(arguments.file, "draftscope-adapter")
    writer.add_name(arguments.name)
    writer.add_description(arguments.description)
    writer.add_license("apache-2.0")
    writer.add_file_type(LlamaFileType.MOSTLY_Q8_0)
    add_target(writer, metadata(arguments.target)["general.name"], target)
    writer.add_string("draftscope.training.summary", arguments.summary)
    writer.add_uint32("draftscope.kangaroo.exit_layer", int(adapter.exit_layer))
    writer.add_uint32("draftscope.kangaroo.head_count", adapter.shape.heads)
    writer.add_uint32("draftscope.kangaroo.head_count_kv", adapter.shape.key_heads)
    if arguments.translators:
        translators = read_translators(arguments.translators, target)
        parameters |= translator_parameters(translators)
        writer.add_array("draftscope.translators.layers", translators.layers)
        rank = len(next(iter(translators.exits.values())).down)
        writer.add_uint32("draftscope.translators.rank", rank)
    writer.add_array("draftscope.short_vocabulary.ids", results["short"])
    add_measurements(writer, results)
    for name, parameter in parameters.items():
        numbers, kind = stored(parameter)
        writer.add_tensor(name, numbers, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print(f"{arguments.file}: {arguments.file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
