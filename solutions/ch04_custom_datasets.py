# %% [markdown] concepts="ImageFolder and your own Dataset, transforms, augmentation, loss curves, overfitting"
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
# Data sets travel as zip files, and three things go wrong. A download that failed leaves a **web
# page** with a zip's name. A first attempt that was interrupted leaves an **empty folder**, and
# whoever only asks "is the folder there?" never repairs it. And a zip made by somebody nasty holds
# a name such as `../../.bashrc`, which climbs out of the folder you chose.


# %% task="unpack" points=7 minutes=12 changes="files" concept="downloads and zip files"
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
    ### BEGIN SOLUTION
    dest = Path(dest)
    if dest.is_dir() and any(dest.iterdir()) and not overwrite:
        return dest
    if not zipfile.is_zipfile(zip_path):
        raise ValueError(f"{zip_path} is no zip file. Perhaps the page of a failed download?")
    with zipfile.ZipFile(zip_path) as archive:
        for name in archive.namelist():
            if not (dest / name).resolve().is_relative_to(dest.resolve()):
                raise ValueError(f"{zip_path}: {name} would be written outside {dest}")
        archive.extractall(dest)
    return dest
    ### END SOLUTION


# %% explore
from autograder import data

image_path = data.food_folder(percent=10)  # a tenth of the pictures: 225 for training, 75 for tests
for folder in sorted(image_path.glob("*/*")):
    print(folder.relative_to(image_path), len(list(folder.glob("*.jpg"))), "pictures")

# %% [markdown]
# ## Folders are labels
#
# Nobody typed a list of labels: a picture in the folder `sushi` *is* sushi. A network wants
# numbers, so the names are sorted and counted from 0. Sorted, because the order in which a disk
# lists its folders differs from machine to machine: your pizza would be my steak.
#
# For folders `steak`, `pizza`, `sushi` and a stray file `notes.txt`:
# `["pizza", "steak", "sushi"]` and `{"pizza": 0, "steak": 1, "sushi": 2}`.


# %% task="find_classes" points=5 minutes=8 concept="classes from folders"
def find_classes(directory: str | Path) -> tuple[list[str], dict[str, int]]:
    """Find the classes of a folder that has one folder per class.

    Args:
        directory: the folder; files directly in it are no classes, nor are folders deeper down.

    Returns:
        The sorted class names, and a dict from each name to its index from 0.

    Raises:
        FileNotFoundError: there is no such folder, or it has no folder in it.
    """
    ### BEGIN SOLUTION
    names = sorted(entry.name for entry in Path(directory).iterdir() if entry.is_dir())
    if not names:
        raise FileNotFoundError(f"{directory} has no class folder in it")
    return names, {name: index for index, name in enumerate(names)}
    ### END SOLUTION


# %% explore
find_classes(image_path / "train")

# %% [markdown]
# ## A dataset of your own
#
# A `Dataset` makes two promises: `len(dataset)` is the number of samples, `dataset[i]` is sample
# number `i`. Whoever keeps both gets batches, shuffling and worker processes from `DataLoader`.
#
# The art is to be lazy. Note the *paths* when the dataset is made and open a picture only when it
# is asked for: a million photos do not fit into memory, a million paths do. And a broken picture
# then spoils its own sample, not the whole set.


# %% task="ImageFolderCustom" points=9 minutes=20 needs="find_classes" concept="a Dataset of one's own"
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
        ### BEGIN SOLUTION
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)
        ### END SOLUTION

    def __len__(self) -> int:
        ### BEGIN SOLUTION
        return len(self.paths)
        ### END SOLUTION

    def __getitem__(self, index: int) -> tuple[Any, int]:
        ### BEGIN SOLUTION
        path = self.paths[index]
        image = Image.open(path).convert("RGB")
        if self.transform is not None:
            image = self.transform(image)
        return image, self.class_to_idx[path.parent.name]
        ### END SOLUTION


# %% explore
dishes = ImageFolderCustom(image_path / "train")
_, axes = plt.subplots(1, 5, figsize=(12, 3))
for ax, i in zip(axes, torch.randperm(len(dishes))[:5].tolist(), strict=True):
    image, label = dishes[i]
    ax.imshow(image)
    ax.set_title(f"{dishes.classes[label]}, {image.size}")
    ax.axis("off")

# %% [markdown]
# ## Transforms
#
# A network eats tensors of one size: float32, `(colour, height, width)`, values from 0 to 1. A
# transform gets a picture there.
#
# For training there is a second use. Flip a pizza, tilt it, change its light: still a pizza, but
# new to the network. **Augmentation** makes 225 pictures feel like thousands. It is for training
# alone. Test pictures stay as they are, or every measurement would give another number.


# %% task="train_transform" points=7 minutes=12 concept="transforms and augmentation"
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
    ### BEGIN SOLUTION
    steps: list[Any] = [transforms.Resize((size, size))]
    if augment:
        steps.append(transforms.TrivialAugmentWide(num_magnitude_bins=31))
    return transforms.Compose([*steps, transforms.ToTensor()])
    ### END SOLUTION


def test_transform(size: int) -> Callable[[Image.Image], Tensor]:
    """Make the transform for testing: the same form of result, and nothing random."""
    ### BEGIN SOLUTION
    return transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()])
    ### END SOLUTION


# %% explore
_, axes = plt.subplots(2, 5, figsize=(12, 5))  # above: pictures; below: after the transform
for column, i in zip(axes.T, torch.randperm(len(dishes))[:5].tolist(), strict=True):
    picture, label = dishes[i]
    column[0].imshow(picture)
    column[0].set_title(f"{dishes.classes[label]}, {picture.size}")
    column[1].imshow(train_transform(64)(picture).permute(1, 2, 0))
    for ax in column:
        ax.axis("off")

# %% [markdown]
# ## Loaders
#
# Now batches. `torchvision.datasets.ImageFolder` does what your class did, and more: it reads
# `.png` and `.jpeg`, turns grey and see-through pictures into colour, and complains about a class
# without pictures. Use it, or your own.
#
# Files on a disk are sorted by class. Without shuffling, the first batches are all pizza, the last
# all sushi, and the model keeps forgetting. Leave `num_workers` at 0 unless you know that more
# helps: on Windows and in notebooks, worker processes are the classic reason why nothing moves.


# %% task="make_image_loaders" points=9 minutes=12 concept="ImageFolder and loaders"
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
    ### BEGIN SOLUTION
    train_set = datasets.ImageFolder(train_dir, transform=train_transform)
    test_set = datasets.ImageFolder(test_dir, transform=test_transform)
    if train_set.classes != test_set.classes:
        raise ValueError(f"classes differ: {train_set.classes} and {test_set.classes}")
    settings: dict[str, Any] = {"batch_size": batch_size, "num_workers": num_workers}
    train_loader = DataLoader(train_set, shuffle=True, **settings)
    return train_loader, DataLoader(test_set, shuffle=False, **settings), train_set.classes
    ### END SOLUTION


# %% explore
train_loader, test_loader, class_names = make_image_loaders(
    image_path / "train", image_path / "test", train_transform(64), test_transform(64)
)
X, y = next(iter(train_loader))
X.shape, y, class_names

# %% [markdown]
# ## TinyVGG
#
# An old friend from chapter 03, for pictures of 64x64. Two blocks of
# `Conv2d`, `ReLU`, `Conv2d`, `ReLU`, `MaxPool2d`, then `Flatten` and one `Linear` layer. All
# kernels are 3x3; pooling halves height and width.
#
# How many numbers does `Linear` get? Do not guess: push one made-up picture through the blocks and
# read the shape. With `padding=1` a block turns 64 into 32 and then 16, without it into 30 and 13.
# Both are fine.


# %% task="TinyVGG" points=8 minutes=15 concept="TinyVGG"
class TinyVGG(nn.Module):
    """Two blocks of two 3x3 convolutions each, and a linear layer, for pictures of 64x64.

    Args of the class: input_shape (colour channels of a picture), hidden_units (channels of each
    convolution), output_shape (number of classes). Called with (n, input_shape, 64, 64), the model
    returns logits, (n, output_shape): any numbers, neither squashed nor clipped.
    """

    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        channels = [input_shape, *[hidden_units] * 4]
        layers: list[nn.Module] = []
        for index, (ins, outs) in enumerate(pairwise(channels)):
            layers += [nn.Conv2d(ins, outs, kernel_size=3, padding=1), nn.ReLU()]
            if index % 2:
                layers.append(nn.MaxPool2d(2))
        self.blocks = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(hidden_units * 16 * 16, output_shape)
        )
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        ### BEGIN SOLUTION
        return self.classifier(self.blocks(x))
        ### END SOLUTION


# %% explore
model = TinyVGG(input_shape=3, hidden_units=10, output_shape=len(class_names))
model(X[:1])  # one picture, three logits

# %% [markdown]
# ## What is in there?
#
# `torchinfo.summary` prints each layer with its output shape and its parameters. You can write
# that yourself: a **forward hook** is a function that a layer calls after each forward pass with
# `(layer, inputs, output)`. Hang one on every layer, push one picture through, take them all off.


# %% task="model_summary" points=6 minutes=20 changes="nothing" concept="a summary of a model"
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
    ### BEGIN SOLUTION
    rows: list[dict[str, Any]] = []
    counted: set[int] = set()

    def note(name: str, layer: nn.Module, output: Tensor) -> None:
        new = {id(p): p.numel() for p in layer.parameters() if id(p) not in counted}
        counted.update(new)
        row = {"name": name, "type": type(layer).__name__, "output_shape": tuple(output.shape)}
        rows.append({**row, "params": sum(new.values())})

    leaves = [(name, m) for name, m in model.named_modules() if not list(m.children())]
    hooks = [
        leaf.register_forward_hook(lambda layer, _, out, name=name: note(name, layer, out))
        for name, leaf in leaves
    ]
    parameter, modes = next(model.parameters()), {m: m.training for m in model.modules()}
    model.eval()
    try:
        with torch.inference_mode():
            model(torch.zeros(*input_size, dtype=parameter.dtype, device=parameter.device))
    finally:
        for hook in hooks:
            hook.remove()
        for module, mode in modes.items():
            module.training = mode
    return rows
    ### END SOLUTION


# %% explore
for row in model_summary(model, (1, 3, 64, 64)):
    print(f"{row['name']:15} {row['type']:10} {row['output_shape']!s:20} {row['params']:>6}")

# %% [markdown]
# ## One epoch of training
#
# Chapter 01's five steps, once for each batch, and two numbers for the chart. Accuracy is the
# share of pictures whose largest logit is that of the right class.
#
# This chapter's functions take no device: ask the model where it lives and send each batch there.
# (The course's own functions read a global `device`. If you bring them along, bring its line
# `device = "cuda" if torch.cuda.is_available() else "cpu"` too.)


# %% task="train_step" points=11 minutes=20 concept="one epoch of training"
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
    ### BEGIN SOLUTION
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies)
    ### END SOLUTION


# %% explore
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
train_step(model, train_loader, loss_fn, optimizer)

# %% [markdown]
# ## One look at the test set
#
# The same two numbers for data that the model does not learn from. Both switches, as ever:
# evaluation mode for the layers, no gradients for autograd. A measurement changes nothing.


# %% task="test_step" points=9 minutes=10 changes="mode" concept="one epoch of testing"
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
    ### BEGIN SOLUTION
    device = next(model.parameters()).device
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies)
    ### END SOLUTION


# %% explore
test_step(model, test_loader, loss_fn)

# %% [markdown]
# ## Train
#
# Many epochs, and a record of each. In every epoch first train, then test, so that both numbers of
# an epoch speak about the same moment.


# %% task="train" points=10 minutes=12 needs="train_step test_step" concept="a training function with results"
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
    ### BEGIN SOLUTION
    results: dict[str, list[float]] = {
        "train_loss": [],
        "train_acc": [],
        "test_loss": [],
        "test_acc": [],
    }
    for _ in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer)
        tested = test_step(model, test_dataloader, loss_fn)
        for name, value in zip(results, (*trained, *tested), strict=True):
            results[name].append(value)
    return results
    ### END SOLUTION


# %% explore
results = train(model, train_loader, test_loader, optimizer, loss_fn, epochs=5)
results

# %% [markdown]
# ## Loss curves
#
# Numbers hide what a picture shows at once. Two panels side by side: the losses left, the
# accuracies right, each for training and test.


# %% task="plot_loss_curves" points=5 minutes=10 concept="loss curves"
def plot_loss_curves(results: dict[str, list[float]]) -> None:
    """Draw the curves of a training in a new figure with two panels.

    Args:
        results: as train returns them. The number of epochs may be any.

    The first panel has a line for train_loss and one for test_loss, the second for train_acc and
    test_acc, over the number of the epoch. Each panel has a legend and a title with the word
    "loss" or "accuracy". The figure stays pyplot's current one; what is returned is free.
    """
    ### BEGIN SOLUTION
    _, panels = plt.subplots(1, 2, figsize=(12, 4))
    for axes, key, title in zip(panels, ("loss", "acc"), ("Loss", "Accuracy"), strict=True):
        for part in ("train", "test"):
            axes.plot(results[f"{part}_{key}"], label=f"{part}_{key}")
        axes.set_title(title)
        axes.set_xlabel("epoch")
        axes.legend()
    ### END SOLUTION


# %% explore
plot_loss_curves(results)

# %% [markdown]
# ## Diagnosis
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


# %% task="diagnose" points=8 minutes=15 concept="over- and underfitting"
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

    ### BEGIN SOLUTION
    def smooth(values: list[float]) -> list[float]:
        return [statistics.median(values[i : i + 5]) for i in range(len(values) - 4)]

    train_loss, test_loss = smooth(results["train_loss"]), smooth(results["test_loss"])
    if train_loss[-1] > 0.7 * train_loss[0]:
        return "underfitting"
    return "overfitting" if test_loss[-1] > 1.25 * min(test_loss) else "ok"
    ### END SOLUTION


# %% explore
longer = train(model, train_loader, test_loader, optimizer, loss_fn, epochs=15)  # half a minute
plot_loss_curves(longer)
diagnose(longer)

# %% [markdown]
# ## Concept check
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

# %% task="concept_check" points=10 minutes=12 concept="augmentation, batches, fit"
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2 = "c"  ### SOLUTION
ANSWER_3 = "a"  ### SOLUTION
ANSWER_4 = "d"  ### SOLUTION
ANSWER_5 = "b"  ### SOLUTION
ANSWER_6 = "c"  ### SOLUTION
ANSWER_7 = "a"  ### SOLUTION
ANSWER_8 = "b"  ### SOLUTION

# %% [markdown]
# ## Experiment
#
# Longer training? More hidden units? More pictures? Guessing is free, measuring is science: change
# **one** thing, keep the rest, compare. That takes a function that starts from scratch each time:
# a new model, a new optimiser *for that model*, the same seed.
#
# A share of the training set must be drawn at random. The files are sorted by class, so the first
# fifth of them is nothing but pizza.


# %% task="experiment" points=10 minutes=25 needs="TinyVGG train" concept="more epochs, units, data"
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
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    count = int(frac * len(train_set))
    chosen = torch.randperm(len(train_set))[:count].tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}
    ### END SOLUTION


# %% explore
more = data.food_folder(percent=20)  # twice as many pictures: half of them are as many as before
train_set = datasets.ImageFolder(more / "train", transform=test_transform(64))
augmented_set = datasets.ImageFolder(more / "train", transform=train_transform(64))
test_set = datasets.ImageFolder(more / "test", transform=test_transform(64))
runs = {  # a minute or two; try epochs=20 and 50 as well
    "half the pictures": experiment(train_set, test_set, frac=0.5),
    "all pictures": experiment(train_set, test_set),
    "all pictures, augmented": experiment(augmented_set, test_set),
    "all pictures, 20 hidden units": experiment(train_set, test_set, hidden_units=20),
}
for name, run in runs.items():
    plt.plot(run["results"]["test_acc"], label=name)
plt.title("Test accuracy")
plt.xlabel("epoch")
plt.legend()

# %% [markdown]
# ## Your own picture
#
# A photo from a phone is large, sometimes grey, sometimes with transparency, and its pixels are
# whole numbers from 0 to 255. The model was raised on float32 from 0 to 1 with three colours.
# Feed it anything else and it stops with an error, or, worse, answers nonsense with confidence.


# %% task="load_image" points=8 minutes=12 concept="own pictures: uint8 to float"
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
    ### BEGIN SOLUTION
    try:
        with Image.open(path) as file:
            image = file.convert("RGB")
    except FileNotFoundError:
        raise
    except (OSError, SyntaxError) as error:
        raise ValueError(f"{path} cannot be read as a picture: {error}") from error
    if size is not None:
        image = image.resize((size, size), Image.Resampling.BILINEAR)
    return torch.from_numpy(np.array(image)).permute(2, 0, 1).float() / 255
    ### END SOLUTION


# %% explore
photo = sorted((image_path / "test").glob("*/*.jpg"))[0]  # or the path of a photo of yours
image = load_image(photo)
plt.imshow(image.permute(1, 2, 0))
image.shape, image.dtype, image.min(), image.max()

# %% [markdown]
# ## Predict
#
# Models eat batches, even of one: `(3, 64, 64)` becomes `(1, 3, 64, 64)`. Then mode, device, no
# gradients, and softmax *over the classes*, so that the probabilities of one picture sum to 1.


# %% task="predict_image" points=10 minutes=15 needs="load_image" concept="labels and probabilities for one picture"
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
    ### BEGIN SOLUTION
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device).eval()
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = logits.softmax(dim=1)[0].tolist()
    best = probs.index(max(probs))
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best], "probs": probs}
    ### END SOLUTION


# %% explore
trained = runs["all pictures"]["model"]
predict_image(trained, photo, class_names, transform=transforms.Resize((64, 64)))

# %% [markdown]
# ## Predict and show
#
# The grand finale: the picture, and above it what the model thinks. Matplotlib wants the colours
# last, `(height, width, 3)`; the model wants them first. Show it to somebody!


# %% task="pred_and_plot_image" points=6 minutes=10 changes="mode" needs="load_image predict_image" concept="predicting one's own picture"
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
    ### BEGIN SOLUTION
    answer = predict_image(model, image_path, class_names, transform, device)
    plt.imshow(load_image(image_path).permute(1, 2, 0))
    plt.title(f"Pred: {answer['label']} | Prob: {answer['prob']:.3f}")
    plt.axis("off")
    ### END SOLUTION


# %% explore
pred_and_plot_image(trained, photo, class_names, transforms.Resize((64, 64)))
