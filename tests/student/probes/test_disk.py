"""A disk may list folders in any order."""

import os

from autograder.student import probes


def test_a_pretended_disk_lists_from_z_to_a(tmp_path):
    """However a folder is read; afterwards it is as ever."""
    for name in "bca":
        (tmp_path / name).touch()

    probes.pretend_disk_order()
    found = [os.listdir(tmp_path), [p.name for p in tmp_path.iterdir()]]  # noqa: PTH208
    with os.scandir(tmp_path) as entries:
        found.append([entry.name for entry in entries])
    walked = next(os.walk(tmp_path))[2]
    probes.restore()

    assert [*found, walked] == [["c", "b", "a"]] * 4
    assert os.listdir.__name__ == "listdir"
