"""Rosters are read as Canvas, Moodle and Excel write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom import roster
from autograder.errors import UsageError

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Chapter 00 (7)
,,,,,Manual Posting
    Points Possible,,,,,100
"Schmidt, Anna",1001,s1,aschmidt,A,
"Student, Test",9,,hash,A,
"""
MOODLE = """\
Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Feedback comments
Participant 11,Anna Schmidt,s1,anna@example.org,Submitted,-,100.00,
"""
PARTICIPANTS = "First name;Last name;Email address\nÄnna;Öz;oz@example.org\n"


@pytest.mark.parametrize(
    ("text", "kind", "person", "ids"),
    [
        (CANVAS, "canvas", ("1001", "Schmidt, Anna", "", "aschmidt"), {"1001", "s1"}),
        (MOODLE, "moodle", ("11", "Anna Schmidt", "anna@example.org", ""), {"11", "s1"}),
        ("ID,Name,EMAIL\nu1,Änna,a@b.c\n", "plain", ("u1", "Änna", "a@b.c", ""), {"u1"}),
        (PARTICIPANTS, "plain", ("oz@example.org", "Änna Öz", "oz@example.org", ""), set()),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_roster_names_its_students(
    text: str,
    kind: str,
    person: tuple[str, str, str, str],
    ids: set[str],
    encoding: str,
    tmp_path: Path,
) -> None:
    """Rows that are of no student are left out; columns are found by name in any case."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))

    found = roster.read(path)

    assert found.kind == kind
    (one,) = found.students
    assert (one.person.id, one.person.name, one.person.email, one.person.login) == person
    assert set(one.ids) == ids


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the columns of an empty file"),
        (b"colour,size\nred,1\n", "the columns colour, size"),
        (b"id,name\n", "the columns id, name"),
        (b"\xff\xfe\x00", "text in an unknown encoding"),
        (b'id\n"' + b"x" * 200_000, "field larger than field limit"),
    ],
)
def test_what_is_no_roster_is_named(data: bytes, message: str, tmp_path: Path) -> None:
    """One line says what was expected and what was found."""
    path = tmp_path / "roster.csv"
    path.write_bytes(data)

    with pytest.raises(UsageError, match=message) as caught:
        roster.read(path)
    assert "roster.csv: Expected a roster" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """As any other file."""
    with pytest.raises(UsageError, match="No such file"):
        roster.read(tmp_path / "none.csv")
