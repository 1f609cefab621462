"""The percent format: one text file, cells separated by ``# %%`` lines.

Sources of chapters, known mistakes, accepted variants and students' modules are all read by this
parser. It is our own, not jupytext's, because every author's error must name a file and a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from autograder.errors import UsageError

_LINE_END = re.compile(r"\r\n|\r|\n")  # what ends a line for Python; str.splitlines() knows more
_HEADER = re.compile(r"^# %%(?:\s+(?P<rest>.*?))?\s*$")
_NEAR_HEADER = re.compile(r"^\s*#\s*%%")
_PAIR = re.compile(r"""(?<![a-z_])(?P<key>[a-z_]+)=(?:"(?P<text>[^"]*)"|(?P<number>\d+))(?=\s|$)""")
_KIND = re.compile(r"\[markdown\]|explore(?=\s|$)")
_DEFINITION = re.compile(r"@|(?:async )?def |class ")
_NARROW, _WIDE = "\n\n", "\n\n\n"
_COMMENT = re.compile(r"^# ?")


class PercentError(UsageError):
    """Text in cells that cannot be read or used.

    Attributes:
        line: 1-based line of what is wrong.
        problem: what is wrong and what to do, without the place.
    """

    def __init__(self, path: PurePath | str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a percent file.

    Attributes:
        kind: ``"code"``, ``"markdown"`` or ``"explore"`` (notebook only).
        source: the cell's text without its header line and surrounding blank lines.
        line: 1-based line of ``source``'s first line in the file.
        header: the values of the header line, e.g. ``{"task": "make_line", "points": 3}``.
        header_line: 1-based line of the header line; 0 for text before the first one.
    """

    kind: str
    source: str
    line: int
    header: dict[str, str | int] = field(default_factory=dict)
    header_line: int = 0

    @property
    def task(self) -> str | None:
        """The task this cell belongs to, or None."""
        name = self.header.get("task")
        return None if name is None else str(name)

    @property
    def module(self) -> str:
        """Its module, where a chapter is a package: ``file="engine"`` or ``task="engine.train"``.

        Empty where the chapter is a single module.
        """
        return str(self.header.get("file", (self.task or "").rpartition(".")[0]))


def parse(text: str, path: PurePath | str, *, strict: bool = True) -> list[Cell]:
    """Split percent text into cells; text before the first header is a cell too, unless blank.

    Args:
        text: the file's content.
        path: the file's name, for messages only.
        strict: whether a header that cannot be read is an error; a student's file is read with
            False, where such a line only separates cells.

    Raises:
        PercentError: a header cannot be read (strict only).
    """
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    if strict:
        _refuse_near_headers(lines, path)
    headers = [i for i, line in enumerate(lines) if _HEADER.match(line)]
    bounds = [*headers, len(lines)]
    cells = _cell("code", {}, lines, 0, bounds[0])
    for start, end in zip(headers, bounds[1:], strict=True):
        kind, header = _header(lines[start], path, start + 1, strict)
        cells += _cell(kind, header, lines, start + 1, end)
    return cells


def render(cells: Iterable[Cell]) -> str:
    """Write cells as percent text that `parse` reads back; ends with one newline.

    Two blank lines set off definitions, as formatters want it, and one every other cell.
    """
    text = ""
    for cell in cells:
        wide = text.rpartition("\n")[2].startswith(" ") or _DEFINITION.match(cell.source)
        text += f"{_WIDE if wide else _NARROW}{header_text(cell)}\n{cell.source}".rstrip()
    return text.lstrip("\n") + "\n"


def header_text(cell: Cell) -> str:
    """The header line of a cell, e.g. ``# %% task="make_line" points=3``."""
    kind = {"code": [], "markdown": ["[markdown]"], "explore": ["explore"]}[cell.kind]
    pairs = [
        f'{key}="{value}"' if isinstance(value, str) else f"{key}={value}"
        for key, value in cell.header.items()
    ]
    return " ".join(["# %%", *kind, *pairs])


def prose(cell: Cell) -> str:
    """The text of a markdown cell without its comment signs."""
    return "\n".join(_COMMENT.sub("", line) for line in cell.source.split("\n"))


def comment(text: str) -> str:
    """Markdown text as the source of a markdown cell, a comment sign before each line."""
    return "\n".join(f"# {line}".rstrip() for line in text.split("\n"))


def _refuse_near_headers(lines: list[str], path: PurePath | str) -> None:
    for number, line in enumerate(lines, start=1):
        if _NEAR_HEADER.match(line) and not _HEADER.match(line):
            raise PercentError(
                path,
                number,
                f"Expected a cell header to be `# %%` at the start of its line with a space after "
                f"it, but got {line.strip()!r}. Write it so, or write the comment otherwise.",
            )


def _header(
    line: str, path: PurePath | str, number: int, strict: bool
) -> tuple[str, dict[str, str | int]]:
    found = _HEADER.match(line)
    rest = (found["rest"] or "") if found else ""
    kind = _KIND.match(rest)
    pairs = [
        (pair["key"], pair["text"] if pair["text"] is not None else int(pair["number"]))
        for pair in _PAIR.finditer(rest)
    ]
    if strict:
        _refuse_header(rest, [key for key, _ in pairs], path, number)
    return "code" if kind is None else kind[0].strip("[]"), dict(pairs)


def _refuse_header(rest: str, keys: list[str], path: PurePath | str, number: int) -> None:
    left = _PAIR.sub("", _KIND.sub("", rest, count=1) if _KIND.match(rest) else rest).strip()
    if left:
        raise PercentError(
            path,
            number,
            f'Expected a cell header such as `# %% task="name" points=3`, '
            f'but could not read {left!r}. Write key="text" or key=number.',
        )
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise PercentError(
            path, number, f"Expected each value once, but got {twice}= twice. Keep one of them."
        )


def _cell(
    kind: str, header: dict[str, str | int], lines: list[str], start: int, end: int
) -> list[Cell]:
    first, last = start, end
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    if first == last:
        return [Cell(kind, "", start + 1, header, start)] if header else []
    return [Cell(kind, "\n".join(lines[first:last]), first + 1, header, start)]
