"""Choose the chapter's file in a folder or zip."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.errors import UsageError
from autograder.submission.model import Limits
from autograder.submission.tree import Entry, Tree
from autograder.text import one_line

_UNTOUCHED = b"raise NotImplementedError"


def limit(entry: Entry, limits: Limits) -> int:
    """Return the most bytes that the chapter's file may have: a notebook or a module."""
    notebook = entry.path.suffix.lower() == ".ipynb"
    return limits.notebook_bytes if notebook else limits.module_bytes


def choose(tree: Tree, chapter: str, limits: Limits) -> tuple[Entry, bytes, str]:
    """Find and read the chapter's file.

    A file that bears the chapter's name is taken, the one nearest to the top. If both the module
    and the notebook are there, the one with fewer untouched stubs is, for that is where the work
    was done; the module if they are equal. Without such a name, one file is taken whose name
    begins with it (``ch01_workflow (1).ipynb``), else the only notebook, else the only module.

    Returns:
        The file, its bytes, and one sentence on the choice, empty if there was none to make.

    Raises:
        UsageError: no such file, several that could be, or it cannot be read.
    """
    candidates = [e for e in tree.entries if e.path.suffix.lower() in (".py", ".ipynb")]
    exact = _nearest([e for e in candidates if e.path.stem.casefold() == chapter.casefold()])
    if exact:
        return _of_named(tree, exact, limits)
    files = [e for e in candidates if not e.refusal]
    found = _only(tree, files, candidates, chapter)
    note = (
        f"There is no {chapter}.py or {chapter}.ipynb; {one_line(found.path.name, 80)} was graded."
    )
    return found, tree.read(found, limit(found, limits)), note


def _nearest(entries: Sequence[Entry]) -> list[Entry]:
    least = min((len(entry.path.parts) for entry in entries), default=0)
    return [entry for entry in entries if len(entry.path.parts) == least]


def _of_named(tree: Tree, exact: Sequence[Entry], limits: Limits) -> tuple[Entry, bytes, str]:
    if len({entry.path.parent for entry in exact}) > 1:
        raise _several(tree, exact)
    read = [(entry, tree.read(entry, limit(entry, limits))) for entry in exact]
    read.sort(key=lambda pair: (pair[1].count(_UNTOUCHED), pair[0].path.suffix != ".py"))
    entry, data = read[0]
    if len(read) == 1:
        return entry, data, ""
    other = read[1][0]
    note = (
        f"Both {entry.path.name} and {other.path.name} are here; {entry.path.name} was graded, "
        f"it has {data.count(_UNTOUCHED)} untouched stubs against {read[1][1].count(_UNTOUCHED)}."
    )
    return entry, data, note


def _only(tree: Tree, files: Sequence[Entry], listed: Sequence[Entry], chapter: str) -> Entry:
    alike = [e for e in files if e.path.stem.casefold().startswith(chapter.casefold())]
    notebooks = [e for e in files if e.path.suffix.lower() == ".ipynb"]
    for group in (alike, notebooks, files):
        if len(group) == 1:
            return group[0]
        if group:
            raise _several(tree, group)
    raise UsageError(
        f"{tree.name}: Expected {chapter}.py or {chapter}.ipynb, but found {_other(tree, listed)}. "
        "Put the chapter's file there."
    )


def _several(tree: Tree, entries: Sequence[Entry]) -> UsageError:
    names = ", ".join(one_line(str(entry.path), 80) for entry in entries[:5])
    more = ", ..." if len(entries) > 5 else ""
    return UsageError(
        f"{tree.name}: Expected one file for the chapter, but found {len(entries)}: {names}{more}. "
        "Keep one of them."
    )


def _other(tree: Tree, listed: Sequence[Entry]) -> str:
    if listed:
        return f"{one_line(str(listed[0].path), 80)}, which is no use: {listed[0].refusal}"
    if any(entry.path.suffix.lower() == ".zip" for entry in tree.entries):
        return "another zip, which is not opened"
    return "no module or notebook"
