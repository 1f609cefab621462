"""Write results as JUnit XML, which continuous integration and course platforms show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO
from xml.etree.ElementTree import Element, SubElement, tostring

from autograder.grading.results import FAIL, NOT_STARTED, PASS, SKIPPED, Result, TestResult
from autograder.text import harmless, one_line


def write(file: TextIO, results: Iterable[Result]) -> None:
    """Write a test suite a submission, one at a time; a test case a check."""
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="autograder">\n')
    for result in results:
        file.write(tostring(suite(result), encoding="unicode") + "\n")
    file.write("</testsuites>\n")


def suite(result: Result) -> Element:
    """Return a submission's test suite; not begun is *skipped*, an exception is an *error*."""
    kinds = [_kind(test) for test in result.tests]
    element = Element(
        "testsuite",
        name=one_line(f"{result.student} {result.chapter}".strip()),
        tests=str(len(kinds)),
        failures=str(kinds.count("failure")),
        errors=str(kinds.count("error")),
        skipped=str(kinds.count("skipped")),
        time=f"{result.seconds:.3f}",
    )
    for test, kind in zip(result.tests, kinds, strict=True):
        element.append(_case(result, test, kind))
    return element


def _case(result: Result, test: TestResult, kind: str) -> Element:
    case = Element(
        "testcase",
        classname=one_line(f"{result.chapter}.{test.task_id}"),
        name=one_line(test.name),
        time=f"{test.seconds:.3f}",
    )
    if kind:
        why = test.message or test.status.replace("_", " ")
        child = SubElement(case, kind, message=one_line(why))
        hint = f"hint: {test.first_hint}" if test.first_hint else ""
        child.text = "\n".join(map(harmless, filter(None, (test.message, test.where, hint))))
    return case


def _kind(test: TestResult) -> str:
    known = {PASS: "", FAIL: "failure", NOT_STARTED: "skipped", SKIPPED: "skipped"}
    return known.get(test.status, "error")
