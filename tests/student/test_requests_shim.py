"""The stand-in for requests: importable where the package is missing, and no more than get."""

import subprocess
import sys

import pytest

from autograder.student import requests_shim

PROGRAM = """
import importlib.util, sys
there = importlib.util.find_spec("requests") is not None
from autograder.student import requests_shim
requests_shim.ensure()
import requests
from requests.exceptions import RequestException
print(there, requests.get is requests_shim.get, issubclass(requests.HTTPError, RequestException))
"""


def test_requests_can_be_imported():
    """The real package is left alone where it is there."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    there, ours, related = run.stdout.split()
    assert (there != ours, related) == (True, "True")


def test_a_refusal_is_raised_when_asked():
    """raise_for_status names the code and the address."""
    refused = requests_shim.Response("https://example.org/x", 404, b"<html>", {})
    with pytest.raises(requests_shim.HTTPError, match=r"404.*example\.org/x"):
        refused.raise_for_status()
    requests_shim.Response("https://example.org/x", 200, b"", {}).raise_for_status()


def test_content_comes_in_pieces():
    """All of it, once."""
    answer = requests_shim.Response("https://example.org/x", 200, b"abcdefg", {})
    assert list(answer.iter_content(3)) == [b"abc", b"def", b"g"]
    assert list(answer.iter_content(None)) == [b"abcdefg"]
    assert answer.text == "abcdefg"
