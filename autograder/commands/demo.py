"""``autograder demo``: write the submissions of a made-up class and grade it like any other."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from autograder.authoring import build, notebooks
from autograder.classroom.grade import grade
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import RunFolder
from autograder.commands.democlass import BROKEN, CLASS, MODULE, ZIP, Recipe
from autograder.course import chapters, compose, mistakes
from autograder.course.source import Source
from autograder.errors import UsageError
from autograder.reports import pages
from autograder.screen import open_console


def run_demo(folder: Path, workers: int | None = None) -> int:
    """Write the class to ``folder``, grade it, and say what to try next.

    Args:
        folder: gets ``submissions`` and ``run``.
        workers: submissions graded at the same time; None for one a processor.

    Returns:
        How many submissions the kit failed to grade.

    Raises:
        UsageError: this kit holds no solutions, or the folder cannot be written.
    """
    submissions, run = folder / "submissions", folder / "run"
    try:
        write_class(submissions)
    except OSError as error:
        raise UsageError(
            f"{folder}: Expected a folder to write the class to, but got: {error.strerror}. "
            "Choose another with -o."
        ) from error
    console = open_console()
    console.print(f"{len(CLASS)} students handed in {submissions}; grading them as")
    console.print(f"    autograder grade {submissions} -o {run}\n", style="bold")
    # The class is made of our own code, so it is graded where there is no sandbox too.
    failed = grade(ClassOptions(submissions, run, workers=workers, trusted=True))
    pages.write(RunFolder(run))
    console.print("\nTry next:", style="bold")
    for step in _next_steps(submissions, run):
        console.print(f"    {step}", soft_wrap=True)
    return failed


def write_class(folder: Path) -> None:
    """Write every student's files: ``<student>/<chapter>/<file>``, or a zip of them."""
    names = {recipe.chapter for recipes in CLASS.values() for recipe in recipes}
    sources = {name: chapters.load(chapters.find(name)) for name in sorted(names)}
    unsolved = [source.path for source in sources.values() if not source.solved]
    if unsolved:
        raise UsageError(
            f"{unsolved[0]}: Expected the solutions, from which the demo's submissions are made, "
            "but this kit holds none. The demo needs the instructor's kit."
        )
    for student, recipes in CLASS.items():
        for recipe in recipes:
            name, content = _file(sources[recipe.chapter], recipe)
            path = folder / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _file(source: Source, recipe: Recipe) -> tuple[str, bytes]:
    """Return name and content of the file to hand in for a recipe."""
    answers = _answers(source, recipe)
    name = source.chapter.name
    module = compose.module(source, answers).encode()
    if recipe.form == MODULE:
        return f"{name}/{name}.py", module
    if recipe.form == ZIP:
        return f"{name}.zip", _zipped(f"{name}.py", module)
    text = notebooks.dumps(build.compose_notebook(source, answers)).encode()
    return f"{name}/{name}.ipynb", text[: len(text) // 2] if recipe.form == BROKEN else text


def _answers(source: Source, recipe: Recipe) -> dict[str, str | None]:
    """Return, by task, the code that replaces its solution."""
    catalogue = {mistake.id: mistake for mistake in mistakes.catalogue(source.chapter)}
    known = [catalogue[name] for name in recipe.mistakes]
    answers: dict[str, str | None] = {m.task: m.source for m in known}
    names = [task.id for task in source.tasks]
    first = names.index(recipe.untouched) if recipe.untouched else len(names)
    return {**answers, **recipe.code, **dict.fromkeys(names[first:])}


def _zipped(name: str, content: bytes) -> bytes:
    """A zip of one file, with the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _next_steps(submissions: Path, run: Path) -> list[str]:
    return [
        f"{RunFolder(run).page}   the class in a browser (`autograder report` writes it)",
        f"{run}/results/   every check of every student, as JSON",
        f"change a file in {submissions} and grade again: the others are not graded twice",
    ]
