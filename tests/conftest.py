"""What several test files share: one warm template, and chapters to grade."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Two test processes share two processors: threads of each would only wait for the other's, in this
# process and in the kernels and commands that tests start. Before torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from hypothesis import HealthCheck, settings

from autograder.course import chapters
from autograder.course.source import Source
from autograder.remote.launch import USUAL, Policy, StudentProcess, Template
from autograder.sandbox import Layer, syscalls
from autograder.sandbox.probe import probe

# A shell that starts tests in the background ignores Ctrl-C for them, and for all they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says more about who else uses the machine.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist makes its plans
def pytest_configure(config: pytest.Config) -> None:
    """Let `pytest -n auto` keep the tests of an `xdist_group` together: they share a fixture."""
    if config.getoption("dist", "no") == "load":
        config.option.dist = "loadgroup"
    if hasattr(config, "workerinput"):  # a worker reads the command line, which does not say so
        config.option.loadgroup = True


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Start one process more than there are processors: many tests wait for other processes."""
    return (os.cpu_count() or 1) + 1 if config.option.numprocesses == "auto" else None


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Make a group of the tests that share a course or a kit, so that it is made once."""
    for item in items:
        for name in {"pristine", "released"}.intersection(getattr(item, "fixturenames", ())):
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """What a test changed in this process as a check does in a student's is put back after it."""
    yield
    if probes := sys.modules.get("autograder.student.probes"):  # which imports torch
        probes.restore()


@pytest.fixture
def hangups() -> Iterator[None]:
    """Under ``nohup`` too, SIGHUP ends what a test starts."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(scope="session")
def template() -> Iterator[Template]:
    """A warm template process, shared because torch takes seconds to import."""
    sandbox_tests = Path(__file__).parent / "sandbox"
    with Template.start(preload=[*USUAL, "serving"], paths=[str(sandbox_tests)]) as started:
        yield started


@pytest.fixture(scope="session")
def grade_class() -> Callable[[Path], subprocess.CompletedProcess[str]]:
    """Grade the folder ``submissions`` of a folder into its ``run``, as at a terminal."""

    def run(home: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "autograder", "grade", "submissions", "-o", "run"],
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(chapters.ROOT), "COLUMNS": "80"},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def workflow() -> Source:
    """Chapter 01, as it is in the kit."""
    return chapters.load(chapters.find("01"))


@pytest.fixture(scope="session")
def layers() -> dict[str, Layer]:
    """What this machine has."""
    return {layer.name: layer for layer in probe()}


@pytest.fixture(autouse=True)
def _skip_missing(request: pytest.FixtureRequest) -> None:
    """Machines differ in what they allow: a test of a missing layer is skipped with the reason."""
    if mark := request.node.get_closest_marker("needs"):
        there = request.getfixturevalue("layers")
        for name in mark.args:
            if not there[name].available:
                pytest.skip(there[name].detail)


@pytest.fixture
def talk() -> Callable[..., dict[str, Any]]:
    """Have a student process with target ``serving:serve`` run a program; returns its reply."""

    def run(process: StudentProcess, program: str, seconds: float = 20.0) -> dict[str, Any]:
        os.write(process.write_fd, json.dumps(program).encode() + b"\n")
        reply = b""
        while not reply.endswith(b"\n"):
            if not select.select([process.read_fd], [], [], seconds)[0]:
                return {"answer": "timeout"}
            piece = os.read(process.read_fd, 1 << 16)
            if not piece:
                return {"answer": "gone", "status": process.exit_status(5.0)}
            reply += piece
        answer: dict[str, Any] = json.loads(reply)
        return answer

    return run


@pytest.fixture
def ask(template: Template, talk: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    """Run a program in a fresh student process and return its ``answer`` or its error's name."""

    def run(program: str, policy: Policy | None = None, seconds: float = 20.0) -> Any:
        policy = policy or Policy.strangers()
        with template.spawn(policy, target="serving:serve") as process:
            reply = talk(process, program, seconds)
        return reply.get("status") or reply["answer"]

    return run


@pytest.fixture
def orphans() -> Iterator[None]:
    """Make this process the parent of all that its children leave behind, and see that is none."""
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    before = children()
    yield
    deadline = time.monotonic() + 20
    while (left := children() - before) and time.monotonic() < deadline:
        for pid in left:
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.1)
    told = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in left}
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 0)
    assert not told


def children() -> set[int]:
    """The processes whose parent this is."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {int(pid) for pid in found}
