"""The container's whole way: zip, run_autograder, results.json; honest, hostile, and broken."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from ordinary import USER, become_ordinary, open_to_all

from autograder.course import compose
from autograder.course.source import Source

POINTS = 78
HOSTILE = '''
import os
def make_line(*args, **kwargs):
    """Read the key, the hidden checks and others' results; write a result of one's own."""
    found = []
    for name in {names!r}:
        try:
            found.append(open(os.path.join({root!r}, name)).read(40))
        except OSError as error:
            found.append(type(error).__name__)
    try:
        open(os.path.join({root!r}, "results", "results.json"), "w").write('{{"score": 999}}')
        found.append("written")
    except OSError as error:
        found.append(type(error).__name__)
    raise RuntimeError("found " + ",".join(found))
'''
SECRETS = (
    "source/key",
    "source/settings.json",
    "source/course/chapters/ch01_workflow/hidden.py",
    "source/course/solutions/ch01_workflow.py",
    "submission_metadata.json",
)
REFUSED = {"PermissionError", "FileNotFoundError"}


def python() -> list[Path]:
    """What every user of a container can reach."""
    packages = [path for path in sys.path if path.endswith("-packages")]
    return [Path(place).resolve() for place in (sys.base_prefix, *packages)]


def as_ordinary_user() -> None:
    """As on a platform that does not run it as root."""
    become_ordinary(python())


def without_own_files() -> None:
    """As root in a container that refuses namespaces, on a kernel without Landlock."""
    import pyseccomp

    open_to_all(python())
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in ("unshare", "mount"):
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), 444)  # landlock_create_ruleset
    rules.load()


only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
roles = pytest.mark.parametrize(
    "role",
    [
        pytest.param((lambda: None, os.geteuid()), id="as root, which is Gradescope's default"),
        pytest.param(
            (as_ordinary_user, USER),
            id="as an ordinary user",
            marks=[only_root, pytest.mark.exhaustive],
        ),
    ],
)
needs_files = pytest.mark.needs("namespaces", "files", "identity", "seccomp")


@pytest.fixture
def honest(workflow: Source) -> dict[str, str]:
    """The chapter's solution."""
    return {"ch01_workflow.py": compose.solved_module(workflow)}


def hostile(platform: Any) -> dict[str, str]:
    """A submission that looks for what it shall not see."""
    return {"ch01_workflow.py": HOSTILE.format(names=SECRETS, root=str(platform.root))}


def attempts(results: dict[str, Any]) -> set[str]:
    """How the attempts of the hostile submission ended, in all its tests."""
    said = [test["output"] for test in results["tests"] if "make_line" in test["tags"]]
    lists = [text.partition("found ")[2].split("\n")[0] for text in said]
    assert any(lists)
    return {word.strip(" .") for words in lists if words for word in words.split(",")}


@needs_files
@roles
def test_an_honest_submission_gets_its_points(
    platform: Any, zipped: Path, honest: dict[str, str], role: Any
) -> None:
    """All of them; hidden checks are shown when grades are published, public ones at once."""
    platform.install(zipped)
    code, results, said = platform.grade(honest, *role)

    assert (code, results.get("score")) == (0, POINTS), (results, said)
    assert sum(test["max_score"] for test in results["tests"]) == POINTS
    shown = {(test["visibility"], test["tags"][1]) for test in results["tests"]}
    assert shown == {("visible", "public"), ("after_published", "hidden")}
    numbers = [tuple(map(int, test["number"].split("."))) for test in results["tests"]]
    assert numbers == sorted(numbers)
    assert results["stdout_visibility"] == "hidden"
    assert "leaderboard" not in results
    assert f"Give it {POINTS} autograder points" in said


@needs_files
@roles
def test_a_hostile_submission_reads_and_writes_nothing(
    platform: Any, zipped: Path, role: Any
) -> None:
    """Neither key nor hidden checks nor earlier results; its own results are the kit's."""
    platform.install(zipped)
    code, results, _ = platform.grade(hostile(platform), *role)

    assert (code, results["score"]) == (0, 0)
    assert attempts(results) <= REFUSED


@only_root
@pytest.mark.needs("identity", "seccomp")
def test_a_container_without_the_sandbox_is_refused_by_name(
    platform: Any, zipped: Path, honest: dict[str, str]
) -> None:
    """No score, and no code was run; the text says what lacks and what to do."""
    platform.install(zipped)
    code, results, _ = platform.grade(honest, without_own_files)

    assert code == 3
    assert "score" not in results
    assert "tests" not in results
    assert "lacks files or landlock" in results["output"]
    assert "--trust-submissions" in results["output"]


@only_root
@pytest.mark.exhaustive
@pytest.mark.needs("identity", "seccomp")
def test_trusted_submissions_still_run_as_a_user_who_can_read_no_secret(
    platform: Any, trusting: Path, honest: dict[str, str]
) -> None:
    """With the layers that are left: the points are the same, and nothing is read or written."""
    platform.install(trusting)
    _, graded, said = platform.grade(honest, without_own_files)
    _, attacked, _ = platform.grade(hostile(platform), without_own_files)

    assert graded.get("score") == POINTS, (graded, said)
    assert attacked["score"] == 0
    assert attempts(attacked) <= REFUSED


@pytest.mark.exhaustive
@needs_files
def test_what_cannot_be_graded_says_why(platform: Any, zipped: Path) -> None:
    """A student's mistake is no points with a reason that the student sees."""
    platform.install(zipped)
    code, results, _ = platform.grade({"report.pdf": "%PDF-1.7"})

    assert (code, results["score"]) == (0, 0)
    assert "ch01_workflow" in results["output"]
    assert {test["visibility"] for test in results["tests"]} == {"visible"}


@pytest.mark.exhaustive
@needs_files
def test_a_broken_kit_is_no_zero(platform: Any, zipped: Path, honest: dict[str, str]) -> None:
    """The student reads that the work was received, the instructor what broke."""
    platform.install(zipped)
    hidden = platform.root / "source" / "course" / "chapters" / "ch01_workflow" / "hidden.py"
    hidden.write_text("raise RuntimeError('SECRET')\n")
    code, results, said = platform.grade(honest)

    assert code == 3
    assert "score" not in results
    assert "received but not graded" in results["output"]
    assert "SECRET" not in str(results)
    assert "could not be collected" in said


@pytest.mark.exhaustive
@pytest.mark.parametrize("damage", ["no Python", "no time"])
def test_results_are_there_even_if_python_never_writes_them(
    platform: Any, zipped: Path, honest: dict[str, str], damage: str
) -> None:
    """An image without Python, and grading that takes longer than Gradescope waits."""
    platform.install(zipped)
    name = "kit/autograder/gradescope/run.py" if damage == "no Python" else "seconds"
    (platform.root / "source" / name).write_text("0.5" if damage == "no time" else "import nothing")
    code, results, _ = platform.grade(honest)

    assert code in (1, 124)
    assert set(results) == {"output", "stdout_visibility"}
    assert ("longer" in results["output"]) == (damage == "no time")
