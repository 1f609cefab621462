"""The right training loop, run on the trusted side: what a student's loop must arrive at.

A model of the same numbers is made on both sides. The student's code trains one, this module the
other, and a grader compares every number. In float64, with plain SGD and at most ten steps, the two
differ by 1e-15 where the loop is right and by 3e-3 or more where it is not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pickletools import genops
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import draws, expect
from autograder.remote.client import Remote, Student, save_bytes
from autograder.student.probes import make_mlp

RTOL = 1e-6
Loss = Callable[[Tensor, Tensor], Tensor]
Batch = tuple[Tensor, Tensor]


def mlp_pair(
    student: Student,
    rng: np.random.Generator,
    *sizes: int,
    shows: Callable[[nn.Sequential], bool] = lambda _: True,
    **options: Any,
) -> tuple[Remote, nn.Sequential]:
    """The same small network on both sides, in float64, every number drawn from ``rng``.

    Args:
        student: where the first of the two is made.
        rng: decides all parameters and, with BatchNorm, the running statistics.
        sizes: in_features, hidden, out_features.
        shows: what is wanted of the network, see `draws.until`.
        options: ``dropout`` and ``batch_norm`` of ``probes.make_mlp``.

    Returns:
        The student's network and ours, both in training mode, as a new module is.
    """
    there = student.probes.make_mlp.keep(*sizes, **options)
    here = draws.until(lambda: mlp(rng, *sizes, **options), shows)
    student.probes.load_parameters(there, snapshot(here))
    return there, here


def mlp(rng: np.random.Generator, *sizes: int, **options: Any) -> nn.Sequential:
    """Our half of such a pair; torch's own generator stays as it is.

    Examples:
        >>> model = parity.mlp(np.random.default_rng(0), 3, 8, 1)
        >>> model(torch.zeros(5, 3, dtype=torch.float64)).shape
        torch.Size([5, 1])
    """
    with torch.random.fork_rng(devices=[]):  # a diagnosis runs student code in this process too
        model = make_mlp(*sizes, **options)
    model.load_state_dict(drawn_state(model, rng))
    return model


def drawn_state(model: nn.Module, rng: np.random.Generator) -> dict[str, Tensor]:
    """New values for a module's floating-point state: in (-0.8, 0.8), variances in (0.5, 1.5)."""
    state = snapshot(model)
    for name, old in state.items():
        if old.is_floating_point():
            low, high = (0.5, 1.5) if name.endswith("running_var") else (-0.8, 0.8)
            state[name] = torch.as_tensor(rng.uniform(low, high, old.shape), dtype=old.dtype)
    return state


def batches(
    rng: np.random.Generator, sizes: Iterable[int], in_features: int, out_features: int = 1
) -> list[Batch]:
    """Random inputs and targets, standard normal float64, one pair for each batch size.

    Examples:
        >>> [(x, y)] = parity.batches(np.random.default_rng(0), [4], 3)
        >>> x.shape, y.shape, x.dtype
        (torch.Size([4, 3]), torch.Size([4, 1]), torch.float64)
    """
    return [
        (
            torch.as_tensor(rng.standard_normal((size, in_features))),
            torch.as_tensor(rng.standard_normal((size, out_features))),
        )
        for size in sizes
    ]


def sgd_steps(
    model: nn.Module, data: Iterable[Batch], loss_fn: Loss, *, lr: float, momentum: float = 0.0
) -> list[float]:
    """Train a model in place as it should be: one optimiser, one step for each batch.

    Args:
        model: in training mode at each step.
        data: pairs of inputs and targets.
        loss_fn: of prediction and target.
        lr: learning rate of ``torch.optim.SGD``.
        momentum: its momentum.

    Returns:
        The loss of each batch before its step.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> model, data = parity.mlp(rng, 3, 8, 1), parity.batches(rng, [16], 3) * 10
        >>> losses = parity.sgd_steps(model, data, nn.MSELoss(), lr=0.1)
        >>> len(losses), losses[9] < losses[0]
        (10, True)
    """
    return list(sgd_walk(model, data, loss_fn, lr=lr, momentum=momentum))


def sgd_walk(
    model: nn.Module, data: Iterable[Batch], loss_fn: Loss, *, lr: float, momentum: float = 0.0
) -> Iterator[float]:
    """Do the same one step at a time: yields each loss once its step is done.

    Written out, not with ``torch.optim``: this file is part of a student's kit, the loop that they
    are to write is not.
    """
    parameters = [p for p in model.parameters() if p.requires_grad]
    velocities = [torch.zeros_like(p) for p in parameters]
    for x, y in data:
        model.train(True)
        loss = loss_fn(model(x), y)
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for p, v, g in zip(parameters, velocities, gradients, strict=True):
                p.sub_(v.mul_(momentum).add_(g), alpha=lr)
        yield loss.item()


def eval_output(model: nn.Module, x: Tensor) -> Tensor:
    """What a model answers in evaluation mode; its own mode is left as it was."""
    training = model.training
    model.train(False)
    with torch.no_grad():
        out: Tensor = model(x)
    model.train(training)
    return out


def eval_loss(model: nn.Module, x: Tensor, y: Tensor, loss_fn: Loss) -> float:
    """The loss in evaluation mode; the model's own mode is left as it was.

    Examples:
        >>> x = torch.ones(2, 1)
        >>> parity.eval_loss(nn.Identity(), x, x + 3, nn.L1Loss())
        3.0
    """
    return float(loss_fn(eval_output(model, x), y))


def check_learning(student: Student, model: Remote) -> None:
    """Every parameter of a model still requires a gradient, so that it can be trained.

    Raises:
        Failed: one does not.
    """
    frozen = [name for name, _, learns in student.probes.parameter_counts(model) if not learns]
    expect.true(
        not frozen,
        f"Expected every parameter to require a gradient, but got requires_grad=False for "
        f"{', '.join(frozen)}.",
        hint="A parameter that requires no gradient is never trained.",
    )


def check_only_measured(student: Student, there: Remote, here: nn.Module, x: Tensor) -> None:
    """A model that was in evaluation mode when it was measured is still, and can still learn.

    Args:
        student: whose model it is.
        there: the model, measured by then; with BatchNorm or Dropout, so that its mode shows.
        here: ours, with the same numbers.
        x: inputs for both.
    """
    check_learning(student, there)
    expect.close(
        there(x),
        eval_output(here, x),
        name="the answer, afterwards, of a model that came in evaluation mode",
        rtol=RTOL,
        hint="A measurement changes nothing: is training mode switched on at its end?",
    )


def snapshot(model: nn.Module) -> dict[str, Tensor]:
    """A copy of the model's state dict that later steps do not change."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def cuda_checkpoint(state_dict: Mapping[str, Tensor], *, index: int = 0) -> bytes:
    """The bytes of a state dict saved on a GPU, made without one.

    A checkpoint names the device of each tensor's memory. Here that name reads ``cuda:0``, so that
    a ``torch.load`` without ``map_location`` fails where there is no such GPU.

    Args:
        state_dict: CPU tensors by name.
        index: of the GPU; one that no machine has (7) fails on machines with a GPU too.
    """
    saved, tagged = io.BytesIO(save_bytes(dict(state_dict))), io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(tagged, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith("/data.pkl"):
                data = _with_device(data, f"cuda:{index}")
            target.writestr(entry, data)
    return tagged.getvalue()


def _with_device(pickled: bytes, device: str) -> bytes:
    """The same pickle with its device "cpu" (written once, then referred to) named otherwise."""
    operations = list(genops(pickled))
    ends = [position for _, _, position in operations[1:]] + [len(pickled)]
    for (operation, value, start), end in zip(operations, ends, strict=True):
        if operation.name == "BINUNICODE" and value == "cpu" and start is not None:
            name = device.encode()
            text = b"X" + len(name).to_bytes(4, "little") + name
            return pickled[:start] + text + pickled[end or start :]
    raise ValueError("Expected a state dict with at least one CPU tensor, but found none.")
