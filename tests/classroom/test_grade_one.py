"""One submission of a class: a short way from its file to a check."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.classroom import journal
from autograder.classroom.grade_one import grade_hand_in, read_hand_in
from autograder.classroom.handins import HandIn
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters, compose
from autograder.grading.request import GradeRequest
from autograder.grading.results import TestResult

NAMES_ITS_CALLERS = """
def describe(x):
    import json, traceback
    frames = [(frame.filename, frame.name) for frame in traceback.extract_stack()]
    with open({path!r}, "w") as file:
        json.dump(frames, file)
"""


def test_four_frames_lie_between_a_hand_in_and_a_check(tmp_path: Path) -> None:
    """The pool's three in the process of the command make seven, with `grade_hand_in` eight."""
    stack, path = tmp_path / "stack", tmp_path / "ch00_fundamentals.py"
    code = NAMES_ITS_CALLERS.format(path=str(stack))
    source = chapters.load(chapters.find("00"))
    path.write_text(compose.module(source, {"describe": code}), encoding="utf-8")
    request = GradeRequest(device="cpu", task="describe", in_process=True, diagnose=False)
    grade_hand_in(HandIn("ada", source.chapter.name, path), RunFolder(tmp_path), request)

    frames = [tuple(frame) for frame in json.loads(stack.read_text())]
    names = [name for _, name in frames]
    first = names.index("grade_hand_in")
    check = next(i for i, name in enumerate(names) if name.startswith("test_") and i > first)
    assert names[first + 1 : check] == ["grade_with_retry", "grade", "run_each", "run"]


def test_what_a_stopped_grade_left_does_not_count_for_another_file(tmp_path: Path) -> None:
    """Whoever reads a submission, on this machine or for a cluster, begins with nothing."""
    run, chapter = RunFolder(tmp_path), "ch00_fundamentals"
    with journal.written(run, "ada", chapter) as told:
        told(TestResult("a name", "public.test_a", "task", "pass", 1, 1))
        assert journal.read(run, "ada", chapter)

        read_hand_in(HandIn("ada", chapter, tmp_path / "nothing.py"), run, GradeRequest())

        assert journal.read(run, "ada", chapter) is None
