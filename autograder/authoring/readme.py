"""The README's table of chapters, made from the sources so that it cannot be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.course.source import Source

START = "<!-- chapters: written by `autograder build` -->"
END = "<!-- end of chapters -->"
_HEAD = "| chapter | tasks | points | minutes | concepts |\n|---|---|---|---|---|"


def table(sources: Sequence[Source]) -> str:
    """Return the table: for each chapter its title, tasks, points, minutes and concepts."""
    return "\n".join([_HEAD, *map(_row, sources)])


def with_table(text: str, sources: Sequence[Source]) -> str:
    """The README with its table brought up to date; as it was where it has no marks for one."""
    if START not in text or END not in text:
        return text
    before, rest = text.split(START, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{START}\n{table(sources)}\n{END}{after}"


def page(root: Path, sources: Sequence[Source]) -> list[tuple[Path, str]]:
    """The README under ``root`` as it must be; nothing where there is none."""
    path = root / "README.md"
    if not path.is_file():
        return []
    return [(path, with_table(path.read_text(encoding="utf-8"), sources))]


def _row(source: Source) -> str:
    minutes = sum(task.minutes for task in source.tasks)
    title = f"{source.chapter.label} {source.chapter.title}"
    numbers = f"{len(source.tasks)} | {source.points} | {minutes}"
    return f"| {title} | {numbers} | {source.chapter.concepts} |"
