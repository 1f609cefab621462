"""The graders are measured: the right passes, the wrong loses points and is named."""

from dataclasses import replace

import pytest

from autograder.authoring import cases, selftest
from autograder.authoring.selftest import grade_case, measure, parts
from autograder.course import chapters, outcomefile


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda c: c.name)
def test_a_solved_notebook_earns_all_and_a_stub_nothing(template, chapter):
    """With public and hidden checks; `.ci/run` measures all else."""
    source = chapters.load(chapter)
    for case in cases.of_chapter(source, keys=0):
        assert case.fault(grade_case(case, template)) == ""


def test_every_variant_of_a_task_passes_and_every_mistake_is_recognised(template, workflow):
    """The first mistake is graded by the whole way of a submission as well.

    What each mistake gives under public checks is what the chapter's file says.
    """
    (part,) = (p for p in parts(workflow.chapter, keys=0) if p.task == "split")
    every = list(cases.of_task(workflow, "split"))
    mistakes = [case for case in every if case.kind == cases.MISTAKE]
    outcomes = [f"outcome split {case.name}" for case in mistakes]

    found = measure(part, template)

    assert [finding for finding in found if finding.fault] == []
    assert sorted(f.name for f in found) == sorted(map(str, [*every, mistakes[0], *outcomes]))


def test_a_mistake_that_agrees_with_another_is_a_fault(template, workflow, monkeypatch):
    """Of two with the same values neither is named: a student's could be either."""
    known = cases.catalogue(workflow.chapter)
    first = next(m for m in known if m.task == "split")
    twice = [replace(first, id="other"), *known]
    monkeypatch.setattr(outcomefile, "known", lambda _: twice)
    (part,) = (p for p in parts(workflow.chapter, 0, only=first.id) if p.task == "split")

    found = measure(part, template)

    assert {f.fault for f in found if f.kind == cases.MISTAKE} == {"recognised as None"}


def test_a_wrong_solution_is_a_fault(template, workflow):
    """A solution that loses points is told, with the check that it failed."""
    broken = next(c for c in cases.of_task(workflow, "split") if c.kind == cases.MISTAKE)
    case = replace(broken, kind=cases.SOLUTION, name="0")

    fault = case.fault(grade_case(case, template))

    assert "Expected" in fault
    assert "fail" in fault


@pytest.mark.exhaustive
def test_the_command_prints_counts_and_the_exit_code_tells_of_faults(capsys, tmp_path):
    """One line a kind; what was only partly measured is not written down."""
    ledger = tmp_path / "ledger.json"
    options = ["--keys", "0", "--jobs", "1", "--record", "--ledger", str(ledger)]
    code = selftest.main(["ch01_workflow", *options, "--only", "stub"])

    assert code == 0
    assert "stub: 1 of 1 as expected" in capsys.readouterr().out
    assert not ledger.exists()


def test_the_command_measures_what_changed_and_writes_down_what_is_right(
    capsys, monkeypatch, tmp_path
):
    """A chapter with a fault stays as unknown as it was."""
    ledger = tmp_path / "ledger.json"
    options = ["--changed", "--record", "--ledger", str(ledger)]
    monkeypatch.setattr(selftest, "measured", lambda every, *_: found(every))

    assert selftest.main(["00", "01", *options]) == 1
    assert "ch01_workflow mistake: lost no point" in capsys.readouterr().out
    assert selftest.main(["00", *options]) == 0
    assert capsys.readouterr().out == ""


def found(every):
    """Every chapter but 01 is right."""
    for chapter in dict.fromkeys(part.chapter for part in every):
        fault = "lost no point" if chapter == "ch01_workflow" else ""
        yield chapter, [selftest.Finding("mistake", "mistake", fault)]
