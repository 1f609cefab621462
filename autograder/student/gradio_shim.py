"""Gradio's interfaces for code that builds them, without Gradio.

A demo of chapter 09 is a web page around a function. A grade needs no page: it needs to know which
function was wrapped, how, and whether a server was started. So an `Interface` here keeps what it
was given under the names that the real one has (``fn``, ``input_components``,
``output_components``, ``examples``), and ``launch`` notes that it was called, starts nothing and
returns at once.

In a student's process it stands for Gradio wherever the process runs: the real one takes four
seconds to import, asks for sockets and programs that the sandbox denies, and a grade must not
depend on its version. Elsewhere it stands in only where the package is missing.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Callable
from typing import Any

_MODULES = ("gradio", "gradio.components", "gradio.themes")
_SHORT = {  # what the texts stand for that may be given in place of a component
    "image": "Image",
    "label": "Label",
    "number": "Number",
    "text": "Textbox",
    "textbox": "Textbox",
}
LAUNCHED: list[Any] = []
"""Every interface whose ``launch`` was called, in order."""


class Error(Exception):
    """What a function raises to show a message to the visitor."""


class Component:
    """A part of a page: keeps its settings as attributes."""

    def __init__(self, *values: Any, **settings: Any) -> None:
        self.values = values
        vars(self).update(settings)


class Image(Component):
    """A picture; ``type`` says how the function gets it.

    Raises:
        ValueError: there is no such type.
    """

    def __init__(self, *values: Any, type: str = "numpy", **settings: Any) -> None:  # noqa: A002
        if type not in ("numpy", "pil", "filepath"):
            raise ValueError(f"Expected type to be 'numpy', 'pil' or 'filepath', but got {type!r}.")
        super().__init__(*values, type=type, **settings)


class Label(Component):
    """Classes with their probabilities."""

    def __init__(self, *values: Any, num_top_classes: int | None = None, **settings: Any) -> None:
        super().__init__(*values, num_top_classes=num_top_classes, **settings)


class Number(Component):
    """A number."""


class Textbox(Component):
    """A text."""


class Interface:
    """A page with inputs, a button that calls a function, and outputs.

    Attributes:
        fn: the function.
        input_components, output_components: lists of components.
        examples, title: as given.
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        inputs: Any = None,
        outputs: Any = None,
        examples: Any = None,
        *,
        title: str | None = None,
        **settings: Any,
    ) -> None:
        if not callable(fn):
            raise TypeError(f"Expected fn to be a function, but got {fn!r}.")
        self.fn, self.title, self.settings = fn, title, settings
        self.input_components = _components(inputs)
        self.output_components = _components(outputs)
        self.examples = examples

    def launch(self, *_: Any, **__: Any) -> tuple[None, str, None]:
        """Note the call; no server is started."""
        LAUNCHED.append(self)
        return None, "", None

    def queue(self, *_: Any, **__: Any) -> Interface:
        """Settings of the server that is not there."""
        return self

    def close(self, *_: Any, **__: Any) -> None:
        """Nothing is open."""


def _components(given: Any) -> list[Any]:
    several = given if isinstance(given, list | tuple) else [given]
    return [_component(one) for one in several if one is not None]


def _component(given: Any) -> Any:
    if isinstance(given, type) and issubclass(given, Component):
        return given()
    if not isinstance(given, str):
        return given
    name = _SHORT.get(given.lower(), given.capitalize())
    return getattr(sys.modules["gradio"], name)()


def _other(name: str) -> type[Component]:
    """Any other component by its name, as ``gradio.Markdown``."""
    if not name[:1].isupper():
        raise AttributeError(f"module 'gradio' has no attribute {name!r}")
    return type(name, (Component,), {"__doc__": "Another part of a page."})


def modules() -> dict[str, types.ModuleType]:
    """The stand-in and its submodule, by name."""
    made = {name: types.ModuleType(name, __doc__) for name in _MODULES}
    for name, module in made.items():
        known = (Component, Image, Label, Number, Textbox, Interface, Error)
        vars(module).update({kind.__name__: kind for kind in known})
        vars(module).update(__getattr__=_other, __path__=[], __version__="0")
        module.__spec__ = importlib.machinery.ModuleSpec(name, None)
    parts = {name.partition(".")[2]: made[name] for name in _MODULES[1:]}
    vars(made["gradio"]).update(parts, LAUNCHED=LAUNCHED)
    return made


def place() -> None:
    """Let ``import gradio`` find the stand-in in this process."""
    sys.modules.update(modules())


def ensure() -> None:
    """Make ``gradio`` importable where it is not."""
    if "gradio" in sys.modules or importlib.util.find_spec("gradio") is not None:
        return
    place()
