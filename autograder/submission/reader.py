"""Read a submission: a module, a notebook, a folder or a zip."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from autograder.course import chapters
from autograder.cpulimit import cpu_limit
from autograder.errors import UsageError
from autograder.submission import (
    files,
    guard,
    magics,
    mistaken,
    naming,
    notebook,
    package,
    recognise,
    stubs,
    syntax,
)
from autograder.submission.archive import Zip
from autograder.submission.choose import Choice, choose
from autograder.submission.model import Code, Limits, Piece, Problem, Submission
from autograder.submission.reduce import reduce
from autograder.submission.syntax import Parsed
from autograder.submission.text import decode, newlines
from autograder.submission.tree import Tree, companions
from autograder.submission.unzipped import unzipped
from autograder.text import one_line

_MAGIC_BUDGET = 300_000  # characters for IPython to read; its tokenizer takes some 10 µs for each
_READ_SECONDS = 30.0  # of processor time; notebooks of 200 MiB take some 3

_LIMITS = Limits()

Cut = Callable[[Piece, Limits, magics.Transform], list[Parsed | Problem]]


def read(
    path: Path, chapter_name: str, limits: Limits = _LIMITS, *, wanted: Iterable[str] = ()
) -> Submission:
    """Read what a student handed in, without running any of it.

    Args:
        path: a ``.py`` module, an ``.ipynb`` notebook, a ``.zip``, or a folder; which file of a
            folder or zip is graded, ``choose`` says.
        chapter_name: full name of the chapter, e.g. ``ch01_workflow``.
        limits: upper bounds.
        wanted: names that graders ask for; see ``reduce``.

    Raises:
        UsageError: nothing can be read at all.
    """
    name = one_line(path.name or str(path), 100)
    slow = f"{name}: Expected to read it within {_READ_SECONDS:.0f} s, but it took longer."
    with cpu_limit(_READ_SECONDS, UsageError(slow)):
        return _of_path(path, name, chapter_name, limits, wanted)


def from_bytes(
    data: bytes,
    file_name: str,
    chapter_name: str,
    limits: Limits = _LIMITS,
    *,
    wanted: Iterable[str] = (),
) -> Submission:
    """Read a submission from a file's content; the ending of its name says what it is.

    Raises:
        UsageError: it cannot be read.
    """
    bare = PurePosixPath(file_name.replace("\\", "/")).name
    name, most = one_line(bare, 100), recognise.most(bare, limits)
    if bare.lower().endswith(".zip"):
        return _of_tree(Zip(data, name, limits), chapter_name, limits, wanted)
    if len(data) > most:
        raise UsageError(f"{name}: Expected at most {most / 2**20:.3g} MiB, but found more.")
    _refuse_other_kinds(data, bare)
    return _of_file(bare, data, chapter_name, limits, wanted)


def from_text(
    module_text: str,
    chapter_name: str,
    display_name: str,
    limits: Limits = _LIMITS,
    *,
    wanted: Iterable[str] = (),
) -> Submission:
    """Read a submission from the text of a module.

    Raises:
        UsageError: it is beyond the limits.
    """
    name = one_line(display_name, 100)
    if folder := chapters.find(chapter_name).package:
        return package.of_text(newlines(module_text), name, chapter_name, folder, limits)
    code = Code((Piece(newlines(module_text), name, 1),))
    return _assemble(code, syntax.module, name, chapter_name, limits, wanted)


def _of_path(
    path: Path, name: str, chapter: str, limits: Limits, wanted: Iterable[str]
) -> Submission:
    what = files.kind(path)
    if what not in ("file", "folder"):
        raise files.refused(name, what)
    if what == "folder":
        return _of_tree(files.folder(path, name, limits), chapter, limits, wanted)
    if path.suffix.lower() == ".zip":
        with files.open_file(path, name) as stream:
            return _of_tree(Zip(stream, name, limits), chapter, limits, wanted)
    data = files.read_file(path, recognise.most(path.name, limits), name)
    return from_bytes(data, path.name, chapter, limits, wanted=wanted)


def _of_tree(tree: Tree, chapter: str, limits: Limits, wanted: Iterable[str]) -> Submission:
    with unzipped(tree, limits) as whole:
        choice = choose(whole, chapter, limits)
        found = _of_choice(whole, choice, chapter, limits, wanted)
        return replace(found, note=choice.note or found.note)


def _of_choice(
    tree: Tree, choice: Choice, chapter: str, limits: Limits, wanted: Iterable[str]
) -> Submission:
    folder, main = chapters.find(chapter).package, choice.entry
    if choice.is_package:
        return package.of_folder(tree, main.path, chapter, folder, limits)
    data = tree.read(main, recognise.most(main.path.name, limits))
    of_main = _of_file(main.path.name, data, chapter, limits, wanted)
    if folder:
        return of_main
    beside, problems = companions(tree, main, limits)
    return replace(
        of_main,
        files=beside | of_main.files,
        problems=(of_main.problems + problems)[: limits.problems],
    )


def _of_file(
    bare: str, data: bytes, chapter: str, limits: Limits, wanted: Iterable[str]
) -> Submission:
    name = one_line(bare, 100)
    mistaken.refuse(name, data)
    if folder := chapters.find(chapter).package:
        return package.of_file(data, bare, chapter, folder, limits)
    cut: Cut
    if notebook.is_one(data, bare):
        code, cut = notebook.read(data, name, limits), syntax.cell
    else:
        code, cut = Code((Piece(decode(data, name), name, 1),)), syntax.module
    return _assemble(code, cut, name, chapter, limits, wanted)


def _refuse_other_kinds(data: bytes, bare: str) -> None:
    """Refuse what neither its name nor its content makes a module or notebook.

    Raises:
        UsageError: the message says what it is.
    """
    if naming.is_work(PurePosixPath(bare)) or notebook.is_one(data, bare):
        return
    name, suffix = one_line(bare, 100), PurePosixPath(bare).suffix.lower()
    if told := mistaken.explain(bare, data[:4096]):
        raise UsageError(f"{name}: Expected a notebook or module, but {told}")
    raise UsageError(
        f"{name}: Expected a .py, .ipynb or .zip file or a folder, but found "
        f"{one_line(suffix, 20) or 'a name without ending'}. Hand in the exercise file itself."
    )


def _assemble(
    code: Code, cut: Cut, name: str, chapter: str, limits: Limits, wanted: Iterable[str]
) -> Submission:
    _check_amount(code, name, limits)
    plain = magics.transformer(_MAGIC_BUDGET)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's "\d" is no warning of ours
        parts = [part for piece in code.pieces for part in cut(piece, limits, plain)]
        parsed = [part for part in parts if isinstance(part, Parsed)]
        reduced = reduce(parsed, wanted)
    broken = tuple(part for part in parts if not isinstance(part, Parsed))
    return Submission(
        chapter=chapter,
        name=name,
        pieces=reduced.pieces,
        files=code.files,
        problems=(code.problems + broken + reduced.problems)[: limits.problems],
        definitions=reduced.definitions,
        untouched=stubs.untouched(node for part in parsed for node in part.tree.body),
    )


def _check_amount(code: Code, name: str, limits: Limits) -> None:
    size = sum(len(piece.source) for piece in code.pieces)
    found = sum(guard.symbols(piece.source) for piece in code.pieces)
    if size > limits.module_bytes or found > limits.symbols:
        raise UsageError(
            f"{name}: Expected at most {limits.symbols} signs of punctuation in the code, "
            f"but found {found} in {size / 2**20:.1f} MiB. Load data from a file instead."
        )
