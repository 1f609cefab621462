"""The commands about a class: ``grade``, ``collect`` and ``report``.

As in ``cli``, heavy imports wait inside the commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from autograder.errors import KitError, UsageError

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

_DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])
_LAYOUTS = click.Choice(
    [
        "auto",
        "canvas",
        "moodle",
        "blackboard",
        "gradescope",
        "google",
        "github",
        "nbgrader",
        "plain",
    ]
)
_device = click.option("--device", type=_DEVICES, default="auto", help="Where tensors live.")
_layout = click.option("--layout", type=_LAYOUTS, default="auto", help="Whose download it is.")
_path = click.Path()  # as text: importing pathlib alone costs what starting python does


@click.command()
@click.argument("source", type=_path)
@click.option("-o", "--output", type=_path, default="run", metavar="RUN", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time.")
@click.option("--key-file", type=_path, help="The secret of the run; made if absent.")
@click.option("--chapter", metavar="CHAPTER", help="Grade this chapter only.")
@_layout
@click.option("--roster", type=_path, metavar="FILE", help="CSV of all who are in the class.")
@_device
@click.option("--scheduler", metavar="ADDRESS", default="", help="Grade on this Dask cluster.")
@click.option("--trust-submissions", is_flag=True, help="Grade without a sandbox if need be.")
@click.option(
    "--repair",
    type=click.FloatRange(0, 600),
    metavar="SECONDS",
    help="How long, for each submission, to look for lines of mistakes that have no name: by "
    "default 10, but no more than a third of what its checks take. 0 turns it off.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be graded, and why.")
@click.option(
    "--appeal",
    metavar="STUDENT",
    help="Repeat this student's grades with the run's key, compare, and write a page to send.",
)
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON, one line each.")
def grade(
    source: str,
    output: str,
    jobs: int | None,
    key_file: str | None,
    chapter: str | None,
    layout: str,
    roster: str | None,
    device: str,
    scheduler: str,
    trust_submissions: bool,
    repair: float | None,
    dry_run: bool,
    appeal: str | None,
    as_json: bool,
) -> int:
    """Grade a class with public and hidden checks; a stopped run goes on where it stopped.

    SOURCE is a folder or zip with <student>/<chapter>/<files>, or as Canvas, Moodle, Blackboard,
    Google Classroom, Gradescope or GitHub Classroom gives it; a single file is one submission.
    Results, gradebook.csv and summary.csv go to RUN.
    """
    from pathlib import Path

    from autograder.classroom.grade import grade
    from autograder.classroom.options import ClassOptions
    from autograder.course import chapters
    from autograder.grading.request import for_class

    options = ClassOptions(
        submissions=Path(source),
        run=Path(output),
        request=for_class(device, repair),
        workers=jobs,
        key_file=Path(key_file) if key_file else None,
        trusted=trust_submissions,
        chapter=chapters.find(chapter) if chapter else None,
        scheduler=scheduler,
        layout=layout,
        roster=Path(roster) if roster else None,
        as_json=as_json,
    )
    if dry_run:
        from autograder.classroom.dry_run import dry_run as look

        look(options)
        return 0
    if appeal is not None:
        from autograder.reports.appeal import appeal as repeat

        return complete(repeat(options, appeal))
    return complete(grade(options))


@click.command()
@click.argument("source", type=_path)
@click.argument("folder", metavar="DIR", type=_path)
@click.option("--chapter", metavar="CHAPTER", help="Collect this chapter only.")
@_layout
def collect(source: str, folder: str, chapter: str | None, layout: str) -> int:
    """Write what a class handed in as DIR/<student>/<chapter>/<files>, as nbgrader takes it too.

    SOURCE is what `autograder grade` takes. What DIR holds of other students and chapters stays.
    """
    from pathlib import Path

    from autograder.classroom.collect import collect as write
    from autograder.classroom.grade import tell
    from autograder.course import chapters
    from autograder.text import counted, one_line

    found = write(Path(source), Path(folder), layout, chapters.find(chapter) if chapter else None)
    tell(found, layout)
    for member in found.members:
        if member.note:
            click.echo(f"{one_line(member.person.id)}: {one_line(member.note)}", err=True)
    click.echo(f"{folder}: {counted(len(found.hand_ins), 'submission')}")
    return 0


@click.command()
@click.argument("run", type=_path)
@click.option("--junit", type=_path, metavar="FILE", help="Also write JUnit XML.")
@click.option("--gradescope", type=_path, metavar="DIR", help="Also write Gradescope's JSON.")
@click.option("--canvas", type=_path, metavar="FILE", help="Also write grades for Canvas.")
@click.option("--moodle", type=_path, metavar="FILE", help="Also write grades for Moodle.")
@click.option("--csv", type=_path, metavar="FILE", help="Also write grades as a plain table.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["staff", "students"]),
    default="staff",
    show_default=True,
    help="Who reads the pages: those for students hold no hidden values and no other student.",
)
@click.option("--nbgrader", type=_path, metavar="DIR", help="Course that knows what was late.")
def report(run: str, audience: str, nbgrader: str | None, **exports: str | None) -> int:
    """Write pages of a graded class: scores, hard tasks, frequent mistakes, a page per student.

    RUN/report/index.html is the class's page; RUN/report/for-students has pages that students can
    be sent. The gradebook is written again and shown.
    """
    from pathlib import Path

    from autograder.reports import report as write
    from autograder.reports.audience import Audience

    paths = {kind: Path(path) for kind, path in exports.items() if path}
    write(Path(run), paths, Audience(audience), _late(Path(nbgrader)) if nbgrader else None)
    return 0


def _late(folder: Path) -> dict[tuple[str, str], timedelta]:
    """Read what was late from the gradebook of an nbgrader course."""
    try:
        from autograder.nbgrader.lateness import late
        from autograder.nbgrader.layout import find_course
    except ImportError as error:
        raise UsageError(
            f"--nbgrader: Expected nbgrader to be installed, but got: {error}. "
            "Install it with: pip install 'pytorch-autograder[instructor]'"
        ) from None
    return late(find_course(folder))


def complete(failed: int) -> int:
    """Return 0, or raise KitError if there are submissions that the kit failed to grade."""
    if not failed:
        return 0
    raise KitError(
        f"{failed} of the submissions could not be graded, which is the kit's fault, not the "
        "students'. Run the same command again: it grades only those."
    )
