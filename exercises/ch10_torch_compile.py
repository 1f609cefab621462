# Chapter 10: edit this file. Write your code where it says TODO, then run
#     autograder check 10
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch10_torch_compile.py by `autograder build`.

# %% [markdown]
# # 10 · torch.compile
#
# PyTorch runs a model line by line: multiply, write the result to memory, read it again, add, write
# again. A GPU multiplies so fast that it spends most of its time waiting for that memory.
#
# Since version 2 PyTorch can look at the whole model first. **`torch.compile`** watches one call
# (**graph capture**), notes every operation, and hands the list to a **backend**. That writes code
# in which neighbouring operations are merged (**operator fusion**), so that the data makes the trip
# to memory once instead of five times. The results are the same but for rounding.
#
# One line, and a lot to know about it: when it works, what it does to a state dict, what one has to
# leave out of a timing, and how to compare two ways of training without fooling oneself.
#
# The usual backend is called `inductor`. It writes C++ or GPU code and needs a compiler for it,
# which may be missing, and which your work is not allowed to start while it is graded. So functions
# of this chapter take a `backend`, and what is graded uses `"eager"`, which captures the graph and
# runs it as it is: no faster, but everything else is as with `inductor`.

# %%
import contextlib
import csv
import shutil
import statistics
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader, TensorDataset

# %% [markdown]
# ## Is the GPU new enough?
#
# *6 points · about 6 minutes*
#
# Each NVIDIA GPU has a **compute capability**, two numbers: (7, 5) for a T4, (8, 0) for an A100,
# (12, 0) for an RTX 5090. `torch.cuda.get_device_capability()` gives yours. Compiled code runs from
# (7, 0) on; most of what makes it fast came with (8, 0).


# %% task="gpu_capability_note" points=6 minutes=6
def gpu_capability_note(capability: tuple[int, int] | None) -> str:
    """Tell what torch.compile can do for a GPU.

    Args:
        capability: major and minor number of the GPU, None where there is no GPU.

    Returns:
        "fast" from (8, 0) on, "supported" from (7, 0) on, "too old" below that, and "no GPU" for
        None.
    """
    # TODO: your code here
    raise NotImplementedError("gpu_capability_note")


# %% [markdown]
# ## Fewer digits, more speed
#
# *6 points · about 8 minutes*
#
# A second gift of (8, 0): **TF32**. The units that multiply matrices then read float32 numbers with
# ten bits behind the point instead of twenty-three, and are several times as fast. For most
# networks the difference is noise. It has nothing to do with `torch.compile`, but who compares
# speeds must know on which side it was on. PyTorch has it off for matrix products unless told.


# %% task="use_tf32" points=6 minutes=8 changes="settings"
def use_tf32(capability: tuple[int, int] | None) -> bool:
    """Let matrix products of float32 on the GPU use TF32 exactly where the GPU has it.

    Args:
        capability: as in gpu_capability_note. TF32 came with (8, 0). Nothing coarser than TF32,
            such as bfloat16, is allowed.

    Returns:
        Whether it is on now. On an older GPU, or without one, it is switched off, even if it was
        on. (Setting the switch does no harm where there is no GPU.)
    """
    # TODO: your code here
    raise NotImplementedError("use_tf32")


# %% [markdown]
# ## A place for all that is made
#
# *9 points · about 12 minutes*
#
# PyTorch 2 brought two more lines. Inside `with torch.device("cuda"):` new tensors and layers are
# made on the GPU, without a `.to(device)` behind each. `torch.set_default_device("cuda")` does the
# same for the rest of the program, and that is the trouble with it: all that comes later gets it.
#
# Write the polite form: a block, and what was before holds again after it, come what may.


# %% task="device_context" points=9 minutes=12
def device_context(device: torch.device | str) -> contextlib.AbstractContextManager[Any]:
    """Make a context for a with statement: new tensors and layers are made on a device.

    Args:
        device: such as "cpu", "cuda" or "meta".

    Returns:
        A context manager. After its block the default device is what it was before, whichever it
        was, also if the block ended with an error. That error goes on to the caller. Such blocks
        may be nested, and a tensor that is given a device of its own is made there.
    """

    # TODO: your code here
    raise NotImplementedError("device_context")


# %% [markdown]
# ## Compile it, if it can be
#
# *13 points · about 20 minutes*
#
# `torch.compile(model)` hands back a *wrapper* around the model. The model itself is as it was, and
# both share their parameters. And it hands the wrapper back at once, for it is lazy: nothing is
# compiled before the first call. So a missing compiler is noticed then, maybe an hour later, in the
# middle of your training loop.
#
# Better to know at once, and to go on without.


# %% task="maybe_compile" points=13 minutes=20 changes="nothing"
def maybe_compile(
    model: nn.Module,
    enabled: bool = True,
    backend: str | Callable[..., Any] = "eager",
    example: Tensor | None = None,
) -> nn.Module:
    """Compile a model, or hand it back as it is.

    Args:
        model: in any mode, which is one for all its layers.
        enabled: False asks for the model itself.
        backend: handed on to torch.compile. It may be unknown, or fail.
        example: an input such as those to come. With one the compiled model is tried on it, as
            only a call compiles. The trial leaves no trace: parameters, the statistics of
            BatchNorm and the mode are the same afterwards, and it takes no gradient.

    Returns:
        The compiled model; or the model itself if that is wanted, or if torch.compile or the trial
        raises an exception. In that case its text is in a warning (warnings.warn).
    """
    # TODO: your code here
    raise NotImplementedError("maybe_compile")


# %% [markdown]
# ## The first call pays
#
# *8 points · about 10 minutes*
#
# How long does it take? Time two things: the first call, and the calls after it.


# %% task="time_first_call" points=8 minutes=10
def time_first_call(
    fn: Callable[[Tensor], Any], x: Tensor, repeats: int = 5
) -> tuple[float, float]:
    """Time the first call of a compiled function or model, and later calls.

    Args:
        fn: is called as fn(x), 1 + repeats times; for example a model that was just compiled.
        x: its input.
        repeats: how many calls come after the first, 1 or more.

    Returns:
        Seconds of the first call, and the mean seconds of one of the later calls.
    """
    # TODO: your code here
    raise NotImplementedError("time_first_call")


# %% [markdown]
# ## How many graphs?
#
# *10 points · about 15 minutes*
#
# A backend is nothing mysterious: a function that gets a graph (an `fx.GraphModule`) and a list of
# example inputs, and returns something that computes what the graph computes. The simplest one
# returns `graph.forward`. Print the graph there, and you see what was captured; count the calls of
# your backend, and you know how many graphs were made.
#
# It may be more than one, for two reasons:
# - a **graph break**: the code does something that cannot be captured, such as printing a value, or
#   an `if` that depends on one. The graph ends there, Python takes over, and another graph begins;
# - a **recompilation**: an input has another dtype, or another shape than those before.


# %% task="count_graphs" points=10 minutes=15
def count_graphs(fn: Callable[[Tensor], Any], inputs: Sequence[Tensor]) -> int:
    """Count the graphs that are compiled for a function.

    Args:
        fn: any function of a tensor, not compiled yet.
        inputs: what the function, compiled once by torch.compile with its usual settings but for
            the backend, is called with, one after the other.

    Returns:
        How many graphs the backend was given in all these calls together, a Python int.
    """
    # TODO: your code here
    raise NotImplementedError("count_graphs")


# %% [markdown]
# ## One graph
#
# *8 points · about 12 minutes*
#
# Here is a function as one would write it, and it breaks:
#
# ```python
# def limit_norm(x, most):
#     if x.norm() > most:  # which way? That depends on the numbers, so capture ends here
#         x = x * (most / x.norm())
#     return x
# ```
#
# Say it as a formula, without a question that Python has to answer, and it becomes one graph.
# `torch.where`, `torch.clamp` and their like decide inside the graph.


# %% task="limit_norm" points=8 minutes=12
def limit_norm(x: Tensor, most: float = 1.0) -> Tensor:
    """Shorten a vector that is too long, in one graph.

    Args:
        x: of any shape; its norm is the root of the sum of all squares.
        most: the largest norm allowed, above 0.

    Returns:
        x itself where its norm is at most ``most`` (zeros stay zeros), otherwise x scaled to that
        norm; of the shape of x. torch.compile captures the function in a single graph, which
        serves long and short vectors.
    """
    # TODO: your code here
    raise NotImplementedError("limit_norm")


# %% [markdown]
# ## Batches of any size
#
# *7 points · about 8 minutes*
#
# A first graph is made for exactly the shape that it sees. When another size comes, a second graph
# is made, for any size this time. So with a smaller last batch one compiles twice. Ask for
# **dynamic** shapes from the start, and once is enough. (Fixed shapes may give faster code, so it
# is a choice.)


# %% task="compile_any_batch" points=7 minutes=8
def compile_any_batch(model: nn.Module, backend: str | Callable[..., Any] = "eager") -> nn.Module:
    """Compile a model so that one graph serves batches of any size from 2 on.

    Args:
        model: takes a batch (n, features).
        backend: handed on to torch.compile.

    Returns:
        The compiled model, which computes what the model does.
    """
    # TODO: your code here
    raise NotImplementedError("compile_any_batch")


# %% [markdown]
# ## Names in the state dict
#
# *10 points · about 12 minutes*
#
# The wrapper keeps the model as `_orig_mod`, and so its state dict calls everything
# `_orig_mod.0.weight` and the like. Save that, and whoever loads it into a plain model gets an
# error. (With `strict=False` they get none, and a model of random numbers. That is worse.)
#
# It is not always at the front: a part of a model may be compiled by itself.


# %% task="clean_state_dict" points=10 minutes=12 changes="nothing"
def clean_state_dict(model: nn.Module) -> dict[str, Tensor]:
    """Give the state dict that the model had if nothing in it were compiled.

    Args:
        model: compiled, or with compiled parts inside, or not compiled at all.

    Returns:
        All tensors of the model's state dict, buffers too, by the names that a plain model of the
        same kind has, which loads them with strict=True. The model is as it was.
    """
    # TODO: your code here
    raise NotImplementedError("clean_state_dict")


# %% [markdown]
# ## Test it, and keep the answers
#
# *12 points · about 18 minutes*
#
# The course's loops for this chapter test under `torch.no_grad()`, where earlier chapters used
# `torch.inference_mode()`: in PyTorch 2.0 the latter and `torch.compile` did not get along. They do
# now. But there is a difference that stays. A tensor born in inference mode carries no trace of its
# changes, and autograd refuses to build on it, forever. One that was made under `no_grad` is an
# ordinary tensor.
#
# So what you keep for later training (outputs for calibration, features of a frozen network for a
# new head) must not come from inference mode.


# %% task="eval_step_compiled" points=12 minutes=18
def eval_step_compiled(
    model: nn.Module,
    dataloader: Iterable[Any],
    loss_fn: nn.Module,
    device: torch.device | str = "cpu",
) -> tuple[float, float, list[Tensor]]:
    """Test a model, compiled or not, and keep what it answered.

    Args:
        model: on the device; returns logits (n, classes); may arrive in training mode.
        dataloader: gives batches of inputs and class numbers; the last may be smaller.
        loss_fn: of logits and class numbers.
        device: where the batches are sent.

    Returns:
        Loss and accuracy (from 0 to 1) as Python floats, each a mean over batches or over samples,
        and a list with the logits of each batch, in the order of the loader. They carry no
        gradient, and each can be an input of a later training.
    """
    # TODO: your code here
    raise NotImplementedError("eval_step_compiled")


# %% [markdown]
# ## Train with a watch
#
# *14 points · about 25 minutes*
#
# The loop of chapter 05 once more, and now each epoch is timed: its training by itself, and its
# test by itself. (On a GPU the watch needs `torch.cuda.synchronize()` for the last digit. A whole
# epoch that reads its losses is near enough without.)


# %% task="timed_train" points=14 minutes=25 needs="eval_step_compiled"
def timed_train(
    model: nn.Module,
    train_dataloader: Iterable[Any],
    test_dataloader: Iterable[Any],
    optimizer: Optimizer,
    loss_fn: nn.Module,
    epochs: int,
    device: torch.device | str = "cpu",
) -> dict[str, list[float]]:
    """Train and test a model, compiled or not, and time both.

    Args:
        model: on the device; returns logits (n, classes); may arrive in evaluation mode.
        train_dataloader: gives batches of inputs and class numbers to learn from.
        test_dataloader: gives those to test with, after each epoch.
        optimizer: of the model's parameters.
        loss_fn: of logits and class numbers.
        epochs: how often the train_dataloader is gone through.
        device: where the batches are sent.

    Returns:
        Lists with one Python float per epoch: "train_loss", "train_acc", "test_loss" and "test_acc"
        (means over batches or over samples, accuracies from 0 to 1), "train_epoch_time" and
        "test_epoch_time" (seconds that training alone and testing alone took in that epoch).
    """
    # TODO: your code here
    raise NotImplementedError("timed_train")


# %% [markdown]
# ## Faster by how much?
#
# *8 points · about 8 minutes*
#
# One number for two lists: by how many percent the time has changed. **Negative means faster.** On
# the course's GPU an epoch of training changed by about -7 %, one of testing by about -11 %, and a
# single short run was slower, for the first epoch pays for all that come. A small model on a CPU,
# as in the cell below, may well stay slower: there is little to merge.


# %% task="speedup" points=8 minutes=8
def speedup(plain: Sequence[float], compiled: Sequence[float], skip: int = 0) -> float:
    """Compare the mean epoch times of a plain and a compiled training.

    Args:
        plain: seconds of each epoch of the plain model.
        compiled: those of the compiled model; there may be more or fewer of them.
        skip: how many epochs at the start of each list are warm-up and do not count.

    Returns:
        By how many percent of the plain mean the compiled mean differs from it: -50.0 where an
        epoch takes half the time, 100.0 where it takes twice as long.
    """
    # TODO: your code here
    raise NotImplementedError("speedup")


# %% [markdown]
# ## A fair comparison
#
# *15 points · about 20 minutes*
#
# One run proves little. The course repeats both trainings three times, and there is a slip in it:
# the plain runs make a new model each time, the compiled ones go on with the same. In the third
# compiled run the training accuracy is at 98 % from the start. The times are right, but the
# accuracies cannot be compared.
#
# Do it right: a fresh model for every run, and the same luck for both arms.


# %% task="compare_compiled" points=15 minutes=20
def compare_compiled(
    make_model: Callable[[], nn.Module],
    fit: Callable[[nn.Module], dict[str, list[float]]],
    runs: int = 3,
    backend: str | Callable[..., Any] = "eager",
    seed: int = 42,
) -> dict[str, list[dict[str, list[float]]]]:
    """Train plain and compiled models, several times each, from the same starts.

    Args:
        make_model: makes a new model; its numbers come from torch's generator.
        fit: trains the model it is given and returns its results.
        runs: how many runs each of the two arms has.
        backend: of torch.compile.
        seed: of run 0. In run k of either arm the model is made right after
            torch.manual_seed(seed + k), so that run k starts from the same numbers in both.

    Returns:
        "plain" and "compiled": lists with what fit returned in each run, in order. Only models of
        the second are compiled.
    """
    # TODO: your code here
    raise NotImplementedError("compare_compiled")


# %% [markdown]
# ## Keep the numbers
#
# *9 points · about 12 minutes*
#
# A measurement that is not written down is lost. A CSV file, with the name of the GPU in its own,
# can be read by any program, for years.


# %% task="results_to_csv" points=9 minutes=12
def results_to_csv(runs: Sequence[Mapping[str, Sequence[float]]], path: str | Path) -> Path:
    """Write the results of several runs into a CSV file.

    Args:
        runs: for each run its results as timed_train gives them, all with the same keys.
        path: of the file; folders that are missing are made, a file that is there is replaced.

    Returns:
        The path as a Path. The file has a header and then one row for each epoch of each run, in
        order. Its columns are "run" and "epoch", both counted from 1, and then the keys of the
        results in their order. Numbers are not rounded.
    """
    # TODO: your code here
    raise NotImplementedError("results_to_csv")


# %% [markdown]
# ## And back
#
# *8 points · about 12 minutes*
#
# The other way: from the file to one mean per epoch, over all runs.


# %% task="epoch_means" points=8 minutes=12
def epoch_means(path: str | Path, column: str) -> list[float]:
    """Average a column of a CSV file over the runs, for each epoch.

    Args:
        path: a file with the columns "run", "epoch" (from 1 on) and others, as results_to_csv
            writes it. Its rows may have been sorted in any way, and some runs may be shorter.
        column: the name of a column of numbers.

    Returns:
        For epochs 1, 2, 3, ... the mean over all runs that have this epoch, as Python floats.
    """
    # TODO: your code here
    raise NotImplementedError("epoch_means")


# %% [markdown]
# ## Concept check
#
# *10 points · about 12 minutes*
#
# Eight questions. Replace each `...` by a letter in quotes.
#
# **1.** What has been compiled when `torch.compile(model)` returns?
# - (a) the whole model, for all inputs
# - (b) nothing: that happens at the first call
# - (c) the loss and the optimiser, but not the model
#
# **2.** What does operator fusion save?
# - (a) parameters
# - (b) digits
# - (c) trips of the data to memory and back
#
# **3.** The first epoch of a compiled model is slower than the others. Why?
# - (a) the graph is captured and compiled in it
# - (b) the weights are still random
# - (c) the learning rate is higher
#
# **4.** For which GPU does `torch.compile` do most?
# - (a) an old one, since it needs help most
# - (b) all the same
# - (c) one with compute capability (8, 0) or more, and a model and batches that keep it busy
#
# **5.** What happens at a graph break?
# - (a) the program stops with an error
# - (b) the graph ends, Python runs what could not be captured, a new graph begins: the result is
#   right, the gain smaller
# - (c) that line is left out
#
# **6.** `load_state_dict` into a plain model complains about `_orig_mod.0.weight`. What is to be
# done?
# - (a) load with `strict=False`
# - (b) train again
# - (c) rename the layers of the plain model
# - (d) take `_orig_mod.` out of the names
#
# **7.** What is TF32?
# - (a) matrix products of float32 numbers with fewer digits, for speed
# - (b) a file format for weights
# - (c) another name for float16
#
# **8.** In run 3 the compiled model has a training accuracy of 98 % after one epoch, the plain one
# 60 %. What do you check first?
# - (a) whether compiled models learn faster
# - (b) whether run 3 began with a new model
# - (c) whether the GPU is warm

# %% task="concept_check" points=10 minutes=12
ANSWER_1 = ...
ANSWER_2 = ...
ANSWER_3 = ...
ANSWER_4 = ...
ANSWER_5 = ...
ANSWER_6 = ...
ANSWER_7 = ...
ANSWER_8 = ...
