"""Reads checkpoints and rounds weights to what a GGUF file keeps."""

from pathlib import Path

import gguf
import numpy
import torch
from gguf import GGMLQuantizationType
from torch import Tensor

from model import Model, Shape

LAYER_NAMES = {
    "attention_norm": "attn_norm",
    "query": "attn_q",
    "key": "attn_k",
    "value": "attn_v",
    "attention_output": "attn_output",
    "feed_forward_norm": "ffn_norm",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


def read_checkpoint(run: Path) -> tuple[Model, dict]:
    """The model of a run's newest checkpoint, and the checkpoint."""
    saved = torch.load(run / "checkpoint.pt", weights_only=True)
    model = Model(Shape(**saved["shape"]))
    model.load_state_dict(saved["model"])
    return model.eval(), saved


def gguf_name(name: str) -> str | None:
    """The GGUF tensor of a parameter; nothing for the exit vectors, which are metadata."""
    fields = name.split(".")
    if fields[0] == "layers":
        return f"blk.{fields[1]}.{LAYER_NAMES[fields[2]]}.weight"
    return {"embedding": "token_embd.weight", "norm": "output_norm.weight"}.get(fields[0])


@torch.no_grad()
def stored(parameter: Tensor) -> tuple[numpy.ndarray, GGMLQuantizationType]:
    """What a file keeps of a parameter: a matrix in Q8_0, a norm or a bias in F32.

    The parameter becomes exactly what the file's numbers stand for.
    """
    numbers = parameter.numpy().astype(numpy.float32)
    kind = GGMLQuantizationType.Q8_0 if parameter.ndim == 2 else GGMLQuantizationType.F32
    kept = gguf.quants.quantize(numbers, kind)
    parameter.copy_(torch.from_numpy(gguf.quants.dequantize(kept, kind).copy()))
    return kept, kind


def quantise(model: Model) -> dict[str, tuple[numpy.ndarray, GGMLQuantizationType]]:
    """The tensors of the file; the parameters of `model` become what they stand for."""
    return {
        target: stored(parameter)
        for name, parameter in model.named_parameters()
        if (target := gguf_name(name)) is not None
    }
