"""Settings of torch and Python that hold for a whole process: found, compared, put back.

A function that leaves one of them changed alters what all code after it does, which no value of its
own shows.
"""

from __future__ import annotations

from pathlib import Path

import torch


def reset() -> None:
    """Put torch's settings back to those of a fresh process."""
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    if torch.are_deterministic_algorithms_enabled():  # turning it off imports torch._inductor
        torch.use_deterministic_algorithms(False)


def found() -> dict[str, str]:
    """Return each setting by name, as a student may read it."""
    return {
        "autograd": "on" if torch.is_grad_enabled() else "off",
        "the default dtype": str(torch.get_default_dtype()),
        "the default device": str(torch.get_default_device()),
        "the working folder": _folder(),
    }


def changed(before: dict[str, str]) -> dict[str, list[str]]:
    """Return the settings that differ from ``before``: by name, what each was and what it is."""
    return {name: [before[name], now] for name, now in found().items() if now != before[name]}


def _folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:
        return "a folder that is gone"
