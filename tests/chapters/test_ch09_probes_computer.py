"""Time passes as a grader says."""

import time

import pytest
import torch
from PIL import Image

from autograder.chapters.ch09_model_deployment import probes as probes
from autograder.student import torchvision_shim
from autograder.student.probes import restore

torchvision_shim.ensure()


def test_slow_models_take_their_time():
    """At least as long as they are told."""
    model = probes.Slow(torch.nn.Identity(), 0.02)
    start = time.perf_counter()
    assert torch.equal(model(torch.ones(2)), torch.ones(2))
    assert time.perf_counter() - start >= 0.02


def test_slow_transforms_and_disks_take_their_time(tmp_path):
    """The disk counts what Pillow opened, and is quick again when the check ends."""
    Image.new("RGB", (2, 2)).save(tmp_path / "one.png")
    disk, transform = probes.SlowDisk(0.02), probes.SlowTransform(lambda image: image.size, 0.02)
    start = time.perf_counter()
    with Image.open(tmp_path / "one.png") as image:
        assert transform(image) == (2, 2)
    assert time.perf_counter() - start >= 0.04
    restore()
    with Image.open(tmp_path / "one.png") as image:
        assert image.size == (2, 2)
    assert disk.opened == 1


def test_a_computer_without_a_gpu_works_at_once():
    """Each call takes what is written down for it; modes tell if they are to."""
    computer = probes.Computer()
    model = probes.Timed(computer, [1.0, 2.0], telling=True).to("cpu")
    start = computer.clock()
    with torch.no_grad():
        model.eval()(torch.zeros(1))
    assert computer.clock() - start == 1.0
    model.train()(torch.zeros(1))
    assert computer.clock() - start == 1.0 + 2.0 * 3 * 2
    assert model.calls == 2


def test_half_a_batch_takes_half_the_time():
    """Who hands over less is seen."""
    computer = probes.Computer()
    start = computer.clock()
    probes.Timed(computer, [3.0], rows=4).cpu().eval()(torch.zeros(2, 3))
    assert computer.clock() - start == 1.5


def test_work_is_done_where_model_and_batch_were_sent():
    """As on a machine with another device."""
    computer = probes.Computer(launch=0.125)
    x = probes.placed(torch.ones(1, 3), computer, 2.0)
    for model in (probes.Timed(computer, [4.0]), probes.Timed(computer, [4.0]).cuda()):
        with pytest.raises(RuntimeError, match="same device"):
            model(x)


@pytest.mark.parametrize("kind", ["cuda", "mps"])
def test_a_gpu_works_behind_the_clock(kind):
    """Handing over takes a moment; the work is seen by who waits."""
    computer = probes.Computer(launch=0.125)
    computer.install(kind)
    model = probes.Timed(computer, [4.0], rows=2).eval()
    start = computer.clock()
    x = probes.placed(torch.ones(2, 3), computer, 2.0).to(kind)
    assert computer.clock() - start == 2.0
    start = computer.clock()
    x = x.to(kind)  # it is there already
    assert len(model.to(kind)(x)) == 2
    assert computer.clock() - start == 0.125
    getattr(torch, kind).synchronize()
    assert computer.clock() - start == 4.125
    assert getattr(torch, kind).is_available()
