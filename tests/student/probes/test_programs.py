"""Programs are run, reported, and ended when they take too long."""

import os
import sys
import time
from typing import Any

import pytest

from autograder.student.probes import programs


@pytest.mark.parametrize("forks", [True, False])
def test_a_program_reports_and_leaves_this_process_alone(forks, tmp_path, monkeypatch):
    """Its working folder and arguments are its own."""
    if forks and not programs.FORKS:
        pytest.skip("a fork is not safe here")
    monkeypatch.setattr(programs, "FORKS", forks)
    before = os.getcwd(), sys.argv  # noqa: PTH109

    def run():
        os.chdir(tmp_path)
        sys.argv = ["program.py"]
        return {"arguments": sys.argv}

    assert programs.report_of(run, "program.py", 5.0) == {"arguments": ["program.py"]}
    assert (os.getcwd(), sys.argv) == before  # noqa: PTH109


@pytest.mark.skipif(not programs.FORKS, reason="needs a fork that an alarm can end")
def test_an_endless_program_is_ended():
    """After its seconds."""

    def endless() -> dict[str, Any]:
        time.sleep(60)
        return {}

    with pytest.raises(TimeoutError, match="endless did not end within 1 seconds"):
        programs.report_of(endless, "endless", 1.0)


def test_the_last_line_of_an_error_is_short():
    """Its class and message, however long."""
    assert programs.last_line(ValueError("no")) == "ValueError: no"
    assert len(programs.last_line(ValueError("x" * 900))) == 500
