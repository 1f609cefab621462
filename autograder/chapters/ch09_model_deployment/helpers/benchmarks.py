"""Models and computers whose time is set by the grader, and what a benchmark finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.checks import expect
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Measured:
    """What benchmark returned, and what is right; how often the model was called and should be."""

    found: Any
    wanted: dict[str, float]
    calls: tuple[int, int]

    def check(self, key: str) -> None:
        """One of its numbers."""
        expect.keys(self.found, self.wanted, name="the result")
        value = self.found[key]
        expect.type_(value, float, name=f'"{key}"')
        expect.close(value, self.wanted[key], name=f'"{key}"', rtol=1e-6)

    def check_calls(self) -> None:
        """No call more than was asked for."""
        found, wanted = self.calls
        expect.equal(found, wanted, name="the number of calls of the model")


@dataclass(frozen=True, slots=True)
class Timing:
    """A computer in the student's process whose time is set here, and a model on it.

    Attributes:
        computer: has the clock.
        model: whose n-th call takes as long as the n-th of ``seconds``.
        x: its input.
        seconds: of each call.
        launch: seconds to hand work over to the GPU.
        rows: of x.
        device: name of the device.
    """

    computer: Remote
    model: Remote
    x: Any
    seconds: list[float]
    launch: float
    rows: int
    device: str

    def run(self, student: Student, runs: int = 30, warmup: int = 5) -> Measured:
        """Call benchmark, and compute what it should find; usual numbers are not passed on."""
        numbers = () if (runs, warmup) == (30, 5) else (runs, warmup)
        found = student.benchmark(
            self.model,
            self.x,
            *numbers,
            clock=self.computer.clock,
            **({} if self.device == "cpu" else {"device": self.device}),
        )
        student.observe("calls", self.model.calls)
        times = np.array(self.seconds[warmup : warmup + runs]) + self.launch
        p50, p95 = np.percentile(times, [50, 95]).tolist()
        mean = times.mean().item()
        wanted = {"mean": mean, "p50": p50, "p95": p95, "fps": self.rows / mean}
        return Measured(found, wanted, (self.model.calls.value(), warmup + runs))


def timing(
    student: Student,
    rng: np.random.Generator,
    *,
    rows: int = 1,
    device: str = "cpu",
    telling: bool = False,
) -> Timing:
    """A computer and a model whose first calls are slow; in evaluation mode unless it tells."""
    there = student.chapter_probes
    launch = float(rng.uniform(0.001, 0.002)) if device != "cpu" else 0.0
    computer = there.Computer(launch)
    seconds = [*rng.uniform(3, 5, 2), *rng.uniform(0.5, 0.8, 1), *rng.uniform(0.02, 0.2, 60)]
    seconds = [float(value) for value in seconds]
    model = there.Timed(computer, seconds, rows, telling=telling)
    if not telling:
        model.eval.keep()
    x: Any = torch.as_tensor(rng.standard_normal((rows, 3)), dtype=torch.float32)
    if device != "cpu":
        computer.install(device)
        x = there.placed.keep(x, computer, float(rng.uniform(0.3, 0.5)))
    return Timing(computer, model, x, seconds, launch, rows, device)
