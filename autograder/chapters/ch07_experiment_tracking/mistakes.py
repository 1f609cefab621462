# Mistakes of chapter 07. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="seed_ignored" task="set_seeds"
def set_seeds(seed=42):
    """Whatever seed you are given, the numbers are those of seed 42.

    An argument that nobody uses changes nothing. Two runs with two seeds are then the same run.

    Look at the number inside your function: where does it come from?
    """
    torch.manual_seed(42)
    torch.cuda.manual_seed(42)

# %% misconception="only_the_gpu" task="set_seeds"
def set_seeds(seed=42):
    """On this machine your function changes nothing: the next numbers are those that would have come anyway.

    The GPU has a generator of its own. Where a model is made and data are shuffled, it is usually the CPU's that is asked.

    Look at which of torch's generators you seed, and count them.
    """
    torch.cuda.manual_seed(seed)

# %% misconception="other_dice" task="set_seeds"
def set_seeds(seed=42):
    """You seed NumPy and Python's random, but torch goes on as if nothing had happened.

    Each library throws its own dice. The weights of a model come from torch's.

    Look at the modules whose seed you set: is torch among them?
    """
    random.seed(seed)
    np.random.seed(seed)

# %% misconception="default_zero" task="set_seeds"
def set_seeds(seed=0):
    """With a seed given, all is well. Without one, the numbers are not those of seed 42.

    Everybody who calls the function without a number relies on its default, and so does whoever compares results with the course.

    Look at the first line of your function.
    """
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)

# %% misconception="draws_first" task="set_seeds"
def set_seeds(seed=42):
    """Your numbers are those of the right seed, but the sequence begins one number late.

    A seed sets where a sequence begins. Whoever draws a number, even to look at it, moves everybody after by one.

    Look for something in your function that uses up a random number.
    """
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)
    print("seeded, first number:", torch.rand(1))

# %% misconception="python_forgotten" task="seed_everything"
def seed_everything(seed=42):
    """After the same seed, random.random() gives other numbers than before.

    Three generators, three seeds: Python's own module draws too, in augmentations and in shuffled lists.

    Which of the three libraries is missing in your function?
    """
    np.random.seed(seed)
    torch.manual_seed(seed)
    return torch.Generator().manual_seed(seed)

# %% misconception="numpy_forgotten" task="seed_everything"
def seed_everything(seed=42):
    """After the same seed, np.random.rand() gives other numbers than before.

    Three generators, three seeds. A generator that default_rng makes is a new one; the functions of np.random do not ask it.

    Which of the three libraries is missing in your function?
    """
    random.seed(seed)
    np.random.default_rng(seed)
    torch.manual_seed(seed)
    return torch.Generator().manual_seed(seed)

# %% misconception="generator_without_seed" task="seed_everything"
def seed_everything(seed=42):
    """The generator that you return does not draw the numbers of the seed.

    A new generator begins with a seed of its own, the same one each time, whatever the caller asked for.

    Look at what happens to the generator between its birth and your return.
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    return torch.Generator()

# %% misconception="the_global_generator" task="seed_everything"
def seed_everything(seed=42):
    """Drawing from your generator changes what torch.rand gives next.

    torch.manual_seed gives back torch's one global generator. A loader that shuffles with it takes numbers away from everybody else.

    Look at what you return: was it made by you, or was it there before?
    """
    random.seed(seed)
    np.random.seed(seed)
    return torch.manual_seed(seed)

# %% misconception="no_generator" task="seed_everything"
def seed_everything(seed=42):
    """Your function returns None, and a loader with generator=None shuffles with torch's global one.

    The caller asked for a generator that belongs to nobody else.

    Look at the last line: is there a return?
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)

# %% misconception="folder_named_none" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    """Without an extra your path ends with a folder named None.

    An f-string turns everything into text, None included. A part that was not given is no part.

    Look at how the extra gets into the path, and ask what it is when nobody gave one.
    """
    day = date.today() if today is None else today
    names = [str(n).replace("/", "-").replace("\\", "-") for n in (experiment_name, model_name, extra)]
    return Path(root, day.isoformat(), *names)

# %% misconception="day_first" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    """Your folder is named day-month-year, or has no zeros in front.

    Folders are sorted as texts. With the year first and two digits for month and day, sorted by name is sorted by time.

    Look at the format of the date.
    """
    day = date.today() if today is None else today
    names = [n.replace("/", "-").replace("\\", "-") for n in (experiment_name, model_name, extra) if n]
    return Path(root, day.strftime("%d-%m-%Y"), *names)

# %% misconception="slashes_kept" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    """A name with a slash in it makes two folders of your path.

    To a path a slash is the end of a folder's name. What belongs to one name has to lose its slashes first.

    Look at what happens to a model named google/vit.
    """
    day = date.today() if today is None else today
    return Path(root, day.isoformat(), *[n for n in (experiment_name, model_name, extra) if n])

# %% misconception="path_as_text" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    """You return a text, where a Path was expected.

    os.path.join glues texts together. A Path knows its parts, its parent and whether it exists.

    Look at the type of what you return.
    """
    import os

    day = date.today() if today is None else today
    names = [n.replace("/", "-").replace("\\", "-") for n in (experiment_name, model_name, extra) if n]
    return os.path.join(str(root), day.strftime("%Y-%m-%d"), *names)

# %% misconception="always_today" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    """Your path has today's date, although another day was handed in.

    An argument for the day lets you find the folder of last week's run. That works only if it is used.

    Look at where your date comes from.
    """
    names = [n.replace("/", "-").replace("\\", "-") for n in (experiment_name, model_name, extra) if n]
    return Path(root, date.today().isoformat(), *names)

# %% misconception="model_before_experiment" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    """Your path has the model's name before the experiment's.

    The order is a promise: whoever looks for all models of one experiment opens one folder.

    Compare the order of your parts with the one in the docstring.
    """
    day = date.today() if today is None else today
    names = [n.replace("/", "-").replace("\\", "-") for n in (model_name, experiment_name, extra) if n]
    return Path(root, day.isoformat(), *names)

# %% misconception="folder_made_early" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    """Your function makes the folder, although it was only asked for its name.

    Asking where something would be should leave no trace: an empty folder looks like a run that failed.

    Look for a call that creates something.
    """
    day = date.today() if today is None else today
    names = [n.replace("/", "-").replace("\\", "-") for n in (experiment_name, model_name, extra) if n]
    path = Path(root, day.isoformat(), *names)
    path.mkdir(parents=True, exist_ok=True)
    return path

# %% misconception="invented_folder" task="create_writer"
def create_writer(experiment_name, model_name, extra=None):
    """Your writer's folder is named after the clock and the machine, not after the run.

    A SummaryWriter that is told nothing invents a name. Next week it says nothing to you.

    Look at what you hand to SummaryWriter, and whether your function's arguments get there.
    """
    return SummaryWriter()

# %% misconception="extra_forgotten" task="create_writer"
def create_writer(experiment_name, model_name, extra=None):
    """Two runs that differ in their extra share one folder, and their curves become one.

    One folder is one run. What makes two runs different has to be in the path.

    Follow each argument of your function: does it reach the path?
    """
    return SummaryWriter(log_dir=str(log_dir_for(experiment_name, model_name)))

# %% misconception="one_flat_name" task="create_writer"
def create_writer(experiment_name, model_name, extra=None):
    """Your folder's name has everything in it, but in one piece: there is no folder for the experiment and none for the model.

    Folders within folders let TensorBoard, and you, look at one experiment or at one model alone.

    Look at how the names are put together.
    """
    name = "_".join(n for n in (experiment_name, model_name, extra) if n)
    return SummaryWriter(log_dir=str(Path("runs") / date.today().isoformat() / name))

# %% misconception="none_in_writer" task="create_writer"
def create_writer(experiment_name, model_name, extra=None):
    """Without an extra, your writer's folder is called None.

    The path of a run is a task that you have solved already, with the extra that is not given as its trap.

    Look at how your function comes by its path.
    """
    day = date.today().isoformat()
    return SummaryWriter(log_dir=f"runs/{day}/{experiment_name}/{model_name}/{extra}")

# %% misconception="closed_at_once" task="create_writer"
def create_writer(experiment_name, model_name, extra=None):
    """The run's folder has two event files, and the first is empty.

    A with block closes its writer at the end. Whoever uses it afterwards makes it open a second file.

    Look at the moment when your writer is handed over: is it still open?
    """
    with SummaryWriter(log_dir=str(log_dir_for(experiment_name, model_name, extra))) as writer:
        return writer

# %% misconception="without_a_step" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    """All your points stand at step 0: the steps are [0, 0, 0].

    The step is the x axis of a curve. A writer that is not told one does not count for you.

    Look at the arguments of each call that logs: is the epoch among them?
    """
    for part in ("train", "test"):
        writer.add_scalar(f"Loss/{part}", metrics[f"{part}_loss"])
        writer.add_scalar(f"Accuracy/{part}", metrics[f"{part}_acc"])

# %% misconception="steps_from_one" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    """Your steps are one too high: epoch 0 stands at 1.

    Counting from 1 is for people. The record and the list of results should agree on which epoch is which.

    Look at the number that you hand over as the step.
    """
    for part in ("train", "test"):
        writer.add_scalar(f"Loss/{part}", metrics[f"{part}_loss"], epoch + 1)
        writer.add_scalar(f"Accuracy/{part}", metrics[f"{part}_acc"], epoch + 1)

# %% misconception="in_percent" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    """Your accuracies are a hundred times too high.

    Percent are for people. In a record every number stays in the unit in which it was measured, or two runs cannot be compared.

    Look at what happens to an accuracy on its way into the writer.
    """
    for part in ("train", "test"):
        writer.add_scalar(f"Loss/{part}", metrics[f"{part}_loss"], epoch)
        writer.add_scalar(f"Accuracy/{part}", 100 * metrics[f"{part}_acc"], epoch)

# %% misconception="parts_exchanged" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    """The curve named test has the values of training, and the other way round.

    With the two exchanged, overfitting looks like a miracle: a test loss below the training loss.

    Compare the tag and the key in each of your lines.
    """
    for part, other in (("train", "test"), ("test", "train")):
        writer.add_scalar(f"Loss/{part}", metrics[f"{other}_loss"], epoch)
        writer.add_scalar(f"Accuracy/{part}", metrics[f"{other}_acc"], epoch)

# %% misconception="closed_every_epoch" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    """Each epoch lies in an event file of its own.

    No value is lost: a closed writer that is used again opens a new file. But a run of 100 epochs becomes 100 files, each with its thread and its header.

    Look at the end of your function: who should close the writer, and when?
    """
    for part in ("train", "test"):
        writer.add_scalar(f"Loss/{part}", metrics[f"{part}_loss"], epoch)
        writer.add_scalar(f"Accuracy/{part}", metrics[f"{part}_acc"], epoch)
    writer.close()

# %% misconception="losses_only" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    """Your record has the losses, but no accuracies.

    Loss and accuracy can move apart: a model that is sure of its few mistakes has a high loss and a high accuracy. So look at both.

    Count the curves that you log: there should be four.
    """
    writer.add_scalar("Loss/train", metrics["train_loss"], epoch)
    writer.add_scalar("Loss/test", metrics["test_loss"], epoch)

# %% misconception="one_tag_for_all" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    """Training and test values stand in the same curve: it has two points for each step.

    A tag is the name of one curve. Everything under one tag is joined by one line.

    Look at the tags: how many different ones are there?
    """
    for part in ("train", "test"):
        writer.add_scalar("Loss", metrics[f"{part}_loss"], epoch)
        writer.add_scalar("Accuracy", metrics[f"{part}_acc"], epoch)

# %% misconception="never_closed" task="record_run"
def record_run(log_dir, results):
    """When your function returns, the last values need not be on disk, and a writer is still open.

    A writer collects values in the background. Who waits long enough sees them; who switches off the machine does not.

    Look at what happens to the writer after the last value.
    """
    writer = SummaryWriter(log_dir=str(log_dir))
    for epoch in range(len(results["train_loss"])):
        log_epoch(writer, epoch, {name: values[epoch] for name, values in results.items()})

# %% misconception="flushed_only" task="record_run"
def record_run(log_dir, results):
    """All values are on disk, but your writer is still open: its file and its thread stay until the program ends.

    flush() is for the way, close() is for the end. A grid of a hundred runs would hold a hundred files open.

    Look at the last thing that you do with the writer.
    """
    writer = SummaryWriter(log_dir=str(log_dir))
    for epoch in range(len(results["train_loss"])):
        log_epoch(writer, epoch, {name: values[epoch] for name, values in results.items()})
    writer.flush()

# %% misconception="closed_in_the_loop" task="record_run"
def record_run(log_dir, results):
    """The folder has as many event files as there are epochs.

    No value is lost, but the run lies there in fragments. A closed writer that is used again opens a new file.

    Look at how far the line that closes the writer is indented.
    """
    writer = SummaryWriter(log_dir=str(log_dir))
    for epoch in range(len(results["train_loss"])):
        log_epoch(writer, epoch, {name: values[epoch] for name, values in results.items()})
        writer.close()

# %% misconception="counted_from_one" task="record_run"
def record_run(log_dir, results):
    """Your steps begin at 1, where 0 was expected.

    The first entry of each list is epoch 0. A record that counts otherwise cannot be laid over the others.

    Look at where the count of your loop begins.
    """
    with SummaryWriter(log_dir=str(log_dir)) as writer:
        for epoch in range(len(results["train_loss"])):
            log_epoch(writer, epoch + 1, {name: values[epoch] for name, values in results.items()})

# %% misconception="only_the_last" task="record_run"
def record_run(log_dir, results):
    """Each of your curves has a single point: that of the last epoch.

    The way there is the record: did it still fall, had it turned, was it noise? The last value alone does not tell.

    Look at which epochs reach the writer.
    """
    last = len(results["train_loss"]) - 1
    with SummaryWriter(log_dir=str(log_dir)) as writer:
        log_epoch(writer, last, {name: values[last] for name, values in results.items()})

# %% misconception="folder_ignored" task="record_run"
def record_run(log_dir, results):
    """Nothing is in the folder that was asked for: your writer has chosen one of its own.

    A SummaryWriter that is not told its folder invents one below runs.

    Follow log_dir through your function: who uses it?
    """
    with SummaryWriter() as writer:
        for epoch in range(len(results["train_loss"])):
            log_epoch(writer, epoch, {name: values[epoch] for name, values in results.items()})

# %% misconception="newest_file_only" task="read_scalars"
def read_scalars(log_dir):
    """Of a run that was resumed you read only what came after the break.

    Each time a run is resumed, it goes on in a new event file. They all belong to it.

    Look at what you hand to the accumulator: the folder, or one of its files?
    """
    newest = sorted(Path(log_dir).glob("*tfevents*"))[-1]
    reader = EventAccumulator(str(newest), size_guidance={"scalars": 0})
    reader.Reload()
    return {tag: [(e.step, e.value) for e in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}

# %% misconception="time_for_step" task="read_scalars"
def read_scalars(log_dir):
    """Where steps were expected, you have seconds since 1970.

    An event has a wall time, a step and a value. The wall time says when it was written, the step where it belongs.

    Look at the fields of the event that you keep.
    """
    reader = EventAccumulator(str(log_dir), size_guidance={"scalars": 0})
    reader.Reload()
    return {tag: [(e.wall_time, e.value) for e in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}

# %% misconception="value_first" task="read_scalars"
def read_scalars(log_dir):
    """Your pairs are (value, step), where (step, value) was expected.

    x before y: whoever unpacks your pairs to plot them relies on it.

    Look at the order inside your pairs.
    """
    reader = EventAccumulator(str(log_dir), size_guidance={"scalars": 0})
    reader.Reload()
    return {tag: [(e.value, e.step) for e in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}

# %% misconception="not_loaded" task="read_scalars"
def read_scalars(log_dir):
    """You find no curve at all, although there are some.

    An accumulator that was just made has read nothing yet. It waits to be told, because a file may grow while you look.

    Look at what happens between making the accumulator and asking it.
    """
    reader = EventAccumulator(str(log_dir), size_guidance={"scalars": 0})
    return {tag: [(e.step, e.value) for e in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}

# %% misconception="thinned_out" task="read_scalars"
def read_scalars(log_dir):
    """Of a long run you read exactly 10000 points. The others are gone.

    To save memory the accumulator keeps a random choice of a long curve, unless it is told how many you want.

    Look at the arguments of EventAccumulator, and read the text of this task once more.
    """
    reader = EventAccumulator(str(log_dir))
    reader.Reload()
    return {tag: [(e.step, e.value) for e in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}

# %% misconception="values_without_steps" task="read_scalars"
def read_scalars(log_dir):
    """Your curves are lists of numbers, without their steps.

    Not every run logs every epoch. Without its step a value has lost its place.

    Look at what you keep of each event.
    """
    reader = EventAccumulator(str(log_dir), size_guidance={"scalars": 0})
    reader.Reload()
    return {tag: [e.value for e in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}

# %% misconception="gradients_add_up" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your parameters run away: the gradients of earlier batches are still in them.

    backward() adds to what is there. Somebody has to empty the bowl before each batch.

    Go through the five steps of chapter 01: which one is missing?
    """
    losses, accuracies = [], []
    model.train()
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

def test_step(model, dataloader, loss_fn, device):
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            logits = model(X.to(device))
            losses.append(loss_fn(logits, y.to(device)).item())
            accuracies.append((logits.argmax(dim=1) == y.to(device)).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="gradients_thrown_away" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your model does not change: after the epoch every parameter is where it was.

    You threw the gradients away just before using them. A step with no gradient goes nowhere.

    Look at the order of your last three steps.
    """
    losses, accuracies = [], []
    model.train()
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

def test_step(model, dataloader, loss_fn, device):
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            logits = model(X.to(device))
            losses.append(loss_fn(logits, y.to(device)).item())
            accuracies.append((logits.argmax(dim=1) == y.to(device)).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="left_in_evaluation" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """A model that arrives in evaluation mode is trained in it: its running statistics do not move.

    After each test the model is in evaluation mode. The next epoch has to switch it back.

    Look at the first thing that train_step does with the model.
    """
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

def test_step(model, dataloader, loss_fn, device):
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            logits = model(X.to(device))
            losses.append(loss_fn(logits, y.to(device)).item())
            accuracies.append((logits.argmax(dim=1) == y.to(device)).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="tested_in_training" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """Your test gives another result each time, and it changes the model's running statistics.

    Dropout and BatchNorm work differently while learning. inference_mode switches off gradients, not layers.

    Look at the two switches in test_step.
    """
    losses, accuracies = [], []
    model.train()
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

def test_step(model, dataloader, loss_fn, device):
    model.train()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            logits = model(X.to(device))
            losses.append(loss_fn(logits, y.to(device)).item())
            accuracies.append((logits.argmax(dim=1) == y.to(device)).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="one_step_an_epoch" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    """After an epoch of several batches your model has made one step only.

    Each batch is a lesson of its own: forward, loss, zero, backward, step.

    Look at which lines are inside the loop over the batches.
    """
    model.train()
    losses, accuracies = [], []
    optimizer.zero_grad()
    for X, y in dataloader:
        logits = model(X.to(device))
        loss = loss_fn(logits, y.to(device))
        loss.backward()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y.to(device)).double().mean().item())
    optimizer.step()
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

def test_step(model, dataloader, loss_fn, device):
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            logits = model(X.to(device))
            losses.append(loss_fn(logits, y.to(device)).item())
            accuracies.append((logits.argmax(dim=1) == y.to(device)).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="writer_of_its_own" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """The writer that was handed in got nothing, and without one your function writes files all the same.

    The caller decides where a run is recorded, and whether. A function that makes its own writer takes that away.

    Look for where your writer comes from.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    writer = SummaryWriter()
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        for name, value in metrics.items():
            results[name].append(value)
        log_epoch(writer, epoch, metrics)
    writer.close()
    return results

# %% misconception="writer_required" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """Without a writer your function stops with an error.

    None has no methods. The writer is an option, for runs that are worth a record.

    Look at each line that uses the writer: does it run when there is none?
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        for name, value in metrics.items():
            results[name].append(value)
        log_epoch(writer, epoch, metrics)
    writer.flush()
    return results

# %% misconception="never_flushed" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """When your function returns, the last values need not be on disk.

    A writer collects in the background. Only flushing or closing it promises that everything has been written.

    Look at what happens to the writer after the loop.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        for name, value in metrics.items():
            results[name].append(value)
        if writer is not None:
            log_epoch(writer, epoch, metrics)
    return results

# %% misconception="no_step_logged" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """In the record of your training all points stand at step 0.

    The step is the x axis. A writer that is not told one does not count for you.

    Look at the calls that log: does the number of the epoch get there?
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        for name, value in metrics.items():
            results[name].append(value)
        if writer is not None:
            for part in ("train", "test"):
                writer.add_scalar(f"Loss/{part}", metrics[f"{part}_loss"])
                writer.add_scalar(f"Accuracy/{part}", metrics[f"{part}_acc"])
    if writer is not None:
        writer.flush()
    return results

# %% misconception="logged_after_the_loop" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """Your record has one point for each curve: that of the last epoch.

    A curve is watched while it grows. What is logged after the loop is logged once.

    Look at how far your logging is indented.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        for name, value in metrics.items():
            results[name].append(value)
    if writer is not None:
        log_epoch(writer, epoch, metrics)
        writer.flush()
    return results

# %% misconception="tested_on_training_data" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """Your test loss is measured on the training data.

    A test on questions that were practised says nothing about new ones.

    Look at which loader each of your two steps gets.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, train_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        for name, value in metrics.items():
            results[name].append(value)
        if writer is not None:
            log_epoch(writer, epoch, metrics)
    if writer is not None:
        writer.flush()
    return results

# %% misconception="record_exchanged" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """The results are right, but in the record training and test are exchanged.

    With the two exchanged, overfitting looks like a miracle: a test loss below the training loss.

    Compare each name with the value that is logged under it.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        for name, value in metrics.items():
            results[name].append(value)
        if writer is not None:
            wrong = {"train_loss": test_loss, "train_acc": test_acc, "test_loss": train_loss, "test_acc": train_acc}
            log_epoch(writer, epoch, wrong)
    if writer is not None:
        writer.flush()
    return results

# %% misconception="only_when_tracked" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    """Without a writer your results are empty lists.

    The results are for the caller, the record is for the archive. One does not depend on the other.

    Look at what stands inside the block that asks for a writer.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        metrics = {"train_loss": train_loss, "train_acc": train_acc, "test_loss": test_loss, "test_acc": test_acc}
        pass
        if writer is not None:
            log_epoch(writer, epoch, metrics)
            for name, value in metrics.items():
                results[name].append(value)
    if writer is not None:
        writer.flush()
    return results

# %% misconception="zip_left_behind" task="download_data"
def download_data(source, destination, remove_source=True):
    """After unpacking, the zip still lies in data.

    Data sets are large, and twice is more than once. The caller says with remove_source whether the zip is to stay.

    Look for the line that deletes it.
    """
    folder = Path("data") / destination
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    archive = Path("data") / Path(source).name
    archive.write_bytes(urlopen(source).read())
    zipfile.ZipFile(archive).extractall(folder)
    return folder

# %% misconception="zip_always_removed" task="download_data"
def download_data(source, destination, remove_source=True):
    """The zip is gone, although it was to stay.

    remove_source=False is for those who pay for their network by the megabyte.

    Look at the line that deletes the zip: does it ask first?
    """
    folder = Path("data") / destination
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    archive = Path("data") / Path(source).name
    archive.write_bytes(urlopen(source).read())
    zipfile.ZipFile(archive).extractall(folder)
    archive.unlink()
    return folder

# %% misconception="fetched_every_time" task="download_data"
def download_data(source, destination, remove_source=True):
    """The second call goes to the network again.

    You will run your notebook a hundred times. What is there need not be fetched.

    Look at the beginning of your function: what does it know about the folder?
    """
    folder = Path("data") / destination
    folder.mkdir(parents=True, exist_ok=True)
    archive = Path("data") / Path(source).name
    archive.write_bytes(urlopen(source).read())
    zipfile.ZipFile(archive).extractall(folder)
    if remove_source:
        archive.unlink()
    return folder

# %% misconception="unpacked_beside" task="download_data"
def download_data(source, destination, remove_source=True):
    """The files lie directly in data, and the folder that you return is empty.

    Each data set has its own folder, or the second one is mixed into the first.

    Look at where you unpack.
    """
    folder = Path("data") / destination
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    archive = Path("data") / Path(source).name
    archive.write_bytes(urlopen(source).read())
    zipfile.ZipFile(archive).extractall("data")
    if remove_source:
        archive.unlink()
    return folder

# %% misconception="zip_among_the_data" task="download_data"
def download_data(source, destination, remove_source=True):
    """The zip lies in the folder of the data set, among the pictures.

    Whoever counts the files of the data set counts the zip as well. It belongs beside the folder.

    Look at the path that the zip is written to.
    """
    folder = Path("data") / destination
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    archive = folder / Path(source).name
    archive.write_bytes(urlopen(source).read())
    zipfile.ZipFile(archive).extractall(folder)
    if remove_source:
        archive.unlink()
    return folder

# %% misconception="zip_returned" task="download_data"
def download_data(source, destination, remove_source=True):
    """You return the path of the zip, not that of the folder.

    The caller wants to open pictures. The zip may not even exist any more.

    Look at your return line.
    """
    folder = Path("data") / destination
    archive = Path("data") / Path(source).name
    if folder.is_dir():
        return archive
    folder.mkdir(parents=True)
    archive.write_bytes(urlopen(source).read())
    zipfile.ZipFile(archive).extractall(folder)
    if remove_source:
        archive.unlink()
    return archive

# %% misconception="first_samples" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    """Your share is the beginning of the set: of pictures that are sorted by class, it has one class.

    A folder of pictures is sorted by class. The first tenth of it is nothing but pizza.

    Look for something random in your function.
    """
    return Subset(dataset, range(int(frac * len(dataset))))

# %% misconception="global_seed" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    """After your function, torch's global generator is somewhere else: the next model gets other weights.

    Who seeds the global generator decides for everybody. A generator of one's own decides for this draw alone.

    Look at the line that sets the seed: whose generator is it?
    """
    targets = torch.as_tensor(dataset.targets)
    groups = [torch.arange(len(targets))]
    if stratified:
        groups = [(targets == label).nonzero().flatten() for label in targets.unique()]

    torch.manual_seed(seed)
    chosen = []
    for group in groups:
        chosen += group[torch.randperm(len(group))][: int(frac * len(group))].tolist()
    return Subset(dataset, chosen)

# %% misconception="drawn_with_repetition" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    """Some samples are in your share twice, others are missing.

    Random whole numbers repeat themselves, like dice. Cards that are shuffled do not.

    Look at the function that draws the positions.
    """
    targets = torch.as_tensor(dataset.targets)
    groups = [torch.arange(len(targets))]
    if stratified:
        groups = [(targets == label).nonzero().flatten() for label in targets.unique()]

    generator = torch.Generator().manual_seed(seed)
    chosen = []
    for group in groups:
        count = int(frac * len(group))
        chosen += group[torch.randint(len(group), (count,), generator=generator)].tolist()
    return Subset(dataset, chosen)

# %% misconception="seed_not_used" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    """The same seed gives another share each time.

    Two runs on different tenths of the data are two experiments. The seed makes the tenth the same.

    Follow the seed through your function: who uses it?
    """
    targets = torch.as_tensor(dataset.targets)
    groups = [torch.arange(len(targets))]
    if stratified:
        groups = [(targets == label).nonzero().flatten() for label in targets.unique()]

    chosen = []
    for group in groups:
        chosen += group[torch.randperm(len(group))][: int(frac * len(group))].tolist()
    return Subset(dataset, chosen)

# %% misconception="stratified_ignored" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    """With stratified=True the classes do not have their equal share: it is the same draw as without.

    Stratified means class by class: the same share of each, drawn at random within it.

    Look at what your function does when stratified is true.
    """
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator)
    return Subset(dataset, order[: int(frac * len(dataset))].tolist())

# %% misconception="equal_numbers" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    """With stratified=True you draw the same number from each class, whatever its size.

    A large class should stay a large one. The share is to be equal, not the number.

    Look at how many samples you take of a class, and what that depends on.
    """
    targets = torch.as_tensor(dataset.targets)
    groups = [torch.arange(len(targets))]
    if stratified:
        groups = [(targets == label).nonzero().flatten() for label in targets.unique()]

    generator = torch.Generator().manual_seed(seed)
    each = int(frac * len(targets)) // len(groups)
    chosen = []
    for group in groups:
        chosen += group[torch.randperm(len(group), generator=generator)][:each].tolist()
    return Subset(dataset, chosen)

# %% misconception="first_of_each_class" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    """With stratified=True you take the first samples of each class.

    The first pictures in a folder were often taken in a row: one kitchen, one plate, one light. Draw at random within each class, too.

    Look at how the samples of a class are chosen.
    """
    generator = torch.Generator().manual_seed(seed)
    if not stratified:
        order = torch.randperm(len(dataset), generator=generator)
        return Subset(dataset, order[: int(frac * len(dataset))].tolist())
    targets = torch.as_tensor(dataset.targets)
    chosen = []
    for label in targets.unique():
        group = (targets == label).nonzero().flatten()
        chosen += group[: int(frac * len(group))].tolist()
    return Subset(dataset, chosen)

# %% misconception="one_for_both" task="augment_pair"
def augment_pair(size):
    """Your test pictures change at random, just as the training pictures do.

    The test set is a measuring instrument. One that gives another number each time measures nothing.

    Look at which transform you return second.
    """
    resize = transforms.Resize((size, size))
    normalise = transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD)
    luck = transforms.TrivialAugmentWide()

    both = transforms.Compose([resize, luck, transforms.ToTensor(), normalise])
    return both, both

# %% misconception="nothing_random" task="augment_pair"
def augment_pair(size):
    """Your training pictures are the same each time.

    Augmentation makes few pictures feel like many, because each epoch sees them a little different.

    Look for something random in the first transform.
    """
    resize = transforms.Resize((size, size))
    normalise = transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD)
    luck = transforms.TrivialAugmentWide()

    plain = transforms.Compose([resize, transforms.ToTensor(), normalise])
    return plain, transforms.Compose([resize, transforms.ToTensor(), normalise])

# %% misconception="training_not_normalised" task="augment_pair"
def augment_pair(size):
    """Your test pictures are normalised, your training pictures are not.

    A network that was raised on numbers from 0 to 1 is then tested on numbers from -2 to 2. Both have to speak the same language.

    Compare the ends of the two transforms.
    """
    resize = transforms.Resize((size, size))
    normalise = transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD)
    luck = transforms.TrivialAugmentWide()

    train = transforms.Compose([resize, luck, transforms.ToTensor()])
    return train, transforms.Compose([resize, transforms.ToTensor(), normalise])

# %% misconception="not_normalised" task="augment_pair"
def augment_pair(size):
    """Your pictures have values from 0 to 1: they are not normalised.

    A pretrained network expects numbers around 0, with the mean and spread of the pictures it was raised on.

    Look at the end of your transforms, and at the two constants at the top of the file.
    """
    resize = transforms.Resize((size, size))
    normalise = transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD)
    luck = transforms.TrivialAugmentWide()

    train = transforms.Compose([resize, luck, transforms.ToTensor()])
    return train, transforms.Compose([resize, transforms.ToTensor()])

# %% misconception="pair_exchanged" task="augment_pair"
def augment_pair(size):
    """The first of your transforms is the quiet one, the second changes pictures at random.

    Whoever unpacks the pair takes the first for training.

    Look at the order in which you return them.
    """
    resize = transforms.Resize((size, size))
    normalise = transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD)
    luck = transforms.TrivialAugmentWide()

    train = transforms.Compose([resize, luck, transforms.ToTensor(), normalise])
    return transforms.Compose([resize, transforms.ToTensor(), normalise]), train

# %% misconception="middle_cut_out" task="augment_pair"
def augment_pair(size):
    """Of a wide picture your transforms keep the middle and lose its ends.

    Resize with one number scales the shorter side, and a crop throws away what is left over. The whole picture was to be squeezed into the square.

    Look at what you hand to Resize: one number or two?
    """
    start = [transforms.Resize(size), transforms.CenterCrop(size)]
    end = [transforms.ToTensor(), transforms.Normalize(IMAGENET_MEAN, IMAGENET_STD)]
    train = transforms.Compose([*start, transforms.TrivialAugmentWide(), *end])
    return train, transforms.Compose([*start, *end])

# %% misconception="model_made_once" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """The first-epoch loss of your third run is far below that of the first: the same model object is trained again.

    A run has to start from nothing, or the longer list of runs wins. At the same seed, the same model starts at the same loss.

    Look at where each model is made: before the loop, or in it?
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    set_seeds(seed)
    made = {name: make() for name, make in models.items()}
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        model = made[model_name]
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="optimizer_of_the_first" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """Only your first run learns. In all others the loss stays where it starts.

    An optimiser holds on to the parameters that it was made with. It does not know the model that came after.

    Look at where the optimiser is made, and with whose parameters.
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    optimizer = None
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        set_seeds(seed)
        model = make_model()
        optimizer = optimizer or torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="pairs_not_combinations" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """Some combinations are missing: you have paired the first model with the first data set, the second with the second.

    zip goes through lists side by side. A grid is every row with every column.

    Count your rows: how many should there be for 2 models, 2 data sets and 2 lengths?
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    for (data_name, loader), (model_name, make_model), count in zip(loaders.items(), models.items(), epochs):
        set_seeds(seed)
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="one_file_for_all_lengths" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """Several of your runs have the same path: a later one has overwritten the model of an earlier one.

    A file belongs to one run. What makes the run different has to be in its name.

    Look at the name of the file: which of the three parts of a run is missing?
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        set_seeds(seed)
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="one_folder_for_all_lengths" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """The curves of short and long runs are in one folder, and became one curve.

    One folder is one run. create_writer has a place for what is special about it.

    Look at what you hand to create_writer.
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        set_seeds(seed)
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name)
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="seeded_once" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """Your first run is right, the later ones start from other weights than theirs.

    With one seed at the beginning, each model gets what the ones before it left over. Swap two of them, and all results change.

    Look at where the seed is set: before the loop, or in it?
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    set_seeds(seed)
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="seed_given_away" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """Whatever seed you are given, your models start with the weights of seed 42.

    An argument that is not handed on changes nothing.

    Look at the call that sets the seeds.
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        set_seeds()
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="first_epoch_reported" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """Your rows have the numbers of the first epoch, not of the last.

    The question was how well a model does after its training.

    Look at which entry of each list goes into the row.
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        set_seeds(seed)
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[0] for name, values in results.items()})
    return rows

# %% misconception="tested_on_its_own_data" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """Each of your runs is tested on its own training data.

    Runs can be compared if they sit the same exam, with questions that nobody has practised.

    Look at the two loaders that you hand to train.
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        set_seeds(seed)
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = create_writer(data_name, model_name, f"{count}_epochs")
        results = train(model, loader, loader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.close()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="one_writer_for_all" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    """All your runs write into one folder, whose curves jump back to step 0 again and again.

    One folder is one run, and one writer is one folder.

    Look at where the writer is made: before the loop, or in it?
    """
    from itertools import product

    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    shared = create_writer(next(iter(loaders)), next(iter(models)), f"{epochs[0]}_epochs")
    for (data_name, loader), (model_name, make_model), count in product(loaders.items(), models.items(), epochs):
        set_seeds(seed)
        model = make_model()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        writer = shared
        results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu", writer)
        writer.flush()
        path = Path(folder) / f"{data_name}_{model_name}_{count}_epochs.pth"
        torch.save(model.state_dict(), path)
        row = {"model": model_name, "data": data_name, "epochs": count, "path": str(path)}
        row["params"] = sum(p.numel() for p in model.parameters())
        rows.append(row | {name: values[-1] for name, values in results.items()})
    return rows

# %% misconception="highest_loss_wins" task="best_run"
def best_run(rows, metric="test_acc"):
    """Asked for the best loss, you return the run with the highest one.

    Higher is better for an accuracy, lower is better for a loss.

    Look at what your function knows about the metric's name.
    """
    able = [row for row in rows if not math.isnan(row[metric])]
    if not able:
        raise ValueError("no run left")

    return max(able, key=lambda row: (row[metric], -row["params"]))

# %% misconception="lowest_accuracy_wins" task="best_run"
def best_run(rows, metric="test_acc"):
    """You return the run with the lowest accuracy.

    Lower is better for a loss. For an accuracy it is the other way round.

    Look at which end of the sorted list you take.
    """
    able = [row for row in rows if not math.isnan(row[metric])]
    if not able:
        raise ValueError("no run left")

    return min(able, key=lambda row: (row[metric], row["params"]))

# %% misconception="nan_may_win" task="best_run"
def best_run(rows, metric="test_acc"):
    """Where NaN stands in the right place of the list, it wins.

    NaN is neither larger nor smaller than any number, so max and min keep it once they have it. A run that ended with NaN has failed.

    Look at which rows take part.
    """
    if not rows:
        raise ValueError("no run left")
    sign = -1 if metric.endswith("loss") else 1
    return max(rows, key=lambda row: (sign * row[metric], -row["params"]))

# %% misconception="first_of_equals" task="best_run"
def best_run(rows, metric="test_acc"):
    """Among equal runs you return the first, not the smallest.

    A model with fewer parameters that does as well is faster, cheaper and easier to ship.

    Look at how two rows with the same metric are compared.
    """
    able = [row for row in rows if not math.isnan(row[metric])]
    if not able:
        raise ValueError("no run left")

    sign = -1 if metric.endswith("loss") else 1
    return max(able, key=lambda row: sign * row[metric])

# %% misconception="largest_of_equals" task="best_run"
def best_run(rows, metric="test_acc"):
    """Among equal runs you return the one with the most parameters.

    A model with fewer parameters that does as well is faster, cheaper and easier to ship.

    Look at the second number that you compare: does its order fit the first one's?
    """
    able = [row for row in rows if not math.isnan(row[metric])]
    if not able:
        raise ValueError("no run left")

    sign = -1 if metric.endswith("loss") else 1
    return max(able, key=lambda row: (sign * row[metric], row["params"]))

# %% misconception="metric_not_used" task="best_run"
def best_run(rows, metric="test_acc"):
    """Whatever is asked for, you choose by test accuracy.

    An argument that nobody uses changes nothing.

    Follow the metric through your function.
    """
    able = [row for row in rows if not math.isnan(row["test_acc"])]
    if not able:
        raise ValueError("no run left")
    return max(able, key=lambda row: (row["test_acc"], -row["params"]))

# %% misconception="number_not_row" task="best_run"
def best_run(rows, metric="test_acc"):
    """You return the best number, not the run that reached it.

    A number cannot be loaded, repeated or shipped. The row tells which model, which data, which file.

    Look at what your return line gives back.
    """
    able = [row for row in rows if not math.isnan(row[metric])]
    if not able:
        raise ValueError("no run left")

    values = [row[metric] for row in able]
    return min(values) if metric.endswith("loss") else max(values)

# %% misconception="whole_units_only" task="model_size_mb"
def model_size_mb(path):
    """A small model weighs 0 in your table, and every size is a whole number.

    Division with two slashes throws the rest away. Of 0.9 nothing is left.

    Look at your division.
    """
    return Path(path).stat().st_size // (1024 * 1024)

# %% misconception="thousands" task="model_size_mb"
def model_size_mb(path):
    """Your sizes are almost five percent too high.

    A kilobyte of 1000 or of 1024 bytes: both are in use, and here it is the second, twice.

    Look at the number that you divide by.
    """
    return Path(path).stat().st_size / 1e6

# %% misconception="kilobytes" task="model_size_mb"
def model_size_mb(path):
    """Your sizes are 1024 times too high.

    From bytes it takes two steps of 1024 each to get there.

    Look at the number that you divide by.
    """
    return Path(path).stat().st_size / 1024

# %% misconception="rounded" task="model_size_mb"
def model_size_mb(path):
    """Your size is cut to two decimals, and a small model weighs nothing.

    Rounding belongs where a number is shown, not where it is measured.

    Look at what happens to the number before it is returned.
    """
    return round(Path(path).stat().st_size / (1024 * 1024), 2)

# %% misconception="everything_changed_at_once" task="concept_check"
"""For question 2 you compare two runs that differ in several things, or in none that matters.

If two things change, nobody knows which of them made the difference.

Look at ANSWER_2: what exactly do you want to know?
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="unclosed_writer_blamed" task="concept_check"
"""For question 3 you blame a writer that was not closed.

A writer that is never closed may lose its last values. It does not move points along the x axis.

Look at ANSWER_3, and at the arguments of add_scalar.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "c"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="a_file_for_each_epoch" task="concept_check"
"""For question 4 you take ten event files for the normal case.

A writer has one file from the moment it is made until it is closed.

Look at ANSWER_4: who opens a new file, and when?
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "b"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="luck_of_the_test_set" task="concept_check"
"""For question 6 you look for the cause in the test set, the plot or the machine.

At its first epoch a model has seen nothing. With the same seed, the same model must start at the same place.

Look at ANSWER_6: what could a model know at the start of its third run?
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "a"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="augmented_exam" task="concept_check"
"""For question 7 you augment the test data too.

A measurement that is repeated should give the same number.

Look at ANSWER_7: which of the two sets is a measuring instrument?
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "c"
ANSWER_8 = "b"

# %% misconception="folders_keep_apart_by_themselves" task="concept_check"
"""For question 5 you expect that runs in one folder stay apart.

TensorBoard knows a run by its folder alone. It cannot tell who wrote a point.

Look at ANSWER_5: what happens to ten points at the same step?
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"
