"""The notebook an instructor releases from."""

import nbformat
import pytest

from autograder.authoring import build
from autograder.course import chapters
from autograder.course.source import Source
from autograder.nbgrader.cells import answer_id, source_notebook, test_id
from autograder.nbgrader.written import Written

test_id.__test__ = False

QUESTION = Written(3, "## Explain\nWhy?", "Because (3).")


@pytest.fixture(params=[chapter.name for chapter in chapters.existing()])
def source(request: pytest.FixtureRequest) -> Source:
    """Each finished chapter."""
    return chapters.load(chapters.find(request.param))


def roles(notebook: dict) -> dict[str, dict]:
    """What the cells are to nbgrader, by id."""
    found = [cell["metadata"].get("nbgrader") for cell in notebook["cells"]]
    return {role["grade_id"]: role for role in found if role}


def test_every_task_has_an_answer_and_a_test_worth_its_points(source: Source) -> None:
    """The answer is the student's, the test is locked, and the points are the task's."""
    found = roles(source_notebook(source, None))

    assert len(found) == 2 * len(source.tasks)
    for task in source.tasks:
        answer, test = found[answer_id(task.id)], found[test_id(task.id)]
        assert answer["solution"]
        assert not answer["grade"]
        assert test["grade"]
        assert test["locked"]
        assert test["points"] == task.points


def test_the_notebook_is_the_exercise_s_but_for_roles_and_solutions(source: Source) -> None:
    """Students of an nbgrader course work in the notebook that all others have, tests apart."""
    plain, made = build.stub_notebook(source), source_notebook(source, None)

    assert [cell["id"] for cell in made["cells"]] == [cell["id"] for cell in plain["cells"]]
    for cell, other in zip(made["cells"], plain["cells"], strict=True):
        if "nbgrader" not in cell["metadata"]:
            assert cell["source"] == other["source"]


def test_it_is_valid_and_the_same_every_time(source: Source) -> None:
    """Version control sees no change where there is none."""
    made = source_notebook(source, QUESTION)

    nbformat.validate(nbformat.from_dict(made))
    assert made == source_notebook(source, QUESTION)


def test_a_question_comes_before_the_check_of_all(source: Source) -> None:
    """The question is locked, the answer graded by a person, and the last cell checks."""
    made = source_notebook(source, QUESTION)
    asked, answer = roles(made)["written_answer_question"], roles(made)["written_answer"]

    assert asked["locked"]
    assert answer["grade"]
    assert answer["solution"]
    assert answer["points"] == 3
    assert "".join(made["cells"][-1]["source"]) == "check()"


def test_ids_fit_nbgrader_where_a_task_has_a_dot() -> None:
    """Tasks of a package are named after their module too."""
    assert test_id("engine.train_step") == "test_engine-train_step"
