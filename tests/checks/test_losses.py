"""A loop that uses the loss function it is given passes; one that has its own does not."""

from __future__ import annotations

import pytest

from autograder.checks import classifiers, losses

CODE = """
def epoch(model, loader, loss_fn, optimizer=None):
    {own}
    return run(model, loader, loss_fn, optimizer)

train_step = test_step = epoch

def train(model, loader, other, optimizer, loss_fn):
    trained, tested = epoch(model, loader, loss_fn, optimizer), epoch(model, other, loss_fn)
    return dict(train_loss=[trained[0]], train_acc=[0.0], test_loss=[tested[0]], test_acc=[0.0])
"""
OWN = "loss_fn = torch.nn.CrossEntropyLoss()"


def check_train(student, rng, on):
    """Train for an epoch and check the results."""
    batches, others = on.batches(rng, 5, 5), on.batches(rng, 4)
    loaders = [classifiers.loader(student, data) for data in (batches, others)]
    given = on.optimizer(student), losses.other_loss(student)
    results = student.train(on.there, *loaders, *given)
    losses.check_results(results, on, batches, others[0])


CHECKS = (losses.check_train_step, losses.check_test_step, check_train)


@pytest.mark.parametrize("check", CHECKS)
def test_a_loop_that_uses_what_it_is_given_passes(student_of, loop, rng, check):
    """The loss, and where it leads."""
    student = student_of(loop + CODE.format(own=""))

    check(student, rng, classifiers.classifier(student, rng))


@pytest.mark.parametrize("check", CHECKS)
def test_a_loop_with_a_loss_of_its_own_fails(student_of, loop, rng, failure, check):
    """Cross entropy is not the one that was given."""
    student = student_of(loop + CODE.format(own=OWN))

    assert " to be " in failure(check, student, rng, classifiers.classifier(student, rng))
