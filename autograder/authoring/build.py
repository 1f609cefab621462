"""Exercises from solutions: the stub module and the notebook of each chapter.

A chapter is composed of its cells; for each task there is a choice between its solution, what a
student starts from, and any other code. Stubs, solved files, known mistakes and accepted variants
are all such compositions.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.authoring import notebooks, readme, stubs
from autograder.course import chapters, courses
from autograder.course.percent import Cell, comment, prose, render
from autograder.course.source import Source, Task
from autograder.errors import UsageError

Replacements = Mapping[str, str | None]

_BANNER = """\
# Chapter {label}: edit this file. Write your code where it says TODO, then run
#     autograder check {label}
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/{name}.py by `autograder build`.
"""
_PACKAGE_BANNER = """\
# Chapter {label}, module {module}: edit this file. Write code where it says TODO, then run
#     autograder check {label}
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/{name}.py by `autograder build`.
"""
_INIT = '''\
"""{label} · {title}. The modules of this package, in the order of the course:"""

__all__ = [{modules}]
'''
_NOTE = """\
> **This notebook is yours.** Write your code where it says `TODO` and run the cell. The cell with
> `check` after it tells your points: it grades what you ran last, saved or not. Other cells are
> there to play with: they raise `NotImplementedError` until the task is done."""
_FOR_AUTHORS = ("concept", "concepts", "package", "draft")
_CHECK_NOTE = "## Check your work\n\nAll tasks at once, as you ran them last."


def build(root: Path | None = None, check: bool = False) -> list[Path]:
    """Write the exercises of all chapters that have a solution, and the README's table.

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
    stale = [(path, text) for path, text in made if not _holds(path, text)]
    for path, text in stale if not check else ():
        _write(path, text)
    return [path for path, _ in stale]


def compose(source: Source, replacements: Replacements) -> str:
    """The module text of a chapter with some of its tasks' cells replaced.

    Args:
        source: the chapter.
        replacements: by task id, the code of its cell; None stands for what a student starts
            from. Tasks not named are solved (as far as ``source`` holds solutions).

    Raises:
        UsageError: there is no such task, or solution marks are not in order.
    """
    cells = [cell for cell in _composed(source, replacements) if cell.kind != "explore"]
    banner = _BANNER.format(label=source.chapter.label, name=source.chapter.name)
    return f"{banner}\n{render(cells)}"


def compose_package(source: Source, replacements: Replacements) -> dict[str, str]:
    """The files of a chapter that is a package, by name; replacements as for `compose`.

    Text belongs to the module whose code comes next.
    """
    by_module: dict[str, list[Cell]] = {module: [] for module in source.modules}
    waiting: list[Cell] = []
    for cell in _composed(source, replacements):
        if cell.kind == "markdown":
            waiting.append(cell)
        elif cell.kind == "explore":
            waiting.clear()  # it introduced what is only in the notebook
        elif cell.module:
            by_module[cell.module] += [*waiting, cell]
            waiting.clear()
    facts = {"label": source.chapter.label, "name": source.chapter.name}
    title = source.chapter.title
    order = ", ".join(f'"{module}"' for module in by_module)
    files = {"__init__.py": _INIT.format(modules=order, title=title, **facts)}
    for module, cells in by_module.items():
        banner = _PACKAGE_BANNER.format(module=module, **facts)
        files[f"{module}.py"] = f"{banner}\n{render(cells)}"
    return files


def compose_notebook(
    source: Source, replacements: Replacements, kit: str = notebooks.KIT
) -> dict[str, Any]:
    """The notebook of a chapter with some of its tasks' cells replaced; as for `compose`.

    Its first code cell gets the kit from ``kit`` where it is missing; each task is followed by a
    cell that checks it; the last two are a heading and the check of all tasks.
    """
    first, *rest = _with_note(_written(_composed(source, replacements), source.chapter.package))
    cells = [
        *(first, notebooks.setup(source.chapter.label, kit)),
        *notebooks.with_checks(rest),
        *(Cell("markdown", comment(_CHECK_NOTE), 0), notebooks.check()),
    ]
    return notebooks.notebook(cells, source.chapter.name)


def stub_module(source: Source) -> str:
    """The module a student starts from."""
    return compose(source, _all_stubs(source))


def stub_notebook(source: Source, kit: str = notebooks.KIT) -> dict[str, Any]:
    """The notebook a student starts from; ``kit`` as for `compose_notebook`."""
    return compose_notebook(source, _all_stubs(source), kit)


def solved_module(source: Source) -> str:
    """The module as a student hands it in who solved everything as the solution does."""
    return compose(source, {})


def solved_notebook(source: Source) -> dict[str, Any]:
    """The notebook as a student hands it in who solved everything as the solution does."""
    return compose_notebook(source, {})


def _all_stubs(source: Source) -> dict[str, None]:
    return {task.id: None for task in source.tasks}


def exercises(source: Source, folder: Path, kit: str = notebooks.KIT) -> list[tuple[Path, str]]:
    """What a student starts from: files in ``folder`` with their text; ``kit`` as above."""
    stem = folder / source.chapter.name
    book = (stem.with_suffix(".ipynb"), notebooks.dumps(stub_notebook(source, kit)))
    if source.chapter.package:
        files = compose_package(source, _all_stubs(source))
        return [*((stem / name, text) for name, text in files.items()), book]
    return [(stem.with_suffix(".py"), stub_module(source)), book]


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


def _composed(source: Source, replacements: Replacements) -> list[Cell]:
    for name in replacements.keys() - {task.id for task in source.tasks}:
        raise UsageError(f"{source.path}: Expected a task's id to replace, but got {name!r}.")
    introduced = _introductions(source)
    cells = []
    for index, cell in enumerate(source.cells):
        if cell.mark == 0:  # the banner of a stub
            continue
        cell = replace(cell, header=_shown(cell.header))
        if cell.kind == "markdown":
            cells.append(_with_worth(cell, introduced.get(index)))
        else:
            cells.append(replace(cell, source=_code(cell, source, replacements)))
    return cells


def _shown(header: Mapping[str, str | int]) -> dict[str, str | int]:
    """The values of a header that students see too."""
    return {key: value for key, value in header.items() if key not in _FOR_AUTHORS}


def _code(cell: Cell, source: Source, replacements: Replacements) -> str:
    if cell.kind != "code" or cell.task is None:
        if stubs.marks(cell.source):
            raise UsageError(f"{source.path}:{cell.line}: {stubs.OUTSIDE}")
        return cell.source
    if cell.task in replacements:
        code = replacements[cell.task]
        if code is not None:
            return code.strip("\n")
        return stubs.stub(cell, source.path) if source.solved else cell.source
    return stubs.solved(cell, source.path)


def _introductions(source: Source) -> dict[int, Task]:
    """By index, the markdown cells that introduce a task: the last one before each."""
    found: dict[int, Task] = {}
    last: int | None = None
    for index, cell in enumerate(source.cells):
        if cell.kind == "markdown":
            last = index
        elif cell.kind == "code" and cell.task is not None and last is not None:
            found.setdefault(last, source.task(cell.task))
    return found


def _with_worth(cell: Cell, task: Task | None) -> Cell:
    if task is None:
        return cell
    lines = prose(cell).split("\n")
    text = _insert(lines, heading(lines), worth(task))
    return replace(cell, source=comment(text))


def worth(task: Task) -> str:
    """The line under a task's heading, e.g. ``*5 points · about 10 minutes*``."""
    parts = [f"{task.points} point{'' if task.points == 1 else 's'}"]
    if task.minutes:
        parts.append(f"about {task.minutes} minute{'' if task.minutes == 1 else 's'}")
    return f"*{' · '.join(parts)}*"


def heading(lines: list[str]) -> int | None:
    """Index of the heading of a task in the text before it; the chapter's own comes second."""
    for sign in ("##", "# "):
        for index, line in enumerate(lines):
            if line.startswith(sign):
                return index
    return None


def _insert(lines: list[str], after: int | None, paragraph: str) -> str:
    """The lines with a paragraph after one of them, or first, unless it is there already."""
    if paragraph.split("\n")[0] in lines:
        return "\n".join(lines)
    place = 0 if after is None else after + 1
    before, rest = "\n".join(lines[:place]), "\n".join(lines[place:]).strip("\n")
    return "\n\n".join(part for part in (before, paragraph, rest) if part)


def _with_note(cells: list[Cell]) -> list[Cell]:
    if not cells or cells[0].kind != "markdown":
        return [Cell("markdown", comment(_NOTE), 0), *cells]
    text = _insert(prose(cells[0]).split("\n"), 0, _NOTE)
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
