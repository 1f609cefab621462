"""Submissions that are broken as students' are, and what each is told.

``code.txt`` has code for one task, in the place of its right answer; here are whole files.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import chapters, compose, percent

CHAPTER = chapters.load(chapters.find("00"))
NAME = CHAPTER.chapter.name
TASK = "drop_ones"
SOLVED = compose.solved_module(CHAPTER)
STUB = compose.stub_module(CHAPTER)
KEPT = "\n\ndef add_batch(x):\n    return x.unsqueeze(0)\n"  # the other half of the task is right


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken submission.

    Attributes:
        id: its name, and the student's.
        says: regular expression for what the student is told.
        write: puts it into a student's folder.
        local: whether all other tasks keep their points.
    """

    id: str
    says: str
    write: Callable[[Path], object]
    local: bool = False


def code() -> Iterator[Broken]:
    """Solutions of all tasks but one, whose code is broken."""
    path = Path(__file__).with_name("code.txt")
    for cell in percent.parse(path.read_text(encoding="utf-8"), path):
        if "broken" in cell.header:
            text = compose.module(CHAPTER, {TASK: cell.source + KEPT})
            name, says = str(cell.header["broken"]), str(cell.header["says"])
            yield Broken(name, says, _file(f"{NAME}.py", text), local=True)


def modules() -> Iterator[Broken]:
    """Files that are no module, or hardly one."""
    stub, utf_8 = f"{NAME}.py", STUB.encode()
    for name, says, data in (
        ("empty", "file is empty", b""),
        ("blank", "file is empty", b" \n\n\t\n"),
        ("utf_16", "found UTF-16", STUB.encode("utf-16")),
        ("utf_16_without_mark", "binary file", STUB.encode("utf-16-le")),
        ("utf_32", "found UTF-(16|32)", STUB.encode("utf-32")),
        ("latin_1", "0xe9", b"# caf\xe9\n" + utf_8),
        ("wrong_coding_line", "found the byte 0xe2", b"# coding: ascii\n# \xe2\n" + utf_8),
        ("unknown_coding_line", "'klingon'", b"# -*- coding: klingon -*-\n" + utf_8),
        ("picture", "it is a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99)),
        ("document", "it is a document of Word", _zip({"word/document.xml": "<w/>"})),
        ("pickle", "binary file|found the byte", pickle.dumps({"answer": 1})),
        ("compiled", "binary file|found the byte", b"\xa7\r\r\n" + bytes(64)),
        (
            "web_page",
            "it is a web page",
            b"<!doctype html>\n<title>Sign in</title>\n",
        ),
        (
            "rich_text",
            "it is a document of Word or another office program",
            rb"{\rtf1\ansi def drop_ones}",
        ),
        ("notebook_named_module", "not started", _notebook(STUB)),
        ("too_large", "larger than", b"#" * (40 << 20)),
        ("one_long_line", "punctuation|larger|nested", b"x = [" + b"1," * 900_000 + b"]"),
        ("deep", "could not be read: .*brackets", b"[" * 5_000 + b"]" * 5_000),
        ("another_chapter", "to define drop_ones", b"def make_line(w, b):\n    return w\n"),
        ("comments_only", "to define drop_ones", b"# I was ill.\n"),
    ):
        yield Broken(f"module_{name}", says, _file(stub, data))


def notebooks() -> Iterator[Broken]:
    """Files that are no notebook, or hardly one."""
    whole = _notebook(STUB)
    odd: dict[str, Any] = json.loads(whole)
    for name, says, data in (
        ("empty", "file is empty", b""),
        ("cut", "not valid JSON", whole[: len(whole) // 2]),
        ("doubled", "not valid JSON", whole + whole),
        ("web_page", "it is a web page", b"<!doctype html><title>Sign in</title>"),
        ("pdf", "it is a PDF. Hand in the .ipynb", b"%PDF-1.7"),
        ("conflict", "conflict marks .* in lines 2, 4, 6", _conflict(whole)),
        ("module", "not valid JSON", STUB.encode()),
        ("list", "found other JSON", b"[]"),
        ("text", "found other JSON", json.dumps(whole.decode()).encode()),
        (
            "shortcut",
            "it is a shortcut to a file on Google Drive",
            b'{"url": "https://docs", "doc_id": "1"}',
        ),
        ("format_3", "found format 3", b'{"nbformat": 3, "worksheets": []}'),
        ("format_9", "found other JSON", json.dumps(odd | {"nbformat": 9}).encode()),
        ("cells_missing", "found other JSON", b'{"nbformat": 4}'),
        ("cells_a_number", "found other JSON", b'{"nbformat": 4, "cells": 7}'),
        ("cells_none", "to define drop_ones", json.dumps(odd | {"cells": []}).encode()),
        ("cells_odd", "to define drop_ones", json.dumps(odd | {"cells": [1, None, "x"]}).encode()),
        ("cells_of_text", "to define drop_ones", _notebook(STUB, kind="markdown")),
        ("source_a_number", "source to be text", _notebook(7)),
        ("source_mixed", "source to be text", _notebook(["x = 1\n", None])),
        ("infinite", "found other JSON", b'{"nbformat": Infinity, "cells": []}'),
        ("utf_16", "found UTF-16", whole.decode().encode("utf-16")),
        ("deep", "levels deep", b'{"cells":' + b"[" * 9_000 + b"]" * 9_000 + b"}"),
        ("crowded", "at most .* cells", _notebook(*["x = 1"] * 20_000)),
        ("heavy", "MiB", whole + b" " * (120 << 20)),
        ("all_in_a_shell", "to define drop_ones", _notebook("%%bash\n" + STUB)),
        ("writes_upwards", "Expected %%writefile", _notebook("%%writefile ../../x.py\nx = 1")),
    ):
        yield Broken(f"notebook_{name}", says, _file(f"{NAME}.ipynb", data))


def archives() -> Iterator[Broken]:
    """Zips that are none, or hold no work."""
    packed = _zip({f"{NAME}.py": STUB})
    twice = {f"{NAME}.py": STUB, f"{NAME.upper()}.py": STUB}
    for name, says, data in (
        ("empty", "damaged or something else", b""),
        ("cut", "damaged or something else", packed[: len(packed) // 2]),
        ("damaged", "damaged", packed[:60] + bytes(40) + packed[100:]),
        ("web_page", "damaged or something else", b"<!doctype html><title>404</title>"),
        ("rar", "damaged or something else", b"Rar!\x1a\x07\x00" + bytes(64)),
        ("tar", "damaged or something else", _tar()),
        ("without_files", "no module or notebook", _zip({})),
        (
            "with_a_document",
            "found only answers.docx: it is a document",
            _zip({"answers.docx": "x"}),
        ),
        ("in_a_zip", "not started", _zip({f"{NAME}.zip": packed})),
        ("in_a_zip_in_a_zip", "zip in a zip", _zip({"b.zip": _zip({f"{NAME}.zip": packed})})),
        ("of_twins", "not started", _zip({**twice})),
        ("of_several", "not started", _zip({"one.py": STUB, "two.py": STUB})),
        ("that_climbs", "leads out of the zip", _zip({f"../{NAME}.py": STUB})),
        ("of_many", "file is empty", _zip({f"f{n}.py": "" for n in range(3_000)})),
        ("of_far_too_many", "at most .* files", _zip({f"f{n}": "" for n in range(50_001)})),
        ("of_much", "more than|MiB", _zip({f"{NAME}.py": "#" * (30 << 20)})),
        ("of_an_empty_file", "file is empty", _zip({f"{NAME}.py": ""})),
    ):
        yield Broken(f"zip_{name}", says, _file(f"{NAME}.zip", data))


def folders() -> Iterator[Broken]:
    """Folders named after the chapter, in which its file is not to be found."""
    for name, says, files in (
        ("empty", "no module or notebook", {}),
        ("of_a_document", "found only answers.docx: it is a document", {"answers.docx": "x"}),
        ("of_a_picture", "found only Screenshot.png: it is a picture", {"Screenshot.png": "x"}),
        ("of_text", "not started", {f"{NAME}.py.txt": STUB}),
        ("of_hidden_files", "no module or notebook", {f"._{NAME}.py": STUB}),
        ("of_checkpoints", "no module or notebook", {f".ipynb_checkpoints/{NAME}.ipynb": "{}"}),
        ("of_compiled_files", "no module or notebook", {f"__pycache__/{NAME}.cpython.pyc": "x"}),
        ("of_a_zip", "found work.zip, which is no use: it is damaged", {"work.zip": "x"}),
        ("of_several", "found other JSON", {"try 1.ipynb": "{}", "try 2.ipynb": "{}"}),
        ("of_two_weeks", "not started", {f"a/{NAME}.py": STUB, f"b/{NAME}.py": STUB}),
        ("of_twins", "every file once", {"A.csv": "1", "a.csv": "1", **_STUB}),
        ("with_a_false_torch", "hide Python's own module 'torch'", {"torch.py": "", **_STUB}),
        ("with_a_large_file", "left out", {"data.csv": "1," * (9 << 20), **_STUB}),
    ):
        yield Broken(f"folder_{name}", says, _folder(files))
    yield Broken(
        "folder_for_a_file",
        "it is a folder",
        lambda to: (to / NAME / f"{NAME}.py").mkdir(parents=True),
    )
    yield Broken(
        "pipe_for_a_file", "pipe, socket or device", lambda to: os.mkfifo(to / f"{NAME}.py")
    )


def every() -> list[Broken]:
    """All of them."""
    return [*code(), *modules(), *notebooks(), *archives(), *folders()]


_STUB = {f"{NAME}.py": STUB}


def _file(name: str, data: str | bytes) -> Callable[[Path], object]:
    return lambda to: (to / name).write_bytes(data.encode() if isinstance(data, str) else data)


def _folder(files: dict[str, str]) -> Callable[[Path], object]:
    def write(to: Path) -> None:
        (to / NAME).mkdir()
        for name, text in files.items():
            (to / NAME / name).parent.mkdir(exist_ok=True)
            (to / NAME / name).write_text(text, encoding="utf-8")

    return write


def _notebook(*sources: Any, kind: str = "code") -> bytes:
    cells = [{"cell_type": kind, "source": source, "metadata": {}} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _zip(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _conflict(whole: bytes) -> bytes:
    """The notebook with its first line in two versions."""
    head, _, rest = whole.partition(b"{")
    return b"\n".join([head, b"<<<<<<< HEAD", b"{", b"=======", b"{", b">>>>>>> main", rest])


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo(f"{NAME}.py"))
    return packed.getvalue()
