"""Public checks of chapter 02: shapes, types and one example of each task."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.chapters.ch02_classification.helpers import grids, loops, pictures, spirals
from autograder.chapters.ch02_classification.quiz import QUIZ
from autograder.checks import draws, expect
from autograder.checks.task import task
from autograder.remote.client import Remote, Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "concept_check": (
        "At least one letter is not the right one yet. The message names the question.",
        "Say the question in your own words first, and answer it before you read the choices.",
        "Compare the choices word by word: they differ in one idea, which the message hints at.",
    ),
    "moons": (
        "Print shape and dtype of all four tensors, and call the function twice.",
        "NumPy's decimals are double precision, and two functions here draw random numbers.",
        "Look at the arguments of both scikit-learn functions, and at the order you return.",
    ),
    "MLP": (
        "Print the model, count its parameters by hand, and look at the logits of random points.",
        "Layers made in __init__ and stored where the module looks get registered; a function that "
        "bends belongs between each two of them, and nothing behind the last.",
        "Follow a batch through forward with n_hidden=3, and write down each step and shape.",
    ),
    "logits_to_labels_binary": (
        "Try the logits -2.0, -0.1, 0.3 and 4.0 from the text, and a batch of a single one.",
        "A logit is no probability yet. Probability one half lies at logit 0.",
        "Look at what happens to the logits before a threshold or a rounding, and at the shape.",
    ),
    "accuracy_fn": (
        "Try four labels with three of them right: what should come out?",
        "Count the matches, divide by how many there are, and make it a percentage.",
        "Look at the type and the size of the number in your return line.",
    ),
    "accuracy": (
        "Try labels of shape (4,) with predictions of shape (4, 1), and try no labels at all.",
        "Comparing tensors of different shapes compares each with each, without a word.",
        "Look at what your function does before it compares.",
    ),
    "pick_loss": (
        "Call your losses with logits such as 5.0 and -5.0, as the explore cell does.",
        "Some losses contain the sigmoid or the softmax, others expect it to be done already.",
        "Look at which loss object each branch returns, and at what an unknown task does.",
    ),
    "train_binary": (
        "Train for 3 epochs with log_every=1 and compare each number with one you work out.",
        "The loss gets logits; labels are only for the accuracy. Training and testing alternate, "
        "so the mode has to be set each time.",
        "Go through one round of your loop: mode, forward, loss, the three steps, then the test.",
    ),
    "my_relu": (
        "Try -100, -1, 0, 1 and 100 in all three functions, and print x again afterwards.",
        "Work on the whole tensor at once, and never let two infinite numbers meet.",
        "Look for an exponential that grows beyond all bounds, and for changes made in place.",
    ),
    "blobs": (
        "Print shape and dtype of both tensors, and the set of the labels.",
        "Points are decimals, class numbers are integers.",
        "Look at the dtype of each of the two tensors, and at which arguments you pass on.",
    ),
    "logits_to_labels_multiclass": (
        "Sum your probabilities along each of the two axes. Change one sample: who else changes?",
        "Each sample is judged on its own, over its classes.",
        "Look at the dim of each call: which axis is it, samples or classes?",
    ),
    "spirals": (
        "Plot your points: three arms, each from the middle to radius 1?",
        "The radius walks in equal steps, the angle grows with it and trembles a little.",
        "Look at radius, angle and label of arm 1, one after the other.",
    ),
    "train_multiclass": (
        "Train for 3 epochs with log_every=1: does the loss start near the logarithm of the "
        "number of classes, and does it fall?",
        "Cross entropy takes logits and class numbers as they are.",
        "Look at the two arguments of the loss, and at which optimiser makes the step.",
    ),
    "decision_grid": (
        "Print xx and yy for steps=3: which of them changes from column to column?",
        "A grid is two tables of coordinates. The model reads a list of points, one in each row.",
        "Follow one point, say i=0 and j=2, from the tables through the list to z.",
    ),
    "plot_decision_boundary": (
        "Draw a model whose regions you know, such as one that only looks at x.",
        "Regions show what the model says, points show what is true.",
        "Look at what you hand to each drawing call, and at which axes it draws in.",
    ),
    "classification_report": (
        "Work out the table in the text by hand, and compare.",
        "Rows are the truth, columns are what was said: precision sums a column, recall a row.",
        "Look at which index comes first in the matrix, and at the axis of each sum.",
    ),
}


@task("concept_check", points=1)
@pytest.mark.parametrize(("name", "topic"), QUIZ.topics, ids=list(QUIZ.questions))
def test_answer(student: Student, name: str, topic: str) -> None:
    """{name}: {topic}"""
    QUIZ.check(student, name)


@task("moons", points=2, seconds=30.0)
def test_moons_forms(student: Student, rng: np.random.Generator) -> None:
    """Four float32 tensors in the right order, 80 % of the points for training"""
    check_moons_forms(student.moons(seed=int(rng.integers(1000))), 1000)


def check_moons_forms(parts: object, n: int) -> dict[str, Tensor]:
    """The four tensors by name, if their shapes, dtypes and labels are right."""
    expect.length(parts, 4, name="the result")
    names = ("X_train", "y_train", "X_test", "y_test")
    found = dict(zip(names, parts, strict=True))  # type: ignore[call-overload]
    for name, part in found.items():
        size = n * 4 // 5 if "train" in name else n // 5
        expect.shape(part, (size, 2) if "X" in name else (size,), name=name)
        expect.dtype(part, torch.float32, name=name)
    for name in ("y_train", "y_test"):
        labels = sorted(found[name].unique().tolist())
        expect.equal(labels, [0.0, 1.0], name=f"the values that occur in {name}")
    return found


@task("MLP", points=2)
def test_mlp_parameters(student: Student, rng: np.random.Generator) -> None:
    """Two hidden layers: output of the right shape, and as many parameters as it takes"""
    ins, hidden, outs = (int(n) for n in rng.choice(np.arange(3, 12), 3, replace=False))
    model = student.MLP(ins, hidden, outs)
    logits = model(torch.as_tensor(rng.standard_normal((5, ins)), dtype=torch.float32))
    expect.shape(logits, (5, outs), name="the logits")
    check_count(student, model, ins, hidden, outs, 2)


def check_count(
    student: Student, model: Remote, ins: int, hidden: int, outs: int, n_hidden: int
) -> None:
    """The model has the parameters of n_hidden + 1 linear layers."""
    found = student.library("builtins").list(model.parameters.keep())
    wanted = ins * hidden + hidden + (n_hidden - 1) * (hidden * hidden + hidden)
    wanted += hidden * outs + outs
    name = f"the number of parameters of MLP({ins}, {hidden}, {outs}, n_hidden={n_hidden})"
    expect.equal(sum(p.numel() for p in found), wanted, name=name)


@task("MLP", points=1)
def test_mlp_bends(student: Student, rng: np.random.Generator) -> None:
    """The model is more than a straight line"""
    model = student.MLP(3, 16, 2)
    a, b = (torch.as_tensor(3 * rng.standard_normal((40, 3)), dtype=torch.float32) for _ in "ab")
    ab, at_b, at_a, at_zero = (model(x) for x in (a + b, b, a, torch.zeros(1, 3)))
    bend = (expect.tensor(ab, name="the logits") - at_b - at_a + at_zero).abs().max()
    expect.true(
        bend > 1e-4 * ab.abs().max(),
        "Expected f(a + b) - f(b) and f(a) - f(0) to differ, but they agree everywhere: the model "
        "is a straight line.",
    )


@task("logits_to_labels_binary", points=1)
def test_binary_labels(student: Student, rng: np.random.Generator) -> None:
    """A column of logits becomes a row of labels, 0.0 or 1.0"""
    logits = binary_logits(rng)
    labels = student.logits_to_labels_binary(logits.reshape(-1, 1))
    expect.shape(labels, (len(logits),), name="the labels")
    expect.dtype(labels, logits.dtype, name="the labels")
    expect.equal(labels, (logits > 0).to(logits.dtype), name="the labels")


@task("logits_to_labels_binary", points=1)
def test_binary_probabilities(student: Student, rng: np.random.Generator) -> None:
    """The probabilities are those of the sigmoid"""
    logits = binary_logits(rng)
    probs = student.logits_to_probs(logits.reshape(-1, 1))
    expect.shape(probs, (len(logits),), name="the probabilities")
    expect.close(probs, torch.special.expit(logits), name="the probabilities")


def binary_logits(rng: np.random.Generator) -> Tensor:
    """Logits of either sign, float32 (n,): some between 0 and 0.35, some beyond 1, some huge."""
    sizes = np.concatenate([rng.uniform(0.05, 0.35, 4), rng.uniform(1.2, 6, 4), [30.0, 30.0]])
    signs = np.tile([1.0, -1.0], 5)
    return torch.as_tensor(rng.permutation(sizes * signs), dtype=torch.float32)


@task("accuracy_fn", points=1)
def test_percent(student: Student, rng: np.random.Generator) -> None:
    """The percentage of right predictions comes back as a Python float"""
    y_true, y_pred, right = labels_pair(rng, 20)
    found = student.accuracy_fn(y_true + 2, y_pred + 2)
    expect.type_(found, float, name="the result")
    expect.close(found, 5.0 * right, name=f"accuracy_fn for {right} of 20 right")


def labels_pair(rng: np.random.Generator, n: int, classes: int = 4) -> tuple[Tensor, Tensor, int]:
    """True and predicted classes, int64 (n,), and how many agree: neither none, all nor half."""
    right = int(rng.choice([k for k in range(1, n) if 2 * k != n]))
    y_true = torch.as_tensor(rng.integers(0, classes, n))
    wrong = torch.as_tensor(rng.permutation(n) >= right)
    shift = torch.as_tensor(rng.integers(1, classes, n))
    return y_true, torch.where(wrong, (y_true + shift) % classes, y_true), right


def confused_pair(rng: np.random.Generator, n: int, classes: int) -> tuple[Tensor, Tensor]:
    """True and predicted classes, int64 (n,), that show which of them a row counts.

    Each class is hit, and at least one is not predicted as often as it occurs.
    """

    def shows(pair: tuple[Tensor, Tensor]) -> bool:
        counts = confusion(*pair, classes)
        is_hit = bool((counts.diagonal() > 0).all())
        return is_hit and not torch.equal(counts.sum(dim=0), counts.sum(dim=1))

    return draws.until(lambda: labels_pair(rng, n, classes)[:2], shows)


@task("accuracy", points=1)
def test_fraction(student: Student, rng: np.random.Generator) -> None:
    """The share of right predictions comes back as a Python float between 0 and 1"""
    y_true, y_pred, right = labels_pair(rng, 20)
    found = student.accuracy(y_true, y_pred)
    expect.type_(found, float, name="the result")
    expect.close(found, right / 20, name=f"accuracy for {right} of 20 right")


@task("accuracy", points=1)
def test_shapes_must_agree(student: Student, rng: np.random.Generator) -> None:
    """Labels (n,) and predictions (n, 1) are refused with a ValueError"""
    y_true, y_pred, _ = labels_pair(rng, int(rng.integers(4, 9)))
    with expect.raises(student, "ValueError"):
        student.accuracy(y_true, y_pred.reshape(-1, 1))


@task("pick_loss", points=2)
def test_losses_take_logits(student: Student, rng: np.random.Generator) -> None:
    """Both losses take raw logits and give the right number"""
    logits = torch.as_tensor(3 * rng.standard_normal(6), dtype=torch.float32)
    y = torch.as_tensor(rng.permutation(np.tile([0.0, 1.0], 3)), dtype=torch.float32)
    many = torch.as_tensor(3 * rng.standard_normal((6, 4)), dtype=torch.float32)
    numbers = torch.as_tensor(rng.integers(0, 4, 6))
    binary = student.pick_loss("binary")(logits, y)
    multiclass = student.pick_loss("multiclass")(many, numbers)
    right = torch.nn.functional.softplus(torch.where(y > 0, -logits, logits)).mean()
    expect.close(binary, right, name='the loss for "binary"')
    right = (many.logsumexp(dim=1) - many[range(6), numbers]).mean()
    expect.close(multiclass, right, name='the loss for "multiclass"')


@task("train_binary", points=2)
def test_binary_log(student: Student, rng: np.random.Generator) -> None:
    """The log holds five lists: the numbers of the epochs, losses and accuracies"""
    loops.binary(student, rng, epochs=5, log_every=2).check_form()


@task("train_binary", points=2)
def test_binary_training(student: Student, rng: np.random.Generator) -> None:
    """After four epochs every number is where the right loop leads"""
    loops.binary(student, rng, epochs=4).check()


@task("my_relu", points=2)
def test_curves(student: Student, rng: np.random.Generator) -> None:
    """All three functions have the right values from -20 to 20"""
    x = torch.as_tensor(rng.uniform(-20, 20, (4, 5)), dtype=torch.float32)
    x.view(-1)[:3] = torch.tensor([-0.3, 0.0, 0.4])
    for name, right in (("my_relu", x.relu()), ("my_sigmoid", x.sigmoid()), ("my_tanh", x.tanh())):
        expect.close(getattr(student, name)(x), right, name=f"{name}(x)")


@task("blobs", points=1, seconds=30.0)
def test_blobs_forms(student: Student, rng: np.random.Generator) -> None:
    """Points are float32, class numbers int64, both of the right shape"""
    check_blobs_forms(student.blobs(seed=int(rng.integers(1000))), 1000, 4, 2)


def check_blobs_forms(data: Any, n: int, classes: int, features: int) -> tuple[Tensor, Tensor]:
    """X and y, if their shapes, dtypes and labels are right."""
    expect.length(data, 2, name="the result")
    x, y = data
    expect.shape(x, (n, features), name="X")
    expect.dtype(x, torch.float32, name="X")
    expect.shape(y, (n,), name="y")
    expect.dtype(y, torch.int64, name="y")
    expect.equal(sorted(set(y.tolist())), list(range(classes)), name="the classes that occur in y")
    return x, y


@task("logits_to_labels_multiclass", points=1)
def test_multiclass_labels(student: Student, rng: np.random.Generator) -> None:
    """One class number per sample, int64: the place of its largest logit"""
    logits = draws.until(
        lambda: torch.as_tensor(2 * rng.standard_normal((12, 4)), dtype=torch.float32),
        lambda x: not x.argmax(dim=1).equal(x.softmax(dim=0).argmax(dim=1)),
    )
    labels = student.logits_to_labels_multiclass(logits)
    expect.shape(labels, (12,), name="the labels")
    expect.dtype(labels, torch.int64, name="the labels")
    expect.equal(labels, logits.max(dim=1).indices, name="the labels")


@task("logits_to_labels_multiclass", points=1)
def test_multiclass_probabilities(student: Student, rng: np.random.Generator) -> None:
    """The probabilities of each sample sum to 1"""
    logits = torch.as_tensor(2 * rng.standard_normal((5, 3)), dtype=torch.float32)
    probs = student.logits_to_probs_multiclass(logits)
    expect.shape(probs, (5, 3), name="the probabilities")
    expect.close(probs.sum(dim=1), torch.ones(5), name="the sum of each row")


@task("spirals", points=2)
def test_spirals_forms(student: Student, rng: np.random.Generator) -> None:
    """X is float32, y int64, and each arm has its points, from the middle to radius 1"""
    points = int(rng.integers(40, 90))
    data = student.spirals(points=points, seed=int(rng.integers(1000)))
    spirals.check_radii(*spirals.checked(data, points, 3), points, 3)


@task("train_multiclass", points=2)
def test_multiclass_log(student: Student, rng: np.random.Generator) -> None:
    """The log holds five lists: the numbers of the epochs, losses and accuracies"""
    loops.multiclass(student, rng, epochs=5, log_every=2).check_form()


@task("train_multiclass", points=2)
def test_multiclass_training(student: Student, rng: np.random.Generator) -> None:
    """After four epochs every number is where the right loop leads"""
    loops.multiclass(student, rng, epochs=4).check()


@task("decision_grid", points=2)
def test_binary_grid(student: Student, rng: np.random.Generator) -> None:
    """The grid covers the data, and z holds the labels of a model with one output"""
    x, steps = grids.cloud(rng), int(rng.integers(12, 30))
    there, here = grids.model_pair(student, rng, x, 1)
    grids.check_grid(student.decision_grid(there, x, steps=steps), here, x, steps)


@task("plot_decision_boundary", points=2)
def test_regions_are_drawn(student: Student, rng: np.random.Generator) -> None:
    """Each region of a model with two classes has its colour, and the points are there"""
    x = grids.cloud(rng)
    there, here = grids.model_pair(student, rng, x, 1)
    y = torch.as_tensor(rng.integers(0, 2, len(x)), dtype=torch.float32)
    y[:2] = torch.tensor([0.0, 1.0])
    axes = student.library("matplotlib.pyplot").gca.keep()
    student.plot_decision_boundary.keep(there, x, y)
    pictures.check_regions(student, axes, here, x)
    pictures.check_points(student, axes, x, y)


@task("classification_report", points=2)
def test_confusion(student: Student, rng: np.random.Generator) -> None:
    """The confusion matrix counts pairs of truth (row) and prediction (column)"""
    y_true, y_pred = confused_pair(rng, 40, classes=3)
    report = student.classification_report(y_true, y_pred, 3)
    expect.keys(report, ("confusion", "precision", "recall", "f1"), name="the report")
    expect.equal(
        torch.as_tensor(report["confusion"]),
        confusion(y_true, y_pred, 3),
        name='report["confusion"]',
    )


def confusion(y_true: Tensor, y_pred: Tensor, n_classes: int) -> Tensor:
    """The matrix of counts, row = truth."""
    counts = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for i, j in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        counts[i, j] += 1
    return counts
