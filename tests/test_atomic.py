"""A file is replaced as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import atomic


def test_a_file_is_replaced(tmp_path: Path) -> None:
    """The folder is made, the text is written, and nothing else is left."""
    path = tmp_path / "new" / "file.json"
    atomic.write(path, "one")
    atomic.write(path, "two ü\r\n")

    assert path.read_bytes() == "two ü\r\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Whatever stops the writer, the old text stays and no part file is left."""
    path = tmp_path / "file"
    atomic.write(path, "old")

    def interrupted() -> None:
        with atomic.writing(path) as file:
            file.write("half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
