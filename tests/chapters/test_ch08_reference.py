"""What chapter 08 compares with is right: against torchvision's own ViT, Adam and clipping."""

import numpy as np
import pytest
import torch
from torch import nn

from autograder.remote.faults import Failed
from autograder.student import torchvision_shim

torchvision_shim.ensure()

from torchvision.models import VisionTransformer  # noqa: E402

from autograder.chapters.ch08_paper_replicating.helpers import (  # noqa: E402
    clipping,
    configs,
    learning,
    optimizers,
    outputs,
    parameters,
    reference,
)


@pytest.fixture
def rng():
    """A generator of the same numbers each time."""
    return np.random.default_rng(8)


def numbers_for(model, config, rng):
    """Draw numbers by role for a module of this process."""
    state, numbers = model.state_dict(), {}
    for name, role in parameters.roles_of(state, config).items():
        if role not in numbers:
            numbers[role] = parameters._drawn(role, rng)
        state[name] = numbers[role]
    model.load_state_dict(state)
    return numbers


@pytest.mark.parametrize("seed", range(3))
def test_the_reference_is_torchvisions_network(seed):
    """The same numbers by role give the same logits, though names and order are torchvision's."""
    rng = np.random.default_rng(seed)
    config = configs.Config(16, 3, 8, 2, 20, 25, 4, 5)
    model = VisionTransformer(16, 8, 2, 4, 20, 25, num_classes=5).eval()
    numbers = numbers_for(model, config, rng)
    x = outputs.pictures(rng, 3, 3, 16, 16)
    with torch.no_grad():
        found = model(x)
    reference.check_vit(config, numbers, x, found)
    with pytest.raises(Failed, match="the logits"):
        reference.check_vit(config, numbers, x, found.flip(0))


def test_token_gradients_are_torchvisions(rng):
    """Of the class token and of the positions, by shape."""
    config = configs.Config(16, 3, 8, 1, 20, 25, 4, 5)
    model = VisionTransformer(16, 8, 1, 4, 20, 25, num_classes=5).eval()
    numbers = numbers_for(model, config, rng)
    x, weights = outputs.pictures(rng, 2, 3, 16, 16), outputs.pictures(rng, 2, 5)
    (model(x) * weights).sum().backward()
    found = reference.token_gradients(config, numbers, x, weights)
    wanted = [model.class_token.grad, model.encoder.pos_embedding.grad]
    for gradient in wanted:
        assert torch.allclose(found[tuple(gradient.shape)], gradient, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("seed", range(20))
def test_kinds_of_tensors_differ_in_shape(seed):
    """No form lets a tensor be taken for another kind."""
    on = configs.config(np.random.default_rng(seed))
    d, m, p = on.dim, on.mlp, on.channels * on.patch**2
    shapes = [(d, d), (3 * d, d), (m, d), (d, m), (d, p), (on.classes, d)]
    assert len(set(shapes)) == len(shapes)
    assert len({d, 3 * d, m, on.classes}) == 4
    assert on.image % 16 == 0
    assert d % on.heads == 0


def test_counts_are_the_papers():
    """Encoder block and ViT-Base for three classes."""
    assert configs.BASE.block_count == 7_087_872
    assert configs.BASE.count == 85_800_963


@pytest.mark.parametrize("kind", [torch.optim.Adam, torch.optim.AdamW])
def test_adam_is_torchs(rng, kind):
    """Three steps with decay, written out, are those of torch.optim."""
    model = nn.Linear(3, 2).double()
    start = {name: p.detach().clone() for name, p in model.named_parameters()}
    gradients = [
        {name: torch.as_tensor(rng.normal(0, 1, p.shape)) for name, p in start.items()}
        for _ in range(3)
    ]
    optimizer = kind(model.parameters(), lr=0.05, weight_decay=0.4)
    apart = int(kind is torch.optim.AdamW)
    wanted = optimizers.adam(start, gradients, 0.05, 0.4, apart=apart)
    for given, after in zip(gradients, wanted, strict=True):
        for name, p in model.named_parameters():
            p.grad = given[name]
        optimizer.step()
        for name, p in model.named_parameters():
            assert torch.allclose(p, after[name], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("longest", [0.1, 100.0])
def test_clipped_steps_are_torchs(rng, longest):
    """With momentum, clipped or not; the length is the one before clipping."""
    models = [nn.Linear(3, 2).double() for _ in range(2)]
    models[1].load_state_dict(models[0].state_dict())
    optimizer = torch.optim.SGD(models[0].parameters(), lr=0.3, momentum=0.9)
    right = clipping.Clipped(models[1], 0.9)
    for _ in range(3):
        x = torch.as_tensor(rng.standard_normal((4, 3)))
        optimizer.zero_grad()
        models[0](x).square().sum().backward()
        length = nn.utils.clip_grad_norm_(models[0].parameters(), longest)
        optimizer.step()
        found = right.step(models[1](x).square().sum(), 0.3, longest)
        assert found == pytest.approx(length.item())
        assert torch.allclose(models[0].weight, models[1].weight, rtol=1e-9)


def test_patterns_are_balanced_and_new(rng):
    """Each class as often as the others, in random order, and no picture twice."""
    x, y = learning.pictures(rng, 5)
    assert x.shape == (15, 1, 16, 16)
    assert torch.bincount(y).tolist() == [5, 5, 5]
    assert y.tolist() != sorted(y.tolist())
    assert len({tuple(picture.flatten().tolist()) for picture in x}) == 15


@pytest.mark.parametrize("place", ["weights", "output", "nowhere"])
def test_dropped_weights_are_counted(rng, place):
    """Dropout of attention weights is told from one of outputs, and from none."""
    config = configs.Config(16, 3, 8, 1, 20, 25, 4, 5)
    rates = {"weights": (0.4, 0.0), "output": (0.0, 0.4), "nowhere": (0.0, 0.0)}[place]
    model = nn.ModuleDict(
        {
            "norm": nn.LayerNorm(20),
            "mixed": nn.MultiheadAttention(20, 4, dropout=rates[0], batch_first=True),
        }
    )
    numbers = numbers_for(model, config, rng)
    vector = outputs.vectors(rng, 1, 1, 20)[0, 0].double()
    x = model.double()["norm"](vector.expand(9, 7, 20))
    with torch.no_grad():
        found = nn.functional.dropout(model["mixed"](x, x, x)[0], rates[1])
    heads = reference.heads(config, numbers, vector)
    if place == "weights":
        outputs.check_dropped(found, *heads, 0.4)
        with pytest.raises(Failed):
            outputs.check_dropped(found, *heads, 0.2)
    else:
        with pytest.raises(Failed, match=r"attention weights|share of weights"):
            outputs.check_dropped(found, *heads, 0.4)
