"""Layouts are recognised, or refused with the names of the choices."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest
from downloads import CHAPTER, Download, all_downloads, book, module

from autograder.classroom.discover import discover
from autograder.classroom.layouts import FolderListing, Person, recognise
from autograder.classroom.opening import ANONYMOUS
from autograder.cli import run as command
from autograder.errors import UsageError

DOWNLOADS = all_downloads()
_EXHAUSTIVE = partial(pytest.param, marks=pytest.mark.exhaustive)
_ATTEMPT = "_1_2_HW_u_attempt_2026-01-01-10-00-00_x.py"


@pytest.mark.parametrize("kind", DOWNLOADS)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_every_student_has_a_row(kind: str, form: str, tmp_path: Path) -> None:
    """Folder or zip, the layout is recognised, and each student handed in chapter 00."""
    download = DOWNLOADS[kind]
    source = download.folder(tmp_path) if form == "folder" else download.zip(tmp_path)

    found = discover(source, into=tmp_path / "into")

    assert found.layout == download.layout
    assert [(one.student, one.chapter) for one in found.hand_ins] == [
        (student, CHAPTER) for student in sorted(download.points)
    ]
    assert [member.person.id for member in found.members] == sorted(download.points)


@pytest.mark.parametrize("kind", ["canvas", *map(_EXHAUSTIVE, list(DOWNLOADS)[1:])])
def test_a_download_is_graded(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one command, from the platform's zip to the points of everyone."""
    monkeypatch.setenv("COLUMNS", "80")
    download = DOWNLOADS[kind]
    source, run = download.zip(tmp_path), tmp_path / "run"

    code = command(["grade", str(source), "-o", str(run), "--trust-submissions"])
    out, err = capsys.readouterr()

    assert code == 0, err
    said = f"Layout: {download.layout}, {len(download.points)} students (recognised"
    assert (said in err) == (download.layout != "plain")
    assert max(map(len, out.splitlines())) <= 80
    with (run / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {student: float(row["total"]) for student, row in rows.items()} == download.points
    assert all(row["note"] for row in rows.values() if row["total"] == "0")


def test_names_come_with_the_files(tmp_path: Path) -> None:
    """Ids are the platform's, names and addresses are kept."""
    people: dict[str, Person] = {}
    for kind in ("moodle", "blackboard", "gradescope"):
        found = discover(DOWNLOADS[kind].zip(tmp_path), into=tmp_path / kind)
        people |= {member.person.id: member.person for member in found.members}

    assert people["12"].name == "Ben_d'Arc"
    assert people["13"].name == ""
    assert people["bb7"].name == "Ben Brown"
    assert people["ben@example.org"].name == "Ben Öz"
    assert people["1001"].email == "anna@example.org"


def test_the_last_attempt_counts_and_it_is_said(tmp_path: Path) -> None:
    """Of two attempts on Blackboard the later one is unpacked."""
    found = discover(DOWNLOADS["blackboard"].zip(tmp_path), into=tmp_path / "into")
    (anna,) = (member for member in found.members if member.person.id == "aschmidt")

    assert (tmp_path / "into" / "aschmidt" / f"{CHAPTER}.py").read_bytes() == module()
    assert anna.note == "2 attempts, the last of 2026-01-06-23-59-59 counts"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (["anna.ipynb", "ben.ipynb"], "may be a file a student or all of one"),
        ([f"{CHAPTER}/anna.ipynb", f"{CHAPTER}/ben.ipynb"], "as if each were a student's"),
        (
            [f"{CHAPTER}.py", f"anna/{CHAPTER}.py", f"ben/{CHAPTER}.py"],
            "Expected a class or one student's work",
        ),
        (
            [
                f"a{_ATTEMPT}",
                f"b{_ATTEMPT}",
            ],
            "could be of canvas or blackboard. Say which with --layout canvas",
        ),
    ],
)
def test_a_class_is_never_one_student(files: list[str], message: str, tmp_path: Path) -> None:
    """Where it is unclear, nothing is graded, and one line says how to make it clear."""
    source = Download({name: book() for name in files}, {}, "").folder(tmp_path)

    with pytest.raises(UsageError, match=message) as caught:
        discover(source, into=tmp_path / "into")
    assert "\n" not in str(caught.value)


def test_a_layout_can_be_chosen(tmp_path: Path) -> None:
    """What could be several is read as the one that is named; a wrong name is refused."""
    files = {f"a{_ATTEMPT}": b"", f"anna/{CHAPTER}.py": b""}
    listing = FolderListing(Download(files, {}, "").folder(tmp_path))

    assert recognise(listing, "blackboard").owners[f"a{_ATTEMPT}"][0].person.id == "u"
    assert [*recognise(listing, "plain").owners] == ["anna"]
    with pytest.raises(UsageError, match="Expected the names of moodle's download, but found"):
        recognise(listing, "moodle")


def test_one_students_folder_is_not_a_class(tmp_path: Path) -> None:
    """With an old copy beside it, and several chapters."""
    files = {f"{CHAPTER}.py": module(), f"old/{CHAPTER}.py": module(), "ch01_workflow/a.py": b""}
    found = discover(Download(files, {}, "").folder(tmp_path))

    assert {(one.student, one.chapter) for one in found.hand_ins} == {
        (ANONYMOUS, CHAPTER),
        (ANONYMOUS, "ch01_workflow"),
    }
    assert found.layout == ""
