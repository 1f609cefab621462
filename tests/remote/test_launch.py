"""The trusted side's handles: starting, sharing, killing, and what is left afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.remote.launch import ExitStatus, Policy, Template

SERVING = [os.fspath(Path(__file__).parents[1] / "sandbox")]
linux = pytest.mark.skipif(sys.platform != "linux", reason="templates are forked on Linux only")


def _open_descriptors() -> set[str]:
    return {entry.name for entry in Path("/proc/self/fd").iterdir() if entry.exists()}


@linux
def test_starting_returns_at_once(tmp_path: Path) -> None:
    """The grader imports torch while the template does."""
    started = time.monotonic()
    template = Template.start()
    seconds = time.monotonic() - started
    template.spawn(Policy.self_check()).close()
    until_ready = time.monotonic() - started
    folders = [Path(template.path).parent, template._home]
    template.close()
    template.close()

    assert seconds < until_ready / 2
    assert not any(folder.exists() for folder in folders)


@linux
def test_a_template_is_shared_by_its_path(template: Template, talk) -> None:
    """A second trusted process can fork from it, and closing its handle changes nothing."""
    with (
        Template.connect(template.path) as shared,
        shared.spawn(Policy.self_check(), target="serving:serve") as process,
    ):
        assert talk(process, "answer = 'hello'") == {"answer": "hello"}

    with template.spawn(Policy.self_check(), target="serving:serve") as process:
        assert talk(process, "answer = 'still here'") == {"answer": "still here"}


@linux
def test_only_its_user_can_reach_it(template: Template) -> None:
    """The socket lies in a private folder."""
    assert Path(template.path).parent.stat().st_mode & 0o777 == 0o700


@linux
def test_layers_in_force_are_reported(template: Template) -> None:
    """The names come from the reaper before any student code runs."""
    with template.spawn(Policy.self_check(), target="serving:serve") as process:
        assert process.layers == ("limits",)


@linux
def test_a_missing_wall_is_an_error_of_the_kit(template: Template) -> None:
    """No student process starts without what the policy requires."""
    before = _open_descriptors()
    with pytest.raises(KitError, match="Expected the sandbox layer seccomp to be in force"):
        template.spawn(Policy(layers=("limits",), require=("seccomp",)))

    assert _open_descriptors() == before


@linux
def test_an_unknown_worker_is_an_error_of_the_kit(template: Template) -> None:
    """The message names what could not be imported."""
    with pytest.raises(KitError, match="no_such_module"):
        template.spawn(Policy.self_check(), target="no_such_module:serve")


@linux
def test_a_closed_process_leaves_nothing(template: Template, talk) -> None:
    """No descriptor here, no scratch folder, and the status stays known."""
    before = _open_descriptors()
    process = template.spawn(Policy.self_check(), target="serving:serve")
    scratch = talk(process, "import os; answer = os.getcwd()")["answer"]
    assert Path(scratch).is_dir()
    process.close()
    process.close()

    assert _open_descriptors() == before
    assert not Path(scratch).exists()
    assert process.exit_status() is not None
    assert process.exit_status().signal == signal.SIGKILL


@linux
def test_a_killed_reaper_is_noticed(template: Template, talk) -> None:
    """The student process dies with it, and the status says that it was killed."""
    with template.spawn(Policy.strangers(), target="serving:serve") as process:
        talk(process, "answer = 1")
        process._control.force()

        assert process.exit_status(5.0) == ExitStatus(code=None, signal=signal.SIGKILL)
        assert os.read(process.read_fd, 1) == b""


@linux
def test_a_template_that_cannot_start_says_why(tmp_path: Path) -> None:
    """Its last words are in the error."""
    (tmp_path / "broken.py").write_text("import os; print('no luck', flush=True); os._exit(1)")
    with (
        Template.start(preload=["broken"], paths=[os.fspath(tmp_path)]) as template,
        pytest.raises(KitError, match="no luck"),
    ):
        template.spawn(Policy.self_check())


@linux
def test_a_template_ends_with_its_starter(tmp_path: Path) -> None:
    """Also when that one is killed, and it takes its folders along."""
    program = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from autograder.remote.launch import Template
template = Template.start()
print(template._process.pid, os.path.dirname(template.path), template._home, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    root = os.fspath(Path(__file__).parents[2])
    ran = subprocess.run([sys.executable, "-c", program, root], stdout=subprocess.PIPE, check=False)
    pid, *folders = ran.stdout.decode().split()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not Path(f"/proc/{pid}").exists()
    assert not any(Path(folder).exists() for folder in folders)


def test_without_fork_a_student_process_has_its_own_interpreter(talk) -> None:
    """Slower, with limits only, and the same interface."""
    with Template.start(preload=["serving"], paths=SERVING, fork=False) as template:
        with template.spawn(Policy.self_check(), target="serving:serve") as process:
            answer = talk(process, "import os; answer = os.getcwd(), 'PATH' in os.environ", 60.0)
            scratch, has_path = answer["answer"]
            print_and_read = "print('lost'); answer = __import__('sys').stdin.read()"
            assert talk(process, print_and_read) == {"answer": ""}
            os.write(process.write_fd, b'"while True: pass"\n')
            process.kill()
            assert process.exit_status().signal == signal.SIGKILL

        assert not Path(scratch).exists()
        assert not has_path
        with pytest.raises(KitError, match="has limits only"):
            template.spawn(Policy.strangers())
