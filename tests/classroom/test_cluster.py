"""Grading on a Dask cluster: the same grades as here, whatever happens to its machines."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from clusters import ENVIRONMENT, Cluster, dask, ended, scheduler, started

from autograder import cli
from autograder.authoring import build, notebooks
from autograder.classroom import cluster as dask_cluster
from autograder.course import chapters, compose
from autograder.course.chapters import ROOT
from autograder.grading.fingerprint import of_kit

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="workers have a sandbox on Linux"),
    pytest.mark.xdist_group("cluster"),  # one cluster for most of them
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give a cluster that outlives what a test does to its workers."""
    with started(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """Give students: right, untouched, no notebook, one who ends the process, and one more."""
    source = chapters.load(chapters.find("00"))
    leaves = {"describe": "def describe(x):\n    import os\n    os._exit(0)\n"}
    files = {
        "ada/ch00_fundamentals.py": compose.solved_module(source),
        "ben/ch00_fundamentals.ipynb": notebooks.dumps(build.stub_notebook(source)),
        "cleo/ch00_fundamentals.ipynb": "no notebook",
        "dan/ch00_fundamentals.py": compose.module(source, leaves),
        "eve/ch00_fundamentals.py": compose.solved_module(source),
    }
    for name, text in files.items():
        path = tmp_path / "submissions" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "submissions"


def grade(submissions: Path, *options: str) -> subprocess.Popen[str]:
    """Start grading as a user does; the run is ``run`` beside the submissions unless told."""
    command = [sys.executable, "-m", "autograder", "grade", str(submissions)]
    return subprocess.Popen(
        [*command, "-o", str(submissions.parent / "run"), *options],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and what was said on standard error."""
    _, errors = process.communicate(timeout=240)
    return process.returncode, errors


def wait_for_results(submissions: Path, count: int) -> None:
    """Wait until so many results are there."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if len(list((submissions.parent / "run" / "results").glob("*/*.json"))) >= count:
            return
        time.sleep(0.02)
    raise TimeoutError


@pytest.mark.exhaustive
def test_a_cluster_gives_the_grades_of_this_machine(cluster: Cluster, submissions: Path) -> None:
    """Bad submissions included, for two runs at a time; what is there is not graded again."""
    key = submissions.parent / "key"
    key.write_text("5e" * 32)
    options, room = ("--scheduler", cluster.address, "--key-file", str(key)), submissions.parent
    runs = [grade(submissions, *options), grade(submissions, *options, "-o", str(room / "other"))]
    there = [said(run) for run in runs]
    here = said(grade(submissions, "-o", str(room / "here"), "--key-file", str(key)))
    again = said(grade(submissions, *options))

    assert [code for code, _ in (*there, here, again)] == [0] * 4, there
    for name in ("gradebook.csv", "summary.csv"):
        ran = [(room / run / name).read_bytes() for run in ("run", "other", "here")]
        assert ran[0] == ran[1] == ran[2]
    assert again[1].count("as before") == 4  # all but the one that cannot be read


def below(pid: int) -> list[int]:
    """All processes that one started, and those that they started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [child for task in tasks for child in task.read_text().split()]
    return [*map(int, children), *(deeper for child in children for deeper in below(int(child)))]


@pytest.mark.exhaustive
@pytest.mark.parametrize("what", ["template", "spawn_main"])
def test_a_process_that_dies_costs_a_retry(cluster: Cluster, submissions: Path, what: str) -> None:
    """A worker starts another template; Dask's nanny another worker, which is made a grader."""
    process = grade(submissions, "--scheduler", cluster.address)
    wait_for_results(submissions, 2)
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in below(cluster.worker.pid)}
    killed = [pid for pid, command in commands.items() if what in command]
    for pid in killed:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    code, errors = said(process)

    assert killed, commands
    assert code == 0, errors
    assert "not graded" not in errors
    assert errors.count("80/80") == 2


@pytest.mark.exhaustive
def test_a_scheduler_that_dies_costs_no_result(tmp_path: Path, submissions: Path) -> None:
    """The command says so, and goes on elsewhere when it is run again."""
    with started(tmp_path) as doomed:
        process = grade(submissions, "--scheduler", doomed.address)
        wait_for_results(submissions, 2)
        os.kill(doomed.scheduler.pid, signal.SIGKILL)
        code, errors = said(process)
    second = said(grade(submissions))

    assert code == 3
    assert f"The scheduler at {doomed.address} is gone" in errors
    assert "Traceback" not in errors
    assert second[0] == 0, second[1]
    assert "as before" in second[1]


def other_kit(folder: Path) -> None:
    """Copy this kit, and change one line of one grader."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("autograder", "solutions", "course_data"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    with (folder / "autograder" / "chapters" / "ch00_fundamentals" / "hidden.py").open("a") as file:
        file.write("# mended\n")


def no_kit(folder: Path) -> None:
    """Make a place where importing the kit finds nothing."""
    folder.mkdir()
    text = "raise ModuleNotFoundError(\"No module named 'autograder'\")"
    (folder / "autograder.py").write_text(text)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("place", "told"),
    [
        (other_kit, "Expected the workers of the cluster to have the same kit as this machine"),
        (no_kit, "Expected the kit on every machine of the cluster, but got: ModuleNotFound"),
    ],
)
def test_a_worker_with_another_kit_does_not_grade(
    tmp_path: Path, submissions: Path, place: Callable[[Path], None], told: str
) -> None:
    """Its grades would not be those of this kit."""
    place(tmp_path / "other")
    process, address = scheduler(tmp_path)
    options = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path)]
    worker = dask("worker", address, *options, path=tmp_path / "other")
    code, errors = said(grade(submissions, "--scheduler", address))
    ended(worker)
    ended(process)

    assert code == 2, errors
    assert told in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "missing port number"),
        ("carrier://pigeon:1", "unknown address scheme"),
        ("tcp://127.0.0.1:1", "Timed out"),
    ],
)
def test_an_address_without_a_scheduler_is_told(
    submissions: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    why: str,
) -> None:
    """What was expected, what was found, what to do."""
    monkeypatch.setattr(dask_cluster, "_CONNECT_SECONDS", 0.5)
    run = str(submissions.parent / "run")
    code = cli.run(["grade", str(submissions), "-o", run, "--scheduler", address])
    errors = capsys.readouterr().err

    assert code == 2
    assert f"--scheduler {address}: Expected a Dask scheduler to answer" in errors
    assert why in errors
    assert "dask scheduler" in errors
    assert "Traceback" not in errors


def test_without_dask_the_message_says_what_to_install(submissions: Path) -> None:
    """It is an extra that most need not have."""
    program = (
        "import sys; sys.modules['distributed'] = None; sys.argv[0] = 'autograder';"
        "from autograder.__main__ import main; main()"
    )
    command = [sys.executable, "-c", program, "grade", str(submissions), "--scheduler", "tcp://a:1"]
    done = subprocess.run(
        [*command, "-o", str(submissions.parent / "run")],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 2
    assert "pip install 'pytorch-autograder[cluster]'" in done.stderr


def test_the_fingerprint_of_a_kit_is_that_of_its_clone_and_of_its_wheel(tmp_path: Path) -> None:
    """Two machines with the same kit agree, however it was installed."""
    package, ignored = tmp_path / "autograder", shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograder", package, ignore=ignored)
    for name in ("course_data", "solutions", "exercises"):  # a wheel holds them inside the package
        shutil.copytree(ROOT / name, package / f"_{name}", ignore=ignored)
    program = "from autograder.grading.fingerprint import of_kit; print(of_kit())"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**ENVIRONMENT, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == of_kit()
