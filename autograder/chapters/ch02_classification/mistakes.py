# Mistakes of chapter 02. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="labels_and_classes_mixed" task="concept_check"
"""For question 1 you exchanged multi-class and multi-label.

One answer out of many is one thing; every answer that fits, each for itself, is another. Only in one
of the two do the probabilities of a sample have to sum to 1.

Look at ANSWER_1: can a photo of the second project have two answers at once? Can the article?
"""
ANSWER_1 = "a"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "d"
ANSWER_5 = "a"
ANSWER_6 = "c"
ANSWER_7 = "b"
ANSWER_8 = "d"
ANSWER_9 = "b"
ANSWER_10 = "a"

# %% misconception="classes_as_one_number" task="concept_check"
"""For question 3 you let a single output name the class by its number.

A number line has an order: an output between 2 and 4 would mean 3, although kind 3 may have nothing to
do with its neighbours. The model should be able to speak for each kind on its own.

Look at ANSWER_3 and at the row of logits in the text on many classes.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "d"
ANSWER_5 = "a"
ANSWER_6 = "c"
ANSWER_7 = "b"
ANSWER_8 = "d"
ANSWER_9 = "b"
ANSWER_10 = "a"

# %% misconception="softmax_for_one_output" task="concept_check"
"""For question 4 you exchanged the two functions.

A softmax over a single number is always 1, whatever the number is. And independent sigmoids of several
classes need not sum to 1.

Look at ANSWER_4 and work both functions out for one logit of 3.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "c"
ANSWER_7 = "b"
ANSWER_8 = "d"
ANSWER_9 = "b"
ANSWER_10 = "a"

# %% misconception="losses_for_probabilities" task="concept_check"
"""For question 5 you chose losses that expect the work of sigmoid or softmax to be done already.

The names tell only half: one loss has "WithLogits" in it, the other takes logits without saying so. The
pair you chose wants probabilities and their logarithms, and loses digits on the way.

Look at ANSWER_5 and ANSWER_7, and at the task about the right loss.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "d"
ANSWER_5 = "b"
ANSWER_6 = "c"
ANSWER_7 = "a"
ANSWER_8 = "d"
ANSWER_9 = "b"
ANSWER_10 = "a"

# %% misconception="more_of_the_same" task="concept_check"
"""For questions 8 and 9 you expect that patience or cleaner data would help a straight line.

A line of a line is a line. No number of units or epochs changes that, and a model that learns lines well
has just proved that nothing else is broken.

Look at ANSWER_8 and ANSWER_9: what can three linear layers in a row draw?
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "d"
ANSWER_5 = "a"
ANSWER_6 = "c"
ANSWER_7 = "b"
ANSWER_8 = "c"
ANSWER_9 = "a"
ANSWER_10 = "a"

# %% misconception="trusting_accuracy" task="concept_check"
"""For question 10 you judge a model for a rare class by its accuracy.

Where 99 of 100 are healthy, always saying "healthy" is right 99 times. A number that looks only at the
sick cannot be fooled like that.

Look at ANSWER_10 and work each number out for the ten sick people alone.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "d"
ANSWER_5 = "a"
ANSWER_6 = "c"
ANSWER_7 = "b"
ANSWER_8 = "d"
ANSWER_9 = "b"
ANSWER_10 = "c"

# %% misconception="integer_labels" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """Your labels are integers, where float32 was expected.

    A binary loss compares probabilities, and a probability is a decimal. With integer labels it stops at "result type Float can't be cast to Long".

    Look at how y becomes a tensor: which dtype does NumPy hand over, and who changes it?
    """
    X, y = make_moons(n, noise=noise, random_state=seed)
    X, y = torch.from_numpy(X).type(torch.float), torch.from_numpy(y)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    return X_train, y_train, X_test, y_test

# %% misconception="double_points" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """Your points are float64, where float32 was expected.

    NumPy's decimals are double precision and torch keeps what it is given. A linear layer is single precision and refuses to mix: "mat1 and mat2 must have the same dtype".

    Look at how X becomes a tensor. What is its dtype before and after?
    """
    X, y = make_moons(n, noise=noise, random_state=seed)
    X, y = torch.from_numpy(X), torch.from_numpy(y).float()
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    return X_train, y_train, X_test, y_test

# %% misconception="unseeded_moons" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """Two calls with the same seed give different points.

    make_moons draws its noise from a generator of its own. Nobody who runs your experiment again will see the same data.

    Look at the arguments of both scikit-learn functions: which one does not get the seed?
    """
    X, y = (torch.tensor(a, dtype=torch.float32) for a in make_moons(n, noise=noise))
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    return X_train, y_train, X_test, y_test

# %% misconception="unseeded_split" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """The points are always the same, but each call puts others of them into the test set.

    The split shuffles with a generator of its own. If it is not seeded, what was test data yesterday is training data today.

    Look at the arguments of both scikit-learn functions: which one does not get the seed?
    """
    X, y = (torch.tensor(a, dtype=torch.float32) for a in make_moons(n, noise=noise, random_state=seed))
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
    return X_train, y_train, X_test, y_test

# %% misconception="torch_seed_only" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """You seed PyTorch, but it is NumPy that draws these points: they ignore your seed.

    Every library has a generator of its own. A seed for one of them says nothing to the others.

    Look at who draws the random numbers here, and at how these functions are told a seed.
    """
    torch.manual_seed(seed)
    X, y = (torch.tensor(a, dtype=torch.float32) for a in make_moons(n, noise=noise))
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
    return X_train, y_train, X_test, y_test

# %% misconception="sklearn_order" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """You return both parts of X first, then both parts of y: scikit-learn's order.

    Here, as in chapter 01, what belongs together stands side by side. Whoever unpacks the result relies on it.

    Compare your return line with the order in the docstring.
    """
    X, y = (torch.tensor(a, dtype=torch.float32) for a in make_moons(n, noise=noise, random_state=seed))
    return train_test_split(X, y, test_size=0.2, random_state=seed)

# %% misconception="fixed_noise" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """Your points tremble by the same amount, whatever noise says.

    A parameter that nobody reads is a promise that is not kept. It only shows when somebody passes another value.

    Look for the arguments of your function in its body: is each of them used?
    """
    X, y = (torch.tensor(a, dtype=torch.float32) for a in make_moons(n, noise=0.07, random_state=seed))
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    return X_train, y_train, X_test, y_test

# %% misconception="other_test_share" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    """Your test set is a quarter of the data, not a fifth.

    A quarter is what the split takes if nobody tells it otherwise.

    Look at the call that splits: does it know which share you want?
    """
    X, y = (torch.tensor(a, dtype=torch.float32) for a in make_moons(n, noise=noise, random_state=seed))
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=seed)
    return X_train, y_train, X_test, y_test

# %% misconception="no_activation" task="MLP"
class MLP(nn.Module):
    """Your model is a straight line: f(a + b) - f(b) equals f(a) - f(0), wherever one looks.

    Linear layers in a row are one linear layer. With nothing that bends between them, moons end at 89 % and circles at 50 %, however long you train.

    Look at what stands between each two of your layers.
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        sizes = [in_features] + [hidden] * n_hidden + [out_features]
        self.layers = nn.Sequential(*(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])))

    def forward(self, x):
        return self.layers(x)

# %% misconception="final_relu" task="MLP"
class MLP(nn.Module):
    """Your logits are never negative: something cuts them off after the last layer.

    For two classes, "no" is a negative logit, and this model cannot say it. Some trainings die at once, others seem to work, depending on the seed.

    Look at the end of your model: what comes after the last layer?
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        sizes = [in_features] + [hidden] * n_hidden + [out_features]
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)

# %% misconception="sigmoid_inside" task="MLP"
class MLP(nn.Module):
    """Your outputs all lie between 0 and 1: these are probabilities, not logits.

    The loss of this chapter applies the sigmoid itself. Applied twice, it lets even a perfect model look unsure, and the loss never gets below 0.31.

    Look at the end of forward: what happens to the output of the last layer?
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        sizes = [in_features] + [hidden] * n_hidden
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(hidden, out_features))

    def forward(self, x):
        return torch.sigmoid(self.layers(x))

# %% misconception="softmax_inside" task="MLP"
class MLP(nn.Module):
    """The outputs for each sample sum to 1: these are probabilities, not logits.

    Cross entropy applies the softmax itself, and with one output a softmax is always 1. What range does the loss expect? Can your output be 10?

    Look at the end of your model: what happens to the output of the last layer?
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        sizes = [in_features] + [hidden] * n_hidden
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(hidden, out_features), nn.Softmax(dim=1))

    def forward(self, x):
        return self.layers(x)

# %% misconception="python_list" task="MLP"
class MLP(nn.Module):
    """Parameters are missing: the hidden layers are not in the model's register.

    A module registers layers that are its attributes. Layers inside a plain Python list stay unseen: no optimiser trains them, and they stay behind when the model moves.

    Look at what your layers are kept in. Which containers does torch.nn offer for that?
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        sizes = [in_features] + [hidden] * n_hidden
        self.hidden = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
        self.out = nn.Linear(hidden, out_features)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.out(x)

# %% misconception="one_layer_repeated" task="MLP"
class MLP(nn.Module):
    """With many hidden layers there are too few parameters: they are all one and the same layer.

    Multiplying a list, or appending one object several times, repeats the object. It makes no new one.

    Look at how often nn.Linear is really called for the layers in the middle.
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        middle = [nn.Linear(hidden, hidden), nn.ReLU()] * (n_hidden - 1)
        self.layers = nn.Sequential(
            nn.Linear(in_features, hidden), nn.ReLU(), *middle, nn.Linear(hidden, out_features)
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="depth_ignored" task="MLP"
class MLP(nn.Module):
    """Your model has two hidden layers, whatever n_hidden says.

    A parameter that nobody reads is a promise that is not kept. It only shows when somebody passes another value.

    Look for n_hidden in your __init__.
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        self.layer_1 = nn.Linear(in_features, hidden)
        self.layer_2 = nn.Linear(hidden, hidden)
        self.layer_3 = nn.Linear(hidden, out_features)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.layer_3(self.relu(self.layer_2(self.relu(self.layer_1(x)))))

# %% misconception="one_layer_too_many" task="MLP"
class MLP(nn.Module):
    """Your model has one hidden layer more than n_hidden says.

    The layer that takes in the features makes the first hidden layer already, so n_hidden - 1 more of them lie between hidden and hidden.

    Count your layers for n_hidden=1.
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        layers = [nn.Linear(in_features, hidden), nn.ReLU()]
        for _ in range(n_hidden):
            layers += [nn.Linear(hidden, hidden), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(hidden, out_features))

    def forward(self, x):
        return self.layers(x)

# %% misconception="layers_in_forward" task="MLP"
class MLP(nn.Module):
    """A new model of yours has no parameters: its layers are made in forward, afresh for each batch.

    What is made in forward is forgotten after the call, so nothing can be learnt. Layers are made once and used many times.

    Look at which of your two methods calls nn.Linear.
    """

    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        self.sizes = [in_features] + [hidden] * n_hidden
        self.outputs = out_features

    def forward(self, x):
        for a, b in zip(self.sizes, self.sizes[1:]):
            x = torch.relu(nn.Linear(a, b)(x))
        return nn.Linear(self.sizes[-1], self.outputs)(x)

# %% misconception="rounded_logits" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """Your labels are numbers like -3 or 6: the logits were rounded as they are.

    Rounding makes sense for a probability, which lies between 0 and 1. A logit runs from minus to plus infinity.

    Look at what is rounded: which link of the chain in the text is missing?
    """
    return torch.round(logits).reshape(-1)


def logits_to_probs(logits):
    return torch.sigmoid(logits).reshape(-1)

# %% misconception="half_on_logits" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """Small positive logits get label 0: you compare a logit with one half.

    One half is the threshold for probabilities. Where is a probability of 0.5 on the logit axis?

    Look at your comparison. What do you compare, and with what?
    """
    return (logits > 0.5).to(logits.dtype).reshape(-1)


def logits_to_probs(logits):
    return torch.sigmoid(logits).reshape(-1)

# %% misconception="softmax_of_a_column" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """All your probabilities are 1, and so are all labels.

    The softmax shares out 1 among the classes of a sample. If there is only one number, it gets all of it.

    Look at the function that makes probabilities: is it the one for a single logit?
    """
    return torch.round(logits_to_probs(logits))


def logits_to_probs(logits):
    return torch.softmax(logits.reshape(-1, 1), dim=1).reshape(-1)

# %% misconception="softmax_over_samples" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """Your probabilities of a whole batch sum to 1, so each sample depends on the others.

    Each sample is a question of its own. Its probability must not change because another sample came along.

    Look at the function that makes probabilities: is it the one for a single logit?
    """
    return torch.round(logits_to_probs(logits))


def logits_to_probs(logits):
    return torch.softmax(logits.reshape(-1), dim=0)

# %% misconception="column_kept" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """Your results still have a column, shape (n, 1), where (n,) was expected.

    The model's output has an axis for its single output; the labels you want to compare with have none. Different shapes later compare each with each.

    Look at the shape of what you return.
    """
    return torch.round(torch.sigmoid(logits))


def logits_to_probs(logits):
    return torch.sigmoid(logits)

# %% misconception="squeezed_too_much" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """For a single sample your result has no dimension at all: shape (), where (1,) was expected.

    A squeeze that is not told which axis you mean removes all of size one, and a batch of one sample has two of those.

    Look at your squeeze: which axis did you mean?
    """
    return torch.round(torch.sigmoid(logits)).squeeze()


def logits_to_probs(logits):
    return torch.sigmoid(logits).squeeze()

# %% misconception="bool_labels" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """Your labels are True and False, where 0.0 and 1.0 were expected.

    A comparison gives booleans. Targets are decimals here, and whatever is compared with them or averaged should be too.

    Look at the dtype of your labels.
    """
    return (logits > 0).reshape(-1)


def logits_to_probs(logits):
    return torch.sigmoid(logits).reshape(-1)

# %% misconception="sigmoid_twice" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    """Your probabilities are right, but every label is 1.

    A sigmoid of something that is positive is at least one half. Applied to a probability, it always says yes.

    Follow one logit of -2 through your function: how often is it squashed?
    """
    return torch.round(torch.sigmoid(logits_to_probs(logits)))


def logits_to_probs(logits):
    return torch.sigmoid(logits).reshape(-1)

# %% misconception="fraction_not_percent" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    """Your result is a share between 0 and 1, where a percentage was expected.

    15 of 20 right are 0.75, or 75 %. Both are fine, as long as everybody knows which one it is.

    Look at the size of the number that you return.
    """
    return torch.eq(y_true, y_pred).sum().item() / len(y_pred)

# %% misconception="percent_tensor" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    """You return a tensor, where a Python float was expected.

    A number for a log or a print should be a bare number. Many tensor operations give tensors of a single number.

    Look at your return line: how do you get the bare number out of a tensor?
    """
    return torch.eq(y_true, y_pred).float().mean() * 100

# %% misconception="counted_not_divided" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    """You return how many predictions are right, not how many of a hundred.

    Fifteen right answers are excellent out of 16 and poor out of 300.

    Look at what the count is divided by.
    """
    return float(torch.eq(y_true, y_pred).sum().item())

# %% misconception="whole_percent" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    """Your percentages are whole numbers: what comes after the point is lost.

    Two slashes divide and drop the rest. 2 of 3 right are then 66 %, and 999 of 1000 only 99 %.

    Look at your division: does it keep the decimals?
    """
    return float(torch.eq(y_true, y_pred).sum().item() * 100 // len(y_pred))

# %% misconception="percent_wrong" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    """You return the percentage of mistakes.

    Accuracy counts the hits. A perfect prediction gives 100.

    Look at what you count: where labels are equal, or where they differ?
    """
    return torch.ne(y_true, y_pred).sum().item() / len(y_pred) * 100

# %% misconception="compared_each_with_each" task="accuracy"
def accuracy(y_true, y_pred):
    """Labels (n,) and predictions (n, 1) went through, and the answer is nonsense: n times n pairs were compared.

    PyTorch stretches tensors of different shapes until they fit, without a word. Compare shapes before values.

    Look at what your function does before it compares the labels.
    """
    if len(y_pred) == 0:
        raise ValueError("no predictions")
    return (y_true == y_pred).sum().item() / len(y_pred)

# %% misconception="no_check_at_all" task="accuracy"
def accuracy(y_true, y_pred):
    """Neither labels of another shape nor an empty set of labels is refused.

    Two questions have no answer: comparing what does not belong together, and the share of nothing. A measuring instrument should say so itself.

    Look at the Raises section of the docstring: where does your function raise?
    """
    return (y_true == y_pred).sum().item() / len(y_pred)

# %% misconception="nothing_is_nan" task="accuracy"
def accuracy(y_true, y_pred):
    """Different shapes are refused, but for no labels at all your answer is nan.

    The mean of nothing is not a number. It spoils every average it gets into, long after the mistake was made.

    Look at the Raises section of the docstring: there are two cases.
    """
    if y_true.shape != y_pred.shape:
        raise ValueError(f"shapes {y_true.shape} and {y_pred.shape}")
    return (y_true == y_pred).float().mean().item()

# %% misconception="asserted" task="accuracy"
def accuracy(y_true, y_pred):
    """Bad input stops your function with an AssertionError, where a ValueError was expected.

    assert is a note to yourself, and Python can be told to skip all of them. Callers are told of bad input with an exception that says what it is.

    Look at the lines that check the input: how do they complain?
    """
    assert y_true.shape == y_pred.shape and len(y_true) > 0
    return (y_true == y_pred).sum().item() / len(y_pred)

# %% misconception="only_lengths_compared" task="accuracy"
def accuracy(y_true, y_pred):
    """Labels (n,) and predictions (n, 1) went through: you compare lengths only.

    Both have length n. What differs is the number of axes, and that is enough for comparing each with each.

    Look at your check: which property of the two tensors says all about their form?
    """
    if len(y_true) != len(y_pred) or len(y_true) == 0:
        raise ValueError("labels and predictions do not fit")
    return (y_true == y_pred).sum().item() / len(y_pred)

# %% misconception="percent_not_fraction" task="accuracy"
def accuracy(y_true, y_pred):
    """Your result is a percentage, where a share between 0 and 1 was expected.

    This second function follows the convention of most libraries. accuracy_fn has the other one.

    Look at the size of the number that you return.
    """
    if y_true.shape != y_pred.shape or len(y_true) == 0:
        raise ValueError("labels and predictions do not fit")
    return (y_true == y_pred).sum().item() / len(y_pred) * 100

# %% misconception="integer_division" task="accuracy"
def accuracy(y_true, y_pred):
    """Your accuracy is 0 unless every prediction is right.

    Two slashes divide and drop the rest, and 15 out of 20 is then nothing.

    Look at your division: does it keep the decimals?
    """
    if y_true.shape != y_pred.shape or len(y_true) == 0:
        raise ValueError("labels and predictions do not fit")
    return float((y_true == y_pred).sum().item() // len(y_pred))

# %% misconception="accuracy_tensor" task="accuracy"
def accuracy(y_true, y_pred):
    """You return a tensor, where a Python float was expected.

    A number for a log or a print should be a bare number. Many tensor operations give tensors of a single number.

    Look at your return line: how do you get the bare number out of a tensor?
    """
    if y_true.shape != y_pred.shape or len(y_true) == 0:
        raise ValueError("labels and predictions do not fit")
    return (y_true == y_pred).float().mean()

# %% misconception="bce_without_logits" task="pick_loss"
def pick_loss(task):
    """Your binary loss refuses logits: it says that all elements should be between 0 and 1.

    There are two losses with nearly the same name. One expects probabilities, the other says in its name that it takes logits.

    Look at the branch for "binary": what kind of input does this loss expect?
    """
    if task == "binary":
        return nn.BCELoss()
    if task == "multiclass":
        return nn.CrossEntropyLoss()
    raise ValueError(f"unknown task {task}")

# %% misconception="cross_entropy_for_one_output" task="pick_loss"
def pick_loss(task):
    """You use cross entropy for a single output too.

    Cross entropy compares the logits of several classes. Given a flat row of logits and targets, it takes the whole batch for the classes of one sample.

    Look at the branch for "binary". How many logits does a sample have there?
    """
    if task in ("binary", "multiclass"):
        return nn.CrossEntropyLoss()
    raise ValueError(f"unknown task {task}")

# %% misconception="losses_exchanged" task="pick_loss"
def pick_loss(task):
    """Your two losses are exchanged.

    The binary one compares each logit with a decimal of the same place, the other one a row of logits with one class number.

    Look at which loss belongs to which branch.
    """
    if task == "binary":
        return nn.CrossEntropyLoss()
    if task == "multiclass":
        return nn.BCEWithLogitsLoss()
    raise ValueError(f"unknown task {task}")

# %% misconception="squared_error" task="pick_loss"
def pick_loss(task):
    """Your binary loss measures the squared distance between a logit and its label.

    A logit of 10 for a label of 1 is a very sure and right answer. For a distance it is a large mistake, and the model is punished for being sure.

    Look at the branch for "binary": is this a loss for numbers or for classes?
    """
    if task == "binary":
        return nn.MSELoss()
    if task == "multiclass":
        return nn.CrossEntropyLoss()
    raise ValueError(f"unknown task {task}")

# %% misconception="likelihood_of_logits" task="pick_loss"
def pick_loss(task):
    """Your multi-class loss can be negative: it expects logarithms of probabilities, not logits.

    Cross entropy is two steps, a log-softmax and the picking of the right class. The loss you chose does only the second.

    Look at the branch for "multiclass": which steps does this loss leave to you?
    """
    if task == "binary":
        return nn.BCEWithLogitsLoss()
    if task == "multiclass":
        return nn.NLLLoss()
    raise ValueError(f"unknown task {task}")

# %% misconception="class_not_object" task="pick_loss"
def pick_loss(task):
    """You return the class of the loss, not a loss: calling it with logits makes an object, and no number.

    A loss in torch.nn is first made, with its settings in parentheses, and then called with logits and targets.

    Look at what stands after the names of the losses.
    """
    if task == "binary":
        return nn.BCEWithLogitsLoss
    if task == "multiclass":
        return nn.CrossEntropyLoss
    raise ValueError(f"unknown task {task}")

# %% misconception="anything_goes" task="pick_loss"
def pick_loss(task):
    """An unknown task gets a loss as well, where a ValueError was expected.

    A misspelt word should be found at once, not after an hour of training with the wrong loss.

    Look at your last branch: which words end there?
    """
    if task == "binary":
        return nn.BCEWithLogitsLoss()
    return nn.CrossEntropyLoss()

# %% misconception="nothing_for_unknown" task="pick_loss"
def pick_loss(task):
    """For an unknown task you return None, where a ValueError was expected.

    A function whose branches all fail to match ends without a word. The error then appears far away, when None is called.

    Look at what happens after your last branch.
    """
    if task == "binary":
        return nn.BCEWithLogitsLoss()
    if task == "multiclass":
        return nn.CrossEntropyLoss()

# %% misconception="sigmoid_then_logits_loss" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The loss is fed probabilities: with moons it stalls near 0.56, and it could never fall below 0.31.

    The loss's own name says who applies the sigmoid. Squashed twice, even a perfectly sure model looks like a hesitant one, and it learns slowly.

    Look at what goes into the loss function: is it really the raw output of the model?
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).squeeze(dim=1)
        loss = loss_fn(torch.sigmoid(logits), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test).squeeze(dim=1)
                test_loss = loss_fn(torch.sigmoid(test_logits), y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="labels_into_the_loss" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The loss is fed finished labels, and the model never moves.

    Rounding is flat: a tiny change of a logit changes no label, so the slope is zero everywhere and no gradient tells the model where to go.

    Look at what goes into the loss function. Labels are only for the report.
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).squeeze(dim=1)
        loss = loss_fn(logits_to_labels_binary(logits), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test).squeeze(dim=1)
                test_loss = loss_fn(logits_to_labels_binary(test_logits), y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="column_against_row" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The loss stops: targets of shape (n,) do not fit logits of shape (n, 1).

    One of the two has an extra axis: name it. The model's output has an axis for its single unit, the labels have none.

    Look at what happens to the model's output before the loss sees it.
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
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
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="accuracy_of_logits" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """Your accuracies are 0, or nearly: raw logits are compared with labels.

    A logit is hardly ever exactly 0 or 1. The chain is logit, probability, label, and only the last can be equal to another label.

    Look at the second argument of accuracy_fn.
    """
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
            log["train_acc"].append(accuracy_fn(y_train, logits))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, test_logits))
    return log

# %% misconception="accuracy_of_rounded_logits" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """Your accuracies are far too low: logits were rounded as they are, which gives labels such as -3 and 4.

    Rounding makes sense for a probability. Where is a probability of one half on the logit axis?

    Look at the second argument of accuracy_fn: which link of the chain is missing?
    """
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
            log["train_acc"].append(accuracy_fn(y_train, torch.round(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, torch.round(test_logits)))
    return log

# %% misconception="accuracy_as_fraction" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """Your accuracies are shares between 0 and 1, where percentages were expected.

    Both conventions exist. This log follows the course's helper.

    Look at which of your two accuracy functions you call.
    """
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
            log["train_acc"].append(accuracy(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="no_zero_grad_binary" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The first step is right, all later ones are too long: old gradients are still in them.

    The backward pass adds to what is there. Unless somebody zeroes it, each step follows the sum of all slopes so far, and the loss swings.

    Print one parameter's .grad before the backward pass of the second epoch. Should there be anything in it?
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).squeeze(dim=1)
        loss = loss_fn(logits, y_train)
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

# %% misconception="zero_between_binary" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The parameters never move: the gradients are thrown away just before they are used.

    The step uses whatever .grad holds at that moment. Zeroing belongs anywhere except between the backward pass and the step.

    Look at the order of the last three steps.
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).squeeze(dim=1)
        loss = loss_fn(logits, y_train)
        loss.backward()
        optimizer.zero_grad()
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

# %% misconception="no_step_binary" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The parameters never move: gradients are there, but nobody uses them.

    The backward pass only finds out which way is down. Moving is somebody else's job.

    Count the five steps in your loop. Which one is missing?
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).squeeze(dim=1)
        loss = loss_fn(logits, y_train)
        optimizer.zero_grad()
        loss.backward()
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

# %% misconception="train_once_binary" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """From the second epoch on, the model is trained in evaluation mode.

    The test switches the mode, and nobody switches it back. Layers such as Dropout and BatchNorm then learn under the wrong rules.

    In which mode does epoch 2 start? Look at where the mode is set.
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    model.train()
    for epoch in range(epochs):
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

# %% misconception="no_eval_binary" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The test is made in training mode: with BatchNorm its loss depends on the other samples, and the statistics learn from test data.

    Switching gradients off does not tell the layers that this is a test. There are two switches.

    Look at what happens before the model sees the test data.
    """
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
            with torch.inference_mode():
                test_logits = model(X_test).squeeze(dim=1)
                test_loss = loss_fn(test_logits, y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="gradients_on_binary" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """Your numbers are right, but autograd was recording while the test data was measured.

    Evaluation mode changes how layers behave. It does not stop autograd, which notes each operation for a backward pass that never comes.

    Look at the line that calls the model with the test data: inside which context is it?
    """
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
            test_logits = model(X_test).squeeze(dim=1)
            test_loss = loss_fn(test_logits, y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="momentum_lost" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """With momentum your steps are too short: the optimiser remembers none of the earlier ones.

    Momentum is the memory of earlier steps, and it lives in the optimiser. One that is made anew forgets, and one that was never told to remember does not.

    Look at where the optimiser is made, before the loop or inside it, and at what it is told.
    """
    loss_fn = nn.BCEWithLogitsLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
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

# %% misconception="tensors_in_the_log" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """Your log holds loss tensors, where Python floats were expected.

    A loss tensor drags the whole history of its computation along, and a list of a thousand of them a thousand histories.

    Look at what you append: how do you get the bare number out of a tensor?
    """
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
            log["train_loss"].append(loss)
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss)
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="epochs_from_one" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """You count epochs from 1, so other epochs are noted than expected.

    Epoch 0 is the untouched model, the place where the journey begins. The docstring counts from 0.

    Look at the line of your for loop.
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(1, epochs + 1):
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

# %% misconception="loss_arguments_swapped" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    """The loss gets the targets first and the logits second.

    This loss is not symmetric: what stands in first place is squashed by the sigmoid, what stands in second place is taken for the truth.

    Look at the order of the two arguments of your loss.
    """
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).squeeze(dim=1)
        loss = loss_fn(y_train, logits)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test).squeeze(dim=1)
                test_loss = loss_fn(y_test, test_logits)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_binary(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_binary(test_logits)))
    return log

# %% misconception="python_max" task="my_relu"
def my_relu(x):
    """Your ReLU stops at "Boolean value of Tensor with more than one value is ambiguous".

    Python's max asks which of two things is larger, and for a tensor of many numbers there is no single answer. The comparison has to be made for each number on its own.

    Look at the function that compares: is it Python's or PyTorch's?
    """
    return max(torch.tensor(0.0), x)


def my_sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def my_tanh(x):
    return 2 * my_sigmoid(2 * x) - 1

# %% misconception="relu_in_place" task="my_relu"
def my_relu(x):
    """Your ReLU overwrites the caller's tensor: afterwards x has no negative numbers any more.

    An assignment into a tensor changes that very tensor, and whoever else holds it. It also breaks the backward pass, which may need the old numbers.

    Look at the lines that write: into which tensor?
    """
    x[x < 0] = 0
    return x


def my_sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def my_tanh(x):
    return 2 * my_sigmoid(2 * x) - 1

# %% misconception="tanh_by_ratio" task="my_relu"
def my_relu(x):
    """Your tanh is nan at 100: infinite divided by infinite.

    The formula is right on paper. In float32 the exponential of 100 is infinite, in both the upper and the lower half of the fraction. There is another way to write the same function in which only one exponential appears.

    Look at my_tanh. The text asks how it is related to the sigmoid.
    """
    return torch.maximum(x, torch.zeros_like(x))


def my_sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def my_tanh(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))

# %% misconception="sigmoid_by_ratio" task="my_relu"
def my_relu(x):
    """Your sigmoid is nan at 100: infinite divided by infinite.

    Writing it with the exponential of x above and below is right on paper, but both get infinite. With the exponential of minus x only one of them can, and one over infinite is a harmless 0.

    Look at my_sigmoid and compare it with the formula in the text.
    """
    return torch.maximum(x, torch.zeros_like(x))


def my_sigmoid(x):
    return torch.exp(x) / (1 + torch.exp(x))


def my_tanh(x):
    return 2 / (1 + torch.exp(-2 * x)) - 1

# %% misconception="wrong_sign" task="my_relu"
def my_relu(x):
    """Your sigmoid falls where it should rise: it gives the probability of the other class.

    For large x the exponential of minus x vanishes, and one over one remains. Try x = 10 on paper.

    Look at the sign in the exponent of my_sigmoid.
    """
    return torch.maximum(x, torch.zeros_like(x))


def my_sigmoid(x):
    return 1 / (1 + torch.exp(x))


def my_tanh(x):
    return 2 / (1 + torch.exp(-2 * x)) - 1

# %% misconception="not_stretched" task="my_relu"
def my_relu(x):
    """Your tanh has the right ends, but rises only half as fast in the middle.

    Shifting and scaling the sigmoid gives its height, from -1 to 1. Its steepness is that of another place on the x axis.

    Compare my_tanh with the true one at x = 1. What has to happen to x first?
    """
    return torch.maximum(x, torch.zeros_like(x))


def my_sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def my_tanh(x):
    return 2 * my_sigmoid(x) - 1

# %% misconception="new_tensor_on_cpu" task="my_relu"
def my_relu(x):
    """Your function makes a tensor on the CPU and mixes it with x, which may live elsewhere, or have another dtype.

    What is created without a word about device and dtype lands on the CPU in float32. Functions whose names end in "like" take both from a tensor.

    Look for tensors that are created inside your functions.
    """
    return torch.maximum(x, torch.zeros(x.shape))


def my_sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def my_tanh(x):
    return 2 * my_sigmoid(2 * x) - 1

# %% misconception="cut_off_from_gradients" task="my_relu"
def my_relu(x):
    """Values are right, but no gradient can flow back: the result was made from bare numbers.

    Autograd follows tensor operations. A tensor that is built anew from a list has no history.

    Look for tolist, item or torch.tensor in your functions. Which operation works on the whole tensor?
    """
    return torch.tensor([max(0.0, v) for v in x.flatten().tolist()], dtype=x.dtype).reshape(x.shape)


def my_sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def my_tanh(x):
    return 2 * my_sigmoid(2 * x) - 1

# %% misconception="float_classes" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    """Your class numbers are decimals, where int64 was expected.

    A binary loss compares probabilities. Cross entropy takes numbers that name a class, and stops at decimals with an error about the dtype Long.

    Look at the dtype of the second tensor.
    """
    X, y = make_blobs(n, features, centers=classes, cluster_std=spread, random_state=seed)
    return torch.from_numpy(X).type(torch.float), torch.from_numpy(y).type(torch.float)

# %% misconception="double_blobs" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    """Your points are float64, where float32 was expected.

    NumPy's decimals are double precision and torch keeps what it is given. A linear layer is single precision and refuses to mix.

    Look at the dtype of the first tensor.
    """
    X, y = make_blobs(n, features, centers=classes, cluster_std=spread, random_state=seed)
    return torch.from_numpy(X), torch.from_numpy(y)

# %% misconception="byte_classes" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    """Your class numbers are bytes, where int64 was expected.

    A byte counts to 255 and starts again, and not every loss takes it. Class numbers are int64 by convention, which PyTorch also calls long.

    Look at the dtype of the second tensor.
    """
    X, y = make_blobs(n, features, centers=classes, cluster_std=spread, random_state=seed)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.uint8)

# %% misconception="features_for_classes" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    """Classes and features are exchanged: you draw as many centres as there should be coordinates.

    Features are what is known of a point, its coordinates. Centres are what it may belong to.

    Look at which of your arguments goes to which of make_blobs.
    """
    X, y = make_blobs(n, classes, centers=features, cluster_std=spread, random_state=seed)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)

# %% misconception="fixed_spread" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    """Your points scatter by 1, whatever spread says.

    An argument that is not passed on takes its default, quietly.

    Look at the call of make_blobs: are all five arguments of your function in it?
    """
    X, y = make_blobs(n, features, centers=classes, random_state=seed)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)

# %% misconception="unseeded_blobs" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    """Your points are other ones at every call, whatever the seed.

    NumPy draws them, with a generator that nobody has seeded. Nobody who runs your experiment again will see the same data.

    Look at the call of make_blobs: are all five arguments of your function in it?
    """
    X, y = make_blobs(n, features, centers=classes, cluster_std=spread)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)

# %% misconception="argmax_over_samples" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    """You return one number per class: for each class, which sample speaks loudest for it.

    Sample and class are two axes. The question is asked of every sample, so the search runs along its classes.

    Look at the dim of your calls, and at the length of what comes out.
    """
    return logits.argmax(dim=0)


def logits_to_probs_multiclass(logits):
    return torch.softmax(logits, dim=1)

# %% misconception="softmax_over_the_batch" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    """Your columns sum to 1, your rows do not: the answer for a sample depends on the rest of the batch.

    Probabilities share out 1 among the classes of one sample. Sum your result along each axis and see which one gives ones.

    Look at the dim of your softmax: is it the axis of samples or of classes?
    """
    return logits_to_probs_multiclass(logits).argmax(dim=1)


def logits_to_probs_multiclass(logits):
    return torch.softmax(logits, dim=0)

# %% misconception="probabilities_over_the_batch" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    """Your labels are right, but the columns of your probabilities sum to 1, not the rows.

    Probabilities share out 1 among the classes of one sample. Sum your result along each axis and see which one gives ones.

    Look at the dim of your softmax: is it the axis of samples or of classes?
    """
    return logits.argmax(dim=1)


def logits_to_probs_multiclass(logits):
    return torch.softmax(logits, dim=0)

# %% misconception="argmax_of_everything" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    """You return one single number for the whole batch.

    Without an axis, the search runs through all numbers as if they stood in one line, and returns a place in that line.

    Look at your argmax: how does it know what belongs to one sample?
    """
    return logits.argmax()


def logits_to_probs_multiclass(logits):
    return torch.softmax(logits, dim=1)

# %% misconception="rounded_probabilities" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    """Your labels are rows of zeros and ones, where one class number per sample was expected.

    Rounding works for two classes. With more, all probabilities of a sample may be below one half, and then nobody wins.

    Look at how you choose among the probabilities of a sample.
    """
    return torch.round(torch.softmax(logits, dim=1))


def logits_to_probs_multiclass(logits):
    return torch.softmax(logits, dim=1)

# %% misconception="sigmoid_for_classes" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    """The probabilities of a sample do not sum to 1: each class was judged on its own.

    Independent yes-or-no answers fit tags, where several may be right. Here exactly one class is, so the classes share out 1 among them.

    Look at the function that makes your probabilities.
    """
    return logits.argmax(dim=1)


def logits_to_probs_multiclass(logits):
    return torch.sigmoid(logits)

# %% misconception="shares_of_raw_logits" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    """Each row sums to 1, but some of your probabilities are negative or larger than 1.

    Logits have either sign. Shared out as they are, they cancel each other, and the smaller their sum the wilder the result.

    Look at what you divide by the sum: what makes every number positive first?
    """
    return logits.argmax(dim=1)


def logits_to_probs_multiclass(logits):
    return logits / logits.sum(dim=1, keepdim=True)

# %% misconception="byte_labels" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """Your labels are bytes, where int64 was expected: from arm 256 on they start again at 0.

    The famous code that these spirals come from uses bytes for three classes. It does not stretch to hundreds, and cross entropy wants int64.

    Look at where y gets its dtype.
    """
    noise = torch.randn(points * classes, generator=torch.Generator().manual_seed(seed))
    y = torch.arange(classes).repeat_interleave(points)
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * y + 4 * r + 0.2 * noise
    return torch.stack([r * t.sin(), r * t.cos()], dim=1), y.to(torch.uint8)

# %% misconception="bytes_inside" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """With hundreds of arms there are only 256 labels: they were counted in bytes.

    A byte starts again at 0 after 255, and turning it into int64 afterwards does not bring the lost numbers back.

    Look at where y is made: which dtype does it have while it is filled?
    """
    noise = torch.randn(points * classes, generator=torch.Generator().manual_seed(seed))
    y = torch.zeros(points * classes, dtype=torch.uint8)
    for k in range(classes):
        y[points * k : points * (k + 1)] = torch.tensor(k).to(torch.uint8)
    arm = torch.arange(classes).repeat_interleave(points)
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * arm + 4 * r + 0.2 * noise
    return torch.stack([r * t.sin(), r * t.cos()], dim=1), y.long()

# %% misconception="float_arms" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """Your labels are decimals, where int64 was expected.

    These are numbers that name an arm, for a loss that takes class numbers.

    Look at where y gets its dtype.
    """
    noise = torch.randn(points * classes, generator=torch.Generator().manual_seed(seed))
    y = torch.arange(classes).repeat_interleave(points).float()
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * y + 4 * r + 0.2 * noise
    return torch.stack([r * t.sin(), r * t.cos()], dim=1), y

# %% misconception="one_tremble_per_arm" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """The points of an arm lie on a perfect line: the noise turns each arm as a whole.

    Noise is something that happens to each point on its own.

    Count the random numbers that you draw, and the points.
    """
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(classes, generator=generator).repeat_interleave(points)
    y = torch.arange(classes).repeat_interleave(points)
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * y + 4 * r + 0.2 * noise
    return torch.stack([r * t.sin(), r * t.cos()], dim=1), y

# %% misconception="trembling_positions" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """Your points tremble in all directions: their distance from the middle is not what the radius says.

    Only the angle trembles. A point may slide along its circle, but it stays on it.

    Look at where the noise is added.
    """
    generator = torch.Generator().manual_seed(seed)
    y = torch.arange(classes).repeat_interleave(points)
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * y + 4 * r
    X = torch.stack([r * t.sin(), r * t.cos()], dim=1)
    return X + 0.2 * torch.randn(X.shape, generator=generator), y

# %% misconception="radius_never_one" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """Your arms end just before radius 1.

    The first radius is 0 and the last is 1, so there are points - 1 equal steps between them.

    Look at how the radii are made: is the end included?
    """
    noise = torch.randn(points * classes, generator=torch.Generator().manual_seed(seed))
    y = torch.arange(classes).repeat_interleave(points)
    r = (torch.arange(points) / points).repeat(classes)
    t = 4 * y + 4 * r + 0.2 * noise
    return torch.stack([r * t.sin(), r * t.cos()], dim=1), y

# %% misconception="seed_ignored" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """Two calls with the same seed give different points.

    Random numbers come from a generator that goes on and on. A seed sets it back to a known place, if somebody passes it on.

    Look for seed in the body of your function.
    """
    noise = torch.randn(points * classes)
    y = torch.arange(classes).repeat_interleave(points)
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * y + 4 * r + 0.2 * noise
    return torch.stack([r * t.sin(), r * t.cos()], dim=1), y

# %% misconception="sine_and_cosine" task="spirals"
def spirals(points=100, classes=3, seed=42):
    """Sine and cosine are exchanged: your picture is a mirror image.

    It is a fine spiral, too. But whoever compares points with the formula will find other ones.

    Compare the two columns of X with the formula in the text.
    """
    noise = torch.randn(points * classes, generator=torch.Generator().manual_seed(seed))
    y = torch.arange(classes).repeat_interleave(points)
    r = torch.linspace(0, 1, points).repeat(classes)
    t = 4 * y + 4 * r + 0.2 * noise
    return torch.stack([r * t.cos(), r * t.sin()], dim=1), y

# %% misconception="softmax_before_cross_entropy" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The loss is fed probabilities: for three classes it stays above 0.55, however good the labels are.

    What range does this loss expect? Can yours be 10? Cross entropy applies the softmax itself, and squashed twice, even a sure model looks hesitant.

    Look at what goes into the loss function: is it really the raw output of the model?
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(torch.softmax(logits, dim=1), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test)
                test_loss = loss_fn(torch.softmax(test_logits, dim=1), y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="float_targets" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The loss stops: it expected class numbers of type Long and got decimals.

    A binary loss wants probabilities, which are decimals. Here the targets are numbers that name a class, and names are integers.

    Look at what happens to y before the loss sees it.
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits, y_train.float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test)
                test_loss = loss_fn(test_logits, y_test.float())
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="targets_as_column" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The loss stops: it got targets of shape (n, 1), and takes the second axis for several answers per sample.

    Each sample has one class number, so the targets are a row of n numbers. Only the logits have an axis of classes.

    Look at the shape of y in the call of the loss.
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits, y_train.unsqueeze(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test)
                test_loss = loss_fn(test_logits, y_test.unsqueeze(1))
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="labels_into_cross_entropy" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The loss is fed the predicted class numbers, and stops.

    The largest logit's place says which class won, not by how much. The loss needs all the logits, and gradients need numbers that can change a little.

    Look at what goes into the loss function. Labels are only for the report.
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits.argmax(dim=1), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test)
                test_loss = loss_fn(test_logits.argmax(dim=1), y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="squeezed_classes" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The loss stops, because the logits have lost their shape: only a single output may be squeezed away.

    With several classes each sample has a row of logits, and flattening puts all rows in one line.

    Look at what happens to the model's output before the loss sees it.
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train).reshape(-1)
        loss = loss_fn(logits, y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test).reshape(-1)
                test_loss = loss_fn(test_logits, y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="rounded_sigmoid_for_classes" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """Your accuracies come from a rounded sigmoid, as for two classes, and do not say which class has won.

    A row of logits speaks for several classes at once. The label is the place of the largest.

    Look at how logits become labels in your report.
    """
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
            log["train_acc"].append(accuracy_fn(y_train, torch.round(torch.sigmoid(logits))[:, 0]))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, torch.round(torch.sigmoid(test_logits))[:, 0]))
    return log

# %% misconception="own_optimizer_multiclass" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The steps were not made by the optimiser that you were given.

    The caller has chosen how to step, and the optimiser may remember earlier steps. One made afresh inside the function knows neither.

    Look for torch.optim in your function.
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
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

# %% misconception="no_zero_grad_multiclass" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The first step is right, all later ones are too long: old gradients are still in them.

    The backward pass adds to what is there. Unless somebody zeroes it, each step follows the sum of all slopes so far, and the loss swings.

    Print one parameter's .grad before the backward pass of the second epoch. Should there be anything in it?
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits, y_train)
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

# %% misconception="zero_between_multiclass" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The parameters never move: the gradients are thrown away just before they are used.

    The step uses whatever .grad holds at that moment. Zeroing belongs anywhere except between the backward pass and the step.

    Look at the order of the last three steps.
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits, y_train)
        loss.backward()
        optimizer.zero_grad()
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

# %% misconception="no_step_multiclass" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The parameters never move: gradients are there, but nobody uses them.

    The backward pass only finds out which way is down. Moving is somebody else's job.

    Count the five steps in your loop. Which one is missing?
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits, y_train)
        optimizer.zero_grad()
        loss.backward()
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

# %% misconception="train_once_multiclass" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """From the second epoch on, the model is trained in evaluation mode.

    The test switches the mode, and nobody switches it back. Layers such as Dropout and BatchNorm then learn under the wrong rules.

    In which mode does epoch 2 start? Look at where the mode is set.
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    model.train()
    for epoch in range(epochs):
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

# %% misconception="no_eval_multiclass" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The test is made in training mode: with BatchNorm its loss depends on the other samples, and the statistics learn from test data.

    Switching gradients off does not tell the layers that this is a test. There are two switches.

    Look at what happens before the model sees the test data.
    """
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
            with torch.inference_mode():
                test_logits = model(X_test)
                test_loss = loss_fn(test_logits, y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="gradients_on_multiclass" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """Your numbers are right, but autograd was recording while the test data was measured.

    Evaluation mode changes how layers behave. It does not stop autograd, which notes each operation for a backward pass that never comes.

    Look at the line that calls the model with the test data: inside which context is it?
    """
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
            test_logits = model(X_test)
            test_loss = loss_fn(test_logits, y_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="tested_on_training_data" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """Your test numbers come from the training data.

    A test on questions that were practised says nothing. The gap between both losses is what warns of a model that learns by heart.

    Look at what the model is given in the test part of your loop.
    """
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
                test_logits = model(X_train)
                test_loss = loss_fn(test_logits, y_train)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="cross_entropy_arguments_swapped" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    """The loss gets the targets first and the logits second, and stops.

    The two are not of one kind: decimals for each class in first place, class numbers in second.

    Look at the order of the two arguments of your loss.
    """
    loss_fn = nn.CrossEntropyLoss()
    log = {k: [] for k in ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(y_train, logits)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.inference_mode():
                test_logits = model(X_test)
                test_loss = loss_fn(y_test, test_logits)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append(accuracy_fn(y_train, logits_to_labels_multiclass(logits)))
            log["test_loss"].append(test_loss.item())
            log["test_acc"].append(accuracy_fn(y_test, logits_to_labels_multiclass(test_logits)))
    return log

# %% misconception="axes_exchanged" task="decision_grid"
def decision_grid(model, X, steps=50):
    """Your xx changes from row to row, where it should change from column to column.

    There are two ways to lay out a grid. In a picture, columns go to the right, along x, and rows go up, along y.

    Look at the call that makes the grid: which way of indexing does it use?
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="ij")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.long().reshape(steps, steps)

# %% misconception="coordinates_exchanged" task="decision_grid"
def decision_grid(model, X, steps=50):
    """The grid is right, but the model was asked about mirrored points: y came first.

    The first column of a point is what was first in training. The model cannot know that you exchanged them.

    Look at the order in which you stack the two flattened tables.
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([yy.flatten(), xx.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.long().reshape(steps, steps)

# %% misconception="flat_answers" task="decision_grid"
def decision_grid(model, X, steps=50):
    """Your z is one long row of labels, where a table of the grid's shape was expected.

    The model reads a list and answers with a list. To draw it, the answers have to go back to their places.

    Look at the shape of z compared with xx.
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.long()

# %% misconception="no_margin" task="decision_grid"
def decision_grid(model, X, steps=50):
    """Your grid ends right at the outermost points, without the margin of 0.1.

    A point on the edge of a picture is half cut off, and the boundary around it cannot be seen.

    Look at where your grid begins and ends.
    """
    lows, highs = X.cpu().amin(dim=0), X.cpu().amax(dim=0)
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.long().reshape(steps, steps)

# %% misconception="same_range_for_both" task="decision_grid"
def decision_grid(model, X, steps=50):
    """Both directions of your grid have the same range.

    The data may be wide and low. Smallest and largest value are asked of each column of X on its own.

    Look at how you find the smallest coordinate: over which axis?
    """
    low, high = float(X.min()) - 0.1, float(X.max()) + 0.1
    xs = ys = torch.linspace(low, high, steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.long().reshape(steps, steps)

# %% misconception="training_mode_grid" task="decision_grid"
def decision_grid(model, X, steps=50):
    """With Dropout and BatchNorm your regions are speckled, and the model's statistics have changed.

    The model came in training mode, and that is how it was asked. Switching gradients off does not change the mode.

    Look at what happens before the model is called.
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.long().reshape(steps, steps)

# %% misconception="always_binary" task="decision_grid"
def decision_grid(model, X, steps=50):
    """A model with several outputs gets the treatment of a single one.

    One column of logits is rounded through the sigmoid, several are compared with each other. How many columns there are tells you which case it is.

    Look at how your logits become labels: is there a case for more than two classes?
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    return xx, yy, logits_to_labels_binary(logits).long().reshape(steps, steps)

# %% misconception="always_argmax" task="decision_grid"
def decision_grid(model, X, steps=50):
    """For a model with one output your labels are all 0.

    The place of the largest of one number is always the first. One column of logits needs the other treatment.

    Look at how your logits become labels: is there a case for a single output?
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    return xx, yy, logits.argmax(dim=1).reshape(steps, steps)

# %% misconception="float_z" task="decision_grid"
def decision_grid(model, X, steps=50):
    """For two classes your z holds decimals, where integer labels were expected.

    The binary helper gives 0.0 and 1.0, because a loss wants decimals. Here labels name regions, whichever model it was.

    Look at the dtype of z in both cases.
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), steps)
    ys = torch.linspace(float(lows[1]), float(highs[1]), steps)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.reshape(steps, steps)

# %% misconception="always_fifty_steps" task="decision_grid"
def decision_grid(model, X, steps=50):
    """Your grid always has 50 points in each direction, whatever steps says.

    A parameter that nobody reads is a promise that is not kept. It only shows when somebody passes another value.

    Look for the number 50 in the body of your function.
    """
    lows, highs = X.cpu().amin(dim=0) - 0.1, X.cpu().amax(dim=0) + 0.1
    xs = torch.linspace(float(lows[0]), float(highs[0]), 50)
    ys = torch.linspace(float(lows[1]), float(highs[1]), 50)
    xx, yy = torch.meshgrid(xs, ys, indexing="xy")
    points = torch.stack([xx.flatten(), yy.flatten()], dim=1)
    model.eval()
    with torch.inference_mode():
        logits = model(points.to(next(model.parameters()).device)).cpu()
    labels = logits_to_labels_binary(logits) if logits.shape[1] == 1 else logits_to_labels_multiclass(logits)
    return xx, yy, labels.long().reshape(50, 50)

# %% misconception="new_figure" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    """Your function draws in a figure of its own; the axes that the caller prepared stay empty.

    pyplot's functions draw where the caller is drawing. Only so can two pictures stand side by side.

    Look at the first line of your function: does it begin a new figure?
    """
    plt.figure()
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contourf(xx, yy, z, cmap=plt.cm.RdYlBu, alpha=0.7)
    plt.scatter(X[:, 0].cpu(), X[:, 1].cpu(), c=y.cpu(), cmap=plt.cm.RdYlBu)

# %% misconception="regions_transposed" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    """Your regions are mirrored: rows and columns of the labels are exchanged.

    z has the shape of xx and yy, entry by entry. Turned over, it belongs to other places, and the shape does not even change.

    Look at what happens to z on its way into the picture.
    """
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contourf(xx, yy, z.T, cmap=plt.cm.RdYlBu, alpha=0.7)
    plt.scatter(X[:, 0].cpu(), X[:, 1].cpu(), c=y.cpu(), cmap=plt.cm.RdYlBu)

# %% misconception="lines_not_regions" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    """You draw lines where the prediction changes, but the regions themselves have no colour.

    A line alone does not say which class is on which side of it. There are two functions with nearly the same name; one of them fills.

    Look at the name of the function that draws the regions.
    """
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contour(xx, yy, z, cmap=plt.cm.RdYlBu)
    plt.scatter(X[:, 0].cpu(), X[:, 1].cpu(), c=y.cpu(), cmap=plt.cm.RdYlBu)

# %% misconception="points_of_one_colour" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    """All your points have one colour, so nobody sees which of them lie in the wrong region.

    The picture compares two things: what the model says, in the regions, and what is true, in the points.

    Look at the call that draws the points: does it know y?
    """
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contourf(xx, yy, z, cmap=plt.cm.RdYlBu, alpha=0.7)
    plt.scatter(X[:, 0].cpu(), X[:, 1].cpu(), c="black")

# %% misconception="points_coloured_by_prediction" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    """Your points have the colour of the prediction, so the model seems never to be wrong.

    The picture compares what the model says, in the regions, with what is true, in the points.

    Look at the colours that you give to the points: where do they come from?
    """
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contourf(xx, yy, z, cmap=plt.cm.RdYlBu, alpha=0.7)
    with torch.inference_mode():
        logits = model(X)
    labels = logits[:, 0] > 0 if logits.shape[1] == 1 else logits.argmax(dim=1)
    plt.scatter(X[:, 0].cpu(), X[:, 1].cpu(), c=labels.cpu(), cmap=plt.cm.RdYlBu)

# %% misconception="mirrored_points" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    """Your points are mirrored: the second coordinate goes to the right.

    Column 0 is x and column 1 is y, in the points as in the grid.

    Look at the first two arguments of the call that draws the points.
    """
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contourf(xx, yy, z, cmap=plt.cm.RdYlBu, alpha=0.7)
    plt.scatter(X[:, 1].cpu(), X[:, 0].cpu(), c=y.cpu(), cmap=plt.cm.RdYlBu)

# %% misconception="regions_only" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    """Your picture shows the regions, but none of the points.

    A boundary is good or bad for some data. Without the data in the picture nobody can judge it.

    Look at what your function does with X and y after the regions are drawn.
    """
    xx, yy, z = decision_grid(model, X, steps=100)
    plt.contourf(xx, yy, z, cmap=plt.cm.RdYlBu, alpha=0.7)

# %% misconception="matrix_transposed" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    """Your matrix is turned over: rows are predictions and columns the truth. With it, precision and recall are exchanged.

    Both layouts are in use, which is why one has to be agreed on. Here, as in scikit-learn, a row is what it was.

    Look at which of truth and prediction picks the row.
    """
    confusion = torch.bincount(n_classes * y_pred + y_true, minlength=n_classes**2).reshape(n_classes, n_classes)
    hits, said, were = confusion.diagonal(), confusion.sum(dim=0), confusion.sum(dim=1)
    return {
        "confusion": confusion,
        "precision": hits / said.clamp(min=1),
        "recall": hits / were.clamp(min=1),
        "f1": 2 * hits / (said + were).clamp(min=1),
    }

# %% misconception="precision_and_recall" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    """Your matrix is right, but precision and recall are exchanged.

    Precision asks: of those I called this class, how many were? So it divides by what was said. Recall divides by what was.

    Look at the axis of each of your sums.
    """
    confusion = torch.bincount(n_classes * y_true + y_pred, minlength=n_classes**2).reshape(n_classes, n_classes)
    hits, said, were = confusion.diagonal(), confusion.sum(dim=1), confusion.sum(dim=0)
    return {
        "confusion": confusion,
        "precision": hits / said.clamp(min=1),
        "recall": hits / were.clamp(min=1),
        "f1": 2 * hits / (said + were).clamp(min=1),
    }

# %% misconception="nan_for_absent" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    """A class that never occurs, or is never predicted, gets nan.

    Zero divided by zero is not a number, and it spoils every average that it gets into. The docstring says what should stand there.

    Look at your divisions: what if nobody was called that class?
    """
    confusion = torch.bincount(n_classes * y_true + y_pred, minlength=n_classes**2).reshape(n_classes, n_classes)
    hits = confusion.diagonal()
    precision, recall = hits / confusion.sum(dim=0), hits / confusion.sum(dim=1)
    f1 = 2 * precision * recall / (precision + recall)
    return {"confusion": confusion, "precision": precision, "recall": recall, "f1": f1}

# %% misconception="nan_in_f1_only" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    """Precision and recall are right everywhere, but F1 is nan where both are 0.

    The last formula divides as well. Where a class is never hit, the sum below the fraction is zero.

    Look at your F1: what if precision and recall are both 0?
    """
    confusion = torch.bincount(n_classes * y_true + y_pred, minlength=n_classes**2).reshape(n_classes, n_classes)
    hits = confusion.diagonal()
    precision = hits / confusion.sum(dim=0).clamp(min=1)
    recall = hits / confusion.sum(dim=1).clamp(min=1)
    f1 = 2 * precision * recall / (precision + recall)
    return {"confusion": confusion, "precision": precision, "recall": recall, "f1": f1}

# %% misconception="only_classes_seen" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    """Your matrix leaves out classes that do not occur.

    A report of the same problem should always have the same shape, or two of them cannot be compared.

    Look at how you find out how many classes there are. Who has told you?
    """
    seen = torch.unique(torch.cat([y_true, y_pred]))
    confusion = torch.tensor([[int(((y_true == i) & (y_pred == j)).sum()) for j in seen] for i in seen])
    hits, said, were = confusion.diagonal(), confusion.sum(dim=0), confusion.sum(dim=1)
    return {
        "confusion": confusion,
        "precision": hits / said.clamp(min=1),
        "recall": hits / were.clamp(min=1),
        "f1": 2 * hits / (said + were).clamp(min=1),
    }

# %% misconception="plain_mean_for_f1" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    """Your F1 is the ordinary mean of precision and recall.

    The ordinary mean forgives one bad number: 1 and 0 give a half. F1 is high only if both are, so it has the product above the fraction.

    Compare your F1 with the formula in the text.
    """
    confusion = torch.bincount(n_classes * y_true + y_pred, minlength=n_classes**2).reshape(n_classes, n_classes)
    hits, said, were = confusion.diagonal(), confusion.sum(dim=0), confusion.sum(dim=1)
    precision, recall = hits / said.clamp(min=1), hits / were.clamp(min=1)
    return {
        "confusion": confusion,
        "precision": precision,
        "recall": recall,
        "f1": (precision + recall) / 2,
    }
