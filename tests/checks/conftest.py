"""A student's code for the checks' building blocks, run in this process: it is our own."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from autograder.checks import expect
from autograder.remote.channels import LocalChannel
from autograder.remote.client import Student
from autograder.remote.session import Session
from autograder.submission import from_text


@pytest.fixture
def student_of() -> Iterator[Callable[[str], Student]]:
    """Make a student who handed in this text, at the beginning of a check."""
    sessions: list[Session] = []

    def make(text: str = "") -> Student:
        submission = from_text(text, "ch01_workflow", "ch01_workflow.py")
        sessions.append(Session(submission, LocalChannel))
        sessions[-1].begin(0)
        return Student(sessions[-1])

    yield make
    for session in reversed(sessions):
        session.close()


@pytest.fixture
def rng() -> np.random.Generator:
    """Numbers that repeat."""
    return np.random.default_rng(0)


@pytest.fixture
def failure() -> Callable[..., str]:
    """Call a function that has to fail; return the message of the failure."""

    def message(call: Callable[..., object], *arguments: object, **named: object) -> str:
        with pytest.raises(expect.Failed) as caught:
            call(*arguments, **named)
        return caught.value.message

    return message


@pytest.fixture
def loop() -> str:
    """A student's loop over batches, with or without training; it can be told what to do wrong."""
    return """
import torch

def run(model, loader, loss_fn, optimizer=None, zero=True, keep_mode=False):
    if not keep_mode:
        model.train(optimizer is not None)
    losses, hits = [], []
    for x, y in loader:
        logits = model(x)
        loss = loss_fn(logits, y)
        if optimizer is not None:
            if zero:
                optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
        hits.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(hits) / len(hits)
"""
