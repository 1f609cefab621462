"""Recognise how a platform lays out the submissions of a class, and whose each file is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from autograder.classroom.layouts import (
    blackboard,
    canvas,
    github,
    google,
    gradescope,
    moodle,
    plain,
)
from autograder.classroom.layouts.listing import HERE, FolderListing, Listing, TreeListing
from autograder.classroom.layouts.upload import Owned, Owners, Person, Top
from autograder.errors import UsageError
from autograder.text import one_line

__all__ = [
    "AUTO",
    "CHOICES",
    "NBGRADER",
    "PLAIN",
    "FolderListing",
    "Layout",
    "Owned",
    "Person",
    "TreeListing",
    "recognise",
]

AUTO, PLAIN, NBGRADER, GITHUB = "auto", "plain", "nbgrader", "github"
_CERTAIN = {"canvas": canvas, "moodle": moodle, "blackboard": blackboard, "gradescope": gradescope}
_LIKELY = {"google": google}
CHOICES = (AUTO, *_CERTAIN, *_LIKELY, GITHUB, NBGRADER, PLAIN)
_WRAPPERS = 3  # folders in a folder that a download may lie in


@dataclass(frozen=True, slots=True)
class Layout:
    """A recognised layout.

    Attributes:
        name: one of ``CHOICES`` but ``auto``.
        base: the folder in the download that it was found in.
        owners: whose each file and folder is, by path; empty where all is one student's.
        loose: names beside them that are nobody's.
    """

    name: str
    base: PurePosixPath = HERE
    owners: Owners = field(default_factory=dict)
    loose: tuple[str, ...] = ()


def recognise(listing: Listing, wanted: str = AUTO) -> Layout:
    """Recognise the layout of a download, or read it as the one that is wanted.

    Platforms are tried in the download and, if it holds nothing but a folder, in that.

    Raises:
        UsageError: it is not the layout that is wanted, it could be several, or it cannot be read.
    """
    if wanted not in (AUTO, PLAIN):
        return _wanted(listing, wanted)
    if wanted == AUTO:
        for base in _bases(listing):
            if found := _platform(listing, base):
                return found
        plain.refuse_a_file_a_student(listing)
    base = plain.base(listing) if isinstance(listing, TreeListing) else HERE
    return _laid_out(PLAIN, listing, base, plain.owners(listing, base))


def _wanted(listing: Listing, wanted: str) -> Layout:
    for base in _bases(listing):
        owners = _owners(wanted, listing, base)
        if owners:
            return _laid_out(wanted, listing, base, owners)
    names = ", ".join(one_line(top.name, 60) for top in listing.tops()[:3]) or "nothing"
    raise UsageError(
        f"{one_line(listing.name)}: Expected the names of {wanted}'s download, but found {names}. "
        f"Choose another --layout: {', '.join(CHOICES)}."
    )


def _platform(listing: Listing, base: PurePosixPath) -> Layout | None:
    """Return the layout of the one platform whose names most files bear, or None."""
    for names in (_CERTAIN, (NBGRADER,), (GITHUB,), _LIKELY):
        found = {name: _owners(name, listing, base) for name in names}
        fitting = [name for name in found if found[name] and _fits(found[name], listing.tops(base))]
        if len(fitting) > 1:
            raise UsageError(
                f"{one_line(listing.name)}: Expected the download of one platform, but this could "
                f"be of {' or '.join(fitting)}. Say which with --layout {fitting[0]} or "
                f"--layout {fitting[1]}."
            )
        if fitting:
            return _laid_out(fitting[0], listing, base, found[fitting[0]])
    return None


def _fits(owners: Owners, tops: Sequence[Top]) -> bool:
    """Whether at least half of what could be a submission bears the names of the platform."""
    could_be = [top for top in tops if top.is_folder or plain.is_work(top)]
    return 2 * len(owners) >= len(could_be)


def _owners(name: str, listing: Listing, base: PurePosixPath) -> Owners:
    """Give the owners of a layout, by path in the download."""
    tops = listing.tops(base)
    if name == NBGRADER:
        return _of_course(listing, base, tops)
    if name == GITHUB:
        found: Mapping[str, Sequence[Owned]] = github.owners(tops, base.name or listing.name)
    else:
        module = {**_CERTAIN, **_LIKELY}[name]
        found = module.owners(tops, lambda file: listing.text(base / file))
    return {str(base / top): owned for top, owned in found.items()}


def _of_course(listing: Listing, base: PurePosixPath, tops: Sequence[Top]) -> Owners:
    """Give the owners in a course of nbgrader: its own folder, or ``submitted`` of one."""
    names = {top.name: top.is_folder for top in tops}
    if names.get("submitted") and "nbgrader_config.py" in names:
        return plain.owners(listing, base / "submitted")
    return plain.owners(listing, base) if (base.name or listing.name) == "submitted" else {}


def _bases(listing: Listing) -> list[PurePosixPath]:
    """Give the folders that may be the download itself: the top, and what lies alone in it."""
    bases = [HERE]
    while len(bases) <= _WRAPPERS:
        tops = listing.tops(bases[-1])
        if len(tops) != 1 or not tops[0].is_folder:
            break
        bases.append(bases[-1] / tops[0].name)
    return bases


def _laid_out(name: str, listing: Listing, base: PurePosixPath, owners: Owners) -> Layout:
    owned = {PurePosixPath(path).relative_to(base).parts[0] for path in owners}
    loose = [top.name for top in listing.tops(base) if top.name not in owned]
    return Layout(name, base, owners, tuple(loose) if owners else ())
