"""Public checks of chapter 01: shapes, types and one example of each task."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder import expect, parity
from autograder.client import Remote, Student, save_bytes
from autograder.plugin import task

HINTS = {
    "make_line": (
        "Print x.shape, x[:3] and x[-1] and compare them with the table in the text.",
        "A batch has two dimensions, samples and features. The step between neighbours is 1/n.",
        "Check how x is created: which values, which dtype, which shape?",
    ),
    "split": (
        "Split ten numbered samples, torch.arange(10), and print all four parts.",
        "One cut, the same for x and y: what lies before it is training data, the rest test data.",
        "Look at the four slices: the first two end where the last two begin.",
    ),
    "plot_predictions": (
        "Draw a few points that you know and count them in the picture.",
        "Matplotlib wants tensors on the CPU that carry no gradient history.",
        "Look at each drawing call: which x goes with which y, and what is its label?",
    ),
    "LinearRegression": (
        "Print model.state_dict(). Are both numbers in it, under the right names?",
        "Only nn.Parameter objects that are attributes of the module get into its register.",
        "__init__ creates the two numbers once, forward only uses them.",
    ),
    "train_one_epoch": (
        "Print one parameter and its .grad before and after each of the five steps.",
        "Gradients add up until somebody zeroes them; the step uses whatever .grad holds.",
        "Go through the list in the text: is every step there, once, and in a sensible order?",
    ),
    "loss_curve": (
        "Run 3 epochs and print the list: its length, its types, its first entry.",
        "Each epoch belongs to one call of train_one_epoch, whose return value is the loss.",
        "Look at what is put into the list, and when.",
    ),
    "evaluate": (
        "Evaluate a model with Dropout twice and compare the two numbers.",
        "Two switches: one for the layers of the model, one for autograd.",
        "Look at what happens before the model is called, and at what you return.",
    ),
    "fit": (
        "Fit for 5 epochs with log_every=2 and print the log: are these epochs 0, 2 and 4?",
        "One loss function and one optimiser live through all epochs; test data is only measured.",
        "Look at what is made before the loop, and at the order of things inside it.",
    ),
    "predict": (
        "Predict twice with a model that has Dropout. Print requires_grad of the result.",
        "A model that answers a question is in evaluation mode and records no gradients.",
        "Look at what happens before the model is called, and at what you return.",
    ),
    "save_weights": (
        "Load your file again with torch.load and print its type.",
        "What is worth keeping is the state_dict: names and tensors.",
        "Look at what you hand to torch.save, and at whether the folder exists by then.",
    ),
    "load_weights": (
        "Compare model.state_dict() of the loaded model with the contents of the file.",
        "Make a fresh model, read the file onto the right device, copy the numbers in.",
        "Look at the arguments of torch.load and load_state_dict, and at what you return.",
    ),
    "LinearRegressionV2": (
        "Print the model and its state_dict: one layer, a weight and a bias.",
        "A layer made in __init__ is registered and travels with the model.",
        "Look at where the layer is created and which sizes it gets.",
    ),
}


@task("make_line", points=1)
def test_make_line_shapes(student: Student, rng: np.random.Generator) -> None:
    """x and y are float32 of shape (n, 1)"""
    n = int(rng.integers(5, 40))
    x, y = student.make_line(*rng.uniform(-2, 2, size=2).tolist(), n=n)
    for name, value in (("x", x), ("y", y)):
        expect.dtype(value, torch.float32, name=name)
        expect.shape(value, (n, 1), name=name)


@task("make_line", points=1)
def test_make_line_values(student: Student, rng: np.random.Generator) -> None:
    """y equals weight * x + bias"""
    weight, bias = rng.uniform(-2, 2, size=2).tolist()
    n = int(rng.integers(4, 10))
    x, y = student.make_line(weight, bias, n=n)
    steps = torch.arange(n, dtype=torch.float64).reshape(n, 1) / n
    expect.close(x, steps, name="x", hint="The last x is one step before 1.")
    expect.close(y, weight * steps + bias, name="y")


@task("split", points=2)
def test_split_four_fifths(student: Student, rng: np.random.Generator) -> None:
    """The first 80 % are training data, the rest test data"""
    n = 5 * int(rng.integers(2, 9))
    x, y = (torch.as_tensor(rng.standard_normal((n, 1)), dtype=torch.float32) for _ in range(2))
    check_split(student.split(x, y), x, y, 4 * n // 5)


def check_split(parts: Any, x: Tensor, y: Tensor, cut: int) -> None:
    """The four parts are those on either side of the cut."""
    expect.length(parts, 4, name="the result")
    wanted = {
        "X_train": x[:cut],
        "y_train": y[:cut],
        "X_test": x[cut:],
        "y_test": y[cut:],
    }
    for part, (name, value) in zip(parts, wanted.items(), strict=True):
        expect.shape(expect.tensor(part, name=name), tuple(value.shape), name=name)
        expect.equal(part, value, name=name)


@task("plot_predictions", points=2)
def test_plot_two_sets(student: Student, rng: np.random.Generator) -> None:
    """Without predictions, the training and the test points are drawn, with a legend"""
    data = points_to_draw(rng)
    axes = student.plot_predictions(*data[:4])
    check_drawn(student, axes, {"train": data[:2], "test": data[2:4]})


def points_to_draw(rng: np.random.Generator) -> list[Tensor]:
    """train_X, train_y, test_X, test_y and preds, float32 columns; the two sets differ in size."""
    n, m = int(rng.integers(8, 16)), int(rng.integers(3, 7))
    return [torch.as_tensor(rng.random((size, 1)), dtype=torch.float32) for size in (n, n, m, m, m)]


def check_drawn(student: Student, axes: Any, wanted: dict[str, list[Tensor]]) -> None:
    """The axes hold these sets of points and no others, and a legend names them."""
    kind = student.library("matplotlib.axes").Axes
    is_axes = isinstance(axes, Remote) and student.library("builtins").isinstance(axes, kind)
    expect.true(is_axes, f"Expected the result to be the axes, but got {expect.show(axes)}.")
    found = drawn_points(student, axes)
    for word, (xs, ys) in wanted.items():
        points = np.concatenate(found.get(word, [np.empty((0, 2))]))
        both = np.concatenate([xs.numpy(), ys.numpy()], axis=1)
        name = f'the points labelled "{word}"'
        expect.length(points, len(both), name=name)
        expect.close(in_order(points), in_order(both), name=name)
    extra = [word for word in found if word not in wanted]
    expect.true(not extra, f"Expected no other points in this figure, but got {extra}.")
    texts = legend_texts(student, axes)
    for word in wanted:
        expect.true(word in texts, f'Expected "{word}" in the legend, but got {texts or "none"}.')


def drawn_points(student: Student, axes: Remote) -> dict[str, list[np.ndarray[Any, Any]]]:
    """Arrays of shape (k, 2) by the word in their label, from scatter and plot alike."""
    as_list = student.library("builtins").list
    found: dict[str, list[np.ndarray[Any, Any]]] = {}
    for artists, read in ((axes.collections, "get_offsets"), (axes.lines, "get_xydata")):
        for artist in as_list(artists):
            word = word_in(str(artist.get_label()))
            if word:  # a grid line or an arrow is no set of points
                found.setdefault(word, []).append(np.asarray(getattr(artist, read)(), dtype=float))
    return found


def legend_texts(student: Student, axes: Remote) -> list[str]:
    """The words of the legend's entries; none without a legend."""
    legend = axes.get_legend()
    if not isinstance(legend, Remote):
        return []
    texts = student.library("builtins").list(legend.get_texts())
    return [word_in(str(text.get_text())) for text in texts]


def word_in(label: str) -> str:
    """Which of the three words a label contains ("Predictions on test data" is a prediction)."""
    return next((w for w in ("pred", "train", "test") if w in label.lower()), "")


def in_order(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The points sorted by x, then y: they may be drawn in any order."""
    return points[np.lexsort((points[:, 1], points[:, 0]))]


@task("LinearRegression", points=2)
def test_model_has_two_parameters(student: Student) -> None:
    """state_dict() holds weights and bias, one float32 number each"""
    state = student.LinearRegression().state_dict()
    expect.equal(sorted(state), ["bias", "weights"], name="the names in state_dict()")
    for name, value in state.items():
        expect.dtype(value, torch.float32, name=name)
        expect.equal(value.numel(), 1, name=f"the number of values in {name}")


@task("LinearRegression", points=1)
def test_model_computes_a_line(student: Student, rng: np.random.Generator) -> None:
    """The model returns weights * x + bias"""
    model = student.LinearRegression()
    x = torch.as_tensor(rng.uniform(-2, 2, (int(rng.integers(2, 9)), 1)), dtype=torch.float32)
    check_line(model, x)


def check_line(model: Remote, x: Tensor) -> None:
    """The output belongs to the numbers that the state dict shows."""
    state = model.state_dict()
    output, again = model(x), model(x)
    expect.shape(output, tuple(x.shape), name="the output")
    expect.equal(again, output, name="the output of a second call with the same x")
    expect.keys(state, ("weights", "bias"), name="state_dict()")
    expect.close(output, state["weights"] * x + state["bias"], name="the output")


@dataclass(frozen=True, slots=True)
class Training:
    """A model as the student's loop left it, and as the right loop leaves the same model."""

    losses: list[Any]
    state: dict[str, Tensor]
    wanted_losses: list[float]
    wanted_state: dict[str, Tensor]

    def check(self) -> None:
        """Every loss and every parameter agrees."""
        for i, (loss, wanted) in enumerate(zip(self.losses, self.wanted_losses, strict=True)):
            expect.close(loss, wanted, name=f"the loss of call {i + 1}", rtol=parity.RTOL)
        steps = len(self.losses)
        name = f"the state after {steps} calls" if steps > 1 else "the state after a call"
        expect.state_dict(self.state, self.wanted_state, name=name, rtol=parity.RTOL)


def train(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    loss: str = "L1Loss",
    momentum: float = 0.0,
    batch_norm: bool = False,
) -> Training:
    """Call train_one_epoch once per batch size on a model of random shape, in evaluation mode."""
    features = int(rng.integers(2, 5))
    there, here = parity.mlp_pair(student, rng, features, 5, 1, batch_norm=batch_norm)
    lr = float(rng.uniform(0.05, 0.2))
    data = parity.batches(rng, sizes, features)
    spied = student.probes.Recorder(there)
    optimizer = student.probes.SpySGD(there.parameters(), lr=lr, momentum=momentum)
    loss_fn = getattr(student.library("torch.nn"), loss)()
    spied.eval.keep()
    losses = []
    for x, y in data:
        inputs = student.put(x.clone().requires_grad_())
        losses.append(student.train_one_epoch(spied, inputs, y, loss_fn, optimizer))
        student.observe("order", optimizer.events)
        student.observe("gradient that reached the input", inputs.grad)
        student.observe("gradients left behind", student.probes.gradients.keep(there))
        student.observe("modes", spied.calls)
    wanted = parity.sgd_steps(here, data, getattr(nn, loss)(), lr=lr, momentum=momentum)
    return Training(losses, there.state_dict(), wanted, parity.snapshot(here))


@task("train_one_epoch", points=2)
def test_training_returns_the_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss before the step comes back as a Python float"""
    result = train(student, rng, [int(rng.integers(4, 9))])
    expect.type_(result.losses[0], float, name="the result")
    expect.close(result.losses[0], result.wanted_losses[0], name="the loss", rtol=parity.RTOL)


@task("train_one_epoch", points=2)
def test_training_steps(student: Student, rng: np.random.Generator) -> None:
    """After two calls, every parameter is where two right steps lead"""
    train(student, rng, [6, 4]).check()


@task("loss_curve", points=2)
def test_curve_is_a_list_of_floats(student: Student, rng: np.random.Generator) -> None:
    """One Python float per epoch, the first for the model as it was"""
    epochs = int(rng.integers(3, 7))
    result = trace_curve(student, rng, epochs)
    expect.type_(result.losses, list, name="the result")
    expect.length(result.losses, epochs, name="the list")
    for i, loss in enumerate(result.losses):
        expect.type_(loss, float, name=f"the loss of epoch {i}")
    expect.close(result.losses[0], result.wanted_losses[0], name="the first loss", rtol=parity.RTOL)


def trace_curve(
    student: Student, rng: np.random.Generator, epochs: int, *, momentum: float = 0.0
) -> Training:
    """Call loss_curve on a model of random shape."""
    features = int(rng.integers(2, 5))
    there, here = parity.mlp_pair(student, rng, features, 5, 1)
    lr = float(rng.uniform(0.05, 0.2))
    ((x, y),) = parity.batches(rng, [int(rng.integers(5, 9))], features)
    optimizer = student.library("torch.optim").SGD(there.parameters(), lr=lr, momentum=momentum)
    loss_fn = student.library("torch.nn").MSELoss()
    losses = student.loss_curve(there, x, y, loss_fn, optimizer, epochs)
    wanted = parity.sgd_steps(here, [(x, y)] * epochs, nn.MSELoss(), lr=lr, momentum=momentum)
    return Training(losses, there.state_dict(), wanted, parity.snapshot(here))


@task("evaluate", points=2)
def test_evaluation_returns_the_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss comes back as a Python float"""
    there, here = parity.mlp_pair(student, rng, 3, 5, 1)
    ((x, y),) = parity.batches(rng, [int(rng.integers(4, 9))], 3)
    loss = student.evaluate(there, x, y, student.library("torch.nn").L1Loss())
    expect.type_(loss, float, name="the result")
    expect.close(loss, parity.eval_loss(here, x, y, nn.L1Loss()), name="the loss", rtol=parity.RTOL)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A log and a model as the student's fit left them, and as they must be."""

    log: Any
    state: dict[str, Tensor]
    wanted_log: dict[str, list[float]]
    wanted_state: dict[str, Tensor]


def fit(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    log_every: int,
    *,
    momentum: float = 0.0,
    batch_norm: bool = False,
) -> Fitting:
    """Fit a model of random shape to random data, at most ten epochs."""
    features, n = int(rng.integers(2, 5)), int(rng.integers(6, 12))
    there, here = parity.mlp_pair(student, rng, features, 5, 1, batch_norm=batch_norm)
    train_set, test_set = parity.batches(rng, [n, n - 3], features)
    settings = {"lr": float(rng.uniform(0.05, 0.2)), "momentum": momentum}
    log = student.fit(
        there, *train_set, *test_set, epochs=epochs, log_every=log_every, **settings
    )
    student.observe("warnings", list(student.last.warnings))
    wanted: dict[str, list[float]] = {"epoch": [], "train_loss": [], "test_loss": []}
    walk = parity.sgd_walk(here, [train_set] * epochs, nn.L1Loss(), **settings)
    for epoch, loss in enumerate(walk):
        if epoch in range(0, epochs, log_every):
            wanted["epoch"].append(epoch)
            wanted["train_loss"].append(loss)
            wanted["test_loss"].append(parity.eval_loss(here, *test_set, nn.L1Loss()))
    return Fitting(log, there.state_dict(), wanted, parity.snapshot(here))


@task("fit", points=2)
def test_log_has_three_lists(student: Student, rng: np.random.Generator) -> None:
    """The log holds the numbers of the epochs and two losses for each of them"""
    result = fit(student, rng, epochs=5, log_every=2)
    check_log_form(result)


def check_log_form(result: Fitting) -> None:
    """Three lists of equal length, with the right epochs and Python floats."""
    expect.keys(result.log, ("epoch", "train_loss", "test_loss"), name="the log")
    wanted = result.wanted_log["epoch"]
    expect.equal(result.log["epoch"], wanted, name='log["epoch"]')
    for key in ("train_loss", "test_loss"):
        expect.length(result.log[key], len(wanted), name=f'log["{key}"]')
        for loss in result.log[key]:
            expect.type_(loss, float, name=f'each entry of log["{key}"]')


@task("fit", points=2)
def test_fit_trains(student: Student, rng: np.random.Generator) -> None:
    """Training losses and parameters are those of the right loop"""
    result = fit(student, rng, epochs=4, log_every=1)
    expect.keys(result.log, ("train_loss",), name="the log")
    wanted = result.wanted_log["train_loss"]
    expect.close(result.log["train_loss"], wanted, name='log["train_loss"]', rtol=parity.RTOL)
    expect.state_dict(result.state, result.wanted_state, rtol=parity.RTOL)


@task("predict", points=2)
def test_prediction_is_the_output(student: Student, rng: np.random.Generator) -> None:
    """The model's output comes back as a tensor without gradient history"""
    there, here = parity.mlp_pair(student, rng, 3, 5, int(rng.integers(1, 4)))
    ((x, _),) = parity.batches(rng, [int(rng.integers(2, 9))], 3)
    output = student.predict(there, x)
    expect.tensor(output, name="the prediction")
    expect.close(output, parity.eval_output(here, x), name="the prediction", rtol=parity.RTOL)
    expect.true(
        not output.requires_grad,
        "Expected the prediction to carry no gradient history, but it requires a gradient.",
    )


@task("save_weights", points=1)
def test_save_writes_the_file(student: Student, rng: np.random.Generator) -> None:
    """The file is there, and its path comes back as a Path"""
    there, _ = parity.mlp_pair(student, rng, 2, 3, 1)
    target = str(student.scratch / "line.pt")
    path = student.save_weights(there, target)
    expect.true(
        "line.pt" in student.list_files(),
        f"Expected a file line.pt, but got {student.list_files() or 'no file at all'}.",
    )
    is_path = isinstance(path, PurePath) and path.name == "line.pt"
    expect.true(is_path, f"Expected the result to be a Path, but got {expect.show(path)}.")


@task("load_weights", points=2)
def test_load_gives_the_saved_model(student: Student, rng: np.random.Generator) -> None:
    """The loaded model has the saved numbers and predicts the same"""
    make, here = saved_network(student, rng)
    path = student.write_file("models/net.pt", save_bytes(parity.snapshot(here)))
    model = student.load_weights(make, path)
    is_model = isinstance(model, Remote) and student.library("builtins").isinstance(
        model, student.library("torch.nn").Module
    )
    expect.true(is_model, f"Expected the result to be a model, but got {expect.show(model)}.")
    expect.state_dict(model.state_dict(), parity.snapshot(here), rtol=parity.RTOL)
    ((x, _),) = parity.batches(rng, [4], 3)
    model.eval.keep()
    expect.close(model(x), parity.eval_output(here, x), name="its prediction", rtol=parity.RTOL)


def saved_network(student: Student, rng: np.random.Generator) -> tuple[Remote, nn.Module]:
    """A class over there (called without arguments) and such a model here, with drawn numbers."""
    hidden = int(rng.integers(3, 8))
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True}
    make = student.library("functools").partial(student.probes.make_mlp, 3, hidden, 2, **options)
    return make, parity.mlp(rng, 3, hidden, 2, **options)


@task("LinearRegressionV2", points=1)
def test_layer_model_parameters(student: Student) -> None:
    """The layer's weight and bias are in the state_dict"""
    state = student.LinearRegressionV2().state_dict()
    names = ["linear_layer.bias", "linear_layer.weight"]
    expect.equal(sorted(state), names, name="the names in state_dict()")
    expect.shape(state["linear_layer.weight"], (1, 1), name="linear_layer.weight")


@task("LinearRegressionV2", points=1)
def test_layer_model_output(student: Student, rng: np.random.Generator) -> None:
    """The output is what the layer computes"""
    model = student.LinearRegressionV2()
    check_layer(model, torch.as_tensor(rng.standard_normal((5, 1)), dtype=torch.float32))


def check_layer(model: Remote, x: Tensor) -> None:
    """The output belongs to the layer's own numbers."""
    state = model.state_dict()
    output, again = model(x), model(x)
    expect.equal(again, output, name="the output of a second call with the same x")
    names = ("linear_layer.weight", "linear_layer.bias")
    expect.keys(state, names, name="state_dict()")
    weight, bias = (state[name] for name in names)
    expect.shape(output, (len(x), len(bias)), name="the output")
    expect.close(output, x @ weight.T + bias, name="the output")
