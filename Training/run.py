"""One run: its folder, its checkpoint, its log and its end."""

import datetime
import time
from pathlib import Path
from typing import Protocol

import torch
from torch import nn

from optimiser import Deadline, Optimiser

CHECKPOINT_SECONDS = 180


def seconds_at(time_of_day: str) -> float:
    """The next time the clock (UTC) shows HH:MM, in seconds since 1970."""
    now = datetime.datetime.now(datetime.UTC)
    hour, minute = map(int, time_of_day.split(":"))
    end = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (end if end > now else end + datetime.timedelta(days=1)).timestamp()


def saved_state(folder: Path) -> dict | None:
    """The newest checkpoint of a run, if there is one."""
    path = folder / "checkpoint.pt"
    return torch.load(path, weights_only=True) if path.exists() else None


class Place(Protocol):
    """Where a run stands in its data."""

    def state(self) -> dict:
        """What a checkpoint keeps."""

    def restore(self, state: dict) -> None:
        """Goes on from `state`."""


class Run:
    """Counts steps, says how far the run is, and saves it every three minutes and at its end.

    The run ends at the time `end`, or after `steps` steps where that is given.
    """

    def __init__(
        self,
        folder: Path,
        model: nn.Module,
        windows: Place,
        end: float,
        steps: int | None = None,
    ):
        self.folder = folder
        self.model, self.windows = model, windows
        self.optimiser = Optimiser(model)
        self.steps = steps
        self.step, self.tokens, self.progress = 0, 0, 0.0
        worked = 0.0
        saved = saved_state(folder)
        if saved:
            self.step, self.tokens, worked = saved["step"], saved["tokens"], saved["worked"]
            windows.restore(saved["windows"])
            model.load_state_dict(saved["model"])
            self.optimiser.restore(saved["optimiser"])
        self.deadline = Deadline(end, worked)
        self.last_save = time.time()
        folder.mkdir(parents=True, exist_ok=True)
        self.log = (folder / "log.tsv").open("a", buffering=1)

    def after_step(self, tokens: int, losses: list[float], rate: float) -> None:
        """Counts a step, writes a line of the log (step, tokens, seconds, losses, rate)."""
        self.step += 1
        self.tokens += tokens
        by_clock = self.deadline.tick()
        self.progress = self.step / self.steps if self.steps else by_clock
        counts = (self.step, self.tokens, round(self.deadline.worked))
        numbers = [f"{number:.4f}" for number in (*losses, rate)]
        print(*counts, *numbers, sep="\t", file=self.log)
        if self.progress >= 1 or time.time() - self.last_save >= CHECKPOINT_SECONDS:
            self.last_save = time.time()
            self._save()

    def _save(self) -> None:
        """Replaces the checkpoint in one move, so that there is always a whole one."""
        contents = {
            "shape": self.model.shape.to_dict(),
            "step": self.step,
            "tokens": self.tokens,
            "worked": self.deadline.worked,
            "windows": self.windows.state(),
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state(),
        }
        partial = self.folder / "checkpoint.partial"
        torch.save(contents, partial)
        partial.replace(self.folder / "checkpoint.pt")
