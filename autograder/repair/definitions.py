"""The definitions of a submission that a task is made of, each with its place and code."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate

from autograder.repair.code import Code, parsed
from autograder.submission import Submission

_DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
_LONGEST = 6_000  # bytes of a definition; those of the course's solutions have 2,500 at most
_MOST = 12_000  # bytes of all definitions of a task


@dataclass(frozen=True, eq=False)
class Definition:
    """A top-level definition of a submission.

    Attributes:
        home: number of its piece, or path of its file.
        file: as the student knows it.
        line: of the file, 1-based, at which its code begins.
        offset: byte of the piece or file at which its code begins.
        code: its code.
        root: its node in that code.
        names: what it binds.
    """

    home: int | str
    file: str
    line: int
    offset: int
    code: Code
    root: ast.stmt
    names: frozenset[str]


def definitions(
    submission: Submission, names: Collection[str], others: Collection[str]
) -> list[Definition]:
    """Return the definitions of a task, and those of the student's own that they use.

    Args:
        submission: the work.
        names: what the task's cell defines.
        others: what other tasks define, which is not looked at.
    """
    every = {}
    for one in _every(submission):
        every.update(dict.fromkeys(one.names, one))  # the last one counts
    waiting, found = [name for name in names if name in every], dict[str, Definition]()
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = every[name]
        module = name.rpartition(".")[0]
        used = {n.id for n in ast.walk(every[name].root) if isinstance(n, ast.Name)}
        full = sorted(f"{module}.{n}" if module else n for n in used)
        waiting += [n for n in full if n in every and n not in others]
    wanted = list(dict.fromkeys(found.values()))
    sizes = accumulate(len(one.code.data) for one in wanted)
    return [one for one, size in zip(wanted, sizes, strict=True) if size <= _MOST]


def _every(submission: Submission) -> Iterator[Definition]:
    for number, piece in enumerate(submission.pieces):
        yield from _within(piece.source.encode(), number, piece.file, piece.line, "")
    folder = f"{submission.package}/"
    for path, data in submission.files.items() if submission.package else ():
        name = path.removeprefix(folder)
        if path.startswith(folder) and name.endswith(".py") and "/" not in name:
            yield from _within(data, path, name, 1, name.removesuffix("py"))


def _within(
    data: bytes, home: int | str, file: str, line: int, prefix: str
) -> Iterator[Definition]:
    tree = parsed(data)
    for node in tree.body if tree and data.count(b"\r") == 0 else ():
        names = _bound(node)
        if not names or not isinstance(node, _DEFINITION):
            continue
        whole = Code(data, tree) if tree else None
        if whole is None or not whole.is_first(node):
            continue
        start, end = whole.start(node), whole.end(node)
        own = parsed(data[start:end])
        if own and len(own.body) == 1 and end - start < _LONGEST:
            code = Code(data[start:end], own)
            first = line + whole.line(start) - 1
            full = frozenset(prefix + name for name in names)
            yield Definition(home, file, first, start, code, own.body[0], full)


def _bound(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []
