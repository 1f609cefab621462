"""Read a submission that is a package of modules, from a folder, zip, notebook or text.

They come as a folder (the exercise's, or the student's own from the course), as a notebook that
writes them with ``%%writefile``, or as one percent text whose cells name their module. Nothing is
dropped from them and nothing is run here: what importing a module does is part of the work.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from autograder.course import percent
from autograder.course.source import defined
from autograder.errors import UsageError
from autograder.submission import guard, notebook, stubs, syntax
from autograder.submission.model import Limits, Piece, Problem, Submission
from autograder.submission.text import decode
from autograder.submission.tree import Entry, Tree, companions
from autograder.text import one_line


def of_text(text: str, name: str, chapter: str, package: str, limits: Limits) -> Submission:
    """The package in one percent text.

    Raises:
        UsageError: it is beyond the limits.
    """
    cells = [c for c in percent.parse(text, name, strict=False) if c.module and c.kind == "code"]
    modules = dict.fromkeys(cell.module for cell in cells)
    texts = {m: percent.render(cell for cell in cells if cell.module == m) for m in modules}
    files = {f"{module}.py": text.encode("utf-8", "replace") for module, text in texts.items()}
    return _submission(Submission(chapter, name, package=package), files, limits)


def of_file(data: bytes, bare: str, chapter: str, package: str, limits: Limits) -> Submission:
    """The package that a notebook writes, or that one percent text holds.

    Raises:
        UsageError: it cannot be read, or is beyond the limits.
    """
    name = one_line(bare, 100)
    if not notebook.is_one(data, bare):
        return of_text(decode(data, name), name, chapter, package, limits)
    code = notebook.read(data, name, limits)
    files = {PurePosixPath(path).name: content for path, content in code.files.items()}
    note = "" if files else f"No cell begins with %%writefile {package}/..., so no module is there."
    empty = Submission(chapter, name, problems=code.problems, note=note, package=package)
    return _submission(empty, files, limits)


def of_folder(
    tree: Tree, folder: PurePosixPath, chapter: str, package: str, limits: Limits
) -> Submission:
    """The package in one folder of what was handed in.

    Raises:
        UsageError: it is beyond the limits, or two of its files have one name.
    """
    beside, problems = companions(tree, Entry(folder / "*", ""), limits)
    name = one_line(str(folder.name or tree.name), 100)
    return _submission(
        Submission(chapter, name, problems=problems, package=package), beside, limits
    )


def _submission(empty: Submission, files: Mapping[str, bytes], limits: Limits) -> Submission:
    """The submission with these files in its package, and what its modules define."""
    definitions: dict[str, str] = {}
    untouched: set[str] = set()
    problems: list[Problem] = []
    modules = [path for path in sorted(files) if path.endswith(".py") and "/" not in path]
    _check_amount(empty.name, [files[path] for path in modules], limits)
    for path in modules:
        module = path.removesuffix(".py")
        definitions[module] = f"{path}:1"
        found = _parsed(files[path], path, limits)
        if isinstance(found, Problem):
            names = (module, *(f"{module}.{name}" for name in found.names))
            problems.append(replace(found, names=names))
        else:
            untouched |= {f"{module}.{name}" for name in stubs.untouched(found.tree.body)}
            for node in found.tree.body:
                for name in defined(node):
                    definitions[f"{module}.{name}"] = f"{path}:{node.lineno}"
    return replace(
        empty,
        files={f"{empty.package}/{path}": data for path, data in files.items()},
        problems=(*empty.problems, *problems)[: limits.problems],
        definitions=definitions,
        untouched=frozenset(untouched),
    )


def _parsed(data: bytes, path: str, limits: Limits) -> syntax.Parsed | Problem:
    try:
        piece = Piece(decode(data, path), path, 1)
    except UsageError as error:
        return Problem(f"{path}:1", str(error).removeprefix(f"{path}: "))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's "\d" is no warning of ours
        return syntax.parse(piece, limits)


def _check_amount(name: str, modules: Sequence[bytes], limits: Limits) -> None:
    size = sum(map(len, modules))
    found = sum(guard.symbols(data.decode("latin-1")) for data in modules)
    if size > limits.module_bytes or found > limits.symbols:
        raise UsageError(
            f"{name}: Expected at most {limits.symbols} signs of punctuation in the code, "
            f"but found {found} in {size / 2**20:.1f} MiB. Load data from a file instead."
        )
