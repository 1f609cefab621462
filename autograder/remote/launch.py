"""Starts student processes: a template process once, then a fork of it for each.

    with Template.start() as template, template.spawn(Policy.strangers()) as process:
        ...  # frames over process.read_fd and process.write_fd

A template (``autograder.student.template``) has torch imported and knows no secret. Any process
of the same user may share it through its ``path``. Where a forked torch is not safe (macOS,
Windows) there is no template: every student process imports torch by itself.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.course import courses
from autograder.errors import KitError
from autograder.remote.processes import ExitStatus, PopenControl, ReaperControl, StudentProcess
from autograder.sandbox import channel
from autograder.sandbox.policy import Policy
from autograder.student.preload import USUAL

__all__ = ["CAN_FORK", "ExitStatus", "Policy", "StudentProcess", "Template"]

CAN_FORK = sys.platform == "linux" and hasattr(os, "pidfd_open")
SERVE = "autograder.student.worker:serve"
_START_SECONDS = 120.0
_LOG_TAIL = 2000
_BOOT = Path(__file__).parents[1] / "student" / "boot.py"


@dataclass(slots=True)
class Template:
    """A process with torch imported, to fork student processes from.

    Attributes:
        path: the socket other trusted processes of this user can `connect` to; a secret of theirs.
        preload, paths: as given to `start`.
    """

    path: str
    preload: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | None = None
    _home: Path | None = None
    _lifeline: int = -1

    @classmethod
    def start(
        cls,
        *,
        preload: Sequence[str] = USUAL,
        paths: Sequence[str] = (),
        fork: bool = CAN_FORK,
    ) -> Template:
        """Start a template and return at once; it becomes ready while this process goes on.

        Args:
            preload: modules to import before the first fork, where they are there; torch always is.
            paths: folders to find them in, after the interpreter's own.
            fork: False for a new interpreter per student process, with limits as its only layer.
        """
        if not fork:
            return cls("", tuple(preload), tuple(paths))
        folder, home = _private_folder(0o700), _private_folder(0o711)
        path = folder / "template"
        held, lifeline = os.pipe()
        try:
            with socket.socket(socket.AF_UNIX) as listener, (folder / "log").open("wb") as log:
                listener.bind(os.fspath(path))
                listener.listen(128)
                inherited = (listener.fileno(), held)
                command = _command("template", inherited[0], [held, *preload], paths)
                process = _popen(command, home, stdout=log, pass_fds=inherited)
        except OSError as error:
            os.close(lifeline)
            _remove(folder, home)
            raise KitError(f"The template process cannot be started: {error}") from error
        finally:
            os.close(held)
        return cls(os.fspath(path), tuple(preload), tuple(paths), process, home, lifeline)

    @classmethod
    def connect(cls, path: str) -> Template:
        """Share the template another process started; closing this one leaves it running."""
        return cls(path)

    def spawn(
        self, policy: Policy, *, target: str = SERVE, timeout: float = _START_SECONDS
    ) -> StudentProcess:
        """Start a student process, wait until it is in its sandbox, and return it.

        Args:
            policy: the layers to enter; those in ``policy.require`` must be in force.
            target: ``module:function`` that answers the grader, called as
                ``function(read_fd, write_fd, layers)``.
            timeout: seconds to wait; the first call waits for the template to become ready.

        Raises:
            KitError: the template died or does not answer, or a required layer is missing.
        """
        if not self.path:
            return self._start_alone(policy, target)
        child_reads, write_fd = os.pipe()
        read_fd, child_writes = os.pipe()
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(timeout)
        request = {"policy": policy.to_json(), "target": target}
        try:
            connection.connect(self.path)
            channel.send(connection, request, [child_reads, child_writes])
            answer, descriptors = channel.receive(connection)
        except OSError as error:
            answer, descriptors = {"error": self._log_tail(str(error))}, []
        finally:
            os.close(child_reads)
            os.close(child_writes)
        if "layers" not in answer or len(descriptors) != 1:
            for descriptor in (read_fd, write_fd, *descriptors):
                os.close(descriptor)
            connection.close()
            raise KitError(answer.get("error") or self._log_tail("it ended"))
        connection.settimeout(None)
        control = ReaperControl(connection, descriptors[0])
        return StudentProcess(read_fd, write_fd, tuple(answer["layers"]), answer["pid"], control)

    def close(self) -> None:
        """Stop the template if this object started it; student processes have their own end."""
        if self._process is None or self._home is None:
            return
        os.close(self._lifeline)
        self._process.kill()
        self._process.wait()
        self._process = None
        _remove(Path(self.path).parent, self._home)

    def _start_alone(self, policy: Policy, target: str) -> StudentProcess:
        """Start a student process in an interpreter of its own, over its standard streams."""
        missing = [names for names in policy.require if "limits" not in names.split("|")]
        if missing:
            raise KitError(
                f"Expected the sandbox layer {missing[0].replace('|', ' or ')} to be in force, but "
                f"a student process that is not forked on Linux has limits only."
            )
        scratch = _private_folder(0o700)
        request: dict[str, Any] = {
            "policy": policy.to_json(),
            "target": target,
            "preload": self.preload,
        }
        request["scratch"] = os.fspath(scratch)
        command = _command("alone", 0, request, self.paths)
        pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout"), subprocess.PIPE)
        pipes["stderr"] = subprocess.DEVNULL
        process = _popen(command, scratch, **pipes)
        if process.stdin is None or process.stdout is None:
            raise KitError("The student process has no pipes.")
        write_fd, read_fd = os.dup(process.stdin.fileno()), os.dup(process.stdout.fileno())
        process.stdin.close()
        process.stdout.close()
        layers = ("limits",) if "limits" in policy.layers and sys.platform != "win32" else ()
        control = PopenControl(process, scratch)
        return StudentProcess(read_fd, write_fd, layers, process.pid, control)

    def _log_tail(self, trouble: str) -> str:
        log = Path(self.path).with_name("log")
        text = log.read_bytes()[-_LOG_TAIL:].decode(errors="replace") if log.exists() else ""
        return f"The template process did not answer ({trouble}). It last said: {text.strip()}"

    def __enter__(self) -> Template:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()


def _command(module: str, number: int, data: object, paths: Sequence[str]) -> list[str]:
    """Return the command of an isolated Python that finds this kit and torch."""
    arguments = [module, str(number), json.dumps(data), *_roots(), *paths]
    return [sys.executable, "-I", os.fspath(_BOOT), *arguments]


def _popen(command: list[str], home: Path, **options: Any) -> subprocess.Popen[bytes]:
    """Start ``command`` in a new session with an environment of its own.

    In a session of its own a Ctrl-C does not reach it: it ends in order, after its starter.
    """
    options = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT, **options}
    options["start_new_session"] = True
    return subprocess.Popen(command, cwd=home, env=_environment(home), **options)


def _private_folder(mode: int) -> Path:
    """Make a temporary folder; with 0o711 another user may enter a folder in it, not list it."""
    folder = Path(tempfile.mkdtemp(prefix="autograder-"))
    folder.chmod(mode)
    return folder


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _roots() -> list[str]:
    """Return the folders that hold torch, for an isolated interpreter."""
    found = [find_spec(name) for name in ("torch", "torchvision", "numpy")]
    origins = [spec.origin for spec in found if spec is not None and spec.origin]
    return list(dict.fromkeys(os.fspath(Path(origin).parents[1]) for origin in origins))


def _environment(home: Path) -> dict[str, str]:
    """Return the environment variables of a template: of the grader's own only ``PATH``."""
    kept = ("PATH", "SYSTEMROOT", courses.VARIABLE)  # a template has the chapters' probes
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), os.fspath(home)),
        **_plot_cache(),
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # makes forks cheap, see student.memory
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


def _plot_cache() -> dict[str, str]:
    """Return the variable for matplotlib's cache: its list of fonts takes a second to make."""
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "autograder"
        cache.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # nowhere to write, or nobody's home
        return {}
    return {"MPLCONFIGDIR": os.fspath(cache)}
