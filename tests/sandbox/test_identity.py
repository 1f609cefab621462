"""Who the student process is."""

import os

import pytest

pytestmark = pytest.mark.needs("identity")

_STATUS = """
lines = open("/proc/self/status").read().splitlines()
answer = dict(line.split(":\\t", 1) for line in lines if ":\\t" in line)
"""


def test_it_has_no_privileges(ask) -> None:
    """Every capability set is empty and no program can give one back."""
    status = ask(_STATUS)

    assert {int(status[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Amb")} == {0}
    assert status["NoNewPrivs"] == "1"


def test_it_is_not_root(ask) -> None:
    """Root's student processes have a user of their own, which limits bind."""
    user, groups = ask("import os; answer = os.getresuid() + os.getresgid(), os.getgroups()")

    assert len(set(user)) == 1
    assert user[0] >= 64000
    if os.geteuid() == 0:
        assert groups == []


def test_there_is_no_way_back(ask) -> None:
    """It cannot become anybody else."""
    assert ask("import os; os.setuid(0)") in ("PermissionError", "OSError")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may choose the user")
def test_two_student_processes_are_two_users(template, talk) -> None:
    """Students graded at the same time cannot reach each other."""
    from autograder.sandbox import Policy

    with (
        template.spawn(Policy.strangers(), target="serving:serve") as one,
        template.spawn(Policy.strangers(), target="serving:serve") as two,
    ):
        users = [talk(each, "import os; answer = os.getuid()")["answer"] for each in (one, two)]

    assert len(set(users)) == 2
