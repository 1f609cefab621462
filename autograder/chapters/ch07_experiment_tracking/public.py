"""Public checks of chapter 07: one example of each task, and the concept check."""

from __future__ import annotations

import math
import random
from pathlib import PurePath

import numpy as np
import pytest
import torch

from autograder.chapters.ch07_experiment_tracking.helpers import (
    downloads,
    event_files,
    grids,
    logs,
    pictures,
    result_rows,
    run_folders,
    seeds,
    training_runs,
)
from autograder.chapters.ch07_experiment_tracking.quiz import QUIZ
from autograder.checks import expect, files, loops
from autograder.checks.task import task
from autograder.remote.client import Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

DATED = ("test_log_dir_parts", "test_writer_folder")  # today is in what they see

HINTS = {
    "set_seeds": (
        "Seed, draw three numbers, seed again, draw three numbers: are they the same three?",
        "torch has one generator for the CPU and one for each GPU; a seed sets where they begin.",
        "Which number do you hand on, and to which generator?",
    ),
    "seed_everything": (
        "Seed twice and draw from random, np.random and torch each time. Which one differs?",
        "Four generators: Python's, NumPy's, torch's global one, and a new one for the caller.",
        "Count the generators that you seed, and look at the one you return.",
    ),
    "log_dir_for": (
        "Print the path for an extra and for none, and for a name with a slash in it.",
        "Only the parts that exist become folders, and each of them becomes exactly one.",
        "Look at the day's format, and at what happens to a part that is None.",
    ),
    "create_writer": (
        "Make a writer and print its log_dir.",
        "The folder of a writer is what you hand to it; without that it invents one.",
        "Look at the arguments of SummaryWriter, and at the arguments of your function.",
    ),
    "log_epoch": (
        "Log three epochs, close the writer, and read the tags and steps back.",
        "A curve is a tag and points of step and value. The step is the number of the epoch.",
        "Look at each call: which tag, which value, and which step?",
    ),
    "record_run": (
        "List the files of the folder afterwards: how many are there?",
        "One writer for all epochs, closed once, after the last value.",
        "Look at where the writer is made and where it is closed, as seen from the loop.",
    ),
    "read_scalars": (
        "Write a curve of three points yourself, read it, and compare.",
        "An accumulator for the folder, told to load and to keep everything, then tag by tag.",
        "Look at what you hand to EventAccumulator, and at which fields of an event you keep.",
    ),
    "train_step": (
        "Compare with your functions of chapter 05, line by line.",
        "Mode, forward pass, loss, zero, backward pass, step; and for a test the two switches.",
        "Look at the modes, and at what is added up and divided.",
    ),
    "train": (
        "Train with a writer and without one. Do the curves equal the results that you return?",
        "Each epoch: train, test, note both, and log them if there is a writer.",
        "Look at what depends on the writer, and at what happens after the last epoch.",
    ),
    "download_data": (
        "List the folder data afterwards, and call the function a second time.",
        "Folder there? Then nothing to do. Otherwise fetch, unpack, clean up.",
        "Look at where the zip is written, where it is unpacked, and when it is deleted.",
    ),
    "subset": (
        "Draw a tenth of a set that is sorted by class and count the classes.",
        "Random positions without repetition, from a generator that is nobody else's.",
        "Look at how the positions are drawn, and at what changes when stratified is true.",
    ),
    "augment_pair": (
        "Send one picture through each transform five times. Which results are equal?",
        "The same beginning and the same end for both, and something random in one of them.",
        "Compare the two lists of steps, one by one.",
    ),
    "run_grid": (
        "Print the first training loss of every run: equal for equal model, data and seed?",
        "Everything that learns or records is made anew for each run.",
        "Look at which lines stand outside the innermost loop, and whether they may.",
    ),
    "best_run": (
        "Make three rows by hand, one with NaN, and ask for the best accuracy and the best loss.",
        "High accuracy is good, high loss is bad, NaN is neither, and small models win ties.",
        "Look at how two rows are compared.",
    ),
    "model_size_mb": (
        "Measure a file of 100 bytes. Is the result above zero?",
        "A file knows its size in bytes; the unit is 1024 x 1024 of them.",
        "Look at the kind of division.",
    ),
    "concept_check": (
        "Go back to the part of the chapter that the question is about, and run its cell.",
        "Ask of each choice what you would see in TensorBoard if it were true.",
        "The line under a wrong answer names what to think about.",
    ),
}


@task("concept_check", points=1)
@pytest.mark.parametrize(("name", "topic"), QUIZ.topics, ids=list(QUIZ.questions))
def test_answer(student: Student, name: str, topic: str) -> None:
    """{name}: {topic}"""
    QUIZ.check(student, name)


@task("set_seeds", points=1)
def test_seed_decides_the_numbers(student: Student, rng: np.random.Generator) -> None:
    """After a seed torch draws the numbers of that seed"""
    seed = int(rng.integers(50, 10_000))
    drawn = student.chapter_probes.draws(student.set_seeds, seed)
    student.observe("all draws", drawn)
    expect.close(drawn["torch"], seeds.torch_draws(seed), name=f"torch.rand(3) for seed {seed}")


@task("seed_everything", points=2)
def test_seed_everything_draws(student: Student, rng: np.random.Generator) -> None:
    """random, NumPy and torch draw the numbers of the seed"""
    seed = int(rng.integers(50, 10_000))
    drawn = student.chapter_probes.draws(student.seed_everything, seed)
    wanted = random.Random(seed)
    expect.close(drawn["torch"], seeds.torch_draws(seed), name=f"torch.rand(3) for seed {seed}")
    numpy = np.random.RandomState(seed).rand(3).tolist()
    expect.close(drawn["numpy"], numpy, name=f"np.random.rand(3) for seed {seed}")
    python = [wanted.random() for _ in range(3)]
    expect.close(drawn["random"], python, name=f"three times random.random() for seed {seed}")


@task("log_dir_for", points=2)
def test_log_dir_parts(student: Student, rng: np.random.Generator) -> None:
    """The path is root/YYYY-MM-DD/experiment/model/extra"""
    run_name = run_folders.run_name(rng)
    path = student.log_dir_for(*run_name.names, root=run_name.root, today=run_name.date(student))
    run_folders.check_path(path, run_name.root, run_name.day, *run_name.names)


@task("create_writer", points=2)
def test_writer_folder(student: Student, rng: np.random.Generator) -> None:
    """The writer's values land in runs/YYYY-MM-DD/experiment/model/extra"""
    names = run_folders.run_name(rng).names
    writer = student.create_writer(*names)
    run_folders.check_written(student, {names: writer})


@task("log_epoch", points=2)
def test_epoch_has_four_points(student: Student, rng: np.random.Generator) -> None:
    """The four numbers of an epoch are logged, each in its curve"""
    results = logs.results(rng, 1)
    writer = logs.writer(student, "run")
    student.log_epoch(writer, 0, {key: values[0] for key, values in results.items()})
    writer.close.keep()
    logged = logs.curves(logs.runs(student), "run")
    logs.check_there(logged, "run")
    logs.check_values(logged, results)


@task("record_run", points=3)
def test_recorded_curves(student: Student, rng: np.random.Generator) -> None:
    """The four curves are in the folder, with steps 0, 1, 2, ..."""
    results = logs.results(rng, int(rng.integers(3, 6)))
    student.record_run(str(student.scratch / "old" / "run"), results)
    logs.check(logs.runs(student), "old/run", results)


@task("read_scalars", points=3)
def test_curves_are_read(student: Student, rng: np.random.Generator) -> None:
    """Each tag has its list of (step, value)"""
    curves = event_files.curves(rng, [0, 2, 4, 6])
    event_files.write_events(student, "run", 100, event_files.scalars(curves))
    event_files.check_read(student.read_scalars(str(student.scratch / "run")), curves)


@task("train_step", points=1)
def test_training_one_epoch(student: Student, rng: np.random.Generator) -> None:
    """train_step trains and returns loss and accuracy"""
    training_runs.check_epoch(training_runs.train_step(student, rng, [6, 6]))


@task("train", points=2)
def test_training_without_writer(student: Student, rng: np.random.Generator) -> None:
    """Without a writer the results of all epochs come back"""
    training = training_runs.train(student, rng, epochs=3)
    training.check_curves(*loops.KEYS)


@task("train", points=2)
def test_training_is_logged(student: Student, rng: np.random.Generator) -> None:
    """With a writer the results are in its folder, with steps 0, 1, 2, ..."""
    writer = logs.writer(student, "run")
    training = training_runs.train(student, rng, 3, writer)
    writer.close.keep()
    training.check_form()
    logs.check(logs.runs(student), "run", training.results)


@task("download_data", points=2)
def test_data_are_unpacked(student: Student, rng: np.random.Generator) -> None:
    """The zip is fetched and unpacked into data/destination, whose path comes back"""
    members = files.members(rng)
    source, name = downloads.offer(student, rng, members)
    folder = student.download_data(source, name)
    files.check_members(student, members, f"data/{name}")
    is_path = isinstance(folder, PurePath) and folder.parts[-2:] == ("data", name)
    expect.true(is_path, f"Expected the path data/{name}, but got {expect.show(folder)}.")


@task("subset", points=2)
def test_subset_size(student: Student, rng: np.random.Generator) -> None:
    """A share has int(frac * n) different samples, each with its own label"""
    sizes = [int(n) for n in rng.integers(5, 12, 3)]
    dataset, frac = pictures.sorted_set(student, sizes), pictures.share(rng, sum(sizes))
    chosen = dataset.chosen(student, student.subset(dataset.there, frac))
    expect.length(chosen, int(frac * sum(sizes)), name="the share")
    expect.length(set(chosen), len(chosen), name="the different samples in the share")


@task("augment_pair", points=2)
def test_transforms_form(student: Student, rng: np.random.Generator) -> None:
    """Both transforms give float32 of shape (3, size, size), the second without any change"""
    size = int(rng.integers(8, 20))
    pixels = files.noise(rng, size, size)
    pair = student.augment_pair(size)
    expect.length(pair, 2, name="the result")
    results = [pictures.draws(student, pair[0], pixels, 1)[0]]
    results += pictures.draws(student, pair[1], pixels, 60)  # a random one changes some for sure
    for name, result in zip(("the training picture", "the test picture"), results, strict=False):
        expect.shape(result, (3, size, size), name=name)
        expect.dtype(result, torch.float32, name=name)
    for result in results[1:]:
        expect.close(result, pictures.normalised(pixels), name="the test picture")


@task("run_grid", points=2)
def test_grid_has_all_combinations(student: Student, rng: np.random.Generator) -> None:
    """There is one row for each combination"""
    grid = grids.grid(rng)
    grids.rows_by_run(grid.run(student), grid)


@task("run_grid", points=1)
def test_grid_rows(student: Student, rng: np.random.Generator) -> None:
    """Each row has four numbers, the number of parameters and a path"""
    grid = grids.grid(rng)
    for row in grids.rows_by_run(grid.run(student), grid).values():
        expect.keys(row, (*loops.KEYS, "params", "path"), name="each row")
        for key in loops.KEYS:
            expect.type_(row[key], float, name=f"row[{key!r}]")
        expect.equal(row["params"], grid.size(row["model"]), name="row['params']")


@task("best_run", points=2)
def test_best_accuracy(student: Student, rng: np.random.Generator) -> None:
    """The row with the highest accuracy comes back"""
    rows = result_rows.rows(rng, int(rng.integers(4, 8)))
    best = max(range(len(rows)), key=lambda i: rows[i]["test_acc"])
    expect.equal(student.best_run(rows), rows[best], name="the best run")


@task("model_size_mb", points=1)
def test_size_of_a_file(student: Student, rng: np.random.Generator) -> None:
    """Two and a half times 1024 * 1024 bytes are 2.5"""
    path = student.write_file("model.pth", bytes(5 * 2**19))
    size = student.model_size_mb(path)
    expect.type_(size, float, name="the size")
    expect.true(math.isclose(size, 2.5), f"Expected the size to be 2.5, but got {size:.6g}.")
