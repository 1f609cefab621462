"""A class that is stopped at any moment: nothing stays behind, and the next run goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.course import chapters, compose
from autograder.stopping import Stopped, stoppable

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
STUDENTS = ("ada", "ben", "cyn", "dan", "eve", "fay")
WAITS = "\n\ndef summarise(*args):\n    import time\n    time.sleep(100)\n"

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel gives orphans to us there")


@pytest.mark.usefixtures("hangups")
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_an_exception_and_those_after_it_are_ignored(number: signal.Signals) -> None:
    """Until the block is left; then all is as before."""
    before = [signal.getsignal(one) for one in SIGNALS]
    with pytest.raises(Stopped) as stopped, stoppable():  # noqa: PT012
        try:
            signal.raise_signal(number)
        finally:
            signal.raise_signal(signal.SIGTERM)
    assert stopped.value.exit_code == 128 + number
    assert [signal.getsignal(one) for one in SIGNALS] == before


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A class: three whose work is quick, three that would wait for long."""
    solved = compose.solved_module(chapters.load(chapters.find("00")))
    for index, student in enumerate(STUDENTS):
        folder = tmp_path / "submissions" / student
        folder.mkdir(parents=True)
        text = f"{solved}\nNUMBER = {index}\n" + WAITS * (index % 2)
        (folder / "ch00_fundamentals.py").write_text(text)
    return tmp_path


def start(home: Path) -> subprocess.Popen[str]:
    """Begin to grade."""
    command = [sys.executable, "-m", "autograder", "grade", "submissions", "-o", "run"]
    return subprocess.Popen(
        [*command, "--jobs", "2", "--trust-submissions"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(chapters.ROOT), "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[str], after: float, number: signal.Signals) -> str:
    """Send a signal after some seconds; returns what is said, and sees that it is one sentence."""
    time.sleep(after)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    lines = [line for line in said.splitlines() if " ch00_fundamentals " not in line]
    assert (process.returncode, len(lines)) == (128 + number, 1), said
    return lines[0]


@linux
@pytest.mark.usefixtures("orphans", "hangups")
@pytest.mark.parametrize(("number", "after"), list(zip(SIGNALS, (0.9, 2.5, 5.0), strict=True)))
def test_a_stopped_class_leaves_nothing_behind(
    home: Path, number: signal.Signals, after: float
) -> None:
    """While the template starts, while work is read, and while it is graded."""
    said = stop(start(home), after, number)
    assert said.startswith("autograder: Stopped by ")
    assert "goes on from what is done" in said


@linux
@pytest.mark.exhaustive
@pytest.mark.nightly
@pytest.mark.usefixtures("orphans", "hangups")
def test_twenty_moments(home: Path) -> None:
    """The same at random, again and again in one run folder, which then is finished."""
    moments = random.Random(14)
    for _ in range(20):
        process = start(home)
        time.sleep(0.6)  # before this, Python itself is starting and has nothing to clean up
        stop(process, moments.uniform(0, 6), moments.choice(SIGNALS))
    for index, student in enumerate(STUDENTS):
        if index % 2:
            path = home / "submissions" / student / "ch00_fundamentals.py"
            path.write_text(path.read_text().removesuffix(WAITS))
    last = start(home)
    _, said = last.communicate(timeout=300)

    assert last.returncode == 0
    assert said.count("80/80") == len(STUDENTS)
