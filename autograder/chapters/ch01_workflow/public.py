"""Public checks of chapter 01: shapes, types and one example of each task."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch01_workflow.helpers import loops, pictures
from autograder.checks import expect, parity
from autograder.checks.task import task
from autograder.remote.client import Remote, Student, save_bytes

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
    expect.close(y, (weight * steps + bias).float(), name="y")


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
    data = pictures.points_to_draw(rng)
    axes = student.plot_predictions(*data[:4])
    pictures.check_drawn(student, axes, {"train": data[:2], "test": data[2:4]})


@task("LinearRegression", points=2)
def test_model_has_two_parameters(student: Student) -> None:
    """state_dict() holds weights and bias, one float32 number each"""
    state = student.LinearRegression().state_dict()
    expect.equal(sorted(state), ["bias", "weights"], name="the names in state_dict()")
    for name, value in state.items():
        expect.dtype(value, torch.float32, name=name)
        found = tuple(value.shape)
        expect.true(
            found in {(1,), ()},
            f"Expected {name} to have shape (1,) or (), but got {found}.",
            hint="One number needs at most one dimension.",
        )


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
    expect.dtype(output, torch.float32, name="the output")
    expect.equal(again, output, name="the output of a second call with the same x")
    expect.keys(state, ("weights", "bias"), name="state_dict()")
    expect.close(output, state["weights"] * x + state["bias"], name="the output")


@task("train_one_epoch", points=2)
def test_training_returns_the_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss before the step comes back as a Python float"""
    result = loops.train(student, rng, [int(rng.choice([5, 7]))])
    expect.type_(result.losses[0], float, name="the result")
    expect.close(result.losses[0], result.wanted_losses[0], name="the loss", rtol=parity.RTOL)


@task("train_one_epoch", points=2)
def test_training_steps(student: Student, rng: np.random.Generator) -> None:
    """After two calls, every parameter is where two right steps lead"""
    loops.train(student, rng, [6, 4]).check()


@task("loss_curve", points=2)
def test_curve_is_a_list_of_floats(student: Student, rng: np.random.Generator) -> None:
    """One Python float per epoch, the first for the model as it was"""
    epochs = int(rng.integers(3, 7))
    result = loops.trace_curve(student, rng, epochs)
    expect.type_(result.losses, list, name="the result")
    expect.length(result.losses, epochs, name="the list")
    for i, loss in enumerate(result.losses):
        expect.type_(loss, float, name=f"the loss of epoch {i}")
    expect.close(result.losses[0], result.wanted_losses[0], name="the first loss", rtol=parity.RTOL)


@task("evaluate", points=2)
def test_evaluation_returns_the_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss comes back as a Python float"""
    there, here = parity.mlp_pair(student, rng, 3, 5, 1)
    ((x, y),) = parity.batches(rng, [int(rng.integers(4, 9))], 3)
    loss = student.evaluate(there, x, y, student.library("torch.nn").L1Loss())
    expect.type_(loss, float, name="the result")
    expect.close(loss, parity.eval_loss(here, x, y, nn.L1Loss()), name="the loss", rtol=parity.RTOL)


@task("fit", points=2)
def test_log_has_three_lists(student: Student, rng: np.random.Generator) -> None:
    """The log holds the numbers of the epochs and two losses for each of them"""
    result = loops.fit(student, rng, epochs=5, log_every=2)
    loops.check_log_form(result)


@task("fit", points=2)
def test_fit_trains(student: Student, rng: np.random.Generator) -> None:
    """Training losses and parameters are those of the right loop"""
    result = loops.fit(student, rng, epochs=4, log_every=1)
    expect.keys(result.log, ("train_loss",), name="the log")
    wanted = result.wanted_log["train_loss"]
    expect.close(result.log["train_loss"], wanted, name='log["train_loss"]', rtol=parity.RTOL)
    expect.state_dict(result.state, result.wanted_state, rtol=parity.RTOL)


@task("predict", points=2)
def test_prediction_is_the_output(student: Student, rng: np.random.Generator) -> None:
    """The model's output comes back as a tensor without gradient history"""
    for outputs in (1, 3):
        there, here = parity.mlp_pair(student, rng, 3, 5, outputs)
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
    """A class of the student's process (called without arguments), and such a model drawn here."""
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
    drawn = torch.as_tensor(rng.standard_normal((5, 1)), dtype=torch.float32)
    check_layer(model, torch.cat([drawn, torch.tensor([[-1e4], [1e4]])]))  # outputs of either sign


def check_layer(model: Remote, x: Tensor) -> None:
    """The output belongs to the layer's own numbers."""
    state = model.state_dict()
    output, again = model(x), model(x)
    expect.equal(again, output, name="the output of a second call with the same x")
    names = ("linear_layer.weight", "linear_layer.bias")
    expect.keys(state, names, name="state_dict()")
    weight, bias = (state[name] for name in names)
    expect.shape(output, (len(x), len(bias)), name="the output")
    expect.close(output, nn.functional.linear(x, weight, bias), name="the output")
