"""What this machine has."""

from autograder.sandbox import LAYERS
from autograder.sandbox.probe import probe


def test_every_layer_is_tried() -> None:
    """Each is named once, in order, and tells why it is missing."""
    found = probe()

    assert tuple(layer.name for layer in found) == LAYERS
    assert all(layer.available or len(layer.detail) > 20 for layer in found)
