"""Bytes from disk."""

from __future__ import annotations

import os
import socket
from pathlib import Path, PurePosixPath

import pytest

from autograder.errors import UsageError
from autograder.submission.files import folder, kind, open_file, read_file
from autograder.submission.model import Limits

LIMITS = Limits()


def test_an_ordinary_file_is_read(tmp_path: Path) -> None:
    """Up to and including the limit."""
    path = tmp_path / "a.py"
    path.write_bytes(b"x = 1")
    assert kind(path) == "file"
    assert read_file(path, 5, "a.py") == b"x = 1"
    with pytest.raises(UsageError, match=r"a\.py: Expected a file to read, but it is larger than"):
        read_file(path, 4, "a.py")


def test_missing_files_folders_and_odd_names_are_refused(tmp_path: Path) -> None:
    """Each in words."""
    (tmp_path / "d.py").mkdir()
    (tmp_path / "file").write_text("")
    for name, said in {
        "none.py": "there is no such file",
        "file/none.py": "there is no such file",
        "d.py": "it is a folder",
        "a\0b.py": "cannot be opened under this name",
        "x" * 5_000: "cannot be opened under this name",
    }.items():
        with pytest.raises(UsageError, match=said):
            read_file(tmp_path / name, 10, "a.py")
        assert kind(tmp_path / name) != "file"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_links_pipes_sockets_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    """None is opened, none is waited for."""
    (tmp_path / "target.py").write_text("x = 1")
    (tmp_path / "link.py").symlink_to("target.py")
    os.mkfifo(tmp_path / "pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        folder_now = Path.cwd()
        os.chdir(tmp_path)  # names of sockets are short
        try:
            server.bind("socket.py")
        finally:
            os.chdir(folder_now)
        for name in ("pipe.py", "socket.py", "/dev/zero"):
            with pytest.raises(UsageError, match="socket or device"):
                read_file(tmp_path / name, 10, "a.py")
        with pytest.raises(UsageError, match="symbolic link"):
            read_file(tmp_path / "link.py", 10, "a.py")
        listed = {str(e.path): e.refusal for e in folder(tmp_path, "sub", LIMITS).entries}
    assert listed.pop("target.py") == ""
    assert all(listed[name] for name in ("link.py", "pipe.py", "socket.py"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """The message says so; a folder below that is closed is passed over."""
    path = tmp_path / "a.py"
    path.write_text("x = 1")
    path.chmod(0)
    with pytest.raises(UsageError, match="permission denied"):
        read_file(path, 10, "a.py")
    (tmp_path / "closed").mkdir(mode=0)
    assert folder(tmp_path, "sub", LIMITS).entries
    tmp_path.chmod(0)
    try:
        with pytest.raises(UsageError, match="permission denied"):
            folder(tmp_path, "sub", LIMITS)
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_is_listed_without_hidden_files_and_links(tmp_path: Path) -> None:
    """Links to folders are not followed."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.py").write_text("x = 1")
    for name in (".git", "__MACOSX", "__pycache__", ".ipynb_checkpoints"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "b.py").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = folder(tmp_path, "sub", LIMITS)
    usable = [entry for entry in found.entries if not entry.refusal]
    assert [entry.path for entry in usable] == [PurePosixPath("in/deep/a.py")]
    assert found.read(usable[0], 10) == b"x = 1"


def test_a_folder_swapped_for_a_link_is_not_followed(tmp_path: Path) -> None:
    """What was listed as a folder must still be one when its file is read."""
    (tmp_path / "sub" / "in").mkdir(parents=True)
    (tmp_path / "sub" / "in" / "a.py").write_text("mine")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.py").write_text("secret")
    found = folder(tmp_path / "sub", "sub", LIMITS)
    (tmp_path / "sub" / "in").rename(tmp_path / "sub" / "out")
    (tmp_path / "sub" / "in").symlink_to(tmp_path / "secret")
    entry = next(entry for entry in found.entries if not entry.refusal)
    with pytest.raises(UsageError):
        found.read(entry, 100)


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """The link may lead into another student's folder."""
    (tmp_path / "other").mkdir()
    (tmp_path / "mine").symlink_to("other")
    assert kind(tmp_path / "mine") == "it is a symbolic link"


def test_pictures_caches_and_environments_do_not_count(tmp_path: Path) -> None:
    """Only what is left is listed."""
    (tmp_path / "ch01_workflow.py").write_text("x = 1")
    for name in ("env/pyvenv.cfg", "env/bin/activate", "env/lib/a.py", "node_modules/a.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    found = [str(entry.path) for entry in folder(tmp_path, "sub", LIMITS).entries]
    assert sorted(found) == ["ch01_workflow.py", "env", "env/pyvenv.cfg"]


def test_a_file_is_opened_without_following_links(tmp_path: Path) -> None:
    """To be read from any place."""
    (tmp_path / "a.zip").write_bytes(b"PK and more")
    (tmp_path / "link.zip").symlink_to("a.zip")
    with open_file(tmp_path / "a.zip", "a.zip") as stream:
        stream.seek(3)
        assert stream.read() == b"and more"
    tree = folder(tmp_path, "sub", LIMITS)
    plain, link = sorted(tree.entries, key=lambda entry: entry.key)
    with tree.open(plain) as stream:
        assert stream.read(2) == b"PK"
    with pytest.raises(UsageError, match="symbolic link"):
        tree.open(link)
    with pytest.raises(UsageError, match="symbolic link"):
        open_file(tmp_path / "link.zip", "link.zip")


def test_a_folder_without_end_is_refused(tmp_path: Path) -> None:
    """Too many files, and folders too deep."""
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text("")
    with pytest.raises(UsageError, match="at most 10 files"):
        folder(tmp_path, "sub", Limits(folder_entries=10))
    deep = tmp_path.joinpath(*["d"] * 40)
    deep.mkdir(parents=True)
    assert len(folder(tmp_path, "sub", LIMITS).entries) == 12 + 20


def test_descriptors_are_closed(tmp_path: Path) -> None:
    """Refused files too."""
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "d.py").mkdir()
    before = os.open(tmp_path / "a.py", os.O_RDONLY)
    os.close(before)
    read_file(tmp_path / "a.py", 10, "a.py")
    for name in ("a.py", "d.py"):
        with pytest.raises(UsageError):
            read_file(tmp_path / name, 1, name)
    after = os.open(tmp_path / "a.py", os.O_RDONLY)
    os.close(after)
    assert after == before
