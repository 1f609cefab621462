"""The chapters of the course: which exist, where their files lie, and which tasks they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from autograder.course.source import Source, bare, did_you_mean, read, source
from autograder.errors import UsageError

# The repository in a clone, the folder of installed packages otherwise.
ROOT = Path(__file__).resolve().parents[2]
FILE_NAME = re.compile(r"ch\d\d_\w+\.(?:py|ipynb)")
DRAFT = "# %% [markdown] draft=1"  # first line of a source that is not to be built yet
_BANNER = re.compile(r"\A(?:#(?! %%).*\n)*\n*")
_ENDING = re.compile(r"\.(?:py|ipynb)$")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the course, planned or present.

    Attributes:
        number: 0 to 10.
        name: stem of its files, e.g. ``ch01_workflow``.
        title: as in the first heading of its text.
        concepts: what it teaches, in a line of the README.
        package: name of the package that students write in it; empty where it is one module.
    """

    number: int
    name: str
    title: str
    concepts: str = ""
    package: str = ""

    @property
    def label(self) -> str:
        """The number as the course writes it, e.g. ``01``."""
        return f"{self.number:02d}"

    def is_called(self, text: str) -> bool:
        """Whether ``text`` names this chapter: ``1``, ``01``, ``ch01``, its name or its end."""
        number = re.fullmatch(r"(?:ch)?(\d{1,3})", text, re.ASCII)
        if number:
            return int(number[1]) == self.number
        return text in (self.name, self.name.partition("_")[2])


_REGISTRY = (
    Chapter(
        0,
        "ch00_fundamentals",
        "Fundamentals",
        "tensors, shapes, dtypes, matrix multiplication, indexing, NumPy, seeds, devices",
    ),
    Chapter(
        1,
        "ch01_workflow",
        "PyTorch workflow",
        "data and splits, nn.Module, the training and the test loop, inference, saving and loading",
    ),
    Chapter(
        2,
        "ch02_classification",
        "Classification",
        "logits to labels, losses, activations, decision boundaries, metrics",
    ),
    Chapter(
        3,
        "ch03_computer_vision",
        "Computer vision",
        "DataLoader, convolutions, TinyVGG, training by batches, predictions, confusion matrix",
    ),
    Chapter(
        4,
        "ch04_custom_datasets",
        "Custom datasets",
        "ImageFolder and your own Dataset, transforms, augmentation, loss curves, overfitting",
    ),
    Chapter(
        5,
        "ch05_going_modular",
        "Going modular",
        "modules and imports, an engine, scripts with arguments, prediction from a saved model",
        package="going_modular",
    ),
    Chapter(
        6,
        "ch06_transfer_learning",
        "Transfer learning",
        "pretrained weights and their transforms, freezing, heads, most wrong predictions",
    ),
    Chapter(
        7,
        "ch07_experiment_tracking",
        "Experiment tracking",
        "seeds, TensorBoard, grids of experiments, subsets, the best run",
    ),
    Chapter(
        8,
        "ch08_paper_replicating",
        "Paper replicating",
        "patches, attention, the Vision Transformer block by block, its training recipe",
    ),
    Chapter(
        9,
        "ch09_model_deployment",
        "Model deployment",
        "feature extractors, size and speed, Gradio, a demo that runs elsewhere",
    ),
    Chapter(
        10,
        "ch10_torch_compile",
        "torch.compile",
        "compiling, graph breaks, saved keys, timing, fair comparisons",
    ),
)


def registry() -> tuple[Chapter, ...]:
    """All chapters of the course, those that are only planned too."""
    return _REGISTRY


def existing(root: Path = ROOT) -> tuple[Chapter, ...]:
    """The finished chapters that are there under ``root``, in the order of the course."""
    return tuple(chapter for chapter in present(root) if not _is_draft(chapter, root))


def present(root: Path = ROOT) -> tuple[Chapter, ...]:
    """The chapters that have a solution or a stub under ``root``, drafts too."""
    return tuple(
        chapter
        for chapter in _REGISTRY
        if solution_path(chapter, root).is_file() or _is_stub(stub_path(chapter, root), chapter)
    )


def package(name: str) -> str:
    """The package that students write in the chapter of that full name; empty if it is none."""
    return next((c.package for c in _REGISTRY if c.name == name), "")


def find(text: str, root: Path = ROOT) -> Chapter:
    """The existing chapter that ``text`` names: ``1``, ``01``, ``ch01_workflow``, a file of it.

    Raises:
        UsageError: no chapter has that name, or it is not there yet.
    """
    wanted = _ENDING.sub("", PurePath(text).name).lower()
    chapter = next((c for c in _REGISTRY if c.is_called(wanted)), None)
    if chapter is not None and chapter in present(root):
        return chapter
    finished = existing(root)
    there = ", ".join(f"{c.label} ({c.name})" for c in finished) or "none"
    if chapter is not None:
        raise UsageError(
            f"Expected a chapter of this kit, but {chapter.label} ({chapter.name}) is not in it "
            f"yet. Chapters: {there}."
        )
    near = did_you_mean(wanted, [name for c in finished for name in (c.name, c.name[5:])])
    raise UsageError(
        f"Expected a chapter such as 01 or ch01_workflow, but got {text!r}. "
        f"{near}Chapters: {there}."
    )


def find_task(text: str, root: Path = ROOT) -> tuple[Chapter, str | None]:
    """The chapter, and the task if there is one, that ``text`` names.

    A chapter is spelled as for `find`; ``01.make_line`` is a task of it, and ``make_line`` alone
    (or ``engine.train_step``) is enough where no other chapter has a task of that name.

    Raises:
        UsageError: there is no such chapter or task, or several chapters have that task.
    """
    if _ENDING.search(text) or any(c.is_called(text.lower()) for c in _REGISTRY):
        return find(text, root), None
    head, dot, tail = text.partition(".")
    if dot and not any(head in s.modules for s in _packages(root)):
        chapter = find(head, root)
        return chapter, load(chapter, root).task(tail).id
    sources = [load(chapter, root) for chapter in existing(root)]
    owners = [
        s for s in sources if any(text in (t.id, *t.names, *map(bare, t.names)) for t in s.tasks)
    ]
    if len(owners) == 1:
        return owners[0].chapter, owners[0].task(text).id
    raise UsageError(_no_single_task(text, owners or sources, several=bool(owners)))


def solution_path(chapter: Chapter, root: Path = ROOT) -> Path:
    """Where the chapter's solution is; in a student's kit there is no such file."""
    return _folder("solutions", root) / f"{chapter.name}.py"


def stub_path(chapter: Chapter, root: Path = ROOT) -> Path:
    """Where the chapter's stub is, as the kit ships it: a module, or a package's folder."""
    return _folder("exercises", root) / (chapter.name if chapter.package else f"{chapter.name}.py")


def grader_folder(chapter: Chapter, root: Path = ROOT) -> Path:
    """The folder of the chapter's graders."""
    return root / "autograder" / "chapters" / chapter.name


def working_folder(start: Path | None = None) -> Path:
    """The folder with the student's files: ``exercises`` in ``start``, or ``start`` itself.

    Args:
        start: the current directory unless given.

    Raises:
        UsageError: there are no chapter files in either.
    """
    start = Path.cwd() if start is None else start
    for folder in (start / "exercises", start):
        if folder.is_dir() and any(_is_work(path) for path in folder.iterdir()):
            return folder
    raise UsageError(
        f"{start}: Expected a folder exercises/ or files such as ch01_workflow.py here, "
        "but found neither. Go to the folder of the course kit and try again."
    )


def _is_work(path: Path) -> bool:
    is_package = any(c.package and c.name == path.name for c in _REGISTRY) and path.is_dir()
    return is_package or FILE_NAME.fullmatch(path.name) is not None


def load(chapter: Chapter, root: Path = ROOT) -> Source:
    """Read a chapter from its solution, or from its stub where there is no solution.

    Raises:
        UsageError: neither file can be read, or a cell header of the solution cannot.
    """
    solution = solution_path(chapter, root)
    solved = solution.is_file()
    path = solution if solved else stub_path(chapter, root)
    text = _package_text(path) if chapter.package and not solved else read(path)
    return source(chapter, path, text, solved=solved)


def _packages(root: Path) -> list[Source]:
    return [load(chapter, root) for chapter in existing(root) if chapter.package]


def _is_stub(path: Path, chapter: Chapter) -> bool:
    return (path / "__init__.py").is_file() if chapter.package else path.is_file()


def _package_text(folder: Path) -> str:
    """The modules of a package's stub in one text, in the order that ``__init__`` names them."""
    order = re.findall(r'"(\w+)"', read(folder / "__init__.py").partition("__all__")[2])
    texts = [read(folder / f"{name}.py") for name in order]
    return "\n\n".join(_BANNER.sub("", text) for text in texts)


def _is_draft(chapter: Chapter, root: Path) -> bool:
    """Whether a chapter is still being written: graded and measured by name, offered to nobody."""
    path = solution_path(chapter, root)
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().rstrip() == DRAFT


def _folder(kind: str, root: Path) -> Path:
    packed = root / "autograder" / f"_{kind}"  # in a wheel they lie inside the package
    return packed if packed.is_dir() else root / kind


def _no_single_task(text: str, sources: list[Source], *, several: bool) -> str:
    if several:
        spelled = " or ".join(f"{s.chapter.label}.{text}" for s in sources)
        return f"Expected one task, but several chapters have {text!r}. Write {spelled}."
    names = {t.id: f"{s.chapter.label}.{t.id}" for s in sources for t in s.tasks}
    names |= {s.chapter.name: s.chapter.name for s in sources}
    there = ", ".join(s.chapter.label for s in sources) or "none"
    return (
        f"Expected a chapter or a task such as 01 or 01.make_line, but got {text!r}. "
        f"{did_you_mean(text, names)}Chapters: {there}."
    )
