"""Bring the class list of a run and its roster together: who is who, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from autograder.classroom import classlist, roster
from autograder.classroom.classlist import ClassList, Member
from autograder.classroom.layouts.upload import Person
from autograder.classroom.matching import match
from autograder.classroom.roster import Roster
from autograder.classroom.runfolder import RunFolder
from autograder.text import one_line

_NOTHING = "nothing was handed in"
_STRANGER = "is not on the roster"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A class as it is known.

    Attributes:
        classlist: everybody, those who are only on the roster too.
        roster: the roster, if one was given.
        of_row: by row of the roster, the student's id in results and class list.
        remarks: one sentence for each student who is not on the roster, or not clearly.
    """

    classlist: ClassList
    roster: Roster | None = None
    of_row: Mapping[int, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def load(run: RunFolder, students: Iterable[str] = ()) -> Enrolment:
    """Read class list and roster of a run.

    Args:
        run: the run's folder.
        students: ids that have results; in a run of an older kit no list names them.

    Raises:
        UsageError: one of the files is damaged.
    """
    known, given = classlist.load(run), roster.load(run)
    with_results = classlist.of((Member(Person(one)) for one in students), ())
    everybody = with_results.joined(known)
    return joined(everybody, given) if given else Enrolment(everybody)


def joined(known: ClassList, given: Roster) -> Enrolment:
    """Find each member of a class on its roster; who is only there is missing."""
    found = match(given.students, [member.person for member in known.members.values()])
    members, of_row = dict(known.members), dict(found.of_row)
    for one in given.students:
        if one.row in of_row:
            key = of_row[one.row]
            members[key] = replace(members[key], person=_known(members[key].person, one.person))
        else:
            key = of_row[one.row] = _unused(one.person.id, members)
            members[key] = Member(replace(one.person, id=key), _NOTHING, is_missing=True)
    strangers = sorted(known.members.keys() - set(found.of_row.values()))
    remarks = (f"{one_line(key, 60)} {found.unclear.get(key, _STRANGER)}" for key in strangers)
    everybody = ClassList(dict(sorted(members.items())), known.due)
    return Enrolment(everybody, given, of_row, tuple(remarks))


def _known(old: Person, new: Person) -> Person:
    """The roster knows names and addresses best; the id stays that of the results."""
    return Person(old.id, new.name or old.name, new.email or old.email, new.login or old.login)


def _unused(key: str, members: Mapping[str, Member]) -> str:
    """An id that no member has, for somebody who is on the roster and none of them."""
    while key in members:
        key += "'"
    return key
