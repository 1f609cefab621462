"""``autograder similar`` on runs with copies in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.classroom import runfolder
from autograder.classroom.runfolder import RunFolder
from autograder.cli import run as command
from autograder.course import chapters
from autograder.grading.results import Result
from autograder.similarity import measure

_EVIL = "<script>alert(1)</script>\x1b[2J"
_CHAPTER = "ch01_workflow"


def hand_in(run: RunFolder, student: str, parts: list[dict[str, object]]) -> None:
    """Save a result and the code it is of."""
    run.save(Result(_CHAPTER, student, "pass", "", 1, 1, "cpu", (), 0.1, True, student, "f", ()))
    with runfolder.writing(run.code_path(student, _CHAPTER)) as file:
        json.dump(parts, file)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Two honest students, a copy of one of them with hostile names, and a broken file."""
    run = RunFolder(tmp_path_factory.mktemp("class") / "run")
    source = chapters.load(chapters.find("01"))
    students = measure.honest_class(source)[:2]
    copy = measure.documents(source, students, "renamed")[0]
    for document in measure.documents(source, students):
        hand_in(run, document.owner, [_json(part) for part in document.parts])
    hand_in(run, _EVIL, [_json(part) | {"file": _EVIL} for part in copy.parts])
    hand_in(run, "broken", [{"file": "a.py", "line": 1, "source": "def (" * 1000}])
    return run


def _json(part: object) -> dict[str, object]:
    return {name: getattr(part, name) for name in ("file", "line", "source")}


def test_a_copy_is_told_as_evidence(
    run: RunFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 80 columns; no name reaches the terminal as it is."""
    monkeypatch.setenv("COLUMNS", "80")

    assert command(["similar", str(run.path)]) == 0

    shown = capsys.readouterr().out
    assert "s00" in shown
    assert "s01" not in shown
    assert "evidence for a person to judge, not a verdict" in " ".join(shown.split())
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_the_page_shows_pairs_side_by_side(run: RunFolder, tmp_path: Path) -> None:
    """Lines marked by a sign, nothing fetched, nothing of a student's obeyed."""
    assert command(["similar", str(run.path), "--chapter", "01", "-o", str(tmp_path)]) == 0

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "evidence for a person to judge, not a verdict" in page
    assert "▶" in page
    assert "★" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_pairs_are_printed_as_json(run: RunFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a pair."""
    assert command(["similar", str(run.path), "--json"]) == 0

    (line,) = capsys.readouterr().out.splitlines()
    pair = json.loads(line)
    assert {pair["left"], pair["right"]} == {"s00", _EVIL}
    assert pair["share"] > 0.9
    assert pair["holders"] == 2
    assert pair["rarest"]


def test_an_earlier_year_is_compared_from_its_files(
    run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a class's folder, ungraded."""
    source = chapters.load(chapters.find("01"))
    (document,) = measure.documents(source, measure.honest_class(source)[1:2])
    old = tmp_path / "2025" / "eve" / f"{_CHAPTER}.py"
    old.parent.mkdir(parents=True)
    old.write_text("\n".join(part.source for part in document.parts), encoding="utf-8")

    assert command(["similar", str(run.path), "--json", "--also", str(old.parents[1])]) == 0

    pairs = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"2025/eve", "s01"} in [{pair["left"], pair["right"]} for pair in pairs]


def test_a_run_without_code_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    assert command(["similar", str(tmp_path)]) == 2
    assert "Expected a run with code" in capsys.readouterr().err
