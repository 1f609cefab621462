"""What chapter 04 places in the student's process reports what is there."""

from torch import nn

from autograder.chapters.ch04_custom_datasets import probes as probes


def test_hooks_are_counted():
    """Hooks of layers inside count as well."""
    model = nn.Sequential(nn.ReLU())
    assert probes.hook_count(model) == 0
    model[0].register_forward_hook(lambda *_: None)
    assert probes.hook_count(model) == 1
