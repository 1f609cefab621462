"""Hidden checks of chapter 08: numbers against PyTorch's own layers, gradients, sizes, learning."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.chapters.ch08_paper_replicating import public
from autograder.chapters.ch08_paper_replicating.helpers import (
    clipping,
    configs,
    learning,
    optimizers,
    outputs,
    parameters,
    pretrained,
    reference,
    training_runs,
)
from autograder.chapters.ch08_paper_replicating.quiz import QUIZ
from autograder.checks import classifiers, expect, files, heldout, parity
from autograder.checks.tally import Tally, accuracy
from autograder.checks.task import task
from autograder.remote.client import Remote, Student

_THEMES = {
    "the sequence and what comes before": range(1, 5),
    "the recipe and the sizes": range(5, 9),
}


@task("concept_check", points=1)
@pytest.mark.parametrize("theme", list(_THEMES))
def test_theme(student: Student, theme: str) -> None:
    """all answers are right about {theme}"""
    for name in (f"ANSWER_{number}" for number in _THEMES[theme]):
        chosen = QUIZ.letter(student, name)
        expect.true(
            QUIZ.is_right(name, chosen),
            f'Expected {name} to be another choice, but got "{chosen}".',
        )


@task("patch_grid", points=1)
def test_high_grid(student: Student, rng: np.random.Generator) -> None:
    """A picture that is higher than wide has more rows than columns"""
    cols = int(rng.integers(1, 6))
    public.check_grid(student, cols + int(rng.integers(1, 5)), cols, int(rng.integers(3, 9)))


@task("patch_grid", points=1)
@pytest.mark.parametrize("side", ["height", "width"])
def test_one_side_is_wrong(student: Student, rng: np.random.Generator, side: str) -> None:
    """a picture is refused if only its {side} cannot be cut"""
    patch = 2 * int(rng.integers(2, 5))
    good, bad = 2 * patch, 4 * patch + patch // 2  # and the area is that of nine whole patches
    sides = (bad, good) if side == "height" else (good, bad)
    with expect.raises(student, "ValueError"):
        student.patch_grid(*sides, patch)


@task("patchify", points=5)
def test_wide_and_high(student: Student, rng: np.random.Generator) -> None:
    """Coloured pictures, wide or high, are cut as torch unfolds them"""
    short, patch = int(rng.integers(2, 4)), int(rng.integers(2, 5))
    long = short + int(rng.integers(1, 3))
    for rows, cols in ((short, long), (long, short)):
        x = outputs.pictures(rng, int(rng.integers(2, 5)), 3, rows * patch, cols * patch)
        public.check_patches(student.patchify(x, patch), x, patch)


@task("patchify", points=3)
def test_whole_picture(student: Student, rng: np.random.Generator) -> None:
    """A patch as large as the picture holds one colour after the other, in any float"""
    side, channels = int(rng.integers(2, 6)), int(rng.integers(2, 5))
    x = outputs.pictures(rng, 2, channels, side, side).double()
    found = student.patchify(x, side)
    expect.dtype(found, torch.float64, name="the patch of a float64 picture")
    expect.close(found, x.reshape(2, 1, -1), name="the patch", rtol=0, atol=0)


@task("PatchEmbedding", points=6)
def test_same_map_everywhere(student: Student, rng: np.random.Generator) -> None:
    """Each patch of a picture, square or wide, goes through the same linear map, row by row"""
    on = configs.config(rng)
    model = public.embedding(student, on)
    parameters.spread(student, model, on, rng)
    height, width = on.image, on.image + 16
    count = on.channels * on.patch**2
    weight, bias = _measured(model, on, height, width)
    x = outputs.pictures(rng, 2, on.channels, height, width)
    patches = torch.nn.functional.unfold(x, on.patch, stride=on.patch).transpose(1, 2)
    expect.equal(patches.shape[-1], count, name="the numbers of a patch")
    found = outputs.output(model, x, (2, patches.shape[1], on.dim))
    wanted = patches @ weight + bias
    expect.close(found, wanted, name="the embedded patches", rtol=1e-3, atol=1e-4)


def _measured(model: Remote, on: configs.Config, height: int, width: int) -> tuple[Tensor, ...]:
    """The linear map of the first patch: what it makes of each single pixel, and of none."""
    count = on.channels * on.patch**2
    x = torch.zeros(count + 1, on.channels, height, width)
    corner = torch.eye(count).reshape(count, on.channels, on.patch, on.patch)
    x[1:, :, : on.patch, : on.patch] = corner
    patches = (height // on.patch) * (width // on.patch)
    found = outputs.output(model, x, (count + 1, patches, on.dim))[:, 0]
    return found[1:] - found[:1], found[0]


@task("PatchEmbedding", points=2)
def test_two_embeddings(student: Student, rng: np.random.Generator) -> None:
    """Embeddings with patches of different size live side by side"""
    dim, side = int(rng.integers(5, 9)), 16 * int(rng.integers(1, 3))
    models = {p: student.PatchEmbedding(patch_size=p, embedding_dim=dim) for p in (4, 8, 16)}
    for patch, model in models.items():
        x = outputs.pictures(rng, 2, 3, side, side)
        outputs.output(model, x, (2, (side // patch) ** 2, dim))


@task("PatchEmbedding", points=1)
def test_uncut(student: Student, rng: np.random.Generator) -> None:
    """A picture that cannot be cut is refused, also if only its height or its width does not fit"""
    model = student.PatchEmbedding(1, 8, 6)
    fits = 8 * int(rng.integers(2, 4))
    side = fits + int(rng.integers(1, 8))
    for height, width in ((side, side), (fits, side), (side, fits)):
        with expect.raises(
            student,
            ("AssertionError", "ValueError"),
            hint=f"The picture is {height} pixels high and {width} wide, its patches 8.",
        ):
            model(outputs.pictures(rng, 1, 1, height, width))


@task("PatchEmbedding", points=1)
def test_base_embedding(student: Student) -> None:
    """Without arguments it is the one of ViT-Base"""
    model = student.chapter_probes.on_meta(student.PatchEmbedding)
    parameters.check_count(student, model, 590_592)


@task("TokenAndPosition", points=3)
def test_token_values(student: Student, rng: np.random.Generator) -> None:
    """Token first, then the patches, and each place is added"""
    on = configs.config(rng)
    model = student.TokenAndPosition(on.patches, on.dim)
    numbers = parameters.spread(student, model, on, rng)
    model.eval.keep()
    x = outputs.pictures(rng, 3, on.patches, on.dim)
    found = outputs.output(model, x, (3, on.patches + 1, on.dim))
    maps = x.transpose(1, 2).unsqueeze(2)
    expect.close(found, reference.tokens(on, numbers, maps), name="the sequence", atol=1e-4)


@task("TokenAndPosition", points=4)
def test_token_learns(student: Student, rng: np.random.Generator) -> None:
    """Token and positions are parameters, and get the gradients of all pictures"""
    on, batch = configs.config(rng), int(rng.integers(2, 5))
    model = student.TokenAndPosition(on.patches, on.dim, dropout=0.0)
    x = outputs.pictures(rng, batch, on.patches, on.dim)
    weights = outputs.pictures(rng, batch, on.patches + 1, on.dim)
    student.chapter_probes.weigh(model.keep(x), weights)
    found = student.probes.gradients(model)
    positions = weights.sum(dim=0, keepdim=True)
    _check_gradients(found, {tuple(g.shape): g for g in (positions[:, :1], positions)})
    state = model.state_dict()
    shapes = sorted(tuple(value.shape) for value in state.values())
    wanted = [(1, 1, on.dim), (1, on.patches + 1, on.dim)]
    expect.equal(shapes, wanted, name="the shapes in the state dict")


def _check_gradients(found: object, wanted: dict[tuple[int, ...], Tensor]) -> None:
    """There is one gradient of each of these shapes, and it has these numbers."""
    expect.type_(found, dict, name="the gradients")
    every = list(found.values()) if isinstance(found, dict) else []
    for shape, gradient in wanted.items():
        own = [g for g in every if isinstance(g, Tensor) and tuple(g.shape) == shape]
        expect.true(
            len(own) == 1,
            f"Expected one parameter of shape {shape} to get a gradient, but got {len(own)}.",
        )
        name = f"the gradient of the parameter of shape {shape}"
        expect.close(own[0], gradient, name=name, rtol=1e-3, atol=1e-4)


@task("TokenAndPosition", points=2)
def test_token_dropout(student: Student, rng: np.random.Generator) -> None:
    """Numbers are dropped in training, from token and patches alike, and not in evaluation"""
    patches, dim = int(rng.integers(8, 16)), 60
    model = student.TokenAndPosition(patches, dim, 0.5)
    x = outputs.pictures(rng, 8, patches, dim)
    model.train.keep()
    found = outputs.output(model, x, (8, patches + 1, dim))
    for part, name in ((found[:, 0], "the token"), (found[:, 1:], "the patches")):
        share = (part == 0).double().mean().item()
        expect.between(share, 0.35, 0.65, name=f"the share of zeros in {name}")
    model.eval.keep()
    expect.equal(model(x), model(x), name="a second output in evaluation mode")


@task("MultiheadSelfAttentionBlock", points=4)
def test_attention_values(student: Student, rng: np.random.Generator) -> None:
    """The output is that of norm and self-attention with the same numbers"""
    on = configs.config(rng)
    model = public.attention(student, on)
    numbers = parameters.spread(student, model, on, rng)
    model.eval.keep()
    x = outputs.vectors(rng, 2, 7, on.dim)
    found = outputs.output(model, x, (2, 7, on.dim))
    wanted = reference.attention(on, numbers, x)
    expect.close(found, wanted, name="the output", rtol=1e-3, atol=1e-4)


@task("MultiheadSelfAttentionBlock", points=2)
def test_attention_dropout(student: Student, rng: np.random.Generator) -> None:
    """Attention weights are dropped in training, with the probability that is asked for"""
    on = configs.config(rng)
    x = outputs.vectors(rng, 2, 7, on.dim)
    for rate in (0.0, 0.5):
        model = public.attention(student, on, attn_dropout=rate)
        parameters.spread(student, model, on, rng)
        outputs.check_random(model, x, varies=rate > 0, why=f"attn_dropout={rate}")
    model.eval.keep()
    expect.close(model(x), model(x), name="a second output in evaluation mode")
    rate, vector, count = float(rng.uniform(0.3, 0.6)), x[0, 0].double(), int(rng.integers(6, 9))
    model = public.attention(student, on, attn_dropout=rate)
    numbers = parameters.spread(student, model, on, rng)
    model.to.keep(torch.float64)
    model.train.keep()
    found = outputs.output(model, vector.expand(9, count, on.dim), (9, count, on.dim))
    outputs.check_dropped(found, *reference.heads(on, numbers, vector), rate)


@task("MultiheadSelfAttentionBlock", points=1)
def test_scale_is_normalised(student: Student, rng: np.random.Generator) -> None:
    """Vectors that are scaled and shifted give the same output: there is a norm in front"""
    on = configs.config(rng)
    model = public.attention(student, on)
    model.eval.keep()
    x = 10 * outputs.vectors(rng, 2, 5, on.dim)
    factor = float(rng.uniform(2, 4))
    expect.close(model(factor * x + 3), model(x), name="the output", rtol=1e-3, atol=1e-4)


@task("MultiheadSelfAttentionBlock", points=1)
def test_base_attention(student: Student) -> None:
    """Without arguments it is the one of ViT-Base"""
    model = student.chapter_probes.on_meta(student.MultiheadSelfAttentionBlock)
    parameters.check_count(student, model, 4 * 768 * 769 + 2 * 768)


@task("MLPBlock", points=4)
def test_mlp_values(student: Student, rng: np.random.Generator) -> None:
    """The output is that of norm, linear, GELU, linear with the same numbers"""
    on = configs.config(rng)
    model = student.MLPBlock(on.dim, on.mlp, dropout=0.3)
    numbers = parameters.spread(student, model, on, rng)
    model.to.keep(torch.float64)
    model.eval.keep()
    x = 10 * outputs.vectors(rng, 2, 7, on.dim).double()
    found = outputs.output(model, x, (2, 7, on.dim))
    wanted = reference.mlp(on, numbers, x)
    expect.close(found, wanted, name="the output", rtol=1e-5, atol=1e-5)


@task("MLPBlock", points=4)
def test_mlp_dropout(student: Student, rng: np.random.Generator) -> None:
    """Numbers are dropped after the bend and at the end, as often as asked for"""
    on, rate = configs.config(rng), float(rng.uniform(0.4, 0.6))
    model = student.MLPBlock(on.dim, on.mlp, rate)
    state, level = model.state_dict(), float(rng.uniform(1, 1.4))  # where both forms differ most
    for name, value in state.items():
        shape = tuple(value.shape)
        fill = {(on.mlp,): level, (on.dim, on.mlp): 1.0}.get(shape, 0.0)
        state[name] = torch.full_like(value, fill)
    student.probes.load_parameters(model, state)
    model.train.keep()
    found = outputs.output(model, outputs.vectors(rng, 10, 12, on.dim), (10, 12, on.dim)).double()
    share = (found == 0).double().mean().item()
    expect.between(share, rate - 0.12, rate + 0.12, name="the share of zeros in the output")
    one = float(torch.nn.functional.gelu(torch.tensor(level))) / (1 - rate) ** 2
    kept = found[found != 0] / one  # how many of the wide numbers were kept
    expect.close(kept, kept.round(), name="the kept numbers, counted", rtol=0, atol=5e-4)
    middle, wanted = kept.mean().item() / on.mlp, 1 - rate
    expect.between(middle, wanted - 0.1, wanted + 0.1, name="the share of numbers that are kept")


@task("MLPBlock", points=1)
def test_base_mlp(student: Student) -> None:
    """Without arguments it is the one of ViT-Base"""
    model = student.chapter_probes.on_meta(student.MLPBlock)
    parameters.check_count(student, model, 2 * 768 * 3072 + 3072 + 3 * 768)


@task("TransformerEncoderBlock", points=5)
def test_block_values(student: Student, rng: np.random.Generator) -> None:
    """The output is that of PyTorch's encoder layer with the same numbers"""
    on = configs.config(rng)
    model = public.block(student, on)
    numbers = parameters.spread(student, model, on, rng)
    model.eval.keep()
    x = outputs.vectors(rng, 2, 7, on.dim)
    found = outputs.output(model, x, (2, 7, on.dim))
    expect.close(found, reference.block(on, numbers, x), name="the output", rtol=1e-3, atol=1e-4)


@task("TransformerEncoderBlock", points=2)
@pytest.mark.parametrize("name", ["attn_dropout", "mlp_dropout"])
def test_block_dropout(student: Student, rng: np.random.Generator, name: str) -> None:
    """{name} goes where it belongs"""
    on = configs.config(rng)
    x = outputs.vectors(rng, 2, 7, on.dim)
    rates = {"attn_dropout": 0.0, "mlp_dropout": 0.0, name: 0.5}
    for off, part in ((parameters.is_mlp(on), "mlp"), (parameters.is_attention(on), "attn")):
        model = public.block(student, on, **rates)
        parameters.spread(student, model, on, rng)
        parameters.zeroed(student, model, off)
        varies = not name.startswith(part)
        outputs.check_random(model, x, varies=varies, why=f"{name}=0.5 and no {part} part")


@task("TransformerEncoderBlock", points=1)
def test_base_block(student: Student) -> None:
    """Without arguments it is the one of ViT-Base, with two norms of its own"""
    model = student.chapter_probes.on_meta(student.TransformerEncoderBlock)
    parameters.check_count(student, model, 7_087_872)


@task("ViT", points=6)
def test_vit_values(student: Student, rng: np.random.Generator) -> None:
    """The logits are those of PyTorch's layers with the same numbers"""
    on = configs.config(rng)
    model = student.ViT(**on.sizes)
    _check_values(student, rng, on, model)


def _check_values(
    student: Student, rng: np.random.Generator, on: configs.Config, model: Remote
) -> None:
    numbers = parameters.spread(student, model, on, rng)
    model.eval.keep()
    x = outputs.pictures(rng, 3, on.channels, on.image, on.image)
    found = outputs.output(model, x, (3, on.classes))
    reference.check_vit(on, numbers, x, found)


@task("ViT", points=2)
def test_vit_base(student: Student) -> None:
    """ViT-Base for three classes has 85 800 963 parameters"""
    model = student.chapter_probes.on_meta(student.ViT, num_classes=3)
    parameters.check_count(student, model, 85_800_963)


@task("ViT", points=3)
def test_vit_gradients(student: Student, rng: np.random.Generator) -> None:
    """Gradients reach the class token, the positions and all else"""
    on = configs.config(rng)
    model = student.ViT(**on.sizes, mlp_dropout=0.0, embedding_dropout=0.0)
    numbers = parameters.spread(student, model, on, rng)
    x = outputs.pictures(rng, 3, on.channels, on.image, on.image)
    weights = outputs.pictures(rng, 3, on.classes)
    student.chapter_probes.weigh(model.keep(x), weights)
    found = student.probes.gradients(model)
    missing = [name for name, g in found.items() if not isinstance(g, Tensor)]
    expect.true(
        not missing, f"Expected a gradient for every parameter, but got none for {missing}."
    )
    _check_gradients(found, reference.token_gradients(on, numbers, x, weights))


@task("ViT", points=3)
def test_vit_dropout(student: Student, rng: np.random.Generator) -> None:
    """Each of the three dropouts goes where it belongs"""
    on = configs.config(rng)
    x = outputs.pictures(rng, 3, on.channels, on.image, on.image)
    none = {"attn_dropout": 0.0, "mlp_dropout": 0.0, "embedding_dropout": 0.0}
    outputs.check_random(student.ViT(**on.sizes, **none), x, varies=False, why="all dropouts at 0")
    for name in none:
        for off, part in ((parameters.is_mlp(on), "mlp"), (parameters.is_attention(on), "attn")):
            model = student.ViT(**on.sizes, **{**none, name: 0.5})
            parameters.spread(student, model, on, rng)
            parameters.zeroed(student, model, off)
            varies = not name.startswith(part)
            outputs.check_random(model, x, varies=varies, why=f"{name}=0.5 and no {part} part")


@task("ViT", points=1)
def test_vit_uncut(student: Student, rng: np.random.Generator) -> None:
    """A size that cannot be cut is refused"""
    side = 8 * int(rng.integers(2, 4)) + int(rng.integers(1, 8))
    on = configs.Config(side, 1, 8, 1, 10, 15, 2, 3)
    with expect.raises(student, ("AssertionError", "ValueError")):
        student.ViT(**on.sizes)(outputs.pictures(rng, 1, 1, side, side))


@task("vit_from_torch_layers", points=6)
def test_torch_values(student: Student, rng: np.random.Generator) -> None:
    """The logits are those of a vision transformer with the same numbers"""
    on = configs.config(rng)
    _check_values(student, rng, on, student.vit_from_torch_layers(**on.sizes))


@task("vit_from_torch_layers", points=2)
def test_torch_dropout(student: Student, rng: np.random.Generator) -> None:
    """The dropout is the one that is asked for, in the encoder and before it"""
    on = configs.config(rng)
    x = outputs.pictures(rng, 3, on.channels, on.image, on.image)
    for rate in (0.0, 0.5):
        model = student.vit_from_torch_layers(**on.sizes, dropout=rate)
        outputs.check_random(model, x, varies=rate > 0, why=f"dropout={rate}")
    parameters.spread(student, model, on, rng)
    parameters.zeroed(student, model, parameters.is_embedding(on))
    outputs.check_random(model, x, varies=True, why="dropout=0.5 and zeros before the encoder")
    parameters.spread(student, model, on, rng)
    for off in (parameters.is_mlp(on), parameters.is_attention(on)):
        parameters.zeroed(student, model, off)
    outputs.check_random(model, x, varies=True, why="dropout=0.5 and an encoder of zeros")


@task("vit_from_torch_layers", points=1)
def test_torch_base(student: Student) -> None:
    """ViT-Base for three classes has 85 800 963 parameters"""
    model = student.chapter_probes.on_meta(student.vit_from_torch_layers, num_classes=3)
    parameters.check_count(student, model, 85_800_963)


@task("vit_optimizer", points=4)
def test_three_steps(student: Student, rng: np.random.Generator) -> None:
    """Three steps with decay are those of Adam with the paper's betas"""
    settings = {"lr": float(rng.uniform(0.01, 0.1)), "weight_decay": float(rng.uniform(0.2, 0.9))}
    optimizers.check_optimizer(student, rng, 3, settings)


@task("vit_optimizer", points=2)
def test_default_recipe(student: Student, rng: np.random.Generator) -> None:
    """Without arguments the rate is 0.003 and the decay 0.3"""
    optimizers.check_optimizer(student, rng, 2, {})


@task("warmup_cosine", points=2)
def test_rising(student: Student, rng: np.random.Generator) -> None:
    """The factor rises along a straight line"""
    warmup = int(rng.integers(6, 20))
    for step in rng.integers(1, warmup, 4).tolist():
        public.check_factor(student, step, warmup, 3 * warmup, step / warmup)


@task("warmup_cosine", points=2)
def test_falling(student: Student, rng: np.random.Generator) -> None:
    """The factor falls along half a cosine, and stays at 0 afterwards"""
    warmup, length = int(rng.integers(6, 20)), int(rng.integers(20, 60))
    for step in rng.integers(1, length, 4).tolist():
        wanted = math.cos(math.pi * step / length / 2) ** 2
        public.check_factor(student, warmup + step, warmup, warmup + length, wanted)
    late = warmup + length + int(rng.integers(1, length))
    public.check_factor(student, late, warmup, warmup + length, 0.0)


@task("warmup_cosine", points=2)
def test_no_warmup(student: Student, rng: np.random.Generator) -> None:
    """Without a warmup the first factor is 1"""
    total = 2 * int(rng.integers(5, 20))
    for step, wanted in ((0, 1.0), (total // 2, 0.5), (total, 0.0)):
        public.check_factor(student, step, 0, total, wanted)


@task("clip_and_step", points=5)
def test_long_gradient(student: Student, rng: np.random.Generator) -> None:
    """A gradient that is too long is scaled down before the step, all numbers alike"""
    clipping.check_steps(student, rng, float(rng.uniform(0.1, 0.4)))


@task("clip_and_step", points=3)
def test_several_steps(student: Student, rng: np.random.Generator) -> None:
    """Over three steps with momentum no gradient is left over, long or short"""
    clipping.check_steps(student, rng, 0.6, 2.0, 0.8, momentum=0.9)


@task("train_vit", points=4)
def test_schedule_per_batch(student: Student, rng: np.random.Generator) -> None:
    """Each batch has the learning rate of its step, and its gradient is clipped"""
    found = training_runs.train(student, rng, [5, 5, 3], 2)
    found.check_history()
    found.check_state()
    found.check_rate()


@task("train_vit", points=2)
def test_training_mode(student: Student, rng: np.random.Generator) -> None:
    """The model learns in training mode, its running statistics too"""
    training_runs.train(
        student, rng, [6, 4], 2, factors=[1.0], share=9.0, batch_norm=True
    ).check_state()


@task("train_vit", points=1)
def test_no_epochs(student: Student, rng: np.random.Generator) -> None:
    """No epochs change nothing"""
    found = training_runs.train(student, rng, [4], 0)
    found.check_history()
    found.check_state()
    found.check_rate()


@task("train_vit", points=1)
def test_training_on_a_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """Batches go to where the model is"""
    tells = clipping.one_step_tells
    on = clipping.classifier(student, rng, [4, 3], tells=tells, dtype=torch.float32)
    on.there.to.keep(device)
    data = [(x.float(), y) for x, y in on.data]
    serve = classifiers.far_loader if device.type == "cpu" else classifiers.loader
    optimizer = student.library("torch.optim").SGD(on.there.parameters(), lr=on.lr)
    schedule = student.chapter_probes.Factors([1.0])
    scheduler = student.library("torch.optim.lr_scheduler").LambdaLR(optimizer, schedule)
    found = student.train_vit(
        model=on.there,
        dataloader=serve(student, data),
        optimizer=optimizer,
        scheduler=scheduler,
        epochs=1,
        max_norm=2 * clipping.length_of(on),
        device=device,
    )
    tally = Tally()
    parity.sgd_steps(on.here, data, tally.add, lr=on.lr)
    expect.length(found, 1, name="the result")
    tally.check_one(found[0], tally.losses, "the loss", rtol=1e-4)


@task("train_vit", points=4, seconds=60.0)
def test_vit_learns(student: Student, rng: np.random.Generator) -> None:
    """Your ViT, by your recipe, tells patterns apart that it has never seen"""
    training_runs.train(student, rng, [4], 0)
    rng = np.random.default_rng(learning.START)
    model = learning.trained(student, rng)
    x, y = learning.pictures(rng, learning.NEW_PER_CLASS)
    logits = heldout.logits(model, x, rng)
    expect.shape(logits, (len(y), 3), name="the output")
    learning.check_head_decides(student, model, x, logits)
    found = accuracy(logits, y)
    expect.at_least(found, learning.LEARNT, name="the accuracy on new pictures")


@task("vit_feature_extractor", points=3)
def test_pretrained_numbers(student: Student, rng: np.random.Generator) -> None:
    """The network holds the numbers of its weights, and nothing else is in it"""
    on = pretrained.pretrained(student, rng)
    model, _ = on.call(student)
    state, wanted = model.state_dict(), parity.snapshot(on.here)
    kept = {name: value for name, value in wanted.items() if not name.startswith("heads")}
    rest = {name: value for name, value in state.items() if not name.startswith("heads.")}
    expect.state_dict(rest, kept, name="all but the head")


@task("vit_feature_extractor", points=3)
def test_head_is_used(student: Student, rng: np.random.Generator) -> None:
    """The output is the new head's, of what the encoder gives"""
    on = pretrained.pretrained(student, rng)
    model, _ = on.call(student)
    model.eval.keep()
    x = outputs.pictures(rng, 3, 3, on.side, on.side)
    found = outputs.output(model, x, (3, on.classes))
    head = [v for name, v in model.state_dict().items() if name.startswith("heads.")]
    shapes = [tuple(value.shape) for value in head]
    expect.equal(shapes, [(on.classes, on.width), (on.classes,)], name="the shapes in the head")
    expect.close(found, on.features(x) @ head[0].T + head[1], name="the output", rtol=1e-3)


@task("vit_feature_extractor", points=2)
def test_other_size(student: Student, rng: np.random.Generator) -> None:
    """Weights for larger pictures bring transforms and network that fit each other"""
    on = pretrained.pretrained(student, rng, side=8 * int(rng.integers(3, 6)))
    model, transforms = on.call(student)
    picture = transforms(files.opened(student, files.noise(rng, 20, 30)))
    expect.shape(picture, (3, on.side, on.side), name="a transformed picture")
    outputs.output(model, picture.unsqueeze(0), (1, on.classes))


@task("vit_feature_extractor", points=1)
@pytest.mark.parametrize(
    ("name", "width", "total"),
    [("vit_b_16", 768, 85_798_656), ("vit_l_16", 1024, 303_301_632)],
    ids=["vit_b_16", "vit_l_16"],
)
def test_torchvision(
    student: Student, rng: np.random.Generator, name: str, width: int, total: int
) -> None:
    """torchvision's {name} has only its new head to train"""
    classes = int(rng.integers(3, 20))
    weights = student.probes.Weights(student.library("torchvision.transforms").ToTensor())
    model, _ = student.vit_feature_extractor(student.probes.OnMeta(name), weights, classes)
    sizes = student.probes.parameter_counts(model)
    learns = sum(count for _, count, is_free in sizes if is_free)
    expect.equal(learns, (width + 1) * classes, name="how many numbers can learn")
    every = sum(count for _, count, _ in sizes)
    expect.equal(every, total + learns, name="how many numbers there are")
