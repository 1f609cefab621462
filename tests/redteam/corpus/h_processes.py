# %% [markdown]
# H. Processes, signals and the kernel.
# %% attack="kill_everyone" task="drop_ones" status="fail crash"
"""A signal to every process there is."""
import os
import signal


def drop_ones(x, keep_batch=False):
    try:
        os.kill(-1, signal.SIGKILL)
    except OSError:
        pass
    return x[:0]
# %% attack="kill_the_parent" task="drop_ones" status="fail crash"
"""A signal to the parent, and to process 1."""
import os
import signal


def drop_ones(x, keep_batch=False):
    for pid in (os.getppid(), 1):
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
            try:
                os.kill(pid, number)
            except OSError:
                pass
    return x[:0]
# %% attack="trace_the_parent" task="drop_ones" status="fail crash" never="ptrace 0"
"""ptrace and process_vm_readv on other processes."""
import ctypes
import os


def drop_ones(x, keep_batch=False):
    libc = ctypes.CDLL(None, use_errno=True)
    print("ptrace", libc.ptrace(16, os.getppid(), 0, 0))
    print("vm", libc.process_vm_readv(os.getppid(), None, 0, None, 0, 0))
    return x[:0]
# %% attack="survivors" task="drop_ones" status="fail error"
"""Processes that leave the session, where they may, and live on."""
import contextlib
import os
import time


def drop_ones(x, keep_batch=False):
    for _ in range(3):
        if os.fork() == 0:
            with contextlib.suppress(OSError):
                os.setsid()
            if os.fork() == 0:
                time.sleep(60)
            os._exit(0)
    return x[:0]
# %% attack="survivors_of_exec" task="drop_ones" status="fail error"
"""Another program is started and left behind."""
import subprocess
import sys


def drop_ones(x, keep_batch=False):
    for command in ([sys.executable, "-c", "import time; time.sleep(60)"], ["sleep", "60"]):
        try:
            subprocess.Popen(command, start_new_session=True)
        except OSError:
            pass
    return x[:0]
# %% attack="new_namespaces" task="drop_ones" status="fail error" never="0x10000000 0"
"""A user namespace of one's own, the door to many kernel faults."""
import ctypes


def drop_ones(x, keep_batch=False):
    libc = ctypes.CDLL(None, use_errno=True)
    for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
        print(hex(flag), libc.unshare(flag))
    return x[:0]
# %% attack="mounts" task="drop_ones" status="fail error" never="0 0"
"""File systems are mounted, moved and taken away."""
import ctypes


def drop_ones(x, keep_batch=False):
    libc = ctypes.CDLL(None, use_errno=True)
    print(libc.mount(b"none", b".", b"tmpfs", 0, None), libc.umount2(b"/proc", 2))
    print(libc.chroot(b"."), libc.pivot_root(b".", b".") if hasattr(libc, "pivot_root") else "")
    return x[:0]
# %% attack="become_root" task="drop_ones" status="fail error" never="became"
"""Other users' rights are taken."""
import os


def drop_ones(x, keep_batch=False):
    for change in (os.setuid, os.setgid):
        try:
            change(0)
            print("became", os.getuid(), os.getgid(), os.listdir("/root"))
        except OSError:
            pass
    return x[:0]
# %% attack="type_into_the_terminal" task="drop_ones" status="fail error"
"""Characters are put into the terminal's input queue (TIOCSTI)."""
import os


def drop_ones(x, keep_batch=False):
    import fcntl

    for name in ("/dev/tty", "/dev/stdin", "/proc/self/fd/0"):
        try:
            with open(name, "rb") as terminal:
                fcntl.ioctl(terminal, 0x5412, b"x")
        except OSError:
            pass
    os.setsid() if os.getpid() != os.getsid(0) and os.getpid() != os.getpgrp() else None
    return x[:0]
# %% attack="raised_limits" task="drop_ones" status="fail error" never="lifted"
"""Limits are lifted, and the process puts itself in front of others."""
import os
import resource


def drop_ones(x, keep_batch=False):
    for name in ("RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_CORE"):
        try:
            resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY,) * 2)
            print("lifted", name)
        except (OSError, ValueError):
            pass
    try:
        os.nice(-20)
    except OSError:
        pass
    return x[:0]
# %% attack="dumped_core" task="drop_ones" status="crash"
"""The process dies of a bad address, which may write its memory to a file."""
import ctypes


def drop_ones(x, keep_batch=False):
    ctypes.string_at(0)
# %% attack="stack_overflow" task="drop_ones" status="memory crash error"
"""Recursion without an end: frames fill the stack or the memory, whichever is full first."""
import sys


def drop_ones(x, keep_batch=False):
    sys.setrecursionlimit(10**9)

    def deeper(n):
        return deeper(n + 1)

    return deeper(0)
# %% attack="rings_and_programs" task="drop_ones" status="fail error"
"""io_uring, bpf, perf_event_open, userfaultfd and keyctl."""
import ctypes


def drop_ones(x, keep_batch=False):
    libc = ctypes.CDLL(None, use_errno=True)
    for number in (425, 321, 298, 323, 250):
        print(number, libc.syscall(number, 0, 0, 0, 0, 0))
    return x[:0]
# %% attack="stopped_itself" task="drop_ones" status="timeout crash fail"
"""The process stops itself and waits."""
import os
import signal


def drop_ones(x, keep_batch=False):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x[:0]
# %% attack="devices" task="drop_ones" status="fail error" never="opened"
"""Disks, memory and kernel messages are opened."""
import os


def drop_ones(x, keep_batch=False):
    for name in ("/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/nvme0n1", "/proc/kcore", "/dev/fuse"):
        try:
            os.close(os.open(name, os.O_RDONLY))
            print("opened", name)
        except OSError:
            pass
    return x[:0]
# %% attack="signs_to_a_neighbour" task="drop_ones" status="fail error" never="told"
"""Locks and watches on a file that every submission sees."""
import fcntl
import os
import struct


def drop_ones(x, keep_batch=False):
    first, second = os.open(os.__file__, os.O_RDONLY), os.open(os.__file__, os.O_RDONLY)
    lock = struct.pack("hhlll", fcntl.F_RDLCK, 0, 0, 0, 0)
    fcntl.flock(first, fcntl.LOCK_EX)
    fcntl.fcntl(first, fcntl.F_OFD_SETLK, lock)
    try:
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("told by flock")
    for command in (fcntl.F_GETLK, fcntl.F_OFD_GETLK):
        try:
            found = fcntl.fcntl(second, command, struct.pack("hhlll", fcntl.F_WRLCK, 0, 0, 0, 0))
            print("told by fcntl", found)
        except OSError:
            pass
    return x[:0]
# %% attack="watches_on_libraries" task="drop_ones" status="fail error" never="told"
"""Who opens which library is watched, to see what others do."""
import ctypes
import os


def drop_ones(x, keep_batch=False):
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(0)
    if watch >= 0:
        print("told by", watch, libc.inotify_add_watch(watch, os.path.dirname(os.__file__).encode(), 0xFFF))
    return x[:0]
