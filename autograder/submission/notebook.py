"""Read the code cells of a notebook; stored outputs and metadata are not used."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any

from autograder.errors import UsageError
from autograder.submission import magics, mistaken, outputs
from autograder.submission.model import Code, Limits, Piece, Problem
from autograder.submission.text import decode, newlines
from autograder.text import one_line

_MODULE = re.compile(r"(?:[A-Za-z_]\w*/){0,3}[A-Za-z_]\w*\.py", re.ASCII)
_AGAIN = "Save it again in Jupyter or Colab and hand that file in."


def is_one(data: bytes, name: str) -> bool:
    """Whether a file is a notebook, by its name or else by its content: downloads get odd names."""
    inside = data.lstrip().startswith(b"{") and b'"nbformat"' in data
    return inside or name.lower().endswith(".ipynb")


def read(data: bytes, name: str, limits: Limits) -> Code:
    """The code of a notebook, a piece a cell; ``%%writefile`` cells become files beside it.

    Args:
        data: the file's content.
        name: its display name.
        limits: bounds on what is read.

    Raises:
        UsageError: not a notebook of format 4, or beyond the limits.
    """
    pieces: list[Piece] = []
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for number, text in _sources(cells(data, name, limits)):
        where = f"{name}[cell {number}]"
        if text is None:
            problems.append(Problem(f"{where}:1", "Expected the cell's source to be text."))
            continue
        found = magics.peel(newlines(text))
        if found.path:
            problems.extend(_write(files, found, where))
        elif found.code.strip():
            pieces.append(Piece(found.code, where, 1))
    return Code(tuple(pieces), files, tuple(problems))


def cells(data: bytes, name: str, limits: Limits) -> list[Any]:
    """The cells of a notebook as its JSON holds them, without outputs: any may be anything.

    Args:
        data: the file's content.
        name: its display name.
        limits: bounds on what is read.

    Raises:
        UsageError: not a notebook of format 4, or beyond the limits.
    """
    found = _cells(_content(data, name, limits), name)
    if len(found) > limits.cells:
        raise UsageError(
            f"{name}: Expected at most {limits.cells} cells, but found {len(found)}. "
            "Hand in the exercise notebook you were given."
        )
    return found


def source(cell: dict[str, Any]) -> str | None:
    """The text of a cell; None where it is no text."""
    text = cell.get("source")
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        return "".join(text)
    return text if isinstance(text, str) else None


def _content(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    text = decode(_kept(data, name, limits), name)
    _check_shape(text, name, limits)
    try:
        content = json.loads(text, parse_int=_number, parse_constant=str)
    except json.JSONDecodeError as error:
        mistaken.refuse_conflict(name, data.decode("utf-8", "replace"))
        raise UsageError(
            f"{name}:{error.lineno}: Expected a notebook, but this is not valid JSON "
            f"({error.msg}). {_AGAIN}"
        ) from None
    except (ValueError, RecursionError, MemoryError):
        raise UsageError(f"{name}: Expected a notebook, but its JSON is odd. {_AGAIN}") from None
    if not isinstance(content, dict):
        raise UsageError(f"{name}: Expected a notebook, but found other JSON. {_AGAIN}")
    return content


def _kept(data: bytes, name: str, limits: Limits) -> bytes:
    """The notebook without its outputs, and without pasted pictures where those make it large.

    Raises:
        UsageError: it is something else by its first bytes, or still too large.
    """
    mistaken.refuse(name, data)
    kept = outputs.without(data, (b'"outputs"',), limits.json_marks)
    if len(kept) > limits.notebook_kept:
        kept = outputs.without(kept, (b'"attachments"',), limits.json_marks)
    if len(kept) > limits.notebook_kept:
        raise UsageError(
            f"{name}: Expected at most {limits.notebook_kept / 2**20:.3g} MiB without outputs, but "
            f"found {len(kept) / 2**20:.3g} MiB. Clear its outputs (Edit, Clear Outputs of All "
            "Cells) and save it."
        )
    return kept


def _check_shape(text: str, name: str, limits: Limits) -> None:
    """Bound nesting and size before the JSON parser recurses or fills memory.

    Without escapes, every second part between quotes is outside strings.
    """
    strings = text.count('"') // 2
    marks = _marks(text) if strings <= limits.json_values else ""
    if strings + len(marks) // 2 > limits.json_values:
        raise UsageError(
            f"{name}: Expected at most {limits.json_values} values in a notebook, but found more. "
            "Clear its outputs (Edit, Clear Outputs of All Cells) and save it."
        )
    depth = max(accumulate(1 if mark in "[{" else -1 for mark in marks), default=0)
    if depth > limits.json_depth:
        raise UsageError(
            f"{name}: Expected JSON at most {limits.json_depth} levels deep, but found {depth}. "
            "Clear the notebook's outputs and save it."
        )


def _marks(text: str) -> str:
    bare = text.replace("\\\\", "").replace('\\"', "").split('"')[::2]
    return re.sub(r"[^\[\]{}]+", "", "".join(bare))


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 20 else 0  # longer ones cost time and mean nothing here


def _sources(found: list[Any]) -> list[tuple[int, str | None]]:
    """Number and source of each code cell; None where the source is no text."""
    return [
        (number, source(cell))
        for number, cell in enumerate(found, 1)
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]


def _cells(content: dict[str, Any], name: str) -> list[Any]:
    version, cells = content.get("nbformat"), content.get("cells")
    if isinstance(version, int) and version in (1, 2, 3):
        raise UsageError(
            f"{name}: Expected a notebook of format 4, but found format {version}. {_AGAIN}"
        )
    if version != 4 or not isinstance(cells, list):
        raise UsageError(f"{name}: Expected a notebook of format 4, but found other JSON. {_AGAIN}")
    return cells


def _write(files: dict[str, bytes], cell: magics.Cell, where: str) -> list[Problem]:
    """Put what a ``%%writefile`` cell writes into ``files``; only modules have a use here."""
    path = cell.path.removeprefix("./")
    if not path.endswith(".py"):
        return []
    if not _MODULE.fullmatch(path):
        message = f"Expected %%writefile to name a module such as helpers.py, but got {path!r}."
        return [Problem(f"{where}:1", one_line(message))]
    before = files.get(path, b"") if cell.append else b""
    before += b"" if not before or before.endswith(b"\n") else b"\n"  # as IPython writes it
    files[path] = before + cell.content.encode("utf-8", "replace")
    return []
