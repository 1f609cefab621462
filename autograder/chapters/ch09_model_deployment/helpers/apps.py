"""A demo folder's app, run on a computer that never saw the student's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.chapters.ch09_model_deployment.helpers.demo_folders import Given
from autograder.checks import expect, files
from autograder.remote.client import Student

SECONDS = 20.0  # for a check that runs an app; it takes a tenth of a second


def clear(student: Student) -> None:
    """Remove all that is in the scratch folder: without walls between them, processes could see it.

    The folder that the student's code made is read by then.
    """
    there = student.library("shutil")
    for name in dict.fromkeys(path.partition("/")[0] for path in student.list_files()):
        there.rmtree(files.full(student, name), ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """What an app did on another computer.

    Attributes:
        launched: how many pages it started.
        demo: description of its interface, None where there is none.
        examples: whether each example's file is there.
        answers: what the visitor of each picture is shown; a text where it is an error.
    """

    launched: int
    demo: dict[str, Any] | None
    examples: list[bool]
    answers: list[Any]


def run(
    student: Student,
    found: Mapping[str, bytes],
    pictures: Mapping[str, bytes],
    *,
    inside: bool = False,
    main: bool = True,
) -> Shown:
    """Run the app of a folder with these files on another computer.

    Args:
        student: for the diagnosis.
        found: the files of the folder.
        pictures: that visitors bring, by file name.
        inside: whether the program is started from its own folder.
        main: whether it is run as a program, or imported.

    Raises:
        Failed: it ended with an error.
    """
    expect.true("app.py" in found, f"Expected a file app.py, but got {sorted(found)}.")
    clear(student)
    with student.elsewhere(SECONDS) as other:
        for name, data in found.items():
            other.write_file(f"srv/space/{name}", data)
        visitors = [other.write_file(f"visitors/{k}", v) for k, v in pictures.items()]
        folder = files.full(other, "srv/space")
        cwd = folder if inside else files.full(other, "visitors")
        report = other.chapter_probes.probes_demo.run_app(
            folder, cwd, visitors, main=main, seconds=SECONDS - 5
        )
    error = str(report["error"])
    shown = Shown(report["launched"], report["demo"], report["examples"], report["answers"])
    demo = {k: v for k, v in (shown.demo or {}).items() if k != "examples"}
    labels = [one if isinstance(one, str) else one[:1] for one in shown.answers]
    student.record("app", (error, shown.launched, demo, shown.examples, labels))
    what = "Expected app.py to run" if main else "Expected app.py to be imported"
    place = "its own folder" if inside else "another folder"
    hint = _hint(error)
    expect.true(not error, f"{what} from {place} without an error, but got {error}", hint=hint)
    return shown


def _hint(error: str) -> str:
    if "FileNotFoundError" in error or "No such file" in error:
        return "Path(__file__).parent is the folder of app.py, wherever it is started from."
    if "CUDA" in error:
        return "The weights were saved on a GPU: to which device should they be loaded?"
    return ""


def check_answers(shown: Shown, of: Given, pictures: list[Any]) -> None:
    """The app said the right probabilities of each picture (their pixels in RGB)."""
    expect.length(shown.answers, len(pictures), name="the list of answers")
    for answer, pixels in zip(shown.answers, pictures, strict=True):
        expect.true(
            not isinstance(answer, str),
            f"Expected the app's function to answer a visitor's picture, but got {answer}",
        )
        expect.length(answer, 2, name="what a visitor is shown")
        wanted = of.probabilities(pixels)
        expect.equal(sorted(answer[0]), sorted(wanted), name="the class names, sorted,")
        expect.close(answer[0], wanted, name="the probabilities", rtol=1e-3, atol=1e-4)
        expect.between(answer[1], 0.0, SECONDS, name="the time")


def check_interface(demo: dict[str, Any] | None) -> None:
    """One picture that arrives as Pillow's, a label with the top 3 classes and a number."""
    expect.true(
        demo is not None and demo["interface"],
        f"Expected a gradio.Interface, but got {(demo or {}).get('type')}.",
    )
    demo = demo or {}
    expect.equal(demo["inputs"], ["Image"], name="the list of inputs")
    expect.equal(demo["outputs"], ["Label", "Number"], name="the list of outputs")
    expect.equal(demo["top"][0], 3, name="num_top_classes of the label")
