"""The layer of seccomp: system calls that exercises have no use for fail with EPERM."""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import suppress
from functools import cache
from typing import Any

from autograder.sandbox import syscalls

with suppress(ImportError, RuntimeError):  # not Linux, or no libseccomp on this machine
    import pyseccomp

_DENIED = (
    # other processes, and looking into them
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp"),
    # a session of its own, which Linux may give a processor share of its own
    "setsid",
    # starting programs: there is no shell and no compiler to start
    *("execve", "execveat"),
    # the kernel's larger attack surfaces
    *("bpf", "perf_event_open", "io_uring_setup", "io_uring_enter", "io_uring_register"),
    *("userfaultfd", "keyctl", "add_key", "request_key", "personality", "modify_ldt"),
    # mounts and namespaces
    *("mount", "umount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen"),
    *("fsconfig", "fsmount", "fspick", "mount_setattr", "unshare", "setns"),
    # the machine
    *("kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot"),
    *("swapon", "swapoff", "clock_settime", "clock_adjtime", "settimeofday", "stime", "adjtimex"),
    *("acct", "syslog", "quotactl", "quotactl_fd", "nfsservctl", "vhangup", "sethostname"),
    *("setdomainname", "iopl", "ioperm", "lookup_dcookie", "fanotify_init", "vm86", "vm86old"),
    # files by other means than their names
    *("name_to_handle_at", "open_by_handle_at"),
    # the network and other programs' sockets; socketpair(2) stays
    *("socket", "socketcall"),
    # memory that no limit counts, and signs to another submission
    *("shmget", "msgget", "mq_open", "semget", "inotify_init", "inotify_init1"),
    # a limit of one's own, whose end would pass for one of ours
    "setrlimit",
)
_CLONE_NEWCGROUP = 0x02000000
_NAMESPACE_FLAGS = (
    *(syscalls.CLONE_NEWNS, syscalls.CLONE_NEWUTS, syscalls.CLONE_NEWIPC, syscalls.CLONE_NEWUSER),
    *(syscalls.CLONE_NEWPID, syscalls.CLONE_NEWNET, _CLONE_NEWCGROUP),
)
_SIGNALS = (
    *("kill", "tkill", "tgkill", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo"),
)
_TERMINAL_REQUESTS = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: typing on somebody's terminal
_LOCK, _LOCK_STATE = (6, 7, 37, 38), (5, 36)  # F_SETLK, F_SETLKW; F_GETLK; and of open files
_LEASE, _NOTIFY = 1024, 1026  # F_SETLEASE, F_NOTIFY
_SHARED_ANONYMOUS = 0x21  # MAP_SHARED | MAP_ANONYMOUS
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_INSTRUCTION = 8


class _Program(ctypes.Structure):
    """``struct sock_fprog``: a number of instructions and where they are."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def enter(*, gpu: bool, deny_signals: bool) -> None:
    """Install the filter for this process and all it starts.

    Args:
        gpu: leave open what a graphics driver needs.
        deny_signals: refuse signals to any other process; for a machine with no better means.

    Raises:
        OSError: this machine refuses.
        NameError: the package pyseccomp or the library libseccomp is missing.
    """
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    if deny_signals:
        _deny_signals()
    code = program(gpu)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // _INSTRUCTION, ctypes.addressof(buffer))
    syscalls.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(filter_))


@cache
def program(gpu: bool) -> bytes:
    """Compile the filter; the template does it once for all its forks."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    refuse = pyseccomp.ERRNO(errno.EPERM)
    for name in _DENIED:
        _add(rules, refuse, name)
    _add(rules, pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # glibc then uses clone, which is checked
    for flag in _NAMESPACE_FLAGS:
        _add(rules, refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    for request in _TERMINAL_REQUESTS:
        masked = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, request)
        _add(rules, refuse, "ioctl", masked)
    _add(rules, refuse, "prctl", pyseccomp.Arg(0, pyseccomp.EQ, syscalls.PR_SET_PDEATHSIG))
    _add(rules, refuse, "prlimit64", pyseccomp.Arg(2, pyseccomp.NE, 0))  # asking stays
    _pretend_locks(rules)
    if not gpu:
        _deny_uncounted_memory(rules)
    with os.fdopen(os.memfd_create("filter"), "w+b") as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _deny_signals() -> None:
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in _SIGNALS:
        other = pyseccomp.Arg(0, pyseccomp.NE, os.getpid())
        _add(rules, pyseccomp.ERRNO(errno.EPERM), name, other)
    rules.load()


def _pretend_locks(rules: Any) -> None:
    """Locks of files all submissions see would be signs among them; so none is ever taken.

    Nobody else uses a submission's own files: libraries that lock them go on as if they had.
    """
    _add(rules, pyseccomp.ERRNO(0), "flock")
    for command in _LOCK:
        _add(rules, pyseccomp.ERRNO(0), "fcntl", _is_command(command))
    for command in (*_LOCK_STATE, _LEASE, _NOTIFY):
        _add(rules, pyseccomp.ERRNO(errno.EPERM), "fcntl", _is_command(command))


def _is_command(command: int) -> Any:
    return pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, command)


def _deny_uncounted_memory(rules: Any) -> None:
    """RLIMIT_DATA counts private memory only, so anonymous shared memory must go another way."""
    shared = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, _SHARED_ANONYMOUS, _SHARED_ANONYMOUS)
    _add(rules, pyseccomp.ERRNO(errno.ENOMEM), "mmap", shared)
    _add(rules, pyseccomp.ERRNO(errno.ENOMEM), "memfd_create")
    _add(rules, pyseccomp.ERRNO(errno.ENOMEM), "memfd_secret")


def _add(rules: Any, action: int, name: str, *conditions: Any) -> None:
    """Add one rule; a call this processor has not got (a negative number) cannot be made."""
    number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    if number >= 0:
        rules.add_rule(action, number, *conditions)
