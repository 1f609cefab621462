"""Turn IPython's own syntax into plain Python, line for line.

Only cells that are not plain Python come here. IPython's transformer does the reading; the calls it
puts in place of magics and shell commands become ``pass``, for no graded work is in them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.submission.text import newlines

Transform = Callable[[str], str]

_HEAD = re.compile(r"\s*%%(\w+)[ \t]*(.*)")
_WRAPPERS = frozenset({"time", "timeit", "capture", "prun"})  # their cell is code all the same
_WRAPPED = 20  # magics on top of one another; each costs a copy of the cell
_WRITERS = frozenset({"writefile", "file"})
_HINT = re.compile(
    r"\A\s*(?<=[ \t])\S|^[^\S\n]*(?:[%!?,;/]|>>>|In \[)|=\s*[%!]|\?[ \t]*$", re.MULTILINE
)
_TIME = re.compile(r"^([ \t]*)%time[ \t]+(?=\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell without its cell magics: code, or the content of a file, or nothing of ours.

    Attributes:
        code: Python, line for line as in the cell; empty if the cell is something else.
        path: where a ``%%writefile`` cell writes, as the student put it, else empty.
        content: what it writes.
        append: whether it adds to the file.
    """

    code: str = ""
    path: str = ""
    content: str = ""
    append: bool = False


def peel(source: str) -> Cell:
    """Take cell magics off: ``%%time`` and the like keep their code, ``%%bash`` and others none."""
    for _ in range(_WRAPPED):
        found = _HEAD.match(source)
        if not found:
            return Cell(code=source)
        rest = source[found.end() :]
        if found[1] in _WRITERS:
            return _file(found[2], rest.removeprefix("\n"))
        if found[1] not in _WRAPPERS:
            return Cell()
        source = "\n" * source.count("\n", 0, found.end()) + rest
    return Cell()


def transformer(budget: int) -> Transform:
    """A function that makes cells plain Python; unchanged text means that it cannot.

    Args:
        budget: characters that IPython may read in all; it reads a cell once for each magic in it.
    """
    manager: Any = None

    def transform(source: str) -> str:
        nonlocal manager
        if not _HINT.search(source):
            return source
        if manager is None:
            manager = _manager(budget)
        blank = source.count("\n", 0, len(source) - len(source.lstrip()))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                code = manager.transform_cell(_TIME.sub(r"\1", source))
        except Exception:  # hostile text finds many ways out of a tokenizer
            return source
        return "\n" * blank + newlines(str(code)).rstrip("\n")

    return transform


def _file(arguments: str, content: str) -> Cell:
    words = arguments.split()
    names = [word.strip("\"'") for word in words if not word.startswith("-")]
    append = any(word in ("-a", "--append") for word in words)
    return Cell(path=names[0] if names else "?", content=content, append=append)


def _manager(budget: int) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from IPython.core.inputtransformer2 import TransformerManager

    class LineByLine(TransformerManager):  # type: ignore[misc, unused-ignore]
        """Keeps the number of lines, and stops when its budget is spent."""

        left = budget

        def do_one_token_transform(self, lines: list[str]) -> tuple[bool, list[str]]:
            self.left -= sum(map(len, lines))
            if self.left < 0:
                raise RuntimeError("too much IPython syntax")
            step: Any = super().do_one_token_transform
            changed, after = step(lines)
            return changed, _aligned(lines, after) if changed else after

    made: Any = LineByLine
    return made()


def _aligned(before: list[str], after: list[str]) -> list[str]:
    """The lines after one step, the changed one made ``pass`` if it is a call of IPython."""
    pairs = enumerate(zip(before, after, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), len(after) - 1)
    line = after[at]
    bare = line.lstrip()
    if bare.startswith("get_ipython()."):
        line = line[: len(line) - len(bare)] + "pass\n"
    missing = ["\n"] * (len(before) - len(after))
    return [*after[:at], line, *missing, *after[at + 1 :]]
