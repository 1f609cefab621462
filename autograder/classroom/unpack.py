"""Unpack a platform's download: a folder for each student, with the files as handed in.

Everything in it is hostile: no path leads out, no link is followed, sizes are bounded. What is not
taken is said about the student who handed it in.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from itertools import count
from pathlib import Path, PurePosixPath

from autograder.classroom.layouts import Layout, Owned, Person
from autograder.classroom.layouts.upload import person
from autograder.errors import UsageError
from autograder.submission.tree import Entry, Tree
from autograder.text import file_name, one_line

FILE_BYTES = 256 << 20
STUDENT_BYTES = 1 << 30
_MARK = ".unpacked"  # in a folder that may be emptied, for it was made here
_LONGEST = 200  # bytes of a file's name


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Who handed in anything, and remarks on each by id."""

    people: tuple[Person, ...]
    remarks: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    owned: Owned
    entry: Entry
    path: PurePosixPath


def unpack(tree: Tree, layout: Layout, folder: Path) -> Unpacked:
    """Write ``folder/<student>/<files>``; the folder is emptied before, if it was made by this.

    Raises:
        UsageError: the folder holds something else, or it cannot be written.
    """
    try:
        _make_empty(folder)
        return _written(tree, layout, folder)
    except OSError as error:
        raise UsageError(
            f"{folder}: Expected to unpack what was handed in, but got: {error.strerror or error}. "
            "Make room, or choose another folder with -o."
        ) from error


def _make_empty(folder: Path) -> None:
    if folder.exists() and not (folder / _MARK).exists() and any(folder.iterdir()):
        raise UsageError(
            f"{folder}: Expected a folder that may be emptied, but it holds files of yours. "
            "Choose another folder with -o."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()


def _written(tree: Tree, layout: Layout, folder: Path) -> Unpacked:
    of_student: dict[str, list[_File]] = defaultdict(list)
    for file in _files(tree.entries, layout):
        of_student[file.owned.person.id].append(file)
    people = _people(layout)
    remarks = {}
    for student in people:
        last, remark = _last_attempt(of_student[student])
        home = folder / student
        home.mkdir()
        remarks[student] = [*remark, *_write(tree, last, home)]
    return Unpacked(
        tuple(people.values()), {student: found for student, found in remarks.items() if found}
    )


def _people(layout: Layout) -> dict[str, Person]:
    """Give everybody by id, also who has no file; of several spellings, the longest name."""
    everybody = (_safe_person(one) for owned in layout.owners.values() for one in owned)
    people: dict[str, Person] = {}
    for one in sorted(everybody, key=lambda one: (one.id, len(one.name))):
        people[one.id] = one
    return people


def _safe_person(owned: Owned) -> Person:
    return person(*astuple(owned.person))


def _files(entries: Iterable[Entry], layout: Layout) -> Iterator[_File]:
    """Say whose each file is; a group's is everybody's in it."""
    deepest = max((len(PurePosixPath(path).parts) for path in layout.owners), default=0)
    for entry in entries:
        parts = entry.path.parts
        for depth in range(1, min(deepest, len(parts)) + 1):
            for owned in layout.owners.get("/".join(parts[:depth]), ()):
                rest = PurePosixPath(owned.chapter, *parts[depth:])
                is_top = depth == len(parts)
                safe = replace(owned, person=_safe_person(owned))
                yield _File(safe, entry, PurePosixPath(owned.file) if is_top else rest)


def _last_attempt(files: Sequence[_File]) -> tuple[list[_File], list[str]]:
    """Keep the last attempt that has files; say so if there were several."""
    attempts = sorted({file.owned.attempt for file in files if file.path.name})
    if len(attempts) < 2:
        return [file for file in files if file.path.name], []
    last = [file for file in files if file.path.name and file.owned.attempt == attempts[-1]]
    return last, [f"{len(attempts)} attempts, the last of {attempts[-1]} counts"]


def _write(tree: Tree, files: Sequence[_File], home: Path) -> Iterator[str]:
    """Write a student's files; yield a remark on each that was left out."""
    taken: set[str] = set()
    left = STUDENT_BYTES
    for file in files:
        if file.entry.refusal == "it is a folder":
            continue
        try:
            data = tree.read(file.entry, min(FILE_BYTES, left))
        except UsageError as error:
            yield f"{one_line(file.path.name, 80)} was left out: {error}"
            continue
        left -= len(data)
        path = home / _free(_safe(file.path), taken)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _safe(path: PurePosixPath) -> PurePosixPath:
    """Make a path that every system can hold; ordinary names stay as they are."""
    return PurePosixPath(*(_safe_name(part) for part in path.parts if part not in ("/", "..")))


def _safe_name(name: str) -> str:
    is_plain = name.isprintable() and not set(name) & set('\\:*?"<>|') and name.strip() == name
    if is_plain and len(name.encode("utf-8", "replace")) <= _LONGEST:
        return name
    path = PurePosixPath(name)
    ending = path.suffix if path.suffix[1:].isalnum() and len(path.suffix) < 10 else ""
    return file_name(name.removesuffix(ending)) + ending


def _free(path: PurePosixPath, taken: set[str]) -> PurePosixPath:
    """Number a name that is there already, as browsers do."""
    numbered = (path.with_name(f"{path.stem} ({n}){path.suffix}") for n in count(1))
    found = path
    while str(found).casefold() in taken:
        found = next(numbered)
    taken.add(str(found).casefold())
    return found
