"""The kit's pretrained network has the interface of torchvision's, and knows its dishes."""

from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from autograder import backbone, data
from autograder.backbone import Preprocessing, TinyBackbone_Weights, tiny_backbone
from autograder.datasets import pretrain
from autograder.datasets.menu import NAMES
from autograder.errors import UsageError

WEIGHTS = TinyBackbone_Weights.DEFAULT


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """An empty folder in the place of ``course_data``."""
    monkeypatch.setattr(backbone, "root", lambda: tmp_path)
    (tmp_path / backbone.FILE).parent.mkdir()
    return tmp_path


def test_the_weights_know_their_dishes():
    """On pictures nobody has seen: most of the 48 are told apart."""
    images, labels = pretrain.pictures(per_class=2, seed=99)
    assert pretrain.accuracy(tiny_backbone(weights=WEIGHTS), images, labels) > 0.8


def test_parts_are_named_as_in_torchvision():
    """Blocks in features, a head of Dropout and Linear in classifier, 96 numbers between them."""
    model = tiny_backbone(weights=WEIGHTS)
    assert [name for name, _ in model.named_children()] == ["features", "avgpool", "classifier"]
    assert len(model.features) == 5
    assert (model.classifier[1].in_features, model.classifier[1].out_features) == (96, 48)
    assert model.features(torch.zeros(2, 3, 64, 64)).shape == (2, 96, 4, 4)
    assert sum(isinstance(m, torch.nn.BatchNorm2d) for m in model.modules()) == 5
    assert model.training


def test_any_size_of_picture_will_do():
    """From the smallest that the weights name, and not square."""
    model = tiny_backbone().eval()
    for size in (WEIGHTS.meta["min_size"], (50, 90)):
        assert model(torch.zeros(1, 3, *size)).shape == (1, 48)


def test_what_the_weights_say_of_themselves():
    """Categories, and the number of parameters."""
    assert WEIGHTS.meta["categories"] == list(NAMES)
    assert not {"pizza", "steak", "sushi"} & set(NAMES)
    model = tiny_backbone()
    assert sum(p.numel() for p in model.parameters()) == WEIGHTS.meta["num_params"]


def test_numbers_are_single_precision():
    """They are stored in half precision, with at most 500 KB, and readable without pickle."""
    state = WEIGHTS.get_state_dict(progress=True, check_hash=True)
    assert all(v.dtype in (torch.float32, torch.int64) for v in state.values())
    saved = torch.load(data.root() / backbone.FILE, weights_only=True)
    assert {v.dtype for v in saved.values()} == {torch.float16, torch.int64}
    assert (data.root() / backbone.FILE).stat().st_size < 500_000


@pytest.mark.parametrize("weights", [None, "DEFAULT", "MENU_V1", WEIGHTS])
def test_weights_are_named_as_in_torchvision(weights):
    """By member, by name, or none at all."""
    torch.manual_seed(0)
    made: Any = tiny_backbone(weights=weights)
    same = torch.equal(
        made.features[0][0].weight,
        WEIGHTS.get_state_dict()["features.0.0.weight"],
    )
    assert same == (weights is not None)


def test_weights_of_another_model_are_refused():
    """As torchvision does."""
    with pytest.raises((TypeError, KeyError)):
        tiny_backbone(weights="IMAGENET1K_V1")


def test_the_number_of_classes_is_free_without_weights_only():
    """With weights it is theirs."""
    assert tiny_backbone(num_classes=3, dropout=0.5).classifier[1].out_features == 3
    with pytest.raises(ValueError, match="Expected num_classes to be 48 with these weights"):
        tiny_backbone(weights=WEIGHTS, num_classes=3)


@pytest.mark.parametrize("content", [None, b"", b"no weights"])
def test_damaged_weights_are_named(elsewhere, content):
    """A missing file, an empty one, one with something else in it."""
    if content is not None:
        (elsewhere / backbone.FILE).write_bytes(content)
    with pytest.raises(UsageError, match=r"tiny_backbone_menu\.pt: Expected the weights"):
        tiny_backbone(weights=WEIGHTS)


def test_preprocessing_agrees_with_torchvision():
    """On Pillow pictures and on tensors, of any form."""
    from torchvision.transforms import InterpolationMode
    from torchvision.transforms._presets import ImageClassification

    numbers = {"mean": (0.1, 0.2, 0.3), "std": (0.4, 0.5, 0.6)}
    mode = InterpolationMode.BICUBIC
    theirs = ImageClassification(crop_size=20, resize_size=24, interpolation=mode, **numbers)
    ours = Preprocessing([20], [24], interpolation=mode, **numbers)
    pixels = np.random.default_rng(0).integers(0, 256, (31, 55, 3), dtype=np.uint8)
    picture, tensor = Image.fromarray(pixels), torch.from_numpy(pixels).permute(2, 0, 1)
    assert torch.allclose(ours(picture), theirs(picture), atol=1e-6)
    assert torch.allclose(ours(tensor), theirs(tensor), atol=1e-6)
    assert ours(picture).shape == (3, 20, 20)


def test_the_transforms_centre_the_colours():
    """Pictures like those it was trained on come out around 0, with a spread around 1."""
    images, _ = pretrain.pictures(per_class=1, seed=5)
    values = WEIGHTS.transforms()(images)
    assert values.shape == (48, 3, 64, 64)
    assert values.mean().abs() < 0.2
    assert 0.8 < values.std() < 1.2
