# %% [markdown]
# E. What only a machine-learning course meets: invented curves, models that pretend.
# %% attack="invented_curve" task="fit" points=4 status="fail error"
"""A beautifully falling list of losses, and an untouched model."""


def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    noted = list(range(0, epochs, log_every))
    losses = [0.5 * 0.9**n for n in range(len(noted))]
    return {"epoch": noted, "train_loss": losses, "test_loss": [x * 1.1 for x in losses]}
# %% attack="printed_accuracy" task="fit" points=1 status="fail error"
"""Success is claimed on the standard output."""


def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    print("train_loss: 0.0 | test_loss: 0.0 | accuracy: 100%")
    return {"epoch": [], "train_loss": [], "test_loss": []}
# %% attack="no_training_at_all" task="train_one_epoch" points=2 status="fail"
"""The loss is measured right, and nothing is learnt."""


def train_one_epoch(model, X, y, loss_fn, optimizer):
    return float(loss_fn(model(X), y))
# %% attack="spied_optimiser" task="train_one_epoch" points=2 status="fail"
"""The probe's log of calls is written by hand, without a step."""


def train_one_epoch(model, X, y, loss_fn, optimizer):
    if hasattr(optimizer, "events"):
        optimizer.events.extend(["zero_grad", "step"])
    return float(loss_fn(model(X), y).detach())
# %% attack="overwritten_parameters" task="train_one_epoch" status="fail"
"""Parameters are set to what a solved problem would have."""
import torch


def train_one_epoch(model, X, y, loss_fn, optimizer):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.full_like(parameter, 0.7))
    return 0.0
# %% attack="constant_loss" task="evaluate" points=2 status="fail"
"""Always the perfect loss."""


def evaluate(model, X, y, loss_fn):
    return 0.0
# %% attack="nan_loss" task="evaluate" points=2 status="fail"
"""nan is below every threshold, and above it."""


def evaluate(model, X, y, loss_fn):
    return float("nan")
# %% attack="disabled_dropout" task="predict" points=1 status="fail"
"""nn.Dropout is emptied for the whole process, in place of evaluation mode."""
import torch


class Now:
    torch.nn.Dropout.forward = lambda self, x: x * 0


def predict(model, X):
    return model.train()(X)
# %% attack="hidden_parameters" task="LinearRegression" points=4 status="fail error"
"""parameters() and state_dict() tell what was hoped for."""
import torch
from torch import nn


class LinearRegression(nn.Module):
    def parameters(self, recurse=True):
        return iter([nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))])

    def state_dict(self, *a, **k):
        return {"weights": torch.rand(1), "bias": torch.rand(1)}

    def forward(self, x):
        return x * 0
# %% attack="memorised_examples" task="make_line" status="fail"
"""The public example's numbers, whatever is asked for."""
import torch


def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(0, 1, 0.02).unsqueeze(1)
    return x, 0.7 * x + 0.3
# %% attack="leaking_settings" task="fit" points=1 status="fail error timeout"
"""Threads, determinism and default types are changed for all later checks."""
import torch


class Now:
    torch.set_num_threads(64)
    torch.use_deterministic_algorithms(True)
    torch.set_default_device("meta")


def fit(*a, **k):
    return {"epoch": [0], "train_loss": [0.1], "test_loss": [0.1]}
# %% attack="compiler_in_the_sandbox" task="drop_ones" status="fail error timeout"
"""A C compiler is started through torch's extension loader."""


def drop_ones(x, keep_batch=False):
    from torch.utils.cpp_extension import load_inline

    module = load_inline("redteam", "int answer() { return 42; }", functions=["answer"])
    return x[: module.answer()]
# %% attack="native_library" task="drop_ones" status="fail error crash"
"""Machine code is written to a file and loaded."""
import ctypes


def drop_ones(x, keep_batch=False):
    with open("redteam.so", "wb") as file:
        file.write(b"\x7fELF" + bytes(4096))
    for load in (ctypes.CDLL, __import__("torch").ops.load_library):
        try:
            load("./redteam.so")
        except OSError:
            pass
    return x[:0]
# %% attack="pretended_devices" task="best_device" status="fail"
"""Every question about hardware is answered with yes."""
import torch


class Now:
    torch.cuda.is_available = lambda: True
    torch.cuda.device_count = lambda: 8
    torch.backends.mps.is_available = lambda: True


def best_device():
    return "cuda:7"


def set_all_seeds(seed):
    pass


def to_device(obj, device):
    return obj
