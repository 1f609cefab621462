"""Which modules a student's kit needs: those that its commands and public checks import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from autograder.course import courses
from autograder.course.source import read
from autograder.errors import KitError

ROOTS = (
    "autograder.__main__",
    "autograder.cli",
    "autograder.plugin",
    *(f"autograder.jupyter.{name}" for name in ("server", "helper")),
    *(f"autograder.student.{name}" for name in ("alone", "boot", "template", "worker")),
)
"""Modules that are started by name."""

INSTRUCTOR_ONLY = frozenset({"autograder.commands.instructor"})
"""Modules that the kit does without where they are absent."""

SECRET = frozenset({"hidden", "thresholds", "variants"})
"""Names of grader modules that no student may have."""

_DOTTED = re.compile(r"autograder(?:\.\w+)+")


def needed(root: Path, chapters: Iterable[str]) -> list[str]:
    """Names of the modules of a kit, sorted.

    Imports are followed wherever they stand, but those for a type checker alone; so is a module
    that is named in a string, as ``autograder.student.worker:serve`` is.

    Args:
        root: the folder that holds the package.
        chapters: full names of the chapters whose public checks belong to the kit.

    Raises:
        KitError: one of them needs what no student may have.
    """
    waiting = [*ROOTS, *(name for chapter in chapters for name in _roots_of(chapter, root))]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found or name in INSTRUCTOR_ONLY:
            continue
        found.add(name)
        for other in _named_in(name, root):
            if is_secret(other):
                raise KitError(
                    f"{file_of(name, root)}: Expected a module that students may have, but it "
                    f"imports {other}. Move what both need to a module beside them."
                )
            waiting.append(other)
    return sorted(found)


def _roots_of(chapter: str, root: Path) -> Iterator[str]:
    """The public checks of a chapter, and what checks find by its name: its probes."""
    folder = f"autograder.chapters.{chapter}"
    yield f"{folder}.public"
    for file in sorted(file_of(f"{folder}.public", root).parent.glob("probes*.py")):
        yield f"{folder}.{file.stem}"


def is_secret(name: str) -> bool:
    """Whether a module is one of a chapter's graders that stay with the instructor."""
    parts = name.split(".")
    return parts[:2] == ["autograder", "chapters"] and parts[-1] in SECRET


def file_of(name: str, root: Path) -> Path:
    """The file of a module, or of a package's ``__init__``; a chapter's is in its course."""
    parts = name.split(".")
    path = root.joinpath(*parts)
    if parts[:2] == ["autograder", "chapters"] and len(parts) > 2:
        folders = [courses.chapters_folder(course) for course in courses.private()]
        path = next((f.joinpath(*parts[2:]) for f in folders if (f / parts[2]).is_dir()), path)
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def place_of(name: str, root: Path) -> PurePosixPath:
    """Where a module lies in a kit, whichever course it is from."""
    is_package = file_of(name, root).name == "__init__.py"
    return PurePosixPath(*name.split("."), "__init__.py" if is_package else "").with_suffix(".py")


def _named_in(name: str, root: Path) -> Iterator[str]:
    """The modules that a module's text names, and the packages it lies in."""
    parts = name.split(".")
    candidates = [".".join(parts[:end]) for end in range(1, len(parts))]
    candidates += _mentioned(ast.parse(read(file_of(name, root))))
    yield from (other for other in candidates if file_of(other, root).is_file())


def _mentioned(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        children: Iterable[ast.AST] = node.orelse
    else:
        children = ast.iter_child_nodes(node)
        yield from _named_by(node)
    for child in children:
        yield from _mentioned(child)


def _named_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = _DOTTED.match(node.value)
        if found:
            yield found[0]
