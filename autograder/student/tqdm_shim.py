"""Progress bars for modules that import them, on machines without the package ``tqdm``.

The course's training loop wraps its epochs in ``tqdm.auto.tqdm``. A grade needs no bar, and the kit
does not depend on one.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any


class _Bar:
    """Iterates, and takes all that a progress bar is told."""

    def __init__(self, iterable: Iterable[Any] = (), *_: Any, **__: Any) -> None:
        self._iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self._iterable)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


def ensure() -> None:
    """Make ``tqdm`` and its variants importable where they are not."""
    if "tqdm" in sys.modules or importlib.util.find_spec("tqdm") is not None:
        return
    for name in ("tqdm", "tqdm.auto", "tqdm.notebook", "tqdm.std"):
        module = types.ModuleType(name)
        module.tqdm = _Bar  # type: ignore[attr-defined]
        module.trange = lambda *sizes, **_: _Bar(range(*sizes))  # type: ignore[attr-defined]
        module.__path__ = []
        module.__spec__ = importlib.machinery.ModuleSpec(name, None)  # torch._dynamo looks at it
        sys.modules[name] = module
