"""Which files are readable and which are hidden."""

import os
import sysconfig
from pathlib import Path

import torch

from autograder.sandbox import paths


def test_the_interpreter_and_torch_are_readable() -> None:
    """Everything that Python imports from lies in one of the places."""
    places = paths.readable(False).places

    for needed in (os.__file__, torch.__file__, sysconfig.get_paths()["purelib"]):
        assert any(paths.within(os.path.realpath(needed), place) for place in places)


def test_the_kit_is_not_readable() -> None:
    """No place lies in the hidden folder but libraries of an environment inside it."""
    found = paths.readable(False)
    inside = [place for place in found.places if paths.within(place, found.hidden)]

    assert all("site-packages" in place or "/lib" in place for place in inside)


def test_links_lead_to_places() -> None:
    """Another name of a place is a link, so that hiding a folder hides it under every name."""
    found = paths.readable(False)

    for name, real in found.links:
        assert os.path.realpath(name) == real
        assert any(paths.within(real, place) for place in found.places)


def test_entries_around_a_folder_leave_it_out(tmp_path: Path) -> None:
    """All siblings on the way down are named, the hidden folder and what holds it are not."""
    for name in ("site/kit/answers", "site/torch", "site/deep/other", "lib"):
        (tmp_path / name).mkdir(parents=True)
    hidden = os.fspath(tmp_path / "site" / "kit")

    entries = paths.entries_around(os.fspath(tmp_path), hidden)
    assert sorted(Path(entry).relative_to(tmp_path).as_posix() for entry in entries) == [
        "lib",
        "site/deep",
        "site/torch",
    ]


def test_no_device_can_be_typed_on() -> None:
    """The devices are the harmless ones."""
    harmless = {f"/dev/{name}" for name in ("null", "full", "random", "urandom")}

    assert set(paths.devices(False)) <= harmless
