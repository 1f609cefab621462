"""Two right means of batches of different size, and no third one."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.checks import parity, tally

LOGITS = torch.tensor([[2.0, 0.0], [0.0, 2.0], [2.0, 0.0]])


@pytest.fixture
def noted():
    """Three samples of which two are right, then one that is wrong."""
    made = tally.Tally()
    made.add(LOGITS, torch.tensor([0, 1, 1]))
    made.add(LOGITS[:1], torch.tensor([1]))
    return made


def test_a_batch_is_noted_and_its_loss_has_a_history(noted):
    """The loop that trains goes on with the loss."""
    logits = LOGITS.clone().requires_grad_()
    noted.add(logits, torch.tensor([0, 0, 0])).backward()

    assert logits.grad is not None
    assert noted.sizes == [3, 1, 3]
    assert noted.accuracies == pytest.approx([2 / 3, 0, 2 / 3])
    assert noted.losses[0] == pytest.approx((2 * 0.126928 + 2.126928) / 3, rel=1e-5)


def test_means_over_batches_and_over_samples_are_both_right(noted):
    """The course divides by the number of batches; by samples is right too."""
    losses = noted.losses
    for answer in (
        (sum(losses) / 2, 1 / 3),
        [(3 * losses[0] + losses[1]) / 4, 2 / 4],
    ):
        noted.check(answer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda loss, acc: (loss * 2, acc), "Expected the loss to be 1.46026, but got 2.92052."),
        (lambda loss, acc: (loss, acc * 100), "Expected the accuracy to be 0.333333, but got"),
        (lambda loss, acc: (acc, loss), "Expected the loss to be 1.46026, but got 0.333333."),
        (lambda loss, acc: (torch.tensor(loss), acc), "Expected the loss to be a float, but got"),
        (lambda loss, acc: loss, "Expected the result to be a tuple or a list, but got 1.46026"),
        (lambda loss, acc: (loss,), "Expected the result to have 2 items, but got 1."),
    ],
    ids=["a sum", "in percent", "swapped", "a tensor", "one number", "one of two"],
)
def test_anything_else_is_wrong(noted, failure, wrong, said):
    """Each with the number it should have been, or the form."""
    right = sum(noted.losses) / 2, 1 / 3
    assert failure(noted.check, wrong(*right)).startswith(said)


def test_a_part_is_a_tally_of_its_batches(noted):
    """An epoch's share of a walk through all."""
    last = noted.part(1, 2)
    last.check((noted.losses[1], 0.0))
    assert noted.part(0, 2) == noted


@pytest.mark.parametrize(("key", "name"), [("test_loss", "losses"), ("train_acc", "accuracies")])
def test_a_key_says_which_values_it_means(noted, key, name):
    """As the dict of a training names them."""
    assert noted.values(key) == getattr(noted, name)


def test_right_epochs_use_one_optimiser_and_test_after_each(rng):
    """With momentum, a second epoch is not like a first one."""
    model = parity.mlp(rng, 2, 4, 3)
    batches = [(x, y.abs().long().squeeze(1)) for x, y in parity.batches(rng, [4, 2], 2)]
    others = batches[:1]
    twin = parity.mlp(rng, 2, 4, 3)
    twin.load_state_dict(parity.snapshot(model))

    trained, after = tally.right_epochs(model, batches, others, 2, lr=0.1, momentum=0.9)
    losses = parity.sgd_steps(twin, batches * 2, nn.functional.cross_entropy, lr=0.1, momentum=0.9)

    assert [epoch.sizes for epoch in trained] == [[4, 2], [4, 2]]
    assert [loss for epoch in trained for loss in epoch.losses] == losses
    assert [epoch.sizes for epoch in after] == [[4], [4]]
    assert after[1] == tally.tested(twin, others)
    assert after[0] != after[1]


def test_accuracy_is_the_share_of_rows_with_the_right_largest_number() -> None:
    """Three of four."""
    answers = torch.tensor([[0.0, 1.0], [2.0, 1.0], [0.0, 3.0], [5.0, 4.0]])
    assert tally.accuracy(answers, torch.tensor([1, 0, 0, 0])) == 0.75
