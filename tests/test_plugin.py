"""Plain pytest collects a student's file and runs the public checks on it."""

import subprocess
import sys

import pytest

from autograder.authoring import build
from autograder.course import compose


def run_pytest(folder, *arguments):
    """A pytest of its own, as a student would start it."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


@pytest.fixture
def exercises(tmp_path, workflow):
    """A folder with the stub of chapter 01."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "ch01_workflow.py").write_text(compose.stub_module(workflow), encoding="utf-8")
    return folder


def test_unsolved_tasks_are_skipped_as_not_started(exercises):
    """A stub has no failure and no error."""
    done = run_pytest(exercises.parent, "exercises", "-rs")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "make_line is not started yet" in done.stdout
    assert "failed" not in done.stdout
    assert "error" not in done.stdout.lower()


def test_a_failed_check_shows_the_message_and_no_traceback(exercises, workflow):
    """What was expected, what was found, where; not the kit's own code."""
    wrong = "def make_line(weight, bias, n=100, noise=0.0):\n    return None, None\n"
    text = compose.module(workflow, {t.id: None for t in workflow.tasks} | {"make_line": wrong})
    (exercises / "ch01_workflow.py").write_text(text, encoding="utf-8")

    done = run_pytest(exercises.parent, "exercises", "-k", "make_line or line")

    assert done.returncode == 1
    assert "Expected x to" in done.stdout
    assert "but got None" in done.stdout
    assert "at ch01_workflow.py:" in done.stdout
    assert "Traceback" not in done.stdout
    assert "plugin.py" not in done.stdout


def test_the_solution_passes(exercises, workflow):
    """A notebook that is named is collected as the module is."""
    import json

    notebook = exercises / "ch01_workflow.ipynb"
    notebook.write_text(json.dumps(build.solved_notebook(workflow)), encoding="utf-8")

    done = run_pytest(exercises.parent, "exercises/ch01_workflow.ipynb")

    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
    assert "skipped" not in done.stdout


def test_other_files_are_none_of_our_business(tmp_path):
    """The plugin is in every pytest session where the kit is installed, and stays quiet there."""
    (tmp_path / "test_other.py").write_text("def test_one():\n    assert 1 == 1\n")
    (tmp_path / "notes.py").write_text("raise SystemExit\n")

    done = run_pytest(tmp_path)

    assert done.returncode == 0
    assert "1 passed" in done.stdout


def test_the_plugin_costs_no_torch_where_it_is_not_needed(tmp_path):
    """A session without a chapter file does not import torch."""
    (tmp_path / "test_other.py").write_text(
        "import sys\n\ndef test_one():\n    assert 'torch' not in sys.modules\n"
    )

    assert run_pytest(tmp_path).returncode == 0
