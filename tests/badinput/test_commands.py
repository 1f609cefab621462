"""Commands that are mistyped, and machines that are not as they should be: one line, and a code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from broken import NAME, SOLVED, STUB

from autograder import cli


@dataclass(frozen=True, slots=True)
class Case:
    """What is typed, in a folder with ``work.py`` in it, and what is answered."""

    command: str
    says: str
    prepare: Callable[[Path], object] = lambda here: None
    code: int = 2


def _put(name: str, data: str | bytes = "") -> Callable[[Path], object]:
    def write(here: Path) -> None:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(data.encode() if isinstance(data, str) else data)

    return write


def _folder(name: str) -> Callable[[Path], object]:
    return lambda here: (here / name).mkdir(parents=True)


def _both(*steps: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda here: [step(here) for step in steps]


_CLASS = _put(f"class/ann/{NAME}.py", STUB)
_RESULT = "run/results/ann/ch00_fundamentals.json"

GENERAL = (
    Case("", "Usage"),
    Case("chek", "No such command 'chek'"),
    Case("--versoin", "No such option"),
    Case("check --device tpu", "'tpu' is not one of 'auto', 'cpu', 'cuda', 'mps'"),
    Case("check --submission", "requires an argument"),
    Case("check 00 01", "unexpected extra argument"),
    Case("hint", "Missing argument 'TASK'"),
    Case("reset", "Missing argument 'TASK'"),
    Case("grade", "Missing argument 'SOURCE'"),
    Case("report", "Missing argument 'RUN'"),
    Case("release", "Missing argument 'DIR'"),
    Case("nbgrader", "Usage"),
    Case("nbgrader autograde", "Missing argument"),
    Case("grade class --jobs 0", "0 is not in the range 1<=x<=256", _CLASS),
    Case("grade class --jobs many", "'many' is not a valid integer", _CLASS),
    Case("bench --rounds 0", "0 is not in the range x>=1"),
)
CHOOSING = (
    Case("check 11", "Expected a chapter or a task such as 01 or 01.make_line, but got '11'"),
    Case("check ch01_wrkflow", "Expected .*ch01_wrkflow"),
    Case("check 01.make_lin", "make_line"),
    Case("check .make_line", "Expected"),
    Case("check 01.", "Expected"),
    Case("check ''", "Expected"),
    Case("check no_such_task", "Expected .*no_such_task"),
    Case(
        "check 00",
        "Expected your work on chapter 00, but there is no such file",
        _put("exercises/ch01_workflow.py"),
    ),
    Case("check 00 --submission gone.py", "gone.py: Expected your work, but there is no such file"),
    Case("check --submission work.py", "Expected .*chapter"),
    Case("check 00 --submission work.txt", "Expected a .py, .ipynb or .zip file", _put("work.txt")),
    Case("check 00 --submission empty.py", "the file is empty", _put("empty.py")),
    Case("check 00 --submission wide.py", "found UTF-16", _put("wide.py", STUB.encode("utf-16"))),
    Case("check 00 --submission a.ipynb", "it is a web page", _put("a.ipynb", "<html>")),
    Case("check 00 --submission a.zip", "damaged or something else", _put("a.zip", b"PK\3\4")),
    Case("check 00 --submission a", "no module or notebook", _folder("a")),
    Case("check 05 --submission a", "Expected a folder going_modular/", _folder("a")),
    Case("hint 00", "Expected one task of chapter 00: 00.concept_check"),
    Case("hint 00.drop_one", "drop_ones"),
    Case("reset 00 --submission work.py", "Expected one task of chapter 00"),
    Case("reset 00.drop_ones --submission gone.py", "there is no such file"),
    Case("reset 00.drop_ones --submission a.ipynb", "Expected a notebook", _put("a.ipynb", "[]")),
    Case("reset 00.drop_ones --submission a.py", "drop_ones", _put("a.py", "x = 1\n")),
)
GRADING = (
    Case("grade gone", "gone: Expected a folder of submissions, but there is none"),
    Case("grade class", "an empty folder", _folder("class")),
    Case("grade class", "but found notes.txt", _put("class/notes.txt")),
    Case("grade class", "but found ann", _put("class/ann/essay.docx")),
    Case("grade work.txt", "work.txt", _put("work.txt")),
    Case("grade answers.py", "Expected a file named after its chapter", _put("answers.py", STUB)),
    Case("grade class --chapter 12", "Expected .*12", _CLASS),
    Case("grade class --chapter 03", "ch03_computer_vision", _CLASS),
    Case("grade class --device cuda", "Expected this machine to have cuda", _CLASS),
    Case(
        "grade class -o run",
        "run: Expected a folder to write the run to",
        _both(_CLASS, _put("run")),
    ),
    Case("grade class -o a/run", "Expected a folder to write the run", _both(_CLASS, _put("a"))),
    Case(
        "grade class --key-file k",
        "Expected a key .* got something else",
        _both(_CLASS, _put("k", "no key")),
    ),
    Case(
        "grade class --key-file k",
        "Expected a key .* got 4 digits",
        _both(_CLASS, _put("k", "abcd")),
    ),
    Case("grade class --key-file k", "Expected a key .* got 0 digits", _both(_CLASS, _put("k"))),
    Case("grade class --key-file k", "Expected a key", _both(_CLASS, _put("k", b"\xff\xfe"))),
    Case("grade class --key-file k", "Expected a key", _both(_CLASS, _folder("k"))),
    Case("grade class --key-file a/k", "a/k", _both(_CLASS, _put("a"))),
    Case("report gone", "gone: Expected a run with results"),
    Case("report run", "run: Expected a run with results", _folder("run")),
    Case("report run", "Expected a result written by `autograder grade`", _put(_RESULT, "{}")),
    Case("report run", "Expected a result written by `autograder grade`", _put(_RESULT, "[1")),
    Case("report run", "Expected a result written by `autograder grade`", _put(_RESULT, b"\xff")),
    Case(
        "report run",
        "Expected a result written by `autograder grade`",
        _put(_RESULT, '{"tests": 3}'),
    ),
    Case("report run", "Expected a result", _put(_RESULT, json.dumps({"version": 99}))),
)
DATA = (
    Case("data fashoin", "Expected .*fashion"),
    Case("data --source download", "Expected the name of a data set"),
    Case("data --grid a.png", "Expected the name of a data set"),
    Case("data fashion --grid gone/a.png", "gone"),
    Case("data fashion --source gone", "gone"),
    Case("data fashion --source a.zip", "a.zip", _put("a.zip", "<html>")),
    Case("data fashion --source a", "Expected", _folder("a")),
    Case("data pizza_steak_sushi --source a.zip", "Expected a zip", _put("a.zip", "<html>")),
    Case("data pizza_steak_sushi --source http://", "Expected an address"),
    Case("data circles --source download", "circles"),
)
INSTRUCTORS = (
    Case("release kit", "Expected a folder to write, but got a file or link", _put("kit")),
    Case("release kit", "Expected", _put("kit/mine.txt")),
    Case("demo -o out", "Expected", _put("out")),
    Case("nbgrader init a/course", "Expected a folder to write the course to", _put("a")),
    Case("nbgrader sync gone", "Expected an nbgrader course"),
    Case("nbgrader sync run --course work.py", "Expected an nbgrader course", _put(_RESULT, "{}")),
    Case("nbgrader autograde 01", "Expected"),
)
EVERY = (*GENERAL, *CHOOSING, *GRADING, *DATA, *INSTRUCTORS)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder but for a solved chapter."""
    (tmp_path / "work.py").write_text(SOLVED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.command}: {case.says}"[:60])
def test_what_is_wrong_is_said_in_one_line(
    case: Case, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which file or word, what was expected, what was found; never a traceback."""
    case.prepare(here)

    code = cli.run([word.strip("'") for word in case.command.split()])

    out, said = capsys.readouterr()
    assert code == case.code, said
    assert "Traceback" not in out + said
    assert re.search(case.says, said), said
    if "Usage" not in case.says:
        assert said.count("\n") == 1
        assert said.startswith("autograder: ")
