"""What chapter 09 places in the student's process to look at web pages, and a stage to run apps on.

Pages are Gradio's interfaces, as a rule the stand-in's (`gradio_shim`). An ``app.py`` is run in a
fork, with fresh modules, an argument list and a working folder of its own, and an alarm that ends
it: the sandbox starts no programs.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import runpy
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from PIL import Image

from autograder.student import gradio_shim, probes
from autograder.student.probes import programs
from autograder.student.probes.programs import Report, last_line
from autograder.student.runner import CappedOutput


def described(demo: Any) -> dict[str, Any]:
    """What a Gradio interface was given (the real one's, or that of the kit's stand-in)."""
    if not hasattr(demo, "input_components"):
        return {"interface": False, "type": type(demo).__name__}
    inputs, outputs = demo.input_components, demo.output_components
    return {
        "interface": True,
        "inputs": [type(part).__name__ for part in inputs],
        "outputs": [type(part).__name__ for part in outputs],
        "gives": [getattr(part, "type", None) for part in inputs],
        "top": [getattr(part, "num_top_classes", None) for part in outputs],
        "examples": _paths(getattr(demo, "examples", None)),
        "title": getattr(demo, "title", None),
    }


def _paths(examples: Any) -> list[str]:
    """The paths of examples, whether each is in a list of its own or not."""
    rows = examples if isinstance(examples, list | tuple) else []
    return [os.fspath(row[0] if isinstance(row, list | tuple) and row else row) for row in rows]


def visit(demo: Any, image: Image.Image) -> list[Any]:
    """What a visitor is shown who gives this picture: one value for each output.

    The function gets it as the interface's picture component hands it over.

    Raises:
        ValueError: the function gives another number of values than there are outputs.
    """
    kind = getattr(demo.input_components[0], "type", "numpy")
    given: Any = image
    if kind == "numpy":
        given = np.array(image)
    elif kind == "filepath":
        handle, given = tempfile.mkstemp(suffix=".png")
        os.close(handle)
        image.save(given)
    result = demo.fn(given)
    several = len(demo.output_components) != 1
    values = list(result) if several and isinstance(result, list | tuple) else [result]
    if len(values) != len(demo.output_components):
        raise ValueError(
            f"The function gave {len(values)} values, but the interface has "
            f"{len(demo.output_components)} outputs"
        )
    return values


def launched() -> int:
    """How many of the stand-in's interfaces were launched since `replace_gradio`."""
    return len(gradio_shim.LAUNCHED)


def replace_gradio() -> None:
    """Forget what was launched; Gradio is the stand-in from here until the check ends.

    Code that holds the real one already (in a check without a process of its own) starts no server.
    """
    gradio_shim.LAUNCHED.clear()
    real = _hide("gradio")
    for name in ("Blocks", "Interface"):
        kind = getattr(real.get("gradio"), name, None)
        own = "launch" in getattr(kind, "__dict__", ())  # an inherited one is replaced where it is
        if own and kind is not gradio_shim.Interface:
            probes.replace(kind, "launch", gradio_shim.Interface.launch)

    def undo() -> None:
        _hide("gradio")
        sys.modules.update(real)

    probes.afterwards(undo)
    gradio_shim.place()


def _hide(*names: str) -> dict[str, ModuleType]:
    """Take these modules, and what is in them, out of what is imported; returns them."""
    hidden = [name for name in sys.modules if name.partition(".")[0] in names]
    return {name: sys.modules.pop(name) for name in hidden}


def run_app(
    folder: str, cwd: str, pictures: Sequence[str], *, main: bool = True, seconds: float = 8.0
) -> Report:
    """Run ``app.py`` of a folder as a program, or import it, and visit the page that it launched.

    Gradio is the kit's stand-in here, whatever is installed: no server starts.

    Args:
        folder: where app.py is.
        cwd: the working folder.
        pictures: paths of pictures to give to the page.
        main: whether it is run as a program.
        seconds: after which it is ended.

    Returns:
        ``error`` (what was raised; empty if nothing), ``launched`` (how many interfaces),
        ``demo`` (the last one's description, None without one), ``examples`` (whether each
        example's file is there), ``answers`` (what each picture's visitor is shown, or a text: what
        was raised).

    Raises:
        TimeoutError: it did not end in time.
    """
    place = Path(folder).absolute()

    def program(report: Report) -> None:
        os.chdir(cwd)
        sys.argv = [str(place / "app.py")]
        names = runpy.run_path(str(place / "app.py"), run_name="__main__" if main else "app")
        report["launched"] = len(gradio_shim.LAUNCHED)
        built = [v for v in names.values() if isinstance(v, gradio_shim.Interface)]
        for demo in [*built, *gradio_shim.LAUNCHED][-1:]:
            report["demo"] = described(demo)
            report["examples"] = [Path(path).is_file() for path in report["demo"]["examples"]]
            report["answers"] = [_answer(demo, path) for path in pictures]

    return _run(program, place, f"{place.name}/app.py", seconds)


def _answer(demo: Any, path: str) -> Any:
    try:
        with Image.open(path) as image:
            image.load()
            return json.loads(json.dumps(visit(demo, image), default=_number))
    except Exception as error:
        return last_line(error)


def _number(value: Any) -> float:
    """A number of NumPy's as Python's.

    Raises:
        TypeError: it is something that a page cannot show.
    """
    if isinstance(value, np.generic):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _run(program: Callable[[Report], None], folder: Path, what: str, seconds: float) -> Report:
    """Run a program; returns what was reported."""
    report = programs.report_of(lambda: _report(program, folder), what, seconds)
    print(report.pop("out"), end="")
    return report


def _report(program: Callable[[Report], None], folder: Path) -> Report:
    report: Report = {"error": "", "launched": 0, "demo": None, "examples": [], "answers": []}
    output = CappedOutput()
    with (
        _fresh_modules(folder),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
    ):
        try:
            program(report)
        except SystemExit as end:
            report["error"] = f"SystemExit: {end.code}" if end.code else ""
        except BaseException as error:
            report["error"] = last_line(error)
            traceback.print_exception(error)
    return report | {"out": output.text}


@contextlib.contextmanager
def _fresh_modules(folder: Path) -> Iterator[None]:
    """As ``python app.py`` finds things: its folder first, none of its modules imported yet."""
    gradio_shim.LAUNCHED.clear()
    own = [path.stem for path in folder.glob("*.py")]
    hidden = _hide("gradio", *own)
    gradio_shim.place()
    before = sys.path[:]
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = before
        _hide("gradio", *own)
        sys.modules.update(hidden)
