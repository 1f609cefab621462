"""What a text defines at its top level, by regular expressions: broken code is read too."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from autograder.submission import magics, notebook
from autograder.submission.text import newlines

_TOP = re.compile(
    r"^(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)"
    r"|(\w+)[ \t]*(?::[^=\n]*)?=(?!=)"
    r"|\#[ ]?%%([^\n]*))",
    re.MULTILINE,
)
_MODULE = re.compile(r'\b(?:file="(\w+)"|task="(\w+)\.)')
# A stub left below the student's own `return` is never reached.
_LEFT_OVER = re.compile(
    r"^([ \t]+)return\b[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*\1raise[ \t]+NotImplementedError",
    re.MULTILINE,
)
_STUB = re.compile(r"(?:^|:)[ \t]*raise[ \t]+NotImplementedError", re.MULTILINE)
_FUNCTION = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]", re.MULTILINE)
_NO_VALUE = re.compile(r"\A[^\n]*=[ \t]*\.\.\.")
_LINE_START = re.compile(r'^[ \t]*"', re.MULTILINE)


def definitions(text: str) -> dict[str, bool]:
    """The functions, classes and constants of a module, and whether they are begun.

    Args:
        text: Python, or something like it. Cells that name their module (``file="engine"``,
            ``task="engine.train"``) define ``engine.train``.
    """
    text = newlines(text)
    marks = list(_TOP.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found: dict[str, bool] = {}
    module = ""
    for mark, end in zip(marks, ends, strict=False):
        if mark[3] is not None:
            module = "".join(part or "" for part in _modules(mark[3]))
        else:
            name = mark[1] or mark[2]
            found[f"{module}.{name}" if module else name] = _is_begun(text[mark.start() : end])
    return found


def as_module(cells: list[Any]) -> str:
    """The code cells of a notebook in one text; what ``%%writefile`` writes is a module in it."""
    parts = []
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            peeled = magics.peel(newlines(notebook.source(cell) or ""))
            written = PurePosixPath(peeled.path).stem if peeled.path.endswith(".py") else ""
            header = f'# %% file="{written}"' if written else "# %%"
            parts.append(f"{header}\n{peeled.content if written else peeled.code}\n")
    return "".join(parts)


def guessed(text: str) -> str:
    """The code in a notebook whose JSON is broken, roughly: its strings begin its lines."""
    return _LINE_START.sub("", text.replace("\\n", "\n"))


def _modules(header: str) -> tuple[str | None, ...]:
    told = _MODULE.search(header[:500])
    return told.groups() if told else ()


def _is_begun(block: str) -> bool:
    """Whether it has a value, or fewer stubs than functions: of a class, one method is written."""
    if _NO_VALUE.match(block):
        return False
    stubs = len(_STUB.findall(_LEFT_OVER.sub("", block)))
    return stubs < max(1, len(_FUNCTION.findall(block)))
