"""The chapters of the courses in force: which there are, and which one a person means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from autograder.course import chapter as one
from autograder.course import courses
from autograder.course.chapter import NAME, Chapter
from autograder.course.courses import BUILT_IN as ROOT
from autograder.course.source import Source, bare, did_you_mean, read, source
from autograder.errors import UsageError

__all__ = ["ROOT", "Chapter", "existing", "find", "find_task", "load", "present", "working_folder"]

_BANNER = re.compile(r"\A(?:#(?! %%).*\n)*\n*")
_ENDING = re.compile(r"\.(?:py|ipynb)$")


def existing(root: Path | None = None) -> tuple[Chapter, ...]:
    """The finished chapters of the courses in force, by number.

    Args:
        root: the folder of a course, to look at that one alone.

    Raises:
        UsageError: two courses have a chapter of one name, or a file cannot be read.
    """
    return tuple(chapter for chapter in present(root) if not chapter.is_draft)


def present(root: Path | None = None) -> tuple[Chapter, ...]:
    """As `existing`, and the drafts too."""
    folders = courses.active() if root is None else (root,)
    found = sorted(
        (chapter for folder in folders for chapter in _in_course(folder)),
        key=lambda chapter: (chapter.number, chapter.name),
    )
    for name, times in Counter(chapter.name for chapter in found).items():
        if times > 1:
            raise UsageError(
                f"Expected chapters of different names, but {times} of the courses in force have "
                f"{name}. Rename one, or choose fewer courses with --course."
            )
    return tuple(found)


def find(text: str, root: Path | None = None) -> Chapter:
    """The existing chapter that ``text`` names: ``1``, ``01``, ``ch01_workflow``, a file of it.

    Raises:
        UsageError: no chapter has that name, or several have.
    """
    wanted = _ENDING.sub("", PurePath(text).name).lower()
    every = present(root)
    exact = [chapter for chapter in every if chapter.name == wanted]
    called = exact or [chapter for chapter in every if chapter.is_called(wanted)]
    if len(called) == 1:
        return called[0]
    finished = [chapter for chapter in every if not chapter.is_draft]
    if called:
        names = " or ".join(chapter.name for chapter in called)
        raise UsageError(f"Expected one chapter, but {text!r} may be {names}. Write which.")
    near = did_you_mean(wanted, [name for c in finished for name in (c.name, c.name[5:])])
    raise UsageError(
        f"Expected a chapter such as 01 or ch01_workflow, but got {text!r}. "
        f"{near}Chapters: {_listed(finished)}."
    )


def find_task(text: str, root: Path | None = None) -> tuple[Chapter, str | None]:
    """The chapter, and the task if there is one, that ``text`` names.

    A chapter is spelled as for `find`; ``01.make_line`` is a task of it, and ``make_line`` alone
    (or ``engine.train_step``) is enough where no other chapter has a task of that name.

    Raises:
        UsageError: there is no such chapter or task, or several chapters have that task.
    """
    if _ENDING.search(text) or any(c.is_called(text.lower()) for c in present(root)):
        return find(text, root), None
    head, dot, tail = text.partition(".")
    if dot and not any(head in s.modules for s in _packages(root)):
        chapter = find(head, root)
        return chapter, load(chapter).task(tail).id
    sources = [load(chapter) for chapter in existing(root)]
    owners = [
        s for s in sources if any(text in (t.id, *t.names, *map(bare, t.names)) for t in s.tasks)
    ]
    if len(owners) == 1:
        return owners[0].chapter, owners[0].task(text).id
    raise UsageError(_no_single_task(text, owners or sources, several=bool(owners)))


def working_folder(start: Path | None = None) -> Path:
    """The folder with the student's files: ``exercises`` in ``start``, or ``start`` itself.

    Args:
        start: the current directory unless given.

    Raises:
        UsageError: there are no chapter files in either.
    """
    start = Path.cwd() if start is None else start
    packages = {chapter.name for chapter in present() if chapter.package}
    for folder in (start / "exercises", start):
        if folder.is_dir() and any(_is_work(path, packages) for path in folder.iterdir()):
            return folder
    raise UsageError(
        f"{start}: Expected a folder exercises/ or files such as ch01_workflow.py here, "
        "but found neither. Go to the folder of the course kit and try again."
    )


def load(chapter: Chapter) -> Source:
    """Read a chapter from its solution, or from its stub where there is no solution.

    Raises:
        UsageError: neither file can be read, or a cell header of the solution cannot.
    """
    solved = chapter.solution.is_file()
    path = chapter.solution if solved else chapter.stub
    text = _package_text(path) if chapter.package and not solved else read(path)
    return source(chapter, path, text, solved=solved)


def _in_course(folder: Path) -> Iterator[Chapter]:
    """The chapters of a course's solutions, or of its stubs in a student's kit, which has none."""
    solutions = courses.part(folder, "solutions")
    paths = (solutions if solutions.is_dir() else courses.part(folder, "exercises")).glob("ch*")
    for path in (path for path in paths if NAME.fullmatch(path.stem)):
        if solutions.is_dir() and path.suffix == ".py":
            yield one.from_solution(path, folder)
        elif path.suffix == ".py" or (path / "__init__.py").is_file():
            yield one.from_stub(path, folder)


def _is_work(path: Path, packages: set[str]) -> bool:
    if path.is_dir():
        return path.name in packages
    return path.suffix in (".py", ".ipynb") and NAME.fullmatch(path.stem) is not None


def _packages(root: Path | None) -> list[Source]:
    return [load(chapter) for chapter in existing(root) if chapter.package]


def _package_text(folder: Path) -> str:
    """The modules of a package's stub in one text, in the order that ``__init__`` names them."""
    order = re.findall(r'"(\w+)"', read(folder / "__init__.py").partition("__all__")[2])
    texts = [read(folder / f"{name}.py") for name in order]
    return "\n\n".join(_BANNER.sub("", text) for text in texts)


def _listed(chapters: Sequence[Chapter]) -> str:
    return ", ".join(f"{c.label} ({c.name})" for c in chapters) or "none"


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
