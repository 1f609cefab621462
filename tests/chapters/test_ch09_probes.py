"""What chapter 09 places over there: small networks, a computer's time, pictures and answers."""

import io
import time

import numpy as np
import pytest
import torch
from PIL import Image

from autograder.chapters.ch09_model_deployment import probes as probes
from autograder.student import torchvision_shim
from autograder.student.probes import restore

torchvision_shim.ensure()


@pytest.fixture(autouse=True)
def _undo():
    yield
    restore()


@pytest.mark.parametrize(
    ("name", "builder", "head", "width"),
    [
        ("EfficientNet_B2_Weights", "efficientnet_b2", "classifier", 1408),
        ("ViT_B_16_Weights", "vit_b_16", "heads", 768),
    ],
)
def test_torchvision_builds_small_networks(name, builder, head, width):
    """With the weights that were placed; afterwards it is itself again."""
    from torchvision import models

    state = {k: torch.full_like(v, 2) for k, v in probes.small(name).state_dict().items()}
    before = models.EfficientNet_B2_Weights.get_state_dict
    probes.place_pretrained({name: state})
    model = getattr(models, builder)(weights="DEFAULT")
    assert all(torch.equal(model.state_dict()[key], value) for key, value in state.items())
    assert list(getattr(model, head).modules())[-1].in_features == width
    assert model(torch.zeros(2, 3, 9, 7)).shape == (2, probes.OLD_CLASSES)
    restore()
    assert models.EfficientNet_B2_Weights.get_state_dict == before
    assert models.efficientnet.EfficientNet.__module__.startswith("torchvision")


def test_building_draws_random_numbers():
    """As the real network does, so that a seed that is set too early shows."""
    torch.manual_seed(0)
    probes.small("ViT_B_16_Weights")
    drawn = torch.rand(1)
    torch.manual_seed(0)
    assert drawn != torch.rand(1)


def test_other_weights_are_out_of_reach():
    """As without a network."""
    from torchvision import models

    probes.place_pretrained({})
    with pytest.raises(ConnectionError, match="EfficientNet_B0_Weights"):
        models.efficientnet_b0(weights="DEFAULT")


def test_real_networks_cost_nothing_on_meta():
    """They can be counted, and a new head has numbers."""
    from torchvision import models

    probes.place_bare()
    model = models.vit_b_16(weights=models.ViT_B_16_Weights.DEFAULT)
    model.heads = torch.nn.Linear(768, 3)
    count = sum(int(np.prod(shape)) for _, shape, _ in probes.sizes(model))
    assert count == 85_798_656 + 769 * 3
    assert model.conv_proj.weight.is_meta
    assert not model.heads.weight.is_meta


def test_layers_of_a_head():
    """Innermost ones, alone or in a Sequential."""
    head = torch.nn.Sequential(torch.nn.Dropout(0.3), torch.nn.Linear(2, 3))
    assert probes.layers(head) == [("Dropout", 0.3), ("Linear", None)]
    assert probes.layers(head[1]) == [("Linear", None)]


def test_slow_models_take_their_time():
    """At least as long as they are told."""
    model = probes.Slow(torch.nn.Identity(), 0.02)
    start = time.perf_counter()
    assert torch.equal(model(torch.ones(2)), torch.ones(2))
    assert time.perf_counter() - start >= 0.02


def test_a_computer_without_a_gpu_works_at_once():
    """Each call takes what is written down for it; modes tell if they are to."""
    computer = probes.Computer()
    model = probes.Timed(computer, [1.0, 2.0], telling=True)
    start = computer.clock()
    with torch.no_grad():
        model.eval()(torch.zeros(1))
    assert computer.clock() - start == 1.0
    model.train()(torch.zeros(1))
    assert computer.clock() - start == 1.0 + 2.0 * 3 * 2
    assert model.calls == 2


@pytest.mark.parametrize("kind", ["cuda", "mps"])
def test_a_gpu_works_behind_the_clock(kind):
    """Handing over takes a moment; the work is seen by who waits."""
    computer = probes.Computer(launch=0.125)
    computer.install(kind)
    model = probes.Timed(computer, [4.0]).eval()
    x = probes.placed(torch.ones(2, 3)).to(kind)
    start = computer.clock()
    assert len(model.to(kind)(x)) == 2
    assert computer.clock() - start == 0.125
    getattr(torch, kind).synchronize()
    assert computer.clock() - start == 4.125
    assert getattr(torch, kind).is_available()


def test_prepared_answers_are_for_pictures_only():
    """One after the other, and what was asked is kept."""
    predictor = probes.Predictor(["a", "b"], [[0.25, 0.75], [1.0, 0.0]])
    picture = Image.new("RGB", (2, 1), "red")
    assert predictor(picture) == ({"a": 0.25, "b": 0.75}, 0.25)
    assert predictor(picture)[0] == {"a": 1.0, "b": 0.0}
    assert predictor.asked[0]["pixels"].tolist() == [[[255, 0, 0], [255, 0, 0]]]
    with pytest.raises(TypeError, match="PIL"):
        predictor(np.zeros((2, 2, 3)))


def test_pictures_of_any_mode():
    """From bytes, converted, or of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (3, 2), (1, 2, 3)).save(buffer, "PNG")
    assert probes.converted(buffer.getvalue(), "LA").mode == "LA"
    assert probes.picture(buffer.getvalue()).size == (3, 2)
    assert probes.picture(mode="L", size=(5, 4), colour=7).getpixel((0, 0)) == 7
    assert probes.seen(3) == {"type": "int"}


def test_items_are_those_of_a_part():
    """In its order."""
    data = probes.Items(5)
    assert probes.items(torch.utils.data.Subset(data, [3, 1])) == [3, 1]
    with pytest.raises(IndexError):
        data[5]
