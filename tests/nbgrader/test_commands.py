"""`autograder nbgrader` on the command line."""

import subprocess
import sys

from autograder import cli


def test_the_commands_are_listed(capsys) -> None:
    """What is only for nbgrader itself is not."""
    assert cli.run(["nbgrader", "--help"]) == 0
    said = capsys.readouterr().out

    for name in ("init", "autograde", "sync"):
        assert f"  {name} " in said
    assert "prepare" not in said


def test_the_command_line_imports_neither_nbgrader_nor_traitlets() -> None:
    """It would cost seconds at every `autograder --help`."""
    code = (
        "import sys, autograder.cli; autograder.cli.run(['nbgrader', '--help'])\n"
        "print({'nbgrader', 'traitlets', 'torch', 'nbformat'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert ended.stdout.endswith("set()\n")


def test_a_folder_that_is_no_course_is_wrong_usage(tmp_path, capsys) -> None:
    """One line, and exit code 2."""
    assert cli.run(["nbgrader", "autograde", "00", "--course", str(tmp_path)]) == 2
    assert "Expected an nbgrader course" in capsys.readouterr().err
