"""Read a roster: a CSV of id, name and e-mail, or what Canvas and Moodle export, as it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom import runfolder
from autograder.classroom.layouts.upload import Person, person
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError
from autograder.text import one_line

CANVAS, MOODLE, PLAIN = "canvas", "moodle", "plain"
_BYTES = 16 << 20
_COLUMNS = {  # what platforms call what we need, the best first
    "id": ("id", "identifier", "student id", "sid", "id number", "student number", "sis user id"),
    "login": (
        "sis login id",
        "username",
        "user name",
        "login",
        "github username",
        "github_username",
    ),
    "email": ("email address", "email", "e-mail", "e-mail address", "mail"),
    "name": ("student", "full name", "name", "student name"),
    "first": ("first name", "firstname", "first_name"),
    "last": ("last name", "lastname", "last_name", "surname"),
}
_PARTICIPANT = re.compile(r"participant\s+(\d+)", re.IGNORECASE)
_NO_STUDENT = ("points possible", "student, test", "test student")
_MUTED = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A student of the roster: who it is, the row, and all that identifies them."""

    person: Person
    row: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as it was read.

    Attributes:
        kind: ``canvas`` for its gradebook export, ``moodle`` for its grading worksheet, else
            ``plain``.
        head: names of the columns, as they are.
        rows: all rows below, each as long as ``head``.
        students: those rows that are of students.
        delimiter: the one of the file.
    """

    kind: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    students: tuple[Enrolled, ...]
    delimiter: str = ","

    def column(self, *names: str) -> int | None:
        """Find a column by its name in any case; the first of several names that is there."""
        known = [name.strip().casefold() for name in self.head]
        return next((known.index(name) for name in names if name in known), None)


def load(run: RunFolder) -> Roster | None:
    """Read the roster that a run was given, if any; UsageError if it was damaged."""
    return read(run.roster) if run.roster.exists() else None


def keep(run: RunFolder, path: Path) -> None:
    """Copy a roster into a run's folder, for `report`.

    Raises:
        UsageError: it is no roster, or it cannot be written.
    """
    read(path)
    with runfolder.writing(run.roster) as file:
        file.write(_text(path))


def read(path: Path) -> Roster:
    """Read a roster: UTF-8 or as Excel writes it, with commas, semicolons or tabs.

    Raises:
        UsageError: it cannot be read, or has no column that names students.
    """
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _unfit(path, str(error)) from None
    head, *rows = table or [[]]
    roster = _roster(tuple(head), rows, delimiter)
    if not roster.students:
        raise _unfit(path, f"the columns {one_line(', '.join(head), 120) or 'of an empty file'}")
    return roster


def _roster(head: tuple[str, ...], rows: Sequence[Sequence[str]], delimiter: str) -> Roster:
    names = [name.strip().casefold() for name in head]
    columns = {
        key: next((names.index(name) for name in known if name in names), None)
        for key, known in _COLUMNS.items()
    }
    whole = [(*row, *[""] * len(head))[: len(head)] for row in rows]
    extra = [names.index(name) for name in ("sis user id", "id number", "id") if name in names]
    kind = CANVAS if {"student", "id"} <= set(names) else MOODLE if "identifier" in names else PLAIN
    students = _students(whole, columns, extra)
    return Roster(kind, head, tuple(map(tuple, whole)), tuple(students), delimiter)


def _students(
    rows: Sequence[tuple[str, ...]], columns: Mapping[str, int | None], extra: Sequence[int]
) -> Iterator[Enrolled]:
    for number, row in enumerate(rows):
        known = {k: row[at].strip() if at is not None else "" for k, at in columns.items()}
        name = known["name"] or f"{known['first']} {known['last']}".strip()
        if name.casefold() in _NO_STUDENT or all(map(_MUTED.fullmatch, row)):
            continue
        match = _PARTICIPANT.fullmatch(known["id"])
        key = match[1] if match else known["id"]
        found = key or known["login"] or known["email"] or name
        if found:
            ids = (key, *(row[at].strip() for at in extra))
            who = person(found, name, known["email"], known["login"])
            yield Enrolled(who, number, tuple(filter(None, ids)))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES + 1)
    except OSError as error:
        raise _unfit(path, str(error.strerror or error)) from None
    if len(data) > _BYTES:
        raise _unfit(path, "a file of more than 16 MiB")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise _unfit(path, "text in an unknown encoding")


def _unfit(path: Path, found: str) -> UsageError:
    return UsageError(
        f"{path}: Expected a roster, a CSV file with columns such as id, name and email or an "
        f"export of Canvas or Moodle, but got {found}. Export it again as CSV."
    )
