"""Public checks of chapter 08: forms, types and one example of each task."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.chapters.ch08_paper_replicating.helpers import (
    clipping,
    configs,
    optimizers,
    outputs,
    parameters,
    pretrained,
    training_runs,
)
from autograder.chapters.ch08_paper_replicating.quiz import QUIZ
from autograder.checks import expect, files
from autograder.checks.task import task
from autograder.remote.client import Remote, Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "patch_grid": (
        "Try 32 by 48 pixels with patches of 8: draw the grid and count.",
        "Whole patches only: what is left over is an error, not something to round.",
        "Look at which side gives the rows, and at what happens when a division leaves a rest.",
    ),
    "patchify": (
        "Number a picture of 4 by 4 pixels from 0 to 15 and cut it by hand.",
        "Split both sides into (which patch, where in it), bring the four parts into order, join.",
        "Look at the order of dimensions right before the last change of shape.",
    ),
    "PatchEmbedding": (
        "Print the shape after each layer, then set one pixel to 100: which rows change?",
        "A kernel as large as a patch that moves a whole patch at a time; then rows of vectors.",
        "Look at kernel size, stride, the flattened dimensions, and the exchange at the end.",
    ),
    "TokenAndPosition": (
        "Print the names and shapes of the state dict, and try batches of 1 and of 7.",
        "One learnt token for all pictures, one learnt vector for each place, made once.",
        "Look at where the two tensors are made, as what, and how the token fits a batch.",
    ),
    "MultiheadSelfAttentionBlock": (
        "Change picture 1 of a batch. Does the output for picture 0 change?",
        "First the norm; its result is query, key and value. Pictures do not see each other.",
        "Look at the arguments of the attention layer, and at what it returns.",
    ),
    "MLPBlock": (
        "Print the block and compare it with the equation, layer by layer.",
        "Norm, wide, bend, drop, narrow, drop: six layers in that order.",
        "Look at the kind of bend, the two widths, and how often numbers are dropped.",
    ),
    "TransformerEncoderBlock": (
        "Set all parameters to zero: what must come out?",
        "Around each of the two blocks: what came in is added to what comes out.",
        "Look at what exactly you add in the second line, and where the norms are.",
    ),
    "ViT": (
        "Print the shape after each stage, and count the parameters of one block and of all.",
        "Patches, token, positions, blocks, then the norm and the linear layer on one vector.",
        "Look at what is made once and used often, and at which vector goes into the head.",
    ),
    "vit_from_torch_layers": (
        "Print the encoder layer's arguments and their defaults.",
        "Four things are set for an older model: the order, the bend, the batch, the MLP's width.",
        "Look at each argument of the encoder layer, and at what comes after the last layer.",
    ),
    "vit_optimizer": (
        "Print the optimiser: which settings does it have?",
        "Two numbers are handed to you, and both belong into it.",
        "Look at which argument goes where, and at whose parameters are handed over.",
    ),
    "warmup_cosine": (
        "Plot it for warmup 10 and total 100, up to step 120.",
        "A line up, half a cosine wave down, nothing afterwards.",
        "Look at the values at 0, at the end of the warmup, at the end, and behind it.",
    ),
    "clip_and_step": (
        "Print the length of the gradient before and after your step.",
        "Fresh gradients, then clipping, then the step.",
        "Look at the order of your lines, and at what is measured when.",
    ),
    "train_vit": (
        "Print the learning rate after every batch.",
        "The usual loop, with a clipped step, and the schedule moves on with each batch.",
        "Look at what is inside which loop, and at the mode of the model.",
    ),
    "vit_feature_extractor": (
        "Print the names of the trainable parameters and the shape of an output.",
        "What is there is frozen, what comes after is not, and the head goes by its own name.",
        "Look at the name you assign to, at the order, and at the widths of the new layer.",
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


@task("patch_grid", points=2)
def test_grid(student: Student, rng: np.random.Generator) -> None:
    """A picture that is wider than high has more columns than rows"""
    rows = int(rng.integers(2, 6))
    check_grid(student, rows, rows + int(rng.integers(1, 5)), int(rng.integers(3, 9)))


def check_grid(student: Student, rows: int, cols: int, patch: int) -> None:
    """Three ints: patches, rows, columns."""
    found = student.patch_grid(rows * patch, cols * patch, patch)
    expect.type_(found, (tuple, list), name="the result")
    for value in found:
        expect.type_(value, int, name="each number of the result")
    expect.equal(list(found), [rows * cols, rows, cols], name="patches, rows and columns")


@task("patch_grid", points=1)
def test_no_grid(student: Student, rng: np.random.Generator) -> None:
    """A picture that cannot be cut is refused"""
    patch = int(rng.integers(4, 9))
    with expect.raises(student, "ValueError"):
        student.patch_grid(3 * patch + 1, 3 * patch + 1, patch)


@task("patchify", points=3)
def test_numbered_picture(student: Student, rng: np.random.Generator) -> None:
    """A picture of numbered pixels is cut into squares"""
    patch = int(rng.integers(2, 4))
    side = patch * int(rng.integers(2, 4))
    x = torch.arange(float(side * side)).reshape(1, 1, side, side)
    check_patches(student.patchify(x, patch), x, patch)


def check_patches(found: Any, x: Tensor, patch: int) -> None:
    """The patches are those that torch unfolds."""
    wanted = torch.nn.functional.unfold(x, patch, stride=patch).transpose(1, 2)
    expect.dtype(found, x.dtype, name="the result")
    expect.equal(found, wanted, name="the patches")


@task("PatchEmbedding", points=3)
def test_embedded_shape(student: Student, rng: np.random.Generator) -> None:
    """Pictures become sequences of vectors"""
    on, batch = configs.config(rng), int(rng.integers(2, 4))
    model = embedding(student, on)
    shape = batch, on.patches, on.dim
    outputs.output(model, outputs.pictures(rng, batch, on.channels, on.image, on.image), shape)
    wanted = on.dim * (on.channels * on.patch**2 + 1)
    parameters.check_count(student, model, wanted)


def embedding(student: Student, on: configs.Config) -> Remote:
    """A patch embedding of this form."""
    model: Remote = student.PatchEmbedding(on.channels, on.patch, on.dim)
    return model


@task("TokenAndPosition", points=2)
def test_one_more_vector(student: Student, rng: np.random.Generator) -> None:
    """Sequences of any batch get one vector more"""
    patches, dim = int(rng.integers(3, 7)), int(rng.integers(8, 12))
    model = student.TokenAndPosition(patches, dim)
    for batch in (1, 7):
        outputs.output(model, outputs.pictures(rng, batch, patches, dim), (batch, patches + 1, dim))


@task("TokenAndPosition", points=1)
def test_token_is_first(student: Student, rng: np.random.Generator) -> None:
    """The first vector is the same for all pictures, the others are not"""
    patches, dim = int(rng.integers(3, 7)), int(rng.integers(8, 12))
    model = student.TokenAndPosition(patches, dim, 0.0)
    x = outputs.pictures(rng, 3, patches, dim)
    found = outputs.output(model, x, (3, patches + 1, dim))
    expect.close(found[1:, 0], found[:1, 0].expand(2, -1), name="the first vectors")
    differ = x[1:] - x[:-1]
    expect.close(found[1:, 1:] - found[:-1, 1:], differ, name="what differs in the rest", atol=1e-4)


@task("MultiheadSelfAttentionBlock", points=2)
def test_attended_shape(student: Student, rng: np.random.Generator) -> None:
    """A tensor of the same shape comes out"""
    on, batch = configs.config(rng), int(rng.integers(2, 4))
    model = attention(student, on)
    outputs.output(model, outputs.vectors(rng, batch, 5, on.dim), (batch, 5, on.dim))


def attention(student: Student, on: configs.Config, **options: float) -> Remote:
    """An attention block of this form."""
    model: Remote = student.MultiheadSelfAttentionBlock(on.dim, on.heads, **options)
    return model


@task("MultiheadSelfAttentionBlock", points=3)
def test_pictures_keep_apart(student: Student, rng: np.random.Generator) -> None:
    """Changing picture 1 leaves the output of picture 0 as it is"""
    on = configs.config(rng)
    model = attention(student, on)
    parameters.spread(student, model, on, rng)
    outputs.check_apart(model, outputs.vectors(rng, 3, 5, on.dim), rng)


@task("MLPBlock", points=3)
def test_each_for_itself(student: Student, rng: np.random.Generator) -> None:
    """The shape stays, and each vector is computed for itself"""
    on = configs.config(rng)
    model = student.MLPBlock(on.dim, on.mlp)
    model.eval.keep()
    x = outputs.vectors(rng, 2, 4, on.dim)
    found = outputs.output(model, x, (2, 4, on.dim))
    alone = outputs.output(model, x[:, 2:3], (2, 1, on.dim))
    expect.close(alone, found[:, 2:3], name="a vector's output alone", rtol=1e-3)


@task("TransformerEncoderBlock", points=3)
def test_residuals(student: Student, rng: np.random.Generator) -> None:
    """With all parameters at zero, what comes in comes out"""
    on = configs.config(rng)
    model = block(student, on)
    model.eval.keep()
    x = outputs.vectors(rng, 2, 4, on.dim)
    outputs.output(model, x, (2, 4, on.dim))
    parameters.zeroed(student, model, lambda *_: True)
    expect.close(model(x), x, name="the output of a block of zeros")


def block(student: Student, on: configs.Config, **options: float) -> Remote:
    """An encoder block of this form."""
    model: Remote = student.TransformerEncoderBlock(on.dim, on.heads, on.mlp, **options)
    return model


@task("ViT", points=2)
def test_logits(student: Student, rng: np.random.Generator) -> None:
    """Pictures become logits, whatever the batch"""
    on = configs.config(rng)
    model = student.ViT(**on.sizes)
    for batch in (1, 3):
        x = outputs.pictures(rng, batch, on.channels, on.image, on.image)
        outputs.output(model, x, (batch, on.classes))


@task("ViT", points=3)
def test_small_count(student: Student, rng: np.random.Generator) -> None:
    """Each block has numbers of its own"""
    on = configs.config(rng, layers=int(rng.integers(3, 5)))
    parameters.check_count(student, student.ViT(**on.sizes), on.count)


@task("vit_from_torch_layers", points=3)
def test_torch_logits(student: Student, rng: np.random.Generator) -> None:
    """Logits come out, and there are as many parameters as in ViT"""
    on = configs.config(rng)
    model = student.vit_from_torch_layers(**on.sizes)
    x = outputs.pictures(rng, 2, on.channels, on.image, on.image)
    outputs.output(model, x, (2, on.classes))
    parameters.check_count(student, model, on.count)


@task("vit_optimizer", points=2)
def test_first_step(student: Student, rng: np.random.Generator) -> None:
    """A first step moves each number by the learning rate"""
    rate = float(rng.uniform(0.001, 0.01))
    optimizers.check_optimizer(student, rng, 1, {"lr": rate, "weight_decay": 0.01})


@task("warmup_cosine", points=3)
def test_schedule(student: Student, rng: np.random.Generator) -> None:
    """It starts at 0, is 1 after the warmup, and 0 in the end"""
    warmup = int(rng.integers(3, 9))
    total = warmup + 2 * int(rng.integers(5, 20))
    corners = {0: 0.0, warmup: 1.0, (warmup + total) // 2: 0.5, total: 0.0}
    for step, wanted in corners.items():
        check_factor(student, step, warmup, total, wanted)


def check_factor(student: Student, step: int, warmup: int, total: int, wanted: float) -> None:
    """The factor of a step is a float of this value."""
    found = student.warmup_cosine(step, warmup, total)
    name = f"the factor at step {step} with warmup {warmup} and total {total}"
    expect.type_(found, float, name=name)
    expect.close(found, wanted, name=name, rtol=1e-6, atol=1e-9)


@task("clip_and_step", points=3)
def test_short_gradient(student: Student, rng: np.random.Generator) -> None:
    """A gradient that is short enough is used as it is, and its length comes back"""
    clipping.check_steps(student, rng, float(rng.uniform(1.5, 3)))


@task("train_vit", points=2)
def test_history(student: Student, rng: np.random.Generator) -> None:
    """The mean loss of each epoch comes back as a float"""
    found = training_runs.train(
        student, rng, [4, 4], int(rng.integers(2, 4)), factors=[1.0], share=9.0
    )
    found.check_history()


@task("train_vit", points=2)
def test_parameters(student: Student, rng: np.random.Generator) -> None:
    """After two batches the parameters are where two right steps lead"""
    training_runs.train(student, rng, [5, 5], factors=[1.0], share=9.0).check_state()


@task("vit_feature_extractor", points=2)
def test_only_the_head_learns(student: Student, rng: np.random.Generator) -> None:
    """Only the new head is trainable, and there is an output for each class"""
    on = pretrained.pretrained(student, rng)
    model, _ = on.call(student)
    found = sorted(count for _, count in pretrained.learning(student, model))
    expect.equal(found, sorted([on.classes, on.classes * on.width]), name="what can learn")
    x = outputs.pictures(rng, 2, 3, on.side, on.side)
    outputs.output(model, x, (2, on.classes))


@task("vit_feature_extractor", points=2)
def test_transforms_come_along(student: Student, rng: np.random.Generator) -> None:
    """The transforms are those of the weights"""
    on = pretrained.pretrained(student, rng)
    _, transforms = on.call(student)
    pixels = files.noise(rng, 9, 12)
    wanted = on.transforms(files.opened(student, pixels))
    found = transforms(files.opened(student, pixels))
    expect.close(found, wanted, name="a picture that went through the transforms")
