"""Reads checkpoints and rounds weights to what a GGUF file keeps."""

from pathlib import Path

import gguf
import numpy
import torch
from gguf import GGMLQuantizationType

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
def quantise(model: Model) -> dict[str, tuple[numpy.ndarray, GGMLQuantizationType]]:
    """The tensors of the file: matrices in Q8_0, norms in F32.

    The parameters of `model` become exactly what the file's numbers stand for.
    """
    tensors = {}
    for name, parameter in model.named_parameters():
        target = gguf_name(name)
        if target is None:
            continue
        numbers = parameter.numpy().astype(numpy.float32)
        kind = GGMLQuantizationType.Q8_0 if parameter.ndim == 2 else GGMLQuantizationType.F32
        stored = gguf.quants.quantize(numbers, kind)
        parameter.copy_(torch.from_numpy(gguf.quants.dequantize(stored, kind).copy()))
        tensors[target] = (stored, kind)
    return tensors
