"""Every attack of the corpus meets the same six oracles."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import arena
import pytest
from arena import Attack
from handed_in import BUILDERS

from autograder.course.chapters import ROOT
from autograder.grading import results as r
from autograder.remote.launch import Template

pytestmark = pytest.mark.needs("files", "identity", "seccomp", "limits")
ATTACKS = list(arena.attacks())
GRADERS_SECONDS = 6.0  # of its own processor time; the first grade of a process imports the checks
FIRST = {attack.kind: attack for attack in reversed(ATTACKS)}


@pytest.fixture(scope="session")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Secrets in the grader's environment, home, and in another student's folder."""
    first, second, third = (f"CANARY-{secrets.token_hex(16)}" for _ in range(3))
    home = Path.home() / f".autograder-canary-{os.getpid()}"
    other = tmp_path_factory.mktemp("submissions") / "ch00_fundamentals.py"
    os.environ["AUTOGRADER_TEST_SECRET"] = first
    home.write_text(second)
    other.write_text(f"# {third}\n")
    yield [first, second, third]
    del os.environ["AUTOGRADER_TEST_SECRET"]
    home.unlink()


@pytest.fixture(scope="session")
def exposed(canaries: list[str]) -> Iterator[Template]:
    """A template started where the secrets already lie."""
    with Template.start() as started:
        yield started


@pytest.fixture(scope="session")
def usual(exposed: Template) -> r.Result:
    """What an honest submission earns when nobody attacks."""
    return arena.graded(arena.honest_submission(), "drop_ones", exposed)


def assert_harmless(attack: Attack, template: Template, usual: r.Result) -> None:
    """The six oracles."""
    processes, traces = arena.descendants(), arena.traces()

    submission, seconds = arena.submission_of(attack), arena.patience(attack)
    began = time.process_time()
    result = arena.graded(submission, attack.task, template, seconds)
    used = time.process_time() - began

    assert result.points <= attack.points, [t.name for t in result.tests if t.points]
    (task,) = result.tasks()
    assert task.status in attack.statuses, [t.message for t in task.tests]
    told = arena.told(result)
    assert not arena.CANARY.search(told), "a secret was read"
    assert [line for line in arena.secrets_of(attack.task) if line in told] == []
    assert not (attack.never and any(attack.never in t.output for t in result.tests))
    assert used < GRADERS_SECONDS, "the grader itself took long"
    assert arena.survivors(processes) == set(), "a process survived"
    assert arena.traces() == traces, "something outside was changed"
    honest = arena.graded(arena.honest_submission(), "drop_ones", template)
    assert honest.points == usual.points == usual.max_points


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(
            attack,
            id=f"{attack.kind}-{attack.id}",
            marks=() if attack is FIRST[attack.kind] else pytest.mark.exhaustive,
        )
        for attack in ATTACKS
    ],
)
def test_no_attack_gains_anything(attack: Attack, exposed: Template, usual: r.Result) -> None:
    """No point, no secret, no trace, no time of others; the first of a class daily."""
    assert_harmless(attack, exposed, usual)


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    """Every class of the catalogue that is code has attacks, each with a name of its own."""
    assert len(ATTACKS) >= 120
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS)
    assert {attack.kind for attack in ATTACKS} >= set("ABCDEFHIJKN")


def test_the_security_page_counts_the_attacks() -> None:
    """The table by class says what there is."""
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z](?:, [A-Z])*) \|.*\| (\d+) \|$", page, re.MULTILINE)
    counts = Counter(attack.kind for attack in ATTACKS)

    assert dict(rows) == {**{k: str(n) for k, n in counts.items()}, "G, L, M": str(len(BUILDERS))}
