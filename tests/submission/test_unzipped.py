"""Zips in what was handed in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.submission import read
from autograder.submission.archive import Zip
from autograder.submission.files import folder
from autograder.submission.model import Limits
from autograder.submission.unzipped import unzipped

LIMITS = Limits()
WORK = b"def make_line():\n    return 1\n"


def packed(files: dict[str, bytes]) -> bytes:
    """Make a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


def listed(place: Path) -> dict[str, str]:
    """The files of a folder and its zips: contents, or why there are none."""
    found = {}
    with unzipped(folder(place, "sub", LIMITS), LIMITS) as tree:
        for entry in tree.entries:
            found[str(entry.path)] = entry.refusal or tree.read(entry, 1_000).decode()
    return found


def test_a_zip_is_a_folder_with_its_name(tmp_path: Path) -> None:
    """Wherever it lies and whatever it is called."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Anna's work.ZIP").write_bytes(packed({"x/a.py": b"x = 1", "b.py": b"y"}))
    (tmp_path / "c.py").write_text("z")
    files = {path: text for path, text in listed(tmp_path).items() if text != "it is a folder"}
    assert files == {
        "in/Anna's work.ZIP/x/a.py": "x = 1",
        "in/Anna's work.ZIP/b.py": "y",
        "c.py": "z",
    }


def test_zips_are_opened_one_level_deep(tmp_path: Path) -> None:
    """Also of a zip that was handed in; what lies deeper is told."""
    deep = packed({"a.py": b"x", "deeper.zip": packed({"b.py": b"y"})})
    (tmp_path / "one.zip").write_bytes(deep)
    found = listed(tmp_path)
    assert found["one.zip/a.py"] == "x"
    assert found["one.zip/deeper.zip"].startswith("it is a zip in a zip in a zip")
    with unzipped(Zip(packed({"one.zip": deep}), "z.zip", LIMITS), LIMITS) as tree:
        assert [str(e.path) for e in tree.entries] == ["one.zip/a.py", "one.zip/deeper.zip"]
        with tree.open(tree.entries[0]) as stream:
            assert stream.read() == b"x"


def test_a_broken_zip_costs_only_itself(tmp_path: Path) -> None:
    """It is listed with the reason; a link is not followed."""
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4")
    (tmp_path / "link.zip").symlink_to("broken.zip")
    (tmp_path / "a.py").write_text("x")
    found = listed(tmp_path)
    assert found["a.py"] == "x"
    assert found["broken.zip"].startswith("it is damaged or something else. Make it again")
    assert found["link.zip"] == "it is a symbolic link"


def test_work_is_graded_out_of_a_zip_with_what_lies_beside_it_there(tmp_path: Path) -> None:
    """And not with what lies beside the zip."""
    files = {"a/ch01_workflow.py": WORK, "a/helpers.py": b"x = 1", "other.py": b"x = 2"}
    (tmp_path / "mine.zip").write_bytes(packed(files))
    (tmp_path / "beside.py").write_text("x = 3")
    found = read(tmp_path, "ch01_workflow")
    assert found.definitions["make_line"] == "ch01_workflow.py:1"
    assert list(found.files) == ["helpers.py"]
    (tmp_path / "outer.zip").write_bytes(packed({"in.zip": packed(files)}))
    assert read(tmp_path / "outer.zip", "ch01_workflow").digest == found.digest


@pytest.mark.parametrize("pictures", [20_000])
def test_a_folder_of_pictures_does_not_hide_the_work(tmp_path: Path, pictures: int) -> None:
    """Neither in a folder nor in a zip."""
    files = {f"data/{n}.jpg": b"" for n in range(pictures)} | {"x.py": WORK}
    (tmp_path / "mine.zip").write_bytes(packed(files))
    assert "make_line" in read(tmp_path, "ch01_workflow").definitions
    assert "make_line" in read(tmp_path / "mine.zip", "ch01_workflow").definitions


def test_zips_in_zips_share_what_memory_there_is() -> None:
    """A nested one is unpacked in memory."""
    inner = packed({"a.py": b"x" * 5_000})
    few = Limits(zip_nested=6_000)
    tree = Zip(packed({"1.zip": inner, "2.zip": inner}), "z.zip", few)
    with unzipped(tree, few) as found:
        refusals = [bool(entry.refusal) for entry in found.entries]
    assert refusals == [False, True]


def test_no_more_zips_are_opened_than_the_limit(tmp_path: Path) -> None:
    """The others stay files."""
    for n in range(3):
        (tmp_path / f"{n}.zip").write_bytes(packed({"a.py": b"x"}))
    with unzipped(folder(tmp_path, "sub", LIMITS), Limits(zips=2)) as tree:
        assert sum(entry.path.name == "a.py" for entry in tree.entries) == 2
    with pytest.raises(UsageError):
        read(tmp_path / "none.zip", "ch01_workflow")
