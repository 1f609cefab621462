"""A folder is there as a whole or not at all."""

import os
import time

import pytest

from autograder.datasets.placing import building


def test_a_folder_appears_when_it_is_complete(tmp_path):
    """Not before, and with nothing beside it."""
    final = tmp_path / "deep" / "final"
    with building(final) as folder:
        (folder / "file").write_text("new")
        assert not final.exists()
    assert (final / "file").read_text() == "new"
    assert [path.name for path in final.parent.iterdir()] == ["final"]


def test_others_can_read_it(tmp_path):
    """The folder is not for the owner alone: a sandboxed process may be somebody else."""
    with building(tmp_path / "final"):
        pass
    if os.name == "posix":
        assert (tmp_path / "final").stat().st_mode & 0o777 == 0o755


def test_an_older_folder_is_replaced(tmp_path):
    """Nothing of it is left."""
    final = tmp_path / "final"
    final.mkdir()
    (final / "old").write_text("old")
    with building(final) as folder:
        (folder / "new").write_text("new")
    assert [path.name for path in final.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["final"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interruption_leaves_what_was_there(tmp_path, error):
    """The older folder stays, the new one is gone."""
    final = tmp_path / "final"
    final.mkdir()
    (final / "old").write_text("old")

    def interrupted():
        with building(final) as folder:
            (folder / "half").write_text("half")
            raise error

    with pytest.raises(error):
        interrupted()
    assert [path.name for path in final.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["final"]


def test_what_a_killed_process_left_is_removed_later(tmp_path):
    """Only when it is hours old: it may be at work."""
    old, young = tmp_path / ".final.a.part", tmp_path / ".final.b.part"
    old.mkdir()
    young.mkdir()
    past = time.time() - 24 * 3600
    os.utime(old, (past, past))
    with building(tmp_path / "final"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".final.b.part", "final"]
