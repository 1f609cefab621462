"""Session with a submission's process: starts it, sends requests, limits time, restarts it.

``Session`` also writes down every reply (the *trace*), from which the diagnosis works.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from autograder import wire
from autograder.course.changes import Change
from autograder.remote.faults import StudentError
from autograder.remote.objects import Remote
from autograder.remote.timelimit import TimeLimit
from autograder.submission import Submission, misplaced

IMPORT_SECONDS = 30.0
CALL_SECONDS = 10.0
BUDGET_SECONDS = 300.0
REPLY_BYTES = 128 * 2**20  # of all replies in a check; solutions of the course need 3 MiB at most
_TOO_MUCH = (
    f"Expected the results of your code to take at most {REPLY_BYTES >> 20} MiB in one check, but "
    "got more. Look for tensors that grow with each call."
)
_SHOWN = 200  # characters of each part of a change, which a message shows
_PATIENCE = 2  # how often a file is loaded that does not end, where the machine may be at fault


class Channel(Protocol):
    """Carries requests to a runner in a student process, or in this one."""

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the sandbox layers the runner is in."""

    def time_limit(self, seconds: float) -> TimeLimit:
        """A limit from now on, on the time of the process that the runner is in."""

    def exchange(self, frame: bytes, limit: TimeLimit) -> bytes:
        """Send a request, wait for its reply.

        Raises:
            StudentError: no reply came; its kind says why.
        """

    def close(self) -> None:
        """End the runner and all it started."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Output and warnings of the student's code during the last request."""

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
    """A submission's process over all checks of a chapter.

    Args:
        submission: what is loaded into each fresh process.
        open_channel: starts a process (or a stand-in); called again when one has died.
        budget: seconds that all calls together may take, counted as by `TimeLimit`.
        import_seconds: that loading the submission may take. If it uses more, or waits for too long
            twice in a row, it is not loaded again.
        parameters: of the chapter's functions and classes, as checks call them; a call is bound to
            the student's own (see ``student.binding``). What is not named is called as it is.
        received: bytes of memory that the replies to the present check take.
    """

    submission: Submission
    open_channel: Callable[[], Channel]
    budget: float = BUDGET_SECONDS
    import_seconds: float = IMPORT_SECONDS
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    trace: list[Entry] = field(default_factory=list)
    last: Reply = field(default_factory=Reply)
    printed: str = ""
    problems: list[StudentError] = field(default_factory=list)
    layers: tuple[str, ...] = ()
    received: int = 0
    left_changed: tuple[Change, ...] = ()
    _channel: Channel | None = None
    _seconds: float = CALL_SECONDS
    _request: int = 0
    _work: str = ""
    _endless: tuple[StudentError, ...] = ()
    _used_up: bool = False

    def begin(self, seed: int, seconds: float = CALL_SECONDS) -> None:
        """Make the process ready for a check: alive, loaded, state and seeds reset.

        Args:
            seed: of the check. The generators of torch, numpy and random in the student's process
                have one that is derived from it: nobody there can draw the check's inputs.
            seconds: that a single call may take, counted as by `TimeLimit`.

        Raises:
            StudentError: the submission cannot be loaded at all.
        """
        self.trace, self.printed, self.left_changed, self.received = [], "", (), 0
        self._seconds = seconds
        if self._endless and (self._used_up or len(self._endless) == _PATIENCE):
            raise self._endless[-1]
        if self._channel is None:
            self._open()
        self.request("begin", seed=_derived(seed))
        self.trace.clear()

    def change(self, submission: Submission, seconds: float) -> None:
        """Have another submission loaded, in the same process if there is one.

        What an earlier one left in the process is there still: believe no grade of this one.

        Args:
            submission: takes the place of the present one.
            seconds: that loading may take.

        Raises:
            StudentError: it cannot be loaded.
        """
        self.submission, self._endless, self._used_up = submission, (), False
        self.import_seconds = self.budget = seconds
        if self._channel is not None:
            self._load()

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
        self.left_changed = reply["left"]
        if "error" in reply:
            error = self._error(reply["error"])
            self.trace.append(Entry("error", operation, (error.types[:1], error.message)))
            raise error
        self.trace.append(Entry("value", operation, reply["value"]))
        return reply["value"]

    def fresh(self) -> Session:
        """Return a session with a new process that has not loaded the submission."""
        empty = Submission(self.submission.chapter, self.submission.name)
        return Session(empty, self.open_channel, min(self.budget, IMPORT_SECONDS))

    def cause(self, name: str) -> StudentError | None:
        """Return the error that kept a name of the file from being defined as written, or None.

        Where that error is itself the lack of another name, it is the error behind that one.
        """
        found: StudentError | None = None
        passed: set[str] = set()
        while name and name not in passed:
            passed.add(name)
            behind = self._failed(name)
            found = behind or found
            name = behind.undefined if behind else ""
        return found

    def _failed(self, name: str) -> StudentError | None:
        """Return the error of the statement that would have defined a name, or None."""
        named = next((p for p in self.problems if name in p.names), None)
        if named or name in self.submission.definitions:
            return named
        return next((p for p in self.problems if "*" in p.names), None)  # it may have meant any

    def work_folder(self) -> str:
        """Return the path of the working folder in the student's process."""
        return self._work

    def _open(self) -> None:
        self._channel = self.open_channel()
        self.layers = self._channel.layers
        self._load()

    def _load(self) -> None:
        seconds, self._seconds = self._seconds, self.import_seconds
        try:
            pieces = [(p.source, p.file, p.line, p.flags) for p in self.submission.pieces]
            problems = self.request(
                "load",
                name=self.submission.chapter,
                pieces=pieces,
                files=self.submission.files,
                package=self.submission.package,
                parameters={name: list(names) for name, names in self.parameters.items()},
            )
            self.problems = [self._error(p) for p in problems]
            self._work = str(self.request("work"))
            self._endless = ()
        except StudentError as error:
            if error.kind == "timeout":
                self._endless = (*self._endless, error)
            raise
        finally:
            self._seconds = seconds

    def _exchange(self, frame: bytes) -> dict[str, Any]:
        if self._channel is None:
            raise StudentError("crash", "The process that ran this code is gone.")
        limit = self._channel.time_limit(min(self._seconds, self.budget))
        try:
            answer = self._channel.exchange(frame, limit)
            self.received += wire.memory(answer)
            if self.received > REPLY_BYTES:
                raise StudentError("memory", _TOO_MUCH)
            reply = wire.decode(answer, lambda ref: Remote(self, ref))
            return _checked(reply, self._request)
        except wire.WireError as error:
            self.close()
            raise StudentError("crash", f"The reply of your code was broken: {error}.") from None
        except StudentError:
            self._used_up = limit.is_used
            self.close()
            raise
        finally:
            self.budget -= limit.spent()

    def _error(self, data: Any) -> StudentError:
        try:
            types, where = tuple(str(t) for t in data["types"]), str(data["where"])
            message, traceback = str(data["message"]), str(data["traceback"])
            names = tuple(str(n) for n in data.get("names", ()))
        except (TypeError, KeyError, AttributeError):
            return StudentError("crash", "The reply of your code was broken.")
        if types[:1] == ("Missing",):
            return self._missing(message)
        if types[:1] == ("Unbindable",):
            return StudentError("error", message, types=types[1:], where=where)
        kind = "memory" if _out_of_memory(types, message) else "error"
        text = f"{types[0]}: {message}" if message else types[0]
        return StudentError(kind, text, types=types, where=where, traceback=traceback, names=names)

    def _missing(self, name: str) -> StudentError:
        """Make the error for a missing name, with the reason as far as it is known."""
        for problem in self.submission.problems:
            if name in problem.names:
                return StudentError("missing", problem.message, where=problem.where)
        text = f"Expected {self.submission.name} to define {name}, but it does not."
        if failed := self.cause(name):
            return StudentError("missing", f"{text} {because(failed)}", where=failed.where)
        if found := misplaced.find(self.submission, name):
            return StudentError("missing", f"{text} {found.sentence}", where=found.where)
        if self.submission.package:
            return StudentError("missing", text, where=self.submission.where(name.split(".")[0]))
        for unread in self.submission.nameless[:1]:
            said = f"{text} This could not be read: {unread.message}"
            return StudentError("missing", said, where=unread.where)
        return StudentError("missing", text, where=self.submission.name)


def because(failed: StudentError) -> str:
    """Say which statement's failure is the reason of another; of imports the report tells more."""
    if failed.is_import:
        return f"Its import failed at {failed.where}"
    return f"Running the file stopped at {failed.where}: {failed.message}"


def _checked(reply: Any, number: int) -> dict[str, Any]:
    """Check that a reply has the right form and answers request ``number``; WireError if not."""
    if type(reply) is not dict or reply.get("id") != number:
        raise wire.WireError("not an answer to what was asked")
    if type(reply.get("output")) is not str or type(reply.get("warnings")) is not list:
        raise wire.WireError("an answer without its parts")
    if not ("value" in reply or type(reply.get("error")) is dict):
        raise wire.WireError("neither a value nor an error")
    reply["warnings"] = [str(w) for w in reply["warnings"]]
    reply["left"] = _left_changed(reply.get("left"))
    return reply


def _left_changed(found: Any) -> tuple[Change, ...]:
    try:
        return tuple(
            Change(*(str(text)[:_SHOWN] for text in (word, name, before, after)))
            for word, name, before, after in found
        )
    except (TypeError, ValueError):
        raise wire.WireError("an answer without its parts") from None


def _out_of_memory(types: tuple[str, ...], message: str) -> bool:
    return types[:1] in (("MemoryError",), ("OutOfMemoryError",)) or (
        "not enough memory" in message or "can't allocate memory" in message
    )


def _derived(seed: int) -> int:
    """A seed of 63 bits from which the given one, of as many, cannot be computed."""
    digest = hmac.digest(seed.to_bytes(8, "big"), b"student", "sha256")
    return int.from_bytes(digest[:8], "big") >> 1
