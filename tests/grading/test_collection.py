"""Grader files are pytest tests; the kit finds them once and calls them itself."""

import pytest

from autograder.course import chapters
from autograder.errors import KitError
from autograder.grading.collection import collect
from autograder.grading.grader import check_files

HEAD = "import pytest\nfrom autograder.checks.task import task\n"


def written(folder, text):
    """A grader file, in a package of its own as a chapter's is: Python keeps modules by name."""
    package = folder / folder.name
    package.mkdir()
    (package / "__init__.py").touch()
    path = package / "public.py"
    path.write_text(HEAD + text)
    return (path,)


def test_a_parametrized_test_is_a_check_for_each_set_of_parameters(tmp_path):
    """With its points, its name filled in, and what it asks for."""
    text = '''
@task("make_line", points=2, seconds=3)
@pytest.mark.parametrize("n", [4, 40])
def test_length(student, rng, n):
    """{n} points"""

def test_of_nothing(student):
    """Has no task."""
'''
    found = collect(written(tmp_path, text))

    assert [(c.id, c.name, c.params) for c in found] == [
        ("public.test_length[4]", "4 points", {"n": 4}),
        ("public.test_length[40]", "40 points", {"n": 40}),
    ]
    assert {(c.task, c.points, c.seconds, c.wants) for c in found} == {
        ("make_line", 2, 3, ("student", "rng"))
    }


@pytest.mark.parametrize("text", ["import no_such_module", "def test_(: pass", "x = 1"])
def test_files_that_hold_no_checks_are_the_kits_own_fault(tmp_path, text):
    """Nobody is graded by nothing."""
    with pytest.raises(KitError, match=str(tmp_path)):
        collect(written(tmp_path, text))


def test_a_file_that_failed_half_way_fails_the_next_time_too(tmp_path):
    """Its first checks alone would be an easy grade: a second try is no better than the first."""
    text = '@task("a", points=1)\ndef test_a(student): pass\n\nimport no_such_module\n'
    files = written(tmp_path, text)

    for _ in range(2):
        with pytest.raises(KitError, match="could not be collected"):
            collect(files)


def test_a_check_that_takes_a_fixture_of_pytest_s_own_is_the_kits_fault(tmp_path):
    """No student loses points because a grade does not have it."""
    text = '@task("a", points=1)\ndef test_a(student, tmp_path): pass\n'

    with pytest.raises(KitError, match=r"public\.test_a takes tmp_path"):
        collect(written(tmp_path, text))


def test_pytest_settings_of_whoever_grades_change_nothing(tmp_path, monkeypatch):
    """Neither variables nor a pytest.ini in the working folder."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing_of_this_name")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\npython_functions = never_*\n")
    text = '@task("a", points=1)\ndef test_a(student): pass\n'

    assert len(collect(written(tmp_path, text))) == 1


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda c: c.name)
def test_every_task_of_a_chapter_has_checks(chapter):
    """And the points of a task's checks are the task's points."""
    points: dict[str, float] = dict.fromkeys((t.id for t in chapters.load(chapter).tasks), 0)
    for check in collect(tuple(check_files(chapter, hidden=True))):
        points[check.task] += check.points

    assert points == {t.id: t.points for t in chapters.load(chapter).tasks}
