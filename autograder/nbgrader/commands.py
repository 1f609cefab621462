"""``autograder nbgrader ...``; as in the kit's command line, heavy imports wait in the commands."""

from __future__ import annotations

import click

_path = click.Path()
_course = click.option(
    "--course", type=_path, default=".", metavar="DIR", show_default=True, help="The course."
)
_jobs = click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time.")
_trust = click.option(
    "--trust-submissions", is_flag=True, help="Grade without a sandbox if need be."
)
_DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])
_device = click.option("--device", type=_DEVICES, default="auto", help="Where tensors live.")


@click.group()
def nbgrader() -> None:
    """Run the course with nbgrader: release, grade safely, give feedback."""


@nbgrader.command()
@click.argument("folder", type=_path, metavar="DIR")
@click.option("--kit", metavar="SOURCE", help="Where students' notebooks install the kit from.")
def init(folder: str, kit: str | None) -> None:
    """Make a ready nbgrader course in DIR; what is there stays as it is.

    Go there and use nbgrader as ever: generate_assignment, autograde, generate_feedback, export.
    """
    from pathlib import Path

    from autograder.authoring.notebooks import KIT
    from autograder.nbgrader.init import init as make

    for path in make(Path(folder), kit or KIT):
        click.echo(f"wrote {path}")
    click.echo(f"{folder} is ready. Next: cd {folder}, then nbgrader generate_assignment NAME")


@nbgrader.command(context_settings={"ignore_unknown_options": True})
@click.argument("assignment")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@_course
@_jobs
@_trust
@_device
def autograde(
    assignment: str,
    options: tuple[str, ...],
    course: str,
    jobs: int | None,
    trust_submissions: bool,
    device: str,
) -> int:
    """Grade ASSIGNMENT (01, ch01_workflow) in the sandbox, then run nbgrader autograde.

    Further options, such as --force, are nbgrader's. Modules handed in without a notebook, which
    nbgrader passes over, are put into its gradebook too.
    """
    from pathlib import Path

    from autograder.nbgrader.autograde import autograde as run
    from autograder.nbgrader.layout import find_course
    from autograder.nbgrader.prepare import PrepareOptions

    wanted = PrepareOptions(assignment, workers=jobs, trusted=trust_submissions, device=device)
    return run(find_course(Path(course)), wanted, options)


@nbgrader.command(hidden=True)
@click.argument("assignment")
@click.option("--students", default="*")
@_course
@_jobs
@_trust
@_device
def prepare(
    assignment: str,
    students: str,
    course: str,
    jobs: int | None,
    trust_submissions: bool,
    device: str,
) -> int:
    """Grade what nbgrader autograde is about to ask for."""
    from pathlib import Path

    from autograder.nbgrader.layout import find_course
    from autograder.nbgrader.prepare import PrepareOptions
    from autograder.nbgrader.prepare import prepare as grade

    wanted = PrepareOptions(assignment, students, jobs, trust_submissions, device)
    return 1 if grade(find_course(Path(course)), wanted) else 0


@nbgrader.command()
@click.argument("run", type=_path)
@_course
def sync(run: str, course: str) -> None:
    """Put the grades of RUN, made by `autograder grade`, into the course's gradebook."""
    from pathlib import Path

    from autograder.nbgrader.layout import find_course
    from autograder.nbgrader.sync import sync as put

    count = put(find_course(Path(course)), Path(run))
    click.echo(f"{count} graded chapters are in the gradebook. Next: nbgrader export")
