"""Tests of `autograder.checks.telling`."""

import numpy as np
import pytest
import torch

from autograder.checks import classifiers, parity, telling


def mean_of_means(values):
    """As a loop computes it that adds up accuracies."""
    return sum(values) / len(values)


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("sizes", [(4, 4), (5, 5, 3), (6,)])
def test_an_accuracy_after_the_step_is_never_the_right_one(student_of, sizes, batch_norm):
    """In either mode, for twenty draws."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        on = classifiers.classifier(student_of(), rng, batch_norm=batch_norm)

        data = telling.batches(rng, on, *sizes)

        right, after, evaluated = [], [], []
        for x, y in data:
            on.here.train()
            right.append((on.here(x).argmax(dim=1) == y).double().mean().item())
            parity.sgd_steps(on.here, [(x, y)], torch.nn.CrossEntropyLoss(), lr=on.lr)
            after.append((on.here(x).argmax(dim=1) == y).double().mean().item())
            answers = parity.eval_output(on.here, x).argmax(dim=1)
            evaluated.append((answers == y).double().mean().item())
        assert mean_of_means(after) != pytest.approx(mean_of_means(right))
        assert mean_of_means(evaluated) != pytest.approx(mean_of_means(right))


def test_hits_over_the_first_batchs_size_are_never_right(student_of, rng):
    """Where the last batch is smaller."""
    on = classifiers.classifier(student_of(), rng)

    data = telling.batches(rng, on, 5, 5, 3)

    tally = on.train(data)
    hits = [a * n for a, n in zip(tally.accuracies, tally.sizes, strict=True)]
    assert sum(hits) / 15 != pytest.approx(mean_of_means(tally.accuracies))


def test_the_classifier_stays_as_it_is(student_of, rng):
    """So that the student's and ours still agree."""
    on = classifiers.classifier(student_of(), rng, batch_norm=True)
    before = parity.snapshot(on.here)

    telling.batches(rng, on, 4, 4)

    assert all(value.equal(before[name]) for name, value in on.here.state_dict().items())


def test_the_last_batchs_loss_is_not_taken_for_that_of_all(student_of, rng):
    """Of one batch it is; of two it may be unlike them."""
    on = classifiers.classifier(student_of(), rng)

    assert not telling.last_shows(on.here, telling.batches(rng, on, 5))
    shown = [telling.last_shows(on.here, telling.batches(rng, on, 5, 3)) for _ in range(10)]
    assert any(shown)
