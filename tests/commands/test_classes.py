"""The commands about a class offer what the class's package knows."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from autograder.classroom import layouts
from autograder.cli import run as command
from autograder.commands.classes import collect, grade


@pytest.mark.parametrize("of", [collect, grade])
def test_every_layout_can_be_chosen(of: click.Command) -> None:
    """The command line lists them itself, so that its help is quick."""
    (option,) = (one for one in of.params if one.name == "layout")

    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == layouts.CHOICES


def test_a_wrong_roster_is_told_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No folder is made."""
    (tmp_path / "ada").mkdir()
    (tmp_path / "roster.csv").write_text("colour\nred\n")
    run = tmp_path / "run"

    code = command(
        ["grade", str(tmp_path), "-o", str(run), "--roster", str(tmp_path / "roster.csv")]
    )

    assert code == 2
    assert "roster.csv: Expected a roster" in " ".join(capsys.readouterr().err.split())
    assert not run.exists()
