# Chapter 03: edit this file. Write your code where it says TODO, then run
#     autograder check 03
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch03_computer_vision.py by `autograder build`.

# %% [markdown]
# # 03 · Computer vision
#
# A picture is a block of numbers, and to a program it is nothing else: no sleeve, no collar, no
# shoe. In this chapter a network learns to see ten kinds of **garments** in 28 x 28 grey pixels.
#
# You meet the layer that made this work, the convolution, and, just as important, you turn the
# training loop into functions that you can trust. Everything later in the course calls functions
# like these. Then you do what engineers do after training: look the mistakes in the eye.

# %%
from collections.abc import Callable
from time import perf_counter
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


def accuracy_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """Share of right labels in percent, as in chapter 02."""
    return torch.eq(y_true, y_pred).sum().item() / len(y_pred) * 100


# %% [markdown]
# ## Concept check
#
# *12 points · about 15 minutes*
#
# Ten questions to warm up. For 7 and 8, play with the interactive page "CNN Explainer" first.
# Replace each `...` by a letter in quotes, such as `"a"`.
#
# **1.** Which problem is *not* one of computer vision?
# - (a) find cracked bottles on a conveyor belt, with a camera
# - (b) group holiday photographs by the people in them
# - (c) forecast tomorrow's sales of a bakery from a table
# - (d) mark the edge of a tumour in a scan
#
# **2.** A batch of 32 colour pictures, 64 pixels high and 48 wide, has in PyTorch the shape ...
# - (a) `(32, 64, 48, 3)`
# - (b) `(32, 3, 64, 48)`
# - (c) `(3, 32, 64, 48)`
# - (d) `(32, 3, 48, 64)`
#
# **3.** "Give every single pixel a label: road, car, tree." This is ...
# - (a) multi-class classification
# - (b) object detection
# - (c) segmentation
#
# **4.** A model overfits if ...
# - (a) it has learnt the training data by heart and does worse on data it has not seen
# - (b) it is bad on training data and test data alike
# - (c) its file is too large for the disk
# - (d) it takes too long to train
#
# **5.** Three cures for overfitting are ...
# - (a) a higher learning rate, more epochs, more layers
# - (b) more layers, larger pictures, smaller batches
# - (c) adding the test data to the training data, more epochs, a larger model
# - (d) more or augmented data, a simpler model, stopping earlier
#
# **6.** Training accuracy 61 %, test accuracy 60 %, and a person reaches 99 %. This model ...
# - (a) overfits
# - (b) underfits: it needs more capacity or more training
# - (c) is as good as it can be
#
# **7.** What does training change in a convolutional layer?
# - (a) the size of the picture
# - (b) which pixels are thrown away
# - (c) the step from window to window
# - (d) the numbers in its kernels, and its biases
#
# **8.** A layer of max pooling with windows of 2 x 2 ...
# - (a) has four weights for each channel
# - (b) keeps the largest number of each window and has no weights
# - (c) keeps the average of each window
#
# **9.** A network of linear layers flattens a picture first. What does it not know any more?
# - (a) which pixels are neighbours
# - (b) how bright each pixel is
# - (c) how many pixels there are
#
# **10.** A small model on small data trains no faster on a GPU than on a CPU. Why might that be?
# - (a) GPUs cannot multiply small matrices
# - (b) GPUs round more often
# - (c) moving data to the GPU and starting each of its jobs costs more time than is saved

# %% task="concept_check" points=12 minutes=15
ANSWER_1 = ...
ANSWER_2 = ...
ANSWER_3 = ...
ANSWER_4 = ...
ANSWER_5 = ...
ANSWER_6 = ...
ANSWER_7 = ...
ANSWER_8 = ...
ANSWER_9 = ...
ANSWER_10 = ...

# %% [markdown]
# ## Serve the data in batches
#
# *6 points · about 8 minutes*
#
# Thousands of pictures at once are too much for memory, and one step per epoch is too few. So a
# `DataLoader` serves **mini-batches**, 32 pictures at a time, and the model learns after each.
#
# Should it shuffle? For training, yes: files often lie sorted by class, and a model that has seen
# nothing but boots for a while believes in boots. For testing, no: the third prediction should
# belong to the third picture. Either way every picture is served once per epoch: 100 pictures in
# batches of 32 are four batches, and the last one has 4 pictures.


# %% task="make_loaders" points=6 minutes=8
def make_loaders(
    train_dataset: Dataset[Any], test_dataset: Dataset[Any], batch_size: int = 32
) -> tuple[DataLoader[Any], DataLoader[Any]]:
    """Make a loader for training and one for testing.

    Args:
        train_dataset: served in a new random order in every epoch.
        test_dataset: always served in its own order.
        batch_size: samples in a batch. Only the last batch of an epoch may have fewer, and no
            sample is left out.

    Returns:
        The training loader, the test loader.
    """
    # TODO: your code here
    raise NotImplementedError("make_loaders")


# %% [markdown]
# ## Version 0: the baseline
#
# *5 points · about 8 minutes*
#
# Start with the simplest model that could work, so that better ones have something to beat.
# `nn.Flatten` lays the rows of each picture end to end, (1, 28, 28) becomes 784, and two linear
# layers do the rest. The outputs are **logits**: any numbers at all, one for each class. No
# softmax at the end, because `nn.CrossEntropyLoss` has it built in.


# %% task="FashionMNISTModelV0" points=5 minutes=8
class FashionMNISTModelV0(nn.Module):
    """Flatten, a linear layer to hidden_units, a linear layer to output_shape, nothing else.

    Args:
        input_shape: values in one picture, 784 for (1, 28, 28).
        hidden_units: width between the two layers.
        output_shape: number of classes.

    Called with pictures, float32 of shape (n, ...), it returns logits, (n, output_shape).
    """

    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("FashionMNISTModelV0")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("FashionMNISTModelV0")


# %% [markdown]
# ## Version 1: bend the lines
#
# *5 points · about 6 minutes*
#
# Two linear layers in a row are one linear layer in disguise. Put a ReLU between them and the
# model can bend. (The course's model has a second ReLU, after the last layer. It is accepted
# here, but think about it: which logits can such a model never give?)


# %% task="FashionMNISTModelV1" points=5 minutes=6
class FashionMNISTModelV1(nn.Module):
    """Flatten, linear, ReLU, linear; a ReLU after the last layer is optional.

    Args:
        input_shape: values in one picture, 784 for (1, 28, 28).
        hidden_units: width between the two layers.
        output_shape: number of classes.

    Called with pictures, float32 of shape (n, ...), it returns one number for each class,
    (n, output_shape).
    """

    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("FashionMNISTModelV1")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("FashionMNISTModelV1")


# %% [markdown]
# ## What a convolution does to a size
#
# *5 points · about 10 minutes*
#
# A convolution slides a small window, its **kernel**, over the picture and notes one number for
# each place. How many places are there in a row of 28 pixels for a kernel of 3? It can start at
# pixel 0, 1, ... up to 25: that makes 26.
#
# - `padding` adds that many pixels on *either* side before anything else happens;
# - `stride` is the length of each step, and a step that does not fit any more is not taken;
# - `dilation` pulls the window apart: with 2 it looks at every second pixel, so a kernel of 3
#   stretches over 5.
#
# Pooling follows the same rule. Its stride is usually as long as its window.


# %% task="conv2d_out" points=5 minutes=10
def conv2d_out(size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Height (or width) of what nn.Conv2d or nn.MaxPool2d returns.

    Args:
        size: height (or width) of the input; at least as large as the window.
        kernel, stride, padding, dilation: as for nn.Conv2d.

    Returns:
        The number of places for the window, an int. conv2d_out(28, 3) is 26, and
        conv2d_out(5, 2, stride=2) is 2.
    """
    # TODO: your code here
    raise NotImplementedError("conv2d_out")


# %% [markdown]
# ## Version 2: a convolutional network
#
# *8 points · about 20 minutes*
#
# TinyVGG, the network of the CNN Explainer page. Twice the same block:
#
# > convolution 3 x 3, ReLU, convolution 3 x 3, ReLU, max pooling 2 x 2
#
# and then flatten and one linear layer. Every convolution has padding 1 and `hidden_units` output
# channels, so pictures keep their size until the pooling halves it: 28, 14, 7. That leaves
# `hidden_units * 7 * 7` numbers for the linear layer. With 10 hidden units and 10 classes there
# are 7740 parameters, fewer than in version 0. Count yours!


# %% task="FashionMNISTModelV2" points=8 minutes=20
class FashionMNISTModelV2(nn.Module):
    """TinyVGG for pictures of 28 x 28 pixels.

    Args:
        input_shape: channels of a picture, 1 for grey.
        hidden_units: channels after each of the four convolutions.
        output_shape: number of classes.

    Called with pictures, float32 of shape (n, input_shape, 28, 28), it returns logits,
    (n, output_shape).
    """

    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("FashionMNISTModelV2")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("FashionMNISTModelV2")


# %% [markdown]
# ## Let the network count
#
# *6 points · about 12 minutes*
#
# Who wants to calculate 7 x 7 for every new picture size? Push one fake picture through the
# layers and look at what comes out. Leave no trace: layers such as BatchNorm take notes on all
# that they see in training mode, and a fake picture should not be in their notes.


# %% task="flat_features" points=6 minutes=12 changes="nothing"
def flat_features(module: nn.Module, in_shape: tuple[int, int, int]) -> int:
    """How many numbers a module makes of one picture.

    Args:
        module: layers for float32 pictures, in training or evaluation mode, on the CPU.
        in_shape: channels, height and width of a picture, without a batch dimension.

    Returns:
        The number of values in the module's output for one picture. The module is afterwards
        what it was: parameters, running statistics, training or evaluation mode.
    """
    # TODO: your code here
    raise NotImplementedError("flat_features")


# %% [markdown]
# ## TinyVGG for any picture
#
# *6 points · about 12 minutes*
#
# The same network once more, for colour and for any size. Where a side is odd, pooling drops the
# last pixel: 30, 15, 7. With 3 channels, 10 hidden units, 3 classes and 64 pixels you have 10 693
# parameters, and you will meet this very model again in chapter 04.


# %% task="TinyVGG" points=6 minutes=12 needs="flat_features"
class TinyVGG(nn.Module):
    """The layers of FashionMNISTModelV2, for square pictures of any size.

    Args:
        input_shape: channels of a picture, 3 for colour.
        hidden_units: channels after each of the four convolutions, all with padding 1.
        output_shape: number of classes.
        image_size: height and width of a picture, at least 4.

    Called with pictures, float32 of shape (n, input_shape, image_size, image_size), it returns
    logits, (n, output_shape).
    """

    def __init__(
        self, input_shape: int, hidden_units: int, output_shape: int, image_size: int = 28
    ) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("TinyVGG")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("TinyVGG")


# %% [markdown]
# ## One epoch of training
#
# *12 points · about 20 minutes*
#
# Your five steps of chapter 01, now once for **every batch**. Three things are new:
#
# - a batch arrives on the CPU and has to move to the device. Modules move in place, but
#   `X.to(device)` gives you a *new* tensor, and the labels have to move as well;
# - the loss of the epoch is the mean of the batches' losses, and so is the accuracy;
# - `accuracy_fn` compares labels, so turn logits into labels first.
#
# Start with `model.train()`. The course's version leaves it out and is accepted here, but you
# will need it soon.


# %% task="train_step" points=12 minutes=20
def train_step(
    model: nn.Module,
    data_loader: DataLoader[Any],
    loss_fn: nn.Module,
    optimizer: torch.optim.Optimizer,
    accuracy_fn: Callable[[Tensor, Tensor], float],
    device: str | torch.device = "cpu",
) -> tuple[float, float]:
    """Train for one epoch: the five steps for each batch of the loader.

    Args:
        model: gives logits (n, classes); comes in training mode, on the device.
        data_loader: gives batches of inputs (n, ...), floats, and class numbers (n,), int64, all
            on the CPU.
        loss_fn: called as loss_fn(logits, class numbers).
        optimizer: made with this model's parameters.
        accuracy_fn: called as accuracy_fn(y_true, y_pred) with two tensors of class numbers.
        device: where to compute.

    Returns:
        Loss and accuracy, two Python numbers: the mean over all batches. (A mean over all samples
        is right, too, and so is printing the two, as the course does, instead of returning them.)
    """
    # TODO: your code here
    raise NotImplementedError("train_step")


# %% [markdown]
# ## One epoch of testing
#
# *9 points · about 12 minutes*
#
# The same walk over the batches without learning: evaluation mode, gradients off. Divide at the
# end, or your loss grows with the number of batches: a loss of 197 is a sum that nobody divided.


# %% task="test_step" points=9 minutes=12 changes="mode parameters"
def test_step(
    data_loader: DataLoader[Any],
    model: nn.Module,
    loss_fn: nn.Module,
    accuracy_fn: Callable[[Tensor, Tensor], float],
    device: str | torch.device = "cpu",
) -> tuple[float, float]:
    """Measure loss and accuracy in evaluation mode, with gradients off, and change nothing.

    The model may stay in evaluation mode, but one that came in it is not put in training mode.

    Args:
        data_loader: gives batches of inputs (n, ...), floats, and class numbers (n,), int64, all
            on the CPU.
        model: gives logits (n, classes); may come in training mode, and is on the device.
        loss_fn: called as loss_fn(logits, class numbers).
        accuracy_fn: called as accuracy_fn(y_true, y_pred) with two tensors of class numbers.
        device: where to compute.

    Returns:
        Loss and accuracy, two Python numbers: the mean over all batches. (A mean over all samples
        is right, too, and so is printing the two, as the course does, instead of returning them.)
    """
    # TODO: your code here
    raise NotImplementedError("test_step")


# %% [markdown]
# ## A result to keep
#
# *7 points · about 10 minutes*
#
# You will train several models, so note each result together with the model's name, as a dict of
# plain values that goes into a table, a file or a plot.


# %% task="eval_model" points=7 minutes=10
def eval_model(
    model: nn.Module,
    data_loader: DataLoader[Any],
    loss_fn: nn.Module,
    accuracy_fn: Callable[[Tensor, Tensor], float],
    device: str | torch.device = "cpu",
) -> dict[str, Any]:
    """Measure a model and say which one it was.

    Args:
        model, data_loader, loss_fn, accuracy_fn, device: as in test_step.

    Returns:
        {"model_name": the name of the model's class, "model_loss": ..., "model_acc": ...}, the
        last two as Python numbers: means over all batches (or over all samples).
    """
    # TODO: your code here
    raise NotImplementedError("eval_model")


# %% [markdown]
# ## Exact numbers
#
# *7 points · about 12 minutes*
#
# The mean over batches has a flaw. With 75 test pictures in batches of 32 the last batch holds 11,
# and each of those 11 counts three times as much as any other. The course once reports 0.8561
# where 65 of 75 right answers are 0.8667. Change the batch size and such a "result" changes.
#
# Weigh each batch by its number of samples, and it does not.


# %% task="exact_metrics" points=7 minutes=12 changes="mode parameters"
def exact_metrics(
    model: nn.Module,
    data_loader: DataLoader[Any],
    loss_fn: nn.Module,
    device: str | torch.device = "cpu",
) -> tuple[float, float]:
    """Measure loss and accuracy as if all samples came in one batch.

    Args:
        model: gives logits (n, classes); may come in training mode, and is on the device.
        data_loader: gives batches of any sizes, otherwise as in test_step.
        loss_fn: called as loss_fn(logits, class numbers), gives the mean over a batch.
        device: where to compute.

    Returns:
        The mean loss of all samples and the share of right answers among all samples in percent,
        two Python numbers. The model is only measured, as in test_step.
    """
    # TODO: your code here
    raise NotImplementedError("exact_metrics")


# %% [markdown]
# ## Epoch after epoch
#
# *9 points · about 12 minutes*
#
# Train, measure, train, measure. Here waits the trap announced above: measuring leaves the model
# in evaluation mode. If nobody switches back, Dropout and BatchNorm are off from the second epoch
# on, no error tells you, and the model is just a bit worse than it could be.


# %% task="train_epochs" points=9 minutes=12 needs="train_step eval_model"
def train_epochs(
    model: nn.Module,
    train_loader: DataLoader[Any],
    test_loader: DataLoader[Any],
    loss_fn: nn.Module,
    optimizer: torch.optim.Optimizer,
    accuracy_fn: Callable[[Tensor, Tensor], float],
    epochs: int,
    device: str | torch.device = "cpu",
) -> list[dict[str, Any]]:
    """Train for some epochs, always in training mode, and measure after each of them.

    Args:
        model: trained in place; it may come in evaluation mode.
        train_loader: the data to learn from, all of it once per epoch.
        test_loader: the data to measure on, never to learn from.
        loss_fn, optimizer, accuracy_fn, device: as in train_step.
        epochs: number of epochs, at least 1.

    Returns:
        What eval_model says about the test data after each epoch, one dict per epoch.
    """
    # TODO: your code here
    raise NotImplementedError("train_epochs")


# %% [markdown]
# ## How long does it take?
#
# *5 points · about 10 minutes*
#
# Accuracy is not everything. Two traps when you time things:
#
# - a GPU works while your program runs on. "Launched" is not "finished": if there is a GPU
#   (`torch.cuda.is_available()`), wait for it (`torch.cuda.synchronize()`) before you read the
#   clock;
# - `time.time()` is the clock on the wall, and somebody may set it. For durations there is
#   `time.perf_counter()`, which only ever goes forward.


# %% task="time_training" points=5 minutes=10
def time_training(fn: Callable[[], Any]) -> tuple[Any, float]:
    """Call a function once and measure how long its work takes.

    Args:
        fn: called without arguments; may start work on a GPU.

    Returns:
        What fn returned, and the seconds it took as a float, including the time until a GPU has
        finished all work that was started.
    """

    # TODO: your code here
    raise NotImplementedError("time_training")


# %% [markdown]
# ## Who wins?
#
# *4 points · about 6 minutes*
#
# Line the models up. Best accuracy first, and where two are equally good, the faster one is the
# better one.


# %% task="compare" points=4 minutes=6 changes="nothing"
def compare(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort results of several models, the best one first.

    Args:
        results: dicts with "model_name", "model_loss", "model_acc" and "train_seconds"; the list
            stays as it is.

    Returns:
        The same dicts in a new list, by falling accuracy; of equal ones the fastest first. (A
        pandas DataFrame with these rows is right, too.)
    """
    # TODO: your code here
    raise NotImplementedError("compare")


# %% [markdown]
# ## Predict single pictures
#
# *8 points · about 15 minutes*
#
# Models eat batches, even batches of one: a picture of shape (1, 28, 28) needs one more dimension
# in front. Logits become probabilities by softmax over the **classes**. Sum your probabilities
# along each axis to see whether you took the right one.


# %% task="make_predictions" points=8 minutes=15
def make_predictions(
    model: nn.Module, data: list[Tensor], device: str | torch.device = "cpu"
) -> Tensor:
    """Return class probabilities for some pictures.

    Args:
        model: gives logits (n, classes); may come in training mode, and is on the device.
        data: at least one picture, floats of shape (channels, height, width), on the CPU.
        device: where to compute.

    Returns:
        Probabilities, floats of shape (number of pictures, classes), on the CPU, without gradient
        history.
        Each row sums to 1, and belongs to its picture alone.
    """
    # TODO: your code here
    raise NotImplementedError("make_predictions")


# %% [markdown]
# ## The worst mistakes
#
# *6 points · about 12 minutes*
#
# An accuracy of 88 % hides what the other 12 % look like. The most telling mistakes are those that
# the model was **surest** of: either it has learnt nonsense, or the label is wrong. Look at them
# and decide whose fault it is.


# %% task="worst_mistakes" points=6 minutes=12
def worst_mistakes(probs: Tensor, targets: Tensor, k: int) -> list[int]:
    """Find the wrong predictions that the model was surest of.

    Args:
        probs: class probabilities, floats of shape (n, classes); the largest of a row is the
            prediction.
        targets: the true classes, int64, shape (n,).
        k: how many to return at most.

    Returns:
        Indices of wrong predictions as Python ints, by falling probability of the predicted
        class; equal ones in the order of the data. Fewer than k if there are not so many.
    """
    # TODO: your code here
    raise NotImplementedError("worst_mistakes")


# %% [markdown]
# ## The confusion matrix
#
# *6 points · about 12 minutes*
#
# Who is taken for whom? Row `t`, column `p` counts the pictures of class `t` that were taken for
# class `p`. A perfect model has numbers on the diagonal alone. With 3 classes, targets
# `[0, 0, 1, 2]` and predictions `[0, 1, 1, 1]` give
#
# | | 0 | 1 | 2 |
# |---|---|---|---|
# | **0** | 1 | 1 | 0 |
# | **1** | 0 | 1 | 0 |
# | **2** | 0 | 1 | 0 |
#
# The targets must be in the order of the predictions: this is why the test loader never shuffles.


# %% task="confusion_matrix" points=6 minutes=12
def confusion_matrix(preds: Tensor, targets: Tensor, num_classes: int) -> Tensor:
    """Count how often each class is taken for each class.

    Args:
        preds: predicted classes, int64, shape (n,).
        targets: true classes, int64, shape (n,).
        num_classes: number of classes, also of those that never occur.

    Returns:
        Counts, int64, shape (num_classes, num_classes): rows are true classes, columns predicted.
    """
    # TODO: your code here
    raise NotImplementedError("confusion_matrix")


# %% [markdown]
# ## All together: read handwriting
#
# *10 points · about 20 minutes*
#
# The final piece is yours from start to end: a model that reads handwritten digits of 8 x 8
# pixels. You get pictures and labels; build a `TinyVGG`, make a loader, choose an optimiser and
# train. The grader has kept some hundred digits back and counts how many your model gets right.
#
# Adam with a learning rate of 0.005, batches of 32 and 8 epochs are a good start. Seed torch with
# `seed` before you build the model, so that the same call gives the same model again.


# %% task="train_digits" points=10 minutes=20 needs="TinyVGG train_step"
def train_digits(X: Tensor, y: Tensor, seed: int = 42) -> nn.Module:
    """Train a network to read digits.

    Args:
        X: pictures, float32 of shape (n, 1, 8, 8), values from 0 to 1.
        y: the digits, int64 of shape (n,), 0 to 9.
        seed: decides all that is random.

    Returns:
        A trained TinyVGG(1, 16, 10, image_size=8), on the CPU. Called with pictures it gives logits
        (n, 10). With about 1000 pictures to learn from, it reads at least 75 % of unseen digits.
    """
    # TODO: your code here
    raise NotImplementedError("train_digits")
