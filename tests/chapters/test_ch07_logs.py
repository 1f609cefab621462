"""Event files that come from hostile or broken code are read to their end, or refused by name."""

import pytest

from autograder.chapters.ch07_experiment_tracking.helpers import logs
from autograder.checks import events, tfrecord
from autograder.checks.events import Scalar
from autograder.remote.channels import ProcessChannel
from autograder.remote.client import Student
from autograder.remote.faults import Failed
from autograder.remote.session import Session
from autograder.sandbox import Policy
from autograder.submission import from_text

NAME = "run/events.out.tfevents.1.lab"


@pytest.fixture
def student(template):
    """An empty submission behind the border."""
    session = Session(
        from_text("X = 1\n", "ch07_experiment_tracking", "mine.py"),
        lambda: ProcessChannel(template.spawn(Policy.strangers(require=()))),
    )
    session.begin(0)
    yield Student(session)
    session.close()


def test_a_writer_works_in_the_sandbox(student):
    """Threads, folders and files of a SummaryWriter, read back from this side."""
    writer = logs.writer(student, "run")
    writer.add_scalar.keep("Loss/train", 0.5, 3)
    writer.add_scalars.keep("Accuracy", {"train_acc": 0.25}, 3)
    writer.close.keep()
    found = logs.runs(student)
    assert found["run"].points == {"Loss/train": [(3, 0.5)]}
    assert logs.curves(found, "run") == {"train_loss": [(3, 0.5)], "train_acc": [(3, 0.25)]}


def test_garbage_is_named(student):
    """The message says which file it is."""
    student.write_file(NAME, b"this is no event file, whatever its name says")
    with pytest.raises(Failed, match=r"run/events.*damaged"):
        logs.runs(student)


def test_nonsense_in_order_is_named(student):
    """Right checksums around a broken message."""
    student.write_file(NAME, tfrecord.join([b"\xff" * 30]))
    with pytest.raises(Failed, match="ten bytes"):
        logs.runs(student)


def test_a_torn_file_is_normal(student):
    """What came before is read."""
    data = events.write([Scalar("a", 0, 1.0), Scalar("a", 1, 2.0)])
    student.write_file(NAME, data[:-1])
    assert logs.runs(student)["run"].points == {"a": [(0, 1.0)]}


def test_too_much_is_refused(student):
    """Large files and many files, before they are looked at."""
    student.write_file(NAME, bytes(3 << 20))
    with pytest.raises(Failed, match="2 MiB"):
        logs.runs(student)
    for number in range(250):
        student.write_file(f"many/events.out.tfevents.{number}", b"")
    with pytest.raises(Failed, match="number of event files"):
        logs.runs(student)


def test_times_and_process_numbers_leave_no_trace(student):
    """Two runs of the same code give the same trace, names that the clock invented included."""
    traces = []
    for second in (10, 11):
        student._session.begin(0)
        folder = f"runs/Mar14_15-09-{second}_lab"
        student.write_file(f"{folder}/events.out.tfevents.{second}", events.write([]))
        before = len(student._session.trace)
        logs.runs(student)
        traces.append([e.data for e in student._session.trace[before:]])
    assert traces[0] == traces[1] == [[["runs/NOW", 1, {}]]]
