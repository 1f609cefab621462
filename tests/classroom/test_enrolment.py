"""Class list and roster together: who is who, who is missing, what is due."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom import classlist, enrolment, roster
from autograder.classroom.classlist import ClassList, Member
from autograder.classroom.layouts import Person
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A run of three, one of whom is on no roster."""
    run = RunFolder(tmp_path)
    members = [
        Member(Person("1001"), "a remark"),
        Member(Person("zoe", "Zoe Z")),
        Member(Person("x")),
    ]
    classlist.save(run, classlist.of(members, ["ch01_workflow"]))
    given = tmp_path / "given.csv"
    given.write_text("id,name,email\n1001,Anna,a@b.c\n1002,Ben,\n7,Zoe Z,z@b.c\n")
    roster.keep(run, given)
    return run


def test_who_is_only_on_the_roster_is_missing(run: RunFolder) -> None:
    """The others get their names and addresses, and keep the ids of their results."""
    found = enrolment.load(run)
    members = found.classlist.members

    assert list(members) == ["1001", "1002", "x", "zoe"]
    assert [key for key, member in members.items() if member.is_missing] == ["1002"]
    assert members["1001"] == Member(Person("1001", "Anna", "a@b.c"), "a remark")
    assert members["zoe"].person.email == "z@b.c"
    assert found.of_row == {0: "1001", 1: "1002", 2: "zoe"}
    assert found.remarks == ("x is not on the roster",)


def test_a_run_of_an_older_kit_has_neither(tmp_path: Path) -> None:
    """Then everybody with a result is in the class."""
    found = enrolment.load(RunFolder(tmp_path), ["ben", "ada"])

    assert list(found.classlist.members) == ["ada", "ben"]
    assert found.classlist.due == ()


def test_a_later_run_adds(run: RunFolder) -> None:
    """Its notes count; who and what it does not know stays."""
    later = ClassList({"1001": Member(Person("1001")), "new": Member(Person("new"))}, ("ch02_x",))
    both = classlist.load(run).joined(later)

    assert list(both.members) == ["1001", "new", "x", "zoe"]
    assert both.members["1001"].note == ""
    assert both.due == ("ch01_workflow", "ch02_x")


def test_a_damaged_class_list_is_named(run: RunFolder) -> None:
    """It says what to do."""
    run.class_list.write_text("[1]")

    with pytest.raises(UsageError, match=r"class\.json: Expected the class list"):
        enrolment.load(run)
