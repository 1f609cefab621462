"""Patterns that meet a student's text take time linear in its length, whatever the text is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import autograder

_LENGTH = 16_000  # characters; what a student prints or hands in may be longer
_SECONDS = 0.5  # of processor time; a linear pattern takes a thousandth, a quadratic one seconds
_USUAL = (" ", "\n", "\t", "a", "0", "-", "_", "(", ":", "=", '"', "a ", "0.")
_TRUSTED = ("autograder.authoring", "autograder.release", "autograder.course.solutions")
_SEARCHES = {"search", "findall", "finditer", "sub", "split"}


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes], str]]:
    """Every pattern that a module of the kit has compiled, and how the module uses it."""
    for module in pkgutil.walk_packages(autograder.__path__, "autograder."):
        if module.name.startswith(_TRUSTED) or module.name.endswith(("__main__", "variants")):
            continue
        loaded = importlib.import_module(module.name)
        text = inspect.getsource(loaded)
        for name, value in vars(loaded).items():
            uses = set(re.findall(rf"\b{name}(?:\[[^\]]*\])?\.(\w+)\(", text))
            use = "search" if uses & _SEARCHES else min(uses, default="search")
            for one in value.values() if isinstance(value, dict) else [value]:
                if isinstance(one, re.Pattern) and f"{name} = " in text:
                    yield f"{module.name}.{name}", one, use


def texts(pattern: str) -> Iterator[str]:
    """What makes a pattern go back again and again: its own words and usual signs, repeated."""
    words = list(dict.fromkeys(re.findall(r"[A-Za-z#%\"'=<_]+", pattern)))[:8]
    for start in ("", *words):
        for unit in (*_USUAL, *words):
            yield start + unit * (_LENGTH // len(unit))


def seconds(pattern: re.Pattern[str] | re.Pattern[bytes], use: str, text: str) -> float:
    """Processor time that a use of a pattern takes."""
    given = text.encode() if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    getattr(pattern, use)(given)
    return time.process_time() - began


@pytest.mark.exhaustive
def test_a_pattern_takes_linear_time() -> None:
    """Else two thousand characters of output could hold the grader for minutes."""
    found = list(patterns())
    slow = {
        name: text[:40]
        for name, pattern, use in found
        for text in texts(str(pattern.pattern))
        if seconds(pattern, use, text) > _SECONDS
    }
    assert len(found) > 50
    assert not slow
