"""What is asked for is found under another spelling, or in another file."""

from __future__ import annotations

import time

import pytest

from autograder.submission import Submission, misplaced

ENGINE = {"engine.test_step": "engine.py:3", "engine": "engine.py:1", "train": "train.py:1"}


def module(definitions, files=None):
    """A chapter that is one module."""
    return Submission(
        "ch08_paper_replicating", "ch08.ipynb", files=files or {}, definitions=definitions
    )


def package(definitions):
    """A chapter that is a package."""
    return Submission(
        "ch05_going_modular", "mine", definitions=definitions, package="going_modular"
    )


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("MultiheadSelfAttentionBlock", "MultiHeadSelfAttentionBlock"),
        ("train_vit", "TrainViT"),
        ("train_vit", "train_Vit"),
        ("warmup_cosine", "warm_up_cosinus"),
    ],
)
def test_another_spelling_is_suggested_with_its_place(asked, given):
    """Capitals, underscores, a letter or two."""
    found = misplaced.find(module({given: "ch08.ipynb[cell 4]:1"}), asked)
    assert found is not None
    assert found.sentence == f"Did you mean {given} in ch08.ipynb[cell 4]:1?"
    assert found.where == "ch08.ipynb[cell 4]:1"


def test_what_another_task_asks_for_is_no_other_spelling():
    """It is where it belongs."""
    assert misplaced.find(module({"ViT": "a.py:1", "patch_grid": "a.py:9"}), "patchify") is None
    assert misplaced.find(package({"train.main": "train.py:9"}), "predict.main") is None


def test_a_function_in_a_file_beside_is_found():
    """It may be handed in with the notebook and not be imported by it."""
    files = {"models.py": b"import torch\n\n\nclass ViT(torch.nn.Module):\n    pass\n"}
    found = misplaced.find(module({}, files), "ViT")
    assert found is not None
    assert found.sentence == "It is in models.py:4; expected in ch08.ipynb."


def test_looking_for_it_costs_little_however_much_is_handed_in():
    """Only so many names and so much text are looked at."""
    files = {
        f"m{i}.py": b"".join(b"def f%d(): ...\n" % n for n in range(100_000)) for i in range(5)
    }
    definitions = {f"{'a' * 90}{n}": f"a.py:{n}" for n in range(100_000)}
    started = time.process_time()
    misplaced.find(module(definitions, files), "ViT")

    assert time.process_time() - started < 1


def test_a_function_in_another_module_of_the_package_is_found():
    """No module is taken for the function of its name."""
    found = misplaced.find(
        package({**ENGINE, "train.train_step": "train.py:12"}), "engine.train_step"
    )
    assert found is not None
    assert found.sentence == "It is in train.py:12; expected in engine.py."
    assert misplaced.find(package(ENGINE), "engine.train") is None
