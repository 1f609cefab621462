"""Hidden checks of chapter 04: fresh data, damaged data, and the mechanics of every loop."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from autograder.chapters.ch04_custom_datasets.helpers import (
    curves,
    datasets,
    experiments,
    figures,
    networks,
    photos,
    summaries,
    training_runs,
    transforms,
)
from autograder.chapters.ch04_custom_datasets.quiz import QUIZ
from autograder.checks import classifiers, expect, files, folders, loops, losses, parity
from autograder.checks.task import task
from autograder.remote.client import Student

_RIGHT = {
    "curves, remedies and augmentation": dict(enumerate("bcad", start=1)),
    "labels, transforms and datasets": dict(enumerate("bcab", start=5)),
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


@task("unpack", points=1)
def test_unpack_leaves_full_folder(student: Student, rng: np.random.Generator) -> None:
    """A folder with files in it is left alone, unless overwrite=True"""
    members = files.members(rng)
    zip_path = student.write_file("food.zip", files.zipped(members))
    mine = f"data/food/{next(iter(members))}"
    student.write_file(mine, b"my own picture")
    student.write_file("data/food/notes.txt", b"not in the zip, and there to stay")
    dest = files.full(student, "data/food")
    path = student.unpack(zip_path, dest)
    expect.equal(student.read_file(mine), b"my own picture", name=f"{mine} after unpack")
    files.check_folder(path)
    same = student.library("os.path").samefile(path, dest)
    expect.true(same, f"Expected the result to be the folder {dest}, but got {path}.")
    student.write_file("data/food/notes.txt", b"my own notes")
    student.unpack(zip_path, dest, overwrite=True)
    files.check_members(student, {**members, "notes.txt": b"my own notes"})
    student.write_file("full/notes.txt", b"something")
    student.unpack(zip_path, files.full(student, "full"))
    left = [file for file in student.list_files() if file.startswith("full/")]
    expect.equal(left, ["full/notes.txt"], name="the list of files in a folder with one file")


@task("unpack", points=1)
def test_unpack_fills_empty_folder(student: Student, rng: np.random.Generator) -> None:
    """A folder that is there but empty is filled, also by a zip with two dots in a name"""
    members = files.members(rng)
    dots = {f"soup/before..after_{rng.integers(100)}.jpg": rng.bytes(20)}  # shutil leaves it out
    zip_path = student.write_file("food.zip", files.zipped({**members, **dots}))
    dest = files.full(student, "data/food")
    student.library("os").makedirs(dest)
    student.unpack(zip_path, dest)
    files.check_members(student, members)


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
    members, name = files.members(rng), f"x{rng.integers(1000)}.txt"
    for way in (f"../{name}", f"pizza/../../{name}", f"../data_{name}"):
        path = student.write_file("in/food.zip", files.zipped({**members, way: b"gotcha"}))
        with expect.raises(student, "ValueError", hint=f"{way} leads out of the folder data."):
            student.unpack(path, files.full(student, "in/data"))
        left = [f for f in student.list_files() if f not in ("in", "in/food.zip", "in/data")]
        expect.equal(left, [], name="the list of files that were unpacked")


@task("find_classes", points=2)
def test_classes_without_files(student: Student, rng: np.random.Generator) -> None:
    """Files are no classes, and the order does not depend on the disk"""
    names = files.names(rng, 8)
    folders.fill(student, rng, "train", dict.fromkeys(names, 1))
    for stray in (".DS_Store", "a_list.txt", "zebra.jpg"):
        student.write_file(f"train/{stray}", b"no class")
    student.write_file(f"train/{names[0]}/raw/IMG_1.jpg", b"no class of its own")
    student.probes.pretend_disk_order()
    datasets.check_classes(student.find_classes(files.full(student, "train")), names)


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


@task("ImageFolderCustom", points=2)
def test_dataset_in_a_loader(student: Student, rng: np.random.Generator) -> None:
    """A DataLoader gets every picture once, with its class"""
    written = folders.fill(student, rng, "train", datasets.class_counts(rng))
    datasets.add_strangers(student, written)
    dataset = datasets.dataset(student)
    loader = student.library("torch.utils.data").DataLoader.keep(dataset, batch_size=2)
    folders.check_samples(folders.in_a_row(folders.batches(student, loader)), written)
    datasets.check_paths(dataset, datasets.items(student, dataset, len(written)), written)


@task("ImageFolderCustom", points=1)
def test_dataset_without_transform(student: Student, rng: np.random.Generator) -> None:
    """Without a transform the picture is what Pillow opened"""
    written = folders.fill(student, rng, "train", datasets.class_counts(rng))
    dataset = student.ImageFolderCustom(files.full(student, "train"))
    expect.true(
        dataset.transform.value() is None,
        "Expected dataset.transform to be None where none was given, but it is something else.",
    )
    samples = datasets.items(student, dataset, len(written))
    arrays = [(files.pixels_of(student, image), label) for image, label in samples]
    folders.check_samples(arrays, written)


@task("ImageFolderCustom", points=1)
def test_dataset_is_lazy(student: Student, rng: np.random.Generator) -> None:
    """Pictures are opened when they are asked for, each time, not when the dataset is made"""
    written = folders.fill(student, rng, "train", datasets.class_counts(rng))
    dataset = datasets.dataset(student)
    for _ in range(2):
        painted = datasets.repaint(student, rng, written)
        folders.check_samples(datasets.items(student, dataset, len(painted)), painted)


@task("ImageFolderCustom", points=1)
def test_broken_picture(student: Student, rng: np.random.Generator) -> None:
    """A broken picture spoils its own sample and no other"""
    written = folders.fill(student, rng, "train", datasets.class_counts(rng))
    folder = written[0].path.rpartition("/")[0]
    student.write_file(f"{folder}/IMG_0.jpg", b"this is no picture")
    samples = datasets.all_but_one(student, datasets.dataset(student), len(written) + 1)
    folders.check_samples(samples, written)


@task("ImageFolderCustom", points=1)
def test_index_past_the_end(student: Student, rng: np.random.Generator) -> None:
    """An index past the end raises IndexError"""
    written = folders.fill(student, rng, "train", datasets.class_counts(rng))
    dataset = datasets.dataset(student)
    with expect.raises(student, "IndexError"):
        datasets.item(student, dataset, len(written) + int(rng.integers(0, 3)))


@task("train_transform", points=2)
def test_test_transform_values(student: Student, rng: np.random.Generator) -> None:
    """The whole test picture is there, every colour in its place"""
    for pixels, colours, size in transforms.nine_blocks(rng):
        transform = transforms.transform(student, "test", size)
        picture = files.opened(student, pixels)
        for result in transforms.results(student, transform, picture, size):
            transforms.check_whole_picture(result, colours, size)


@task("train_transform", points=2)
def test_what_is_random(student: Student, rng: np.random.Generator) -> None:
    """Training pictures change from call to call, test pictures never"""
    size = transforms.large_size(rng)
    picture = files.opened(student, transforms.contrasts(rng))
    transforms.check_constant(student, transforms.transform(student, "test", size), picture, size)
    transforms.check_random(student, transforms.transform(student, "train", size), picture, size)


@task("train_transform", points=1)
def test_without_augmentation(student: Student, rng: np.random.Generator) -> None:
    """With augment=False, the training transform does what the test transform does"""
    size = transforms.large_size(rng)
    picture = files.opened(student, files.blocks(rng, 18, 24)[0])
    plain = transforms.transform(student, "train", size, augment=False)
    found = transforms.results(student, plain, picture, size)
    wanted = transforms.results(student, transforms.transform(student, "test", size), picture, size)
    expect.close(found, wanted, name="40 calls of the training transform")


@task("make_image_loaders", points=1)
def test_what_is_shuffled(student: Student, rng: np.random.Generator) -> None:
    """Training pictures come in a new order each epoch, test pictures in one order"""
    written = folders.both(student, rng, 5)
    train_loader, test_loader, _ = datasets.loaders(student, batch_size=4)
    epochs = [folders.in_a_row(folders.batches(student, train_loader)) for _ in range(2)]
    for samples in epochs:
        folders.check_samples(samples, written["train"])
    expect.true(
        not datasets.same_order(*epochs),
        "Expected two epochs of training in different order, but got the same.",
    )
    tests = [folders.in_a_row(folders.batches(student, test_loader)) for _ in range(2)]
    for samples in tests:
        folders.check_samples(samples, written["test"])
    expect.true(
        datasets.same_order(*tests),
        "Expected the test pictures in the same order each time, but got another one.",
    )


@task("make_image_loaders", points=1)
def test_given_transforms_alone(student: Student, rng: np.random.Generator) -> None:
    """Nothing happens to a picture but the transform that was given"""
    written = {part: folders.speckled(student, rng, part, 6) for part in folders.SPLITS}
    steps = [student.library("torchvision.transforms").ToTensor()] * 2
    loaders = student.make_image_loaders(*folders.locations(student), *steps, batch_size=12)
    for loader, part in zip(loaders, folders.SPLITS, strict=False):
        for _ in range(3):
            images, _ = folders.batches(student, loader)[0]
            folders.check_untouched(images, written[part], of=part)


@task("make_image_loaders", points=1)
def test_other_kinds_of_pictures(student: Student, rng: np.random.Generator) -> None:
    """Grey pictures, pictures with transparency, .png and .jpeg are read as colour pictures"""
    written = folders.both(student, rng, 1)
    for part, label in (("train", 0), ("test", 2)):
        written[part] += datasets.add_other_kinds(student, rng, written[part], label)
    for loader, part in zip(datasets.loaders(student, batch_size=3), folders.SPLITS, strict=False):
        folders.check_samples(folders.in_a_row(folders.batches(student, loader)), written[part])


@task("make_image_loaders", points=1)
def test_empty_class(student: Student, rng: np.random.Generator) -> None:
    """A class without pictures is reported by name; no class and no folder are reported too"""
    steps, name = folders.two_transforms(student), f"empty_{rng.integers(100)}"
    for empty, other in (folders.SPLITS, folders.SPLITS[::-1]):
        places = [files.full(student, f"{empty}_empty/{part}") for part in folders.SPLITS]
        student.write_file(f"{empty}_empty/{empty}/{name}/readme.txt", b"pictures follow")
        for place in (f"{empty}/apple", f"{other}/apple", f"{other}/{name}"):
            picture = files.encoded(files.noise(rng, 8, 8))
            student.write_file(f"{empty}_empty/{place}/0.png", picture)
        with expect.raises(student, "FileNotFoundError", mentions=[name]):
            student.make_image_loaders(*places, *steps)
    student.write_file("files/readme.txt", b"no classes")
    for places in (["no/such/train", "no/such/test"], [files.full(student, "files")] * 2):
        with expect.raises(student, "FileNotFoundError"):
            student.make_image_loaders(*places, *steps)


@task("make_image_loaders", points=2)
def test_other_classes_in_test(student: Student, rng: np.random.Generator) -> None:
    """A test folder with other classes is refused"""
    names, steps = files.names(rng, 4), folders.two_transforms(student)
    pairs = (names[:3], names[1:]), (names[:3], names[:2]), (names[:2], names[:3])
    for number, pair in enumerate(pairs):
        for part, classes in zip(folders.SPLITS, pair, strict=True):
            folders.fill(student, rng, f"{number}/{part}", dict.fromkeys(classes, 1))
        places = [files.full(student, f"{number}/{part}") for part in folders.SPLITS]
        with expect.raises(student, "ValueError"):
            student.make_image_loaders(*places, *steps)


@task("make_image_loaders", points=1)
def test_workers(student: Student, rng: np.random.Generator) -> None:
    """There are no worker processes unless they are asked for"""
    folders.both(student, rng, 1)
    for options, wanted in (({}, 0), ({"num_workers": 2}, 2)):
        for loader in datasets.loaders(student, **options)[:2]:
            expect.equal(loader.num_workers.value(), wanted, name=f"num_workers with {options}")


@task("TinyVGG", points=2)
def test_logits_are_bare(student: Student, rng: np.random.Generator) -> None:
    """Nothing squashes or clips the logits, of grey pictures too"""
    of = networks.sizes(rng, networks.GREY)
    model = networks.check_layers(student, of)
    networks.check_squashed(student, model, of, networks.images(rng, 3, of[0]))


@task("TinyVGG", points=1)
def test_poolings(student: Student, rng: np.random.Generator) -> None:
    """Each block ends with its pooling: the logits are those of the layers in this order"""
    of = networks.sizes(rng, networks.COLOUR)
    networks.check_values(student, rng, networks.check_layers(student, of), of)


@task("TinyVGG", points=1)
def test_every_convolution_has_relu(student: Student, rng: np.random.Generator) -> None:
    """ReLU follows each convolution"""
    of = networks.sizes(rng, networks.COLOUR)
    networks.check_relu(student, rng, networks.check_layers(student, of), of)


@task("TinyVGG", points=1)
def test_model_learns_everywhere(student: Student, rng: np.random.Generator) -> None:
    """Each picture is judged by itself, and gradients reach every layer"""
    of = networks.sizes(rng, networks.COLOUR)
    model = networks.check_layers(student, of)
    x = networks.images(rng, 3, of[0])
    networks.check_alone(model, x)
    networks.check_gradients(student, model, x)


@task("model_summary", points=2)
def test_summary_of_shared_layers(student: Student, rng: np.random.Generator) -> None:
    """A layer that is called twice has two rows, and no parameter is counted twice"""
    network = summaries.shared(student, rng)
    rows = student.model_summary(network.model, network.input_size)
    summaries.check_rows(rows, network.rows)


@task("model_summary", points=2)
def test_summary_leaves_no_trace(student: Student, rng: np.random.Generator) -> None:
    """The model keeps its mode, its statistics, what is frozen in it, and no hook"""
    hooks, learning = student.chapter_probes.hook_count, student.probes.parameter_counts
    for training in (True, False):
        network = summaries.convolutional(student, rng, frozen=True)
        model = network.model
        frozen = learning(model)
        model.train.keep(training)
        before = model.state_dict()
        summaries.check_rows(student.model_summary(model, network.input_size), network.rows)
        expect.state_dict(model.state_dict(), before, name="the state afterwards")
        expect.equal(learning(model), frozen, name="name, size and requires_grad of parameters")
        expect.equal(model.training.value(), training, name="model.training")
        expect.equal(hooks(model), 0, name="the number of hooks left")


@task("train_step", points=2)
def test_training_uneven(student: Student, rng: np.random.Generator) -> None:
    """Batches of different size lead where right steps lead, and the averages are right"""
    training_runs.train_step(student, rng, [60, 60, 40], momentum=0.5).check()


@task("train_step", points=1)
def test_training_with_another_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss function that was passed in is used"""
    losses.check_train_step(student, rng, training_runs.classifier(student, rng))


@task("train_step", points=2)
def test_training_mode(student: Student, rng: np.random.Generator) -> None:
    """A model that arrives in evaluation mode is trained in training mode"""
    training_runs.train_step(student, rng, [6, 4], batch_norm=True).check()


@task("train_step", points=1)
def test_training_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    on = training_runs.on_device(student, rng, device)
    student.train_step(
        model=on.there,
        dataloader=on.loader,
        loss_fn=classifiers.cross_entropy(student),
        optimizer=student.library("torch.optim").SGD(on.there.parameters(), lr=0.1),
    )
    parity.sgd_steps(on.here, on.batches, nn.functional.cross_entropy, lr=0.1)
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-3, atol=1e-5)


@task("train_step", points=1)
def test_training_of_one_batch(student: Student, rng: np.random.Generator) -> None:
    """With a single batch, loss and accuracy are those before its step"""
    training_runs.train_step(student, rng, [int(rng.integers(6, 12))]).check()


@task("test_step", points=1)
def test_testing_with_another_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss function that was passed in is used"""
    losses.check_test_step(student, rng, training_runs.classifier(student, rng))


@task("test_step", points=1)
def test_testing_uneven(student: Student, rng: np.random.Generator) -> None:
    """Batches of different size give the right averages"""
    on = training_runs.classifier(student, rng)
    batches = on.batches(rng, 60, 60, 40)
    answer = student.test_step(
        model=on.there,
        dataloader=classifiers.loader(student, batches),
        loss_fn=classifiers.cross_entropy(student),
    )
    on.test(batches).check(answer)


@task("test_step", points=2)
def test_testing_mode(student: Student, rng: np.random.Generator) -> None:
    """With Dropout and BatchNorm the numbers are those of evaluation mode, every time"""
    on = training_runs.classifier(student, rng, dropout=0.5, batch_norm=True)
    batches = on.batches(rng, 5, 4)
    spied = student.probes.Recorder(on.there)
    loader, loss_fn = classifiers.loader(student, batches), classifiers.cross_entropy(student)
    for _ in range(2):
        spied.train.keep()
        answer = student.test_step(spied, loader, loss_fn)
        student.observe("modes", spied.calls)
        student.observe("mode afterwards", spied.training)
        on.test(batches).check(answer)


@task("test_step", points=1)
def test_testing_changes_nothing(student: Student, rng: np.random.Generator) -> None:
    """Parameters, gradients and running statistics stay as they were, and the model still learns"""
    on = training_runs.classifier(student, rng, batch_norm=True)
    on.there.train.keep()
    student.probes.pollute(on.there, 2.0)
    batches = on.batches(rng, 4, 3)
    answer = student.test_step(
        on.there, classifiers.loader(student, batches), classifiers.cross_entropy(student)
    )
    on.test(batches).check(answer)
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-12)
    wanted = {name: torch.full_like(p, 2.0) for name, p in on.here.named_parameters()}
    expect.close(student.probes.gradients(on.there), wanted, name="the gradients")
    parity.check_learning(student, on.there)


@task("test_step", points=1)
def test_testing_without_gradients(student: Student, rng: np.random.Generator) -> None:
    """Gradients are off while the model computes"""
    loops.check_without_gradients(student, rng)


@task("test_step", points=1)
def test_testing_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    on = training_runs.on_device(student, rng, device)
    answer = student.test_step(on.there, on.loader, classifiers.cross_entropy(student))
    on.test().check(answer, rtol=1e-3)


@task("train", points=1)
def test_all_with_another_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss function that was passed in is used, in training and in tests"""
    on = training_runs.classifier(student, rng)
    batches, others = on.batches(rng, 5, 5), on.batches(rng, 4)
    loaders = [classifiers.loader(student, data) for data in (batches, others)]
    loss_fn = losses.other_loss(student)
    results = student.train(on.there, *loaders, on.optimizer(student), loss_fn, 1)
    losses.check_results(results, on, batches, others[0])


@task("train", points=2)
def test_all_results(student: Student, rng: np.random.Generator) -> None:
    """All four lists and the trained model are right, also with BatchNorm"""
    result = training_runs.train(student, rng, 3, batch_norm=True)
    result.check_curves(*loops.KEYS)
    result.check_state()


@task("train", points=2)
def test_optimizer_lives_on(student: Student, rng: np.random.Generator) -> None:
    """With momentum the optimiser remembers its earlier steps"""
    training_runs.train(student, rng, 3, by_name=True, momentum=0.9).check_state()


@task("train", points=2)
def test_many_epochs(student: Student, rng: np.random.Generator) -> None:
    """For any number of epochs the tests follow the training of their epoch"""
    for epochs in (0, 1, int(rng.integers(4, 6))):
        result = training_runs.train(student, rng, epochs)
        result.check_curves("test_loss", "test_acc")
        result.check_state()


@task("plot_loss_curves", points=1)
def test_panels_have_legends(student: Student, rng: np.random.Generator) -> None:
    """Each panel has a legend that tells training from test"""
    results = curves.curves(rng, "underfitting")
    student.plot_loss_curves(results)
    figures.check_legends(student, results)


@task("plot_loss_curves", points=1)
def test_two_trainings(student: Student, rng: np.random.Generator) -> None:
    """A second call draws a figure of its own, with another number of epochs"""
    for kind in ("ok", "overfitting"):
        results = curves.curves(rng, kind)
        student.plot_loss_curves(results)
        figures.check_panels(student, results)


@task("plot_loss_curves", points=1)
def test_short_training(student: Student, rng: np.random.Generator) -> None:
    """One epoch and three are drawn as well, and the results stay as they are"""
    full = curves.curves(rng, "ok")
    for count in (1, 3):
        results = {key: values[:count] for key, values in full.items()}
        kept = student.put(results)
        student.plot_loss_curves(kept)
        figures.check_panels(student, results)
        expect.close(kept.value(), results, name="the results afterwards")


@task("diagnose", points=1)
@pytest.mark.parametrize("kind", curves.KINDS)
def test_noisy_case(student: Student, rng: np.random.Generator, kind: str) -> None:
    """ten noisy curves of the kind {kind} are told"""
    for _ in range(5):
        curves.check(student, rng, kind, "noisy curves", noise=0.04)


@task("diagnose", points=1)
def test_any_scale(student: Student, rng: np.random.Generator) -> None:
    """How high the losses are does not matter"""
    for kind in rng.permutation(curves.KINDS).tolist():
        curves.check(student, rng, kind, "losses", noise=0.02)


@task("diagnose", points=1)
def test_outlier(student: Student, rng: np.random.Generator) -> None:
    """A single odd epoch, be it the last or not, changes nothing"""
    for what, odd in curves.ODD.items():
        for kind in ["ok", *rng.permutation(curves.KINDS).tolist()]:
            curves.check(student, rng, kind, f"curves {what}", noise=0.02, odd=odd)


@task("experiment", points=2, seconds=30.0)
def test_share_of_the_data(student: Student, rng: np.random.Generator) -> None:
    """The model sees the share that was asked for, drawn at random, and all test pictures"""
    count, seed, shares = int(rng.integers(8, 16)), int(rng.integers(1000)), []
    settings = {"hidden_units": 2, "epochs": 2, "frac": (count + 0.7) / 24}
    for now in (seed, seed + 1):
        train_set, test_set = experiments.sets(student, rng, 8, 2)
        student.experiment.keep(train_set, test_set, seed=now, **settings)
        shares.append(experiments.check_share(train_set, test_set, count))
    expect.true(
        shares[0] != shares[1],
        "Expected another seed to draw other pictures, but got the same share.",
    )


@task("experiment", points=1, seconds=30.0)
def test_same_call_same_result(student: Student, rng: np.random.Generator) -> None:
    """The same call gives the same result"""
    sets, seed = experiments.sets(student, rng, 6, 3), int(rng.integers(1000))
    one, two = (
        student.experiment(*sets, hidden_units=3, epochs=2, frac=0.8, seed=seed) for _ in range(2)
    )
    models = [experiments.model(found) for found in (one, two)]
    expect.close(two["results"], one["results"], name="the results of the second call", rtol=1e-5)
    states = [model.state_dict() for model in models]
    expect.state_dict(states[1], states[0], name="the second model", rtol=1e-4, atol=1e-6)


@task("experiment", points=1, seconds=30.0)
def test_results_of_the_model(student: Student, rng: np.random.Generator) -> None:
    """The last test loss is the cross entropy of the returned model on the test pictures"""
    train_set, test_set = experiments.sets(student, rng, 2, 2)
    found = student.experiment(train_set, test_set, hidden_units=3, epochs=1)
    experiments.check_results(found, test_set)


@task("experiment", points=1, seconds=30.0)
def test_the_model_is_trained(student: Student, rng: np.random.Generator) -> None:
    """Training moves the returned model, in steps as long as Adam's with this learning rate"""
    sets = experiments.sets(student, rng, 6, 2)
    before, after = (
        experiments.model(
            student.experiment(*sets, hidden_units=3, epochs=epochs, frac=0.95)
        ).state_dict()
        for epochs in (0, 1)
    )
    experiments.check_steps(before, after)


@task("experiment", points=2, seconds=60.0)
def test_the_model_has_learnt(student: Student, rng: np.random.Generator) -> None:
    """The model tells stripes from chequers on new pictures"""
    start = np.random.default_rng(experiments.START)
    train_set, test_set = experiments.sets(student, start, experiments.TRAINED_ON, 4)
    seed = int(start.integers(2**31))
    settings = {"hidden_units": 8, "epochs": experiments.EPOCHS, "seed": seed}
    found = student.experiment(train_set, test_set, **settings)
    experiments.check_learnt(experiments.model(found), rng)


@task("load_image", points=1)
def test_image_size(student: Student, rng: np.random.Generator) -> None:
    """With a size the whole picture is squeezed into the square"""
    for pixels, colours, size in transforms.nine_blocks(rng):
        path = student.write_file("photo.png", files.encoded(pixels))
        transforms.check_whole_picture(student.load_image(path, size), colours, size)


@task("load_image", points=1)
def test_image_endings(student: Student, rng: np.random.Generator) -> None:
    """Pictures whose files end in .jpg and .jpeg are read as well"""
    for ending, colour in zip(("jpg", "jpeg"), files.colours(rng, 2), strict=True):
        data = files.encoded(files.solid(colour), "JPEG")
        image = student.load_image(student.write_file(f"photo.{ending}", data))
        wanted = torch.tensor(colour).reshape(3, 1, 1).expand(3, 10, 14) / 255
        expect.close(image, wanted, name=f"the .{ending} picture", rtol=0.0, atol=0.06)


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
    photo = photos.photo(student, rng, modes=True)
    for _ in range(2):
        spied = student.probes.Recorder(photo.there)
        spied.train.keep()
        found = student.predict_image(spied, photo.path, photo.names)
        student.observe("modes", spied.calls)
        photo.check(found)


@task("predict_image", points=2)
def test_prediction_transform(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The transform is applied, and the model computes on the device"""
    photo, resize = photos.large(student, rng)
    photo.check(student.predict_image(photo.there, photo.path, photo.names, resize, device))
    here = next(iter(photo.there.state_dict().values()))
    expect.device(here, device, name="the model afterwards")
    away = student.probes.FarModel(photo.there.to.keep("cpu"), "cuda:1")
    layers = student.library("torch.nn")
    step = layers.Sequential(resize, layers.Unflatten(0, (3, 1)))  # for a picture, not for a batch
    photo.check(student.predict_image(away, photo.path, photo.names, step, "cpu"))
    place = student.library("builtins").str(away.place)
    expect.equal(place, "cpu", name="the device of the model afterwards")


@task("predict_image", points=2)
def test_prediction_of_grey(student: Student, rng: np.random.Generator) -> None:
    """A grey picture is fine, and without class names the label is a number"""
    photo = photos.photo(student, rng, grey=True)
    photo.check(student.predict_image(photo.there, photo.path, photo.names))
    found = student.predict_image(photo.there, photo.path, None)
    expect.keys(found, ("label",), name="the result")
    expect.equal(found["label"], photo.best, name='["label"] without class names')


@task("pred_and_plot_image", points=2)
def test_drawing_mode(student: Student, rng: np.random.Generator) -> None:
    """In the current axes, the title is that of evaluation mode, with Dropout and BatchNorm"""
    photo = photos.photo(student, rng, modes=True)
    photo.there.train.keep()
    training_runs.set_device(student, torch.device("cpu"))
    axes = figures.left_axes(student)
    student.pred_and_plot_image(photo.there, photo.path, photo.names)
    figures.check_not_empty(student, axes)
    photo.check_drawn(student)


@task("pred_and_plot_image", points=1)
def test_drawing_without_names(student: Student, rng: np.random.Generator) -> None:
    """Without class names the title has the number of the class"""
    photo = photos.photo(student, rng)
    training_runs.set_device(student, torch.device("cpu"))
    student.pred_and_plot_image(photo.there, photo.path)
    photo.check_drawn(student, str(photo.best))


@task("pred_and_plot_image", points=1)
def test_drawing_with_transform(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The transform is applied, and the model computes on the device"""
    photo, resize = photos.large(student, rng)
    training_runs.set_device(student, device)
    names = ("model", "image_path", "class_names", "transform", "device")
    values = (photo.there, photo.path, photo.names, resize, device)
    student.pred_and_plot_image(**dict(zip(names, values, strict=True)))
    photo.check_drawn(student, resized=True)
    away = student.probes.FarParameters(photo.there.to.keep("cpu"), "cuda:1")
    student.pred_and_plot_image(away, photo.path, photo.names, resize, torch.device("cpu:0"))
    place = student.library("builtins").str(away.place)
    expect.equal(place, "cpu:0", name="the device of the model afterwards")


@task("load_image", points=2)
def test_broken_files(student: Student, rng: np.random.Generator) -> None:
    """A file that is no picture, or only half of one, is refused by name"""
    whole = files.encoded(rng.integers(0, 256, (60, 60, 3), dtype=np.uint8), "JPEG")
    for data in (b"<html>Not found</html>", whole[: len(whole) // 2]):
        name = f"photo_{rng.integers(100, 1000)}.jpg"
        path = student.write_file(name, data)
        with expect.raises(student, "ValueError", mentions=[name]):
            student.load_image(path)
