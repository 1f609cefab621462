# Chapter 01: edit this file. Write your code where it says TODO, then run
#     autograder check 01
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch01_workflow.py by `autograder build`.

# %% [markdown]
# # 01 · PyTorch workflow
#
# Every project in this course follows one path: get data ready, build a model, train it, measure
# it, predict with it, save it. Here you walk the whole path once, on the smallest problem there
# is: **find the straight line that some points lie on**.
#
# A line has two numbers, a slope (`weight`) and a height (`bias`). You could work them out with
# a ruler. That is the charm: you know the answer, so you can watch a model discover it. Swap the
# line for pictures of pizza and the code you write here barely changes.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from torch import Tensor, nn
from torch.optim import Optimizer

# %% [markdown]
# ## Make a line
#
# *4 points · about 8 minutes*
#
# Machine learning is two parts: turn things into numbers, then find the pattern in them. We
# start with the numbers: `n` points on $y = weight \cdot x + bias$.
#
# Models read **batches** of shape `(samples, features)`. A hundred points with one feature each
# are `(100, 1)`, not `(100,)`. For `n=4`, `weight=2` and `bias=1`:
#
# | x | 0.00 | 0.25 | 0.50 | 0.75 |
# |---|---|---|---|---|
# | y | 1.0 | 1.5 | 2.0 | 2.5 |
#
# `noise` shakes each `y` a little. Real data always trembles; set it to 0 while you learn.


# %% task="make_line" points=4 minutes=8
def make_line(
    weight: float, bias: float, n: int = 100, noise: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Make n points on the line y = weight * x + bias.

    Args:
        weight: slope of the line.
        bias: value of y where x is 0.
        n: number of points, at least 1.
        noise: standard deviation of normal noise, drawn anew for every y; 0.0 adds none.

    Returns:
        x: float32, shape (n, 1): the values 0, 1/n, 2/n, ... up to (n - 1)/n, never 1.
        y: float32, shape (n, 1).
    """
    # TODO: your code here
    raise NotImplementedError("make_line")


# %% [markdown]
# ## Split the data
#
# *5 points · about 8 minutes*
#
# A student who has seen the exam questions proves nothing in the exam. So we lock some data away
# before training starts: the **test set**. Learn from the training set, measure on the test set.
#
# Our points are in order and we keep it: the first 80 % become training data, the rest test data.
# The model must then *continue* the line into a region that it has never seen. With 5 points and
# `train_frac=0.8`, points 0 to 3 are for training and point 4 is for testing.


# %% task="split" points=5 minutes=8
def split(X: Tensor, y: Tensor, train_frac: float = 0.8) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Cut data in two, in order: the first part for training, the rest for testing.

    Args:
        X: inputs, shape (n, ...).
        y: targets, shape (n, ...); y[i] belongs to X[i].
        train_frac: share of the samples for training, in (0, 1). The training part has
            train_frac * n samples, rounded down.

    Returns:
        X_train, y_train, X_test, y_test, in this order.
    """
    # TODO: your code here
    raise NotImplementedError("split")


# %% [markdown]
# ## Look at it
#
# *6 points · about 12 minutes*
#
# Before you train anything: look at your data. Most mistakes have a face, and a plot shows it.
# Later you draw predictions over the same picture and *see* how wrong they are.
#
# Matplotlib reads plain CPU arrays. A tensor that remembers its gradient history makes it give
# up, so cut a tensor off from that history (`detach`) and fetch it to the CPU before you draw.


# %% task="plot_predictions" points=6 minutes=12
def plot_predictions(
    train_X: Tensor, train_y: Tensor, test_X: Tensor, test_y: Tensor, preds: Tensor | None = None
) -> Axes:
    """Draw training points, test points and, if given, predictions in a new figure.

    Args:
        train_X, train_y: training points, shape (n, 1) each.
        test_X, test_y: test points, shape (m, 1) each.
        preds: what a model predicts for test_X, shape (m, 1); None leaves them out.
            Any of the tensors may require a gradient or lie on another device.

    Returns:
        The axes of a new figure, with a legend. One set of points each, drawn with scatter or
        plot, whose labels contain the words "train", "test" and "pred" (in any case).
    """
    # TODO: your code here
    raise NotImplementedError("plot_predictions")


# %% [markdown]
# ## Build a model
#
# *7 points · about 12 minutes*
#
# A PyTorch model is a class built on `nn.Module`. It needs two things: **parameters**, the
# numbers to be learnt, and a method `forward` that says how an input becomes a prediction.
#
# Wrap a tensor in `nn.Parameter` and the module writes it into its register. That register is
# all that an optimiser, `state_dict()` and `.to(device)` ever see: a plain tensor is invisible
# to them. Start both numbers at random, far from the answer. That is honest: we do not know it.
#
# `model(x)` calls `forward(x)` for you. Call the model, never `forward`.


# %% task="LinearRegression" points=7 minutes=12
class LinearRegression(nn.Module):
    """A straight line with two numbers to learn.

    Parameters ``weights`` and ``bias`` hold one float32 number each, shape (1,) or (), and start
    at random: two models made one after the other differ. Called with x, float32 of shape (n, 1),
    the model returns weights * x + bias, float32 of shape (n, 1).
    """

    def __init__(self) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("LinearRegression")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("LinearRegression")


# %% [markdown]
# ## The five steps
#
# *12 points · about 20 minutes*
#
# The heart of the course, and of nearly every PyTorch program ever written. Picture walking down
# a hill with your eyes shut. The loss is your height, the gradient is the slope under your feet.
#
# 1. **Forward pass**: the model predicts.
# 2. **Loss**: how far off is it?
# 3. **Zero the gradients**: forget the slope of the last place you stood.
# 4. **Backward pass**: feel the slope here.
# 5. **Step**: the optimiser moves every parameter a little, downhill.
#
# Some layers (Dropout, BatchNorm) behave differently while learning, so `model.train()` comes
# first, every time. Hand back the loss as a plain number: a loss *tensor* drags the whole history
# of its computation along. From here to chapter 10 you write this loop again and again.


# %% task="train_one_epoch" points=12 minutes=20
def train_one_epoch(
    model: nn.Module, X: Tensor, y: Tensor, loss_fn: nn.Module, optimizer: Optimizer
) -> float:
    """Put the model in training mode and do the five steps once, with all of X as one batch.

    Args:
        model: any model; it may arrive in evaluation mode.
        X: inputs, shape (n, ...).
        y: targets, of the shape that the loss function expects.
        loss_fn: called as loss_fn(prediction, target), returns a tensor with one number.
        optimizer: made with this model's parameters; it changes them exactly once.

    Returns:
        The loss of this forward pass, so before the step, as a Python float.
    """
    # TODO: your code here
    raise NotImplementedError("train_one_epoch")


# %% [markdown]
# ## The loss curve
#
# *5 points · about 8 minutes*
#
# One epoch is one step down the hill. A list of losses, one per epoch, is the hill's profile, and
# the first thing an engineer looks at: it should fall fast, then flatten. A flat line means that
# nothing learns. A line that swings wildly means steps that are too long, or gradients that
# nobody zeroed.
#
# For 3 epochs the list might read `[0.62, 0.61, 0.59]`: the first entry belongs to the untouched
# model.


# %% task="loss_curve" points=5 minutes=8 needs="train_one_epoch"
def loss_curve(
    model: nn.Module, X: Tensor, y: Tensor, loss_fn: nn.Module, optimizer: Optimizer, epochs: int
) -> list[float]:
    """Train for some epochs, all of X as one batch each time, and note the loss of each.

    Args:
        model, X, y, loss_fn, optimizer: as in train_one_epoch.
        epochs: number of epochs, at least 1; each one makes one step of this optimizer.

    Returns:
        One Python float per epoch: the loss before that epoch's step.
    """
    # TODO: your code here
    raise NotImplementedError("loss_curve")


# %% [markdown]
# ## Measure
#
# *7 points · about 10 minutes*
#
# Now the exam: the loss on data that the model did not learn from. A measurement must not change
# what it measures, so there are **two switches**, and they do different things:
#
# - `model.eval()` tells the layers: no Dropout, no new BatchNorm statistics;
# - `torch.inference_mode()` (or `torch.no_grad()`) tells autograd: record nothing.
#
# Neither replaces the other. A quick test for both: evaluate twice. Same answer?


# %% task="evaluate" points=7 minutes=10 changes="mode data"
def evaluate(model: nn.Module, X: Tensor, y: Tensor, loss_fn: nn.Module) -> float:
    """Measure the loss in evaluation mode, with gradients off, and change nothing.

    Args:
        model: any model; it may arrive in training mode.
        X: inputs, shape (n, ...).
        y: targets, of the shape that the loss function expects.
        loss_fn: called as loss_fn(prediction, target), returns a tensor with one number.

    Returns:
        The loss as a Python float. Parameters, their gradients and running statistics stay as
        they were, and parameters still learn. The model may stay in evaluation mode, but one that
        arrived in it is not put in training mode.
    """
    # TODO: your code here
    raise NotImplementedError("evaluate")


# %% [markdown]
# ## Fit
#
# *12 points · about 20 minutes*
#
# Put it together: train for many epochs, look at both losses now and then. Training loss alone
# can lie (a model may learn its data by heart); the gap between the two tells the truth.
#
# Our loss is the mean absolute error, `nn.L1Loss`: "on average, 0.02 too high or too low". The
# optimiser is stochastic gradient descent. With `momentum` it keeps a memory of earlier steps,
# like a ball that rolls downhill, and so one optimiser must live through all epochs.
#
# `epochs=50, log_every=20` notes epochs 0, 20 and 40.


# %% task="fit" points=12 minutes=20 needs="train_one_epoch evaluate"
def fit(
    model: nn.Module,
    X_train: Tensor,
    y_train: Tensor,
    X_test: Tensor,
    y_test: Tensor,
    epochs: int = 300,
    lr: float = 0.01,
    log_every: int = 20,
    momentum: float = 0.0,
) -> dict[str, list[float]]:
    """Train a model with nn.L1Loss and torch.optim.SGD, and keep a log.

    Args:
        model: trained in place, one step with all training data per epoch.
        X_train, y_train: training data; the targets have the shape of the predictions.
        X_test, y_test: test data, only ever measured.
        epochs: number of epochs, counted from 0.
        lr, momentum: for the optimiser.
        log_every: epochs 0, log_every, 2 * log_every, ... are noted.

    Returns:
        {"epoch": [...], "train_loss": [...], "test_loss": [...]}, three lists of equal length:
        the epoch's number, the training loss before its step, the test loss after its step.
    """
    # TODO: your code here
    raise NotImplementedError("fit")


# %% [markdown]
# ## Predict
#
# *5 points · about 8 minutes*
#
# Three rules whenever a trained model answers a question: evaluation mode, gradients off, model
# and data on the same device. The result goes back to the CPU, where plots and NumPy live.


# %% task="predict" points=5 minutes=8 changes="mode"
def predict(model: nn.Module, X: Tensor) -> Tensor:
    """Return what the model predicts for X.

    Args:
        model: any model; it may arrive in training mode.
        X: inputs, shape (n, ...), on the model's device.

    Returns:
        The model's output, a tensor on the CPU that carries no gradient history. The same
        question gets the same answer every time, and the model's numbers stay as they were.
    """
    # TODO: your code here
    raise NotImplementedError("predict")


# %% [markdown]
# ## Save
#
# *4 points · about 6 minutes*
#
# What did hours of training buy you? A few named tensors: the `state_dict`. Save those, not the
# model object. A pickled object needs the very same code to come back to life, and it can carry
# code of its own, which is why PyTorch refuses to open one by default.
#
# The usual file endings are `.pt` and `.pth`.


# %% task="save_weights" points=4 minutes=6
def save_weights(model: nn.Module, path: str | Path) -> Path:
    """Save the model's state_dict to a file.

    Args:
        model: any model.
        path: file to write, such as "models/line.pt"; folders that are missing are made.

    Returns:
        The path of the file, as a pathlib.Path.
    """
    # TODO: your code here
    raise NotImplementedError("save_weights")


# %% [markdown]
# ## Load
#
# *7 points · about 12 minutes*
#
# The way back: build a fresh model, which starts out random, and pour the saved numbers into it.
#
# Two traps. A file saved on a GPU remembers that GPU, so say where the tensors should go *while*
# you load (`map_location`). And a file that does not belong to this model must fail loudly: a
# model that quietly keeps its random numbers is far worse than an error.


# %% task="load_weights" points=7 minutes=12
def load_weights(
    model_cls: type[nn.Module], path: str | Path, device: str | torch.device = "cpu"
) -> nn.Module:
    """Build a model and fill it with saved weights.

    Args:
        model_cls: called without arguments, gives a fresh model.
        path: file with a state_dict, saved on any device.
        device: where the model shall live.

    Returns:
        The model with the saved weights, on the device, in evaluation mode.

    Raises:
        RuntimeError: the names or shapes in the file are not those of the model (load_state_dict
            raises it unless told otherwise).
    """
    # TODO: your code here
    raise NotImplementedError("load_weights")


# %% [markdown]
# ## Let PyTorch hold the numbers
#
# *4 points · about 8 minutes*
#
# Nobody writes `nn.Parameter` by hand for long. `nn.Linear` is the line you built, ready-made,
# for any number of inputs and outputs: its `weight` and `bias` are parameters already, and
# `.to(device)` moves them. Nothing in a model should name a device: the caller chooses it.
#
# Then train this one with the functions you have. Not a line of them needs to change.


# %% task="LinearRegressionV2" points=4 minutes=8
class LinearRegressionV2(nn.Module):
    """The same model with a layer instead of bare parameters, for any device.

    ``linear_layer`` is an nn.Linear from in_features to out_features. Called with x, shape
    (n, in_features), the model returns the layer's output, shape (n, out_features).
    """

    def __init__(self, in_features: int = 1, out_features: int = 1) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("LinearRegressionV2")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("LinearRegressionV2")
