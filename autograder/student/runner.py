"""Executes requests on a submission in its process: loads it, calls it, returns its values.

The same runner serves a process of its own (``worker``) and, for a self-check with a debugger and
for the diagnosis, the grader's own process. It takes frames and returns frames, and never judges.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import linecache
import os
import random
import shutil
import sys
import traceback
import types
import warnings
from pathlib import Path
from typing import Any

import numpy.random  # numpy itself imports it at its first use, in every process
import torch

from autograder import wire
from autograder.course.changes import Change
from autograder.student import binding, effects, probes, settings
from autograder.student.package import Package
from autograder.student.statements import execute

MAX_OUTPUT = 10_000
MAX_FILE = 64 * 2**20
_MAX_TEXT = 4_000
_MAX_FRAMES = 50


class Missing(Exception):
    """The submission does not define a name that is asked for."""


class CappedOutput(io.TextIOBase):
    """A text stream that keeps the first ``MAX_OUTPUT`` characters and counts the rest."""

    def __init__(self) -> None:
        self.text = ""
        self.dropped = 0

    def writable(self) -> bool:
        """Return True, as streams do that can be printed to."""
        return True

    def write(self, text: str) -> int:
        """Keep what still fits."""
        room = MAX_OUTPUT - len(self.text)
        self.text += text[:room]
        self.dropped += max(0, len(text) - room)
        return len(text)


class Runner:
    """One loaded submission and the objects that were kept for handles.

    Args:
        home: an empty folder; ``home/code`` holds the submission's other modules and is importable,
            ``home/work`` is the working folder, emptied before each check.
    """

    def __init__(self, home: Path) -> None:
        self._work, self._code = home / "work", home / "code"
        self._work.mkdir(exist_ok=True)
        self._code.mkdir(exist_ok=True)
        self._module = types.ModuleType("submission")
        self._files: frozenset[str] = frozenset()
        self._kept: dict[int, object] = {}
        self._left: dict[str, Change] = {}
        self._hidden_module: types.ModuleType | None = None
        self._package: Package | None = None
        self._parameters: dict[str, list[str]] = {}

    def exchange(self, frame: bytes) -> bytes:
        """Execute one request frame and return the reply frame; never raises for student code."""
        output = CappedOutput()
        request_id: Any = None
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(output),
        ):
            warnings.simplefilter("always")
            try:
                request = wire.decode(frame, lambda ref: ref, on_device=True)
                request_id = request["id"]
                reply = {"value": self._run(request)}
                return self._reply(request_id, reply, output, caught)
            except BaseException as error:  # a student's SystemExit is an answer too
                reply = {"error": self._describe(error)}
                return self._reply(request_id, reply, output, caught)

    def close(self) -> None:
        """Undo what loading did to this process (for a runner that shares the grader's)."""
        name = self._module.__name__
        if sys.modules.get(name) is self._module:
            if self._hidden_module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = self._hidden_module
        if str(self._code) in sys.path:
            sys.path.remove(str(self._code))
        if self._package is not None:
            self._package.leave()
        probes.restore()
        settings.reset()

    def _reply(
        self, request_id: Any, reply: dict[str, Any], output: CappedOutput, caught: list[Any]
    ) -> bytes:
        seen = [_text(w.message)[:500] for w in caught[:20]]
        reply |= {"id": request_id, "output": output.text, "dropped": output.dropped}
        reply |= {"left": [[c.word, c.name, c.before, c.after] for c in self._left.values()]}
        return wire.encode(reply | {"warnings": seen}, self._keep)

    def _run(self, request: dict[str, Any]) -> object:
        operation = getattr(self, "_do_" + request["op"])
        result: object = operation(**wire.replaced(request["with"], wire.Ref, self._resolve))
        return result

    def _resolve(self, ref: wire.Ref) -> object:
        if ref.base == "submission":
            target: object = self._module
        elif isinstance(ref.base, str):
            target = importlib.import_module(ref.base.removeprefix("import:"))
        else:
            target = self._kept[ref.base]
        for name in ref.path:
            target = self._attribute(target, name)
        name = ".".join(ref.path)
        if ref.base != "submission" or name not in self._parameters:
            return target
        return binding.bound(target, self._parameters[name], ref.path[-1])

    def _attribute(self, target: object, name: str) -> object:
        if target is self._module and name not in vars(self._module):
            if self._package is None or not self._package.has(name):
                raise Missing(name)
            return self._package.module(name)
        if self._package is not None and self._package.is_missing(target, name):
            raise Missing(f"{self._package.own_name(target)}.{name}")
        return getattr(target, name)

    def _keep(self, value: object) -> wire.Ref:
        number = len(self._kept) + 1
        self._kept[number] = value
        return wire.Ref(number, (), type(value).__name__)

    # -- the operations -----------------------------------------------------------------------

    def _do_load(
        self,
        name: str,
        pieces: list[Any],
        files: dict[str, bytes],
        package: str = "",
        parameters: dict[str, list[str]] | None = None,
    ) -> list[dict[str, Any]]:
        if str(self._code) in sys.path:  # another version of the same work takes its place
            self.close()
            shutil.rmtree(self._code)
            self._code.mkdir()
        self._parameters = parameters or {}
        for relative, data in files.items():
            target = self._code / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        sys.path.insert(0, str(self._code))
        if package:
            self._package = Package(self._code / package)
            self._package.enter()
        self._module = types.ModuleType(name)
        self._hidden_module = sys.modules.get(name)
        sys.modules[name] = self._module  # torch.save and inspect look a class's module up
        self._module.__file__ = pieces[0][1] if pieces else name
        self._files = frozenset(piece[1] for piece in pieces)
        for file in self._files:
            linecache.cache.pop(file, None)
        os.chdir(self._work)
        module = vars(self._module)
        failures = (
            failure
            for text, file, line, flags in pieces
            for failure in execute(text, file, line, flags, module)
        )
        return [self._describe(f.error) | {"names": f.names} for f in failures]

    def _do_begin(self, seed: int) -> None:
        """Put this process back to a known state before a check."""
        probes.restore()
        self._kept.clear()
        self._left.clear()
        if self._package is not None:
            self._package.forget()
        settings.reset()
        for child in self._work.iterdir():
            shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()
        os.chdir(self._work)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        self._do_seed(seed)

    def _do_seed(self, seed: int) -> None:
        random.seed(seed)
        numpy.random.seed(seed % 2**32)
        if torch.cuda.is_available() or torch.backends.mps.is_available():
            torch.manual_seed(seed)
        else:  # a call for each absent device notes down the stack: 2 ms, and before every check
            torch.default_generator.manual_seed(seed)

    def _do_call(self, target: Any, args: list[Any], kwargs: dict[str, Any], keep: bool) -> object:
        before = effects.noted(target, args, kwargs, self._work, own=self._is_own(target))
        try:
            value = target(*args, **kwargs)
        finally:
            self._left = effects.changed(before, self._work) | self._left
        return self._keep(value) if keep else value

    def _do_takes(self, target: Any, name: str) -> bool:
        return binding.takes(target, name)

    def _is_own(self, target: object) -> bool:
        """Whether the student wrote this function, class or class of an object."""
        module = getattr(target, "__module__", None)
        if module == self._module.__name__:
            return True
        return self._package is not None and self._package.holds(module)

    def _do_value(self, target: object) -> object:
        return target

    def _do_keep(self, target: object) -> object:
        return self._keep(target)

    def _do_read(self, path: str) -> bytes:
        target = self._work / path
        if target.stat().st_size > MAX_FILE:
            raise ValueError(f"Expected {path} to be at most {MAX_FILE} bytes, but it is larger")
        return target.read_bytes()

    def _do_write(self, path: str, data: bytes) -> str:
        target = self._work / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return str(target)

    def _do_list(self) -> list[str]:
        return sorted(p.relative_to(self._work).as_posix() for p in self._work.rglob("*"))

    def _do_work(self) -> str:
        return str(self._work)

    # -- errors -------------------------------------------------------------------------------

    def _describe(self, error: BaseException) -> dict[str, Any]:
        frames = traceback.extract_tb(error.__traceback__)[-_MAX_FRAMES:]
        own = [f"{name}:{f.lineno}" for f in frames if (name := self._own_file(f.filename))]
        if isinstance(error, SyntaxError) and (name := self._own_file(error.filename or "")):
            own.append(f"{name}:{error.lineno}")
        lines = traceback.format_list(frames)
        return {
            "types": [t.__name__ for t in type(error).__mro__],
            "message": _text(error)[:_MAX_TEXT],
            "where": own[-1] if own else "",
            "traceback": "".join(lines)[-_MAX_TEXT:],
        }

    def _own_file(self, path: str) -> str:
        """The student's file as they know it; empty if it is not theirs."""
        if path in self._files:
            return path
        return "" if self._package is None else self._package.own_file(path)


def _text(error: object) -> str:
    try:
        return str(error)
    except BaseException:  # a message that cannot be read is the student's too
        return "(a message that cannot be shown)"
