"""Google Classroom: copies that it made are called ``Name - file.ipynb`` in the folder in Drive.

What a student uploaded bears no name there; such a file stands for a student of its own name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from autograder.classroom.layouts.upload import Owned, Owners, Read, Top, person

_FILE = re.compile(r"(?P<name>[^-]\S*(?: \S+)*?) - (?P<file>.+)")


def owners(tops: Sequence[Top], read: Read) -> Owners:  # noqa: ARG001
    """Give the owner of each file, if half of them are named as Google Classroom does."""
    files = [top.name for top in tops if not top.is_folder]
    if 2 * sum(map(bool, map(_FILE.fullmatch, files))) < max(1, len(files)):
        return {}
    return {name: (_owned(name),) for name in files}


def _owned(name: str) -> Owned:
    match = _FILE.fullmatch(name)
    if match is None:
        return Owned(person(PurePosixPath(name).stem), name)
    return Owned(person(match["name"], match["name"]), match["file"])
