# ruff: noqa
# Mistakes of chapter 03. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="channels_last" task="concept_check"
"""For question 2 you put the channels where picture files and matplotlib have them.

Libraries disagree about the order. PyTorch's layers expect number, channels, height, width, and they do not look at the numbers to find out whether you meant it.

Look at ANSWER_2 and print the shape of a batch from a loader of colour pictures.
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "c"
ANSWER_4 = "a"
ANSWER_5 = "d"
ANSWER_6 = "b"
ANSWER_7 = "d"
ANSWER_8 = "b"
ANSWER_9 = "a"
ANSWER_10 = "c"

# %% misconception="width_before_height" task="concept_check"
"""For question 2 you have the width before the height.

A screen is sold by width times height, a matrix has rows times columns. Tensors follow the matrix: the number of rows is the height.

Look at ANSWER_2: how many rows of pixels does this picture have?
"""
ANSWER_1 = "c"
ANSWER_2 = "d"
ANSWER_3 = "c"
ANSWER_4 = "a"
ANSWER_5 = "d"
ANSWER_6 = "b"
ANSWER_7 = "d"
ANSWER_8 = "b"
ANSWER_9 = "a"
ANSWER_10 = "c"

# %% misconception="fits_swapped" task="concept_check"
"""For questions 4 and 6 you have overfitting and underfitting the wrong way round.

Both are about two numbers, the score on the training data and the score on new data. A gap between them is one problem, both being low is the other.

Look at ANSWER_4 and ANSWER_6: which of the two describes a gap?
"""
ANSWER_1 = "c"
ANSWER_2 = "b"
ANSWER_3 = "c"
ANSWER_4 = "b"
ANSWER_5 = "d"
ANSWER_6 = "a"
ANSWER_7 = "d"
ANSWER_8 = "b"
ANSWER_9 = "a"
ANSWER_10 = "c"

# %% misconception="more_of_everything" task="concept_check"
"""For question 5 you would train longer and with a larger model.

These help a model that has learnt too little. A model that has learnt its training data by heart has had too much of both.

Look at ANSWER_5: which list makes it harder to learn by heart?
"""
ANSWER_1 = "c"
ANSWER_2 = "b"
ANSWER_3 = "c"
ANSWER_4 = "a"
ANSWER_5 = "a"
ANSWER_6 = "b"
ANSWER_7 = "d"
ANSWER_8 = "b"
ANSWER_9 = "a"
ANSWER_10 = "c"

# %% misconception="pooling_learns" task="concept_check"
"""For question 8 you gave the pooling layer weights.

A layer learns only if it has parameters. Taking the largest of four numbers needs none.

Look at ANSWER_8 and print list(nn.MaxPool2d(2).parameters()).
"""
ANSWER_1 = "c"
ANSWER_2 = "b"
ANSWER_3 = "c"
ANSWER_4 = "a"
ANSWER_5 = "d"
ANSWER_6 = "b"
ANSWER_7 = "d"
ANSWER_8 = "a"
ANSWER_9 = "a"
ANSWER_10 = "c"

# %% misconception="unshuffled" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    """Your training loader serves the samples as they lie in the data set, sorted by class.

    For a while the model sees nothing but one class, and believes in it; then comes the next and the first is forgotten. Mixed batches keep it honest.

    Look at the arguments of the first DataLoader. Who decides about the order?
    """
    return DataLoader(train_dataset, batch_size=batch_size), DataLoader(test_dataset, batch_size=batch_size)

# %% misconception="shuffled_test" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    """Your test loader serves its samples in another order each time.

    Predictions come in the order of the loader. Compare them with the data set's own list of labels, and each picture meets the label of another one: your accuracy drops to chance.

    Look at the arguments of the second DataLoader. Does a test gain anything by shuffling?
    """
    train = DataLoader(train_dataset, batch_size=batch_size, shuffle=True)
    return train, DataLoader(test_dataset, batch_size=batch_size, shuffle=True)

# %% misconception="dropped_last" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    """Your loaders leave out the last samples where they do not fill a whole batch.

    A smaller last batch is no problem for any layer here. A test result without some of the test pictures is one.

    Look for an argument that drops something.
    """
    train = DataLoader(train_dataset, batch_size=batch_size, shuffle=True, drop_last=True)
    return train, DataLoader(test_dataset, batch_size=batch_size, drop_last=True)

# %% misconception="fixed_batch_size" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    """Your batches have 32 samples, whatever batch_size says.

    A parameter that nobody reads is a promise that is not kept. It shows only when somebody passes another value.

    Look for the number 32 in the body of your function.
    """
    train = DataLoader(train_dataset, batch_size=32, shuffle=True)
    return train, DataLoader(test_dataset, batch_size=32)

# %% misconception="loaders_swapped" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    """Your loaders come back in the other order: the first serves the test data.

    Whoever unpacks the result trains on the test data and never notices, for the shapes are the same.

    Compare your return line with the docstring.
    """
    train = DataLoader(train_dataset, batch_size=batch_size, shuffle=True)
    return DataLoader(test_dataset, batch_size=batch_size), train

# %% misconception="batch_size_one" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    """Your batches have a single sample each.

    A DataLoader that is not told a batch size takes one sample at a time: thirty times as many steps, each of them following a single picture.

    Look at the arguments of both DataLoader calls. Is one missing?
    """
    return DataLoader(train_dataset, shuffle=True), DataLoader(test_dataset)

# %% misconception="not_flattened_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    """Your linear layer met pictures that nobody had flattened.

    A linear layer works on the last dimension alone. For a picture of (1, 28, 28) that is one row of 28 pixels, where 784 features were announced.

    Read the two shapes in the error message. Which layer belongs in front of the first linear one?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Linear(input_shape, hidden_units), nn.Linear(hidden_units, output_shape)
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="batch_flattened_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    """Your model flattens the whole batch into a single row.

    The first dimension counts pictures and has to survive. Flattening all dimensions makes one long picture out of five.

    Look at how you flatten: from which dimension on?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.first = nn.Linear(input_shape, hidden_units)
        self.second = nn.Linear(hidden_units, output_shape)

    def forward(self, x):
        return self.second(self.first(torch.flatten(x)))

# %% misconception="bent_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    """Your model has something between its linear layers that bends the output.

    That is a fine idea, and it is the idea of version 1. The baseline is to be as simple as possible, so that you can tell later what the bend is worth.

    Look at what stands between the two linear layers.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(), nn.Linear(input_shape, hidden_units), nn.ReLU(), nn.Linear(hidden_units, output_shape)
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="softmax_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    """Your model gives probabilities, where logits were expected.

    The cross entropy of PyTorch applies softmax itself. Applied twice, it flattens all differences: the loss cannot fall below a floor, 1.46 for ten classes.

    Look at the last layer. What range do its outputs have?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(), nn.Linear(input_shape, hidden_units), nn.Linear(hidden_units, output_shape), nn.Softmax(dim=1)
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="hard_coded_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    """Your layers have fixed sizes and do not care about the arguments.

    The caller chooses how many inputs, hidden units and classes there are. With other pictures or other classes your model does not fit any more.

    Look for numbers in __init__ and ask which argument each of them should be.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Linear(10, 10))

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="no_bend" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    """Your model is linear: it is version 0 once more.

    Two linear layers in a row can be multiplied into one, however wide they are. Something that is not linear has to stand between them.

    Look at the line between your two linear layers.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(), nn.Linear(input_shape, hidden_units), nn.Linear(hidden_units, output_shape)
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="bend_at_the_end_only" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    """Your only ReLU comes after the last layer. Between the two linear layers there is none.

    There it cuts off negative answers, but the two layers before it are still one linear layer in disguise.

    Look at the order of your layers: what follows the first linear one?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(), nn.Linear(input_shape, hidden_units), nn.Linear(hidden_units, output_shape), nn.ReLU()
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="relu_not_used" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    """Your model has a ReLU, but its result is thrown away.

    Layers return a new tensor. A line that only calls one changes nothing.

    Look at forward: what happens to the value that comes out of the ReLU?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.first, self.relu = nn.Linear(input_shape, hidden_units), nn.ReLU()
        self.second = nn.Linear(hidden_units, output_shape)

    def forward(self, x):
        x = self.first(x.flatten(1))
        self.relu(x)
        return self.second(x)

# %% misconception="softmax_v1" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    """Your model gives probabilities, where logits were expected.

    The cross entropy of PyTorch applies softmax itself. Applied twice, it flattens all differences: the loss cannot fall below a floor, 1.46 for ten classes.

    Look at the last layer. What range do its outputs have?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(), nn.Linear(input_shape, hidden_units), nn.ReLU(),
            nn.Linear(hidden_units, output_shape), nn.Softmax(dim=1),
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="not_flattened_v1" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    """Your linear layer met pictures that nobody had flattened.

    A linear layer works on the last dimension alone. For a picture of (1, 28, 28) that is one row of 28 pixels, where 784 features were announced.

    Read the two shapes in the error message. Which layer belongs in front of the first linear one?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Linear(input_shape, hidden_units), nn.ReLU(), nn.Linear(hidden_units, output_shape)
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="no_last_place" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    """Your sizes are one too small.

    The formula counts the steps between places. Five fence posts have four gaps, and before the first step the window has a place already.

    Count for 5 pixels and a window of 3 by hand. Where does your formula lose one?
    """
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride

# %% misconception="true_division" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    """Your result is a float, and with a stride it can have a fraction.

    A step that does not fit is not taken, so there is no half place. And shapes of layers are whole numbers of type int.

    Look at the division. Which of Python's two division signs rounds down?
    """
    return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1

# %% misconception="padding_once" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    """With padding your sizes are too small: you counted it once.

    Padding 1 puts a pixel on the left and one on the right (and one above and one below).

    Look at the place where padding enters. How much longer does the row get?
    """
    return (size + padding - dilation * (kernel - 1) - 1) // stride + 1

# %% misconception="rounded_up" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    """Where the last step does not fit, you count a place too many.

    A window that would stick out over the edge is left away, so the division is rounded down. Pooling 5 pixels by 2 gives 2.

    Look at how you round.
    """
    import math

    return math.ceil((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1

# %% misconception="dilation_forgotten" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    """With dilation your sizes are too large: it has no effect.

    Dilation pulls the window apart. Three pixels with one gap between each two of them reach over five pixels.

    Look for dilation in your formula. How wide is the window really?
    """
    return (size + 2 * padding - kernel) // stride + 1

# %% misconception="stride_first" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    """With a stride your sizes are wrong: you divide the size before the window is taken away.

    First find out how far the window can travel, then how many steps that makes.

    Look at the order of the division and the subtraction, and at your parentheses.
    """
    return (size + 2 * padding) // stride - dilation * (kernel - 1)

# %% misconception="not_flattened_v2" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your linear layer met pictures that nobody had flattened.

    After the second block there are still channels, rows and columns. A linear layer works on the last dimension alone, which is one row of 7 pixels.

    Look at the step from the second block to the linear layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.classifier = nn.Linear(h * 7 * 7, output_shape)

    def forward(self, x):
        return self.classifier(self.block_2(self.block_1(x)))

# %% misconception="one_convolution_reused" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your model has too few parameters: one convolution is used in several places.

    A layer made once has one set of kernels, however often it is called. Four convolutions that learn different things have to be made four times.

    Count the nn.Conv2d calls in __init__.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.first = nn.Conv2d(input_shape, h, 3, padding=1)
        self.conv = nn.Conv2d(h, h, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.classifier = nn.Linear(h * 7 * 7, output_shape)

    def forward(self, x):
        x = self.pool(self.conv(self.first(x).relu()).relu())
        x = self.pool(self.conv(self.conv(x).relu()).relu())
        return self.classifier(x.flatten(1))

# %% misconception="softmax_v2" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your model gives probabilities, where logits were expected.

    The cross entropy of PyTorch applies softmax itself. Applied twice, it flattens all differences: the loss cannot fall below a floor, 1.46 for ten classes.

    Look at the last layer. What range do its outputs have?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 7 * 7, output_shape), nn.Softmax(dim=1),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="one_pooling" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your linear layer is four times as wide as it should be: there is one pooling too few.

    Each of the two blocks ends with a pooling, 28 to 14 and 14 to 7. Without the second one, four times as many numbers arrive at the end.

    Tick off the layers of the second block.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(),
            nn.Flatten(), nn.Linear(h * 14 * 14, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="no_padding" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your pictures shrink at every convolution, so the linear layer gets 4 x 4 instead of 7 x 7.

    Without padding, a window of 3 eats a border of one pixel each time: 28, 26, 24, 12, 10, 8, 4.

    Look at the arguments of your four convolutions.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 4 * 4, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="no_relu_v2" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your model has the right parameters, but no ReLU after its convolutions.

    A convolution is a linear layer with shared weights. Two of them in a row are one larger convolution in disguise.

    Compare your blocks with the list in the text, layer by layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.Conv2d(h, h, 3, padding=1), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3, padding=1), nn.Conv2d(h, h, 3, padding=1), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 7 * 7, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="no_convolution" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your model has linear layers alone: it is version 1 once more.

    A model that flattens first does not know which pixels are neighbours. The point of this version is a window that slides over the picture before anything is flattened.

    Count the convolutions in your model, and read the list of layers in the text.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(), nn.Linear(input_shape * 28 * 28, hidden_units), nn.ReLU(), nn.Linear(hidden_units, output_shape)
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% misconception="grey_only" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    """Your model takes grey pictures and nothing else: its first convolution has one input channel.

    How many channels come in is the caller's choice, and input_shape says it. Colour pictures have three.

    Look at the first argument of your first convolution.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.net = nn.Sequential(
            nn.Conv2d(1, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 7 * 7, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="fixed_seven" task="flat_features"
def flat_features(module, in_shape):
    """You calculate with 7 x 7 pixels, whatever the module does.

    Seven is what is left of 28 after two poolings. Other layers and other pictures leave something else, and then "mat1 and mat2 shapes cannot be multiplied".

    Look for fixed numbers in your function. What would one fake picture tell you?
    """
    module_channels = [m.out_channels for m in module.modules() if isinstance(m, nn.Conv2d)]
    return (module_channels or [in_shape[0]])[-1] * 7 * 7

# %% misconception="batch_counted" task="flat_features"
def flat_features(module, in_shape):
    """Your count is a multiple of the right one: you counted a whole batch.

    The number of inputs of a linear layer has nothing to do with the number of pictures.

    Look at the shape of your fake batch and at which dimensions you multiply.
    """
    mode = module.training
    module.eval()
    with torch.inference_mode():
        features = module(torch.zeros(8, *in_shape)).numel()
    module.train(mode)
    return features

# %% misconception="left_in_eval" task="flat_features"
def flat_features(module, in_shape):
    """A module that came in training mode is in evaluation mode when you are done.

    Whoever trains it next trains without Dropout and with frozen BatchNorm, and nothing says so. Leave things as you found them.

    Look at the end of your function: in which mode was the module before?
    """
    module.eval()
    with torch.inference_mode():
        return module(torch.zeros(1, *in_shape)).numel()

# %% misconception="fake_picture_in_training" task="flat_features"
def flat_features(module, in_shape):
    """Your fake picture went into the module's running statistics.

    In training mode BatchNorm takes notes on every batch it sees. It cannot know that this one was fake. With a single value for each channel it even refuses.

    Look at the mode of the module while the fake picture goes through.
    """
    with torch.inference_mode():
        return module(torch.zeros(1, *in_shape)).numel()

# %% misconception="always_back_to_training" task="flat_features"
def flat_features(module, in_shape):
    """A module that came in evaluation mode is in training mode when you are done.

    You switch back to training, but the module may not have been in training before. Leave things as you found them.

    Look at the last switch in your function. How can you know where to switch back to?
    """
    module.eval()
    with torch.inference_mode():
        features = module(torch.zeros(1, *in_shape)).numel()
    module.train()
    return features

# %% misconception="square_only" task="flat_features"
def flat_features(module, in_shape):
    """Your count is wrong for pictures that are not square.

    You took the height for the width. Pictures have both, and they may differ.

    Look at the shape of your fake picture.
    """
    channels, height, _ = in_shape
    mode = module.training
    module.eval()
    with torch.inference_mode():
        features = module(torch.zeros(1, channels, height, height)).numel()
    module.train(mode)
    return features

# %% misconception="channels_alone" task="flat_features"
def flat_features(module, in_shape):
    """You count the channels of the output and forget its rows and columns.

    Flattening keeps every number: channels times height times width.

    Look at which part of the output's shape you return.
    """
    mode = module.training
    module.eval()
    with torch.inference_mode():
        out = module(torch.zeros(1, *in_shape))
    module.train(mode)
    return out.shape[1]

# %% misconception="one_size_only" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your linear layer fits pictures of 28 pixels, whatever image_size says.

    "mat1 and mat2 shapes cannot be multiplied": the first shape tells what arrived, the second what the layer expects. 7 x 7 is what is left of 28.

    Look at the number of inputs of the linear layer. Where should it come from?
    """

    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        h = hidden_units
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 7 * 7, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="softmax_vgg" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your model gives probabilities, where logits were expected.

    The cross entropy of PyTorch applies softmax itself. Applied twice, it flattens all differences: the loss cannot fall below a floor, 0.55 for three classes.

    Look at the last layer. What range do its outputs have?
    """

    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        h, side = hidden_units, image_size // 4
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * side * side, output_shape), nn.Softmax(dim=1),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="unpadded_vgg" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your model has fewer parameters than expected: its convolutions have no padding.

    Without padding every window of 3 eats a border of one pixel, 64, 62, 60, 30, 28, 26, 13. You will meet that version in chapter 05; here the pictures keep their size.

    Look at the arguments of your convolutions.
    """

    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        h, side = hidden_units, ((image_size - 4) // 2 - 4) // 2
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * side * side, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="block_used_twice" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your model has too few parameters: two of its convolutions are one and the same.

    A layer made once has one set of kernels, however often it is called. Four convolutions have to be made four times.

    Count the nn.Conv2d calls in __init__, and the layers in forward.
    """

    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        h, side = hidden_units, image_size // 4
        self.first, self.second = nn.Conv2d(input_shape, h, 3, padding=1), nn.Conv2d(h, h, 3, padding=1)
        self.third = nn.Conv2d(h, h, 3, padding=1)
        self.pool, self.classifier = nn.MaxPool2d(2), nn.Linear(h * side * side, output_shape)

    def forward(self, x):
        x = self.pool(self.second(self.first(x).relu()).relu())
        return self.classifier(self.pool(self.third(self.third(x).relu()).relu()).flatten(1))

# %% misconception="layers_in_a_list" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your model has almost no parameters: its layers are in a plain Python list.

    A module registers what is a module itself. A list is not, so the optimiser never hears of the layers inside, and they stay behind when the model moves to a GPU.

    Look at where you keep your layers. PyTorch has a list of its own for modules, and Sequential.
    """

    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        h, side = hidden_units, image_size // 4
        self.convs = [nn.Conv2d(channels, h, 3, padding=1) for channels in (input_shape, h, h, h)]
        self.classifier = nn.Linear(h * side * side, output_shape)

    def forward(self, x):
        for number, conv in enumerate(self.convs):
            x = conv(x).relu()
            x = nn.functional.max_pool2d(x, 2) if number % 2 else x
        return self.classifier(x.flatten(1))

# %% misconception="relu_forgotten_vgg" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your model has the right parameters, but there is no ReLU after its second and fourth convolution.

    Every convolution of TinyVGG is followed by a ReLU, those in front of a pooling too.

    Compare your blocks with the list in the text, layer by layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        h, side = hidden_units, image_size // 4
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * side * side, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% misconception="no_zero_grad" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Gradients of earlier batches (and of before) are still in there when you step.

    backward() adds to .grad, it does not replace it. Each step then follows the sum of all slopes so far.

    Print one parameter's .grad before backward() in the second batch. Should anything be in it?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="zeroed_once_per_epoch" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Your first batch is right, and from the second on the gradients of earlier batches are still in there.

    You zero them once, before the loop. Every batch is a place of its own on the hill, and its slope has to be felt afresh.

    Look at which side of the for line the zeroing is on.
    """
    model.train()
    loss_sum = acc_sum = 0.0
    optimizer.zero_grad()
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="zero_after_backward" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """The parameters never move, although gradients were calculated: they were thrown away before the step.

    The step uses whatever .grad holds at that moment. Zeroing belongs anywhere except between backward and step.

    Look at the line between backward() and step().
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="no_step" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """The parameters never move: gradients are there, but nobody used them.

    backward() only finds out which way is down. Moving is somebody else's job.

    Count the five steps inside your loop. Which one is missing?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="no_backward" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """The parameters never move: the optimiser steps, but there are no gradients to follow.

    A step goes where .grad points, and .grad is empty until somebody fills it.

    Count the five steps inside your loop. Which one is missing?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="one_step_per_epoch" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """You step once per epoch, after the loop, with the gradient of the last batch.

    The point of small batches is to learn after each of them. An indentation too little, and all batches but one are calculated for nothing.

    Look at the indentation of the line with the step.
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    optimizer.step()
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="labels_left_behind" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Your inputs moved to the device, your labels did not: they meet in the loss and are on two devices.

    The model's answer is where the model is. Whatever is compared with it has to be there too.

    Look at the first lines in the loop. What comes out of the loader, and what has moved?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X = X.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="moved_and_dropped" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Your batch is still on the CPU when it meets the model, although you call .to.

    A module moves in place. A tensor does not: .to gives you a new one, and the old one stays where it was.

    Look at the lines with .to: what becomes of their results?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X.to(device)
        y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="last_batch_reported" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """You report the loss and the accuracy of the last batch alone.

    One small batch says little: the next epoch's last batch may be easier. The mean over all batches tells how the epoch went.

    Look at what happens to the numbers of each batch before the next one comes.
    """
    model.train()
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        acc = accuracy_fn(y, logits.argmax(dim=1))
    return loss.item(), acc

# %% misconception="never_divided" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Your numbers are sums over all batches: an accuracy above 100 % gives it away.

    A sum grows with the number of batches and cannot be compared with anything.

    Look at the return line. By what should a sum be divided to become a mean?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum, acc_sum

# %% misconception="divided_by_samples" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Your numbers are far too small: you divide a sum over batches by the number of samples.

    What you add up are means already, one for each batch. A sum of so many means is divided by as many.

    Look at what you divide by: does it count batches or samples?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader.dataset), acc_sum / len(data_loader.dataset)

# %% misconception="live_loss" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """The loss you return is a tensor that still hangs on to the computations of all batches.

    A loss carries its whole graph. Adding up losses adds up graphs, and memory fills from batch to batch.

    Look at what you add in the loop: how do you get the bare number out of a tensor?
    """
    model.train()
    loss_sum, acc_sum = 0, 0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="softmax_before_loss" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Your loss gets probabilities, where it expects logits.

    The cross entropy applies softmax itself. Applied twice, it flattens all differences: the loss is stuck above a floor (0.55 for three classes) and learning is slow.

    Look at what you hand to loss_fn. Can it be 10, or negative?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        probs = torch.softmax(model(X), dim=1)
        loss = loss_fn(probs, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, probs.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="evaluation_mode" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """You train in evaluation mode: BatchNorm's statistics stay as they were.

    In that mode BatchNorm does not look at the batch and Dropout is off, so the model learns under other rules than it should.

    Look at the first line of your function.
    """
    model.eval()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="labels_along_the_batch" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    """Your predicted labels are one for each class, where one for each sample was expected.

    Logits are (samples, classes). The largest logit is looked for among the classes of one sample, not among the samples of one class.

    Print the shapes of both arguments of accuracy_fn. Along which dimension do you take the argmax?
    """
    model.train()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=0))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="no_eval" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """With Dropout in the model your numbers are different at every call.

    Switching gradients off does not tell the layers that this is a test. There are two switches, and one is missing.

    Look at what happens before the first batch. In which mode is the model?
    """
    loss_sum = acc_sum = 0.0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item()
            acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="eval_too_late" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """Your first measurement is made in training mode, and only the next one in evaluation mode.

    A switch works from the moment on when it is set. You set it when the batches are through already.

    Look at where in your function the mode changes.
    """
    loss_sum = acc_sum = 0.0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item()
            acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    model.eval()
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="gradients_on" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """Your numbers are right, but autograd was recording all the time.

    eval() changes how layers behave. It does not stop autograd, which notes every operation for a backward pass that never comes and pays for it in time and memory.

    Look at the line that calls the model: inside which context is it?
    """
    model.eval()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss_sum += loss_fn(logits, y).item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="test_loss_never_divided" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """Your accuracy is a mean, your loss is still the sum over all batches.

    With 313 batches a fine loss of 0.63 becomes 197. Both numbers are sums until you divide them.

    Look at the return line and compare its two halves.
    """
    model.eval()
    loss_sum = acc_sum = 0.0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item()
            acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum, acc_sum / len(data_loader)

# %% misconception="last_accuracy_only" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """Your accuracy is that of the last batch alone.

    The last batch is often a small one. Each batch should have its say.

    Look at the line with the accuracy: does it add up, or does it replace?
    """
    model.eval()
    loss_sum = acc = 0.0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item()
            acc = accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc

# %% misconception="first_batch_only" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """Your numbers are those of the first batch; you never look at the others.

    A return inside a loop ends the loop as well, in its very first round.

    Look at the indentation of your return line.
    """
    model.eval()
    loss_sum = acc_sum = 0.0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item()
            acc_sum += accuracy_fn(y, logits.argmax(dim=1))
            return loss_sum, acc_sum

# %% misconception="tested_labels_left_behind" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """Your inputs moved to the device, your labels did not: they meet in the loss and are on two devices.

    The model's answer is where the model is. Whatever is compared with it has to be there too.

    Look at the first lines in the loop. What comes out of the loader, and what has moved?
    """
    model.eval()
    loss_sum = acc_sum = 0.0
    with torch.inference_mode():
        for X, y in data_loader:
            logits = model(X.to(device))
            loss_sum += loss_fn(logits, y).item()
            acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="learns_from_the_test" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """After your measurement the model's gradients are other ones than before.

    The backward pass belongs to training. A measurement that leaves gradients behind makes the next training step wrong.

    Look for backward() in your function.
    """
    model.eval()
    loss_sum = acc_sum = 0.0
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        loss_sum += loss.item()
        acc_sum += accuracy_fn(y, logits.argmax(dim=1))
    return loss_sum / len(data_loader), acc_sum / len(data_loader)

# %% misconception="tensors_measured" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    """The loss you return is a tensor, where a plain number was expected.

    A tensor of one number prints like a number, but it lives on a device, and NumPy, files and plots stumble over it.

    Look at what you add up in the loop: how do you get the bare number out of a tensor?
    """
    test_loss, test_acc = 0, 0
    model.eval()
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            test_pred = model(X)
            test_loss += loss_fn(test_pred, y)
            test_acc += accuracy_fn(y_true=y, y_pred=test_pred.argmax(dim=1))
        test_loss /= len(data_loader)
        test_acc /= len(data_loader)
    return test_loss, test_acc

# %% misconception="tensor_in_result" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """The loss in your dict is a tensor, where a plain number was expected.

    A result goes into a table, a file or a plot. A tensor in it brings its device along, and perhaps its whole graph.

    Look at "model_loss": how do you get the bare number out of a tensor?
    """
    model.eval()
    loss, acc = 0, 0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss += loss_fn(logits, y)
            acc += accuracy_fn(y, logits.argmax(dim=1))
    return {"model_name": type(model).__name__, "model_loss": loss / len(data_loader), "model_acc": acc / len(data_loader)}

# %% misconception="whole_model_as_name" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """Your "model_name" is the printed model with all its layers.

    A name is a single word, the one after `class` in the model's definition. Every object knows its class, and every class its name.

    Look at how you make the text for "model_name".
    """
    loss, acc = test_step(data_loader, model, loss_fn, accuracy_fn, device)
    return {"model_name": str(model), "model_loss": loss, "model_acc": acc}

# %% misconception="class_as_name" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """Your "model_name" is the class itself, not its name.

    A class is an object like any other and cannot be written into a file. Its name is a text that it carries along.

    Look at what you put under "model_name": of which type is it?
    """
    loss, acc = test_step(data_loader, model, loss_fn, accuracy_fn, device)
    return {"model_name": type(model), "model_loss": loss, "model_acc": acc}

# %% misconception="never_moved" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """Your data stayed on the CPU while the model was elsewhere: the device argument is not used.

    On a machine without a GPU nobody notices. With one, model and data do not meet.

    Look for device in your loop. Which tensors have to move?
    """
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in data_loader:
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append(accuracy_fn(y, logits.argmax(dim=1)))
    return {"model_name": type(model).__name__, "model_loss": sum(losses) / len(losses), "model_acc": sum(accuracies) / len(accuracies)}

# %% misconception="global_device" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """Your data goes to another device than the one that was asked for.

    A device that is fixed in the function, or taken from a global variable, is right on your machine today. The caller knows better, and says so in an argument.

    Look at what stands in the parentheses of .to.
    """
    here = "cuda" if torch.cuda.is_available() else "cpu"
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(here), y.to(here)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append(accuracy_fn(y, logits.argmax(dim=1)))
    return {"model_name": type(model).__name__, "model_loss": sum(losses) / len(losses), "model_acc": sum(accuracies) / len(accuracies)}

# %% misconception="own_accuracy" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """Your "model_acc" is a fraction that you counted yourself; accuracy_fn is not used.

    The caller hands in how to score, in percent or by another measure altogether. What you count yourself does not follow.

    Look for accuracy_fn in your function.
    """
    model.eval()
    losses, right, n = [], 0, 0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            right += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    return {"model_name": type(model).__name__, "model_loss": sum(losses) / len(losses), "model_acc": right / n}

# %% misconception="measured_in_training_mode" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """With Dropout in the model your result is different at every call.

    Switching gradients off does not tell the layers that this is a test. There are two switches, and one is missing.

    Look at what happens before the first batch. In which mode is the model?
    """
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append(accuracy_fn(y, logits.argmax(dim=1)))
    return {"model_name": type(model).__name__, "model_loss": sum(losses) / len(losses), "model_acc": sum(accuracies) / len(accuracies)}

# %% misconception="recording_while_measuring" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    """Your result is right, but autograd was recording all the time.

    eval() changes how layers behave. It does not stop autograd, which keeps every intermediate result for a backward pass that never comes.

    Look at the line that calls the model: inside which context is it?
    """
    model.eval()
    losses, accuracies = [], []
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        losses.append(loss_fn(logits, y).item())
        accuracies.append(accuracy_fn(y, logits.argmax(dim=1)))
    return {"model_name": type(model).__name__, "model_loss": sum(losses) / len(losses), "model_acc": sum(accuracies) / len(accuracies)}

# %% misconception="mean_of_means" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    """Your numbers change with the batch size: they are means over batches.

    A small last batch has the same say as a full one, so each of its samples counts more than others.

    Look at what you divide by, and at how much each batch contributes before.
    """
    return test_step(data_loader, model, loss_fn, accuracy_fn, device)

# %% misconception="full_batches_assumed" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    """You weigh every batch as if it were full, the smaller last one too.

    loader.batch_size is what was asked for. How many samples a batch really has, its labels can tell.

    Look at what you multiply the loss with.
    """
    model.eval()
    size, loss_sum, right = data_loader.batch_size, 0.0, 0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item() * size
            right += int((logits.argmax(dim=1) == y).sum())
    samples = size * len(data_loader)
    return loss_sum / samples, 100 * right / samples

# %% misconception="means_over_samples" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    """Your loss is far too small: you add up means of batches and divide by the number of samples.

    loss_fn gives the mean over a batch. To get the batch's sum, which may be added to other sums, something has to be multiplied first.

    Look at what you add to the loss for each batch.
    """
    model.eval()
    loss_sum, right, samples = 0.0, 0, 0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item()
            right += int((logits.argmax(dim=1) == y).sum())
            samples += len(y)
    return loss_sum / samples, 100 * right / samples

# %% misconception="fraction_returned" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    """Your accuracy is a fraction between 0 and 1, where percent were expected.

    Both are in use, and mixing them up makes 0.88 and 88 look like different models. This chapter counts in percent.

    Look at the second number that you return.
    """
    model.eval()
    loss_sum, right, samples = 0.0, 0, 0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item() * len(y)
            right += int((logits.argmax(dim=1) == y).sum())
            samples += len(y)
    return loss_sum / samples, right / samples

# %% misconception="loss_alone_weighted" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    """Your loss is exact, but your accuracy changes with the batch size.

    What is true for one mean is true for the other: a batch's accuracy has to be weighed by its number of samples, too.

    Compare how you add up the loss with how you add up the accuracy.
    """
    model.eval()
    loss_sum, acc_sum, samples = 0.0, 0.0, 0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item() * len(y)
            acc_sum += accuracy_fn(y, logits.argmax(dim=1))
            samples += len(y)
    return loss_sum / samples, acc_sum / len(data_loader)

# %% misconception="exact_but_training" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    """With Dropout in the model your numbers are different at every call.

    Switching gradients off does not tell the layers that this is a test. There are two switches, and one is missing.

    Look at what happens before the first batch.
    """
    loss_sum, right, samples = 0.0, 0, 0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss_sum += loss_fn(logits, y).item() * len(y)
            right += int((logits.argmax(dim=1) == y).sum())
            samples += len(y)
    return loss_sum / samples, 100 * right / samples

# %% misconception="training_mode_once" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """Your first epoch is right. From the second on the model is trained in evaluation mode.

    Measuring leaves the model in evaluation mode, and what you switch on once, before all epochs, does not last.

    Print model.training at the start of each epoch. Who switches back?
    """
    results = []
    model.train()
    for _ in range(epochs):
        for X, y in train_loader:
            X, y = X.to(device), y.to(device)
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
        results.append(eval_model(model, test_loader, loss_fn, accuracy_fn, device))
    return results

# %% misconception="mode_never_set" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """The model came in evaluation mode, and that is how you trained it in every epoch.

    In that mode BatchNorm does not look at the batch and Dropout is off, so the model learns under other rules than it should.

    Print model.training at the start of each epoch. Who switches it on?
    """
    results = []
    for _ in range(epochs):
        for X, y in train_loader:
            X, y = X.to(device), y.to(device)
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
        results.append(eval_model(model, test_loader, loss_fn, accuracy_fn, device))
    return results

# %% misconception="measured_on_training_data" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """Your results are those of the training data.

    A model is always better at questions it has practised. Only data it has never learnt from says what it can do.

    Look at which loader each of your calls gets.
    """
    results = []
    for _ in range(epochs):
        model.train()
        train_step(model, train_loader, loss_fn, optimizer, accuracy_fn, device)
        results.append(eval_model(model, train_loader, loss_fn, accuracy_fn, device))
    return results

# %% misconception="learnt_from_the_test" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """Your model learnt from the test data.

    Who has seen the exam beforehand proves nothing in it. The test loader is there to measure, never to learn from.

    Look at which loader each of your calls gets.
    """
    results = []
    for _ in range(epochs):
        model.train()
        train_step(model, test_loader, loss_fn, optimizer, accuracy_fn, device)
        results.append(eval_model(model, test_loader, loss_fn, accuracy_fn, device))
    return results

# %% misconception="last_result_only" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """You return one dict, the last, where a list with one for each epoch was expected.

    The last result says where you arrived. The list shows whether it was still going uphill.

    Look at what happens to the result of each epoch.
    """
    for _ in range(epochs):
        model.train()
        train_step(model, train_loader, loss_fn, optimizer, accuracy_fn, device)
        result = eval_model(model, test_loader, loss_fn, accuracy_fn, device)
    return result

# %% misconception="measured_too_early" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """Your results are an epoch late: the first one belongs to the untrained model.

    The result of an epoch is what the model can do after it.

    Look at the order of training and measuring in your loop.
    """
    results = []
    for _ in range(epochs):
        results.append(eval_model(model, test_loader, loss_fn, accuracy_fn, device))
        model.train()
        train_step(model, train_loader, loss_fn, optimizer, accuracy_fn, device)
    return results

# %% misconception="new_optimizer_every_epoch" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """Without momentum your training is right. With it, each epoch behaves as if it were the first.

    Momentum is the optimiser's memory of earlier steps. One that is made anew in every epoch has none, and it does not have the caller's settings either.

    Look for torch.optim in your function. Which optimiser were you given?
    """
    results = []
    for _ in range(epochs):
        model.train()
        fresh = torch.optim.SGD(model.parameters(), lr=optimizer.param_groups[0]["lr"], momentum=optimizer.param_groups[0]["momentum"])
        train_step(model, train_loader, loss_fn, fresh, accuracy_fn, device)
        results.append(eval_model(model, test_loader, loss_fn, accuracy_fn, device))
    return results

# %% misconception="same_dict_again" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    """All entries of your list are the same dict: each of them shows the last epoch.

    A list holds references. If one dict is changed in every round and appended in every round, all places of the list point to that one dict.

    Look at where the dict is made: before the loop or in it?
    """
    results, row = [], {}
    for _ in range(epochs):
        model.train()
        train_step(model, train_loader, loss_fn, optimizer, accuracy_fn, device)
        row.update(eval_model(model, test_loader, loss_fn, accuracy_fn, device))
        results.append(row)
    return results

# %% misconception="gpu_not_waited_for" task="time_training"
def time_training(fn):
    """With a GPU your time is too short: you read the clock while the GPU was still at work.

    Starting work on a GPU takes microseconds, the work itself goes on in the background. "Launched" is not "finished".

    Look at the line before your second look at the clock.
    """
    start = perf_counter()
    result = fn()
    return result, perf_counter() - start

# %% misconception="waited_too_early" task="time_training"
def time_training(fn):
    """With a GPU your time is too short: you wait for it before the work begins, but not when it is done.

    Waiting at the start makes sure that old work is not counted. The new work has to be waited for as well.

    Look at both looks at the clock. What happens right before each?
    """
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    start = perf_counter()
    result = fn()
    return result, perf_counter() - start

# %% misconception="wall_clock" task="time_training"
def time_training(fn):
    """Your time is wrong by an hour: somebody set the clock on the wall back while you measured.

    time.time() tells the date, and computers correct it all the time. For durations there are clocks that only ever go forward.

    Look at which clock you read.
    """
    import time

    start = time.time()
    result = fn()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return result, time.time() - start

# %% misconception="gpu_taken_for_granted" task="time_training"
def time_training(fn):
    """You wait for a GPU without asking whether there is one.

    On a machine without a GPU there is nothing to wait for, and torch refuses. Code that is to run anywhere asks first.

    Look at the line before each look at the clock, and at the error message.
    """
    start = perf_counter()
    result = fn()
    torch.cuda.synchronize()
    return result, perf_counter() - start

# %% misconception="processor_time" task="time_training"
def time_training(fn):
    """Your time is too short: your clock stands still whenever your program waits.

    There are clocks for the work of the processor alone. Waiting for a file, or for a GPU, costs the user time as well.

    Look at which clock you read. What does it count?
    """
    from time import process_time

    start = process_time()
    result = fn()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return result, process_time() - start

# %% misconception="called_twice" task="time_training"
def time_training(fn):
    """You call the function twice: once to time it and once for its result.

    A training that runs twice has trained twice as long, and its time is that of one half.

    Count the parentheses after fn in your code.
    """
    start = perf_counter()
    fn()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    seconds = perf_counter() - start
    return fn(), seconds

# %% misconception="time_alone" task="time_training"
def time_training(fn):
    """You return the seconds alone; what the function gave back is lost.

    The caller wants the trained model and its history too. Without the result, everything would have to be done a second time.

    Compare your return line with the docstring.
    """
    start = perf_counter()
    fn()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return perf_counter() - start

# %% misconception="milliseconds" task="time_training"
def time_training(fn):
    """Your time is a thousand times too long: these are milliseconds.

    A number without a unit is worth little. The docstring asks for seconds.

    Look for a factor in your calculation.
    """
    start = perf_counter()
    result = fn()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return result, (perf_counter() - start) * 1000

# %% misconception="worst_first" task="compare"
def compare(results):
    """Your table begins with the worst model.

    Sorting goes from small to large unless told otherwise. For accuracy, larger is better.

    Look at the direction in which you sort.
    """
    return sorted(results, key=lambda row: (row["model_acc"], row["train_seconds"]))

# %% misconception="slowest_first" task="compare"
def compare(results):
    """Of equally accurate models, your slowest comes first.

    One flag that turns the whole order round turns round both parts of the key. Accuracy should fall, but time should rise.

    Look at how your key treats the seconds.
    """
    return sorted(results, key=lambda row: (row["model_acc"], row["train_seconds"]), reverse=True)

# %% misconception="sorted_in_place" task="compare"
def compare(results):
    """Your function changes the given list and returns None.

    Lists have a method that sorts them where they are and gives nothing back. Python has a function, too, that makes a new, sorted list.

    Look at what your return line really returns.
    """
    return results.sort(key=lambda row: (-row["model_acc"], row["train_seconds"]))

# %% misconception="input_reordered" task="compare"
def compare(results):
    """Your answer is right, but the caller's own list is now in another order.

    The list belongs to the caller, who may still need it as it was.

    Look at whether you sort a list of your own or the one you were given.
    """
    results.sort(key=lambda row: (-row["model_acc"], row["train_seconds"]))
    return results

# %% misconception="sorted_by_loss" task="compare"
def compare(results):
    """Your models are sorted by their loss.

    The model with the lowest loss is often, but not always, the one with the highest accuracy.

    Look at the name of the entry in your key.
    """
    return sorted(results, key=lambda row: (row["model_loss"], row["train_seconds"]))

# %% misconception="ties_ignored" task="compare"
def compare(results):
    """Of equally accurate models, the one that was listed first comes first, not the fastest.

    A sort with a single key leaves equal rows as they were. The second wish needs a place in the key too.

    Look at your key: what decides if two accuracies are equal?
    """
    return sorted(results, key=lambda row: row["model_acc"], reverse=True)

# %% misconception="no_batch_dimension" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """Your pictures went into the model without a batch dimension.

    Models eat batches, even of one. A picture of (3, 6, 6) is taken for something else: three pictures without channels, or an error about the number of dimensions.

    Print the shape of what you hand to the model. What is missing in front?
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for picture in data:
            logits = model(picture.to(device))
            rows.append(torch.softmax(logits.squeeze(), dim=0).cpu())
    return torch.stack(rows)

# %% misconception="softmax_over_the_batch" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """Your columns sum to 1, not your rows: the softmax ran over the pictures.

    A picture's probabilities must not depend on which other pictures are asked about. Softmax takes the dimension that shares the 1 among its entries.

    Sum your result along each dimension. Which dimension holds the classes?
    """
    model.eval()
    with torch.inference_mode():
        logits = model(torch.stack(data).to(device))
        return torch.softmax(logits, dim=0).cpu()

# %% misconception="logits_returned" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """Your numbers are logits: negative ones are among them, and rows do not sum to 1.

    The model ends before softmax, since the loss wanted it so. To get probabilities, somebody has to apply it now.

    Look at what happens between the model's answer and your result.
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for picture in data:
            rows.append(model(picture.unsqueeze(dim=0).to(device))[0].cpu())
    return torch.stack(rows)

# %% misconception="labels_returned" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """You return a class for each picture, where probabilities of all classes were expected.

    From probabilities anybody can find the most probable class. The way back does not exist.

    Look at the last thing that you do with a row.
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for picture in data:
            logits = model(picture.unsqueeze(dim=0).to(device))
            rows.append(torch.softmax(logits[0], dim=0).argmax().cpu())
    return torch.stack(rows)

# %% misconception="list_of_rows" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """You return a list of tensors, where one tensor was expected.

    Rows of equal length can be put on top of each other, and then all of them can be used at once.

    Look at your return line: which function makes one tensor of many?
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for picture in data:
            logits = model(picture.unsqueeze(dim=0).to(device))
            rows.append(torch.softmax(logits[0], dim=0).cpu())
    return rows

# %% misconception="one_long_row" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """Your result is one long row with the probabilities of all pictures behind each other.

    Joining tensors can make an existing dimension longer, or make a new one. You want a new one: the pictures.

    Look at the function that joins your rows, and at the shape of each row.
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for picture in data:
            logits = model(picture.unsqueeze(dim=0).to(device))
            rows.append(torch.softmax(logits[0], dim=0).cpu())
    return torch.cat(rows)

# %% misconception="predicted_in_training_mode" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """With Dropout and BatchNorm in the model your probabilities are not those of evaluation mode.

    Switching gradients off does not tell the layers that nothing is to be learnt here. There are two switches, and one is missing.

    Look at what happens before the first picture.
    """
    rows = []
    with torch.inference_mode():
        for picture in data:
            logits = model(picture.unsqueeze(dim=0).to(device))
            rows.append(torch.softmax(logits[0], dim=0).cpu())
    return torch.stack(rows)

# %% misconception="left_on_the_device" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """Your result is still on the model's device, where the CPU was expected.

    Plots, NumPy and tables live on the CPU. On a machine without a GPU nobody notices that nobody moved the result there.

    Look at what happens to a row before you keep it.
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for picture in data:
            logits = model(picture.unsqueeze(dim=0).to(device))
            rows.append(torch.softmax(logits[0], dim=0))
    return torch.stack(rows)

# %% misconception="history_kept" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    """Your probabilities are right, but each of them drags the whole computation along.

    eval() does not stop autograd. A result that requires a gradient cannot be drawn, and it keeps every layer's intermediate results in memory.

    Look at the line that calls the model: inside which context is it?
    """
    model.eval()
    rows = []
    for picture in data:
        logits = model(picture.unsqueeze(dim=0).to(device))
        rows.append(torch.softmax(logits[0], dim=0).cpu())
    return torch.stack(rows)

# %% misconception="least_sure_first" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    """Your list begins with the mistakes that the model was least sure of.

    Sorting goes from small to large unless told otherwise. A mistake is bad if the model was sure of it.

    Look at the direction in which you sort.
    """
    sureness, preds = probs.max(dim=1)
    wrong = (preds != targets).nonzero().flatten().tolist()
    return sorted(wrong, key=lambda i: sureness[i].item())[:k]

# %% misconception="sorted_by_the_truth" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    """You sort by the probability of the true class, where that of the predicted class was asked for.

    "How little did it believe in the truth" and "how sure was it of its mistake" are the same question for two classes only.

    Look at which column of probs you take for each row.
    """
    truth = probs.gather(1, targets.unsqueeze(1)).squeeze(1)
    wrong = (probs.argmax(dim=1) != targets).nonzero().flatten().tolist()
    return sorted(wrong, key=lambda i: truth[i].item())[:k]

# %% misconception="right_ones_too" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    """There are right predictions in your list.

    The surest predictions of a good model are right ones. Only what differs from the target is a mistake.

    Look for the comparison with targets in your function.
    """
    sureness = probs.max(dim=1).values
    return sorted(range(len(probs)), key=lambda i: -sureness[i].item())[:k]

# %% misconception="not_sorted" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    """You return the first mistakes in the order of the data.

    The first are not the worst. Before you cut the list off, it has to be sorted.

    Look at what happens between finding the mistakes and cutting the list.
    """
    wrong = (probs.argmax(dim=1) != targets).nonzero().flatten().tolist()
    return wrong[:k]

# %% misconception="tensor_of_indices" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    """You return a tensor, where a list of Python ints was expected.

    The caller wants to use each of them as an index and put it into a title. Tensors can give you a list of plain numbers.

    Look at your return line.
    """
    sureness, preds = probs.max(dim=1)
    wrong = torch.where(preds != targets)[0]
    order = torch.argsort(sureness[wrong], descending=True, stable=True)
    return wrong[order][:k]

# %% misconception="places_among_mistakes" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    """Your numbers count places among the mistakes, not places in the data.

    After you have picked out the wrong rows, position 0 is the first mistake. The caller looks it up in the whole data set and finds another picture.

    Look at what your indices refer to, and at which list you have to look them up in.
    """
    sureness, preds = probs.max(dim=1)
    wrong = preds != targets
    return torch.argsort(sureness[wrong], descending=True, stable=True)[:k].tolist()

# %% misconception="transposed" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    """Your table is turned round: its rows are the predicted classes.

    Both conventions exist, and a table does not say which it is. Here, as in scikit-learn, a row belongs to a true class.

    Try the example of the text: where do you count the 2 that was taken for a 1?
    """
    counts = torch.bincount(preds * num_classes + targets, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)

# %% misconception="counted_at_most_once" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    """No cell of your table is larger than 1.

    Adding to many indexed places at once writes each place once, however often it is named. The repetitions get lost.

    Look at the line that adds 1. What if the same pair comes twice?
    """
    table = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    table[targets, preds] += 1
    return table

# %% misconception="size_from_the_data" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    """Your table is too small where the last classes do not occur.

    Today's batch may hold no bag at all. The table of the whole problem still has a row for bags.

    Look at where the size of your table comes from.
    """
    size = int(max(preds.max(), targets.max())) + 1
    return torch.bincount(targets * size + preds, minlength=size**2).reshape(size, size)

# %% misconception="float_table" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    """Your counts are floats, where int64 was expected.

    A new tensor of zeros is float32 unless told otherwise. Counts are whole numbers, and large ones lose digits in float32.

    Look at the line that creates the table.
    """
    table = torch.zeros(num_classes, num_classes)
    for t, p in zip(targets, preds):
        table[t, p] += 1
    return table

# %% misconception="right_ones_only" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    """Your table has numbers on its diagonal alone.

    You count what was right. The point of this table is to see what was taken for what.

    Look at the condition under which you count, and at both indices.
    """
    table = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for t, p in zip(targets, preds):
        if t == p:
            table[t, p] += 1
    return table

# %% misconception="rows_divided" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    """Your table holds shares of each row, where counts were expected.

    Shares are nice in a picture, but they hide how many samples there were, and a class that never occurs gives 0 / 0.

    Look at the last thing you do with the table.
    """
    counts = torch.bincount(targets * num_classes + preds, minlength=num_classes**2)
    table = counts.reshape(num_classes, num_classes)
    return table / table.sum(dim=1, keepdim=True)

# %% misconception="never_trained" task="train_digits"
def train_digits(X, y, seed=42):
    """Your model guesses: it reads about one digit in ten.

    With ten classes, chance is 10 %. A model that is still where it started knows nothing, however good its layers are.

    Look at whether anything happens between building the model and returning it.
    """
    torch.manual_seed(seed)
    return TinyVGG(1, 16, 10, image_size=8)

# %% misconception="other_models_parameters" task="train_digits"
def train_digits(X, y, seed=42):
    """Your model guesses: the optimiser steps, but with the parameters of another model.

    An optimiser changes exactly the tensors that it was given when it was made. A second model of the same class has others.

    Look at whose parameters() the optimiser gets, and which model you return.
    """
    torch.manual_seed(seed)
    model = TinyVGG(1, 16, 10, image_size=8)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(TinyVGG(1, 16, 10, image_size=8).parameters(), lr=0.005)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
    return model

# %% misconception="too_slow" task="train_digits"
def train_digits(X, y, seed=42):
    """Your model has hardly begun to learn: its steps are far too short.

    With plain SGD and a tiny learning rate, eight epochs lead a few centimetres downhill. The loss is still near its start, 2.3.

    Print the loss of each epoch. Which optimiser and learning rate does the text suggest?
    """
    torch.manual_seed(seed)
    model = TinyVGG(1, 16, 10, image_size=8)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
    return model

# %% misconception="pairs_torn_apart" task="train_digits"
def train_digits(X, y, seed=42):
    """Your model learnt from pictures with the labels of other pictures.

    You shuffled X and y, each with its own luck. What is left is noise, and noise can only be learnt by heart.

    Look at where you shuffle, and how a picture keeps its label.
    """
    torch.manual_seed(seed)
    X, y = X[torch.randperm(len(X))], y[torch.randperm(len(y))]
    model = TinyVGG(1, 16, 10, image_size=8)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
    return model

# %% misconception="another_network" task="train_digits"
def train_digits(X, y, seed=42):
    """Your model reads digits, but it is not the TinyVGG that was asked for.

    For pictures as small as these, linear layers do well too. Whoever loads your weights into a TinyVGG, though, finds that none of them fit.

    Look at the line that builds the model, and at the docstring.
    """
    torch.manual_seed(seed)
    model = FashionMNISTModelV1(64, 32, 10)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
    return model

# %% misconception="seeded_too_late" task="train_digits"
def train_digits(X, y, seed=42):
    """The same seed gives you another model each time.

    A seed fixes what is drawn after it. Your model drew its first numbers before.

    Look at the order of your first lines.
    """
    model = TinyVGG(1, 16, 10, image_size=8)
    torch.manual_seed(seed)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
    return model

# %% misconception="seed_fixed" task="train_digits"
def train_digits(X, y, seed=42):
    """Every seed gives you the same model.

    A parameter that nobody reads is a promise that is not kept. To see how much is luck, one trains with several seeds.

    Look at the number that you seed with.
    """
    torch.manual_seed(42)
    model = TinyVGG(1, 16, 10, image_size=8)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
    return model

# %% misconception="probabilities_returned" task="train_digits"
def train_digits(X, y, seed=42):
    """Your model gives probabilities, and it is not a TinyVGG any more: a softmax was put behind it.

    A model gives logits. Whoever needs probabilities applies softmax afterwards, as make_predictions does.

    Look at what you return: is it the model that you trained?
    """
    torch.manual_seed(seed)
    model = TinyVGG(1, 16, 10, image_size=8)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
    return nn.Sequential(model, nn.Softmax(dim=1))
