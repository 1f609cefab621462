"""A submission can be called, held to its limits, and outlived."""

import importlib.util

import numpy as np
import pytest
import torch

from autograder.remote.channels import LocalChannel, ProcessChannel
from autograder.remote.client import Remote, Student, StudentError
from autograder.remote.session import Session
from autograder.sandbox import Policy
from autograder.submission import from_text

TEXT = """
import os, sys, time, warnings
import torch
from torch import nn

ANSWER = "b"
FACTOR = 3

def double(x, *, plus=0):
    return x * 2 + plus

def build(n):
    return nn.Linear(n, 1)

def weigh(model):
    return sum(p.numel() for p in model.parameters())

def fill(x):
    x.zero_()

def divide(a, b):
    return a / b

def leave():
    os._exit(3)

def crash():
    import ctypes
    ctypes.string_at(0)

def hang():
    while True:
        time.sleep(0.01)

def chatter():
    print("hello")
    sys.stderr.write("a warning in red\\n")
    warnings.warn("look here")
    return 1

def flood():
    print("x" * 10**7)

def zeros(size):
    return torch.zeros(size, dtype=torch.uint8)

def save(path):
    torch.save({"w": torch.ones(2)}, path)

def save_module(path):
    torch.save(nn.Linear(1, 1), path)

def draw():
    return torch.rand(3)

def pollute():
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)

def todo():
    raise NotImplementedError("todo")

def ends():
    raise SystemExit("bye")

def hoard():
    return bytearray(10**12)

class Lying(Exception):
    def __str__(self):
        raise RuntimeError("no")

def lie():
    raise Lying
"""


@pytest.fixture(params=["process", "in process"])
def session(request, template):
    """The submission, once behind the border and once on this side of it."""
    here = request.param == "in process"

    def open_channel():
        return LocalChannel() if here else ProcessChannel(template.spawn(Policy.self_check()))

    opened = Session(from_text(TEXT, "ch01_workflow", "ch01_workflow.py"), open_channel)
    yield opened
    opened.close()


@pytest.fixture
def remote_session(template):
    """The submission behind the border, where it may misbehave."""
    opened = Session(
        from_text(TEXT, "ch01_workflow", "ch01_workflow.py"),
        lambda: ProcessChannel(template.spawn(Policy.self_check())),
    )
    yield opened
    opened.close()


def begin(session, seed, **limits):
    """A check's view of the submission."""
    session.begin(seed, **limits)
    return Student(session)


def error_of(call):
    """The error a call ends with."""
    with pytest.raises(StudentError) as caught:
        call()
    return caught.value


def test_functions_take_and_return_values(session):
    """Positional and keyword arguments go over, results come back."""
    student = begin(session, 0)

    assert student.double(4, plus=1) == 9
    assert torch.equal(student.double(torch.ones(2)), torch.full((2,), 2.0))
    assert student.ANSWER.value() == "b"


def test_objects_stay_and_can_be_used(session):
    """A module is called, inspected and passed on without leaving its process."""
    student = begin(session, 0)

    model = student.build(3)

    assert isinstance(model, Remote)
    assert repr(model) == "a Linear"
    assert model(torch.ones(2, 3)).shape == (2, 1)
    assert student.weigh(model) == 4
    assert set(model.state_dict()) == {"weight", "bias"}
    assert model.training.value() is True


def test_a_kept_value_shows_what_a_call_did_to_it(session):
    """In-place changes are seen on the object that was passed."""
    student = begin(session, 0)
    x = student.put(torch.ones(3))

    student.fill(x)

    assert x.value().tolist() == [0, 0, 0]


def test_library_objects_are_made_over_there(session):
    """An optimiser is built from a module's parameters on their side."""
    student = begin(session, 0)
    model = student.build(2)

    optimizer = student.library("torch.optim").SGD(model.parameters(), lr=0.5)

    assert optimizer.param_groups.value()[0]["lr"] == 0.5


def test_errors_name_the_line_in_the_students_file(session):
    """The place is theirs, not the kit's."""
    error = error_of(lambda: begin(session, 0).divide(1, 0))

    assert error.kind == "error"
    assert error.message == "ZeroDivisionError: division by zero"
    assert error.where == f"ch01_workflow.py:{TEXT.splitlines().index('    return a / b') + 1}"


def test_a_missing_name_is_not_an_error_of_python(session):
    """The message says what the file should define."""
    error = error_of(lambda: begin(session, 0).triple(2))

    assert error.kind == "missing"
    assert "to define triple" in error.message


def test_system_exit_is_an_error_like_others(session):
    """Leaving by exception does not end the process."""
    student = begin(session, 0)

    assert error_of(student.ends).message == "SystemExit: bye"
    assert student.double(1) == 2


def test_an_error_that_cannot_be_shown_is_still_an_error(session):
    """A hostile __str__ does not reach further than the message."""
    assert "cannot be shown" in error_of(lambda: begin(session, 0).lie()).message


def test_output_and_warnings_are_captured(session):
    """What is printed is kept for the student and costs nothing."""
    student = begin(session, 0)

    assert student.chatter() == 1
    assert student.last.output == "hello\na warning in red\n"
    assert student.last.warnings == ("look here",)


def test_output_is_capped(session):
    """Ten million characters do not travel."""
    student = begin(session, 0)

    student.flood()

    assert len(student.last.output) == 10_000


def test_what_is_returned_in_one_check_is_bounded(session):
    """The results of all its calls together; the next check begins anew."""
    for _ in range(2):
        student = begin(session, 0)
        student.zeros(60 * 2**20)
        student.zeros(60 * 2**20)
        error = error_of(lambda student=student: student.zeros(60 * 2**20))

        assert error.kind == "memory"
        assert "at most 128 MiB in one check" in error.message


def test_each_check_begins_in_a_known_state(session):
    """Seeds, default dtype and gradient mode are those of a fresh process."""
    first = begin(session, 7).draw()
    begin(session, 7).pollute()

    again = begin(session, 7).draw()

    assert torch.equal(first, again)
    assert again.dtype == torch.float32
    assert begin(session, 7).build(1).weight.value().requires_grad


def test_the_inputs_of_a_check_cannot_be_drawn_in_the_students_process(session):
    """No generator there has the seed of the check's own, nor one that another check gives."""
    seeds = []
    for seed in (0, 7, 2**63 - 1):
        seeds.append(begin(session, seed).library("torch").initial_seed())
        numbers = session_numbers(session)
        assert set(np.random.default_rng(seed).random(3)).isdisjoint(numbers)
    assert len({*seeds, 0, 7, 2**63 - 1}) == 6


def session_numbers(session: Session) -> list[float]:
    """What the student's process draws with the seed that it sees."""
    student = Student(session)
    seed = student.library("torch").initial_seed()
    own = student.library("numpy.random").default_rng.keep(seed)
    return [*own.random(3), *student.library("numpy").random.random(3)]


def test_the_scratch_folder_is_empty_at_each_check(session):
    """Files of one check are not there in the next."""
    student = begin(session, 0)
    student.save("weights.pt")
    assert student.list_files() == ["weights.pt"]

    assert begin(session, 0).list_files() == []


def test_saved_files_are_read_by_a_clean_process(session):
    """A state dict comes back as tensors."""
    student = begin(session, 0)
    student.save(str(student.scratch / "weights.pt"))

    assert student.load_saved("weights.pt")["w"].tolist() == [1, 1]


def test_a_saved_module_is_refused(session):
    """Only data are loaded, never a pickled class."""
    student = begin(session, 0)
    student.save_module("model.pt")

    assert "UnpicklingError" in error_of(lambda: student.load_saved("model.pt")).message


def test_an_unsolved_stub_is_told_by_its_error(session):
    """NotImplementedError with the task's name is no ordinary error."""
    error = error_of(lambda: begin(session, 0).todo())

    assert error.types[0] == "NotImplementedError"
    assert error.message == "NotImplementedError: todo"


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [("leave", "crash", "exit code 3"), ("crash", "crash", "SIGSEGV"), ("hang", "timeout", "loop")],
)
def test_death_has_a_name_and_the_next_check_a_new_process(remote_session, name, kind, said):
    """os._exit, a segmentation fault and an endless loop cost one check each."""
    student = begin(remote_session, 0, seconds=1.0)

    error = error_of(getattr(student, name))

    assert (error.kind, error.fatal) == (kind, True)
    assert said in error.message
    assert begin(remote_session, 0).double(2) == 4


def test_a_memory_bomb_is_a_memory_error(remote_session):
    """An allocation that cannot be had is named as such."""
    assert error_of(begin(remote_session, 0).hoard).kind == "memory"


def test_a_submission_cannot_spend_more_than_its_budget(remote_session):
    """Many slow calls end like one that never returns."""
    begin(remote_session, 0)
    remote_session.budget = 0.3

    error = error_of(begin(remote_session, 0).hang)

    assert error.kind == "timeout"
    assert "used up" in error_of(lambda: begin(remote_session, 0)).message


@pytest.mark.parametrize(("line", "times"), [("pass", 1), ("time.sleep(9)", 2)])
def test_a_file_that_hangs_when_it_is_loaded_is_not_loaded_again(template, line, times):
    """One that waits is loaded twice: the machine may have been slow."""
    code = f"import time\nclass Now:\n    while True:\n        {line}"
    text = from_text(code, "ch01_workflow", "answer.py")
    opened = []

    def open_channel():
        opened.append(ProcessChannel(template.spawn(Policy.strangers())))
        return opened[-1]

    hanging = Session(text, open_channel, import_seconds=0.2)
    kinds = [error_of(lambda: begin(hanging, 0)).kind for _ in range(4)]

    assert kinds == ["timeout"] * 4
    assert len(opened) == times


def test_the_trace_holds_replies_errors_and_observations(session):
    """What the diagnosis compares is written down as it happens."""
    student = begin(session, 0)
    student.double(2)
    student.observe("order", ["step"])
    error_of(lambda: student.divide(1, 0))

    kinds = [(e.kind, e.label) for e in session.trace]

    assert kinds == [("value", "call"), ("observe", "order"), ("error", "call")]


def test_what_is_asked_aside_leaves_no_trace(session):
    """What was made of the replies can be recorded; errors reach the grader all the same."""
    student = begin(session, 0)
    student.double(2)
    with student.aside():
        assert student.double(3) == 6
        error_of(lambda: student.divide(1, 0))
    student.record("sum", 10)

    assert [(e.kind, e.label) for e in session.trace] == [("value", "call"), ("value", "sum")]


def test_a_statement_that_fails_costs_only_itself(template):
    """The functions after a broken import still work, and the problem is told."""
    text = "import not_there\n\ndef double(x):\n    return 2 * x\n"
    session = Session(
        from_text(text, "ch01_workflow", "mine.py"),
        lambda: ProcessChannel(template.spawn(Policy.self_check())),
    )
    try:
        student = begin(session, 0)
        assert student.double(2) == 4
        (problem,) = session.problems
        assert (problem.where, problem.is_import) == ("mine.py:1", True)
        error = error_of(lambda: student.other())
        assert error.message == "Expected mine.py to define other, but it does not."
    finally:
        session.close()


PACKAGES = {
    "pandas": "import pandas as pd\nvalue = lambda: len(pd.DataFrame([{'a': 1}, {'a': 2}]))",
    "torchinfo": (
        "import torch\nfrom torchinfo import summary\n"
        "value = lambda: summary(torch.nn.Linear(1, 1), verbose=0).total_params"
    ),
    "torchmetrics": (
        "import torch\nfrom torchmetrics import Accuracy, ConfusionMatrix\n"
        "ones = torch.ones(3)\nvalue = lambda: Accuracy(task='binary')(ones, ones.int()).item() * 2"
    ),
    "mlxtend": (
        "import numpy\nfrom mlxtend.plotting import plot_confusion_matrix\n"
        "value = lambda: len(plot_confusion_matrix(conf_mat=numpy.eye(2)))"
    ),
    "seaborn": (
        "import matplotlib.pyplot as plt\nimport seaborn as sns\n"
        "value = lambda: sns.heatmap([[1, 2]]).collections[0].get_array().size"
    ),
    "tqdm": "from tqdm.auto import tqdm\nvalue = lambda: len(list(tqdm(range(2))))",
}


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_of_the_course_work_in_the_sandbox(template, package):
    """Notebooks of the course import them; where one is not installed, nothing is promised."""
    imitated = package == "tqdm"
    if not imitated and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    text = PACKAGES[package]
    work = from_text(text, "ch01_workflow", "mine.py", wanted=["value"])
    session = Session(work, lambda: ProcessChannel(template.spawn(Policy.strangers())))
    try:
        student = begin(session, 0)
        assert not [problem.message for problem in session.problems]
        assert student.value() == 2
    finally:
        session.close()
