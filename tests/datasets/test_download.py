"""A download arrives whole and right, or says in one line why not."""

import hashlib
import socket

import pytest

from autograder.datasets.download import Patience, download, is_url
from autograder.errors import UsageError

BODY = bytes(range(256)) * 1000


def test_a_file_arrives(site, sends, tmp_path):
    """With a right checksum, or without one."""
    address, answers = site
    answers["/file"] = sends(BODY)
    for md5 in ("", hashlib.md5(BODY).hexdigest()):
        download(f"{address}/file", tmp_path / "file", md5=md5)
        assert (tmp_path / "file").read_bytes() == BODY


def test_a_wrong_checksum_is_named(site, sends, tmp_path):
    """What was expected and what came."""
    address, answers = site
    answers["/file"] = sends(BODY)
    with pytest.raises(UsageError, match=f"Expected MD5 {'0' * 32}, but got"):
        download(f"{address}/file", tmp_path / "file", md5="0" * 32)


def test_a_missing_file_is_named(site, tmp_path):
    """With the server's answer and what to do."""
    with pytest.raises(UsageError, match=r"Expected a file, but got 404 Not Found\. Give a folder"):
        download(f"{site[0]}/none", tmp_path / "file")


def test_a_broken_connection_is_named(site, sends, tmp_path):
    """Fewer bytes than announced are not the file."""
    address, answers = site
    answers["/file"] = sends(BODY, announced=len(BODY) + 1)
    with pytest.raises(UsageError, match=f"{len(BODY) + 1} bytes, but the connection ended"):
        download(f"{address}/file", tmp_path / "file")


def test_a_silent_server_is_left(site, sends, tmp_path):
    """Nothing comes within the time for the next bytes."""
    address, answers = site
    answers["/file"] = sends(b"ab", pause=5.0)
    with pytest.raises(UsageError, match=r"a network that reaches 127\.0\.0\.1:.*timed out"):
        download(f"{address}/file", tmp_path / "file", patience=Patience(silence=0.2))


def test_a_slow_server_is_left(site, sends, tmp_path):
    """Bytes drip, so that silence is never long, but the whole takes too long."""
    address, answers = site
    answers["/file"] = sends(BODY, pause=0.05)
    with pytest.raises(UsageError, match="Expected it within 0 s, but got"):
        download(f"{address}/file", tmp_path / "file", patience=Patience(total=0.3))


def test_an_endless_file_is_left(site, sends, tmp_path):
    """No more is written than allowed."""
    address, answers = site
    answers["/file"] = sends(BODY)
    with pytest.raises(UsageError, match="Expected at most 1000 bytes"):
        download(f"{address}/file", tmp_path / "file", patience=Patience(most=1000))


def test_no_network_is_said(tmp_path):
    """A closed port, and a name that does not exist: one line, and what to do instead."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        for url in (f"http://{address}/a.zip", "http://name.invalid/a.zip"):
            with pytest.raises(UsageError) as caught:
                download(url, tmp_path / "file", patience=Patience(silence=10))
            message = str(caught.value)
            assert message.startswith(f"{url}: Expected a network that reaches")
            assert "--source" in message
            assert "\n" not in message


def test_an_address_that_is_none_is_named(tmp_path):
    """It starts like one, but cannot be one."""
    with pytest.raises(UsageError, match=r"http://\[/a: Expected an address, but got: Invalid"):
        download("http://[/a", tmp_path / "file")


def test_addresses_are_told_from_paths():
    """Only http and https are addresses."""
    assert is_url("HTTP://host/x")
    assert is_url("https://host/x")
    assert not is_url("C:\\data")
    assert not is_url("file:///etc/passwd")
