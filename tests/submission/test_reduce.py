"""What is kept of a submission, and what is dropped."""

from __future__ import annotations

import ast
import json
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.submission import Submission, from_bytes, from_text


def module(text: str, *wanted: str) -> Submission:
    """Read a module."""
    return from_text(textwrap.dedent(text), "ch01_workflow", "a.py", wanted=wanted)


def kept(text: str, *wanted: str) -> list[str]:
    """Give the lines that are run, in order."""
    submission = module(text, *wanted)
    assert submission.problems == ()
    lines = textwrap.dedent(text).split("\n")
    for piece in submission.pieces:  # lines never move
        for number, line in enumerate(piece.source.split("\n"), piece.line):
            assert line in ("", lines[number - 1])
    return [line for piece in submission.pieces for line in piece.source.split("\n") if line]


def run(submission: Submission) -> dict[str, object]:
    """Run the pieces as the student's process does."""
    values: dict[str, object] = {"__name__": "submission"}
    for piece in submission.pieces:
        padded = "\n" * (piece.line - 1) + piece.source
        exec(compile(padded, piece.file, "exec", piece.flags, dont_inherit=True), values)
    return values


DEF = "def f(): return 1"


@pytest.mark.parametrize(
    "line",
    [
        "import torch",
        "from torch import nn as layers",
        "from torch.nn import *",
        DEF,
        "async def f(): pass",
        "class A: pass",
        "BATCH_SIZE = 32",
        "BATCH_SIZE: int = 32",
        "LOW, HIGH = 1, 2",
        "double = lambda x: 2 * x",
        "if FLAG: import torch",
        "if FLAG: LIMIT = 3",
        "with context: NAMES = []",
        "try: import torch\nexcept ImportError: torch = None",
        "try: import torch\nfinally: pass",
        "if FLAG:\n    class A: pass\nelse:\n    class A: pass",
        "match FLAG:\n    case 1: import torch",
    ],
)
def test_definitions_imports_and_constants_are_kept(line: str) -> None:
    """Needed or not, for graders may ask for them."""
    assert kept(line) == line.split("\n")


@pytest.mark.parametrize(
    "line",
    [
        '"""A text."""',
        "print(f())",
        "torch.manual_seed(42)",
        "torch.set_default_device('cuda')",
        "plt.plot(x, y)",
        "x = torch.rand(3)",
        "X, y = make_line()",
        "x[0] = 3",
        "x.data = 3",
        "x.append(3)",
        "for epoch in range(3): loss = train()",
        "for epoch in range(3):\n    def closure(): return 1\n    step(closure)",
        "while True: x = 1",
        "with torch.inference_mode(): y = model(x)",
        "if x: print(x)",
        "try: train()\nexcept ValueError: pass",
        "assert f() == 1",
        "raise SystemExit",
        "del f",
        "pass",
        "get_ipython().system('rm -rf x')",
        "x = get_ipython().getoutput('ls')",
        'if __name__ == "__main__":\n    import sys\n    LIMIT = f()',
        "return f()",
        "result = f(3)",
        "model = Model(f)",
    ],
)
def test_exploring_code_is_dropped(line: str) -> None:
    """What no definition needs is never run."""
    assert kept(f"{DEF}\n{line}") == [DEF]


@pytest.mark.parametrize(
    ("binding", "use"),
    [
        ("device = 'cpu'", "def g(): return device"),
        ("device = 'cpu'", "def g(x=device): return x"),
        ("device = 'cpu'", "def g() -> device: return 1"),
        ("device = 'cpu'", "class G:\n    place = device"),
        ("device = 'cpu'", "class G:\n    device = device"),
        ("device = 'cpu'", "class G:\n    def g(self): return [lambda: device for _ in '1']"),
        ("base = object", "class G(base): pass"),
        ("decorate = make()", "@decorate\ndef g(): pass"),
        ("count = 0", "def g():\n    global count\n    count += 1"),
        ("device = 'cpu'", "g = lambda: device"),
        ("device = 'cpu'", "PLACE = device"),
        ("a, (b, *c) = 1, (2, 3)", "def g(): return c"),
        ("x = 1\nx += 1", "def g(): return x"),
        ("x: int = 1", "def g(): return x"),
        ("for name in range(3): table = name", "def g(): return table"),
        ("for name in range(3): pass", "def g(): return name"),
        ("while not (x := 1): pass", "def g(): return x"),
        ("with open('f') as file: text = file.read()", "def g(): return text"),
        ("if True: x = 1\nelse: x = 2", "def g(): return x"),
        ("try: x = 1\nexcept ValueError: x = 2", "def g(): return x"),
        ("print(x := 3)", "def g(): return x"),
        ("match 3:\n    case x: pass", "def g(): return x"),
        ("x = 1", "def g():\n    def h(): return x\n    return h"),
        ("x = {}\nx['a'] = 1", "def g(): return x"),
        ("x = []\nx.append(1)", "def g(): return x"),
        ("x = []\nx[0].y.append(1).z()", "def g(): return x"),
        ("x = {}\nx['a'] += 1", "def g(): return x"),
        ("x = {}\ndel x['a']", "def g(): return x"),
        ("x = {}\nfor k in 'ab': x[k] = 1", "def g(): return x"),
        ("x = []\nfor k in 'ab': x.append(k)", "def g(): return x"),
        ("secret = 1", "def g(): return globals()['secret']"),
        ("secret = 1", "def g(): return eval('secret')"),
    ],
)
def test_what_a_definition_needs_is_kept(binding: str, use: str) -> None:
    """A right answer that leans on a global of any form stays right."""
    for text in (f"{binding}\n{use}", f"{use}\n{binding}"):
        assert kept(text) == text.split("\n")


def test_what_the_needed_needs_is_kept() -> None:
    """Up to the end of the chain, and no further."""
    text = """\
    x = 1
    other = 2
    y = x + 1
    z = [y for other in range(3)]
    def g(): return z
    """
    assert kept(text) == [
        "x = 1",
        "y = x + 1",
        "z = [y for other in range(3)]",
        "def g(): return z",
    ]


def test_a_local_name_needs_no_global() -> None:
    """A parameter called model does not keep the training run of a cell below."""
    text = """\
    def g(model, x):
        loss = model(x)
        return [y for y in loss]
    model = train(1_000)
    loss = model(3)
    y = x = loss
    """
    assert kept(text) == textwrap.dedent(text).split("\n")[:3]


@pytest.mark.parametrize(
    "line",
    [
        "f = torch.compile(f)",
        "fast = torch.compile(f)",
        "fast = functools.partial(f, 3)",
        "f = decorate(f)",
        "g = f",
        "relu = torch.nn.functional.relu",
        "f.calls = 0",
        "A.forward = f",
        "torch.backends.cudnn.benchmark = True",
        "A.register('x')",
    ],
)
def test_functions_made_without_def_are_kept(line: str) -> None:
    """Wrapping, renaming and patching are ways to write an answer."""
    start = "import functools, torch\ndef f(): return torch\nclass A: pass"
    assert kept(f"{start}\n{line}") == [*start.split("\n"), line]


def test_names_that_graders_want_are_kept() -> None:
    """Whatever expression gives them a value, and what it needs."""
    text = "n = 3\nx = 4\nmodel = Model(n)\nmodel.eval()"
    assert kept(text) == []
    assert kept(text, "model") == ["n = 3", "model = Model(n)", "model.eval()"]


def test_statements_on_one_line_stay_together() -> None:
    """A line is kept as it is, with what all of it needs."""
    assert kept("y = 2\nLIMIT = 1; x = y\nprint(1); print(2)") == ["y = 2", "LIMIT = 1; x = y"]
    assert kept("print(1); \\\nLIMIT = 3") == ["print(1); \\", "LIMIT = 3"]


def test_the_main_guard_is_dropped_only_as_such() -> None:
    """Another branch, or another comparison, is ordinary code."""
    for line in (
        'if __name__ == "__main__": A = 1\nelse: LIMIT = 2',
        'if __name__ != "__main__": LIMIT = 1',
    ):
        assert kept(line) == line.split("\n")


def test_later_definitions_win() -> None:
    """In values and in the places that are reported."""
    submission = module("def f(): return 1\n# %%\nLIMIT = 3\ndef f():\n    return 2\n")
    assert run(submission)["f"]() == 2  # type: ignore[operator]
    assert submission.definitions == {"f": "a.py:4", "LIMIT": "a.py:3"}
    assert submission.where("f") == "a.py:4"


def test_definitions_name_the_line_of_def_not_of_its_decorator() -> None:
    """Also inside ``if``."""
    submission = module("if 1:\n    @decorate\n    def f(): pass\nx = 1\n\nclass A: pass")
    assert submission.definitions == {"f": "a.py:3", "A": "a.py:6"}


def test_a_future_import_reaches_later_cells() -> None:
    """In a notebook, and also where it stands below other code."""
    cells = ["LIMIT = 3\nfrom __future__ import annotations\ndef f(x: Unknown): pass"]
    cells += ["def g(x: Unknown): return x"]
    full = [{"cell_type": "code", "source": source} for source in cells]
    data = json.dumps({"nbformat": 4, "cells": full}).encode()
    submission = from_bytes(data, "n.ipynb", "ch01_workflow")
    assert "g" in run(submission)
    assert submission.problems == ()
    assert run(module("from __future__ import annotations\n# %%\ndef g(x: Unknown): pass"))


@pytest.mark.parametrize(
    ("text", "where", "names"),
    [
        ("def g():\n    nonlocal x", "a.py:3", ("g",)),
        ("def g(x):\n    global x", "a.py:3", ("g",)),
        ("def g(x, x): pass", "a.py:2", ("g",)),
        ("class G:\n    return 3", "a.py:3", ("G",)),
        ("def g():\n    break", "a.py:3", ("g",)),
        ("LIMIT = await f()", "a.py:2", ("LIMIT",)),
        ("LIMIT = [(yield 1)]", "a.py:2", ("LIMIT",)),
    ],
)
def test_what_the_compiler_refuses_costs_only_itself(
    text: str, where: str, names: tuple[str, ...]
) -> None:
    """Errors that the parser does not see are problems at their own line."""
    submission = module(f"def f(): pass\n{text}\ndef h(): pass")
    assert list(submission.definitions) == ["f", "h"]
    (problem,) = submission.problems
    assert problem.where == where
    assert problem.names == names
    assert problem.message.startswith("SyntaxError: ")
    assert submission.where(names[0]) == where


def test_tracebacks_point_into_the_students_file() -> None:
    """Through dropped lines, cells and salvaged blocks."""
    text = "x = 1\nprint(\n x)\n# %%\n\ny = 2\ndef f():\n    raise ValueError\n# %%\ndef g(:\n"
    submission = module(text)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the student's own, without a text)
        run(submission)["f"]()  # type: ignore[operator]
    last = caught.traceback[-1]
    assert (Path(str(last.path)).name, last.lineno + 1) == ("a.py", 8)


def test_warnings_of_students_code_stay_silent() -> None:
    """An invalid escape is a warning for the student's process, not for ours."""
    assert kept("PATTERN = '\\d'\ndef f(): return 1 is 1") == [
        "PATTERN = '\\d'",
        "def f(): return 1 is 1",
    ]


def test_a_chapter_is_read_quickly() -> None:
    """Some 500 lines take less than 30 ms, or 8 times what Python's parser takes here."""
    function = '''
    @torch.inference_mode()
    def evaluate_{n}(model: nn.Module, X: Tensor, y: Tensor, loss_fn: nn.Module) -> float:
        """Measure the loss in evaluation mode.

        Args:
            model: any model.
            X: inputs, shape (n, ...).
            y: targets.
        """
        model.eval()
        total, right = 0.0, 0
        for start in range(0, len(X), 32):
            logits = model(X[start : start + 32])
            total += loss_fn(logits, y[start : start + 32]).item()
        return total / len(X)

    model_{n} = LinearRegression()
    print(evaluate_{n}(model_{n}, X, y))
    # %%
    '''
    text = "# %%\n" + textwrap.dedent("".join(function.format(n=n) for n in range(27)))
    assert 500 < text.count("\n") < 600
    reading = min(_seconds(lambda: module(text)) for _ in range(15))
    parsing = min(_seconds(lambda: ast.parse(text)) for _ in range(15))
    assert reading < max(0.03, 8 * parsing)


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start
