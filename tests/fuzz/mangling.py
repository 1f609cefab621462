"""Mangle a student's work as students do: other names, folders, zips, copies, junk."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from downloads import CHAPTER, book, module, stub, zipped

_NAMES = (
    CHAPTER,
    f"Copy of {CHAPTER}",
    f"{CHAPTER} (1)",
    f"{CHAPTER}-Copy1",
    CHAPTER.upper(),
    "anna_ch00",
    "Chapter 00 - Ünïcode",
    "homework final (2)",
    "Untitled1",
)
_FOLDERS = ("", "", "exercises/", "my work/week 1/", f"{CHAPTER}/", "Übung/")
_JUNK = {
    "notes.txt": b"to do",
    "photo.jpg": b"\xff\xd8\xff\xe0",
    "report.pdf": b"%PDF-1.7",
    "__MACOSX/._x.py": b"\0\5\26\7",
    ".DS_Store": b"\0\0\0\1Bud1",
    "data/numbers.csv": b"1,2\n",
    "helper.py": b"def helper():\n    return 1\n",
    "deep/er/empty.ipynb": b"",
    "broken.zip": b"PK\3\4 no zip",
    "old/ch01_workflow.py": b"def make_line():\n    raise NotImplementedError\n",
}
_PLATFORMS = ("canvas", "moodle", "blackboard", "gradescope", "nbgrader", "plain")
_FLAT = ("canvas", "blackboard")


@dataclass(frozen=True)
class Mangled:
    """A student's files as handed in, and whether there is a readable solution among them."""

    files: Mapping[str, bytes]
    is_solved: bool


def student(rng: random.Random) -> Mangled:
    """Mangle one student's work; one in six has nothing that can be graded."""
    names = rng.sample(sorted(_JUNK), rng.randint(0, 3))
    files = {rng.choice(_FOLDERS) + name: _JUNK[name] for name in names}
    is_solved = rng.random() < 5 / 6
    if is_solved:
        files |= _solution(rng)
    elif all(name.endswith((".DS_Store", "._x.py")) for name in files):
        files = {"report.pdf": _JUNK["report.pdf"]}
    return Mangled(_packed(rng, files), is_solved)


def _solution(rng: random.Random) -> dict[str, bytes]:
    data, ending = rng.choice(((module(), ".py"), (book(), ".ipynb")))
    name = rng.choice(_FOLDERS) + rng.choice(_NAMES) + ending
    files = {name: data}
    if rng.random() < 0.2:
        files = {f"{name}.txt": data}  # as a browser or mail program saves it
    if rng.random() < 0.3:
        files.setdefault(rng.choice(_FOLDERS) + f"{CHAPTER}.py", stub())
    return files


def _packed(rng: random.Random, files: dict[str, bytes]) -> dict[str, bytes]:
    """Put them into a zip, or a folder of one name."""
    kind = rng.random()
    if kind < 0.3:
        return {rng.choice((f"{CHAPTER}.zip", "work.zip", "My Files.ZIP")): zipped(files)}
    if kind < 0.4:
        return {f"hand-in/{name}": data for name, data in files.items()}
    return files


def classroom(rng: random.Random, students: int) -> tuple[dict[str, bytes], dict[str, Mangled]]:
    """Make a platform's download, and give what each student handed in by id."""
    platform = rng.choice(_PLATFORMS)
    handed_in = {f"{1000 + number}": student(rng) for number in range(students)}
    files: dict[str, bytes] = {}
    for key, one in handed_in.items():
        files |= _laid_out(platform, key, one.files)
    if platform == "gradescope":
        people = (f"submission_{k}:\n  :submitters:\n  - :sid: '{k}'\n" for k in handed_in)
        files["export/submission_metadata.yml"] = "".join(people).encode()
    if platform == "nbgrader":
        files["nbgrader_config.py"] = b""
    return files, handed_in


def _laid_out(platform: str, key: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    if platform in _FLAT and any("/" in name for name in files):
        files = {"all.zip": zipped(files)}
    prefix = {
        "canvas": f"doejane_{key}_77{key}_",
        "moodle": f"Jane Doe_{key}_assignsubmission_file_/",
        "blackboard": f"HW_{key}_attempt_2026-01-01-10-00-00_",
        "gradescope": f"export/submission_{key}/",
        "nbgrader": f"submitted/{key}/{CHAPTER}/",
        "plain": f"{key}/",
    }[platform]
    return {prefix + name: data for name, data in files.items()}
