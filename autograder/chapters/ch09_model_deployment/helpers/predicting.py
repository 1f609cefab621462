"""Pictures and models to predict with, and what is right; times that can be believed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch09_model_deployment.helpers import class_names
from autograder.checks import expect, files, normalising, parity
from autograder.remote.client import Remote, Student, StudentError

CHAPTER = "ch09_model_deployment"  # the name of the student's module
HEIGHT, WIDTH, HIDDEN = 4, 6, 7
ROUNDED = 6e-5  # the course keeps four decimals
KEYS = ("image_path", "class_name", "pred_prob", "pred_class", "time_for_pred", "correct")


@dataclass(frozen=True, slots=True)
class Predictions:
    """A model in the student's process, pictures that it is asked about, and the right answers.

    Attributes:
        model: takes its time, if it was told to.
        transform: from a picture to its input.
        names: of the classes.
        pixels: of each picture, uint8 (4, 6, 3).
        truths: class name of each picture.
        paths: of its file in the student's process.
        probs: right probabilities, (pictures, classes).
        seconds: that the model takes for one picture at least, its transform, and so on, by name.
    """

    model: Remote
    transform: Remote
    names: list[str]
    pixels: list[Any]
    truths: list[str]
    paths: list[str]
    probs: Tensor
    seconds: dict[str, float]

    def picture(self, student: Student, index: int) -> Remote:
        """A picture as Pillow has it."""
        return files.opened(student, self.pixels[index])

    def path_objects(self, student: Student) -> list[Remote]:
        """The files as objects of pathlib's Path."""
        return [student.library("pathlib").Path.keep(path) for path in self.paths]

    def place(self, student: Student) -> None:
        """Make them the variables that predict uses."""
        values = {
            "effnetb2": self.model,
            "effnetb2_transforms": self.transform,
            "class_names": self.names,
        }
        student.probes.set_globals(CHAPTER, values)


def predictions(
    student: Student,
    rng: np.random.Generator,
    count: int,
    *,
    modes: bool = False,
    seconds: float = 0.0,
) -> Predictions:
    """Draw pictures and a model that gives each class its chance."""
    classes = int(rng.integers(4, 7))
    names = class_names.turned(rng, classes)
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True} if modes else {}
    there, here = parity.mlp_pair(
        student, rng, 3 * HEIGHT * WIDTH, HIDDEN, classes, dtype=torch.float32, **options
    )
    layers = student.library("torch.nn")
    model = layers.Sequential(layers.Flatten(), there)
    if not modes:
        model.eval.keep()
    taken = {"the model": seconds, "the transform": seconds / 2} if seconds else {}
    by = normalising.statistics(rng)
    pixels = [files.noise(rng, HEIGHT, WIDTH) for _ in range(count)]
    images = torch.as_tensor(np.stack(pixels)).float().permute(0, 3, 1, 2) / 255
    x = normalising.normalised(images, by)
    probs = parity.eval_output(nn.Sequential(nn.Flatten(), here), x).softmax(dim=1)
    truths = _truths(rng, names, probs)
    paths = [
        student.write_file(f"data/test/{truth}/{name}_{number}.png", files.encoded(one))
        for number, (truth, one, name) in enumerate(
            zip(truths, pixels, rng.choice(names, count), strict=True)
        )
    ]
    of_model, of_transform = taken.values() or (0.0, 0.0)
    transform = student.chapter_probes.SlowTransform(
        normalising.transform(student, by), of_transform
    )
    if taken:
        model = student.chapter_probes.Slow(model, of_model)
    return Predictions(model, transform, names, pixels, truths, paths, probs, taken)


def _truths(rng: np.random.Generator, names: list[str], probs: Tensor) -> list[str]:
    """Draw true classes: every other prediction is right, and not just where it is certain."""
    values, best = probs.max(dim=1)
    certain, is_right = (values > 0.5).tolist(), [bool(n % 2) for n in range(len(probs))]
    if is_right == certain:
        is_right = [not right for right in is_right]
    pairs = zip(best.tolist(), is_right, strict=True)
    return [
        names[label] if right else str(rng.choice([*names[:label], *names[label + 1 :]]))
        for label, right in pairs
    ]


def timed(student: Student, call: Callable[[], Any]) -> tuple[Any, float]:
    """What a call returned, and its wall time; replies with times in them stay out of the trace.

    Raises:
        StudentError: the call raised.
    """
    failed, found, started = None, None, time.monotonic()
    with student.aside():
        try:
            found = call()
        except StudentError as error:
            failed = error
    elapsed = time.monotonic() - started
    if failed is not None:
        student.record("error", (failed.types[:1], failed.message))
        raise failed
    return found, elapsed


def check_rows(student: Student, found: Any, of: Predictions) -> None:
    """A row for each picture, in order, with the right values; times aside."""
    student.record("rows", _without_times(found))
    expect.type_(found, list, name="the result")
    expect.length(found, len(of.paths), name="the result")
    for number, row in enumerate(found):
        expect.keys(row, KEYS, name=f"row {number}")
        best = int(of.probs[number].argmax())
        texts = {
            "image_path": of.paths[number],
            "class_name": of.truths[number],
            "pred_class": of.names[best],
        }
        for key, value in texts.items():
            expect.equal(str(row[key]), value, name=f'row {number}, "{key}"')
        prob = of.probs[number, best].item()
        expect.close(
            row["pred_prob"], prob, name=f'row {number}, "pred_prob"', rtol=1e-4, atol=ROUNDED
        )
        right = of.truths[number] == of.names[best]
        expect.equal(bool(row["correct"]), right, name=f'row {number}, "correct"')


def check_far(student: Student, rng: np.random.Generator) -> None:
    """A model that claims to be on one GPU predicts on another, where inputs have to be sent."""
    of = predictions(student, rng, 2)
    away = student.probes.FarModel(of.model, "cuda:0")
    transform = normalising.near(student, of.transform)
    paths = of.path_objects(student)
    found, _ = timed(
        student, lambda: student.pred_and_store(paths, away, transform, of.names, "cuda:1")
    )
    check_rows(student, found, of)
    expect.equal(student.library("builtins").str(away.place), "cuda:1", name="the model's place")


def _without_times(found: Any) -> Any:
    if not isinstance(found, list):
        return type(found).__name__
    return [
        {k: v for k, v in row.items() if k != "time_for_pred"} if isinstance(row, dict) else row
        for row in found
    ]


def check_plain(student: Student, found: Any) -> None:
    """Numbers, truth values and texts are Python's own."""
    expect.type_(found, list, name="the result")
    kinds = {"pred_prob": float, "time_for_pred": float, "correct": bool, "pred_class": str}
    for number, row in enumerate(found):
        expect.keys(row, KEYS, name=f"row {number}")
        student.record("types", {key: type(row[key]).__name__ for key in kinds})
        for key, kind in kinds.items():
            expect.type_(row[key], kind, name=f'row {number}, "{key}"')


def check_times(
    student: Student, times: list[Any], seconds: Mapping[str, float], elapsed: float
) -> None:
    """Each time is that of one picture: no shorter than its parts take, no longer than all took.

    Args:
        student: for the diagnosis.
        times: that were returned, in seconds.
        seconds: that each part of the work takes for one picture, at least, by name; the longest
            first, and no shorter than all that come after it.
        elapsed: that the whole call took, as the grader's own clock says.
    """
    for value in times:
        expect.type_(value, float, name="a time")
    sums = zip(seconds, accumulate(seconds.values()), strict=True)
    short = [part for part, least in sums if min(times) < 0.95 * least - 1e-3]
    long = sum(times) > elapsed + 1e-3
    student.record("times", f"without {short[0]}" if short else "long" if long else "right")
    shown = [round(value, 4) for value in times]
    parts = " and ".join(f"{value:.3f} s for {part}" for part, value in seconds.items())
    expect.true(
        not short,
        f"Expected each time to be at least {parts}, but got {shown} s.",
        hint=f"Does the watch run during all of it, {short[0] if short else ''} included?",
    )
    expect.true(
        not long,
        f"Expected times of single pictures, within {elapsed:.3f} s in all, but got {shown} s.",
        hint="Where does the watch start?",
    )


def check_prediction(student: Student, found: Any, of: Predictions, index: int) -> float:
    """A dict of probabilities and a time; returns the time."""
    expect.type_(found, (tuple, list), name="the result", hint="Return the dict and the seconds.")
    expect.length(found, 2, name="the result")
    student.record("probabilities", found[0])
    expect.type_(found[0], dict, name="the first result")
    wanted = dict(zip(of.names, of.probs[index].tolist(), strict=True))
    expect.equal(sorted(found[0]), sorted(wanted), name="the names in the dict, sorted")
    for name, value in wanted.items():
        expect.type_(found[0][name], float, name=f"the probability of {name!r}")
        expect.close(
            found[0][name], value, name=f"the probability of {name!r}", rtol=1e-4, atol=ROUNDED
        )
    expect.type_(found[1], float, name="the second result, the time,")
    seconds: float = found[1]
    return seconds
