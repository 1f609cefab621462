# %% misconception="shuffled_scale" task="data_setup.create_dataloaders"
def create_dataloaders(train_dir, test_dir, transform, batch_size=32, num_workers=0):
    """Your test loader gives its pictures in another order each time.

    Which of the two loaders is a measuring instrument? Shuffling helps learning; a measurement
    should be the same twice, and predictions should line up with the files.

    Compare the arguments of your two loaders.
    """
    sets = [datasets.ImageFolder(d, transform=transform) for d in (train_dir, test_dir)]
    train, test = (
        DataLoader(s, batch_size=batch_size, num_workers=num_workers, shuffle=True) for s in sets
    )
    return train, test, sets[0].classes


# %% misconception="sorted_lessons" task="data_setup.create_dataloaders"
def create_dataloaders(train_dir, test_dir, transform, batch_size=32, num_workers=0):
    """Your training loader gives the pictures in the same order in every epoch.

    Files are sorted by class: the first batches are all of one class, the last all of another, and
    the model keeps forgetting. Training wants a new order each time.

    Look at which argument of the training loader decides about the order.
    """
    sets = [datasets.ImageFolder(d, transform=transform) for d in (train_dir, test_dir)]
    train, test = (DataLoader(s, batch_size=batch_size, num_workers=num_workers) for s in sets)
    return train, test, sets[0].classes


# %% misconception="names_as_dict" task="data_setup.create_dataloaders"
def create_dataloaders(train_dir, test_dir, transform, batch_size=32, num_workers=0):
    """Your third result is a dict; a list of class names was expected.

    A list answers the question that comes later: what is class 2 called? A dict from names to
    numbers answers the opposite question.

    Look at which attribute of the data set you return.
    """
    train_data = datasets.ImageFolder(train_dir, transform=transform)
    test_data = datasets.ImageFolder(test_dir, transform=transform)
    settings = {"batch_size": batch_size, "num_workers": num_workers}
    train = DataLoader(train_data, shuffle=True, **settings)
    return train, DataLoader(test_data, **settings), train_data.class_to_idx


# %% misconception="sets_not_loaders" task="data_setup.create_dataloaders"
def create_dataloaders(train_dir, test_dir, transform, batch_size=32, num_workers=0):
    """Your first two results give single pictures; loaders give batches.

    A data set knows where the pictures are. Batching, shuffling and worker processes are the work
    of a loader, which is made around a data set.

    Look at what stands in your return line, and what it was made from.
    """
    train_data = datasets.ImageFolder(train_dir, transform=transform)
    return train_data, datasets.ImageFolder(test_dir, transform=transform), train_data.classes


# %% misconception="batches_of_32" task="data_setup.create_dataloaders"
def create_dataloaders(train_dir, test_dir, transform, batch_size=32, num_workers=0):
    """Your batches have 32 pictures, whatever batch size was asked for.

    A constant that was right in the notebook is still in the function. A module knows only what
    it is given, and this function was given a batch size.

    Follow the argument batch_size from the first line of the function to where it ends.
    """
    sets = [datasets.ImageFolder(d, transform=transform) for d in (train_dir, test_dir)]
    train = DataLoader(sets[0], batch_size=32, num_workers=num_workers, shuffle=True)
    return train, DataLoader(sets[1], batch_size=32, num_workers=num_workers), sets[0].classes


# %% misconception="padding_and_sixteen" task="model_builder.TinyVGG"
class TinyVGG(nn.Module):
    """Your linear layer has 16 * 16 inputs per hidden unit; without padding there are 13 * 13.

    Without padding each 3x3 convolution eats a border: 64, 62, 60, then 30 after pooling, 28, 26,
    then 13. With padding nothing is eaten, and the model has 10,693 parameters in place of 8,083.

    Look at the padding of your convolutions.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(h * 16 * 16, output_shape))

    def forward(self, x):
        return self.head(self.block_2(self.block_1(x)))


# %% misconception="padding_and_thirteen" task="model_builder.TinyVGG"
class TinyVGG(nn.Module):
    """Your convolutions pad, and your linear layer counts on convolutions that do not.

    Two recipes got mixed. With padding the sides go 64, 32, 16; without it 64, 62, 60, 30, 28, 26,
    13. The numbers in the error message are the two flattened lengths that do not agree.

    Look at the padding of your convolutions and at the number of inputs of the linear layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(h * 13 * 13, output_shape))

    def forward(self, x):
        return self.head(self.block_2(self.block_1(x)))


# %% misconception="softmax_inside" task="model_builder.TinyVGG"
class TinyVGG(nn.Module):
    """Your model returns probabilities: each row sums to one. Logits were expected.

    The loss of this chapter takes logits and does the softmax itself. Done twice, the loss cannot
    fall below a floor and training crawls.

    Look at what comes after the linear layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.layers = nn.Sequential(
            nn.Conv2d(input_shape, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 13 * 13, output_shape),
        )

    def forward(self, x):
        return torch.softmax(self.layers(x), dim=1)


# %% misconception="one_relu_a_block" task="model_builder.TinyVGG"
class TinyVGG(nn.Module):
    """Your logits are those of a network with fewer ReLU than convolutions.

    Two convolutions in a row without ReLU between them are no more than one larger convolution: a
    stack of straight lines is a straight line.

    Count what stands between each convolution and the next layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.layers = nn.Sequential(
            nn.Conv2d(input_shape, h, 3), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 13 * 13, output_shape),
        )

    def forward(self, x):
        return self.layers(x)


# %% misconception="test_drive_at_import" task="model_builder.TinyVGG"
class TinyVGG(nn.Module):
    """Importing model_builder prints something: whoever wants your class has to read that too.

    Importing a module runs it from top to bottom, the test drive below the class included.

    Look at the lines of the file that are not indented and are no import and no definition.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.layers = nn.Sequential(
            nn.Conv2d(input_shape, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(h, h, 3), nn.ReLU(), nn.Conv2d(h, h, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(h * 13 * 13, output_shape),
        )

    def forward(self, x):
        return self.layers(x)


print("The model works:", TinyVGG(3, 10, 3)(torch.zeros(1, 3, 64, 64)).shape)


# %% misconception="no_zero_grad" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your second step uses the gradients of the first batch as well.

    Gradients add up until somebody clears them. Print one before and after two backward passes:
    does it start from zero?

    Count the five steps inside your loop. Which one is missing?
    """
    model.train()
    losses, accuracies = 0.0, 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        losses += loss.item()
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="zero_grad_once" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your first step is right, and from the second on old gradients are mixed in.

    They are cleared once per epoch. Each batch needs gradients of its own.

    Look at which lines are inside the loop over the batches.
    """
    model.train()
    losses, accuracies = 0.0, 0.0
    optimizer.zero_grad()
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        losses += loss.item()
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="gradients_thrown_away" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your parameters have not moved at all.

    The gradients were there and were cleared just before they would have been used.

    Look at the order of the three calls after the loss.
    """
    model.train()
    losses, accuracies = 0.0, 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses += loss.item()
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="labels_stay_behind" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your labels are on another device than your model's answers.

    A batch has two halves, and both have to travel. On a machine without a GPU nobody notices.

    Look at what is sent to the device in your loop, and what is not.
    """
    model.train()
    losses, accuracies = 0.0, 0.0
    for X, y in dataloader:
        X = X.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += loss.item()
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="device_of_the_notebook" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your function takes no device; it relies on one that lies around in the notebook.

    A module sees only what it imports and what it is given. What does this function know that was
    not passed in?

    Look at the list of arguments in its first line.
    """
    model.train()
    losses, accuracies = 0.0, 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += loss.item()
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="mode_left_alone" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """A model that arrives in evaluation mode is trained in evaluation mode.

    From the second epoch on that is every model: the test before it switched the mode. Dropout and
    BatchNorm then do the wrong thing.

    Look at what happens before the first batch.
    """
    losses, accuracies = 0.0, 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += loss.item()
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="loss_as_tensor" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your loss comes back as a tensor, which drags the history of every batch along.

    Added up as tensors, losses keep all computations in memory. A result is a plain number.

    Look at what is added to the sum in each round.
    """
    model.train()
    losses, accuracies = 0.0, 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += loss
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="test_in_training_mode" task="engine.test_step"
def test_step(model, dataloader, loss_fn, device):
    """Your test gives other numbers at each call, and BatchNorm's statistics move.

    The model was left in training mode: Dropout drops, BatchNorm learns. No gradients is the one
    switch, evaluation mode the other.

    Look at what happens before the first batch.
    """
    losses, accuracies = 0.0, 0.0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses += loss_fn(logits, y).item()
            accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="gradients_on" task="engine.test_step"
def test_step(model, dataloader, loss_fn, device):
    """Autograd records everything while your model is tested.

    Evaluation mode switches layers, not autograd. Recording costs time and memory, and nobody will
    ever ask for these gradients.

    Look at what surrounds the loop.
    """
    model.eval()
    losses, accuracies = 0.0, 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        losses += loss_fn(logits, y).item()
        accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="sum_not_mean" task="engine.test_step"
def test_step(model, dataloader, loss_fn, device):
    """Your test loss grows with the number of batches.

    A sum was returned where a mean was expected: with twice as many pictures it doubles.

    Look at the last line: which of the two results is divided, and by what?
    """
    model.eval()
    losses, accuracies = 0.0, 0.0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses += loss_fn(logits, y).item()
            accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses, accuracies / len(dataloader)


# %% misconception="test_stays_behind" task="engine.test_step"
def test_step(model, dataloader, loss_fn, device):
    """Your test batches are not where the model is.

    The function is told a device and never uses it. On a machine without a GPU nobody notices.

    Look at what happens to X and y before the model gets them.
    """
    model.eval()
    losses, accuracies = 0.0, 0.0
    with torch.inference_mode():
        for X, y in dataloader:
            logits = model(X)
            losses += loss_fn(logits, y).item()
            accuracies += (logits.argmax(dim=1) == y).double().mean().item()
    return losses / len(dataloader), accuracies / len(dataloader)


# %% misconception="shared_lists" task="engine.train"
def train(
    model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device,
    results={"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []},
):
    """Your second call returns the results of the first one too.

    A default value is made once, when the function is defined, and shared by all calls. A list
    that grows in there never becomes empty again.

    Look at where the dict of results is made.
    """
    for _ in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        tested = test_step(model, test_dataloader, loss_fn, device)
        for name, value in zip(results, (*trained, *tested), strict=True):
            results[name].append(value)
    return results


# %% misconception="tested_on_training_data" task="engine.train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device):
    """Your test numbers are those of the training pictures.

    A model that is asked what it has learnt by heart looks better than it is. The test pictures
    are there to find that out.

    Look at which loader each of the two calls gets.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for _ in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        tested = test_step(model, train_dataloader, loss_fn, device)
        for name, value in zip(results, (*trained, *tested), strict=True):
            results[name].append(value)
    return results


# %% misconception="last_epoch_only" task="engine.train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device):
    """Your results hold one number each, that of the last epoch.

    Each epoch overwrote the one before. A curve needs all of them, in a list that grows.

    Look at what happens to the dict inside the loop.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for _ in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        tested = test_step(model, test_dataloader, loss_fn, device)
        results = dict(zip(results, ([value] for value in (*trained, *tested)), strict=True))
    return results


# %% misconception="test_comes_first" task="engine.train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device):
    """Your test numbers are one epoch late: the first is that of the untrained model.

    In each epoch the model is tested before it was trained. The curves then do not belong together.

    Look at the order of the two calls.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for _ in range(epochs):
        tested = test_step(model, test_dataloader, loss_fn, device)
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        for name, value in zip(results, (*trained, *tested), strict=True):
            results[name].append(value)
    return results


# %% misconception="left_after_one_epoch" task="engine.train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device):
    """Your training ends after the first epoch, however many were asked for.

    A return inside a loop ends the loop, the first time it is reached.

    Look at how far the last line is indented.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for _ in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        tested = test_step(model, test_dataloader, loss_fn, device)
        for name, value in zip(results, (*trained, *tested), strict=True):
            results[name].append(value)
        return results


# %% misconception="whole_model" task="utils.save_model"
def save_model(model, target_dir, model_name):
    """Your file holds the model itself: reading it needs the code of its class, and runs some.

    A pickled object remembers where its class lived, not what it was. Rename a file and it cannot
    be read any more. Numbers by name can be read for ever.

    Look at what is handed to torch.save.
    """
    if not model_name.endswith((".pt", ".pth")):
        raise ValueError(f"not a name for a model: {model_name}")
    folder = Path(target_dir)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model, folder / model_name)


# %% misconception="any_ending" task="utils.save_model"
def save_model(model, target_dir, model_name):
    """You saved a model under a name that ends in something other than .pt or .pth.

    Who gets a file net.zip will treat it as a zip. The time to complain is before it is written.

    Look at what is known of the name before the folder is made.
    """
    folder = Path(target_dir)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / model_name)


# %% misconception="warned_too_late" task="utils.save_model"
def save_model(model, target_dir, model_name):
    """A wrong ending raises an error, but the file has been written by then.

    An error says: nothing happened. First check, then act.

    Look at the order of checking and saving.
    """
    folder = Path(target_dir)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / model_name)
    if not model_name.endswith((".pt", ".pth")):
        raise ValueError(f"not a name for a model: {model_name}")


# %% misconception="letters_without_dot" task="utils.save_model"
def save_model(model, target_dir, model_name):
    """Names such as net_pt are accepted: they end in the right letters, without a dot.

    The ending of a file is what follows its last dot. pt alone is a word like any other.

    Look at what exactly the name is compared with.
    """
    if not model_name.endswith(("pt", "pth")):
        raise ValueError(f"not a name for a model: {model_name}")
    folder = Path(target_dir)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / model_name)


# %% misconception="glued_path" task="utils.save_model"
def save_model(model, target_dir, model_name):
    """Your file is not in the folder but beside it: modelsnet.pth in place of models/net.pth.

    Texts that are joined with + get nothing between them. A path knows its own separator.

    Look at how folder and name are put together.
    """
    if not model_name.endswith((".pt", ".pth")):
        raise ValueError(f"not a name for a model: {model_name}")
    Path(target_dir).mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), str(target_dir) + model_name)


# %% misconception="folder_must_be_there" task="utils.save_model"
def save_model(model, target_dir, model_name):
    """A folder that is not there stops your function.

    On a new machine there is no folder models yet. Make it, with all folders above it.

    Look at what happens between the check of the name and the saving.
    """
    if not model_name.endswith((".pt", ".pth")):
        raise ValueError(f"not a name for a model: {model_name}")
    torch.save(model.state_dict(), Path(target_dir) / model_name)


# %% misconception="whatever_fits" task="utils.load_model"
def load_model(model, path, device="cpu"):
    """A file that lacks a tensor, or has one too many, was loaded without complaint.

    What is missing keeps its random numbers: the model looks healthy and predicts nonsense. Compare
    the two sets of names and insist that they agree.

    Look at the arguments of load_state_dict.
    """
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state, strict=False)
    return model.to(device).eval()


# %% misconception="gpu_only" task="utils.load_model"
def load_model(model, path, device="cpu"):
    """A file that was saved on a GPU cannot be loaded here.

    It says where its tensors lived, and reading tries to put them there again. Where was it saved,
    where are you?

    Look at the arguments of torch.load: which of them says where tensors go?
    """
    model.load_state_dict(torch.load(path, weights_only=True))
    return model.to(device).eval()


# %% misconception="still_training" task="utils.load_model"
def load_model(model, path, device="cpu"):
    """The loaded model is still in training mode.

    Who loads a model wants predictions. In training mode Dropout drops and BatchNorm uses the
    batch, so the answers change from call to call. Who else would switch it?

    Look at what happens between loading and returning.
    """
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state)
    return model.to(device)


# %% misconception="keys_returned" task="utils.load_model"
def load_model(model, path, device="cpu"):
    """Your function returns a report about names, not the model.

    load_state_dict changes the model in place; what it returns only tells which names did not fit.

    Look at your return line.
    """
    model.to(device).eval()
    return model.load_state_dict(torch.load(path, map_location=device, weights_only=True))


# %% misconception="code_is_run" task="utils.load_model"
def load_model(model, path, device="cpu"):
    """Reading a file has run code that was in it.

    A pickle is a program. Files come from other people, so read them in the mode that knows
    tensors and nothing else; it is the default since torch 2.6.

    Look at the arguments of torch.load.
    """
    state = torch.load(path, map_location=device, weights_only=False)
    model.load_state_dict(state)
    return model.to(device).eval()


# %% misconception="folder_first" task="get_data.download"
def download(source, destination, opener=urlopen):
    """After a download that broke, your function believes that all is there.

    The folder was made first, and the question is whether the folder exists. It does, and it is
    empty. Do the work under another name, and let the real name appear when all is complete.

    Look at which line creates the folder, and at what can fail after it.
    """
    destination = Path(destination)
    if destination.is_dir():
        return destination
    destination.mkdir(parents=True)
    with tempfile.TemporaryFile() as file:
        with opener(source) as stream:
            shutil.copyfileobj(stream, file)
        with zipfile.ZipFile(file) as archive:
            archive.extractall(destination)
    return destination


# %% misconception="parts_left_behind" task="get_data.download"
def download(source, destination, opener=urlopen):
    """After a download that broke, half a zip lies in your folder.

    The next run finds a file there and believes that all is well. What is not complete must not be
    where complete things are looked for.

    Look at where the zip is written while it arrives.
    """
    destination = Path(destination)
    if destination.is_dir() and any(destination.iterdir()):
        return destination
    destination.mkdir(parents=True, exist_ok=True)
    packed = destination / "data.zip"
    with opener(source) as stream, packed.open("wb") as file:
        shutil.copyfileobj(stream, file)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(destination)
    packed.unlink()
    return destination


# %% misconception="every_time_again" task="get_data.download"
def download(source, destination, opener=urlopen):
    """Your function downloads everything again although the files are there.

    Downloads are slow, and somebody pays for them. Look first, then fetch.

    Look at what happens before the address is opened.
    """
    destination = Path(destination)
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as file:
        with opener(source) as stream:
            shutil.copyfileobj(stream, file)
        with zipfile.ZipFile(file) as archive:
            archive.extractall(destination)
    return destination


# %% misconception="opener_ignored" task="get_data.download"
def download(source, destination, opener=urlopen):
    """Your function opens the address by itself; the opener that was passed in is never called.

    The argument is there so that the function can be tried without a network. What is not used
    cannot be tested.

    Follow the argument opener from the first line of the function to where it ends.
    """
    destination = Path(destination)
    if destination.is_dir() and any(destination.iterdir()):
        return destination
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent) as scratch:
        packed, unpacked = Path(scratch, "data.zip"), Path(scratch, "data")
        with urlopen(source) as stream, packed.open("wb") as file:
            shutil.copyfileobj(stream, file)
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(unpacked)
        if destination.is_dir():
            destination.rmdir()
        unpacked.rename(destination)
    return destination


# %% misconception="still_text" task="train.build_parser"
def build_parser():
    """Your numbers are texts: "64" in place of 64.

    A terminal hands over letters. The parser turns them into numbers if it is told to, and fails
    with a clear message where that cannot be done.

    Look at what each add_argument says about the type.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--train_dir", default="data/pizza_steak_sushi/train")
    parser.add_argument("--test_dir", default="data/pizza_steak_sushi/test")
    parser.add_argument("--learning_rate", default=0.001)
    parser.add_argument("--batch_size", default=32)
    parser.add_argument("--num_epochs", default=5)
    parser.add_argument("--hidden_units", default=10)
    parser.add_argument("--device", default="cpu")
    path = "models/05_going_modular_script_mode_tinyvgg_model.pth"
    parser.add_argument("--model_path", default=path)
    return parser


# %% misconception="no_defaults" task="train.build_parser"
def build_parser():
    """Without arguments your values are None.

    A default is what a program does when it is not told otherwise. Here the old constants become
    the defaults, so that `python train.py` alone does what it always did.

    Look at what each add_argument says besides its name and type.
    """
    parser = argparse.ArgumentParser()
    for name in ("train_dir", "test_dir", "device", "model_path"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--learning_rate", type=float)
    for name in ("batch_size", "num_epochs", "hidden_units"):
        parser.add_argument(f"--{name}", type=int)
    return parser


# %% misconception="hyphens" task="train.build_parser"
def build_parser():
    """Your flags are spelled with hyphens: --learning-rate in place of --learning_rate.

    Inside Python both become learning_rate, so a test from inside sees no difference. On the
    command line they are two flags, and the one that was asked for is unknown.

    Look at the names of your flags, letter by letter.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--train-dir", default="data/pizza_steak_sushi/train")
    parser.add_argument("--test-dir", default="data/pizza_steak_sushi/test")
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--num-epochs", type=int, default=5)
    parser.add_argument("--hidden-units", type=int, default=10)
    parser.add_argument("--device", default="cpu")
    path = "models/05_going_modular_script_mode_tinyvgg_model.pth"
    parser.add_argument("--model-path", default=path)
    return parser


# %% misconception="whole_learning_rate" task="train.build_parser"
def build_parser():
    """A learning rate such as 0.03 is refused.

    It is a number with a fraction, and your parser takes whole numbers only.

    Look at the type of --learning_rate.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--train_dir", default="data/pizza_steak_sushi/train")
    parser.add_argument("--test_dir", default="data/pizza_steak_sushi/test")
    parser.add_argument("--learning_rate", type=int, default=0.001)
    parser.add_argument("--batch_size", type=int, default=32)
    parser.add_argument("--num_epochs", type=int, default=5)
    parser.add_argument("--hidden_units", type=int, default=10)
    parser.add_argument("--device", default="cpu")
    path = "models/05_going_modular_script_mode_tinyvgg_model.pth"
    parser.add_argument("--model_path", default=path)
    return parser


# %% misconception="folders_required" task="train.build_parser"
def build_parser():
    """Your program does not start without --train_dir and --test_dir.

    The old constants become the defaults, so that `python train.py` alone does what it always did.

    Look at what your add_argument of the two folders says.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--train_dir", required=True)
    parser.add_argument("--test_dir", required=True)
    parser.add_argument("--learning_rate", type=float, default=0.001)
    parser.add_argument("--batch_size", type=int, default=32)
    parser.add_argument("--num_epochs", type=int, default=5)
    parser.add_argument("--hidden_units", type=int, default=10)
    parser.add_argument("--device", default="cpu")
    path = "models/05_going_modular_script_mode_tinyvgg_model.pth"
    parser.add_argument("--model_path", default=path)
    return parser


# %% misconception="rate_of_old" task="train.main"
def main(argv=None):
    """--learning_rate 0.02 was accepted, and training went on at 0.001.

    A constant from before is still in use. Each flag has a way: parser, arguments, and the one
    place where it acts.

    Trace --learning_rate to the optimiser.
    """
    args = build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), args.num_epochs,
        args.device,
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names))
    return results


# %% misconception="batches_of_old" task="train.main"
def main(argv=None):
    """--batch_size was accepted, and the number of steps is that of batches of 32.

    The flag is parsed and then forgotten: nobody hands it to the loaders, which have a default of
    their own.

    Trace --batch_size to where the loaders are made.
    """
    args = build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), args.num_epochs,
        args.device,
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names))
    return results


# %% misconception="five_epochs_of_old" task="train.main"
def main(argv=None):
    """--num_epochs was accepted, and your program trained for 5 epochs all the same.

    A constant from before is still in use. Each flag has a way: parser, arguments, and the one
    place where it acts.

    Trace --num_epochs to the call of the engine.
    """
    args = build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), 5, args.device
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names))
    return results


# %% misconception="ten_units_of_old" task="train.main"
def main(argv=None):
    """--hidden_units was accepted, and the saved model has 10 of them.

    A constant from before is still in use. The saved file tells: its first tensor has as many rows
    as there are hidden units.

    Trace --hidden_units to where the model is made.
    """
    args = build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, 10, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), args.num_epochs,
        args.device,
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names))
    return results


# %% misconception="argv_ignored" task="train.main"
def main(argv=None):
    """main(["--num_epochs", "1", ...]) pays no attention to its list.

    parse_args without an argument reads the command line of whatever program is running: a test, a
    notebook, another script.

    Look at what parse_args is given.
    """
    args = build_parser().parse_args()
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), args.num_epochs,
        args.device,
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names))
    return results


# %% misconception="saved_as_ever" task="train.main"
def main(argv=None):
    """--model_path was accepted, and the model went to the old place.

    The name of the file is still written in the code. Two experiments in a row overwrite each other.

    Trace --model_path to where the model is saved.
    """
    args = build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), args.num_epochs,
        args.device,
    )
    path = Path("models/05_going_modular_script_mode_tinyvgg_model.pth")
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names))
    return results


# %% misconception="names_forgotten" task="train.main"
def main(argv=None):
    """Beside your model there is no file with the class names.

    The numbers do not know that class 0 is pizza. Whoever loads the model next month needs the
    names, in the order in which they were learnt.

    Look at what is written after training.
    """
    args = build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), args.num_epochs,
        args.device,
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    return results


# %% misconception="arguments_at_import" task="train.main"
ARGS = build_parser().parse_args()


def main(argv=None):
    """Importing train reads the command line, and ends the program that imports it.

    Lines at top level run at import. A test, a notebook or another script has arguments of its
    own, which mean nothing to your parser.

    Look at where parse_args is called.
    """
    args = ARGS if argv is None else build_parser().parse_args(argv)
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    train_loader, test_loader, class_names = data_setup.create_dataloaders(
        args.train_dir, args.test_dir, transform, args.batch_size
    )
    model = model_builder.TinyVGG(3, args.hidden_units, len(class_names)).to(args.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    results = engine.train(
        model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), args.num_epochs,
        args.device,
    )
    path = Path(args.model_path)
    utils.save_model(model, path.parent, path.name)
    path.with_suffix(".txt").write_text("\n".join(class_names))
    return results


# %% misconception="sizes_from_memory" task="predict.main"
def main(argv=None):
    """A model with other hidden units or more classes than yours cannot be loaded.

    The numbers 10 and 3 are written in the code. The checkpoint fixes the sizes: they can be read
    from the shapes in it.

    Look at what TinyVGG is made with.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument(
        "--model_path", default="models/05_going_modular_script_mode_tinyvgg_model.pth"
    )
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image).convert("RGB")
        names = Path(args.model_path).with_suffix(".txt").read_text().split("\n")
        model = utils.load_model(model_builder.TinyVGG(3, 10, 3), args.model_path)
    except Exception as error:
        sys.exit(f"Cannot read {args.image} or {args.model_path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        probabilities = model(transform(picture).unsqueeze(0)).softmax(dim=1)[0]
    name = names[int(probabilities.argmax())]
    print(f"{name} {probabilities.max().item():.3f}")
    return name


# %% misconception="names_from_memory" task="predict.main"
def main(argv=None):
    """Your program answers with pizza, steak or sushi, whatever the model has learnt.

    The class names are written in the code. They lie in the text file beside the model, in the
    order that the model knows.

    Look at where the list of names comes from.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument(
        "--model_path", default="models/05_going_modular_script_mode_tinyvgg_model.pth"
    )
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image).convert("RGB")
        shapes = torch.load(args.model_path, map_location="meta", weights_only=True)
        first, last = next(iter(shapes.values())), next(reversed(shapes.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        utils.load_model(model, args.model_path)
    except Exception as error:
        sys.exit(f"Cannot read {args.image} or {args.model_path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        probabilities = model(transform(picture).unsqueeze(0)).softmax(dim=1)[0]
    name = ["pizza", "steak", "sushi"][int(probabilities.argmax()) % 3]
    print(f"{name} {probabilities.max().item():.3f}")
    return name


# %% misconception="logit_printed" task="predict.main"
def main(argv=None):
    """The number after the class is a logit, not a probability.

    Logits can be any number; probabilities lie between 0 and 1 and sum to one over the classes.

    Look at what happens between the model's answer and the print.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument(
        "--model_path", default="models/05_going_modular_script_mode_tinyvgg_model.pth"
    )
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image).convert("RGB")
        names = Path(args.model_path).with_suffix(".txt").read_text().split("\n")
        shapes = torch.load(args.model_path, map_location="meta", weights_only=True)
        first, last = next(iter(shapes.values())), next(reversed(shapes.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        utils.load_model(model, args.model_path)
    except Exception as error:
        sys.exit(f"Cannot read {args.image} or {args.model_path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        logits = model(transform(picture).unsqueeze(0))[0]
    name = names[int(logits.argmax())]
    print(f"{name} {logits.max().item():.3f}")
    return name


# %% misconception="always_certain" task="predict.main"
def main(argv=None):
    """Your program is always certain: the probability is 1.000 for every picture.

    Softmax made probabilities along the batch, which has one picture. A single number divided by
    itself is 1. They should sum to one over the classes.

    Look at the dim of softmax.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument(
        "--model_path", default="models/05_going_modular_script_mode_tinyvgg_model.pth"
    )
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image).convert("RGB")
        names = Path(args.model_path).with_suffix(".txt").read_text().split("\n")
        shapes = torch.load(args.model_path, map_location="meta", weights_only=True)
        first, last = next(iter(shapes.values())), next(reversed(shapes.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        utils.load_model(model, args.model_path)
    except Exception as error:
        sys.exit(f"Cannot read {args.image} or {args.model_path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        logits = model(transform(picture).unsqueeze(0))
    probabilities = logits.softmax(dim=0)[0]
    name = names[int(logits.argmax())]
    print(f"{name} {probabilities.max().item():.3f}")
    return name


# %% misconception="model_still_learning" task="predict.main"
def main(argv=None):
    """Your model predicts in training mode, with gradients on.

    TinyVGG has no Dropout, so this time the answer is the same. With the next model it changes from
    run to run. Three rules: evaluation mode, no gradients, one device.

    Look at what happens between loading the numbers and calling the model.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument(
        "--model_path", default="models/05_going_modular_script_mode_tinyvgg_model.pth"
    )
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image).convert("RGB")
        names = Path(args.model_path).with_suffix(".txt").read_text().split("\n")
        state = torch.load(args.model_path, map_location="cpu", weights_only=True)
        first, last = next(iter(state.values())), next(reversed(state.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        model.load_state_dict(state)
    except Exception as error:
        sys.exit(f"Cannot read {args.image} or {args.model_path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    probabilities = model(transform(picture).unsqueeze(0)).softmax(dim=1)[0]
    name = names[int(probabilities.argmax())]
    print(f"{name} {probabilities.max().item():.3f}")
    return name


# %% misconception="model_of_old" task="predict.main"
def main(argv=None):
    """--model_path is accepted, and the program looks for the model in the old place.

    The path is still written in the code. It worked as long as you stood in the right folder and
    had one model.

    Trace --model_path to where the file is read.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument("--model_path")
    args = parser.parse_args(argv)
    path = "models/05_going_modular_script_mode_tinyvgg_model.pth"
    try:
        picture = Image.open(args.image).convert("RGB")
        names = Path(path).with_suffix(".txt").read_text().split("\n")
        shapes = torch.load(path, map_location="meta", weights_only=True)
        first, last = next(iter(shapes.values())), next(reversed(shapes.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        utils.load_model(model, path)
    except Exception as error:
        sys.exit(f"Cannot read {args.image} or {path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        probabilities = model(transform(picture).unsqueeze(0)).softmax(dim=1)[0]
    name = names[int(probabilities.argmax())]
    print(f"{name} {probabilities.max().item():.3f}")
    return name


# %% misconception="colours_assumed" task="predict.main"
def main(argv=None):
    """Grey pictures and pictures with transparency stop your program.

    They have one or four channels; the first convolution takes three. Pillow can turn any picture
    into a colour picture.

    Look at what happens between opening the picture and the transform.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument(
        "--model_path", default="models/05_going_modular_script_mode_tinyvgg_model.pth"
    )
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image)
        names = Path(args.model_path).with_suffix(".txt").read_text().split("\n")
        shapes = torch.load(args.model_path, map_location="meta", weights_only=True)
        first, last = next(iter(shapes.values())), next(reversed(shapes.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        utils.load_model(model, args.model_path)
    except Exception as error:
        sys.exit(f"Cannot read {args.image} or {args.model_path}: {error}")
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        probabilities = model(transform(picture).unsqueeze(0)).softmax(dim=1)[0]
    name = names[int(probabilities.argmax())]
    print(f"{name} {probabilities.max().item():.3f}")
    return name


# %% misconception="failed_politely" task="predict.main"
def main(argv=None):
    """Without a picture your program prints an apology and ends as if all was well.

    Programs are started by other programs too, which do not read apologies: they look at the exit
    code. Zero means that it worked.

    Look at how the program ends after it could not read a file.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("image")
    parser.add_argument(
        "--model_path", default="models/05_going_modular_script_mode_tinyvgg_model.pth"
    )
    args = parser.parse_args(argv)
    try:
        picture = Image.open(args.image).convert("RGB")
        names = Path(args.model_path).with_suffix(".txt").read_text().split("\n")
        shapes = torch.load(args.model_path, map_location="meta", weights_only=True)
        first, last = next(iter(shapes.values())), next(reversed(shapes.values()))
        model = model_builder.TinyVGG(first.shape[1], first.shape[0], len(last))
        utils.load_model(model, args.model_path)
    except Exception:
        print(f"Sorry, {args.image} or {args.model_path} cannot be read.")
        return ""
    transform = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    with torch.inference_mode():
        probabilities = model(transform(picture).unsqueeze(0)).softmax(dim=1)[0]
    name = names[int(probabilities.argmax())]
    print(f"{name} {probabilities.max().item():.3f}")
    return name


# %% misconception="import_looks_only" task="concept_check"
"""You think that importing a module only looks at it (question 3).

Importing runs a file from its first line to its last. Functions are defined by that, and calls at
top level are made.

Import a module of yours that ends with a print, and watch.
"""

ANSWER_1 = "a"
ANSWER_2 = "b"
ANSWER_3 = "b"
ANSWER_4 = "b"
ANSWER_5 = "b"
ANSWER_6 = "b"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="default_gives_type" task="concept_check"
"""You think that the default tells argparse the type (question 5).

A default is used when the flag is absent. When it is there, its value is the text from the
terminal, unless a type is given.

Parse ["--batch_size", "64"] and print the type of the result.
"""

ANSWER_1 = "a"
ANSWER_2 = "b"
ANSWER_3 = "c"
ANSWER_4 = "b"
ANSWER_5 = "a"
ANSWER_6 = "b"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="paths_start_at_the_file" task="concept_check"
"""You think that a relative path starts where the program's file is (question 6).

It starts at the working folder: where the terminal is. The same program finds other files when it
is started from another folder.

Print Path().resolve() in a program and start it from two folders.
"""

ANSWER_1 = "a"
ANSWER_2 = "b"
ANSWER_3 = "c"
ANSWER_4 = "b"
ANSWER_5 = "b"
ANSWER_6 = "a"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="files_hold_classes" task="concept_check"
"""You think that a saved state dict brings its class along (question 7).

It holds tensors by name. The class has to be there already, made with the same sizes, to be filled
with them.

Load such a file with torch.load and print its keys.
"""

ANSWER_1 = "a"
ANSWER_2 = "b"
ANSWER_3 = "c"
ANSWER_4 = "b"
ANSWER_5 = "b"
ANSWER_6 = "b"
ANSWER_7 = "a"
ANSWER_8 = "c"
