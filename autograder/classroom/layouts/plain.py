"""The plain layout: ``<student>/<chapter>/<files>``, ``<student>/<files>`` or the chapter first.

A folder with the full name of a chapter is a class's if there are folders in it and no work beside
them: ``ch01_workflow/<student>/<files>``. Otherwise it is a student's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from autograder.classroom.layouts.listing import HERE, Listing
from autograder.classroom.layouts.upload import Owned, Owners, Person, Top
from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.errors import UsageError
from autograder.text import one_line

ENDINGS = (".py", ".ipynb", ".zip")
_OF_ONE = (
    *("exercises", "src", "submission", "old", "backup", "data", "checkpoints"),
    *("notebooks", "notes", "going_modular", "helpers", "models"),
)
"""What students call folders of their own work; nobody is called so."""


def owners(listing: Listing, base: PurePosixPath = HERE) -> Owners:
    """Give the owner of each student's folder; empty where the folder is one student's own.

    Raises:
        UsageError: a folder cannot be listed, or it looks like a class and like one student's.
    """
    tops = listing.tops(base)
    classes = [top for top in tops if is_class(listing, base / top.name)]
    own = [top for top in tops if top not in classes and named(top)]
    students = [top for top in tops if top.may_be_students and top not in (*classes, *own)]
    if own:
        _refuse_both(listing, base, own, [*classes, *_others(listing, base, students)])
        return {}
    _refuse_a_flat_class(listing, base, tops)
    found = {str(base / top.name): (Owned(Person(top.name)),) for top in students}
    for top in classes:
        chapter = named(top)
        for one in listing.tops(base / top.name):
            if one.may_be_students and chapter:
                path = base / top.name / one.name
                found[str(path)] = (Owned(Person(one.name), chapter=chapter.name),)
    return found


def base(listing: Listing) -> PurePosixPath:
    """Give the folder of a zip in which the students' folders are: a zip often has one around them.

    Raises:
        UsageError: a folder cannot be listed.
    """
    found = HERE
    while True:
        tops = listing.tops(found)
        if len(tops) != 1 or not tops[0].is_folder or named(tops[0]):
            return found
        inner = found / tops[0].name
        students = [top for top in listing.tops(inner) if top.is_folder and not named(top)]
        is_around = len(students) > 1 and not any(map(is_work, listing.tops(inner)))
        if not is_around and not any(
            is_class(listing, inner / t.name) for t in listing.tops(inner)
        ):
            return found
        found = inner


def named(top: Top) -> Chapter | None:
    """Return the chapter that a file or folder has the full name of, or None."""
    path = PurePosixPath(top.name)
    if not top.is_folder and path.suffix not in ENDINGS:
        return None
    name = path.stem if path.suffix in ENDINGS else path.name
    return next((one for one in chapters.existing() if one.name == name), None)


def is_class(listing: Listing, path: PurePosixPath) -> bool:
    """Whether a folder named after a chapter holds students' folders.

    Raises:
        UsageError: it cannot be listed.
    """
    chapter = named(Top(path.name, is_folder=True)) if path.name else None
    if chapter is None or path not in _folders(listing, path.parent):
        return False
    tops = listing.tops(path)
    of_one = (*_OF_ONE, chapter.name, chapter.package)
    work = [top for top in tops if not top.is_folder and is_work(top)]
    return not work and any(top.is_folder and top.name.lower() not in of_one for top in tops)


def is_work(top: Top) -> bool:
    """Whether a file could be a chapter's, by its ending."""
    return not top.is_folder and PurePosixPath(top.name).suffix.lower() in ENDINGS


def refuse_a_file_a_student(listing: Listing, base: PurePosixPath = HERE) -> None:
    """Refuse a chapter's folder whose files look like a class's: none has the chapter's name.

    Raises:
        UsageError: it looks so.
    """
    for top in listing.tops(base):
        chapter = named(top) if top.is_folder else None
        if chapter is None or chapter.package:
            continue
        work = [one.name for one in listing.tops(base / top.name) if is_work(one)]
        if len(work) > 1 and not any(
            chapter.label in name or chapter.name[5:] in name for name in work
        ):
            raise UsageError(
                f"{one_line(str(base / top.name))}: Expected one student's files, but found "
                f"{_listed(work)}, as if each were a student's. Give each student a folder, or add "
                "--layout plain if all are of one student."
            )


def _refuse_a_flat_class(listing: Listing, base: PurePosixPath, tops: Sequence[Top]) -> None:
    work = [top.name for top in tops if is_work(top)]
    if len(work) > 1 and not any(top.is_folder for top in tops):
        raise UsageError(
            f"{one_line(str(base / listing.name))}: Expected a class or one student's work, but "
            f"found {_listed(work)}, which may be a file a student or all of one. Give each "
            "student a folder: <student>/<files>."
        )


def _folders(listing: Listing, base: PurePosixPath) -> set[PurePosixPath]:
    return {base / top.name for top in listing.tops(base) if top.is_folder}


def _others(listing: Listing, base: PurePosixPath, folders: Sequence[Top]) -> Sequence[Top]:
    """Give the folders that may be students': one holds a chapter by its full name, or two work."""
    foreign = [top for top in folders if top.is_folder and top.name.lower() not in _OF_ONE]
    inside = {top: listing.tops(base / top.name) for top in foreign}
    with_work = [top for top in foreign if any(map(is_work, inside[top]))]
    with_chapter = [top for top in foreign if any(map(named, inside[top]))]
    return with_chapter or (with_work if len(with_work) > 1 else [])


def _refuse_both(
    listing: Listing, base: PurePosixPath, own: Sequence[Top], others: Sequence[Top]
) -> None:
    if others:
        raise UsageError(
            f"{one_line(str(base / listing.name))}: Expected a class or one student's work, but "
            f"found {one_line(own[0].name, 60)} beside {_listed([top.name for top in others])}. "
            "Move what is not a student's out of it, or put one student's work in a folder of "
            "their name."
        )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(one_line(name, 60) for name in names[:3]) + more
