"""Blackboard: ``Assignment_user_attempt_2026-01-31-23-59-59_file.ipynb`` and a .txt an attempt.

The .txt, which has no ``_file``, tells the student's name: ``Name: Anna Schmidt (aschmidt)``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.classroom.layouts.upload import Owned, Owners, Read, Top, person

_FILE = re.compile(
    r".+_(?P<id>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:\.txt|_(?P<file>.+))", re.DOTALL
)
_NAME = re.compile(r"^Name:[ \t]*(?P<name>[^\n(]*[^\n( \t])[ \t]*\(", re.MULTILINE)


def owners(tops: Sequence[Top], read: Read) -> Owners:
    """Give the owner of each file whose name is one of Blackboard's, with its attempt."""
    matches = [(top.name, found) for top in tops if (found := _FILE.fullmatch(top.name))]
    names = {}
    for name, match in matches:
        told = None if match["file"] else _NAME.search(read(name))
        if told:
            names[match["id"]] = told["name"]
    return {name: (_owned(match, names.get(match["id"], "")),) for name, match in matches}


def _owned(match: re.Match[str], name: str) -> Owned:
    return Owned(person(match["id"], name), match["file"] or "", match["when"])
