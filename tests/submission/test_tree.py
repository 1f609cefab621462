"""Files that are carried along with the chapter's."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from autograder.errors import UsageError
from autograder.submission.files import folder
from autograder.submission.model import Limits
from autograder.submission.tree import companions, is_installed, is_passed_over


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
    assert carried(tmp_path, Limits(companions=1))[1] == ["a.csv", "b.csv"]


def test_a_module_that_would_hide_another_is_left_out(tmp_path: Path) -> None:
    """A student's ``random.py`` breaks libraries, not only their own work."""
    write(tmp_path, dict.fromkeys(["main.py", "random.py", "torch.py", "json/x.py"], "x = 1"))
    assert carried(tmp_path, Limits()) == ({}, ["json/x.py", "random.py", "torch.py"])


def test_names_that_some_systems_confuse_are_refused_where_both_are_used(tmp_path: Path) -> None:
    """By case, or by the way accents are stored; files that are not carried may be called alike."""
    for first, second in (("Model.py", "model.py"), ("modèle.py", "mode\u0300le.py")):
        place = tmp_path / str(len(first))
        write(place, dict.fromkeys(["main.py", "A.JPG", "a.jpg", first, second], ""))
        if len(list(place.iterdir())) == 5:  # this system does not confuse them
            with pytest.raises(UsageError, match="Expected every file once"):
                carried(place, Limits())


def test_a_file_in_the_chapters_files_place_or_in_a_zip_is_not_carried(tmp_path: Path) -> None:
    """They are other candidates."""
    write(tmp_path, dict.fromkeys(["main.py", "MAIN.py", "old.zip/helpers.py"], ""))
    assert carried(tmp_path, Limits()) == ({}, [])


def test_what_programs_made_is_passed_over() -> None:
    """Hidden files, caches, packages that were installed."""
    made = ["a/.git/x", "__MACOSX/a.py", "__pycache__/a.pyc", ".ipynb_checkpoints/a.ipynb"]
    made += ["env/lib/python3/site-packages/a.py", "web/node_modules/a/b.json"]
    assert all(is_passed_over(PurePosixPath(path)) for path in made)
    assert not is_passed_over(PurePosixPath("work/a.py"))


def test_work_in_a_virtual_environment_is_told_from_the_environment() -> None:
    """Students put their notebook there; what Python put there is passed over."""
    environments = {PurePosixPath("work/env")}
    assert is_installed(PurePosixPath("work/env/lib/python3.11/x.py"), environments)
    assert is_installed(PurePosixPath("work/env/Scripts"), environments)
    assert not is_installed(PurePosixPath("work/env/ch01_workflow.ipynb"), environments)
    assert not is_installed(PurePosixPath("work/lib/x.py"), environments)
