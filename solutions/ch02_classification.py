# %% [markdown] concepts="logits to labels, losses, activations, decision boundaries, metrics"
# # 02 · Classification
#
# Is this mail spam? Is it pizza, steak or sushi? Chapter 01 predicted *how much*, this one predicts
# *which*. The path is the one you know (data, model, training, measuring); new are what the model
# says, how wrong it is, and one small ingredient that turns stacked straight lines into curves.
#
# The data is drawn in the plane, so you can see every idea: moons, circles, blobs and spirals. It
# looks like a toy and is honest work: a model that cannot bend fails here as it would on photos.
#
# Keep this table in mind. The question marks are yours to fill in, in the concept check.
#
# | part of the model | binary | multi-class |
# |---|---|---|
# | input size | number of features | number of features |
# | hidden layers and units | your choice | your choice |
# | hidden activation | usually ReLU | usually ReLU |
# | output size | ? | ? |
# | logits become probabilities by | ? | ? |
# | loss | ? | ? |
# | optimiser | SGD, Adam, ... | SGD, Adam, ... |

# %%
from itertools import pairwise

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split
from torch import Tensor, nn
from torch.optim import Optimizer

# %% [markdown]
# ## Concept check
#
# Ten questions. Replace each `...` below by one letter in quotes, such as `"a"`. You may come back
# later: some answers show themselves while you work.
#
# **1.** Three projects: (i) mail is spam or not; (ii) a photo shows pizza, steak or sushi; (iii) an
# article gets every tag that fits. In this order they are ...
# - (a) binary, multi-label, multi-class classification
# - (b) binary, multi-class, multi-label classification
# - (c) multi-class, binary, multi-label classification
#
# **2.** Five measurements of a patient, one yes-or-no answer. The model of this chapter has ...
# - (a) 1 input and 5 outputs
# - (b) 5 inputs and 2 outputs, one of them thrown away
# - (c) 5 inputs and 1 output
#
# **3.** A photo shows one of seven kinds of mushroom. The last layer has ...
# - (a) 7 outputs, one per kind
# - (b) 1 output, a number from 0 to 6
# - (c) as many outputs as there are photos
#
# **4.** What turns logits into probabilities?
# - (a) softmax in both cases, over the samples of the batch
# - (b) ReLU for two classes, sigmoid for more
# - (c) softmax for two classes with one output, sigmoid for more
# - (d) sigmoid for two classes with one output, softmax over the classes for more
#
# **5.** Which losses take raw logits, for two classes and for more?
# - (a) `nn.BCEWithLogitsLoss` and `nn.CrossEntropyLoss`
# - (b) `nn.BCELoss` and `nn.NLLLoss`
# - (c) `nn.L1Loss` and `nn.MSELoss`
#
# **6.** Which of these are not yours to choose, because the problem fixes them?
# - (a) the number of hidden layers and units
# - (b) the learning rate and the number of epochs
# - (c) the sizes of the input and of the output
#
# **7.** Why not a sigmoid in the model and `nn.BCELoss` after it?
# - (a) That is a different function; it learns other classes.
# - (b) It is the same function, but together they can be computed without overflow and lost digits.
# - (c) `nn.BCELoss` cannot be differentiated.
#
# **8.** Red circle inside, blue ring outside. Three linear layers in a row guess 50 %, however many
# units they have and however long they train. What is missing?
# - (a) more data
# - (b) a larger learning rate
# - (c) a longer training
# - (d) something that is not a straight line between the layers
#
# **9.** To find the fault you let the same model learn points on a straight line. It can. So ...
# - (a) the circles are too noisy to be learnt
# - (b) model and loop can learn; it is the kind of function that does not fit the circles
# - (c) the loss function is broken
#
# **10.** Of 1000 scans 10 show a tumour, and the model says "healthy" every time: 99 % accuracy.
# Which number tells the truth?
# - (a) the recall of "tumour", which is 0
# - (b) the recall of "healthy", which is 1
# - (c) the training accuracy, which is also 99 %

# %% task="concept_check" points=12 minutes=15 concept="words and choices of a classification"
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2 = "c"  ### SOLUTION
ANSWER_3 = "a"  ### SOLUTION
ANSWER_4 = "d"  ### SOLUTION
ANSWER_5 = "a"  ### SOLUTION
ANSWER_6 = "c"  ### SOLUTION
ANSWER_7 = "b"  ### SOLUTION
ANSWER_8 = "d"  ### SOLUTION
ANSWER_9 = "b"  ### SOLUTION
ANSWER_10 = "a"  ### SOLUTION

# %% [markdown]
# ## Two moons
#
# scikit-learn draws toy data: `make_moons` gives two interlocking half circles as NumPy arrays. Two
# surprises hide in them. The points are `float64`, while layers compute in `float32`; the labels
# are integers, while a binary loss compares *probabilities* and wants decimals.
#
# `train_test_split` shuffles the pairs and cuts them in two, and it takes tensors as well as
# arrays. Mind its order: both parts of `X`, then both parts of `y`. You return what belongs
# together side by side, as in chapter 01. Each of the two functions has randomness of its own, and
# `random_state` is its seed.


# %% task="moons" points=5 minutes=10 concept="binary data as float32 tensors"
def moons(
    n: int = 1000, seed: int = 42, noise: float = 0.07
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Draw scikit-learn's two moons and cut them into training (80 %) and test data (20 %).

    Args:
        n: number of points, a multiple of 5.
        seed: the random_state of make_moons, and the seed of the split. The same seed gives the
            same four tensors, every time.
        noise: how much the points tremble, as in make_moons.

    Returns:
        X_train, y_train, X_test, y_test, in this order. X: float32, shape (samples, 2).
        y: float32, shape (samples,), each 0.0 or 1.0.
    """
    ### BEGIN SOLUTION
    arrays = make_moons(n, noise=noise, random_state=seed)
    X, y = (torch.tensor(array, dtype=torch.float32) for array in arrays)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    return X_train, y_train, X_test, y_test
    ### END SOLUTION


# %% explore
X_train, y_train, X_test, y_test = moons()
plt.scatter(X_train[:, 0], X_train[:, 1], c=y_train, cmap=plt.cm.RdYlBu)
X_train.shape, X_test.shape, y_train[:5]

# %% [markdown]
# ## A model that can bend
#
# A linear layer draws a straight line. Put a second one behind it: a line of a line is a line
# again, and a thousand of them are still one. A **ReLU** between two layers makes everything below
# zero zero. It looks like nothing, but it puts a kink into the line, and enough kinks bend around
# anything.
#
# After the last layer comes *nothing*: raw numbers, called **logits**, that may be negative or
# large. The loss wants them raw.
#
# For a fixed plan, `nn.Sequential(nn.Linear(2, 5), nn.ReLU(), nn.Linear(5, 1))` is a model already.
# Your class lets the caller choose. With `in_features=2, hidden=8, out_features=1, n_hidden=2`:
#
#     (n, 2) -> Linear -> ReLU -> (n, 8) -> Linear -> ReLU -> (n, 8) -> Linear -> (n, 1)


# %% task="MLP" points=9 minutes=20 concept="layers, units, non-linearity"
class MLP(nn.Module):
    """A classifier made of linear layers, with a non-linear function between them.

    Called with x, float32 of shape (n, in_features), it returns logits of shape
    (n, out_features): any real numbers, straight from the last layer.

    Args:
        in_features: number of features of a sample.
        hidden: units in each hidden layer.
        out_features: number of logits of a sample.
        n_hidden: number of hidden layers, at least 1: there are n_hidden + 1 linear layers, each
            with weight and bias.
    """

    def __init__(self, in_features: int, hidden: int, out_features: int, n_hidden: int = 2) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        sizes = [in_features] + [hidden] * n_hidden
        layers: list[nn.Module] = []
        for size, next_size in pairwise(sizes):
            layers += [nn.Linear(size, next_size), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(hidden, out_features))
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION


# %% explore
device = "cuda" if torch.cuda.is_available() else "cpu"
model = MLP(2, 8, 1).to(device)
print(model)
with torch.inference_mode():
    print(model(X_test[:5].to(device)))  # logits of an untrained model

# %% [markdown]
# ## From logits to labels: two classes
#
# The chain is **logit, probability, label**. A logit runs from minus to plus infinity; the sigmoid
# squeezes it into (0, 1) and we read the result as the probability of class 1. Rounding gives the
# label.
#
# | logit | -2.0 | -0.1 | 0.3 | 4.0 |
# |---|---|---|---|---|
# | probability | 0.12 | 0.48 | 0.57 | 0.98 |
# | label | 0 | 0 | 1 | 1 |
#
# The model's output has a column, `(n, 1)`, the labels do not, `(n,)`. Take away that one axis, and
# no other: a batch may well hold a single sample.


# %% task="logits_to_labels_binary" points=6 minutes=10 concept="logits, sigmoid, rounding"
def logits_to_labels_binary(logits: Tensor) -> Tensor:
    """The class that each logit speaks for: 1 where its probability is above a half, 0
    where it is below.

    Args:
        logits: float, shape (n, 1) or (n,), n at least 1.

    Returns:
        Labels 0.0 and 1.0, shape (n,), dtype of the logits.
    """
    ### BEGIN SOLUTION
    return torch.round(logits_to_probs(logits))
    ### END SOLUTION


def logits_to_probs(logits: Tensor) -> Tensor:
    """The probability of class 1 for each logit.

    Args:
        logits: float, shape (n, 1) or (n,), n at least 1.

    Returns:
        Probabilities between 0 and 1, shape (n,), dtype of the logits.
    """
    ### BEGIN SOLUTION
    return torch.sigmoid(logits).reshape(-1)
    ### END SOLUTION


# %% explore
logits = torch.tensor([[-2.0], [-0.1], [0.3], [4.0]])
logits_to_probs(logits), logits_to_labels_binary(logits)

# %% [markdown]
# ## Accuracy
#
# How many of a hundred are right? The course's helper counts matches and gives a percentage. Like
# scikit-learn it takes the truth first. It is the quick number that is printed while training.


# %% task="accuracy_fn" points=3 minutes=5 concept="accuracy"
def accuracy_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """The percentage of predictions that are right.

    Args:
        y_true: true labels, shape (n,), n at least 1.
        y_pred: predicted labels, shape (n,).

    Returns:
        A Python float from 0.0 to 100.0.
    """
    ### BEGIN SOLUTION
    return torch.eq(y_true, y_pred).sum().item() / len(y_pred) * 100
    ### END SOLUTION


# %% explore
accuracy_fn(torch.tensor([0, 1, 1, 0]), torch.tensor([0, 1, 0, 0]))  # 75.0

# %% [markdown]
# ## An accuracy that cannot be fooled
#
# Compare labels of shape (4,) with predictions of shape (4, 1): PyTorch *broadcasts* and compares
# each with each, 16 pairs. An "accuracy" of 300 % comes out, or worse, one that looks fine. A
# measuring instrument should rather refuse than lie.
#
# Write a second one: a fraction between 0 and 1, as most libraries give it (`torchmetrics` has
# `Accuracy(task="binary")`), and an error for questions that have no answer.


# %% task="accuracy" points=6 minutes=10 concept="accuracy for both forms of labels"
def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    """The share of predictions that are right.

    Args:
        y_true: true labels, shape (n,), of an integer or float dtype.
        y_pred: predicted labels, shape (n,), also of an integer or float dtype.

    Returns:
        A Python float from 0.0 to 1.0.

    Raises:
        ValueError: the two shapes differ, or there are no labels at all.
    """
    ### BEGIN SOLUTION
    if y_true.shape != y_pred.shape:
        raise ValueError(f"Labels {tuple(y_true.shape)} and predictions {tuple(y_pred.shape)}")
    if y_true.numel() == 0:
        raise ValueError("There is no accuracy of no predictions")
    return (y_true == y_pred).sum().item() / y_true.numel()
    ### END SOLUTION


# %% explore
column = torch.tensor([[0.0], [1.0], [0.0], [0.0]])
print((torch.tensor([0.0, 1.0, 1.0, 0.0]) == column).sum())  # how many of four?

# %% [markdown]
# ## The right loss
#
# A loss for classes asks: how surprised is the model by the truth? `nn.BCEWithLogitsLoss` applies
# the sigmoid itself and compares with 0.0 or 1.0. `nn.CrossEntropyLoss` applies the softmax itself
# and wants the *number* of the right class, an integer. Both names say less than they should, so
# say it to yourself: **logits in**.


# %% task="pick_loss" points=4 minutes=5 concept="losses that take logits"
def pick_loss(task: str) -> nn.Module:
    """A loss function for the raw logits of a classifier, averaged over the samples.

    Args:
        task: "binary": called with logits and targets (0.0 or 1.0), float, both of one shape;
            "multiclass": called with logits (n, classes) and targets (n,), int64 class numbers.

    Raises:
        ValueError: any other word, "Binary" included; the message names it.
    """
    ### BEGIN SOLUTION
    if task == "binary":
        return nn.BCEWithLogitsLoss()
    if task == "multiclass":
        return nn.CrossEntropyLoss()
    raise ValueError(f"Expected 'binary' or 'multiclass', but got {task!r}")
    ### END SOLUTION


# %% explore
pick_loss("binary")(torch.tensor([5.0, -5.0]), torch.tensor([1.0, 1.0]))  # calm, then shocked

# %% [markdown]
# ## Train a binary classifier
#
# The loop from chapter 01, with two additions: squeeze the model's column away so that logits and
# targets have one shape, and turn logits into labels to *report* accuracy. The loss itself never
# sees probabilities or labels, only logits.
#
# Watch the loss, not only the accuracy: squash logits twice and the moons still get most points
# right, while the loss cannot go below 0.31.


# %% task="train_binary" points=13 minutes=25 needs="logits_to_labels_binary accuracy_fn" concept="training a binary classifier"
def train_binary(
    model: nn.Module,
    X_train: Tensor,
    y_train: Tensor,
    X_test: Tensor,
    y_test: Tensor,
    epochs: int = 300,
    lr: float = 0.1,
    momentum: float = 0.9,
    log_every: int = 10,
) -> dict[str, list[float]]:
    """Train with nn.BCEWithLogitsLoss and torch.optim.SGD, one step with all data per epoch.

    Args:
        model: gives logits of shape (n, 1); trained in place, in training mode.
        X_train, y_train: training data; y of shape (n,), 0.0 or 1.0, dtype of the logits.
        X_test, y_test: test data, only ever measured, in evaluation mode with gradients off.
        epochs: number of epochs, counted from 0.
        lr, momentum: for the optimiser.
        log_every: epochs 0, log_every, 2 * log_every, ... are noted.

    Returns:
        {"epoch", "train_loss", "train_acc", "test_loss", "test_acc"}: lists of equal length.
        Training numbers come from the forward pass before the step, test numbers from after it.
        Accuracies are percentages (accuracy_fn). All losses and accuracies are Python floats.
    """
    ### BEGIN SOLUTION
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).squeeze(dim=1)
        loss = loss_fn(logits, y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test).squeeze(dim=1)
                test_loss = loss_fn(test_logits, y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log
    ### END SOLUTION


# %% explore
X, y = make_circles(1000, noise=0.03, random_state=42)
X, y = torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
circles = (X[:800], y[:800], X[800:], y[800:])  # the course's own data: a circle in a ring
points = torch.rand(1000, 2)
above = (points[:, 1] > points[:, 0]).float()  # a sanity check: can it learn a straight line?
line = (points[:800], above[:800], points[800:], above[800:])
fitted = {}
plt.figure(figsize=(15, 4))
for i, (name, data) in enumerate({"line": line, "moons": moons(), "circles": circles}.items()):
    torch.manual_seed(42)
    straight = nn.Sequential(nn.Linear(2, 16), nn.Linear(16, 16), nn.Linear(16, 1))
    fitted[name] = {"straight": straight, "bent": MLP(2, 16, 1)}
    plt.subplot(1, 3, i + 1, title=name, xlabel="epoch", ylabel="test loss")
    for kind, model in fitted[name].items():
        log = train_binary(model, *data)
        plt.plot(log["epoch"], log["test_loss"], label=f"{kind}: {log['test_acc'][-1]:.1f} %")
    plt.legend()

# %% [markdown]
# ## The bends, by hand
#
# Three functions do all the bending in this course. You met two; the third is a sigmoid that runs
# from -1 to 1:
#
# $$relu(x) = \max(0, x) \qquad sigmoid(x) = \frac{1}{1 + e^{-x}} \qquad
# tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}$$
#
# Write them out with tensor operations such as `torch.exp` and `torch.maximum`. Mind the ends:
# $e^{100}$ is infinite in float32, and infinite divided by infinite is not a number. The third
# formula, typed in as it stands, breaks there. How is tanh related to the sigmoid?


# %% task="my_relu" points=7 minutes=15 concept="activations by hand"
def my_relu(x: Tensor) -> Tensor:
    """x where it is positive, else 0: same shape, dtype and device; x itself stays as it is."""
    ### BEGIN SOLUTION
    return torch.maximum(x, torch.zeros_like(x))
    ### END SOLUTION


def my_sigmoid(x: Tensor) -> Tensor:
    """1 / (1 + exp(-x)): same shape, dtype and device; finite for x from -100 to 100."""
    ### BEGIN SOLUTION
    return 1 / (1 + torch.exp(-x))
    ### END SOLUTION


def my_tanh(x: Tensor) -> Tensor:
    """The hyperbolic tangent: same shape, dtype and device; finite for x from -100 to 100."""
    ### BEGIN SOLUTION
    return 2 * my_sigmoid(2 * x) - 1
    ### END SOLUTION


# %% explore
x = torch.linspace(-6, 6, 200)
for function in (my_relu, my_sigmoid, my_tanh):
    plt.plot(x, function(x).clamp(max=2), label=function.__name__)
plt.legend()

# %% [markdown]
# ## Four blobs
#
# More than two classes: `make_blobs` throws points around as many centres as you like. The targets
# change their type! Cross entropy takes the *number* of a class, and a number that names something
# is an integer: `int64`, which PyTorch also calls `long`.


# %% task="blobs" points=4 minutes=8 concept="data of several classes"
def blobs(
    n: int = 1000, classes: int = 4, features: int = 2, seed: int = 42, spread: float = 1.5
) -> tuple[Tensor, Tensor]:
    """Draw points around class centres, with scikit-learn's make_blobs.

    Args:
        n: number of points.
        classes: number of centres, one for each class.
        features: number of coordinates of a point.
        seed: the random_state.
        spread: cluster_std, how far the points scatter around their centre.

    Returns:
        X: float32, shape (n, features). y: int64, shape (n,), from 0 to classes - 1.
    """
    ### BEGIN SOLUTION
    X, y = make_blobs(n, features, centers=classes, cluster_std=spread, random_state=seed)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)
    ### END SOLUTION


# %% explore
X, y = blobs()
plt.scatter(X[:, 0], X[:, 1], c=y, cmap=plt.cm.RdYlBu)
y[:10], y.dtype

# %% [markdown]
# ## From logits to labels: many classes
#
# Now a sample has one logit per class. The softmax turns a row of logits into probabilities that
# sum to 1; the predicted class is the place of the largest.
#
# | | class 0 | class 1 | class 2 | |
# |---|---|---|---|---|
# | logits | 2.0 | 0.5 | -1.0 | |
# | probabilities | 0.79 | 0.18 | 0.04 | sum: 1 |
#
# A tensor has two axes here, samples and classes, and each call must know which one is meant. A
# sure test: does the answer for a sample change if *another* sample in the batch changes?


# %% task="logits_to_labels_multiclass" points=6 minutes=10 concept="softmax and argmax"
def logits_to_labels_multiclass(logits: Tensor) -> Tensor:
    """The class with the largest logit, for each sample.

    Args:
        logits: float, shape (n, classes), n at least 1.

    Returns:
        Class numbers, int64, shape (n,).
    """
    ### BEGIN SOLUTION
    return logits.argmax(dim=1)
    ### END SOLUTION


def logits_to_probs_multiclass(logits: Tensor) -> Tensor:
    """The probability of each class, for each sample.

    Args:
        logits: float, shape (n, classes), n at least 1.

    Returns:
        Probabilities, shape (n, classes), dtype of the logits; each row sums to 1.
    """
    ### BEGIN SOLUTION
    return torch.softmax(logits, dim=1)
    ### END SOLUTION


# %% explore
logits = torch.tensor([[2.0, 0.5, -1.0], [0.0, 3.0, 0.0]])
probabilities = logits_to_probs_multiclass(logits)
print(probabilities, probabilities.sum(dim=0), probabilities.sum(dim=1))
logits_to_labels_multiclass(logits)

# %% [markdown]
# ## Spirals
#
# The course's last challenge, made famous by Stanford's CS231n: arms that wind around each other.
# No library draws them for you. Walk along arm $k$ while $r$ goes from 0 to 1: the further out, the
# further you have turned, and a little random trembling is added to the angle.
#
# $$t = 4k + 4r + 0.2 \cdot noise, \qquad point = (r \sin t, \; r \cos t)$$


# %% task="spirals" points=5 minutes=15 concept="spirals"
def spirals(points: int = 100, classes: int = 3, seed: int = 42) -> tuple[Tensor, Tensor]:
    """Draw spiral arms, one for each class.

    On arm k (0, 1, ...) the radius r takes `points` equally spaced values from 0 to 1, both
    included. The angle is t = 4k + 4r + 0.2 * noise with standard normal noise, drawn anew for
    every point, and the point is (r sin t, r cos t).

    Args:
        points: number of points on each arm, at least 2.
        classes: number of arms; there may be hundreds.
        seed: the same seed gives the same points, every time.

    Returns:
        X: float32, shape (points * classes, 2). y: int64, shape (points * classes,): the arm of
        each point. The samples may be in any order.
    """
    ### BEGIN SOLUTION
    noise = torch.randn(points * classes, generator=torch.Generator().manual_seed(seed))
    y = torch.arange(classes).repeat_interleave(points)
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * y + 4 * r + 0.2 * noise
    return torch.stack([r * t.sin(), r * t.cos()], dim=1), y
    ### END SOLUTION


# %% explore
X, y = spirals()
plt.scatter(X[:, 0], X[:, 1], c=y, cmap=plt.cm.RdYlBu)

# %% [markdown]
# ## Train on many classes
#
# The same loop again. Cross entropy takes the logits as they are, (n, classes), and the class
# numbers, (n,): nothing to squeeze. This time the caller brings the optimiser, so that your loop
# works with SGD, with Adam, and with whatever will be invented.
#
# One number to remember: a model that knows nothing about $K$ classes has a loss of $\ln K$, which
# is 1.10 for three. A loss that stays there has learnt nothing; for three classes, one that never
# gets below 0.55 was probably given probabilities.


# %% task="train_multiclass" points=12 minutes=20 needs="logits_to_labels_multiclass accuracy_fn" concept="CrossEntropyLoss with class numbers"
def train_multiclass(
    model: nn.Module,
    X_train: Tensor,
    y_train: Tensor,
    X_test: Tensor,
    y_test: Tensor,
    optimizer: Optimizer,
    epochs: int,
    log_every: int = 10,
) -> dict[str, list[float]]:
    """Train with nn.CrossEntropyLoss and the given optimiser, one step with all data per epoch.

    Args:
        model: gives logits of shape (n, classes); trained in place, in training mode.
        X_train, y_train: training data; y holds class numbers, int64 of shape (n,).
        X_test, y_test: test data, only ever measured, in evaluation mode with gradients off.
        optimizer: made with this model's parameters.
        epochs: number of epochs, counted from 0.
        log_every: epochs 0, log_every, 2 * log_every, ... are noted.

    Returns:
        The same log as train_binary: {"epoch", "train_loss", "train_acc", "test_loss",
        "test_acc"}; training numbers from before the step, test numbers from after it, accuracies
        in percent, Python floats.
    """
    ### BEGIN SOLUTION
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits, y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test)
                test_loss = loss_fn(test_logits, y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log
    ### END SOLUTION


# %% explore
torch.manual_seed(42)
trained = {}
for name, (X, y) in {"blobs": blobs(), "spirals": spirals(200)}.items():
    a, b, c, d = train_test_split(X, y, test_size=0.2, random_state=42)
    model = MLP(2, 25, int(y.max()) + 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    log = train_multiclass(model, a, c, b, d, optimizer, epochs=300)
    plt.plot(log["epoch"], log["train_loss"], label=f"{name}, training")
    plt.plot(log["epoch"], log["test_loss"], "--", label=f"{name}, test")
    print(name, f"{log['test_acc'][-1]:.1f} %")
    trained[name] = (model, a, c, b, d)
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()

# %% [markdown]
# ## What would it say everywhere?
#
# Ask the model about every point of the plane, or at least of a fine grid over it, and its mind
# lies open: regions of one colour, and the **decision boundary** between them.
#
# `torch.meshgrid` makes the grid. With `indexing="xy"` (the way of NumPy) `xx[i, j]` is the j-th x
# and `yy[i, j]` the i-th y: rows go up the picture, columns go to the right. The model wants a list
# of points, so flatten both, stack them as columns, and give the answers the grid's shape again.


# %% task="decision_grid" points=8 minutes=20 changes="mode parameters" concept="predicting on a grid"
def decision_grid(model: nn.Module, X: Tensor, steps: int = 50) -> tuple[Tensor, Tensor, Tensor]:
    """Predict a label for each point of a grid over the data.

    Args:
        model: gives logits (n, 1), two classes, or (n, classes); on any device, in any mode.
        X: points, float32 of shape (n, 2), on any device.
        steps: points of the grid in each direction. They are equally spaced, from 0.1 below the
            smallest to 0.1 above the largest coordinate of X in that direction.

    Returns:
        xx, yy: float32, shape (steps, steps): xx[i, j] is the j-th x, yy[i, j] the i-th y.
        z: int64, shape (steps, steps): the label at (xx[i, j], yy[i, j]), predicted in evaluation
        mode with gradients off. All three are on the CPU; the model's numbers stay as they were.
    """
    ### BEGIN SOLUTION
    X = X.detach().cpu()
    lows, highs = X.amin(dim=0) - 0.1, X.amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    binary = logits.shape[1] == 1
    z = logits_to_labels_binary(logits) if binary else logits_to_labels_multiclass(logits)
    return xx, yy, z.long().reshape(steps, steps)
    ### END SOLUTION


# %% explore
xx, yy, z = decision_grid(trained["blobs"][0], trained["blobs"][1], steps=20)
z.flip(0)  # the first row of a matrix is at the top, the smallest y at the bottom

# %% [markdown]
# ## See the boundary
#
# Now the picture that the whole course loves: colour the regions (`plt.contourf` draws filled ones
# from xx, yy and z), and put the data on top. What is wrong with a model, you see here first.
#
# Draw into the *current* axes, as pyplot's functions do: then your function works within
# `plt.subplot(1, 2, 1)`, training data left and test data right.


# %% task="plot_decision_boundary" points=6 minutes=15 changes="mode" needs="decision_grid" concept="decision boundaries"
def plot_decision_boundary(model: nn.Module, X: Tensor, y: Tensor) -> None:
    """Colour the regions that a model predicts and draw the data over them, in the current axes.

    The regions cover all of X; every point with the same prediction lies on the same colour, and
    each class has its own. Points are coloured by their true label y.

    Args:
        model: as in decision_grid.
        X: points, float32 of shape (n, 2).
        y: their labels, shape (n,), float or integer.
    """
    ### BEGIN SOLUTION
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contourf(xx, yy, z, cmap=plt.cm.RdYlBu, alpha=0.7)
    X, y = X.cpu(), y.cpu()
    plt.scatter(X[:, 0], X[:, 1], c=y, s=20, cmap=plt.cm.RdYlBu, edgecolors="k", linewidths=0.4)
    ### END SOLUTION


# %% explore
model, *data = trained["spirals"]
pictures = {
    "circles, straight lines only": (fitted["circles"]["straight"], *circles[2:]),
    "circles, with ReLU": (fitted["circles"]["bent"], *circles[2:]),
    "spirals, training data": (model, *data[:2]),
    "spirals, test data": (model, *data[2:]),
}
plt.figure(figsize=(12, 10))
for i, (name, picture) in enumerate(pictures.items()):
    plt.subplot(2, 2, i + 1, title=name)
    plot_decision_boundary(*picture)

# %% [markdown]
# ## More than accuracy
#
# Accuracy hides *which* mistakes a model makes. The **confusion matrix** shows them: row = what it
# was, column = what the model said. From it come, for every class,
#
# - **precision**: of those that I *called* this class, how many were? (no false alarms)
# - **recall**: of those that *were* this class, how many did I find? (nothing missed)
# - **F1**: $2 \cdot precision \cdot recall / (precision + recall)$, high only if both are.
#
# | truth, said | 0 | 1 | recall |
# |---|---|---|---|
# | 0 | 6 | 2 | 6 / 8 |
# | 1 | 1 | 3 | 3 / 4 |
# | precision | 6 / 7 | 3 / 5 | |


# %% task="classification_report" points=6 minutes=15 concept="precision, recall, F1"
def classification_report(y_true: Tensor, y_pred: Tensor, n_classes: int) -> dict[str, Tensor]:
    """Count the mistakes of a classifier, and sum them up for each class.

    Args:
        y_true: true classes, int64 of shape (n,), from 0 to n_classes - 1.
        y_pred: predicted classes, likewise.
        n_classes: number of classes; some of them may not occur.

    Returns:
        "confusion": int64, shape (n_classes, n_classes); entry [i, j] counts the samples of class
        i that were predicted as class j. "precision", "recall", "f1": float, shape (n_classes,);
        where a division by zero would be needed the value is 0.
    """
    ### BEGIN SOLUTION
    pairs = torch.bincount(n_classes * y_true + y_pred, minlength=n_classes**2)
    confusion = pairs.reshape(n_classes, n_classes)
    hits, said, were = confusion.diagonal(), confusion.sum(dim=0), confusion.sum(dim=1)
    return {
        "confusion": confusion,
        "precision": hits / said.clamp(min=1),
        "recall": hits / were.clamp(min=1),
        "f1": 2 * hits / (said + were).clamp(min=1),
    }
    ### END SOLUTION


# %% explore
model, _, _, X, y = trained["spirals"]
with torch.inference_mode():
    said = logits_to_labels_multiclass(model(X))
classification_report(y, said, 3)
