"""GitHub Classroom: clones ``assignment-username`` in a folder ``assignment-submissions``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from autograder.classroom.layouts.upload import Owned, Owners, Top, person

_ENDING = "-submissions"


def owners(tops: Sequence[Top], parent: str) -> Owners:
    """Give the owner of each clone.

    Args:
        tops: what lies in the folder.
        parent: the name of the folder, which tells where the assignment's name ends.
    """
    names = [top.name for top in tops if top.is_folder]
    is_named = parent.endswith(_ENDING) and all(
        name.startswith(_assignment(parent)) for name in names
    )
    if not is_named and not any(top.is_clone for top in tops):
        return {}
    prefix = _assignment(parent) if is_named else _common(names)
    return {
        name: (Owned(person(name[len(prefix) :], login=name[len(prefix) :])),)
        for name in names
        if name.startswith(prefix) and name != prefix
    }


def _assignment(parent: str) -> str:
    return parent.removesuffix(_ENDING) + "-"


def _common(names: Sequence[str]) -> str:
    """The beginning that all names share, up to a hyphen; of one name, nothing."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    shared = "".join(letters[0] for letters in same) if len(names) > 1 else ""
    return shared[: shared.rfind("-") + 1]
