"""Turn the signals that stop a command into an exception, so that all it started ends with it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
_NAMES = {"SIGINT": "Ctrl-C"}


class Stopped(BaseException):
    """Somebody stopped this command; no `Exception`, so that nobody takes it for a failure.

    Attributes:
        number: of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """As a shell gives it for a program that a signal ended."""
        return 128 + self.number

    def __str__(self) -> str:
        name = signal.Signals(self.number).name
        return f"Stopped by {_NAMES.get(name, name)}. The same command goes on from what is done."


@contextmanager
def stoppable() -> Iterator[None]:
    """Have Ctrl-C, SIGTERM and SIGHUP raise `Stopped` in this block, the first of them only.

    The others are ignored from then on: a second Ctrl-C shall not stop the cleaning up. A signal
    that was ignored before (``nohup``) stays so. Outside the main thread this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    try:
        for number in heard:
            signal.signal(number, _stop)
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


def _stop(number: int, _frame: FrameType | None) -> None:
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)
