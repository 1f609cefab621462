"""How the answers of the text files here are graded, and what is wrong with a grade."""

from collections.abc import Iterator
from pathlib import Path

from autograder.authoring import cases, selftest
from autograder.authoring.answers import Answer
from autograder.course import chapters
from autograder.remote.launch import Template

FOLDER = Path(__file__).parent


def fault(answer: Answer, label: str, template: Template) -> str:
    """What is wrong with an answer's grade under one fixed key; empty if nothing."""
    source = chapters.load(chapters.find(label))
    case = cases.answer(source, answer.task, cases.VARIANT, answer.name, answer.cell)
    tests = selftest.grade_case(case, template)
    failed = {test.check.rpartition(".")[2] for test in tests if test.points < test.max_points}
    if not answer.right:
        return "" if failed else "lost no point"
    if passed := answer.loses - failed:
        return f"passed {', '.join(sorted(passed))}"
    return case.fault([t for t in tests if t.check.rpartition(".")[2] not in answer.loses])


def faults(found: Iterator[Answer], label: str, template: Template) -> dict[str, str]:
    """What is wrong, by the name of the answer."""
    every = {answer.name: fault(answer, label, template) for answer in found}
    return {name: wrong for name, wrong in every.items() if wrong}
