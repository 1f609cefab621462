# Right answers of chapter 04 in other forms. Each cell replaces a task of the solution.

# %% variant="unpack_by_hand" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    import os

    dest = Path(dest)
    if os.path.isdir(dest) and len(os.listdir(dest)) > 0 and not overwrite:
        print(f"{dest} is ready")
        return dest
    try:
        archive = zipfile.ZipFile(zip_path, "r")
    except zipfile.BadZipFile:
        raise ValueError(f"not a zip: {zip_path}")
    with archive:
        if any(".." in Path(name).parts for name in archive.namelist()):
            raise ValueError("unsafe name in the zip")
        for info in archive.infolist():
            archive.extract(info, path=dest)
    return dest

# %% variant="unpack_made_first" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    import shutil

    target = Path(dest)
    target.mkdir(parents=True, exist_ok=True)
    if next(target.iterdir(), None) is not None and not overwrite:
        return target
    try:
        with zipfile.ZipFile(zip_path) as archive:
            for name in archive.namelist():
                (target / name).resolve().relative_to(target.resolve())
        shutil.unpack_archive(str(zip_path), str(target), "zip")
    except zipfile.BadZipFile as error:
        raise ValueError(f"{Path(zip_path).name} is broken") from error
    return target

# %% variant="course_find_classes" task="find_classes"
import os
from typing import Dict, List, Tuple


def find_classes(directory: str) -> Tuple[List[str], Dict[str, int]]:
    with os.scandir(directory) as entries:
        classes = sorted(e.name for e in entries if e.is_dir())
    if not classes:
        raise FileNotFoundError(f"found no classes in {directory}")
    class_to_idx = {cls_name: i for i, cls_name in enumerate(classes)}
    return classes, class_to_idx

# %% variant="torchvision_find_classes" task="find_classes"
def find_classes(directory):
    return datasets.folder.find_classes(str(directory))

# %% variant="walk_find_classes" task="find_classes"
def find_classes(directory):
    import os

    for _, folders, _ in os.walk(directory):
        if folders:
            folders = list(sorted(folders))
            return folders, dict(zip(folders, range(len(folders))))
        break
    raise FileNotFoundError(directory)

# %% variant="course_dataset" task="ImageFolderCustom"
import pathlib


class ImageFolderCustom(Dataset):
    def __init__(self, targ_dir: str, transform=None) -> None:
        self.paths = list(pathlib.Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)

    def load_image(self, index: int) -> Image.Image:
        return Image.open(self.paths[index])

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int):
        img = self.load_image(index)
        class_idx = self.class_to_idx[self.paths[index].parent.name]
        if self.transform:
            return self.transform(img), class_idx
        else:
            return img, class_idx

# %% variant="dataset_of_pairs" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    def __init__(self, targ_dir, transform=None):
        super().__init__()
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)
        self.samples = [
            (path, label)
            for name, label in self.class_to_idx.items()
            for path in sorted((Path(targ_dir) / name).iterdir())
            if path.suffix.lower() in (".jpg", ".jpeg", ".png")
        ]
        self.paths = [path for path, _ in self.samples]

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        path, label = self.samples[index]
        with open(path, "rb") as file:
            image = Image.open(file).convert("RGB")
        return (image, label) if self.transform is None else (self.transform(image), label)

# %% variant="dataset_from_image_folder" task="ImageFolderCustom"
class ImageFolderCustom(datasets.ImageFolder):
    def __init__(self, targ_dir, transform=None):
        super().__init__(str(targ_dir), transform=transform)
        self.paths = [Path(path) for path, _ in self.samples]

# %% variant="course_transforms" task="train_transform"
def train_transform(size, augment=True):
    if not augment:
        return test_transform(size)
    return transforms.Compose([
        transforms.Resize(size=(size, size)),
        transforms.RandomHorizontalFlip(p=0.5),
        transforms.ToTensor(),
    ])


def test_transform(size):
    return transforms.Compose([transforms.Resize(size=(size, size)), transforms.ToTensor()])

# %% variant="v2_transforms" task="train_transform"
from torchvision.transforms import v2


def train_transform(size, augment=True):
    return v2.Compose([
        v2.ToImage(),
        v2.Resize((size, size), antialias=True),
        v2.TrivialAugmentWide() if augment else v2.Identity(),
        v2.ToDtype(torch.float32, scale=True),
    ])


def test_transform(size):
    return train_transform(size, augment=False)

# %% variant="transforms_by_hand" task="train_transform"
def _tensor(picture, size):
    array = np.asarray(picture.resize((size, size)), dtype=np.float32) / 255
    return torch.from_numpy(array.transpose(2, 0, 1).copy())


def train_transform(size, augment=True):
    def transform(picture):
        image = _tensor(picture, size)
        if augment:
            image = (image * torch.empty(1).uniform_(0.7, 1.3)).clamp(0, 1)
            image = image.flip(2) if torch.rand(1) < 0.5 else image
        return image

    return transform


def test_transform(size):
    return lambda picture: _tensor(picture, size)

# %% variant="loaders_own_dataset" task="make_image_loaders"
class _Folder(Dataset):
    def __init__(self, root, transform):
        self.classes, indices = find_classes(root)
        self.transform, self.samples = transform, []
        for name, label in indices.items():
            found = [p for p in sorted(Path(root, name).iterdir()) if p.suffix in (".jpg", ".jpeg", ".png")]
            if not found:
                raise FileNotFoundError(f"no pictures of {name} in {root}")
            self.samples += [(path, label) for path in found]

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, i):
        path, label = self.samples[i]
        return self.transform(Image.open(path).convert("RGB")), label


def make_image_loaders(train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0):
    train_data, test_data = _Folder(train_dir, train_transform), _Folder(test_dir, test_transform)
    if set(train_data.classes) ^ set(test_data.classes):
        raise ValueError("other classes in the test folder")
    make = lambda data, shuffle: DataLoader(  # noqa: E731
        dataset=data, batch_size=batch_size, shuffle=shuffle, num_workers=num_workers
    )
    return make(train_data, True), make(test_data, False), train_data.classes

# %% variant="loaders_checked_by_hand" task="make_image_loaders"
def make_image_loaders(train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0):
    sets = []
    for folder, transform in ((train_dir, train_transform), (test_dir, test_transform)):
        names, _ = find_classes(folder)
        for name in names:
            kinds = {p.suffix.lower() for p in (Path(folder) / name).glob("*")}
            if not kinds & {".jpg", ".jpeg", ".png"}:
                raise FileNotFoundError(f"the class {name} has no picture in {folder}")
        sets.append(datasets.ImageFolder(str(folder), transform))
    train_data, test_data = sets
    if set(train_data.classes) != set(test_data.classes):
        raise ValueError("the folders have different classes")
    options = dict(batch_size=batch_size, num_workers=num_workers, pin_memory=torch.cuda.is_available())
    return (
        DataLoader(train_data, shuffle=True, **options),
        DataLoader(test_data, **options),
        sorted(train_data.classes),
    )

# %% variant="loaders_sampler" task="make_image_loaders"
def make_image_loaders(train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0):
    from torch.utils.data import RandomSampler, SequentialSampler

    train_data = datasets.ImageFolder(root=str(train_dir), transform=train_transform, target_transform=None)
    test_data = datasets.ImageFolder(root=str(test_dir), transform=test_transform)
    if train_data.class_to_idx != test_data.class_to_idx:
        raise ValueError(f"{train_data.classes} != {test_data.classes}")
    return (
        DataLoader(train_data, batch_size, sampler=RandomSampler(train_data), num_workers=num_workers),
        DataLoader(test_data, batch_size, sampler=SequentialSampler(test_data), num_workers=num_workers),
        list(train_data.classes),
    )

# %% variant="course_vgg" task="TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(in_channels=input_shape, out_channels=hidden_units, kernel_size=3, stride=1, padding=1),
            nn.ReLU(),
            nn.Conv2d(in_channels=hidden_units, out_channels=hidden_units, kernel_size=3, stride=1, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
        )
        self.conv_block_2 = nn.Sequential(
            nn.Conv2d(hidden_units, hidden_units, kernel_size=3, padding=1),
            nn.ReLU(),
            nn.Conv2d(hidden_units, hidden_units, kernel_size=3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(in_features=hidden_units * 16 * 16, out_features=output_shape)
        )

    def forward(self, x: torch.Tensor):
        x = self.conv_block_1(x)
        x = self.conv_block_2(x)
        x = self.classifier(x)
        return x

# %% variant="vgg_without_padding" task="TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()

        def block(ins):
            return nn.Sequential(
                nn.Conv2d(ins, hidden_units, 3), nn.ReLU(),
                nn.Conv2d(hidden_units, hidden_units, 3), nn.ReLU(), nn.MaxPool2d(2),
            )

        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(hidden_units * 13 * 13, output_shape))
        self.second = block(hidden_units)
        self.first = block(input_shape)

    def forward(self, x):
        return self.classifier(self.second(self.first(x)))

# %% variant="vgg_lazy" task="TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        sizes = [input_shape] + [hidden_units] * 3
        self.convs = nn.ModuleList(nn.Conv2d(i, hidden_units, (3, 3), padding="same") for i in sizes)
        self.head = nn.LazyLinear(output_shape)
        self.head(torch.zeros(1, hidden_units * 16 * 16))

    def forward(self, x):
        from torch.nn import functional as F

        for i, conv in enumerate(self.convs):
            x = F.relu(conv(x))
            if i in (1, 3):
                x = F.max_pool2d(x, 2)
        return self.head(x.flatten(1))

# %% variant="vgg_attributes" task="TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.conv1 = nn.Conv2d(input_shape, hidden_units, 3, 1, 1)
        self.conv2 = nn.Conv2d(hidden_units, hidden_units, 3, 1, 1)
        self.conv3 = nn.Conv2d(hidden_units, hidden_units, 3, 1, 1)
        self.conv4 = nn.Conv2d(hidden_units, hidden_units, 3, 1, 1)
        self.relu, self.pool = nn.ReLU(), nn.MaxPool2d(2)
        self.out = nn.Linear(hidden_units * 16 * 16, output_shape)

    def forward(self, x):
        x = self.pool(self.relu(self.conv2(self.relu(self.conv1(x)))))
        x = self.pool(self.relu(self.conv4(self.relu(self.conv3(x)))))
        return self.out(torch.flatten(x, start_dim=1))

# %% variant="summary_with_class" task="model_summary"
def model_summary(model, input_size):
    rows, done, handles = [], [], []
    names = {module: name for name, module in model.named_modules()}

    def hook(module, args, output):
        fresh = [p for p in module.parameters() if not any(p is q for q in done)]
        done.extend(fresh)
        rows.append({
            "type": module.__class__.__name__,
            "name": names[module],
            "output_shape": tuple(output.size()),
            "params": sum(p.numel() for p in fresh),
            "trainable": sum(p.numel() for p in fresh if p.requires_grad),
        })

    for module in names:
        if not any(True for _ in module.children()):
            handles.append(module.register_forward_hook(hook))
    training = model.training
    try:
        with torch.no_grad():
            model.train(False)
            first = next(iter(model.parameters()))
            model(torch.rand(tuple(input_size)).to(first))
    finally:
        model.train(training)
        [handle.remove() for handle in handles]
    return rows

# %% variant="summary_of_a_copy" task="model_summary"
def model_summary(model, input_size):
    import copy

    twin = copy.deepcopy(model).eval()
    rows, seen = [], set()

    def listen(name):
        def hook(module, _, output):
            params = 0
            for p in module.parameters():
                if p not in seen:
                    seen.add(p)
                    params += p.numel()
            rows.append(dict(name=name, type=type(module).__name__, output_shape=tuple(output.shape), params=params))

        return hook

    for name, module in twin.named_modules():
        if len(list(module.children())) == 0:
            module.register_forward_hook(listen(name))
    with torch.inference_mode():
        twin(torch.ones(input_size))
    return rows

# %% variant="course_train_step" task="train_step"
device = "cuda" if torch.cuda.is_available() else "cpu"


def train_step(model: torch.nn.Module, dataloader: torch.utils.data.DataLoader,
               loss_fn: torch.nn.Module, optimizer: torch.optim.Optimizer):
    model.train()
    train_loss, train_acc = 0, 0
    for batch, (X, y) in enumerate(dataloader):
        X, y = X.to(device), y.to(device)
        y_pred = model(X)
        loss = loss_fn(y_pred, y)
        train_loss += loss.item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        y_pred_class = torch.argmax(torch.softmax(y_pred, dim=1), dim=1)
        train_acc += (y_pred_class == y).sum().item() / len(y_pred)
    train_loss = train_loss / len(dataloader)
    train_acc = train_acc / len(dataloader)
    return train_loss, train_acc

# %% variant="global_device_not_defined" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    model.train()
    total_loss = total_acc = 0.0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        out = model(X)
        loss = loss_fn(out, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item()
        total_acc += (out.argmax(1) == y).sum().item() / len(y)
    return total_loss / len(dataloader), total_acc / len(dataloader)

# %% variant="weighted_by_sample" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    where = next(model.parameters()).device
    model.train(True)
    loss_sum, hits, seen = 0.0, 0, 0
    for X, y in dataloader:
        optimizer.zero_grad(set_to_none=False)
        X, y = X.to(where), y.to(where)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum += float(loss.detach()) * len(y)
        hits += int((logits.argmax(dim=1) == y).sum())
        seen += len(y)
    return loss_sum / seen, hits / seen

# %% variant="zeroed_last" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    model.train()
    model.zero_grad()
    numbers = []
    for X, y in dataloader:
        X = X.to(next(model.parameters()).device)
        y = y.to(X.device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        numbers.append((loss.item(), (logits.softmax(1).argmax(1) == y).double().mean().item()))
    return tuple(torch.tensor(numbers, dtype=torch.float64).mean(dim=0).tolist())

# %% variant="detached_sums" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    device = next(model.parameters()).device
    model.train()
    loss_sum, accuracy_sum = torch.tensor(0.0), torch.tensor(0.0)
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum = loss_sum + loss.detach().cpu()
        accuracy_sum = accuracy_sum + (logits.argmax(dim=1) == y).double().mean().cpu()
    return (loss_sum / len(dataloader)).item(), (accuracy_sum / len(dataloader)).item()

# %% variant="closure_step" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    losses, accs = [], []
    for X, y in dataloader:
        model.train()
        X, y = (t.to(next(model.parameters()).device) for t in (X, y))

        def closure():
            optimizer.zero_grad()
            logits = model(X)
            loss = loss_fn(logits, y)
            loss.backward()
            accs.append((logits.argmax(-1) == y).float().mean().item())
            return loss

        losses.append(float(optimizer.step(closure)))
    return float(np.mean(losses)), float(np.mean(accs))

# %% variant="course_test_step" task="test_step"
device = "cuda" if torch.cuda.is_available() else "cpu"


def test_step(model: torch.nn.Module, dataloader: torch.utils.data.DataLoader, loss_fn: torch.nn.Module):
    model.eval()
    test_loss, test_acc = 0, 0
    with torch.inference_mode():
        for batch, (X, y) in enumerate(dataloader):
            X, y = X.to(device), y.to(device)
            test_pred_logits = model(X)
            loss = loss_fn(test_pred_logits, y)
            test_loss += loss.item()
            test_pred_labels = test_pred_logits.argmax(dim=1)
            test_acc += ((test_pred_labels == y).sum().item() / len(test_pred_labels))
    test_loss = test_loss / len(dataloader)
    test_acc = test_acc / len(dataloader)
    return test_loss, test_acc

# %% variant="test_decorated" task="test_step"
@torch.no_grad()
def test_step(model, dataloader, loss_fn):
    where = next(model.parameters()).device
    was, sums = model.training, np.zeros(3)
    model.eval()
    for X, y in dataloader:
        X, y = X.to(where), y.to(where)
        logits = model(X)
        hits = (logits.argmax(dim=1) == y).sum().item()
        sums += [loss_fn(logits, y).item() * len(y), hits, len(y)]
    model.train(was)
    return float(sums[0] / sums[2]), float(sums[1] / sums[2])

# %% variant="test_gathered" task="test_step"
def test_step(model, dataloader, loss_fn):
    model.train(False)
    parameter = next(model.parameters())
    with torch.set_grad_enabled(False):
        found = [(model(X.to(parameter.device)).cpu(), y.cpu()) for X, y in dataloader]
    losses = [loss_fn(logits, y).item() for logits, y in found]
    accs = [(logits.max(dim=1).indices == y).double().mean().item() for logits, y in found]
    return sum(losses) / len(losses), sum(accs) / len(accs)

# %% variant="test_no_grad" task="test_step"
def test_step(model, dataloader, loss_fn):
    model.eval()
    loss, acc, batches = 0.0, 0.0, 0
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(next(model.parameters()).device), y.to(next(model.parameters()).device)
            pred = model(X)
            loss += loss_fn(pred, y).item()
            acc += torch.eq(pred.argmax(1), y).sum().item() / y.numel()
            batches += 1
    return (loss / batches, acc / batches)

# %% variant="course_train" task="train"
def train(model: torch.nn.Module, train_dataloader, test_dataloader, optimizer,
          loss_fn: torch.nn.Module = nn.CrossEntropyLoss(), epochs: int = 5):
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model=model, dataloader=train_dataloader,
                                           loss_fn=loss_fn, optimizer=optimizer)
        test_loss, test_acc = test_step(model=model, dataloader=test_dataloader, loss_fn=loss_fn)
        print(f"Epoch: {epoch+1} | train_loss: {train_loss:.4f} | test_acc: {test_acc:.4f}")
        results["train_loss"].append(train_loss.item() if isinstance(train_loss, torch.Tensor) else train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
    return results

# %% variant="train_inline" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn=nn.CrossEntropyLoss(), epochs=5):
    results = {key: [] for key in ("train_loss", "train_acc", "test_loss", "test_acc")}
    device = next(model.parameters()).device
    for epoch in range(epochs):
        for part, loader in (("train", train_dataloader), ("test", test_dataloader)):
            model.train(part == "train")
            loss_sum, acc_sum = 0.0, 0.0
            with torch.set_grad_enabled(part == "train"):
                for X, y in loader:
                    X, y = X.to(device), y.to(device)
                    logits = model(X)
                    loss = loss_fn(logits, y)
                    if part == "train":
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                    loss_sum += loss.item()
                    acc_sum += (logits.argmax(1) == y).float().mean().item()
            results[f"{part}_loss"].append(loss_sum / len(loader))
            results[f"{part}_acc"].append(acc_sum / len(loader))
    return results

# %% variant="train_rows" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    rows = []
    for _ in range(epochs):
        rows.append(train_step(model, train_dataloader, loss_fn, optimizer)
                    + test_step(model, test_dataloader, loss_fn))
    names = "train_loss train_acc test_loss test_acc".split()
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}

# %% variant="train_with_more" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    import time
    from collections import defaultdict

    results = defaultdict(list)
    for key in ("train_loss", "train_acc", "test_loss", "test_acc", "seconds"):
        results[key]
    epoch = 0
    while epoch < epochs:
        start = time.perf_counter()
        results["train_loss"] += [0.0]
        results["train_acc"] += [0.0]
        results["train_loss"][-1], results["train_acc"][-1] = train_step(
            model, train_dataloader, loss_fn, optimizer
        )
        for key, value in zip(("test_loss", "test_acc"), test_step(model, test_dataloader, loss_fn)):
            results[key].append(value)
        results["seconds"].append(time.perf_counter() - start)
        epoch += 1
    return dict(results)

# %% variant="course_curves" task="plot_loss_curves"
def plot_loss_curves(results):
    loss, test_loss = results["train_loss"], results["test_loss"]
    accuracy, test_accuracy = results["train_acc"], results["test_acc"]
    epochs = range(len(results["train_loss"]))
    plt.figure(figsize=(15, 7))
    plt.subplot(1, 2, 1)
    plt.plot(epochs, loss, label="train_loss")
    plt.plot(epochs, test_loss, label="test_loss")
    plt.title("Loss")
    plt.xlabel("Epochs")
    plt.legend()
    plt.subplot(1, 2, 2)
    plt.plot(epochs, accuracy, label="train_accuracy")
    plt.plot(epochs, test_accuracy, label="test_accuracy")
    plt.title("Accuracy")
    plt.xlabel("Epochs")
    plt.legend()

# %% variant="curves_stacked" task="plot_loss_curves"
def plot_loss_curves(results):
    fig, (top, bottom) = plt.subplots(2, sharex=True)
    epochs = list(range(1, len(results["train_loss"]) + 1))
    top.plot(epochs, results["train_loss"], "bo-", label="Training")
    top.plot(epochs, results["test_loss"], "r-", label="Test")
    bottom.plot(epochs, results["train_acc"], epochs, results["test_acc"])
    top.set_title("Cross entropy loss")
    bottom.set_title("ACCURACY")
    top.legend()
    bottom.legend(["train", "test"])
    return fig

# %% variant="curves_arrays" task="plot_loss_curves"
def plot_loss_curves(results):
    figure = plt.figure()
    for place, key, title in ((121, "loss", "loss"), (122, "acc", "accuracy")):
        axes = figure.add_subplot(place)
        for part in ("train", "test"):
            values = np.array(results[f"{part}_{key}"])
            axes.plot(np.arange(len(values)), values, label=part)
        axes.set_ylabel(title)
        axes.set_title(f"{title} per epoch")
        axes.legend()

# %% variant="diagnose_gap" task="diagnose"
def diagnose(results):
    def end(key):
        return float(np.median(results[key][-7:]))

    first = np.mean(results["train_loss"][:2])
    if end("train_loss") > 0.6 * first:
        return "underfitting"
    if end("test_loss") > 2 * end("train_loss"):
        return "overfitting"
    return "ok"

# %% variant="diagnose_trimmed" task="diagnose"
def diagnose(results):
    def average(values):
        return sum(sorted(values)[1:-1]) / (len(values) - 2)

    train, test = results["train_loss"], results["test_loss"]
    blocks = [average(test[i : i + 6]) for i in range(0, len(test) - 5)]
    if average(train[-6:]) / train[0] > 0.75:
        return "underfitting"
    if blocks[-1] / min(blocks) > 1.2:
        return "overfitting"
    return "ok"

# %% variant="diagnose_slope" task="diagnose"
def diagnose(results):
    train = np.array(results["train_loss"]) / results["train_loss"][0]
    test = np.array(results["test_loss"]) / results["test_loss"][0]
    if np.median(train[-5:]) > 0.65:
        return "underfitting"
    half = np.sort(test)[: len(test) // 5].mean()
    return "overfitting" if np.median(test[-5:]) > 1.25 * half else "ok"

# %% variant="experiment_course" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)
    model_0 = TinyVGG(input_shape=3, hidden_units=hidden_units, output_shape=len(train_set.classes))
    keep = int(frac * len(train_set))
    part, _ = torch.utils.data.random_split(train_set, [keep, len(train_set) - keep])
    train_dataloader = DataLoader(dataset=part, batch_size=16, shuffle=True, num_workers=0)
    test_dataloader = DataLoader(dataset=test_set, batch_size=16, shuffle=False)
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(params=model_0.parameters(), lr=0.003)
    model_0_results = train(model=model_0, train_dataloader=train_dataloader,
                            test_dataloader=test_dataloader, optimizer=optimizer,
                            loss_fn=loss_fn, epochs=epochs)
    return {"model": model_0, "results": model_0_results}

# %% variant="experiment_sampler" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    from torch.utils.data import SubsetRandomSampler

    torch.manual_seed(seed)
    chosen = torch.randperm(len(train_set))[: int(len(train_set) * frac)]
    loaders = (
        DataLoader(train_set, batch_size=16, sampler=SubsetRandomSampler(chosen)),
        DataLoader(test_set, batch_size=16),
    )
    net = TinyVGG(3, hidden_units, len(train_set.classes))
    adam = torch.optim.Adam(net.parameters(), lr=3e-3)
    return {"results": train(net, *loaders, adam, nn.CrossEntropyLoss(), epochs), "model": net}

# %% variant="experiment_numpy_share" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    import random

    indices = random.Random(seed).sample(range(len(train_set)), int(frac * len(train_set)))
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    optimizer = torch.optim.Adam([{"params": model.parameters()}], lr=0.003)
    results = train(
        model,
        DataLoader(Subset(train_set, sorted(indices)), 16, shuffle=True, generator=generator),
        DataLoader(test_set, 64),
        optimizer,
        nn.CrossEntropyLoss(),
        epochs,
    )
    return {"model": model, "results": results, "frac": frac}

# %% variant="experiment_own_loop" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    torch.manual_seed(seed)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    chosen = torch.randperm(len(train_set))[: int(frac * len(train_set))]
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    loss_fn, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=0.003)
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for _ in range(epochs):
        for name, value in zip(("train_loss", "train_acc"), train_step(model, train_loader, loss_fn, optimizer)):
            results[name].append(value)
        for name, value in zip(("test_loss", "test_acc"), test_step(model, test_loader, loss_fn)):
            results[name].append(value)
    return {"model": model, "results": results}

# %% variant="load_to_tensor" task="load_image"
def load_image(path, size=None):
    try:
        image = Image.open(path).convert("RGB")
    except Exception as error:
        raise ValueError(f"cannot read {Path(path).name}: {error}")
    steps = [transforms.ToTensor()] if size is None else [transforms.Resize((size, size)), transforms.ToTensor()]
    return transforms.Compose(steps)(image)

# %% variant="load_read_image" task="load_image"
def load_image(path, size=None):
    import torchvision

    try:
        image = torchvision.io.read_image(str(path), mode=torchvision.io.ImageReadMode.RGB)
    except (RuntimeError, OSError) as error:
        raise ValueError(f"{path} is broken") from error
    image = image.type(torch.float32) / 255.0
    return image if size is None else transforms.Resize(size=(size, size))(image).clamp(0, 1)

# %% variant="load_by_numpy" task="load_image"
def load_image(path, size=None):
    try:
        with open(path, "rb") as file:
            picture = Image.open(file)
            picture.load()
    except OSError:
        raise ValueError("Not a picture: " + str(path)) from None
    picture = picture.convert("RGB")
    if size:
        picture = picture.resize((size, size), Image.BICUBIC)
    array = np.array(picture, dtype="float32").transpose(2, 0, 1) / 255
    return torch.tensor(array)

# %% variant="predict_course_style" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    target_image = load_image(str(path))
    if transform:
        target_image = transform(target_image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        target_image = target_image.unsqueeze(dim=0)
        logits = model(target_image.to(device))
    probs = torch.softmax(logits, dim=1)
    label = torch.argmax(probs, dim=1).cpu().item()
    return {
        "label": class_names[label] if class_names else label,
        "prob": probs.max().item(),
        "probs": probs[0].cpu().tolist(),
    }

# %% variant="predict_gradients_detached" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    model = model.to(torch.device(device))
    model.train(False)
    picture = load_image(path) if transform is None else transform(load_image(path))
    logits = model(torch.stack([picture]).to(device)).detach().cpu()
    probs = [round(p, 7) for p in torch.nn.functional.softmax(logits, dim=-1).squeeze(0).tolist()]
    best = max(range(len(probs)), key=lambda i: probs[i])
    return {"probs": probs, "prob": probs[best], "label": class_names[best] if class_names else best}

# %% variant="predict_no_grad" task="predict_image"
@torch.no_grad()
def predict_image(model, path, class_names, transform=None, device="cpu"):
    x = torch.from_numpy(np.array(Image.open(path).convert("RGB"))).permute(2, 0, 1).float().div(255)
    x = x if transform is None else transform(x)
    was = model.training
    model = model.to(device)
    probs = model.eval()(x[None].to(device)).softmax(-1).flatten()
    model.train(was)
    prob, index = probs.max(dim=0)
    name = int(index) if class_names is None else class_names[int(index)]
    return dict(label=name, prob=float(prob), probs=[float(p) for p in probs])

# %% variant="course_pred_and_plot" task="pred_and_plot_image"
import torchvision

device = "cuda" if torch.cuda.is_available() else "cpu"


def pred_and_plot_image(model: torch.nn.Module, image_path: str, class_names=None, transform=None,
                        device=device):
    target_image = torchvision.io.read_image(str(image_path)).type(torch.float32)
    target_image = target_image / 255.0
    if transform:
        target_image = transform(target_image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        target_image = target_image.unsqueeze(dim=0)
        target_image_pred = model(target_image.to(device))
    target_image_pred_probs = torch.softmax(target_image_pred, dim=1)
    target_image_pred_label = torch.argmax(target_image_pred_probs, dim=1)
    plt.imshow(target_image.squeeze().permute(1, 2, 0))
    if class_names:
        title = f"Pred: {class_names[target_image_pred_label.cpu()]} | Prob: {target_image_pred_probs.max().cpu():.3f}"
    else:
        title = f"Pred: {target_image_pred_label} | Prob: {target_image_pred_probs.max().cpu():.3f}"
    plt.title(title)
    plt.axis(False)

# %% variant="plot_percent" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    found = predict_image(model, image_path, class_names, transform=transform, device=device)
    ax = plt.gca()
    ax.imshow(Image.open(image_path).convert("RGB"))
    ax.set(title=f"{found['label']}: {100 * found['prob']:.1f} %", xticks=[], yticks=[])
    return ax

# %% variant="plot_array" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    image = load_image(image_path)
    x = transform(image) if transform is not None else image
    model.to(device).eval()
    with torch.no_grad():
        probs = model(x.unsqueeze(0).to(device)).softmax(1).squeeze(0).cpu().numpy()
    best = int(probs.argmax())
    plt.gca().imshow(x.numpy().transpose(1, 2, 0))
    plt.gca().set_title(f"I see {best if class_names is None else class_names[best]} ({probs[best]:.2f})")
