"""The student kit: written whole or not at all, and good to work with on its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import cli
from autograder.authoring import build
from autograder.course import chapters, compose, outcomefile
from autograder.course.chapters import ROOT
from autograder.errors import UsageError
from autograder.release import Leak, proof, release

FLAT = """\
def make_line(weight, bias, n=100, noise=0.0):
    xs = torch.linspace(0, 1, n + 1)[:-1]
    return xs, weight * xs + bias + noise * torch.randn(n)
"""
CANARY = "canary_that_must_not_sing_7319"
IGNORED = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "demo", "run")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of this repository, as it is."""
    folder = tmp_path_factory.mktemp("released") / "kit"
    release(folder)
    return folder


def environment(place: Path, *, with_pip: bool) -> Path:
    """The interpreter of a fresh environment without the kit, which finds our other packages."""
    venv.create(place, with_pip=with_pip, symlinks=os.name != "nt")
    inside = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    purelib = subprocess.check_output([inside, "-I", "-c", asked], text=True).strip()
    outside = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    Path(purelib, "outside.pth").write_text("\n".join(sorted(outside)))
    return inside


@pytest.fixture(scope="module")
def python(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the kit installed; torch and the rest are taken from here."""
    inside = environment(tmp_path_factory.mktemp("environment"), with_pip=False)
    copy = tmp_path_factory.mktemp("copy") / "kit"
    shutil.copytree(released, copy)
    options = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", inside, *options, str(copy)],
        check=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    return inside


@pytest.fixture
def work(released: Path, tmp_path: Path) -> Path:
    """A student's copy of the kit."""
    return Path(shutil.copytree(released, tmp_path / "work"))


def autograder(python: Path, work: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a student's folder."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        [python.with_name("autograder"), *arguments],
        cwd=work,
        env={**environment, "COLUMNS": "90", "AUTOGRADER_CACHE": str(work / "cache")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def names(folder: Path) -> Iterator[str]:
    """Every file of a folder."""
    return (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_the_kit_holds_what_students_need(released: Path) -> None:
    """Both forms of each finished chapter, its checks with what they import, the data."""
    files = set(names(released))
    for chapter in chapters.existing():
        assert f"autograder/chapters/{chapter.name}/public.py" in files
        assert f"exercises/{chapter.name}.ipynb" in files
    assert {"README.md", "LICENSE", "pyproject.toml", "course_data/manifest.json"} <= files
    assert "autograder/chapters/ch01_workflow/helpers/loops.py" in files


def test_a_repository_made_of_the_kit_is_checked_on_github(released: Path) -> None:
    """The workflow is YAML, installs the kit with its versions, and calls a command there is."""
    yaml = pytest.importorskip("yaml")
    workflow = yaml.safe_load((released / ".github" / "workflows" / "check.yml").read_text())
    (job,) = workflow["jobs"].values()
    steps = [step["run"] for step in job["steps"] if "run" in step]

    assert workflow["permissions"] == {"contents": "read"}
    assert steps[0] == "python -m pip install -c constraints.txt ."
    assert steps[1:] == ["autograder check --github"]


@pytest.mark.exhaustive
def test_what_the_workflow_runs_is_green_on_a_fresh_kit(python: Path, work: Path) -> None:
    """Nothing is started in any chapter, and nothing has failed."""
    ran = autograder(python, work, "check", "--github")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "::error" not in ran.stdout
    assert ran.stdout.count("none started yet") == len(chapters.existing())


def test_the_kit_holds_nothing_else(released: Path) -> None:
    """No solutions, hidden checks, known mistakes, drafts, tests, instructor's commands."""
    files = list(names(released))
    forbidden = (
        "hidden",
        "thresholds",
        "variants",
        "solutions/",
        "tests/",
        "instructor",
        "classroom",
    )
    assert not [file for file in files if any(word in file for word in forbidden)]
    assert "autograder/chapters/ch01_workflow/outcomes.json" in files
    catalogues = re.compile(r"autograder/chapters/\w+/mistakes\.diff|.*\.pyc")
    assert not [file for file in files if catalogues.fullmatch(file)]
    finished = {chapter.name for chapter in chapters.existing()}
    drafts = [c.name for c in chapters.present() if c.name not in finished]
    assert not [file for file in files if any(name in file for name in drafts)]


@pytest.mark.exhaustive
def test_the_installed_kit_works_on_its_own(python: Path, work: Path) -> None:
    """Each command, from the untouched stub to all public points, and never further."""
    stub = autograder(python, work, "check", "01")
    solved = compose.solved_module(chapters.load(chapters.find("01")))
    path = work / "exercises" / "ch01_workflow.py"
    path.write_text(solved, encoding="utf-8")
    passed = autograder(python, work, "check", "01")
    as_json = autograder(python, work, "check", "01.split", "--json")
    progress = autograder(python, work, "progress")
    wrong = compose.module(chapters.load(chapters.find("01")), {"make_line": FLAT})
    path.write_text(wrong, encoding="utf-8")
    failed = autograder(python, work, "check", "01.make_line")
    named = autograder(python, work, "check", "01.make_line", "--json")
    hint = autograder(python, work, "hint", "01.make_line")
    reset = autograder(python, work, "reset", "01.make_line")

    assert (stub.returncode, stub.stderr) == (1, "")
    assert "12 tasks, none started yet" in stub.stdout
    assert (passed.returncode, passed.stderr) == (0, "")
    assert (
        "All public checks passed. Grading also uses fresh data (50 more points)." in passed.stdout
    )
    assert {test["check"].partition(".")[0] for test in json.loads(as_json.stdout)["tests"]} == {
        "public"
    }
    assert "done" not in progress.stdout.replace("not done", "")
    assert "Expected x to have shape" in failed.stdout
    tests = json.loads(named.stdout)["tests"]
    assert {test["misconception"] for test in tests if test["status"] == "fail"} == {"flat_line"}
    assert tests[0]["hints"][0] in " ".join(failed.stdout.split())
    assert hint.stdout.startswith("01.make_line, hint 2 of 3:")  # the check showed the first
    assert (reset.returncode, reset.stderr) == (0, "")
    assert 'raise NotImplementedError("make_line")' in path.read_text(encoding="utf-8")


@pytest.mark.exhaustive
def test_the_installed_kit_has_students_commands_alone(python: Path, work: Path) -> None:
    """Data and doctor too; an instructor's command is not known."""
    commands = autograder(python, work, "--help").stdout.partition("Commands:")[2]
    data = autograder(python, work, "data")
    doctor = autograder(python, work, "doctor")
    grade = autograder(python, work, "grade", "exercises")
    where = "import autograder; print(autograder.__file__)"
    place = subprocess.check_output([python, "-c", where], text=True, cwd=work / "exercises")

    listed = {line.split()[0] for line in commands.splitlines() if line[2:3].strip()}
    assert listed == {"check", "data", "doctor", "hint", "progress", "reset"}
    assert (data.returncode, data.stderr) == (0, "")
    labels = ", ".join(chapter.label for chapter in chapters.existing())
    assert f"chapters {labels}" in " ".join(doctor.stdout.split())
    assert (grade.returncode, grade.stdout) == (2, "")
    assert str(python.parents[1]) in place


@pytest.mark.exhaustive
def test_pytest_runs_the_same_checks(python: Path, work: Path) -> None:
    """In the kit's folder, without an argument."""
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-k", "ch01"],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "skipped" in done.stdout.splitlines()[-1]


RUN_ALL = """\
import nbclient, nbformat, sys
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, timeout=500, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[1])
"""


@pytest.mark.exhaustive
def test_a_students_notebook_installs_its_kit_and_checks(work: Path, tmp_path: Path) -> None:
    """In an environment without the kit: the first cell, a failing check, a passing one."""
    pytest.importorskip("ipykernel")
    inside = environment(tmp_path / "bare", with_pip=True)
    path = work / "exercises" / "ch01_workflow.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    solved = build.solved_notebook(chapters.load(chapters.find("01")))["cells"]
    first = [cell for cell in content["cells"] if cell["cell_type"] == "code"][:4]
    setup, imports, stub, check = first
    wrong, right = dict(stub), next(c for c in solved if c["id"] == stub["id"])
    wrong["source"] = "".join(right["source"]).replace(".unsqueeze(dim=1)", "")
    score = {**check, "source": 'score("make_line")'}
    order = [setup, imports, stub, check, wrong, check, right, check, score]
    cells = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(order)]
    path.write_text(json.dumps({**content, "cells": cells}), encoding="utf-8")
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}  # 0 is: none
    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | offline
    command = [str(inside), "-W", "ignore", "-c", RUN_ALL, str(path)]
    subprocess.run(command, cwd=path.parent, env=surroundings, check=True, timeout=580)

    ran = json.loads(path.read_text(encoding="utf-8"))["cells"]
    said = [["".join(o.get("data", {}).get("text/plain", "")) for o in c["outputs"]] for c in ran]
    assert "not started yet" in said[3][0]
    assert "Expected x to have shape" in said[5][0]
    assert "All public checks of make_line passed" in said[7][0]
    assert said[8][1] == "4.0"
    assert list((tmp_path / "bare").rglob("autograder/jupyter/server.py"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of this repository's sources, to be changed."""
    folder = tmp_path / "repository"
    for name in ("autograder", "solutions", "course_data"):
        shutil.copytree(ROOT / name, folder / name, ignore=IGNORED)
    for name in ("pyproject.toml", "LICENSE", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def change(path: Path, old: str, new: str) -> None:
    """Replace one text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.exhaustive
def test_no_canary_is_in_any_file_of_the_kit(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted in every withheld file, as code, comment, text and file name; sought in all bytes."""
    kept: list[Path] = []
    original = proof._built

    def keep(kit: Path, scratch: Path) -> tuple[Path, Path]:
        built = original(kit, scratch)
        kept.extend(Path(shutil.copy(path, tmp_path)) for path in built)
        return built

    monkeypatch.setattr(proof, "_built", keep)
    line = f"{CANARY} = '{CANARY}'  # {CANARY}\n"
    for path in (repository / "autograder" / "chapters").glob("*/*.*"):
        if path.stem in ("hidden", "mistakes", "thresholds", "variants"):
            path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}", encoding="utf-8")
            path.with_name(f"{CANARY}.md").write_text(line)
    for path in (repository / "solutions").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("### BEGIN SOLUTION\n", f"### BEGIN SOLUTION\n    {line}"), "utf-8"
        )
    for chapter in chapters.existing(repository):  # as if built after these changes
        path = outcomefile.path_of(chapter.folder)
        fresh = json.loads(path.read_text()) | {"made_from": outcomefile._made_from(chapter)}
        path.write_text(json.dumps(fresh))
    (repository / "exercises").mkdir()
    (repository / "exercises" / "ch01_workflow.py").write_text(line)
    (repository / "autograder" / "__pycache__").mkdir(exist_ok=True)
    (repository / "autograder" / "__pycache__" / "hidden.cpython-311.pyc").write_text(line)
    release(tmp_path / "kit", root=repository)

    assert sorted(path.suffix for path in kept) == [".gz", ".whl"]
    held = {name: (tmp_path / "kit" / name).read_bytes() for name in names(tmp_path / "kit")}
    held |= dict(_members(kept))
    assert len(held) > 2000
    assert not [name for name, data in held.items() if CANARY.encode() in data or CANARY in name]


def _members(archives: list[Path]) -> Iterator[tuple[str, bytes]]:
    for path in archives:
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                yield from ((f"wheel {name}", wheel.read(name)) for name in wheel.namelist())
        else:
            with tarfile.open(path) as sdist:
                members = [(m, sdist.extractfile(m)) for m in sdist]
                yield from ((f"sdist {m.name}", f.read()) for m, f in members if f)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "autograder/chapters/ch01_workflow/public.py",
            "from autograder.checks import",
            "from autograder.chapters.ch01_workflow import hidden\nfrom autograder.checks import",
            "imports autograder.chapters.ch01_workflow.hidden",
        ),
        (
            "LICENSE",
            "MIT",
            "    x = torch.arange(n).unsqueeze(dim=1) / n",
            "LICENSE: Expected the kit to give",
        ),
        (
            "constraints.txt",
            "#",
            "# test_make_line_any_n",
            "constraints.txt: Expected the kit to give",
        ),
    ],
)
def test_a_leak_leaves_nothing_behind(
    repository: Path, tmp_path: Path, name: str, old: str, new: str, says: str
) -> None:
    """The error names the file; no folder looks like a kit."""
    change(repository / name, old, new)
    place = tmp_path / "out"

    with pytest.raises(Exception, match=says):
        release(place / "kit", root=repository)
    assert list(place.glob("*")) == []


def test_only_a_clone_and_a_new_folder_will_do(released: Path, tmp_path: Path) -> None:
    """The lines say what to do instead; nothing is overwritten."""
    (tmp_path / "file").write_text("mine")
    for place, says in ((tmp_path, "new or empty folder"), (tmp_path / "file", "a file or link")):
        with pytest.raises(UsageError, match=says):
            release(place)
    with pytest.raises(UsageError, match="from a clone"):
        release(tmp_path / "new", root=released)
    assert list(names(tmp_path)) == ["file"]


@pytest.mark.exhaustive
def test_the_command_tells_what_was_proved(tmp_path: Path, capsys: Any) -> None:
    """And notebooks know the address that was given."""
    address = "https://example.org/kit.zip"
    assert cli.run(["release", str(tmp_path / "kit"), "--kit", address]) == 0
    assert "none found" in capsys.readouterr().out
    notebook = (tmp_path / "kit" / "exercises" / "ch01_workflow.ipynb").read_text(encoding="utf-8")
    assert address in notebook
    assert issubclass(Leak, proof.KitError)
