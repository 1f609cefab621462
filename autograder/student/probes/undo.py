"""What a check changes in the student's process, and how it is put back when the check ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

_UNDO: list[Callable[[], None]] = []


def restore() -> None:
    """Undo every ``pretend_…`` and ``replace`` of this process."""
    while _UNDO:
        _UNDO.pop()()


def afterwards(action: Callable[[], None]) -> None:
    """Do something when the check ends."""
    _UNDO.append(action)


def replace(owner: object, name: str, value: object) -> None:
    """Set ``owner.name`` until the check ends."""
    old = getattr(owner, name)
    afterwards(lambda: setattr(owner, name, old))
    setattr(owner, name, value)


def set_globals(module: str, values: Mapping[str, object]) -> None:
    """Give global variables of a module these values until the check ends; nothing if it is absent.

    Args:
        module: name of an imported module.
        values: by name; names that the module does not have yet are made.
    """
    if module not in sys.modules:
        return
    space = vars(sys.modules[module])
    before = {name: space[name] for name in values if name in space}

    def undo() -> None:
        for name in values:
            space.pop(name, None)
        space.update(before)

    afterwards(undo)
    space.update(values)
