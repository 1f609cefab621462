"""What chapter 10 places in the student's process: backends, a clock, blocks that fail."""

import pytest
import torch
from torch import nn

from autograder.chapters.ch10_torch_compile import probes as there


@pytest.fixture(autouse=True)
def nothing_compiled():
    """Each test compiles by itself."""
    there.fresh()


@pytest.mark.parametrize("breaks", range(4))
def test_each_break_makes_one_more_graph(breaks):
    """The values are the same as without compiling."""
    fn, backend = there.breaking(breaks), there.Marking(0.0)
    x = torch.rand(4)
    assert torch.equal(torch.compile(fn, backend=backend)(x), fn(x))
    assert backend.graphs == breaks + 1


def test_models_come_from_the_seed_and_can_be_compiled_in_place():
    """A row of layers has a forward of its own, which `module.compile` needs."""
    make, backend = there.Maker(3, 4, 2), there.Marking(1.0)
    models = []
    for _ in range(2):
        torch.manual_seed(5)
        models.append(make())
    assert make.made == 2
    x = torch.ones(2, 3, dtype=torch.float64)
    models[0].compile(backend=backend)
    assert torch.allclose(models[0](x), 2 * models[1](x))
    assert list(models[0].state_dict()) == ["0.weight", "0.bias", "2.weight", "2.bias"]


def test_fit_trains_the_model_it_is_given():
    """The loss of each epoch, which falls."""
    batch = torch.eye(3, dtype=torch.float64), torch.arange(3)
    losses = there.Fit([batch], 4, 0.5)(there.Maker(3, 4, 3)())["train_loss"]
    assert losses == sorted(losses, reverse=True)
    assert len(losses) == 4


def test_parts_of_a_model_can_be_compiled():
    """Which shows in the names of its state dict; a norm with buffers comes last."""
    model = there.layers({"stem": 2, "head": 2})
    there.compile_part(model, "head")
    assert [name for name in model.state_dict() if "weight" in name] == [
        "stem.weight",
        "head._orig_mod.weight",
        "norm.weight",
    ]
    assert "norm.running_mean" in model.state_dict()


def test_logits_are_trained_on_unless_born_in_inference_mode():
    """Autograd refuses those."""
    layer, x, y = nn.Linear(2, 2), torch.eye(2), torch.arange(2)
    with torch.no_grad():
        plain = layer(x)
    weight = there.train_on((0.0, 0.0, [plain]), [y], torch.eye(2), 0.5, 2)
    assert not torch.equal(weight, torch.eye(2))
    with torch.inference_mode():
        born = layer(x)
    with pytest.raises(RuntimeError, match="Inference tensors"):
        there.train_on((0.0, 0.0, [born]), [y], torch.eye(2), 0.5, 2)
