"""Gradescope: ``submission_123`` folders, and ``submission_metadata.yml``, which names students.

A group has one folder and several submitters. Of the YAML only these lines are read::

    submission_123:
      :submitters:
      - :name: Anna Schmidt
        :sid: '1234'
        :email: anna@example.org
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from autograder.classroom.layouts.upload import Owned, Owners, Person, Read, Top, person

METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"submission_\w+")
_KEY = re.compile(r"(?P<folder>\S.*):\s*")
_PART = re.compile(r"  :(?P<part>\w+):.*")
_FIELD = re.compile(r"  (?P<mark>[- ]) :(?P<key>name|sid|email):\s*(?P<value>.*?)\s*")


def owners(tops: Sequence[Top], read: Read) -> Owners:
    """Give the submitters of each folder; one that the metadata leave out is its own student."""
    if METADATA not in {top.name for top in tops}:
        return {}
    known = submitters(read(METADATA))
    return {
        top.name: tuple(Owned(one) for one in known.get(top.name) or (person(top.name),))
        for top in tops
        if top.is_folder and (top.name in known or _FOLDER.fullmatch(top.name))
    }


def submitters(text: str) -> dict[str, tuple[Person, ...]]:
    """Give the submitters of each submission in the text of the metadata."""
    found: dict[str, list[dict[str, str]]] = {}
    people: list[dict[str, str]] = []
    part = ""
    for line in text.splitlines():
        if match := _KEY.fullmatch(line):
            people, part = found.setdefault(_plain(match["folder"]), []), ""
        elif match := _PART.fullmatch(line):
            part = match["part"]
        elif part == "submitters" and (match := _FIELD.fullmatch(line)):
            if match["mark"] == "-" or not people:
                people.append({})
            people[-1][match["key"]] = _plain(match["value"])
    return {folder: tuple(_people(of_folder)) for folder, of_folder in found.items()}


def _people(fields: Sequence[dict[str, str]]) -> Iterator[Person]:
    for one in fields:
        name, sid, email = (one.get(key, "") for key in ("name", "sid", "email"))
        if sid or email or name:
            yield person(sid or email or name, name, email)


def _plain(value: str) -> str:
    """Read a YAML scalar in one line: plain, in single or in double quotes."""
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    return "" if value in ("", "~", "null") else value
