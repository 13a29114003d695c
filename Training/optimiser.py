"""Muon for the matrices of the layers, AdamW for the rest, and a schedule with a deadline."""

import time

import torch
from torch import Tensor, nn

MATRIX_RATE = 0.02
OTHER_RATE = 0.003
WARM_UP_STEPS = 80
DECAY_FROM = 0.45
LAST_RATE = 0.03


def orthogonalised(matrices: Tensor) -> Tensor:
    """[count, rows, columns], each near an orthogonal matrix with the same directions.

    Five quintic Newton-Schulz steps with the coefficients of Jordan et al., "Muon" (2024).
    """
    flipped = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.mT if flipped else matrices
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        gram = x @ x.mT
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return x.mT if flipped else x


class Muon:
    """Momentum with Nesterov's look-ahead; the update is made orthogonal."""

    momentum = 0.95

    def __init__(self, matrices: list[nn.Parameter]):
        self.groups: dict[torch.Size, list[nn.Parameter]] = {}
        for matrix in matrices:
            self.groups.setdefault(matrix.shape, []).append(matrix)
        self.averages = {
            shape: torch.zeros(len(group), *shape) for shape, group in self.groups.items()
        }

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Applies and forgets the gradients."""
        for shape, group in self.groups.items():
            gradients = torch.stack([matrix.grad for matrix in group])
            average = self.averages[shape]
            average.lerp_(gradients, 1 - self.momentum)
            updates = orthogonalised(gradients.lerp(average, self.momentum))
            scale = rate * max(1.0, shape[0] / shape[1]) ** 0.5
            for matrix, update in zip(group, updates, strict=True):
                matrix.add_(update, alpha=-scale)
                matrix.grad = None


class Optimiser:
    """Both optimisers under one rate, 1 being the full rate."""

    def __init__(self, model: nn.Module):
        matrices, others = [], []
        for name, parameter in model.named_parameters():
            if not parameter.requires_grad:
                continue
            inner = parameter.ndim == 2 and name not in ("embedding.weight", "exit_vectors")
            (matrices if inner else others).append(parameter)
        self.others = others
        self.muon = Muon(matrices)
        self.adam = torch.optim.AdamW(others, betas=(0.9, 0.95), eps=1e-10, weight_decay=0.0)

    def step(self, rate: float) -> None:
        """Applies and forgets the gradients."""
        self.muon.step(MATRIX_RATE * rate)
        for group in self.adam.param_groups:
            group["lr"] = OTHER_RATE * rate
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)

    def state(self) -> dict:
        """Momenta, for a checkpoint."""
        return {"muon": list(self.muon.averages.values()), "adam": self.adam.state_dict()}

    def restore(self, state: dict) -> None:
        """Goes on from `state`."""
        for average, saved in zip(self.muon.averages.values(), state["muon"], strict=True):
            average.copy_(saved)
        self.adam.load_state_dict(state["adam"])


def rate(step: int, progress: float) -> float:
    """A short warm-up, a plateau, then a straight line down to the end of the run."""
    falling = 1 - (progress - DECAY_FROM) / (1 - DECAY_FROM)
    return min(1.0, (step + 1) / WARM_UP_STEPS, max(LAST_RATE, falling))


class Deadline:
    """The share of a run that is done, when it has to end at a time of day.

    What is left is estimated anew at each step: the wall time up to the deadline. Time in which
    the process stood still counts as no progress, because a step is taken to have lasted at most
    `LONGEST_STEP` seconds.
    """

    LONGEST_STEP = 120.0

    def __init__(self, end: float, worked: float = 0.0):
        self.end = end
        self.worked = worked
        self.last = time.time()

    def tick(self) -> float:
        """Called after each step: the share that is done, from 0 to 1."""
        now = time.time()
        self.worked += min(now - self.last, self.LONGEST_STEP)
        self.last = now
        remaining = max(self.end - now, 0.0)
        return self.worked / (self.worked + remaining)
