"""A demo folder that a student's code makes, carried to a computer that never saw the student."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version
from PIL import Image
from torch import nn
from torchvision import transforms

from autograder.checks import expect, files, parity
from autograder.remote.client import Student, StudentError, save_bytes

SECONDS = 20.0  # for a check that runs an app; it takes a tenth of a second
LEAST = {"torch": "2", "torchvision": "0.15", "gradio": "4"}
_MODEL = '''\
"""The network of this demo."""

from torch import nn
from torchvision import transforms


def create_model(num_classes):
    """Return the model with random numbers, and its transforms."""
    transform = transforms.Compose([transforms.Resize(({height}, {width})), transforms.ToTensor()])
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear({inputs}, {hidden}),
        nn.Tanh(),
        nn.Dropout(0.5),
        nn.Linear({hidden}, num_classes),
    )
    return model, transform
'''


@dataclass(frozen=True, slots=True)
class Given:
    """What a demo is made of, over there and here.

    Attributes:
        model: the text of the model's file.
        weights: the bytes of its weights' file.
        names: of the classes, not sorted.
        examples: bytes of pictures by file name.
        here: the network with these weights, in evaluation mode.
        size: height and width of its pictures.
    """

    model: str
    weights: bytes
    names: list[str]
    examples: dict[str, bytes]
    here: nn.Module
    size: tuple[int, int]

    def probabilities(self, pixels: Any) -> dict[str, float]:
        """What the app should say about a picture, uint8 (h, w, 3)."""
        steps = transforms.Compose([transforms.Resize(self.size), transforms.ToTensor()])
        x = steps(Image.fromarray(pixels)).unsqueeze(0)
        probs = parity.eval_output(self.here, x).softmax(dim=1)[0]
        return dict(zip(self.names, probs.tolist(), strict=True))


def given(rng: np.random.Generator, *, gpu: bool = False) -> Given:
    """Draw the parts of a demo; its weights were saved on a GPU if asked for."""
    height, width = (int(n) for n in rng.integers(3, 6, 2))
    hidden, classes = int(rng.integers(4, 9)), int(rng.integers(3, 6))
    inputs = 3 * height * width
    with torch.random.fork_rng(devices=[]):
        here = nn.Sequential(
            nn.Flatten(),
            nn.Linear(inputs, hidden),
            nn.Tanh(),
            nn.Dropout(0.5),
            nn.Linear(hidden, classes),
        )
    state = parity.drawn_state(here, rng)
    here.load_state_dict(state)
    names = files.names(rng, classes)
    while names == sorted(names):
        names = [str(name) for name in rng.permutation(names)]
    return Given(
        model=_MODEL.format(height=height, width=width, inputs=inputs, hidden=hidden),
        weights=parity.cuda_checkpoint(state, index=7) if gpu else save_bytes(state),
        names=names,
        examples={
            f"{name}_{rng.integers(99)}.png": files.encoded(files.noise(rng, 6, 8))
            for name in files.names(rng, 2)
        },
        here=here.eval(),
        size=(height, width),
    )


def make(student: Student, of: Given, dst: str = "demos/mini") -> dict[str, bytes]:
    """Have the student's code make the folder; returns its files by name.

    The originals lie in the folder mine/.
    """
    model = student.write_file("mine/net.py", of.model.encode())
    weights = student.write_file("mine/best_model.pth", of.weights)
    pictures = [student.write_file(f"mine/{k}", v) for k, v in of.examples.items()]
    place = files.full(student, dst)
    found = student.make_demo_folder(place, model, weights, of.names, pictures)
    expect.equal(str(found), place, name="the result")
    return contents(student, dst)


def contents(student: Student, folder: str) -> dict[str, bytes]:
    """The files below a folder over there, by their path in it."""
    paths = [path for path in student.list_files() if path.startswith(f"{folder}/")]
    found = {}
    with student.aside():
        for path in paths:
            try:
                found[path.removeprefix(f"{folder}/")] = student.read_file(path)
            except StudentError as error:
                if "IsADirectoryError" not in error.types:
                    raise
    scratch = str(student.scratch).encode()
    student.record("files", {k: v.replace(scratch, b"scratch") for k, v in found.items()})
    return found


def check_files(of: Given, found: Mapping[str, bytes]) -> None:
    """All parts are there, and copies are true to their originals."""
    examples = [f"examples/{name}" for name in of.examples]
    for name in ("app.py", "model.py", "class_names.txt", "requirements.txt", *examples):
        expect.true(name in found, f"Expected a file {name}, but got {sorted(found)}.")
    expect.equal(found["model.py"].decode(errors="replace"), of.model, name="the text of model.py")
    for name, data in of.examples.items():
        expect.true(
            found[f"examples/{name}"] == data,
            f"Expected examples/{name} to be a copy, but it isn't.",
        )
    names = found["class_names.txt"].decode(errors="replace").splitlines()
    expect.equal(names, of.names, name="the lines of class_names.txt")
    saved = [name for name in found if name.endswith((".pt", ".pth"))]
    expect.length(saved, 1, name="the list of files that end in .pt or .pth")


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


def check_requirements(text: str) -> None:
    """torch, torchvision and gradio are named with versions of our time, as PyPI has them."""
    wanted: dict[str, Requirement] = {}
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if not line or line.startswith("-"):
            continue
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            expect.true(
                False,
                f"Expected each line to be a requirement such as torch>=2.6, but got {line!r}.",
            )
        wanted[requirement.name.lower()] = requirement
    for name, least in LEAST.items():
        expect.true(name in wanted, f"Expected a line for {name}, but got {sorted(wanted)}.")
        _check_version(wanted[name], least)


def _check_version(requirement: Requirement, least: str) -> None:
    name = requirement.name
    bounds = [s.version for s in requirement.specifier if s.operator in ("==", ">=", "~=", ">")]
    expect.true(bounds, f"Expected {name} with a version, == or >=, but got {str(requirement)!r}.")
    for bound in bounds:
        try:
            version = Version(bound.removesuffix(".*"))
        except InvalidVersion:
            version = Version("0")
        expect.true(
            version >= Version(least),
            f"Expected {name} to be at least {least}, but got {str(requirement)!r}.",
            hint="What do you have installed yourself?",
        )
        expect.true(
            version.local is None,
            f"Expected a version of {name} that PyPI has, but got {str(requirement)!r}.",
            hint="What follows the + names a build of yours; leave it out.",
        )
