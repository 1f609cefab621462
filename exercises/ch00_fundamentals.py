# Chapter 00: edit this file. Write your code where it says TODO, then run
#     autograder check 00
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch00_fundamentals.py by `autograder build`.

# %% [markdown]
# # 00 · Fundamentals
#
# Everything a network reads, learns and answers is kept in **tensors**: boxes of numbers with a
# shape, a data type and a device. Nearly every error you will meet in later chapters is one of
# these three being different from what you thought. So this chapter is worth your curiosity:
# make tensors, print them, bend them, break them.
#
# How to work: read a task, fill in its body, run the cells below it and play. A check tells you
# what it expected and what it got. Some checks use fresh random data, so solve the general case,
# not the example.

# %%
from typing import Any

import numpy as np
import torch
from torch import Tensor

# %% [markdown]
# ## Concept check
#
# *19 points · about 20 minutes*
#
# Sixteen questions about the ideas behind the course. Replace each `...` below by one letter in
# quotes, such as `"a"`. Every right answer is followed by an explanation.
#
# **1.** Machine learning, in one sentence, is ...
# - (a) storing data so that it can be searched quickly
# - (b) writing every rule an expert knows into code
# - (c) turning data into numbers and finding patterns in them
# - (d) making programs faster with graphics cards
#
# **2.** What goes in, and what comes out?
# - (a) Traditional program: inputs and rules in, outputs out. Machine learning: inputs and outputs
#   in, rules out.
# - (b) Traditional program: inputs and outputs in, rules out. Machine learning: inputs and rules
#   in, outputs out.
# - (c) Both take inputs and rules; machine learning only has more rules.
#
# **3.** Which is *not* a good reason to use machine learning?
# - (a) There are too many rules, or nobody can write them down.
# - (b) The surroundings keep changing and the program has to keep up.
# - (c) A huge collection of data may hide something worth knowing.
# - (d) Five lines of simple rules already do the job.
#
# **4.** For which project is a deep network a poor choice?
# - (a) Subtitles for recorded lectures, made from sound.
# - (b) A medicine pump: it may never be wrong, owes a reason for each dose, and there are twelve
#   labelled examples.
# - (c) Suggesting the next song out of ten million.
#
# **5.** A table of 5000 flats: area, floor, year, price. The usual first choice for such structured
# data is ...
# - (a) a convolutional network
# - (b) a transformer
# - (c) gradient boosting or a random forest
# - (d) a recurrent network
#
# **6.** Pictures, sound and text are unstructured. Which list names only kinds of networks that are
# used for them?
# - (a) random forest, naive Bayes, nearest neighbour
# - (b) gradient boosting, convolutional, transformer
# - (c) support vector machine, recurrent, fully connected
# - (d) fully connected, convolutional, recurrent, transformer
#
# **7.** In which order do numbers flow through a network?
# - (a) hidden layers, input layer, output layer
# - (b) input layer, one or more hidden layers, output layer
# - (c) input layer, output layer, hidden layers
#
# **8.** Where does a trained network keep what it has learnt, its representation of the data?
# - (a) in its weights, numbers that training has adjusted
# - (b) in a compressed copy of the training data
# - (c) in its loss function
# - (d) in the number of its layers
#
# **9.** Four projects: (i) photos, each with its label; (ii) customers without labels, to be sorted
# into groups; (iii) sentences with words blanked out, to be guessed from the rest; (iv) a robot
# that is rewarded when it stays on its feet. In this order, they are ...
# - (a) unsupervised, supervised, reinforcement, self-supervised learning
# - (b) supervised, self-supervised, unsupervised, reinforcement learning
# - (c) supervised, unsupervised, self-supervised, reinforcement learning
#
# **10.** A network knows a million photos. You keep its patterns and adapt it to three dishes. This
# is called ...
# - (a) reinforcement learning
# - (b) transfer learning
# - (c) unsupervised learning
#
# **11.** Which of these is *not* a typical use of deep learning?
# - (a) recommending a film
# - (b) translating a letter, or answering a question with a language model
# - (c) recognising speech, or objects in a picture
# - (d) adding up the invoices of a month
#
# **12.** In PyTorch, a tensor is ...
# - (a) numbers in any number of dimensions: a scalar, a vector, a matrix, or more
# - (b) numbers in at least three dimensions
# - (c) a matrix that lives on a graphics card
# - (d) another word for a network
#
# **13.** Which names follow the convention of the course?
# - (a) vector `Y`, matrix `x`
# - (b) vector `y`, matrix `X`
# - (c) vector `Y`, matrix `X`
#
# **14.** The steps of a PyTorch project, in order:
# - (a) build a model, evaluate it, prepare data, train, save
# - (b) prepare data, train, build a model, choose a loss, save
# - (c) prepare data; build or pick a model with loss and optimiser; train; predict and evaluate;
#   improve by experiment; save and reload
#
# **15.** Gradient descent is walking downhill blindfolded. In this picture ...
# - (a) the weights are the hill, the loss is where you stand, the data is the slope
# - (b) the loss function is the hill, the weights are where you stand, the gradient is the slope
# - (c) the gradient is the hill, the loss function is where you stand, the weights are the slope
#
# **16.** In the same picture, `loss.backward()` and `optimizer.step()` are ...
# - (a) the step downhill, and then feeling the ground
# - (b) a step back uphill, and a step forward
# - (c) a jump to the start, and a jump to the goal
# - (d) feeling the slope with your foot, and then the step downhill

# %% task="concept_check" points=19 minutes=20
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
ANSWER_11 = ...
ANSWER_12 = ...
ANSWER_13 = ...
ANSWER_14 = ...
ANSWER_15 = ...
ANSWER_16 = ...

# %% [markdown]
# ## 0.1 Make a tensor
#
# *4 points · about 5 minutes*
#
# `torch.tensor` copies Python numbers into a tensor. Unless told otherwise it *infers* the type:
# whole numbers become `int64`, and a single decimal point anywhere makes all of them `float32`.
#
#     torch.tensor([1, 2]).dtype       # torch.int64
#     torch.tensor([1, 2.5]).dtype     # torch.float32
#
# Class labels must be integers later, and model inputs must be floats. Here is where that starts.


# %% task="make_tensor" points=4 minutes=5
def make_tensor(
    data: Any, dtype: torch.dtype | None = None, device: str | torch.device = "cpu"
) -> Tensor:
    """Copy Python numbers into a tensor.

    Args:
        data: a number, or a list (of lists, ...) of numbers or booleans.
        dtype: the data type of the result; with None PyTorch infers it from ``data``.
        device: where the result lives.

    Returns:
        A tensor with the shape of ``data``; a single number gives zero dimensions, shape ().
    """
    # TODO: your code here
    raise NotImplementedError("make_tensor")


# %% [markdown]
# ## 0.2 Describe a tensor
#
# *4 points · about 5 minutes*
#
# Lost? Ask a tensor three questions: *what shape, what type, where?* To see the number of
# dimensions, count the opening brackets: `[[1, 2, 3], [4, 5, 6]]` opens with two, so `ndim` is 2,
# the shape is (2, 3), and it holds 6 numbers. You will do this before every difficult line.


# %% task="describe" points=4 minutes=5
def describe(x: Tensor) -> dict[str, Any]:
    """Sum up a tensor of any rank, zero dimensions included.

    Returns:
        A dict with ``ndim`` (int), ``shape`` (tuple of int; torch.Size is one),
        ``dtype`` (the torch.dtype), ``device`` (its name, a str such as "cpu") and
        ``numel`` (int, how many numbers it holds).
    """
    # TODO: your code here
    raise NotImplementedError("describe")


# %% [markdown]
# ## 0.3 Random, but the same every time
#
# *6 points · about 10 minutes*
#
# Networks start from random numbers. A *seed* makes them repeatable: it fixes the whole sequence of
# draws that follows, not a single draw.
#
#     torch.manual_seed(0)
#     torch.rand(2)    # some numbers
#     torch.rand(2)    # the next ones, not the same
#
# Multiply two such matrices: (7, 7) by (1, 7) does not fit, (7, 7) by (7, 1) does. The two inner
# sizes must agree, the outer two give the result's shape. A linear layer is just this product.


# %% task="seeded_matmul" points=6 minutes=10
def seeded_matmul(
    seed: int, shape_a: tuple[int, int] = (7, 7), shape_b: tuple[int, int] = (1, 7)
) -> Tensor:
    """Seed PyTorch's global generator once, draw ``a``, then ``b``; multiply a by b transposed.

    Args:
        seed: for ``torch.manual_seed``.
        shape_a: (n, k) of ``a``, uniform random numbers in [0, 1).
        shape_b: (m, k) of ``b``, likewise.

    Returns:
        The matrix product, float32, shape (n, m).
    """
    # TODO: your code here
    raise NotImplementedError("seeded_matmul")


# %% [markdown]
# ## 0.4 A product that looks before it multiplies
#
# *8 points · about 15 minutes*
#
# "mat1 and mat2 shapes cannot be multiplied (3x2 and 3x2)": nobody gets past chapter 01 without
# meeting this error. The cure is to swap two axes of one factor, and swapping is not reshaping:
#
#     x = torch.tensor([[1, 2, 3], [4, 5, 6]])
#     x.T                # rows 1 4, 2 5, 3 6
#     x.reshape(3, 2)    # rows 1 2, 3 4, 5 6
#
# Both have the shape you wanted, only one is right. In a stack of matrices, (batch, n, k), the last
# two axes are the matrix.


# %% task="matmul_safe" points=8 minutes=15
def matmul_safe(a: Tensor, b: Tensor) -> Tensor:
    """Multiply two matrices (or stacks of them) over their last two dimensions.

    If the inner sizes agree, return ``a @ b``. If they only agree once the last two axes of ``b``
    are swapped, swap them and multiply.

    Args:
        a: (..., n, k).
        b: (..., k, m), or (..., m, k); same dtype, device and leading dimensions as ``a``.

    Returns:
        (..., n, m), dtype and device of ``a``.

    Raises:
        ValueError: neither fits. The message names both shapes.
    """
    # TODO: your code here
    raise NotImplementedError("matmul_safe")


# %% [markdown]
# ## 0.5 Many numbers, one number
#
# *6 points · about 10 minutes*
#
# Aggregation boils a tensor down to a few numbers. `max` says how high, `argmax` says *where*:
# later the place of the highest output is the predicted class. Two traps: `mean` refuses integers,
# and results are tensors until `.item()` turns them into plain numbers, which a log file wants.
#
#     torch.tensor([3, 9, 9]).argmax().item()    # 1: the first of two winners


# %% task="summarise" points=6 minutes=10
def summarise(x: Tensor) -> dict[str, float | int]:
    """Aggregate a non-empty tensor of any rank, integer or float, to plain Python numbers.

    Returns:
        A dict with ``min``, ``max``, ``sum`` (exact for integer tensors), ``mean`` (a float),
        ``argmin`` and ``argmax`` (int: place in the flattened tensor, the first one if several
        are equal). No value is a tensor.
    """
    # TODO: your code here
    raise NotImplementedError("summarise")


# %% [markdown]
# ## 0.6 Channels first
#
# *5 points · about 10 minutes*
#
# Pictures are stored as height x width x colour; PyTorch's layers want colour x height x width.
# Same numbers, axes in another order. Follow one pixel, red at row 10, column 3: it moves from
# `img[10, 3, 0]` to `out[0, 10, 3]`. A wrong move keeps the shape and scrambles the picture, and no
# error tells. Reordering axes is free: the result is a *view*, another way to read the memory.


# %% task="hwc_to_chw" points=5 minutes=10
def hwc_to_chw(img: Tensor) -> Tensor:
    """Move the colour axis in front of height and width, without copying.

    Args:
        img: (height, width, channels), or a batch (n, height, width, channels); any dtype.

    Returns:
        A view of ``img``: (channels, height, width), or (n, channels, height, width).
    """
    # TODO: your code here
    raise NotImplementedError("hwc_to_chw")


# %% [markdown]
# ## 0.7 Axes of size one
#
# *6 points · about 10 minutes*
#
# (1, 1, 1, 10) holds ten numbers in three needless wrappings: `squeeze` removes them. Models eat
# batches, so a single picture (3, 32, 32) needs a wrapping, (1, 3, 32, 32): `unsqueeze` adds it.
# Careful when the axis of size one *is* the batch: 225 pictures in batches of 32 leave a last batch
# of 1, and a bare `squeeze()` then drops the batch itself.


# %% task="drop_ones" points=6 minutes=10
def drop_ones(x: Tensor, keep_batch: bool = False) -> Tensor:
    """Remove all dimensions of size 1: (1, 3, 1, 5) becomes (3, 5).

    With ``keep_batch=True`` dimension 0 always stays: (1, 3, 1, 5) becomes (1, 3, 5).
    ``x`` has at least one dimension.
    """
    # TODO: your code here
    raise NotImplementedError("drop_ones")


def add_batch(x: Tensor) -> Tensor:
    """Put a batch dimension of size 1 in front: (3, 32, 32) becomes (1, 3, 32, 32)."""
    # TODO: your code here
    raise NotImplementedError("drop_ones")


# %% [markdown]
# ## 0.8 Join tensors
#
# *4 points · about 5 minutes*
#
# Four tensors of shape (2, 3): `torch.stack` lays them on a *new* axis, (4, 2, 3), the way single
# pictures become a batch. `torch.cat` glues them along an axis they *have*, (8, 3), the way
# the predictions of many batches become one long list.


# %% task="stack_or_cat" points=4 minutes=5
def stack_or_cat(xs: list[Tensor] | tuple[Tensor, ...], new_dim: bool, dim: int = 0) -> Tensor:
    """Join tensors on a new axis (``new_dim=True``) or along an existing one.

    Args:
        xs: tensors; of one shape for a new axis, else equal everywhere but along ``dim``.
        new_dim: whether the tensors are laid on a new axis.
        dim: the place of the new axis in the result, or the axis to glue along; may be negative.
    """
    # TODO: your code here
    raise NotImplementedError("stack_or_cat")


# %% [markdown]
# ## 0.9 Pick rows and columns
#
# *6 points · about 15 minutes*
#
# One index per axis, separated by commas; `:` means "all", `...` means "all the axes between".
#
#     x[1]        # row 1: an int takes one entry, its axis disappears
#     x[1:2]      # a slice keeps the axis, here with size 1
#     x[:, 2]     # column 2 of every row
#     x[..., -1]  # last entry of the last axis, for any number of axes
#
# Note that `x[1][2]` first takes row 1 and *then* entry 2 of that row. And two lists inside one
# bracket are paired up: `x[[0, 2], [1, 3]]` is two numbers, not a 2 x 2 grid.


# %% task="pick" points=6 minutes=15
def pick(
    x: Tensor,
    rows: int | slice | list[int] | None = None,
    cols: int | slice | list[int] | None = None,
    last_channel: bool = False,
) -> Tensor:
    """Select rows (axis 0), columns (axis 1) and, if asked, only the last channel (axis 2).

    Args:
        x: (height, width), or (height, width, channels).
        rows: None keeps all; an int takes one and its axis disappears; a slice or a list keeps
            the axis. Two lists select a grid: every row asked for with every column asked for,
            in the order of the lists; what is there twice comes twice.
        cols: likewise for the columns.
        last_channel: whether to take the last channel only; its axis disappears.
    """
    # TODO: your code here
    raise NotImplementedError("pick")


# %% [markdown]
# ## 0.10 From NumPy and back
#
# *5 points · about 10 minutes*
#
# Data often comes as a NumPy array. Two surprises: NumPy's decimals are `float64`, while models
# compute in `float32` ("expected Float but found Double"); and `torch.from_numpy` *shares* memory,
# so a change on one side shows on the other. The way back has conditions too: `.numpy()` refuses a
# tensor that tracks gradients, and one that lives on a GPU.


# %% task="numpy_bridge" points=5 minutes=10
def numpy_bridge(a: np.ndarray) -> Tensor:
    """Copy an array of any numeric dtype into a float32 tensor that shares no memory with it."""
    # TODO: your code here
    raise NotImplementedError("numpy_bridge")


def to_numpy(t: Tensor) -> np.ndarray:
    """Give the numbers of a tensor as an array of the same shape and dtype.

    Works for tensors on any device, and for those that track gradients.
    """
    # TODO: your code here
    raise NotImplementedError("numpy_bridge")


# %% [markdown]
# ## 0.11 Code that runs anywhere
#
# *7 points · about 20 minutes*
#
# An NVIDIA GPU is called "cuda", an Apple one "mps", and "cpu" is always there. Code that asks once
# and passes the answer on runs everywhere unchanged. Remember: `x.to(device)` returns a *new*
# tensor, so `x = x.to(device)`. One thing to look up: which generators does `torch.manual_seed`
# seed? Every training run from chapter 01 on starts with these three helpers.


# %% task="best_device" points=7 minutes=20
def best_device() -> str:
    """Name the best device of this machine: "cuda" if available, else "mps", else "cpu"."""
    # TODO: your code here
    raise NotImplementedError("best_device")


def set_all_seeds(seed: int) -> None:
    """Seed PyTorch's generators of all devices this machine has; never fails for want of a GPU."""
    # TODO: your code here
    raise NotImplementedError("best_device")


def to_device(obj: Any, device: str | torch.device) -> Any:
    """Give ``obj`` with all its tensors on ``device``.

    Args:
        obj: a tensor, or a list, tuple or dict of such objects, nested as deep as you like.
            It stays as it was.
        device: where the tensors go.

    Returns:
        The same structure (lists stay lists, tuples tuples); what is no tensor is passed through.
    """
    # TODO: your code here
    raise NotImplementedError("best_device")
