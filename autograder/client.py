"""The grader's side of the border: a submission that can be called, and never trusted.

``Session`` owns the process that runs a submission: it starts it, limits each call, restarts it
after a death, and writes down every reply (the *trace*, from which the diagnosis works).
``Student`` and ``Remote`` are what a grader sees: names to call, values that come back.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

import torch

from autograder import wire
from autograder.submission import Submission

IMPORT_SECONDS = 30.0
CALL_SECONDS = 10.0
BUDGET_SECONDS = 300.0


class StudentError(Exception):
    """Something in the student's code went wrong; the check that asked for it fails.

    Attributes:
        kind: ``error`` (raised), ``missing`` (not defined), ``timeout``, ``crash`` or ``memory``.
        types: names of the exception's class and its bases; empty unless ``kind`` is ``error``.
        message: what the student reads.
        where: ``file:line`` in their file, or empty.
        traceback: Python's own account, for those who ask.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        types: tuple[str, ...] = (),
        where: str = "",
        traceback: str = "",
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.types = types
        self.message = message
        self.where = where
        self.traceback = traceback

    @property
    def fatal(self) -> bool:
        """Whether the process is gone."""
        return self.kind in ("timeout", "crash", "memory")


class Channel(Protocol):
    """A way to a runner: a process, or this one."""

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the sandbox layers the runner is in."""

    def exchange(self, frame: bytes, deadline: float) -> bytes:
        """Send a request, wait for its reply.

        Raises:
            StudentError: no reply came; its kind says why.
        """

    def close(self) -> None:
        """End the runner and all it started."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The last reply: what the student's code printed and warned of while it ran."""

    output: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a trace: ``kind`` is ``value``, ``error`` or ``observe``."""

    kind: str
    label: str
    data: Any


@dataclass(slots=True)
class Session:
    """A submission in its process, over all checks of a chapter.

    Args:
        submission: what is loaded into each fresh process.
        open_channel: starts a process (or a stand-in); called again after a death.
        budget: seconds that all calls together may take.
    """

    submission: Submission
    open_channel: Callable[[], Channel]
    budget: float = BUDGET_SECONDS
    trace: list[Entry] = field(default_factory=list)
    last: Reply = field(default_factory=Reply)
    printed: str = ""
    problems: list[StudentError] = field(default_factory=list)
    layers: tuple[str, ...] = ()
    _channel: Channel | None = None
    _seconds: float = CALL_SECONDS
    _request: int = 0
    _work: str = ""

    def begin(self, seed: int, seconds: float = CALL_SECONDS) -> Student:
        """Make the process ready for a check: alive, loaded, state and seeds reset.

        Args:
            seed: for the generators of torch, numpy and random over there.
            seconds: wall time that a single call may take.

        Raises:
            StudentError: the submission cannot be loaded at all.
        """
        self.trace, self.printed = [], ""
        self._seconds = seconds
        if self._channel is None:
            self._open()
        self.request("begin", seed=seed)
        self.trace.clear()
        return Student(self)

    def close(self) -> None:
        """End the process."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def request(self, operation: str, **arguments: Any) -> Any:
        """Run one operation of the runner and return its value.

        Raises:
            StudentError: the student's code raised, or no valid reply came in time.
        """
        if self.budget <= 0:
            raise StudentError("timeout", "The time for the whole submission was used up.")
        self._request += 1
        frame = wire.encode({"id": self._request, "op": operation, "with": arguments})
        reply = self._exchange(frame)
        self.last = Reply(reply["output"], tuple(reply["warnings"]))
        self.printed += reply["output"]
        if "error" in reply:
            error = self._error(reply["error"])
            self.trace.append(Entry("error", operation, (error.types[:1], error.message)))
            raise error
        self.trace.append(Entry("value", operation, reply["value"]))
        return reply["value"]

    def fresh(self) -> Session:
        """A session whose process has never seen the submission."""
        empty = Submission(self.submission.chapter, self.submission.name)
        return Session(empty, self.open_channel, min(self.budget, IMPORT_SECONDS))

    def work_folder(self) -> str:
        """Path of the working folder over there."""
        return self._work

    def _open(self) -> None:
        self._channel = self.open_channel()
        self.layers = self._channel.layers
        seconds, self._seconds = self._seconds, IMPORT_SECONDS
        try:
            pieces = [(p.source, p.file, p.line, p.flags) for p in self.submission.pieces]
            name, files = self.submission.chapter, self.submission.files
            problems = self.request("load", name=name, pieces=pieces, files=files)
            self.problems = [self._error(p) for p in problems]
            self._work = str(self.request("work"))
        finally:
            self._seconds = seconds

    def _exchange(self, frame: bytes) -> dict[str, Any]:
        if self._channel is None:
            raise StudentError("crash", "The process that ran this code is gone.")
        started = time.monotonic()
        try:
            answer = self._channel.exchange(frame, started + min(self._seconds, self.budget))
            reply = wire.decode(answer, lambda ref: Remote(self, ref))
            return _checked(reply, self._request)
        except wire.WireError as error:
            self.close()
            raise StudentError("crash", f"The reply of your code was broken: {error}.") from None
        except StudentError:
            self.close()
            raise
        finally:
            self.budget -= time.monotonic() - started

    def _error(self, data: Any) -> StudentError:
        try:
            types, where = tuple(str(t) for t in data["types"]), str(data["where"])
            message, traceback = str(data["message"]), str(data["traceback"])
        except (TypeError, KeyError):
            return StudentError("crash", "The reply of your code was broken.")
        if types[:1] == ("Missing",):
            return self._missing(message)
        kind = "memory" if _out_of_memory(types, message) else "error"
        text = f"{types[0]}: {message}" if message else types[0]
        return StudentError(kind, text, types=types, where=where, traceback=traceback)

    def _missing(self, name: str) -> StudentError:
        """Say that a name is missing, and why, as far as that is known."""
        for problem in self.submission.problems:
            if name in problem.names:
                return StudentError("missing", problem.message, where=problem.where)
        text = f"Expected {self.submission.name} to define {name}, but it does not."
        if self.problems:
            first = self.problems[0]
            text += f" Running the file stopped at: {first.message}"
            return StudentError("missing", text, where=first.where)
        return StudentError("missing", text, where=self.submission.name)


def _checked(reply: Any, number: int) -> dict[str, Any]:
    """A reply of the right form to the request that was made, or a WireError."""
    if type(reply) is not dict or reply.get("id") != number:
        raise wire.WireError("not an answer to what was asked")
    if type(reply.get("output")) is not str or type(reply.get("warnings")) is not list:
        raise wire.WireError("an answer without its parts")
    if not ("value" in reply or type(reply.get("error")) is dict):
        raise wire.WireError("neither a value nor an error")
    reply["warnings"] = [str(w) for w in reply["warnings"]]
    return reply


def _out_of_memory(types: tuple[str, ...], message: str) -> bool:
    return types[:1] in (("MemoryError",), ("OutOfMemoryError",)) or (
        "not enough memory" in message or "can't allocate memory" in message
    )


class Remote:
    """An object in the student's process, or a path of attributes that leads to one.

    ``remote.name`` goes on to an attribute, ``remote(...)`` calls it and returns the value,
    ``remote.keep(...)`` calls it and leaves the result there, ``remote.value()`` fetches it.
    """

    __slots__ = ("_ref", "_session")

    def __init__(self, session: Session, ref: wire.Ref) -> None:
        self._session = session
        self._ref = ref

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__"):
            raise AttributeError(name)  # copy, pickle and numpy ask; they must not reach over
        return Remote(self._session, wire.Ref(self._ref.base, (*self._ref.path, name)))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there; plain results come back, others as a Remote.

        Raises:
            StudentError: the call raised, or did not end as it should.
        """
        return self._call(False, args, kwargs)

    def keep(self, *args: Any, **kwargs: Any) -> Remote:
        """Call it there and leave the result there.

        Raises:
            StudentError: as for a call.
        """
        kept: Remote = self._call(True, args, kwargs)
        return kept

    def value(self) -> Any:
        """Fetch it: a copy where it is plain data, otherwise a Remote."""
        return self._session.request("value", target=self._ref)

    def _call(self, keep: bool, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        plain = wire.replaced([list(args), kwargs], Remote, lambda remote: remote._ref)
        return self._session.request(
            "call", target=self._ref, args=plain[0], kwargs=plain[1], keep=keep
        )

    def __repr__(self) -> str:
        return f"a {self._ref.type_name or '.'.join(self._ref.path) or 'object'}"


class Student:
    """The submission, as a grader sees it: ``student.make_line(2, 1, n=4)``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__"):
            raise AttributeError(name)
        return Remote(self._session, wire.Ref("submission", (name,)))

    @property
    def last(self) -> Reply:
        """Output and warnings of the last call."""
        return self._session.last

    @property
    def scratch(self) -> PurePosixPath:
        """An empty folder over there, also the working folder."""
        return PurePosixPath(self._session.work_folder())

    @property
    def probes(self) -> Remote:
        """The kit's own objects over there (``autograder.student.probes``)."""
        return self.library("autograder.student.probes")

    def library(self, name: str) -> Remote:
        """A module that can be imported over there, such as ``"torch.nn"``."""
        return Remote(self._session, wire.Ref(f"import:{name}"))

    def put(self, value: Any) -> Remote:
        """Place a copy of a value over there."""
        return self.library("copy").copy.keep(value)

    def seed(self, seed: int) -> None:
        """Seed the generators of torch, numpy and random over there."""
        self._session.request("seed", seed=seed)

    def read_file(self, path: str) -> bytes:
        """Bytes of a file in the scratch folder.

        Raises:
            StudentError: there is no such file, or it is larger than 64 MiB.
        """
        data = self._session.request("read", path=str(path))
        if type(data) is not bytes:
            raise StudentError("crash", "The reply of your code was broken.")
        return data

    def write_file(self, path: str, data: bytes) -> str:
        """Write a file in the scratch folder; returns its full path over there."""
        return str(self._session.request("write", path=str(path), data=data))

    def list_files(self) -> list[str]:
        """All files and folders below the scratch folder, sorted, as relative paths."""
        found: list[str] = self._session.request("list")
        return found

    def load_saved(self, path: str) -> Any:
        """What ``torch.load(..., weights_only=True)`` makes of a saved file, on the CPU.

        The file is read in a process that never saw the student's code, so that the code cannot
        pretend, and not in this one, so that the file cannot harm.

        Raises:
            StudentError: there is no such file, or it cannot be loaded that way.
        """
        data = self.read_file(path)
        clean = self._session.fresh()
        try:
            reader = clean.begin(0)
            there = reader.write_file("saved.pt", data)
            return reader.library("torch").load(there, map_location="cpu", weights_only=True)
        finally:
            clean.close()

    def observe(self, label: str, value: Any) -> None:
        """Note something for the diagnosis; it never decides points.

        A Remote is fetched, without leaving a reply in the trace that would have to agree.
        """
        session = self._session
        if isinstance(value, Remote):
            before, last = len(session.trace), session.last
            try:
                value = value.value()
            except StudentError as error:
                value = error.message
            del session.trace[before:]
            session.last = last
        session.trace.append(Entry("observe", label, value))


def save_bytes(value: Any) -> bytes:
    """What ``torch.save`` writes for a value."""
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()
