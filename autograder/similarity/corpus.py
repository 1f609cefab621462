"""Collect the documents of a chapter: a run's, earlier classes' and the reference solution.

Nothing is run. Files are read and parsed by a pool of processes, so that one that kills its reader
costs only itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom import code
from autograder.classroom.code import CodePart
from autograder.classroom.discover import discover
from autograder.classroom.pool import run_in_pool, workers_here
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters, courses
from autograder.course.chapters import Chapter
from autograder.errors import KitError, UsageError
from autograder.similarity.compare import Document
from autograder.similarity.normalise import units
from autograder.similarity.winnowing import fingerprints
from autograder.submission import read

REFERENCE = "the reference solution"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies, not read yet: a file of a class, or the code of a run.

    Attributes:
        path: of the file or folder; of the run where ``student`` is not empty.
        student: whose code of the run it is.
    """

    owner: str
    chapter: str
    path: Path
    student: str = ""
    is_new: bool = False
    is_reference: bool = False


def places(run: RunFolder, also: Iterable[Path], into: Path) -> list[Place]:
    """Find all documents of a run and of earlier classes.

    Args:
        run: the class that is looked at.
        also: earlier classes: runs, or folders and zips as `discover` takes them.
        into: where zips and platforms' downloads are unpacked to.

    Raises:
        UsageError: the run holds no code, or there is no such class.
    """
    found = list(_of_run(run, "", is_new=True))
    if not found:
        raise UsageError(
            f"{run.path}: Expected a run with code/<student>/<chapter>.json in it, but found none. "
            "Grade the class again with `autograder grade SUBMISSIONS -o RUN`."
        )
    for number, folder in enumerate(also):
        earlier = RunFolder(folder)
        if earlier.code.is_dir():
            found += _of_run(earlier, f"{folder.name}/", is_new=False)
        else:
            hand_ins = discover(folder, into=into / str(number)).hand_ins
            found += (Place(f"{folder.name}/{h.student}", h.chapter, h.path) for h in hand_ins)
    return found


def documents(wanted: Sequence[Place], chapter: Chapter) -> list[Document]:
    """Read the documents of a chapter, and its reference solution where there is one.

    What cannot be read is a document without code.
    """
    items = [place for place in wanted if place.chapter == chapter.name]
    if chapter.solution.is_file():
        items.append(Place(REFERENCE, chapter.name, chapter.solution, is_reference=True))
    found = run_in_pool(items, document, workers_here(), _lost)
    return sorted(found, key=lambda one: one.owner)


def document(place: Place) -> Document:
    """Read one document and take its fingerprints; nothing in it is run."""
    return of_parts(place, _parts(place))


def given(chapter: Chapter) -> frozenset[int]:
    """Return the fingerprints of what students start from: the exercise's module and notebook."""
    notebook = courses.part(chapter.course, "exercises") / f"{chapter.name}.ipynb"
    there = [path for path in (chapter.stub, notebook) if path.exists()]
    return frozenset(p for path in there for p in document(Place("", chapter.name, path)).prints)


def of_parts(place: Place, parts: tuple[CodePart, ...]) -> Document:
    """Make the document of a place from its code."""
    prints = fingerprints(units(parts))
    return Document(place.owner, place.is_new, parts, prints, place.is_reference)


def _of_run(run: RunFolder, before: str, *, is_new: bool) -> Iterator[Place]:
    for result in run:
        if run.code_path(result.student, result.chapter).is_file():
            owner = f"{before}{result.student}"
            yield Place(owner, result.chapter, run.path, result.student, is_new)


def _parts(place: Place) -> tuple[CodePart, ...]:
    if place.student:
        return code.load(RunFolder(place.path), place.student, place.chapter)
    names = chapters.load(chapters.find(place.chapter)).names
    try:
        return tuple(code.of(read(place.path, place.chapter, wanted=names)))
    except (KitError, OSError):
        return ()


def _lost(place: Place) -> Document:
    return of_parts(place, ())
