"""Public checks of chapter 09: forms, types and one example of each task."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from autograder.chapters.ch09_model_deployment.helpers import (
    apps,
    benchmarks,
    class_names,
    demo_folders,
    demos,
    extractors,
    model_stats,
    predicting,
    ranking,
    reports,
    splits,
    uploads,
)
from autograder.chapters.ch09_model_deployment.helpers.extractors import EFFNET, VIT, Kind
from autograder.chapters.ch09_model_deployment.quiz import QUIZ
from autograder.checks import expect, files
from autograder.checks.task import task
from autograder.remote.client import Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "create_effnetb2_model": (
        "Count the trainable parameters of the result: with three classes there should be 4227.",
        "Weights, network, freeze, seed, new head: each step spoils something if it comes "
        "elsewhere.",
        "Look at the order of your lines, and at both things that are to be returned.",
    ),
    "create_vit_model": (
        "Count the trainable parameters of the result: with three classes there should be 2307.",
        "The same steps as for the small candidate; only the network and its head have other "
        "names.",
        "Print the last named child of the network, and look at which one you replace.",
    ),
    "model_stats": (
        "Try a file of 1 500 000 bytes and a Linear(3, 2), and say the card before you run it.",
        "Parameters are tensors of many numbers; sizes are seldom whole; training ends with its "
        "last epoch.",
        "Look at the division, at what is added for each parameter, and at which entry you read.",
    ),
    "pred_and_store": (
        "Print the first two rows for pictures of two classes. What should differ between them?",
        "Each picture is a story of its own: start the watch, open, transform, predict, stop, "
        "write the row.",
        "Look at what stands before the loop and what inside, and at the types that you store.",
    ),
    "benchmark": (
        "Hand in a clock of your own that returns 0, 1, 2, ... and see what the numbers become.",
        "First calls that do not count, then single calls, each between two looks at the clock, "
        "with nothing still at work.",
        "Look at which calls enter the list, at the mode of the model, and at what fps counts.",
    ),
    "compare_models": (
        "Make two rows with round numbers, one twice the other, and say the result first.",
        "A ratio has a direction; a rule has limits first and a wish afterwards.",
        "Look at what is divided by what, and at the order of filtering and choosing.",
    ),
    "predict": (
        "Sum the values of your dict, print their type, and call it twice with one picture.",
        "A page shows plain numbers of a model that is in evaluation mode and made only once.",
        "Look at what is done between the model's output and the dict.",
    ),
    "read_upload": (
        "Try None, an array, a picture in mode L and one with transparency.",
        "First find out what came in, then bring all of it to one form.",
        "Look at the order of your steps, and at what happens to the EXIF note on the way.",
    ),
    "build_demo": (
        "Write down what goes in, what comes out and who calls the function.",
        "The interface gets the function itself, and one component for each value it returns.",
        "Look at the type of the picture component, and at what your function does besides "
        "building.",
    ),
    "save_class_names": (
        "Save three names that are not sorted, load them, and compare.",
        "The order is the meaning; a line break belongs to the file, not to the name.",
        "Look at what you do to the list before writing, and to each line after reading.",
    ),
    "make_demo_folder": (
        "Rename the originals, go to another folder and start the app by its full path.",
        "Someone else's computer has the folder and nothing more: everything is a copy, every "
        "path starts at app.py, every tensor goes to the CPU.",
        "Look at each path in app.py, at how the weights are loaded, and at the launch.",
    ),
    "split_dataset": (
        "Split range(10) twice with one seed and once with another, and print all parts.",
        "Chance decides who goes where, the seed decides chance, and nobody is lost.",
        "Look at the two lengths, and at the generator.",
    ),
    "split_quietly": (
        "Draw a random number after torch.manual_seed(0), with and without a split in between.",
        "There can be many generators; only one of them is torch's own.",
        "Look at where your random order comes from.",
    ),
    "smoothed_loss": (
        "Write the smoothed target of one sample with three classes, and multiply by hand.",
        "The target is a mixture, so the loss is the same mixture of two losses.",
        "Look at how the share is divided among the classes, and at what your logarithm gets.",
    ),
    "evaluate_all": (
        "Take 5 samples in batches of 4 and 1, and count by hand.",
        "Count hits and samples over all batches, and divide once, at the end.",
        "Look at what you average, at the mode, and at what k is used for.",
    ),
    "failure_report": (
        "Make four pictures, one for each answer, and compare.",
        "Three questions in a fixed order; the first that is answered yes ends the search.",
        "Look at the order of your conditions, at the comparison, and at who is asked when.",
    ),
    "concept_check": (
        "At least one letter is not the right one yet. The message names the question.",
        "Answer each question in your own words before you read the choices.",
        "Go back to the section of this chapter that the question is about, and read its text.",
    ),
}


@task("concept_check", points=1)
@pytest.mark.parametrize(("name", "topic"), QUIZ.topics, ids=list(QUIZ.questions))
def test_answer(student: Student, name: str, topic: str) -> None:
    """{name}: {topic}"""
    QUIZ.check(student, name)


@task("create_effnetb2_model", points=2)
def test_small_head(student: Student, rng: np.random.Generator) -> None:
    """EfficientNet-B2 is frozen but for its new head"""
    check_new_head(student, rng, EFFNET)


@task("create_effnetb2_model", points=1)
def test_small_transforms(student: Student, rng: np.random.Generator) -> None:
    """The transforms are those of EfficientNet-B2's weights"""
    check_transforms(student, rng, EFFNET)


@task("create_vit_model", points=2)
def test_large_head(student: Student, rng: np.random.Generator) -> None:
    """ViT-B/16 is frozen but for its new head"""
    check_new_head(student, rng, VIT)


@task("create_vit_model", points=1)
def test_large_transforms(student: Student, rng: np.random.Generator) -> None:
    """The transforms are those of ViT-B/16's weights"""
    check_transforms(student, rng, VIT)


def check_new_head(student: Student, rng: np.random.Generator, kind: Kind) -> None:
    """The head is as wide as asked, and all else is frozen."""
    extractors.place(student, rng)
    classes = int(rng.integers(4, 9))
    model, _ = extractors.made(student, kind, classes)
    extractors.check_head(student, model, kind, classes)


def check_transforms(student: Student, rng: np.random.Generator, kind: Kind) -> None:
    """A picture is treated as the weights ask for."""
    extractors.place(student, rng)
    _, found = extractors.made(student, kind)
    extractors.check_transforms(student, rng, found, kind)


@task("model_stats", points=2)
def test_last_epoch(student: Student, rng: np.random.Generator) -> None:
    """Loss and accuracy are those of the last epoch"""
    stats = model_stats.stats(student, rng)
    stats.check("test_loss")
    stats.check("test_acc")


@task("pred_and_store", points=4)
def test_rows(student: Student, rng: np.random.Generator) -> None:
    """Each picture has a row with its class, the prediction and its probability"""
    of = predicting.predictions(student, rng, 4)
    found, _ = predicting.timed(
        student,
        lambda: student.pred_and_store(
            of.path_objects(student), of.model, of.transform, of.names, "cpu"
        ),
    )
    predicting.check_rows(student, found, of)


@task("benchmark", points=3)
def test_mean_time(student: Student, rng: np.random.Generator) -> None:
    """Calls are timed once the model is warm; fps counts pictures"""
    case = benchmarks.timing(student, rng, rows=int(rng.integers(2, 9)))
    found = case.run(student, runs=int(rng.integers(4, 9)), warmup=int(rng.integers(2, 5)))
    found.check("mean")
    found.check("fps")


@task("compare_models", points=2)
def test_ratios(student: Student, rng: np.random.Generator) -> None:
    """Every number is told as a multiple of the baseline's"""
    rows = model_stats.rows(rng, 2)
    check_ratios(student.compare_models(rows, rows[0]["model"]), rows, rows[0])


def check_ratios(found: Any, rows: list[dict[str, Any]], base: dict[str, Any]) -> None:
    """A dict for each model with ratios to the baseline."""
    expect.type_(found, list, name="the result")
    expect.length(found, len(rows), name="the result")
    for number, row in enumerate(rows):
        wanted = {k: v if k == "model" else v / base[k] for k, v in row.items()}
        expect.keys(found[number], wanted, name=f"row {number}")
        expect.equal(found[number]["model"], row["model"], name=f'row {number}, "model"')
        for key in wanted.keys() - {"model"}:
            expect.close(found[number][key], wanted[key], name=f'row {number}, "{key}"', rtol=1e-6)


@task("compare_models", points=2)
def test_pick(student: Student, rng: np.random.Generator) -> None:
    """The most accurate of the quick models is chosen"""
    rows, limit, best = model_stats.to_pick(rng)
    expect.equal(student.pick_model(rows, limit), best["model"], name="the choice")


@task("predict", points=3)
def test_prediction(student: Student, rng: np.random.Generator) -> None:
    """Every class name gets its probability, and the time comes along"""
    check_prediction(student, rng)


def check_prediction(student: Student, rng: np.random.Generator, **options: Any) -> None:
    """predict is asked about two pictures, and answers rightly."""
    of = predicting.predictions(student, rng, 2, **options)
    extractors.place(student, rng)
    of.place(student)
    for index in range(2):
        image = of.picture(student, index)
        found, elapsed = predicting.timed(student, partial(student.predict, image))
        seconds = predicting.check_prediction(student, found, of, index)
        predicting.check_times(student, [seconds], of.seconds, elapsed)


@task("read_upload", points=1)
@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_modes(student: Student, rng: np.random.Generator, mode: str) -> None:
    """a picture in mode {mode} becomes RGB"""
    check_upload(student, rng, mode)


def check_upload(student: Student, rng: np.random.Generator, mode: str) -> None:
    """A picture of a mode comes out in RGB, as Pillow converts it."""
    pixels = files.noise(rng, int(rng.integers(4, 8)), int(rng.integers(8, 12)))
    data = files.encoded(pixels)
    image = student.chapter_probes.converted.keep(data, mode)
    found = student.read_upload.keep(image)
    wanted = np.array(Image.fromarray(pixels).convert(mode).convert("RGB"))
    uploads.check_picture(student, found, wanted)


@task("read_upload", points=1)
def test_nothing_given(student: Student) -> None:
    """None is refused with a ValueError"""
    with expect.raises(student, "ValueError"):
        student.read_upload(None)


@task("build_demo", points=3)
def test_parts_of_the_page(student: Student, rng: np.random.Generator) -> None:
    """A picture goes in; a label with the top 3 classes and a number come out"""
    apps.check_interface(demos.demo(student, rng).described())


@task("save_class_names", points=2)
def test_names_come_back(student: Student, rng: np.random.Generator) -> None:
    """What was saved is what is loaded"""
    names = class_names.turned(rng, 5)
    path = files.full(student, "names.txt")
    saved = student.save_class_names(names, path)
    is_path = isinstance(saved, PurePath)
    expect.true(is_path, f"Expected the result to be a Path, but got {expect.show(saved)}.")
    expect.equal(str(saved), path, name="the result of saving")
    expect.equal(student.load_class_names(path), names, name="the loaded names")


@task("make_demo_folder", points=3)
def test_parts_of_the_folder(student: Student, rng: np.random.Generator) -> None:
    """The folder holds the app, true copies, the names and the requirements"""
    of = demo_folders.given(rng)
    demo_folders.check_files(of, demo_folders.make(student, of))


@task("make_demo_folder", points=3, seconds=apps.SECONDS)
def test_app_runs(student: Student, rng: np.random.Generator) -> None:
    """The app starts in its folder on another computer and tells pictures apart"""
    of = demo_folders.given(rng)
    pixels = files.noise(rng, 9, 7)
    shown = apps.run(
        student,
        demo_folders.make(student, of),
        {"dish.png": files.encoded(pixels)},
        inside=True,
    )
    expect.equal(shown.launched, 1, name="the number of pages that app.py launched")
    apps.check_answers(shown, of, [pixels])


@task("split_dataset", points=3)
def test_parts(student: Student, rng: np.random.Generator) -> None:
    """Two parts of the right sizes hold every item once"""
    splits.check_split(student, rng, student.split_dataset)


@task("split_quietly", points=1)
def test_quiet_parts(student: Student, rng: np.random.Generator) -> None:
    """Two parts of the right sizes hold every item once"""
    splits.check_split(student, rng, student.split_quietly)


@task("smoothed_loss", points=3)
def test_smoothed(student: Student, rng: np.random.Generator) -> None:
    """The loss is that of CrossEntropyLoss with label smoothing"""
    check_smoothed(student, rng, 3, float(rng.uniform(0.1, 0.4)))


def check_smoothed(
    student: Student,
    rng: np.random.Generator,
    classes: int,
    eps: float | None,
    scale: float = 2.0,
) -> None:
    """Compare with torch's own; without eps with its default."""
    rows = int(rng.integers(3, 9))
    logits = torch.as_tensor(rng.standard_normal((rows, classes)) * scale)
    y = torch.as_tensor(rng.integers(0, classes, rows))
    found = student.smoothed_loss(logits, y, *([] if eps is None else [eps]))
    wanted = nn.functional.cross_entropy(logits, y, label_smoothing=0.1 if eps is None else eps)
    expect.shape(found, (), name="the loss")
    expect.close(found, wanted, name="the loss", rtol=1e-6)


@task("evaluate_all", points=2)
def test_accuracy(student: Student, rng: np.random.Generator) -> None:
    """The share of right predictions is counted"""
    case = ranking.classifier(student, rng, [6, 6])
    case.model.eval.keep()
    case.check(student.evaluate_all(case.model, case.loader), 1)


@task("failure_report", points=3)
def test_report(student: Student, rng: np.random.Generator) -> None:
    """Pictures of another mode, blank ones and unsure answers are told"""
    case = reports.failures(student, rng, ["good", "blank", "unsure", "mode", "good"])
    case.check(student.failure_report(case.predictor, case.images))
