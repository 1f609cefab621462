"""The model of a submission that was read: plain frozen values, nothing that runs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds on what is read; a student's real work stays far below all of them.

    Attributes:
        module_bytes: size of a ``.py`` file, and of all code cells of a notebook together.
        notebook_bytes: size of a ``.ipynb`` file; stored outputs make these large.
        notebook_kept: size of it without its outputs.
        zip_members: files in a zip.
        zip_directory: size of a zip's list of them.
        zip_total: bytes unpacked from a zip, counted while reading.
        zip_nested: size of zips in a zip, together.
        zips: zips that are opened in a folder or zip.
        zip_ratio: times a member above 1 MiB may grow when it is unpacked.
        folder_entries: files looked at in a folder.
        companions: files carried along with a chapter.
        companion_bytes: size of each file carried along with a chapter.
        companion_total: size of all of them.
        cells: cells of a notebook or module.
        json_marks: quotes and brackets looked at to find a notebook's outputs.
        json_depth: nesting of a notebook's JSON.
        json_values: strings, lists and objects in a notebook's JSON.
        symbols: punctuation marks and line ends in all code together; they bound the syntax tree.
        line: characters in one line of code.
        brackets: nesting of brackets in code.
        chain: operators in one expression, ``elif`` branches in one cell.
        candidates: files looked at for the one that is graded.
        candidates_total: bytes of them.
        problems: problems reported; more add nothing.
    """

    module_bytes: int = 2 << 20
    notebook_bytes: int = 200 << 20
    notebook_kept: int = 20 << 20
    zip_members: int = 50_000
    zip_directory: int = 32 << 20
    zip_total: int = 1 << 30
    zip_nested: int = 128 << 20
    zips: int = 20
    zip_ratio: int = 200
    folder_entries: int = 200_000
    companions: int = 200
    companion_bytes: int = 1 << 20
    companion_total: int = 8 << 20
    cells: int = 2_000
    json_marks: int = 10_000_000
    json_depth: int = 100
    json_values: int = 1_000_000
    symbols: int = 60_000
    line: int = 20_000
    brackets: int = 90
    chain: int = 500
    candidates: int = 200
    candidates_total: int = 400 << 20
    problems: int = 100


@dataclass(frozen=True, slots=True)
class Piece:
    r"""One chunk of code, compiled and run by itself.

    ``compile("\n" * (line - 1) + source, file, "exec", flags=flags, dont_inherit=True)`` gives
    tracebacks that point into the student's own file.

    Attributes:
        source: the code.
        file: name for tracebacks: ``ch01_workflow.py`` or ``ch01_workflow.ipynb[cell 7]``, cells
            counted from 1, text cells included.
        line: 1-based line of that file or cell at which ``source`` starts.
        flags: compiler flags of ``from __future__`` imports in earlier cells.
    """

    source: str
    file: str
    line: int
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the submission that could not be used.

    Attributes:
        where: ``file:line``.
        message: in plain words, e.g. ``SyntaxError: '(' was never closed``.
        names: what the broken part seems to define, so that a missing task can be explained.
    """

    where: str
    message: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """One chapter's work of a student, as it was read.

    Attributes:
        chapter: full name of the chapter.
        name: display name of the file that is graded; safe to print.
        pieces: the code to run, in order; a later definition of a name wins.
        files: modules and small data files to lie beside it, by relative path with ``/``.
        problems: what could not be used, and why.
        definitions: where each function, class and constant was last defined, as ``file:line``.
        untouched: those of them that are stubs in which nothing was written.
        note: one sentence if a choice was made between files, else empty.
        package: name of the package that the chapter is, whose modules are ``files`` below a
            folder of that name and are imported when they are asked for; else empty.
    """

    chapter: str
    name: str
    pieces: tuple[Piece, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    definitions: dict[str, str] = field(default_factory=dict)
    untouched: frozenset[str] = frozenset()
    note: str = ""
    package: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over everything that is graded; equal for equal work."""
        content = [
            self.chapter,
            [[p.source, p.file, p.line, p.flags] for p in self.pieces],
            [[name, hashlib.sha256(data).hexdigest()] for name, data in sorted(self.files.items())],
            [[problem.where, *problem.names] for problem in self.problems],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    @property
    def nameless(self) -> tuple[Problem, ...]:
        """Problems with parts that do not say what they would have defined."""
        return tuple(problem for problem in self.problems if not problem.names)

    def where(self, name: str) -> str:
        """``file:line`` of what ``name`` is, or of the broken part that meant to define it."""
        if name in self.definitions:
            return self.definitions[name]
        if self.lacks(name):
            return f"{name.partition('.')[0]}.py"
        broken = (problem.where for problem in self.problems if name in problem.names)
        return next(broken, self.name)

    def lacks(self, name: str) -> bool:
        """Whether the module that ``name`` begins with is not in the package: nobody began it."""
        module = name.partition(".")[0]
        return bool(self.package) and f"{self.package}/{module}.py" not in self.files


@dataclass(frozen=True, slots=True)
class Code:
    """Code as read from a file, before it is parsed: one piece a notebook cell or a module.

    Attributes:
        pieces: the code; a module is one piece, still with its ``# %%`` marks.
        files: files that ``%%writefile`` cells make.
        problems: cells that could not be read.
    """

    pieces: tuple[Piece, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
