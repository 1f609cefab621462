# %% [markdown] concepts="pretrained weights and their transforms, freezing, heads, most wrong predictions"
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

# %% explore
from autograder import data
from autograder.backbone import TinyBackbone_Weights, tiny_backbone

weights = TinyBackbone_Weights.DEFAULT  # with a network, in their place:
# from torchvision.models import EfficientNet_B0_Weights, efficientnet_b0
# weights = EfficientNet_B0_Weights.DEFAULT  # and efficientnet_b0 wherever tiny_backbone stands
backbone = tiny_backbone(weights=weights)
print(weights.meta["categories"])
backbone

# %% [markdown]
# ## How large is it?
#
# First look at what you got. A parameter counts as **trainable** if autograd computes a gradient
# for it. Buffers (the running statistics of BatchNorm) are no parameters and do not count.


# %% task="trainable_params" points=6 minutes=8 concept="counting parameters"
def trainable_params(model: nn.Module) -> tuple[int, int]:
    """Count the numbers in a model's parameters.

    Args:
        model: any module; two of its layers may share a parameter, which counts once.

    Returns:
        How many of the numbers are trainable, and how many there are in all.
    """
    ### BEGIN SOLUTION
    parameters = list(model.parameters())
    trainable = sum(p.numel() for p in parameters if p.requires_grad)
    return trainable, sum(p.numel() for p in parameters)
    ### END SOLUTION


# %% explore
trainable_params(backbone)  # EfficientNet-B0 has 5 288 548, ViT-B/16 has 86 567 656

# %% [markdown]
# ## Feed it what it was raised on
#
# A pretrained network has habits. It was shown pictures of one size, cut in one way, with colours
# shifted and scaled by one mean and one standard deviation. Show it anything else and it answers
# nonsense, without an error.
#
# The weights carry their recipe: `weights.transforms()` is ready for use. Print it, then build it
# once by yourself to see that there is no magic: the shorter side is resized, the middle is cut
# out, the picture becomes a tensor, each colour is normalised.


# %% task="own_transform" points=11 minutes=15 concept="the weights' own transforms"
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
    ### BEGIN SOLUTION
    recipe = weights.transforms()
    return transforms.Compose(
        [
            transforms.Resize(recipe.resize_size, interpolation=recipe.interpolation),
            transforms.CenterCrop(recipe.crop_size),
            transforms.ToTensor(),
            transforms.Normalize(mean=recipe.mean, std=recipe.std),
        ]
    )
    ### END SOLUTION


# %% explore
image_path = data.food_folder(percent=10)
photo = Image.open(sorted((image_path / "test").glob("*/*.jpg"))[0])
print(weights.transforms())
(own_transform(weights)(photo) - weights.transforms()(photo)).abs().max()  # should be next to 0

# %% [markdown]
# ## Freeze
#
# What the network knows must survive. A **frozen** parameter gets no gradient, so no optimiser
# moves it. The switch sits on each parameter; a module has none of its own.


# %% task="freeze" points=6 minutes=6 changes="freezing" concept="freezing"
def freeze(module: nn.Module) -> None:
    """Freeze all parameters of a module, those of its layers within layers too.

    Args:
        module: a model, a part of one or a single layer. Nothing outside it is frozen, and its
            numbers and its mode stay as they are.
    """
    ### BEGIN SOLUTION
    for parameter in module.parameters():
        parameter.requires_grad = False
    ### END SOLUTION


# %% [markdown]
# ## A new head
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


# %% task="replace_head" points=10 minutes=15 concept="a new head"
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
    ### BEGIN SOLUTION
    name = head_name(model)
    old = next(layer for layer in getattr(model, name).modules() if isinstance(layer, nn.Linear))
    like = {"device": old.weight.device, "dtype": old.weight.dtype}
    new = nn.Linear(old.in_features, num_classes, **like)
    setattr(model, name, nn.Sequential(nn.Dropout(p=dropout), new))
    return model
    ### END SOLUTION


# %% explore
replace_head(tiny_backbone(weights=weights), num_classes=3).classifier

# %% [markdown]
# ## The feature extractor
#
# Now all of it: load, freeze, new head, and the transforms that belong to the weights. The order is
# half of the art. What is frozen *after* the new head is there takes the head with it; a seed set
# *before* the network is built is used up by the network.


# %% task="build_feature_extractor" points=15 minutes=15 needs="freeze replace_head" concept="a feature extractor"
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
    ### BEGIN SOLUTION
    model = backbone_fn(weights=weights)
    freeze(model)
    torch.manual_seed(seed)
    return replace_head(model, num_classes), weights.transforms()
    ### END SOLUTION


# %% explore
model, transform = build_feature_extractor(tiny_backbone, weights, num_classes=3)
trainable_params(model)  # 96 * 3 + 3 of them can learn

# %% [markdown]
# ## Frozen, but not asleep
#
# There is a leak. BatchNorm keeps a running mean and variance in **buffers**, and updates them in
# each forward pass in training mode, gradient or not. A frozen network in training mode therefore
# drifts away from what it knew. Yet the Dropout of your head works in training mode only.
#
# So the two must be set apart: training mode, but each frozen BatchNorm in evaluation mode.


# %% task="set_train_mode_frozen_bn" points=9 minutes=15 concept="BatchNorm's buffers"
def set_train_mode_frozen_bn(model: nn.Module) -> None:
    """Put a model into training mode, its frozen BatchNorm layers into evaluation mode.

    Args:
        model: may arrive in any mode. A BatchNorm layer (nn.BatchNorm1d, nn.BatchNorm2d, ...) is
            frozen if none of its parameters is trainable; one that is trainable goes into training
            mode like every other layer, wherever in the model it is.
    """
    ### BEGIN SOLUTION
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.train(any(p.requires_grad for p in layer.parameters()))
    ### END SOLUTION


# %% [markdown]
# ## Train what is trainable
#
# The five steps again, in the right mode. Only what is trainable moves; everything else, buffers
# included, is the same to the last bit afterwards.


# %% task="fine_tune" points=13 minutes=20 needs="set_train_mode_frozen_bn" concept="fine-tuning"
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
    ### BEGIN SOLUTION
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        set_train_mode_frozen_bn(model)
        losses = []
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            loss = loss_fn(model(X), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history
    ### END SOLUTION


# %% explore
train_set = datasets.ImageFolder(image_path / "train", transform=transform)
test_set = datasets.ImageFolder(image_path / "test", transform=transform)
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
test_loader = DataLoader(test_set, batch_size=32)
class_names = train_set.classes
optimizer = torch.optim.Adam(model.classifier.parameters(), lr=0.01)
plt.plot(fine_tune(model, train_loader, optimizer, epochs=5))
plt.xlabel("epoch")
plt.ylabel("loss")

# %% [markdown]
# ## From start to end
#
# One function from weights to trained model. Mind whom the optimiser is introduced to: it keeps the
# parameters it was given, and knows nothing of a head that comes later.


# %% task="transfer" points=12 minutes=15 needs="build_feature_extractor fine_tune" concept="the whole recipe of transfer learning"
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
    ### BEGIN SOLUTION
    model, _ = build_feature_extractor(backbone_fn, weights, num_classes, seed)
    model.to(device)
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=lr)
    fine_tune(model, dataloader, optimizer, epochs, device)
    return model
    ### END SOLUTION


# %% explore
model = transfer(tiny_backbone, weights, train_loader, num_classes=3, epochs=3, lr=0.01)
# And the same network with nothing learnt before, all of it trainable, for as long. What were the
# pretrained weights worth? (More epochs, course exercise 4, help the blank one more.)
blank = tiny_backbone(num_classes=3)
optimizer = torch.optim.Adam(blank.parameters(), lr=0.003)
fine_tune(blank, train_loader, optimizer, epochs=3)

# %% [markdown]
# ## Predict everything
#
# Course exercise 1: the whole test set, kept in order, so that prediction number 7 belongs to
# picture number 7.


# %% task="predict_all" points=9 minutes=12 concept="predictions for a whole test set"
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
    ### BEGIN SOLUTION
    model.to(device).eval()
    probs, targets = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            probs.append(model(X.to(device)).softmax(dim=1).cpu())
            targets.append(y.cpu())
    every = torch.cat(probs)
    return every, every.argmax(dim=1), torch.cat(targets)
    ### END SOLUTION


# %% explore
probs, preds, targets = predict_all(model, test_loader)
for name, other in {"transferred": model, "from scratch": blank}.items():
    _, guessed, truth = predict_all(other, test_loader)
    print(f"{name}: {(guessed == truth).float().mean():.2f} of the test set")

# %% [markdown]
# ## Most wrong
#
# Course exercise 2. Some mistakes are close calls. The instructive ones are those a model is
# *sure* of: they show wrong labels, odd pictures, and what it looks at. "Sure" means the
# probability of the class it chose, not that of the class it should have chosen.


# %% task="most_wrong" points=9 minutes=12 concept="most wrong"
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
    ### BEGIN SOLUTION
    sure, preds = probs.max(dim=1)
    wrong = (preds != targets).nonzero().flatten().tolist()
    return sorted(wrong, key=lambda row: -sure[row].item())[:k]
    ### END SOLUTION


# %% explore
worst = most_wrong(probs, targets, k=5)
_, axes = plt.subplots(1, 5, figsize=(13, 3))
for ax, row in zip(axes, worst, strict=False):
    ax.imshow(Image.open(test_set.samples[row][0]))
    guess, truth = class_names[preds[row]], class_names[targets[row]]
    ax.set_title(f"{guess}, not {truth}: {probs[row].max():.2f}")
    ax.axis("off")

# %% [markdown]
# ## What is taken for what?
#
# A confusion matrix counts every pair of true class (row) and predicted class (column). Its
# diagonal is what went right. Which pairs off the diagonal happen most?


# %% task="top_confusions" points=6 minutes=10 concept="which classes are mixed up"
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
    ### BEGIN SOLUTION
    pairs = [
        (class_names[row], class_names[column], count)
        for row, counts in enumerate(cm.tolist())
        for column, count in enumerate(counts)
        if row != column and count > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]
    ### END SOLUTION


# %% explore
cm = torch.zeros(3, 3, dtype=torch.long)
cm.index_put_((targets, preds), torch.ones_like(preds), accumulate=True)
top_confusions(cm, class_names)

# %% [markdown]
# ## What it has never seen
#
# Course exercise 3: show it a picture that is no food at all. It will say pizza, steak or sushi,
# for it knows nothing else. A low probability of its favourite is a sign that it is lost, so one
# can at least ask for help then. It is a weak sign: softmax can be very sure of nonsense.


# %% task="is_out_of_distribution" points=6 minutes=6 concept="pictures from elsewhere"
def is_out_of_distribution(probs: Tensor, threshold: float = 0.5) -> Tensor:
    """Flag the samples for which a model has no favourite.

    Args:
        probs: probabilities, (n, classes).
        threshold: what the highest probability of a sample has to reach.

    Returns:
        bool, (n,): True where the highest probability of a sample is below the threshold.
    """
    ### BEGIN SOLUTION
    return probs.max(dim=1).values < threshold
    ### END SOLUTION


# %% explore
noise = torch.randn(8, 3, 64, 64)  # and a garment of chapter 03, a drawing, your cat ...
strange = model.eval()(noise).softmax(dim=1)
print(strange.max(dim=1).values)
for some in (strange, probs):
    print(is_out_of_distribution(some, threshold=0.7).float().mean())  # share that is flagged

# %% [markdown]
# ## One picture
#
# The course's function for showing off. It gets a model, the path of a picture and the names of the
# classes; without a transform it makes the usual one of ImageNet.


# %% task="pred_and_plot_image" points=10 minutes=15 concept="predicting with the right transform"
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
    ### BEGIN SOLUTION
    image = Image.open(image_path)
    if transform is None:
        transform = transforms.Compose(
            [
                transforms.Resize(image_size),
                transforms.ToTensor(),
                transforms.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
            ]
        )
    model.to(device).eval()
    with torch.inference_mode():
        logits = model(transform(image).unsqueeze(dim=0).to(device))
    prob, label = logits.softmax(dim=1)[0].max(dim=0)
    plt.figure()
    plt.imshow(image)
    plt.title(f"Pred: {class_names[label]} | Prob: {prob:.3f}")
    plt.axis("off")
    ### END SOLUTION


# %% explore
for path in sorted((image_path / "test").glob("*/*.jpg"))[::30]:  # or a photo of yours
    pred_and_plot_image(model, path, class_names, transform=transform)

# %% [markdown]
# ## Thaw the end
#
# Once the head has learnt, the last blocks of the network may adapt as well: **fine-tuning**. The
# early blocks see edges and colours, which any picture has; the last ones see what the old dishes
# had in common. So thaw from the end.


# %% task="unfreeze_last" points=8 minutes=10 concept="fine-tuning the last blocks"
def unfreeze_last(model: nn.Module, n_blocks: int) -> None:
    """Make the last blocks of a network trainable, and no other block.

    Args:
        model: model.features is an nn.Sequential of blocks, model.classifier the head.
        n_blocks: how many blocks at the end of model.features become trainable. All before them are
            frozen, even if they were trainable; 0 freezes all blocks. The head stays as it is.
    """
    ### BEGIN SOLUTION
    blocks = list(model.features)
    for number, block in enumerate(blocks):
        block.requires_grad_(number >= len(blocks) - n_blocks)
    ### END SOLUTION


# %% [markdown]
# ## Two speeds
#
# A new head learns with large steps. What is pretrained should move with small ones, or it forgets.
# One optimiser can do both: it takes a list of **parameter groups**, dicts with `"params"` and
# settings of their own, such as `"lr"`.


# %% task="parameter_groups" points=8 minutes=10 concept="learning rates by layer"
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
    ### BEGIN SOLUTION
    head = [p for p in model.classifier.parameters() if p.requires_grad]
    known = {id(p) for p in head}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    return [{"params": head, "lr": head_lr}, {"params": rest, "lr": backbone_lr}]
    ### END SOLUTION


# %% explore
unfreeze_last(model, n_blocks=2)
print(trainable_params(model))
optimizer = torch.optim.Adam(parameter_groups(model, head_lr=0.003, backbone_lr=0.001))
fine_tune(model, train_loader, optimizer, epochs=5)
_, guessed, truth = predict_all(model, test_loader)
print(f"fine-tuned: {(guessed == truth).float().mean():.2f} of the test set")

# %% [markdown]
# ## Save the head
#
# The backbone comes with its library, so only the head needs a file: a thousand numbers in place of
# five million. (Where blocks were thawed, they changed as well: save the whole model then.)


# %% task="save_head" points=11 minutes=12 concept="saving what was trained"
def save_head(model: nn.Module, path: str | Path) -> Path:
    """Save the state dict of a model's head, and nothing else.

    Args:
        model: model.classifier or model.heads is its head.
        path: of the file; folders that are missing are made.

    Returns:
        The path as a Path.
    """
    ### BEGIN SOLUTION
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(getattr(model, head_name(model)).state_dict(), path)
    return path
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    saved = torch.load(path, map_location=device, weights_only=True)
    getattr(model, head_name(model)).load_state_dict(saved)
    return model.to(device).eval()
    ### END SOLUTION


# %% explore
model = transfer(tiny_backbone, weights, train_loader, num_classes=3, epochs=3, lr=0.01)
path = save_head(model, "models/dishes_head.pt")
print(path.stat().st_size, "bytes")
again, _ = build_feature_extractor(tiny_backbone, weights, num_classes=3, seed=7)
load_head(again, path)

# %% [markdown]
# ## Concept check
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

# %% task="concept_check" points=10 minutes=12 concept="when transfer learning helps"
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2 = "c"  ### SOLUTION
ANSWER_3 = "a"  ### SOLUTION
ANSWER_4 = "c"  ### SOLUTION
ANSWER_5 = "b"  ### SOLUTION
ANSWER_6 = "a"  ### SOLUTION
ANSWER_7 = "d"  ### SOLUTION
ANSWER_8 = "b"  ### SOLUTION

# %% [markdown]
# ## Where there is a network
#
# The same functions on the real thing: a network raised on more than a million photographs. The
# next cell downloads 20 MB once. Try `EfficientNet_B2` and `ViT_B_16` too, more epochs, and
# `data.food_folder(percent=20)`: course exercises 4, 5 and 6.

# %% explore
from torchvision.models import EfficientNet_B0_Weights, efficientnet_b0

big = EfficientNet_B0_Weights.DEFAULT
try:
    large, large_transform = build_feature_extractor(efficientnet_b0, big, num_classes=3)
except OSError as error:  # no network: URLError is one of these
    print("No download:", error)
else:
    train_set.transform = test_set.transform = large_transform
    large = transfer(efficientnet_b0, big, train_loader, num_classes=3, epochs=5, lr=0.001)
    _, guessed, truth = predict_all(large, test_loader)
    print(f"EfficientNet-B0: {(guessed == truth).float().mean():.2f} of the test set")
    train_set.transform = test_set.transform = transform
