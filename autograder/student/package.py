"""A student's package in their process: imports its modules by either name, when asked for."""

from __future__ import annotations

import importlib
import os
import sys
import types
from pathlib import Path

from autograder.student import tqdm_shim


class Package:
    """The modules of a folder that can be imported as ``going_modular.engine`` and as ``engine``.

    The course does both: its programs import the modules that lie beside them, its later notebooks
    the package.

    Args:
        folder: holds the modules; its parent is importable already.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hidden: dict[str, types.ModuleType] = {}

    def enter(self) -> None:
        """Make the modules importable, whatever other modules of their names there are."""
        tqdm_shim.ensure()
        sys.path.insert(0, str(self._folder))
        importlib.invalidate_caches()
        names = {path.stem for path in self._folder.glob("*.py")} | {self._folder.name}
        self._hidden = {name: sys.modules.pop(name) for name in names & sys.modules.keys()}

    def leave(self) -> None:
        """Undo `enter`, and forget the modules."""
        sys.path.remove(str(self._folder))
        self.forget()
        sys.modules.update(self._hidden)

    def forget(self) -> None:
        """Have the modules imported anew when they are asked for next."""
        for name, module in list(sys.modules.items()):
            if self.own_file(getattr(module, "__file__", None) or "") or name == self._folder.name:
                del sys.modules[name]

    def has(self, name: str) -> bool:
        """Whether there is a module of that name."""
        return (self._folder / f"{name}.py").is_file()

    def holds(self, module: object) -> bool:
        """Whether an imported module of that name, either one, is one of these."""
        found = sys.modules.get(module) if isinstance(module, str) else None
        return bool(self.own_file(getattr(found, "__file__", None) or ""))

    def module(self, name: str) -> types.ModuleType:
        """Import a module; raises what its import raises."""
        return importlib.import_module(f"{self._folder.name}.{name}")

    def is_missing(self, target: object, name: str) -> bool:
        """Whether ``target`` is one of the modules and does not define ``name``."""
        return (
            isinstance(target, types.ModuleType)
            and bool(self.own_file(getattr(target, "__file__", None) or ""))
            and not hasattr(target, name)
        )

    def own_name(self, target: object) -> str:
        """The name of one of the modules, without the package's."""
        return str(getattr(target, "__name__", "")).rpartition(".")[2]

    def own_file(self, path: str) -> str:
        """A path within the folder as the student knows it, e.g. ``engine.py``; else empty."""
        inside = path.startswith(f"{self._folder}{os.sep}")
        return path[len(str(self._folder)) + 1 :].replace(os.sep, "/") if inside else ""
