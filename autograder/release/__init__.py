"""``autograder release``: the student kit, and the proof that it gives nothing away."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePosixPath

from autograder.authoring import build, notebooks
from autograder.course import chapters, outcomefile
from autograder.course.chapter import Chapter
from autograder.course.chapters import ROOT
from autograder.course.source import Source, read
from autograder.datasets import manifest
from autograder.errors import UsageError
from autograder.release import modules, proof, texts, withheld
from autograder.release.proof import Leak, Proof

__all__ = ["Leak", "Proof", "release"]

_STUBS = PurePosixPath("autograder/_exercises")
_AS_THEY_ARE = (
    *("LICENSE", "constraints.txt", "autograder/py.typed"),
    "autograder/grading/result.schema.json",
)


def release(folder: Path, address: str | None = None, root: Path = ROOT) -> Proof:
    """Write the student kit of the courses in force and prove that it gives nothing away.

    The kit is written beside ``folder`` and becomes it when all is proved: what is not proved never
    has the name.

    Args:
        folder: where the kit shall be; absent or empty.
        address: what notebooks install the kit from where it is missing; None for the folder above.
        root: the repository, which the kit's own modules are taken from.

    Raises:
        UsageError: this is no clone, the folder is in use, or a file cannot be read or built.
        Leak: the kit would have given something away.
    """
    folder = folder.absolute()  # what builds the wheel runs in the kit
    _check_place(folder, root)
    sources = [chapters.load(chapter) for chapter in _chapters(root)]
    names = modules.needed(root, [source.chapter.name for source in sources])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as place:
        kit, scratch = Path(place) / "kit", Path(place) / "built"
        scratch.mkdir()
        files = dict(_texts(root, sources, names, address))
        files |= {f"course_data/{path}": content for path, content in _data(root)}
        _write(kit, files)
        for source in sources:
            proof.independent(source, kit, address or notebooks.KIT)
        proved = proof.prove(kit, files, withheld.search(root, names), scratch)
        if folder.exists():
            folder.rmdir()  # Windows renames onto nothing, not even onto an empty folder
        kit.replace(folder)
    return proved


def _chapters(root: Path) -> Sequence[Chapter]:
    return chapters.existing(None if root == ROOT else root)


def _check_place(folder: Path, root: Path) -> None:
    if not (root / "solutions").is_dir() or not (root / "pyproject.toml").is_file():
        raise UsageError(
            f"{root}: Expected a clone of the whole kit, but solutions/ or pyproject.toml is not "
            "there. A student kit is released from a clone."
        )
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder}: Expected a folder to write, but got a file or link.")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(
            f"{folder}: Expected a new or empty folder for the kit, but there are files in it. "
            "Name another, or remove it first."
        )


def _texts(
    root: Path, sources: Sequence[Source], names: Collection[str], address: str | None
) -> Iterator[tuple[str, bytes]]:
    """All of the kit but its data: path and content."""
    for name in names:
        yield str(modules.place_of(name, root)), modules.file_of(name, root).read_bytes()
    for source in sources:
        for path, text in build.exercises(source, Path(), address or notebooks.KIT):
            yield f"exercises/{path.as_posix()}", text.encode()
            if path.suffix == ".py":  # what `reset` takes a task from
                yield str(_STUBS / path), text.encode()
        yield from _outcomes(source.chapter)
    yield from ((name, (root / name).read_bytes()) for name in _AS_THEY_ARE)
    yield ".github/workflows/check.yml", Path(__file__).with_name("check.yml").read_bytes()
    yield "README.md", texts.page(sources, address).encode()
    yield "pyproject.toml", texts.project(read(root / "pyproject.toml")).encode()


def _outcomes(chapter: Chapter) -> Iterator[tuple[str, bytes]]:
    """What names a student's mistakes: path and content.

    Raises:
        UsageError: it was not made from the chapter as it is.
    """
    if outcomefile.is_stale(chapter):
        raise UsageError(
            f"{outcomefile.path_of(chapter.folder)}: Expected what the chapter's known mistakes "
            "give now, but it was made before the chapter was changed. Run `autograder build`."
        )
    path = outcomefile.path_of(chapter.folder)
    if path.is_file():
        yield (
            f"autograder/chapters/{chapter.name}/{path.name}",
            outcomefile.released_text(chapter).encode(),
        )


def _data(root: Path) -> Iterator[tuple[str, bytes]]:
    """The embedded data sets, each file as its checksum says."""
    folder = root / "course_data"
    sets = manifest.load(folder)
    for problem in manifest.problems(folder, sets):
        raise UsageError(f"{problem} The data of a kit must be whole.")
    paths = [path for one in sets.values() for path in one.files]
    for path in ("README.md", "manifest.json", *paths):
        yield path, (folder / path).read_bytes()


def _write(kit: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = kit / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
