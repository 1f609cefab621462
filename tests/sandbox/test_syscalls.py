"""System calls fail as Python's own functions do, and do what they say."""

from __future__ import annotations

import errno
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("system calls of Linux", allow_module_level=True)

from autograder.sandbox import syscalls


def in_child(program: str) -> str:
    """What a program prints in a process of its own, which it may cripple."""
    start = "import os\nfrom autograder.sandbox import syscalls\n"
    kit = Path(syscalls.__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", start + program],
        cwd=kit,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_a_refused_call_is_an_os_error_with_its_number(tmp_path: Path) -> None:
    """The text names the call, so that a log tells which one."""
    with pytest.raises(OSError, match=r"prctl\(-1\)") as caught:
        syscalls.prctl(-1)
    assert caught.value.errno == errno.EINVAL
    with pytest.raises(OSError, match="system call -1") as caught:
        syscalls.syscall(-1)
    assert caught.value.errno == errno.ENOSYS
    for call in (
        lambda: syscalls.mount("none", os.fspath(tmp_path / "gone"), "tmpfs"),
        lambda: syscalls.detach(os.fspath(tmp_path / "gone")),
        lambda: syscalls.unshare(-1),
    ):
        with pytest.raises(OSError, match=r"mount of .*gone|unshare") as caught:
            call()
        assert caught.value.errno in (errno.ENOENT, errno.EPERM, errno.EINVAL)


def test_a_call_returns_what_the_kernel_does() -> None:
    """Numbers of this machine's own."""
    getpid = {"x86_64": 39, "aarch64": 172}.get(platform.machine())
    if getpid is None:
        pytest.skip("its number is not known here")
    assert syscalls.syscall(getpid) == os.getpid()


def test_an_unknown_machine_has_no_pivot_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused, not tried with another machine's number."""
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(OSError, match="pivot_root is not known for riscv64") as caught:
        syscalls.pivot_root("/", "/")
    assert caught.value.errno == errno.ENOSYS


def test_only_the_descriptors_to_keep_stay_open() -> None:
    """Whatever else the process had inherited or opened."""
    program = """
for n in (10, 20, 30, 900):
    os.dup2(1, n)
syscalls.close_from(5, keep=(30, 20))
def is_open(n):
    try:
        os.fstat(n)
    except OSError:
        return False
    return True
print([n for n in range(5, 1000) if is_open(n)])
"""
    assert in_child(program) == "[20, 30]"


def test_no_capability_is_left() -> None:
    """Neither for this process nor, where it had any, for programs it starts."""
    program = """
def capabilities(name):
    lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(lines[name], 16)
may_drop = capabilities("CapEff") >> 8 & 1  # CAP_SETPCAP
syscalls.drop_bounding_set()
syscalls.clear_capabilities()
names = ["CapInh", "CapPrm", "CapEff", "CapAmb"] + ["CapBnd"] * may_drop
print({capabilities(name) for name in names})
"""
    assert in_child(program) == "{0}"


def test_a_property_of_the_process_is_set() -> None:
    """No new privileges, from here on."""
    program = """
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("NoNewPrivs")])
"""
    assert in_child(program) == "['1']"
