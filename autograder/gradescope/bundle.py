"""``autograder gradescope-zip``: one chapter and all that grades it, as Gradescope's zip."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import requires
from pathlib import Path

from autograder.classroom.runfolder import read_key
from autograder.course import courses
from autograder.course.chapter import Chapter
from autograder.datasets import manifest
from autograder.errors import UsageError

_HERE = Path(__file__).resolve().parent
_PACKAGE = _HERE.parent
_SCRIPTS = ("setup.sh", "run_autograder")
_SPARE_SECONDS = 30  # what writing the results may take before Gradescope ends all
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same zip for the same kit


@dataclass(frozen=True, slots=True)
class Settings:
    """What `autograder.gradescope.run` is told, as ``settings.json`` in the zip.

    Attributes:
        chapter: full name.
        trusted: whether to grade where the container lacks layers of the sandbox.
    """

    chapter: str
    trusted: bool = False


def write(
    path: Path, chapter: Chapter, key_file: Path, *, trusted: bool, minutes: int, index: str
) -> None:
    """Write the zip.

    Args:
        path: of the zip; an older one is replaced.
        chapter: the one that the assignment is about.
        key_file: the secret that hidden inputs are made from; made if absent.
        trusted: whether to grade without a sandbox if need be.
        minutes: the timeout of the assignment on Gradescope.
        index: address of a package index with torch's CPU builds, or empty.

    Raises:
        UsageError: this is no clone, the chapter has no solution, or a file cannot be written.
    """
    key = read_key(key_file)
    settings = json.dumps(asdict(Settings(chapter.name, trusted)))
    files = dict(_kit()) | dict(_course(chapter))
    files |= {name: (_HERE / name).read_bytes() for name in _SCRIPTS}
    texts = {"settings.json": settings, "key": key.hex(), "index": index}
    texts |= {"seconds": str(60 * minutes - _SPARE_SECONDS)}
    files |= {name: f"{text}\n".encode() if text else b"" for name, text in texts.items()}
    try:
        _pack(path, files)
    except OSError as error:
        raise UsageError(
            f"{path}: Expected to write a zip there, but got: {error.strerror}. Choose another."
        ) from error


def _kit() -> Iterator[tuple[str, bytes]]:
    """The package without its chapters, the data sets, and what has to be installed."""
    constraints = courses.BUILT_IN / "constraints.txt"
    if not constraints.is_file():
        raise UsageError(
            f"{constraints}: Expected the kit's tested versions, but there is no such file. Make "
            "the zip in a clone of the kit's repository."
        )
    yield "kit/constraints.txt", constraints.read_bytes()
    asked = [line for line in requires("pytorch-autograder") or [] if "extra ==" not in line]
    yield "kit/requirements.txt", "".join(f"{line}\n" for line in asked).encode()
    for name, content in _folder(_PACKAGE):
        if not name.startswith("chapters/ch"):
            yield f"kit/autograder/{name}", content
    for name, content in _folder(manifest.root()):
        yield f"kit/course_data/{name}", content


def _course(chapter: Chapter) -> Iterator[tuple[str, bytes]]:
    """A course of this chapter alone: other chapters' hidden checks have no business there."""
    if not chapter.solution.is_file():
        raise UsageError(
            f"{chapter.solution}: Expected the chapter's solution, but there is no such file. Make "
            "the zip with the instructor's kit."
        )
    yield f"course/solutions/{chapter.solution.name}", chapter.solution.read_bytes()
    for name, content in _folder(chapter.folder):
        yield f"course/chapters/{chapter.name}/{name}", content


def _folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _pack(path: Path, files: Mapping[str, bytes]) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                member = zipfile.ZipInfo(name, _EPOCH)
                member.external_attr = (0o100755 if name in _SCRIPTS else 0o100644) << 16
                archive.writestr(member, files[name], zipfile.ZIP_DEFLATED)
        part.chmod(0o600)  # it holds the key
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
