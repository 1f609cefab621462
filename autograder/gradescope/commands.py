"""``autograder gradescope-zip``; heavy imports wait in the command."""

from __future__ import annotations

import click

_path = click.Path()


@click.command("gradescope-zip")
@click.argument("chapter", metavar="CHAPTER")
@click.argument("output", type=_path, metavar="OUT.zip")
@click.option(
    "--key-file", type=_path, help="The secret of the grades; else OUT.key, made if absent."
)
@click.option(
    "--minutes",
    type=click.IntRange(2, 40),
    default=10,
    show_default=True,
    help="The assignment's timeout on Gradescope.",
)
@click.option("--index", default="", metavar="URL", help="A package index with torch's CPU builds.")
@click.option("--trust-submissions", is_flag=True, help="Grade without a sandbox if need be.")
def gradescope_zip(
    chapter: str,
    output: str,
    key_file: str | None,
    minutes: int,
    index: str,
    trust_submissions: bool,
) -> int:
    """Make an autograder for Gradescope, which grades CHAPTER whenever a student hands it in.

    Upload OUT.zip as the autograder of a programming assignment. It holds the chapter's hidden
    checks and the key: show it to no student.
    """
    from pathlib import Path

    from autograder.course import chapters
    from autograder.gradescope import bundle

    path, found = Path(output), chapters.find(chapter)
    bundle.write(
        path,
        found,
        Path(key_file) if key_file else path.with_suffix(".key"),
        trusted=trust_submissions,
        minutes=minutes,
        index=index,
    )
    points = sum(task.points for task in chapters.load(found).tasks)
    click.echo(f"wrote {output}. Give the assignment {points} autograder points, 4 GB of memory")
    click.echo(f"and a timeout of {minutes} minutes, and test it there before it is released.")
    return 0
