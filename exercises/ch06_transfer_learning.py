# Chapter 06: edit this file. Write your code where it says TODO, then run
#     autograder check 06
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch06_transfer_learning.py by `autograder build`.

# %% [markdown]
# # 06 · Transfer learning
#
# In chapter 04 a small network looked at 225 pictures and learnt little. It was not stupid, it was
# new: it had to find out what an edge is, what a colour is, what round means, and what a pizza is,
# all from the same few pictures.
#
# Somebody else's network knows about edges already. **Transfer learning** takes such a network,
# keeps what it knows, and teaches it only the last step. It needs fewer pictures, less time, and
# gives better results. It is how most of computer vision is done today.
#
# The network of this chapter is the kit's own `tiny_backbone`. It has seen forty-eight drawn
# dishes, from apple pie to watermelon, and never a pizza, a steak or a sushi roll. Its weights came
# with the kit. All you write here works on the models of torchvision as well.

# %%
import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import torch
from PIL import Image
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

# %% [markdown]
# ## How large is it?
#
# *6 points · about 8 minutes*
#
# First look at what you got. A parameter counts as **trainable** if autograd computes a gradient
# for it. Buffers (the running statistics of BatchNorm) are no parameters and do not count.


# %% task="trainable_params" points=6 minutes=8
def trainable_params(model: nn.Module) -> tuple[int, int]:
    """Count the numbers in a model's parameters.

    Args:
        model: any module; two of its layers may share a parameter, which counts once.

    Returns:
        How many of the numbers are trainable, and how many there are in all.
    """
    # TODO: your code here
    raise NotImplementedError("trainable_params")


# %% [markdown]
# ## Feed it what it was raised on
#
# *11 points · about 15 minutes*
#
# A pretrained network has habits. It was shown pictures of one size, cut in one way, with colours
# shifted and scaled by one mean and one standard deviation. Show it anything else and it answers
# nonsense, without an error.
#
# The weights carry their recipe: `weights.transforms()` is ready for use. Print it, then build it
# once by yourself to see that there is no magic: the shorter side is resized, the middle is cut
# out, the picture becomes a tensor, each colour is normalised.


# %% task="own_transform" points=11 minutes=15
def own_transform(weights: Any) -> Callable[[Image.Image], Tensor]:
    """Build by hand the transform that a network's weights ask for.

    Args:
        weights: weights.transforms() has the attributes resize_size and crop_size (lists of one
            int), interpolation (as transforms.Resize takes it), mean and std (one float for each
            colour). Read those and build your own; do not call it on a picture.

    Returns:
        A callable: a Pillow picture in mode RGB, of any size, becomes float32 of shape
        (3, crop_size, crop_size). Its shorter side is brought to resize_size, the middle is cut
        out, values in [0, 1] are made of the pixels, the mean is subtracted and the result divided
        by std.
    """
    # TODO: your code here
    raise NotImplementedError("own_transform")


# %% [markdown]
# ## Freeze
#
# *6 points · about 6 minutes*
#
# What the network knows must survive. A **frozen** parameter gets no gradient, so no optimiser
# moves it. The switch sits on each parameter; a module has none of its own.


# %% task="freeze" points=6 minutes=6 changes="freezing"
def freeze(module: nn.Module) -> None:
    """Freeze all parameters of a module, those of its layers within layers too.

    Args:
        module: a model, a part of one or a single layer. Nothing outside it is frozen, and its
            numbers and its mode stay as they are.
    """
    # TODO: your code here
    raise NotImplementedError("freeze")


# %% [markdown]
# ## A new head
#
# *10 points · about 15 minutes*
#
# The old head answers in forty-eight categories (an ImageNet model: in a thousand). You want three.
# So the head goes, and a new one takes its place: as wide as the old one at its entrance, as wide
# as your classes at its exit.
#
# Different families call their heads differently. Here is a helper that tells; use it where you
# like.


# %%
def head_name(model: nn.Module) -> str:
    """Tell what a model calls its head: "classifier" (EfficientNet, the kit's) or "heads" (ViT)."""
    return "heads" if hasattr(model, "heads") else "classifier"


# %% task="replace_head" points=10 minutes=15
def replace_head(model: nn.Module, num_classes: int, dropout: float = 0.2) -> nn.Module:
    """Put a new head in the place of a model's old one.

    Args:
        model: model.classifier or model.heads is its head: some layers, the last of them its only
            nn.Linear. The model may be of any width, on any device and of any dtype.
        num_classes: width of the new head's output.
        dropout: probability of its Dropout.

    Returns:
        The same model. Its head is now nn.Sequential(nn.Dropout, nn.Linear), trainable, on the
        device and of the dtype of the old one; the rest is as it was.
    """
    # TODO: your code here
    raise NotImplementedError("replace_head")


# %% [markdown]
# ## The feature extractor
#
# *15 points · about 15 minutes*
#
# Now all of it: load, freeze, new head, and the transforms that belong to the weights. The order is
# half of the art. What is frozen *after* the new head is there takes the head with it; a seed set
# *before* the network is built is used up by the network.


# %% task="build_feature_extractor" points=15 minutes=15 needs="freeze replace_head"
def build_feature_extractor(
    backbone_fn: Callable[..., nn.Module], weights: Any, num_classes: int, seed: int = 42
) -> tuple[nn.Module, Callable[[Image.Image], Tensor]]:
    """Make a frozen pretrained network with a new head.

    Args:
        backbone_fn: makes the network, called as backbone_fn(weights=weights), for example
            tiny_backbone or torchvision's efficientnet_b0 and vit_b_16.
        weights: as own_transform gets them.
        num_classes: of the new head, as replace_head makes it.
        seed: for torch.manual_seed, so that the same seed gives the same head, whatever the
            network. The head's numbers are the first that are drawn after it.

    Returns:
        The model, in which only the new head is trainable, and weights.transforms().
    """
    # TODO: your code here
    raise NotImplementedError("build_feature_extractor")


# %% [markdown]
# ## Frozen, but not asleep
#
# *9 points · about 15 minutes*
#
# There is a leak. BatchNorm keeps a running mean and variance in **buffers**, and updates them in
# each forward pass in training mode, gradient or not. A frozen network in training mode therefore
# drifts away from what it knew. Yet the Dropout of your head works in training mode only.
#
# So the two must be set apart: training mode, but each frozen BatchNorm in evaluation mode.


# %% task="set_train_mode_frozen_bn" points=9 minutes=15
def set_train_mode_frozen_bn(model: nn.Module) -> None:
    """Put a model into training mode, its frozen BatchNorm layers into evaluation mode.

    Args:
        model: may arrive in any mode. A BatchNorm layer (nn.BatchNorm1d, nn.BatchNorm2d, ...) is
            frozen if none of its parameters is trainable; one that is trainable goes into training
            mode like every other layer, wherever in the model it is.
    """
    # TODO: your code here
    raise NotImplementedError("set_train_mode_frozen_bn")


# %% [markdown]
# ## Train what is trainable
#
# *13 points · about 20 minutes*
#
# The five steps again, in the right mode. Only what is trainable moves; everything else, buffers
# included, is the same to the last bit afterwards.


# %% task="fine_tune" points=13 minutes=20 needs="set_train_mode_frozen_bn"
def fine_tune(
    model: nn.Module,
    dataloader: DataLoader[Any],
    optimizer: Optimizer,
    epochs: int = 5,
    device: torch.device | str = "cpu",
) -> list[float]:
    """Train a partly frozen model with cross entropy.

    Args:
        model: on the device; returns logits (n, classes); it may arrive in evaluation mode.
        dataloader: gives batches of pictures and class numbers; the last may be smaller.
        optimizer: made with the trainable parameters of this model.
        epochs: how often the loader is gone through; 0 leaves all numbers of the model as they are.
        device: where the batches are sent.

    Returns:
        The mean loss of each epoch as a Python float: over its batches, or over its samples.
    """
    # TODO: your code here
    raise NotImplementedError("fine_tune")


# %% [markdown]
# ## From start to end
#
# *12 points · about 15 minutes*
#
# One function from weights to trained model. Mind whom the optimiser is introduced to: it keeps the
# parameters it was given, and knows nothing of a head that comes later.


# %% task="transfer" points=12 minutes=15 needs="build_feature_extractor fine_tune"
def transfer(
    backbone_fn: Callable[..., nn.Module],
    weights: Any,
    dataloader: DataLoader[Any],
    num_classes: int,
    epochs: int = 5,
    lr: float = 0.001,
    seed: int = 42,
    device: torch.device | str = "cpu",
) -> nn.Module:
    """Train a new head on a frozen pretrained network.

    Args:
        backbone_fn, weights, num_classes, seed: as in build_feature_extractor.
        dataloader, epochs, device: as in fine_tune; the model is sent to the device.
        lr: learning rate of torch.optim.Adam, which gets the parameters that are to learn, and no
            frozen ones.

    Returns:
        The trained model: only the head has changed. With epochs=0 it is as it was built.
    """
    # TODO: your code here
    raise NotImplementedError("transfer")


# %% [markdown]
# ## Predict everything
#
# *9 points · about 12 minutes*
#
# Course exercise 1: the whole test set, kept in order, so that prediction number 7 belongs to
# picture number 7.


# %% task="predict_all" points=9 minutes=12
def predict_all(
    model: nn.Module, dataloader: Iterable[Any], device: torch.device | str = "cpu"
) -> tuple[Tensor, Tensor, Tensor]:
    """Ask a model about every sample of a loader.

    Args:
        model: returns logits (n, classes); it may arrive in training mode, and is sent to device.
        dataloader: gives batches of pictures and class numbers, not shuffled; the last may hold a
            single sample.
        device: where the model is to compute.

    Returns:
        In the order of the loader and on the CPU: probabilities, (n, classes), predicted classes,
        int64 (n,), and true classes, int64 (n,). They carry no gradient.
    """
    # TODO: your code here
    raise NotImplementedError("predict_all")


# %% [markdown]
# ## Most wrong
#
# *9 points · about 12 minutes*
#
# Course exercise 2. Some mistakes are close calls. The instructive ones are those a model is
# *sure* of: they show wrong labels, odd pictures, and what it looks at. "Sure" means the
# probability of the class it chose, not that of the class it should have chosen.


# %% task="most_wrong" points=9 minutes=12
def most_wrong(probs: Tensor, targets: Tensor, k: int = 5) -> list[int]:
    """Find the wrong predictions that a model was most sure of.

    Args:
        probs: probabilities, (n, classes).
        targets: true classes, int64 (n,).
        k: how many to give at most.

    Returns:
        The row numbers in probs of up to k wrong predictions, the one with the highest probability
        of its predicted class first, equal ones in their order in probs. Python ints.
    """
    # TODO: your code here
    raise NotImplementedError("most_wrong")


# %% [markdown]
# ## What is taken for what?
#
# *6 points · about 10 minutes*
#
# A confusion matrix counts every pair of true class (row) and predicted class (column). Its
# diagonal is what went right. Which pairs off the diagonal happen most?


# %% task="top_confusions" points=6 minutes=10
def top_confusions(
    cm: Tensor, class_names: Sequence[str], k: int = 3
) -> list[tuple[str, str, int]]:
    """List the mistakes that happen most.

    Args:
        cm: confusion matrix, int64 (classes, classes): row = true class, column = predicted class.
        class_names: by class number.
        k: how many to list at most.

    Returns:
        (name of the true class, name of the predicted class, count) for up to k pairs of different
        classes that happened at all, the most frequent first; equal counts row by row.
    """
    # TODO: your code here
    raise NotImplementedError("top_confusions")


# %% [markdown]
# ## What it has never seen
#
# *6 points · about 6 minutes*
#
# Course exercise 3: show it a picture that is no food at all. It will say pizza, steak or sushi,
# for it knows nothing else. A low probability of its favourite is a sign that it is lost, so one
# can at least ask for help then. It is a weak sign: softmax can be very sure of nonsense.


# %% task="is_out_of_distribution" points=6 minutes=6
def is_out_of_distribution(probs: Tensor, threshold: float = 0.5) -> Tensor:
    """Flag the samples for which a model has no favourite.

    Args:
        probs: probabilities, (n, classes).
        threshold: what the highest probability of a sample has to reach.

    Returns:
        bool, (n,): True where the highest probability of a sample is below the threshold.
    """
    # TODO: your code here
    raise NotImplementedError("is_out_of_distribution")


# %% [markdown]
# ## One picture
#
# *10 points · about 15 minutes*
#
# The course's function for showing off. It gets a model, the path of a picture and the names of the
# classes; without a transform it makes the usual one of ImageNet.


# %% task="pred_and_plot_image" points=10 minutes=15
def pred_and_plot_image(
    model: nn.Module,
    image_path: str | Path,
    class_names: Sequence[str],
    image_size: tuple[int, int] = (224, 224),
    transform: Callable[[Image.Image], Tensor] | None = None,
    device: torch.device | str = "cpu",
) -> None:
    """Draw a picture in a new figure, titled with what a model sees in it.

    Args:
        model: returns logits (n, classes); it may arrive in training mode, and is sent to device.
        image_path: of a picture in colour, of any size.
        class_names: by class number.
        image_size: (height, width) that the picture is squeezed into if there is no transform.
        transform: turns the Pillow picture into what the model takes. None stands for: resize to
            image_size, make a tensor of values in [0, 1], normalise with ImageNet's mean
            (0.485, 0.456, 0.406) and standard deviation (0.229, 0.224, 0.225).
        device: where the model is to compute.

    The picture is drawn as it is in its file. The title contains the name of the predicted class
    and then its probability, with two decimals or more, e.g. "Pred: sushi | Prob: 0.871". Nothing
    is returned: the figure stays pyplot's current one.
    """
    # TODO: your code here
    raise NotImplementedError("pred_and_plot_image")


# %% [markdown]
# ## Thaw the end
#
# *8 points · about 10 minutes*
#
# Once the head has learnt, the last blocks of the network may adapt as well: **fine-tuning**. The
# early blocks see edges and colours, which any picture has; the last ones see what the old dishes
# had in common. So thaw from the end.


# %% task="unfreeze_last" points=8 minutes=10
def unfreeze_last(model: nn.Module, n_blocks: int) -> None:
    """Make the last blocks of a network trainable, and no other block.

    Args:
        model: model.features is an nn.Sequential of blocks, model.classifier the head.
        n_blocks: how many blocks at the end of model.features become trainable. All before them are
            frozen, even if they were trainable; 0 freezes all blocks. The head stays as it is.
    """
    # TODO: your code here
    raise NotImplementedError("unfreeze_last")


# %% [markdown]
# ## Two speeds
#
# *8 points · about 10 minutes*
#
# A new head learns with large steps. What is pretrained should move with small ones, or it forgets.
# One optimiser can do both: it takes a list of **parameter groups**, dicts with `"params"` and
# settings of their own, such as `"lr"`.


# %% task="parameter_groups" points=8 minutes=10
def parameter_groups(model: nn.Module, head_lr: float, backbone_lr: float) -> list[dict[str, Any]]:
    """Sort a model's trainable parameters by how fast they are to learn.

    Args:
        model: model.classifier is its head.
        head_lr: learning rate of the head.
        backbone_lr: learning rate of everything else.

    Returns:
        Parameter groups for an optimiser: each trainable parameter is in exactly one of them, and
        no frozen one in any. Each group has "params", a list, and "lr".
    """
    # TODO: your code here
    raise NotImplementedError("parameter_groups")


# %% [markdown]
# ## Save the head
#
# *11 points · about 12 minutes*
#
# The backbone comes with its library, so only the head needs a file: a thousand numbers in place of
# five million. (Where blocks were thawed, they changed as well: save the whole model then.)


# %% task="save_head" points=11 minutes=12
def save_head(model: nn.Module, path: str | Path) -> Path:
    """Save the state dict of a model's head, and nothing else.

    Args:
        model: model.classifier or model.heads is its head.
        path: of the file; folders that are missing are made.

    Returns:
        The path as a Path.
    """
    # TODO: your code here
    raise NotImplementedError("save_head")


def load_head(model: nn.Module, path: str | Path, device: torch.device | str = "cpu") -> nn.Module:
    """Put a saved head into a model, whose own head has the same form.

    Args:
        model: gets the saved numbers and is sent to device.
        path: a file that save_head wrote, on this machine or on one with a GPU.
        device: where the model is to be.

    Returns:
        The same model, in evaluation mode.

    Raises:
        RuntimeError: the file lacks a name that the head has, or has one too many.
    """
    # TODO: your code here
    raise NotImplementedError("save_head")


# %% [markdown]
# ## Concept check
#
# *10 points · about 12 minutes*
#
# Eight questions. Replace each `...` by a letter in quotes.
#
# **1.** What is transferred in transfer learning?
# - (a) the training pictures of another task
# - (b) patterns (weights) that a network learnt on another task
# - (c) the learning rate of another task
#
# **2.** You have 200 pictures and a laptop. Which is the best first attempt?
# - (a) a large network from random weights, for a night
# - (b) a pretrained network, everything trainable, with a learning rate of 1
# - (c) a pretrained network, frozen, with a new head
#
# **3.** Which transform do the pictures need that go into a pretrained network?
# - (a) the one its weights were trained with
# - (b) any, as long as the result has three colours
# - (c) none: it has learnt to cope
#
# **4.** EfficientNet-B0's head gets 1280 numbers. With a new head for 3 classes and the rest
# frozen, how many parameters are trainable?
# - (a) 1280
# - (b) 3840
# - (c) 3843
# - (d) 5 288 548
#
# **5.** All parameters of a block are frozen, and the model is in training mode. What changes?
# - (a) nothing
# - (b) the running mean and variance of its BatchNorm layers
# - (c) its biases
#
# **6.** You show a photo of your cat to a network that knows pizza, steak and sushi. It answers ...
# - (a) one of the three, maybe with a high probability
# - (b) that it does not know
# - (c) always with a probability of one third each
#
# **7.** When is it worth thawing more of the backbone?
# - (a) when there are few pictures, much like those it was trained on
# - (b) never, since weights are holy
# - (c) before the new head has learnt anything, with a large learning rate
# - (d) when there are many pictures, or they look unlike those it was trained on
#
# **8.** Which pretrained model should you take?
# - (a) the largest one that there is
# - (b) the one with the best trade of accuracy against size and speed, for where it has to run
# - (c) the newest one

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
# ## Where there is a network
#
# The same functions on the real thing: a network raised on more than a million photographs. The
# next cell downloads 20 MB once. Try `EfficientNet_B2` and `ViT_B_16` too, more epochs, and
# `data.food_folder(percent=20)`: course exercises 4, 5 and 6.
