"""How a check ends decides its status, points and message; nothing else is harmed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from autograder.checks import expect
from autograder.checks.check import Check
from autograder.course import chapters
from autograder.course.source import Task
from autograder.errors import KitError
from autograder.grading import results as r
from autograder.grading.running import SubmissionRun, run_checks
from autograder.remote.channels import LocalChannel
from autograder.remote.faults import StudentError
from autograder.remote.session import Session
from autograder.submission import from_text

TEXT = """
BROKEN = 1 / 0

def first(x):
    print("looking at", x)
    return x

def uses_broken():
    return BROKEN

def second(x):
    raise NotImplementedError("second")

def third(x):
    return second(x)

def flood():
    print("x" * 1000)

def loses_it():
    7

def loses_a_part():
    return {"f1": None}

def gives_a_tensor():
    import torch

    return torch.ones(2)
"""
TASKS = tuple(
    Task(name, points=3, minutes=1, needs=needs, names=(name,), line=1, summary="")
    for name, needs in {"first": (), "second": (), "third": ("second",), "fourth": ()}.items()
)


@pytest.fixture
def run():
    """The run of a submission, none of whose checks has run."""
    submission = from_text(TEXT, "ch01_workflow", "ch01_workflow.py")
    made = SubmissionRun(
        chapters.find("01"),
        TASKS,
        submission,
        Session(submission, LocalChannel),
        torch.device("cpu"),
    )
    yield made
    made.close()


def ended(run, call, task="first"):
    """The result of a check that calls this function with the student."""
    name = f"public.test_{len(run.check_runs)}"
    check = Check(name, "it works", task, 2, 5.0, call, wants=("student",))
    error = None
    try:
        check.run(run.begin(check), run.seed(check), run.device)
    except Exception as caught:
        error = caught
    return run.record(check, error, 0.1234).result


def fails(message="no", hint=""):
    """A check that finds a wrong value."""

    def call(student):
        student.first(7)
        raise expect.Failed(message, hint)

    return call


def test_a_check_that_holds_earns_its_points(run):
    """Without a message, and without what the code printed."""
    result = ended(run, lambda student: expect.equal(student.first(1), 1, name="x"))
    assert (result.status, result.points, result.max_points) == (r.PASS, 2, 2)
    assert (result.message, result.output, result.where) == ("", "", "")
    assert result.seconds == 0.1


def test_a_wrong_value_has_message_hint_place_and_output(run):
    """All that helps to find it."""
    result = ended(run, fails("Expected 1, but got 2.", "Look at it."))
    assert (result.status, result.points) == (r.FAIL, 0)
    assert (result.message, result.hint) == ("Expected 1, but got 2.", "Look at it.")
    assert result.where == "ch01_workflow.py:4"
    assert result.output == "looking at 7\n"


def test_a_forgotten_return_is_guessed_where_a_call_gave_nothing_at_all(run):
    """A None that stands in a result was returned."""
    whole = ended(run, lambda student: expect.tensor(student.loses_it()))
    part = ended(run, lambda student: expect.tensor(student.loses_a_part()["f1"], name="f1"))
    assert whole.message == (
        "Expected the result to be a tensor, but got None (did you forget `return`?)."
    )
    assert part.message == "Expected f1 to be a tensor, but got None."
    kept = ended(run, lambda student: expect.equal(student.gives_a_tensor(), [1, 2], name="y"))
    assert kept.message.startswith("Expected y")


def test_an_error_is_shown_at_its_line(run):
    """Not at the line of the task."""
    result = ended(run, lambda student: student.second("a").value(), task="first")
    assert result.status == r.SKIPPED
    result = ended(run, lambda student: student.first(), task="fourth")
    assert result.status == r.ERROR
    assert result.message.startswith("TypeError: first() missing 1 required positional argument")


def test_a_name_that_a_failed_statement_would_have_made_says_why(run):
    """The first error of the file is the reason of the second."""
    result = ended(run, lambda student: student.uses_broken(), task="first")
    assert result.message.startswith("NameError: name 'BROKEN' is not defined")
    assert result.message.endswith(
        "Running the file stopped at ch01_workflow.py:2: ZeroDivisionError: division by zero"
    )


def test_a_function_without_its_default_says_why_it_fails(run):
    """It is defined all the same; the first error of the file is told with its own."""
    text = "size = 1 / 0\ndef first(x, n: int = size):\n    return x * n\n"
    work = from_text(text, "ch01_workflow", "mine.py")
    with_default = replace(run, submission=work, session=Session(work, LocalChannel))
    assert ended(with_default, lambda student: student.first(3, 2)).status == r.PASS
    result = ended(with_default, lambda student: student.first(3))
    with_default.close()
    assert result.message == (
        "TypeError: unsupported operand type(s) for *: 'int' and 'NoneType'. "
        "Running the file stopped at mine.py:1: ZeroDivisionError: division by zero"
    )


def test_a_failed_import_is_told_once_and_blamed_for_what_needs_it_alone(run):
    """Tasks say where it failed; what to do is said of the whole work."""
    text = "from not_there import f\ndef first(x): return f(x)\ndef fourth(x): return x / 0\n"
    work = from_text(text, "ch01_workflow", "mine.py")
    broken = replace(run, submission=work, session=Session(work, LocalChannel))
    results = [
        ended(broken, lambda student: student.first(1)),
        ended(broken, lambda student: student.fourth(1), task="fourth"),
        ended(broken, lambda student: student.other(1), task="third"),
    ]
    broken.close()
    assert [result.message for result in results] == [
        "NameError: name 'f' is not defined. Its import failed at mine.py:1",
        "ZeroDivisionError: division by zero",
        "Expected mine.py to define other, but it does not.",
    ]
    (note,) = broken.failed_imports
    assert note.startswith("mine.py:1: The package not_there is not here.")


def test_an_untouched_stub_is_not_started_whatever_fails_around_it(run):
    """Its file does not even end."""

    def hang(student):
        raise StudentError("timeout", "Your code did not finish in time.")

    work = from_text(TEXT, "ch01_workflow", "ch01_workflow.py")
    assert ended(replace(run, submission=work), hang, task="second").status == r.NOT_STARTED
    assert ended(replace(run, submission=work), hang, task="third").status == r.TIMEOUT


def test_a_stub_is_not_started(run):
    """No error and no message."""
    result = ended(run, lambda student: student.second(1), task="second")
    assert (result.status, result.points, result.message) == (r.NOT_STARTED, 0, "")


def test_what_needs_a_stub_is_skipped_and_says_which(run):
    """The task itself may be right."""
    result = ended(run, lambda student: student.third(1), task="third")
    assert (result.status, result.message) == (r.SKIPPED, "needs second")


def test_what_is_wrong_in_a_task_is_told_beside_what_it_needs(run):
    """Its own difference comes first; who solves it without the other one gets the points."""
    ended(run, fails(), task="second")
    result = ended(run, fails("Expected 1, but got 2.", "Look."), task="third")
    assert (result.status, result.hint) == (r.FAIL, "Look.")
    assert result.message == "Expected 1, but got 2. (also unsolved: second)"
    result = ended(run, lambda student: student.third(1), task="third")
    assert (result.status, result.message) == (r.SKIPPED, "needs second")
    assert ended(run, lambda student: student.first(1), task="third").status == r.PASS


def test_a_task_that_hangs_is_not_excused_by_another(run):
    """Its own code is what has to be mended."""

    def hang(student):
        raise StudentError("timeout", "Your code did not finish in time.")

    ended(run, fails(), task="second")
    assert ended(run, hang, task="third").status == r.TIMEOUT


def test_a_missing_function_is_an_error(run):
    """It says what the file should define."""
    result = ended(run, lambda student: student.fourth(1), task="fourth")
    assert result.status == r.ERROR
    assert "to define fourth" in result.message


def test_a_value_that_confuses_a_check_is_wrong(run):
    """The student reads why, and nothing of the kit's code."""
    result = ended(run, lambda student: len(student.first(3)))
    assert result.status == r.FAIL
    assert result.message == (
        "Expected a result that can be checked, but got: object of type 'int' has no len()"
    )


def test_the_kits_own_failure_is_nobodys_mistake(run):
    """It is told from a wrong answer, so that it can be graded again."""

    def call(student):
        raise KitError("no template")

    result = ended(run, call)
    assert (result.status, result.message) == (r.INFRASTRUCTURE, "no template")


def test_what_hung_once_is_not_waited_for_again(run):
    """Other checks of the same task end the same way at once; other tasks go on."""
    calls = []

    def hang(student):
        calls.append("hang")
        raise StudentError("timeout", "Your code did not finish in time.")

    assert [ended(run, hang).status for _ in range(3)] == [r.TIMEOUT] * 3
    assert calls == ["hang"]
    assert ended(run, lambda student: student.first(1), task="fourth").status == r.PASS


def test_replies_beyond_the_memory_of_a_submission_are_not_kept(run):
    """Results stay; only the diagnosis has less to compare."""

    def call(student):
        for size in (40, 50):
            student.library("torch").zeros(size * 2**18)
        student.first(1)

    statuses = {ended(run, call).status for _ in range(4)}
    sizes = [len(one.trace) for one in run.check_runs]

    assert sizes[0] == sizes[1] > sizes[2] == sizes[3] == 0
    assert statuses == {r.PASS}


def test_long_output_is_cut(run):
    """A page of results stays a page."""

    def call(student):
        student.flood()
        raise expect.Failed("no")

    output = ended(run, call).output
    assert len(output) < 600
    assert output.endswith("[output cut after 500 characters]")


def test_seeds_are_public_without_a_key_and_secret_with_one(run):
    """A student sees the same check twice while editing; a grade's inputs depend on the work."""
    check = Check("public.test_a", "a", "first", 1, 5.0, lambda: None, wants=())
    other = from_text(TEXT + "\nX1 = 2\n", "ch01_workflow", "ch01_workflow.py")
    keyed = replace(run, key=b"k")
    assert run.seed(check) == replace(run, submission=other).seed(check)
    assert run.seed(check) != keyed.seed(check)
    assert keyed.seed(check) != replace(run, key=b"k", submission=other, _digest="").seed(check)


def test_checks_run_in_the_order_of_the_tasks_when_asked_for(run, tmp_path):
    """A progress bar moves with them, and a task can be checked alone."""
    package = tmp_path / "checks_in_order"
    package.mkdir()
    (package / "__init__.py").touch()
    file = package / "public.py"
    file.write_text(
        "from autograder.checks.task import task\n"
        + "".join(
            f'@task("{name}", points=1)\ndef test_{name}(student): """D"""\n'
            for name in ("third", "first", "second")
        )
    )

    going = run_checks(run, [file])

    assert next(going).check.task == "first"
    assert len(run.check_runs) == 1
    assert [one.check.task for one in going] == ["second", "third"]
    assert [one.check.task for one in run_checks(run, [file], "third")] == ["third"]
