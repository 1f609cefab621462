"""A composed chapter: for each task its solution, what a student starts from, or other code.

Stubs, solved files, known mistakes and accepted variants are all compositions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from autograder.course import solutions
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
_FOR_AUTHORS = ("concept", "concepts", "package", "draft")


def module(source: Source, replacements: Replacements) -> str:
    """The module text of a chapter with some of its tasks' cells replaced.

    Args:
        source: the chapter.
        replacements: by task id, the code of its cell; None stands for what a student starts
            from. Tasks not named are solved (as far as ``source`` holds solutions).

    Raises:
        UsageError: there is no such task, or solution markers are not in order.
    """
    shown = [cell for cell in cells(source, replacements) if cell.kind != "explore"]
    banner = _BANNER.format(label=source.chapter.label, name=source.chapter.name)
    return f"{banner}\n{render(shown)}"


def package(source: Source, replacements: Replacements) -> dict[str, str]:
    """The files of a chapter that is a package, by name; replacements as for `module`.

    Text belongs to the module whose code comes next.
    """
    by_module: dict[str, list[Cell]] = {name: [] for name in source.modules}
    waiting: list[Cell] = []
    for cell in cells(source, replacements):
        if cell.kind == "markdown":
            waiting.append(cell)
        elif cell.kind == "explore":
            waiting.clear()  # it introduced what is only in the notebook
        elif cell.module:
            by_module[cell.module] += [*waiting, cell]
            waiting.clear()
    facts = {"label": source.chapter.label, "name": source.chapter.name}
    title = source.chapter.title
    order = ", ".join(f'"{name}"' for name in by_module)
    files = {"__init__.py": _INIT.format(modules=order, title=title, **facts)}
    for name, own in by_module.items():
        banner = _PACKAGE_BANNER.format(module=name, **facts)
        files[f"{name}.py"] = f"{banner}\n{render(own)}"
    return files


def stub_module(source: Source) -> str:
    """The module a student starts from."""
    return module(source, all_stubs(source))


def solved_module(source: Source) -> str:
    """The module as a student hands it in who solved everything as the solution does."""
    return module(source, {})


def all_stubs(source: Source) -> dict[str, None]:
    """The replacements that make every task what a student starts from."""
    return {task.id: None for task in source.tasks}


def cells(source: Source, replacements: Replacements) -> list[Cell]:
    """The cells of a chapter, those of the notebook too; replacements as for `module`."""
    for name in replacements.keys() - {task.id for task in source.tasks}:
        raise UsageError(f"{source.path}: Expected a task's id to replace, but got {name!r}.")
    introduced = _introductions(source)
    made = []
    for index, cell in enumerate(source.cells):
        if cell.header_line == 0:  # the banner of a stub
            continue
        cell = replace(cell, header=_shown(cell.header))
        if cell.kind == "markdown":
            made.append(_with_worth(cell, introduced.get(index)))
        else:
            made.append(replace(cell, source=_code(cell, source, replacements)))
    return made


def _shown(header: Mapping[str, str | int]) -> dict[str, str | int]:
    """The values of a header that students see too."""
    return {key: value for key, value in header.items() if key not in _FOR_AUTHORS}


def _code(cell: Cell, source: Source, replacements: Replacements) -> str:
    if cell.kind != "code" or cell.task is None:
        if solutions.markers(cell.source):
            raise UsageError(f"{source.path}:{cell.line}: {solutions.OUTSIDE}")
        return cell.source
    if cell.task in replacements:
        code = replacements[cell.task]
        if code is not None:
            return code.strip("\n")
        return solutions.stub(cell, source.path) if source.solved else cell.source
    return solutions.solved(cell, source.path)


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
    text = inserted(lines, heading(lines), worth(task))
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


def inserted(lines: list[str], after: int | None, paragraph: str) -> str:
    """The lines with a paragraph after one of them, or first, unless it is there already."""
    if paragraph.split("\n")[0] in lines:
        return "\n".join(lines)
    place = 0 if after is None else after + 1
    before, rest = "\n".join(lines[:place]), "\n".join(lines[place:]).strip("\n")
    return "\n\n".join(part for part in (before, paragraph, rest) if part)
