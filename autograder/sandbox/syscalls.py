"""Linux system calls that Python 3.10 has no function for, through ctypes."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from functools import cache

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_NR_MOUNT_SETATTR = 442
_NR_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPABILITY_VERSION_3 = 0x20080522


class MountAttr(ctypes.Structure):
    """``struct mount_attr`` of mount_setattr(2)."""

    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def syscall(number: int, *arguments: object) -> int:
    """Make the system call ``number``; raises OSError as Python's own functions do."""
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(f"system call {number}", _libc().syscall(ctypes.c_long(number), *words))


def prctl(option: int, value: int = 0, third: int = 0) -> int:
    """Set a property of this process."""
    words = [ctypes.c_ulong(n) for n in (value, third, 0, 0)]
    return _checked(f"prctl({option})", _libc().prctl(option, *words))


def unshare(flags: int) -> None:
    """Leave the namespaces named by CLONE_NEW* flags for new ones."""
    _checked("unshare", _libc().unshare(flags))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount a file system, or with MS_BIND show ``source`` at ``target`` too."""
    texts = [os.fsencode(text) or None for text in (source, target, kind)]
    result = _libc().mount(*texts, ctypes.c_ulong(flags), os.fsencode(options) or None)
    _checked(f"mount of {target}", result)


def set_mount_flags(target: str, flags: int) -> None:
    """Add MS_RDONLY, MS_NOSUID, MS_NODEV or MS_NOEXEC to a mount and all below it (Linux 5.12)."""
    attributes = MountAttr(attr_set=flags)  # for these four, MOUNT_ATTR_* has the same values
    pointer, size = ctypes.byref(attributes), ctypes.sizeof(attributes)
    syscall(_NR_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE, pointer, size)


def pivot_root(new_root: str, old_root: str) -> None:
    """Make ``new_root``, a mount, the root; the old one stays visible at ``old_root`` in it."""
    number = _NR_PIVOT_ROOT.get(platform.machine())
    if number is None:
        raise OSError(errno.ENOSYS, f"pivot_root is not known for {platform.machine()}")
    syscall(number, os.fsencode(new_root), os.fsencode(old_root))


def detach(target: str) -> None:
    """Take a mount and all below it out of the tree."""
    _checked(f"umount of {target}", _libc().umount2(os.fsencode(target), MNT_DETACH))


def drop_bounding_set() -> None:
    """Give up every capability for programs started later, as far as this process may."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # past the last one, or an ordinary user, who has none
            break


def clear_capabilities() -> None:
    """Empty this process's capability sets."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _checked("capset", _libc().capset(header, (ctypes.c_uint32 * 6)()))


def close_from(first: int, keep: tuple[int, ...]) -> None:
    """Close every descriptor from ``first`` on but those in ``keep``."""
    for descriptor in sorted(keep):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX") if sys.platform != "linux" else 2**31 - 1)
