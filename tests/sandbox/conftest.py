"""Machines differ in what they allow: a test of a missing layer is skipped with the reason."""

import pytest

from autograder.sandbox import Layer
from autograder.sandbox.probe import probe


@pytest.fixture(scope="session")
def layers() -> dict[str, Layer]:
    """What this machine has."""
    return {layer.name: layer for layer in probe()}


@pytest.fixture(autouse=True)
def _skip_missing(request: pytest.FixtureRequest, layers: dict[str, Layer]) -> None:
    mark = request.node.get_closest_marker("needs")
    for name in mark.args if mark else ():
        if not layers[name].available:
            pytest.skip(layers[name].detail)
