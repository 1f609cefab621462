"""The command line. Heavy imports wait inside the commands, so that ``--help`` is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from autograder import __version__, exits
from autograder.errors import KitError, UsageError

if TYPE_CHECKING:
    from autograder.chapters import Chapter
    from autograder.checking import Target
    from autograder.launch import Template

_DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])
_device = click.option("--device", type=_DEVICES, default="auto", help="Where tensors live.")
_path = click.Path()  # as text: importing pathlib alone costs what starting python does


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="autograder %(version)s")
def cli() -> None:
    """Auto-graded exercises for the course PyTorch for Deep Learning."""


@cli.command()
@click.argument("what", metavar="[CHAPTER[.TASK]]", required=False)
@click.option("--submission", type=_path, metavar="PATH", help="Check this file instead.")
@_device
@click.option("--in-process", is_flag=True, help="Run your code here, so that a debugger works.")
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON, one line a chapter.")
@click.option("--watch", is_flag=True, help="Check again whenever the file is saved.")
@click.option("--traceback", is_flag=True, help="Show where the kit itself failed.")
def check(
    what: str | None,
    submission: str | None,
    device: str,
    in_process: bool,
    as_json: bool,
    watch: bool,
    traceback: bool,
) -> int:
    """Check your work with the public checks: points, first difference, next step.

    CHAPTER is 01, 1 or ch01_workflow; 01.make_line is one task. Without it, all your chapters are
    checked. Your work is read from exercises/.
    """
    from pathlib import Path

    from autograder import checking

    if traceback:
        os.environ[exits.TRACEBACK] = "1"
    targets = checking.choose(what, Path(submission) if submission else None)
    changes = checking.changes(targets) if watch else iter(())
    here = in_process or os.name == "nt"  # Windows cannot wait for a pipe with a deadline
    template = None if here else _start_template(checking.imports(targets))
    try:
        complete = [_check(target, template, device, as_json) for target in targets]
        if watch:
            click.echo("Waiting for you to save a file; Ctrl-C ends this.", err=True)
        for target in changes:
            _check_again(target, template, device, as_json)
    finally:
        if template:
            template.close()
    return 0 if all(complete) else 1


@cli.command()
@click.argument("task", metavar="TASK")
def hint(task: str) -> int:
    """Show the next hint for a task, such as 01.make_line."""
    from autograder import chapters, hints
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
    from autograder import chapters, hints, screen
    from autograder.overview import progress_page

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

    from autograder import checking, hints, restore

    (target,) = checking.choose(task, Path(submission) if submission else None)
    if target.task is None:
        raise _no_task(target.chapter)
    copy = restore.reset(target.chapter, target.task, target.path, hints.home())
    click.echo(f"{target.path}: {target.task} is as it was at the start. Before: {copy}")
    return 0


@cli.command()
@click.argument("submissions", type=_path)
@click.option("-o", "--output", type=_path, default="run", metavar="RUN", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time.")
@click.option("--key-file", type=_path, help="The secret of the run; made if absent.")
@click.option("--chapter", metavar="CHAPTER", help="Grade this chapter only.")
@_device
@click.option("--trust-submissions", is_flag=True, help="Grade without a sandbox if need be.")
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON, one line each.")
def grade(
    submissions: str,
    output: str,
    jobs: int | None,
    key_file: str | None,
    chapter: str | None,
    device: str,
    trust_submissions: bool,
    as_json: bool,
) -> int:
    """Grade a class with public and hidden checks; a stopped run goes on where it stopped.

    SUBMISSIONS holds <student>/<chapter>/<files> or <student>/<chapter>.py, .ipynb or .zip; a
    single file or folder is one submission. Results, gradebook.csv and summary.csv go to RUN.
    """
    from pathlib import Path

    from autograder import chapters, classroom

    only = chapters.find(chapter) if chapter else None
    order = classroom.Order(
        submissions=Path(submissions),
        run=Path(output),
        workers=jobs,
        key_file=Path(key_file) if key_file else None,
        trusted=trust_submissions,
        device=device,
        chapter=only,
        as_json=as_json,
    )
    return _complete(classroom.grade(order))


@cli.command()
@click.argument("run", type=_path)
def report(run: str) -> int:
    """Write the gradebook of a run again and show it."""
    from pathlib import Path

    from autograder import classroom

    classroom.report(Path(run))
    return 0


@cli.command()
@click.option("-o", "--output", type=_path, default="demo", metavar="DIR", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time.")
def demo(output: str, jobs: int | None) -> int:
    """Grade a small made-up class, to see what the kit does."""
    from pathlib import Path

    from autograder.demo import run_demo

    return _complete(run_demo(Path(output), jobs))


@cli.command()
@click.option("--check", is_flag=True, help="Only compare; fail if something differs.")
def build(check: bool) -> int:
    """Write exercises/ from solutions/ and name authors' errors."""
    from autograder.authoring import errors_in
    from autograder.build import build as build_exercises

    errors = errors_in()
    for error in errors:
        click.echo(str(error), err=True)
    stale = build_exercises(check=check)
    for path in stale:
        click.echo(f"{path}: differs from its solution" if check else f"wrote {path}")
    if not stale:
        click.echo("exercises/ is up to date.")
    if errors:
        return UsageError.exit_code
    if check and stale:
        click.echo("Run `autograder build` and commit the result.", err=True)
        return 1
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
    for row in [] if source or grid else sets.rows():
        if name in (None, row.name):
            counts = ", ".join(f"{n} {split}" for split, n in row.counts.items()) or "any number"
            click.echo(f"{row.name}: {row.title}. {counts}; {row.size // 1024} KiB; {row.licence}")
    problems = sets.verify()
    for problem in problems:
        click.echo(problem, err=True)
    return 1 if problems else 0


@cli.command()
def doctor() -> int:
    """Look at this machine: devices, versions, sandbox; what to do about each."""
    from autograder.doctor import main as examine

    return int(examine() or 0)


@cli.command()
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
def bench(rounds: int) -> int:
    """Measure what grading costs, as ratios."""
    from autograder.bench import main as measure

    measure(rounds)
    return 0


def main() -> None:
    """Run the command line and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code, whatever happens."""
    return exits.guarded(cli, arguments)


def _complete(failed: int) -> int:
    if not failed:
        return 0
    raise KitError(
        f"{failed} of the submissions could not be graded, which is the kit's fault, not the "
        "students'. Run the same command again: it grades only those."
    )


def _no_task(chapter: Chapter) -> UsageError:
    from autograder import chapters

    tasks = chapters.load(chapter).tasks
    names = ", ".join(f"{chapter.label}.{task.id}" for task in tasks)
    return UsageError(f"Expected one task of chapter {chapter.label}: {names}.")


def _start_template(preload: Sequence[str]) -> Template:
    """Start the template before torch is imported here: both take a second, at the same time."""
    from autograder.launch import Template

    return Template.start(preload=preload)


def _check(target: Target, template: Template | None, device: str, as_json: bool) -> bool:
    from autograder import checking, hints

    checked = checking.check(target, template, device)
    result = checked.result
    home = hints.home()
    hints.write_progress(home, hints.remember(hints.read_progress(home), result))
    if as_json:
        import json

        click.echo(json.dumps(result.to_json()))
    else:
        from autograder import screen

        console = screen.open_console()
        console.print(screen.check_page(checking.page(checked), screen.glyphs(console)))
    return result.points == result.max_points


def _check_again(target: Target, template: Template | None, device: str, as_json: bool) -> None:
    """Check a file that is being worked on: a broken one is told, not the end."""
    click.clear()
    click.echo()
    try:
        _check(target, template, device, as_json)
    except UsageError as error:
        exits.say(str(error), 2, error)
