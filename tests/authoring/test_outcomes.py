"""What known mistakes give under public checks is computed, and a file that says otherwise told."""

import json

import pytest
import torch

from autograder.authoring import outcomes
from autograder.course import chapters
from autograder.course.mistakes import catalogue
from autograder.grading import outcomes as graded
from autograder.grading.attempts import attempts

CPU = torch.device("cpu")


@pytest.fixture
def flat_line(workflow):
    """A known mistake of chapter 01."""
    return next(one for one in catalogue(workflow.chapter) if one.id == "flat_line")


def test_a_mistake_has_an_outcome_for_each_public_check_of_its_task(workflow, flat_line):
    """It loses them; and they are those in the file."""
    attempt = attempts(workflow.chapter, CPU, {})
    found = outcomes.of_mistake(workflow.chapter, flat_line, attempt)
    difference = outcomes.difference(workflow.chapter, flat_line, attempt)

    assert all(check.startswith("public.test_make_line") for check in found)
    assert [outcome.passed for outcome in found.values()] == [False] * len(found)
    assert difference == ""


def test_an_outcome_that_changed_is_told_with_its_check(workflow, flat_line, monkeypatch):
    """As after a change of what chapters share, which makes no file stale."""
    stored = graded.stored(workflow.chapter)
    mixed = {**stored, flat_line.id: stored["end_included"]}
    monkeypatch.setattr(graded, "stored", lambda _: mixed)
    difference = outcomes.difference(
        workflow.chapter, flat_line, attempts(workflow.chapter, CPU, {})
    )

    assert "public.test_make_line" in difference
    assert "autograder build" in difference


def test_the_text_of_a_file_is_json_with_a_line_for_each_mistake(workflow, flat_line, monkeypatch):
    """With its hints, and without its code."""
    monkeypatch.setattr(outcomes, "catalogue", lambda _: (flat_line,))
    monkeypatch.setattr("autograder.course.mistakes.catalogue", lambda _: (flat_line,))
    (entry,) = json.loads(outcomes.text(workflow.chapter))["mistakes"]

    assert (entry["id"], entry["task"]) == ("flat_line", "make_line")
    assert tuple(entry["hints"]) == flat_line.hints
    assert "torch.arange" not in json.dumps(entry)


def test_what_changes_with_the_day_is_not_kept():
    """The parts of a run's folder have an outcome of today alone, and no other task loses one."""
    chapter = chapters.find("07")
    attempt = attempts(chapter, CPU, {})
    by_id = {one.id: one for one in catalogue(chapter)}
    dated = outcomes.of_mistake(chapter, by_id["always_today"], attempt)
    other = next(one for one in by_id.values() if one.task == "set_seeds")

    assert "public.test_log_dir_parts" not in dated
    assert outcomes.of_mistake(chapter, other, attempt)
