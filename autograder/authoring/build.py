"""Exercises from solutions: the stub module and the notebook of each chapter."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.authoring import notebooks, quizzes, readme
from autograder.course import chapters, compose, courses, outcomefile
from autograder.course.compose import Replacements
from autograder.course.percent import Cell, comment, prose
from autograder.course.source import Source
from autograder.errors import UsageError

_NOTE = """\
> **This notebook is yours.** Write your code where it says `TODO` and run the cell. The cell with
> `check` after it tells your points: it grades what you ran last, saved or not. Other cells are
> there to play with: they raise `NotImplementedError` until the task is done."""
_CHECK_NOTE = "## Check your work\n\nAll tasks at once, as you ran them last."


def build(root: Path | None = None, check: bool = False) -> list[Path]:
    """Write what is made from solutions: exercises, quizzes, the README's table, outcomes.

    Args:
        root: the folder of a course; all in force unless given.
        check: only compare, write nothing.

    Returns:
        The files that differed from what the solutions give; without ``check`` they were written.

    Raises:
        UsageError: there are no solutions, or one of them cannot be made into a stub.
    """
    if root is None:
        return [path for course in courses.active() for path in build(course, check)]
    if not (root / "solutions").is_dir():
        raise UsageError(
            f"{root / 'solutions'}: Expected the folder of the solutions, but there is none. "
            "Exercises are built in a clone of the whole kit, not in a student's."
        )
    present = [c for c in chapters.existing(root) if c.solution.is_file()]
    sources = [chapters.load(chapter) for chapter in present]
    made = [item for source in sources for item in exercises(source, root / "exercises")]
    made += readme.page(root, sources)
    made += quizzes.pages(chapters.load(c) for c in chapters.present(root) if c.solution.is_file())
    stale = [(path, text) for path, text in made if not _holds(path, text)]
    for path, text in stale if not check else ():
        _write(path, text)
    return [*(path for path, _ in stale), *_outcomes(root, check)]


def _outcomes(root: Path, check: bool) -> list[Path]:
    """Write what known mistakes give, where a chapter has changed: the paths of these files."""
    stale = [c for c in chapters.present(root) if c.solution.is_file() and outcomefile.is_stale(c)]
    for chapter in stale if not check else ():
        from autograder.authoring import outcomes  # with torch, which is seldom needed here

        _write(outcomefile.path_of(chapter.folder), outcomes.text(chapter))
    return [outcomefile.path_of(chapter.folder) for chapter in stale]


def compose_notebook(
    source: Source, replacements: Replacements, kit: str = notebooks.KIT
) -> dict[str, Any]:
    """The notebook of a chapter with some of its tasks' cells replaced; as for `compose.module`.

    Its first code cell gets the kit from ``kit`` where it is missing; each task is followed by a
    cell that checks it; the last two are a heading and the check of all tasks.
    """
    first, *rest = _with_note(_written(compose.cells(source, replacements), source.chapter.package))
    cells = [
        *(first, notebooks.setup(source.chapter.label, kit)),
        *notebooks.with_checks(rest),
        *(Cell("markdown", comment(_CHECK_NOTE), 0), notebooks.check()),
    ]
    return notebooks.notebook(cells, source.chapter.name)


def stub_notebook(source: Source, kit: str = notebooks.KIT) -> dict[str, Any]:
    """The notebook a student starts from; ``kit`` as for `compose_notebook`."""
    return compose_notebook(source, compose.all_stubs(source), kit)


def solved_notebook(source: Source) -> dict[str, Any]:
    """The notebook as a student hands it in who solved everything as the solution does."""
    return compose_notebook(source, {})


def exercises(source: Source, folder: Path, kit: str = notebooks.KIT) -> list[tuple[Path, str]]:
    """What a student starts from: files in ``folder`` with their text; ``kit`` as above."""
    stem = folder / source.chapter.name
    book = (stem.with_suffix(".ipynb"), notebooks.dumps(stub_notebook(source, kit)))
    if source.chapter.package:
        files = compose.package(source, compose.all_stubs(source))
        return [*((stem / name, text) for name, text in files.items()), book]
    return [(stem.with_suffix(".py"), compose.stub_module(source)), book]


def _written(cells: list[Cell], package: str) -> list[Cell]:
    """The cells of a package's notebook: each writes its module, or adds to it, as magics do."""
    begun: set[str] = set()
    written = []
    for cell in cells:
        if package and cell.module:
            option = "-a " if cell.module in begun else ""
            gap = "\n\n" if option else ""
            begun.add(cell.module)
            line = f"%%writefile {option}{package}/{cell.module}.py"
            cell = replace(cell, source=f"{line}\n{gap}{cell.source}\n")
        written.append(cell)
    return written


def _with_note(cells: list[Cell]) -> list[Cell]:
    if not cells or cells[0].kind != "markdown":
        return [Cell("markdown", comment(_NOTE), 0), *cells]
    text = compose.inserted(prose(cells[0]).split("\n"), 0, _NOTE)
    return [replace(cells[0], source=comment(text)), *cells[1:]]


def _holds(path: Path, text: str) -> bool:
    # Read with universal newlines: a checkout on Windows may end its lines in \r\n.
    try:
        return path.read_text(encoding="utf-8") == text
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(text.encode())  # not tempfile: the file is for everyone to read
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
