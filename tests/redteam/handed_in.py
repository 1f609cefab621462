"""Hostile things to hand in that are no code: archives, notebooks, links, names (G, L and M)."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.course import chapters, compose

CHAPTER = chapters.load(chapters.find("00"))
NAME = CHAPTER.chapter.name
SOLVED = compose.solved_module(CHAPTER)
STUB = compose.stub_module(CHAPTER)
MARK = "redteam-was-here"
TOUCH = f"import pathlib\n\n\nclass Now:\n    pathlib.Path('/tmp/{MARK}').touch()\n"
Builder = Callable[[Path], None]
BUILDERS: dict[str, Builder] = {}


def hostile(builder: Builder) -> Builder:
    """Add a builder to the class."""
    BUILDERS[builder.__name__] = builder
    return builder


def _zip(folder: Path, members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(folder / f"{NAME}.zip", "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _notebook(folder: Path, *cells: str, **more: Any) -> None:
    code: list[dict[str, Any]] = [
        {"cell_type": "code", "source": c, "metadata": {}, "outputs": [], "execution_count": None}
        for c in cells
    ]
    text = {"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    (folder / f"{NAME}.ipynb").write_text(json.dumps(text))


@hostile
def zip_that_climbs(folder: Path) -> None:
    """Members named to land outside of where they are unpacked."""
    _zip(folder, {f"../../{MARK}": "x", f"../../../tmp/{MARK}": "x", f"{NAME}.py": STUB})


@hostile
def zip_with_absolute_names(folder: Path) -> None:
    """Members that say where on the machine they want to be."""
    _zip(folder, {f"/tmp/{MARK}": "x", f"C:\\{MARK}": "x", f"{NAME}.py": STUB})


@hostile
def zip_with_a_link(folder: Path) -> None:
    """A member that is a link to the hidden checks."""
    link = zipfile.ZipInfo(f"{NAME}.py")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    target = CHAPTER.chapter.folder / "hidden.py"
    with zipfile.ZipFile(folder / f"{NAME}.zip", "w") as archive:
        archive.writestr(link, os.fspath(target))


@hostile
def zip_bomb(folder: Path) -> None:
    """A small file that unpacks to gigabytes."""
    with (
        zipfile.ZipFile(folder / f"{NAME}.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"{NAME}.py", "w", force_zip64=True) as member,
    ):
        for _ in range(600):
            member.write(bytes(1 << 20))


@hostile
def zip_of_zips(folder: Path) -> None:
    """Archives within archives."""
    data = SOLVED.encode()
    for depth in range(20):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{NAME}.zip" if depth else f"{NAME}.py", data)
        data = packed.getvalue()
    (folder / f"{NAME}.zip").write_bytes(data)


@hostile
def zip_of_many(folder: Path) -> None:
    """A hundred thousand members."""
    _zip(folder, {f"f{n}.py": "" for n in range(100_000)}, zipfile.ZIP_STORED)


@hostile
def zip_that_is_a_page(folder: Path) -> None:
    """The error page of a server, under the name of an archive."""
    (folder / f"{NAME}.zip").write_text("<!doctype html><title>404 Not Found</title>")


@hostile
def zip_cut_short(folder: Path) -> None:
    """Half of an upload."""
    _zip(folder, {f"{NAME}.py": SOLVED})
    path = folder / f"{NAME}.zip"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@hostile
def link_to_the_checks(folder: Path) -> None:
    """A link in place of the file."""
    (folder / f"{NAME}.py").symlink_to(CHAPTER.chapter.folder / "hidden.py")


@hostile
def link_to_the_answers(folder: Path) -> None:
    """A link to somebody's right solution."""
    (folder / f"{NAME}.py").symlink_to(chapters.ROOT / "solutions" / f"{NAME}.py")


@hostile
def link_to_a_folder(folder: Path) -> None:
    """A folder that is another student's."""
    (folder / "work").symlink_to(folder.parent / "honest-0")


@hostile
def pipe(folder: Path) -> None:
    """A named pipe, which would make its reader wait."""
    os.mkfifo(folder / f"{NAME}.py")


@hostile
def unix_socket(folder: Path) -> None:
    """A socket by the name of the module."""
    here = Path.cwd()
    os.chdir(folder)  # the name of a socket has at most 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"{NAME}.py")
    finally:
        os.chdir(here)


@hostile
def folder_by_that_name(folder: Path) -> None:
    """A folder called like the module."""
    (folder / f"{NAME}.py").mkdir()


@hostile
def nothing_in_it(folder: Path) -> None:
    """An empty file."""
    (folder / f"{NAME}.py").touch()


@hostile
def not_text(folder: Path) -> None:
    """Bytes that are no text in any encoding."""
    (folder / f"{NAME}.py").write_bytes(bytes(range(256)) * 64)


@hostile
def another_encoding(folder: Path) -> None:
    """UTF-16, with its mark."""
    (folder / f"{NAME}.py").write_bytes(STUB.encode("utf-16"))


@hostile
def codec_that_runs(folder: Path) -> None:
    """An encoding line that names a codec nobody should use."""
    (folder / f"{NAME}.py").write_bytes(b"# -*- coding: unicode_escape -*-\n" + STUB.encode())


@hostile
def too_large(folder: Path) -> None:
    """A file with a hole of four gigabytes."""
    with (folder / f"{NAME}.py").open("wb") as file:
        file.truncate(4 << 30)


@hostile
def brackets(folder: Path) -> None:
    """Source that makes Python's own parser fall over."""
    (folder / f"{NAME}.py").write_text("x = " + "(" * 100_000 + ")" * 100_000)


@hostile
def operators(folder: Path) -> None:
    """An expression nested too deep to compile."""
    (folder / f"{NAME}.py").write_text("x = " + "-" * 200_000 + "1")


@hostile
def files_of_test_runners(folder: Path) -> None:
    """Files that test runners, interpreters and installers run on sight."""
    (folder / f"{NAME}.py").write_text(STUB)
    for name in ("conftest.py", "sitecustomize.py", "setup.py", "pytest.py", "torch.py"):
        (folder / name).write_text(TOUCH + f"\nopen('/tmp/{MARK}', 'w')\n")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p evil\n")
    (folder / "requirements.txt").write_text("--index-url http://127.0.0.1:9/\nevil\n")
    (folder / "pyproject.toml").write_text('[build-system]\nrequires=[]\nbackend-path=["."]\n')


@hostile
def notebook_that_calls_a_shell(folder: Path) -> None:
    """Magics, shell lines and IPython's own ways out."""
    _notebook(
        folder,
        f"!touch /tmp/{MARK}",
        f"%%script bash\ntouch /tmp/{MARK}",
        f"%%bash\ntouch /tmp/{MARK}",
        f"get_ipython().system('touch /tmp/{MARK}')",
        f"%load_ext evil\n%run evil.py\nx = !touch /tmp/{MARK}",
        f"%%writefile /tmp/{MARK}\nx",
        f"%%writefile ../../{MARK}\nx",
    )


@hostile
def notebook_with_results(folder: Path) -> None:
    """Stored outputs and metadata that claim points."""
    _notebook(folder, STUB)
    path = folder / f"{NAME}.ipynb"
    book = json.loads(path.read_text())
    claim = {"output_type": "execute_result", "data": {"text/plain": "80.0"}, "metadata": {}}
    book["cells"][0]["outputs"] = [claim | {"execution_count": 1}]
    book["cells"][0]["metadata"] = {"nbgrader": {"grade": True, "points": 80, "grade_id": "x"}}
    book["metadata"] = {"student": "honest-0", "autograder": {"points": 80}}
    path.write_text(json.dumps(book))


@hostile
def notebook_too_deep(folder: Path) -> None:
    """JSON nested a hundred thousand levels."""
    (folder / f"{NAME}.ipynb").write_text('{"cells":' + "[" * 100_000 + "]" * 100_000 + "}")


@hostile
def notebook_of_many_cells(folder: Path) -> None:
    """A hundred thousand cells."""
    _notebook(folder, *["x = 1"] * 100_000)


@hostile
def notebook_with_odd_numbers(folder: Path) -> None:
    """NaN, Infinity and a number of ten thousand digits."""
    text = '{"cells": [], "nbformat": NaN, "x": -Infinity, "nbformat_minor": ' + "9" * 10_000 + "}"
    (folder / f"{NAME}.ipynb").write_text(text)


@hostile
def notebook_with_doubled_keys(folder: Path) -> None:
    """Two lists of cells."""
    (folder / f"{NAME}.ipynb").write_text('{"cells": [], "cells": {"x": 1}, "nbformat": 4}')


@hostile
def notebook_with_its_own_setup(folder: Path) -> None:
    """Start-up folders of IPython beside the notebook."""
    _notebook(folder, STUB)
    for place in (".ipython/profile_default/startup", "profile_default/startup"):
        (folder / place).mkdir(parents=True)
        (folder / place / "00.py").write_text(f"open('/tmp/{MARK}', 'w')\n")
    (folder / "ipython_config.py").write_text(f"open('/tmp/{MARK}', 'w')\n")


@hostile
def somebody_elses_name(folder: Path) -> None:
    """A file that says whose it is."""
    claim = "# student: honest-0\n__author__ = 'honest-0'\nSTUDENT = 'honest-0'\n"
    (folder / f"{NAME}.py").write_text(claim + STUB)
