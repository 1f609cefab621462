"""A fake web in the student's process: chosen addresses give chosen bytes, all others a 404."""

from __future__ import annotations

import email.message
import importlib
import importlib.util
import io
import sys
import urllib.error
import urllib.request
import urllib.response
from collections.abc import Mapping
from typing import Any

from autograder.student import probes, requests_shim


def pretend(pages: Mapping[str, bytes]) -> None:
    """Let ``urllib`` and ``requests`` reach these pages and no others, until the check ends.

    Args:
        pages: contents by address. For any other address the answer is "404 Not Found".
    """

    def answer(_: Any, address: Any, *__: Any, **___: Any) -> Any:
        url = address if isinstance(address, str) else str(address.full_url)
        return _answer(url, pages.get(url))

    probes.replace(urllib.request.OpenerDirector, "open", answer)
    if _has_requests():  # the real package, which does not use urllib; code may import it late
        sessions = importlib.import_module("requests.sessions")
        probes.replace(sessions.Session, "request", _request)


def _has_requests() -> bool:
    there = sys.modules.get("requests")
    if there is None:
        return importlib.util.find_spec("requests") is not None
    return hasattr(there, "sessions")  # which the stand-in lacks


def _request(_: Any, method: str, url: str, **__: Any) -> requests_shim.Response:  # noqa: ARG001
    return requests_shim.get(url)


def _answer(url: str, content: bytes | None) -> Any:
    headers = email.message.Message()
    if content is None:
        page = io.BytesIO(b"<html><body>404 Not Found</body></html>")
        raise urllib.error.HTTPError(url, 404, "Not Found", headers, page)
    headers["Content-Length"] = str(len(content))
    return urllib.response.addinfourl(io.BytesIO(content), headers, url, 200)
