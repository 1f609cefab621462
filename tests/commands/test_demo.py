"""The demo's class is made of real files, and is graded as it should be."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from autograder.classroom.discover import discover
from autograder.commands import demo
from autograder.commands.democlass import BROKEN, CLASS, NOTEBOOK, ZIP
from autograder.course import chapters, mistakes
from autograder.errors import UsageError
from autograder.submission import read


def test_the_recipes_name_what_there_is() -> None:
    """Chapters, tasks and known mistakes exist, and a mistake is made once per hand-in."""
    for student, recipes in CLASS.items():
        for recipe in recipes:
            source = chapters.load(chapters.find(recipe.chapter))
            known = {m.id: m.task for m in mistakes.catalogue(source.chapter)}
            tasks = [known[name] for name in recipe.mistakes] + list(recipe.code)
            assert len(tasks) == len(set(tasks)), student
            assert set(tasks) <= {task.id for task in source.tasks}, student


def test_the_class_shows_every_kind_of_hand_in() -> None:
    """At least twelve students, both chapters, modules, notebooks, zips, one broken file."""
    forms = {recipe.form for recipes in CLASS.values() for recipe in recipes}

    assert len(CLASS) >= 12
    assert {NOTEBOOK, ZIP, BROKEN} < forms


def test_the_files_are_what_students_hand_in(tmp_path: Path) -> None:
    """They are the same on every run, can all be found, and all but the broken one be read."""
    demo.write_class(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    demo.write_class(tmp_path)
    collected = discover(tmp_path)
    unreadable = []
    for hand_in in collected.hand_ins:
        try:
            read(hand_in.path, hand_in.chapter)
        except UsageError:
            unreadable.append(hand_in.student)

    assert before == {path: path.read_bytes() for path in before}
    assert len(collected.hand_ins) == len(before) == sum(map(len, CLASS.values()))
    assert not any(member.note for member in collected.members)
    assert unreadable == ["Oskar Lind"]


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda chapter: chapter.name)
def test_no_hint_is_left_in_a_students_code(chapter: chapters.Chapter) -> None:
    """The code of known mistakes is what a student would hand in."""
    for mistake in mistakes.catalogue(chapter):
        assert mistake.hints[0] not in " ".join(mistake.source.split())


@pytest.mark.exhaustive
def test_the_demo_grades_its_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everybody has the points they should; each accident is named; nobody stops the run."""
    assert demo.run_demo(tmp_path) == 0
    out = capsys.readouterr().out
    with (tmp_path / "run" / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["student"], row["task"]): row for row in csv.DictReader(file)}
    totals = {s: float(p) for s, p in re.findall(r"^(\w+ \w+) .* (\d+)\b(?: |$)", out, re.M)}

    for student in ("Amara Obi", "Bartek Nowak", "Kavya Iyer"):
        assert totals[student] == 100
    assert rows["Ingrid Solberg", "predict"]["status"] == "timeout"
    assert rows["João Pereira", "split"]["status"] == "crash"
    assert rows["Liam Byrne", "make_line"]["points"] == "0"
    assert rows["Mei Chen", "evaluate"]["status"] == "pass"
    assert rows["Hiro Tanaka", "hwc_to_chw"]["status"] == "error"
    assert rows["Oskar Lind", "make_tensor"]["status"] == "error"
    assert rows["Grace Mwangi", "describe"]["status"] == "not_started"
    assert rows["Chiara Conti", "train_one_epoch"]["misconception"] == "no_zero_grad"
    assert "What the class got wrong most" in out
    assert "no_zero_grad" in out
