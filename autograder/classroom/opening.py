"""Open a class's folder, zip or download: whose work lies where, on this disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from autograder.classroom.handins import entries
from autograder.classroom.layouts import (
    NBGRADER,
    PLAIN,
    FolderListing,
    Layout,
    Owned,
    Person,
    TreeListing,
    recognise,
)
from autograder.classroom.layouts.plain import ENDINGS
from autograder.classroom.unpack import unpack
from autograder.errors import UsageError
from autograder.submission import Limits, files
from autograder.submission.archive import Zip
from autograder.submission.tree import Tree, is_passed_over
from autograder.text import one_line

ANONYMOUS = "anonymous"
_LINK = "this is a link, which is not followed; put the files themselves in a folder of this name"
_OF_TOOLS = (".git", ".github", ".ipynb_checkpoints", ".venv", ".vscode", ".idea", "__pycache__")
_LIMITS = replace(
    Limits(),
    folder_entries=1_000_000,
    zip_members=1_000_000,
    zip_directory=256 << 20,
    zip_total=64 << 30,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file of a student; ``chapter`` where the layout tells which it is of."""

    student: str
    path: Path
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A class's work on this disk.

    Attributes:
        places: where it lies, ordered by student.
        people: whose it is.
        layout: name of the layout; empty where all is one student's.
        remarks: by student, what was left out and why.
        loose: what is nobody's, one sentence each.
    """

    places: tuple[Place, ...]
    people: tuple[Person, ...]
    layout: str = ""
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    loose: tuple[str, ...] = ()


def opened(source: Path, layout: str, into: Path | None) -> Opened:
    """Recognise the layout of a folder or zip, and unpack it unless it can be graded in place.

    Args:
        source: the folder or zip.
        layout: one of ``layouts.CHOICES``.
        into: the folder to unpack to.

    Raises:
        UsageError: it cannot be read, its layout is unclear, or it cannot be unpacked.
    """
    if source.is_dir():
        found = recognise(FolderListing(source), layout)
        if found.name in (PLAIN, NBGRADER):
            return _in_place(source, found)
        return _unpacked(files.folder(source, source.name, _LIMITS), found, into)
    with files.open_file(source, source.name) as stream:
        tree = Zip(stream, source.name, _LIMITS)
        return _unpacked(tree, recognise(TreeListing(tree, source.stem), layout), into)


def _in_place(source: Path, found: Layout) -> Opened:
    if not found.owners:
        one = Person(ANONYMOUS)
        return Opened((Place(one.id, source / found.base),), (one,))
    places: list[Place] = []
    remarks: dict[str, list[str]] = {}
    for path, owned in found.owners.items():
        place = Place(owned[0].person.id, source / path, owned[0].chapter)
        if why := _why_empty(place.path):
            remarks.setdefault(place.student, []).append(why)
        else:
            places.append(place)
    ids = sorted({place.student for place in places} | remarks.keys())
    loose = (*_nobodys(found), *_hidden(source / found.base))
    return Opened(_ordered(places), tuple(map(Person, ids)), found.name, remarks, loose)


def _why_empty(folder: Path) -> str:
    """Say why there is nothing to grade in a student's folder; empty where there is something."""
    if folder.is_symlink():
        return _LINK
    try:
        return "" if entries(folder) else "nothing to grade was found in this folder"
    except UsageError as error:
        return str(error)


def _hidden(folder: Path) -> Iterator[str]:
    """Say which hidden folders hold what could be a student's work."""
    for path in sorted(folder.iterdir()):
        hidden = is_passed_over(PurePosixPath(path.name)) and path.name not in _OF_TOOLS
        if hidden and path.is_dir() and not _why_empty(path):
            yield (
                f"{one_line(path.name, 80)}: this folder is hidden, so it was not graded. Rename "
                "it if it is a student's"
            )


def _unpacked(tree: Tree, found: Layout, into: Path | None) -> Opened:
    if into is None:
        raise UsageError(f"{tree.name}: Expected a folder of submissions, but got a download.")
    whole = found if found.owners else _of_one(tree)
    done = unpack(tree, whole, into)
    places = [Place(one.id, into / one.id) for one in done.people]
    layout = found.name if found.owners else ""
    return Opened(_ordered(places), done.people, layout, done.remarks, tuple(_nobodys(found)))


def _of_one(tree: Tree) -> Layout:
    """Give all of a download to one student."""
    tops: dict[str, bool] = defaultdict(bool)
    for entry in tree.entries:
        tops[entry.path.parts[0]] |= len(entry.path.parts) > 1
    one = Person(ANONYMOUS)
    owned = {top: (Owned(one, "" if is_folder else top),) for top, is_folder in tops.items()}
    return Layout(PLAIN, owners=owned)


def _nobodys(found: Layout) -> Iterator[str]:
    """Say which files beside the students' could be work; an instructor's lists are none."""
    for name in found.loose if found.name != NBGRADER else ():
        if PurePosixPath(name).suffix.lower() in ENDINGS:
            yield f"{one_line(name, 80)}: this is no student's, so it was not graded"


def _ordered(places: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (place.student, place.chapter)))
