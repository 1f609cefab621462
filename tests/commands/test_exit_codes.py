"""Every command ends with a code that a script can rely on, and says what is wrong in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from autograder import cli
from autograder.commands import exit_codes
from autograder.course.chapters import ROOT
from autograder.errors import KitError, UsageError


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UsageError("a.py: Expected x, but got y."), 2, "autograder: a.py: Expected x, but got y."),
        (KitError("no template"), 3, "autograder: no template"),
        (UsageError("evil\n\x1b[2Jname"), 2, "autograder: evil \\x1b[2Jname"),
        (KeyboardInterrupt(), 130, ""),
        (
            click.UsageError("no such thing"),
            2,
            "autograder: no such thing Try `autograder --help`.",
        ),
    ],
)
def test_an_error_is_a_code_and_a_line(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kit's errors have a line of their own, and nothing in it acts on the terminal."""

    @click.command()
    def command() -> None:
        raise error

    assert exit_codes.guarded(command, []) == code
    assert capsys.readouterr().err.strip() == line


def test_a_command_gives_its_own_code() -> None:
    """What a command returns is the exit code; nothing is success."""
    assert exit_codes.guarded(click.Command("a", callback=lambda: 1), []) == 1
    assert exit_codes.guarded(click.Command("b", callback=lambda: None), []) == 0


def test_the_kits_own_failure_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anything unexpected ends with exit code 3, one line, and a way to see more."""
    arguments = ["report", "a\0b"]  # no shell can pass this on
    monkeypatch.delenv(exit_codes.TRACEBACK, raising=False)

    assert cli.run(arguments) == 3
    error = capsys.readouterr().err
    assert error.startswith("autograder: ValueError: ")
    assert error.endswith(
        "This is the kit's own fault, not yours; set AUTOGRADER_TRACEBACK=1 to see where.\n"
    )
    monkeypatch.setenv(exit_codes.TRACEBACK, "1")
    assert cli.run(arguments) == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a pipe of a POSIX shell")
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """``autograder ... | head`` ends without a complaint."""
    command = f"{sys.executable} -m autograder check --help | true"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""


def test_a_command_without_arguments_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Who types the name alone wants to know what there is, line by line."""
    group = click.Group("autograder", help="What it does.", no_args_is_help=True)

    assert exit_codes.guarded(group, []) == 2
    assert "\n  What it does.\n" in capsys.readouterr().err
