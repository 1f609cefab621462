"""What a grader sees of a submission: names to call, values that come back."""

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
        with self.elsewhere() as reader:
            there = reader.write_file("saved.pt", data)
            return reader.library("torch").load(there, map_location="cpu", weights_only=True)

    @contextmanager
    def elsewhere(self, seconds: float = CALL_SECONDS) -> Iterator[Student]:
        """Another computer: a process that never saw the student's code or files.

        Args:
            seconds: wall time that one call there may take.
        """
        clean = self._session.fresh()
        try:
            clean.begin(0, seconds)
            yield Student(clean)
        finally:
            clean.close()

    def observe(self, label: str, value: Any) -> None:
        """Note something for the diagnosis; it never decides points.

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
        """Leave the replies to what is asked inside out of the trace.

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
        """Add to the trace what was made of such replies; the diagnosis compares it."""
        self._session.trace.append(Entry("value", label, value))


def save_bytes(value: Any) -> bytes:
    """What ``torch.save`` writes for a value."""
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()
