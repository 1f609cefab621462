"""Parameters of the reference find their place among a student's."""

from collections.abc import Callable
from typing import Any

from autograder.student.parameters import Parameters, alike, fits, matched, read


def of(function: Callable[..., Any]) -> Parameters:
    """The parameters of a function that has a signature."""
    found = read(function)
    assert found is not None
    return found


def test_the_same_name_comes_before_a_synonym_and_a_synonym_before_the_place():
    """So no value takes the place of one that fits better."""
    theirs = of(lambda net, labels, y: 0)

    assert matched(("y", "targets", "model"), theirs) == {
        "y": "y",
        "targets": "labels",
        "model": "net",
    }


def test_by_place_nothing_takes_the_place_of_the_device():
    """A device is never a model, and an accuracy never an option."""
    assert matched(("model",), of(lambda device, net: 0)) == {"model": "net"}
    assert matched(("model", "accuracy_fn"), of(lambda net, verbose=True: 0)) == {"model": "net"}
    assert matched(("accuracy_fn",), of(lambda metric: 0)) == {"accuracy_fn": "metric"}


def test_a_signature_fits_where_any_call_can_be_made_as_it_is():
    """Not where a parameter is missing, required in addition, or by name alone."""
    wanted = ("model", "device")

    assert fits(of(lambda model, device, more=1: 0), wanted)
    assert fits(of(lambda *args: 0), wanted)
    assert not fits(of(lambda model: 0), wanted)
    assert not fits(of(lambda model, device, more: 0), wanted)
    assert not fits(of(lambda model, *, device: 0), wanted)


def test_training_and_test_data_are_no_synonyms():
    """Each of them is one of the loader of a step."""
    assert alike("data_loader", "train_dataloader")
    assert alike("data_loader", "test_dataloader")
    assert not alike("train_dataloader", "test_dataloader")
