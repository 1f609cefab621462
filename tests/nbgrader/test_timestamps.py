"""Whatever a student hands in as timestamp.txt, nbgrader goes on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from autograder.nbgrader.timestamps import NAME, read


def test_a_time_is_read(tmp_path: Path) -> None:
    """As nbgrader itself writes it."""
    (tmp_path / NAME).write_text("2030-01-02 12:00:00 UTC\n")
    assert read(tmp_path) == datetime(2030, 1, 2, 12)


@pytest.mark.parametrize(
    "content", [b"", b"yesterday, I think", b"\xff\xfe\x00", b"9" * 400, b"2030-01-02" * 10**6]
)
def test_what_is_no_time_is_none(tmp_path: Path, content: bytes) -> None:
    """Nothing, words, bytes, too many digits, too much."""
    (tmp_path / NAME).write_bytes(content)
    assert read(tmp_path) is None


def test_a_folder_and_a_link_are_none(tmp_path: Path) -> None:
    """And nothing is followed."""
    assert read(tmp_path) is None
    (tmp_path / "a" / NAME).mkdir(parents=True)
    assert read(tmp_path / "a") is None
    (tmp_path / "real").write_text("2030-01-02 12:00:00 UTC")
    (tmp_path / NAME).symlink_to(tmp_path / "real")
    assert read(tmp_path) is None
