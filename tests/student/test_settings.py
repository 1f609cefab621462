"""Settings of a process: found, compared, put back."""

import os

import pytest
import torch

from autograder.course.changes import Change
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
        (lambda: torch.use_deterministic_algorithms(True), "deterministic algorithms", "on"),
        (
            lambda: torch.set_float32_matmul_precision("high"),
            "the precision of float32 products",
            "high",
        ),
        (lambda: torch.autograd.set_detect_anomaly(True), "anomaly detection", "on"),
        (lambda: setattr(torch.backends.cudnn, "benchmark", True), "cuDNN's benchmark", "on"),
    ],
)
def test_a_change_is_found_by_name(change, name, after):
    """With what it was and what it is."""
    before = settings.found()
    change_nothing()
    assert list(settings.changed(before)) == []
    change()
    assert list(settings.changed(before)) == [Change("settings", name, before[name], after)]


def test_a_new_seed_is_told_from_numbers_drawn():
    """Drawing moves the generator on and keeps its seed."""
    before = settings.found()
    torch.rand(3)
    assert list(settings.changed(before)) == []
    torch.manual_seed(7)
    assert [change.word for change in settings.changed(before)] == ["seeds"]


def test_a_second_figure_is_a_change_and_a_first_one_is_none():
    """Whoever has none open loses nothing."""
    import matplotlib.pyplot as plt

    plt.close("all")
    before = settings.found()
    plt.figure()
    assert list(settings.changed(before)) == []
    before = settings.found()
    plt.figure()
    assert {change.word for change in settings.changed(before)} == {"figures"}
    plt.close("all")


def test_variables_that_were_there_are_compared_and_new_ones_are_not(monkeypatch):
    """Libraries set variables for themselves."""
    monkeypatch.setenv("COURSE", "torch")
    before = settings.found()
    monkeypatch.setenv("CACHE_OF_A_LIBRARY", "/tmp")
    assert list(settings.changed(before)) == []
    monkeypatch.delenv("COURSE")
    (change,) = settings.changed(before)
    assert (change.word, change.before, change.after) == ("settings", "torch", "absent")


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
