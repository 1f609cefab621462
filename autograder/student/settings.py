"""Settings of torch, Python and pyplot that hold for a whole process: found, compared, put back.

A function that leaves one of them changed alters what all code after it does, which no value of its
own shows.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from autograder.course import changes
from autograder.course.changes import Change

_HIGHEST = "highest"
_SEED, _OPEN, _AXES = "torch's seed", "pyplot's open figures", "pyplot's current axes"
_WORDS = {_SEED: changes.SEEDS, _OPEN: changes.FIGURES, _AXES: changes.FIGURES}


def reset() -> None:
    """Put torch's settings back to those of a fresh process."""
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    torch.autograd.set_detect_anomaly(False)
    if torch.get_deterministic_debug_mode():  # turning it off imports torch._inductor
        torch.use_deterministic_algorithms(False)
    if _precision() != _HIGHEST:
        torch.set_float32_matmul_precision(_HIGHEST)
    torch.backends.cudnn.benchmark = torch.backends.cudnn.deterministic = False


def found() -> dict[str, str]:
    """Return each setting by name, as a student may read it; pyplot's while a figure is open."""
    return {
        "autograd": _switch(torch.is_grad_enabled()),
        "inference mode": _switch(torch.is_inference_mode_enabled()),
        "anomaly detection": _switch(torch.is_anomaly_enabled()),
        "deterministic algorithms": ("off", "warned of", "on")[
            torch.get_deterministic_debug_mode()
        ],
        "cuDNN's benchmark": _switch(torch.backends.cudnn.benchmark),
        "cuDNN's deterministic": _switch(torch.backends.cudnn.deterministic),
        "the precision of float32 products": _precision(),
        "the number of threads": str(torch.get_num_threads()),
        "the default dtype": str(torch.get_default_dtype()),
        "the default device": str(torch.get_default_device()),
        "the working folder": _folder(),
        "the display of warnings": _switch(not any(map(_hides_all, warnings.filters))),
        _SEED: str(torch.initial_seed()),
        **_figures(),
        **{f"the environment variable {name}": value for name, value in os.environ.items()},
    }


def changed(before: Mapping[str, str]) -> Iterator[Change]:
    """Yield the settings that differ from ``before``.

    What was absent takes the place of nothing: a first figure, and the variables that torch and
    other libraries set for themselves.
    """
    now = found()
    for name, was in before.items() if now != before else ():
        if now.get(name) != was:
            yield Change(_WORDS.get(name, changes.SETTINGS), name, was, now.get(name, "absent"))


def _switch(on: bool) -> str:
    return "on" if on else "off"


def _precision() -> str:
    try:
        return torch.get_float32_matmul_precision()
    except RuntimeError:  # torch refuses to say where it was set for a single backend
        return f"{torch.backends.cuda.matmul.fp32_precision} for CUDA"


def _folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:
        return "a folder that is gone"


def _hides_all(rule: tuple[Any, ...]) -> bool:
    """Whether a rule of ``warnings`` hides every warning; imports add narrower ones."""
    return rule == ("ignore", None, Warning, None, 0)


def _figures() -> dict[str, str]:
    pylab: Any = sys.modules.get("matplotlib._pylab_helpers")
    if pylab is None or not pylab.Gcf.figs:
        return {}
    figure = pylab.Gcf.get_active().canvas.figure
    axes = figure.axes
    return {
        _OPEN: ", ".join(map(str, sorted(pylab.Gcf.figs))),
        _AXES: f"number {axes.index(figure.gca()) + 1}" if axes else "none",
    }
