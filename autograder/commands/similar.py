"""The command ``similar``; as in ``cli``, heavy imports wait inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from autograder.similarity.compare import Pair

_path = click.Path()  # as text: importing pathlib alone costs what starting python does


@click.command()
@click.argument("run", type=_path)
@click.option("--also", type=_path, metavar="DIR", multiple=True, help="An earlier class or run.")
@click.option("--chapter", metavar="CHAPTER", help="Compare this chapter only.")
@click.option("-o", "--output", type=_path, metavar="DIR", help="Folder of the page.")
@click.option("--json", "as_json", is_flag=True, help="Print all pairs as JSON, one line each.")
def similar(
    run: str, also: tuple[str, ...], chapter: str | None, output: str | None, as_json: bool
) -> int:
    """Find hand-ins of a graded class that are alike: evidence for a person, not a verdict.

    The code of each chapter is compared within the class, with earlier classes and with the
    reference solution. RUN/similar/index.html shows the pairs side by side.
    """
    from pathlib import Path

    from autograder.classroom.runfolder import RunFolder
    from autograder.course import chapters
    from autograder.similarity import page
    from autograder.similarity.search import search

    only = chapters.find(chapter) if chapter else None
    found = search(RunFolder(Path(run)), [Path(one) for one in also], only)
    path = (Path(output) if output else Path(run) / "similar") / "index.html"
    page.write(path, found.pairs, found.compared)
    if as_json:
        _print_json(found.pairs)
    else:
        _show(found.pairs, found.compared, str(path))
    return 0


def _print_json(found: Mapping[str, Sequence[Pair]]) -> None:
    import json

    from autograder.similarity.page import rarest

    for chapter, pairs in found.items():
        for pair in pairs:
            facts = {
                "chapter": chapter,
                "left": pair.left.owner,
                "right": pair.right.owner,
                "share": round(pair.share, 3),
                "passages": len(pair.shared),
                "rarest": rarest(pair),
                "holders": pair.holders,
            }
            click.echo(json.dumps(facts))


def _show(found: Mapping[str, Sequence[Pair]], compared: int, path: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from autograder.screen import open_console
    from autograder.similarity.compare import groups
    from autograder.similarity.page import EVIDENCE, owners
    from autograder.text import counted, one_line

    table = Table("chapter", "alike", box=None, pad_edge=False)
    for title in ("share", "passages"):
        table.add_column(title, justify="right")
    every = [(chapter, group) for chapter, pairs in found.items() for group in groups(pairs)]
    for chapter, group in every:
        names = Text(one_line(", ".join(owners(group))))
        best = max(group, key=lambda pair: pair.share)
        table.add_row(chapter, names, f"{best.share:.0%}", str(len(best.shared)))
    console = open_console()
    if every:
        console.print(table)
    alike = counted(len(every), "group") + " alike"
    console.print(f"{counted(compared, 'hand-in')} compared: {alike}.")
    console.print(EVIDENCE)
    console.print(f"{path} shows them side by side, for staff alone.", style="dim")
