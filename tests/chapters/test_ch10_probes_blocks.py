"""Blocks show where tensors are made, and TF32 is switched back."""

import contextlib

import pytest
import torch

from autograder.chapters.ch10_torch_compile import probes as there
from autograder.student import probes


@pytest.fixture(autouse=True)
def nothing_compiled():
    """Each test compiles by itself."""
    there.fresh()


def test_the_switch_of_tf32_is_read_and_put_back():
    """Whichever way it was set."""
    there.watch_tf32(True)
    assert there.tf32()
    there.watch_tf32(False)
    assert not there.tf32()
    torch.set_float32_matmul_precision("high")
    assert there.tf32()
    probes.restore()
    assert not there.tf32()


def test_bfloat16_is_told_from_tf32():
    """By the setting's word, and without an error where the newer switch was used."""
    there.watch_tf32(True)
    assert not there.bfloat16()
    torch.set_float32_matmul_precision("medium")
    assert there.bfloat16()
    there.watch_tf32(False)
    torch.backends.cuda.matmul.fp32_precision = "tf32"
    assert not there.bfloat16()


@contextlib.contextmanager
def sticky(device):
    """A context that forgets to put back what was before."""
    torch.set_default_device(device)
    yield


def test_blocks_show_where_tensors_are_made():
    """Inside, after each, and after an error; the default device is torch's own in the end."""
    seen = there.try_block(torch.device, ["meta", "cpu"])
    assert seen["inside"] == [["meta", "meta", "cpu"], ["cpu", "cpu", "cpu"]]
    assert (seen["leaving"], seen["after"], seen["error"]) == (["meta", "cpu"], "cpu", "")
    assert there.try_block(torch.device, ["cpu"], before="meta")["after"] == "meta"
    assert there.try_block(torch.device, ["meta"], spoil=True)["error"] == "Spoilt"
    assert there.try_block(sticky, ["meta"])["after"] == "meta"
    assert torch.empty(1).device.type == "cpu"
