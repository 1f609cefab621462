"""Hidden checks of chapter 10: backends that fail, breaks, recompilation, names, fair runs."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder.chapters.ch10_torch_compile import public
from autograder.chapters.ch10_torch_compile.helpers import (
    comparison,
    evaluation,
    models,
    norms,
    records,
    training_runs,
)
from autograder.chapters.ch10_torch_compile.quiz import QUIZ
from autograder.checks import classifiers, draws, expect, loops, parity, telling
from autograder.checks.tally import Tally
from autograder.checks.task import task
from autograder.remote.client import Student

_RIGHT = {
    "what compiling is, and what it costs": dict(enumerate("bcac", start=1)),
    "breaks, names and fair comparisons": dict(enumerate("bdab", start=5)),
}


@task("concept_check", points=1)
@pytest.mark.parametrize("theme", list(_RIGHT))
def test_theme(student: Student, theme: str) -> None:
    """all answers are right about {theme}"""
    for number, right in _RIGHT[theme].items():
        chosen = QUIZ.letter(student, f"ANSWER_{number}")
        expect.true(
            chosen == right, f'Expected ANSWER_{number} to be another choice, but got "{chosen}".'
        )


@task("gpu_capability_note", points=2)
def test_new_generations(student: Student, rng: np.random.Generator) -> None:
    """Numbers of two digits are numbers, not letters"""
    major = int(rng.integers(10, 13))
    public.check_notes(student, {(major, 0): "fast", (major, 3): "fast", (9, 0): "fast"})


@task("gpu_capability_note", points=2)
def test_edges(student: Student, rng: np.random.Generator) -> None:
    """The edges are (7, 0) and (8, 0)"""
    minor = int(rng.integers(1, 10))
    wanted = {(7, 0): "supported", (7, 9): "supported", (8, minor): "fast", (6, minor): "too old"}
    public.check_notes(student, {**wanted, (8, 0): "fast"})


@task("use_tf32", points=2)
def test_off_again(student: Student, rng: np.random.Generator) -> None:
    """It is switched off for an older GPU, even if it was on"""
    public.check_switch(student, (7, int(rng.integers(1, 10))), before=True)


@task("use_tf32", points=1)
def test_none_and_newest(student: Student, rng: np.random.Generator) -> None:
    """Without a GPU it is off, for the first that has it and the newest on"""
    public.check_switch(student, None, before=True)
    public.check_switch(student, (8, 0), before=False)
    public.check_switch(student, (int(rng.integers(10, 13)), 0), before=False)


@task("device_context", points=2)
def test_error_in_a_block(student: Student) -> None:
    """After an error all is as before, and the error goes on"""
    seen = models.fresh_probes(student).try_block(student.device_context, ["meta"], spoil=True)
    expect.equal(seen["after"], "cpu", name="the device of a tensor made after a block that failed")
    expect.equal(seen["error"], "Spoilt", name="the class of the error that left the block")


@task("device_context", points=3)
def test_blocks_in_blocks(student: Student) -> None:
    """What was before is put back, also if it was no CPU"""
    there = models.fresh_probes(student)
    seen = there.try_block(student.device_context, ["meta", "cpu"])
    devices = [row[0] for row in seen["inside"]]
    expect.equal(devices, ["meta", "cpu"], name="the devices in two blocks")
    expect.equal(seen["leaving"], ["meta", "cpu"], name="the devices after the inner and the outer")
    seen = there.try_block(student.device_context, ["cpu"], before="meta")
    expect.equal(seen["after"], "meta", name="the device after a block, where it was meta before")


@task("maybe_compile", points=2)
def test_unknown_backend(student: Student, rng: np.random.Generator) -> None:
    """A backend that does not exist: a warning, and the model itself"""
    there, on = models.fresh_probes(student), models.pair(student, rng)
    name = f"backend_{rng.integers(1000)}"
    found = student.maybe_compile(on.there, backend=name)
    _check_warned(student, name)
    there.fresh()
    models.check_itself(student, found, on, rng)


def _check_warned(student: Student, text: str) -> None:
    warned = student.last.warnings
    expect.true(
        any(text in warning for warning in warned),
        f"Expected a warning that says {text!r}, but got {expect.show(list(warned))}.",
    )


@task("maybe_compile", points=3)
def test_backend_that_fails(student: Student, rng: np.random.Generator) -> None:
    """A backend that fails in the trial: a warning that says why, and the model itself"""
    there, on = models.fresh_probes(student), models.pair(student, rng)
    for training in (True, False):
        on.there.train.keep(training)
        reason = f"part {rng.integers(1000)} is missing"
        broken, x = there.Broken(reason), on.inputs(rng, 3)
        found = student.maybe_compile(on.there, backend=broken, example=x)
        _check_warned(student, reason)
        models.check_itself(student, found, on, rng)
        mode = on.there.training.value()
        expect.equal(mode, training, name="whether the model is in training mode afterwards")


@task("maybe_compile", points=2)
def test_trial_leaves_no_trace(student: Student, rng: np.random.Generator) -> None:
    """The trial changes neither statistics nor mode nor gradients"""
    there, on = models.fresh_probes(student), models.pair(student, rng, batch_norm=True)
    mark = models.mark(rng)
    for training, given in ((True, None), (False, 2.0)):
        on.there.train.keep(training)
        if given is not None:
            student.probes.pollute(on.there, given)
        backend = there.Marking(mark, numbered=False)
        found = student.maybe_compile(on.there, backend=backend, example=on.inputs(rng, 4))
        wanted = parity.snapshot(on.here)
        expect.state_dict(on.there.state_dict(), wanted, rtol=1e-12)
        mode = on.there.training.value()
        expect.equal(mode, training, name="whether the model is in training mode afterwards")
        _check_gradients(student, on, given)
    x = on.inputs(rng, 4)
    models.check_marked(found(x), parity.eval_output(on.here, x), 1 + mark)


def _check_gradients(student: Student, on: models.Pair, value: float | None) -> None:
    """Each parameter has a gradient of this number, or none, and still learns."""
    for name, found in student.probes.gradients(on.there).items():
        wanted = None if value is None else torch.full_like(on.here.get_parameter(name), value)
        expect.equal(found, wanted, name=f"the gradient of {name} after the trial")
    frozen = [name for name, _, learns in student.probes.parameter_counts(on.there) if not learns]
    expect.equal(frozen, [], name="the list of parameters that the trial froze")


@task("maybe_compile", points=2)
def test_no_compiler(student: Student, rng: np.random.Generator) -> None:
    """The default backend on a machine without a compiler: the warning says so"""
    models.fresh_probes(student)
    on = models.pair(student, rng)
    found = student.maybe_compile(on.there, True, "inductor", on.inputs(rng, 3))
    _check_warned(student, "needs a C++ compiler")
    models.check_itself(student, found, on, rng)


@task("time_first_call", points=3)
def test_first_call_compiles(student: Student, rng: np.random.Generator) -> None:
    """For a compiled model the first time holds the compiling, the second does not"""
    there, on = models.fresh_probes(student), models.pair(student, rng)
    clock = there.Clock()
    compiling, running = float(rng.uniform(5, 9)), records.seconds(rng, 4)
    backend = there.Slow(clock, compiling, running)
    fast = student.library("torch").compile.keep(on.there, backend=backend)
    found = clock.run(student.time_first_call, fast, on.inputs(rng, 3), repeats=3)
    records.check_times(found, compiling + running[0], float(np.mean(running[1:])))


@task("time_first_call", points=2)
def test_single_repeat(student: Student, rng: np.random.Generator) -> None:
    """One repetition is one call"""
    there, clock = models.fresh_probes(student), student.chapter_probes.Clock()
    first, later, more = records.seconds(rng, 3)
    found = clock.run(
        student.time_first_call, there.Job(clock, [first, later, 9 * more]), torch.ones(1), 1
    )
    records.check_times(found, first, later)


@task("count_graphs", points=3)
def test_breaks_and_calls(student: Student, rng: np.random.Generator) -> None:
    """Breaks make graphs, further calls with the same size do not"""
    size, breaks = int(rng.integers(3, 9)), int(rng.integers(2, 4))
    public.check_count(student, rng, breaks, [size] * 3, breaks + 1)


@task("count_graphs", points=3)
def test_other_dtypes(student: Student, rng: np.random.Generator) -> None:
    """A dtype needs a graph of its own, so does a second size; an earlier graph is used again"""
    fn, size = models.fresh_probes(student).breaking(0), int(rng.integers(3, 9))
    kinds = (torch.float32, torch.float64, torch.int64, torch.float32, torch.int64)
    found = student.count_graphs(fn, [torch.ones(size, dtype=kind) for kind in kinds])
    expect.equal(found, 3, name="the graphs for inputs of three dtypes, two of them repeated")
    # As torch.compile does it by itself: one graph for the first size, one for all later ones.
    sizes = [int(n) for n in rng.permutation(np.arange(3, 12))[:3]]
    public.check_count(student, rng, 0, sizes, 2)


@task("limit_norm", points=2)
def test_zeros_and_matrices(student: Student, rng: np.random.Generator) -> None:
    """Zeros stay zeros, and a matrix has one norm"""
    zeros = torch.zeros(4, dtype=torch.float64)
    models.check_output(student.limit_norm(zeros, 2.0), zeros, "the result for zeros")
    x = norms.vector(rng, float(rng.uniform(3, 9)), 3, 4)
    models.check_output(student.limit_norm(x), norms.limited(x, 1.0), "the result for a matrix")


@task("limit_norm", points=3)
def test_captured_in_one_graph(student: Student, rng: np.random.Generator) -> None:
    """Long and short vectors are computed by one and the same graph"""
    there, mark, most = models.fresh_probes(student), models.mark(rng), float(rng.uniform(0.5, 2))
    backend, size = there.Marking(mark), int(rng.integers(4, 9))
    fast = student.library("torch").compile.keep(student.limit_norm, backend=backend)
    inputs = [norms.vector(rng, most * share, size) for share in (3.0, 0.5, 5.0)]
    found = [fast(x, most) for x in inputs]
    student.observe("graphs", backend.graphs)
    hint = "Count its graphs for a long and a short vector: there should be one for both."
    for x, value in zip(inputs, found, strict=True):
        name = f"the result for a vector {'above' if x.norm() > most else 'below'} the limit"
        models.check_marked(value, norms.limited(x, most), 1 + mark, name, hint)


@task("compile_any_batch", points=4)
def test_sizes(student: Student, rng: np.random.Generator) -> None:
    """Batches of many sizes are computed by a single graph"""
    sizes = [int(n) for n in rng.permutation(np.arange(2, 10))[:4]]
    public.check_sizes(student, rng, sizes)


@task("clean_state_dict", points=2)
def test_plain_model(student: Student, rng: np.random.Generator) -> None:
    """The names of a model that is not compiled stay"""
    on = models.named(student, rng, ["original", "grid", "model", "stem"])
    models.check_clean(student, student.clean_state_dict(on.there), on)


@task("clean_state_dict", points=3)
def test_compiled_part(student: Student, rng: np.random.Generator) -> None:
    """A compiled part of a model gets its plain names too, also if the model is compiled as well"""
    on = models.named(student, rng, ["conv", "hidden", "stem", "linear"])
    there = student.chapter_probes
    for name in on.names[1:3]:
        there.compile_part(on.there, name)
    before = list(on.there.state_dict())
    models.check_clean(student, student.clean_state_dict(on.there), on)
    left = list(on.there.state_dict())
    expect.equal(left, before, name="the names in the state dict of the model itself, afterwards")
    mode = on.there.training.value()
    expect.equal(mode, True, name="whether the model is in training mode afterwards, as before")
    models.check_clean(
        student, student.clean_state_dict(evaluation.compiled(student, on.there)), on
    )


@task("clean_state_dict", points=2)
def test_names_that_look_alike(student: Student, rng: np.random.Generator) -> None:
    """Layers called original, grid or model keep their names in a compiled model"""
    on = models.named(student, rng, ["original", "grid", "model", "dim", "origin"])
    models.check_clean(
        student, student.clean_state_dict(evaluation.compiled(student, on.there)), on
    )


@task("eval_step_compiled", points=3)
def test_mode_and_order(student: Student, rng: np.random.Generator) -> None:
    """Dropout and BatchNorm are in evaluation mode, batches may differ in size"""
    found = evaluation.evaluate(student, rng, [5, 5, 3], dropout=0.5, batch_norm=True)
    found.check()
    found.check_state()


@task("eval_step_compiled", points=3)
def test_training_on_logits(student: Student, rng: np.random.Generator) -> None:
    """The logits can be the input of a later training, and carry no gradient"""
    found = evaluation.evaluate(student, rng, [4, 4, 2])
    found.check_training(student, rng)
    grads = student.probes.gradients(found.on.there)
    expect.equal(
        [name for name, grad in grads.items() if grad is not None],
        [],
        name="the model's parameters that got a gradient from that training",
    )


@task("eval_step_compiled", points=2)
def test_compiled_model_is_tested(student: Student, rng: np.random.Generator) -> None:
    """A compiled model is tested alike, and so is a model with another loss"""
    found = evaluation.evaluate(student, rng, [4, 3], compile_it=True, batch_norm=True)
    evaluation.evaluate(student, rng, [4, 3], smoothing=0.2).check()
    found.check()
    found.check_state()


@task("eval_step_compiled", points=1)
def test_batches_go_to_the_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    on = classifiers.on_device(student, rng, device)
    loss_fn = classifiers.cross_entropy(student)
    found = student.eval_step_compiled(on.there, on.loader, loss_fn, device)
    expect.length(found, 3, name="the result")
    tally = on.test()
    tally.check_one(found[0], tally.losses, "the loss", rtol=1e-3)
    for value, size in zip(found[2], tally.sizes, strict=True):
        expect.shape(value, (size, 4), name="the logits of a batch")


@task("timed_train", points=3)
def test_curves(student: Student, rng: np.random.Generator) -> None:
    """Losses and accuracies of three epochs are right, with Dropout and BatchNorm in their modes"""
    found = training_runs.train(student, rng, epochs=3, batch_norm=True).training
    found.check_state()
    found.check_curves(*loops.KEYS)


@task("timed_train", points=3)
def test_times_of_each_epoch(student: Student, rng: np.random.Generator) -> None:
    """Training and testing are timed apart, and each epoch by itself"""
    training_runs.train(student, rng, epochs=4).check_times()


@task("timed_train", points=2)
def test_compiled_model_is_trained(student: Student, rng: np.random.Generator) -> None:
    """A compiled model learns the same"""
    found = training_runs.train(student, rng, epochs=2, compile_it=True, batch_norm=True).training
    found.check_state()
    found.check_curves(*loops.KEYS)


@task("timed_train", points=1)
def test_momentum(student: Student, rng: np.random.Generator) -> None:
    """The optimiser is used as it is, through all epochs, and so is the loss"""
    found = training_runs.train(student, rng, epochs=3, momentum=0.9, smoothing=0.2)
    found.training.check_state()


@task("timed_train", points=1)
def test_training_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    on = draws.until(
        lambda: classifiers.on_device(student, rng, device),
        lambda made: telling.step_shows(made.here, made.batches),
    )
    lr = telling.LONG_STEP
    optimizer = student.library("torch.optim").SGD(on.there.parameters(), lr=lr)
    clock = student.chapter_probes.Clock()  # real times would differ from those of any other run
    found = clock.run(
        student.timed_train,
        model=on.there,
        train_dataloader=on.loader,
        test_dataloader=on.loader,
        optimizer=optimizer,
        loss_fn=classifiers.cross_entropy(student),
        epochs=1,
        device=device,
    )
    tally = Tally()
    parity.sgd_steps(on.here, on.batches, tally.add, lr=lr)
    expect.keys(found, ("train_loss",), name="the results")
    tally.check_one(found["train_loss"][0], tally.losses, "the loss", rtol=1e-3)


@task("speedup", points=3)
def test_warm_up(student: Student, rng: np.random.Generator) -> None:
    """Warm-up epochs count in neither list"""
    plain, compiled = rng.uniform(1.0, 1.4, 5).tolist(), rng.uniform(1.6, 2.0, 5).tolist()
    compiled[0], plain[0] = 30.0, 7.0
    for skip in (1, 2):
        public.check_change(student, plain, compiled, skip)


@task("speedup", points=2)
def test_lists_of_different_length(student: Student, rng: np.random.Generator) -> None:
    """Means are compared, however many epochs there are"""
    plain, compiled = rng.uniform(1.6, 2.0, 3).tolist(), rng.uniform(1.0, 1.4, 6).tolist()
    public.check_change(student, plain, compiled, 0)


@task("compare_compiled", points=4)
def test_compiled_runs(student: Student, rng: np.random.Generator) -> None:
    """Each compiled run starts from a fresh model of its seed, compiled by the backend"""
    comparison.compare(student, rng, runs=2).check("compiled")


@task("compare_compiled", points=4)
def test_three_runs(student: Student, rng: np.random.Generator) -> None:
    """In three runs both arms start alike, and only one is compiled"""
    comparison.compare(student, rng, runs=3).check("plain", "compiled")


@task("compare_compiled", points=2)
def test_other_seed(student: Student, rng: np.random.Generator) -> None:
    """The seed is the caller's"""
    seed = int(rng.integers(1000, 9999))
    comparison.compare(student, rng, runs=1, seed=seed).check("plain", "compiled")


@task("results_to_csv", points=3)
def test_runs_of_different_length(student: Student, rng: np.random.Generator) -> None:
    """Several runs follow each other, each with its own epochs"""
    keys = ["test_acc", "train_loss", "test_epoch_time"]
    runs = [records.run_results(rng, int(n), keys) for n in rng.permutation([2, 3, 4])]
    public.check_written(student, runs, f"table_{rng.integers(100)}.csv")


@task("results_to_csv", points=1)
def test_missing_folders(student: Student, rng: np.random.Generator) -> None:
    """Folders that are missing are made"""
    runs = [records.run_results(rng, 2, ["train_loss"])]
    public.check_written(student, runs, "results/gpu/table.csv")


@task("results_to_csv", points=2)
def test_file_is_replaced(student: Student, rng: np.random.Generator) -> None:
    """A second call replaces the file"""
    for count in (3, 2):
        runs = [records.run_results(rng, 2, ["train_loss", "test_loss"]) for _ in range(count)]
        public.check_written(student, runs, "again.csv")


@task("epoch_means", points=3)
def test_shorter_runs(student: Student, rng: np.random.Generator) -> None:
    """A run that was stopped early counts where it has values"""
    lengths = [int(n) for n in rng.permutation([2, 4, 5])]
    public.check_means(student, rng, lengths)


@task("epoch_means", points=2)
def test_many_epochs(student: Student, rng: np.random.Generator) -> None:
    """Epoch 10 comes after epoch 9"""
    public.check_means(student, rng, [int(rng.integers(11, 14))] * 2)
