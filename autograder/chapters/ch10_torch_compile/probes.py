"""What the graders of chapter 10 place in the student's process: backends, a clock, small models.

`Marking` is a backend that leaves a mark in the numbers: what was computed by a graph of its own is
larger by a known factor. So a grader reads from a result whether, and by which graph, it was
computed, and need not ask. `Clock` stands still until something is said to take time.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import time
import timeit
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.student import probes

NO_COMPILER = (
    "inductor, the default backend of torch.compile, needs a C++ compiler, and there is none where "
    "work is graded. Hand on the backend that your function is given."
)
_Batch = tuple[Tensor, Tensor]


def fresh() -> None:
    """Forget what was compiled, and grade without a compiler, until the check ends.

    The default backend then fails at once and says why, on a machine with a compiler too: grades
    must not depend on it, and a sandbox starts no programs.
    """
    torch._dynamo.reset()
    probes.afterwards(torch._dynamo.reset)
    logger = logging.getLogger("torch._dynamo")
    probes.afterwards(lambda level=logger.level: logger.setLevel(level))  # type: ignore[misc]
    logger.setLevel(logging.CRITICAL)  # it tells of every graph break

    if hasattr(torch, "_TorchCompileInductorWrapper"):
        probes.replace(torch, "_TorchCompileInductorWrapper", NoCompiler)


class NoCompiler:
    """Stands in for inductor: takes its settings, and fails when it is given a graph."""

    compiler_name = "inductor"

    def __init__(self, *_: Any, **__: Any) -> None:
        self.config: dict[str, Any] = {}

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Say why."""
        raise RuntimeError(NO_COMPILER)


class Marking:
    """A backend that computes what the graph does, times a factor.

    Args:
        mark: results of the n-th graph are multiplied by ``1 + n * mark``.
        numbered: False for ``1 + mark`` whatever the graph.

    Attributes:
        graphs: how many were compiled.
    """

    def __init__(self, mark: float, numbered: bool = True) -> None:
        self._mark, self._numbered = mark, numbered
        self.graphs = 0

    def __call__(self, graph: Any, _: list[Any]) -> Callable[..., Any]:
        """Compile a graph."""
        self.graphs += 1
        factor = 1.0 + self._mark * (self.graphs if self._numbered else 1)

        def run(*args: Any) -> tuple[Any, ...]:
            return tuple(_times(value, factor) for value in graph.forward(*args))

        return run


def _times(value: Any, factor: float) -> Any:
    is_number = isinstance(value, Tensor) and value.is_floating_point()
    return value * factor if is_number else value


class Broken:
    """A backend that fails when it is given a graph.

    Args:
        reason: what its error says.
    """

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def __call__(self, *_: Any) -> Any:
        """Raise a RuntimeError."""
        raise RuntimeError(self._reason)


class Clock:
    """A clock that stands still, but for what `tick` adds.

    Attributes:
        elapsed: seconds that were said to have passed.
    """

    def __init__(self) -> None:
        self.elapsed = 0.0

    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self.elapsed += seconds

    def run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a student's function; while it runs, all clocks of Python are this one."""
        with self._everywhere(getattr(fn, "__globals__", {})):
            return fn(*args, **kwargs)

    @contextlib.contextmanager
    def _everywhere(self, names: dict[str, Any]) -> Iterator[None]:
        """Replace the clocks where they live, and where a file has imported them by name."""
        clocks = self._clocks()
        swaps = {id(old): new for _, _, old, new in clocks}
        places = [(vars(owner), name, new) for owner, name, _, new in clocks]
        places += [(names, name, swaps[id(v)]) for name, v in names.items() if id(v) in swaps]
        before = [(space, name, space[name]) for space, name, _ in places]
        try:
            for space, name, new in places:
                space[name] = new
            yield
        finally:
            for space, name, old in before:
                space[name] = old

    def _clocks(self) -> list[tuple[Any, str, Any, Any]]:
        """Owner, name, original and stand-in of each."""
        kinds = ("time", "perf_counter", "monotonic", "process_time", "thread_time")
        found: list[tuple[Any, str, Any, Any]] = []
        for kind in (k for k in kinds if hasattr(time, k)):
            seconds, whole = getattr(time, kind), getattr(time, f"{kind}_ns")
            found.append((time, kind, seconds, self._hand(seconds(), 1.0)))
            found.append((time, f"{kind}_ns", whole, self._hand(whole(), 1e9)))
        found.append((time, "sleep", time.sleep, self.tick))
        found.append((timeit, "default_timer", timeit.default_timer, self._hand(0.0, 1.0)))
        found.append((datetime, "datetime", datetime.datetime, self._calendar()))
        return found

    def _hand(self, start: float, unit: float) -> Callable[[], float]:
        """A function that tells the time in units of a second; whole ones if it began so."""
        return lambda: type(start)(start + self.elapsed * unit)

    def _calendar(self) -> type[datetime.datetime]:
        start, clock, real = datetime.datetime.now(), self, datetime.datetime

        class Calendar(real):  # type: ignore[valid-type,misc]
            """The class datetime of a world with this clock."""

            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
                return start.astimezone(tz) + datetime.timedelta(seconds=clock.elapsed)

        return Calendar


class Job:
    """Work that takes the seconds it is said to take, call by call; the last ones go on for ever.

    Args:
        clock: on which it takes them.
        seconds: of the first call, the second, and so on.
    """

    def __init__(self, clock: Clock, seconds: Sequence[float]) -> None:
        self._clock, self._seconds = clock, list(seconds)
        self.calls = 0

    def __call__(self, *_: Any) -> None:
        """Do it once."""
        self._clock.tick(self._seconds[min(self.calls, len(self._seconds) - 1)])
        self.calls += 1


class Slow:
    """A backend that takes its time: to compile a graph, and to run it.

    Args:
        clock: on which it takes it.
        compiling: seconds for a graph.
        running: seconds of each run, one after the other, the last for all that follow.
    """

    def __init__(self, clock: Clock, compiling: float, running: Sequence[float]) -> None:
        self._clock, self._compiling = clock, compiling
        self._work = Job(clock, running)

    def __call__(self, graph: Any, _: list[Any]) -> Callable[..., Any]:
        """Compile a graph."""
        self._clock.tick(self._compiling)

        def run(*args: Any) -> Any:
            self._work()
            return graph.forward(*args)

        return run


class SlowLoader:
    """Batches that take time to come: in epoch k each takes ``seconds[k]``.

    Args:
        clock: on which they take it.
        batches: pairs of inputs and class numbers.
        seconds: for each time that the loader is gone through; the last for all that follow.
    """

    def __init__(self, clock: Clock, batches: Sequence[_Batch], seconds: Sequence[float]) -> None:
        self._clock, self._batches, self._seconds = clock, list(batches), list(seconds)
        self.epochs = 0

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[_Batch]:
        seconds = self._seconds[min(self.epochs, len(self._seconds) - 1)]
        self.epochs += 1
        for batch in self._batches:
            self._clock.tick(seconds)
            yield batch


def breaking(breaks: int) -> Callable[[Tensor], Tensor]:
    """A function of a tensor that has up to three graph breaks; made for `torch.compile`."""

    def fn(x: Tensor) -> Tensor:
        x = x + 1
        if breaks > 0:
            torch._dynamo.graph_break()
            x = x * 2
        if breaks > 1:
            torch._dynamo.graph_break()
            x = x - 3
        if breaks > 2:
            torch._dynamo.graph_break()
            x = x * 4
        return x

    return fn


class Row(nn.Sequential):
    """Layers in a row, as nn.Sequential has them, with a forward of its own.

    A module of torch's own classes is not compiled by ``module.compile()`` (torch 2.13 skips what
    is defined in ``torch.nn``), and that is no mistake of a student's.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Pass x through all layers."""
        for layer in self:
            x = layer(x)
        return x


class Fit:
    """Trains the models it is given, always on the same batches, with plain SGD.

    Args:
        batches: pairs of inputs and class numbers.
        epochs: how often they are gone through.
        lr: learning rate.
    """

    def __init__(self, batches: Sequence[_Batch], epochs: int, lr: float) -> None:
        self._batches, self._epochs, self._lr = list(batches), epochs, lr

    def __call__(self, model: nn.Module) -> dict[str, list[float]]:
        """Train; returns the mean loss of each epoch."""
        optimizer = torch.optim.SGD(model.parameters(), lr=self._lr)
        history = []
        for _ in range(self._epochs):
            losses = []
            for x, y in self._batches:
                loss = nn.functional.cross_entropy(model(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
            history.append(sum(losses) / len(losses))
        return {"train_loss": history}


class Maker:
    """Makes small classifiers whose numbers depend on torch's generator alone.

    Args:
        sizes: features, hidden units and classes.

    Attributes:
        made: how many.
    """

    def __init__(self, *sizes: int) -> None:
        self._sizes = sizes
        self.made = 0

    def __call__(self) -> nn.Module:
        """Make one."""
        self.made += 1
        return Row(*probes.Network(*self._sizes))


def layers(widths: Mapping[str, int]) -> nn.Sequential:
    """Square layers in a row, by name; double precision."""
    every = {name: nn.Linear(width, width).double() for name, width in widths.items()}
    return nn.Sequential(OrderedDict[str, nn.Module](every))


def compile_part(model: nn.Module, name: str) -> None:
    """Put a compiled layer in the place of one."""
    setattr(model, name, torch.compile(getattr(model, name), backend=Marking(0.0)))


def watch_tf32(enabled: bool) -> None:
    """Switch TF32 on or off; when the check ends, it is off."""
    probes.afterwards(lambda: torch.set_float32_matmul_precision("highest"))
    torch.set_float32_matmul_precision("high" if enabled else "highest")


def tf32() -> bool:
    """Whether matrix products on a GPU may use TF32."""
    try:
        return bool(torch.backends.cuda.matmul.allow_tf32)
    except RuntimeError:  # set by the newer of torch's two ways, which does not like the older
        return str(torch.backends.cuda.matmul.fp32_precision) == "tf32"


class Spoilt(Exception):
    """What ends a block in `try_block`."""


def try_block(
    make_context: Callable[[Any], Any],
    devices: Sequence[str],
    *,
    before: str | None = None,
    spoil: bool = False,
) -> dict[str, Any]:
    """Enter blocks within each other, make tensors and a layer in each, and leave them.

    Args:
        make_context: the student's function.
        devices: of the blocks, from the outermost in.
        before: default device outside of them; None for torch's own.
        spoil: whether an error ends the innermost block.

    Returns:
        "inside": the devices of a tensor, a layer and a tensor that asked for the CPU, for each
        block; "leaving": that of a tensor made after each block; "error": the class of what came
        out of the outermost block, empty if nothing did.
    """
    seen: dict[str, Any] = {"inside": [], "leaving": [], "error": ""}
    torch.set_default_device(before)
    try:
        _enter(make_context, list(devices), spoil, seen)
    except Spoilt as error:
        seen["error"] = type(error).__name__
    finally:
        seen["after"] = torch.empty(1).device.type
        torch.set_default_device(None)
    return seen


def _enter(
    make_context: Callable[[Any], Any], devices: list[str], spoil: bool, seen: dict[str, Any]
) -> None:
    if not devices:
        if spoil:
            raise Spoilt
        return
    try:
        with make_context(devices[0]):
            made = torch.empty(1), nn.Linear(1, 1).weight, torch.empty(1, device="cpu")
            seen["inside"].append([value.device.type for value in made])
            _enter(make_context, devices[1:], spoil, seen)
    finally:
        seen["leaving"].append(torch.empty(1).device.type)


def train_on(
    answer: Sequence[Any], labels: Sequence[Tensor], weight: Tensor, lr: float, epochs: int
) -> Tensor:
    """Train a linear layer without bias on the third part of an answer: the logits of each batch.

    Returns:
        Its weight after so many epochs of SGD with cross entropy, (classes, classes).
    """
    weight = weight.clone().requires_grad_()
    optimizer = torch.optim.SGD([weight], lr=lr)
    for _ in range(epochs):
        for x, y in zip(answer[2], labels, strict=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(x @ weight.T, y).backward()
            optimizer.step()
    return weight.detach()


def watch_compile() -> list[int]:
    """Count the calls of ``torch.compile`` until the check ends; the list grows by one a call."""
    calls: list[int] = []
    original = torch.compile

    def noted(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        return original(*args, **kwargs)

    probes.replace(torch, "compile", noted)
    return calls
