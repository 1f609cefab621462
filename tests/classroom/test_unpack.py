"""A hostile download is unpacked within its folder and its bounds."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from autograder.classroom import unpack
from autograder.classroom.layouts import Layout, Owned, Person
from autograder.errors import UsageError
from autograder.submission import Limits
from autograder.submission.archive import Zip

ADA = "Ada_1_assignsubmission_file_"


def unpacked(files: dict[str, bytes | zipfile.ZipInfo], home: Path) -> unpack.Unpacked:
    """Unpack a zip of one student's folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            if isinstance(data, bytes):
                archive.writestr(name, data)
            else:
                archive.writestr(data, "/etc/passwd")
    tree = Zip(buffer.getvalue(), "class.zip", Limits())
    layout = Layout("moodle", owners={ADA: (Owned(Person("1", "Ada")),)})
    return unpack.unpack(tree, layout, home / "into")


def listed(home: Path) -> list[str]:
    """All files below the folder that was unpacked to, but the kit's mark."""
    files = (path for path in home.rglob("*") if not path.is_dir() and path.name != ".unpacked")
    return sorted(path.relative_to(home).as_posix() for path in files)


def test_no_path_leads_out(tmp_path: Path) -> None:
    """What would is left out, and the student's remark says so."""
    link = zipfile.ZipInfo(f"{ADA}/link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    found = unpacked(
        {f"{ADA}/../../evil.py": b"x", f"{ADA}/a.py": b"a = 1", f"{ADA}/link.py": link}, tmp_path
    )

    assert listed(tmp_path) == ["into/1/a.py"]
    assert "link.py was left out" in " ".join(found.remarks["1"])


def test_equal_names_do_not_replace_each_other(tmp_path: Path) -> None:
    """On a system that takes their cases for the same, too."""
    unpacked({f"{ADA}/a.py": b"1", f"{ADA}/A.py": b"2", f"{ADA}/a (1).py": b"3"}, tmp_path)

    assert listed(tmp_path) == ["into/1/A (1).py", "into/1/a (1) (1).py", "into/1/a.py"]


def test_a_name_that_no_system_can_hold_is_changed(tmp_path: Path) -> None:
    """It stays short, visible, and keeps its ending."""
    unpacked({f"{ADA}/{'x' * 300}.ipynb": b"1", f"{ADA}/a\x1b[2J?.py": b"2"}, tmp_path)
    names = [PurePosixPath(name).name for name in listed(tmp_path)]

    assert [PurePosixPath(name).suffix for name in sorted(names)] == [".py", ".ipynb"]
    assert all(name.isprintable() and len(name) < 200 for name in names)


def test_a_student_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond it is left out; it costs nobody else."""
    monkeypatch.setattr(unpack, "STUDENT_BYTES", 10)
    found = unpacked({f"{ADA}/a.py": b"12345678", f"{ADA}/b.py": b"12345678"}, tmp_path)

    assert listed(tmp_path) == ["into/1/a.py"]
    assert "b.py was left out" in found.remarks["1"][0]


def test_a_folder_of_ones_own_is_never_emptied(tmp_path: Path) -> None:
    """The folder of an earlier run is."""
    unpacked({f"{ADA}/a.py": b""}, tmp_path)
    unpacked({f"{ADA}/b.py": b""}, tmp_path)
    assert listed(tmp_path) == ["into/1/b.py"]

    (tmp_path / "into" / ".unpacked").unlink()
    with pytest.raises(UsageError, match="it holds files of yours"):
        unpacked({f"{ADA}/a.py": b""}, tmp_path)
    assert listed(tmp_path) == ["into/1/b.py"]
