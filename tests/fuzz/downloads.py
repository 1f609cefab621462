"""Made downloads of platforms: three students each, and a trap for everyone.

All hand in chapter 00. ``POINTS`` of a student is what the chapter gives, or 0.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.authoring import build, notebooks
from autograder.course import chapters, compose

CHAPTER = "ch00_fundamentals"
FULL, NONE = 80.0, 0.0


@dataclass(frozen=True)
class Download:
    """Files by path, and the points of each student by id."""

    files: Mapping[str, bytes]
    points: Mapping[str, float]
    layout: str
    name: str = "submissions"

    def folder(self, home: Path) -> Path:
        """Write it as a folder."""
        root = home / self.name
        for name, data in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return root

    def zip(self, home: Path) -> Path:
        """Write it as the zip that a platform gives."""
        path = home / f"{self.name}.zip"
        path.write_bytes(zipped(self.files))
        return path


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Make a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@cache
def module() -> bytes:
    """The chapter solved, as a module."""
    return compose.solved_module(chapters.load(chapters.find(CHAPTER))).encode()


@cache
def book() -> bytes:
    """The chapter solved, as a notebook."""
    source = chapters.load(chapters.find(CHAPTER))
    return notebooks.dumps(build.solved_notebook(source)).encode()


@cache
def stub(chapter: str = CHAPTER) -> bytes:
    """A chapter with nothing done."""
    return chapters.find(chapter).stub.read_bytes()


def all_downloads() -> dict[str, Download]:
    """One of each layout, by what it is."""
    return {
        "canvas": canvas(),
        "moodle": moodle(),
        "moodle-flat": moodle_flat(),
        "blackboard": blackboard(),
        "gradescope": gradescope(),
        "google": google(),
        "github": github(),
        "nbgrader": nbgrader(),
        "plain": plain(),
        "chapter-first": chapter_first(),
    }


def canvas() -> Download:
    """Late and a copy; a zip; nothing but text typed into Canvas."""
    files = {
        f"schmidtanna_LATE_1001_5001_Copy of {CHAPTER}-1.ipynb": book(),
        f"brownben_1002_5002_{CHAPTER}.zip": zipped({f"work/{CHAPTER}.py": module()}),
        "liucleo_1003_text.html": b"<html>My answer</html>",
    }
    return Download(files, {"1001": FULL, "1002": FULL, "1003": NONE}, "canvas")


def moodle() -> Download:
    """Text beside the file; a folder in it and an underscore in the name; a report instead."""
    files = {
        f"Anna Schmidt_11_assignsubmission_file_/{CHAPTER}.ipynb": book(),
        "Anna Schmidt_11_assignsubmission_onlinetext_/onlinetext.html": b"<p>See the file</p>",
        f"Ben_d'Arc_12_assignsubmission_file_/exercises/{CHAPTER}.py": module(),
        "Participant_13_assignsubmission_file_/report.pdf": b"%PDF-1.7",
    }
    return Download(files, {"11": FULL, "12": FULL, "13": NONE}, "moodle", "CS101-Chapter 0-77")


def moodle_flat() -> Download:
    """The same without folders, as older ones download it."""
    files = {
        f"Anna Schmidt_11_assignsubmission_file_{CHAPTER}.ipynb": book(),
        "Anna Schmidt_11_assignsubmission_onlinetext_onlinetext.html": b"<p>See the file</p>",
        f"Ben_d'Arc_12_assignsubmission_file_final_{CHAPTER} (2).py": module(),
        "Cleo Liu_13_assignsubmission_file_notes.docx": b"PK\x03\x04",
    }
    return Download(files, {"11": FULL, "12": FULL, "13": NONE}, "moodle")


def blackboard() -> Download:
    """Two attempts, of which the last counts; a copy's name; only a comment."""
    told = "Name: {} ({})\nAssignment: HW 1\nComments:\nThere is no comment.\n".format
    first, last = "2026-01-05-09-00-00", "2026-01-06-23-59-59"
    files = {
        f"HW 1_aschmidt_attempt_{first}.txt": told("Anna Schmidt", "aschmidt").encode(),
        f"HW 1_aschmidt_attempt_{first}_{CHAPTER}.py": stub(),
        f"HW 1_aschmidt_attempt_{last}.txt": told("Anna Schmidt", "aschmidt").encode(),
        f"HW 1_aschmidt_attempt_{last}_{CHAPTER}.py": module(),
        f"HW 1_bb7_attempt_{first}.txt": told("Ben Brown", "bb7").encode(),
        f"HW 1_bb7_attempt_{first}_{CHAPTER} (1).ipynb": book(),
        f"HW 1_cliu_attempt_{first}.txt": told("Cleo Liu", "cliu").encode(),
    }
    return Download(files, {"aschmidt": FULL, "bb7": FULL, "cliu": NONE}, "blackboard")


_METADATA = """\
submission_31:
  :submitters:
  - :name: Anna Schmidt
    :sid: '1001'
    :email: anna@example.org
  - :name: "Ben \\u00d6z"
    :sid: ''
    :email: ben@example.org
  :created_at: 2026-01-06 10:00:00.000000000 Z
  :history:
  - :id: 30
    :submitters:
    - :name: Nobody Else
submission_32:
  :submitters:
  - :name: Cleo Liu
    :sid: '1003'
    :email: cleo@example.org
"""


def gradescope() -> Download:
    """A group of two, one without a number; an older attempt in its history; a web page."""
    home = "assignment_99_export"
    files = {
        f"{home}/submission_metadata.yml": _METADATA.encode(),
        f"{home}/submission_31/{CHAPTER}.py": module(),
        f"{home}/submission_32/{CHAPTER}.html": b"<html><body>not a notebook</body></html>",
    }
    points = {"1001": FULL, "ben@example.org": FULL, "1003": NONE}
    return Download(files, points, "gradescope")


def google() -> Download:
    """Copies that Classroom named; a name with a hyphen in it."""
    files = {
        f"Anna Schmidt - {CHAPTER}.ipynb": book(),
        f"Jean-Luc B - Copy of {CHAPTER}.ipynb": book(),
        f"Cleo Liu - {CHAPTER}.ipynb": b"",
    }
    return Download(files, {"Anna Schmidt": FULL, "Jean-Luc B": FULL, "Cleo Liu": NONE}, "google")


def github() -> Download:
    """Whole kits, in which one chapter was worked on; a login with a hyphen; an empty one."""
    kit = {f"exercises/{name}.py": stub(name) for name in ("ch01_workflow", "ch02_classification")}
    clones = {
        "hw-anna-s": {**kit, f"exercises/{CHAPTER}.py": module()},
        "hw-ben": {**kit, f"exercises/{CHAPTER}.py": stub(), f"exercises/{CHAPTER}.ipynb": book()},
        "hw-cleo": {"README.md": b"# Homework"},
    }
    files = {f"{c}/{name}": data for c, kit in clones.items() for name, data in kit.items()}
    points = {"anna-s": FULL, "ben": FULL, "cleo": NONE}
    return Download(files, points, "github", "hw-submissions")


def nbgrader() -> Download:
    """A course's folder with its own files, timestamps, another name, and half a notebook."""
    files = {
        "nbgrader_config.py": b"c = get_config()\n",
        f"source/{CHAPTER}/{CHAPTER}.ipynb": stub(),
        f"submitted/anna/{CHAPTER}/{CHAPTER}.ipynb": book(),
        f"submitted/anna/{CHAPTER}/timestamp.txt": b"2026-01-06 10:00:00.000000 UTC",
        f"submitted/ben/{CHAPTER}/{CHAPTER}-Copy1.ipynb": book(),
        f"submitted/cleo/{CHAPTER}/{CHAPTER}.ipynb": b"<<<<<<< HEAD\n{}",
    }
    return Download(files, {"anna": FULL, "ben": FULL, "cleo": NONE}, "nbgrader", "course")


def plain() -> Download:
    """Folders of students: named plainly; found by content; a picture."""
    files = {
        f"anna/{CHAPTER}/{CHAPTER}.py": module(),
        "ben/homework/final version.ipynb": book(),
        "cleo/photo.jpg": b"\xff\xd8\xff\xe0",
        "list.csv": b"name\nanna\n",
    }
    return Download(files, {"anna": FULL, "ben": FULL, "cleo": NONE}, "plain")


def chapter_first() -> Download:
    """The chapter's folder holds the students'."""
    files = {
        f"{CHAPTER}/anna/{CHAPTER}.py": module(),
        f"{CHAPTER}/ben/work.ipynb": book(),
        f"{CHAPTER}/cleo/readme.txt": b"Sorry.",
    }
    return Download(files, {"anna": FULL, "ben": FULL, "cleo": NONE}, "plain")
