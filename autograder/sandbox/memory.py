"""Measure the memory that a process and its descendants hold together.

A limit of the kernel's counts for one process; only a control group counts for several, and a
grader seldom may make one. So the reaper looks, a few times a second.
"""

from __future__ import annotations

import re
from pathlib import Path

from autograder.sandbox.descendants import below, text

# Many mappings of one file take no memory but that of their page tables.
_PAGE_TABLES = re.compile(r"^VmPTE:\s+(\d+) kB$", re.MULTILINE)
_RESIDENT = re.compile(r"^(?:Rss(?:Anon|Shmem)|VmPTE):\s+(\d+) kB$", re.MULTILINE)
_SHARED_OUT = re.compile(r"^Pss_(?:Anon|Shmem):\s+(\d+) kB$", re.MULTILINE)


def is_over(most: int, root: int) -> bool:
    """Whether the processes below ``root`` hold more than ``most`` bytes of memory of their own.

    What several of them share counts once, as a worker shares its parent's data: where the quick
    sum of all is too much, the kernel is asked who shares what. What ``root`` holds, a fork of the
    same template, they were forked with.
    """
    processes = list(below(root))
    allowed = most + _bytes(root, "status", _RESIDENT)
    return (
        sum(_bytes(pid, "status", _RESIDENT) for pid in processes) > allowed
        and sum(map(_own, processes)) > allowed
    )


def _own(pid: int) -> int:
    """The memory of a process, of what it shares with others its part."""
    return _bytes(pid, "smaps_rollup", _SHARED_OUT) + _bytes(pid, "status", _PAGE_TABLES)


def _bytes(pid: int, file: str, field: re.Pattern[str]) -> int:
    return sum(int(size) << 10 for size in field.findall(text(Path(f"/proc/{pid}/{file}"))))
