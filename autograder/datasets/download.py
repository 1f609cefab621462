"""Get one file over HTTP, within a time and a size, or say in one line why not."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from autograder.errors import UsageError
from autograder.text import one_line

_PIECE = 1 << 16
ELSEWHERE = "Give a folder or a zip with --source, or stay with the kit's own set"


@dataclass(frozen=True, slots=True)
class Patience:
    """Bounds of a download: seconds for the next bytes and for all, and a number of bytes."""

    silence: float = 20.0
    total: float = 900.0
    most: int = 1 << 29


def is_url(source: str) -> bool:
    """Whether ``source`` is an address and no path."""
    return source.lower().startswith(("http://", "https://"))


def download(url: str, target: Path, *, md5: str = "", patience: Patience | None = None) -> None:
    """Write what ``url`` answers to ``target``; the caller removes it when this raises.

    Args:
        url: http or https.
        target: a path in a folder that is not final, see ``placing.building``.
        md5: what the file must hash to, if it is known.
        patience: the default waits 20 s for each answer and 15 min for the file.

    Raises:
        UsageError: no network, an answer other than the file, too slow, too large, or damaged.
    """
    limits = patience or Patience()
    try:
        host = urlsplit(url).netloc
        if not host:
            raise ValueError("no host")
        request = urllib.request.Request(url, headers={"User-Agent": "pytorch-autograder"})
    except ValueError as error:
        raise UsageError(f"{url}: Expected an address, but got: {error}.") from None
    try:
        with urllib.request.urlopen(request, timeout=limits.silence) as reply:
            digest = _copy(reply, target, url, limits)
    except urllib.error.HTTPError as error:
        answer = one_line(f"{error.code} {error.reason}")
        raise UsageError(f"{url}: Expected a file, but got {answer}. {ELSEWHERE}.") from None
    except (OSError, http.client.HTTPException) as error:
        reason = one_line(str(getattr(error, "reason", error)) or type(error).__name__)
        raise UsageError(
            f"{url}: Expected a network that reaches {host}, but got: {reason}. {ELSEWHERE}."
        ) from None
    if md5 and digest != md5:
        raise UsageError(f"{url}: Expected MD5 {md5}, but got {digest}. {ELSEWHERE}.")


def _copy(reply: http.client.HTTPResponse, target: Path, url: str, limits: Patience) -> str:
    announced = reply.headers.get("Content-Length")
    deadline, done = time.monotonic() + limits.total, 0
    digest = hashlib.md5(usedforsecurity=False)
    with target.open("wb") as file:
        while piece := reply.read1(_PIECE):
            done += len(piece)
            if done > limits.most:
                raise UsageError(f"{url}: Expected at most {limits.most} bytes, but got more.")
            if time.monotonic() > deadline:
                raise UsageError(
                    f"{url}: Expected it within {limits.total:.0f} s, but got {done} bytes of "
                    f"{announced or 'an unknown number'}. {ELSEWHERE}."
                )
            digest.update(piece)
            file.write(piece)
    if announced and announced.isdigit() and done != int(announced):
        raise UsageError(
            f"{url}: Expected {announced} bytes, but the connection ended after {done}. Try again."
        )
    return digest.hexdigest()
