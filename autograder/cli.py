"""The command line. Heavy imports wait inside the commands, so that ``--help`` is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from autograder import __version__
from autograder.commands import exit_codes
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands.checking import Target
    from autograder.course.chapters import Chapter
    from autograder.grading.request import GradeRequest
    from autograder.remote.launch import Template

_DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])
_device = click.option("--device", type=_DEVICES, default="auto", help="Where tensors live.")
_path = click.Path()  # as text: importing pathlib alone costs what starting python does


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="autograder %(version)s")
@click.option(
    "--course",
    "names",
    metavar="DIR",
    multiple=True,
    help="Use this course; again for another, and `built-in` for the kit's own.",
)
def cli(names: tuple[str, ...]) -> None:
    """Auto-graded exercises for the course PyTorch for Deep Learning."""
    from autograder.course import courses

    courses.choose(names)


@cli.command()
@click.argument("what", metavar="[CHAPTER[.TASK]]", required=False)
@click.option("--submission", type=_path, metavar="PATH", help="Check this file instead.")
@_device
@click.option("--in-process", is_flag=True, help="Run your code here, so that a debugger works.")
@click.option(
    "--repair",
    type=click.FloatRange(0, 600),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to look for the line of a mistake that has no name; 0 turns it off, and so does "
    "--watch.",
)
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON, one line a chapter.")
@click.option("--watch", is_flag=True, help="Check again whenever the file is saved.")
@click.option("--github", is_flag=True, help="Write GitHub's annotations and job summary.")
@click.option("--traceback", is_flag=True, help="Show where the kit itself failed.")
def check(
    what: str | None,
    submission: str | None,
    device: str,
    in_process: bool,
    repair: float,
    as_json: bool,
    watch: bool,
    github: bool,
    traceback: bool,
) -> int:
    """Check your work with the public checks: points, first difference, next step.

    CHAPTER is 01, 1 or ch01_workflow; 01.make_line is one task. Without it, all your chapters are
    checked. Your work is read from exercises/.
    """
    from pathlib import Path

    from autograder.commands import checking
    from autograder.grading.request import GradeRequest

    if traceback:
        os.environ[exit_codes.TRACEBACK] = "1"
    targets = checking.choose(what, Path(submission) if submission else None)
    changes = checking.changes(targets) if watch else iter(())
    in_process = in_process or os.name == "nt"  # Windows cannot wait for a pipe with a deadline
    template = None if in_process else _start_template(checking.imports(targets))
    request = GradeRequest(
        device=device,
        template=template,
        in_process=in_process,
        repair_seconds=0 if watch else repair,  # whoever watches has an answer at once
    )
    try:
        if github:
            from autograder.commands.github import check_all

            return check_all(targets, request)
        complete = [_check(target, request, as_json) for target in targets]
        if watch:
            click.echo("Waiting for you to save a file; Ctrl-C ends this.", err=True)
        for target in changes:
            _check_again(target, request, as_json)
    finally:
        if template:
            template.close()
    return 0 if all(complete) else 1


@cli.command()
@click.argument("task", metavar="TASK")
def hint(task: str) -> int:
    """Show the next hint for a task, such as 01.make_line."""
    from autograder.commands import hints
    from autograder.course import chapters
    from autograder.text import harmless

    chapter, name = chapters.find_task(task)
    if name is None:
        raise _no_task(chapter)
    full = hints.name_of(chapter.name, name)
    home = hints.home()
    tasks = hints.read_progress(home)
    found = hints.next_hint(tasks.get(full), hints.general_hints(chapter, name))
    if found is None:
        click.echo(f"There is no hint for {chapter.label}.{name}.")
        return 0
    hints.write_progress(home, {**tasks, full: hints.advanced(tasks.get(full), found)})
    click.echo(f"{chapter.label}.{name}, hint {found.level} of {found.levels}:")
    click.echo(click.wrap_text(harmless(found.text), 80, "  ", "  "))
    last = found.level == found.levels
    click.echo("That was the last hint." if last else "Ask again for the next one.")
    return 0


@cli.command()
def progress() -> int:
    """Show how far you are in each chapter, and what is next."""
    from autograder import screen
    from autograder.commands import hints
    from autograder.commands.progress import progress_page
    from autograder.course import chapters

    tasks = hints.read_progress(hints.home())
    console = screen.open_console()
    sources = [chapters.load(chapter) for chapter in chapters.existing()]
    console.print(progress_page(sources, tasks, screen.glyphs(console)))
    return 0


@cli.command()
@click.argument("task", metavar="TASK")
@click.option("--submission", type=_path, metavar="PATH", help="The file, if not in exercises/.")
def reset(task: str, submission: str | None) -> int:
    """Start a task anew, such as 01.make_line; a copy of your file is kept."""
    from pathlib import Path

    from autograder.commands import checking, hints, restore

    (target,) = checking.choose(task, Path(submission) if submission else None)
    if target.task is None:
        raise _no_task(target.chapter)
    copy = restore.reset(target.chapter, target.task, target.path, hints.home())
    click.echo(f"{target.path}: {target.task} is as it was at the start. Before: {copy}")
    return 0


@cli.command()
@click.argument("name", required=False)
@click.option("--source", metavar="SOURCE", help="Real data: download, folder, zip, URL.")
@click.option("--grid", type=_path, metavar="PNG", help="Draw a sample of NAME as a picture.")
def data(name: str | None, source: str | None, grid: str | None) -> int:
    """List the embedded data sets, verify their files; fetch or draw the one called NAME."""
    from pathlib import Path

    from autograder import data as sets

    if name is None and (source or grid):
        raise UsageError("Expected the name of a data set, such as fashion, but got none.")
    if name and source:
        click.echo(f"{name}: {sets.fetch(name, source)}")
    if name and grid:
        sets.sample_grid(name, Path(grid), real=source is not None)
        click.echo(f"wrote {grid}")
    for row in [] if source or grid else sets.rows(name):
        counts = ", ".join(f"{n} {split}" for split, n in row.counts.items()) or "any number"
        click.echo(f"{row.name}: {row.title}. {counts}; {row.size // 1024} KiB; {row.licence}")
    problems = sets.verify()
    for problem in problems:
        click.echo(problem, err=True)
    return 1 if problems else 0


@cli.command()
def doctor() -> int:
    """Look at this machine: devices, versions, sandbox; what to do about each."""
    from autograder.commands.doctor import main as examine

    return int(examine() or 0)


def _add_instructor_commands() -> None:
    """Add the instructor's and the author's commands; a student's kit has none."""
    if find_spec("autograder.commands.instructor"):
        from autograder.commands import instructor

        for command in instructor.COMMANDS:
            cli.add_command(command)


_add_instructor_commands()


def main() -> None:
    """Run the command line and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code, whatever happens."""
    return exit_codes.guarded(cli, arguments)


def _no_task(chapter: Chapter) -> UsageError:
    from autograder.course import chapters

    tasks = chapters.load(chapter).tasks
    names = ", ".join(f"{chapter.label}.{task.id}" for task in tasks)
    return UsageError(f"Expected one task of chapter {chapter.label}: {names}.")


def _start_template(preload: Sequence[str]) -> Template:
    """Start the template before torch is imported here: both take a second, at the same time."""
    from autograder.remote.launch import Template

    return Template.start(preload=preload)


def _check(target: Target, request: GradeRequest, as_json: bool) -> bool:
    from autograder.commands import checking, hints

    checked = checking.check(target, request)
    result = checked.result
    home = hints.home()
    hints.write_progress(home, hints.remember(hints.read_progress(home), result))
    if as_json:
        import json

        click.echo(json.dumps(result.to_json()))
    else:
        from autograder import screen
        from autograder.commands.page import check_page

        console = screen.open_console()
        console.print(check_page(checking.page(checked), screen.glyphs(console)))
    return result.points == result.max_points


def _check_again(target: Target, request: GradeRequest, as_json: bool) -> None:
    """Check a file once more after it was saved; print the error if it cannot be read."""
    click.clear()
    click.echo()
    try:
        _check(target, request, as_json)
    except UsageError as error:
        exit_codes.say(str(error), 2, error)
