"""The processes that a process started, and those that they started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def below(root: int) -> Iterator[int]:
    """All descendants of a process; those that end meanwhile may be missing."""
    waiting = [root]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            children = [int(pid) for pid in text(task).split()]
            waiting += children
            yield from children


def text(file: Path) -> str:
    """Read what /proc says of a process; empty if it has ended, or is not ours to read."""
    try:
        return file.read_text("ascii", errors="replace")
    except OSError:
        return ""
