"""Small networks stand in the place of torchvision's."""

import numpy as np
import pytest
import torch

from autograder.chapters.ch09_model_deployment import probes as probes
from autograder.student import torchvision_shim
from autograder.student.probes import restore

torchvision_shim.ensure()


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


def test_weights_that_are_not_the_default_hold_other_numbers():
    """Of the same name, and never downloaded."""
    from torchvision import models

    state = {
        k: torch.full_like(v, 2) for k, v in probes.small("ViT_B_16_Weights").state_dict().items()
    }
    probes.place_pretrained({"ViT_B_16_Weights": state})
    model = models.vit_b_16(weights="IMAGENET1K_SWAG_LINEAR_V1")
    assert not model.class_token.any()


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
    """Alone or in a Sequential, which counts."""
    head = torch.nn.Sequential(torch.nn.Dropout(0.3), torch.nn.Linear(2, 3))
    assert probes.layers(head) == [("Sequential", None), ("Dropout", 0.3), ("Linear", None)]
    assert probes.layers(head[1]) == [("Linear", None)]
