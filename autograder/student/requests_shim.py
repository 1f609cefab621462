"""``requests.get`` for code that imports it, on machines without the package ``requests``.

The course fetches its data with it. The kit does not depend on it, and the sandbox has no network;
what a grader pretends to be the web is reached through ``urllib`` (`web`).
"""

from __future__ import annotations

import importlib.util
import sys
import types
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any


class HTTPError(OSError):
    """A server refused."""


class Response:
    """An answer of a server: ``content`` (bytes), ``status_code``, ``headers`` and ``url``."""

    def __init__(self, url: str, status_code: int, content: bytes, headers: Any) -> None:
        self.url, self.status_code = url, status_code
        self.content, self.headers = content, headers

    @property
    def ok(self) -> bool:
        """Whether it is no error."""
        return self.status_code < 400

    @property
    def text(self) -> str:
        """The content as a text."""
        return self.content.decode(errors="replace")

    def raise_for_status(self) -> None:
        """Raise an HTTPError if the server refused."""
        if not self.ok:
            raise HTTPError(f"{self.status_code} Error for url: {self.url}")

    def iter_content(self, chunk_size: int | None = 1, **_: Any) -> Iterator[bytes]:
        """The content in pieces."""
        size = chunk_size or len(self.content) or 1
        for start in range(0, len(self.content), size):
            yield self.content[start : start + size]

    def close(self) -> None:
        """Nothing is left open."""

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def get(url: str, *_: Any, **__: Any) -> Response:
    """Fetch an address; options are passed over."""
    try:
        with urllib.request.urlopen(url) as answer:
            return Response(url, 200, answer.read(), answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return Response(url, error.code, error.read(), error.headers)


def ensure() -> None:
    """Make ``requests`` importable where it is not."""
    if "requests" in sys.modules or importlib.util.find_spec("requests") is not None:
        return
    module, exceptions = types.ModuleType("requests"), types.ModuleType("requests.exceptions")
    for owner in (module, exceptions):
        vars(owner).update(HTTPError=HTTPError, RequestException=OSError, ConnectionError=OSError)
    vars(module).update(get=get, Response=Response, exceptions=exceptions, __path__=[])
    sys.modules.update({"requests": module, "requests.exceptions": exceptions})
