"""The class list of a run: who is in it, what is due, and why somebody has no result.

Results say the rest. ``class.json`` in the run's folder keeps it for ``report``; in a run of an
older kit it is absent, and students and chapters are then those with results.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from autograder.classroom import runfolder
from autograder.classroom.layouts.upload import Person
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Member:
    """A student, and what results do not tell: why there is none, or remarks on the files."""

    person: Person
    note: str = ""
    is_missing: bool = False  # only on the roster; not written


@dataclass(frozen=True, slots=True)
class ClassList:
    """Members by their ids, ordered by them, and full names of the chapters that are due."""

    members: dict[str, Member] = field(default_factory=dict)
    due: tuple[str, ...] = ()

    def joined(self, newer: ClassList) -> ClassList:
        """Add a later run over the same folder: its notes count, what it does not know stays."""
        members = dict(self.members)
        for key, member in newer.members.items():
            members[key] = _joined(members.get(key, member), member)
        due = sorted({*self.due, *newer.due})
        return ClassList(dict(sorted(members.items())), tuple(due))


def of(members: Iterable[Member], due: Iterable[str]) -> ClassList:
    """Make a class list of members in any order."""
    by_id = {member.person.id: member for member in members}
    return ClassList(dict(sorted(by_id.items())), tuple(sorted(set(due))))


def load(run: RunFolder) -> ClassList:
    """Read the class list of a run; an empty one where there is none.

    Raises:
        UsageError: the file holds something else.
    """
    try:
        data = json.loads(run.class_list.read_text(encoding="utf-8"))
        members = [_member(one) for one in data["students"]]
        return of(members, (str(name) for name in data["due"]))
    except FileNotFoundError:
        return ClassList()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{run.class_list}: Expected the class list that `autograder grade` wrote, but got "
            "something else. Delete the file and grade again."
        ) from error


def save(run: RunFolder, classlist: ClassList) -> None:
    """Write the class list of a run; UsageError when it cannot be written."""
    students = [{**asdict(m.person), "note": m.note} for m in classlist.members.values()]
    data = {"version": _VERSION, "due": list(classlist.due), "students": students}
    with runfolder.writing(run.class_list) as file:
        json.dump(data, file, indent=1)
        file.write("\n")


def _member(data: dict[str, str]) -> Member:
    fields = {key: str(data[key]) for key in ("id", "name", "email", "login")}
    return Member(Person(**fields), str(data["note"]))


def _joined(old: Member, new: Member) -> Member:
    known = {key: value for key, value in asdict(new.person).items() if value}
    return replace(new, person=replace(old.person, **known))
