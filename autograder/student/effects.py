"""What a call leaves behind besides its result: settings, what was handed in, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import changes
from autograder.course.changes import Change
from autograder.student import arguments, scratch, settings


@dataclass(frozen=True, slots=True)
class Noted:
    """How things were before a call.

    Attributes:
        settings: as `settings.found` gives them.
        arguments: as `arguments.noted` gives them; empty for a call of a library or a probe.
        files: as `scratch.found` gives them; None for such a call.
    """

    settings: Mapping[str, str]
    arguments: Sequence[arguments.Noted] = ()
    files: Mapping[str, scratch.Stamp] | None = None


def noted(
    target: object, args: Sequence[Any], kwargs: Mapping[str, Any], folder: Path, *, own: bool
) -> Noted:
    """Note how things are before a call.

    Args:
        target: what is called.
        args: what is handed in by position.
        kwargs: what is handed in by name.
        folder: the scratch folder.
        own: whether ``target`` is the student's. Probes and libraries change their arguments
            and write files as a check asks them to.
    """
    if not own:
        return Noted(settings.found())
    files, given = scratch.found(folder), arguments.noted(target, args, kwargs)
    return Noted(settings.found(), given, files)


def changed(before: Noted, folder: Path) -> dict[str, Change]:
    """Return what is not as it was: by the word that allows it, the first such change."""
    found: dict[str, Change] = {}
    for change in _changes(before, folder):
        found.setdefault(change.word, change)
    return found


def _changes(before: Noted, folder: Path) -> Iterator[Change]:
    own = before.files is not None
    for change in settings.changed(before.settings):
        if own or change.word == changes.SETTINGS:  # checks open figures and draw seeds themselves
            yield change
    yield from arguments.changed(before.arguments)
    if before.files is not None:
        yield from scratch.changed(folder, before.files)
