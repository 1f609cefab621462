"""Mutants of the solutions: what they are called, that they lose points, and which need not."""

from dataclasses import replace

import pytest

from autograder.authoring import mutants
from autograder.authoring.mutants import Mutant, Score
from autograder.course import chapters
from autograder.course.source import source
from autograder.errors import KitError, UsageError

TEXT = '''\
# %% task="first" points=1
def first(n: int = 3) -> int:
    """One more."""
    ### BEGIN SOLUTION
    return n + 1
    ### END SOLUTION


# %% task="second" points=1
ANSWER = "b"  ### SOLUTION
LIMIT = 3
'''


def made(text, chapter):
    """The mutants of a chapter with this text."""
    return list(
        mutants.mutants(source(chapter, chapters.solution_path(chapter), text, solved=True))
    )


def test_a_mutant_has_the_place_and_the_code_of_its_task(workflow):
    """The line is that of the file; marks are gone, and all else stays as it was written."""
    one = made(TEXT, workflow.chapter)[0]

    assert one == Mutant(
        name="first:flow:3:return n + 1 -> return None",
        task="first",
        line=5,
        code='def first(n: int = 3) -> int:\n    """One more."""\n    return None',
    )


def test_only_what_a_student_writes_is_mutated(workflow):
    """Signatures, docstrings and constants of the stub are given; an answer of a quiz is not."""
    names = [one.name for one in made(TEXT, workflow.chapter)]

    assert names == [
        "first:flow:3:return n + 1 -> return None",
        "first:arithmetic:3:n + 1 -> n - 1",
        "first:number:3:1 -> 2",
        "second:delete:1:ANSWER = 'b' -> pass",
        "second:string:1:'b' -> 'a'",
    ]


def test_a_name_does_not_depend_on_other_tasks(workflow):
    """The line counts within the task; its line in the file goes with the text."""
    _, rest = TEXT.split("\n\n\n")
    before = [one for one in made(TEXT, workflow.chapter) if one.task == "second"]

    after = made(rest, workflow.chapter)

    assert [one.name for one in after] == [one.name for one in before]
    assert [one.line for one in after] == [one.line - 8 for one in before]


def test_names_are_unique_and_the_order_is_always_the_same():
    """In every chapter; equal changes to one line are numbered."""
    for chapter in chapters.existing():
        names = [one.name for one in mutants.mutants(chapters.load(chapter))]

        assert len(set(names)) == len(names) > 80
        assert names == [one.name for one in mutants.mutants(chapters.load(chapter))]


def test_a_long_change_is_named_by_what_differs(workflow):
    """A name stays a line that can be read."""
    every = [one.name for one in mutants.mutants(workflow)]
    shown = "…ch().cpu(), s=12, c=colour, lab… -> …ch().cpu(), c=colour, lab…"

    assert f"plot_predictions:keyword:24:{shown}" in every
    assert max(map(len, every)) < 200


def test_what_is_listed_as_equivalent_is_still_made():
    """Whoever changes a solution looks at its equivalent mutants again."""
    for chapter in chapters.existing():
        names = {one.name for one in mutants.mutants(chapters.load(chapter))}

        assert sorted(mutants.equivalents(chapter).keys() - names) == []


def test_a_mutant_loses_points_and_the_solution_does_not(template, workflow):
    """It is graded by its own task's public and hidden checks, in a process of its own."""
    every = {one.name: one for one in mutants.mutants(workflow)}
    wrong = every["split:arithmetic:13:train_frac * len(X) -> train_frac / len(X)"]
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
        "best": "make_line:arithmetic:18:" + " -> ".join(f"y {s} {noise}" for s in "+-"),
        "dead": "make_line:arithmetic:17:weight * x + bias -> weight * x - bias",
        "gone": "make_line:arithmetic:99:a + b -> a - b",
    }
    only, folder = "make_line:arithmetic", tmp_path

    unlisted = mutants.measure(workflow.chapter, template.path, only=only, folder=folder)
    text = "".join(f"{name}  # because\n" for name in names.values())
    (folder / "ch01_workflow.txt").write_text(text)
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


def test_a_line_without_a_reason_is_refused(workflow, tmp_path):
    """By file and line."""
    (tmp_path / "ch01_workflow.txt").write_text("a:number:1:1 -> 2  # why\nb:number:1:1 -> 2\n")

    with pytest.raises(UsageError, match=r"ch01_workflow\.txt:2: Expected `name  # reason`"):
        mutants.equivalents(workflow.chapter, tmp_path)


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


@pytest.mark.slow
@pytest.mark.parametrize("name", ["00", "01"])
def test_the_graders_of_quick_chapters_notice_nearly_every_mutant(template, name):
    """The others: python -m autograder.authoring.mutants."""
    score = mutants.measure(chapters.find(name), template.path, jobs=2)

    assert score.outdated == ()
    assert score.percent >= mutants.ENOUGH, [one.name for one in score.survivors]
