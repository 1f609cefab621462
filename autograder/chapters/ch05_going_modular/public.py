"""Public checks of chapter 05: forms, one example of each task, one run of each program."""

from __future__ import annotations

from pathlib import PurePath
from typing import cast

import numpy as np
import pytest
import torch

from autograder.chapters.ch05_going_modular.helpers import (
    downloads,
    loops,
    model_files,
    networks,
    predicting,
    programs,
    saved,
)
from autograder.chapters.ch05_going_modular.quiz import QUIZ
from autograder.checks import classifiers, expect, files, folders
from autograder.checks.task import task
from autograder.remote.client import Student, save_bytes

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "data_setup.create_dataloaders": (
        "Take the first batch of each loader twice and print the labels.",
        "One loader is for learning, the other for measuring: only one of them shuffles.",
        "Look at the arguments of both loaders, and at what you return besides them.",
    ),
    "model_builder.TinyVGG": (
        "Print the model, list the shapes of its parameters, and import the module in a terminal.",
        "No padding: 64, 62, 60, 30, 28, 26, 13. And a module is run when it is imported.",
        "Look at each convolution's arguments, at the linear layer, and at lines without indent.",
    ),
    "engine.train_step": (
        "Print one parameter before and after each batch of a tiny loader.",
        "The five steps happen once for each batch, on the device that was passed in.",
        "Look at what is inside the loop, at both halves of a batch, and at the model's mode.",
    ),
    "engine.test_step": (
        "Call it twice with a model that has Dropout, and compare.",
        "Two switches come before the loop; sums are divided by how many were summed.",
        "Look at what happens before the first batch, and at the last line.",
    ),
    "engine.train": (
        "Call it twice in a row for 2 epochs and print both results.",
        "Each call has lists of its own; each epoch trains, then tests, then notes four numbers.",
        "Look at where the lists are made, and at which loader goes to which function.",
    ),
    "utils.save_model": (
        "Save a model, list the folder, and load the file with weights_only=True.",
        "Numbers by name, in a folder that may have to be made, under a name that was checked.",
        "Look at what is handed to torch.save, at how the path is put together, and at the order.",
    ),
    "utils.load_model": (
        "Save a model, load it into a new one, and compare what both say about the same picture.",
        "Say where tensors shall live, accept only what fits exactly, return something usable.",
        "Look at the arguments of torch.load and load_state_dict, and at the model's mode.",
    ),
    "get_data.download": (
        "Call it with an opener that breaks, then with one that works. What is in the folder?",
        "Work under a temporary name; the real name appears when all is complete.",
        "Look at which line creates the folder, and at what comes after it that can fail.",
    ),
    "train.build_parser": (
        "Print vars(build_parser().parse_args([])) and the type of each value.",
        "A terminal gives text; the parser turns it into numbers if it is told to.",
        "Look at the type and the default of each add_argument.",
    ),
    "train.main": (
        "Start train.py with one flag changed and say beforehand what must be different.",
        "Each flag has a way: parser, arguments, and the one place where it is used.",
        "Look at where each of the six values is used, and at what is written at the end.",
    ),
    "predict.main": (
        "Ask it about a training picture, from another folder, with another model.",
        "The file knows the sizes, its neighbour the names, the picture becomes a batch of one.",
        "Look at each number in the code that could also be read from the file.",
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
    QUIZ.check(cast(Student, student.concept_check), name)


@task("data_setup.create_dataloaders", points=2)
def test_loader_batches(student: Student, rng: np.random.Generator) -> None:
    """Both loaders give pictures and class numbers in batches, and the class names are a list"""
    written = folders.both(student, rng, 3)
    found = student.data_setup.create_dataloaders(
        *folders.locations(student), folders.two_transforms(student)[0], 4
    )
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 3, name="the result")
    names = sorted({PurePath(picture.path).parent.name for picture in written["train"]})
    expect.equal(found[2], names, name="the class names")
    for loader, part in zip(found, folders.SPLITS, strict=False):
        batches = folders.batches(student, loader)
        expect.equal([len(x) for x, _ in batches], [4, 4, 1], name=f"the sizes of {part} batches")
        folders.check_samples(folders.in_a_row(batches), written[part])


@task("model_builder.TinyVGG", points=2)
def test_parameters(student: Student, rng: np.random.Generator) -> None:
    """One row of logits per picture, and parameters of the right shapes"""
    for of in networks.grey_and_colour(rng):
        model = student.model_builder.TinyVGG(*of)
        output = model(torch.as_tensor(rng.random((2, of[0], 64, 64)), dtype=torch.float32))
        expect.shape(expect.tensor(output, name="the output"), (2, of[2]), name="the output")
        networks.check_shapes(model.state_dict(), of, name=f"TinyVGG{of}")


@task("engine.train_step", points=1)
def test_training_answers(student: Student, rng: np.random.Generator) -> None:
    """Loss and accuracy come back as Python floats"""
    epoch = loops.train_step(student, rng, [4, 4])
    epoch.tally.check(epoch.answer)


@task("engine.train_step", points=2)
def test_training_steps(student: Student, rng: np.random.Generator) -> None:
    """After two batches, every parameter is where two right steps lead"""
    loops.train_step(student, rng, [5, 5]).check_state()


@task("engine.test_step", points=2)
def test_testing_answers(student: Student, rng: np.random.Generator) -> None:
    """Loss and accuracy come back as Python floats"""
    on = classifiers.classifier(student, rng)
    batches = on.batches(rng, 4, 4)
    answer = student.engine.test_step(
        on.there, classifiers.loader(student, batches), classifiers.cross_entropy(student), "cpu"
    )
    on.test(batches).check(answer)


@task("engine.train", points=2)
def test_results_form(student: Student, rng: np.random.Generator) -> None:
    """There are four lists of floats, one entry per epoch"""
    loops.train(student, rng, int(rng.integers(2, 5))).check_form()


@task("utils.save_model", points=2)
def test_saved_numbers(student: Student, rng: np.random.Generator) -> None:
    """The file holds the model's numbers by name"""
    model = student.probes.make_mlp.keep(3, int(rng.integers(2, 7)))
    name = f"model_{rng.integers(100)}.pth"
    student.utils.save_model(model, files.full(student, "models"), name)
    expect.state_dict(
        saved.contents(student, f"models/{name}"), model.state_dict(), name="the file"
    )


@task("utils.load_model", points=3)
def test_loaded_numbers(student: Student, rng: np.random.Generator) -> None:
    """The model comes back with the numbers of the file, in evaluation mode"""
    model, state = model_files.new_model(student, rng)
    path = student.write_file("models/net.pth", save_bytes(state))
    found = student.utils.load_model.keep(model, path)
    expect.state_dict(found.state_dict(), state, name="the loaded model")
    expect.equal(found.training.value(), False, name="training of the loaded model")


@task("get_data.download", points=2)
def test_download_unpacks(student: Student, rng: np.random.Generator) -> None:
    """All files are in the folder, which comes back as a Path"""
    members = files.members(rng)
    opener = downloads.opener(student, members)
    path = student.get_data.download("https://x.test/food.zip", downloads.data(student), opener)
    files.check_members(student, members)
    downloads.check_place(student, path)


DEFAULTS = {
    "train_dir": "data/pizza_steak_sushi/train",
    "test_dir": "data/pizza_steak_sushi/test",
    "learning_rate": 0.001,
    "batch_size": 32,
    "num_epochs": 5,
    "hidden_units": 10,
}


@task("train.build_parser", points=3, seconds=programs.SECONDS)
def test_defaults(student: Student) -> None:
    """Without arguments, all values are those of the course"""
    values = programs.arguments(student, "train")
    expect.keys(values, DEFAULTS, name="the parsed arguments")
    for name, value in DEFAULTS.items():
        expect.equal(values[name], value, name=f"--{name} by default")


@task("train.main", points=3, seconds=programs.SECONDS)
def test_training_program(student: Student, rng: np.random.Generator) -> None:
    """The program trains and saves a model with as many hidden units as were asked for"""
    given = downloads.pictures(student, rng, per_class=2, classes=int(rng.integers(3, 5)))
    hidden = int(rng.integers(3, 8))
    flags = (*given.flags, "--num_epochs", "1", "--hidden_units", str(hidden))
    programs.run(student, "train", *flags).check_good()
    path = model_files.model_file(student, "here")
    sizes = (3, hidden, len(given.classes))
    networks.check_shapes(saved.contents(student, path), sizes, name=path)


@task("predict.main", points=3, seconds=programs.SECONDS)
def test_prediction_program(student: Student, rng: np.random.Generator) -> None:
    """The program prints the right class and its probability"""
    of = predicting.question(student, rng)
    path = predicting.keep(student, of, "models/net.pth")
    predicting.check_answer(predicting.ask(student, of.image, "--model_path", path), of)
