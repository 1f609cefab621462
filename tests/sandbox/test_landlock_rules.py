"""Landlock alone: what holds where namespaces are refused."""

import os
from pathlib import Path

import pytest

from autograder.sandbox import Policy, landlock_rules, paths

pytestmark = pytest.mark.needs("landlock", "seccomp")
_ALONE = Policy(layers=("landlock", "seccomp", "limits"), require=("landlock", "seccomp"))


@pytest.mark.parametrize(
    "path",
    [paths.__file__, __file__, "/etc/passwd", "/proc/1/cmdline", "/proc/net/unix", "/root/.bashrc"],
)
def test_files_outside_the_view_cannot_be_read(ask, path: str) -> None:
    """The kit, the system's files and other processes are refused by name."""
    assert ask(f"open({path!r})", _ALONE) in ("PermissionError", "FileNotFoundError")


def test_folders_cannot_be_listed(ask) -> None:
    """Nothing can be searched for."""
    for folder in ("/", "/tmp", "/home", paths.hidden_root()):
        assert ask(f"import os; os.listdir({folder!r})", _ALONE) == "PermissionError"


def test_only_the_scratch_folder_can_be_written(ask, tmp_path: Path) -> None:
    """Writing next to it, or into a folder anybody may write to, is refused."""
    tmp_path.chmod(0o777)
    assert ask("import os; open('x', 'w').write('x'); answer = os.listdir()", _ALONE) == ["x"]
    for path in (tmp_path / "x", "/tmp/autograder-canary", "../x"):
        assert ask(f"open({os.fspath(path)!r}, 'w')", _ALONE) == "PermissionError"


@pytest.mark.parametrize("policy", [_ALONE, Policy.strangers()], ids=["alone", "all"])
def test_files_can_be_moved_between_folders_of_the_scratch_folder(ask, policy: Policy) -> None:
    """As programs do that make something elsewhere and put it in place at the end."""
    program = """
import os
os.makedirs("a/b")
os.mkdir("c")
open("a/x", "w").close()
os.rename("a/x", "c/x")
os.rename("a/b", "c/b")
answer = sorted(os.listdir("c"))
"""

    assert ask(program, policy) == ["b", "x"]


def test_late_imports_and_loader_workers_still_work(ask) -> None:
    """The libraries stay readable, semaphores and shared memory usable."""
    program = """
import sqlite3, torch
from torch.utils.data import DataLoader
answer = [len(batch) for batch in DataLoader(list(range(6)), batch_size=3, num_workers=2)]
"""

    assert ask(program, _ALONE, seconds=60.0) == [3, 3]


def test_others_cannot_be_signalled(ask) -> None:
    """Neither the reaper nor any other process of the same user."""
    assert ask("import os; os.kill(os.getppid(), 0)", _ALONE) == "PermissionError"


def test_nothing_is_left_behind(ask) -> None:
    """The scratch folder, a real one here, is removed with all it held."""
    made = ask("import os; os.makedirs('a/b'); open('a/b/c', 'w'); answer = os.getcwd()", _ALONE)

    assert made.startswith("/")
    assert not Path(made).exists()


def test_the_kernel_tells_its_version() -> None:
    """Scoped signals came with version 6."""
    assert landlock_rules.scopes_signals() == (landlock_rules.abi() >= 6)
