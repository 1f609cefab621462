"""Mutants are graded: they lose points, and those that do not are told."""

from dataclasses import replace

import pytest

from autograder.authoring import mutants
from autograder.authoring.mutants import Score
from autograder.authoring.mutated import Mutant
from autograder.course import chapters
from autograder.errors import KitError


def test_a_mutant_loses_points_and_the_solution_does_not(template, workflow):
    """It is graded by its own task's public and hidden checks, in a process of its own."""
    every = {one.name: one for one in mutants.mutants(workflow)}
    wrong = every["split:arithmetic:1:train_frac * len(X) -> train_frac / len(X)"]
    name = workflow.chapter.name

    assert mutants.loses(wrong.code, "split", name, template.path)
    assert not mutants.loses(None, "split", name, template.path)


def test_a_mutant_that_hangs_costs_its_budget_alone(template, workflow):
    """And loses points."""
    code = "def split(X, y, train_frac=0.8):\n    while True:\n        pass"

    assert mutants.loses(code, "split", workflow.chapter.name, template.path, budget=1.0)


def test_survivors_are_told_unless_they_are_listed(template, workflow, tmp_path):
    """A listed one that loses points, or that nobody makes, is out of date."""
    noise = "noise * torch.randn(n, 1)"
    names = {
        "best": "make_line:arithmetic:3:" + " -> ".join(f"y {s} {noise}" for s in "+-"),
        "dead": "make_line:arithmetic:2:weight * x + bias -> weight * x - bias",
        "gone": "make_line:arithmetic:99:a + b -> a - b",
    }
    only, folder = "make_line:arithmetic", tmp_path

    unlisted = mutants.measure(workflow.chapter, template.path, only=only, folder=folder)
    text = "".join(f"{name}  # because\n" for name in names.values())
    (folder / "equivalents.txt").write_text(text)
    listed = mutants.measure(workflow.chapter, template.path, only=only, jobs=2, folder=folder)

    assert [one.name for one in unlisted.survivors] == [names["best"]]
    assert unlisted.equivalent == 0
    assert listed.survivors == ()
    assert listed.equivalent == 1
    assert listed.outdated == tuple(sorted((names["dead"], names["gone"])))
    assert unlisted.made == listed.made > 4


def test_a_score_leaves_the_equivalent_out():
    """Of ten mutants two are equivalent and one survives: seven of eight lose points."""
    alive = Mutant("a:number:1:1 -> 2", "a", 3, "")

    score = Score("ch01_workflow", 10, (alive,), 2, ())

    assert score.percent == 87.5
    assert str(score) == (
        "ch01_workflow: 10 mutants, 7 lose points, 2 equivalent, 1 survive: 87.5 %"
    )


def test_a_solution_that_loses_points_proves_nothing(monkeypatch, template, workflow):
    """Every mutant of it would seem to be noticed."""
    monkeypatch.setattr(mutants, "loses", lambda *_: True)

    with pytest.raises(KitError, match="make_line: Expected the solution to earn all"):
        mutants.measure(workflow.chapter, template.path, only="make_line")


@pytest.mark.parametrize(("score", "code"), [(96.0, 0), (94.0, 1)])
def test_the_exit_code_tells_of_the_figure(monkeypatch, capsys, score, code):
    """At least 95 % in each chapter, and a line for each survivor with its place."""
    lost = Mutant("split:number:13:1 -> 2", "split", 89, "")
    alive = replace(lost, name="split:number:13:1 -> 2 (2)")
    few = Score("ch01_workflow", 100, (alive,) * int(100 - score), 0, ())
    monkeypatch.setattr(mutants, "measure", lambda *_, **__: few)

    assert mutants.main(["01"]) == code

    said = capsys.readouterr().out
    assert "ch01_workflow.py:89: split:number:13:1 -> 2 (2)\n" in said
    assert f"{score:.1f} %" in said


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["00", "01"])
def test_the_graders_of_quick_chapters_notice_nearly_every_mutant(template, name):
    """The others: python -m autograder.authoring.mutants."""
    score = mutants.measure(chapters.find(name), template.path, jobs=2)

    assert score.outdated == ()
    assert score.percent >= mutants.ENOUGH, [one.name for one in score.survivors]
