# Mistakes of chapter 01. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="flat_line" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    """Your x and y have one dimension, shape (n,), where (n, 1) was expected.

    A model reads a batch as (samples, features): n samples with one feature each are (n, 1). With flat targets a later loss quietly compares every sample with every other one.

    Look at the line that creates x. Which call adds a dimension after the first?
    """
    x = torch.arange(n) / n
    return x, weight * x + bias + noise * torch.randn(n)

# %% misconception="float_step" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    """For some n you return one point too many: the last x is 1, or very close to it.

    A step such as 1/49 has no exact float. After 49 of these steps you may stand just below the end, and one more point gets in. Whole numbers do not have this problem.

    Look at the arguments of arange: is the number of points certain, or does it depend on rounding?
    """
    x = torch.arange(0, 1, 1 / n).unsqueeze(dim=1)
    return x, weight * x + bias + noise * torch.randn(len(x), 1)

# %% misconception="end_included" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    """Your last x is 1, and the steps between your points are a little longer than 1/n.

    Between n points there are n - 1 gaps. If the first point is 0 and the last is 1, each gap is 1/(n - 1). The text asks for gaps of 1/n, so that 1 itself is never reached.

    Look at the call that creates x, and find out whether its end is included.
    """
    x = torch.linspace(0, 1, n).unsqueeze(dim=1)
    return x, weight * x + bias + noise * torch.randn(n, 1)

# %% misconception="double_precision" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    """Your tensors are float64, where float32 was expected.

    NumPy calculates in double precision and torch keeps what it is given. Layers of a model are float32, and a layer refuses to mix the two.

    Look at where x comes from. What is its dtype there, and who could change it?
    """
    import numpy as np

    x = torch.from_numpy(np.arange(n) / n).unsqueeze(dim=1)
    return x, weight * x + bias + noise * torch.randn(n, 1, dtype=torch.float64)

# %% misconception="one_noise" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    """Your noise shifts the whole line up or down: every y gets the same amount.

    Noise is something that happens to each measurement on its own, so a hundred points need a hundred random numbers.

    Look at the shape of the random tensor that you add.
    """
    x = torch.arange(n).unsqueeze(dim=1) / n
    return x, weight * x + bias + noise * torch.randn(1)

# %% misconception="uniform_noise" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    """Your noise only ever pushes y upwards, and it spreads too little.

    Normal noise has mean 0: it is as often negative as positive. Random numbers between 0 and 1 are neither centred nor normal.

    Look at the function that draws the random numbers. Which distribution is it?
    """
    x = torch.arange(n).unsqueeze(dim=1) / n
    return x, weight * x + bias + noise * torch.rand(n, 1)

# %% misconception="shuffled_apart" task="split"
def split(X, y, train_frac=0.8):
    """Your parts are shuffled, and X and y differently: X_train[0] no longer belongs to y_train[0].

    Sample i is the pair of X[i] and y[i]. Two shuffles, each with its own luck, tear the pairs apart, and then there is no pattern left to learn. Here the order is to stay as it is.

    Look for random numbers in your function: this split needs none.
    """
    cut = int(train_frac * len(X))
    X, y = X[torch.randperm(len(X))], y[torch.randperm(len(y))]
    return X[:cut], y[:cut], X[cut:], y[cut:]

# %% misconception="shuffled" task="split"
def split(X, y, train_frac=0.8):
    """Your parts hold the right pairs, but in another order than the data.

    Shuffling is often a good idea. Here the test set is to be the end of the line, where the model has never been, so the order stays.

    Look for random numbers in your function: this split needs none.
    """
    cut = int(train_frac * len(X))
    order = torch.randperm(len(X))
    X, y = X[order], y[order]
    return X[:cut], y[:cut], X[cut:], y[cut:]

# %% misconception="leak" task="split"
def split(X, y, train_frac=0.8):
    """Your test set begins with samples that are in the training set as well.

    A test on questions that were practised says nothing. Each sample belongs to exactly one of the two parts.

    Look at where the test slices begin.
    """
    cut = int(train_frac * len(X))
    return X[:cut], y[:cut], X[: len(X) - cut], y[: len(y) - cut]

# %% misconception="test_on_everything" task="split"
def split(X, y, train_frac=0.8):
    """Your test set is the whole data set, training samples included.

    A test on questions that were practised says nothing. Each sample belongs to exactly one of the two parts.

    Look at the last two things that you return. Where do they begin?
    """
    cut = int(train_frac * len(X))
    return X[:cut], y[:cut], X, y

# %% misconception="float_index" task="split"
def split(X, y, train_frac=0.8):
    """Your cut is a number such as 8.0, and a tensor cannot be sliced at a float.

    Positions are whole numbers. A share times a length is a float, even where it comes out even.

    Look at the line that calculates the cut. Which type does the result have?
    """
    cut = train_frac * len(X)
    return X[:cut], y[:cut], X[cut:], y[cut:]

# %% misconception="other_order" task="split"
def split(X, y, train_frac=0.8):
    """You return the two parts of X first, then those of y.

    scikit-learn has that order; this course keeps what belongs together side by side: training inputs and targets, then test inputs and targets. Whoever unpacks the result relies on it.

    Compare your return line with the order in the docstring.
    """
    cut = int(train_frac * len(X))
    return X[:cut], X[cut:], y[:cut], y[cut:]

# %% misconception="lost_sample" task="split"
def split(X, y, train_frac=0.8):
    """One sample is in neither part: the one right at the cut.

    A slice leaves out its end. What ends before the cut and what begins at the cut fit together without a gap.

    Look at where the test slices begin.
    """
    cut = int(train_frac * len(X))
    return X[:cut], y[:cut], X[cut + 1 :], y[cut + 1 :]

# %% misconception="fixed_share" task="split"
def split(X, y, train_frac=0.8):
    """You always cut at 80 %, whatever train_frac says.

    A parameter that nobody reads is a promise that is not kept. It only shows when somebody passes another value.

    Look for the number 0.8 in the body of your function.
    """
    cut = int(0.8 * len(X))
    return X[:cut], y[:cut], X[cut:], y[cut:]

# %% misconception="no_detach" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    """Matplotlib stopped at a tensor that requires a gradient.

    To draw, matplotlib asks for a NumPy array. A tensor that is part of a gradient's history refuses, because NumPy could not continue that history.

    Look at what you hand to the drawing calls. What does the text say about cutting a tensor off?
    """
    _, axes = plt.subplots()
    axes.scatter(train_X, train_y, label="Training data")
    axes.scatter(test_X, test_y, label="Test data")
    if preds is not None:
        axes.scatter(test_X, preds, label="Predictions")
    axes.legend()
    return axes

# %% misconception="predictions_over_training" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    """You draw the predictions against the training inputs, which are not even as many.

    A point needs its own x and y. The predictions are what the model says for test_X, so these are the x they belong to.

    Look at the drawing call for the predictions: which x does it get?
    """
    _, axes = plt.subplots()
    axes.scatter(train_X.detach().cpu(), train_y.detach().cpu(), label="Training data")
    axes.scatter(test_X.detach().cpu(), test_y.detach().cpu(), label="Test data")
    if preds is not None:
        axes.scatter(train_X.detach().cpu(), preds.detach().cpu(), label="Predictions")
    axes.legend()
    return axes

# %% misconception="no_legend" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    """Your points have labels, but the figure has no legend.

    A label is only a name that a set of points carries. It gets visible once somebody asks the axes to draw the legend.

    Look at what happens between the last drawing call and the return.
    """
    _, axes = plt.subplots()
    axes.scatter(train_X.detach().cpu(), train_y.detach().cpu(), label="Training data")
    axes.scatter(test_X.detach().cpu(), test_y.detach().cpu(), label="Test data")
    if preds is not None:
        axes.scatter(test_X.detach().cpu(), preds.detach().cpu(), label="Predictions")
    return axes

# %% misconception="no_labels" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    """None of your sets of points carries a label, so nobody can tell which is which.

    A legend lists the labels of what was drawn. Without labels it stays empty.

    Look at the arguments of each drawing call.
    """
    _, axes = plt.subplots()
    axes.scatter(train_X.detach().cpu(), train_y.detach().cpu())
    axes.scatter(test_X.detach().cpu(), test_y.detach().cpu())
    if preds is not None:
        axes.scatter(test_X.detach().cpu(), preds.detach().cpu())
    axes.legend()
    return axes

# %% misconception="same_figure" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    """Your second picture still shows the points of the first.

    pyplot remembers a current figure, and drawing without asking for a new one continues there.

    Look at the first line of your function: does it begin a new figure?
    """
    axes = plt.gca()
    axes.scatter(train_X.detach().cpu(), train_y.detach().cpu(), label="Training data")
    axes.scatter(test_X.detach().cpu(), test_y.detach().cpu(), label="Test data")
    if preds is not None:
        axes.scatter(test_X.detach().cpu(), preds.detach().cpu(), label="Predictions")
    axes.legend()
    return axes

# %% misconception="returns_no_axes" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    """Your function draws, but it returns None.

    A picture that is only shown cannot be changed any more. With the axes in hand, the caller can add a title or save the figure.

    Look at the end of your function: what does the docstring promise there?
    """
    _, axes = plt.subplots()
    axes.scatter(train_X.detach().cpu(), train_y.detach().cpu(), label="Training data")
    axes.scatter(test_X.detach().cpu(), test_y.detach().cpu(), label="Test data")
    if preds is not None:
        axes.scatter(test_X.detach().cpu(), preds.detach().cpu(), label="Predictions")
    axes.legend()
    plt.show()

# %% misconception="plain_tensors" task="LinearRegression"
class LinearRegression(nn.Module):
    """Your model has numbers, but its register is empty: state_dict() and parameters() give nothing.

    A module registers nn.Parameter objects. A plain tensor stays an ordinary attribute, even with requires_grad=True: no optimiser will find it, no file will hold it, and it stays behind when the model moves to another device.

    Look at how the two numbers are created in __init__. What are they wrapped in?
    """

    def __init__(self):
        super().__init__()
        self.weights = torch.randn(1, requires_grad=True)
        self.bias = torch.randn(1, requires_grad=True)

    def forward(self, x):
        return self.weights * x + self.bias

# %% misconception="no_super" task="LinearRegression"
class LinearRegression(nn.Module):
    """Your model could not store a parameter: it says "before Module.__init__() call".

    nn.Module sets up its register of parameters in its own __init__. If a class brings an __init__ of its own, it has to call that one first.

    Look at the first line of your __init__.
    """

    def __init__(self):
        self.weights = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return self.weights * x + self.bias

# %% misconception="misspelt_forward" task="LinearRegression"
class LinearRegression(nn.Module):
    """Your model cannot be called: PyTorch finds no forward method in it.

    model(x) looks for a method of exactly one name. If there is none of that name, nn.Module's own placeholder answers, and it only raises an error.

    Read the names of your methods letter by letter.
    """

    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))

    def foward(self, x):
        return self.weights * x + self.bias

# %% misconception="parameters_in_forward" task="LinearRegression"
class LinearRegression(nn.Module):
    """A new model of yours has no parameters yet, and each call gives it new ones.

    forward runs for every batch. What is created there is forgotten at the next call, so nothing can be learnt. Parameters are made once and used many times.

    Look at which of your two methods calls nn.Parameter.
    """

    def __init__(self):
        super().__init__()

    def forward(self, x):
        self.weights = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))
        return self.weights * x + self.bias

# %% misconception="random_forward" task="LinearRegression"
class LinearRegression(nn.Module):
    """Your model has its two parameters, but each call answers with other random numbers.

    The parameters are what gets trained. A forward that draws its own numbers never looks at them.

    Look at forward: which numbers does it calculate with?
    """

    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return torch.randn(1) * x + torch.randn(1)

# %% misconception="same_start" task="LinearRegression"
class LinearRegression(nn.Module):
    """Every new model of yours starts with the same numbers.

    Here a fixed start would still work. In larger networks, units that start equal stay equal and learn the same thing, which is why a random start is the custom.

    Look at the values that you give to nn.Parameter.
    """

    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(1))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.weights * x + self.bias

# %% misconception="numbers_not_parameters" task="LinearRegression"
class LinearRegression(nn.Module):
    """The output of your model is cut off from its parameters: no gradient can flow back.

    Autograd follows tensors. Once a parameter has been turned into a bare number, the trace ends there, and training could never change it.

    Look at forward: is anything taken out of the parameters there, with item, data or detach?
    """

    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return self.weights.data * x + self.bias.data

# %% misconception="crossed_numbers" task="LinearRegression"
class LinearRegression(nn.Module):
    """Your model multiplies x by the bias and adds the weight.

    The slope stands in front of x, the bias is what remains where x is 0.

    Put x = 0 into your forward by hand. What should come out?
    """

    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return self.bias * x + self.weights

# %% misconception="no_zero_grad" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The first step is right, all later ones are too long: gradients of earlier calls are still in them.

    backward() adds to .grad, it does not replace it. Without step three of the list, each step goes the way of all slopes so far, and the loss starts to swing.

    Print one parameter's .grad before backward() in the second call. Should there be anything in it?
    """
    model.train()
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.step()
    return loss.item()

# %% misconception="zero_after_backward" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The parameters never move, although gradients were calculated: they were thrown away before the step.

    The step uses whatever .grad holds at that moment. Zeroing belongs anywhere except between backward and step.

    Look at the line between backward() and step().
    """
    model.train()
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()

# %% misconception="no_step" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The parameters never move: gradients are there after your function, but nobody used them.

    backward() only finds out which way is down. Moving is somebody else's job.

    Count the five steps of the list in your code. Which one is missing?
    """
    model.train()
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()

# %% misconception="no_backward" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The parameters never move: the optimiser made its step, but there were no gradients to follow.

    A step goes where .grad points, and .grad is empty until somebody fills it. That is what the backward pass is for.

    Count the five steps of the list in your code. Which one is missing?
    """
    model.train()
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()

# %% misconception="step_before_backward" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The parameters never move: the optimiser steps first, and the gradients come too late for it.

    First feel the slope, then move. In your order each step finds freshly emptied gradients, and those that come after it are emptied again at the next call.

    Compare the order of your lines with the order of the list.
    """
    model.train()
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    optimizer.step()
    loss.backward()
    return loss.item()

# %% misconception="step_then_zero" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """Your optimiser steps with the gradients of the call before, after the new forward pass and before backward.

    backward() needs the numbers that the forward pass used. If a step changes them in between, autograd notices and refuses, and even where it does not, the slope is that of another place.

    Compare the order of your lines with the order of the list.
    """
    model.train()
    loss = loss_fn(model(X), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()

# %% misconception="mode_not_set" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The model came in evaluation mode, and that is how you trained it.

    In that mode BatchNorm does not look at the batch and Dropout is off, so the model learns under other rules than it should. After each evaluation somebody has to switch back.

    Look at the start of your function: does it say which mode this is?
    """
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% misconception="returns_tensor" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """You return the loss as a tensor, where a Python float was expected.

    A loss tensor holds on to the whole computation that led to it. A list of a thousand of them holds a thousand computations in memory.

    Look at your return line: how do you get the bare number out of a tensor?
    """
    model.train()
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss

# %% misconception="swapped_arguments" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """You hand the target to the loss function first, and the prediction second.

    For the mean absolute error this makes no difference, which is why it is hard to see. Most other losses, cross entropy among them, are not symmetric.

    Look at the call of loss_fn and at its line in the docstring.
    """
    model.train()
    loss = loss_fn(y, model(X))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% misconception="loss_after_step" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The loss you return was measured after the step, with a second forward pass.

    The loss of an epoch is the one that its step was made from. A second pass costs time, and with BatchNorm it even changes the model.

    Count how often the model is called in your function.
    """
    model.train()
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss_fn(model(X), y).item()

# %% misconception="own_optimizer" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    """The step was not made by the optimiser that you were given: its learning rate is ignored.

    The caller has chosen how to step, and the optimiser may remember earlier steps. One made afresh inside the function knows neither.

    Look for a call of torch.optim in your function.
    """
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% misconception="live_tensors" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    """Your list holds tensors that still hang on to their computation, not plain numbers.

    Each of them keeps a whole forward pass in memory, and matplotlib refuses to draw them.

    Look at what you append: what would turn it into a bare number?
    """
    losses = []
    for _ in range(epochs):
        model.train()
        loss = loss_fn(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses

# %% misconception="curve_after_step" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    """Your list begins with the loss after the first step; the untouched model is missing.

    The first entry of a loss curve shows where the journey began. Yours is one epoch ahead all along.

    Look at whether you note the loss that train_one_epoch returns, or measure once more afterwards.
    """
    losses = []
    for _ in range(epochs):
        train_one_epoch(model, X, y, loss_fn, optimizer)
        losses.append(loss_fn(model(X), y).item())
    return losses

# %% misconception="new_optimizer_each_epoch" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    """The given optimiser did not make your steps: each epoch has a new one.

    An optimiser has a memory: momentum, and in Adam much more. A new one every epoch starts without it, and without the settings that the caller chose.

    Look for torch.optim inside your function. Which optimiser were you given?
    """
    losses = []
    for _ in range(epochs):
        fresh = torch.optim.SGD(model.parameters(), lr=optimizer.param_groups[0]["lr"])
        losses.append(train_one_epoch(model, X, y, loss_fn, fresh))
    return losses

# %% misconception="one_epoch_short" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    """Your list has one entry too few.

    range(a, b) begins at a and stops before b, so range(1, 5) has four numbers.

    Look at the line of your for loop and count for epochs=3.
    """
    return [train_one_epoch(model, X, y, loss_fn, optimizer) for _ in range(1, epochs)]

# %% misconception="running_total" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    """Your numbers grow from epoch to epoch: each is the sum of all losses so far.

    A curve shows the loss of each epoch on its own. Sums are for averages, and even those need a division.

    Look at what you append: the loss of this epoch, or a total?
    """
    total, losses = 0.0, []
    for _ in range(epochs):
        total += train_one_epoch(model, X, y, loss_fn, optimizer)
        losses.append(total)
    return losses

# %% misconception="last_loss_only" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    """You return one number, the last loss, where a list was expected.

    The last value says where you arrived, the list says how you got there.

    Look at what happens to the loss of each round of the loop.
    """
    for _ in range(epochs):
        loss = train_one_epoch(model, X, y, loss_fn, optimizer)
    return loss

# %% misconception="no_eval" task="evaluate"
def evaluate(model, X, y, loss_fn):
    """With Dropout in the model your loss is different at every call, and BatchNorm's statistics change.

    Switching gradients off does not tell the layers that this is a test. There are two switches, and this one is missing.

    Look at what happens before the model is called. In which mode is it?
    """
    with torch.inference_mode():
        return loss_fn(model(X), y).item()

# %% misconception="gradients_on" task="evaluate"
def evaluate(model, X, y, loss_fn):
    """Your number is right, but autograd was recording while the model computed.

    eval() changes how layers behave. It does not stop autograd, which notes every operation for a backward pass that never comes and pays for it in time and memory.

    Look at the line that calls the model: inside which context is it?
    """
    model.eval()
    return loss_fn(model(X), y).item()

# %% misconception="compared_with_itself" task="evaluate"
def evaluate(model, X, y, loss_fn):
    """Your loss is that of a prediction compared with itself. For the mean absolute error it is always 0.

    A loss compares what the model says with what is true. If it looks too good to be true, it is.

    Look at the two arguments of loss_fn.
    """
    model.eval()
    with torch.inference_mode():
        pred = model(X)
        return loss_fn(pred, pred).item()

# %% misconception="tensor_loss" task="evaluate"
def evaluate(model, X, y, loss_fn):
    """You return the loss as a tensor, where a Python float was expected.

    A result that goes into a log, a table or a plot should be a bare number.

    Look at your return line: how do you get the bare number out of a tensor?
    """
    model.eval()
    with torch.inference_mode():
        return loss_fn(model(X), y)

# %% misconception="swapped_loss_arguments" task="evaluate"
def evaluate(model, X, y, loss_fn):
    """You hand the target to the loss function first, and the prediction second.

    For the mean absolute error this makes no difference. Most other losses, cross entropy among them, are not symmetric.

    Look at the call of loss_fn and at its line in the docstring.
    """
    model.eval()
    with torch.inference_mode():
        return loss_fn(y, model(X)).item()

# %% misconception="backward_while_measuring" task="evaluate"
def evaluate(model, X, y, loss_fn):
    """After your measurement the model's gradients are other ones than before.

    The backward pass belongs to training. A measurement that leaves gradients behind makes the next training step wrong.

    Look for backward() in your function.
    """
    model.eval()
    loss = loss_fn(model(X), y)
    loss.backward()
    return loss.item()

# %% misconception="squeezed_targets" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your targets have shape (n,) and the predictions (n, 1): the loss compared n x n pairs.

    PyTorch broadcasts a row against a column to a whole table, warns, and averages over it. The best answer to "be close to all targets at once" is a flat line at their median, and that is what the model learns.

    Print the shapes of prediction and target right before the loss. Where does one of them lose a dimension?
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, X_train, y_train.squeeze(), loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(evaluate(model, X_test, y_test.squeeze(), loss_fn))
    return log

# %% misconception="other_models_optimizer" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your losses are the same in every epoch: the optimiser steps, but not with this model's parameters.

    An optimiser changes exactly the tensors it was given when it was made. Those of another model, or of a copy, are other tensors, however much they look alike.

    Look at where the optimiser is made: whose parameters() does it get?
    """
    import copy

    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(copy.deepcopy(model).parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="optimizer_every_epoch" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Without momentum your training is right. With momentum each epoch behaves as if it were the first.

    Momentum is the optimiser's memory of earlier steps. An optimiser that is made anew in every epoch has no memory; with Adam you would lose even more.

    Look at how often the line that makes the optimiser runs, and at the settings it gets.
    """
    loss_fn = nn.L1Loss()
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="logged_off_by_one" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your log misses epoch 0 and notes each later epoch one too early.

    Epochs are counted from 0. The first value is the most telling one, because it shows where training began.

    Look at the condition under which you note something. Is it true for epoch 0?
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if (epoch + 1) % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="counted_from_one" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your epochs are counted from 1, so the log misses the start.

    Here, as in Python everywhere, counting begins at 0: epochs 0, log_every, 2 * log_every and so on are noted.

    Look at the range of your loop and check the condition for its first value.
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(1, epochs + 1):
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="logged_always" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """You note every epoch, whatever log_every says.

    Measuring costs time, and a log of a million lines is read by nobody. The caller decides how often to look.

    Look for log_every in the body of your function.
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        log["epoch"].append(epoch)
        log["train_loss"].append(train_one_epoch(model, X_train, y_train, loss_fn, optimizer))
        log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="tested_on_training_data" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your test loss was measured on the training data.

    The point of a second curve is the data that the model never learns from. Measured on training data, it tells you nothing new.

    Look at which X and y you evaluate with.
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(evaluate(model, X_train, y_train, loss_fn))
    return log

# %% misconception="trained_on_test_data" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your model learnt from the test data: it made a step where it should only have been measured.

    Data that was learnt from can no longer test anything. The loss looks good and means nothing.

    Look at the function that you call with X_test and y_test.
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(train_one_epoch(model, X_test, y_test, loss_fn, optimizer))
    return log

# %% misconception="tested_before_step" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your test loss is always one step old: it was measured before the epoch's step.

    An epoch is training first, then the exam. The docstring says which of the two losses belongs before the step and which after it.

    Look at the order of training and evaluating in your loop.
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        test_loss = evaluate(model, X_test, y_test, loss_fn)
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(test_loss)
    return log

# %% misconception="train_mode_once" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """From the second epoch on your model is trained in evaluation mode.

    Measuring switches the model to evaluation mode, and it stays there until somebody switches it back. Said once before the loop, train() only helps the first epoch.

    Look at which lines are inside the loop. In which mode does epoch 1 begin?
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    model.train()
    for epoch in range(epochs):
        loss = loss_fn(model(X_train), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="gradients_add_up" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """The first epoch is right, then the steps get longer and longer: gradients are never zeroed.

    backward() adds to .grad. Unless somebody empties it in every epoch, each step goes the way of all slopes so far, and the loss starts to swing.

    Count the five steps of training in your loop. Which one is missing?
    """
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        model.train()
        loss = loss_fn(model(X_train), y_train)
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="squared_error" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    """Your losses are squared errors, where the mean absolute error was asked for.

    Both are good losses, but they are different hills: the squared error gets very flat near the bottom, so the last bit of the way takes long.

    Look at the loss function that you make.
    """
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {"epoch": [], "train_loss": [], "test_loss": []}
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, X_train, y_train, loss_fn, optimizer)
        if epoch % log_every == 0:
            log["epoch"].append(epoch)
            log["train_loss"].append(train_loss)
            log["test_loss"].append(evaluate(model, X_test, y_test, loss_fn))
    return log

# %% misconception="no_evaluation_mode" task="predict"
def predict(model, X):
    """Your model gave two different answers to the same question.

    In training mode Dropout switches units off at random and BatchNorm looks at the batch at hand. inference_mode() does not change that: it only tells autograd to rest.

    Look at what happens before the model is called. In which mode is it?
    """
    with torch.inference_mode():
        return model(X).cpu()

# %% misconception="detach_instead" task="predict"
def predict(model, X):
    """You cut the result off its history, but the model answered in training mode, with autograd on.

    detach() throws a finished history away. It neither prevents that one is recorded nor tells Dropout and BatchNorm that this is not training.

    Two switches belong before the call of the model. Which of them do you have?
    """
    return model(X).detach().cpu()

# %% misconception="history_kept" task="predict"
def predict(model, X):
    """Your prediction still carries its gradient history.

    eval() is a message to the layers, not to autograd. A result with history keeps the whole computation in memory, and NumPy and matplotlib refuse it.

    Look at the line that calls the model: inside which context is it?
    """
    model.eval()
    return model(X).cpu()

# %% misconception="returns_array" task="predict"
def predict(model, X):
    """You return a NumPy array, where a tensor was expected.

    Whoever calls predict may want to go on with torch: a loss, an argmax, a comparison. A tensor can become an array at any time.

    Look at the last call in your return line.
    """
    model.eval()
    with torch.inference_mode():
        return model(X).cpu().numpy()

# %% misconception="lost_dimension" task="predict"
def predict(model, X):
    """Your prediction has lost a dimension of size 1.

    (n, 1) and (n,) hold the same numbers, but a loss compares them in very different ways, and a batch of one sample would lose its batch dimension as well.

    Look for a call that removes dimensions from the model's output.
    """
    model.eval()
    with torch.inference_mode():
        return model(X).squeeze().cpu()

# %% misconception="saves_module" task="save_weights"
def save_weights(model, path):
    """Your file holds the model object itself, and PyTorch refuses to open it safely.

    A saved object needs the very same class, in the very same place, to be read again, and it may run code while it is read. The numbers alone are all you need: the class is in your code.

    Look at the first argument of torch.save. Which method of the model gives only names and numbers?
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model, path)
    return path

# %% misconception="no_folders" task="save_weights"
def save_weights(model, path):
    """Saving failed because the folder of the file does not exist.

    torch.save creates files, not folders. After hours of training that would be a sad way to end.

    Look at what happens before torch.save. What does pathlib offer for a path's parent?
    """
    path = Path(path)
    torch.save(model.state_dict(), path)
    return path

# %% misconception="one_folder" task="save_weights"
def save_weights(model, path):
    """Your function makes the last folder, but not those above it.

    A path may name several folders that are all missing. Making the innermost one needs those around it first.

    Look at the arguments of mkdir.
    """
    path = Path(path)
    path.parent.mkdir(exist_ok=True)
    torch.save(model.state_dict(), path)
    return path

# %% misconception="saves_only_parameters" task="save_weights"
def save_weights(model, path):
    """Your file holds tensors without their full list of names: the running statistics, or all names, are missing.

    A list of parameters says nothing about which is which, and a model has more state than its parameters: BatchNorm's statistics are learnt too, only not by gradients.

    Look at what you hand to torch.save. Which method gives everything by name?
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save([p.detach() for p in model.parameters()], path)
    return path

# %% misconception="returns_no_path" task="save_weights"
def save_weights(model, path):
    """Your file is fine, but your function returns None.

    The caller wants to go on with the file: load it, measure its size, print where it is.

    Look at the end of your function and at the docstring's "Returns".
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), path)

# %% misconception="not_strict" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    """A file with entirely different names was accepted, and the model kept its random numbers.

    strict=False means: take what fits, skip the rest, say nothing. With a wrong file nothing fits, and nobody notices.

    Look at the arguments of load_state_dict.
    """
    model = model_cls()
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state, strict=False)
    return model.to(device).eval()

# %% misconception="no_map_location" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    """A file that was saved on a GPU cannot be loaded on a machine without it.

    Each tensor in a file remembers its device and wants to go back there. Moving the model afterwards comes too late, because the loading itself fails.

    Look at the arguments of torch.load: does it learn where the tensors should go?
    """
    model = model_cls()
    model.load_state_dict(torch.load(path, weights_only=True))
    return model.to(device).eval()

# %% misconception="path_not_dict" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    """You gave load_state_dict the name of a file, and it wants a dict.

    Two separate things have to happen: read the file, which gives a dict of tensors, and copy that dict into the model.

    Look at the argument of load_state_dict. Who opens the file?
    """
    model = model_cls()
    model.load_state_dict(path)
    return model.to(device).eval()

# %% misconception="keeps_report" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    """What you return is not the model: it is load_state_dict's report of which keys matched.

    load_state_dict changes the model in place. Its return value only says how well that went.

    Look at which name stands to the left of load_state_dict.
    """
    model = model_cls()
    model = model.load_state_dict(torch.load(path, map_location=device, weights_only=True))
    return model

# %% misconception="still_training" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    """The numbers are right, but the model comes back in training mode.

    Every new module starts in training mode. Whoever loads a model to use it gets random answers from Dropout, and wonders.

    Look at the last lines of your function: which mode does the docstring promise?
    """
    model = model_cls()
    model.load_state_dict(torch.load(path, map_location=device, weights_only=True))
    return model.to(device)

# %% misconception="returns_state" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    """You return the dict of tensors, where a model was expected.

    A state_dict is numbers with names. It cannot predict anything: for that the numbers have to be in a model.

    Look at what model_cls is for.
    """
    return torch.load(path, map_location=device, weights_only=True)

# %% misconception="layer_in_forward" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    """Your layer is made anew at every call, so a new model has no parameters at all.

    forward runs for every batch, and each time your model answers with other random numbers. Layers are made once, in __init__.

    Look at which of your two methods calls nn.Linear.
    """

    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.sizes = in_features, out_features

    def forward(self, x):
        self.linear_layer = nn.Linear(*self.sizes)
        return self.linear_layer(x)

# %% misconception="swapped_sizes" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    """Your layer has its two sizes the wrong way round.

    nn.Linear wants to know first how many features come in, then how many go out. With 1 and 1 nobody can tell; with 3 and 7 the shapes no longer fit.

    Look at the order of the two arguments of nn.Linear.
    """

    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.linear_layer = nn.Linear(out_features, in_features)

    def forward(self, x):
        return self.linear_layer(x)

# %% misconception="fixed_sizes" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    """Your layer always has one input and one output, whatever sizes were asked for.

    A parameter that nobody reads is a promise that is not kept. It only shows when somebody passes another value.

    Look at the arguments of nn.Linear.
    """

    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.linear_layer = nn.Linear(in_features=1, out_features=1)

    def forward(self, x):
        return self.linear_layer(x)

# %% misconception="no_bias" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    """Your layer has no bias, so all its lines go through the origin.

    A line needs two numbers, a slope and a height. Without the second it cannot be moved up or down.

    Look at the arguments of nn.Linear.
    """

    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.linear_layer = nn.Linear(in_features, out_features, bias=False)

    def forward(self, x):
        return self.linear_layer(x)

# %% misconception="fixed_device" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    """Your model names a device itself, and fails when it is moved to another one.

    The caller decides where a model lives and brings the data there. A model that moves its input around works on one machine and breaks on the next.

    Look for a device in your forward.
    """

    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.linear_layer = nn.Linear(in_features, out_features)

    def forward(self, x):
        return self.linear_layer(x.to("cpu"))

# %% misconception="layer_in_list" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    """Your layer works, but its parameters are not in the state_dict: it sits in a Python list.

    A module registers what is directly its attribute: parameters and other modules. It does not look inside lists, so nobody trains, saves or moves your layer.

    Look at what kind of object self.linear_layer is.
    """

    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.linear_layer = [nn.Linear(in_features, out_features)]

    def forward(self, x):
        return self.linear_layer[0](x)
