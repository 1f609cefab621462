"""Unpack the kit's garments: torchvision opens FashionMNIST's files only when they are unpacked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.datasets import idx
from autograder.datasets.placing import building
from autograder.errors import UsageError


def unpack(packed: Path, raw: Path, *, replace: bool) -> None:
    """Make sure that ``raw`` holds the four files of ``packed``, unpacked: whole or not at all.

    Args:
        packed: the folder with the ``.gz`` files.
        raw: the folder to fill; left alone if its files are right already.
        replace: whether other files in ``raw`` may be removed.

    Raises:
        UsageError: other files are in the way, or ``raw`` cannot be written.
    """
    contents = {name: idx.read_bytes(packed / f"{name}.gz") for name in idx.NAMES}
    if _holds(raw, contents):
        return
    if raw.exists() and not replace:
        raise UsageError(
            f"{raw}: Expected the kit's garments or nothing, but found other files. Choose another "
            "folder, or remove this one."
        )
    try:
        with building(raw) as folder:
            for name, data in contents.items():
                (folder / name).write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"{raw}: Expected to unpack the garments there, but got: {error.strerror or error}. "
            "Choose a folder of your own; AUTOGRADER_CACHE sets the usual one."
        ) from None


def _holds(raw: Path, contents: Mapping[str, bytes]) -> bool:
    try:
        return all((raw / name).read_bytes() == data for name, data in contents.items())
    except OSError:
        return False
