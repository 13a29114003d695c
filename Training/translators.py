"""Low-rank translators: x + up (down x) + bias, from an exit's stream to what the head can read."""

import torch
from torch import Tensor, nn

from model import Shape

RIDGE = 1e-4
METRIC_FLOOR = 1e-3


class Moments:
    """Weighted sums of products of [exit's stream, last stream, 1]."""

    def __init__(self, hidden: int):
        self.sums = torch.zeros(2 * hidden + 1, 2 * hidden + 1, dtype=torch.float64)

    def add(self, stream: Tensor, last: Tensor) -> None:
        """Rows [count, hidden] weigh as the last norm scales them: a large stream counts as one."""
        rows = torch.cat([stream, last, torch.ones(len(last), 1)], dim=1)
        rows = rows / last.pow(2).mean(-1, keepdim=True).sqrt()
        self.sums += (rows.T @ rows).double()

    @property
    def second(self) -> Tensor:
        """[2 hidden, 2 hidden], about zero."""
        return self.sums[:-1, :-1] / self.sums[-1, -1]

    @property
    def mean(self) -> Tensor:
        """[2 hidden]."""
        return self.sums[-1, :-1] / self.sums[-1, -1]

    @property
    def covariance(self) -> Tensor:
        """[2 hidden, 2 hidden], about the mean."""
        return self.second - torch.outer(self.mean, self.mean)

    @property
    def scale(self) -> Tensor:
        """Root mean square of each number, [2 hidden]."""
        return self.second.diagonal().sqrt()


def head_metric(head: Tensor) -> Tensor:
    """L, [hidden, hidden], with |L' e| the mean effect on the logits of an error e of the stream.

    `head` is [tokens, hidden], the last norm's weight multiplied in; an equal shift of all logits
    has no effect.
    """
    rows = (head - head.mean(0)).double()
    metric = rows.T @ rows / len(rows)
    floor = METRIC_FLOOR * metric.diagonal().mean()
    return torch.linalg.cholesky(metric + floor * torch.eye(len(metric), dtype=torch.float64))


def reduced_rank(inputs: Tensor, cross: Tensor, metric: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """Ridge regression of rank `rank`, errors in `metric`: down [rank, hidden], up [hidden, rank].

    `inputs` is the second moment of what is given, `cross` that of given and wanted.
    """
    ridge = RIDGE * inputs.diagonal().diag()
    full = torch.linalg.solve(inputs + ridge, cross) @ metric
    directions = torch.linalg.eigh(full.T @ inputs @ full).eigenvectors[:, -rank:]
    return (full @ directions).T, torch.linalg.solve(metric.T, directions)


class Translator(nn.Module):
    """What is added to the stream of one exit.

    The parameters are in units of the root mean square of each number of the streams, so that one
    rate of learning suits them all.
    """

    def __init__(self, hidden: int, rank: int):
        super().__init__()
        self.down = nn.Parameter(torch.zeros(rank, hidden))
        self.up = nn.Parameter(torch.zeros(hidden, rank))
        self.bias = nn.Parameter(torch.zeros(hidden))
        self.register_buffer("input_scale", torch.ones(hidden))
        self.register_buffer("output_scale", torch.ones(hidden))

    def forward(self, stream: Tensor) -> Tensor:
        """[..., hidden] to the same."""
        inner = (stream / self.input_scale) @ self.down.T
        return stream + (inner @ self.up.T + self.bias) * self.output_scale

    @torch.no_grad()
    def fit(self, moments: Moments, metric: Tensor) -> None:
        """Reduced-rank ridge regression of (last - stream) on the stream, errors in `metric`."""
        hidden, rank = self.up.shape
        covariance, mean = moments.covariance, moments.mean
        inputs = covariance[:hidden, :hidden]
        cross = covariance[:hidden, hidden:] - inputs
        down, up = reduced_rank(inputs, cross, metric, rank)
        bias = mean[hidden:] - mean[:hidden] - up @ (down @ mean[:hidden])
        spread = (down @ inputs @ down.T).diagonal().sqrt()
        self.input_scale.copy_(moments.scale[:hidden])
        self.output_scale.copy_(moments.scale[hidden:])
        self.down.copy_(down / spread[:, None] * self.input_scale)
        self.up.copy_(up * spread / self.output_scale[:, None])
        self.bias.copy_(bias / self.output_scale)


class Translators(nn.Module):
    """Translators of some exits of a model, by the layer they stand behind."""

    def __init__(self, shape: Shape, layers: list[int], rank: int):
        super().__init__()
        self.shape = shape
        self.exits = nn.ModuleDict({str(layer): Translator(shape.hidden, rank) for layer in layers})

    @property
    def layers(self) -> list[int]:
        """From 1, rising."""
        return [int(layer) for layer in self.exits]

    def translated(self, stream: Tensor, layer: int) -> Tensor:
        """The stream behind `layer`, [..., hidden], as the last layer's."""
        return self.exits[str(layer)](stream)

    @torch.no_grad()
    def to_plain_units(self) -> None:
        """Makes the parameters those for streams as they are."""
        for translator in self.exits.values():
            translator.down /= translator.input_scale
            translator.up *= translator.output_scale[:, None]
            translator.bias *= translator.output_scale
            translator.input_scale.fill_(1)
            translator.output_scale.fill_(1)
