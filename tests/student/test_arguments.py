"""What is handed in to a call: noted before, compared after."""

import pytest
import torch
from torch import nn

from autograder.student import arguments


def call(function, *args):
    """The word and name of what a call changes."""
    before = arguments.noted(function, args, {})
    function(*args)
    return [(change.word, change.name) for change in arguments.changed(before)]


def network():
    """Return a linear layer and one with buffers."""
    return nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))


def freeze(model):
    """Switch learning off."""
    model.requires_grad_(False)


def learn(model):
    """Leave gradients."""
    model(torch.ones(3, 2)).sum().backward()


def shift(model):
    """Add to the numbers of one layer."""
    with torch.no_grad():
        model[0].bias.add_(1)


def hook(model):
    """Leave a hook."""
    model[0].register_forward_hook(print)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda model: model.eval(), {"mode"}),
        (freeze, {"freezing"}),
        (learn, {"grads", "parameters"}),  # buffers too
        (shift, {"parameters"}),
        (hook, {"layers"}),
        (lambda model: model.append(nn.ReLU()), {"layers"}),
        (lambda model: model.state_dict(), set()),
    ],
)
def test_what_changes_of_a_model_is_told_apart(function, words):
    """Each aspect has its word."""
    assert {word for word, _ in call(function, network())} == words


def test_who_restores_what_was_there_has_changed_nothing():
    """Values are compared, not who wrote them."""

    def restore(model):
        state = {name: value.clone() for name, value in model.state_dict().items()}
        model(torch.randn(3, 2))
        model.load_state_dict(state)

    assert call(restore, network()) == []


def test_values_and_entries_are_named_as_the_function_names_them():
    """Within lists and dicts too."""

    def change(x, rows):
        x[0] = 5
        rows[0]["a"] = 2

    assert call(change, torch.zeros(2), [{"a": 1}]) == [
        ("data", "the values of x"),
        ("data", "the entries of rows[0]"),
    ]
    assert call(lambda x: x.append(1), []) == [("data", "the entries of x")]


def test_a_step_changes_the_optimizer():
    """Its state and its settings."""
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    assert call(lambda optimizer: None, optimizer) == []
    assert call(lambda optimizer: optimizer.param_groups[0].update(lr=1.0), optimizer) == [
        ("optimizer", "the settings and state of optimizer")
    ]


def test_values_that_are_no_numbers_are_equal_to_themselves():
    """NaN is not a change."""
    assert call(lambda x: None, torch.tensor([float("nan")])) == []


def test_deep_and_long_arguments_are_looked_at_in_part():
    """A list in itself has an end, too."""
    loop: list[object] = []
    loop.append(loop)
    assert call(lambda x, y: None, loop, [[0]] * 100_000) == []


def test_an_object_that_fails_on_being_looked_at_is_no_error():
    """Its code is the student's."""

    class Broken(nn.Module):
        def modules(self, remove_duplicate=True):
            raise KeyError

    assert call(lambda model: None, Broken()) == []
