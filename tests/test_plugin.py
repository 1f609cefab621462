"""Plain pytest collects a student's file and runs the public checks on it."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from autograder.authoring import build
from autograder.course import compose

NAME = "ch01_workflow"
WRONG = "def make_line(weight, bias, n=100, noise=0.0):\n    return None, None\n"

FLAT = """\
def make_line(weight, bias, n=100, noise=0.0):
    xs = torch.linspace(0, 1, n + 1)[:-1]
    return xs, weight * xs + bias + noise * torch.randn(n)
"""

pytestmark = pytest.mark.xdist_group("plugin")  # one session of pytest for most of them


@dataclass(frozen=True)
class Session:
    """A pytest of its own, as a student would start it, and its report."""

    code: int
    output: str
    tests: list[ElementTree.Element]

    def of(self, folder):
        """How often each outcome is that of a test of this folder, and all that is said of it."""
        mine = [test for test in self.tests if test.get("classname").startswith(folder)]
        outcomes = Counter(test[0].tag if len(test) else "passed" for test in mine)
        said = "\n".join("".join(e.itertext()) + e.get("message", "") for t in mine for e in t)
        return dict(outcomes), said


def run_pytest(folder, *arguments):
    """Run pytest in a folder."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junitxml=report.xml"]
    done = subprocess.run(
        [*command, *arguments], cwd=folder, capture_output=True, text=True, timeout=300
    )
    report = ElementTree.parse(folder / "report.xml")
    return Session(done.returncode, done.stdout + done.stderr, list(report.iter("testcase")))


@pytest.fixture(scope="module")
def session(tmp_path_factory, workflow):
    """One for a stub, two files with one wrong task, and a solved notebook, of chapter 01."""
    home = tmp_path_factory.mktemp("home")
    stubs = {task.id: None for task in workflow.tasks}
    files = {
        f"stub/{NAME}.py": compose.module(workflow, stubs),
        f"wrong/{NAME}.py": compose.module(workflow, {**stubs, "make_line": WRONG}),
        f"known/{NAME}.py": compose.module(workflow, {**stubs, "make_line": FLAT}),
        f"solved/{NAME}.ipynb": json.dumps(build.solved_notebook(workflow)),
    }
    for name, text in files.items():
        (home / name).parent.mkdir()
        (home / name).write_text(text, encoding="utf-8")
    return run_pytest(home, "stub", "wrong", "known", f"solved/{NAME}.ipynb")


def test_unsolved_tasks_are_skipped_as_not_started(session):
    """A stub has no failure and no error."""
    outcomes, said = session.of("stub")

    assert set(outcomes) == {"skipped"}, session.output
    assert "make_line is not started yet" in said


def test_a_failed_check_shows_the_message_and_no_traceback(session):
    """What was expected, what was found, where; not the kit's own code."""
    outcomes, said = session.of("wrong")

    assert session.code == 1
    assert set(outcomes) == {"failure", "skipped"}
    for text in (said, session.output):
        assert "Expected x to" in text
        assert "but got None" in text
        assert f"at {NAME}.py:" in text
        assert "Traceback" not in text
        assert "plugin.py" not in text


def test_a_known_mistake_is_named_at_the_end(session):
    """In the words of its first hint; a wrong answer that nobody listed is not."""
    _, _, named = session.output.partition(" known mistakes ")
    task, _, hint = named.split("\n")[1].partition(": ")

    assert task == "make_line"
    assert "dimension" in hint
    assert session.output.count(hint) == 1


def test_the_solution_passes(session):
    """A notebook that is named is collected as the module is."""
    outcomes, _ = session.of("solved")

    assert set(outcomes) == {"passed"}, session.output


def test_other_files_are_none_of_our_business_and_cost_no_torch(tmp_path):
    """The plugin is in every pytest session where the kit is installed, and stays quiet there."""
    (tmp_path / "test_other.py").write_text(
        "import sys\n\ndef test_one():\n    assert 'torch' not in sys.modules\n"
    )
    (tmp_path / "notes.py").write_text("raise SystemExit\n")

    done = run_pytest(tmp_path)

    assert done.code == 0
    assert "1 passed" in done.output
