# %% [markdown] concepts="seeds, TensorBoard, grids of experiments, subsets, the best run"
# # 07 · Experiment tracking
#
# Three networks, two data sets, two lengths of training: that is twelve runs, and by Friday nobody
# remembers which one was `model_final_2_new.pth`. A lab keeps a notebook. Yours keeps itself: each
# run writes its curves into a folder with a name that tells what was tried, and **TensorBoard**
# draws all of them into one picture.
#
# In this chapter you make runs repeatable, write and read such records, run a whole grid of
# experiments without letting one leak into the next, and pick the winner for the right reason.

# %%
import math
import random
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader, Dataset, Subset
from torch.utils.tensorboard import SummaryWriter
from torchvision import transforms

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

# %% [markdown]
# ## Seeds
#
# Compare two models, and you compare two strokes of luck as well: the weights that each started
# with. Put the same seed before each run, and luck is the same for all.
#
# torch has a generator of random numbers for the CPU and one for each GPU. Seed them all. (Asking
# for the GPU where there is none does no harm.)


# %% task="set_seeds" points=3 minutes=5 concept="seeds"
def set_seeds(seed: int = 42) -> None:
    """Seed torch's generators, that of the CPU and that of the GPU.

    Args:
        seed: the same number gives the same sequence of random numbers from here on. Nothing is
            drawn here: the first number of the sequence is the caller's.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)
    ### END SOLUTION


# %% explore
set_seeds()
first = torch.rand(3)
set_seeds()
first, torch.rand(3)  # the same three

# %% [markdown]
# ## All the dice
#
# torch is not the only one that throws dice. Some augmentations ask Python's `random`, some ask
# NumPy, and a `DataLoader` shuffles with the generator that you hand to it. Forget one, and your
# "repeatable" run differs in its third digit every time, which is the worst kind of different.
#
# Note what a seed does *not* promise: the same numbers on another machine, another GPU or another
# version of torch.


# %% task="seed_everything" points=4 minutes=8 concept="seeds of every generator"
def seed_everything(seed: int = 42) -> torch.Generator:
    """Seed Python's random, NumPy and torch, and make a generator for a DataLoader.

    Args:
        seed: for all of them; nothing is drawn here.

    Returns:
        A new torch.Generator on the CPU with this seed. It is one of its own: drawing from it
        leaves the numbers that torch.rand gives as they are.
    """
    ### BEGIN SOLUTION
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    return torch.Generator().manual_seed(seed)
    ### END SOLUTION


# %% explore
for _ in range(2):
    shuffler = seed_everything(7)
    print(random.random(), np.random.rand(), torch.randperm(5, generator=shuffler).tolist())

# %% [markdown]
# ## A place for each run
#
# The folder's name *is* the label on the test tube: when, which data, which model, what was
# special. For an experiment `data_10_percent` with the model `effnetb0` and the extra `5_epochs`:
#
# ```
# runs/2026-03-14/data_10_percent/effnetb0/5_epochs
# ```
#
# Dates go year-month-day: sorted by name is then sorted by time. Two traps: an extra that was not
# given must not become a folder named `None`, and a slash in a name (`google/vit`) makes two
# folders out of one.


# %% task="log_dir_for" points=5 minutes=10 concept="one place for each run"
def log_dir_for(
    experiment_name: str,
    model_name: str,
    extra: str | None = None,
    root: str | Path = "runs",
    today: date | None = None,
) -> Path:
    """Build the path of a run's folder: root/YYYY-MM-DD/experiment/model, then /extra if given.

    Args:
        experiment_name, model_name: one folder each; every "/" and "\\" in a name becomes "-".
        extra: one more folder, by the same rule; None and "" add none.
        root: where the records of all runs are kept.
        today: the day in the path; None takes the day on which the function is called.

    Returns:
        The path. No folder is made.
    """
    ### BEGIN SOLUTION
    day = date.today() if today is None else today
    names = [name for name in (experiment_name, model_name, extra) if name]
    safe = [name.replace("/", "-").replace("\\", "-") for name in names]
    return Path(root, day.isoformat(), *safe)
    ### END SOLUTION


# %% explore
print(log_dir_for("data_10_percent", "google/vit"))
print(log_dir_for("data_10_percent", "effnetb0", "5_epochs", today=date(2026, 3, 14)))

# %% [markdown]
# ## A writer
#
# `SummaryWriter(log_dir=...)` opens a folder and writes **event files** into it, which TensorBoard
# reads while your training is still running. Without an argument it invents a name from the clock
# and the machine, such as `runs/Mar14_15-09-26_laptop`. In a week, would you know what that was?


# %% task="create_writer" points=5 minutes=8 needs="log_dir_for" concept="a folder for each run"
def create_writer(experiment_name: str, model_name: str, extra: str | None = None) -> SummaryWriter:
    """Make a writer for a run, in the folder that log_dir_for names for today, below "runs".

    Args:
        experiment_name, model_name, extra: as in log_dir_for, without slashes.

    Returns:
        A new SummaryWriter, open, with nothing logged yet. Each call makes another one.
    """
    ### BEGIN SOLUTION
    return SummaryWriter(log_dir=str(log_dir_for(experiment_name, model_name, extra)))
    ### END SOLUTION


# %% explore
writer = create_writer("hello", "nobody", "first_try")
for step in range(100):
    writer.add_scalar("wave", math.sin(step / 10), global_step=step)
writer.close()
print(sorted(Path(writer.log_dir).iterdir()))
# In a notebook, the next two lines (without the #) show it. Nothing later depends on them.
# %load_ext tensorboard
# %tensorboard --logdir runs

# %% [markdown]
# ## Log an epoch
#
# A curve is a **tag** and points `(step, value)`. The step is the x axis: leave it out, and all
# points of your curve stand on top of each other at 0.
#
# Use `writer.add_scalar` with the tags `Loss/train`, `Loss/test`, `Accuracy/train` and
# `Accuracy/test`; what stands before the slash becomes a group of plots. Or do as the course does:
# `writer.add_scalars("Loss", {"train_loss": ..., "test_loss": ...}, ...)` and the same for
# `"Accuracy"`. It makes a sub-folder for each curve.


# %% task="log_epoch" points=6 minutes=12 concept="scalars and steps"
def log_epoch(writer: SummaryWriter, epoch: int, metrics: dict[str, float]) -> None:
    """Log the four numbers of an epoch, each as one point of its curve.

    Args:
        writer: open, and it stays open: more epochs will come.
        epoch: number of the epoch, counted from 0; the step of the four points.
        metrics: "train_loss", "train_acc", "test_loss" and "test_acc". Values are logged as they
            are: an accuracy of 0.5 stays 0.5.
    """
    ### BEGIN SOLUTION
    for part in ("train", "test"):
        writer.add_scalar(f"Loss/{part}", metrics[f"{part}_loss"], global_step=epoch)
        writer.add_scalar(f"Accuracy/{part}", metrics[f"{part}_acc"], global_step=epoch)
    ### END SOLUTION


# %% explore
writer = create_writer("hello", "nobody", "second_try")
for epoch in range(5):
    loss, acc = 1 / (epoch + 1), 1 - 1 / (epoch + 2)
    log_epoch(
        writer,
        epoch,
        {"train_loss": loss, "train_acc": acc, "test_loss": loss + 0.1, "test_acc": acc - 0.1},
    )
writer.close()

# %% [markdown]
# ## Record a finished run
#
# Sometimes the curves come first: the results of a training you did last week, a list in a file.
# Write them into a folder afterwards.
#
# A writer collects in the background. Only `flush()` or `close()` promise that all is on disk, and
# only `close()` ends its thread and its file. Close once, **after** the last value. A writer that
# is used again after `close()` quietly opens a new file: everything is there, in fragments.
# (`with SummaryWriter(...) as writer:` closes by itself.)


# %% task="record_run" points=6 minutes=12 needs="log_epoch" concept="curves of a finished run"
def record_run(log_dir: str | Path, results: dict[str, list[float]]) -> None:
    """Write the curves of a finished training into a folder.

    Args:
        log_dir: the folder; made if it is not there.
        results: four lists of equal length: "train_loss", "train_acc", "test_loss", "test_acc".

    The curves are named as in log_epoch, with steps 0, 1, 2, ... When the function returns, every
    value is on disk, no writer is open, and no folder has more than one event file.
    """
    ### BEGIN SOLUTION
    with SummaryWriter(log_dir=str(log_dir)) as writer:
        for epoch in range(len(results["train_loss"])):
            log_epoch(writer, epoch, {name: values[epoch] for name, values in results.items()})
    ### END SOLUTION


# %% explore
fake = {"train_loss": [2.0, 1.0, 0.5], "train_acc": [0.3, 0.6, 0.8]}
fake |= {"test_loss": [2.1, 1.3, 0.9], "test_acc": [0.3, 0.5, 0.7]}
record_run("runs/recorded", fake)
sorted(p.name for p in Path("runs/recorded").iterdir())

# %% [markdown]
# ## Read it back
#
# A record that nobody can read is a diary in invisible ink. `EventAccumulator(folder)` reads all
# event files of a folder, in order. First it has to be told to (`Reload()`); then `Tags()` is a
# dict that lists what there is (its `"scalars"` are our curves), and `Scalars(tag)` gives events
# with `step`, `value` and `wall_time`.
#
# To save memory it keeps a random 10 000 points of each curve and drops the others. Fine for a
# plot, wrong for a table. `size_guidance={"scalars": 0}` keeps all.
#
# And a run that was interrupted leaves a last record that is cut in the middle. That is normal:
# TensorBoard's reader gives you what came before.


# %% task="read_scalars" points=7 minutes=15 concept="reading event files"
def read_scalars(log_dir: str | Path) -> dict[str, list[tuple[int, float]]]:
    """Read the curves of a run.

    Args:
        log_dir: a folder with one event file or several (a run that was interrupted and resumed).
            Sub-folders are runs of their own.

    Returns:
        For each tag the list of its points (step, value), an int and a float, in the order in
        which they were written (a resumed run may write a step again), and none is left out. {}
        where there is none.
    """
    ### BEGIN SOLUTION
    reader = EventAccumulator(str(log_dir), size_guidance={"scalars": 0})
    reader.Reload()
    tags = reader.Tags()["scalars"]
    return {tag: [(e.step, e.value) for e in reader.Scalars(tag)] for tag in tags}
    ### END SOLUTION


# %% explore
for tag, points in read_scalars("runs/recorded").items():
    plt.plot(*zip(*points, strict=True), marker="o", label=tag)
plt.xlabel("epoch"), plt.legend()

# %% [markdown]
# ## Your engine
#
# You wrote these in chapters 04 and 05: one epoch of training, one test. Copy them from there (or
# import them from your `going_modular` package); they take a device.


# %% task="train_step" points=5 minutes=6 concept="one epoch of training"
def train_step(
    model: nn.Module,
    dataloader: DataLoader[Any],
    loss_fn: nn.Module,
    optimizer: Optimizer,
    device: torch.device | str,
) -> tuple[float, float]:
    """Train for one epoch, in training mode: one step for each batch.

    Returns:
        Loss and accuracy (0 to 1) of the batches before their steps, as Python floats: the mean
        over batches, or over samples.
    """
    ### BEGIN SOLUTION
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
        accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)
    ### END SOLUTION


def test_step(
    model: nn.Module,
    dataloader: DataLoader[Any],
    loss_fn: nn.Module,
    device: torch.device | str,
) -> tuple[float, float]:
    """Measure loss and accuracy in evaluation mode, with gradients off, averaged likewise."""
    ### BEGIN SOLUTION
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)
    ### END SOLUTION


# %% [markdown]
# ## Train, and write it down
#
# The training loop of chapter 05 with one guest more: a writer. Optional, because a quick test run
# needs no record: with `writer=None` nothing is written anywhere.
#
# The function must not reach for a writer that it was not given. A global one collects the curves
# of *all* runs in one zigzag that goes from epoch 4 back to epoch 0, again and again.


# %% task="train" points=10 minutes=20 needs="train_step log_epoch" concept="training with a writer, or none"
def train(
    model: nn.Module,
    train_dataloader: DataLoader[Any],
    test_dataloader: DataLoader[Any],
    optimizer: Optimizer,
    loss_fn: nn.Module,
    epochs: int,
    device: torch.device | str,
    writer: SummaryWriter | None = None,
) -> dict[str, list[float]]:
    """Train and test for some epochs; log each epoch where a writer is given.

    Args:
        model: on the device already.
        train_dataloader, test_dataloader: the model learns from the first and never from the
            second.
        optimizer, loss_fn, device: as in train_step.
        epochs: number of epochs; they are counted from 0, also in the log.
        writer: gets the four numbers of each epoch, named as in log_epoch. None writes nothing.

    Returns:
        {"train_loss": [...], "train_acc": [...], "test_loss": [...], "test_acc": [...]}: lists of
        Python floats, one entry per epoch, the test after that epoch's training. When it returns,
        all that was logged is on disk; the writer may be open or closed.
    """
    ### BEGIN SOLUTION
    results: dict[str, list[float]] = {
        "train_loss": [],
        "train_acc": [],
        "test_loss": [],
        "test_acc": [],
    }
    for epoch in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        tested = test_step(model, test_dataloader, loss_fn, device)
        metrics = dict(zip(results, (*trained, *tested), strict=True))
        for name, value in metrics.items():
            results[name].append(value)
        if writer is not None:
            log_epoch(writer, epoch, metrics)
    if writer is not None:
        writer.flush()
    return results
    ### END SOLUTION


# %% explore
from autograder.datasets.toys import spirals  # three arms that turn around each other

device = "cuda" if torch.cuda.is_available() else "cpu"
points, arms = (torch.as_tensor(part) for part in spirals(400, seed=0))
pairs = list(zip(points.float(), arms.long(), strict=True))
random.Random(0).shuffle(pairs)
small, large = pairs[:150], pairs[:900]
test_loader = DataLoader(pairs[900:], batch_size=64)


def narrow() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 3)).to(device)


set_seeds()
model = narrow()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
loader = DataLoader(large, batch_size=32, shuffle=True)
writer = create_writer("spirals", "narrow", "10_epochs")
train(model, loader, test_loader, optimizer, nn.CrossEntropyLoss(), 10, device, writer)
writer.close()

# %% [markdown]
# ## Get the data
#
# One line per data set, that is the goal: fetch a zip, unpack it, clean up, say where the pictures
# are. And do nothing if they are there already, because you will run this notebook a hundred times.
#
# `urlopen(source)` answers with a file-like object; `requests.get(source).content` does it too, if
# you have that package.


# %% task="download_data" points=6 minutes=15 concept="data fetched once"
def download_data(source: str, destination: str, remove_source: bool = True) -> Path:
    """Fetch a zip and unpack it into data/destination, unless that folder is there.

    Args:
        source: address of a zip file, e.g. "https://example.org/pizza.zip".
        destination: name of a folder below "data" (in the working folder); both are made.
        remove_source: whether to delete the zip afterwards. Otherwise it stays in "data", under
            the last part of its address: data/pizza.zip.

    Returns:
        The path data/destination.
    """
    ### BEGIN SOLUTION
    folder = Path("data") / destination
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    archive = Path("data") / Path(source).name
    with urlopen(source) as answer:
        archive.write_bytes(answer.read())
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    if remove_source:
        archive.unlink()
    return folder
    ### END SOLUTION


# %% explore
import shutil

made = shutil.make_archive("tiny", "zip", "runs/recorded")  # any zip will do; this one is local
download_data(Path(made).as_uri(), "from_zip"), sorted(Path("data").rglob("*"))

# %% [markdown]
# ## A share of the data
#
# "Would more data help?" Train on 10 %, on 20 %, and look. A share must be drawn **at random**:
# folders of pictures are sorted by class, and the first tenth of them is nothing but pizza.
#
# With little data, chance may still be unfair to a class. A **stratified** draw takes the same
# share of each. And draw from a generator of your own: whoever reseeds torch's in passing changes
# the weights of the next model.


# %% task="subset" points=8 minutes=15 changes="nothing" concept="a part of the data"
def subset(
    dataset: Dataset[Any], frac: float, seed: int = 42, stratified: bool = False
) -> Subset[Any]:
    """Draw a share of a dataset at random, without drawing anything twice.

    Args:
        dataset: has len(), and a list ``targets`` with the class of each sample; looking there
            costs nothing, while dataset[i] opens a picture. No picture is opened here.
        frac: share of the samples, in (0, 1].
        seed: the same seed draws the same samples, another one others; torch's, NumPy's and
            Python's global generators stay as they are.
        stratified: draw int(frac * m) of the m samples of each class, instead of int(frac * n) of
            all n.

    Returns:
        A torch.utils.data.Subset of the dataset, in any order.
    """
    ### BEGIN SOLUTION
    targets = torch.as_tensor(dataset.targets)
    groups = [torch.arange(len(targets))]
    if stratified:
        groups = [(targets == label).nonzero().flatten() for label in targets.unique()]
    generator = torch.Generator().manual_seed(seed)
    chosen: list[int] = []
    for group in groups:
        order = torch.randperm(len(group), generator=generator)
        chosen += group[order][: int(frac * len(group))].tolist()
    return Subset(dataset, chosen)
    ### END SOLUTION


# %% explore
from torchvision.datasets import ImageFolder

from autograder import data

dishes = ImageFolder(data.food_folder(percent=10) / "train")
for stratified in (False, True):
    part = subset(dishes, 0.2, stratified=stratified)
    print(np.bincount([dishes.targets[i] for i in part.indices]))

# %% [markdown]
# ## Augment the training data alone
#
# The second exercise of the course: would augmentation help? The trap is in the pipeline. With one
# transform for both sets, the *test* pictures get flipped and tilted too, and the exam changes each
# time you sit it.
#
# So build a pair. The first for training, with something random in it. The second for testing,
# with nothing random. Both end the same way, with the numbers that pretrained networks expect:
# `Normalize` with `IMAGENET_MEAN` and `IMAGENET_STD`.


# %% task="augment_pair" points=6 minutes=12 concept="augmentation on training data only"
def augment_pair(
    size: int,
) -> tuple[Callable[[Image.Image], Tensor], Callable[[Image.Image], Tensor]]:
    """Make the transforms for an experiment with augmentation.

    Args:
        size: height and width of the results; the whole picture is squeezed into this square.

    Returns:
        The transform for training and the one for testing, in this order. Each turns a Pillow
        picture in mode RGB into float32 of shape (3, size, size), scaled to 0 to 1 and then
        normalised. The first changes pictures at random, anew at each call (TrivialAugmentWide, or
        flips and others of your choice); the second gives the same result each time.
    """
    ### BEGIN SOLUTION
    resize = transforms.Resize((size, size))
    ending = [transforms.ToTensor(), transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD)]
    train_transform = transforms.Compose([resize, transforms.TrivialAugmentWide(), *ending])
    return train_transform, transforms.Compose([resize, *ending])
    ### END SOLUTION


# %% explore
train_transform, test_transform = augment_pair(64)
picture = dishes[0][0]
_, axes = plt.subplots(1, 5, figsize=(12, 3))
for ax, transform in zip(axes, [test_transform, *[train_transform] * 4], strict=True):
    shown = transform(picture).permute(1, 2, 0) * torch.tensor(IMAGENET_STD)
    ax.imshow((shown + torch.tensor(IMAGENET_MEAN)).clamp(0, 1))
    ax.axis("off")

# %% [markdown]
# ## The grid
#
# Now the experiments, all combinations of models, data sets and lengths. Each one starts **from
# nothing**: seed, *new* model, *new* optimiser for that model, a writer of its own. If a model from
# the last run walks into the next, its "first epoch" looks brilliant, and your conclusion is wrong.
# You can see that mistake: at the same seed, the same model must start every run at the same loss.
#
# That is why `models` holds functions that *make* models. All runs are tested on the same test set,
# or they cannot be compared. And each one is saved: the winner is no use if it is gone.


# %% task="run_grid" points=12 minutes=30 needs="set_seeds create_writer train" concept="a grid of experiments"
def run_grid(
    models: dict[str, Callable[[], nn.Module]],
    loaders: dict[str, DataLoader[Any]],
    test_dataloader: DataLoader[Any],
    epochs: Sequence[int],
    lr: float = 0.1,
    seed: int = 42,
    folder: str | Path = "models",
) -> list[dict[str, Any]]:
    """Run an experiment for each combination of model, training data and number of epochs.

    Args:
        models: by name, a function without arguments that makes a new model, on the CPU.
        loaders: by name, the training data.
        test_dataloader: for all runs.
        epochs: numbers of epochs, e.g. (5, 10).
        lr: for torch.optim.SGD; the loss is nn.CrossEntropyLoss.
        seed: handed to set_seeds right before each model is made.
        folder: for the trained models; made if it is not there.

    Returns:
        One dict for each run, in any order: "model", "data" (names), "epochs" (int), "params"
        (number of the model's parameters, frozen ones too), "train_loss", "train_acc",
        "test_loss", "test_acc" (of the last epoch, floats) and "path" (of the file with the trained
        model's state_dict, in folder; each run has its own).

        The curves of a run are logged with create_writer(data name, model name, extra), where
        extra tells the number of epochs. All of them are on disk.
    """
    ### BEGIN SOLUTION
    Path(folder).mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for data_name, loader in loaders.items():
        for model_name, make_model in models.items():
            for count in epochs:
                set_seeds(seed)
                model = make_model()
                optimizer = torch.optim.SGD(model.parameters(), lr=lr)
                loss_fn = nn.CrossEntropyLoss()
                writer = create_writer(data_name, model_name, f"{count}_epochs")
                results = train(
                    model, loader, test_dataloader, optimizer, loss_fn, count, "cpu", writer
                )
                writer.close()
                path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
                torch.save(model.state_dict(), path)
                row = {"model": model_name, "data": data_name, "epochs": count}
                row["params"] = sum(p.numel() for p in model.parameters())
                row |= {name: values[-1] for name, values in results.items()}
                rows.append(row | {"path": str(path)})
    return rows
    ### END SOLUTION


# %% explore
def wide() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 64), nn.Tanh(), nn.Linear(64, 3))


def deep() -> nn.Module:  # the first exercise of the course: add a larger model
    layers = [nn.Linear(2, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 3)]
    return nn.Sequential(*layers)


train_loaders = {
    "spirals_150": DataLoader(small, batch_size=32, shuffle=True),
    "spirals_900": DataLoader(large, batch_size=32, shuffle=True),
}
rows = run_grid({"wide": wide, "deep": deep}, train_loaders, test_loader, epochs=(5, 20), lr=0.5)
for row in rows:
    print({k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()})

# %% explore
for row in rows:  # the curves of all runs in one picture, from their event files
    run = log_dir_for(row["data"], row["model"], f"{row['epochs']}_epochs")
    curve = read_scalars(run).get("Loss/test", [])
    if curve:
        plt.plot(*zip(*curve, strict=True), label="/".join(run.parts[2:]))
plt.xlabel("epoch"), plt.ylabel("test loss"), plt.legend()

# %% [markdown]
# ## The winner
#
# Sort by a number and take the best. But best is *highest* for an accuracy and *lowest* for a
# loss. A run whose loss became NaN has lost, although `max` and `min` may well say otherwise: NaN
# is neither larger nor smaller than anything. And among equals the smaller model wins. It is
# faster, cheaper, and just as good.


# %% task="best_run" points=6 minutes=12 concept="the best run"
def best_run(rows: Sequence[dict[str, Any]], metric: str = "test_acc") -> dict[str, Any]:
    """Pick the best run.

    Args:
        rows: dicts with the metric (a float) and "params" (an int).
        metric: if its name ends with "loss", lower is better, otherwise higher.

    Returns:
        The row itself. Rows whose metric is NaN are out; among equals the one with the fewest
        parameters wins.

    Raises:
        ValueError: no row is left to choose from.
    """
    ### BEGIN SOLUTION
    sign = -1 if metric.endswith("loss") else 1
    able = [row for row in rows if not math.isnan(row[metric])]
    if not able:
        raise ValueError(f"no run has a {metric}")
    return max(able, key=lambda row: (sign * row[metric], -row["params"]))
    ### END SOLUTION


# %% explore
best_run(rows), best_run(rows, "test_loss")

# %% [markdown]
# ## What does it weigh?
#
# The best model of the course is a file of 29 MB. Will it fit on a phone? Will anybody wait for the
# download? Know the size before you promise something. We count in units of 1024 x 1024 bytes.


# %% task="model_size_mb" points=3 minutes=5 concept="the size of a model"
def model_size_mb(path: str | Path) -> float:
    """Measure a file.

    Args:
        path: of a saved model.

    Returns:
        Its size in units of 1024 * 1024 bytes, as a float, neither rounded nor cut.
    """
    ### BEGIN SOLUTION
    return Path(path).stat().st_size / (1024 * 1024)
    ### END SOLUTION


# %% explore
for row in rows:
    print(f"{row['path']:45} {model_size_mb(row['path']):.4f} MB, {row['params']} parameters")

# %% [markdown]
# ## Concept check
#
# Eight questions on what you have just seen. Replace each `...` by a letter in quotes.
#
# **1.** What is experiment tracking for?
# - (a) to make each single training faster
# - (b) to know later what was tried, with which settings, and how it went
# - (c) to choose the model that looks best after one epoch
#
# **2.** You want to know whether more data helps. Which two runs do you compare?
# - (a) small model with 10 % for 5 epochs, large model with 20 % for 10 epochs
# - (b) the same model twice on 10 %, with other seeds
# - (c) the same model and the same epochs, once with 10 % and once with 20 %
# - (d) the same model, each with a test set of its own
#
# **3.** In TensorBoard a loss curve is a single vertical line at step 0. What happened?
# - (a) the learning rate is 0
# - (b) `global_step` was left out
# - (c) the writer was never closed
#
# **4.** A folder of one run of 10 epochs holds 10 event files. Why?
# - (a) the writer was closed after every epoch and opened itself again
# - (b) that is how TensorBoard works: one file per epoch
# - (c) the batch size is 10
#
# **5.** Ten runs were written into the very same folder. What does their plot look like?
# - (a) ten curves of ten colours
# - (b) only the last run is there
# - (c) one curve that jumps back to the first step again and again
#
# **6.** The third run of a grid starts with a loss that is far lower than that of the first run,
# with the same model, data and seed. What is the likely cause?
# - (a) the test set is too small
# - (b) TensorBoard smooths the curve
# - (c) the GPU has warmed up
# - (d) the model was made once, before the loop, and kept on learning
#
# **7.** Augmentation belongs ...
# - (a) to the training data alone
# - (b) to the test data alone
# - (c) to both, so that they are alike
#
# **8.** After eight quick experiments one model is clearly ahead. What is next?
# - (a) publish it
# - (b) train it longer, on more data, and track that too
# - (c) delete the records of the others

# %% task="concept_check" points=8 minutes=10 concept="why experiments are tracked"
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2 = "c"  ### SOLUTION
ANSWER_3 = "b"  ### SOLUTION
ANSWER_4 = "a"  ### SOLUTION
ANSWER_5 = "c"  ### SOLUTION
ANSWER_6 = "d"  ### SOLUTION
ANSWER_7 = "a"  ### SOLUTION
ANSWER_8 = "b"  ### SOLUTION

# %% [markdown]
# ## Where to go from here
#
# The third exercise of the course is this chapter at full size: all 101 classes of Food101, five
# epochs, tracked. You have every piece: `subset` for the share, `augment_pair` for the pictures,
# `run_grid` for the runs, the pretrained backbone of chapter 06 as the model. Guess first which run
# will win, write the guess down, and see.
