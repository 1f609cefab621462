"""Public checks of chapter 04: forms, types and one example of each task."""

from __future__ import annotations

import numpy as np
import pytest
import torch

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
from autograder.checks import classifiers, expect, files, folders, loops, parity
from autograder.checks.task import task
from autograder.remote.client import Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "unpack": (
        "Make a small zip and unpack it three times: new folder, empty folder, folder with a file.",
        "A folder is ready if it has something in it; whether it exists says too little.",
        "Look at the test before the zip is opened, and at what is known of each name in it.",
    ),
    "find_classes": (
        "Print what the folder lists, and compare it with the classes you return.",
        "Only folders are classes, their names are sorted, and counting starts at 0.",
        "Look at where the names come from: what leaves out files, and what puts them in order?",
    ),
    "ImageFolderCustom": (
        "Print len(dataset), dataset[0] and dataset.class_to_idx for a folder you can see.",
        "Paths are collected when the dataset is made; a picture is opened when it is asked for.",
        "Look at which part of a path gives the class, and when a file is opened.",
    ),
    "train_transform": (
        "Put one wide picture through each transform and print shape, dtype, minimum and maximum.",
        "Order matters: change the size, change at random, then make a tensor of it.",
        "Look at the size that Resize gets, and at which of the two has a random step.",
    ),
    "make_image_loaders": (
        "Take one batch of each loader and print its shape and labels, in two epochs.",
        "Training data is shuffled, test data is not, and nothing is dropped from either.",
        "Look at the arguments of both loaders, and at what is compared before they are made.",
    ),
    "TinyVGG": (
        "Print the model and list the shapes of its parameters.",
        "Four convolutions with weights of their own, ReLU after each, and a bare linear layer.",
        "Look at the sizes of each layer and at what happens after the last one.",
    ),
    "model_summary": (
        "Compare the sum of your params with the sum of p.numel() over model.parameters().",
        "A hook on each layer that has no layers inside tells when it is called and what it gives.",
        "Look at which layers get a hook, what is counted, and what is undone at the end.",
    ),
    "train_step": (
        "Print one parameter before and after each batch of a tiny loader.",
        "The five steps happen once for each batch; sums are divided by how many were summed.",
        "Look at what is inside the loop and what is outside, and at the mode of the model.",
    ),
    "test_step": (
        "Call it twice with a model that has Dropout, and compare.",
        "Two switches come before the loop; sums are divided by how many were summed.",
        "Look at what happens before the first batch, and at the last line.",
    ),
    "train": (
        "Train for 3 epochs and print the results: four lists of three numbers?",
        "Each epoch trains, then tests, then appends one number to each list.",
        "Look at what is inside the loop over the epochs, and at which loader goes where.",
    ),
    "plot_loss_curves": (
        "Draw results that you made up, so that you know what each line must look like.",
        "Two panels: losses in one, accuracies in the other, two lines with labels in each.",
        "Look at which list each call of plot gets, and on which axes it draws.",
    ),
    "diagnose": (
        "Draw the curves that were told wrongly, if you can; make some of your own otherwise.",
        "Compare the end of each curve with its own beginning or its own lowest level.",
        "Look at each comparison: what happens to it if all losses are ten times as large?",
    ),
    "concept_check": (
        "At least one letter is not the right one yet. The message names the question.",
        "Answer each question in your own words before you read the choices.",
        "Go back to the section of this chapter that the question is about, and read its text.",
    ),
    "experiment": (
        "Call it twice with the same arguments and compare the results.",
        "All that is random comes after the seed, and all that learns is made anew in each call.",
        "Look at what is made where: seed, model, share of the data, loaders, optimiser.",
    ),
    "load_image": (
        "Print shape, dtype, minimum and maximum for a colour picture and a grey one.",
        "Three colours first, floats between 0 and 1, and an error that names the file.",
        "Look at each step from the file to the tensor: mode, size, order of axes, range.",
    ),
    "predict_image": (
        "Sum the probabilities, and predict the same picture twice.",
        "A batch of one, evaluation mode, softmax over the classes, plain Python values.",
        "Look at the shape that goes into the model and the axis that softmax works on.",
    ),
    "pred_and_plot_image": (
        "Draw a picture whose answer you know and read the title.",
        "Matplotlib wants colours last; the title needs the class and its probability.",
        "Look at what is given to imshow and what is put together for the title.",
    ),
}


@task("concept_check", points=1)
@pytest.mark.parametrize(("name", "topic"), QUIZ.topics, ids=list(QUIZ.questions))
def test_answer(student: Student, name: str, topic: str) -> None:
    """{name}: {topic}"""
    QUIZ.check(student, name)


@task("unpack", points=2)
def test_unpack_extracts(student: Student, rng: np.random.Generator) -> None:
    """All files are in the folder, which comes back as a Path"""
    members = files.members(rng)
    zip_path = student.write_file("food.zip", files.zipped(members))
    path = student.unpack(zip_path, files.full(student, "data/food"))
    files.check_members(student, members)
    files.check_folder(path)


@task("find_classes", points=1)
def test_classes_are_sorted(student: Student, rng: np.random.Generator) -> None:
    """Names come sorted, with an index each from 0"""
    names = files.names(rng, 3)
    folders.fill(student, rng, "train", dict.fromkeys(names, 1))
    student.probes.pretend_disk_order()
    datasets.check_classes(student.find_classes(files.full(student, "train")), names)


@task("ImageFolderCustom", points=1)
def test_dataset_attributes(student: Student, rng: np.random.Generator) -> None:
    """len, classes and class_to_idx are those of the folder"""
    counts = dict(zip(files.names(rng, 3), rng.integers(2, 5, 3).tolist(), strict=True))
    folders.fill(student, rng, "train", counts)
    dataset = student.ImageFolderCustom(files.full(student, "train"))
    length = student.library("builtins").len(dataset)
    expect.equal(length, sum(counts.values()), name="len(dataset)")
    expect.equal(dataset.classes.value(), sorted(counts), name="dataset.classes")
    wanted = {name: index for index, name in enumerate(sorted(counts))}
    expect.equal(dataset.class_to_idx.value(), wanted, name="dataset.class_to_idx")


@task("ImageFolderCustom", points=2)
def test_sample_is_a_pair(student: Student, rng: np.random.Generator) -> None:
    """dataset[i] is a tuple of the transformed picture and an int"""
    written = folders.fill(student, rng, "train", dict.fromkeys(files.names(rng, 2), 1))
    to_tensor = student.library("torchvision.transforms").ToTensor()
    dataset = student.ImageFolderCustom(files.full(student, "train"), transform=to_tensor)
    samples = datasets.items(student, dataset, 2)
    for image, label in samples:
        expect.tensor(image, name="the picture of a sample")
        expect.type_(label, int, name="the class index of a sample")
    folders.check_samples(samples, written)


@task("train_transform", points=1)
def test_test_transform_form(student: Student, rng: np.random.Generator) -> None:
    """The test transform makes a float32 tensor of the given size, from 0 to 1"""
    size = transforms.form_size(rng)
    transforms.check_form(student, transforms.transform(student, "test", size), rng, size)


@task("train_transform", points=1)
def test_train_transform_form(student: Student, rng: np.random.Generator) -> None:
    """The training transform does so as well, with augmentation and without"""
    size = transforms.form_size(rng)
    for augment in (True, False):
        transform = transforms.transform(student, "train", size, augment=augment)
        transforms.check_form(student, transform, rng, size)


@task("make_image_loaders", points=2)
def test_loader_batches(student: Student, rng: np.random.Generator) -> None:
    """Batches have the right size, pictures their labels, and class names are sorted"""
    written = folders.both(student, rng, 3)
    *loaders, names = datasets.loaders(student, batch_size=4)
    classes = {picture.path.split("/")[1] for picture in written["train"]}
    expect.equal(names, sorted(classes), name="the class names")
    for loader, part, side in zip(loaders, folders.SPLITS, (6, 5), strict=True):
        batches = folders.batches(student, loader)
        expect.equal([len(x) for x, _ in batches], [4, 4, 1], name=f"the sizes of {part} batches")
        expect.shape(batches[0][0], (4, 3, side, side), name=f"a batch of {part} pictures")
        folders.check_samples(folders.in_a_row(batches), written[part])


@task("TinyVGG", points=1)
def test_logits_shape(student: Student, rng: np.random.Generator) -> None:
    """One row of logits per picture, one column per class"""
    for n, channels in ((1, networks.COLOUR), (int(rng.integers(2, 5)), networks.GREY)):
        sizes = networks.sizes(rng, channels)
        output = student.TinyVGG(*sizes)(networks.images(rng, n, channels))
        expect.shape(expect.tensor(output, name="the output"), (n, sizes[2]), name="the output")
        expect.dtype(output, torch.float32, name="the output")


@task("TinyVGG", points=2)
def test_layers(student: Student, rng: np.random.Generator) -> None:
    """There are four 3x3 convolutions and a linear layer, of the right sizes"""
    for channels in (networks.COLOUR, networks.GREY):
        networks.check_layers(student, networks.sizes(rng, channels))


@task("model_summary", points=2)
def test_summary_rows(student: Student, rng: np.random.Generator) -> None:
    """Each layer has a row with name, type, output shape and parameters"""
    network = summaries.convolutional(student, rng)
    rows = student.model_summary(network.model, network.input_size)
    summaries.check_rows(rows, network.rows)


@task("train_step", points=2)
def test_training_answers(student: Student, rng: np.random.Generator) -> None:
    """Loss and accuracy come back as Python floats"""
    epoch = training_runs.train_step(student, rng, [4, 4])
    epoch.tally.check(epoch.answer)


@task("train_step", points=2)
def test_training_steps(student: Student, rng: np.random.Generator) -> None:
    """After two batches, every parameter is where two right steps lead"""
    training_runs.train_step(student, rng, [5, 5]).check_state()


@task("test_step", points=2)
def test_testing_answers(student: Student, rng: np.random.Generator) -> None:
    """Loss and accuracy come back as Python floats"""
    on = training_runs.classifier(student, rng)
    batches = on.batches(rng, 4, 4)
    answer = student.test_step(
        on.there, classifiers.loader(student, batches), classifiers.cross_entropy(student)
    )
    on.test(batches).check(answer)


@task("train", points=2)
def test_results_form(student: Student, rng: np.random.Generator) -> None:
    """There are four lists of floats, one entry per epoch"""
    training_runs.train(student, rng, int(rng.integers(2, 5))).check_form()


@task("train", points=1)
def test_results_of_training(student: Student, rng: np.random.Generator) -> None:
    """The training losses and accuracies are those of the right loop"""
    training_runs.train(student, rng, 3).check_curves("train_loss", "train_acc")


@task("plot_loss_curves", points=2)
def test_curves_are_drawn(student: Student, rng: np.random.Generator) -> None:
    """One panel shows both losses, the other both accuracies"""
    results = curves.curves(rng, "ok")
    student.plot_loss_curves(results)
    figures.check_panels(student, results)


@task("diagnose", points=1)
@pytest.mark.parametrize("kind", ["underfitting", "overfitting", "ok"])
def test_clear_case(student: Student, rng: np.random.Generator, kind: str) -> None:
    """a smooth curve of the kind {kind} is told"""
    curves.check(student, rng, kind, "smooth curves")


@task("experiment", points=2, seconds=30.0)
def test_experiment_form(student: Student, rng: np.random.Generator) -> None:
    """The result holds a trained model and the results of each epoch"""
    names = [*experiments.CLASSES, "dots", "rings"]
    train_set, test_set = experiments.sets(student, rng, 4, 4, classes=names)
    hidden = int(rng.integers(2, 6))
    found = student.experiment(train_set, test_set, hidden_units=hidden, epochs=2)
    expect.keys(found, ("model", "results"), name="the result")
    expect.keys(found["results"], loops.KEYS, name='["results"]')
    for key in loops.KEYS:
        expect.length(found["results"][key], 2, name=f'["results"][{key!r}]')
    networks.check_shapes(experiments.model(found).state_dict(), (3, hidden, len(names)))


@task("load_image", points=2)
def test_image_form(student: Student, rng: np.random.Generator) -> None:
    """A picture becomes float32 (3, height, width) from 0 to 1, pixel for pixel"""
    pixels = rng.integers(0, 256, (int(rng.integers(5, 9)), int(rng.integers(9, 14)), 3))
    path = student.write_file("photo.png", files.encoded(pixels.astype(np.uint8)))
    image = student.load_image(path)
    expect.dtype(image, torch.float32, name="the result")
    expect.close(image, torch.as_tensor(pixels).permute(2, 0, 1) / 255, name="the result")


@task("predict_image", points=2)
def test_prediction_form(student: Student, rng: np.random.Generator) -> None:
    """The answer is a name, a float and a list of floats"""
    photo = photos.photo(student, rng)
    found = student.predict_image(photo.there, photo.path, photo.names, device="cpu")
    photo.check_form(found)


@task("predict_image", points=1)
def test_prediction_values(student: Student, rng: np.random.Generator) -> None:
    """The probabilities are those of the model, and sum to 1"""
    photo = photos.photo(student, rng)
    photo.check(student.predict_image(photo.there, photo.path, photo.names))


@task("pred_and_plot_image", points=2)
def test_picture_is_drawn(student: Student, rng: np.random.Generator) -> None:
    """The picture is drawn, and its title names class and probability"""
    photo = photos.photo(student, rng)
    training_runs.set_device(student, torch.device("cpu"))
    student.pred_and_plot_image(photo.there, photo.path, photo.names)
    photo.check_drawn(student)


@task("experiment", points=1, seconds=30.0)
def test_experiment_starts_afresh(student: Student, rng: np.random.Generator) -> None:
    """Two calls with the same seed start with the same model, other seeds with others"""
    train_set, test_set = experiments.sets(student, rng, 2, 2)
    seed = int(rng.integers(1, 1000))
    states = []
    for now in (seed, seed, seed + 1):
        found = student.experiment(train_set, test_set, hidden_units=3, epochs=0, seed=now)
        states.append(experiments.model(found).state_dict())
    expect.state_dict(states[1], states[0], name="the second model", rtol=parity.RTOL)
    same = all(bool((states[2][name] == value).all()) for name, value in states[0].items())
    expect.true(not same, "Expected another seed to give another model, but it is the same.")
