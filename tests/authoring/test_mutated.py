"""Mutants of the solutions: what they are called, and which may keep their points."""

import pytest

from autograder.authoring import mutated
from autograder.authoring.mutated import Mutant
from autograder.course import chapters
from autograder.course.source import source
from autograder.errors import UsageError

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
    return list(mutated.mutants(source(chapter, chapter.solution, text, solved=True)))


def test_a_mutant_has_the_place_and_the_code_of_its_task(workflow):
    """The line is that of the file; marks are gone, and all else stays as it was written."""
    one = made(TEXT, workflow.chapter)[0]

    assert one == Mutant(
        name="first:flow:1:return n + 1 -> return None",
        task="first",
        line=5,
        code='def first(n: int = 3) -> int:\n    """One more."""\n    return None',
    )


def test_only_what_a_student_writes_is_mutated(workflow):
    """Signatures, docstrings and constants of the stub are given; an answer of a quiz is not."""
    names = [one.name for one in made(TEXT, workflow.chapter)]

    assert names == [
        "first:flow:1:return n + 1 -> return None",
        "first:arithmetic:1:n + 1 -> n - 1",
        "first:number:1:1 -> 2",
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


@pytest.fixture(scope="module")
def names():
    """The names of all mutants, by chapter."""
    every = chapters.existing()
    return {c: [one.name for one in mutated.mutants(chapters.load(c))] for c in every}


def test_names_are_unique_and_the_order_is_always_the_same(names, workflow):
    """Equal changes to one line are numbered."""
    for found in names.values():
        assert len(set(found)) == len(found) > 80
    assert names[workflow.chapter] == [one.name for one in mutated.mutants(workflow)]


def test_a_long_change_is_named_by_what_differs(workflow):
    """A name stays a line that can be read."""
    every = [one.name for one in mutated.mutants(workflow)]
    shown = "…ch().cpu(), s=12, c=colour, lab… -> …ch().cpu(), c=colour, lab…"

    assert f"plot_predictions:keyword:9:{shown}" in every
    assert max(map(len, every)) < 200


def test_what_is_listed_as_equivalent_is_still_made(names):
    """Whoever changes a solution looks at its equivalent mutants again."""
    for chapter, found in names.items():
        assert sorted(mutated.equivalents(chapter).keys() - set(found)) == []


def test_a_line_without_a_reason_is_refused(workflow, tmp_path):
    """By file and line."""
    (tmp_path / "equivalents.txt").write_text("a:number:1:1 -> 2  # why\nb:number:1:1 -> 2\n")

    with pytest.raises(UsageError, match=r"equivalents\.txt:2: Expected `name  # reason`"):
        mutated.equivalents(workflow.chapter, tmp_path)
