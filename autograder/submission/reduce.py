"""Reduce code to what is graded: definitions, and the statements they need.

A student's file is full of things that are not the task: training runs, plots, prints, installs.
Running them would cost minutes a submission and can fail where the task itself is right. So a
top-level statement is run only if it is one of these:

1. an import, function or class, also inside ``if``, ``try``, ``with`` and ``match``;
2. an assignment to a CONSTANT; of a ``lambda``; of another name for something defined or imported
   (``relu = F.relu``); of an imported function's call that is first given a function or class of
   the file (``fast = torch.compile(slow)``); or to a name that graders ask for (``wanted``);
3. any statement, loops too, that gives a value to a name which a kept statement, or a kept function
   when called, takes from the module; and again what that statement itself needs;
4. a statement that sets an item or attribute of such a name (``CONFIG["lr"] = 0.1``), or that calls
   a method on one which is not an import (``NAMES.append("pizza")``).

All else is dropped: bare calls (``print(x)``, ``torch.manual_seed(42)``), ``del``, ``assert``,
``if __name__ == "__main__":``, IPython's magics. If a kept function calls ``globals``, ``eval`` or
``exec``, every assignment is kept. Lines never move: what is dropped becomes blank lines.
"""

from __future__ import annotations
import __future__

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.submission.model import Piece, Problem
from autograder.submission.syntax import PARSER_ERRORS, Parsed, refused
from autograder.submission.units import Unit, add_scopes, is_constant, units

_REFLECTIVE = frozenset({"globals", "eval", "exec"})


@dataclass(frozen=True, slots=True)
class Reduced:
    """Code after reduction: its pieces, where names are defined, and compiler errors."""

    pieces: tuple[Piece, ...]
    definitions: dict[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A unit, the piece it is in, and its own text as a piece."""

    unit: Unit
    within: int
    own: Piece


def reduce(parts: Sequence[Parsed], wanted: Iterable[str] = ()) -> Reduced:
    """Drop every statement that no definition needs.

    Args:
        parts: parsed pieces in order.
        wanted: names that graders ask for, kept however they are given a value.
    """
    problems: list[Problem] = []
    rows = [row for at, part in enumerate(parts) for row in _rows(at, part, problems)]
    kept = _kept([row.unit for row in rows], set(wanted))
    rows = [row for row, keep in zip(rows, kept, strict=True) if keep]
    rows = [row for row in rows if _compiles(row.own, problems)]
    definitions = {
        name: f"{row.own.file}:{row.own.line + line - row.unit.first}"
        for row in rows
        for name, line in row.unit.binds.items()
        if name not in row.unit.imports
    }
    return Reduced(tuple(_pieces(parts, rows)), definitions, tuple(problems))


def _rows(at: int, part: Parsed, problems: list[Problem]) -> Iterator[_Row]:
    for unit, text in units(part):
        own = replace(part.piece, source=text, line=part.piece.line + unit.first - 1)
        try:
            add_scopes(unit, text)
        except PARSER_ERRORS as error:
            problems.append(refused(own, error))
        else:
            yield _Row(unit, at, own)


def _compiles(own: Piece, problems: list[Problem]) -> bool:
    """Whether the compiler takes it; ``return`` outside a function, say, only shows here."""
    try:
        compile(own.source, own.file, "exec", dont_inherit=True)
    except PARSER_ERRORS as error:
        problems.append(refused(own, error))
        return False
    return True


def _kept(all_units: Sequence[Unit], wanted: set[str]) -> list[bool]:
    """Rules 1 to 4 of the module's text, as a search from the roots."""
    variables = {name for unit in all_units for name in unit.binds.keys() - unit.imports}
    by_name = _index(all_units, variables)
    kept = [False] * len(all_units)
    waiting = _roots(all_units)
    waiting.extend(number for name in wanted for number in by_name[name])
    needed = set(wanted)
    while waiting:
        number = waiting.pop()
        unit = all_units[number]
        if kept[number] or unit.never:
            continue
        kept[number] = True
        names = unit.loads | unit.defines | set(filter(is_constant, unit.binds))
        if not _REFLECTIVE.isdisjoint(names):
            names = names | variables
        for name in names - needed:
            needed.add(name)
            waiting.extend(by_name[name])
    return kept


def _roots(all_units: Sequence[Unit]) -> list[int]:
    """Rules 1 and 2, but for names that graders ask for."""
    defined = {name for unit in all_units for name in unit.defines}
    imported = {name for unit in all_units for name in unit.imports}
    return [
        number
        for number, unit in enumerate(all_units)
        if unit.root
        or unit.aliased in defined | imported
        or (unit.wrapped in defined and unit.wrapper in imported)
    ]


def _index(all_units: Sequence[Unit], variables: set[str]) -> defaultdict[str, list[int]]:
    """For each name, the units to keep once it is needed."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(all_units):
        for name in unit.binds.keys() | unit.assigned_into | (unit.called_on & variables):
            by_name[name].append(number)
    return by_name


def _pieces(parts: Sequence[Parsed], rows: Sequence[_Row]) -> Iterator[Piece]:
    by_piece: defaultdict[int, list[Unit]] = defaultdict(list)
    for row in rows:
        by_piece[row.within].append(row.unit)
    flags = 0
    for at, part in enumerate(parts):
        kept = by_piece[at]
        flags |= _future_flags(kept)
        kept = [unit for unit in kept if unit is kept[0] or not unit.future]
        if kept:
            yield replace(part.piece, source=_blanked(part.piece.source, kept), flags=flags)


def _future_flags(kept: Sequence[Unit]) -> int:
    """``annotations`` is the one feature that still changes anything."""
    names = {name for unit in kept if unit.future for name in unit.imports}
    return __future__.annotations.compiler_flag if "annotations" in names else 0


def _blanked(source: str, kept: Sequence[Unit]) -> str:
    lines = source.split("\n")
    left = [""] * kept[-1].last
    for unit in kept:
        left[unit.first - 1 : unit.last] = lines[unit.first - 1 : unit.last]
    return "\n".join(left)
