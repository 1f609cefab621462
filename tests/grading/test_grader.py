"""A submission becomes a result: points, statuses, places, and nothing else is harmed."""

import json
import os
from dataclasses import replace

import pytest

from autograder.authoring import build
from autograder.course import compose
from autograder.errors import UsageError
from autograder.grading import results as r
from autograder.grading.grader import grade, pick_device
from autograder.grading.request import GradeRequest
from autograder.sandbox import Policy
from autograder.submission import from_bytes, from_text

NAME = "ch01_workflow"
SECRET = GradeRequest(hidden=True, key=b"k" * 32, device="cpu")


def submission(text):
    """A module as a student hands it in."""
    return from_text(text, NAME, f"{NAME}.py")


def status_of(result):
    """Status by task."""
    return {t.task_id: t.status for t in result.tasks()}


def of_task(result, task):
    """The checks of one task."""
    return [t for t in result.tests if t.task_id == task]


def test_the_solution_earns_every_point(workflow, template):
    """Module and notebook are worth the same: all."""
    module = submission(compose.solved_module(workflow))
    notebook = json.dumps(build.solved_notebook(workflow)).encode()

    results = [
        grade(module, "ada", replace(SECRET, template=template)),
        grade(
            from_bytes(notebook, f"{NAME}.ipynb", NAME), "ben", replace(SECRET, template=template)
        ),
    ]

    assert [r.status for r in results] == ["pass", "pass"]
    assert [r.points for r in results] == [workflow.points] * 2
    assert results[0].student == "ada"


def test_the_stub_is_not_started(workflow, template):
    """No point, no error, no hint: the work has not begun."""
    result = grade(
        submission(compose.stub_module(workflow)), "cai", replace(SECRET, template=template)
    )

    assert result.points == 0
    assert set(status_of(result).values()) == {r.NOT_STARTED}
    assert all(not t.message and not t.hint for t in result.tests)


BROKEN = {
    "raises": ("raise KeyError('x')", r.ERROR, "KeyError"),
    "hangs": ("while True: pass", r.TIMEOUT, "did not finish"),
    "exits": ("import os; os._exit(0)", r.CRASH, "exit code 0"),
    "returns nothing": ("pass", r.FAIL, "None"),
}


def test_a_setting_left_changed_costs_one_check_of_its_task(workflow, template):
    """The value is right, and what runs afterwards is not what it was."""
    body = """def evaluate(model, X, y, loss_fn):
    torch.set_grad_enabled(False)
    was = model.training
    model.eval()
    value = loss_fn(model(X), y).item()
    model.train(was)
    return value
"""
    text = compose.module(workflow, {"evaluate": body})

    result = grade(submission(text), "flo", replace(SECRET, template=template))

    failed = [test for test in of_task(result, "evaluate") if test.status != r.PASS]
    assert len(failed) == 1 < len(of_task(result, "evaluate"))
    assert "Expected autograd to be on after your code ran" in failed[0].message
    assert "inference_mode" in failed[0].hint


@pytest.mark.parametrize(("body", "status", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_task_costs_only_itself(workflow, template, body, status, said):
    """The other tasks keep their points, whatever one of them does."""
    broken = f"def make_line(weight, bias, n=100, noise=0.0):\n    {body}\n"
    text = compose.module(workflow, {"make_line": broken})

    result = grade(submission(text), "dee", replace(SECRET, template=template))

    statuses = status_of(result)
    assert statuses.pop("make_line") == status
    assert set(statuses.values()) == {r.PASS}
    failed, *others = of_task(result, "make_line")
    assert said in failed.message
    assert failed.where.startswith(f"{NAME}.py:")
    assert [t for t in others if t.seconds > 1] == []  # what hung once is not waited for again
    assert others


def test_a_syntax_error_costs_its_cell(workflow, template):
    """The task says where; the others are graded."""
    text = compose.module(workflow, {"split": "def split(X, y, train_frac=0.8):\n    return X[\n"})

    result = grade(submission(text), "fay", replace(SECRET, template=template))

    statuses = status_of(result)
    assert statuses.pop("split") == r.ERROR
    assert set(statuses.values()) == {r.PASS}
    error = of_task(result, "split")[0]
    line = text.splitlines().index("    return X[") + 1
    assert "SyntaxError" in error.message
    assert error.where == f"{NAME}.py:{line}"


def test_hidden_inputs_differ_between_submissions_and_repeat(workflow, template):
    """The same file under the same key is graded alike; another file meets other numbers."""
    wrong = "def split(X, y, train_frac=0.8):\n    return X, y, X, y\n"
    texts = [compose.module(workflow, {"split": wrong + end}) for end in ("", "\nUNUSED = 1\n")]
    request = GradeRequest(
        hidden=True, key=b"k" * 32, device="cpu", task="split", diagnose=False, template=template
    )

    first, again, other = (
        [t.message for t in grade(submission(text), "gil", request).tests]
        for text in (texts[0], texts[0], texts[1])
    )

    assert first == again
    assert first != other


def test_one_task_can_be_graded_alone(workflow, template):
    """Only its checks run, and only its points count."""
    request = GradeRequest(device="cpu", task="split", template=template)

    result = grade(submission(compose.solved_module(workflow)), "hal", request)

    assert set(status_of(result)) == {"split"}
    assert not result.hidden


def test_the_same_checks_run_in_process(workflow):
    """For a debugger no second process is needed."""
    request = GradeRequest(device="cpu", task="split", in_process=True)

    result = grade(submission(compose.solved_module(workflow)), "ida", request)

    assert result.status == "pass"
    assert result.sandbox == ()


def test_the_result_names_the_sandbox_layers(workflow, template):
    """What a grade was worth can be read from it later."""
    request = GradeRequest(device="cpu", task="split", policy=Policy.strangers(), template=template)

    result = grade(submission(compose.solved_module(workflow)), "jan", request)

    assert set(result.sandbox) >= {"seccomp", "limits"}


def test_a_result_survives_json(workflow, template):
    """What is written can be read back."""
    request = GradeRequest(device="cpu", task="split", template=template)
    result = grade(submission(compose.stub_module(workflow)), "kim", request)

    assert r.Result.from_json(json.loads(json.dumps(result.to_json()))) == result


@pytest.mark.parametrize("name", ["gpu", "tpu"])
def test_an_unknown_device_is_refused(name):
    """The message lists the devices there are."""
    with pytest.raises(UsageError, match="auto, cpu, cuda or mps"):
        pick_device(name)


def test_a_task_made_by_a_call_is_still_a_task(workflow, template):
    """`split = decorate(...)` defines split as well as a def does."""
    text = compose.module(
        workflow,
        {
            "split": "def make_split():\n"
            "    def inner(X, y, train_frac=0.8):\n"
            "        n = int(len(X) * train_frac)\n"
            "        return X[:n], y[:n], X[n:], y[n:]\n"
            "    return inner\n\n"
            "split = make_split()\n"
        },
    )
    path_free = from_text(text, NAME, f"{NAME}.py", wanted=workflow.names)
    request = GradeRequest(hidden=True, key=b"k", device="cpu", task="split", template=template)

    assert grade(path_free, "max", request).status == "pass"


def test_variables_for_pytest_have_no_part_in_a_grade(workflow, template, monkeypatch):
    """An instructor's own options and plugins are for other tests; they are still there after."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-vv --no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    request = GradeRequest(device="cpu", task="make_line", template=template)

    result = grade(submission(compose.solved_module(workflow)), "eva", request)

    assert result.status == r.PASS
    assert os.environ["PYTEST_PLUGINS"] == "no_such_plugin"
    assert "PYTEST_DISABLE_PLUGIN_AUTOLOAD" not in os.environ
