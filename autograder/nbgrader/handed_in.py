"""Read a submitted notebook for nbgrader: cells without outputs or metadata.

Only text is kept, and the pictures a student pasted into it. What a cell claims to be is a claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import UsageError
from autograder.submission import Limits, files, notebook
from autograder.submission.choose import choose
from autograder.submission.unzipped import unzipped
from autograder.text import one_line

_KINDS = ("code", "markdown", "raw")
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell.

    Attributes:
        kind: ``code``, ``markdown`` or ``raw``.
        text: its source.
        claim: the nbgrader id it bears, or empty.
        pictures: attachments, by name and type, in base64.
    """

    kind: str
    text: str
    claim: str = ""
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The cells of a notebook, and why there are none or which file they are from."""

    cells: tuple[Shown, ...] = ()
    note: str = ""


def read(path: Path, assignment: str) -> HandedIn:
    """Read a student's notebook, whatever is wrong with it.

    Args:
        path: where nbgrader expects it; if it is not there, the file that is graded is taken.
        assignment: the chapter's full name.
    """
    try:
        data, note = _bytes(path, assignment)
        found = notebook.cells(data, one_line(path.name, 100), _LIMITS)
    except UsageError as error:
        return HandedIn(note=str(error))
    return HandedIn(tuple(_shown(cell) for cell in found if isinstance(cell, dict)), note)


def _bytes(path: Path, assignment: str) -> tuple[bytes, str]:
    folder, name = path.parent, one_line(path.name, 100)
    what = files.kind(folder)
    if what != "folder":
        raise files.refused(one_line(folder.name, 100), what)
    with unzipped(files.folder(folder, folder.name, _LIMITS), _LIMITS) as tree:
        choice = choose(tree, assignment, _LIMITS)
        every = (choice.entry, *choice.others)
        shown = next((e for e in every if e.path.suffix.lower() == ".ipynb"), choice.entry)
        graded = one_line(str(choice.entry.path), 100)
        note = choice.note or ("" if graded == name else f"{graded} was graded.")
        return tree.read(shown, _LIMITS.notebook_bytes), note


def _shown(cell: dict[str, Any]) -> Shown:
    kind, text = cell.get("cell_type"), notebook.source(cell)
    return Shown(
        kind=str(kind) if kind in _KINDS else "raw",
        text="" if text is None else _writable(text),
        claim=_claim(cell.get("metadata")),
        pictures=_pictures(cell.get("attachments")) if kind == "markdown" else {},
    )


def _claim(metadata: Any) -> str:
    role = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = role.get("grade_id") if isinstance(role, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    found = attachments if isinstance(attachments, dict) else {}
    kept = {name: _picture(bundle) for name, bundle in found.items() if isinstance(bundle, dict)}
    return {_writable(name): bundle for name, bundle in kept.items() if bundle}


def _picture(bundle: dict[str, Any]) -> dict[str, str]:
    plain = ("image/png", "image/jpeg", "image/gif")  # an SVG can hold a script
    return {kind: data for kind, data in bundle.items() if kind in plain and _base64(data)}


def _base64(data: Any) -> bool:
    return isinstance(data, str) and data.isascii() and not set(data) & set("\"'<>&")


def _writable(text: str) -> str:
    """The text without halves of characters, which JSON can hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")
