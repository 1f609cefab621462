"""A chapter that is a package, on its whole way: source, exercise, notebook, submission, points."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from autograder.authoring import build, notebooks
from autograder.authoring.source_errors import found
from autograder.classroom.discover import discover
from autograder.classroom.handins import HandIn
from autograder.classroom.opening import ANONYMOUS
from autograder.commands import checking, hints, restore
from autograder.course import chapters, compose
from autograder.course.percent import parse
from autograder.course.source import Source
from autograder.errors import UsageError
from autograder.grading import results as r
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
from autograder.grading.results import Result
from autograder.remote.launch import Template
from autograder.submission import from_bytes, read

TEXT = '''\
# %% [markdown] package=1
# # 05 · Going modular

# %% explore
print("only in the notebook")

# %% file="utils"
from pathlib import Path

# %% [markdown]
# ## Save

# %% task="utils.save_model" points=2 minutes=3
def save_model(model: object) -> None:
    """Save it."""
    ### BEGIN SOLUTION
    Path("model").write_text(str(model))
    ### END SOLUTION

# %% file="train"
import utils

# %% [markdown]
# ## The program

# %% task="train.main" points=3 needs="utils.save_model"
def main() -> None:
    """Train."""
    ### BEGIN SOLUTION
    utils.save_model("trained")
    ### END SOLUTION

# %% file="train"
if __name__ == "__main__":
    main()

# %% file="quiz"
"""Answers."""

# %% [markdown]
# ## Questions

# %% file="quiz" task="quiz" points=1
ANSWER_1 = "b"  ### SOLUTION
'''
NAME = "ch05_going_modular"
PUBLIC = GradeRequest(device="cpu", diagnose=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one chapter, a package."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / f"{NAME}.py").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def source(root: Path) -> Source:
    """That chapter."""
    return chapters.load(chapters.find("05", root))


@pytest.fixture(scope="module")
def going_modular() -> Source:
    """Chapter 05, as it is in the kit."""
    return chapters.load(chapters.find("05"))


def test_tasks_know_their_module(source: Source) -> None:
    """By the task's name, or by file=; what a cell defines is named with it."""
    assert source.modules == ("utils", "train", "quiz")
    assert [task.id for task in source.tasks] == ["utils.save_model", "train.main", "quiz"]
    assert source.names == ("utils.save_model", "train.main", "quiz.ANSWER_1")
    assert source.task("save_model").id == source.task("utils.save_model").id == "utils.save_model"
    assert found(source) == []


def test_tasks_are_found_by_module_and_name(root: Path, source: Source) -> None:
    """With the chapter or without."""
    for text in ("05.utils.save_model", "utils.save_model", "save_model", "5.save_model"):
        assert chapters.find_task(text, root) == (source.chapter, "utils.save_model")
    with pytest.raises(UsageError, match=r"got 'utils\.save'"):
        chapters.find_task("utils.save", root)


def test_build_writes_a_folder_and_a_notebook(root: Path) -> None:
    """A module each with its prose and tasks, an __init__ with their order, nothing to explore."""
    written = build.build(root)
    folder = root / "exercises" / NAME
    names = ("__init__", "utils", "train", "quiz")
    assert written == [*(folder / f"{n}.py" for n in names), folder.with_suffix(".ipynb")]
    assert build.build(root, check=True) == []
    train = (folder / "train.py").read_text(encoding="utf-8")
    assert "# ## The program\n#\n# *3 points*" in train
    assert 'raise NotImplementedError("train.main")' in train
    assert train.endswith('if __name__ == "__main__":\n    main()\n')
    assert "only in the notebook" not in train
    assert "# # 05 · Going modular" not in "".join(p.read_text() for p in folder.glob("*.py"))
    for path in folder.glob("*.py"):
        compile(path.read_text(encoding="utf-8"), path, "exec")


def test_the_notebook_writes_the_modules(source: Source) -> None:
    """Each cell that belongs to a module begins it or adds to it."""
    book = build.solved_notebook(source)
    texts = ["".join(cell["source"]) for cell in book["cells"]]
    heads = [text.partition("\n")[0] for text in texts if text.startswith("%%writefile")]
    assert heads == [
        *("%%writefile going_modular/utils.py", "%%writefile -a going_modular/utils.py"),
        *("%%writefile going_modular/train.py", *["%%writefile -a going_modular/train.py"] * 2),
        *("%%writefile going_modular/quiz.py", "%%writefile -a going_modular/quiz.py"),
    ]
    files = from_bytes(json.dumps(book).encode(), f"{NAME}.ipynb", NAME).files
    for name, text in compose.package(source, {}).items():
        if name != "__init__.py":
            code = [
                cell.source
                for cell in parse(text, name)
                if cell.kind == "code" and cell.header_line
            ]
            written = files[f"going_modular/{name}"].decode()
            assert all(part in written for part in code)
            compile(written, name, "exec")


def test_a_kit_without_solutions_reads_the_stub(root: Path, source: Source) -> None:
    """The tasks, in their order, from the folder of the exercises."""
    build.build(root)
    shutil.rmtree(root / "solutions")
    stub = chapters.load(chapters.find("05", root))
    assert (stub.solved, stub.path) == (False, root / "exercises" / NAME)
    assert [task.id for task in stub.tasks] == [task.id for task in source.tasks]
    assert stub.modules == source.modules
    texts = compose.package(stub, {})
    assert texts["train.py"] == (root / "exercises" / NAME / "train.py").read_text(encoding="utf-8")


def test_one_task_of_a_package_is_reset(tmp_path: Path, going_modular: Source) -> None:
    """In its module of the folder, or in the cell that writes it."""
    folder, task = tmp_path / NAME, "utils.save_model"
    folder.mkdir()
    for name, text in compose.package(going_modular, {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    copy = restore.reset(going_modular.chapter, task, folder, tmp_path)
    assert copy.name == "utils.1.py"
    wanted = compose.package(going_modular, {task: None})
    assert {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.py")} == wanted

    book = tmp_path / f"{NAME}.ipynb"
    book.write_text(notebooks.dumps(build.compose_notebook(going_modular, {})), encoding="utf-8")
    restore.reset(going_modular.chapter, task, book, tmp_path)
    wanted_book = notebooks.dumps(build.compose_notebook(going_modular, {task: None}))
    assert book.read_text(encoding="utf-8") == wanted_book


def test_the_folder_is_found_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the working folder, where it alone is work enough; its time is that of any module."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / NAME
    folder.mkdir()
    (folder / "utils.py").write_text("A = 1\n")
    (target,) = checking.choose("05.utils.save_model", None)
    assert (target.path, target.task) == (folder, "utils.save_model")
    assert target.changed == max((folder / "utils.py").stat().st_mtime, folder.stat().st_mtime)
    assert hints.home() == tmp_path


def test_a_package_is_a_submission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of one's own from the course, alone or in a class."""
    monkeypatch.setattr(chapters, "existing", chapters.present)  # while the chapter is a draft
    folder = tmp_path / "ada" / "going_modular"
    folder.mkdir(parents=True)
    (folder / "engine.py").write_text("A = 1\n")
    assert discover(tmp_path).hand_ins == (HandIn("ada", NAME, folder),)
    assert discover(folder).hand_ins == (HandIn(ANONYMOUS, NAME, folder),)


def graded(folder: Path, template: Template, task: str | None = None) -> Result:
    """Grade the public checks of a folder of modules."""
    names = chapters.load(chapters.find("05")).names
    request = dataclasses.replace(PUBLIC, task=task, template=template)
    return grade(read(folder, NAME, wanted=names), "ada", request)


def test_modules_that_are_not_there_are_not_started(
    tmp_path: Path, going_modular: Source, template: Template
) -> None:
    """Of a folder with two modules, one of them broken, the rest is judged for what it is."""
    folder = tmp_path / "going_modular"
    folder.mkdir()
    texts = compose.package(going_modular, {})
    (folder / "engine.py").write_text(texts["engine.py"], encoding="utf-8")
    (folder / "utils.py").write_text("import torch\n\n\ndef save_model(:\n    pass\n")
    result = graded(folder, template)

    status = {task.task_id: task.status for task in result.tasks()}
    assert [task for task, what in status.items() if what == r.PASS] == [
        "engine.train_step",
        "engine.test_step",
        "engine.train",
    ]
    broken = [test for test in result.tests if test.task_id.startswith("utils.")]
    assert {(test.status, test.where) for test in broken} == {(r.ERROR, "utils.py:4")}
    assert all("SyntaxError" in test.message for test in broken)
    others = set(status) - {test.task_id for test in broken} - {"engine.train_step"}
    others -= {"engine.test_step", "engine.train"}
    assert {status[task] for task in others} == {r.NOT_STARTED}


SAVERS = {
    "torch.save(model, path)": "an object that needs code of its own",
    "torch.save([1, 2], path)": "to hold tensors by name, but got [1, 2]",
    "open(path, 'wb').write(b'numbers')": "cannot be read",
    "torch.save({'a': torch.ones(1).expand(2**40)}, path)": "claims more than there is memory for",
    "pass": "Expected a file models/",
}


@pytest.mark.parametrize("line", SAVERS)
def test_files_that_cannot_be_trusted(tmp_path: Path, line: str, template: Template) -> None:
    """What a student's code saved is judged by a process that the file cannot harm."""
    folder = tmp_path / "going_modular"
    folder.mkdir()
    (folder / "utils.py").write_text(
        "import os\nimport torch\n\n\ndef save_model(model, target_dir, model_name):\n"
        "    os.makedirs(target_dir, exist_ok=True)\n"
        f"    path = os.path.join(target_dir, model_name)\n    {line}\n"
    )
    (test,) = graded(folder, template, "utils.save_model").tests
    assert (test.status, test.points) == (r.FAIL, 0)
    assert SAVERS[line] in test.message
