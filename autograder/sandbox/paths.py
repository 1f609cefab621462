"""Paths that a student process may read, and those of the kit that it may not."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import autograder

_SYSTEM = (
    *("/lib", "/lib32", "/lib64", "/libx32", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32"),
    *("/usr/local/lib", "/usr/local/lib64", "/nix/store", "/etc/alternatives", "/etc/localtime"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/fonts", "/usr/share/fonts"),
    *("/usr/share/fontconfig", "/usr/share/zoneinfo"),
)
_GRAPHICS = ("/usr/local/cuda", "/usr/share/nvidia", "/sys")
_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")  # zero maps uncounted memory


@dataclass(frozen=True, slots=True)
class Readable:
    """The paths that a student process may read.

    Attributes:
        places: real paths of files and folders; one inside another only if it lies in ``hidden``.
        links: other names of them: pairs of a path and the real path it stands for.
        hidden: a folder that may not be read, apart from places inside it.
    """

    places: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    hidden: str


@cache
def readable(gpu: bool) -> Readable:
    """Return the interpreter's own files and the system's libraries, without the kit."""
    hidden = hidden_root()
    wanted = [*_SYSTEM, *_interpreter(), *(_GRAPHICS if gpu else ())]
    pairs = {path: os.path.realpath(path) for path in wanted if os.path.exists(path)}
    pairs = {p: real for p, real in pairs.items() if is_library(real) or not within(real, hidden)}
    places = _outermost(pairs.values(), hidden)
    names = [path for path, real in pairs.items() if path != real]
    names = [path for path in names if not any(within(path, place) for place in places)]
    return Readable(places, tuple((path, pairs[path]) for path in _outermost(names)), hidden)


def devices(gpu: bool) -> tuple[str, ...]:
    """Return the device files a student process may use."""
    found = [Path(device) for device in _DEVICES]
    if gpu:
        found += sorted([*Path("/dev").glob("nvidia*"), *Path("/dev/nvidia-caps").glob("*")])
    return tuple(os.fspath(device) for device in found if device.is_char_device())


def hidden_root() -> str:
    """The folder students must not read: the kit's package, or the repository it lies in."""
    package = Path(os.path.realpath(autograder.__file__)).parent
    among_others = is_library(os.fspath(package)) or (package.parent / "torch").exists()
    return os.fspath(package if among_others else package.parent)


def entries_around(folder: str, hidden: str) -> list[str]:
    """List what must be named to allow all of ``folder`` but ``hidden``, which lies inside it."""
    if folder == hidden:
        return []
    entries = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    apart = [entry for entry in entries if not within(hidden, entry)]
    above = [entry for entry in entries if within(hidden, entry)]
    return apart + [deep for entry in above for deep in entries_around(entry, hidden)]


def within(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or lies in it; both absolute."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _interpreter() -> list[str]:
    """The folders Python itself and its packages lie in."""
    return [*_library_folders(), *(path for path in sys.path if os.path.isabs(path))]


@cache
def _library_folders() -> tuple[str, ...]:
    known = sysconfig.get_paths()
    standard = [known[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    prefixes = (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix)
    shared = [os.path.join(prefix, name) for prefix in prefixes for name in ("lib", "lib64")]
    return (*standard, *shared)


def is_library(path: str) -> bool:
    """Whether a path belongs to installed packages or to the interpreter."""
    folders = (os.path.realpath(folder) for folder in _library_folders())
    named = {"site-packages", "dist-packages"} & set(Path(path).parts)
    return bool(named) or any(within(path, folder) for folder in folders)


def _outermost(paths: Iterable[str], hidden: str = "") -> tuple[str, ...]:
    """Leave out every path inside another, unless ``hidden`` lies between the two."""
    kept: list[str] = []
    for path in sorted(set(paths), key=lambda path: (path.count("/"), path)):
        outer = [place for place in kept if within(path, place)]
        if hidden and within(path, hidden):
            outer = [place for place in outer if within(place, hidden)]
        if not outer:
            kept.append(path)
    return tuple(kept)
