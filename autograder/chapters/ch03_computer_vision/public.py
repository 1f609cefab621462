"""Public checks of chapter 03: shapes, types and one example of each task."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from autograder.chapters.ch03_computer_vision.helpers import (
    classifiers,
    digits,
    evaluation,
    loops,
    networks,
    predicted,
    scores,
    served,
    shapes,
    timing,
)
from autograder.chapters.ch03_computer_vision.quiz import QUIZ
from autograder.checks import expect
from autograder.checks.task import task
from autograder.remote.client import Remote, Student

HINTS = {
    "concept_check": (
        "Read the sentence below a wrong answer: it asks you something back.",
        "Answer each question in your own words before you look at the choices.",
        "Print the shapes and layers that a question is about, and play with them.",
    ),
    "make_loaders": (
        "Iterate each loader twice and print the labels of the first batch.",
        "Training wants a new order each epoch, testing always the same, and both want everything.",
        "Look at the arguments of the two DataLoader calls, and at the order of the result.",
    ),
    "FashionMNISTModelV0": (
        "Print the model, and the shape of what it makes of torch.rand(5, 1, 28, 28).",
        "A linear layer wants (n, features), so somebody has to flatten the pictures first.",
        "Look at the three layers: which sizes go in and out of each?",
    ),
    "FashionMNISTModelV1": (
        "Print the model and compare it with version 0. What is new, and where?",
        "Only something that is not linear, between two linear layers, lets a model bend.",
        "Look at what stands between your linear layers, and at what stands after them.",
    ),
    "conv2d_out": (
        "Take a row of 5 pixels and a window of 2, stride 2, and count the places by hand.",
        "First place at the left edge, then step by step as long as the window fits.",
        "Check each parameter on its own: what if it alone is not at its default?",
    ),
    "FashionMNISTModelV2": (
        "Print the model, count its parameters, and follow the shape from layer to layer.",
        "Padding 1 keeps the size, pooling halves it, flattening makes (n, features).",
        "Read the list of layers in the text once more and tick them off one by one.",
    ),
    "flat_features": (
        "Try it with nn.MaxPool2d(2) and a picture of (3, 8, 6): that makes 3 * 4 * 3.",
        "One fake picture in a batch of its own, through the layers, in evaluation mode.",
        "Look at the shape of the fake batch, at the modes before and after, and what you count.",
    ),
    "TinyVGG": (
        "Build it for 28, 30 and 64 pixels and push a picture through each.",
        "Only the linear layer depends on the picture's size. You have a function that counts.",
        "Look at where the number of inputs of your linear layer comes from.",
    ),
    "train_step": (
        "Print one parameter before and after each batch, and the numbers that you add up.",
        "The five steps belong to each batch; what you report is a mean over the batches.",
        "Look at what is inside the loop and what is outside, and at what moves to the device.",
    ),
    "test_step": (
        "Measure a model with Dropout twice and compare the numbers.",
        "Two switches before the first batch, one division after the last.",
        "Look at what happens before the loop, in it, and after it.",
    ),
    "eval_model": (
        "Print the dict and the type of each value.",
        "A result is plain: a text and two numbers. All it needs comes in as an argument.",
        "Look at how you get the name of the class, and at what you divide by.",
    ),
    "exact_metrics": (
        "Measure the same model with batches of 1, 7 and 100: the numbers must not change.",
        "The mean of a batch times its size is its sum. Sums may be added, means may not.",
        "Look at what you add for each batch and at what you divide by in the end.",
    ),
    "train_epochs": (
        "Print model.training at the start of every epoch.",
        "Each epoch: learn from the training data, then measure on the test data.",
        "Look at what happens inside the loop over epochs, and with which loader.",
    ),
    "time_training": (
        "Time a function that sleeps for half a second, and print both results.",
        "Read the clock when all work is done, and read one that only goes forward.",
        "Look at the lines between the two looks at the clock.",
    ),
    "compare": (
        "Compare three made-up results, two of them with the same accuracy.",
        "Sorting needs a key: first the accuracy, then the time.",
        "Look at the direction of each of the two, and at whether you change the given list.",
    ),
    "make_predictions": (
        "Print the shape of the result, and its sums along each axis.",
        "One picture is a batch of one; softmax runs over the classes of one picture.",
        "Look at the shape before the model, the axis of the softmax, and how rows are joined.",
    ),
    "worst_mistakes": (
        "Make up four rows of probabilities and find the worst mistakes by hand.",
        "Drop what is right, then sort by the probability of the class that was chosen.",
        "Look at which probability you sort by, in which direction, and what you return.",
    ),
    "confusion_matrix": (
        "Try the example of the text and compare the tables cell by cell.",
        "Each pair of truth and prediction adds one to one cell: row truth, column prediction.",
        "Look at the order of the two indices, and at pairs that occur more than once.",
    ),
    "train_digits": (
        "Print the loss of every epoch: does it fall, and how far?",
        "Seed, model, loader, optimiser, epochs: everything is there already.",
        "Look at whose parameters the optimiser has, and at how many steps are made.",
    ),
}

EXPLANATIONS: dict[str, str] = QUIZ.explanations


@task("concept_check", points=1)
@pytest.mark.parametrize(("name", "topic"), QUIZ.topics, ids=list(QUIZ.questions))
def test_answer(student: Student, name: str, topic: str) -> None:
    """{name}: {topic}"""
    QUIZ.check(student, name)


@task("make_loaders", points=1)
def test_loaders_batches(student: Student, rng: np.random.Generator) -> None:
    """Both are DataLoaders with the right number of batches of the right size"""
    made = served.loaders(student, rng)
    for name, loader, samples in zip(("training", "test"), made.loaders, made.sizes, strict=True):
        kind = student.library("torch.utils.data").DataLoader
        is_loader = isinstance(loader, Remote) and student.library("builtins").isinstance(
            loader, kind
        )
        expect.true(
            is_loader, f"Expected the {name} loader to be a DataLoader, but got {loader!r}."
        )
        batches = -(-samples // made.batch_size)
        found = student.library("builtins").len(loader)
        expect.equal(found, batches, name=f"the number of {name} batches")
        x, _ = served.served(student, loader)[0]
        expect.shape(x, (made.batch_size, 1), name=f"the inputs of the first {name} batch")


@task("make_loaders", points=1)
def test_test_loader_keeps_order(student: Student, rng: np.random.Generator) -> None:
    """The test loader serves all samples in their own order"""
    made = served.loaders(student, rng)
    found = served.ids(student, made, 1)
    served.check_complete(found, made.sizes[1], name="test")
    expect.equal(found, list(range(made.sizes[1])), name="the test samples in the order served")


@task("FashionMNISTModelV0", points=1)
def test_v0_shape(student: Student, rng: np.random.Generator) -> None:
    """Pictures of 28 x 28 give one number for each class"""
    shapes.check_shape(student.FashionMNISTModelV0, rng, 784)


@task("FashionMNISTModelV0", points=1)
def test_v0_layers(student: Student, rng: np.random.Generator) -> None:
    """The parameters are those of two linear layers"""
    hidden, classes = int(rng.integers(11, 20)), int(rng.integers(3, 10))
    model = student.FashionMNISTModelV0(784, hidden, classes)
    networks.check_shapes(model, [(hidden, 784), (classes, hidden)])


@task("FashionMNISTModelV1", points=1)
def test_v1_shape(student: Student, rng: np.random.Generator) -> None:
    """Pictures of 28 x 28 give one number for each class"""
    shapes.check_shape(student.FashionMNISTModelV1, rng, 784)


@task("FashionMNISTModelV1", points=1)
def test_v1_bends(student: Student, rng: np.random.Generator) -> None:
    """The model is not linear: the output half-way between two pictures is not half-way"""
    model = student.FashionMNISTModelV1(12, 9, 15)
    networks.spread(model, student, rng)
    one, two = (10 * networks.pictures(rng, 8, 1, 3, 4) - 5 for _ in range(2))
    ends = [expect.tensor(model(x), name="the output") for x in (one, two)]
    middle = expect.tensor(model((one + two) / 2), name="the output")
    straight = torch.allclose(middle, (ends[0] + ends[1]) / 2, rtol=1e-3, atol=1e-3)
    expect.true(not straight, "Expected a model that can bend, but got one that is linear.")


@task("conv2d_out", points=1)
def test_conv2d_out_plain(student: Student, rng: np.random.Generator) -> None:
    """Without padding, at stride 1, the size shrinks by kernel - 1"""
    for _ in range(3):
        size, kernel = int(rng.integers(12, 70)), int(rng.integers(1, 9))
        shapes.check_size(student, size, kernel)


@task("conv2d_out", points=1)
def test_conv2d_out_stride(student: Student, rng: np.random.Generator) -> None:
    """A step that does not fit any more is not taken"""
    for _ in range(3):
        kernel, stride = int(rng.integers(2, 5)), int(rng.integers(2, 4))
        steps = int(rng.integers(3, 9))
        shapes.check_size(student, kernel + steps * stride + stride - 1, kernel, stride)


@task("FashionMNISTModelV2", points=1)
def test_v2_shape(student: Student, rng: np.random.Generator) -> None:
    """Pictures of 28 x 28 give one number for each class"""
    shapes.check_shape(student.FashionMNISTModelV2, rng, 1)


@task("FashionMNISTModelV2", points=2)
def test_v2_parameters(student: Student) -> None:
    """With 1 channel, 10 hidden units and 10 classes there are 7740 parameters"""
    model = student.FashionMNISTModelV2(input_shape=1, hidden_units=10, output_shape=10)
    count = sum(value.numel() for value in model.state_dict().values())
    expect.equal(count, 7740, name="the number of parameters")


@task("flat_features", points=2)
def test_flat_features_counts(student: Student, rng: np.random.Generator) -> None:
    """The count is right for pictures that are higher than wide, or wider than high"""
    for wider in (0, 6):
        case = shapes.flat(student, rng, wider)
        found = student.flat_features(case.module, case.in_shape)
        expect.type_(found, int, name="the result")
        expect.equal(found, case.wanted, name=f"the count for a picture of {case.in_shape}")


@task("TinyVGG", points=1)
def test_vgg_sizes(student: Student, rng: np.random.Generator) -> None:
    """Grey pictures of 28 pixels and colour pictures of 32 and 64 give a number for each class"""
    for channels, size in ((1, 28), (3, 32), (3, 64)):
        classes = int(rng.integers(3, 9))
        model = student.TinyVGG(channels, 6, classes, image_size=size)
        output = model(networks.pictures(rng, 2, channels, size, size))
        expect.shape(output, (2, classes), name=f"the output for pictures of {size} pixels")


@task("TinyVGG", points=1)
def test_vgg_parameters(student: Student) -> None:
    """Sizes by name: 10 693 parameters for 64 pixels in colour, 7740 for 28 in grey"""
    colour = {"input_shape": 3, "hidden_units": 10, "output_shape": 3, "image_size": 64}
    grey = {"input_shape": 1, "hidden_units": 10, "output_shape": 10}
    counts = [
        sum(value.numel() for value in student.TinyVGG(**sizes).state_dict().values())
        for sizes in (colour, grey)
    ]
    expect.equal(counts, [10_693, 7740], name="the numbers of parameters")


@task("train_step", points=2)
def test_train_step_reports(student: Student, rng: np.random.Generator) -> None:
    """Mean loss and mean accuracy of the epoch come back (or are printed)"""
    epochs = loops.train(student, rng, keep=False)
    epochs.scores[0].check(epochs.value, epochs.output)


@task("train_step", points=2)
def test_train_step_learns(student: Student, rng: np.random.Generator) -> None:
    """After one epoch every parameter is where a right step for each batch leads"""
    loops.train(student, rng).check_state()


@task("test_step", points=3)
def test_test_step_reports(student: Student, rng: np.random.Generator) -> None:
    """Mean loss and mean accuracy of all batches come back (or are printed)"""
    there, here = classifiers.pair(student, rng)
    samples = classifiers.telling(rng, here)
    value = student.test_step(**evaluation.arguments(student, there, samples))
    scores.measured(here, samples, nn.CrossEntropyLoss()).check(value, student.last.output)


@task("eval_model", points=3)
def test_eval_model_dict(student: Student, rng: np.random.Generator) -> None:
    """The dict holds the class's name, the mean loss and the mean accuracy"""
    there, here = classifiers.pair(student, rng)
    samples = classifiers.telling(rng, here)
    name = str(rng.choice(["GarmentNet", "BaselineModel", "ConvModelV7"]))
    model = student.chapter_probes.called(name, there)
    result = student.eval_model(**evaluation.arguments(student, model, samples))
    evaluation.check_result(result, name, scores.measured(here, samples, nn.CrossEntropyLoss()))


@task("exact_metrics", points=2)
def test_exact_metrics_values(student: Student, rng: np.random.Generator) -> None:
    """Loss and accuracy are those of all samples, though the last batch is smaller"""
    there, here = classifiers.pair(student, rng)
    samples = classifiers.telling(rng, here)
    evaluation.check_exact(evaluation.exact(student, there, samples), here, samples)


@task("train_epochs", points=3)
def test_train_epochs_results(student: Student, rng: np.random.Generator) -> None:
    """One result per epoch, measured on the test data after training"""
    evaluation.check_history(evaluation.fit(student, rng, epochs=2))


@task("time_training", points=2)
def test_timing_result(student: Student, rng: np.random.Generator) -> None:
    """The function's result and the seconds come back"""
    timing.check_timing(student, int(rng.integers(2, 99)), seconds=0.05)


@task("compare", points=2)
def test_compare_best_first(student: Student, rng: np.random.Generator) -> None:
    """The rows come back by falling accuracy"""
    timing.check_compared(student, timing.table(rng, 4))


@task("make_predictions", points=2)
def test_predictions_values(student: Student, rng: np.random.Generator) -> None:
    """Each picture gets the softmax of its own logits"""
    there, here = classifiers.cnn_pair(student, rng, 3, 4)
    predicted.check_predictions(
        student, there, here, predicted.samples(rng, int(rng.integers(2, 7)))
    )


@task("make_predictions", points=1)
def test_predictions_sum_to_one(student: Student, rng: np.random.Generator) -> None:
    """Every row sums to 1"""
    there, _ = classifiers.cnn_pair(student, rng, 3, 5)
    found = student.make_predictions(there, list(predicted.samples(rng, 4)), "cpu")
    sums = expect.tensor(found, name="the result").sum(dim=-1)
    expect.close(sums, torch.ones(4), name="the sums of the rows")


@task("worst_mistakes", points=2)
def test_worst_mistakes_found(student: Student, rng: np.random.Generator) -> None:
    """Wrong predictions come back, the surest first, at most k of them"""
    probs, targets = predicted.guesses(rng, 12, 3)
    predicted.check_worst(student, probs, targets, 3)


@task("confusion_matrix", points=2)
def test_confusion_counts(student: Student, rng: np.random.Generator) -> None:
    """Each pair is counted: rows are true classes, columns predicted ones"""
    targets, preds = torch.tensor([0, 0, 1, 2]), torch.tensor([0, 1, 1, 1])
    predicted.check_confusion(student, preds, targets, 3)
    preds, targets = (torch.as_tensor(rng.integers(0, 3, 30)) for _ in range(2))
    predicted.check_confusion(student, preds, targets, 3)


@task("train_digits", points=2)
def test_digits_model(student: Student, rng: np.random.Generator) -> None:
    """A TinyVGG comes back whose weights fit into a fresh one"""
    x, y, _, _ = digits.digits(rng, 64)
    model = student.train_digits(x, y, seed=int(rng.integers(1, 999)))
    digits.check_digits_model(student, model, x[:5])


@task("train_digits", points=1)
def test_digits_logits(student: Student, rng: np.random.Generator) -> None:
    """The model gives logits: no probabilities"""
    x, y, _, _ = digits.digits(rng, 64)
    output = student.train_digits(x, y)(x)
    found = expect.tensor(output, name="its output").detach().double()
    ones = torch.ones(len(x), dtype=torch.float64)
    probabilities = torch.allclose(found.sum(dim=-1), ones, atol=1e-4) and bool((found >= 0).all())
    expect.true(not probabilities, "Expected logits, but got rows of probabilities.")
