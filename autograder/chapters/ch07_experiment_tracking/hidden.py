"""Hidden checks of chapter 07: what is on disk, what leaks between runs, and edge cases."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

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
from autograder.checks import events, expect, files, loops, parity
from autograder.checks.task import task
from autograder.remote.client import Remote, Student


@task("set_seeds", points=1)
def test_seed_default(student: Student, rng: np.random.Generator) -> None:
    """Without an argument the seed is 42"""
    student.seed(int(rng.integers(50, 10_000)))
    student.set_seeds()
    drawn = student.library("torch").rand(3)
    expect.close(drawn, seeds.torch_draws(42), name="torch.rand(3) after set_seeds()")


@task("set_seeds", points=1)
def test_seed_again(student: Student, rng: np.random.Generator) -> None:
    """A second seed starts its sequence at the beginning, and the GPU's generator is seeded too"""
    one, two = (int(n) for n in rng.choice(np.arange(50, 10_000), 2, replace=False))
    probes = student.chapter_probes
    for seed in (one, two, one, one):
        drawn = probes.draws(student.set_seeds, seed)
        student.observe("all draws", drawn)
        expect.close(drawn["torch"], seeds.torch_draws(seed), name=f"torch.rand(3) for {seed}")
    drawn = student.probes.gpu_draws(student.set_seeds, two)
    expect.close(drawn, seeds.torch_draws(two), name=f"numbers of the GPU's generator for {two}")


@task("seed_everything", points=1)
def test_generator_has_the_seed(student: Student, rng: np.random.Generator) -> None:
    """The generator that comes back has the seed, and is on the CPU where there is a GPU too"""
    seed = int(rng.integers(50, 10_000))
    student.probes.pretend_devices(cuda=True, mps=False)
    generator = student.seed_everything(seed)
    drawn = student.library("torch").rand(3, generator=generator)
    expect.close(drawn, seeds.torch_draws(seed), name=f"numbers of the generator for seed {seed}")


@task("seed_everything", points=1)
def test_generator_is_its_own(student: Student, rng: np.random.Generator) -> None:
    """Drawing from the generator leaves torch.rand as it is, and each call makes a new one"""
    seed = int(rng.integers(50, 10_000))
    earlier = student.seed_everything(seed)
    generator = student.seed_everything(seed)
    student.library("torch").rand(5, generator=generator)
    drawn = student.library("torch").rand(3)
    expect.close(drawn, seeds.torch_draws(seed), name="torch.rand(3) after such draws")
    drawn = student.library("torch").rand(3, generator=earlier)
    expect.close(drawn, seeds.torch_draws(seed), name="numbers of an earlier call's generator")


@task("log_dir_for", points=1)
def test_log_dir_without_extra(student: Student, rng: np.random.Generator) -> None:
    """An extra that is None or empty adds no folder"""
    for extra in (None, ""):
        run_name = run_folders.run_name(rng)
        path = student.log_dir_for(
            *run_name.names[:2], extra, run_name.root, run_name.date(student)
        )
        run_folders.check_path(path, run_name.root, run_name.day, *run_name.names[:2])


@task("log_dir_for", points=1)
def test_log_dir_slashes(student: Student, rng: np.random.Generator) -> None:
    """A slash in a name makes no folder of its own, and nothing is created"""
    run_name = run_folders.run_name(rng)
    experiment, model, extra = run_name.names
    path = student.log_dir_for(
        f"a\\b\\{experiment}/e/f",
        f"{model}//b\\\\c",
        f"{extra}/c/d\\e\\f",
        root=run_name.root,
        today=run_name.date(student),
    )
    parts = f"a-b-{experiment}-e-f", f"{model}--b--c", f"{extra}-c-d-e-f"
    run_folders.check_path(path, run_name.root, run_name.day, *parts)
    expect.equal(student.list_files(), [], name="the files and folders made")


@task("log_dir_for", points=1)
def test_log_dir_defaults(student: Student, rng: np.random.Generator) -> None:
    """Without root and day it is runs and the day of the call"""
    names = run_folders.run_name(rng).names[:2]
    before = student.library("datetime").date.today().isoformat()
    path = student.log_dir_for(*names)
    after = student.library("datetime").date.today().isoformat()
    parts = list(getattr(path, "parts", ()))
    right = [["runs", day, *names] for day in (before, after)]
    expect.true(
        parts in right, f"Expected the parts to be {right[0]}, but got {parts or expect.show(path)}"
    )


@task("create_writer", points=1)
def test_writer_without_extra(student: Student, rng: np.random.Generator) -> None:
    """Without an extra there is no third folder, and each writer is new"""
    names = run_folders.run_name(rng).names[:2]
    writer = student.create_writer(*names)
    run_folders.check_written(student, {names: writer})
    again = student.create_writer(*names)
    same = student.library("operator").is_(again, writer)
    expect.true(not same, "Expected a new writer from each call, but got the same one again.")


@task("create_writer", points=2)
def test_writers_do_not_mix(student: Student, rng: np.random.Generator) -> None:
    """Runs that differ in one name have folders of their own"""
    one, two = run_folders.run_name(rng).names, run_folders.run_name(rng).names
    each = [one, (*one[:2], f"{two[2]}_more"), (one[0], f"{two[1]}_large", one[2])]
    writers: dict[run_folders.Names, Remote] = {
        names: student.create_writer(experiment_name=names[0], model_name=names[1], extra=names[2])
        for names in each
    }
    run_folders.check_written(student, writers)


@task("log_epoch", points=2)
def test_epoch_is_the_step(student: Student, rng: np.random.Generator) -> None:
    """The number of the epoch is the step of its points"""
    epochs = int(rng.integers(3, 6))
    results = logs.results(rng, epochs)
    writer = logs.writer(student, "run")
    for epoch in range(epochs):
        student.log_epoch(writer, epoch, {key: values[epoch] for key, values in results.items()})
    writer.close.keep()
    logs.check(logs.runs(student), "run", results)


@task("log_epoch", points=1)
def test_epoch_from_anywhere(student: Student, rng: np.random.Generator) -> None:
    """A run that is resumed goes on with its own numbers, and with losses above 1"""
    first = int(rng.integers(10, 1000))
    results = {key: [value * 5 for value in values] for key, values in logs.results(rng, 2).items()}
    writer = logs.writer(student, "run")
    for i in range(2):
        epoch = {key: values[i] for key, values in results.items()}
        student.log_epoch(writer=writer, epoch=first + i, metrics=epoch)
    writer.close.keep()
    logged = logs.curves(logs.runs(student), "run")
    logs.check_there(logged, "run")
    logs.check_values(logged, results)
    steps = [step for step, _ in logged["test_loss"]]
    expect.equal(steps, [first, first + 1], name="the steps of test_loss")


@task("log_epoch", points=1)
def test_epoch_leaves_writer_open(student: Student, rng: np.random.Generator) -> None:
    """The writer stays open: all epochs are in one event file"""
    results = logs.results(rng, 3)
    writer = logs.writer(student, "run")
    for epoch in range(3):
        student.log_epoch(writer, epoch, {key: values[epoch] for key, values in results.items()})
    writer.close.keep()
    found = logs.runs(student)
    logs.check_there(logs.curves(found, "run"), "run")
    logs.check_whole(found)


@task("record_run", points=1)
def test_record_is_whole(student: Student, rng: np.random.Generator) -> None:
    """All epochs are in one event file"""
    results = logs.results(rng, int(rng.integers(2, 5)))
    student.record_run(str(student.scratch / "run"), results)
    found = logs.runs(student)
    logs.check_there(logs.curves(found, "run"), "run")
    logs.check_whole(found)


@task("record_run", points=1)
def test_record_is_on_disk(student: Student, rng: np.random.Generator) -> None:
    """When the function returns, the last value is on disk, also in a folder that was there"""
    results = logs.results(rng, int(rng.integers(2, 5)))
    student.library("os").makedirs(files.full(student, "run"))
    student.chapter_probes.patient_disk()
    student.record_run(str(student.scratch / "run"), results)
    logs.check(logs.runs(student), "run", results)


@task("record_run", points=1)
def test_record_is_closed(student: Student, rng: np.random.Generator) -> None:
    """No writer is left open"""
    probes = student.chapter_probes
    with student.aside():
        before = probes.open_writers()
    student.record_run(str(student.scratch / "run"), logs.results(rng, 2))
    with student.aside():
        left = probes.open_writers() - before
    student.record("open writers", left)
    found = logs.runs(student)
    logs.check_there(logs.curves(found, "run"), "run")
    expect.true(left <= 0, f"Expected every writer to be closed, but got {left} open event files.")


@task("read_scalars", points=1)
def test_resumed_run_is_read(student: Student, rng: np.random.Generator) -> None:
    """A run with two event files is read as one, in the order written, its steps as they are"""
    curves = event_files.curves(rng, range(6))
    again = event_files.curves(rng, range(int(rng.integers(2, 5)), 8))  # from an earlier checkpoint
    parts = curves, dict(zip(curves, again.values(), strict=True))
    for second, part in zip((100, 900), parts, strict=True):
        event_files.write_events(student, "run", second, event_files.scalars(part))
    curves = {tag: points + parts[1][tag] for tag, points in curves.items()}
    event_files.check_read(student.read_scalars(str(student.scratch / "run")), curves)


@task("read_scalars", points=1)
def test_interrupted_run_is_read(student: Student, rng: np.random.Generator) -> None:
    """Of a run that was interrupted while it wrote, everything before is read"""
    curves = event_files.curves(rng, range(4))
    points = event_files.scalars(curves)
    event_files.write_events(student, "run", 100, points, torn=int(rng.integers(3, 20)))
    found = student.read_scalars(str(student.scratch / "run"))
    torn = points[-1].tag
    event_files.check_read(found, {**curves, torn: curves[torn][:-1]})


@task("read_scalars", points=1)
def test_long_run_is_read(student: Student, rng: np.random.Generator) -> None:
    """Of a run with more than ten thousand points none is left out"""
    count = 10_000 + int(rng.integers(5, 300))
    values = rng.standard_normal(count).astype(np.float32).tolist()
    curve = {"Loss/train": list(enumerate(values))}
    event_files.write_events(student, "run", 100, event_files.scalars(curve))
    with student.aside():
        found = student.read_scalars(str(student.scratch / "run"))
    lengths = [len(c) for c in found.values()] if isinstance(found, dict) else []
    student.record("lengths", lengths)
    expect.equal(lengths, [count], name="the lengths of the curves")


@task("read_scalars", points=1)
def test_empty_run_is_read(student: Student, rng: np.random.Generator) -> None:
    """A run without values gives {}, and sub-folders are runs of their own"""
    event_files.write_events(student, "run", 100, [])
    below = [events.Scalar("Loss/train", 0, float(np.float32(rng.uniform())))]
    event_files.write_events(student, "run/below", 100, below)
    expect.equal(student.read_scalars(str(student.scratch / "run")), {}, name="the result")


@task("train_step", points=1)
def test_training_uneven(student: Student, rng: np.random.Generator) -> None:
    """Batches of different size, sent to the device, lead where right steps lead"""
    training_runs.check_epoch(
        training_runs.train_step(student, rng, [5, 5, 2], far=True, momentum=0.5)
    )


@task("train_step", points=1)
def test_training_mode(student: Student, rng: np.random.Generator) -> None:
    """A model that arrives in evaluation mode is trained in training mode"""
    training_runs.check_epoch(training_runs.train_step(student, rng, [6, 4], batch_norm=True))


@task("train_step", points=1)
def test_testing_mode(student: Student, rng: np.random.Generator) -> None:
    """test_step sends batches to the device, measures in evaluation mode and changes nothing"""
    training_runs.check_epoch(
        training_runs.test_step(student, rng, guard=False, batch_norm=True, dropout=0.5)
    )


@task("train_step", points=1)
def test_testing_without_gradients(student: Student, rng: np.random.Generator) -> None:
    """test_step measures with gradients off"""
    with expect.autograd_off("while test_step measures"):
        training_runs.check_epoch(training_runs.test_step(student, rng, guard=True))


@task("train", points=1)
def test_train_on_a_device(student: Student, rng: np.random.Generator) -> None:
    """Batches go to the device that is given, where the model is"""
    training = training_runs.train_far(student, rng, f"cuda:{rng.integers(2, 8)}")
    training.check_curves(*loops.KEYS)


@task("train", points=1)
def test_train_parity(student: Student, rng: np.random.Generator) -> None:
    """With momentum and BatchNorm, results and model are those of the right loop"""
    epochs = int(rng.integers(2, 4))
    training = training_runs.train(student, rng, epochs, momentum=0.5, batch_norm=True)
    training.check_curves(*loops.KEYS)
    expect.state_dict(training.state, training.wanted_state, rtol=parity.RTOL)


@task("train", points=2)
def test_train_log_is_on_disk(student: Student, rng: np.random.Generator) -> None:
    """When the function returns, all that was logged is on disk, also on a slow one"""
    student.chapter_probes.patient_disk()
    training = training_runs.train(student, rng, 2, logs.writer(student, "run"))
    training.check_form()
    logs.check(logs.runs(student), "run", training.results)


@task("train", points=1)
def test_train_writes_nowhere_else(student: Student, rng: np.random.Generator) -> None:
    """Without a writer no file is written"""
    training = training_runs.train(student, rng, 2, None)
    training.check_form()
    with student.aside():
        found = student.list_files()
    student.record("files", len(found))
    expect.true(not found, f"Expected no file, but got {found[:3]}.")


@task("train", points=1)
def test_two_trainings_two_records(student: Student, rng: np.random.Generator) -> None:
    """Two trainings with two writers leave two records, each with its own values"""
    done = {}
    for folder in ("one", "two"):
        writer = logs.writer(student, folder)
        done[folder] = training_runs.train(student, rng, int(rng.integers(2, 4)), writer)
        writer.close.keep()
    found = logs.runs(student)
    for folder, training in done.items():
        training.check_form()
        logs.check(found, folder, training_runs.wanted_or(training, found, folder))


@task("download_data", points=1)
def test_zip_is_removed(student: Student, rng: np.random.Generator) -> None:
    """Afterwards no zip is left"""
    source, name = downloads.offer(student, rng, members := files.members(rng))
    student.download_data(source, name)
    files.check_members(student, members, f"data/{name}")
    left = downloads.zips(student)
    expect.true(not left, f"Expected no zip to be left, but got {left}.")


@task("download_data", points=1)
def test_zip_is_kept(student: Student, rng: np.random.Generator) -> None:
    """With remove_source=False the zip stays in data, beside the folder"""
    source, name = downloads.offer(student, rng, members := files.members(rng))
    student.download_data(source=source, destination=name, remove_source=False)
    zip_name = source.rpartition("/")[2]
    expect.equal(downloads.zips(student), [f"data/{zip_name}"], name="the zips that lie about")
    files.check_members(student, members, f"data/{name}")


@task("download_data", points=1)
def test_data_are_fetched_once(student: Student, rng: np.random.Generator) -> None:
    """A second call needs no network and leaves the folder as it is"""
    source, name = downloads.offer(student, rng, members := files.members(rng))
    first = student.download_data(source, name)
    student.library("autograder.student.web").pretend({})
    changed = student.write_file(f"data/{name}/{next(iter(members))}", b"mine")
    again = student.download_data(source, name)
    expect.equal(again, first, name="the path of the second call")
    kept = student.read_file(changed)
    expect.equal(kept, b"mine", name="a file that was changed in between")


@task("download_data", points=1)
def test_two_data_sets(student: Student, rng: np.random.Generator) -> None:
    """Two data sets have a folder each"""
    sets: list[Any] = []
    for _ in range(2):
        members = {f"train/{name}": data for name, data in files.members(rng).items()}
        source, name = downloads.offer(student, rng, members)
        student.download_data(source, f"{name}_{len(sets)}")
        sets.append((members, f"data/{name}_{len(sets)}"))
    for members, folder in sets:
        files.check_members(student, members, folder)
    found = {path.split("/")[1] for path in student.list_files() if "/" in path}
    wanted = {folder.split("/")[1] for _, folder in sets}
    expect.equal(sorted(found), sorted(wanted), name="what lies in data")


@task("subset", points=1)
def test_subset_is_random(student: Student, rng: np.random.Generator) -> None:
    """The share is no block of a set that is sorted by class"""
    dataset = pictures.sorted_set(student, [30, 30, 30])
    chosen = dataset.chosen(student, student.subset(dataset.there, 1 / 3))
    counts = dataset.counts(chosen)
    # One class missing among 30 of 90: less than once in a million draws.
    expect.true(
        min(counts.values()) > 0 and len(chosen) == 30,
        f"Expected 30 samples of all three classes, but got {counts} by class.",
    )


@task("subset", points=1)
def test_subset_seed(student: Student, rng: np.random.Generator) -> None:
    """The seed alone decides which samples are drawn"""
    dataset = pictures.sorted_set(student, [20, 20])
    one, two = (int(n) for n in rng.choice(np.arange(50, 10_000), 2, replace=False))
    for stratified in (False, True):
        drawn = []
        for seed in (one, one, two):
            student.seed(int(rng.integers(10_000)))
            share = student.subset(dataset.there, 0.5, seed=seed, stratified=stratified)
            drawn.append(sorted(dataset.chosen(student, share)))
        expect.equal(drawn[1], drawn[0], name="the share of the same seed")
        expect.true(
            drawn[2] != drawn[0], "Expected another seed to draw other samples, but got the same."
        )


@task("subset", points=1)
def test_subset_leaves_generators(student: Student, rng: np.random.Generator) -> None:
    """torch's, NumPy's and Python's own generators go on as if nothing had been drawn"""
    dataset = pictures.sorted_set(student, [10, 10])
    seed = int(rng.integers(50, 10_000))
    probes = student.chapter_probes
    student.seed(seed)
    wanted = probes.next_draws()
    for stratified in (False, True):
        student.seed(seed)
        student.subset.keep(dataset.there, 0.4, stratified=stratified)
        found = probes.next_draws()
        expect.close(found, wanted, name="what the global generators draw next", rtol=1e-9)


@task("subset", points=2)
def test_subset_stratified(student: Student, rng: np.random.Generator) -> None:
    """stratified=True draws the same share of each class at random, and opens no picture"""
    sizes = [int(n) for n in rng.integers(12, 40, 3)]
    labels = rng.permutation(pictures.sorted_labels(sizes)).tolist()
    dataset, frac = pictures.shut_set(student, labels), pictures.share(rng, sizes[0])
    share = student.subset(dataset.there, frac, seed=int(rng.integers(99)), stratified=True)
    dataset.there.open.keep()
    chosen = dataset.chosen(student, share)
    wanted = {label: int(frac * size) for label, size in enumerate(sizes)}
    expect.equal(dataset.counts(chosen), wanted, name="the samples by class")
    expect.length(set(chosen), len(chosen), name="the different samples in the share")
    # 4 or more of 12: within one class it is the first block once in 495 draws, in all three never.
    first = sorted(i for c, k in wanted.items() for i in np.flatnonzero(np.equal(labels, c))[:k])
    expect.true(
        sorted(chosen) != first,
        "Expected a random share of each class, but got the first samples of each.",
    )


@task("subset", points=1)
def test_subset_of_everything(student: Student, rng: np.random.Generator) -> None:
    """frac=1.0 takes every sample once, and opens none"""
    sizes = [int(n) for n in rng.permutation(np.arange(3, 9))[:3]]
    for stratified in (False, True):
        dataset = pictures.shut_set(student, pictures.sorted_labels(sizes))
        share = student.subset(dataset.there, 1.0, int(rng.integers(99)), stratified)
        dataset.there.open.keep()
        chosen = sorted(dataset.chosen(student, share))
        expect.equal(chosen, list(range(sum(sizes))), name="the samples")


@task("augment_pair", points=1)
def test_training_pictures_change(student: Student, rng: np.random.Generator) -> None:
    """The first transform changes a picture at random"""
    size = int(rng.integers(8, 14))
    train, _ = student.augment_pair(size)
    drawn = pictures.draws(student, train, files.noise(rng, size, size), 60)
    same = bool((drawn == drawn[0]).all())
    expect.true(not same, "Expected 60 calls to differ, but got the same tensor each time.")


@task("augment_pair", points=1)
def test_test_pictures_stay(student: Student, rng: np.random.Generator) -> None:
    """The second transform gives the same result each time"""
    size = int(rng.integers(8, 14))
    _, test = student.augment_pair(size)
    pixels = files.noise(rng, size, size)
    drawn = pictures.draws(student, test, pixels, 60)
    same = bool((drawn == drawn[0]).all())
    expect.true(same, "Expected 60 calls to give the same tensor, but got different ones.")
    expect.close(drawn[0], pictures.normalised(pixels), name="the test picture")


@task("augment_pair", points=1)
def test_training_is_normalised(student: Student, rng: np.random.Generator) -> None:
    """The first transform scales and normalises as the second"""
    size = int(rng.integers(8, 14))
    train, _ = student.augment_pair(size)
    # Flips, tilts and changes of light leave black black, but for rare ones: take the median.
    black = np.zeros((size, size, 3), dtype=np.uint8)
    middle = pictures.draws(student, train, black, 31).median(dim=0).values
    expect.close(middle, pictures.normalised(black), name="a black training picture")
    # White is 2.64 at most; noise that is added after normalising makes it a bit more.
    highest = float(pictures.draws(student, train, 255 - black, 5).max())
    expect.at_most(highest, 10, name="the highest value of a white training picture")


@task("augment_pair", points=1)
def test_transforms_any_picture(student: Student, rng: np.random.Generator) -> None:
    """Pictures that are no squares become squares as a whole"""
    size = int(rng.integers(6, 10))
    pair = student.augment_pair(size)
    # White at the far left alone: a square cut from the middle would lose it.
    pixels = np.zeros((2 * size, 8 * size, 3), dtype=np.uint8)
    pixels[:, : 2 * size] = 255
    for transform in pair:
        expect.shape(
            pictures.draws(student, transform, pixels, 1)[0], (3, size, size), name="the picture"
        )
    white = pictures.normalised(np.full((1, 1, 3), 255, dtype=np.uint8))[:, 0, 0]
    for shown in pictures.draws(student, pair[1], pixels, 60):  # a random one changes some for sure
        expect.close(shown[:, size // 2, 0].double(), white, name="the leftmost pixel", atol=0.05)


@task("run_grid", points=3, seconds=20.0)
def test_grid_runs_are_fresh(student: Student, rng: np.random.Generator) -> None:
    """Each run starts from nothing: all numbers are those of a new model and optimiser"""
    grid = grids.grid(rng)
    rows = grids.rows_by_run(grid.run(student), grid)
    for run in grid.combinations:
        expect.keys(rows[run], loops.KEYS, name="each row")
        grids.check_numbers(rows[run], grid.right(*run))


@task("run_grid", points=2, seconds=20.0)
def test_grid_models_are_saved(student: Student, rng: np.random.Generator) -> None:
    """Each run has its own file with its model's state_dict, in a folder that may be there"""
    student.library("os").makedirs(files.full(student, "models"))
    grid = grids.grid(rng)
    rows = grids.rows_by_run(grid.run(student), grid)
    for row in rows.values():
        expect.keys(row, ("path",), name="each row")
    paths = {str(row["path"]) for row in rows.values()}
    expect.length(paths, len(rows), name="the different paths")
    for run in grid.combinations:
        saved = student.load_saved(str(rows[run]["path"]))
        wanted = grid.right(*run).wanted_state
        expect.state_dict(saved, wanted, name=f"the model of {run}", rtol=parity.RTOL)


@task("run_grid", points=2, seconds=20.0)
def test_grid_is_logged(student: Student, rng: np.random.Generator) -> None:
    """Each run has a folder of its own with its curves, complete on disk"""
    grid = grids.grid(rng)
    student.chapter_probes.patient_disk()
    grids.rows_by_run(grid.run(student), grid)
    found = logs.runs(student)
    for model, data, epochs in grid.combinations:
        place = re.compile(rf"(runs/[^/]+/{data}/{model}/\D*{epochs}(?!\d)[^/]*)(?:/.*)?")
        folders = {match[1] for folder in found if (match := place.fullmatch(folder))}
        expect.true(
            len(folders) == 1,
            f"Expected the curves of {epochs} epochs of {model} on {data} in runs/YYYY-MM-DD/"
            f"{data}/{model}/{epochs}_epochs, but got the folders {sorted(found)[:4]}.",
        )
        root = folders.pop()
        right = grid.right(model, data, epochs)
        logs.check(found, root, training_runs.wanted_or(right, found, root))


@task("run_grid", points=1)
def test_grid_seed(student: Student, rng: np.random.Generator) -> None:
    """The order of models, data and lengths makes no difference"""
    grid = grids.grid(rng).backwards()
    rows = grids.rows_by_run(grid.run(student), grid)
    for run in grid.combinations[::3]:
        expect.keys(rows[run], loops.KEYS, name="each row")
        grids.check_numbers(rows[run], grid.right(*run))


@task("run_grid", points=1)
def test_grid_of_one(student: Student, rng: np.random.Generator) -> None:
    """A single run of a network that is frozen in part, with the folder for models given"""
    grid = grids.grid(rng).single()
    row = grid.run(student, folder="kept/here", freeze=True)[0]
    expect.keys(row, (*loops.KEYS, "params", "path"), name="the row")
    expect.equal(
        row["params"], grid.size(row["model"]), name="the number of parameters, frozen ones too"
    )
    with student.aside():
        kept = [p for p in student.list_files() if p.startswith("kept/here/")]
    student.record("kept", kept)
    path = str(row["path"]).replace("\\", "/")
    expect.true(
        any(path.endswith(p) for p in kept),
        f"Expected a path to a file in kept/here, but got {path}, and {kept} is there.",
    )
    grids.check_numbers(row, grid.right(*grid.combinations[0], frozen=True))


@task("best_run", points=1)
def test_lowest_loss(student: Student, rng: np.random.Generator) -> None:
    """For a loss the lowest wins"""
    rows = result_rows.rows(rng, int(rng.integers(4, 8)))
    best = min(range(len(rows)), key=lambda i: rows[i]["test_loss"])
    there = student.put(rows)
    found = student.best_run.keep(there, metric="test_loss")
    expect.equal(found.value(), rows[best], name="the best run")
    operators = student.library("operator")
    itself = operators.is_(found, operators.getitem.keep(there, best))
    expect.true(itself, "Expected the row itself, but got a copy of it.")


@task("best_run", points=1)
def test_nan_is_out(student: Student, rng: np.random.Generator) -> None:
    """A run with NaN does not win, wherever it stands and whatever the metric is called"""
    for metric, sign in (("test_acc", 1), ("val_loss", -1), ("lossless_f1", 1)):
        rows = result_rows.rows(rng, 6)
        top = int(np.argmax([row["test_acc"] for row in rows]))
        rows[3], rows[top] = rows[top], rows[3]  # by its own metric it is out, by another it wins
        rows = [
            row | {"val_loss": row["test_loss"], "lossless_f1": row["test_acc"]} for row in rows
        ]
        best = max((1, 2, 4), key=lambda i: sign * rows[i][metric])
        result_rows.with_nan(rows, metric, (0, 3, 5))
        expect.equal(student.best_run(rows, metric), rows[best], name=f"the best run by {metric}")


@task("best_run", points=1)
def test_ties_go_to_the_smaller(student: Student, rng: np.random.Generator) -> None:
    """Among equals the fewest parameters win"""
    for metric, value in (("test_acc", 1.0), ("test_loss", 0.01)):
        rows = result_rows.rows(rng, 6)
        top = int(np.argmax([row["test_acc"] for row in rows]))
        tied = sorted(rng.permutation(np.delete(np.arange(6), top))[:4].tolist())
        params = sorted(rows[i]["params"] for i in tied)
        for i, size in zip(tied, (1, 0, 3, 2), strict=True):  # no first or last one is an extreme
            rows[i] |= {metric: value, "params": params[size]}
        least = rows[tied[1]]
        expect.equal(student.best_run(rows, metric), least, name=f"the best by {metric}")


@task("best_run", points=1)
def test_nobody_is_best(student: Student, rng: np.random.Generator) -> None:
    """With no row to choose from there is a ValueError"""
    with expect.raises(student, "ValueError"):
        student.best_run([])
    rows = result_rows.rows(rng, 3)
    result_rows.with_nan(rows, "test_acc", range(3))
    with expect.raises(student, "ValueError"):
        student.best_run(rows)


@task("model_size_mb", points=1)
def test_size_of_a_small_file(student: Student, rng: np.random.Generator) -> None:
    """A small file has a small size, not zero"""
    count = int(rng.integers(1000, 90_000))
    size = student.model_size_mb(student.write_file("small.pth", bytes(count)))
    expect.type_(size, float, name="the size")
    right = math.isclose(size, count / 2**20, rel_tol=1e-9)
    expect.true(right, f"Expected {count} bytes to be {count / 2**20:.6f}, but got {size:.6f}.")


@task("model_size_mb", points=1)
def test_size_of_any_file(student: Student, rng: np.random.Generator) -> None:
    """What is in the file makes no difference, and its path may be a Path"""
    count = int(rng.integers(2**20, 3 * 2**20))
    path = student.library("pathlib").Path(student.write_file("a/large.bin", rng.bytes(count)))
    size = student.model_size_mb(path)
    expect.close(size, count / 2**20, name=f"the size of {count} bytes", rtol=1e-9)
