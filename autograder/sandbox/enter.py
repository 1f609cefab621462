"""Enter the sandbox layers in two steps: first the reaper, then the student process."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError
from autograder.sandbox import (
    files,
    identity,
    landlock_rules,
    limits,
    namespaces,
    reaper,
    seccomp,
    syscalls,
)
from autograder.sandbox.policy import LAYERS, Policy

LINUX = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class SandboxSetup:
    """The state that the reaper prepared for its student process.

    Attributes:
        layers: what `confine` has to enter.
        folder: the scratch folder, None if it will lie in a file system of its own.
        user: the user id to become, None to stay the same.
        mapped, tasks: what counted against the limits before.
    """

    layers: tuple[str, ...]
    folder: Path | None
    user: int | None
    mapped: int
    tasks: int

    @property
    def scratch(self) -> Path:
        """The folder the student process may write to, as it sees it."""
        return files.SCRATCH if self.folder is None else self.folder


def choose(policy: Policy, have: tuple[str, ...]) -> tuple[str, ...]:
    """Return the layers to enter: those the policy asks for and the machine has.

    Raises:
        KitError: one that the policy requires is not among them.
    """
    chosen = tuple(name for name in LAYERS if name in policy.layers and name in have)
    if "namespaces" not in chosen:  # an own view of the files needs an own mount namespace
        chosen = tuple(name for name in chosen if name != "files")
    for names in policy.require:
        if not set(names.split("|")) & set(chosen):
            raise KitError(
                f"Expected the sandbox layer {names.replace('|', ' or ')} to be in force, but this "
                f"machine gives {', '.join(chosen) or 'none'}. `autograder doctor` says why."
            )
    return chosen


def prepare(layers: tuple[str, ...]) -> SandboxSetup:
    """Prepare this process, which becomes the reaper, for its student process, the next fork.

    Raises:
        OSError: the machine refuses one of ``layers``.
    """
    os.umask(0o022)  # what is made for the student's user shall be open to them
    mapped, tasks, user = limits.mapped_memory(), limits.machine_tasks(), None
    if LINUX:
        reaper.adopt_orphans()
        user = identity.unused_id() if "identity" in layers else None
        if "namespaces" in layers:
            namespaces.prepare()
    if user is not None or "namespaces" in layers:
        tasks = 0  # of the machine's processes, none is this user's
    folder = None if "files" in layers else _make_scratch(user)
    return SandboxSetup(layers, folder, user, mapped, tasks)


def confine(policy: Policy, setup: SandboxSetup) -> None:
    """Give up everything the policy does not leave open; for the process about to run student code.

    Raises:
        OSError, NameError: the machine refuses one of ``setup.layers``.
        KitError: the interpreter's own files are out of reach afterwards.
    """
    os.setsid()
    if "limits" in setup.layers:
        limits.enter(policy.limits, mapped=setup.mapped, tasks=setup.tasks)
    if LINUX:
        _give_up_privileges(policy, setup)
    os.chdir(setup.scratch)
    _check_reach()


def _give_up_privileges(policy: Policy, setup: SandboxSetup) -> None:
    """Enter the layers only Linux has; each must come after the ones it would forbid."""
    layers = setup.layers
    if "namespaces" in layers:
        namespaces.enter()
    if "files" in layers:
        files.enter(policy, os.geteuid() if setup.user is None else setup.user)
    if "identity" in layers:
        identity.enter(setup.user)
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user resets it
    scoped = "namespaces" in layers
    if "landlock" in layers:
        landlock_rules.enter(policy, setup.scratch, own_view="files" in layers)
        scoped = scoped or landlock_rules.scopes_signals()
    if "seccomp" in layers:
        seccomp.enter(gpu=policy.gpu, deny_signals=not scoped)


def _make_scratch(user: int | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="autograder-scratch-"))
    if user is not None:
        os.chown(folder, user, user)
    return folder


def _check_reach() -> None:
    """Raise KitError if this process cannot read Python's files: later errors would be obscure."""
    for module in (os, sys.modules.get("torch", os)):
        file = Path(str(module.__file__))
        try:
            file.open("rb").close()
        except OSError as error:
            raise KitError(
                f"Expected {file} to be readable for the user of the student process, but got: "
                f"{error.strerror}. Install Python and torch where every user can read them."
            ) from error
    os.rmdir(tempfile.mkdtemp(dir="."))
