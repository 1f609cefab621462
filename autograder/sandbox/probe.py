"""Find out which layers this machine has, by entering them in a throw-away process."""

from __future__ import annotations

import os
import shutil
import sys
from typing import NoReturn

from autograder.sandbox.enter import choose, confine, prepare
from autograder.sandbox.policy import LAYERS, Layer, Limits, Policy

_REASONS = {
    "namespaces": "This machine refuses new namespaces, as many containers do",
    "files": "This machine refuses mounts in a new namespace",
    "identity": "The student process cannot run as a user of its own",
    "landlock": "The kernel has no Landlock (Linux 5.13), or it is switched off",
    "seccomp": "Seccomp is missing; it needs the system's libseccomp (Debian: libseccomp2)",
    "limits": "This system has no resource limits",
}
_PRESENT = "in force"


def probe() -> tuple[Layer, ...]:
    """Try all layers at once; where that fails, each on top of those that were found to work."""
    if not _attempt(LAYERS):
        return tuple(Layer(name, True, _PRESENT) for name in LAYERS)
    found: list[Layer] = []
    for name in LAYERS:
        have = tuple(layer.name for layer in found if layer.available)
        trouble = _attempt((*have, name))
        detail = f"{_REASONS[name]}: {trouble}" if trouble else _PRESENT
        found.append(Layer(name, not trouble, detail))
    return tuple(found)


def _attempt(layers: tuple[str, ...]) -> str:
    """Enter ``layers`` in a fork and return what went wrong, or an empty text."""
    if sys.platform == "win32":
        return "no fork on Windows"
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        _enter(layers, write)
    os.close(write)
    with os.fdopen(read, "rb") as report:
        said = report.read().decode(errors="replace")
    os.waitpid(pid, 0)
    return said.removeprefix(_PRESENT) if said else "the process ended while entering it"


def _enter(layers: tuple[str, ...], report: int) -> NoReturn:
    """Enter the layers as a student process does, write the outcome to ``report``, and exit."""
    policy = Policy(layers=layers, limits=Limits(scratch=1 << 20))
    try:
        if choose(policy, layers) != layers:
            raise OSError("it needs namespaces")
        setup = prepare(layers)
        pid = os.fork()
        if pid == 0:
            confine(policy, setup)
            os.write(report, _PRESENT.encode())
            os._exit(0)
        os.waitpid(pid, 0)
        if setup.folder is not None:
            shutil.rmtree(setup.folder, ignore_errors=True)
    except BaseException as error:
        os.write(report, str(error).encode()[:2000])
    os._exit(0)
