"""New courses, chapters and tasks that run at once: graded, self-tested, ready to be rewritten.

A new task asks for numbers around their mean. Its text, solution, checks, hints, known mistakes and
an accepted variant are all there and pass the self-test; the author replaces them piece by piece.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import chapters, courses
from autograder.course.chapter import NAME, Chapter
from autograder.course.source import read
from autograder.errors import UsageError

_README = """\
# A course of one's own

`solutions/` holds a file for each chapter: its text, its tasks and their answers. `chapters/` holds
a folder for each: public and hidden checks, known mistakes, accepted variants. `exercises/` is what
students get; `autograder build` writes it.

```sh
autograder --course . new chapter ch11_name     # a chapter with a first task
autograder --course . new task 11.name          # one more task
autograder --course . build                     # exercises/ from solutions/
python -m autograder.authoring.selftest --course . 11 --keys 3
autograder --course . release ../student-kit    # what students get, without hidden checks
```

Every command takes `--course`; `--course built-in --course .` has the kit's own chapters too. To
say it once, write `course = ["{folder}"]` into `{settings}`.
"""
_SOLUTION = """\
# %% [markdown] concepts="what this chapter teaches, in a line"
# # {label} · {title}
#
# What this chapter is about, and why it is worth an evening.

# %%
import torch
from torch import Tensor
"""
_TASK = '''
# %% [markdown]
# ## {heading}
#
# Say here what the task is good for, and show what a right answer looks like.

# %% task="{task}" points=3 minutes=5 concept="what this task teaches"
def {task}(x: Tensor) -> Tensor:
    """Move numbers so that their mean is 0.

    Args:
        x: floats of any shape; stays as it is.

    Returns:
        A tensor of the same shape and dtype, whose mean is 0.
    """
    ### BEGIN SOLUTION
    return x - x.mean()
    ### END SOLUTION
'''
_IMPORTS = """\
from __future__ import annotations

import numpy as np
import torch

from autograder.checks import expect
from autograder.checks.task import task
from autograder.remote.client import Student
"""
_PUBLIC = (
    '"""Public checks of chapter {label}: every student has them."""\n\n'
    f"{_IMPORTS}\nHINTS = {{\n}}\n"
)
_HIDDEN = '"""Hidden checks of chapter {label}: fresh data, edge cases."""\n\n' + _IMPORTS
_HINTS = """\
    "{task}": (
        "Look at the mean of what you return.",
        "Taking the same number from all of them moves their mean by that number.",
        "Which number has to be taken from each, and over which of them is it calculated?",
    ),
"""
_PUBLIC_CHECK = '''

@task("{task}", points=1)
def test_{task}_example(student: Student, rng: np.random.Generator) -> None:
    """Numbers keep their distances, and their mean is 0"""
    x = torch.tensor([[1.0, 2.0, 6.0], [4.0, 5.0, 12.0]])
    expect.close(student.{task}(x), x - 5, name="the result")
'''
_HIDDEN_CHECK = '''

@task("{task}", points=1)
def test_{task}_any_shape(student: Student, rng: np.random.Generator) -> None:
    """The mean is taken over all numbers, whatever their shape"""
    x = torch.from_numpy(rng.normal(3, 1, size=tuple(rng.integers(2, 5, size=3))))
    result = student.{task}(x)
    expect.shape(result, tuple(x.shape), name="the result")
    expect.close(result, x - x.mean(), name="the result")


@task("{task}", points=1)
def test_{task}_keeps_its_argument(student: Student, rng: np.random.Generator) -> None:
    """The tensor that was given stays as it is"""
    x = torch.from_numpy(rng.normal(3, 1, size=5))
    there = student.put(x)
    student.{task}(there)
    expect.equal(there.value(), x, name="the tensor that was given")
'''
_MISTAKES = """\
Known mistakes of chapter {label}, one a cell: three hints, then what differs from the solution.
"""
_MISTAKE = """
# %% mistake="{task}_adds_the_mean" task="{task}"
The mean of what you return is twice the mean that you were given.

To move numbers down by their mean, it has to be taken from them.

Look at the sign in your return line.

-    return x - x.mean()
+    return x + x.mean()

# %% mistake="{task}_starts_at_zero" task="{task}"
The smallest of your numbers is 0, and all the others are above it.

Where the smallest is 0, the mean is not: the numbers have to lie around 0.

Look at what you subtract.

-    return x - x.mean()
+    return x - x.min()

# %% mistake="{task}_changes_its_argument" task="{task}"
The tensor that you were given has changed.

An operation in place writes into the memory of the tensor it is called on, here the caller's.

Look for an operator with an = in it, or a method that ends in an underscore.

-    return x - x.mean()
+    x -= x.mean()
+    return x
"""
_VARIANTS = "# Right answers of chapter {label} in other forms: each earns all points.\n"
_VARIANT = """
# %% variant="{task}_in_two_steps" task="{task}"
def {task}(x):
    middle = torch.sum(x) / x.numel()
    return torch.sub(x, middle)
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of a chapter: what it begins with, and what each task adds."""

    path: str
    head: str
    for_a_task: str


_PARTS = (
    _Part("solutions/{name}.py", _SOLUTION, _TASK),
    _Part("chapters/{name}/__init__.py", '"""Chapter {label}."""\n', ""),
    _Part("chapters/{name}/public.py", _PUBLIC, _PUBLIC_CHECK),
    _Part("chapters/{name}/hidden.py", _HIDDEN, _HIDDEN_CHECK),
    _Part("chapters/{name}/mistakes.diff", _MISTAKES, _MISTAKE),
    _Part("chapters/{name}/variants.py", _VARIANTS, _VARIANT),
)


def new_course(folder: Path) -> list[Path]:
    """Make the folder of a course, without chapters yet; return the files written.

    Raises:
        UsageError: there is a course already, or the folder cannot be written.
    """
    folder = folder.resolve()
    if (folder / "solutions").exists():
        raise UsageError(f"{folder}: Expected a new folder, but there is a course in it.")
    readme = _README.format(folder=folder, settings=courses.settings_file())
    for name in ("solutions", "chapters", "exercises"):
        _make(folder / name)
    return _written({folder / "README.md": readme})


def new_chapter(name: str, title: str, task: str) -> list[Path]:
    """Add a chapter with one task to the course in force; return the files written.

    Args:
        name: full name, such as ``ch11_audio``.
        title: of its heading; made of the name if empty.
        task: id of its first task.

    Raises:
        UsageError: the name is none, or taken; several courses are in force.
    """
    found = NAME.fullmatch(name)
    if not found:
        raise UsageError(f"Expected a chapter's name such as ch11_audio, but got {name!r}.")
    if any(chapter.name == name for chapter in chapters.present()):
        raise UsageError(f"Expected a new name, but there is a chapter {name} already.")
    course = _course_to_write()
    title = title or found[2].replace("_", " ").capitalize()
    facts = {"name": name, "label": found[1], "title": title, **_facts_of_task(task)}
    return _written(
        {
            _place(part, course, facts): _filled(part.head, facts) + _filled(part.for_a_task, facts)
            for part in _PARTS
        },
        facts,
    )


def new_task(chapter: Chapter, task: str) -> list[Path]:
    """Add a task to a chapter; return the files changed.

    Raises:
        UsageError: the chapter is a package, or has a task of that name.
    """
    if chapter.package:
        raise UsageError(f"{chapter.name} is a package: write its tasks by hand.")
    if any(task == known.id for known in chapters.load(chapter).tasks):
        raise UsageError(f"Expected a new name, but {chapter.name} has a task {task} already.")
    facts = {"name": chapter.name, "label": chapter.label, **_facts_of_task(task)}
    places = {_place(part, chapter.course, facts): part for part in _PARTS if part.for_a_task}
    texts = {
        path: read(path).rstrip("\n") + "\n" + _filled(part.for_a_task, facts)
        for path, part in places.items()
    }
    return _written(texts, facts)


def _facts_of_task(task: str) -> dict[str, str]:
    if not task.isidentifier() or keyword.iskeyword(task):
        raise UsageError(f"Expected a task to be named as a function is, but got {task!r}.")
    return {"task": task, "heading": task.replace("_", " ").capitalize()}


def _course_to_write() -> Path:
    folders = courses.active()
    if len(folders) > 1:
        raise UsageError("Expected one course to add to, but several are in force. Name it alone.")
    return folders[0]


def _place(part: _Part, course: Path, facts: Mapping[str, str]) -> Path:
    kind, _, rest = part.path.format(**facts).partition("/")
    folder = courses.chapters_folder(course) if kind == "chapters" else course / kind
    return folder / rest


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """Replace ``{task}`` and the like; other braces are Python's."""
    for key, value in facts.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _written(texts: Mapping[Path, str], facts: Mapping[str, str] | None = None) -> list[Path]:
    for path, text in texts.items():
        _make(path.parent)
        if facts and path.name == "public.py":
            text = _with_hints(text, _filled(_HINTS, facts))
        path.write_text(text, encoding="utf-8")
    return list(texts)


def _with_hints(text: str, hints: str) -> str:
    """Add an entry to ``HINTS``: before the brace that closes it."""
    before, start, rest = text.partition("HINTS = {\n")
    entries, _, after = f"\n{rest}".partition("\n}\n")
    entries = f"{entries[1:]}\n" if entries else ""
    return f"{before}{start}{entries}{hints}}}\n{after}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{folder}: Expected a folder to write to, but got: {why}.") from None
