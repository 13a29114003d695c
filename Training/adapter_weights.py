"""The weights of a side file: from runs, rounded to what the file keeps, or from the file."""

from pathlib import Path

import torch
from gguf import GGUFReader
from gguf.quants import dequantize
from torch import nn

from adapter import Adapter
from model import Model
from read_gguf import metadata
from run import saved_state
from translators import Translators
from weights import LAYER_NAMES


def adapter_parameters(adapter: Adapter) -> dict[str, nn.Parameter]:
    """By the names of the file's tensors."""
    names = LAYER_NAMES | {"output_norm": "output_norm"}
    return {
        f"kangaroo.{names[name.removesuffix('.weight')]}.weight": parameter
        for name, parameter in adapter.named_parameters()
    }


def translator_parameters(translators: Translators) -> dict[str, nn.Parameter]:
    """By the names of the file's tensors; the units must be those of the plain streams."""
    parameters = {}
    for layer, translator in translators.exits.items():
        parameters[f"exit.{layer}.down.weight"] = translator.down
        parameters[f"exit.{layer}.up.weight"] = translator.up
        parameters[f"exit.{layer}.bias"] = translator.bias
    return parameters


def read_adapter(run: Path, target: Model) -> Adapter:
    """The adapter of a run's newest checkpoint."""
    state = saved_state(run)["model"]
    adapter = Adapter(target, int(state["exit_layer"]))
    adapter.load_state_dict(state)
    return adapter.eval().requires_grad_(False)


def read_translators(path: Path, target: Model) -> Translators:
    """The translators of a run's newest checkpoint, or of its closed form, in plain units."""
    state = torch.load(path, weights_only=True) if path.is_file() else saved_state(path)["model"]
    downs = {name.split(".")[1]: state[name] for name in state if name.endswith(".down")}
    layers = [int(layer) for layer in downs]
    translators = Translators(target.shape, layers, rank=len(next(iter(downs.values()))))
    translators.load_state_dict(state)
    translators.to_plain_units()
    return translators.eval().requires_grad_(False)


@torch.no_grad()
def read_side_file(path: Path, target: Model) -> tuple[Adapter, Translators | None]:
    """What a file keeps for `target`."""
    fields = metadata(path)
    adapter = Adapter(target, fields["draftscope.kangaroo.exit_layer"])
    parameters = adapter_parameters(adapter)
    translators = None
    if "draftscope.translators.rank" in fields:
        layers = fields["draftscope.translators.layers"]
        translators = Translators(target.shape, layers, fields["draftscope.translators.rank"])
        parameters |= translator_parameters(translators)
    for tensor in GGUFReader(path).tensors:
        numbers = dequantize(tensor.data, tensor.tensor_type)
        parameters.pop(tensor.name).copy_(torch.from_numpy(numbers.copy()))
    if parameters:
        raise ValueError(f"{path}: lacks the tensors {sorted(parameters)}")
    return adapter.eval(), translators
