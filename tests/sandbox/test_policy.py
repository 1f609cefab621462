"""Policies as plain data."""

import json

from autograder.sandbox import LAYERS, Limits, Policy


def test_a_policy_survives_json() -> None:
    """What the grader decides is what the template reads."""
    policy = Policy.strangers(limits=Limits(memory=None, nice=0), gpu=True, read_paths=("/data",))

    assert Policy.from_json(json.loads(json.dumps(policy.to_json()))) == policy


def test_strangers_get_every_layer_and_require_the_layers_that_matter() -> None:
    """Other people's code is never run without layers for files, calls and resources."""
    policy = Policy.strangers()

    assert policy.layers == LAYERS
    assert policy.require == ("files|landlock", "identity", "seccomp", "limits")


def test_a_self_check_has_limits_only() -> None:
    """One's own code needs no sandbox."""
    assert Policy.self_check().layers == ("limits",)
