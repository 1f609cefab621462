"""A template imports what the work at hand uses, and no more."""

import pytest

from autograder.course import chapters
from autograder.student.preload import USUAL, wanted


@pytest.mark.parametrize(
    "text",
    [
        b"import torch.optim",
        b"from torch import optim",
        b"opt = torch.optim.SGD(m.parameters())",
        b"torch.compile(model)",
    ],
)
def test_what_makes_an_optimiser_imports_what_optimisers_import(text):
    """The first one would take a second in every student's process."""
    assert "torch._dynamo" in wanted([text])


def test_a_word_that_only_looks_alike_imports_nothing():
    """``optimizer.step()`` in a question makes no optimiser."""
    assert wanted([b"loss.backward() and optimizer.step(), mytorchvision"]) == []


def test_a_notebook_of_the_kit_does_not_use_its_data_because_it_names_the_kit():
    """Each cell's metadata do, and the cell that installs it."""
    book, code = (
        b'"autograder": {"task": 1}, "%load_ext autograder"',
        b"from autograder import data",
    )

    assert wanted([book]) == []
    assert wanted([book, code]) == ["autograder.backbone", "autograder.data"]


def test_several_files_want_what_each_of_them_wants():
    """A class that hands in two chapters has one template."""
    found = wanted([b"import matplotlib.pyplot as plt", b"from sklearn import datasets"])

    assert found == ["matplotlib.pyplot", "sklearn.datasets", "sklearn.model_selection"]


def test_a_class_of_tensors_waits_for_no_plots_and_a_class_of_pictures_has_all():
    """The chapters' own solutions tell."""
    tensors, pictures = (
        wanted([chapters.find(name).solution.read_bytes()]) for name in ("00", "03")
    )

    assert tensors == ["torch.fx.experimental.symbolic_shapes", "torch.utils.data"]
    assert pictures == [name for name in USUAL if name != "torch._dynamo.repro.after_aot"]


def test_a_class_that_compiles_has_what_the_first_compilation_imports():
    """It would take a second in every student's process."""
    text = chapters.find("10").solution.read_bytes()

    assert "torch._dynamo.repro.after_aot" in wanted([text])
    assert "torch._dynamo.repro.after_aot" not in wanted([b"torch.optim.SGD(m.parameters())"])
