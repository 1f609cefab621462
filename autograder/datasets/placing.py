"""Write folders atomically: whole or absent, whenever the machine stops."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PART = ".part"
_ABANDONED = 6 * 3600.0  # seconds; nothing here takes as long


@contextmanager
def building(final: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``final`` when the block ends without error.

    Otherwise it is removed, and ``final`` stays as it was. What a killed process left behind is
    hidden, ends in ``.part``, and is removed by a later call. OSError when nothing can be written.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    _sweep(final)
    part = Path(tempfile.mkdtemp(dir=final.parent, prefix=f".{final.name}.", suffix=_PART))
    try:
        yield part
        part.chmod(0o755)  # made for the owner alone; a sandboxed process may be somebody else
        _exchange(part, final)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _exchange(part: Path, final: Path) -> None:
    old = part.with_name(part.name.removesuffix(_PART) + ".old" + _PART)
    with contextlib.suppress(FileNotFoundError):
        final.rename(old)
    try:
        part.rename(final)
    except OSError:
        if not final.is_dir():  # otherwise another process has just built the same
            if old.exists():
                old.rename(final)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _sweep(final: Path) -> None:
    for left in final.parent.glob(f".{final.name}.*{_PART}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
