"""A zip is unpacked inside its folder, and what is no zip is named for what it is."""

import stat
import zipfile

import pytest

from autograder.datasets.unzipping import unzip
from autograder.errors import UsageError


@pytest.fixture
def out(tmp_path):
    """An empty folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def _zip(path, members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_files_are_unpacked(tmp_path, out):
    """With their folders, without what macOS adds."""
    path = _zip(tmp_path / "a.zip", {"x/y.txt": "y", "z": "z", "__MACOSX/x/._y.txt": "no"})
    unzip(path, out, "a.zip")
    assert {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} == {
        "x/y.txt",
        "z",
    }


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "..\\evil", "C:\\evil"])
def test_names_that_lead_out_are_refused(tmp_path, out, name):
    """Nothing is written outside, whichever slash is used."""
    with pytest.raises(UsageError, match="is a link or leads out of it"):
        unzip(_zip(tmp_path / "a.zip", {name: "x"}), out, "a.zip")
    assert not list(tmp_path.rglob("evil"))


def test_links_are_refused(tmp_path, out):
    """A link could lead anywhere."""
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(UsageError, match="is a link"):
        unzip(tmp_path / "a.zip", out, "a.zip")


def test_a_web_page_is_named_as_such(tmp_path, out):
    """Servers answer with a page and status 200 when a login or an error is in the way."""
    page = tmp_path / "a.zip"
    page.write_text("\n<!DOCTYPE html><html><head><title>Sign in\x1b[2J</title>")
    with pytest.raises(UsageError) as caught:
        unzip(page, out, "http://host/a.zip")
    assert str(caught.value).startswith(
        "http://host/a.zip: Expected a zip, but got a web page titled 'Sign in"
    )
    assert "\x1b" not in str(caught.value)


def test_other_files_are_named_by_their_start(tmp_path, out):
    """A file that is no zip, and no file at all."""
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    with pytest.raises(UsageError, match="Expected a zip, but it starts with b'not a zi'"):
        unzip(tmp_path / "a.zip", out, "a.zip")
    with pytest.raises(UsageError, match="but there is none"):
        unzip(tmp_path / "none.zip", out, "none.zip")


def test_a_damaged_zip_is_named(tmp_path, out):
    """One byte of a file's content has changed."""
    path = _zip(tmp_path / "a.zip", {"x": b"content"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"content", b"consent", 1))
    with pytest.raises(UsageError, match="Expected a whole zip, but it is damaged"):
        unzip(path, out, "a.zip")


def test_a_cut_zip_is_named(tmp_path, out):
    """The end of a zip holds its list of files."""
    path = _zip(tmp_path / "a.zip", {"x": b"content" * 1000})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UsageError, match="Expected a zip, but it starts with b'PK"):
        unzip(path, out, "a.zip")


def test_a_zip_with_two_files_of_one_name_is_refused(tmp_path, out):
    """The second would replace the first."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x", "2")
    with pytest.raises(UsageError, match="File exists"):
        unzip(path, out, "a.zip")


def test_a_bomb_is_stopped(tmp_path, out, monkeypatch):
    """What is unpacked counts, not what the zip says."""
    monkeypatch.setattr("autograder.datasets.unzipping._MOST_BYTES", 10_000)
    with pytest.raises(UsageError, match="but it holds more"):
        unzip(_zip(tmp_path / "a.zip", {"x": bytes(20_000)}), out, "a.zip")
