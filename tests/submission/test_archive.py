"""Zips."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest

from autograder.errors import UsageError
from autograder.submission.archive import Zip
from autograder.submission.model import Limits

LIMITS = Limits()


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> bytes:
    """Make a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, data in members:
            made.writestr(name, data)
    return stream.getvalue()


def test_members_are_listed_and_read() -> None:
    """Folders, hidden files and what macOS adds are left out; backslashes are slashes."""
    data = packed(
        ("work/", b""),
        ("work/a.py", b"x = 1"),
        ("work\\b.py", b"y = 2"),
        ("__MACOSX/work/._a.py", b"?"),
        ("work/.DS_Store", b"?"),
        ("work/.ipynb_checkpoints/a.py", b"?"),
    )
    found = Zip(data, "z.zip", LIMITS)
    contents = {str(entry.path): found.read(entry, 10) for entry in found.entries}
    assert contents == {"work/a.py": b"x = 1", "work/b.py": b"y = 2"}


@pytest.mark.parametrize(
    "name", ["../evil.py", "a/../../evil.py", "/etc/evil.py", "C:/evil.py", "..\\evil.py"]
)
def test_paths_out_of_the_zip_are_refused(name: str) -> None:
    """At the cost of that file alone; nothing is unpacked to disk."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    found = Zip(packed((info, b"x"), ("a.py", b"y")), "z.zip", LIMITS)
    evil, good = found.entries
    assert ".." not in evil.path.parts
    assert not evil.path.is_absolute()
    with pytest.raises(UsageError, match="leads out of the zip"):
        found.read(evil, 10)
    assert found.read(good, 10) == b"y"


def test_installed_packages_and_environments_are_passed_over() -> None:
    """They are not what was handed in."""
    names = ["env/pyvenv.cfg", "env/lib/a.py", "env/ch01.py", "x/site-packages/a.py"]
    found = Zip(packed(*((name, b"") for name in names)), "z.zip", LIMITS)
    assert [str(entry.path) for entry in found.entries] == ["env/pyvenv.cfg", "env/ch01.py"]


def test_links_and_encrypted_members_are_not_read() -> None:
    """They are listed with the reason."""
    link = zipfile.ZipInfo("link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = bytearray(packed((link, b"/etc/passwd"), ("a.py", b"x = 1")))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of encryption in the directory
    found = Zip(bytes(data), "z.zip", LIMITS)
    refusals = [entry.refusal for entry in found.entries]
    assert "symbolic link" in refusals[0]
    assert "encrypted" in refusals[1]
    for entry in found.entries:
        with pytest.raises(UsageError, match="Expected a file to read, but it is"):
            found.read(entry, 100)


def test_unusual_compression_is_not_unpacked() -> None:
    """LZMA takes the memory its header asks for."""
    found = Zip(packed(("a.py", b"x"), method=zipfile.ZIP_LZMA), "z.zip", LIMITS)
    assert "unusual" in found.entries[0].refusal


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    """By size, by ratio and by total; memory stays near the limit."""
    bomb = packed(("a.py", bytes(100 << 20)))
    assert len(bomb) < 1 << 20
    tracemalloc.start()
    found = Zip(bomb, "z.zip", LIMITS)
    with pytest.raises(UsageError, match="at most 2 MiB"):
        found.read(found.entries[0], 2 << 20)
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()
    growing = Zip(packed(("a.py", bytes(3 << 20))), "z.zip", LIMITS)
    with pytest.raises(UsageError, match="more than 200 times"):
        growing.read(growing.entries[0], 4 << 20)
    total = Zip(packed(("a.py", b"x" * 60), ("b.py", b"y" * 60)), "z.zip", Limits(zip_total=100))
    total.read(total.entries[0], 100)
    with pytest.raises(UsageError, match="found more"):
        total.read(total.entries[1], 100)


def test_a_lying_header_is_found_out() -> None:
    """Sizes and sums that do not fit the data are damage."""
    data = bytearray(packed(("a.py", b"x = 1" * 100), method=zipfile.ZIP_STORED))
    data[data.index(b"x = 1")] ^= 1
    found = Zip(bytes(data), "z.zip", LIMITS)
    with pytest.raises(UsageError, match="damaged"):
        found.read(found.entries[0], 1_000)


def test_too_many_members_are_refused() -> None:
    """Before the directory takes memory for each of them, whatever it claims to hold."""
    few = Limits(zip_members=200)
    data = packed(*((f"{n}.py", b"") for n in range(201)))
    with pytest.raises(UsageError, match="at most 200 files"):
        Zip(data, "z.zip", few)
    directory = b"PK\x01\x02" * (16 << 20)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), 0, 0)
    large = directory + end
    tracemalloc.start()
    with pytest.raises(UsageError, match="at most 50000 files"):
        Zip(io.BytesIO(large), "z.zip", LIMITS)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


def test_a_zip_of_20_000_pictures_and_a_file_is_read() -> None:
    """What does not matter is no reason to refuse."""
    names = [f"data/{n}.png" for n in range(20_000)]
    found = Zip(packed(*((name, b"") for name in names), ("a.py", b"x")), "z.zip", LIMITS)
    assert found.read(found.entries[-1], 10) == b"x"


@pytest.mark.parametrize("data", [b"", b"PK", b"x = 1"])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    """Text, and pieces of zips."""
    with pytest.raises(UsageError, match="damaged or something else"):
        Zip(data, "z.zip", LIMITS)


def test_every_cut_of_a_zip_is_refused_or_read() -> None:
    """A download that stopped anywhere never raises anything else."""
    whole = packed(("a.py", b"x = 1"), ("b.py", b"y = 2"))
    for end in range(len(whole)):
        with pytest.raises(UsageError):
            Zip(whole[:end], "z.zip", LIMITS)
    for at in range(len(whole)):
        for flip in (1, 255):
            data = bytearray(whole)
            data[at] ^= flip
            try:
                found = Zip(bytes(data), "z.zip", LIMITS)
                for entry in found.entries:
                    found.read(entry, 100)
            except UsageError:
                pass


def test_a_directory_longer_than_its_count_is_bounded_all_the_same() -> None:
    """The end record says one member, the directory holds many."""
    data = bytearray(packed(*((f"{n}.py", b"") for n in range(300))))
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<HH", data, at + 8, 1, 1)
    with pytest.raises(UsageError, match="at most 200 files"):
        Zip(bytes(data), "z.zip", Limits(zip_members=200))


def test_a_member_without_a_name_is_passed_over() -> None:
    """A fuzzer found one: the library lists it, and asks for the last letter of its name."""
    info = zipfile.ZipInfo("x")
    info.filename = ""
    data = packed(("a.py", b"x"), (info, b"y"))
    assert [str(entry.path) for entry in Zip(data, "z.zip", LIMITS).entries] == ["a.py"]
