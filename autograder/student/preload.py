"""Choose the modules that a template imports before its first fork."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

USUAL = (
    "torch._dynamo",  # the first optimiser imports it: a second in every process that trains
    "torch._dynamo.repro.after_aot",  # so does the first torch.compile: four hundred modules
    "torch.fx.experimental.symbolic_shapes",  # matrices on the meta device: half a second
    "torch.utils.data",
    "autograder.backbone",  # the sandbox hides the kit from student code, but not what it may use
    "autograder.data",
    "matplotlib.pyplot",
    "sklearn.datasets",
    "sklearn.model_selection",
    *(f"torchvision.{name}" for name in ("datasets", "io", "models", "transforms")),
    *(f"torchvision.{name}" for name in ("transforms.v2", "utils")),
)
"""What submissions import, now or when they first use something."""

_KIT = r"autograder(?:\.| +import +)"  # and not the metadata of a notebook's cells
_SIGNS = {
    "torch._dynamo": "optim|compile|_dynamo",
    "torch._dynamo.repro.after_aot": "compile|_dynamo",
    **dict.fromkeys(("autograder.backbone", "autograder.data"), _KIT),
}


def wanted(sources: Iterable[bytes]) -> list[str]:
    """Return those of `USUAL` that the texts of submissions seem to import.

    A text that hides an import only makes its own process import it.
    """
    signs = {name: _SIGNS.get(name, name.partition(".")[0]) for name in USUAL}
    words = {name: re.compile(rb"\b(?:%s)\b" % sign.encode()) for name, sign in signs.items()}
    texts = list(sources)
    return [name for name, word in words.items() if any(map(word.search, texts))]


@contextmanager
def importing() -> Iterator[None]:
    """Turn garbage collection off while torch is imported, which saves a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
