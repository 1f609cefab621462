"""Pretrained weights and networks without a download."""

import pytest
import torch

from autograder.student import probes, torchvision_shim

torchvision_shim.ensure()


@pytest.mark.parametrize(
    ("name", "total"), [("efficientnet_b0", 5_288_548), ("vit_b_16", 86_567_656)]
)
def test_large_models_cost_nothing_on_meta(name, total):
    """Architectures of torchvision, counted without memory."""
    model = probes.OnMeta(name)(weights="ignored")
    sizes = probes.parameter_counts(model)
    assert sum(count for _, count, _ in sizes) == total
    assert all(learns for _, _, learns in sizes)
    assert all(p.is_meta for p in model.parameters())


def test_weights_hand_out_what_they_were_made_of():
    """Their transforms and their numbers."""
    weights = probes.Weights("how", {"bias": torch.ones(1)})

    assert weights.transforms() == "how"
    assert list(weights.get_state_dict(progress=False) or {}) == ["bias"]
