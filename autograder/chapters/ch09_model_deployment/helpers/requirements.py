"""The requirements of a demo, with versions that others can install."""

from __future__ import annotations

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

from autograder.checks import expect

LEAST = {"torch": "2", "torchvision": "0.15", "gradio": "4"}


def check_requirements(text: str) -> None:
    """torch, torchvision and gradio are named with versions of our time, as PyPI has them."""
    wanted: dict[str, Requirement] = {}
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if not line or line.startswith("-"):
            continue
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            expect.true(
                False,
                f"Expected each line to be a requirement such as torch>=2.6, but got {line!r}.",
            )
        wanted[requirement.name.lower()] = requirement
    for name, least in LEAST.items():
        expect.true(name in wanted, f"Expected a line for {name}, but got {sorted(wanted)}.")
        _check_version(wanted[name], least)


def _check_version(requirement: Requirement, least: str) -> None:
    name = requirement.name
    bounds = [s.version for s in requirement.specifier if s.operator in ("==", ">=", "~=", ">")]
    expect.true(bounds, f"Expected {name} with a version, == or >=, but got {str(requirement)!r}.")
    for bound in bounds:
        try:
            version = Version(bound.removesuffix(".*"))
        except InvalidVersion:
            version = Version("0")
        expect.true(
            version >= Version(least),
            f"Expected {name} to be at least {least}, but got {str(requirement)!r}.",
            hint="What do you have installed yourself?",
        )
        expect.true(
            version.local is None,
            f"Expected a version of {name} that PyPI has, but got {str(requirement)!r}.",
            hint="What follows the + names a build of yours; leave it out.",
        )
