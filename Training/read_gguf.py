"""Reads a GGUF file of the Llama type: what it stands for is the model, and the teacher."""

from pathlib import Path
from typing import Any

import torch
from gguf import GGUFReader, TokenType
from gguf.quants import dequantize
from tokenizers import AddedToken, Tokenizer, models

from corpus import split_like_smollm
from model import Model, Shape
from weights import gguf_name, quantise, read_checkpoint


def metadata(path: Path) -> dict[str, Any]:
    """The fields of a file."""
    return {name: field.contents() for name, field in GGUFReader(path).fields.items()}


def shape_of(fields: dict[str, Any]) -> Shape:
    """The sizes of a Llama type."""
    return Shape(
        vocabulary=len(fields["tokenizer.ggml.tokens"]),
        hidden=fields["llama.embedding_length"],
        layers=fields["llama.block_count"],
        heads=fields["llama.attention.head_count"],
        key_heads=fields["llama.attention.head_count_kv"],
        feed_forward=fields["llama.feed_forward_length"],
        context=fields["llama.context_length"],
        rotary_base=fields["llama.rope.freq_base"],
        norm_epsilon=fields["llama.attention.layer_norm_rms_epsilon"],
    )


@torch.no_grad()
def read_model(path: Path) -> Model:
    """The model with its weights dequantised and its exit vectors, if it has any."""
    reader = GGUFReader(path)
    fields = metadata(path)
    model = Model(shape_of(fields))
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    for name, parameter in model.named_parameters():
        target = gguf_name(name)
        if target is not None:
            stored = tensors.pop(target)
            numbers = dequantize(stored.data, stored.tensor_type)
            parameter.copy_(torch.from_numpy(numbers.copy()).view_as(parameter))
    if tensors:
        raise ValueError(f"{path}: no place for the tensors {sorted(tensors)}")
    vectors = fields.get("draftscope.exits.vectors")
    if vectors:
        model.exit_vectors.copy_(torch.tensor(vectors).view_as(model.exit_vectors))
    return model.eval().requires_grad_(False)


def read_stored(path: Path) -> Model:
    """The model of a GGUF file, or of a run's newest checkpoint as a GGUF file would keep it."""
    if path.is_file():
        return read_model(path)
    model, _ = read_checkpoint(path)
    quantise(model)
    return model.requires_grad_(False)


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a file of the kind "smollm"."""
    fields = metadata(path)
    if fields["tokenizer.ggml.pre"] != "smollm":
        raise ValueError(f"{path}: tokenizer of the kind {fields['tokenizer.ggml.pre']}")
    pieces = fields["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"]]
    vocabulary = {piece: token for token, piece in enumerate(pieces)}
    tokenizer = split_like_smollm(Tokenizer(models.BPE(vocabulary, merges)))
    kinds = fields["tokenizer.ggml.token_type"]
    tokenizer.add_special_tokens(
        [
            AddedToken(piece, special=True)
            for piece, kind in zip(pieces, kinds, strict=True)
            if kind == TokenType.CONTROL
        ]
    )
    return tokenizer
