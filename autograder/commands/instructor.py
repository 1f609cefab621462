"""The instructor's and the author's commands, which a student's kit does not have.

As in ``cli``, heavy imports wait inside the commands.
"""

from __future__ import annotations

import click

from autograder.commands.new import new
from autograder.errors import KitError, UsageError
from autograder.gradescope.commands import gradescope_zip
from autograder.nbgrader.commands import nbgrader

_DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])
_device = click.option("--device", type=_DEVICES, default="auto", help="Where tensors live.")
_path = click.Path()  # as text: importing pathlib alone costs what starting python does


@click.command()
@click.argument("submissions", type=_path)
@click.option("-o", "--output", type=_path, default="run", metavar="RUN", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time.")
@click.option("--key-file", type=_path, help="The secret of the run; made if absent.")
@click.option("--chapter", metavar="CHAPTER", help="Grade this chapter only.")
@_device
@click.option("--scheduler", metavar="ADDRESS", default="", help="Grade on this Dask cluster.")
@click.option("--trust-submissions", is_flag=True, help="Grade without a sandbox if need be.")
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON, one line each.")
def grade(
    submissions: str,
    output: str,
    jobs: int | None,
    key_file: str | None,
    chapter: str | None,
    device: str,
    scheduler: str,
    trust_submissions: bool,
    as_json: bool,
) -> int:
    """Grade a class with public and hidden checks; a stopped run goes on where it stopped.

    SUBMISSIONS holds <student>/<chapter>/<files> or <student>/<chapter>.py, .ipynb or .zip; a
    single file or folder is one submission. Results, gradebook.csv and summary.csv go to RUN.
    """
    from pathlib import Path

    from autograder.classroom.grade import grade
    from autograder.classroom.options import ClassOptions
    from autograder.course import chapters
    from autograder.grading.request import GradeRequest

    options = ClassOptions(
        submissions=Path(submissions),
        run=Path(output),
        request=GradeRequest(hidden=True, device=device),
        workers=jobs,
        key_file=Path(key_file) if key_file else None,
        trusted=trust_submissions,
        chapter=chapters.find(chapter) if chapter else None,
        scheduler=scheduler,
        as_json=as_json,
    )
    return _complete(grade(options))


@click.command()
@click.argument("run", type=_path)
@click.option("--junit", type=_path, metavar="FILE", help="Also write JUnit XML.")
@click.option("--gradescope", type=_path, metavar="DIR", help="Also write Gradescope's JSON.")
def report(run: str, junit: str | None, gradescope: str | None) -> int:
    """Write pages of a graded class: scores, hard tasks, frequent mistakes, a page per student.

    RUN/report/index.html is the class's page. The gradebook is written again and shown.
    """
    from pathlib import Path

    from autograder.reports import report as write

    write(Path(run), Path(junit) if junit else None, Path(gradescope) if gradescope else None)
    return 0


@click.command()
@click.option("-o", "--output", type=_path, default="demo", metavar="DIR", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time.")
def demo(output: str, jobs: int | None) -> int:
    """Grade a small made-up class, to see what the kit does."""
    from pathlib import Path

    from autograder.commands.demo import run_demo

    return _complete(run_demo(Path(output), jobs))


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
    wheel and sdist are searched for solutions, hidden checks and known mistakes.
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


def _complete(failed: int) -> int:
    if not failed:
        return 0
    raise KitError(
        f"{failed} of the submissions could not be graded, which is the kit's fault, not the "
        "students'. Run the same command again: it grades only those."
    )


COMMANDS: tuple[click.Command, ...] = (
    *(bench, build, demo, grade, gradescope_zip, nbgrader, new, release, report),
)
