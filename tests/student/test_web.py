"""The pretended web answers for the pages it was given, to urllib and to requests."""

import shutil
import urllib.error
import urllib.request

import pytest

from autograder.student import requests_shim, web
from autograder.student.probes import restore

PAGE = "https://example.org/food.zip"


@pytest.fixture(autouse=True)
def _pretended():
    web.pretend({PAGE: b"bytes"})


def test_a_page_is_read():
    """By address, by request, and into a file."""
    with urllib.request.urlopen(PAGE) as answer:
        assert answer.status == 200
        assert answer.read() == b"bytes"
    request = urllib.request.Request(PAGE, headers={"User-Agent": "test"})
    with urllib.request.urlopen(request, timeout=3) as answer:
        assert answer.headers["Content-Length"] == "5"


def test_a_page_is_retrieved(tmp_path):
    """With urlretrieve and with copyfileobj."""
    urllib.request.urlretrieve(PAGE, tmp_path / "one")
    with urllib.request.urlopen(PAGE) as answer, (tmp_path / "two").open("wb") as file:
        shutil.copyfileobj(answer, file)
    assert [(tmp_path / name).read_bytes() for name in ("one", "two")] == [b"bytes"] * 2


def test_other_pages_are_not_found():
    """No request leaves the machine."""
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen("https://example.org/other")
    caught.value.close()


def test_requests_reaches_the_same_pages():
    """The stand-in for requests goes through urllib."""
    found = requests_shim.get(PAGE, timeout=3)
    assert (found.status_code, found.ok, found.content) == (200, True, b"bytes")
    missing = requests_shim.get("https://example.org/other")
    assert (missing.status_code, missing.ok) == (404, False)


def test_the_real_requests_reaches_the_same_pages():
    """Where the package is installed, however it is called."""
    requests = pytest.importorskip("requests")
    for found in (requests.get(PAGE, timeout=3), requests.Session().request("GET", PAGE)):
        assert (found.status_code, found.content) == (200, b"bytes")
    assert requests.get("https://example.org/other", timeout=3).status_code == 404


def test_the_web_is_restored():
    """After the check urllib is what it was."""
    pretended = urllib.request.OpenerDirector.open
    restore()
    assert urllib.request.OpenerDirector.open is not pretended
