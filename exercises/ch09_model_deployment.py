# Chapter 09: edit this file. Write your code where it says TODO, then run
#     autograder check 09
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch09_model_deployment.py by `autograder build`.

# %% [markdown]
# # 09 · Model deployment
#
# A model that only its maker can run helps nobody. In this chapter you bring one to people: choose
# between two candidates by how good *and* how fast they are, put a page in front of the winner on
# which anyone may drop a photograph, and pack everything into a folder that runs on a computer you
# have never seen.
#
# Before the first line of code, two questions. **Where** will it run: on the user's own telephone
# (quick, private, little memory) or on a server (any size of model, but each picture travels)? And
# **how**: online, one answer at a time while somebody waits, or offline, a whole pile by night?
# Say it in numbers, e.g. "right 95 times of 100, in 0.03 seconds": numbers can be measured.

# %%
import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from timeit import default_timer as timer
from typing import Any

import numpy as np
import torch
import torchvision
from PIL import Image, ImageOps
from torch import Tensor, nn
from torch.utils.data import Dataset, Subset, random_split

# %% [markdown]
# ## The small candidate
#
# *10 points · about 10 minutes*
#
# Chapter 06 took a pretrained network apart. Here the same goes into a **factory**: one function
# that makes the network ready for training, and hands out the transforms that belong to it. Your
# training script calls it, and so does your app: both get the same architecture.


# %% task="create_effnetb2_model" points=10 minutes=10
def create_effnetb2_model(
    num_classes: int = 3, seed: int = 42
) -> tuple[nn.Module, Callable[[Image.Image], Tensor]]:
    """Make torchvision's EfficientNet-B2 with its default weights into a feature extractor.

    Args:
        num_classes: how many outputs the new head has.
        seed: for torch.manual_seed; the head's numbers are the first that are drawn after it.

    Returns:
        The model, frozen but for its new head model.classifier, which is
        nn.Sequential(nn.Dropout, nn.Linear) with a Dropout of 0.3 and 1408 inputs; and the
        transforms that its weights ask for.
    """
    # TODO: your code here
    raise NotImplementedError("create_effnetb2_model")


# %% [markdown]
# ## The large candidate
#
# *8 points · about 8 minutes*
#
# A vision transformer is eleven times as large. Is it eleven times as good? Make it the same way;
# its head is called `heads`. (Without a network the weights of both cannot be fetched, and that is
# fine: the checks put small networks in their place. So do not be surprised by an error below.)


# %% task="create_vit_model" points=8 minutes=8
def create_vit_model(
    num_classes: int = 3, seed: int = 42
) -> tuple[nn.Module, Callable[[Image.Image], Tensor]]:
    """Make torchvision's ViT-B/16 with its default weights into a feature extractor.

    Args:
        num_classes: how many outputs the new head has.
        seed: as in create_effnetb2_model.

    Returns:
        The model, frozen but for its new head model.heads: a linear layer with 768 inputs, alone
        or in an nn.Sequential; and the transforms that its weights ask for.
    """
    # TODO: your code here
    raise NotImplementedError("create_vit_model")


# %% [markdown]
# ## The rest of the explorations
#
# work without a network. Two stand-ins play the candidates: the kit's small pretrained network, and
# one that does the same four times over, so that it is slower and larger. Train their heads.

# %% [markdown]
# ## What does a model cost?
#
# *8 points · about 8 minutes*
#
# Four numbers belong on a model's card: how wrong it is, how often it is right, how many numbers it
# has and how much room its file takes. Do not round them away: a file of 0.9 MB is not one of 0 MB.


# %% task="model_stats" points=8 minutes=8
def model_stats(
    model: nn.Module, path: str | Path, results: Mapping[str, Sequence[float]]
) -> dict[str, float]:
    """Collect what there is to know about a trained model.

    Args:
        model: any module.
        path: the file that its state dict was saved in.
        results: what training recorded, one number for each epoch under "test_loss" and "test_acc".

    Returns:
        "test_loss" and "test_acc" of the last epoch, "number_of_parameters" (how many numbers its
        parameters hold, the frozen ones too; an int) and "model_size_mb" (the file's size in units
        of 1024 * 1024 bytes; a float).
    """
    # TODO: your code here
    raise NotImplementedError("model_stats")


# %% [markdown]
# ## Predict, and look at the watch
#
# *14 points · about 20 minutes*
#
# How long does one picture take, as a user would wait for it: from opening the file to the name of
# the dish? Ask for each picture of the test set and store a row: what it was, what it was taken
# for, how sure the model was, how long it took. A table of such rows answers many questions later.
#
# A row is for everybody: plain numbers and texts that go into a table or a JSON file, no tensors.


# %% task="pred_and_store" points=14 minutes=20
def pred_and_store(
    paths: Iterable[Path],
    model: nn.Module,
    transform: Callable[[Image.Image], Tensor],
    class_names: Sequence[str],
    device: torch.device | str = "cpu",
) -> list[dict[str, Any]]:
    """Predict pictures one by one and note the time that each takes.

    Args:
        paths: picture files; the folder that a file is in has the name of its class.
        model: returns logits (1, classes); it may arrive in training mode, on any device.
        transform: from a Pillow picture to what the model takes, (channels, height, width).
        class_names: name of each class, in the order of the model's outputs.
        device: where the model is to compute.

    Returns:
        A dict for each path, in their order: "image_path" (the path), "class_name" (its true
        class), "pred_prob" (probability of the predicted class, a float; four decimals suffice),
        "pred_class" (its name), "time_for_pred" (seconds for this picture alone, from opening the
        file to the predicted class; a float) and "correct" (a bool).
    """
    # TODO: your code here
    raise NotImplementedError("pred_and_store")


# %% [markdown]
# ## An honest stopwatch
#
# *12 points · about 20 minutes*
#
# Two traps of timing. The first call of a model is slow (memory is fetched, code is chosen), so it
# must not count: **warm up**. And a GPU takes orders without waiting for them: when `model(x)`
# returns, the work has hardly begun. Before you look at the clock, wait until it is done:
# `torch.cuda.synchronize()` (`torch.mps.synchronize()` on a Mac).
#
# A mean hides bad days. The **95th percentile** is what one user in twenty waits at least.


# %% task="benchmark" points=12 minutes=20
def benchmark(
    model: nn.Module,
    x: Tensor,
    runs: int = 30,
    warmup: int = 5,
    device: torch.device | str = "cpu",
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Time a model's forward pass, as it is used for predictions.

    Args:
        model: may arrive in training mode; it is sent to the device.
        x: a batch (n, ...); it is sent to the device, which does not count.
        runs: how many calls are timed, each by itself.
        warmup: how many calls come first and do not count; the model is called warmup + runs times.
        device: "cpu", "cuda" or "mps". On the latter two, wait for the device before each look at
            the clock, with torch.cuda.synchronize() or torch.mps.synchronize().
        clock: the only clock to look at; returns seconds.

    Returns:
        "mean", "p50" and "p95": seconds for one call, on average and the 50th and 95th percentile
        (interpolated linearly, as torch.quantile and np.percentile do); "fps": pictures (rows of
        x) per second at the mean speed. Floats.
    """
    # TODO: your code here
    raise NotImplementedError("benchmark")


# %% [markdown]
# ## Is it worth it?
#
# *11 points · about 15 minutes*
#
# "Eleven times as many parameters, twice as slow, 1.6 % better." A comparison is a table of
# **ratios** to one of the models. And a choice is a rule that you write down *before* you look: of
# all that are quick enough and good enough, take the best.


# %% task="compare_models" points=11 minutes=15 changes="nothing"
def compare_models(rows: Sequence[Mapping[str, Any]], baseline: str) -> list[dict[str, Any]]:
    """Compare models with one of them.

    Args:
        rows: a dict for each model, all with the same keys: "model" (its name) and numbers, none
            of which is 0, such as "test_acc" or "time_per_pred_cpu".
        baseline: name of the model to compare with.

    Returns:
        A dict for each row, in their order: "model", and under each other key how many times the
        baseline's number this one is (1.0 for the baseline itself). rows stay as they are.

    Raises:
        ValueError: no row has the name baseline.
    """
    # TODO: your code here
    raise NotImplementedError("compare_models")


def pick_model(
    rows: Sequence[Mapping[str, Any]], max_seconds: float, min_acc: float = 0.0
) -> str | None:
    """Choose the best model among those that are quick and good enough.

    Args:
        rows: as above, with "test_acc" (0 to 1) and "time_per_pred_cpu" (seconds).
        max_seconds: a prediction may take so long and no longer.
        min_acc: an accuracy that must at least be reached (0 to 1).

    Returns:
        The name of the one with the highest test_acc, of equally good ones the quickest; None if
        no model will do.
    """
    # TODO: your code here
    raise NotImplementedError("compare_models")


# %% [markdown]
# ## The function behind the page
#
# *11 points · about 12 minutes*
#
# The library **Gradio** makes a web page of a function: what comes in is what a visitor gives, what
# goes out is shown. For a classifier it wants a dict of class names and probabilities, and draws
# bars of it. Add the time, and visitors see how quick you are.
#
# An app makes its model once, when it starts, and keeps it in a variable of the module. `predict`
# then uses what is there. It is called for every visitor, so it must not load anything.


# %% task="predict" points=11 minutes=12
def predict(img: Image.Image) -> tuple[dict[str, float], float]:
    """Predict one picture, as a Gradio interface calls it.

    It uses three variables of this module, which exist when it is called and of which it changes
    none but the model's mode: effnetb2 (a model on the CPU, maybe in training mode; it returns
    logits, (1, classes)), effnetb2_transforms (from a Pillow picture to the model's input without a
    batch dimension) and class_names (a list of texts). Checks put their own in their place.

    Args:
        img: a Pillow picture in mode RGB.

    Returns:
        A dict from every class name to its probability, Python floats that sum to 1; and how many
        seconds the transform and the model took, a Python float.
    """
    # TODO: your code here
    raise NotImplementedError("predict")


# %% [markdown]
# ## What visitors do
#
# *8 points · about 12 minutes*
#
# They press the button without a picture. They drop a screenshot with transparency, a scan in grey,
# an icon with a palette. They hold their telephone upright: the camera stores the picture lying
# down, with a note (EXIF) on how to turn it. A network that expects three colours and food the
# right way up had better not meet any of that.


# %% task="read_upload" points=8 minutes=12
def read_upload(img: Image.Image | np.ndarray | None) -> Image.Image:
    """Make of what a visitor gave a picture that a model can take.

    Args:
        img: a Pillow picture of any mode and size, maybe with an EXIF note on how it is to be
            turned (ImageOps.exif_transpose turns it); or an array, uint8, of shape (h, w),
            (h, w, 3) or (h, w, 4); or None where nothing was given.

    Returns:
        A Pillow picture in mode RGB, turned as the note says; transparency is dropped, as convert
        does.

    Raises:
        ValueError: img is None.
    """
    # TODO: your code here
    raise NotImplementedError("read_upload")


# %% [markdown]
# ## A page around it
#
# *10 points · about 15 minutes*
#
# Now the page itself: `gr.Interface` gets the function, what goes in (`gr.Image`), what comes out
# (`gr.Label` for the dict, `gr.Number` for the time) and some examples to click on. Mind how the
# picture should arrive: unless told otherwise, Gradio hands your function an array.
#
# Building is not starting: `launch()` opens a web server and waits for visitors. A function that
# builds must leave that to its caller. Gradio is not part of the kit (`pip install gradio` where
# you have a network); import it inside the function, so that the rest of the chapter works without.


# %% task="build_demo" points=10 minutes=15
def build_demo(
    predict_fn: Callable[[Image.Image], tuple[dict[str, float], float]],
    examples: Sequence[str],
    title: str = "FoodVision Mini",
) -> Any:
    """Build a Gradio interface for a classifier, without starting it.

    Args:
        predict_fn: as predict above; it wants a Pillow picture. It is not called here.
        examples: paths of pictures that visitors may click on; all exist.
        title: of the page.

    Returns:
        A gradio.Interface with one gr.Image, which gives predict_fn a Pillow picture, and two
        outputs: gr.Label, which shows the top 3 classes, and gr.Number for the seconds. It has not
        been launched.
    """
    # TODO: your code here
    raise NotImplementedError("build_demo")


# %% [markdown]
# ## Names in a file
#
# *8 points · about 8 minutes*
#
# A model knows class 2, people know sushi. What links them is the **order** of the names, nothing
# else. The app that you write for a hundred classes will read them from a file, one name a line.


# %% task="save_class_names" points=8 minutes=8
def save_class_names(class_names: Sequence[str], path: str | Path) -> Path:
    """Write class names into a text file, one a line, in their order.

    Args:
        class_names: texts, none of them empty, without line breaks of any kind (str.splitlines
            leaves each whole); there may be spaces between words.
        path: of the file, in a folder that exists.

    Returns:
        The path as a Path.
    """
    # TODO: your code here
    raise NotImplementedError("save_class_names")


def load_class_names(path: str | Path) -> list[str]:
    """Read such a file, whether or not its last line ends with a line break.

    Args:
        path: of the file; nothing follows the last name but one line break at most.

    Returns:
        The names in the order of the file, without line breaks.
    """
    # TODO: your code here
    raise NotImplementedError("save_class_names")


# %% [markdown]
# ## Someone else's computer
#
# *18 points · about 35 minutes*
#
# A demo is a folder: the app, the model's code, its numbers, the names, some examples and a list of
# what to install. Upload it (Hugging Face Spaces takes such folders) and it runs there. Or it does
# not, for one of the classic reasons: it looks for a file in *your* home folder, or in the folder
# it happens to be started from; the weights were saved on a GPU and there is none; the versions are
# those of three years ago; or it starts a server when it is only imported.
#
# `app.py` is a program: one function below gives its text, the other writes the folder. Inside
# `app.py`, `Path(__file__).parent` is the folder that the app is in, wherever that may be.


# %% task="make_demo_folder" points=18 minutes=35
def app_code() -> str:
    """Write the text of app.py.

    Returns:
        A program in one text, as make_demo_folder below describes it.
    """
    # TODO: your code here
    raise NotImplementedError("make_demo_folder")


def make_demo_folder(
    dst: str | Path,
    model_path: str | Path,
    weights_path: str | Path,
    class_names: Sequence[str],
    examples: Sequence[str | Path],
) -> Path:
    """Write all that a demo needs into one folder.

    The folder holds app.py, model.py (a copy of model_path), a copy of the weights (a file of your
    choice that ends in .pt or .pth), class_names.txt (one name a line), requirements.txt and the
    examples in the folder examples/. Originals stay where they are.

    app.py, run as a program from any working folder on a computer without a GPU, makes the model
    by model.py's create_model, loads the weights that lie beside it, makes a gradio.Interface as in
    build_demo (with the examples of its folder) and launches it. Its function takes a picture of
    any mode and gives all classes' probabilities. Imported, it launches nothing.

    requirements.txt names torch, torchvision and gradio, each with a version: == or >=, at least 2,
    0.15 and 4, as they are on PyPI (which knows no endings like +cpu).

    Args:
        dst: the folder; it is made where it is missing, folders above it too. If it is there, files
            are replaced.
        model_path: a Python file with create_model(num_classes), which returns the model with
            random numbers and its transforms (both for pictures in mode RGB).
        weights_path: a file with the model's state dict, maybe saved on a GPU.
        class_names: in the order of the model's outputs.
        examples: picture files, each with another name.

    Returns:
        dst as a Path.
    """
    # TODO: your code here
    raise NotImplementedError("make_demo_folder")


# %% [markdown]
# ## A hundred classes
#
# *8 points · about 8 minutes*
#
# The second app of the course is FoodVision Big: all 101 dishes, on a fifth of the data, to save
# time. Which fifth? A random one, and the same one tomorrow. `random_split` does it; the seed goes
# into its generator.


# %% task="split_dataset" points=8 minutes=8
def split_dataset(
    dataset: Dataset[Any], split_size: float = 0.2, seed: int = 42
) -> tuple[Subset[Any], Subset[Any]]:
    """Split a dataset at random into two parts.

    Args:
        dataset: has a length n and items.
        split_size: share of the first part, between 0 and 1.
        seed: the same seed gives the same split, whatever random numbers were drawn before.

    Returns:
        Two datasets: the first with split_size * n items, rounded down, the second with all
        others.
    """
    # TODO: your code here
    raise NotImplementedError("split_dataset")


# %% [markdown]
# ## Quietly
#
# *6 points · about 6 minutes*
#
# A popular way to write that generator is `generator=torch.manual_seed(seed)`. It works, for it
# returns a generator: torch's *own*, the one that everything else draws from. So the split resets
# the dice of your whole program. Two models made right after two splits start with the same
# weights, and the seed that you set at the top of the notebook is gone. A helper should leave no
# traces. (If yours leaves none already, this task is soon done.)


# %% task="split_quietly" points=6 minutes=6 changes="nothing"
def split_quietly(
    dataset: Dataset[Any], split_size: float = 0.2, seed: int = 42
) -> tuple[Subset[Any], Subset[Any]]:
    """Split a dataset as split_dataset does, and leave torch's own generator as it is.

    Args:
        dataset, split_size, seed: as in split_dataset.

    Returns:
        As split_dataset. The random numbers that torch gives afterwards are those that it would
        have given without the call.
    """
    # TODO: your code here
    raise NotImplementedError("split_quietly")


# %% [markdown]
# ## Never be certain
#
# *9 points · about 12 minutes*
#
# With a hundred classes and labels that are sometimes wrong, a network that wants to be *certain*
# learns the wrong labels too. **Label smoothing** asks for a little less: a share `eps` of the
# target is taken from the right class and spread evenly over *all* classes, the right one included.
# With three classes and 0.1 the target (0, 1, 0) becomes (0.033, 0.933, 0.033).


# %% task="smoothed_loss" points=9 minutes=12
def smoothed_loss(logits: Tensor, y: Tensor, eps: float = 0.1) -> Tensor:
    """Compute cross entropy with smoothed targets by hand.

    Args:
        logits: (n, classes), float.
        y: true classes, int64 (n,).
        eps: share of the target that is spread evenly over all classes; 0 is plain cross entropy.

    Returns:
        The mean loss over the batch, a tensor without dimensions through which gradients flow. It
        is what nn.CrossEntropyLoss(label_smoothing=eps) gives, which you may compare with.
    """
    # TODO: your code here
    raise NotImplementedError("smoothed_loss")


# %% [markdown]
# ## Among the first five
#
# *8 points · about 10 minutes*
#
# With 101 dishes "beef carpaccio" and "beef tartare" are easily confused. So one also counts how
# often the truth is among the five classes that the model holds most likely: **top-5 accuracy**.
# Course exercise 4 asks for it over the whole test set, last small batch included.


# %% task="evaluate_all" points=8 minutes=10
def evaluate_all(
    model: nn.Module, dataloader: Iterable[Any], k: int = 1, device: torch.device | str = "cpu"
) -> float:
    """Count how often the true class is among a model's k most likely ones.

    Args:
        model: returns logits (n, classes); it may arrive in training mode, and is sent to device.
        dataloader: gives batches of inputs and class numbers; the last may be smaller.
        k: how many guesses the model has, 1 to the number of classes; 1 is plain accuracy.
        device: where the model is to compute.

    Returns:
        The share of all samples, 0 to 1, as a Python float. Each sample counts the same.
    """
    # TODO: your code here
    raise NotImplementedError("evaluate_all")


# %% [markdown]
# ## Where it will fail
#
# *10 points · about 15 minutes*
#
# Course exercise 6: find the failure points before your visitors do. Three are cheap to notice: a
# picture in a mode that the model never saw, a picture of nothing, and an answer without
# conviction.


# %% task="failure_report" points=10 minutes=15
def failure_report(
    predict_fn: Callable[[Image.Image], tuple[dict[str, float], float]],
    images: Sequence[Image.Image],
    threshold: float = 0.5,
) -> list[str | None]:
    """Say what is wrong with each of some pictures.

    Args:
        predict_fn: as predict above. It gets pictures that are neither "mode" nor "blank", each
            once, in their order.
        images: Pillow pictures of any mode and size.
        threshold: a highest probability below it counts as unsure.

    Returns:
        For each picture the first of these that holds: "mode" (its mode is not RGB), "blank" (all
        its pixels have the same colour), "unsure" (the highest probability that predict_fn gives
        is below the threshold); None if none does.
    """
    # TODO: your code here
    raise NotImplementedError("failure_report")


# %% [markdown]
# ## Concept check
#
# *13 points · about 12 minutes*
#
# Ten questions. Replace each `...` by a letter in quotes.
#
# **1.** A model runs on the user's telephone, not on a server. What is the gain?
# - (a) it may be as large as you like
# - (b) no picture has to travel: it is quick, private and works without a network
# - (c) all users get a new version at once
#
# **2.** Every night a shop sorts the ten thousand photographs of the day. That is ...
# - (a) offline (batch) prediction
# - (b) online (real-time) prediction
# - (c) training
#
# **3.** Model A: 98.5 % right, 0.064 s. Model B: 96.9 % right, 0.027 s. The video needs 30 pictures
# a second on this machine. Which one?
# - (a) A, since accuracy comes first
# - (b) B, since A cannot keep up
# - (c) neither keeps up
#
# **4.** You time ten calls of a model on a GPU without waiting for it. What do you measure?
# - (a) how long it takes to hand over the work
# - (b) how long the work takes
# - (c) how long the pictures take to get there and back
#
# **5.** Why do the first calls not count in a benchmark?
# - (a) the model is not trained yet
# - (b) the clock is not exact in the beginning
# - (c) memory is fetched and code is chosen then, which later calls do not pay for
#
# **6.** A state dict was saved on a GPU. What does it take to load it on a computer without one?
# - (a) nothing: tensors find a place by themselves
# - (b) `map_location="cpu"`
# - (c) `model.eval()`
#
# **7.** Class names are read from a file and sorted on the way. Training had them in another order.
# What happens?
# - (a) loading the weights fails
# - (b) probabilities no longer sum to 1
# - (c) predictions get wrong names, and no error tells
#
# **8.** Why does `app.py` launch its page below `if __name__ == "__main__":`?
# - (a) so that importing it, in a test say, does not start a server and wait
# - (b) because Gradio works in no other place
# - (c) to make the page faster
#
# **9.** What does label smoothing do to a loss that is already small?
# - (a) it makes it 0
# - (b) it keeps it from ever reaching 0, so that the network need not be certain
# - (c) it multiplies the learning rate
#
# **10.** A list of requirements says `gradio` and no more. What may happen in two years?
# - (a) nothing: names stay names
# - (b) the weights no longer fit
# - (c) a newer version is installed in which the app's calls are not the same

# %% task="concept_check" points=13 minutes=12
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
