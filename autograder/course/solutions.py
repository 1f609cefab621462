"""From the solution of a task to what a student starts from, and back to clean solved code.

Markers count only where a whole line (or the end of a constant's line) is the marker, so that prose
about solutions stays prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from autograder.course.percent import Cell
from autograder.errors import UsageError

_BEGIN = re.compile(r"^(?P<indent>\s*)### BEGIN SOLUTION\s*$")
_END = re.compile(r"^\s*### END SOLUTION\s*$")
_CONSTANT = re.compile(r"^(?P<target>[A-Za-z_]\w*(?:\s*:[^=]*?)?)\s*=(?!=).*\S\s*### SOLUTION\s*$")
_CONSTANT_MARKER = re.compile(r"\s*### SOLUTION\s*$")
_NEAR_MARKER = re.compile(r"#\s*(?:BEGIN|END)\s+SOLUTION|###\s*SOLUTION", re.IGNORECASE)

_NO_END = (
    "Expected this BEGIN SOLUTION to be followed by its own END SOLUTION in the same cell, but got "
    "none. Add `### END SOLUTION` after the solution's last line; regions do not nest."
)
_NO_BEGIN = (
    "Expected END SOLUTION to follow a BEGIN SOLUTION of the same cell, but got none before it. "
    "Add `### BEGIN SOLUTION` before the solution's first line, or remove this line."
)
_UNCLEAR = (
    "Expected a solution marker, but got {!r}. Write `### BEGIN SOLUTION` and `### END SOLUTION` "
    "alone on their lines, or end the line of a constant as in `NAME = value  ### SOLUTION`."
)
OUTSIDE = (
    "Expected solution markers in the cell of a task only, but got some here. Give the cell a "
    'header such as `# %% task="name" points=3`, or move the solution to a task.'
)


@dataclass(frozen=True, slots=True)
class Markers:
    """The solution markers of a cell; all lines are indices into the cell, from 0.

    Attributes:
        regions: first and last line of each region, the markers' own lines.
        constants: lines of marked constants.
        problems: line and what is wrong there.
    """

    regions: tuple[tuple[int, int], ...]
    constants: tuple[int, ...]
    problems: tuple[tuple[int, str], ...]

    def __bool__(self) -> bool:
        """Whether there is any marker, good or bad."""
        return bool(self.regions or self.constants or self.problems)


def markers(code: str) -> Markers:
    """Find the solution markers of a cell."""
    regions: list[tuple[int, int]] = []
    problems: list[tuple[int, str]] = []
    constants: list[int] = []
    begin: int | None = None
    for number, line in enumerate(code.split("\n")):
        if _BEGIN.match(line):
            if begin is not None:
                problems.append((begin, _NO_END))
            begin = number
        elif _END.match(line):
            if begin is None:
                problems.append((number, _NO_BEGIN))
            else:
                regions.append((begin, number))
            begin = None
        elif _CONSTANT.match(line):
            constants.append(number)
        elif _NEAR_MARKER.search(line):
            problems.append((number, _UNCLEAR.format(line.strip())))
    if begin is not None:
        problems.append((begin, _NO_END))
    return Markers(tuple(regions), tuple(constants), tuple(sorted(problems)))


def stub(cell: Cell, path: PurePath | str) -> str:
    """The code of a task's cell as a student starts from it: solutions out.

    Raises:
        UsageError: the cell's markers are not in order, or it has none, and would give itself away.
    """
    found = _sound(cell, path)
    if not found:
        raise UsageError(f"{path}:{cell.header_line}: {no_solution(cell.task)}")
    lines = cell.source.split("\n")
    for number in found.constants:
        lines[number] = _CONSTANT.sub(r"\g<target> = ...", lines[number])
    for first, last in reversed(found.regions):
        indent = _BEGIN.sub(r"\g<indent>", lines[first])
        todo = (
            f"{indent}# TODO: your code here",
            f'{indent}raise NotImplementedError("{cell.task}")',
        )
        lines[first : last + 1] = todo
    return "\n".join(lines)


def solved(cell: Cell, path: PurePath | str) -> str:
    """The code of a cell with its solution, but without the markers, as a student hands it in.

    Raises:
        UsageError: the cell's markers are not in order.
    """
    found = _sound(cell, path)
    drop = {number for region in found.regions for number in region}
    lines = [
        _CONSTANT_MARKER.sub("", line) if number in found.constants else line
        for number, line in enumerate(cell.source.split("\n"))
        if number not in drop
    ]
    return "\n".join(lines)


def solution_lines(code: str) -> tuple[str, ...]:
    """The lines of a cell that a student must not see, stripped, without blank lines."""
    found = markers(code)
    lines = code.split("\n")
    hidden = [line for first, last in found.regions for line in lines[first + 1 : last]]
    hidden += [_CONSTANT_MARKER.sub("", lines[number]) for number in found.constants]
    return tuple(line.strip() for line in hidden if line.strip())


def no_solution(task: str | None) -> str:
    """What to tell the author of a task's cell without solution markers."""
    return (
        f"Expected the cell of task {task!r} to have a solution, but got no markers. Put the lines "
        "a student has to write between `### BEGIN SOLUTION` and `### END SOLUTION`."
    )


def _sound(cell: Cell, path: PurePath | str) -> Markers:
    found = markers(cell.source)
    for number, problem in found.problems:
        raise UsageError(f"{path}:{cell.line + number}: {problem}")
    return found
