"""JUnit XML that every reader can parse, whatever students wrote."""

from __future__ import annotations

import io
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result, TestResult
from autograder.reports import junit


def written(results: object) -> ElementTree.Element:
    """The document, as another program reads it."""
    file = io.StringIO()
    junit.write(file, results)  # type: ignore[arg-type]
    return ElementTree.fromstring(file.getvalue().encode("utf-8"))


def test_a_suite_a_submission_and_a_case_a_check(run: RunFolder) -> None:
    """With the counts that readers show first."""
    root = written(run)
    suites = {suite.get("name"): suite for suite in root}
    ben = suites["ben ch01_workflow"]

    assert len(suites) == 5
    counts = [ben.get(name) for name in ("tests", "failures", "errors", "skipped", "time")]
    assert counts == ["2", "1", "0", "1", "0.250"]
    failed = ben[0]
    assert failed.get("classname") == "ch01_workflow.line"
    assert failed[0].tag == "failure"
    assert failed[0].get("message") == "Expected (4, 1), but got (4,)."
    assert (failed[0].text or "").splitlines()[1:] == ["ben.py:3", "hint: Your x is flat."]
    assert [case.tag for case in ben] == ["testcase"] * 2


def test_hostile_text_ends_no_element(run: RunFolder) -> None:
    """Suites hold cases, cases hold one outcome, outcomes hold text."""
    for suite in written(run):
        assert suite.tag == "testsuite"
        assert {case.tag for case in suite} == {"testcase"}
        assert {end.tag for case in suite for end in case} <= {"failure", "error", "skipped"}
        assert [end for case in suite for outcome in case for end in outcome] == []


@given(st.text())
def test_any_text_is_a_document(text: str) -> None:
    """Also characters that XML does not have."""
    test = TestResult(text, "public.a", "a", "fail", 0, 1, message=text, hint=text, where=text)
    one = Result("c", text, "fail", text, 0, 1, "cpu", (), 0.1, True, text, "", (test,))

    assert len(written([one])[0]) == 1
