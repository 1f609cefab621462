# %% [markdown] concepts="compiling, graph breaks, saved keys, timing, fair comparisons"
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

# %% explore
from autograder.backbone import tiny_backbone

print("torch", torch.__version__)
# inductor needs a compiler for the CPU, or a GPU with one of its own (Triton).
BACKEND = "inductor" if torch.cuda.is_available() or shutil.which("c++") else "eager"
print("backend:", BACKEND)

# %% [markdown]
# ## Is the GPU new enough?
#
# Each NVIDIA GPU has a **compute capability**, two numbers: (7, 5) for a T4, (8, 0) for an A100,
# (12, 0) for an RTX 5090. `torch.cuda.get_device_capability()` gives yours. Compiled code runs from
# (7, 0) on; most of what makes it fast came with (8, 0).


# %% task="gpu_capability_note" points=6 minutes=6 concept="the GPU's capability"
def gpu_capability_note(capability: tuple[int, int] | None) -> str:
    """Tell what torch.compile can do for a GPU.

    Args:
        capability: major and minor number of the GPU, None where there is no GPU.

    Returns:
        "fast" from (8, 0) on, "supported" from (7, 0) on, "too old" below that, and "no GPU" for
        None.
    """
    ### BEGIN SOLUTION
    if capability is None:
        return "no GPU"
    if capability >= (8, 0):
        return "fast"
    return "supported" if capability >= (7, 0) else "too old"
    ### END SOLUTION


# %% explore
capability = torch.cuda.get_device_capability() if torch.cuda.is_available() else None
print(gpu_capability_note(capability))

# %% [markdown]
# ## Fewer digits, more speed
#
# A second gift of (8, 0): **TF32**. The units that multiply matrices then read float32 numbers with
# ten bits behind the point instead of twenty-three, and are several times as fast. For most
# networks the difference is noise. It has nothing to do with `torch.compile`, but who compares
# speeds must know on which side it was on. PyTorch has it off for matrix products unless told.


# %% task="use_tf32" points=6 minutes=8 changes="settings" concept="TF32"
def use_tf32(capability: tuple[int, int] | None) -> bool:
    """Let matrix products of float32 on the GPU use TF32 exactly where the GPU has it.

    Args:
        capability: as in gpu_capability_note. TF32 came with (8, 0). Nothing coarser than TF32,
            such as bfloat16, is allowed.

    Returns:
        Whether it is on now. On an older GPU, or without one, it is switched off, even if it was
        on. (Setting the switch does no harm where there is no GPU.)
    """
    ### BEGIN SOLUTION
    able = capability is not None and capability >= (8, 0)
    torch.set_float32_matmul_precision("high" if able else "highest")
    return able
    ### END SOLUTION


# %% explore
print(use_tf32(capability))

# %% [markdown]
# ## A place for all that is made
#
# PyTorch 2 brought two more lines. Inside `with torch.device("cuda"):` new tensors and layers are
# made on the GPU, without a `.to(device)` behind each. `torch.set_default_device("cuda")` does the
# same for the rest of the program, and that is the trouble with it: all that comes later gets it.
#
# Write the polite form: a block, and what was before holds again after it, come what may.


# %% task="device_context" points=9 minutes=12 concept="default devices"
def device_context(device: torch.device | str) -> contextlib.AbstractContextManager[Any]:
    """Make a context for a with statement: new tensors and layers are made on a device.

    Args:
        device: such as "cpu", "cuda" or "meta".

    Returns:
        A context manager. After its block the default device is what it was before, whichever it
        was, also if the block ended with an error. That error goes on to the caller. Such blocks
        may be nested, and a tensor that is given a device of its own is made there.
    """

    ### BEGIN SOLUTION
    @contextlib.contextmanager
    def context() -> Iterator[None]:
        with torch.device(device):
            yield

    return context()
    ### END SOLUTION


# %% explore
with device_context("meta"):
    huge = nn.Linear(100_000, 100_000)  # 40 GB, had it any memory
print(huge.weight.device, torch.empty(1).device)

# %% [markdown]
# ## Compile it, if it can be
#
# `torch.compile(model)` hands back a *wrapper* around the model. The model itself is as it was, and
# both share their parameters. And it hands the wrapper back at once, for it is lazy: nothing is
# compiled before the first call. So a missing compiler is noticed then, maybe an hour later, in the
# middle of your training loop.
#
# Better to know at once, and to go on without.


# %% task="maybe_compile" points=13 minutes=20 changes="nothing" concept="compiling, with a way back"
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
    ### BEGIN SOLUTION
    if not enabled:
        return model
    training = model.training
    try:
        compiled = torch.compile(model, backend=backend)
        if example is not None:
            model.eval()
            with torch.no_grad():
                compiled(example)
        return compiled
    except Exception as error:
        warnings.warn(f"The model is not compiled: {error}", stacklevel=2)
        return model
    finally:
        model.train(training)
    ### END SOLUTION


# %% explore
pictures = torch.randn(16, 3, 64, 64)
model = tiny_backbone(num_classes=3)
fast = maybe_compile(model, backend=BACKEND, example=pictures)
print(type(fast), type(maybe_compile(model, backend="typewriter")))
with torch.no_grad():
    print((fast.eval()(pictures) - model(pictures)).abs().max())  # rounding

# %% [markdown]
# ## The first call pays
#
# How long does it take? Time two things: the first call, and the calls after it.


# %% task="time_first_call" points=8 minutes=10 concept="the first call is slow"
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
    ### BEGIN SOLUTION
    start = time.perf_counter()
    fn(x)
    first = time.perf_counter()
    for _ in range(repeats):
        fn(x)
    return first - start, (time.perf_counter() - first) / repeats
    ### END SOLUTION


# %% explore
for name in ("eager", BACKEND):
    torch._dynamo.reset()  # forget all that was compiled
    print(name, time_first_call(torch.compile(model, backend=name), pictures))

# %% [markdown]
# ## How many graphs?
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


# %% task="count_graphs" points=10 minutes=15 concept="graph capture"
def count_graphs(fn: Callable[[Tensor], Any], inputs: Sequence[Tensor]) -> int:
    """Count the graphs that are compiled for a function.

    Args:
        fn: any function of a tensor, not compiled yet.
        inputs: what the function, compiled once by torch.compile with its usual settings but for
            the backend, is called with, one after the other.

    Returns:
        How many graphs the backend was given in all these calls together, a Python int.
    """
    ### BEGIN SOLUTION
    graphs = []

    def counting(graph: torch.fx.GraphModule, _: list[Tensor]) -> Callable[..., Any]:
        graphs.append(graph)
        return graph.forward

    compiled = torch.compile(fn, backend=counting)
    for x in inputs:
        compiled(x)
    return len(graphs)
    ### END SOLUTION


# %% explore
def chatty(x: Tensor) -> Tensor:
    x = x * 2
    print("still here")  # a graph break
    return x + 1


print(count_graphs(chatty, [torch.ones(5)]))
print(count_graphs(lambda x: x * 2, [torch.ones(n) for n in (5, 6, 7, 8)]))  # not four. Why?

# %% [markdown]
# ## One graph
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


# %% task="limit_norm" points=8 minutes=12 concept="branches without graph breaks"
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
    ### BEGIN SOLUTION
    return x * torch.clamp(most / x.norm(), max=1.0)
    ### END SOLUTION


# %% explore
print(count_graphs(limit_norm, [torch.ones(4), torch.ones(4) / 10]))

# %% [markdown]
# ## Batches of any size
#
# A first graph is made for exactly the shape that it sees. When another size comes, a second graph
# is made, for any size this time. So with a smaller last batch one compiles twice. Ask for
# **dynamic** shapes from the start, and once is enough. (Fixed shapes may give faster code, so it
# is a choice.)


# %% task="compile_any_batch" points=7 minutes=8 concept="dynamic shapes"
def compile_any_batch(model: nn.Module, backend: str | Callable[..., Any] = "eager") -> nn.Module:
    """Compile a model so that one graph serves batches of any size from 2 on.

    Args:
        model: takes a batch (n, features).
        backend: handed on to torch.compile.

    Returns:
        The compiled model, which computes what the model does.
    """
    ### BEGIN SOLUTION
    return torch.compile(model, backend=backend, dynamic=True)
    ### END SOLUTION


# %% explore
small = nn.Sequential(nn.Linear(20, 50), nn.ReLU(), nn.Linear(50, 3))
for way in (compile_any_batch, torch.compile):
    seen: list[Any] = []
    ready = way(small, backend=lambda graph, _, seen=seen: seen.append(graph) or graph.forward)
    for size in (32, 17, 8):
        ready(torch.randn(size, 20))
    print(way.__name__, len(seen))

# %% [markdown]
# ## Names in the state dict
#
# The wrapper keeps the model as `_orig_mod`, and so its state dict calls everything
# `_orig_mod.0.weight` and the like. Save that, and whoever loads it into a plain model gets an
# error. (With `strict=False` they get none, and a model of random numbers. That is worse.)
#
# It is not always at the front: a part of a model may be compiled by itself.


# %% task="clean_state_dict" points=10 minutes=12 changes="nothing" concept="keys of a compiled model"
def clean_state_dict(model: nn.Module) -> dict[str, Tensor]:
    """Give the state dict that the model had if nothing in it were compiled.

    Args:
        model: compiled, or with compiled parts inside, or not compiled at all.

    Returns:
        All tensors of the model's state dict, buffers too, by the names that a plain model of the
        same kind has, which loads them with strict=True. The model is as it was.
    """
    ### BEGIN SOLUTION
    return {
        ".".join(part for part in name.split(".") if part != "_orig_mod"): value
        for name, value in model.state_dict().items()
    }
    ### END SOLUTION


# %% explore
print(list(torch.compile(small).state_dict()))
print(list(clean_state_dict(torch.compile(small))))

# %% [markdown]
# ## Test it, and keep the answers
#
# The course's loops for this chapter test under `torch.no_grad()`, where earlier chapters used
# `torch.inference_mode()`: in PyTorch 2.0 the latter and `torch.compile` did not get along. They do
# now. But there is a difference that stays. A tensor born in inference mode carries no trace of its
# changes, and autograd refuses to build on it, forever. One that was made under `no_grad` is an
# ordinary tensor.
#
# So what you keep for later training (outputs for calibration, features of a frozen network for a
# new head) must not come from inference mode.


# %% task="eval_step_compiled" points=12 minutes=18 concept="inference tensors"
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
    ### BEGIN SOLUTION
    model.eval()
    losses, accuracies, logits = [], [], []
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits.append(model(X))
            losses.append(loss_fn(logits[-1], y).item())
            accuracies.append((logits[-1].argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies), logits
    ### END SOLUTION


# %% [markdown]
# ## Train with a watch
#
# The loop of chapter 05 once more, and now each epoch is timed: its training by itself, and its
# test by itself. (On a GPU the watch needs `torch.cuda.synchronize()` for the last digit. A whole
# epoch that reads its losses is near enough without.)


# %% task="timed_train" points=14 minutes=25 needs="eval_step_compiled" concept="timed training"
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
    ### BEGIN SOLUTION
    results: dict[str, list[float]] = defaultdict(list)
    for _ in range(epochs):
        model.train()
        losses, accuracies = [], []
        start = time.perf_counter()
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - middle)
    return dict(results)
    ### END SOLUTION


# %% explore
def cnn() -> nn.Module:
    """A small network, as compiling a large one takes minutes on a CPU."""
    layers = [nn.Conv2d(3, 16, 3), nn.BatchNorm2d(16), nn.ReLU(), nn.AdaptiveAvgPool2d(4)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(256, 3))


def fit(model: nn.Module, epochs: int = 3) -> dict[str, list[float]]:
    """Train on pictures of noise: what counts here is the time."""
    device = next(model.parameters()).device
    noise, labels = torch.randn(128, 3, 64, 64), torch.randint(0, 3, (128,))
    loader = DataLoader(TensorDataset(noise, labels), batch_size=32)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    return timed_train(model, loader, loader, optimizer, nn.CrossEntropyLoss(), epochs, device)


plain, compiled = fit(cnn()), fit(maybe_compile(cnn(), backend=BACKEND))
print(plain["train_epoch_time"])
print(compiled["train_epoch_time"])

# %% [markdown]
# ## Faster by how much?
#
# One number for two lists: by how many percent the time has changed. **Negative means faster.** On
# the course's GPU an epoch of training changed by about -7 %, one of testing by about -11 %, and a
# single short run was slower, for the first epoch pays for all that come. A small model on a CPU,
# as in the cell below, may well stay slower: there is little to merge.


# %% task="speedup" points=8 minutes=8 concept="speed-up and its sign"
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
    ### BEGIN SOLUTION
    before, after = statistics.mean(plain[skip:]), statistics.mean(compiled[skip:])
    return (after - before) / before * 100
    ### END SOLUTION


# %% explore
for key in ("train_epoch_time", "test_epoch_time"):
    every, warm = (speedup(plain[key], compiled[key], skip) for skip in (0, 1))
    print(f"{key}: {every:+.1f} %, without the first epoch {warm:+.1f} %")

# %% [markdown]
# ## A fair comparison
#
# One run proves little. The course repeats both trainings three times, and there is a slip in it:
# the plain runs make a new model each time, the compiled ones go on with the same. In the third
# compiled run the training accuracy is at 98 % from the start. The times are right, but the
# accuracies cannot be compared.
#
# Do it right: a fresh model for every run, and the same luck for both arms.


# %% task="compare_compiled" points=15 minutes=20 concept="a fresh model for each run"
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
    ### BEGIN SOLUTION
    results: dict[str, list[dict[str, list[float]]]] = {"plain": [], "compiled": []}
    for arm, rows in results.items():
        for run in range(runs):
            torch.manual_seed(seed + run)
            model = make_model()
            if arm == "compiled":
                model = torch.compile(model, backend=backend)
            rows.append(fit(model))
    return results
    ### END SOLUTION


# %% explore
arms = compare_compiled(cnn, fit, runs=2, backend=BACKEND)
for arm, rows in arms.items():
    print(arm, [round(row["train_loss"][0], 3) for row in rows])  # equal but for rounding

# %% [markdown]
# ## Keep the numbers
#
# A measurement that is not written down is lost. A CSV file, with the name of the GPU in its own,
# can be read by any program, for years.


# %% task="results_to_csv" points=9 minutes=12 concept="results as a table"
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
    ### BEGIN SOLUTION
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *runs[0]])
        for run, results in enumerate(runs, start=1):
            for epoch, row in enumerate(zip(*results.values(), strict=True), start=1):
                writer.writerow([run, epoch, *row])
    return path
    ### END SOLUTION


# %% explore
gpu = torch.cuda.get_device_name().replace(" ", "_") if torch.cuda.is_available() else "cpu"
files = {arm: results_to_csv(rows, f"results/{arm}_{gpu}.csv") for arm, rows in arms.items()}
print(files["plain"].read_text())

# %% [markdown]
# ## And back
#
# The other way: from the file to one mean per epoch, over all runs.


# %% task="epoch_means" points=8 minutes=12 concept="averaging over runs"
def epoch_means(path: str | Path, column: str) -> list[float]:
    """Average a column of a CSV file over the runs, for each epoch.

    Args:
        path: a file with the columns "run", "epoch" (from 1 on) and others, as results_to_csv
            writes it. Its rows may have been sorted in any way, and some runs may be shorter.
        column: the name of a column of numbers.

    Returns:
        For epochs 1, 2, 3, ... the mean over all runs that have this epoch, as Python floats.
    """
    ### BEGIN SOLUTION
    values: dict[int, list[float]] = defaultdict(list)
    with Path(path).open(newline="") as file:
        for row in csv.DictReader(file):
            values[int(row["epoch"])].append(float(row[column]))
    return [statistics.mean(values[epoch]) for epoch in sorted(values)]
    ### END SOLUTION


# %% explore
means = {arm: epoch_means(path, "train_epoch_time") for arm, path in files.items()}
print(means)
print(f"{speedup(means['plain'], means['compiled'], skip=1):+.1f} %")

# %% [markdown]
# ## Concept check
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

# %% task="concept_check" points=10 minutes=12 concept="what compiling does, and when it pays"
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2 = "c"  ### SOLUTION
ANSWER_3 = "a"  ### SOLUTION
ANSWER_4 = "c"  ### SOLUTION
ANSWER_5 = "b"  ### SOLUTION
ANSWER_6 = "d"  ### SOLUTION
ANSWER_7 = "a"  ### SOLUTION
ANSWER_8 = "b"  ### SOLUTION
