"""What chapter 07 places in the student's process: a disk that waits, counters, draws."""

import random
import shutil

import numpy as np
import pytest
import torch
from torch.utils.data import TensorDataset
from torch.utils.tensorboard import SummaryWriter

from autograder.chapters.ch07_experiment_tracking import probes as probes
from autograder.checks import events
from autograder.student.probes import Network, restore


def tags(folder):
    """Tags in the only event file of a folder."""
    (path,) = folder.iterdir()
    return [scalar.tag for scalar in events.read(path.read_bytes()).scalars]


def test_patient_disk_waits_for_a_flush(tmp_path):
    """Nothing is there before, everything after."""
    probes.patient_disk()
    writer = SummaryWriter(str(tmp_path))
    writer.add_scalar("a", 1.0, 0)
    probes.settle()
    assert tags(tmp_path) == []
    writer.flush()
    assert tags(tmp_path) == ["a"]
    writer.add_scalar("b", 1.0, 0)
    writer.close()
    assert tags(tmp_path) == ["a", "b"]


def test_usual_disk_needs_no_flush(tmp_path):
    """After settling, what was given to an open writer is there."""
    writer = SummaryWriter(str(tmp_path))
    writer.add_scalar("a", 1.0, 0)
    probes.settle()
    assert tags(tmp_path) == ["a"]
    writer.close()


def test_open_writers_are_counted(tmp_path):
    """Each open event file is one; a closed one is none."""
    before = probes.open_writers()
    writer = SummaryWriter(str(tmp_path))
    writer.add_scalars("Loss", {"train": 1.0, "test": 2.0}, 0)
    assert probes.open_writers() == before + 3
    writer.close()
    assert probes.open_writers() == before


def test_writers_left_open_end_with_the_check(tmp_path, capsys):
    """Their threads are gone and write nothing more, although their folder is gone too."""
    before = probes.open_writers()
    probes.watch_writers()
    probes.patient_disk()
    writer = SummaryWriter(str(tmp_path / "run"))
    writer.add_scalar("a", 1.0, 0)
    shutil.rmtree(tmp_path / "run")
    restore()
    assert probes.open_writers() == before
    assert capsys.readouterr().err == ""


def test_samples_are_stacked():
    """Pictures in one tensor, labels as numbers."""
    images, labels = torch.rand(3, 1, 2, 2), torch.tensor([2, 0, 1])
    found, numbers = probes.samples(TensorDataset(images, labels))
    assert torch.equal(found, images)
    assert numbers == [2, 0, 1]
    assert probes.samples([])[1] == []


def test_draws_come_after_the_seed():
    """The next numbers of all three generators."""

    def seed_all(seed):
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)

    first = probes.draws(seed_all, 5)
    assert first == probes.draws(seed_all, 5)
    assert first != probes.next_draws()


def test_a_shut_set_shows_its_labels_alone():
    """Until it is opened."""
    dataset = probes.Shut(torch.zeros(2, 3, 1, 1), torch.tensor([1, 0]), ["a", "b"])
    assert dataset.targets == [1, 0]
    with pytest.raises(RuntimeError, match="in targets"):
        dataset[0]
    dataset.open()
    assert dataset[0][1] == 1


def test_a_frozen_network_has_a_first_layer_that_does_not_learn():
    """Its numbers are those of the same network unfrozen."""
    torch.manual_seed(0)
    wanted = Network(3, 4, 2).state_dict()
    torch.manual_seed(0)
    model = probes.Frozen(3, 4, 2)
    assert all(torch.equal(value, wanted[name]) for name, value in model.state_dict().items())
    learning = [name for name, p in model.named_parameters() if p.requires_grad]
    assert learning == ["2.weight", "2.bias"]
