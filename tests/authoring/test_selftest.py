"""The graders are measured: the right passes, the wrong loses points and is named."""

from dataclasses import replace

import pytest

from autograder.authoring import selftest
from autograder.authoring.selftest import Case, cases, grade_case, keyed_solutions
from autograder.course import chapters

KEYS = 2  # authors use 20: python -m autograder.authoring.selftest


def sweep(template, every):
    """All faults among these cases, as lines."""
    found = [(case, case.fault(grade_case(case, template))) for case in every]
    return [f"{case.kind} {case.task} {case.name}: {fault}" for case, fault in found if fault]


@pytest.mark.slow
@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda c: c.name)
def test_solutions_earn_full_marks_over_many_keys(template, chapter):
    """Random inputs never turn a right answer wrong: modules and notebooks take turns."""
    source = chapters.load(chapter)
    notebook = next(case for case in cases(source) if case.kind == "solution")
    every = [
        replace(case, submission=notebook.submission) if number % 2 else case
        for number, case in enumerate(keyed_solutions(source, KEYS))
    ]

    assert sweep(template, every) == []


@pytest.mark.slow
@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda c: c.name)
def test_every_variant_passes_and_every_mistake_is_recognised(template, chapter):
    """Stub, accepted variants and the whole catalogue get the grade they must get."""
    assert sweep(template, cases(chapters.load(chapter))) == []


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda c: c.name)
def test_the_everyday_sample_is_graded_as_it_must_be(template, chapter):
    """Solution and stub once, and the first known mistake of every fourth task."""
    source = chapters.load(chapter)
    every = list(cases(source))
    first = {c.task: c for c in reversed(every) if c.kind == "mistake"}
    sample = [c for c in every if c.kind in ("solution", "stub")]

    assert sweep(template, [*sample, *list(first.values())[::4]]) == []
    assert set(first) == {t.id for t in source.tasks}


def test_a_wrong_solution_is_a_fault(template, workflow):
    """A solution that loses points is told, with the check that it failed."""
    broken = next(c for c in cases(workflow) if c.kind == "mistake")
    case = Case("solution", "0", broken.task, broken.submission)

    fault = case.fault(grade_case(case, template))

    assert "Expected" in fault
    assert "fail" in fault


def test_a_mistake_that_loses_nothing_is_a_fault(template, workflow):
    """The right answer, passed off as a mistake, shows a grader that sees nothing."""
    right = next(keyed_solutions(workflow, 1))
    case = Case("mistake", "pretended", "split", right.submission)

    assert case.fault(grade_case(case, template)) == "lost no point"


def test_the_command_prints_counts(capsys):
    """One line a kind, and exit code 0 where nothing is wrong."""
    code = selftest.main(["ch01_workflow", "--keys", "0", "--only", "stub"])

    assert code == 0
    assert "stub: 1 of 1 as expected" in capsys.readouterr().out
