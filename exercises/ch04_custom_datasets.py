# Chapter 04: edit this file. Write your code where it says TODO, then run
#     autograder check 04
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch04_custom_datasets.py by `autograder build`.

# %% [markdown]
# # 04 · Custom datasets
#
# So far somebody else had packed the data. Now you hold folders of pictures: pizza, steak and
# sushi, one folder each. In real life some are huge, some are grey, and one does not open at all.
# Getting all that into a model is a skill of its own.
#
# You unpack a zip, turn folders into labels and files into tensors, train a small network on
# them, read its loss curves like a doctor reads a chart, and ask it about a picture of your own.

# %%
import statistics
import zipfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision import datasets, transforms

# %% [markdown]
# ## Unpack the data
#
# *7 points · about 12 minutes*
#
# Data sets travel as zip files, and three things go wrong. A download that failed leaves a **web
# page** with a zip's name. A first attempt that was interrupted leaves an **empty folder**, and
# whoever only asks "is the folder there?" never repairs it. And a zip made by somebody nasty holds
# a name such as `../../.bashrc`, which climbs out of the folder you chose.


# %% task="unpack" points=7 minutes=12 changes="files"
def unpack(zip_path: str | Path, dest: str | Path, overwrite: bool = False) -> Path:
    """Unpack a zip file into the folder dest, unless dest has something in it already.

    Args:
        zip_path: the zip file.
        dest: the folder; made if it is not there. One that is there but empty is filled.
        overwrite: unpack even if dest holds files; files of the same name are replaced, others
            stay.

    Returns:
        dest as a Path.

    Raises:
        ValueError: the file is no zip (the message names it), or a name in the zip leads out of
            dest with ".."; nothing is unpacked then.
    """
    # TODO: your code here
    raise NotImplementedError("unpack")


# %% [markdown]
# ## Folders are labels
#
# *5 points · about 8 minutes*
#
# Nobody typed a list of labels: a picture in the folder `sushi` *is* sushi. A network wants
# numbers, so the names are sorted and counted from 0. Sorted, because the order in which a disk
# lists its folders differs from machine to machine: your pizza would be my steak.
#
# For folders `steak`, `pizza`, `sushi` and a stray file `notes.txt`:
# `["pizza", "steak", "sushi"]` and `{"pizza": 0, "steak": 1, "sushi": 2}`.


# %% task="find_classes" points=5 minutes=8
def find_classes(directory: str | Path) -> tuple[list[str], dict[str, int]]:
    """Find the classes of a folder that has one folder per class.

    Args:
        directory: the folder; files directly in it are no classes, nor are folders deeper down.

    Returns:
        The sorted class names, and a dict from each name to its index from 0.

    Raises:
        FileNotFoundError: there is no such folder, or it has no folder in it.
    """
    # TODO: your code here
    raise NotImplementedError("find_classes")


# %% [markdown]
# ## A dataset of your own
#
# *9 points · about 20 minutes*
#
# A `Dataset` makes two promises: `len(dataset)` is the number of samples, `dataset[i]` is sample
# number `i`. Whoever keeps both gets batches, shuffling and worker processes from `DataLoader`.
#
# The art is to be lazy. Note the *paths* when the dataset is made and open a picture only when it
# is asked for: a million photos do not fit into memory, a million paths do. And a broken picture
# then spoils its own sample, not the whole set.


# %% task="ImageFolderCustom" points=9 minutes=20 needs="find_classes"
class ImageFolderCustom(Dataset[tuple[Any, int]]):
    """Pictures in one folder per class: targ_dir/<class>/<name>.jpg.

    Attributes: paths (list of Path, one per sample), transform, classes and class_to_idx (as
    find_classes gives them). dataset[i] is a tuple of picture number i, opened now and not
    before, and its class index as an int. The picture has been through transform; without one it
    is what Pillow opened. An index past the end raises IndexError.
    """

    def __init__(
        self, targ_dir: str | Path, transform: Callable[[Image.Image], Any] | None = None
    ) -> None:
        # TODO: your code here
        raise NotImplementedError("ImageFolderCustom")

    def __len__(self) -> int:
        # TODO: your code here
        raise NotImplementedError("ImageFolderCustom")

    def __getitem__(self, index: int) -> tuple[Any, int]:
        # TODO: your code here
        raise NotImplementedError("ImageFolderCustom")


# %% [markdown]
# ## Transforms
#
# *7 points · about 12 minutes*
#
# A network eats tensors of one size: float32, `(colour, height, width)`, values from 0 to 1. A
# transform gets a picture there.
#
# For training there is a second use. Flip a pizza, tilt it, change its light: still a pizza, but
# new to the network. **Augmentation** makes 225 pictures feel like thousands. It is for training
# alone. Test pictures stay as they are, or every measurement would give another number.


# %% task="train_transform" points=7 minutes=12
def train_transform(size: int, augment: bool = True) -> Callable[[Image.Image], Tensor]:
    """Make the transform for training: colour picture in, tensor out.

    Args:
        size: height and width of the result; the whole picture is squeezed into this square.
        augment: change each picture at random (flips, TrivialAugmentWide or others of your
            choice), anew at each call; if False, do what test_transform does.

    Returns:
        A callable: a Pillow picture in mode RGB, of any size, becomes float32 of shape
        (3, size, size) with values in [0, 1].
    """
    # TODO: your code here
    raise NotImplementedError("train_transform")


def test_transform(size: int) -> Callable[[Image.Image], Tensor]:
    """Make the transform for testing: the same form of result, and nothing random."""
    # TODO: your code here
    raise NotImplementedError("train_transform")


# %% [markdown]
# ## Loaders
#
# *9 points · about 12 minutes*
#
# Now batches. `torchvision.datasets.ImageFolder` does what your class did, and more: it reads
# `.png` and `.jpeg`, turns grey and see-through pictures into colour, and complains about a class
# without pictures. Use it, or your own.
#
# Files on a disk are sorted by class. Without shuffling, the first batches are all pizza, the last
# all sushi, and the model keeps forgetting. Leave `num_workers` at 0 unless you know that more
# helps: on Windows and in notebooks, worker processes are the classic reason why nothing moves.


# %% task="make_image_loaders" points=9 minutes=12
def make_image_loaders(
    train_dir: str | Path,
    test_dir: str | Path,
    train_transform: Callable[[Image.Image], Tensor],
    test_transform: Callable[[Image.Image], Tensor],
    batch_size: int = 32,
    num_workers: int = 0,
) -> tuple[DataLoader[Any], DataLoader[Any], list[str]]:
    """Make the loaders for training and test pictures.

    Args:
        train_dir, test_dir: each holds one folder per class, with .jpg, .jpeg and .png pictures,
            some of them grey or with transparency.
        train_transform, test_transform: get a Pillow picture in mode RGB, and what they return is
            what the loader of their folder gives.
        batch_size, num_workers: for both loaders.

    Returns:
        The training loader, which shuffles anew each epoch, the test loader, which keeps one
        order, and the sorted class names. No picture is left out.

    Raises:
        FileNotFoundError: a folder is not there, has no classes, or a class has no picture (the
            message names it).
        ValueError: the two folders have different classes.
    """
    # TODO: your code here
    raise NotImplementedError("make_image_loaders")


# %% [markdown]
# ## TinyVGG
#
# *8 points · about 15 minutes*
#
# An old friend from chapter 03, for pictures of 64x64. Two blocks of
# `Conv2d`, `ReLU`, `Conv2d`, `ReLU`, `MaxPool2d`, then `Flatten` and one `Linear` layer. All
# kernels are 3x3; pooling halves height and width.
#
# How many numbers does `Linear` get? Do not guess: push one made-up picture through the blocks and
# read the shape. With `padding=1` a block turns 64 into 32 and then 16, without it into 30 and 13.
# Both are fine.


# %% task="TinyVGG" points=8 minutes=15
class TinyVGG(nn.Module):
    """Two blocks of two 3x3 convolutions each, and a linear layer, for pictures of 64x64.

    Args of the class: input_shape (colour channels of a picture), hidden_units (channels of each
    convolution), output_shape (number of classes). Called with (n, input_shape, 64, 64), the model
    returns logits, (n, output_shape): any numbers, neither squashed nor clipped.
    """

    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("TinyVGG")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("TinyVGG")


# %% [markdown]
# ## What is in there?
#
# *6 points · about 20 minutes*
#
# `torchinfo.summary` prints each layer with its output shape and its parameters. You can write
# that yourself: a **forward hook** is a function that a layer calls after each forward pass with
# `(layer, inputs, output)`. Hang one on every layer, push one picture through, take them all off.


# %% task="model_summary" points=6 minutes=20 changes="nothing"
def model_summary(model: nn.Module, input_size: Sequence[int]) -> list[dict[str, Any]]:
    """List the layers of a model in the order in which they are called.

    Args:
        model: has at least one parameter; each layer returns a tensor. It comes back as it was:
            in its mode, with its statistics and without hooks.
        input_size: shape of an input, batch dimension included, e.g. (1, 3, 64, 64).

    Returns:
        A dict for each call of a layer that has no layers inside: "name" (as in
        model.named_modules()), "type" (name of its class), "output_shape" (tuple) and "params"
        (number of its parameters, frozen or not, buffers aside). Parameters that an earlier entry has counted
        are not counted again, so the sum is the number of all parameters used.
    """
    # TODO: your code here
    raise NotImplementedError("model_summary")


# %% [markdown]
# ## One epoch of training
#
# *11 points · about 20 minutes*
#
# Chapter 01's five steps, once for each batch, and two numbers for the chart. Accuracy is the
# share of pictures whose largest logit is that of the right class.
#
# This chapter's functions take no device: ask the model where it lives and send each batch there.
# (The course's own functions read a global `device`. If you bring them along, bring its line
# `device = "cuda" if torch.cuda.is_available() else "cpu"` too.)


# %% task="train_step" points=11 minutes=20
def train_step(
    model: nn.Module, dataloader: DataLoader[Any], loss_fn: nn.Module, optimizer: Optimizer
) -> tuple[float, float]:
    """Train a model for one epoch, in training mode: five steps for each batch.

    Args:
        model: returns logits (n, classes); it may arrive in evaluation mode.
        dataloader: gives batches of inputs and class numbers; the last may be smaller.
        loss_fn: called as loss_fn(logits, labels), returns a tensor with one number.
        optimizer: made with this model's parameters.

    Returns:
        Loss and accuracy (0 to 1) as Python floats, both from the forward passes before each step:
        the mean over the batches, as in the course. The mean over all samples is right as well.
    """
    # TODO: your code here
    raise NotImplementedError("train_step")


# %% [markdown]
# ## One look at the test set
#
# *9 points · about 10 minutes*
#
# The same two numbers for data that the model does not learn from. Both switches, as ever:
# evaluation mode for the layers, no gradients for autograd. A measurement changes nothing.


# %% task="test_step" points=9 minutes=10 changes="mode"
def test_step(
    model: nn.Module, dataloader: DataLoader[Any], loss_fn: nn.Module
) -> tuple[float, float]:
    """Measure loss and accuracy of a model in evaluation mode, with gradients off.

    Args:
        model, dataloader, loss_fn: as in train_step.

    Returns:
        Loss and accuracy (0 to 1) as Python floats, averaged as in train_step. The model's
        numbers stay as they were and still learn; it may stay in evaluation mode.
    """
    # TODO: your code here
    raise NotImplementedError("test_step")


# %% [markdown]
# ## Train
#
# *10 points · about 12 minutes*
#
# Many epochs, and a record of each. In every epoch first train, then test, so that both numbers of
# an epoch speak about the same moment.


# %% task="train" points=10 minutes=12 needs="train_step test_step"
def train(
    model: nn.Module,
    train_dataloader: DataLoader[Any],
    test_dataloader: DataLoader[Any],
    optimizer: Optimizer,
    loss_fn: nn.Module,
    epochs: int = 5,
) -> dict[str, list[float]]:
    """Train and test a model for some epochs and keep the results of each.

    Args:
        model, optimizer, loss_fn: as in train_step.
        train_dataloader, test_dataloader: the model learns from the first and never from the
            second.
        epochs: number of epochs; 0 leaves the model as it is.

    Returns:
        {"train_loss": [...], "train_acc": [...], "test_loss": [...], "test_acc": [...]}: lists of
        Python floats, one entry per epoch, the test after that epoch's training.
    """
    # TODO: your code here
    raise NotImplementedError("train")


# %% [markdown]
# ## Loss curves
#
# *5 points · about 10 minutes*
#
# Numbers hide what a picture shows at once. Two panels side by side: the losses left, the
# accuracies right, each for training and test.


# %% task="plot_loss_curves" points=5 minutes=10
def plot_loss_curves(results: dict[str, list[float]]) -> None:
    """Draw the curves of a training in a new figure with two panels.

    Args:
        results: as train returns them. The number of epochs may be any.

    The first panel has a line for train_loss and one for test_loss, the second for train_acc and
    test_acc, over the number of the epoch. Each panel has a legend and a title with the word
    "loss" or "accuracy". The figure stays pyplot's current one; what is returned is free.
    """
    # TODO: your code here
    raise NotImplementedError("plot_loss_curves")


# %% [markdown]
# ## Diagnosis
#
# *8 points · about 15 minutes*
#
# Three pictures to know by heart:
#
# - **underfitting**: the training loss hardly falls. The model has not learnt even its own data.
# - **overfitting**: the training loss falls on and on, but the test loss, after a good start, has
#   turned and climbs. The model learns its pictures by heart.
# - **ok**: both fall far and end near each other.
#
# How high a loss is tells little: guessing among K classes costs ln K, so 0.7 is nothing for two
# classes and brilliant for a thousand. Compare each curve with *itself*. And single epochs jump,
# so judge by several.


# %% task="diagnose" points=8 minutes=15
def diagnose(results: dict[str, list[float]]) -> str:
    """Say what the curves of a training show.

    Args:
        results: as train returns them, with 15 epochs or more and some noise. Losses may start
            anywhere between 0.5 and 8, and any single epoch may be an outlier.

    Returns:
        "underfitting" if the training loss keeps more than four fifths of its first value;
        "overfitting" if the training loss falls by more than half while the test loss ends more
        than a third above the lowest level it had reached; "ok" if both fall by more than half
        and end close to each other. You will only get clear cases.
    """

    # TODO: your code here
    raise NotImplementedError("diagnose")


# %% [markdown]
# ## Concept check
#
# *10 points · about 12 minutes*
#
# Eight questions on what you have just seen. Replace each `...` by a letter in quotes.
#
# **1.** After 20 epochs the training loss is almost where it began, and so is the test loss.
# - (a) overfitting
# - (b) underfitting
# - (c) the learning is done
#
# **2.** Which list holds three remedies against *underfitting*?
# - (a) more dropout; fewer hidden units; stop earlier
# - (b) shuffle the test set; augment the test set; a smaller test set
# - (c) more hidden units or layers; train for longer; a learning rate that suits
# - (d) delete half of the training pictures; smaller pictures; no shuffling
#
# **3.** Since epoch 8 the test loss rises while the training loss falls. What helps?
# - (a) more training pictures; augmentation; a simpler model or an earlier stop
# - (b) more layers; more epochs; a larger learning rate
# - (c) train on the test set; no validation; no plots
#
# **4.** Which pictures get random flips and tilts?
# - (a) training and test pictures, to be fair
# - (b) test pictures only, to make the exam hard
# - (c) none, they are for notebooks
# - (d) training pictures only
#
# **5.** Where does `ImageFolder` get its labels from?
# - (a) the names of the picture files
# - (b) the sorted names of the folders that the pictures are in
# - (c) a file labels.csv
#
# **6.** `ToTensor()` makes of a 600x400 photo (width 600, height 400) ...
# - (a) uint8 of shape (400, 600, 3), from 0 to 255
# - (b) float32 of shape (3, 600, 400), from 0 to 255
# - (c) float32 of shape (3, 400, 600), from 0 to 1
#
# **7.** Which method tells a `DataLoader` how to get sample number `i` of your dataset?
# - (a) `__getitem__`
# - (b) `__len__`
# - (c) `__call__`
# - (d) `__iter__`
#
# **8.** Before a photo of your own goes into a model, it needs the model's ...
# - (a) loss function and optimiser
# - (b) shape (with a batch dimension), data type and device
# - (c) label and file name

# %% task="concept_check" points=10 minutes=12
ANSWER_1 = ...
ANSWER_2 = ...
ANSWER_3 = ...
ANSWER_4 = ...
ANSWER_5 = ...
ANSWER_6 = ...
ANSWER_7 = ...
ANSWER_8 = ...

# %% [markdown]
# ## Experiment
#
# *10 points · about 25 minutes*
#
# Longer training? More hidden units? More pictures? Guessing is free, measuring is science: change
# **one** thing, keep the rest, compare. That takes a function that starts from scratch each time:
# a new model, a new optimiser *for that model*, the same seed.
#
# A share of the training set must be drawn at random. The files are sorted by class, so the first
# fifth of them is nothing but pizza.


# %% task="experiment" points=10 minutes=25 needs="TinyVGG train"
def experiment(
    train_set: Dataset[Any],
    test_set: Dataset[Any],
    hidden_units: int = 10,
    epochs: int = 5,
    frac: float = 1.0,
    seed: int = 42,
) -> dict[str, Any]:
    """Train a new TinyVGG on a share of a training set, and test it on the whole test set.

    Args:
        train_set, test_set: colour pictures (3, 64, 64) and class numbers, sorted by class;
            train_set.classes lists the class names.
        hidden_units: of the model.
        epochs: as in train; with 0 the model is returned as it starts.
        frac: share of the training set, in (0, 1]: int(frac * n) of its n pictures, drawn at
            random once, are all that the model sees.
        seed: for torch.manual_seed, so that the same call gives the same result.

    Returns:
        {"model": the trained model, "results": what train returned}. The loss is
        nn.CrossEntropyLoss, the optimiser Adam with a learning rate of 0.003, and a batch has 16
        pictures.
    """
    # TODO: your code here
    raise NotImplementedError("experiment")


# %% [markdown]
# ## Your own picture
#
# *8 points · about 12 minutes*
#
# A photo from a phone is large, sometimes grey, sometimes with transparency, and its pixels are
# whole numbers from 0 to 255. The model was raised on float32 from 0 to 1 with three colours.
# Feed it anything else and it stops with an error, or, worse, answers nonsense with confidence.


# %% task="load_image" points=8 minutes=12
def load_image(path: str | Path, size: int | None = None) -> Tensor:
    """Read a picture file as a model wants it.

    Args:
        path: a .jpg, .jpeg or .png file; it may be grey or have transparency.
        size: height and width of the result, into which the whole picture is squeezed; None
            leaves the picture's own size.

    Returns:
        float32, shape (3, height, width), values in [0, 1].

    Raises:
        ValueError: the file is no picture, or broken; the message names the file.
    """
    # TODO: your code here
    raise NotImplementedError("load_image")


# %% [markdown]
# ## Predict
#
# *10 points · about 15 minutes*
#
# Models eat batches, even of one: `(3, 64, 64)` becomes `(1, 3, 64, 64)`. Then mode, device, no
# gradients, and softmax *over the classes*, so that the probabilities of one picture sum to 1.


# %% task="predict_image" points=10 minutes=15 needs="load_image"
def predict_image(
    model: nn.Module,
    path: str | Path,
    class_names: Sequence[str] | None,
    transform: Callable[[Tensor], Tensor] | None = None,
    device: torch.device | str = "cpu",
) -> dict[str, Any]:
    """Ask a model what a picture shows.

    Args:
        model: returns logits (n, classes); it may arrive in training mode, on any device.
        path: of a picture, colour or grey, that load_image can read.
        class_names: by class number; None if there are none.
        transform: applied to the picture, float32 (3, height, width) in [0, 1], e.g. a Resize.
        device: where the model is to compute.

    Returns:
        "label": name of the class with the highest probability (without class_names its number, an
        int), "prob": its probability, a float, "probs": the list of all probabilities.
    """
    # TODO: your code here
    raise NotImplementedError("predict_image")


# %% [markdown]
# ## Predict and show
#
# *6 points · about 10 minutes*
#
# The grand finale: the picture, and above it what the model thinks. Matplotlib wants the colours
# last, `(height, width, 3)`; the model wants them first. Show it to somebody!


# %% task="pred_and_plot_image" points=6 minutes=10 changes="mode" needs="load_image predict_image"
def pred_and_plot_image(
    model: nn.Module,
    image_path: str | Path,
    class_names: Sequence[str] | None = None,
    transform: Callable[[Tensor], Tensor] | None = None,
    device: torch.device | str = "cpu",
) -> None:
    """Draw a picture on pyplot's current axes, titled with what a model sees in it.

    Args:
        model, image_path, class_names, transform, device: as in predict_image.

    The picture may be drawn before or after the transform. The title contains the name of the
    predicted class (without class_names its number) and then the probability, with two decimals or
    more, e.g. "Pred: sushi | Prob: 0.87". What is returned is free.
    """
    # TODO: your code here
    raise NotImplementedError("pred_and_plot_image")
