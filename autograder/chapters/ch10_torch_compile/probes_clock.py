"""A clock that stands still until something is said to take time, and what takes it."""

from __future__ import annotations

import contextlib
import datetime
import time
import timeit
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from torch import Tensor

_Batch = tuple[Tensor, Tensor]


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
        namespaces = [(vars(owner), name, new) for owner, name, _, new in clocks]
        namespaces += [(names, name, swaps[id(v)]) for name, v in names.items() if id(v) in swaps]
        before = [(space, name, space[name]) for space, name, _ in namespaces]
        try:
            for space, name, new in namespaces:
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
