"""The student kit's own pages: what to do first, and how it is installed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.authoring import readme
from autograder.course.source import Source

_README = """\
# Auto-graded exercises for *PyTorch for Deep Learning*

Exercises for Daniel Bourke's course at learnpytorch.io, with checks that tell what was expected,
what your code gave, and where to look. Needs Python 3.10 or newer. In this folder, and best in a
fresh virtual environment:

```sh
python -m pip install -c constraints.txt .   # the tested versions; newer ones may work without -c
autograder check                             # everything is "not started yet", as it should be
```

{table}

## Where to work

Each chapter in `exercises/` is a module (`ch01_workflow.py`) and a notebook of the same tasks
(`ch01_workflow.ipynb`). Use the one you like. Write your code where it says `TODO`, then check it:

```sh
autograder check 01              # a chapter; `autograder check 01.make_line` is one task
autograder check 01 --watch      # again whenever you save
autograder hint 01.make_line     # a hint; again for the next of three levels
autograder progress              # where you are, and what is next
autograder reset 01.make_line    # a task as it was at the start; your file is kept as a copy
autograder data                  # the data sets that come with the kit
autograder doctor                # what this machine has, what is missing, what to do about it
pytest                           # the same checks with plain pytest
```

In a notebook, run the first cell, then a task's own, then the `check(...)` below it. It grades what
you ran last, whether the notebook is saved or not. For notebooks, install with `".[notebook]"`
instead of `.`, then start `jupyter lab exercises/`.

In Colab, upload a zip of this folder beside the notebook and write its name into the first cell, as
in `KIT = "kit.zip"`. {colab}

In a repository on GitHub, every push is checked: *Actions* shows a table of your tasks, and errors
stand beside the lines they are about. What is not started is no failure.

## What counts

These are the public checks, about a third of a task's points. Your grade also rests on checks
that are not in this kit, with fresh data and edge cases: *all public checks passed* is not *done*.
Read what the task's text asks for, and try your code on inputs of your own.

To step through your code with a debugger, put `breakpoint()` in it and use
`autograder check 01 --in-process`. Nothing you write or run is sent anywhere.
"""
_ADDRESS = "The first cell of these notebooks knows an address, so there is nothing to upload."
_KEPT = re.compile(
    r"build-system|project|project\.optional-dependencies|project\.scripts"
    r"|project\.entry-points\.\w+|tool\.hatch\.version|tool\.hatch\.build\.targets\.wheel"
)
_TABLE = re.compile(r"^\[(?P<name>[\w.-]+)\][ \t]*$\n", re.MULTILINE)
_EXTRAS = re.compile(r"^(?!notebook\b)\w+ = \[[^\]]*\]\n", re.MULTILINE)
_DESCRIPTION = re.compile(r"^description = .*$", re.MULTILINE)
_OWN = """\
[tool.hatch.build]
ignore-vcs = true  # a kit may lie in a folder that some repository ignores

[tool.hatch.build.targets.wheel.force-include]
course_data = "autograder/_course_data"

[tool.pytest.ini_options]
testpaths = ["exercises"]
addopts = ["--import-mode=importlib"]
"""


def page(sources: Sequence[Source], address: str | None) -> str:
    """The README for students.

    Args:
        sources: the chapters of the kit.
        address: where notebooks find the kit, or None.
    """
    text = _README.format(table=readme.table(sources), colab=_ADDRESS if address else "")
    return "\n".join(line.rstrip() for line in text.split("\n"))


def project(pyproject: str) -> str:
    """The kit's pyproject: the project's own, without what only its developers need."""
    parts = _TABLE.split(pyproject)
    tables = dict(zip(parts[1::2], parts[2::2], strict=True))
    kept = {name: text.strip("\n") for name, text in tables.items() if _KEPT.fullmatch(name)}
    extras = "project.optional-dependencies"
    kept[extras] = _EXTRAS.sub("", f"{kept[extras]}\n").strip("\n")
    kept["project"] = _DESCRIPTION.sub(
        'description = "Exercises for the course PyTorch for Deep Learning, for students"',
        kept["project"],
    )
    return "\n\n".join([*(f"[{name}]\n{text}" for name, text in kept.items()), _OWN])
