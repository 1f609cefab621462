"""torchvision without its compiled part, against what the compiled part is known to give."""

import subprocess
import sys
import time

import pytest
import torch

from autograder.student import torchvision_shim

torchvision_shim.ensure()

import torchvision  # noqa: E402
from torchvision import io, ops  # noqa: E402

broken = pytest.mark.skipif(not torchvision_shim.is_broken(), reason="torchvision is whole")


def test_ensure_tells_whether_a_repair_was_needed() -> None:
    """It can be called any number of times."""
    assert torchvision_shim.ensure() == torchvision_shim.is_broken()
    assert torchvision_shim.ensure() == torchvision_shim.is_broken()


def test_finding_out_takes_no_time() -> None:
    """Some milliseconds, and torchvision is not imported for it."""
    program = """
import sys, time, torch
from autograder.student import torchvision_shim
started = time.perf_counter()
torchvision_shim.is_broken()
print(time.perf_counter() - started, "torchvision" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    seconds, imported = run.stdout.split()

    assert float(seconds) < 0.2
    assert imported == "False"


def test_non_maximum_suppression_keeps_the_best_of_overlapping_boxes() -> None:
    """Indices come in the order of the scores."""
    boxes = torch.tensor([[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30], [0, 0, 10, 5]]).float()
    scores = torch.tensor([0.8, 0.9, 0.95, 0.1])

    assert ops.nms(boxes, scores, 0.5).tolist() == [2, 1, 3]
    assert ops.nms(boxes, scores, 0.1).tolist() == [2, 1]
    assert ops.nms(boxes[:0], scores[:0], 0.5).tolist() == []


def test_suppression_per_class() -> None:
    """Boxes of different classes do not suppress one another."""
    boxes = torch.tensor([[0, 0, 10, 10], [0, 0, 10, 10]]).float()

    kept = ops.batched_nms(boxes, torch.tensor([0.5, 0.6]), torch.tensor([0, 1]), 0.5)
    assert kept.tolist() == [1, 0]


def test_images_survive_png(tmp_path) -> None:
    """Writing and reading gives the same pixels, in colour and in grey."""
    colour = torch.randint(0, 256, (3, 5, 7), dtype=torch.uint8)
    file = str(tmp_path / "colour.png")
    io.write_png(colour, file)

    assert torch.equal(io.read_image(file), colour)
    assert io.read_image(file, io.ImageReadMode.GRAY).shape == (1, 5, 7)
    assert torch.equal(io.decode_png(io.encode_png(colour[:1])), colour[:1])
    assert io.read_image(file, io.ImageReadMode.RGB_ALPHA).shape == (4, 5, 7)


def test_images_survive_jpeg_nearly(tmp_path) -> None:
    """JPEG changes smooth pictures a little."""
    ramp = torch.arange(0, 256, 4, dtype=torch.uint8).repeat(64, 1)
    picture = torch.stack([ramp, ramp.T, ramp])
    file = str(tmp_path / "picture.jpg")
    io.write_jpeg(picture, file, quality=95)

    assert (io.read_image(file).int() - picture.int()).abs().max() < 24
    assert io.decode_jpeg(io.read_file(file)).dtype == torch.uint8


@broken
def test_the_rest_of_torchvision_works() -> None:
    """Models, transforms and their random operations are plain Python."""
    from torchvision.transforms import v2

    picture = torch.randint(0, 256, (3, 32, 32), dtype=torch.uint8)
    changed = v2.Compose([v2.TrivialAugmentWide(), v2.Resize(16), v2.ToDtype(torch.float32)])

    assert changed(picture).shape == (3, 16, 16)
    assert torchvision.models.resnet18().eval()(torch.zeros(1, 3, 32, 32)).shape == (1, 1000)


def test_repair_is_lasting() -> None:
    """The operators stay when garbage is collected."""
    import gc

    started = time.monotonic()
    gc.collect()

    assert ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5).tolist() == [0]
    assert time.monotonic() - started < 10
