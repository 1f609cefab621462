"""Canvas: ``name_id_attachment_file.ipynb``; after ``name`` comes ``LATE`` if it was.

``id`` is the student's number in Canvas. Where grading is anonymous, ``anon_id`` takes the place of
both. Texts and links that were handed in are ``name_id_text.html`` and ``name_id_link.html``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.classroom.layouts.upload import Owned, Owners, Read, Top, person

_FILE = re.compile(r"(?:LATE_)?(?P<name>\w+?)(?:_LATE)?_(?P<id>\d+)_\d+_(?P<file>.+)")
_ANONYMOUS = re.compile(r"(?:LATE_)?anon_(?P<id>[0-9A-Za-z]+)_\d+_(?P<file>.+)")
_TEXT = re.compile(r"(?P<name>\w+?)(?:_LATE)?_(?P<id>\d+)_(?P<file>(?:text|link)\.html)")


def owners(tops: Sequence[Top], read: Read) -> Owners:  # noqa: ARG001
    """Give the owner of each file whose name is one of Canvas's."""
    found = {}
    for top in tops:
        if not top.is_folder and (match := _match(top.name)):
            name = match.groupdict().get("name", "")
            found[top.name] = (Owned(person(match["id"], name), match["file"]),)
    return found


def _match(name: str) -> re.Match[str] | None:
    return _ANONYMOUS.fullmatch(name) or _FILE.fullmatch(name) or _TEXT.fullmatch(name)
