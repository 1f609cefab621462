"""Small pictures for a small vision transformer: stripes that lie, that stand, and checks."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from autograder.checks import expect
from autograder.remote.client import Remote, Student

SIDE, CHANNELS = 16, 1
PER_CLASS, NEW_PER_CLASS = 56, 50
NOISE = 0.7
EPOCHS, BATCH, RATE, DECAY = 4, 16, 0.003, 0.0001
STEPS = EPOCHS * -(-3 * PER_CLASS // BATCH)
WARMUP = STEPS // 10
LEARNT = 0.9  # accuracy on new pictures; see thresholds.py, thresholds.md
START = 13  # of the check: after one epoch only it is at 0.67, from most others above 0.9
SIZES = {
    "img_size": SIDE,
    "in_channels": CHANNELS,
    "patch_size": 4,
    "num_transformer_layers": 2,
    "embedding_dim": 24,
    "mlp_size": 48,
    "num_heads": 2,
    "num_classes": 3,
}


def pictures(rng: np.random.Generator, per_class: int) -> tuple[Tensor, Tensor]:
    """Noisy patterns in random order.

    Returns:
        float32 (3 * per_class, 1, 16, 16), class numbers int64.
    """
    count = 3 * per_class
    labels = rng.permutation(np.arange(count) % 3)
    bars = np.arange(SIDE) // 2 % 2 * 2.0 - 1.0
    lying, standing = np.broadcast_arrays(bars[:, None], bars[None, :])
    every = np.stack([lying, standing, lying * standing])
    noisy = every[labels] * rng.uniform(0.5, 1, (count, 1, 1)) + rng.normal(
        0, NOISE, (count, SIDE, SIDE)
    )
    return torch.as_tensor(noisy, dtype=torch.float32).unsqueeze(1), torch.as_tensor(labels)


def trained(student: Student, rng: np.random.Generator) -> Remote:
    """The student's ViT, trained by their recipe; in evaluation mode."""
    student.library("torch").manual_seed.keep(START)
    model: Remote = student.ViT(**SIZES)
    optimizer = student.vit_optimizer.keep(model, lr=RATE, weight_decay=DECAY)
    schedule = student.chapter_probes.Schedule(student.warmup_cosine, WARMUP, STEPS)
    scheduler = student.library("torch.optim.lr_scheduler").LambdaLR(optimizer, schedule)
    x, y = pictures(rng, PER_CLASS)
    loader = student.probes.make_loader.keep(x, y, batch_size=BATCH, shuffle=True)
    student.train_vit(model, loader, optimizer, scheduler, EPOCHS)
    model.eval.keep()
    return model


def check_head_decides(student: Student, model: Remote, x: Tensor, logits: Tensor) -> None:
    """With the head's numbers turned round so are the logits: they come from what was trained.

    Args:
        student: where the model is.
        model: in evaluation mode; its head stays turned round.
        x: pictures.
        logits: what it answers for them, (n, classes).
    """
    state = model.state_dict()
    classes, dim = SIZES["num_classes"], SIZES["embedding_dim"]
    head = [n for n, v in state.items() if tuple(v.shape) in ((classes, dim), (classes,))]
    expect.true(head, f"Expected a head with a weight of shape {(classes, dim)}, but got none.")
    student.probes.load_parameters(model, {**state, **{name: -state[name] for name in head}})
    name = "the output with the head's numbers times -1"
    expect.close(model(x), -logits, name=name, rtol=1e-3, atol=1e-4)
