"""Files that are carried along with the chapter's."""

from __future__ import annotations

from pathlib import Path

from autograder.submission.files import folder
from autograder.submission.model import Limits
from autograder.submission.tree import companions


def carried(place: Path, limits: Limits) -> tuple[dict[str, bytes], list[str]]:
    """Read what lies beside ``in/main.py``; give contents and what was left out."""
    tree = folder(place, "sub", limits)
    main = next(entry for entry in tree.entries if entry.path.name == "main.py")
    files, problems = companions(tree, main, limits)
    return files, [problem.where for problem in problems]


def write(place: Path, files: dict[str, str]) -> None:
    """Write files, with their folders."""
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_modules_and_data_beside_the_main_file_are_carried(tmp_path: Path) -> None:
    """Paths start at the main file's folder; pictures, documents and other notebooks stay."""
    names = ["in/main.py", "in/helpers.py", "in/pack/engine.py", "in/data.csv", "above.py"]
    names += ["in/cat.jpg", "in/report.pdf", "in/other.ipynb", "in/.hidden.py", "in/a;b.py"]
    write(tmp_path, dict.fromkeys(names, "x = 1"))
    files, left_out = carried(tmp_path, Limits())
    assert files == dict.fromkeys(["helpers.py", "pack/engine.py", "data.csv"], b"x = 1")
    assert left_out == []


def test_what_is_too_large_is_left_out_by_name(tmp_path: Path) -> None:
    """Each, all together, and by number; modules come first."""
    write(tmp_path, {"main.py": "", "a.csv": "x" * 8, "b.csv": "x" * 30, "z.py": "x" * 8})
    one = Limits(companion_bytes=20)
    assert carried(tmp_path, one) == ({"z.py": b"x" * 8, "a.csv": b"x" * 8}, ["b.csv"])
    together = Limits(companion_total=12)
    assert carried(tmp_path, together) == ({"z.py": b"x" * 8}, ["a.csv", "b.csv"])
    assert carried(tmp_path, Limits(zip_members=1))[1] == ["a.csv", "b.csv"]


def test_a_module_that_would_hide_another_is_left_out(tmp_path: Path) -> None:
    """A student's ``random.py`` breaks libraries, not only their own work."""
    write(tmp_path, dict.fromkeys(["main.py", "random.py", "torch.py", "json/x.py"], "x = 1"))
    assert carried(tmp_path, Limits()) == ({}, ["json/x.py", "random.py", "torch.py"])
