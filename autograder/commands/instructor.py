"""The instructor's and the author's commands, which a student's kit does not have.

As in ``cli``, heavy imports wait inside the commands.
"""

from __future__ import annotations

import click

from autograder.commands.classes import collect, complete, grade, report
from autograder.commands.new import new
from autograder.commands.similar import similar
from autograder.errors import UsageError
from autograder.gradescope.commands import gradescope_zip
from autograder.nbgrader.commands import nbgrader

_path = click.Path()  # as text: importing pathlib alone costs what starting python does


@click.command()
@click.option("-o", "--output", type=_path, default="demo", metavar="DIR", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time.")
def demo(output: str, jobs: int | None) -> int:
    """Grade a small made-up class, to see what the kit does."""
    from pathlib import Path

    from autograder.commands.demo import run_demo

    return complete(run_demo(Path(output), jobs))


@click.command()
@click.option("--check", is_flag=True, help="Only compare; fail if something differs.")
def build(check: bool) -> int:
    """Write exercises/ from solutions/ and name authors' errors."""
    from autograder.authoring.build import build as build_exercises
    from autograder.authoring.problems import errors_in
    from autograder.course import courses

    errors = [error for course in courses.active() for error in errors_in(course)]
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


@click.command()
@click.argument("folder", metavar="DIR", type=_path)
@click.option("--kit", metavar="URL", help="Address of the kit, for notebooks opened in Colab.")
def release(folder: str, kit: str | None) -> int:
    """Write the student kit to DIR and prove that it gives nothing away.

    DIR gets exercises, public checks, data and a package that works on its own. Sources, notebooks,
    wheel and sdist are searched for solutions, hidden checks and the code of known mistakes.
    """
    from pathlib import Path

    from autograder.release import release as write_kit

    proof = write_kit(Path(folder), kit)
    click.echo(f"{folder}: {proof}")
    return 0


@click.command()
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
def bench(rounds: int) -> int:
    """Measure what grading costs, as ratios."""
    from autograder.commands.bench import main as measure

    measure(rounds)
    return 0


COMMANDS: tuple[click.Command, ...] = (
    *(bench, build, collect, demo, grade, gradescope_zip, nbgrader, new, release, report, similar),
)
