"""A result is what its schema says, whatever was handed in."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from autograder.course import chapters, compose
from autograder.course.mistakes import catalogue
from autograder.grading import results
from autograder.grading.grader import grade
from autograder.grading.incomplete import not_graded, unreadable
from autograder.grading.request import GradeRequest
from autograder.grading.results import Result, TestResult
from autograder.remote.launch import Template
from autograder.sandbox import Policy
from autograder.sandbox.policy import LAYERS
from autograder.submission import from_text

CHAPTER = "ch00_fundamentals"
SCHEMA = json.loads(Path(results.__file__).with_name("result.schema.json").read_text("utf-8"))
TEST = SCHEMA["$defs"]["test"]


def complaints(result: Any) -> list[str]:
    """What another program, which knows the schema alone, has against a result."""
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(result)]


def as_read(result: Result) -> Any:
    """A result as it comes out of its file."""
    return json.loads(json.dumps(result.to_json()))


def test_the_schema_is_one() -> None:
    """By the standard it names."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("kind", "schema"), [(Result, SCHEMA), (TestResult, TEST)])
def test_it_has_every_field_and_no_other(kind: type, schema: dict[str, Any]) -> None:
    """A new field has to be described."""
    names = {field.name for field in fields(kind)}

    assert set(schema["properties"]) == names
    assert set(schema["required"]) == names
    assert schema["additionalProperties"] is False


def test_it_knows_every_status_and_every_layer() -> None:
    """In the order of the code, which is the order of weight."""
    assert tuple(TEST["properties"]["status"]["enum"]) == results.STATUSES
    assert tuple(SCHEMA["properties"]["sandbox"]["items"]["enum"]) == LAYERS


@pytest.mark.parametrize("work", ["solution", "stub", "mistake", "exit", "nonsense"])
def test_a_graded_submission_is_valid(template: Template, work: str) -> None:
    """Right, untouched, wrong in a known way, ending its process, no Python at all."""
    source = chapters.load(chapters.find(CHAPTER))
    mistake = next(iter(catalogue(source.chapter)))
    texts = {
        "solution": compose.solved_module(source),
        "stub": compose.stub_module(source),
        "mistake": compose.module(source, {mistake.task: mistake.source}),
        "exit": compose.module(source, {"describe": "import os\ndef describe(x): os._exit(1)"}),
        "nonsense": "def describe(:",
    }
    submission = from_text(texts[work], CHAPTER, f"{CHAPTER}.py")
    request = GradeRequest(
        hidden=True, key=bytes(32), device="cpu", policy=Policy(), template=template
    )
    result = grade(submission, "ada", request)

    assert complaints(as_read(result)) == []
    assert Result.from_json(as_read(result)) == result


def test_a_result_without_a_grade_is_valid() -> None:
    """A file that nobody can read, and a kit that failed."""
    unread = unreadable(CHAPTER, "ada", "no notebook", hidden=True)

    assert complaints(as_read(unread)) == []
    assert complaints(as_read(not_graded(CHAPTER, "ada", "a.py", "it broke"))) == []


def test_a_result_from_before_there_were_repairs_can_be_read() -> None:
    """Its checks have no such field."""
    old = as_read(not_graded(CHAPTER, "ada", "a.py", "it broke"))
    old["tests"][0].pop("repair")

    assert Result.from_json(old).tests[0].repair == ""


def test_something_else_is_not() -> None:
    """A field too many, one too few, a status of one's own."""
    good = as_read(not_graded(CHAPTER, "ada", "a.py", "it broke"))

    assert complaints({**good, "grade": "A"})
    assert complaints({name: value for name, value in good.items() if name != "points"})
    assert complaints({**good, "status": "splendid"})
    assert complaints({**good, "tests": [{**good["tests"][0], "points": "3"}]})
