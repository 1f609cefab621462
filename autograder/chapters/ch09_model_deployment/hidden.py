"""Hidden checks of chapter 09: seeds, modes, clocks, other computers, visitors' pictures."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from autograder.chapters.ch09_model_deployment import public
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
    requirements,
    splits,
    uploads,
)
from autograder.chapters.ch09_model_deployment.helpers.extractors import EFFNET, VIT, Kind
from autograder.chapters.ch09_model_deployment.quiz import QUIZ
from autograder.checks import draws, expect, files, parity
from autograder.checks.task import task
from autograder.remote.client import Student

_THEMES = {
    "where a model runs, and which one": range(1, 4),
    "clocks and devices": range(4, 7),
    "names, programs, losses and versions": range(7, 11),
}


@task("concept_check", points=1)
@pytest.mark.parametrize("theme", list(_THEMES))
def test_theme(student: Student, theme: str) -> None:
    """all answers are right about {theme}"""
    for name in (f"ANSWER_{number}" for number in _THEMES[theme]):
        chosen = QUIZ.letter(student, name)
        expect.true(
            QUIZ.is_right(name, chosen),
            f'Expected {name} to be another choice, but got "{chosen}".',
        )


@task("create_effnetb2_model", points=2)
def test_small_pretrained(student: Student, rng: np.random.Generator) -> None:
    """The frozen part of EfficientNet-B2 holds the numbers of its weights"""
    check_pretrained(student, rng, EFFNET)


@task("create_effnetb2_model", points=3)
def test_small_seed(student: Student, rng: np.random.Generator) -> None:
    """The seed decides the head of EfficientNet-B2; three classes and 42 if nothing is said"""
    check_seeds(student, rng, EFFNET)


@task("create_effnetb2_model", points=2)
def test_small_of_torchvision(student: Student, rng: np.random.Generator) -> None:
    """torchvision's own EfficientNet-B2 has only its new head to train"""
    extractors.check_real(student, rng, EFFNET)


@task("create_vit_model", points=1)
def test_large_pretrained(student: Student, rng: np.random.Generator) -> None:
    """The frozen part of ViT-B/16 holds the numbers of its weights"""
    check_pretrained(student, rng, VIT)


@task("create_vit_model", points=2)
def test_large_seed(student: Student, rng: np.random.Generator) -> None:
    """The seed decides the head of ViT-B/16; three classes and 42 if nothing is said"""
    check_seeds(student, rng, VIT)


@task("create_vit_model", points=2)
def test_large_of_torchvision(student: Student, rng: np.random.Generator) -> None:
    """torchvision's own ViT-B/16 has only its new head to train"""
    extractors.check_real(student, rng, VIT)


def check_pretrained(student: Student, rng: np.random.Generator, kind: Kind) -> None:
    """The body is the pretrained one, the head answers."""
    states, classes = extractors.place(student, rng), int(rng.integers(4, 9))
    model, _ = extractors.made(student, kind, classes)
    extractors.check_body(model, kind, states[kind.weights])
    x = torch.as_tensor(rng.standard_normal((2, 3, 8, 8)), dtype=torch.float32)
    expect.shape(model(x), (2, classes), name="the output for two pictures")


def check_seeds(student: Student, rng: np.random.Generator, kind: Kind) -> None:
    """Heads of a seed, and of the defaults."""
    extractors.place(student, rng)
    classes, seed = int(rng.integers(4, 9)), int(rng.integers(1000))
    model, _ = extractors.made(student, kind, num_classes=classes, seed=seed)
    extractors.check_seed(model, kind, classes, seed)
    usual, _ = extractors.made(student, kind)
    extractors.check_head(student, usual, kind, 3)
    extractors.check_seed(usual, kind, 3, 42)


@task("model_stats", points=3)
def test_all_parameters(student: Student, rng: np.random.Generator) -> None:
    """All numbers of all parameters are counted, the frozen ones too"""
    model_stats.stats(student, rng).check("number_of_parameters")


@task("model_stats", points=3)
def test_size_in_megabytes(student: Student, rng: np.random.Generator) -> None:
    """The size is not rounded"""
    model_stats.stats(student, rng).check("model_size_mb")


@task("pred_and_store", points=3)
def test_storing_mode(student: Student, rng: np.random.Generator) -> None:
    """A model that arrives in training mode predicts in evaluation mode"""
    of = predicting.predictions(student, rng, 3, modes=True)
    found, _ = predicting.timed(
        student,
        lambda: student.pred_and_store(
            of.path_objects(student), of.model, of.transform, of.names, "cpu"
        ),
    )
    predicting.check_rows(student, found, of)


@task("pred_and_store", points=3)
def test_time_of_each(student: Student, rng: np.random.Generator) -> None:
    """The time of a picture is its own, from opening the file to the predicted class"""
    of = predicting.predictions(student, rng, 4, seconds=float(rng.uniform(0.06, 0.08)))
    disk = student.chapter_probes.SlowDisk(of.seconds["the model"] / 4)
    found, elapsed = predicting.timed(
        student,
        lambda: student.pred_and_store(
            of.path_objects(student), of.model, of.transform, of.names, device="cpu"
        ),
    )
    predicting.check_rows(student, found, of)
    times = [row["time_for_pred"] for row in found]
    opened = disk.opened.value() >= len(of.paths)
    opening = {"opening the file": of.seconds["the model"] / 4} if opened else {}
    predicting.check_times(student, times, {**of.seconds, **opening}, elapsed)


@task("pred_and_store", points=2)
def test_plain_rows(student: Student, rng: np.random.Generator) -> None:
    """Rows hold Python's own numbers, truth values and texts"""
    of = predicting.predictions(student, rng, 2)
    found, _ = predicting.timed(
        student,
        lambda: student.pred_and_store(
            of.path_objects(student), of.model, of.transform, of.names, "cpu"
        ),
    )
    predicting.check_plain(student, found)


@task("pred_and_store", points=2)
def test_storing_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The model computes on the device; paths may come one by one, or none at all"""
    of = predicting.predictions(student, rng, 3)
    paths = student.library("builtins").iter.keep(of.path_objects(student))
    found, _ = predicting.timed(
        student,
        lambda: student.pred_and_store(
            paths=paths,
            model=of.model,
            transform=of.transform,
            class_names=of.names,
            device=device,
        ),
    )
    predicting.check_rows(student, found, of)
    here = next(iter(of.model.state_dict().values()))
    expect.device(here, device, name="the model afterwards")
    if device.type == "cpu":
        predicting.check_far(student, rng)
    none = student.pred_and_store([], of.model, of.transform, of.names, device)
    expect.equal(none, [], name="the result without pictures")


@task("benchmark", points=2)
def test_percentiles(student: Student, rng: np.random.Generator) -> None:
    """The percentiles are those of the single calls; 30 of them after 5 are usual"""
    case = benchmarks.timing(student, rng)
    for found in (case.run(student), benchmarks.timing(student, rng).run(student, 13, 3)):
        found.check("p50")
        found.check("p95")
        found.check_calls()


@task("benchmark", points=3)
def test_timed_mode(student: Student, rng: np.random.Generator) -> None:
    """What is timed is evaluation mode without gradients"""
    case = benchmarks.timing(student, rng, telling=True)
    case.run(student, runs=5, warmup=int(rng.integers(3, 6))).check("mean")


@task("benchmark", points=2)
@pytest.mark.parametrize("kind", ["cuda", "mps"])
def test_waiting(student: Student, rng: np.random.Generator, kind: str) -> None:
    """on a device of kind {kind} the work is waited for, before and after each call"""
    case = benchmarks.timing(student, rng, device=kind, rows=int(rng.integers(2, 5)))
    found = case.run(student, runs=int(rng.integers(4, 9)), warmup=int(rng.integers(3, 5)))
    found.check("mean")
    found.check("p95")


@task("compare_models", points=2)
def test_any_baseline(student: Student, rng: np.random.Generator) -> None:
    """Any of several models can be the baseline, and the table stays as it was"""
    rows = model_stats.rows(rng, 4)
    table = student.put(rows)
    base = rows[int(rng.integers(1, 3))]
    public.check_ratios(student.compare_models(table, baseline=base["model"]), rows, base)
    left = student.library("copy").deepcopy(table)
    expect.equal(left, rows, name="the table afterwards")
    with expect.raises(student, "ValueError"):
        student.compare_models(table, "nobody")


@task("compare_models", points=2)
def test_limits(student: Student, rng: np.random.Generator) -> None:
    """What just meets a limit is in; if nothing is, the answer is None"""
    rows = model_stats.rows(rng, 6)
    by_time = sorted(rows, key=lambda row: row["time_per_pred_cpu"])
    limit, least = by_time[3]["time_per_pred_cpu"], by_time[3]["test_acc"]
    by_time[3]["test_acc"] = least = max(row["test_acc"] for row in by_time[:4]) + 0.01
    found = student.pick_model(rows=rows, max_seconds=limit, min_acc=least)
    expect.equal(found, by_time[3]["model"], name="the choice at both limits")
    for limits in ((limit, least + 0.001), (by_time[0]["time_per_pred_cpu"] / 2, 0.1)):
        found = student.pick_model(rows, *limits)
        expect.equal(found, None, name="the choice where no model will do")


@task("compare_models", points=3)
def test_ties(student: Student, rng: np.random.Generator) -> None:
    """Of equally good models the quickest is chosen; good enough is not best"""
    rows = model_stats.rows(rng, 5)
    others = [rows.index(model_stats.quickest(rows)), int(rng.integers(5))]
    best = [row for i, row in enumerate(rows) if i not in others][:3]
    times = sorted(row["time_per_pred_cpu"] for row in best)
    for row, place in zip(best, (1, 0, 2), strict=True):  # neither first nor last of its equals
        row |= {"test_acc": 0.96875, "time_per_pred_cpu": times[place]}
    best[1]["test_loss"] += 1.0  # the most accurate has not the least loss
    slowest = max(row["time_per_pred_cpu"] for row in rows)
    found = student.pick_model(rows, 2 * slowest, 0.5)
    expect.equal(found, best[1]["model"], name="the choice")


@task("predict", points=3)
def test_predicting_mode(student: Student, rng: np.random.Generator) -> None:
    """A model that arrives in training mode answers in evaluation mode"""
    public.check_prediction(student, rng, modes=True)


@task("predict", points=3)
def test_predicting_time(student: Student, rng: np.random.Generator) -> None:
    """The time covers what the transform and the model take"""
    public.check_prediction(student, rng, seconds=float(rng.uniform(0.06, 0.08)))


@task("predict", points=2)
def test_another_model(student: Student, rng: np.random.Generator) -> None:
    """The model, transforms and names that are there now are used, and stay as they were"""
    public.check_prediction(student, rng)
    of = predicting.predictions(student, rng, 1, modes=True)
    of.place(student)
    before = of.model.state_dict()
    found, _ = predicting.timed(student, lambda: student.predict(of.picture(student, 0)))
    predicting.check_prediction(student, found, of, 0)
    expect.equal(student.class_names.value(), of.names, name="class_names afterwards")
    after = of.model.state_dict()
    expect.state_dict(after, before, name="the model afterwards", rtol=1e-12)
    for key, value in before.items():
        expect.dtype(after[key], value.dtype, name=f"the model's {key} afterwards")
    frozen = [name for name, _, learns in student.probes.parameter_counts(of.model) if not learns]
    expect.equal(frozen, [], name="the list of parameters that predict froze")


@task("read_upload", points=1)
@pytest.mark.parametrize("channels", [3, 1], ids=["colour", "grey"])
def test_arrays(student: Student, rng: np.random.Generator, channels: int) -> None:
    """an array with {channels} colours becomes a picture"""
    height = int(rng.integers(4, 9))
    width = height + int(rng.integers(1, 4))  # wide pictures are no reason to turn them
    colours = files.noise(rng, height, width)
    clear = rng.integers(0, 256, (height, width), dtype=np.uint8)
    given = {3: [colours, np.dstack([colours, clear])], 1: [clear]}[channels]
    for pixels in given:
        wanted = np.dstack([clear] * 3) if channels == 1 else colours
        uploads.check_picture(student, student.read_upload.keep(pixels), wanted)


@task("read_upload", points=2)
def test_turned(student: Student, rng: np.random.Generator) -> None:
    """A picture with an EXIF note is turned, in grey too, and one without is not"""
    pixels = files.noise(rng, 4, 7)
    grey = np.repeat(pixels[..., :1], 3, axis=2)
    there = student.chapter_probes
    for note in rng.permutation(list(uploads.ways(pixels))).tolist():
        for data, wanted in ((pixels, pixels), (grey[..., 0].copy(), grey)):
            image = there.picture.keep(uploads.turned(data, note))
            found = student.read_upload.keep(image)
            uploads.check_picture(student, found, uploads.ways(wanted)[note])


@task("read_upload", points=1)
def test_other_modes(student: Student, rng: np.random.Generator) -> None:
    """Palettes, grey with transparency, black and white, print colours and all else become RGB"""
    for mode in ("P", "LA", "1", "CMYK", "YCbCr", "HSV", "I", "F"):
        public.check_upload(student, rng, mode)


@task("build_demo", points=3)
def test_what_a_visitor_sees(student: Student, rng: np.random.Generator) -> None:
    """A visitor's picture reaches the function as Pillow's, and both its values are shown"""
    demo = demos.demo(student, rng)
    there = student.chapter_probes.probes_demo
    for row in demo.rows:
        pixels = files.noise(rng, 6, 9)
        shown = there.visit(demo.there, files.opened(student, pixels))
        expect.length(shown, 2, name="what is shown")
        expect.close(shown[0], dict(zip(demo.names, row, strict=True)), name="the label")
        expect.close(shown[1], 0.25, name="the seconds")


@task("build_demo", points=2)
def test_examples_and_title(student: Student, rng: np.random.Generator) -> None:
    """The examples are those that were given, the title too"""
    title = f"{files.names(rng, 1)[0]} {rng.integers(99)}"
    demo = demos.demo(student, rng, title=title)
    found = demo.described()
    apps.check_interface(found)
    expect.equal(found["examples"], demo.examples, name="the examples")
    expect.equal(found["title"], title, name="the title")
    usual = demos.demo(student, rng).described()
    expect.equal(usual["title"], "FoodVision Mini", name="the usual title")


@task("build_demo", points=2)
def test_building_is_not_starting(student: Student, rng: np.random.Generator) -> None:
    """Building starts no server and does not call the function"""
    demo = demos.demo(student, rng)
    apps.check_interface(demo.described())
    expect.equal(demo.launched, 0, name="how many pages were launched")
    asked = demo.predictor.asked.value()
    expect.length(asked, 0, name="the list of pictures that the function got")


@task("save_class_names", points=2)
def test_lines(student: Student, rng: np.random.Generator) -> None:
    """The file holds one name a line, in their order, also where names have several words"""
    names = [f"{name} {rng.integers(9)} brûlée" for name in class_names.turned(rng, 6)]
    path = files.full(student, "names.txt")
    student.save_class_names.keep(names, path)
    text = student.read_file("names.txt").decode()
    expect.equal(text.splitlines(), names, name="the lines of the file")
    expect.equal(student.load_class_names(path), names, name="the loaded names")


@task("save_class_names", points=2)
@pytest.mark.parametrize("end", ["with", "without"])
def test_last_line(student: Student, rng: np.random.Generator, end: str) -> None:
    """a file {end} a line break at its end is read"""
    names = [f"{name}_{rng.integers(9)}" for name in class_names.turned(rng, 4)]
    text = "\n".join(names) + ("\n" if end == "with" else "")
    path = student.write_file("names.txt", text.encode())
    expect.equal(student.load_class_names(path), names, name="the loaded names")


@task("make_demo_folder", points=2)
def test_originals_stay(student: Student, rng: np.random.Generator) -> None:
    """Originals stay where they are, folders are made, and a second call replaces the files"""
    for _ in range(2):
        of = demo_folders.given(rng)
        dst = "new/folders/demo"
        demo_folders.check_files(
            of, {k: v for k, v in demo_folders.make(student, of, dst).items() if _mine(of, k)}
        )
        left = demo_folders.contents(student, "mine")
        for name in ("net.py", "best_model.pth", *of.examples):
            expect.true(name in left, f"Expected {name} to stay where it was, but it is gone.")
        expect.true(left["best_model.pth"] == of.weights, "Expected the weights to stay the same.")


def _mine(of: demo_folders.Given, name: str) -> bool:
    """Whether a file is none of an earlier call's examples."""
    return not name.startswith("examples/") or name.removeprefix("examples/") in of.examples


@task("make_demo_folder", points=4, seconds=apps.SECONDS)
def test_someone_elses_computer(student: Student, rng: np.random.Generator) -> None:
    """Started from another folder, without a GPU, with weights from one, the app answers"""
    of = demo_folders.given(rng, gpu=True)
    pixels = [files.noise(rng, 8, 6) for _ in range(2)]
    pictures = {f"{number}.png": files.encoded(one) for number, one in enumerate(pixels)}
    shown = apps.run(student, demo_folders.make(student, of, alone=True), pictures)
    expect.equal(shown.launched, 1, name="the number of pages that app.py launched")
    apps.check_interface(shown.demo)
    found = shown.examples
    expect.equal(found, [True] * len(of.examples), name="whether each example's file is there")
    apps.check_answers(shown, of, pixels)


@task("make_demo_folder", points=2, seconds=apps.SECONDS)
def test_imported(student: Student, rng: np.random.Generator) -> None:
    """Imported, the app launches nothing"""
    of = demo_folders.given(rng)
    pixels = files.noise(rng, 8, 6)
    pictures = {"one.png": files.encoded(pixels)}
    shown = apps.run(student, demo_folders.make(student, of), pictures, main=False, inside=True)
    expect.equal(shown.launched, 0, name="the number of pages that importing app.py launched")
    if shown.demo is not None:  # what is built in a function is there when that is called
        apps.check_answers(shown, of, [pixels])


@task("make_demo_folder", points=2, seconds=apps.SECONDS)
def test_pictures_of_visitors(student: Student, rng: np.random.Generator) -> None:
    """Grey and transparent pictures are answered too, by the newest of two demos in one folder"""
    demo_folders.make(student, demo_folders.given(rng))
    of = demo_folders.given(rng)
    pixels = files.noise(rng, 8, 6)
    grey = pixels[..., 0].copy()
    clear = np.dstack([pixels, rng.integers(0, 256, (8, 6), dtype=np.uint8)])
    pictures = {"grey.png": files.encoded(grey), "clear.png": files.encoded(clear)}
    found = demo_folders.make(student, of)
    code = student.app_code()
    expect.type_(code, str, name="the text of app.py")
    shown = apps.run(student, found | {"app.py": code.encode()}, pictures, inside=True)
    apps.check_answers(shown, of, [np.repeat(grey[..., None], 3, axis=2), pixels])


@task("make_demo_folder", points=2)
def test_requirements(student: Student, rng: np.random.Generator) -> None:
    """The requirements can be installed, and have the versions of our time"""
    found = demo_folders.make(student, demo_folders.given(rng))
    expect.keys(dict(found), ["requirements.txt"], name="the folder")
    text = found["requirements.txt"].decode(errors="replace")
    student.record("requirements", text)
    requirements.check_requirements(text)


@task("split_dataset", points=2)
def test_same_seed(student: Student, rng: np.random.Generator) -> None:
    """The same seed gives the same split, whatever was drawn before"""
    check_same_seed(student, rng, "split_dataset")


@task("split_quietly", points=2)
def test_same_quiet_seed(student: Student, rng: np.random.Generator) -> None:
    """The same seed gives the same split, whatever was drawn before, another seed another"""
    check_same_seed(student, rng, "split_quietly")
    data, seed = student.chapter_probes.Items(50), int(rng.integers(1000))
    one, other = (
        sorted(splits.parts(student, student.split_quietly(data, 0.5, s))[0])
        for s in (seed, seed + 1)
    )
    expect.true(one != other, f"Expected seeds {seed} and {seed + 1} to split differently, but no.")
    usual, said = (
        splits.parts(student, student.split_quietly(data, *more)) for more in ((), (0.2, 42))
    )
    expect.equal(usual, said, name="the split without a size and a seed")


def check_same_seed(student: Student, rng: np.random.Generator, name: str) -> None:
    """Two splits of a seed are alike, with other numbers drawn in between."""
    data, seed = student.chapter_probes.Items(40), int(rng.integers(1000))
    found = []
    for _ in range(2):
        student.seed(int(rng.integers(1000)))
        found.append(splits.parts(student, getattr(student, name)(data, 0.5, seed)))
    expect.equal(found[1], found[0], name="the second split with the same seed")
    expect.length(found[0][0], 20, name="the first part")


@task("split_dataset", points=2)
def test_other_seed(student: Student, rng: np.random.Generator) -> None:
    """Another seed gives another split; a fifth and seed 42 are the usual ones"""
    data, seed = student.chapter_probes.Items(50), int(rng.integers(1000))
    one, other = (
        splits.parts(student, student.split_dataset(dataset=data, split_size=0.5, seed=s))
        for s in (seed, seed + 1)
    )
    expect.length(one[0], 25, name="the first part")
    differ = sorted(one[0]) != sorted(other[0])
    expect.true(differ, f"Expected seeds {seed} and {seed + 1} to split differently, but no.")
    usual, said = (
        splits.parts(student, student.split_dataset(data, *more)) for more in ((), (0.2, 42))
    )
    expect.equal(usual, said, name="the split without a size and a seed")


@task("split_dataset", points=1)
def test_rounded_down(student: Student, rng: np.random.Generator) -> None:
    """The first part is rounded down, and nothing gets lost"""
    data = student.chapter_probes.Items(19)
    for share, first in ((0.25, 4), (0.5, 9), (0.75, 14)):
        found = splits.parts(student, student.split_dataset(data, share, int(rng.integers(99))))
        sizes = [len(part) for part in found]
        expect.equal(sizes, [first, 19 - first], name=f"the sizes of 19 items at {share}")


@task("split_quietly", points=3)
def test_no_traces(student: Student, rng: np.random.Generator) -> None:
    """The random numbers afterwards are those that there would have been"""
    seed, other = (int(n) for n in rng.integers(0, 1000, 2))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        torch.rand(3)
        wanted = torch.rand(4)
    student.seed(seed)
    student.library("torch").rand(3)
    found = student.split_quietly(student.chapter_probes.Items(30), 0.3, other)
    drawn = student.library("torch").rand(4)
    expect.length(splits.parts(student, found)[0], 9, name="the first part")
    expect.equal(drawn, wanted, name="the random numbers after the split")


@task("smoothed_loss", points=2)
def test_other_shares(student: Student, rng: np.random.Generator) -> None:
    """Any share and any number of classes will do; a tenth is usual"""
    for classes, eps in ((2, 0.3), (7, 0.05), (4, 0.0), (5, 1.0), (3, None)):
        public.check_smoothed(student, rng, classes, eps)


@task("smoothed_loss", points=2)
def test_gradients_of_the_loss(student: Student, rng: np.random.Generator) -> None:
    """Gradients flow through the loss"""
    there, here = parity.mlp_pair(student, rng, 4, 6, 5)
    x = torch.as_tensor(rng.standard_normal((6, 4)))
    y = torch.as_tensor(rng.integers(0, 5, 6))
    loss = student.smoothed_loss.keep(there.keep(x), y, 0.2)
    loss.backward.keep()
    nn.functional.cross_entropy(here(x), y, label_smoothing=0.2).backward()
    found = student.probes.gradients(there)
    for name, parameter in here.named_parameters():
        expect.close(found[name], parameter.grad, name=f"the gradient of {name}", rtol=1e-6)


@task("smoothed_loss", points=2)
def test_large_logits(student: Student, rng: np.random.Generator) -> None:
    """Large logits give a large loss, not nan or inf"""
    public.check_smoothed(student, rng, 4, 0.1, scale=5000.0)


@task("evaluate_all", points=3)
def test_top_k(student: Student, rng: np.random.Generator) -> None:
    """The share among the k most likely counts each sample alike, last small batch included"""
    case = ranking.classifier(student, rng, [7, 7, 2])
    case.model.eval.keep()
    for k in (1, 3, 5, case.logits.shape[1]):
        case.check(student.evaluate_all(case.model, case.loader, k), k)


@task("evaluate_all", points=2)
def test_evaluation_mode(student: Student, rng: np.random.Generator) -> None:
    """Dropout and BatchNorm are in evaluation mode, and nothing in the model changes"""
    case = ranking.classifier(student, rng, [8, 8, 5], modes=True)
    before = case.model.state_dict()
    for k in (1, 2):
        case.model.train.keep()
        case.check(student.evaluate_all(case.model, case.loader, k=k), k)
    expect.state_dict(case.model.state_dict(), before, rtol=1e-12)


@task("evaluate_all", points=1)
def test_evaluation_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The model and the batches go to the device"""
    for far in ["cpu", "cuda:1"] if device.type == "cpu" else [""]:
        case = ranking.classifier(student, rng, [5, 3], dtype=torch.float32, far=far)
        found = student.evaluate_all(
            model=case.model, dataloader=case.loader, k=2, device=far or device
        )
        case.check(found, 2)
        if far:
            case.check_place(far)


@task("failure_report", points=2)
def test_at_the_threshold(student: Student, rng: np.random.Generator) -> None:
    """What just reaches the threshold is sure enough; any threshold will do"""
    for threshold in (0.5, 0.75, 0.4):
        kinds = ["level", "unsure", "good", "level"]
        case = reports.failures(student, rng, kinds, threshold)
        case.check(student.failure_report(case.predictor, case.images, threshold))


@task("failure_report", points=3)
def test_who_is_asked(student: Student, rng: np.random.Generator) -> None:
    """Only pictures that pass are shown to the model, each once, in order"""
    others = ["mode"] * len(reports.OTHER_MODES)
    kinds = [str(k) for k in rng.permutation(["good", "unsure", "blank", *others, "good"])]
    case = reports.failures(student, rng, kinds)
    case.check(student.failure_report(predict_fn=case.predictor, images=case.images))
    case.check_shown()


def order_tells(kinds: list[str]) -> bool:
    """Whether an unsure picture gets another answer where all are asked, in reverse, or twice."""
    asked = [kind for kind in kinds if kind not in ("blank", "grey")]
    same = (kinds.index("unsure"), len(asked) // 2, len(asked) - 1)
    return asked.index("unsure") not in same


@task("failure_report", points=2)
def test_blank_or_not(student: Student, rng: np.random.Generator) -> None:
    """A single other pixel is not blank; a blank picture of another mode is of another mode"""
    dots = ["dot"] * 3  # one for each colour
    kinds = draws.until(
        lambda: rng.permutation([*dots, "blank", "grey", "level", "unsure"]).tolist(), order_tells
    )
    case = reports.failures(student, rng, kinds)
    case.check(student.failure_report(case.predictor, case.images))
