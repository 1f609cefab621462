"""A chapter names no other chapter's modules, and what they share names no chapter.

``lint-imports`` sees imports; here are the names in strings, which checks find modules by.
"""

import re
from pathlib import Path

import pytest

import autograder

ROOT = Path(autograder.__file__).parent
TEXTS = {"variants.py"}  # students' code
NAME = re.compile(r"\bch\d\d_\w+")
FOLDERS = sorted((ROOT / "chapters").glob("ch*"))


def names_in(folder):
    """Names of chapters in the modules of a folder."""
    files = [file for file in folder.rglob("*.py") if file.name not in TEXTS]
    return {name for file in files for name in NAME.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_chapter_names_no_other(folder):
    """What two of them need belongs to the checks or to the student's probes."""
    assert names_in(folder) <= {folder.name}


@pytest.mark.parametrize("name", ["checks", "student"])
def test_what_chapters_share_names_none_of_them(name):
    """It has to serve the next chapter as well."""
    assert names_in(ROOT / name) == set()
