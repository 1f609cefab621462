"""Client of a submission for checks: calls its functions and returns their values."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

import torch

from autograder import wire
from autograder.remote.faults import StudentError
from autograder.remote.objects import Remote
from autograder.remote.session import CALL_SECONDS, Entry, Reply, Session

__all__ = ["Remote", "Student", "StudentError", "save_bytes"]


class Student:
    """The submission, as a check calls it: ``student.make_line(2, 1, n=4)``."""

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
        """The student process's working folder, empty at the start of a check."""
        return PurePosixPath(self._session.work_folder())

    @property
    def probes(self) -> Remote:
        """The kit's module in the student's process with spies and small models."""
        return self.library("autograder.student.probes")

    @property
    def chapter_probes(self) -> Remote:
        """What only this chapter places in the student's process: its ``probes.py``."""
        return self.library(f"autograder.chapters.{self._session.submission.chapter}.probes")

    def library(self, name: str) -> Remote:
        """A module of the student's process, imported by name, such as ``"torch.nn"``."""
        return Remote(self._session, wire.Ref(f"import:{name}"))

    def put(self, value: Any) -> Remote:
        """Copy a value into the student's process and return the handle."""
        return self.library("copy").copy.keep(value)

    def takes(self, function: str, name: str) -> bool:
        """Whether a function has a parameter of that name, or its module such a global variable.

        The course has versions of its functions without `device`: what these cannot be told is not
        asked of them.

        Args:
            function: its name in the submission, as ``"train_step"`` or ``"engine.train_step"``.
            name: of the parameter; a synonym counts.

        Raises:
            StudentError: the submission does not define the function.
        """
        target = wire.Ref("submission", tuple(function.split(".")))
        with self.aside():  # another signature is no other mistake
            return self._session.request("takes", target=target, name=name) is True

    def seed(self, seed: int) -> None:
        """Seed the generators of torch, numpy and random in the student's process."""
        self._session.request("seed", seed=seed)

    def read_file(self, path: str) -> bytes:
        """Return the bytes of a file in the scratch folder.

        Raises:
            StudentError: there is no such file, or it is larger than 64 MiB.
        """
        data = self._session.request("read", path=str(path))
        if type(data) is not bytes:
            raise StudentError("crash", "The reply of your code was broken.")
        return data

    def write_file(self, path: str, data: bytes) -> str:
        """Write a file in the scratch folder; returns its full path in the student's process."""
        return str(self._session.request("write", path=str(path), data=data))

    def list_files(self) -> list[str]:
        """List all files and folders below the scratch folder, sorted, as relative paths."""
        found: list[str] = self._session.request("list")
        return found

    def load_saved(self, path: str) -> Any:
        """Return what ``torch.load(..., weights_only=True)`` makes of a saved file, on the CPU.

        The file is read in a process that never saw the student's code, so that the code cannot
        pretend, and not in this one, so that the file cannot harm.

        Raises:
            StudentError: there is no such file, or it cannot be loaded that way.
        """
        data = self.read_file(path)
        with self.elsewhere() as reader:
            there = reader.write_file("saved.pt", data)
            return reader.library("torch").load(there, map_location="cpu", weights_only=True)

    @contextmanager
    def elsewhere(self, seconds: float = CALL_SECONDS) -> Iterator[Student]:
        """Start a clean process, which never saw the student's code or files; yield its client.

        Args:
            seconds: that one call to it may take, counted as by `TimeLimit`.
        """
        clean = self._session.fresh()
        try:
            clean.begin(0, seconds)
            yield Student(clean)
        finally:
            clean.close()

    def observe(self, label: str, value: Any) -> None:
        """Add a value to the trace that the diagnosis compares last; it never decides points.

        A Remote is fetched, without leaving a reply in the trace that would have to agree.
        """
        if isinstance(value, Remote):
            with self.aside():
                try:
                    value = value.value()
                except StudentError as error:
                    value = error.message
        self._session.trace.append(Entry("observe", label, value))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave the replies to requests in this block out of the trace.

        For what differs between two runs of the same code: times, names with process numbers.
        """
        session = self._session
        before, last = len(session.trace), session.last
        try:
            yield
        finally:
            del session.trace[before:]
            session.last = last

    def record(self, label: str, value: Any) -> None:
        """Add a value computed from such replies to the trace; the diagnosis compares it."""
        self._session.trace.append(Entry("value", label, value))


def save_bytes(value: Any) -> bytes:
    """Return the bytes that ``torch.save`` writes for a value."""
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()
