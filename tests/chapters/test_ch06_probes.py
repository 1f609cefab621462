"""What chapter 06 places in the student's process behaves as torchvision's models do."""

import pytest
import torch

from autograder.chapters.ch06_transfer_learning import probes as probes
from autograder.student import torchvision_shim
from autograder.student.probes import Weights, far

torchvision_shim.ensure()


def test_networks_have_features_and_a_head():
    """Random widths, double precision, logits for each class."""
    model = probes.Backbone((3, 4, 6), classes=5, dropout=0.3)
    output = model(torch.zeros(2, 3, 4, 4, dtype=torch.float64))
    assert output.shape == (2, 5)
    assert output.dtype == torch.float64
    assert len(model.features) == 2
    assert probes.layers(model.classifier) == [("Dropout", 0.3), ("Linear", None)]


def test_a_head_may_be_called_heads():
    """As in torchvision's vision transformer, where the layer in it is called head."""
    model = probes.WithHeads(width=6, classes=4)
    assert model.heads.head.in_features == 6
    assert model(torch.zeros(3, 3, 4, 4, dtype=torch.float64)).shape == (3, 4)


def test_a_builder_loads_the_weights_and_draws_on_the_way():
    """The numbers are those of the weights, and torch's generator has moved on."""
    build = probes.Builder((3, 4), classes=2)
    weights = Weights("how", build().state_dict())
    torch.manual_seed(0)
    model = build(weights=weights)
    drawn = torch.rand(1)
    torch.manual_seed(0)
    assert drawn != torch.rand(1)
    assert len(build.made) == 2
    for name, value in weights.get_state_dict().items():
        assert torch.equal(model.state_dict()[name], value)
    assert weights.transforms() == "how"


def test_leftovers_lie_on_frozen_parameters():
    """After a backward pass they have a gradient of 1, the others the right one."""
    x = torch.zeros(2, 3, 4, 4, dtype=torch.float64)
    for leftovers in (False, True):
        model = probes.Builder((3, 4), classes=2, leftovers=leftovers)()
        probes.set_trainable(model, ["classifier.1.bias"])
        model(x).sum().backward()
        learning = model.get_parameter("classifier.1.bias").grad
        assert learning is not None
        assert learning.tolist() == [2.0, 2.0]
        frozen = model.get_parameter("features.0.0.weight").grad
        assert (frozen is not None) is leftovers
        assert frozen is None or torch.equal(frozen, torch.ones_like(frozen))


def test_a_neck_has_parameters_between_blocks_and_head():
    """Without one there is nothing to learn there."""
    for neck in (False, True):
        model = probes.Backbone((3, 4), classes=2, neck=neck)
        names = [name for name, _ in model.named_parameters() if name.startswith("neck")]
        assert names == ["neck.weight", "neck.bias"] * neck


def test_groups_are_described_by_the_types_in_them():
    """A generator is told from a list."""
    groups = [{"params": [], "lr": 0.1}, {"params": iter(())}]
    assert probes.described(groups) == [
        {"params": "list", "lr": "float"},
        {"params": "tuple_iterator"},
    ]


def test_recipes_are_for_reading():
    """Their numbers are attributes; a call is refused."""
    from torchvision.transforms import InterpolationMode

    recipe = probes.recipe("BICUBIC", crop_size=[8])
    assert recipe.interpolation is InterpolationMode.BICUBIC
    assert recipe.crop_size == [8]
    with pytest.raises(TypeError, match="for reading"):
        recipe("picture")


def test_steps_show_the_rate_of_each_parameter():
    """A gradient of 1 moves each parameter by its learning rate, and what is in no group not."""
    model = probes.Backbone((3, 4), classes=2)
    probes.set_trainable(model, ["classifier.1.bias", "features.0.0.bias"])
    learn = probes.learnable(model)
    groups = [{"params": [learn[1]], "lr": 0.5}, {"params": [learn[0]], "lr": 0.25}]
    assert probes.counted(groups) == 6
    moved = probes.move(groups, model)
    assert torch.allclose(moved["classifier.1.bias"], torch.full((2,), 0.5).double())
    assert torch.allclose(moved["features.0.0.bias"], torch.full((4,), 0.25).double())
    assert not moved["classifier.1.weight"].any()


def test_modes_are_told_by_name():
    """Of each layer."""
    model = probes.Backbone((3, 4), classes=2)
    model.features.eval()
    modes = probes.modes(model)
    assert (modes["features.0.1"], modes["classifier.0"]) == (False, True)


def test_a_far_backbone_takes_pictures_from_its_place_alone():
    """Its answers are there too, and it goes where it is sent."""
    model = probes.FarBackbone((3, 4), 2, "cuda:1")
    here = far(torch.zeros(2, 3, 4, 4, dtype=torch.float64), "cpu")
    with pytest.raises(RuntimeError, match="at least two devices"):
        model(here)
    assert model.to("cpu") is model
    assert model(here).device == torch.device("cpu")
    assert model.to(torch.float32).place == torch.device("cpu")
    assert model.classifier[1].weight.dtype == torch.float32


def test_a_builder_makes_networks_in_a_place():
    """Only where one is asked for."""
    assert type(probes.Builder((3, 4), classes=2)()) is probes.Backbone
    assert probes.Builder((3, 4), classes=2, place="cpu")().place == torch.device("cpu")


def test_corners_are_those_of_one_size():
    """A picture of another size is refused, one that lies on its side too."""
    corners = probes.Corners(3, 4)
    x = torch.arange(12.0).reshape(1, 3, 4)
    assert corners(x).tolist() == [[[0.0, 3.0], [8.0, 11.0]]]
    with pytest.raises(ValueError, match=r"to be \(3, 4\), but got \(4, 3\)"):
        corners(x.mT)
