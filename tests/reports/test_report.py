"""``autograder report``, as an instructor runs it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from autograder.classroom.runfolder import RunFolder
from autograder.cli import run as command


def test_one_command_writes_all_that_is_asked_for(
    run: RunFolder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Gradebook, pages, JUnit, Gradescope; the screen shows the class and where they are."""
    monkeypatch.setenv("COLUMNS", "80")
    junit, gradescope = tmp_path / "junit.xml", tmp_path / "gradescope"

    code = command(
        ["report", str(run.path), "--junit", str(junit), "--gradescope", str(gradescope)]
    )
    out, err = capsys.readouterr()

    assert (code, err) == (0, "")
    assert "index.html" in out.replace("\n", "")
    assert "\x1b[2J" not in out
    assert max(map(len, out.splitlines())) <= 80
    with run.summary.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 5
    assert run.page.is_file()
    assert len(ElementTree.parse(junit).getroot()) == 5
    assert json.loads((gradescope / "ada" / "ch01_workflow.json").read_text())["score"] == 4


def test_the_edition_for_students_is_written_apart(
    run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page a student in a folder of their own; the class's page is not written."""
    code = command(["report", str(run.path), "--for", "students"])
    out, err = capsys.readouterr()
    folder = run.path / "report" / "for-students"

    assert (code, err) == (0, "")
    assert "for-students" in out.replace("\n", "")
    assert len(list(folder.glob("*.html"))) == 5
    assert not run.page.exists()
    page = (folder / "ben.html").read_text(encoding="utf-8")
    assert "ada.html" not in page
    assert 'href="../' not in page


def test_an_unknown_audience_is_refused(run: RunFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """With the two there are."""
    assert command(["report", str(run.path), "--for", "parents"]) == 2
    assert "students" in capsys.readouterr().err


def test_a_report_of_nothing_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty folder is no run."""
    assert command(["report", str(tmp_path)]) == 2
    assert "autograder grade SUBMISSIONS" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_named(
    run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, and the run is as it was."""
    (tmp_path / "file").write_text("")

    assert command(["report", str(run.path), "--junit", str(tmp_path / "file" / "j.xml")]) == 2
    assert "j.xml: Expected to write this file" in " ".join(capsys.readouterr().err.split())
