"""A call spelled as in the chapter's text reaches a student's function, whatever its names."""

import functools

import pytest
import torch
from torch import nn

from autograder.student.binding import Unbindable, accuracy_fn, bound, takes

STEP = ("model", "data_loader", "loss_fn", "optimizer", "accuracy_fn", "device")
VALUES = ("MODEL", "LOADER", "LOSS", "OPT", "ACC", "DEV")


def test_a_function_with_the_references_signature_is_called_as_it_is():
    """Nothing lies between: with more parameters at its end that have defaults, too."""

    def step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu", verbose=True):
        return model

    assert bound(step, STEP, "step") is step


@pytest.mark.parametrize(
    "function",
    [
        lambda *args: args,
        lambda model, **kwargs: kwargs,
        iter,
        functools.partial(max, 1),
        type("Lying", (), {"__call__": iter, "__signature__": property(lambda s: 1 / 0)})(),
    ],
)
def test_what_takes_anything_or_hides_its_signature_is_called_as_it_is(function):
    """There is nothing to bind by."""
    assert bound(function, STEP, "step") is function


def test_values_go_to_the_parameters_of_their_names():
    """In whatever order, given by place or by name."""

    def step(optimizer, device, model, loss_fn, accuracy_fn, data_loader):
        return model, data_loader, loss_fn, optimizer, accuracy_fn, device

    call = bound(step, STEP, "step")

    assert call(*VALUES) == VALUES
    assert call(*VALUES[:2], **dict(zip(STEP[2:], VALUES[2:], strict=True))) == VALUES


def test_values_go_to_synonyms():
    """As the course and its readers call them."""

    def step(opt, dev, criterion, net, metric_fn, dataloader):
        return net, dataloader, criterion, opt, metric_fn, dev

    assert bound(step, STEP, "step")(*VALUES) == VALUES


def test_training_and_test_data_are_not_confused():
    """Both are loaders."""

    def train(epochs, test_loader, train_loader):
        return train_loader, test_loader, epochs

    wanted = ("train_dataloader", "test_dataloader", "epochs")

    assert bound(train, wanted, "train")(1, 2, 3) == (1, 2, 3)


def test_names_that_say_nothing_are_bound_by_place():
    """As Python does."""
    call = bound(lambda a, b, c=3: (a, b, c), ("model", "path", "size"), "f")

    assert call(1, 2) == (1, 2, 3)
    assert call(1, 2, size=4) == (1, 2, 4)


def test_parameters_by_place_alone_and_by_name_alone_are_served():
    """`/` and `*` in a signature."""

    def f(path, /, *, model):
        return model, path

    assert bound(f, ("model", "path"), "f")(1, 2) == (1, 2)


def test_a_function_is_not_given_what_it_does_not_take_and_need_not():
    """`device`, `accuracy_fn`, and a value of None."""

    def step(model, dataloader, loss_fn, optimizer):
        return model, dataloader, loss_fn, optimizer

    call = bound(step, (*STEP, "writer"), "step")

    assert call(*VALUES, None) == VALUES[:4]


def test_a_function_is_given_the_device_and_the_accuracy_it_asks_for():
    """Which the reference does not have: the model's device, the course's accuracy in percent."""
    call = bound(lambda device, accuracy_fn, model: (device, accuracy_fn), ("model",), "f")

    assert call(nn.Linear(1, 1, device="meta")) == ("meta", accuracy_fn)
    assert call("no module") == ("cpu", accuracy_fn)
    assert accuracy_fn(torch.tensor([1, 2, 3, 4]), torch.tensor([1, 2, 3, 0])) == 75


def test_a_version_without_device_reads_the_global_one():
    """It is what the call says while it lasts, and then what it was."""
    names = {"device": "cpu"}
    exec("def step(model): return device\ndef fail(model): return device.missing", names)
    call = bound(names["step"], ("model", "device"), "step")

    assert call("MODEL", "DEV") == "DEV"
    assert bound(names["step"], ("model",), "step")(nn.Linear(1, 1, device="meta")) == "meta"
    assert call(nn.Linear(1, 1, device="meta")) == "meta"
    with pytest.raises(AttributeError):
        bound(names["fail"], ("model", "device"), "fail")("MODEL", "DEV")
    assert names["device"] == "cpu"


def test_a_default_that_the_file_chose_gives_way_to_the_device_of_the_model():
    """The course writes `device=device`; where the default is the CPU, it stays."""
    away = nn.Linear(1, 1, device="meta")

    def step(model, device="cuda"):
        return device

    assert bound(step, ("model", "device"), "step")(away) == "meta"
    assert bound(step, ("model", "device"), "step")("no module") == "cuda"
    assert bound(lambda model, device="cpu": device, ("model", "device"), "step")(away) == "cpu"


def test_a_class_is_bound_by_its_init():
    """With its name and text kept."""

    class Net:
        """A net."""

        def __init__(self, out_features, in_features):
            self.sizes = in_features, out_features

    call = bound(Net, ("input_shape", "output_shape"), "Net")

    assert call(3, output_shape=4).sizes == (3, 4)
    assert (call.__name__, call.__doc__) == ("Net", "A net.")


def test_a_required_parameter_that_is_none_of_the_references_is_named():
    """In one sentence."""
    with pytest.raises(Unbindable) as caught:
        bound(lambda model, loader, foo: 0, ("model", "data_loader"), "f")(1, 2)

    said = "Expected f to take model, data_loader, but its parameter `foo` is none of these."
    assert str(caught.value) == said


def test_a_value_that_has_no_place_is_named():
    """In one sentence."""
    with pytest.raises(Unbindable) as caught:
        bound(lambda model: 0, ("model", "seed"), "f")(1, seed=2)

    assert str(caught.value) == "Expected f to take seed, but it takes model."


def test_what_a_function_takes_is_known():
    """A parameter, a synonym, a global of its module, or anything at all."""
    names = {"device": "cpu"}
    exec("def step(model): return device", names)

    assert takes(lambda dev: 0, "device")
    assert takes(names["step"], "device")
    assert takes(lambda *args: 0, "device")
    assert not takes(lambda model: 0, "device")
