"""The kit's README and pyproject."""

from __future__ import annotations

from autograder.course.chapters import ROOT
from autograder.course.source import Source
from autograder.release import texts


def test_the_page_is_for_students(workflow: Source) -> None:
    """What there is to do, in a kit that has no instructor's commands."""
    page = texts.page([workflow], None)

    assert "| 01 PyTorch workflow | 12 |" in page
    assert "autograder check 01" in page
    assert all(word not in page for word in ("autograder grade", "solutions", "hidden", "build"))
    assert "upload a zip" in page
    assert "nothing to upload" in texts.page([workflow], "https://a.b/kit.zip")


def test_the_project_keeps_what_installing_needs() -> None:
    """The same dependencies and entry points; nothing of the developers'."""
    ours = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    kit = texts.project(ours)

    start = ours.index("dependencies = [")
    assert ours[start : ours.index("]\n", start)] in kit
    assert 'autograder = "autograder.cli:main"' in kit
    assert '[project.entry-points.pytest11]\nautograder = "autograder.plugin"' in kit
    assert "jupyterlab" in kit
    assert kit.count('course_data = "autograder/_course_data"') == 1
    assert all(word not in kit for word in ("solutions", "mypy", "ruff", "instructor", "variants"))
