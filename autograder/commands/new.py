"""``autograder new``: a course, a chapter or a task that runs at once and waits to be rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from autograder.course import courses
from autograder.errors import UsageError


@click.group()
def new() -> None:
    """Make a course of one's own, a chapter or a task that can be graded at once."""


@new.command()
@click.argument("folder", metavar="DIR", type=click.Path())
def course(folder: str) -> int:
    """Make a course in DIR."""
    from autograder.authoring import skeleton

    _tell(skeleton.new_course(Path(folder)))
    click.echo(f"Next: autograder --course {folder} new chapter ch11_name")
    return 0


@new.command()
@click.argument("name")
@click.option("--title", default="", help="Its heading; made of NAME unless given.")
@click.option("--task", default="centre", help="Name of its first task.", show_default=True)
def chapter(name: str, title: str, task: str) -> int:
    """Add the chapter NAME, such as ch11_audio, to the course in force."""
    from autograder.authoring import skeleton

    _tell(skeleton.new_chapter(name, title, task))
    _build()
    click.echo(f"Next: {_selftest()} {name}")
    return 0


@new.command()
@click.argument("name", metavar="CHAPTER.TASK")
def task(name: str) -> int:
    """Add a task to a chapter, such as 11.loudest."""
    from autograder.authoring import skeleton
    from autograder.course import chapters

    head, dot, tail = name.partition(".")
    if not dot:
        raise UsageError(f"Expected a chapter and a task such as 11.loudest, but got {name!r}.")
    found = chapters.find(head)
    _tell(skeleton.new_task(found, tail))
    _build()
    click.echo(f"Next: {_selftest()} {found.name} --only {tail}")
    return 0


def _selftest() -> str:
    """The command that measures a chapter of the courses in force."""
    named = "".join(f" --course {course}" for course in courses.private())
    return f"python -m autograder.authoring.selftest{named}"


def _tell(paths: Sequence[Path]) -> None:
    for path in paths:
        click.echo(f"wrote {path}")


def _build() -> None:
    from autograder.authoring.build import build

    _tell(build())
