# %% [markdown] concepts="modules and imports, an engine, scripts with arguments, prediction from a saved model" package=1
# # 05 · Going modular
#
# A notebook is a workbench: everything within reach, half of it from yesterday. A **package** is a
# tool box: each thing has its drawer, and whoever opens the drawer finds one thing that works.
#
# In this chapter you turn the code of chapter 04 into seven modules, and two of them into programs
# that anybody can start from a terminal:
#
# `python going_modular/train.py --num_epochs 10 --learning_rate 0.003`
#
# One rule explains most of what goes wrong on the way: **a module knows only what it imports and
# what it is given.** The `device`, the `class_names`, the `model` of your notebook are not there.
#
# In the notebook each task begins with the magic `%%writefile`: running the cell does not run the
# code, it writes it into a file of the folder `going_modular`. The first cell of a module begins
# its file anew, those with `-a` add to it: after the first one, run the others again. If you would
# rather edit the files themselves, work in the folder `ch05_going_modular` beside the notebook.

# %% explore
import subprocess
import sys
from pathlib import Path

import torch
from IPython import get_ipython

torch.manual_seed(42)
Path("going_modular").mkdir(exist_ok=True)  # where %%writefile writes
sys.path.insert(0, "going_modular")  # so that `import engine` finds engine.py
shell = get_ipython()
shell.run_line_magic("load_ext", "autoreload")
shell.run_line_magic("autoreload", "2")  # modules that changed are imported again


def python(*arguments: object) -> None:
    """What `python ...` prints in a terminal."""
    command = [sys.executable, *map(str, arguments)]
    print(subprocess.run(command, capture_output=True, text=True, check=False).stdout)


# %% file="data_setup"
"""Loaders for pictures in folders, one folder per class."""

from pathlib import Path
from typing import Any

from torch.utils.data import DataLoader
from torchvision import datasets

# %% [markdown]
# ## `data_setup.py`: folders in, loaders out
#
# Chapter 04 in one function. It takes *everything* it needs as an argument: no path, no batch size
# and no transform comes from outside. That is what makes it useful for your next project too.
#
# Two loaders, two jobs. One is for learning, where a new order each epoch helps. The other is a
# measuring instrument, and nobody shakes a scale while weighing.


# %% task="data_setup.create_dataloaders" points=6 minutes=12 concept="loaders as a module"
def create_dataloaders(
    train_dir: str | Path,
    test_dir: str | Path,
    transform: Any,
    batch_size: int = 32,
    num_workers: int = 0,
) -> tuple[DataLoader[Any], DataLoader[Any], list[str]]:
    """Make loaders for the training and the test pictures.

    Args:
        train_dir, test_dir: each holds one folder of pictures per class.
        transform: makes a tensor of a Pillow picture; for both loaders, and all that happens to
            a picture.
        batch_size, num_workers: of both loaders.

    Returns:
        The training loader, which shuffles anew each epoch; the test loader, which keeps its
        order; and the list of class names, sorted. No picture is left out of either loader.
    """
    ### BEGIN SOLUTION
    train_data = datasets.ImageFolder(train_dir, transform=transform)
    test_data = datasets.ImageFolder(test_dir, transform=transform)
    settings: dict[str, Any] = {"batch_size": batch_size, "num_workers": num_workers}
    return (
        DataLoader(train_data, shuffle=True, **settings),
        DataLoader(test_data, shuffle=False, **settings),
        train_data.classes,
    )
    ### END SOLUTION


# %% explore
import data_setup
from torchvision import transforms

from autograder import data

food = data.food_folder(percent=10)  # pizza, steak and sushi
small = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
train_loader, test_loader, class_names = data_setup.create_dataloaders(
    food / "train", food / "test", small
)
len(train_loader), len(test_loader), class_names

# %% file="model_builder"
"""The network of this chapter."""

import torch
from torch import Tensor, nn

# %% [markdown]
# ## `model_builder.py`: the network
#
# TinyVGG again, this time **without padding**: each 3x3 convolution eats a border of one pixel,
# so the sides go 64, 62, 60, then 30 after pooling, 28, 26, and 13. With 3 colours, 10 hidden
# units and 3 classes that makes 8,083 parameters. Count yours.
#
# Importing a module *runs* it from top to bottom. A `print` or a test drive at top level would run
# for everyone who only wanted your class. If you want to try it here, put that below
# `if __name__ == "__main__":`.


# %% task="model_builder.TinyVGG" points=7 minutes=12 concept="a model as a module"
class TinyVGG(nn.Module):
    """Two blocks of two 3x3 convolutions each, and a linear layer, for pictures of 64x64.

    Args of the class: input_shape (colour channels), hidden_units (channels of each convolution),
    output_shape (number of classes). Each block: convolution, ReLU, convolution, ReLU, 2x2 max
    pooling; no padding. Called with (n, input_shape, 64, 64), it returns logits (n, output_shape).
    """

    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        layers: list[nn.Module] = []
        for channels in (input_shape, hidden_units):
            layers += [nn.Conv2d(channels, hidden_units, kernel_size=3), nn.ReLU()]
            layers += [nn.Conv2d(hidden_units, hidden_units, kernel_size=3), nn.ReLU()]
            layers.append(nn.MaxPool2d(2))
        self.blocks = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(hidden_units * 13 * 13, output_shape)
        )
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        ### BEGIN SOLUTION
        return self.classifier(self.blocks(x))
        ### END SOLUTION


# %% explore
import model_builder

model = model_builder.TinyVGG(input_shape=3, hidden_units=10, output_shape=3)
sum(p.numel() for p in model.parameters()), model(torch.rand(2, 3, 64, 64)).shape

# %% file="engine"
"""Training and testing, one epoch or many."""

from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

# %% [markdown]
# ## `engine.py`: one epoch of training
#
# In the notebook, `device` was lying on the bench. Here it is an **argument**, and the function
# sends each batch there: pictures *and* labels.


# %% task="engine.train_step" points=9 minutes=15 concept="one epoch of training as a module"
def train_step(
    model: nn.Module,
    dataloader: DataLoader[Any],
    loss_fn: nn.Module,
    optimizer: Optimizer,
    device: torch.device | str,
) -> tuple[float, float]:
    """Train a model for one epoch, in training mode: five steps for each batch.

    Args:
        model: returns logits (n, classes); it is on the device, perhaps in evaluation mode.
        dataloader: gives batches of inputs and class numbers; the last may be smaller.
        loss_fn: called as loss_fn(logits, labels).
        optimizer: made with this model's parameters.
        device: where each batch is sent.

    Returns:
        Loss and accuracy (0 to 1) as Python floats, both from the forward passes before each step:
        the mean over the batches, as in the course. The mean over all samples is right as well.
    """
    ### BEGIN SOLUTION
    model.train()
    loss_sum, accuracy_sum = 0.0, 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        accuracy_sum += (logits.argmax(dim=1) == y).double().mean().item()
    return loss_sum / len(dataloader), accuracy_sum / len(dataloader)
    ### END SOLUTION


# %% [markdown]
# ## `engine.py`: one look at the test set
#
# The same two numbers for data that the model does not learn from. Two switches: evaluation mode
# for the layers, no gradients for autograd. A measurement changes nothing.


# %% task="engine.test_step" points=7 minutes=10 changes="mode" concept="one epoch of testing as a module"
def test_step(
    model: nn.Module,
    dataloader: DataLoader[Any],
    loss_fn: nn.Module,
    device: torch.device | str,
) -> tuple[float, float]:
    """Measure a model on all batches, in evaluation mode and without gradients.

    Nothing of the model changes: it may stay in evaluation mode, but one that came in it is not put
    in training mode, and its parameters still learn.

    Args:
        model, dataloader, loss_fn, device: as for train_step.

    Returns:
        Loss and accuracy (0 to 1) as Python floats: the mean over the batches, or over all samples.
    """
    ### BEGIN SOLUTION
    model.eval()
    loss_sum, accuracy_sum = 0.0, 0.0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item()
            accuracy_sum += (logits.argmax(dim=1) == y).double().mean().item()
    return loss_sum / len(dataloader), accuracy_sum / len(dataloader)
    ### END SOLUTION


# %% [markdown]
# ## `engine.py`: all epochs
#
# Train, test, note four numbers; again and again. Whoever calls `train` twice expects two separate
# lists of results, so make the lists inside the function, where they are new each time.


# %% task="engine.train" points=7 minutes=10 needs="engine.train_step engine.test_step" concept="an engine"
def train(
    model: nn.Module,
    train_dataloader: DataLoader[Any],
    test_dataloader: DataLoader[Any],
    optimizer: Optimizer,
    loss_fn: nn.Module,
    epochs: int,
    device: torch.device | str,
) -> dict[str, list[float]]:
    """Train and test a model, epoch by epoch.

    Args:
        model, optimizer, loss_fn, device: as for train_step.
        train_dataloader, test_dataloader: what to learn from, what to measure with.
        epochs: how many times; 0 gives empty lists.

    Returns:
        A dict of "train_loss", "train_acc", "test_loss" and "test_acc", each a list of floats with
        one entry per epoch. Each epoch is tested after its training.
    """
    ### BEGIN SOLUTION
    results: dict[str, list[float]] = {
        name: [] for name in ("train_loss", "train_acc", "test_loss", "test_acc")
    }
    for epoch in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        tested = test_step(model, test_dataloader, loss_fn, device)
        for name, value in zip(results, (*trained, *tested), strict=True):
            results[name].append(value)
        numbers = " | ".join(f"{name}: {values[-1]:.4f}" for name, values in results.items())
        print(f"epoch {epoch + 1} | {numbers}")
    return results
    ### END SOLUTION


# %% explore
import engine

results = engine.train(
    model,
    train_loader,
    test_loader,
    torch.optim.Adam(model.parameters(), lr=0.001),
    torch.nn.CrossEntropyLoss(),
    epochs=2,
    device="cpu",
)

# %% file="utils"
"""Models to files, and back."""

from pathlib import Path

import torch
from torch import nn

# %% [markdown]
# ## `utils.py`: save
#
# Save the **numbers**, not the object: a `state_dict` is tensors by name, and any program can read
# it. A pickled module remembers the path of your class instead, and breaks when you rename a file.
#
# Files of this kind end in `.pt` or `.pth`. Refuse everything else *before* you write, with an
# error that says what to do.


# %% task="utils.save_model" points=8 minutes=10 concept="saving with the right suffix"
def save_model(model: nn.Module, target_dir: str | Path, model_name: str) -> None:
    """Save a model's state dict as target_dir/model_name.

    Args:
        model: the model.
        target_dir: the folder; made, with all folders above it, if it is not there.
        model_name: ends in .pt or .pth. A file of that name is overwritten.

    Raises:
        ValueError: another ending; nothing is written then, not even the folder is made. (An
            assert, as in the course, is accepted too, but mind that `python -O` skips it.)
    """
    ### BEGIN SOLUTION
    if not model_name.endswith((".pt", ".pth")):
        raise ValueError(f"a model's file ends in .pt or .pth, but this is {model_name!r}")
    folder = Path(target_dir)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / model_name)
    ### END SOLUTION


# %% [markdown]
# ## `utils.py`: load
#
# A file tells you where its tensors lived. If that was a GPU and you have none, reading it fails
# unless you say where they shall live now: `map_location`.
#
# Files come from people, and people make mistakes. Half a state dict, one of another network, a
# whole pickled module that would run somebody's code while it is read: all of these must *fail*.
# A model with a few random layers left in it looks healthy and predicts nonsense.


# %% task="utils.load_model" points=10 minutes=12 concept="loading what was saved"
def load_model(model: nn.Module, path: str | Path, device: torch.device | str = "cpu") -> nn.Module:
    """Load a saved state dict into a model, ready for predictions.

    Args:
        model: a new model of the right sizes; it is filled and returned.
        path: a file that save_model wrote, on any device.
        device: where the model shall be.

    Returns:
        The model, on the device, in evaluation mode.

    Raises:
        Any exception: the file is not there, holds something other than tensors by name, or its
            names or shapes are not exactly those of the model.
    """
    ### BEGIN SOLUTION
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state)
    return model.to(device).eval()
    ### END SOLUTION


# %% explore
import utils

utils.save_model(model, "models", "first_try.pth")
again = utils.load_model(model_builder.TinyVGG(3, 10, 3), "models/first_try.pth")
again.training

# %% file="get_data"
"""Fetch a data set once: `python get_data.py URL FOLDER`."""

import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

# %% [markdown]
# ## `get_data.py`: download once
#
# The course's first exercise. "Skip it if the folder is there" sounds easy, until a download breaks
# in the middle: the folder was made first, it is there, it is empty, and every later run is sure
# that all is well.
#
# The cure is an old one: do the work under a **temporary name** and rename when it is complete.
# Renaming happens in one instant, so nobody ever sees half a folder.


# %% task="get_data.download" points=8 minutes=20 concept="data fetched once"
def download(source: str, destination: str | Path, opener: Callable[[str], Any] = urlopen) -> Path:
    """Fetch a zip and unpack it into the folder destination, unless it has files in it already.

    Args:
        source: the zip's address.
        destination: the folder; made with all folders above it. One that is empty is filled.
        opener: opener(source) gives an object with read(), to be used in a `with` statement.

    Returns:
        destination as a Path.

    Raises:
        OSError: the download broke.
        zipfile.BadZipFile: what came is no zip. In both cases destination is not there, or empty,
            and nothing lies beside it, so that the next try starts afresh.
    """
    ### BEGIN SOLUTION
    destination = Path(destination)
    if destination.is_dir() and any(destination.iterdir()):
        return destination
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent) as scratch:
        packed, unpacked = Path(scratch, "data.zip"), Path(scratch, "data")
        with opener(source) as stream, packed.open("wb") as file:
            shutil.copyfileobj(stream, file)
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(unpacked)
        if destination.is_dir():
            destination.rmdir()
        unpacked.rename(destination)
    return destination
    ### END SOLUTION


# %% file="get_data"
if __name__ == "__main__":
    print(download(sys.argv[1], sys.argv[2]))

# %% file="train"
"""Train TinyVGG on folders of pictures: `python train.py --help` tells how."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import data_setup
import engine
import model_builder
import torch
import utils
from torch import nn
from torchvision import transforms

# %% [markdown]
# ## `train.py`: arguments
#
# The course's second exercise. Constants at the top of a script mean editing the script for each
# experiment. `argparse` turns them into flags with defaults, and writes the help text for you.
#
# What arrives from a terminal is **text**. Say for each flag what it shall become, or
# `"0.003" * gradient` will surprise you.


# %% task="train.build_parser" points=8 minutes=12 concept="arguments and their defaults"
def build_parser() -> argparse.ArgumentParser:
    """Make the parser of train.py; each flag has a help text.

    --learning_rate becomes a float, --batch_size, --num_epochs and --hidden_units become ints.

    Flags and defaults:
        --train_dir data/pizza_steak_sushi/train
        --test_dir data/pizza_steak_sushi/test
        --learning_rate 0.001
        --batch_size 32
        --num_epochs 5
        --hidden_units 10
        --device: cuda where it is available, else cpu
        --model_path models/05_going_modular_script_mode_tinyvgg_model.pth
    """
    ### BEGIN SOLUTION
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model_path = "models/05_going_modular_script_mode_tinyvgg_model.pth"
    parser = argparse.ArgumentParser(
        description="Train TinyVGG on folders of pictures.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--train_dir", default="data/pizza_steak_sushi/train", help="training pictures")
    add("--test_dir", default="data/pizza_steak_sushi/test", help="test pictures")
    add("--learning_rate", type=float, default=0.001, help="of Adam")
    add("--batch_size", type=int, default=32, help="pictures per step")
    add("--num_epochs", type=int, default=5, help="times through the training pictures")
    add("--hidden_units", type=int, default=10, help="channels of each convolution")
    add("--device", default=device, help="cpu, cuda or mps")
    add("--model_path", default=model_path, help="where the trained model goes")
    return parser
    ### END SOLUTION


# %% [markdown]
# ## `train.py`: the program
#
# Now put the drawers together: loaders, network, loss and optimiser, training, saving. Every flag
# must *do* something. The classic slip is a constant left over from before: `--learning_rate 0.5`
# is accepted with thanks and training goes on at 0.001. Trace each flag from the parser to where
# it is used.
#
# The saved numbers do not know that class 0 is pizza. So the class names go into a text file
# beside the model: `models/first.pth` and `models/first.txt`.


# %% task="train.main" points=14 minutes=25 needs="engine.train utils.save_model" concept="training from a command line"
def main(argv: Sequence[str] | None = None) -> dict[str, list[float]]:
    """Train as the arguments say, with Adam and cross entropy, and save the model.

    Pictures are resized to 64x64, each as a whole. The model goes to --model_path, and the class
    names, one a line, to a file of the same name that ends in .txt.

    Args:
        argv: arguments such as ["--num_epochs", "1"]; None takes those of the command line.

    Returns:
        The results of engine.train.
    """
    ### BEGIN SOLUTION
    args = build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    loss_fn = nn.CrossEntropyLoss()
    results = engine.train(
        model, train_loader, test_loader, optimizer, loss_fn, args.num_epochs, args.device
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    return results
    ### END SOLUTION


# %% file="train"
if __name__ == "__main__":
    main()

# %% explore
python("going_modular/train.py", "--help")
folders = ["--train_dir", food / "train", "--test_dir", food / "test"]
python("going_modular/train.py", *folders, "--num_epochs", 3)

# %% file="predict"
"""What is on this picture? `python predict.py PICTURE --model_path MODEL` tells."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import model_builder
import torch
import utils
from PIL import Image
from torchvision import transforms

# %% [markdown]
# ## `predict.py`: ask a saved model
#
# The course's third exercise. The program gets a picture and a model's file, and nothing else. How
# many hidden units did that model have, how many classes? **The file knows**: the first tensor of
# its state dict has the shape `(hidden_units, colours, 3, 3)`, and the last has one number per
# class. The names are in the `.txt` beside it.
#
# Then the three rules of chapter 01: evaluation mode, no gradients, one device. And a picture in
# the form that training used: three colours, 64x64, in a batch of one.


# %% task="predict.main" points=14 minutes=25 needs="model_builder.TinyVGG utils.load_model" concept="predicting from a command line"
def main(argv: Sequence[str] | None = None) -> str:
    """Predict a picture's class with a saved model and print both class and probability.

    Arguments of the program: the picture's path (grey pictures and pictures with transparency are
    turned into colour), and --model_path, a file that train.py wrote, with its .txt beside it.
    Default: models/05_going_modular_script_mode_tinyvgg_model.pth. Sizes are read from the file.

    Prints one line such as `pizza 0.873`. If the picture or the model cannot be read, the program
    prints no prediction, says which file it is, and ends with an exit code other than 0.

    Args:
        argv: arguments such as ["lunch.jpg"]; None takes those of the command line.

    Returns:
        The name of the class.
    """
    ### BEGIN SOLUTION
    parser = argparse.ArgumentParser(description="Predict the class of a picture.")
    parser.add_argument("image", help="the picture")
    model_path = "models/05_going_modular_script_mode_tinyvgg_model.pth"
    parser.add_argument("--model_path", default=model_path, help="a file that train.py wrote")
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image).convert("RGB")
    except OSError as error:
        sys.exit(f"Cannot read the picture {args.image}: {error}")
    try:
        class_names = Path(args.model_path).with_suffix(".txt").read_text("utf-8").split("\n")
        shapes = torch.load(args.model_path, map_location="meta", weights_only=True)
        first, last = next(iter(shapes.values())), next(reversed(shapes.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        utils.load_model(model, args.model_path)
    except Exception as error:
        sys.exit(f"Cannot read the model {args.model_path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        probabilities = model(transform(picture).unsqueeze(0)).softmax(dim=1)[0]
    name = class_names[int(probabilities.argmax())]
    print(f"{name} {probabilities.max().item():.3f}")
    return name
    ### END SOLUTION


# %% file="predict"
if __name__ == "__main__":
    main()

# %% explore
some_picture = next((food / "test").glob("*/*.jpg"))
python("going_modular/predict.py", some_picture)

# %% file="concept_check"
"""Answers to the questions of chapter 05."""

# %% [markdown]
# ## Concept check
#
# Write the letter of your choice in quotes.
#
# **1.** You want to look at some pictures and try three ideas before lunch. What suits best?
# (a) a notebook (b) a package of modules (c) a command line program
#
# **2.** A cell begins with `%%writefile going_modular/engine.py`. What happens when it runs?
# (a) its functions are defined in the notebook and saved too
# (b) its text is saved; nothing is run (c) `engine.py` is imported
#
# **3.** `engine.py` ends with a line `train_step(model, loader, ...)` at top level. When is it run?
# (a) never (b) when `engine.py` is started as a program only (c) whenever it is imported
#
# **4.** You changed `engine.py` and run `import engine` again, in a notebook without autoreload.
# What do you get?
# (a) the new code (b) the code as it was at the first import (c) an error
#
# **5.** A flag is added with `add_argument("--batch_size", default=32)`. What is `args.batch_size`
# after `--batch_size 64`? (a) `64` (b) `"64"` (c) `32`
#
# **6.** `train.py` says `--train_dir data/train`. Where is that folder looked for?
# (a) in the folder of `train.py` (b) in the folder where the terminal is
# (c) in the folder of `data_setup.py`
#
# **7.** What is in a file that `utils.save_model` wrote?
# (a) the class TinyVGG and its numbers (b) tensors by name (c) the module's source code
#
# **8.** A colleague's GPU machine wrote `model.pth`; your laptop has no GPU. What do you need?
# (a) a GPU (b) the colleague saves it again on a CPU (c) `map_location` when loading


# %% file="concept_check" task="concept_check" points=10 minutes=10 concept="modules, imports and programs"
ANSWER_1 = "a"  ### SOLUTION
ANSWER_2 = "b"  ### SOLUTION
ANSWER_3 = "c"  ### SOLUTION
ANSWER_4 = "b"  ### SOLUTION
ANSWER_5 = "b"  ### SOLUTION
ANSWER_6 = "b"  ### SOLUTION
ANSWER_7 = "b"  ### SOLUTION
ANSWER_8 = "c"  ### SOLUTION
