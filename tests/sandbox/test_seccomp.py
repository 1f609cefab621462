"""System calls that are refused."""

import errno

import pytest

from autograder.sandbox import Policy

pytestmark = pytest.mark.needs("seccomp")
_ONLY = Policy(layers=("seccomp", "limits"), require=("seccomp",))

_CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
answer = [libc.{call}, ctypes.get_errno()]
"""


@pytest.mark.parametrize(
    "call",
    [
        "ptrace(0, 0, 0, 0)",
        "unshare(0x10000000)",
        "socket(2, 1, 0)",
        "socket(1, 1, 0)",
        "socket(16, 3, 0)",
        "mount(b'none', b'/', None, 0x44000, None)",
        "personality(0x0040000)",
        "execve(b'/bin/true', None, None)",
        "prctl(1, 0, 0, 0, 0)",
        "process_vm_readv(1, None, 0, None, 0, 0)",
        "ioctl(0, 0x5412, b'x')",
        "syscall(425, 1, 0)",  # io_uring_setup, the same number everywhere
        "syscall(428, -100, b'/', 0)",  # open_tree
    ],
)
def test_a_call_is_refused(ask, call: str) -> None:
    """It fails as if not permitted, and the process goes on."""
    assert ask(_CALL.format(call=call), _ONLY) == [-1, errno.EPERM]


def test_clone3_falls_back_to_clone(ask) -> None:
    """Its flags lie in memory, where a filter cannot look; glibc then uses clone."""
    assert ask(_CALL.format(call="syscall(435, None, 0)"), _ONLY) == [-1, errno.ENOSYS]


def test_no_program_can_be_started(ask) -> None:
    """Neither a shell nor Python itself."""
    assert ask("import subprocess; subprocess.run(['/bin/echo'])", _ONLY) == "PermissionError"
    assert ask("import os; answer = os.system('exit 3')", _ONLY) != 3 << 8


def test_memory_that_no_limit_counts_is_refused(ask) -> None:
    """Anonymous shared memory is not in RLIMIT_DATA; private memory is."""
    assert ask("import mmap; mmap.mmap(-1, 4096)", _ONLY) == "OSError"
    assert ask("import os; os.memfd_create('x')", _ONLY) == "OSError"
    assert ask("import mmap; answer = len(mmap.mmap(-1, 4096, mmap.MAP_PRIVATE))", _ONLY) == 4096


def test_threads_pairs_of_sockets_and_event_loops_work(ask) -> None:
    """What libraries need inside one process stays."""
    program = """
import asyncio, threading, socket
a, b = socket.socketpair()
thread = threading.Thread(target=a.send, args=(b"x",)); thread.start(); thread.join()
async def main(): return b.recv(1).decode()
answer = asyncio.run(main())
"""

    assert ask(program, _ONLY) == "x"


def test_other_processes_cannot_be_signalled_where_nothing_else_forbids_it(ask) -> None:
    """Without namespaces and Landlock, the filter keeps a student from killing the grader."""
    program = """
import os
answer = []
for pid in (os.getppid(), -1):
    try:
        os.kill(pid, 0)
    except PermissionError:
        answer.append("refused")
os.kill(os.getpid(), 0)
"""

    assert ask(program, _ONLY) == ["refused", "refused"]
