"""The runner executes what it is asked to and describes what went wrong."""

import sys

import pytest
import torch

from autograder import wire
from autograder.student.runner import CappedOutput, Runner


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Send one request to a runner and read its reply."""
    monkeypatch.chdir(tmp_path)
    runner = Runner(tmp_path)

    def exchange(operation, **arguments):
        frame = wire.encode({"id": 7, "op": operation, "with": arguments})
        return wire.decode(runner.exchange(frame), lambda ref: ref)

    yield exchange
    runner.close()


def load(ask, *pieces, files=None):
    """Load pieces of one file; each is a text and its first line."""
    return ask(
        "load",
        name="submission_under_test",
        pieces=[(text, "mine.py", line, 0) for text, line in pieces],
        files=files or {},
    )["value"]


def test_a_submission_is_loaded_and_called(ask):
    """Names are found by reference, results travel by value."""
    assert load(ask, ("def twice(x):\n    return 2 * x", 1)) == []

    reply = ask("call", target=wire.Ref("submission", ("twice",)), args=[4], kwargs={}, keep=False)

    assert (reply["value"], reply["id"]) == (8, 7)


def test_problems_of_loading_are_told_with_their_line(ask):
    """Each statement that fails is one problem; the others have run."""
    problems = load(ask, ("A = 1\nB = A / 0\nC = 3\nD = unknown", 11))

    assert [p["where"] for p in problems] == ["mine.py:12", "mine.py:14"]
    assert problems[0]["types"][0] == "ZeroDivisionError"
    assert ask("value", target=wire.Ref("submission", ("C",)))["value"] == 3


def test_annotations_of_the_future_hold_for_later_statements(ask):
    """`from __future__ import annotations` reaches the functions below it."""
    text = "from __future__ import annotations\ndef f(x: not_defined) -> None: pass"

    assert load(ask, (text, 1)) == []


def test_sibling_modules_can_be_imported(ask):
    """A file handed in beside the chapter is importable by its name."""
    text = "from helper_under_test import FOUR"

    assert load(ask, (text, 1), files={"helper_under_test.py": b"FOUR = 4\n"}) == []
    del sys.modules["helper_under_test"]


def test_classes_know_their_module(ask):
    """torch.save and inspect look a class up by its module's name."""
    load(
        ask,
        ("import inspect\nclass Net:\n    pass\ndef text():\n    return inspect.getsource(Net)", 5),
    )

    reply = ask("call", target=wire.Ref("submission", ("text",)), args=[], kwargs={}, keep=False)

    assert reply.get("value", reply) == "class Net:\n    pass\n"


def test_files_stay_in_the_working_folder_and_go(ask):
    """What is written is listed, read, and gone at the next check."""
    load(ask)
    ask("begin", seed=1)
    ask("write", path="a/b.txt", data=b"x")

    assert ask("list")["value"] == ["a", "a/b.txt"]
    assert ask("read", path="a/b.txt")["value"] == b"x"
    assert ask("read", path="missing")["error"]["types"][0] == "FileNotFoundError"
    ask("begin", seed=1)
    assert ask("list")["value"] == []


def test_seeds_reach_all_three_generators(ask):
    """torch, numpy and random repeat."""
    load(
        ask,
        (
            "import random, numpy, torch\ndef f():\n    "
            "return random.random(), numpy.random.rand(), torch.rand(2)",
            1,
        ),
    )
    target = wire.Ref("submission", ("f",))
    draws = []
    for _ in range(2):
        ask("begin", seed=5)
        draws.append(ask("call", target=target, args=[], kwargs={}, keep=False)["value"])

    assert draws[0][:2] == draws[1][:2]
    assert torch.equal(draws[0][2], draws[1][2])


def test_a_request_that_cannot_be_read_is_an_answer_too(ask, tmp_path):
    """The runner never dies of a frame."""
    runner = Runner(tmp_path)

    reply = wire.decode(runner.exchange(b"nonsense"), lambda ref: ref)

    assert reply["error"]["types"][0] == "WireError"


def test_output_keeps_its_beginning():
    """What comes first explains more than what comes last."""
    output = CappedOutput()

    output.write("a" * 9_999)
    output.write("bcd")

    assert output.text.endswith("ab")
    assert output.dropped == 2
