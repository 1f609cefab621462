"""Public checks of chapter 06: forms, types and one example of each task."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from autograder.backbone import Preprocessing
from autograder.chapters.ch06_transfer_learning.helpers import (
    guesses,
    loops,
    networks,
    photos,
    pretrained,
)
from autograder.chapters.ch06_transfer_learning.quiz import QUIZ
from autograder.checks import classifiers, draws, expect, files, normalising, parity
from autograder.checks.networks import seeded_linear
from autograder.checks.task import task
from autograder.remote.client import Remote, Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "trainable_params": (
        "Count a Linear(3, 2) by hand: 6 weights and 2 biases. What does your function say?",
        "A parameter is a tensor with many numbers; its switch tells whether autograd needs it.",
        "Look at what you sum over, and at what you add for each item.",
    ),
    "own_transform": (
        "Put one wide picture through yours and print shape, mean and standard deviation.",
        "Four steps in a fixed order; each takes its numbers from the recipe.",
        "Look at the arguments of each step, and at the form in which Resize gets its size.",
    ),
    "freeze": (
        "Print the name and the switch of each parameter after your call.",
        "The switch sits on each parameter; modules and modes have nothing to do with it.",
        "Look at what you loop over, and at the object whose attribute you set.",
    ),
    "replace_head": (
        "Print the head before and after, for two networks of different width.",
        "A layer's form is fixed when it is made, so a new layer has to be made.",
        "Look at where the entrance width comes from, and at the device and dtype of what is new.",
    ),
    "build_feature_extractor": (
        "Count the trainable parameters of the result, and compare two heads of the same seed.",
        "Load, freeze, seed, new head: each step spoils something if it comes elsewhere.",
        "Look at the order of your lines, and at where the transforms come from.",
    ),
    "set_train_mode_frozen_bn": (
        "Print the mode of each layer after your call, for a model that is frozen in part.",
        "The mode of a layer is set for each layer; parents pass it down to all within.",
        "Look at which layers you single out, and at what you ask each of them.",
    ),
    "fine_tune": (
        "Compare the state dict before and after one epoch: what moved, what should not have?",
        "The five steps for each batch, in the mode of the previous task.",
        "Look at what is inside which loop, and at the mode when each epoch begins.",
    ),
    "transfer": (
        "Print the head's bias before and after training.",
        "An optimiser moves the parameters it was given; a head that comes later is unknown to it.",
        "Look at the order of building, sending to the device, and making the optimiser.",
    ),
    "predict_all": (
        "Call it twice with a model that has Dropout, and sum the probabilities of each row.",
        "Evaluation mode, no gradients, softmax over the classes, all batches joined in order.",
        "Look at what is done before the loop, to each batch, and after the loop.",
    ),
    "most_wrong": (
        "Make a table of five rows by hand and mark the wrong ones.",
        "First keep the wrong ones, then sort by how sure the model was of what it chose.",
        "Look at which probability you sort by, and at what the numbers you return count.",
    ),
    "top_confusions": (
        "Write a 3x3 matrix of different numbers and say the result before you run it.",
        "Rows are what it was, columns what it was taken for; the diagonal is no mistake.",
        "Look at which index names what, which pairs you leave out, and the order.",
    ),
    "is_out_of_distribution": (
        "Try the rows (0.9, 0.1) and (0.5, 0.5) with a threshold of 0.6.",
        "A model that is lost has no favourite: even its highest probability is low.",
        "Look at what you reduce over which dimension, and at the direction of the comparison.",
    ),
    "pred_and_plot_image": (
        "Draw a picture whose answer you know and read the title.",
        "The model sees the transformed picture, people see the one in the file.",
        "Look at the shape and mode the model gets, and at what is put into the title.",
    ),
    "unfreeze_last": (
        "Make a network of twelve blocks and list which are trainable after your call.",
        "Blocks have an order; what counts is how far a block is from the end.",
        "Look at how you tell which blocks are last, and at what happens to the others.",
    ),
    "parameter_groups": (
        "Print how many numbers each group holds, and its learning rate.",
        "Every trainable parameter belongs to one group: the head's, or everything else.",
        "Look at how you find what is not the head, and at what you leave out of both.",
    ),
    "save_head": (
        "Load the file by hand and print its keys.",
        "A state dict belongs to a module; the head is a module of its own.",
        "Look at whose state dict is saved, and at what the loading is told about devices.",
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


@task("trainable_params", points=2)
def test_counts(student: Student, rng: np.random.Generator) -> None:
    """Trainable and all numbers are counted, the frozen part aside"""
    on = networks.pair(student, rng)
    on.train_only(student, ("classifier.",))
    check_counts(student.trainable_params(on.there), on.here)


def check_counts(found: Any, model: torch.nn.Module) -> None:
    """A pair of ints: trainable numbers and all numbers of a model."""
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 2, name="the result")
    for value, name in zip(found, ("trainable", "total"), strict=True):
        expect.type_(value, int, name=f"the {name} count")
    parameters = list(model.parameters())
    learning = sum(p.numel() for p in parameters if p.requires_grad)
    expect.equal(found[0], learning, name="the trainable count")
    expect.equal(found[1], sum(p.numel() for p in parameters), name="the total count")


@task("own_transform", points=3)
def test_transform_of_a_wide_picture(student: Student, rng: np.random.Generator) -> None:
    """A wide picture is resized, cut and normalised as the recipe says"""
    height = int(rng.integers(18, 24))
    check_transform(student, rng, height, height * int(rng.integers(2, 4)))


def check_transform(
    student: Student, rng: np.random.Generator, height: int, width: int, mode: str = "BILINEAR"
) -> None:
    """A picture of noise goes through the transform and through the recipe; both agree.

    Its longer side is a multiple of the shorter one, so that no side is rounded.
    """
    crop = int(rng.integers(8, 12))
    numbers: dict[str, Any] = {
        "crop_size": [crop],
        "resize_size": [crop + int(rng.integers(2, 5))],
        "mean": tuple(rng.uniform(0.2, 0.8, 3).tolist()),
        "std": tuple(rng.uniform(0.2, 0.8, 3).tolist()),
    }
    recipe = student.chapter_probes.recipe(mode, **numbers)
    pixels = files.noise(rng, height, width)
    found = student.own_transform(student.probes.Weights(recipe))(files.opened(student, pixels))
    expect.dtype(found, torch.float32, name="the result")
    expect.shape(found, (3, crop, crop), name="the result")
    wanted = Preprocessing(**numbers, interpolation=pretrained.interpolation(mode))
    expect.close(found, wanted(Image.fromarray(pixels)), name="the result", atol=1e-4)


@task("freeze", points=2)
def test_part_is_frozen(student: Student, rng: np.random.Generator) -> None:
    """All parameters of the part are frozen, and no others"""
    on = networks.pair(student, rng, blocks=int(rng.integers(2, 4)))
    student.freeze.keep(on.there.features)
    expect.equal(networks.trainable(student, on.there), on.head, name="the trainable parameters")


@task("replace_head", points=3)
def test_new_head(student: Student, rng: np.random.Generator) -> None:
    """The head is Dropout and Linear, as wide as the old one and as there are classes"""
    on, classes = networks.pair(student, rng), int(rng.integers(12, 16))
    model = student.replace_head(on.there, classes)
    check_head(student, model.classifier, (classes, on.widths[-1]))
    output = model(networks.images(rng, 2))
    expect.shape(expect.tensor(output, name="the output"), (2, classes), name="the output")


def check_head(
    student: Student, head: Remote, shape: tuple[int, int], dropout: float = 0.2
) -> None:
    """A Sequential of Dropout and a Linear layer of this form, nothing else."""
    layers = student.chapter_probes.layers(head)
    names = [name for name, _ in layers]
    expect.equal(names, ["Dropout", "Linear"], name="the layers of the head")
    expect.close(layers[0][1], dropout, name="the probability of the head's Dropout")
    shapes = [tuple(value.shape) for value in head.state_dict().values()]
    expect.equal(shapes, [shape, shape[:1]], name="the shapes of the head's weight and bias")


@task("build_feature_extractor", points=2)
def test_only_the_head_learns(student: Student, rng: np.random.Generator) -> None:
    """The head is new and trainable, all else is frozen"""
    on = pretrained.pretrained(student, rng)
    model, _ = student.build_feature_extractor(on.builder, on.weights, on.classes)
    check_head(student, model.classifier, (on.classes, on.width))
    learning = networks.trainable(student, model)
    expect.equal(learning, head_names(model), name="the trainable parameters")


def head_names(model: Remote) -> list[str]:
    """What the parameters of a new head are called, which is up to who makes it."""
    return [f"classifier.{name}" for name in model.classifier.state_dict()]


@task("build_feature_extractor", points=2)
def test_transforms_come_along(student: Student, rng: np.random.Generator) -> None:
    """The transforms are those of the weights"""
    on = pretrained.pretrained(student, rng)
    _, transforms = student.build_feature_extractor(on.builder, on.weights, on.classes)
    pixels = files.noise(rng, 5, 7)
    expect.close(
        transforms(files.opened(student, pixels)),
        on.transforms(files.opened(student, pixels)),
        name="a picture that went through the transforms",
    )


@task("set_train_mode_frozen_bn", points=3)
def test_frozen_network_keeps_still(student: Student, rng: np.random.Generator) -> None:
    """A frozen network does not drift, and the Dropout of the head works"""
    on = networks.pair(student, rng, dropout=0.5)
    on.train_only(student, ("classifier.",))
    student.set_train_mode_frozen_bn.keep(on.there)
    x = networks.images(rng, 6)
    outputs = [on.there(x) for _ in range(2)]
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-12)
    expect.true(
        not torch.equal(*outputs),
        "Expected two outputs to differ, as Dropout draws anew each time, but they are the same.",
    )


@task("fine_tune", points=2)
def test_history(student: Student, rng: np.random.Generator) -> None:
    """The mean loss of each epoch comes back as a float"""
    loops.fine_tune(student, rng, [4, 4], epochs=int(rng.integers(2, 4))).check_history()


@task("fine_tune", points=2)
def test_head_learns(student: Student, rng: np.random.Generator) -> None:
    """After two batches the head is where two right steps lead"""
    found = loops.fine_tune(student, rng, [5, 5])
    head = {name: v for name, v in found.wanted_state.items() if name.startswith("classifier")}
    there = {name: v for name, v in found.state.items() if name in head}
    expect.state_dict(there, head, rtol=parity.RTOL)


@task("transfer", points=2)
def test_untrained(student: Student, rng: np.random.Generator) -> None:
    """With no epochs the model is as build_feature_extractor makes it"""
    on, seed = pretrained.pretrained(student, rng), int(rng.integers(1000))
    data = classifiers.loader(student, networks.batches(rng, on.classes, [4]))
    model = student.transfer(on.builder, on.weights, data, on.classes, epochs=0, seed=seed)
    check_start(model, on, seed)


def check_start(model: Remote, on: pretrained.Pretrained, seed: int) -> None:
    """The pretrained numbers are there, and the head is the one of this seed."""
    state, kept = model.state_dict(), on.kept
    expect.state_dict({k: v for k, v in state.items() if k in kept}, kept, name="the backbone")
    head = seeded_linear(on.width, on.classes, seed).state_dict()
    found = {name.rpartition(".")[2]: v for name, v in state.items() if name not in kept}
    expect.state_dict(found, head, name="the head", rtol=1e-6)


@task("transfer", points=2)
def test_only_the_head_moves(student: Student, rng: np.random.Generator) -> None:
    """Training moves the head, and nothing in the backbone"""
    on, seed = pretrained.pretrained(student, rng), int(rng.integers(1000))
    data = classifiers.loader(student, networks.batches(rng, on.classes, [6, 6]))
    model = student.transfer(on.builder, on.weights, data, on.classes, 2, seed=seed)
    state = model.state_dict()
    for name, value in on.kept.items():
        expect.equal(state.get(name), value, name=name)
    bias = next(v for n, v in state.items() if n.startswith("classifier") and n.endswith("bias"))
    moved = bias - seeded_linear(on.width, on.classes, seed).bias
    expect.true(moved.abs().min() > 0, "Expected the head to learn, but its bias did not move.")


@task("predict_all", points=3)
def test_predictions(student: Student, rng: np.random.Generator) -> None:
    """Probabilities, predicted classes and true classes come in the order of the loader"""
    on = networks.pair(student, rng)
    on.there.eval.keep()
    data = networks.batches(rng, on.classes, [4, 4])
    check_predictions(student.predict_all(on.there, classifiers.loader(student, data)), on, data)


def check_predictions(found: Any, on: networks.Pair, data: list[parity.Batch]) -> None:
    """Three tensors without gradient: the model's answers in evaluation mode, and the labels."""
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 3, name="the result")
    x, y = (torch.cat(parts) for parts in zip(*data, strict=True))
    wanted = parity.eval_output(on.here, x).softmax(dim=1)
    probs, preds, targets = (
        expect.tensor(value, name=name)
        for value, name in zip(found, ("probs", "preds", "targets"), strict=True)
    )
    expect.shape(probs, (len(y), on.classes), name="the probabilities")
    expect.close(probs, wanted, name="the probabilities", rtol=1e-5, atol=1e-7)
    expect.true(
        not probs.requires_grad, "Expected probabilities without gradient, but they carry one."
    )
    for value, right, name in ((preds, wanted.argmax(dim=1), "predicted"), (targets, y, "true")):
        expect.dtype(value, torch.int64, name=f"the {name} classes")
        expect.equal(value, right, name=f"the {name} classes")


@task("most_wrong", points=3)
def test_most_wrong(student: Student, rng: np.random.Generator) -> None:
    """The wrong predictions come first where the model was surest"""
    probs, targets = guesses.predictions(rng, int(rng.integers(20, 30)), 4)
    found = student.most_wrong(probs, targets, k=3)
    check_most_wrong(found, probs, targets, 3)


def check_most_wrong(found: Any, probs: torch.Tensor, targets: torch.Tensor, k: int) -> None:
    """A list of ints: row numbers in the right order."""
    expect.type_(found, list, name="the result")
    for value in found:
        expect.type_(value, int, name="each entry of the result")
    rows = [i for i in range(len(targets)) if int(probs[i].argmax()) != int(targets[i])]
    rows = sorted(rows, key=lambda i: -float(probs[i].max()))
    expect.equal(found, rows[:k], name="the rows of the surest mistakes")


@task("top_confusions", points=2)
def test_top_confusions(student: Student, rng: np.random.Generator) -> None:
    """The most frequent pairs of different classes come first, with names and count"""
    cm = torch.as_tensor(rng.permutation(np.arange(5, 21)).reshape(4, 4)) + 20 * torch.eye(4).long()
    names = unsorted_names(rng, 4)
    check_confusions(student.top_confusions(cm, names, k=3), cm, names, 3)


def unsorted_names(rng: np.random.Generator, count: int) -> list[str]:
    """Class names, none of them where it would be if they were sorted."""
    return draws.until(
        lambda: files.names(rng, count),
        lambda drawn: not any(a == b for a, b in zip(drawn, sorted(drawn), strict=True)),
    )


def check_confusions(found: Any, cm: torch.Tensor, names: list[str], k: int) -> None:
    """A list of (true name, predicted name, count)."""
    expect.type_(found, list, name="the result")
    pairs = [(r, c, int(cm[r, c])) for r in range(len(cm)) for c in range(len(cm)) if r != c]
    pairs = sorted((p for p in pairs if p[2]), key=lambda p: -p[2])[:k]
    wanted = [(names[r], names[c], count) for r, c, count in pairs]
    same = [tuple(item) if isinstance(item, list) else item for item in found]
    for item in same:
        expect.type_(item, tuple, name="each entry of the result")
        expect.length(item, 3, name="each entry of the result")
        expect.type_(item[2], int, name="each count")
    expect.equal(same, wanted, name="the most frequent confusions")


@task("is_out_of_distribution", points=2)
def test_flags(student: Student, rng: np.random.Generator) -> None:
    """Samples without a favourite are flagged, one bool for each"""
    probs, _ = guesses.predictions(rng, int(rng.integers(8, 12)), 3)
    check_flags(student.is_out_of_distribution(probs), probs, 0.5)


def check_flags(found: Any, probs: torch.Tensor, threshold: float) -> None:
    """A bool for each row."""
    expect.tensor(found, name="the result")
    expect.dtype(found, torch.bool, name="the result")
    wanted = torch.tensor([max(row) < threshold for row in probs.tolist()])
    expect.shape(found, (len(probs),), name="the result")
    expect.equal(found, wanted, name=f"the flags for a threshold of {threshold}")


@task("pred_and_plot_image", points=3)
def test_picture_is_drawn(student: Student, rng: np.random.Generator) -> None:
    """The picture is drawn, and its title names class and probability"""
    numbers = normalising.statistics(rng)
    photo = photos.photo(student, rng, numbers)
    transform = normalising.transform(student, numbers)
    student.pred_and_plot_image(photo.there, photo.path, photo.names, transform=transform)
    photo.check_drawn(student)


@task("unfreeze_last", points=2)
def test_last_blocks(student: Student, rng: np.random.Generator) -> None:
    """The last blocks become trainable, the others stay frozen"""
    check_blocks(student, rng, blocks=5, last=int(rng.integers(1, 4)))


def check_blocks(
    student: Student, rng: np.random.Generator, blocks: int, last: int, before: str = "classifier."
) -> None:
    """After the call exactly the last blocks and the head are trainable.

    Args:
        student: whose function it is.
        rng: decides the widths.
        blocks: how many the network has.
        last: how many are to become trainable.
        before: how the names of what is trainable begin when it is called; "" for everything.
    """
    on = networks.pair(student, rng, blocks=blocks)
    on.train_only(student, (before,))
    student.unfreeze_last.keep(on.there, last)
    late = {f"features.{number}" for number in range(blocks - last, blocks)}
    names = [name for name, _ in on.here.named_parameters()]
    head = on.head if "classifier.".startswith(before) else []
    wanted = [n for n in names if n in head or ".".join(n.split(".")[:2]) in late]
    expect.equal(networks.trainable(student, on.there), wanted, name="the trainable parameters")


@task("parameter_groups", points=2)
def test_two_speeds(student: Student, rng: np.random.Generator) -> None:
    """With everything trainable, head and backbone move at their own rates"""
    check_speeds(student, rng, ("",))


def check_speeds(student: Student, rng: np.random.Generator, learn: tuple[str, ...]) -> None:
    """A step of SGD moves head, backbone and frozen parameters as far as they should.

    Args:
        student: whose groups they are.
        rng: decides network and rates.
        learn: how the names of the trainable parameters begin.
    """
    on = networks.pair(student, rng, blocks=3, neck=True)
    on.train_only(student, learn)
    rates = [float(rng.uniform(low, 4 * low)) for low in (0.1, 0.001)]
    groups = student.parameter_groups.keep(on.there, *rates)
    moved = student.chapter_probes.move(groups, on.there)
    for name, parameter in on.here.named_parameters():
        rate = rates[0] if name in on.head else rates[1]
        wanted = torch.full_like(parameter, rate if parameter.requires_grad else 0.0)
        expect.close(
            moved[name],
            wanted,
            name=f"the step of {name} for a gradient of 1",
            rtol=1e-6,
            atol=1e-12,
        )


@task("save_head", points=2)
def test_file_holds_the_head(student: Student, rng: np.random.Generator) -> None:
    """The file holds the head's state dict and nothing else"""
    on = networks.pair(student, rng)
    name = f"models/head_{rng.integers(100)}.pt"
    path = student.save_head(on.there, str(student.scratch / name))
    is_path = isinstance(path, PurePath) and path.name == PurePath(name).name
    expect.true(is_path, f"Expected the result to be the file's Path, but got {expect.show(path)}.")
    saved = student.load_saved(name)
    expect.state_dict(saved, parity.snapshot(on.here.classifier), name="the saved state dict")


@task("save_head", points=1)
def test_head_comes_back(student: Student, rng: np.random.Generator) -> None:
    """A saved head is loaded into another model"""
    one = networks.pair(student, rng)
    path = str(student.scratch / "head.pt")
    student.save_head.keep(one.there, path)
    other = student.chapter_probes.Backbone(one.widths, one.classes)
    student.load_head.keep(other, path)
    wanted = parity.snapshot(one.here.classifier)
    expect.state_dict(other.classifier.state_dict(), wanted, name="the loaded head")
