"""Settings of a process: found, compared, put back."""

import os

import pytest
import torch

from autograder.student import settings


@pytest.fixture(autouse=True)
def _as_before(tmp_path, monkeypatch):
    """Leave this process as it was."""
    monkeypatch.chdir(tmp_path)
    yield
    settings.reset()


def change_nothing():
    """Use what ends by itself."""
    with torch.no_grad(), torch.device("meta"):
        torch.ones(1)


@pytest.mark.parametrize(
    ("change", "name", "after"),
    [
        (lambda: torch.set_grad_enabled(False), "autograd", "off"),
        (lambda: torch.set_default_dtype(torch.float64), "the default dtype", "torch.float64"),
        (lambda: torch.set_default_device("meta"), "the default device", "meta"),
        (lambda: os.chdir("/"), "the working folder", "/"),
    ],
)
def test_a_change_is_found_by_name(change, name, after):
    """With what it was and what it is."""
    before = settings.found()
    change_nothing()
    assert settings.changed(before) == {}
    change()
    assert settings.changed(before) == {name: [before[name], after]}


def test_a_folder_that_was_removed_is_no_error(tmp_path, monkeypatch):
    """A student's code may delete where it stands."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert settings.found()["the working folder"] == "a folder that is gone"
    monkeypatch.chdir(tmp_path)


def test_torch_is_as_in_a_fresh_process():
    """Whatever was set."""
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    torch.use_deterministic_algorithms(True)
    torch.set_grad_enabled(False)
    settings.reset()
    assert torch.ones(1).dtype == torch.float32
    assert torch.ones(1).device.type == "cpu"
    assert torch.is_grad_enabled()
    assert not torch.are_deterministic_algorithms_enabled()
