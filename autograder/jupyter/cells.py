"""Record the cells that a kernel ran, each with the source it had then."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any

from autograder.course.source import defined
from autograder.submission import magics

_MAGIC_BUDGET = 100_000  # characters of one cell for IPython to read


@dataclass(frozen=True, slots=True)
class Ran:
    """A cell that ran: its number, as in ``In [7]``, and those of its statements that ended."""

    number: int
    source: str


class Recorder:
    """Remembers the cells that a shell runs, and those it ran before.

    A cell that could not be compiled never ran. Of one that raised, the statements above the error
    did. A cell that runs again unchanged counts once, where it ran last.

    Args:
        shell: IPython's shell.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._cells: dict[str, int] = {}
        for number, source in enumerate(self._history()[:-1]):
            if _tree(source) is not None:
                self._add(number, source)
        shell.events.register("post_run_cell", self.ended)

    def cells(self) -> list[Ran]:
        """The cells in the order they ran, with the statements above the call that asks."""
        found = [Ran(number, source) for source, number in self._cells.items()]
        line = _line_in_cell(sys._getframe(), self._shell.user_global_ns)
        if line is not None and (history := self._history()):
            source = above(history[-1], line)
            found = [cell for cell in found if cell.source != source]
            found.append(Ran(len(history) - 1, source))
        return found

    def ended(self, result: Any) -> None:
        """Note a cell; the shell calls this after each."""
        if not result.info.store_history or result.error_before_exec is not None:
            return
        source = result.info.raw_cell
        if result.error_in_exec is not None:
            trace = result.error_in_exec.__traceback__
            line = _line_of_error(trace, self._shell.user_global_ns)
            source = source if line is None else above(source, line)
        self._add(result.execution_count, source)

    def _add(self, number: int, source: str) -> None:
        self._cells.pop(source, None)
        if source.strip():
            self._cells[source] = number

    def _history(self) -> Sequence[str]:
        manager = self._shell.history_manager
        return manager.input_hist_raw if manager is not None else ()


def above(source: str, line: int) -> str:
    """The statements of a cell that end above a line, as the shell counts lines."""
    tree = _tree(source)
    first = source.count("\n", 0, len(source) - len(source.lstrip()))  # the shell skips these
    ends = [node.end_lineno or 0 for node in tree.body] if tree is not None else []
    last = max((end for end in ends if end < line + first), default=0)
    return "\n".join(source.split("\n")[:last])


def latest(cells: Sequence[Ran]) -> list[Ran]:
    """The cells that still matter: those of which every name was bound again later are left out."""
    later: set[str] = set()
    kept = []
    for cell in reversed(cells):
        names = _binds(cell.source)
        if names is None or not names or not names <= later:
            kept.append(cell)
        later |= names or set()
    return kept[::-1]


def _binds(source: str) -> set[str] | None:
    """The names a cell binds; None where it does more than bind names and call functions."""
    tree = _tree(source)
    if tree is None:
        return None
    names: set[str] = set()
    for node in tree.body:
        found = set(_bound(node))
        if not found and not isinstance(node, ast.Expr):
            return None
        names |= found
    return names


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    else:
        yield from defined(node)


def _tree(source: str) -> ast.Module | None:
    """The syntax tree of a cell that is Python but for magics, else None."""
    code = magics.peel(source).code
    try:
        return ast.parse(magics.transformer(_MAGIC_BUDGET)(code)) if code.strip() else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _line_in_cell(frame: FrameType | None, names: dict[str, Any]) -> int | None:
    """The line of the cell that is running, if a cell is."""
    line = None
    while frame is not None:
        if frame.f_globals is names:
            line = frame.f_lineno
        frame = frame.f_back
    return line


def _line_of_error(trace: TracebackType | None, names: dict[str, Any]) -> int | None:
    """The line of the cell at which an error passed through it."""
    while trace is not None:
        if trace.tb_frame.f_globals is names:
            return trace.tb_lineno
        trace = trace.tb_next
    return None
