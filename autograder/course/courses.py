"""Which courses are in force: the built-in one, or the folders that a setting names.

A course is a folder with ``solutions/`` (and ``exercises/``, made from them) and a folder
``chapters/`` with a folder for each chapter: checks, known mistakes, helpers. The built-in course
has the same parts: in a clone its ``chapters/`` is ``autograder/chapters/``, and in a wheel all of
it lies inside the package.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.errors import UsageError

BUILT_IN = Path(__file__).resolve().parents[2]
"""The repository in a clone, the folder of installed packages otherwise."""

BUILT_IN_NAME = "built-in"
VARIABLE = "AUTOGRADER_COURSE"  # an environment variable reaches workers and templates too


def active() -> tuple[Path, ...]:
    """Return the folders of the courses in force, in their order."""
    named = os.environ.get(VARIABLE, "")
    return tuple(_folder(name) for name in named.split(os.pathsep) if name) or (BUILT_IN,)


def private() -> tuple[Path, ...]:
    """Return the folders of those that are not the built-in one."""
    return tuple(course for course in active() if course != BUILT_IN)


def choose(names: Sequence[str]) -> None:
    """Put courses in force for this process and all it starts.

    Args:
        names: folders, or ``built-in``; where there are none, those of the variable
            ``AUTOGRADER_COURSE`` stay in force, and else those of the settings file.

    Raises:
        UsageError: a folder holds no course, or the settings file cannot be read.
    """
    chosen = list(names) or ([] if os.environ.get(VARIABLE) else _from_settings())
    if not chosen:
        return
    folders = [_folder(name) for name in chosen]
    for folder in folders:
        if not any(part(folder, kind).is_dir() for kind in ("solutions", "exercises")):
            raise UsageError(
                f"{folder}: Expected the folder of a course, with solutions/ in it, but there is "
                "none. `autograder new course FOLDER` makes one."
            )
    os.environ[VARIABLE] = os.pathsep.join(dict.fromkeys(map(os.fspath, folders)))


def part(course: Path, kind: str) -> Path:
    """Return the folder of a course's ``solutions`` or ``exercises``."""
    packed = course / "autograder" / f"_{kind}"  # in a wheel they lie inside the package
    return packed if packed.is_dir() else course / kind


def chapters_folder(course: Path) -> Path:
    """Return the folder that holds a folder for each of a course's chapters."""
    inside = course / "autograder" / "chapters"
    return inside if inside.is_dir() else course / "chapters"


def settings_file() -> Path:
    """Return where a user's settings lie: ``autograder/config.toml`` of their configuration.

    Not the current folder: whoever stands in a submission must not take settings from a student.
    """
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return (Path(home) if home else Path.home() / ".config") / "autograder" / "config.toml"


def _from_settings() -> list[str]:
    """Return what ``course = [...]`` names in the settings file, relative to it."""
    path = settings_file()
    try:
        named = _toml(path.read_text(encoding="utf-8")).get("course", [])
    except OSError:
        return []
    except ValueError as error:
        raise UsageError(f"{path}: Expected TOML, but got: {error}. Correct it.") from None
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise UsageError(f'{path}: Expected course = ["FOLDER", ...], but got {named!r}.')
    return [name if name == BUILT_IN_NAME else os.fspath(path.parent / name) for name in named]


def _toml(text: str) -> dict[str, Any]:
    reader = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    found: dict[str, Any] = reader.loads(text)
    return found


def _folder(name: str) -> Path:
    return BUILT_IN if name == BUILT_IN_NAME else Path(name).expanduser().resolve()
