"""Hidden checks of chapter 04: fresh data, damaged data, and the mechanics of every loop."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from autograder import expect, parity
from autograder.client import Student, StudentError
from autograder.graders.ch04_custom_datasets import (
    answers,
    curves,
    files,
    loops,
    networks,
    pictures,
    public,
)
from autograder.graders.ch04_custom_datasets.quiz import QUIZ
from autograder.plugin import task

_RIGHT = {
    "curves, remedies and augmentation": dict(enumerate("bcad", start=1)),
    "labels, transforms and datasets": dict(enumerate("bcab", start=5)),
}

# Accuracy of `experiment` on 60 new pictures of stripes and chequers; see sweep.py, THRESHOLDS.md.
LEARNT = 0.8
TRAINED_ON = 16  # pictures per class
EPOCHS = 12


@task("concept_check", points=1)
@pytest.mark.parametrize("theme", list(_RIGHT))
def test_theme(student: Student, theme: str) -> None:
    """all answers are right about {theme}"""
    for number, right in _RIGHT[theme].items():
        chosen = QUIZ.letter(student, f"ANSWER_{number}")
        expect.true(
            chosen == right, f'Expected ANSWER_{number} to be another choice, but got "{chosen}".'
        )


@task("unpack", points=1)
def test_unpack_leaves_full_folder(student: Student, rng: np.random.Generator) -> None:
    """A folder with files in it is left alone, unless overwrite=True"""
    members = public.some_members(rng)
    zip_path = student.write_file("food.zip", files.zipped(members))
    mine = f"data/food/{next(iter(members))}"
    student.write_file(mine, b"my own picture")
    dest = files.full(student, "data/food")
    student.unpack(zip_path, dest)
    expect.equal(student.read_file(mine), b"my own picture", name=f"{mine} after unpack")
    student.unpack(zip_path, dest, overwrite=True)
    public.check_members(student, members)


@task("unpack", points=1)
def test_unpack_fills_empty_folder(student: Student, rng: np.random.Generator) -> None:
    """A folder that is there but empty is filled"""
    members = public.some_members(rng)
    zip_path = student.write_file("food.zip", files.zipped(members))
    dest = files.full(student, "data/food")
    student.library("os").makedirs(dest)
    student.unpack(zip_path, dest)
    public.check_members(student, members)


@task("unpack", points=1)
def test_unpack_refuses_a_web_page(student: Student, rng: np.random.Generator) -> None:
    """The page of a failed download is refused with an error that names the file"""
    name = f"food_{rng.integers(100, 1000)}.zip"
    path = student.write_file(name, b"<!DOCTYPE html><html><h1>404 Not Found</h1></html>")
    with expect.raises(student, "ValueError", mentions=[name]):
        student.unpack(path, files.full(student, "data"))


@task("unpack", points=2)
def test_unpack_refuses_to_climb(student: Student, rng: np.random.Generator) -> None:
    """A zip with a name that leads out of the folder is refused, and nothing is unpacked"""
    members = public.some_members(rng)
    way = str(rng.choice(["../{}", "pizza/../../{}"])).format(f"x{rng.integers(1000)}.txt")
    path = student.write_file("in/food.zip", files.zipped({**members, way: b"gotcha"}))
    with expect.raises(student, "ValueError"):
        student.unpack(path, files.full(student, "in/data"))
    left = [f for f in student.list_files() if f not in ("in", "in/food.zip", "in/data")]
    expect.equal(left, [], name="the list of files that were unpacked")


@task("find_classes", points=2)
def test_classes_without_files(student: Student, rng: np.random.Generator) -> None:
    """Files are no classes, and the order does not depend on the disk"""
    names = files.names(rng, 8)
    files.fill(student, rng, "train", dict.fromkeys(names, 1))
    for stray in (".DS_Store", "a_list.txt", "zebra.jpg"):
        student.write_file(f"train/{stray}", b"no class")
    public.check_classes(student.find_classes(files.full(student, "train")), names)


@task("find_classes", points=1)
def test_no_classes(student: Student, rng: np.random.Generator) -> None:
    """A folder with files only is refused"""
    student.write_file(f"train/{rng.integers(1000)}.jpg", b"a picture in the wrong place")
    with expect.raises(student, "FileNotFoundError"):
        student.find_classes(files.full(student, "train"))


@task("find_classes", points=1)
def test_no_folder(student: Student, rng: np.random.Generator) -> None:
    """A folder that is not there is refused"""
    with expect.raises(student, "FileNotFoundError"):
        student.find_classes(files.full(student, f"train_{rng.integers(1000)}"))


def _folder(student: Student, rng: np.random.Generator) -> tuple[dict[str, int], list[Any]]:
    """A folder ``train`` over there: pictures per class, and what was written."""
    names = files.names(rng, 3)
    counts = dict(zip(names, rng.integers(2, 5, 3).tolist(), strict=True))
    return counts, files.fill(student, rng, "train", counts)


def _dataset(student: Student, **options: Any) -> Any:
    to_tensor = student.library("torchvision.transforms").ToTensor()
    return student.ImageFolderCustom(files.full(student, "train"), to_tensor, **options)


@task("ImageFolderCustom", points=2)
def test_dataset_in_a_loader(student: Student, rng: np.random.Generator) -> None:
    """A DataLoader gets every picture once, with its class"""
    _, written = _folder(student, rng)
    loader = student.library("torch.utils.data").DataLoader(_dataset(student), batch_size=2)
    batches = student.library("builtins").list(loader)
    for _, labels in batches:
        expect.dtype(labels, torch.int64, name="the labels of a batch")
    files.check_samples(public.in_a_row(batches), written)


@task("ImageFolderCustom", points=1)
def test_dataset_without_transform(student: Student, rng: np.random.Generator) -> None:
    """Without a transform the picture is what Pillow opened"""
    _, written = _folder(student, rng)
    dataset = student.ImageFolderCustom(files.full(student, "train"))
    samples = []
    for index in range(len(written)):
        image, label = student.library("operator").getitem(dataset, index)
        kind = student.library("PIL.Image").Image
        is_picture = student.library("builtins").isinstance(image, kind)
        expect.true(is_picture, f"Expected a Pillow picture, but got {expect.show(image)}.")
        samples.append((student.library("numpy").array(image).transpose(2, 0, 1) / 255, label))
    files.check_samples(samples, written)


@task("ImageFolderCustom", points=1)
def test_dataset_is_lazy(student: Student, rng: np.random.Generator) -> None:
    """Pictures are opened when they are asked for, not when the dataset is made"""
    _, written = _folder(student, rng)
    dataset = _dataset(student)
    palette = files.colours(rng, len(written))
    painted = [
        files.Picture(old.path, old.label, colour)
        for old, colour in zip(written, palette, strict=True)
    ]
    for picture in painted:
        files.paint(student, picture)
    item = student.library("operator").getitem
    files.check_samples([item(dataset, index) for index in range(len(painted))], painted)


@task("ImageFolderCustom", points=1)
def test_broken_picture(student: Student, rng: np.random.Generator) -> None:
    """A broken picture spoils its own sample and no other"""
    counts, written = _folder(student, rng)
    student.write_file(f"train/{next(iter(counts))}/IMG_0.jpg", b"this is no picture")
    dataset, samples = _dataset(student), []
    for index in range(len(written) + 1):
        try:
            samples.append(student.library("operator").getitem(dataset, index))
        except StudentError as error:
            if error.kind != "error" or len(samples) < index:
                raise
    files.check_samples(samples, written)


@task("ImageFolderCustom", points=1)
def test_index_past_the_end(student: Student, rng: np.random.Generator) -> None:
    """An index past the end raises IndexError"""
    _, written = _folder(student, rng)
    dataset = _dataset(student)
    with expect.raises(student, "IndexError"):
        student.library("operator").getitem(dataset, len(written) + int(rng.integers(0, 3)))


def _centres(size: int) -> list[int]:
    return [size // 6, size // 2, size - 1 - size // 6]


@task("train_transform", points=2)
def test_test_transform_values(student: Student, rng: np.random.Generator) -> None:
    """The whole test picture is there, every colour in its place"""
    size = 6 * int(rng.integers(4, 8))
    height, width = (3 * int(n) for n in rng.permutation([6, int(rng.integers(18, 25))]))
    pixels, colours = files.blocks(rng, height, width)
    result = student.test_transform(size)(files.opened(student, pixels))
    expect.shape(result, (3, size, size), name="the result")
    at = _centres(size)
    found = result[:, at][:, :, at].permute(1, 2, 0)
    wanted = torch.as_tensor(colours) / 255
    expect.close(found, wanted, name="the colours of nine blocks", rtol=0.0, atol=0.03)


@task("train_transform", points=2)
def test_what_is_random(student: Student, rng: np.random.Generator) -> None:
    """Training pictures change from call to call, test pictures never"""
    size = 6 * int(rng.integers(3, 6))
    picture = files.opened(student, files.blocks(rng, 18, 24)[0])
    draws = student.library("autograder.student.ch04_probes").draws
    still = draws(student.test_transform(size), picture, 12)
    expect.close(still, still[:1].expand_as(still), name="12 calls of the test transform")
    moving = draws(student.train_transform(size), picture, 40)
    expect.true(
        not all(torch.equal(moving[0], other) for other in moving[1:]),
        "Expected the training transform to change a picture at random, "
        "but got the same tensor 40 times.",
    )


@task("train_transform", points=1)
def test_without_augmentation(student: Student, rng: np.random.Generator) -> None:
    """With augment=False, the training transform does what the test transform does"""
    size = 6 * int(rng.integers(3, 6))
    picture = files.opened(student, files.blocks(rng, 18, 24)[0])
    draws = student.library("autograder.student.ch04_probes").draws
    plain = draws(student.train_transform(size, augment=False), picture, 12)
    wanted = student.test_transform(size)(picture)
    expect.close(plain, wanted.expand_as(plain), name="12 calls of the training transform")


def _two_folders(student: Student, rng: np.random.Generator, count: int) -> dict[str, Any]:
    """Training and test pictures over there, the same classes for both."""
    names = files.names(rng, 3)
    return {
        part: files.fill(student, rng, part, dict.fromkeys(names, count)) for part in public.SPLITS
    }


def _loaders(student: Student, **options: Any) -> Any:
    found = student.make_image_loaders(
        *public.locations(student), *public.two_transforms(student), **options
    )
    expect.length(found, 3, name="the result")
    return found


@task("make_image_loaders", points=2)
def test_what_is_shuffled(student: Student, rng: np.random.Generator) -> None:
    """Training pictures come in a new order each epoch, test pictures in one order"""
    written = _two_folders(student, rng, 5)
    train_loader, test_loader, _ = _loaders(student, batch_size=4)
    as_list = student.library("builtins").list
    epochs = [public.in_a_row(as_list(train_loader)) for _ in range(2)]
    for samples in epochs:
        files.check_samples(samples, written["train"])
    colours = [[image.mean(dim=(1, 2)) for image, _ in samples] for samples in epochs]
    same = all(torch.equal(a, b) for a, b in zip(*colours, strict=True))
    expect.true(not same, "Expected two epochs of training in different order, but got the same.")
    in_order = public.in_a_row(as_list(test_loader))
    files.check_samples(in_order, written["test"], in_order=True)


@task("make_image_loaders", points=1)
def test_other_kinds_of_pictures(student: Student, rng: np.random.Generator) -> None:
    """Grey pictures, pictures with transparency, .png and .jpeg are read as colour pictures"""
    written = _two_folders(student, rng, 1)
    for part, label in (("train", 0), ("test", 2)):
        folder = next(p.path for p in written[part] if p.label == label).rpartition("/")[0]
        grey = int(rng.integers(60, 200))
        kinds = {
            "a.png": ((grey,) * 3, files.encoded(np.full((9, 9), grey, np.uint8))),
            "b.png": ((250, 5, 120), files.encoded(files.solid((250, 5, 120, 200)))),
            "c.jpeg": ((5, 250, 60), files.encoded(files.solid((5, 250, 60)), "JPEG")),
        }
        for name, (colour, data) in kinds.items():
            path = f"{folder}/{name}"
            student.write_file(path, data)
            written[part].append(files.Picture(path, label, colour))
    for loader, part in zip(_loaders(student, batch_size=3), public.SPLITS, strict=False):
        batches = student.library("builtins").list(loader)
        files.check_samples(public.in_a_row(batches), written[part])


@task("make_image_loaders", points=1)
def test_empty_class(student: Student, rng: np.random.Generator) -> None:
    """A class without pictures is reported by name, a folder that is not there too"""
    _two_folders(student, rng, 2)
    name = f"empty_{rng.integers(100)}"
    for part in public.SPLITS:
        student.write_file(f"{part}/{name}/readme.txt", b"pictures follow")
    with expect.raises(student, "FileNotFoundError", mentions=[name]):
        _loaders(student)
    with expect.raises(student, "FileNotFoundError"):
        steps = public.two_transforms(student)
        student.make_image_loaders("no/such/train", "no/such/test", *steps)


@task("make_image_loaders", points=2)
def test_other_classes_in_test(student: Student, rng: np.random.Generator) -> None:
    """A test folder with other classes is refused"""
    names = files.names(rng, 4)
    files.fill(student, rng, "train", dict.fromkeys(names[:3], 1))
    files.fill(student, rng, "test", dict.fromkeys(names[1:], 1))
    with expect.raises(student, "ValueError"):
        _loaders(student)


@task("make_image_loaders", points=1)
def test_workers(student: Student, rng: np.random.Generator) -> None:
    """There are no worker processes unless they are asked for"""
    _two_folders(student, rng, 1)
    for options, wanted in (({}, 0), ({"num_workers": 2}, 2)):
        for loader in _loaders(student, **options)[:2]:
            expect.equal(loader.num_workers.value(), wanted, name=f"num_workers with {options}")


@task("TinyVGG", points=2)
def test_logits_are_bare(student: Student, rng: np.random.Generator) -> None:
    """Nothing squashes or clips the logits"""
    of = networks.sizes(rng)
    model = networks.check_layers(student, of)
    networks.check_squashed(student, model, of, networks.images(rng, 3, of[0]))


@task("TinyVGG", points=2)
def test_every_convolution_has_relu(student: Student, rng: np.random.Generator) -> None:
    """ReLU follows each convolution"""
    of = networks.sizes(rng)
    networks.check_relu(student, rng, networks.check_layers(student, of), of)


@task("TinyVGG", points=1)
def test_model_learns_everywhere(student: Student, rng: np.random.Generator) -> None:
    """Each picture is judged by itself, and gradients reach every layer"""
    of = networks.sizes(rng)
    model = networks.check_layers(student, of)
    x = networks.images(rng, 3, of[0])
    together = model.keep(x)
    for index, row in enumerate(expect.tensor(together.value(), name="the output")):
        name = f"the logits of picture {index} alone"
        expect.close(model(x[index : index + 1])[0], row, name=name, rtol=1e-3, atol=1e-5)
    together.square.keep().sum.keep().backward()
    for name, gradient in student.probes.gradients(model).items():
        expect.tensor(gradient, name=f"the gradient of {name}")


@task("model_summary", points=2)
def test_summary_of_shared_layers(student: Student, rng: np.random.Generator) -> None:
    """A layer that is called twice has two rows, and no parameter is counted twice"""
    network = networks.shared(student, rng)
    rows = student.model_summary(network.model, network.input_size)
    networks.check_rows(rows, network.rows)


@task("model_summary", points=2)
def test_summary_leaves_no_trace(student: Student, rng: np.random.Generator) -> None:
    """The model keeps its mode, its statistics and no hook"""
    hooks = student.library("autograder.student.ch04_probes").hook_count
    for training in (True, False):
        network = networks.convolutional(student, rng)
        model = network.model
        model.train.keep(training)
        before = model.state_dict()
        student.model_summary(model, network.input_size)
        expect.state_dict(model.state_dict(), before, name="the state afterwards")
        expect.equal(model.training.value(), training, name="model.training")
        expect.equal(hooks(model), 0, name="the number of hooks left")


@task("train_step", points=3)
def test_training_uneven(student: Student, rng: np.random.Generator) -> None:
    """Batches of different size lead where right steps lead, and the averages are right"""
    epoch = loops.train_step(student, rng, [5, 5, 2], momentum=0.5)
    epoch.check_state()
    epoch.tally.check(epoch.answer)


@task("train_step", points=2)
def test_training_mode(student: Student, rng: np.random.Generator) -> None:
    """A model that arrives in evaluation mode is trained in training mode"""
    epoch = loops.train_step(student, rng, [6, 4], batch_norm=True)
    epoch.check_state()
    epoch.tally.check(epoch.answer)


@task("train_step", points=1)
def test_training_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    here, there, batches, loader = _on_device(student, rng, device)
    optimizer = student.library("torch.optim").SGD(there.parameters(), lr=0.1)
    student.train_step(
        model=there,
        dataloader=loader,
        loss_fn=loops.cross_entropy(student),
        optimizer=optimizer,
    )
    parity.sgd_steps(here, batches, nn.functional.cross_entropy, lr=0.1)
    expect.state_dict(there.state_dict(), parity.snapshot(here), rtol=1e-3, atol=1e-5)


def _on_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> tuple[nn.Module, Any, list[loops.Batch], Any]:
    """A float32 model on the device, and a loader that gives CPU batches."""
    there, here = parity.mlp_pair(student, rng, 3, 6, 4, dtype=torch.float32)
    moved = there.to.keep(device)
    loops.settle(student, device)
    batches = [
        (
            torch.as_tensor(rng.standard_normal((n, 3)), dtype=torch.float32),
            torch.as_tensor(rng.integers(0, 4, n)),
        )
        for n in (4, 3)
    ]
    return here, moved, batches, loops.loader(student, batches)


@task("train_step", points=1)
def test_training_of_one_batch(student: Student, rng: np.random.Generator) -> None:
    """With a single batch, loss and accuracy are those before its step"""
    epoch = loops.train_step(student, rng, [int(rng.integers(6, 12))])
    epoch.tally.check(epoch.answer)
    epoch.check_state()


@task("test_step", points=2)
def test_testing_uneven(student: Student, rng: np.random.Generator) -> None:
    """Batches of different size give the right averages"""
    on = loops.setting(student, rng)
    batches = loops.data(rng, on, [6, 6, 3])
    answer = student.test_step(
        model=on.there,
        dataloader=loops.loader(student, batches),
        loss_fn=loops.cross_entropy(student),
    )
    on.measure(batches).check(answer)


@task("test_step", points=2)
def test_testing_mode(student: Student, rng: np.random.Generator) -> None:
    """With Dropout and BatchNorm the numbers are those of evaluation mode, every time"""
    on = loops.setting(student, rng, dropout=0.5, batch_norm=True)
    batches = loops.data(rng, on, [5, 4])
    spied = student.probes.Recorder(on.there)
    loader, loss_fn = loops.loader(student, batches), loops.cross_entropy(student)
    for _ in range(2):
        spied.train.keep()
        answer = student.test_step(spied, loader, loss_fn)
        student.observe("modes", spied.calls)
        student.observe("mode afterwards", spied.training)
        on.measure(batches).check(answer)


@task("test_step", points=1)
def test_testing_changes_nothing(student: Student, rng: np.random.Generator) -> None:
    """Parameters, gradients and running statistics stay as they were"""
    on = loops.setting(student, rng, batch_norm=True)
    on.there.train.keep()
    student.probes.pollute(on.there, 2.0)
    batches = loops.data(rng, on, [4, 3])
    student.test_step(on.there, loops.loader(student, batches), loops.cross_entropy(student))
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-12)
    wanted = {name: torch.full_like(p, 2.0) for name, p in on.here.named_parameters()}
    expect.close(student.probes.gradients(on.there), wanted, name="the gradients")


@task("test_step", points=1)
def test_testing_without_gradients(student: Student, rng: np.random.Generator) -> None:
    """Gradients are off while the model computes"""
    # A layer that overwrites what a gradient needs: autograd allows it only when off.
    layers = student.library("torch.nn")
    first = layers.Linear(2, 3, dtype=torch.float64)
    model = layers.Sequential(first, layers.Sigmoid(), layers.ReLU(inplace=True))
    spied = student.probes.Recorder(model)
    loops.settle(student, torch.device("cpu"))
    data = [(torch.as_tensor(rng.standard_normal((4, 2))), torch.as_tensor(rng.integers(0, 3, 4)))]
    student.test_step(spied, loops.loader(student, data), loops.cross_entropy(student))
    grads = [call["grad"] for call in spied.calls.value()]
    expect.true(
        grads and not any(grads),
        "Expected gradients to be off while the model computes, but autograd was recording.",
    )


@task("test_step", points=1)
def test_testing_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    here, there, batches, loader = _on_device(student, rng, device)
    answer = student.test_step(there, loader, loops.cross_entropy(student))
    tally = loops.Tally()
    for x, y in batches:
        tally.add(parity.eval_output(here, x), y)
    expect.length(answer, 2, name="the result")
    means = [np.mean(tally.losses), np.average(tally.losses, weights=tally.sizes)]
    near = any(np.isclose(answer[0], mean, rtol=1e-3) for mean in means)
    expect.true(near, f"Expected the loss to be {means[0]:.6g}, but got {answer[0]}.")


@task("train", points=3)
def test_all_results(student: Student, rng: np.random.Generator) -> None:
    """All four lists and the trained model are right, also with BatchNorm"""
    result = loops.train(student, rng, 3, batch_norm=True)
    result.check_curves(*loops.KEYS)
    expect.state_dict(result.state, result.wanted_state, rtol=parity.RTOL)


@task("train", points=2)
def test_optimizer_lives_on(student: Student, rng: np.random.Generator) -> None:
    """With momentum the optimiser remembers its earlier steps"""
    result = loops.train(student, rng, 3, by_name=True, momentum=0.9)
    expect.state_dict(result.state, result.wanted_state, rtol=parity.RTOL)


@task("train", points=2)
def test_many_epochs(student: Student, rng: np.random.Generator) -> None:
    """For any number of epochs the tests follow the training of their epoch"""
    for epochs in (0, 1, int(rng.integers(4, 6))):
        result = loops.train(student, rng, epochs)
        result.check_curves("test_loss", "test_acc")
        expect.state_dict(result.state, result.wanted_state, rtol=parity.RTOL)


@task("plot_loss_curves", points=1)
def test_panels_have_legends(student: Student, rng: np.random.Generator) -> None:
    """Each panel has a legend that tells training from test"""
    results = curves.curves(rng, "underfitting")
    student.plot_loss_curves(results)
    answers.check_legends(student, results)


@task("plot_loss_curves", points=1)
def test_two_trainings(student: Student, rng: np.random.Generator) -> None:
    """A second call draws a figure of its own, with another number of epochs"""
    for kind in ("ok", "overfitting"):
        results = curves.curves(rng, kind)
        student.plot_loss_curves(results)
        answers.check_panels(student, results)


@task("plot_loss_curves", points=1)
def test_short_training(student: Student, rng: np.random.Generator) -> None:
    """Three epochs are drawn as well, and the results stay as they are"""
    full = curves.curves(rng, "ok")
    results = {key: values[:3] for key, values in full.items()}
    kept = student.put(results)
    student.plot_loss_curves(kept)
    answers.check_panels(student, results)
    expect.close(kept.value(), results, name="the results afterwards")


KINDS = ("underfitting", "overfitting", "ok")


@task("diagnose", points=1)
@pytest.mark.parametrize("kind", KINDS)
def test_noisy_case(student: Student, rng: np.random.Generator, kind: str) -> None:
    """ten noisy curves of the kind {kind} are told"""
    for _ in range(10):
        found = student.diagnose(curves.curves(rng, kind, noise=0.04))
        expect.equal(found, kind, name="the diagnosis of noisy curves")


@task("diagnose", points=1)
def test_any_scale(student: Student, rng: np.random.Generator) -> None:
    """How high the losses are does not matter"""
    for start in (0.6, 7.5):
        for kind in rng.permutation(KINDS).tolist():
            found = student.diagnose(curves.curves(rng, kind, start=start, noise=0.02))
            expect.equal(found, kind, name=f"the diagnosis of losses that start at {start}")


@task("diagnose", points=1)
def test_outlier(student: Student, rng: np.random.Generator) -> None:
    """A jump of the test in the last epoch changes nothing"""
    for kind in ["ok", *rng.permutation(KINDS).tolist()]:
        found = student.diagnose(curves.curves(rng, kind, noise=0.02, outlier=True))
        expect.equal(found, kind, name="the diagnosis of curves whose last epoch jumps")


def _sets(student: Student, rng: np.random.Generator, *counts: int) -> list[Any]:
    loops.settle(student, torch.device("cpu"))
    return [pictures.dataset(student, *pictures.stripes(rng, count)) for count in counts]


@task("experiment", points=2, seconds=30.0)
def test_share_of_the_data(student: Student, rng: np.random.Generator) -> None:
    """The model sees the share that was asked for, drawn at random, and all test pictures"""
    train_set, test_set = _sets(student, rng, 8, 2)
    frac = float(rng.uniform(0.3, 0.7))
    student.experiment.keep(train_set, test_set, hidden_units=2, epochs=2, frac=frac)
    count = int(frac * 24)
    seen = sorted(set(train_set.reads.value()))
    expect.equal(len(seen), count, name="the number of training pictures used")
    first = seen == list(range(count)) or seen == list(range(24 - count, 24))
    expect.true(
        not first,
        f"Expected {count} pictures at random, but got those at one end of the sorted set.",
    )
    tested = sorted(set(test_set.reads.value()))
    expect.equal(tested, list(range(6)), name="the test pictures used")


@task("experiment", points=1, seconds=30.0)
def test_same_call_same_result(student: Student, rng: np.random.Generator) -> None:
    """The same call gives the same result"""
    sets, seed = _sets(student, rng, 6, 3), int(rng.integers(1000))
    one, two = (
        student.experiment(*sets, hidden_units=3, epochs=2, frac=0.8, seed=seed) for _ in range(2)
    )
    expect.keys(one, ("model", "results"), name="the result")
    expect.close(two["results"], one["results"], name="the results of the second call", rtol=1e-5)
    states = [found["model"].state_dict() for found in (one, two)]
    expect.state_dict(states[1], states[0], name="the second model", rtol=1e-4, atol=1e-6)


@task("experiment", points=2, seconds=30.0)
def test_the_model_is_trained(student: Student, rng: np.random.Generator) -> None:
    """Training moves every number of the returned model, as Adam with this learning rate does"""
    sets = _sets(student, rng, 6, 2)
    before, after = (
        student.experiment(*sets, hidden_units=3, epochs=epochs)["model"].state_dict()
        for epochs in (0, 1)
    )
    # Adam's first steps are as long as its learning rate, whatever the gradient: 2 batches here.
    moved = [(after[name] - value).abs().max().item() for name, value in before.items()]
    name = "the longest way of a number in two steps, divided by 0.003"
    expect.between(max(moved) / 0.003, 1.5, 2.3, name=name)


@task("experiment", points=2, seconds=60.0)
def test_the_model_has_learnt(student: Student, rng: np.random.Generator) -> None:
    """The model tells stripes from chequers on new pictures"""
    train_set, test_set = _sets(student, rng, TRAINED_ON, 4)
    seed = int(rng.integers(2**31))
    found = student.experiment(train_set, test_set, hidden_units=8, epochs=EPOCHS, seed=seed)
    images, labels = pictures.stripes(rng, 20)
    found["model"].eval.keep()
    logits = expect.tensor(found["model"](images), name="the model's output")
    expect.shape(logits, (60, 3), name="the model's output")
    accuracy = (logits.argmax(dim=1) == labels).double().mean().item()
    expect.at_least(accuracy, LEARNT, name="the accuracy on new pictures")


@task("load_image", points=2)
def test_image_size(student: Student, rng: np.random.Generator) -> None:
    """With a size the whole picture is squeezed into the square"""
    size = 6 * int(rng.integers(4, 8))
    height, width = (3 * int(n) for n in rng.permutation([6, int(rng.integers(18, 25))]))
    pixels, colours = files.blocks(rng, height, width)
    path = student.write_file("photo.png", files.encoded(pixels))
    result = student.load_image(path, size)
    expect.shape(result, (3, size, size), name="the result")
    at = _centres(size)
    found = result[:, at][:, :, at].permute(1, 2, 0)
    wanted = torch.as_tensor(colours) / 255
    expect.close(found, wanted, name="the colours of nine blocks", rtol=0.0, atol=0.03)


@task("load_image", points=1)
@pytest.mark.parametrize("kind", ["grey", "transparent"])
def test_image_channels(student: Student, rng: np.random.Generator, kind: str) -> None:
    """a {kind} picture becomes one of three colours"""
    shape = (6, 9) if kind == "grey" else (6, 9, 4)
    pixels = rng.integers(1, 256, shape, dtype=np.uint8)
    image = student.load_image(student.write_file("photo.png", files.encoded(pixels)))
    wanted = torch.as_tensor(pixels) / 255
    wanted = wanted.expand(3, -1, -1) if kind == "grey" else wanted[..., :3].permute(2, 0, 1)
    expect.dtype(image, torch.float32, name="the result")
    expect.close(image, wanted, name="the result")


@task("predict_image", points=3)
def test_prediction_mode(student: Student, rng: np.random.Generator) -> None:
    """With Dropout and BatchNorm the answer is that of evaluation mode, every time"""
    case = answers.case(student, rng, modes=True)
    for _ in range(2):
        spied = student.probes.Recorder(case.there)
        spied.train.keep()
        found = student.predict_image(spied, case.path, case.names)
        student.observe("modes", spied.calls)
        case.check(found)


@task("predict_image", points=2)
def test_prediction_transform(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The transform is applied, and the model computes on the device"""
    case, resize = _large(student, rng)
    case.check(student.predict_image(case.there, case.path, case.names, resize, device))
    here = next(iter(case.there.state_dict().values()))
    expect.device(here, device, name="the model afterwards")


def _large(student: Student, rng: np.random.Generator) -> tuple[answers.Case, Any]:
    """A large picture of one colour, a model for small ones, and the Resize between them."""
    size, colour = int(rng.integers(4, 8)), files.colours(rng, 1)[0]
    large = files.solid(colour, 3 * size, 4 * size)
    path = student.write_file("photo.png", files.encoded(large))
    image = torch.as_tensor(colour).float().div(255).reshape(3, 1, 1).expand(3, size, size)
    resize = student.library("torchvision.transforms").Resize((size, size))
    return answers.asked(student, rng, path, image), resize


@task("predict_image", points=2)
def test_prediction_of_grey(student: Student, rng: np.random.Generator) -> None:
    """A grey picture is fine, and without class names the label is a number"""
    case = answers.case(student, rng, grey=True)
    case.check(student.predict_image(case.there, case.path, case.names))
    found = student.predict_image(case.there, case.path, None)
    expect.keys(found, ("label",), name="the result")
    expect.equal(found["label"], case.best, name='["label"] without class names')


@task("pred_and_plot_image", points=2)
def test_drawing_mode(student: Student, rng: np.random.Generator) -> None:
    """With Dropout and BatchNorm the title is that of evaluation mode"""
    case = answers.case(student, rng, modes=True)
    case.there.train.keep()
    loops.settle(student, torch.device("cpu"))
    student.pred_and_plot_image(case.there, case.path, case.names)
    case.check_drawn(student)


@task("pred_and_plot_image", points=1)
def test_drawing_without_names(student: Student, rng: np.random.Generator) -> None:
    """Without class names the title has the number of the class"""
    case = answers.case(student, rng)
    loops.settle(student, torch.device("cpu"))
    student.pred_and_plot_image(case.there, case.path)
    case.check_drawn(student, str(case.best))


@task("pred_and_plot_image", points=1)
def test_drawing_with_transform(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The transform is applied, and the model computes on the device"""
    case, resize = _large(student, rng)
    loops.settle(student, device)
    student.pred_and_plot_image(
        model=case.there,
        image_path=case.path,
        class_names=case.names,
        transform=resize,
        device=device,
    )
    student.observe("figure", student.library("autograder.student.ch04_probes").current_figure())
    title = student.library("matplotlib.pyplot").gca().get_title()
    expect.true(
        case.names[case.best] in str(title),
        f"Expected the title to name {case.names[case.best]!r}, but got {title!r}.",
    )


@task("load_image", points=2)
def test_broken_files(student: Student, rng: np.random.Generator) -> None:
    """A file that is no picture, or only half of one, is refused by name"""
    whole = files.encoded(rng.integers(0, 256, (60, 60, 3), dtype=np.uint8), "JPEG")
    for data in (b"<html>Not found</html>", whole[: len(whole) // 2]):
        name = f"photo_{rng.integers(100, 1000)}.jpg"
        path = student.write_file(name, data)
        with expect.raises(student, "ValueError", mentions=[name]):
            student.load_image(path)
