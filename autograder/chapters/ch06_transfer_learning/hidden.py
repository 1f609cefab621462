"""Hidden checks of chapter 06: fresh networks, buffers, devices, torchvision's models, accuracy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from autograder.chapters.ch06_transfer_learning import public
from autograder.chapters.ch06_transfer_learning.helpers import (
    guesses,
    learning,
    loops,
    networks,
    photos,
    pretrained,
)
from autograder.chapters.ch06_transfer_learning.quiz import QUIZ
from autograder.checks import classifiers, draws, expect, files, normalising, parity, telling
from autograder.checks.networks import seeded_linear
from autograder.checks.tally import accuracy
from autograder.checks.task import task
from autograder.remote.client import Remote, Student, save_bytes

_RIGHT = {
    "what is transferred, and into what": dict(enumerate("bcac", start=1)),
    "what is frozen, thawed and chosen": dict(enumerate("badb", start=5)),
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


@task("trainable_params", points=2)
def test_shared_numbers(student: Student, rng: np.random.Generator) -> None:
    """A parameter that two layers share counts once"""
    size = int(rng.integers(3, 9))
    here = nn.Sequential(nn.Linear(size, size), nn.Tanh(), nn.Linear(size, size))
    layers = student.library("torch.nn")
    one, other = layers.Linear(size, size), layers.Linear(size, size)
    student.library("builtins").setattr(other, "weight", one.weight)
    here[2].weight = here[0].weight
    model = layers.Sequential(one, layers.Tanh(), other)
    public.check_counts(student.trainable_params(model), here)


@task("trainable_params", points=1)
def test_all_or_nothing(student: Student, rng: np.random.Generator) -> None:
    """All frozen or all trainable, a single layer; buffers never count"""
    on, size = networks.pair(student, rng, blocks=3), int(rng.integers(3, 9))
    layer = student.library("torch.nn").Linear(size, 2)
    public.check_counts(student.trainable_params(layer), nn.Linear(size, 2))
    for learn in ((), ("",)):
        on.train_only(student, learn)
        public.check_counts(student.trainable_params(on.there), on.here)


@task("trainable_params", points=1)
def test_count_of_efficientnet(student: Student) -> None:
    """torchvision's EfficientNet-B0 with frozen features is counted"""
    model = student.probes.OnMeta("efficientnet_b0")()
    model.features.requires_grad_.keep(False)
    found = student.trainable_params(model)
    expect.equal(list(found), [1_281_000, 5_288_548], name="the counts of EfficientNet-B0")


@task("own_transform", points=2)
def test_transform_of_a_high_picture(student: Student, rng: np.random.Generator) -> None:
    """A high picture, smaller than the crop, is enlarged, cut and normalised"""
    width = int(rng.integers(5, 8))
    public.check_transform(student, rng, width * int(rng.integers(2, 4)), width)


@task("own_transform", points=2)
def test_interpolation(student: Student, rng: np.random.Generator) -> None:
    """Pixels are mixed as the recipe says"""
    height = int(rng.integers(16, 30))
    public.check_transform(student, rng, height, 2 * height, "BICUBIC")


@task("own_transform", points=2)
@pytest.mark.parametrize("name", ["EfficientNet_B0", "the kit's backbone"])
def test_real_weights(student: Student, rng: np.random.Generator, name: str) -> None:
    """the transform of {name} is rebuilt"""
    module = student.library("torchvision.models")
    weights = module.EfficientNet_B0_Weights.IMAGENET1K_V1
    if "kit" in name:
        weights = student.library("autograder.backbone").TinyBackbone_Weights.DEFAULT
    width = int(rng.integers(80, 90))
    pixels = files.noise(rng, 2 * width, width)
    found = student.own_transform(weights)(files.opened(student, pixels))
    wanted = weights.transforms()(files.opened(student, pixels))
    expect.close(found, wanted, name="the result", atol=1e-4)


@task("freeze", points=2)
def test_own_parameters_are_frozen(student: Student, rng: np.random.Generator) -> None:
    """A single layer, with parameters of its own and in a layer inside, is frozen"""
    size = 2 * int(rng.integers(2, 5))
    attention = student.library("torch.nn").MultiheadAttention(size, 2)
    student.freeze.keep(attention)
    expect.equal(networks.trainable(student, attention), [], name="the trainable parameters")


@task("freeze", points=2)
def test_freezing_changes_nothing_else(student: Student, rng: np.random.Generator) -> None:
    """Numbers and modes stay as they were"""
    on = networks.pair(student, rng)
    student.freeze.keep(on.there)
    modes = set(student.chapter_probes.modes(on.there).values())
    expect.equal(networks.trainable(student, on.there), [], name="the trainable parameters")
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-12)
    expect.equal(modes, {True}, name="the modes of a network in training mode")


@task("replace_head", points=2)
def test_rest_stays(student: Student, rng: np.random.Generator) -> None:
    """The rest of the network is as it was, frozen where it was; the head is trainable"""
    on, classes = networks.pair(student, rng), int(rng.integers(12, 16))
    on.train_only(student, ("features.1.",))
    on.there.features.get_submodule("0").eval.keep()
    modes = student.chapter_probes.modes(on.there.features)
    rate = float(rng.uniform(0.3, 0.8))
    model = student.replace_head(model=on.there, num_classes=classes, dropout=rate)
    check_same(student, model, on.there)
    public.check_head(student, model.classifier, (classes, on.widths[-1]), rate)
    state, wanted = model.state_dict(), parity.snapshot(on.here)
    kept = {name: value for name, value in wanted.items() if name not in on.head}
    expect.state_dict({k: v for k, v in state.items() if k in kept}, kept, name="the backbone")
    learning = [name for name, p in on.here.features.named_parameters() if p.requires_grad]
    expect.equal(
        networks.trainable(student, model),
        [*(f"features.{name}" for name in learning), *public.head_names(model)],
        name="the trainable parameters",
        hint="What was frozen stays frozen, what was trainable stays so.",
    )
    found = student.chapter_probes.modes(model.features)
    expect.equal(found, modes, name="which layers of the backbone are in training mode")


def check_same(student: Student, found: Remote, model: Remote) -> None:
    """The result is the model that was handed over, and no copy."""
    expect.true(
        student.library("operator").is_(found, model),
        "Expected the result to be the model that was handed over, but got another one.",
        hint="Change the model itself, and return it.",
    )


@task("replace_head", points=1)
def test_head_of_other_dtype(student: Student, rng: np.random.Generator) -> None:
    """The new head has the dtype of the old one"""
    on = networks.pair(student, rng)
    for dtype in (torch.float64, torch.float32):
        model = student.replace_head(on.there.to(dtype), 3)
        for name, value in model.classifier.state_dict().items():
            expect.dtype(value, dtype, name=f"the head's {name}")


@task("replace_head", points=2)
def test_heads_of_a_transformer(student: Student, rng: np.random.Generator) -> None:
    """A head called heads is replaced as well"""
    width, classes = int(rng.integers(5, 9)), int(rng.integers(12, 16))
    model = student.replace_head(student.chapter_probes.WithHeads(width, 10), classes)
    public.check_head(student, model.heads, (classes, width))
    output = model(networks.images(rng, 2))
    expect.shape(output, (2, classes), name="the output")


@task("replace_head", points=2)
@pytest.mark.parametrize("name", ["efficientnet_b0"])
def test_head_on_a_device(student: Student, rng: np.random.Generator, name: str) -> None:
    """torchvision's {name} gets a head on the device of the old one (here meta)"""
    classes = int(rng.integers(3, 20))
    model = student.replace_head(student.probes.OnMeta(name)(), classes)
    for key, value in model.classifier.state_dict().items():
        expect.device(value, "meta", name=f"the head's {key}")
    wanted = 5_288_548 - 1_281_000 + 1281 * classes
    expect.equal(networks.totals(student, model)[1], wanted, name="the number of parameters")


@task("build_feature_extractor", points=2)
def test_pretrained_numbers(student: Student, rng: np.random.Generator) -> None:
    """The network holds the numbers of its weights"""
    on = pretrained.pretrained(student, rng)
    model, _ = student.build_feature_extractor(on.builder, on.weights, on.classes)
    state, kept = model.state_dict(), on.kept
    expect.state_dict({k: v for k, v in state.items() if k in kept}, kept, name="the backbone")


@task("build_feature_extractor", points=3)
def test_seed_decides_the_head(student: Student, rng: np.random.Generator) -> None:
    """The head is the one that is drawn first after the seed"""
    for _ in range(2):
        on, seed = pretrained.pretrained(student, rng), int(rng.integers(1000))
        model, _ = student.build_feature_extractor(on.builder, on.weights, on.classes, seed)
        public.check_start(model, on, seed)


@task("build_feature_extractor", points=3)
@pytest.mark.parametrize(
    ("name", "width", "total"),
    [("efficientnet_b0", 1280, 4_007_548), ("vit_b_16", 768, 85_798_656)],
    ids=["efficientnet_b0", "vit_b_16"],
)
def test_torchvision(
    student: Student, rng: np.random.Generator, name: str, width: int, total: int
) -> None:
    """torchvision's {name} has only its new head to train"""
    classes = int(rng.integers(3, 20))
    weights = student.probes.Weights(student.library("torchvision.transforms").ToTensor())
    model, _ = student.build_feature_extractor(student.probes.OnMeta(name), weights, classes)
    head = (width + 1) * classes
    expect.equal(
        networks.totals(student, model), (head, total + head), name="the trainable and all numbers"
    )


@task("set_train_mode_frozen_bn", points=3)
def test_thawed_statistics_are_live(student: Student, rng: np.random.Generator) -> None:
    """A trainable BatchNorm goes on learning its statistics, a frozen one does not"""
    on = networks.pair(student, rng, blocks=3)
    on.train_only(student, ("features.2.", "classifier."))
    on.there.eval.keep()
    student.set_train_mode_frozen_bn.keep(on.there)
    x = networks.images(rng, 6)
    on.there(x)
    front, last = on.here.features[:2], on.here.features[2]
    last.train()(parity.eval_output(front, x))
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-6)


@task("set_train_mode_frozen_bn", points=3)
def test_other_kinds_of_batch_norm(student: Student, rng: np.random.Generator) -> None:
    """BatchNorm of any dimension is treated alike, other layers are in training mode"""
    layers, size = student.library("torch.nn"), int(rng.integers(3, 6))
    norms = [getattr(layers, f"BatchNorm{n}d")(size) for n in (1, 3, 1, 2, 1)]
    model = layers.Sequential(*norms, layers.Dropout(0.5), layers.LayerNorm(size))
    half = ["2.weight", "3.bias"]  # one trainable parameter is enough to be trainable
    student.chapter_probes.set_trainable(model, [*half, "4.weight", "4.bias"])
    for asleep in (model, model.get_submodule("5"), model.get_submodule("4")):
        model.train.keep()
        asleep.eval.keep()
        student.set_train_mode_frozen_bn.keep(model)
        modes = [model.get_submodule(str(number)).training.value() for number in range(7)]
        wanted = [False, False, True, True, True, True, True]
        expect.equal(modes, wanted, name="the training modes of the layers")


@task("fine_tune", points=3)
def test_uneven_batches(student: Student, rng: np.random.Generator) -> None:
    """Over two epochs with a smaller last batch, the frozen part is the same to the last bit"""
    found = loops.fine_tune(student, rng, [5, 5, 3], epochs=2)
    found.check_history()
    found.check_frozen()
    found.check_state()


@task("fine_tune", points=2)
def test_thawed_block(student: Student, rng: np.random.Generator) -> None:
    """A thawed block learns too, its running statistics included"""
    loops.fine_tune(student, rng, [6, 4], epochs=2, thawed=1).check_state()


@task("fine_tune", points=2)
def test_dropout_is_awake(student: Student, rng: np.random.Generator) -> None:
    """The Dropout of the head works in every epoch"""
    on = networks.pair(student, rng, dropout=0.5)
    on.train_only(student, ("classifier.",))
    on.there.eval.keep()
    data = classifiers.loader(student, networks.batches(rng, on.classes, [8, 8]))
    learn = student.chapter_probes.learnable.keep(on.there)
    optimizer = student.library("torch.optim").SGD(learn, lr=0.0)
    losses = student.fine_tune(on.there, data, optimizer, epochs=4)
    expect.length(losses, 4, name="the result")
    expect.true(
        len({round(loss, 12) for loss in losses}) > 2,
        "Expected the loss to differ between epochs without a step, as Dropout draws anew, "
        f"but got {losses}.",
    )


@task("fine_tune", points=1)
def test_momentum_and_no_epochs(student: Student, rng: np.random.Generator) -> None:
    """The optimiser is used as it is, and no epochs change nothing"""
    found = loops.fine_tune(student, rng, [4, 4], epochs=3, momentum=0.9)
    found.check_state()
    idle = loops.fine_tune(student, rng, [4], epochs=0)
    idle.check_history()
    idle.check_state()


@task("fine_tune", points=1)
def test_training_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    on = networks.pair(student, rng)
    on.there.to.keep(torch.float32)
    on.there.to.keep(device)
    here, lr = on.here.float(), telling.LONG_STEP
    data = draws.until(
        lambda: [(x.float(), y) for x, y in networks.batches(rng, on.classes, [4, 3])],
        lambda drawn: telling.step_shows(here, drawn) and telling.last_shows(here, drawn),
    )
    optimizer = student.library("torch.optim").SGD(on.there.parameters(), lr=lr)
    serve = classifiers.far_loader if device.type == "cpu" else classifiers.loader
    found = student.fine_tune(
        model=on.there,
        dataloader=serve(student, data),
        optimizer=optimizer,
        epochs=1,
        device=device,
    )
    expect.length(found, 1, name="the result")
    wanted = telling.mean_losses(here, data, lr)
    near = any(np.isclose(found[0], mean, rtol=1e-3) for mean in wanted)
    expect.true(near, f"Expected the loss to be {wanted[0]:.6g}, but got {found[0]}.")


@task("transfer", points=1)
def test_model_is_sent(student: Student, rng: np.random.Generator) -> None:
    """The model goes to the device (here meta), and the batches follow it"""
    on, seed = pretrained.pretrained(student, rng), int(rng.integers(1000))
    loader = classifiers.loader(student, networks.batches(rng, on.classes, [4, 3]))
    model = student.transfer.keep(
        on.builder, on.weights, loader, on.classes, epochs=0, seed=seed, device="meta"
    )
    for name, value in model.state_dict().items():
        expect.device(value, "meta", name=f"the model's {name}")
    away = pretrained.pretrained(student, rng, place="cpu")
    loader = classifiers.far_loader(student, networks.batches(rng, away.classes, [4, 3]), "cpu")
    student.transfer.keep(away.builder, away.weights, loader, away.classes, 1, device="cuda:1")


@task("transfer", points=2)
def test_steps(student: Student, rng: np.random.Generator) -> None:
    """Each batch of each epoch moves the head by the learning rate, as Adam does"""
    for epochs, sizes in ((1, [8]), (2, [6, 6])):
        on, label = pretrained.pretrained(student, rng), int(rng.integers(3))
        seed, rate = int(rng.integers(1000)), float(rng.uniform(0.001, 0.003))
        pictures = networks.batches(rng, on.classes, sizes)
        data = classifiers.loader(student, [(x, torch.full_like(y, label)) for x, y in pictures])
        model = student.transfer(
            on.builder, on.weights, data, on.classes, epochs=epochs, lr=rate, seed=seed
        )
        weight, bias = _moved(model, seeded_linear(on.width, on.classes, seed))
        check_steps(bias / rate, label, epochs * len(sizes))
        moving = (weight != 0).double().mean()
        expect.at_least(moving, 0.5, name="the share of the head's weights that moved")


def check_steps(moved: torch.Tensor, label: int, steps: int) -> None:
    """Biases moved so far, in learning rates, where every picture has one label.

    Adam's first step has the length of the learning rate. The next ones are nearly as long, as the
    gradient of that label's bias, its probability - 1, hardly changes.
    """
    if steps == 1:
        wanted = torch.ones_like(moved)
        expect.close(moved.abs(), wanted, name="the first step, in learning rates", rtol=1e-5)
    name = f"what {steps} steps moved the bias of the only class, in learning rates"
    expect.between(moved[label].item(), 0.85 * steps, 1.1 * steps, name=name)


def _moved(model: Remote, before: nn.Linear) -> list[torch.Tensor]:
    """How far the head's weight and bias are from where they began."""
    state = {name.rpartition(".")[2]: v for name, v in model.classifier.state_dict().items()}
    return [state[name] - value.detach() for name, value in before.named_parameters()]


@task("transfer", points=1)
def test_optimiser_gets_what_learns(student: Student, rng: np.random.Generator) -> None:
    """The optimiser gets what is to learn and nothing else: a gradient left over moves nothing"""
    on = pretrained.pretrained(student, rng, leftovers=True)
    data = classifiers.loader(student, networks.batches(rng, on.classes, [6]))
    model = student.transfer(on.builder, on.weights, data, on.classes, epochs=1)
    state = model.state_dict()
    for name, value in on.kept.items():
        expect.equal(
            state.get(name),
            value,
            name=f"{name}, frozen, with a gradient that lies on it",
            hint="An optimiser moves whatever it has and finds a gradient on.",
        )


@task("transfer", points=4, seconds=60.0)
def test_dishes_are_told_apart(student: Student) -> None:
    """The kit's backbone with a new head tells new dishes apart"""
    rng = np.random.default_rng(learning.START)
    model = learning.transferred(student, int(rng.integers(2**31)))
    model.eval.keep()
    images, labels = learning.new_pictures(rng)
    expect.shape(model(images[:9]), (9, 3), name="the model's output")
    found = accuracy(learning.here(model)(images), labels)
    expect.at_least(found, learning.LEARNT, name="the accuracy on new pictures")


@task("predict_all", points=3)
def test_prediction_mode(student: Student, rng: np.random.Generator) -> None:
    """Dropout and BatchNorm are in evaluation mode, and nothing in the model changes"""
    on = networks.pair(student, rng, dropout=0.5)
    on.there.train.keep()
    data = networks.batches(rng, on.classes, [4, 3])
    public.check_predictions(
        student.predict_all(on.there, classifiers.loader(student, data)), on, data
    )
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=1e-12)


@task("predict_all", points=2)
def test_last_batch_of_one(student: Student, rng: np.random.Generator) -> None:
    """A last batch with a single sample is part of the result"""
    on = networks.pair(student, rng)
    data = networks.batches(rng, on.classes, [3, 3, 1])
    public.check_predictions(
        student.predict_all(on.there, classifiers.loader(student, data)), on, data
    )


@task("predict_all", points=1)
def test_predictions_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The model computes on the device, the results are on the CPU"""
    on = networks.pair(student, rng)
    on.there.to.keep(torch.float32)
    data = [(x.float(), y) for x, y in networks.batches(rng, on.classes, [3, 2])]
    serve = classifiers.far_inputs if device.type == "cpu" else classifiers.loader
    found = student.predict_all(model=on.there, dataloader=serve(student, data), device=device)
    expect.length(found, 3, name="the result")
    for value in found:
        expect.device(expect.tensor(value), "cpu", name="each result")
    wanted = parity.eval_output(on.here.float(), torch.cat([x for x, _ in data])).softmax(dim=1)
    expect.close(found[0], wanted, name="the probabilities", rtol=1e-3, atol=1e-4)
    away = student.probes.FarModel(on.there.to.keep("cpu"), "cpu")
    near = classifiers.far_loader(student, data, "cpu")
    for value in student.predict_all(away, near, "cuda:1"):
        expect.device(expect.tensor(value), "cpu", name="each result")


@task("most_wrong", points=2)
def test_all_mistakes(student: Student, rng: np.random.Generator) -> None:
    """A k beyond the number of mistakes gives all of them; k is 5 by default"""
    probs, targets = guesses.predictions(rng, int(rng.integers(30, 40)), 5)
    wrong = int((probs.argmax(dim=1) != targets).sum())
    for options, k in (({"k": wrong + 5}, wrong + 5), ({}, 5)):
        found = student.most_wrong(probs, targets, **options)
        public.check_most_wrong(found, probs, targets, k)


@task("most_wrong", points=2)
def test_equally_sure(student: Student, rng: np.random.Generator) -> None:
    """Equally sure mistakes come in their order"""
    rows = int(rng.integers(30, 40))
    sure = torch.as_tensor(rng.choice([0.5, 0.625, 0.75], rows))
    probs = torch.stack([sure, 1 - sure - 0.125, torch.full_like(sure, 0.125)], dim=1)
    order = torch.as_tensor(rng.permutation(3))
    targets = torch.as_tensor(rng.integers(0, 3, rows))
    public.check_most_wrong(
        student.most_wrong(probs[:, order], targets, k=rows), probs[:, order], targets, rows
    )


@task("most_wrong", points=2)
def test_no_mistakes(student: Student, rng: np.random.Generator) -> None:
    """A model without mistakes has no most wrong prediction"""
    probs, _ = guesses.predictions(rng, 8, 3)
    expect.equal(student.most_wrong(probs, probs.argmax(dim=1)), [], name="the result")


@task("top_confusions", points=2)
def test_few_confusions(student: Student, rng: np.random.Generator) -> None:
    """Pairs that never happened are left out"""
    size = int(rng.integers(4, 7))
    cm = torch.diag(torch.as_tensor(rng.integers(50, 90, size)))
    pairs = (~torch.eye(size, dtype=torch.bool)).nonzero()
    few = pairs[torch.as_tensor(rng.choice(len(pairs), 4, replace=False)).sort().values]
    cm[few[:, 0], few[:, 1]] = torch.tensor([7, 3, 40, 11]) + int(rng.integers(0, 3))
    names = public.unsorted_names(rng, size)
    public.check_confusions(student.top_confusions(cm, names, k=9), cm, names, 9)


@task("top_confusions", points=2)
def test_equal_counts(student: Student, rng: np.random.Generator) -> None:
    """Equal counts come row by row; k is 3 by default"""
    cm = torch.as_tensor(rng.integers(1, 3, (5, 5)))
    names = files.names(rng, 5)
    public.check_confusions(student.top_confusions(cm, names, k=20), cm, names, 20)
    public.check_confusions(student.top_confusions(cm, names), cm, names, 3)


@task("is_out_of_distribution", points=2)
def test_other_thresholds(student: Student, rng: np.random.Generator) -> None:
    """Any threshold and any number of samples and classes will do"""
    for _ in range(4):
        rows, classes = int(rng.integers(1, 20)), int(rng.integers(2, 8))
        probs, _ = guesses.predictions(rng, rows, classes)
        threshold = float(rng.uniform(0.2, 0.95))
        found = student.is_out_of_distribution(probs, threshold)
        public.check_flags(found, probs, threshold)


@task("is_out_of_distribution", points=2)
def test_at_the_threshold(student: Student, rng: np.random.Generator) -> None:
    """A probability that just reaches the threshold is no flag"""
    top = float(rng.choice([0.625, 0.75, 0.875]))
    rows = [[top, 1 - top], [1.0, 0.0], [0.5, 0.5], [1 - top, top]]
    probs = torch.tensor(rows)[torch.as_tensor(rng.permutation(4))]
    public.check_flags(student.is_out_of_distribution(probs, threshold=top), probs, top)


@task("pred_and_plot_image", points=1)
def test_new_figure(student: Student, rng: np.random.Generator) -> None:
    """The figure is a new one: what was drawn before stays as it was"""
    numbers = normalising.statistics(rng)
    photo = photos.photo(student, rng, numbers)
    before = student.library("matplotlib.pyplot").gca.keep()
    transform = normalising.transform(student, numbers)
    found = student.pred_and_plot_image(photo.there, photo.path, photo.names, transform=transform)
    photo.check_drawn(student)
    expect.true(found is None, f"Expected nothing to be returned, but got {expect.show(found)}.")
    drawn = student.library("builtins").len(before.get_images.keep())
    expect.equal(drawn, 0, name="the number of pictures drawn into the figure that was there")


@task("pred_and_plot_image", points=2)
def test_drawing_mode(student: Student, rng: np.random.Generator) -> None:
    """With Dropout and BatchNorm the title is that of evaluation mode, every time"""
    numbers = normalising.statistics(rng)
    photo = photos.photo(student, rng, numbers, modes=True)
    transform = normalising.transform(student, numbers)
    for _ in range(2):
        photo.there.train.keep()
        student.pred_and_plot_image(photo.there, photo.path, photo.names, transform=transform)
        photo.check_drawn(student)


@task("pred_and_plot_image", points=2)
def test_usual_transform(student: Student, rng: np.random.Generator) -> None:
    """Without a transform the picture is resized to image_size and normalised as ImageNet is"""
    for _ in range(3):
        size = (int(rng.integers(8, 11)), int(rng.integers(12, 15)))
        photo = photos.barred(student, rng, size, normalising.IMAGENET)
        student.pred_and_plot_image(photo.there, photo.path, photo.names, size)
        photo.check_drawn(student)


@task("pred_and_plot_image", points=2)
def test_drawing_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """The model computes on the device"""
    numbers = normalising.statistics(rng)
    photo = photos.photo(student, rng, numbers)
    student.pred_and_plot_image(
        model=photo.there,
        image_path=photo.path,
        class_names=photo.names,
        image_size=(99, 99),
        transform=normalising.transform(student, numbers),
        device=device,
    )
    photo.check_drawn(student)
    here = next(iter(photo.there.state_dict().values()))
    expect.device(here, device, name="the model afterwards")
    away = student.probes.FarModel(photo.there.to.keep("cpu"), "cpu")
    step = normalising.near(student, normalising.transform(student, numbers))
    student.pred_and_plot_image(away, photo.path, photo.names, (99, 99), step, "cuda:1")
    photo.check_drawn(student)


@task("unfreeze_last", points=2)
def test_twelve_blocks(student: Student, rng: np.random.Generator) -> None:
    """In a network of twelve blocks the number of a block is not taken for part of another"""
    public.check_blocks(student, rng, blocks=12, last=int(rng.integers(1, 4)))


@task("unfreeze_last", points=2)
def test_earlier_blocks_are_frozen(student: Student, rng: np.random.Generator) -> None:
    """Earlier blocks are frozen, even if they were trainable"""
    public.check_blocks(student, rng, blocks=4, last=int(rng.integers(1, 4)), before="")


@task("unfreeze_last", points=2)
def test_none_and_all(student: Student, rng: np.random.Generator) -> None:
    """No block and all blocks are possible; a frozen head stays frozen"""
    blocks = int(rng.integers(2, 5))
    public.check_blocks(student, rng, blocks=blocks, last=0, before="")
    public.check_blocks(student, rng, blocks=blocks, last=1, before="features.0.")
    public.check_blocks(student, rng, blocks=blocks, last=blocks)


@task("parameter_groups", points=3)
def test_thawed_part(student: Student, rng: np.random.Generator) -> None:
    """With the last block thawed, it moves slowly and what is frozen not at all"""
    public.check_speeds(student, rng, ("features.2.", "classifier."))


@task("parameter_groups", points=3)
def test_groups_hold_what_learns(student: Student, rng: np.random.Generator) -> None:
    """Frozen parameters are in no group, also when only the head learns"""
    for learn in (("classifier.",), ("features.1.", "classifier.")):
        on = networks.pair(student, rng, blocks=3)
        on.train_only(student, learn)
        groups = student.parameter_groups.keep(on.there, 0.1, 0.01)
        count = student.chapter_probes.counted(groups)
        wanted = sum(p.numel() for p in on.here.parameters() if p.requires_grad)
        expect.equal(count, wanted, name="how many numbers the groups hold")
        for group in student.chapter_probes.described(groups):
            expect.keys(group, ("params", "lr"), name="a group")
            expect.equal(group["params"], "list", name='the type of what is under "params"')


@task("save_head", points=2)
def test_loaded_model(student: Student, rng: np.random.Generator) -> None:
    """The loaded model answers like the saved one, in evaluation mode; heads is a head too"""
    width, classes = int(rng.integers(4, 8)), int(rng.integers(3, 6))
    there = student.chapter_probes
    models = [there.WithHeads(width, classes) for _ in range(2)]
    path = str(student.scratch / "deep" / "er" / "head.pt")
    student.save_head.keep(models[0], path)
    wanted = models[0].heads.state_dict()
    saved = student.load_saved("deep/er/head.pt")
    expect.state_dict(saved, wanted, name="the saved state dict")
    model = student.load_head(models[1], path)
    check_same(student, model, models[1])
    expect.state_dict(model.heads.state_dict(), wanted, name="the loaded head")
    modes = set(there.modes(model).values())
    expect.equal(modes, {False}, name="the modes of the loaded model")


@task("save_head", points=2)
def test_head_from_a_gpu(student: Student, rng: np.random.Generator, device: torch.device) -> None:
    """A head that was saved on a GPU is loaded on this machine"""
    on = networks.pair(student, rng)
    wanted = parity.drawn_state(on.here.classifier, rng)
    path = student.write_file("gpu.pt", parity.cuda_checkpoint(wanted, index=7))
    on.there.to.keep(torch.float32)
    model = student.load_head(on.there, path, device)
    expect.close(model.classifier.state_dict(), wanted, name="the loaded head", rtol=1e-4)
    student.probes.pretend_devices(cuda=True, mps=False)
    away = student.chapter_probes.FarBackbone(on.widths, on.classes, "cuda:1")
    place = student.load_head(away, path, "cpu").place
    expect.equal(student.library("builtins").str(place), "cpu", name="the device of the model")


@task("save_head", points=2)
@pytest.mark.parametrize("fault", ["lacks a name", "has a name too many"])
def test_wrong_names(student: Student, rng: np.random.Generator, fault: str) -> None:
    """a file that {fault} is refused"""
    on = networks.pair(student, rng)
    state = parity.snapshot(on.here.classifier)
    if fault == "lacks a name":
        del state["1.bias"]
    else:
        state["2.bias"] = torch.zeros(1)
    path = student.write_file("head.pt", save_bytes(state))
    with expect.raises(student, "RuntimeError"):
        student.load_head(on.there, path)
