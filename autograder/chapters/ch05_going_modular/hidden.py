"""Hidden checks of chapter 05: mechanics, files that must not be trusted, programs with flags."""

from __future__ import annotations

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
from autograder.checks import classifiers, expect, files, folders, losses, parity
from autograder.checks.loops import KEYS, check_without_gradients
from autograder.checks.task import task
from autograder.remote.client import Student, save_bytes

_RIGHT = {
    "notebooks and modules": dict(enumerate("abcb", start=1)),
    "programs and files": dict(enumerate("bbbc", start=5)),
}
SECONDS = programs.SECONDS
USUAL = "models/05_going_modular_script_mode_tinyvgg_model.pth"


@task("concept_check", points=1)
@pytest.mark.parametrize("theme", list(_RIGHT))
def test_theme(student: Student, theme: str) -> None:
    """all answers are right about {theme}"""
    for number, right in _RIGHT[theme].items():
        chosen = QUIZ.letter(cast(Student, student.concept_check), f"ANSWER_{number}")
        expect.true(
            chosen == right, f'Expected ANSWER_{number} to be another choice, but got "{chosen}".'
        )


@task("data_setup.create_dataloaders", points=2)
def test_what_is_shuffled(student: Student, rng: np.random.Generator) -> None:
    """Training pictures come in a new order each epoch, test pictures in one order"""
    written = folders.both(student, rng, 5)
    train_loader, test_loader, _ = student.data_setup.create_dataloaders(
        *folders.locations(student), folders.two_transforms(student)[0], batch_size=4
    )
    epochs = [folders.in_a_row(folders.batches(student, train_loader)) for _ in range(2)]
    for samples in epochs:
        folders.check_samples(samples, written["train"])
    colours = [[image.mean(dim=(1, 2)) for image, _ in samples] for samples in epochs]
    same = all(torch.equal(a, b) for a, b in zip(*colours, strict=True))
    expect.true(not same, "Expected two epochs of training in different order, but got the same.")
    in_order = folders.in_a_row(folders.batches(student, test_loader))
    folders.check_samples(in_order, written["test"], in_order=True)


@task("data_setup.create_dataloaders", points=1)
def test_transform_of_both(student: Student, rng: np.random.Generator) -> None:
    """The transform that was passed in makes the tensors of both loaders, and nothing else does"""
    folders.both(student, rng, 1)
    side = int(rng.integers(3, 9))
    steps = student.library("torchvision.transforms")
    transform = steps.Compose([steps.Resize((side, side + 1)), steps.ToTensor()])
    loaders = student.data_setup.create_dataloaders(
        *folders.locations(student), transform, batch_size=5, num_workers=0
    )
    for loader, part in zip(loaders, folders.SPLITS, strict=False):
        images, _ = folders.batches(student, loader)[0]
        expect.shape(images, (3, 3, side, side + 1), name=f"a batch of {part} pictures")
    speckled = {part: folders.speckled(student, rng, f"new/{part}", 6) for part in folders.SPLITS}
    places = [files.full(student, f"new/{part}") for part in folders.SPLITS]
    loaders = student.data_setup.create_dataloaders(*places, steps.ToTensor(), batch_size=12)
    for loader, part in zip(loaders, folders.SPLITS, strict=False):
        for _ in range(3):
            images, _ = folders.batches(student, loader)[0]
            folders.check_untouched(images, speckled[part], of=part)


@task("data_setup.create_dataloaders", points=1)
def test_settings_of_both(student: Student, rng: np.random.Generator) -> None:
    """Batch size and number of workers reach both loaders, and the class names are sorted"""
    names = files.names(rng, len(files.DISHES))
    for part in folders.SPLITS:
        folders.fill(student, rng, part, dict.fromkeys(names, 1))
    size, workers = int(rng.integers(2, 30)), int(rng.integers(1, 3))
    path = student.library("pathlib").Path
    *loaders, found = student.data_setup.create_dataloaders(
        train_dir=path(folders.locations(student)[0]),
        test_dir=path(folders.locations(student)[1]),
        transform=folders.two_transforms(student)[0],
        batch_size=size,
        num_workers=workers,
    )
    expect.equal(found, sorted(names), name="the class names")
    for loader, part in zip(loaders, folders.SPLITS, strict=True):
        expect.equal(loader.batch_size.value(), size, name=f"batch_size of the {part} loader")
        expect.equal(loader.num_workers.value(), workers, name=f"num_workers of the {part} loader")


@task("model_builder.TinyVGG", points=3)
def test_logits(student: Student, rng: np.random.Generator) -> None:
    """The logits are those of four convolutions with ReLU, two poolings and a linear layer"""
    for of in networks.grey_and_colour(rng):
        model = student.model_builder.TinyVGG(*of)
        networks.check_shapes(model.state_dict(), of, name=f"TinyVGG{of}")
        state = networks.drawn(model.state_dict(), rng)
        student.probes.load_parameters(model, state)
        x = torch.as_tensor(rng.uniform(0, 1, (3, of[0], 64, 64)), dtype=torch.float32)
        wanted = networks.forward(state, x)
        expect.close(model(x), wanted, name="the logits", rtol=1e-3, atol=1e-4)
        alone = model(x[:1])
        expect.close(alone, wanted[:1], name="the logits of one picture", rtol=1e-3, atol=1e-4)


@task("model_builder.TinyVGG", points=2, seconds=SECONDS)
def test_importing_is_silent(student: Student) -> None:
    """Importing model_builder prints nothing and trains nothing"""
    student.model_builder.TinyVGG.keep(1, 2, 3)
    programs.alone(student, "model_builder")


@task("engine.train_step", points=2)
def test_training_uneven(student: Student, rng: np.random.Generator) -> None:
    """Batches of different size lead where right steps lead, and the averages are right"""
    loops.train_step(student, rng, [60, 60, 40], momentum=0.5).check()


@task("engine.train_step", points=1)
def test_training_with_another_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss function that was passed in is used"""
    losses.check_train_step(loops.on_cpu(student), rng, classifiers.classifier(student, rng))


@task("engine.train_step", points=2)
def test_training_mode(student: Student, rng: np.random.Generator) -> None:
    """A model that arrives in evaluation mode is trained in training mode"""
    loops.train_step(student, rng, [6, 4], batch_norm=True).check()


@task("engine.train_step", points=1)
def test_training_device(student: Student, rng: np.random.Generator) -> None:
    """Pictures and labels are sent to the device that was passed in"""
    given = loops.far(student, rng)
    student.engine.train_step(
        model=given.there,
        dataloader=given.loader,
        loss_fn=classifiers.cross_entropy(student),
        optimizer=given.on.optimizer(student),
        device=torch.device(given.device),
    )
    given.on.train(given.batches)
    state = given.on.there.state_dict()
    expect.state_dict(state, parity.snapshot(given.on.here), rtol=parity.RTOL)


@task("engine.test_step", points=1)
def test_testing_uneven(student: Student, rng: np.random.Generator) -> None:
    """Batches of different size give the right averages"""
    on = classifiers.classifier(student, rng)
    batches = on.batches(rng, 60, 60, 40)
    answer = student.engine.test_step(
        model=on.there,
        dataloader=classifiers.loader(student, batches),
        loss_fn=classifiers.cross_entropy(student),
        device="cpu",
    )
    on.test(batches).check(answer)


@task("engine.test_step", points=1)
def test_testing_with_another_loss(student: Student, rng: np.random.Generator) -> None:
    """The loss function that was passed in is used"""
    losses.check_test_step(loops.on_cpu(student), rng, classifiers.classifier(student, rng))


@task("engine.test_step", points=1)
def test_testing_mode(student: Student, rng: np.random.Generator) -> None:
    """With Dropout and BatchNorm the numbers are those of evaluation mode, and nothing changes"""
    on = classifiers.classifier(student, rng, dropout=0.5, batch_norm=True)
    batches = on.batches(rng, 5, 4)
    spied = student.probes.Recorder(on.there)
    student.probes.pollute(on.there, 2.0)
    loader, loss_fn = classifiers.loader(student, batches), classifiers.cross_entropy(student)
    for _ in range(2):
        spied.train.keep()
        answer = student.engine.test_step(spied, loader, loss_fn, "cpu")
        student.observe("modes", spied.calls)
        on.test(batches).check(answer)
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-12)
    wanted = {name: torch.full_like(p, 2.0) for name, p in on.here.named_parameters()}
    expect.close(student.probes.gradients(on.there), wanted, name="the gradients afterwards")
    spied.eval.keep()
    student.engine.test_step(spied, loader, loss_fn, "cpu")
    parity.check_only_measured(student, on.there, on.here, batches[0][0])


@task("engine.test_step", points=1)
def test_testing_without_gradients(student: Student, rng: np.random.Generator) -> None:
    """Gradients are off while the model computes"""
    check_without_gradients(loops.on_cpu(student), rng)


@task("engine.test_step", points=1)
def test_testing_device(student: Student, rng: np.random.Generator) -> None:
    """Pictures and labels are sent to the device that was passed in"""
    given = loops.far(student, rng)
    answer = student.engine.test_step(
        given.there, given.loader, classifiers.cross_entropy(student), given.device
    )
    given.on.test(given.batches).check(answer)


@task("engine.train", points=2)
def test_all_results(student: Student, rng: np.random.Generator) -> None:
    """All four lists and the trained model are right, also with BatchNorm and momentum"""
    result = loops.train(student, rng, 3, batch_norm=True, momentum=0.9)
    result.check_curves(*KEYS)
    expect.state_dict(result.state, result.wanted_state, rtol=parity.RTOL)


@task("engine.train", points=1)
def test_loss_and_device(student: Student, rng: np.random.Generator) -> None:
    """The loss function and the device that were passed in are used, in training and in tests"""
    given = loops.far(student, rng)
    on, others = given.on, given.on.batches(rng, 4)
    loaders = given.loader, classifiers.far_loader(student, others)
    rest = on.optimizer(student), losses.other_loss(student), 1, given.device
    results = student.engine.train(given.there, *loaders, *rest)
    losses.check_results(results, on, given.batches, others[0])


@task("engine.train", points=1)
def test_separate_calls(student: Student, rng: np.random.Generator) -> None:
    """Each call has results of its own, for any number of epochs"""
    for epochs in (int(rng.integers(3, 5)), 1, 0):
        result = loops.train(student, rng, epochs, by_name=True)
        result.check_curves(*KEYS)


@task("engine.train", points=1, seconds=SECONDS)
def test_engine_is_silent(student: Student, rng: np.random.Generator) -> None:
    """Importing engine prints nothing and trains nothing, and train works where nothing else is"""
    programs.alone(student, "engine")
    loops.train(student, rng, 1).check_curves(*KEYS)


@task("utils.save_model", points=1)
def test_other_endings(student: Student) -> None:
    """Another ending is refused, and no file is written"""
    _refuse_endings(student)
    left = [file for file in student.list_files() if file not in ("new", "new/models")]
    expect.equal(left, [], name="the list of files that were written")


@task("utils.save_model", points=1)
def test_no_folder_for_other_endings(student: Student) -> None:
    """Where another ending is refused, not even the folder is made"""
    _refuse_endings(student)
    hint = "Look at the name before you make the folder."
    expect.equal(student.list_files(), [], name="what is there afterwards", hint=hint)


def _refuse_endings(student: Student) -> None:
    model = student.probes.make_mlp.keep()
    for name in ("net", "net.pkl", "net.pth.zip", "net_pt", "pt"):
        with expect.raises(student, ("ValueError", "AssertionError")):
            student.utils.save_model(model, files.full(student, "new/models"), name)


@task("utils.save_model", points=1)
def test_both_endings(student: Student, rng: np.random.Generator) -> None:
    """A file may end in .pt or .pth and have more dots in its name"""
    model = student.probes.make_mlp.keep()
    for name in ("net.pt", f"net_v{rng.integers(9)}.{rng.integers(9)}.pth"):
        student.utils.save_model(model=model, target_dir=files.full(student, "m"), model_name=name)
        expect.state_dict(saved.contents(student, f"m/{name}"), model.state_dict(), name=name)


@task("utils.save_model", points=1)
def test_new_folders(student: Student, rng: np.random.Generator) -> None:
    """Folders that are not there are made, whether the folder is a text or a Path"""
    model = student.probes.make_mlp.keep()
    where = files.full(student, f"a{rng.integers(99)}/b/c")
    student.utils.save_model(model, where, "net.pth")
    student.utils.save_model(model, student.library("pathlib").Path(where), "net.pt")
    inside = [f"{where.removeprefix(files.full(student, ''))}/net.{end}" for end in ("pth", "pt")]
    found = [file.lstrip("/") for file in student.list_files()]
    for path in (name.lstrip("/") for name in inside):
        expect.true(path in found, f"Expected a file {path}, but got {found}.")


@task("utils.save_model", points=2)
def test_saved_again(student: Student, rng: np.random.Generator) -> None:
    """A second call replaces the file with the numbers the model has now"""
    model, state = model_files.new_model(student, rng)
    where = files.full(student, "models")
    student.utils.save_model(model, where, "net.pth")
    student.probes.load_parameters(model, state)
    student.utils.save_model(model, where, "net.pth")
    expect.state_dict(saved.contents(student, "models/net.pth"), state, name="the file")
    left = [file for file in student.list_files() if file.startswith("models/")]
    expect.equal(left, ["models/net.pth"], name="the list of files in the folder")


@task("utils.load_model", points=1)
def test_device(student: Student, rng: np.random.Generator) -> None:
    """The model that was passed in is filled, and on the device that was passed in"""
    model, state = model_files.new_model(student, rng)
    path = student.library("pathlib").Path(student.write_file("net.pt", save_bytes(state)))
    student.utils.load_model.keep(model, path)
    expect.state_dict(model.state_dict(), state, name="the model that was passed in")
    found = student.utils.load_model.keep(model.to.keep("meta"), path, torch.device("meta"))
    places = student.chapter_probes.devices(found)
    expect.equal(places, ["meta"], name="the devices of a model asked for on device meta")
    other, state = model_files.new_model(student, rng)
    away = student.probes.FarModel(other, "cuda:5")
    inside = {f"inner.{name}": value for name, value in state.items()}
    student.utils.load_model.keep(away, student.write_file("far.pt", save_bytes(inside)), "cpu")
    place = student.library("builtins").str(away.place)
    expect.equal(place, "cpu", name="the device of a model asked for on the CPU")


@task("utils.load_model", points=1)
def test_file_from_a_gpu(student: Student, rng: np.random.Generator) -> None:
    """A file that was saved on a GPU can be loaded without one"""
    model, state = model_files.new_model(student, rng)
    path = student.write_file("gpu.pt", saved.from_gpu(state))
    found = student.utils.load_model.keep(model, path, "cpu")
    expect.state_dict(found.state_dict(), state, name="the loaded model")


@task("utils.load_model", points=2)
def test_file_that_does_not_fit(student: Student, rng: np.random.Generator) -> None:
    """A file that lacks a tensor, has one too many or other shapes, or is not there, is refused"""
    model, state = model_files.new_model(student, rng)
    contents = {
        "lacking.pt": saved.incomplete(state, saved.some_name(rng, state)),
        "spare.pt": saved.with_spare(state),
        "flat.pt": saved.flattened(state),
        "list.pt": saved.without_names(state),
    }
    paths = [student.write_file(name, data) for name, data in contents.items()]
    for path in (*paths, files.full(student, "absent.pt")):
        with expect.raises(student, "Exception"):
            student.utils.load_model.keep(model, path)


@task("utils.load_model", points=2)
def test_file_with_code(student: Student, rng: np.random.Generator) -> None:
    """A pickled object is refused, and no code in it is run"""
    model, state = model_files.new_model(student, rng)
    path = student.write_file("object.pt", saved.with_code(state))
    with expect.raises(student, "Exception"):
        student.utils.load_model.keep(model, path)
    made = [file for file in student.list_files() if saved.MARK in file]
    expect.true(not made, "Expected no code of the file to be run, but it made a folder.")


@task("utils.load_model", points=1)
def test_file_that_claims_much(student: Student, rng: np.random.Generator) -> None:
    """A small file that claims to hold a huge tensor is refused"""
    model, state = model_files.new_model(student, rng)
    path = student.write_file("huge.pt", saved.claims_much(state, saved.some_name(rng, state)))
    with expect.raises(student, "Exception"):
        student.utils.load_model.keep(model, path)


@task("get_data.download", points=1)
def test_downloaded_once(student: Student, rng: np.random.Generator) -> None:
    """A folder with files in it is left alone, and nothing is opened"""
    members = files.members(rng)
    mine = f"data/food/{next(iter(members))}"
    student.write_file(mine, b"my own picture")
    opener = downloads.opener(student, members)
    path = student.get_data.download("https://x.test/a.zip", downloads.data(student), opener)
    expect.equal(opener.sources.value(), [], name="what the opener was called with")
    downloads.check_place(student, path)
    expect.equal(student.read_file(mine), b"my own picture", name=mine)


@task("get_data.download", points=1)
def test_empty_folder(student: Student, rng: np.random.Generator) -> None:
    """A folder that is there but empty is filled; the address is opened once and closed"""
    members = files.members(rng)
    student.library("os").makedirs(downloads.data(student))
    opener = downloads.opener(student, members)
    source = f"https://x.test/{rng.integers(99)}.zip"
    student.get_data.download(source, downloads.data(student), opener)
    files.check_members(student, members)
    expect.equal(opener.sources.value(), [source], name="what the opener was called with")
    expect.equal(opener.left_open(), 0, name="how many connections are left open")


@task("get_data.download", points=2)
def test_broken_line(student: Student, rng: np.random.Generator) -> None:
    """A download that breaks leaves nothing behind, and the next one works"""
    members = files.members(rng)
    source, place = "https://x.test/a.zip", downloads.data(student)
    with expect.raises(student, "OSError"):
        student.get_data.download(source, place, downloads.opener(student, members, breaks=True))
    left = [file for file in student.list_files() if file not in ("data", "data/food")]
    expect.equal(left, [], name="the list of files that were left")
    student.get_data.download(source, place, downloads.opener(student, members))
    files.check_members(student, members)


@task("get_data.download", points=1)
def test_web_page(student: Student, rng: np.random.Generator) -> None:
    """A web page instead of a zip is refused and leaves nothing behind"""
    page = f"<!DOCTYPE html><h1>{rng.integers(400, 500)} Not Found</h1>".encode()
    opener = downloads.opener(student, page)
    with expect.raises(student, "BadZipFile"):
        student.get_data.download("https://x.test/a.zip", downloads.data(student), opener)
    left = [file for file in student.list_files() if file not in ("data", "data/food")]
    expect.equal(left, [], name="the list of files that were left")


@task("get_data.download", points=1)
def test_real_opener(student: Student, rng: np.random.Generator) -> None:
    """Without an opener, the address itself is opened; all folders above are made"""
    members = files.members(rng)
    path = student.write_file("in/food.zip", files.zipped(members))
    address = student.library("pathlib").Path(path).as_uri()
    student.get_data.download(address, files.full(student, "my/new/food"))
    files.check_members(student, members, "my/new/food")


@task("train.build_parser", points=2, seconds=SECONDS)
def test_types(student: Student, rng: np.random.Generator) -> None:
    """Values from the command line become numbers where numbers are needed"""
    given = {
        "learning_rate": round(float(rng.uniform(0.01, 0.5)), 4),
        "batch_size": int(rng.integers(2, 99)),
        "num_epochs": int(rng.integers(2, 99)),
        "hidden_units": int(rng.integers(2, 99)),
    }
    flags = [text for name, value in given.items() for text in (f"--{name}", str(value))]
    values = programs.arguments(student, "train", *flags, "--train_dir", "a", "--test_dir", "b")
    for name, value in {**given, "train_dir": "a", "test_dir": "b"}.items():
        expect.equal(values.get(name), value, name=f"--{name} {value}")
        expect.type_(values[name], type(value), name=f"--{name} {value}")
    rate = programs.arguments(student, "train", "--learning_rate", "1").get("learning_rate")
    expect.type_(rate, float, name="--learning_rate 1")


@task("train.build_parser", points=1, seconds=SECONDS)
def test_unknown_flag(student: Student) -> None:
    """An unknown flag, or a word where a number is due, or 1.5 epochs: the exit code is 2"""
    for flags in (["--learning_speed", "3"], ["--batch_size", "many"], ["--num_epochs", "1.5"]):
        ended = programs.refused(student, "train", *flags)
        expect.equal(ended.code, 2, name=f"the exit code of {ended.what}")


@task("train.build_parser", points=1, seconds=SECONDS)
def test_help(student: Student) -> None:
    """--help names every flag, says what it is for, and ends well"""
    ended = programs.refused(student, "train", "--help")
    expect.equal(ended.code, 0, name=f"the exit code of {ended.what}")
    flags = ["train_dir", "test_dir", "learning_rate", "batch_size", "num_epochs", "hidden_units"]
    missing = [f"--{flag}" for flag in flags if f"--{flag}" not in ended.out]
    expect.true(not missing, f"Expected the help to name {missing}, but got {ended.out[:200]!r}.")
    silent = programs.unexplained(ended.out)
    expect.true(not silent, f"Expected a help text for each flag, but got none for {silent}.")


@task("train.build_parser", points=1, seconds=SECONDS)
def test_path_and_device(student: Student, rng: np.random.Generator) -> None:
    """There are --model_path and --device too, with the right defaults with and without a GPU"""
    path = f"a/b{rng.integers(99)}.pt"
    values = programs.arguments(student, "train", "--model_path", path, "--device", "meta")
    expect.equal(values.get("model_path"), path, name=f"--model_path {path}")
    expect.equal(values.get("device"), "meta", name="--device meta")
    default = programs.arguments(student, "train").get("model_path")
    expect.equal(default, USUAL, name="--model_path by default")
    for cuda, name in ((False, "cpu"), (True, "cuda")):
        device = str(programs.arguments(student, "train", cuda=cuda).get("device"))
        where = "with" if cuda else "without"
        expect.equal(device.partition(":")[0], name, name=f"--device by default {where} a GPU")


@task("train.main", points=1, seconds=SECONDS)
def test_adam_and_cross_entropy(student: Student, rng: np.random.Generator) -> None:
    """Adam makes the steps, and the loss on the test pictures is their cross entropy"""
    given = downloads.uneven(student, rng)
    options = ("--num_epochs", "2", "--hidden_units", "3", "--learning_rate", "0.05")
    ended = programs.call_main(student, "train", *given.flags, *options).check_good()
    expect.equal(sorted(set(ended.optimizers)), ["Adam"], name="the optimisers")
    answers = torch.tensor(ended.answers[-1] if ended.answers else [])
    expect.shape(answers, (6, 3), name="what TinyVGG answered to the 6 test pictures")
    labels = torch.tensor([0, 0, 0, 0, 1, 2])
    wanted = float(torch.nn.functional.cross_entropy(answers, labels))
    found = ended.result.get("test_loss", [])
    expect.close(found[-1:], [wanted], name="the last test loss", rtol=1e-4)


@task("train.main", points=1, seconds=SECONDS)
def test_device_of_training(student: Student, rng: np.random.Generator) -> None:
    """The network and its pictures are on the device that was asked for"""
    given = downloads.pictures(student, rng, per_class=1)
    options = ("--num_epochs", "1", "--hidden_units", "2", "--device", "meta")
    ended = programs.run(student, "train", *given.flags, *options)  # no loss has a value there
    name = f"where TinyVGG and its inputs are in {ended.what}"
    expect.equal(sorted(set(ended.devices)), ["meta"], name=name)


@task("train.main", points=1, seconds=SECONDS)
def test_learning_rate(student: Student, rng: np.random.Generator) -> None:
    """The learning rate that was asked for is used, and the saved model shows it"""
    given = downloads.pictures(student, rng, per_class=2)
    rate = round(float(rng.uniform(0.01, 0.05)), 4)
    flags = (*given.flags, "--hidden_units", "3")
    models = []
    for number, (lr, epochs) in enumerate([(1e-10, 1), (1e-10, 2), (rate, 1)]):
        options = ("--learning_rate", str(lr), "--num_epochs", str(epochs))
        ended = programs.run(student, "train", *flags, *options, cwd=f"here{number}").check_good()
        found = sorted(set(ended.rates))
        expect.close(found, [lr], name=f"the learning rates of {ended.what}")
        models.append(saved.contents(student, model_files.model_file(student, f"here{number}")))
    moved = model_files.differs(models[0], models[2])
    expect.at_least(moved, rate / 2, name=f"how far --learning_rate {rate} moves a number")


@task("train.main", points=2, seconds=SECONDS)
def test_batch_size_and_epochs(student: Student, rng: np.random.Generator) -> None:
    """Batch size and number of epochs give the right number of steps"""
    per_class = int(rng.integers(3, 5))
    given = downloads.pictures(student, rng, per_class)
    for number in range(2):
        size, epochs = int(rng.integers(2, 6)), int(rng.integers(1, 4))
        options = ("--batch_size", str(size), "--num_epochs", str(epochs), "--hidden_units", "2")
        ended = programs.run(
            student, "train", *given.flags, *options, cwd=f"h{number}"
        ).check_good()
        wanted = epochs * -(-3 * per_class // size)
        expect.equal(ended.steps, wanted, name=f"the number of steps of {ended.what}")


@task("train.main", points=1, seconds=SECONDS)
def test_defaults_are_used(student: Student, rng: np.random.Generator) -> None:
    """Without further flags: 5 epochs, batches of 32, learning rate 0.001, 10 hidden units"""
    given = downloads.pictures(student, rng, per_class=11)
    ended = programs.run(student, "train", *given.flags).check_good()
    expect.equal(ended.steps, 5 * 2, name=f"the number of steps with 33 pictures ({ended.what})")
    expect.close(sorted(set(ended.rates)), [0.001], name="the learning rates")
    path = model_files.model_file(student, "here")
    networks.check_shapes(saved.contents(student, path), (3, 10, 3), name=path)


@task("train.main", points=1, seconds=SECONDS)
def test_model_path(student: Student, rng: np.random.Generator) -> None:
    """The model goes where --model_path says, in folders that are made"""
    given = downloads.pictures(student, rng, per_class=1)
    path = f"a{rng.integers(99)}/b/first.pt"
    small = ("--num_epochs", "1", "--hidden_units", "2", "--model_path", path)
    programs.run(student, "train", *given.flags, *small).check_good()
    networks.check_shapes(saved.contents(student, f"here/{path}"), (3, 2, 3), name=path)


@task("train.main", points=1, seconds=SECONDS)
def test_class_names(student: Student, rng: np.random.Generator) -> None:
    """The class names lie beside the model, one a line"""
    given = downloads.pictures(student, rng, per_class=1, classes=4)
    name = f"m/first.v{rng.integers(9)}"
    small = ("--num_epochs", "1", "--hidden_units", "2", "--model_path", f"{name}.pth")
    programs.run(student, "train", *given.flags, *small).check_good()
    lines = student.read_file(f"here/{name}.txt").decode("utf-8", "replace").splitlines()
    written = [line for line in lines if line.strip()]
    expect.equal(written, given.classes, name=f"the lines of {name}.txt")


@task("train.main", points=1, seconds=SECONDS)
def test_training_size(student: Student, rng: np.random.Generator) -> None:
    """Pictures reach the network as 64x64, wide ones and tall ones as a whole"""
    given = downloads.pictures(student, rng, per_class=1)
    small = ("--num_epochs", "1", "--hidden_units", "2")
    for height, width in ((60, 180), (180, 60)):
        for path in (path for path in student.list_files() if path.endswith(".jpg")):
            student.write_file(path, files.encoded(files.framed(height, width), "JPEG"))
        ended = programs.run(student, "train", *given.flags, *small)
        ended.check_size()
        ended.check_whole()


@task("train.main", points=1, seconds=SECONDS)
def test_training_function(student: Student, rng: np.random.Generator) -> None:
    """main takes its arguments from a list and returns the results"""
    given = downloads.pictures(student, rng, per_class=2)
    epochs = int(rng.integers(1, 4))
    options = ["--num_epochs", str(epochs), "--hidden_units", "2", "--device", "cpu"]
    programs.other_command_line(student)
    results = student.train.main([*given.flags, *options])
    expect.keys(results, KEYS, name="the results")
    for key in KEYS:
        expect.length(results[key], epochs, name=f"results[{key!r}]")


@task("train.main", points=1, seconds=SECONDS)
def test_train_is_silent(student: Student) -> None:
    """Importing train reads no arguments, prints nothing and trains nothing"""
    programs.other_command_line(student)
    with expect.raises(student, "SystemExit"):
        student.train.main(["--help"])
    programs.alone(student, "train")


@task("predict.main", points=1, seconds=SECONDS)
def test_large_picture(student: Student, rng: np.random.Generator) -> None:
    """A picture of another size reaches the network as 64x64, as a whole"""
    path = predicting.keep(student, predicting.question(student, rng), "models/net.pth")
    for height, width in ((60, 180), (180, 60)):
        student.write_file("photos/large.png", files.encoded(files.framed(height, width)))
        image = files.full(student, "photos/large.png")
        ended = predicting.ask(student, image, "--model_path", path)
        ended.check_size()
        ended.check_whole()


@task("predict.main", points=1, seconds=SECONDS)
def test_other_sizes(student: Student, rng: np.random.Generator) -> None:
    """Hidden units and number of classes are those of the file"""
    hidden, classes = int(rng.choice([3, 5, 7])), int(rng.integers(4, 8))
    of = predicting.question(student, rng, hidden=hidden, classes=classes)
    path = predicting.keep(student, of, "models/net.pt")
    predicting.check_answer(predicting.ask(student, of.image, "--model_path", path), of)


@task("predict.main", points=1, seconds=SECONDS)
def test_other_folder(student: Student, rng: np.random.Generator) -> None:
    """Paths start where the terminal is, the usual one too; two models give two answers"""
    for number in range(2):
        of = predicting.question(student, rng)
        predicting.keep(student, of, f"there/m{number}.pth")
        ended = predicting.ask(student, of.image, "--model_path", f"there/m{number}.pth", cwd=".")
        predicting.check_answer(ended, of)
    of = predicting.question(student, rng)
    predicting.keep(student, of, f"there/{USUAL}")
    predicting.check_answer(predicting.ask(student, of.image, cwd="there"), of)


@task("predict.main", points=1, seconds=SECONDS)
def test_other_pictures(student: Student, rng: np.random.Generator) -> None:
    """Grey pictures and pictures with transparency become colour pictures"""
    for mode in ("L", "RGBA"):
        of = predicting.question(student, rng, mode=mode)
        path = predicting.keep(student, of, "models/net.pth")
        predicting.check_answer(predicting.ask(student, of.image, "--model_path", path), of)


@task("predict.main", points=1, seconds=SECONDS)
def test_prediction_mode(student: Student, rng: np.random.Generator) -> None:
    """The model predicts in evaluation mode and without gradients"""
    of = predicting.question(student, rng)
    path = predicting.keep(student, of, "models/net.pth")
    ended = predicting.ask(student, of.image, "--model_path", path).check_good()
    last = ended.modes[-1] if ended.modes else None
    expect.true(
        last == [False, False],
        "Expected the model to predict in evaluation mode and without gradients, but got "
        + ("no call of the model." if last is None else f"training={last[0]}, grad={last[1]}."),
    )


@task("predict.main", points=1, seconds=SECONDS)
def test_model_from_a_gpu(student: Student, rng: np.random.Generator) -> None:
    """A model that was saved on a GPU predicts without one"""
    of = predicting.question(student, rng)
    path = predicting.keep(student, of, "models/gpu.pth", saved.from_gpu(of.state))
    predicting.check_answer(predicting.ask(student, of.image, "--model_path", path), of)


@task("predict.main", points=1, seconds=SECONDS)
def test_no_picture(student: Student, rng: np.random.Generator) -> None:
    """A picture that is not there, or is none, is named, and the exit code tells of it"""
    of = predicting.question(student, rng)
    path = predicting.keep(student, of, "models/net.pth")
    number = rng.integers(1000)
    kinds = {"absent": None, "page": b"<html>404 Not Found</html>"}
    for kind, data in kinds.items():
        name = f"{kind}_{number}.jpg"
        if data is not None:
            student.write_file(f"here/{name}", data)
        _check_refusal(predicting.ask(student, name, "--model_path", path), of, name)


@task("predict.main", points=2, seconds=SECONDS)
def test_broken_models(student: Student, rng: np.random.Generator) -> None:
    """A model's file that is not there, incomplete or full of code gives no prediction"""
    of = predicting.question(student, rng)
    broken = {
        "lacking.pth": saved.incomplete(of.state, saved.some_name(rng, of.state)),
        "object.pth": saved.with_code(of.state),
    }
    predicting.keep(student, of, "models/absent.pth")
    student.library("os").remove(files.full(student, "models/absent.pth"))
    for name, data in broken.items():
        predicting.keep(student, of, f"models/{name}", data)
    for name in ("absent.pth", *broken):
        path = files.full(student, f"models/{name}")
        _check_refusal(predicting.ask(student, of.image, "--model_path", path), of, name)
    made = [file for file in student.list_files() if saved.MARK in file]
    expect.true(not made, "Expected no code of the file to be run, but it made a folder.")


def _check_refusal(ended: programs.Ended, of: predicting.Question, name: str) -> None:
    expect.true(ended.code != 0, f"Expected {ended.what} to fail, but got exit code 0.")
    told = [dish for dish in of.names if dish in ended.out]
    expect.true(not told, f"Expected {ended.what} to predict nothing, but got {ended.out!r}.")
    expect.true(
        name in ended.error + ended.out,
        f"Expected {ended.what} to name the file {name}, but got: {ended.error[:200]}",
    )


@task("predict.main", points=1, seconds=SECONDS)
def test_prediction_function(student: Student, rng: np.random.Generator) -> None:
    """main takes its arguments from a list and returns the name of the class"""
    of = predicting.question(student, rng)
    path = predicting.keep(student, of, "models/net.pth")
    programs.other_command_line(student)
    expect.equal(student.predict.main([of.image, "--model_path", path]), of.name, name="the result")


@task("predict.main", points=1, seconds=SECONDS)
def test_predict_is_silent(student: Student) -> None:
    """Importing predict reads no arguments and prints nothing"""
    programs.other_command_line(student)
    with expect.raises(student, "SystemExit"):
        student.predict.main(["--help"])
    programs.alone(student, "predict")
