"""What an author got wrong in the catalogue of a chapter's known mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.authoring import leaks
from autograder.authoring.source_errors import header, tells
from autograder.course.mistakes import Mistake, mistake
from autograder.course.percent import Cell, PercentError, parse
from autograder.course.source import Source, bare, definitions, read
from autograder.errors import UsageError

Found = tuple[int, str]
Secrets = Mapping[str, tuple[str, ...]]

_LEAST_MISTAKES = 3


def found(path: Path, source: Source, secrets: Secrets) -> Iterator[Found]:
    """All that is wrong in a catalogue: pairs of a line and what to do about it.

    Args:
        path: the catalogue.
        source: its chapter.
        secrets: by task, the lines of its solution that no hint may hold.
    """
    try:
        cells = parse(read(path), path)
    except PercentError as error:
        yield error.line, error.problem
        return
    except UsageError:
        yield 1, "Expected the catalogue of known mistakes here, but got no readable file."
        return
    known: dict[str, Mistake | None] = {}
    for cell in cells:
        if cell.header_line and cell.kind == "code":
            yield from _headed(cell, cells)
            if cell.task is not None and "mistake" in cell.header:
                yield from _mistake(cell, source, secrets, known, path)
    yield from _too_few(cells, source)


def _too_few(cells: list[Cell], source: Source) -> Iterator[Found]:
    for task in source.tasks:
        count = sum(1 for c in cells if c.task == task.id and "mistake" in c.header)
        if count < _LEAST_MISTAKES:
            yield (
                1,
                f"Expected at least {_LEAST_MISTAKES} mistakes of task {task.id!r}, but got "
                f"{count}. Add what students get wrong there.",
            )


def _headed(cell: Cell, cells: list[Cell]) -> Iterator[Found]:
    yield from header(cell, ("mistake", "task", "based_on"))
    name = cell.header.get("mistake")
    if not isinstance(name, str) or cell.task is None:
        yield (
            cell.header_line,
            'Expected a header `# %% mistake="name" task="name"`, but got one without mistake or '
            "task. Each cell of this file is a mistake made in a task.",
        )
        return
    first = next(other.header_line for other in cells if other.header.get("mistake") == name)
    if first != cell.header_line:
        yield (
            cell.header_line,
            f"Expected each mistake's name once, but got {name!r} already in line {first}. "
            "Rename one of them.",
        )


def _mistake(
    cell: Cell, source: Source, secrets: Secrets, known: dict[str, Mistake | None], path: Path
) -> Iterator[Found]:
    """What is wrong in one cell; ``known`` gets its mistake, or None where it cannot be made."""
    above = {name: made for name, made in known.items() if made is not None}
    known[str(cell.header["mistake"])] = None
    if known.get(str(cell.header.get("based_on")), cell) is None:
        return  # what is wrong with the mistake it is based on has been said
    try:
        made = mistake(cell, source, above, path)
    except PercentError as error:
        yield error.line, error.problem
    except UsageError:  # markers not in order: said where the solution is checked
        return
    else:
        known[made.id] = made
        yield from ((cell.header_line, text) for text in _content(made, source, secrets))


def _content(made: Mistake, source: Source, secrets: Secrets) -> Iterator[str]:
    own = {leaks.squeeze(line) for line in made.source.split("\n")}
    lines = [line for line in secrets.get(made.task, ()) if line not in own]
    told = leaks.leak("\n".join(made.hints), lines)
    if told:
        yield tells("a hint", told)
    wanted = map(bare, source.task(made.task).names)
    missing = [name for name in wanted if name not in definitions(made.source)]
    if missing:
        yield (
            f"Expected the mistake to define all that its task's cell defines, but got no "
            f"{', '.join(missing)}. Keep these definitions."
        )
