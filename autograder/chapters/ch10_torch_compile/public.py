"""Public checks of chapter 10: forms, types and one example of each task."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import numpy as np
import pytest
import torch

from autograder.chapters.ch10_torch_compile.helpers import (
    comparison,
    evaluation,
    models,
    norms,
    records,
    training_runs,
)
from autograder.chapters.ch10_torch_compile.quiz import QUIZ
from autograder.checks import expect
from autograder.checks.task import task
from autograder.remote.client import Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "gpu_capability_note": (
        "Try (7, 5), (8, 0) and (12, 0), and say what each should give before you run it.",
        "Python compares tuples item by item: the first that differs decides.",
        "Look at what you compare with what, and at the direction and edge of each comparison.",
    ),
    "use_tf32": (
        "Read the switch after a call for a new GPU, and again after one for an old GPU.",
        "A switch has two positions: whoever turns it on for some must turn it off for the others.",
        "Look at what your function does where the GPU is too old, and at what it returns.",
    ),
    "device_context": (
        "Print torch.empty(1).device before, inside and after a block, and after one that fails.",
        "What was changed for a block is put back behind it, whatever happens in between.",
        "Look at what runs when the block ends with an error, and at what you put back.",
    ),
    "maybe_compile": (
        "Call it with a backend of your own that prints, and with one that raises an error.",
        "torch.compile gives something back, and nothing is compiled before that is called.",
        "Look at what you return in each case, and at what the trial does to the model.",
    ),
    "time_first_call": (
        "Pass a function that sleeps long the first time and shortly afterwards.",
        "Two stretches of time are asked for: they meet where the first call ends.",
        "Look at where the clock is read, and at what the second stretch is divided by.",
    ),
    "count_graphs": (
        "Pass a function with a print in the middle, and inputs of three sizes.",
        "A backend is called once for each graph, so counting its calls counts the graphs.",
        "Look at what your backend counts and returns, and at how often you compile.",
    ),
    "limit_norm": (
        "Pass a long and a short vector, and count the graphs with the function before this one.",
        "A question that Python answers ends the graph; one that is answered in numbers does not.",
        "Look for each place where a number leaves its tensor: if, float, item, min of Python.",
    ),
    "compile_any_batch": (
        "Count the graphs for batches of 5, 7 and 9 samples.",
        "A graph is made for the sizes seen, unless one says beforehand that sizes will vary.",
        "Look at the arguments of torch.compile that you do not use yet.",
    ),
    "clean_state_dict": (
        "Print the names before and after, for a compiled model, a plain one, and a compiled part.",
        "A name is a path: layers within layers, with dots in between. One step of it is too many.",
        "Look at which characters your code removes, and where in the name it looks for them.",
    ),
    "eval_step_compiled": (
        "Call it twice with a model that has Dropout, then use the logits as input of a new layer.",
        "Two ways to do without gradients differ in what may be done with the results later.",
        "Look at mode and context of the loop, and at what you collect in it.",
    ),
    "timed_train": (
        "Use a loader that sleeps for each batch, and compare both times with a watch of your own.",
        "Each epoch is trained, then tested, and each of the two has a start and an end.",
        "Look at where the clock is read, and at what else happens between two readings.",
    ),
    "speedup": (
        "Say what [2, 2] and [1, 1] should give before you run it, and then the other way round.",
        "A change in percent is: after minus before, divided by before.",
        "Look at what is subtracted from what, what you divide by, and which epochs you leave out.",
    ),
    "compare_compiled": (
        "Print the first loss of every run: in both arms run k must start at the same value.",
        "A run is fair if it begins with a new model, made right after its own seed.",
        "Look at what is inside which loop, and at the model that is handed to fit.",
    ),
    "results_to_csv": (
        "Open the file in an editor and count its rows and columns.",
        "One row for each epoch of each run, and a header above all of them.",
        "Look at the mode in which the file is opened, where counting begins, and at rounding.",
    ),
    "epoch_means": (
        "Write a small file by hand, in which the rows of two runs are mixed.",
        "First sort the values into one list for each epoch, then average each list.",
        "Look at what you group by, and whether an epoch is a number or a text in your code.",
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


@task("gpu_capability_note", points=2)
def test_notes(student: Student) -> None:
    """A T4, an A100, an old GPU and no GPU get their notes"""
    check_notes(student, {(7, 5): "supported", (8, 0): "fast", (6, 1): "too old", None: "no GPU"})


def check_notes(student: Student, wanted: Mapping[Any, str]) -> None:
    """The note of each capability."""
    for capability, note in wanted.items():
        found = student.gpu_capability_note(capability)
        expect.equal(found, note, name=f"the note for {capability}")


@task("use_tf32", points=3)
def test_new_gpu(student: Student, rng: np.random.Generator) -> None:
    """It is switched on for a new GPU"""
    check_switch(student, (8, int(rng.integers(0, 10))), before=False)


def check_switch(student: Student, capability: tuple[int, int] | None, *, before: bool) -> None:
    """The switch and the answer are right, whatever the switch was before."""
    there, wanted = models.fresh_probes(student), capability is not None and capability[0] > 7
    there.watch_tf32(before)
    found = student.use_tf32(capability)
    expect.equal(found, wanted, name=f"the result for {capability}")
    expect.equal(there.tf32(), wanted, name=f"the switch of TF32 for {capability}")
    expect.true(
        not there.bfloat16(),
        f"Expected TF32 and nothing coarser for {capability}, but got a setting that allows "
        "bfloat16.",
        hint="torch.set_float32_matmul_precision knows three words; which of them says TF32?",
    )


@task("device_context", points=2)
def test_inside(student: Student) -> None:
    """Inside, tensors and layers are made on the device, unless they ask for another"""
    seen = models.fresh_probes(student).try_block(student.device_context, ["meta"])
    expect.equal(
        seen["inside"],
        [["meta", "meta", "cpu"]],
        name="the devices of a tensor, a layer and a tensor for the CPU",
    )


@task("device_context", points=2)
def test_behind(student: Student) -> None:
    """After the block, tensors are made where they were before"""
    seen = models.fresh_probes(student).try_block(student.device_context, ["meta"])
    expect.equal(seen["after"], "cpu", name="the device of a tensor made after the block")


@task("maybe_compile", points=2)
def test_compiled(student: Student, rng: np.random.Generator) -> None:
    """The result is compiled by the backend that was given"""
    there, on, mark = models.fresh_probes(student), models.pair(student, rng), models.mark(rng)
    found = student.maybe_compile(on.there, True, there.Marking(mark))
    student.library("operator").is_(found, on.there)  # another mistake than another backend
    x = on.inputs(rng, 4)
    models.check_marked(found(x), on.here(x).detach(), 1 + mark)


@task("maybe_compile", points=2)
def test_not_enabled(student: Student, rng: np.random.Generator) -> None:
    """With enabled=False the model itself comes back"""
    there, on = models.fresh_probes(student), models.pair(student, rng)
    found = student.maybe_compile(on.there, enabled=False, backend=there.Marking(models.mark(rng)))
    models.check_itself(student, found, on, rng)


@task("time_first_call", points=3)
def test_two_times(student: Student, rng: np.random.Generator) -> None:
    """The first call and the mean of five others are timed"""
    there, clock = models.fresh_probes(student), student.chapter_probes.Clock()
    first, later = float(rng.uniform(2, 4)), records.seconds(rng, 5)
    work = there.Job(clock, [first, *later])
    found = clock.run(student.time_first_call, work, torch.ones(2))
    records.check_times(found, first, float(np.mean(later)))


@task("count_graphs", points=2)
def test_single_graph(student: Student, rng: np.random.Generator) -> None:
    """A function without a break, called once, is one graph"""
    check_count(student, rng, 0, [int(rng.integers(3, 9))], 1)


@task("count_graphs", points=2)
def test_one_break(student: Student, rng: np.random.Generator) -> None:
    """A function with one break is two graphs"""
    check_count(student, rng, 1, [int(rng.integers(3, 9))], 2)


def check_count(
    student: Student, rng: np.random.Generator, breaks: int, sizes: list[int], wanted: int
) -> None:
    """The number of graphs of a function with so many breaks, for inputs of these sizes."""
    fn = models.fresh_probes(student).breaking(breaks)
    inputs = [torch.as_tensor(rng.standard_normal(size)) for size in sizes]
    compiled = student.chapter_probes.watch_compile.keep()
    found = student.count_graphs(fn, inputs)
    student.observe("compiled", compiled)
    expect.type_(found, int, name="the result")
    expect.equal(found, wanted, name=f"the graphs of {breaks} breaks and sizes {sizes}")


@task("limit_norm", points=3)
def test_long_and_short(student: Student, rng: np.random.Generator) -> None:
    """A long vector is scaled to the norm, a short one stays"""
    most = float(rng.uniform(0.5, 2))
    for norm in (most * 3, most * 0.4):
        x = norms.vector(rng, norm, int(rng.integers(3, 9)))
        models.check_output(student.limit_norm(x, most), norms.limited(x, most), "the result")


@task("compile_any_batch", points=3)
def test_compiled_model(student: Student, rng: np.random.Generator) -> None:
    """The result computes what the model does, compiled by the backend"""
    check_sizes(student, rng, [int(rng.integers(2, 9))])


def check_sizes(student: Student, rng: np.random.Generator, sizes: list[int]) -> None:
    """Batches of these sizes are all computed by the first graph."""
    there, on, mark = models.fresh_probes(student), models.pair(student, rng), models.mark(rng)
    fast = student.compile_any_batch(on.there, backend=there.Marking(mark))
    inputs = [on.inputs(rng, size) for size in sizes]
    found = [fast(x) for x in inputs]
    for number, (x, value) in enumerate(zip(inputs, found, strict=True), start=1):
        place = f"the output for batch {number}, of {len(x)} samples"
        hint = "" if number == 1 else "A second graph would leave another mark: count the graphs."
        models.check_marked(value, on.here(x).detach(), 1 + mark, place, hint)


@task("clean_state_dict", points=3)
def test_names_of_a_compiled_model(student: Student, rng: np.random.Generator) -> None:
    """The state dict of a compiled model gets its plain names"""
    on = models.named(student, rng, ["conv", "hidden", "linear"])
    models.check_clean(
        student, student.clean_state_dict(evaluation.compiled(student, on.there)), on
    )


@task("eval_step_compiled", points=3)
def test_loss_accuracy_logits(student: Student, rng: np.random.Generator) -> None:
    """Loss, accuracy and all logits come back"""
    evaluation.evaluate(student, rng, [4, 4]).check()


@task("timed_train", points=2)
def test_lists_and_times(student: Student, rng: np.random.Generator) -> None:
    """There are six lists, and both times of an epoch are right"""
    found = training_runs.train(student, rng, epochs=1)
    found.training.check_form()
    found.check_times()


@task("timed_train", points=2)
def test_model_learns(student: Student, rng: np.random.Generator) -> None:
    """The model is where the right steps lead"""
    training_runs.train(student, rng, epochs=1).training.check_state()


@task("speedup", points=3)
def test_change(student: Student, rng: np.random.Generator) -> None:
    """Faster is negative, slower is positive, both in percent of the plain time"""
    plain = float(rng.uniform(1, 5))
    for factor in (float(rng.uniform(0.3, 0.8)), float(rng.uniform(1.2, 3))):
        check_change(student, [plain, plain], [plain * factor, plain * factor], 0)


def check_change(student: Student, plain: list[float], compiled: list[float], skip: int) -> None:
    """The change in percent of the mean over the epochs that count."""
    found = student.speedup(plain, compiled, skip) if skip else student.speedup(plain, compiled)
    before, after = np.mean(plain[skip:]), np.mean(compiled[skip:])
    expect.type_(found, float, name="the result")
    expect.close(found, 100 * float(after / before - 1), name="the result", rtol=1e-6, atol=1e-9)


@task("compare_compiled", points=2)
def test_results_of_each_run(student: Student, rng: np.random.Generator) -> None:
    """Both arms have a result for each run"""
    comparison.compare(student, rng, runs=2).check_form()


@task("compare_compiled", points=3)
def test_plain_runs(student: Student, rng: np.random.Generator) -> None:
    """Each plain run starts from a fresh model of its seed"""
    comparison.compare(student, rng, runs=2).check("plain")


@task("results_to_csv", points=3)
def test_file(student: Student, rng: np.random.Generator) -> None:
    """A run is written with all digits, one row for each epoch"""
    runs = [records.run_results(rng, 3, ["train_loss", "train_epoch_time"])]
    check_written(student, runs, "results.csv")


def check_written(student: Student, runs: list[Any], name: str) -> None:
    """The path comes back, and the file is right."""
    path = student.results_to_csv(runs, str(student.scratch / name))
    is_path = isinstance(path, PurePath) and path.name == PurePath(name).name
    expect.true(is_path, f"Expected the result to be the file's Path, but got {expect.show(path)}.")
    records.check_file(student.read_file(name), runs)


@task("epoch_means", points=3)
def test_means(student: Student, rng: np.random.Generator) -> None:
    """Two runs of three epochs give three means"""
    check_means(student, rng, [3, 3])


def check_means(student: Student, rng: np.random.Generator, lengths: list[int]) -> None:
    """The mean of each epoch over the runs that have it."""
    column = str(rng.choice(["train_loss", "test_epoch_time"]))
    data, wanted = records.csv_bytes(rng, lengths, column)
    found = student.epoch_means(student.write_file("results.csv", data), column)
    expect.type_(found, list, name="the result")
    expect.length(found, len(wanted), name="the result")
    for epoch, (value, right) in enumerate(zip(found, wanted, strict=True), start=1):
        expect.type_(value, float, name=f"the mean of epoch {epoch}")
        expect.close(value, right, name=f"the mean of epoch {epoch}", rtol=1e-9)
