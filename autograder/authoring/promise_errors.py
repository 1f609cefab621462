"""What an author got wrong in a chapter's ledger of promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.authoring import promises
from autograder.authoring.promises import FREE, Promise
from autograder.course import mistakes, percent
from autograder.course.percent import PercentError
from autograder.course.source import Source, did_you_mean, read

Found = tuple[int, str]
_SHOWN = 80


def found(source: Source, folder: Path) -> Iterator[Found]:
    """All that is wrong in a ledger, line by line; nothing where a chapter has none."""
    path = promises.path_of(folder)
    if not path.is_file():
        return
    every = promises.ledger(path)
    known = {task.id for task in source.tasks}
    for one in every:
        if one.task not in known:
            near = did_you_mean(one.task, sorted(known))
            yield one.line, f"Expected a heading to be a task's id, but got {one.task!r}. {near}"
    names = {kind: _names(folder, kind) for kind in ("mistake", "variant")}
    for one in every:
        yield from _answered(one, names)
    for task in source.tasks:
        yield from _quoted(source, task.id, [one for one in every if one.task == task.id])
        yield from _composed(source, task.id, folder)


def _names(folder: Path, kind: str) -> set[tuple[str | None, str]]:
    """The task and name of every known mistake or variant of a chapter."""
    path = mistakes.path_of(folder) if kind == "mistake" else folder / "variants.py"
    cells = percent.parse(read(path), path) if path.is_file() else ()
    return {(cell.task, str(cell.header[kind])) for cell in cells if kind in cell.header}


def _answered(one: Promise, names: dict[str, set[tuple[str | None, str]]]) -> Iterator[Found]:
    if not (one.kind or one.names or one.codes):
        yield (
            one.line,
            "Expected a promise to have a wrong answer that breaks it (a known mistake's `name`, "
            "or a block of code), `given`, or `free: variant`, but got nothing. Add one below it.",
        )
    kind = "variant" if one.kind == FREE else "mistake"
    here = sorted(name for task, name in names[kind] if task == one.task)
    for name in one.names:
        if name not in here:
            near = did_you_mean(name, here)
            yield one.line, f"Expected a {kind} of task {one.task!r}, but got {name!r}. {near}"


def _quoted(source: Source, task: str, mine: list[Promise]) -> Iterator[Found]:
    cell = next(c for c in source.cells if c.kind == "code" and c.task == task)
    left, strangers = promises.unquoted(promises.text_of(cell), [one.quote for one in mine])
    lines = {one.quote: one.line for one in mine}
    for quote in strangers:
        shown = f"{quote[:_SHOWN]!r}"
        text = f"Expected words of the docstrings of {task!r}, but got {shown}. Quote them anew."
        yield lines[quote], text
    for part in left:
        shown = f"{part[:_SHOWN]!r}"
        text = f"Expected every sentence of {task!r} in a promise, but {shown} is in none. Add it."
        yield mine[0].line if mine else 1, text


def _composed(source: Source, task: str, folder: Path) -> Iterator[Found]:
    for one in promises.ledger(promises.path_of(folder)):
        if one.task == task:
            for line, code in one.codes:
                try:
                    promises.wrong_answer(source, task, code, line, promises.path_of(folder))
                except PercentError as error:
                    yield error.line, error.problem
