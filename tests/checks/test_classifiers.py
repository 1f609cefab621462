"""A classifier over there and its twin here see the same batches and give the same answers."""

from __future__ import annotations

import pytest
import torch

from autograder.checks import classifiers, expect, parity
from autograder.remote.client import StudentError

STEPS = """
import torch

def train(model, loader, loss_fn, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()

def evaluate(model, loader):
    with torch.inference_mode():
        return [model(x) for x, _ in loader]

def count(loader):
    return [y.tolist() for _, y in loader]

def evaluate_near(model, loader, device):
    with torch.inference_mode():
        return [model(x.to(device)) for x, _ in loader]
"""


def test_both_models_are_the_same(student_of, rng):
    """With BatchNorm too, which is in evaluation mode unless training is asked for."""
    student = student_of(STEPS)
    on = classifiers.classifier(student, rng, batch_norm=True)
    data = on.batches(rng, 4, 4, 2)

    assert on.there.training.value() is False
    logits = student.evaluate(on.there, classifiers.loader(student, data))
    expect.close(logits, [parity.eval_output(on.here, x) for x, _ in data], name="the logits")
    assert [len(y) for _, y in data] == [4, 4, 2]
    assert all(0 <= int(label) < on.classes for _, y in data for label in y)
    assert classifiers.classifier(student, rng, training=True).there.training.value() is True


def test_a_right_loop_arrives_where_the_twin_does(student_of, rng):
    """And the optimiser has noted each call."""
    student = student_of(STEPS)
    on = classifiers.classifier(student, rng, momentum=0.9, training=True)
    data, optimizer = on.batches(rng, 4, 4), on.optimizer(student)
    loss_fn = classifiers.cross_entropy(student)

    student.train(on.there, classifiers.loader(student, data), loss_fn, optimizer)
    before = on.test(data)
    noted = on.train(data)

    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=parity.RTOL)
    assert optimizer.events.value() == ["zero_grad", "step"] * 2
    assert noted.losses[0] == before.losses[0]
    assert noted.losses[1] != before.losses[1]


def test_an_epoch_is_a_walk_over_all_batches(student_of, rng):
    """As `tally.right_epochs` does it, with the classifier's own learning rate."""
    on = classifiers.classifier(student_of(), rng)
    data, others = on.batches(rng, 4, 4), on.batches(rng, 3)
    trained, tested = on.right_epochs(data, others, 2)
    assert [len(tally.sizes) for tally in (*trained, *tested)] == [2, 2, 1, 1]
    assert tested[1] == on.test(others)


def test_data_that_is_not_sent_to_the_models_device_is_refused(student_of, rng):
    """A machine without a GPU finds the mistake too."""
    student = student_of(STEPS)
    on = classifiers.on_device(student, rng, torch.device("cpu"))

    logits = student.evaluate_near(on.there, on.loader, "cpu")
    expect.close(logits, [parity.eval_output(on.here, x) for x, _ in on.batches], name="logits")
    assert on.test().sizes == [4, 3]
    with pytest.raises(StudentError, match="on the same device"):
        student.evaluate(on.there, on.loader)


def test_inputs_alone_can_be_far(student_of, rng):
    """Labels are on the CPU, so that who only counts them need not fetch them."""
    student = student_of(STEPS)
    on = classifiers.classifier(student, rng)
    data = on.batches(rng, 3, 2)
    loader = classifiers.far_inputs(student, data)
    logits = student.evaluate_near(on.there, loader, "cpu")
    expect.close(logits, [parity.eval_output(on.here, x) for x, _ in data], name="the logits")
    assert student.count(loader) == [y.tolist() for _, y in data]
    with pytest.raises(StudentError, match="on the same device"):
        student.evaluate(on.there, loader)
