"""Moodle: a folder ``Name_123_assignsubmission_file_`` each, or flat files that begin with it.

The number is the participant's, *Participant 123* in a grading worksheet; where names are hidden,
``Participant`` is the name. A text typed into Moodle is ``..._assignsubmission_onlinetext_``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.classroom.layouts.upload import Owned, Owners, Read, Top, person

_NAME = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?")


def owners(tops: Sequence[Top], read: Read) -> Owners:  # noqa: ARG001
    """Give the owner of each file or folder whose name is one of Moodle's."""
    found = {}
    for top in tops:
        if match := _NAME.fullmatch(top.name):
            name = "" if match["name"] == "Participant" else match["name"]
            file = "" if top.is_folder else match["file"] or top.name
            found[top.name] = (Owned(person(match["id"], name), file),)
    return found
