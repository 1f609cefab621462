"""A check's inputs are secret, repeatable and different for each submission."""

from typing import Any

import torch

from autograder.checks.check import Check, generator, seed_of


def test_a_seed_repeats_and_depends_on_everything():
    """Key, submission, chapter and check each change the seed; nothing else does."""
    base = seed_of(b"key", "digest", "ch01_workflow", "hidden.test_x")

    assert base == seed_of(b"key", "digest", "ch01_workflow", "hidden.test_x")
    others = {
        seed_of(b"other", "digest", "ch01_workflow", "hidden.test_x"),
        seed_of(b"key", "digesT", "ch01_workflow", "hidden.test_x"),
        seed_of(b"key", "digest", "ch00_fundamentals", "hidden.test_x"),
        seed_of(b"key", "digest", "ch01_workflow", "hidden.test_y"),
    }
    assert base not in others
    assert len(others) == 4


def test_a_seed_fits_every_generator():
    """64 signed bits are what torch takes; the seed stays within."""
    for number in range(200):
        torch.manual_seed(seed_of(b"key", str(number), "chapter", "check"))


def test_names_that_run_together_do_not_collide():
    """("ab", "c") and ("a", "bc") are two checks."""
    assert seed_of(b"k", "d", "ab", "c") != seed_of(b"k", "d", "a", "bc")


def test_a_check_gets_the_fixtures_it_asks_for():
    """The generator is fresh at each run, so that a check repeats."""
    seen = []
    check = Check(
        id="public.test_x",
        name="x",
        task="t",
        points=1,
        seconds=1.0,
        function=lambda rng, device, extra: seen.append((rng.random(), device.type, extra)),
        params={"extra": "a"},
        wants=("rng", "device"),
    )

    student: Any = None  # this check asks for none
    check.run(student, 5, torch.device("cpu"))
    check.run(student, 5, torch.device("cpu"))

    assert seen == [(generator(5).random(), "cpu", "a")] * 2
