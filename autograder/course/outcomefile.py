"""The file of a chapter that says what its known mistakes give under its public checks.

In a self-check public checks have the same inputs for everybody. What each known mistake gives
there is computed once, by ``autograder build``, and stands in the chapter's ``outcomes.json``. A
student's kit has this file, with the hints, and no mistake's code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any, TypeVar

from autograder.course import mistakes
from autograder.course.chapters import Chapter
from autograder.course.mistakes import Mistake

Outcomes = Mapping[str, Any]
"""What a mistake gives, as plain data, by the ids of checks."""

_Folder = TypeVar("_Folder", bound=PurePath)

_NOT_PUBLIC = frozenset(("hidden.py", "thresholds.py", "variants.py"))


def path_of(folder: _Folder) -> _Folder:
    """The file in a chapter's folder."""
    return folder / "outcomes.json"


def known(chapter: Chapter) -> tuple[Mistake, ...]:
    """Return a chapter's known mistakes; in a student's kit without their code.

    Raises:
        PercentError: one of a clone's cannot be composed.
    """
    if mistakes.path_of(chapter.folder).is_file():
        return mistakes.catalogue(chapter)
    return released(chapter)


def released(chapter: Chapter) -> tuple[Mistake, ...]:
    """Return the known mistakes that public checks can find, without their code."""
    found = filter(_shows, _entries(chapter))
    return tuple(Mistake(one["id"], one["task"], "", tuple(one["hints"])) for one in found)


def read(chapter: Chapter) -> dict[str, Outcomes]:
    """Return the outcomes in a chapter's file by a mistake's id; none where it is stale."""
    if is_stale(chapter):
        return {}
    return {one["id"]: one["outcomes"] for one in _entries(chapter)}


def is_stale(chapter: Chapter) -> bool:
    """Whether a clone's file is absent or was made from other files than are there now."""
    if not mistakes.path_of(chapter.folder).is_file():
        return False
    return bool(_read(path_of(chapter.folder)).get("made_from") != _made_from(chapter))


def text(chapter: Chapter, outcomes: Mapping[str, Outcomes]) -> str:
    """Return the text of a chapter's file: a line for each known mistake."""
    entries = [
        {"id": one.id, "task": one.task, "hints": one.hints, "outcomes": outcomes[one.id]}
        for one in mistakes.catalogue(chapter)
    ]
    return _text(_made_from(chapter), entries)


def released_text(chapter: Chapter) -> str:
    """Return the text of a chapter's file in a student's kit: of those that it can name."""
    return _text("", filter(_shows, _entries(chapter)))


def _shows(entry: Mapping[str, Any]) -> bool:
    """Whether a mistake loses a public check."""
    return not all(outcome[0] for outcome in entry["outcomes"].values())


def _text(made_from: str, entries: Iterable[Mapping[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in entries)
    return f'{{"made_from": "{made_from}", "mistakes": [\n{lines}\n]}}\n'


def _made_from(chapter: Chapter) -> str:
    """Identify the files of a chapter that outcomes depend on, by 16 hexadecimal digits."""
    code = (path for path in chapter.folder.rglob("*.py") if path.name not in _NOT_PUBLIC)
    digest = hashlib.sha256()
    for path in (chapter.solution, mistakes.path_of(chapter.folder), *sorted(code)):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))  # as a checkout on Windows has it
    return digest.hexdigest()[:16]


def _entries(chapter: Chapter) -> Iterator[dict[str, Any]]:
    yield from _read(path_of(chapter.folder)).get("mistakes", ())


def _read(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):  # absent, or with the marks of a merge: it is made anew
        return {}
    return data
