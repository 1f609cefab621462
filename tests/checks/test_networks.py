"""Numbers that follow from a seed, on both sides."""

import torch

from autograder.checks import networks


def test_a_seeded_layer_is_the_one_a_student_draws_first():
    """The order of seed and layer is what a check is about."""
    torch.manual_seed(7)
    wanted = torch.nn.Linear(3, 2, dtype=torch.float64)

    assert torch.equal(networks.seeded_linear(3, 2, 7).weight, wanted.weight)
    assert not torch.equal(networks.seeded_linear(3, 2, 8).weight, wanted.weight)


def test_torchs_generator_stays_as_it_is():
    """Drawing on the trusted side changes nothing that a student in this process draws."""
    torch.manual_seed(0)
    wanted = torch.rand(2)
    torch.manual_seed(0)
    networks.seeded_linear(3, 2, 7)
    assert torch.equal(torch.rand(2), wanted)


def test_sizes_differ_so_that_none_can_stand_for_another(rng):
    """A model with two of them mixed up has another shape."""
    for _ in range(50):
        assert len(set(networks.vgg_sizes(rng))) == 3
