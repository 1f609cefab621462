"""Known mistakes run under a check as if a student had made them; what is stored need not run."""

import threading
from pathlib import Path

import torch

from autograder.checks.check import PUBLIC_KEY, seed_of
from autograder.course import chapters
from autograder.course.mistakes import Mistake, catalogue
from autograder.grading import grader, running
from autograder.grading.attempts import attempts
from autograder.grading.outcomes import outcome

CPU = torch.device("cpu")
STORED = outcome(True, [])


def first_check(workflow, task="make_line"):
    """A task's first public check."""
    files = grader.check_files(workflow.chapter, hidden=False)
    return running.in_order(workflow.tasks, files, task)[0]


def fixed_seed(workflow, check):
    """The seed of a self-check."""
    return seed_of(PUBLIC_KEY, "", workflow.chapter.name, check.id)


def mistake(workflow, name):
    """A known mistake of the chapter."""
    return next(one for one in catalogue(workflow.chapter) if one.id == name)


def test_a_mistake_is_run_and_loses_its_check(workflow):
    """And another one, loaded after it, gives something else."""
    check = first_check(workflow)
    attempt = attempts(workflow.chapter, CPU, {})
    flat = attempt(mistake(workflow, "flat_line"), check, 7)
    ended = attempt(mistake(workflow, "end_included"), check, 7)
    again = attempt(mistake(workflow, "flat_line"), check, 7)

    assert not flat.passed
    assert again is flat
    assert not flat.values.agrees(ended.values)


def test_what_is_stored_counts_for_the_inputs_of_a_self_check_alone(workflow):
    """Under other inputs, and on another device, the mistake gives other values."""
    check, flat = first_check(workflow), mistake(workflow, "flat_line")
    known = {"flat_line": {check.id: STORED}}
    attempt = attempts(workflow.chapter, CPU, known)
    assert attempt(flat, check, fixed_seed(workflow, check)) is STORED
    assert attempt(flat, check, 7) is not STORED
    attempt = attempts(workflow.chapter, torch.device("meta"), known)
    assert attempt(flat, check, fixed_seed(workflow, check)) is not STORED


def test_nothing_is_told_of_a_mistake_without_its_code(workflow):
    """In a student's kit, under inputs that are not those of a self-check."""
    without = Mistake("flat_line", "make_line", "", ("a", "b", "c"))
    attempt = attempts(workflow.chapter, CPU, {})
    assert attempt(without, first_check(workflow), 7) is None


def test_an_attempt_leaves_nothing_in_the_grader(workflow):
    """No pretended device and no other working folder, under any check of the chapter."""
    source = chapters.load(chapters.find("03"))  # whose checks pretend devices
    files = grader.check_files(source.chapter, hidden=True)
    known = {one.task: one for one in catalogue(source.chapter)}
    before = Path.cwd(), torch.cuda.is_available(), threading.active_count()
    for check in running.in_order(source.tasks, files, "eval_model"):
        attempts(source.chapter, CPU, {})(known["eval_model"], check, 7)

        assert type(torch.ones(1).to("cpu") * torch.ones(1, device="cpu")) is torch.Tensor
        assert torch.ones(1, device="meta").is_meta
        assert (Path.cwd(), torch.cuda.is_available(), threading.active_count()) == before
