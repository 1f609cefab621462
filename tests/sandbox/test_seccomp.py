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


def test_no_limit_can_be_set_and_each_can_be_read(ask) -> None:
    """Who lowered the limit of the processor time would end as if it were the kit's."""
    assert ask("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))", _ONLY) in (
        *("ValueError", "PermissionError"),
    )
    assert ask("import resource; answer = resource.getrlimit(resource.RLIMIT_CORE)[0]", _ONLY) == 1


_LOCKS = """
import fcntl, os, struct
path = os.__file__
first, second = os.open(path, os.O_RDONLY), os.open(path, os.O_RDONLY)
fcntl.flock(first, fcntl.LOCK_EX)
fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)  # it would block if the first had been taken
lock = struct.pack("hhlll", fcntl.F_RDLCK, 0, 0, 0, 0)
for command in (fcntl.F_SETLK, fcntl.F_OFD_SETLK):
    fcntl.fcntl(first, command, lock)
answer = []
for command in (fcntl.F_GETLK, fcntl.F_OFD_GETLK, fcntl.F_SETLEASE, fcntl.F_NOTIFY):
    try:
        fcntl.fcntl(second, command, lock)
    except PermissionError:
        answer.append("refused")
"""


def test_files_that_all_see_are_no_signs_among_submissions(ask) -> None:
    """Locks are never taken, and nobody can ask for others' or be told of a file's use."""
    assert ask(_LOCKS, _ONLY) == ["refused"] * 4
    for call in ("inotify_init()", "inotify_init1(0)", "semget(1, 1, 0o1600)"):
        assert ask(_CALL.format(call=call), _ONLY) == [-1, errno.EPERM]
