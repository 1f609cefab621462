# Right answers in other forms; each must earn full marks.

# %% variant="workers_and_pinned_memory" task="data_setup.create_dataloaders"
import os


def create_dataloaders(
    train_dir, test_dir, transform, batch_size, num_workers=min(2, os.cpu_count() or 1)
):
    training_set = datasets.ImageFolder(train_dir, transform=transform)
    testing_set = datasets.ImageFolder(test_dir, transform=transform)
    names = training_set.classes
    common = dict(batch_size=batch_size, num_workers=num_workers, pin_memory=True)
    training = DataLoader(training_set, shuffle=True, **common)
    testing = DataLoader(testing_set, shuffle=False, **common)
    return training, testing, names


# %% variant="own_sampler" task="data_setup.create_dataloaders"
from torch.utils.data import RandomSampler


def create_dataloaders(train_dir, test_dir, transform, batch_size=32, num_workers=0):
    train, test = (datasets.ImageFolder(str(d), transform) for d in (train_dir, test_dir))
    return [
        DataLoader(train, batch_size, sampler=RandomSampler(train), num_workers=num_workers),
        DataLoader(test, batch_size, num_workers=num_workers),
        sorted(train.class_to_idx),
    ]


# %% variant="two_blocks" task="model_builder.TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        self.first = nn.Sequential(
            nn.Conv2d(input_shape, hidden_units, kernel_size=3, stride=1, padding=0),
            nn.ReLU(),
            nn.Conv2d(hidden_units, hidden_units, kernel_size=3, stride=1, padding=0),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
        )
        self.second = nn.Sequential(
            nn.Conv2d(hidden_units, hidden_units, kernel_size=3, padding=0),
            nn.ReLU(),
            nn.Conv2d(hidden_units, hidden_units, kernel_size=3, padding=0),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.head = nn.Sequential(
            nn.Flatten(), nn.Linear(in_features=hidden_units * 13 * 13, out_features=output_shape)
        )

    def forward(self, x: torch.Tensor):
        x = self.first(x)
        x = self.second(x)
        return self.head(x)


if __name__ == "__main__":
    print(TinyVGG(3, 10, 3))

# %% variant="functional" task="model_builder.TinyVGG"
import torch.nn.functional as F


class TinyVGG(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super(TinyVGG, self).__init__()
        self.conv_a = nn.Conv2d(input_shape, hidden_units, 3)
        self.conv_b = nn.Conv2d(hidden_units, hidden_units, 3)
        self.conv_c = nn.Conv2d(hidden_units, hidden_units, 3)
        self.conv_d = nn.Conv2d(hidden_units, hidden_units, 3)
        self.out = nn.Linear(hidden_units * 169, output_shape)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv_b(F.relu(self.conv_a(x)))), 2)
        x = F.max_pool2d(F.relu(self.conv_d(F.relu(self.conv_c(x)))), 2)
        return self.out(torch.flatten(x, start_dim=1))


# %% variant="softmax_before_argmax" task="engine.train_step"
from typing import Tuple


def train_step(
    model: torch.nn.Module,
    dataloader: torch.utils.data.DataLoader,
    loss_fn: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    device: torch.device,
) -> Tuple[float, float]:
    model.train()
    total_loss, total_acc = 0, 0
    for number, (pictures, labels) in enumerate(dataloader):
        pictures, labels = pictures.to(device), labels.to(device)
        answers = model(pictures)
        loss = loss_fn(answers, labels)
        total_loss += loss.item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        classes = torch.argmax(torch.softmax(answers, dim=1), dim=1)
        total_acc += (classes == labels).sum().item() / len(answers)
    total_loss = total_loss / len(dataloader)
    total_acc = total_acc / len(dataloader)
    return total_loss, total_acc


# %% variant="mean_over_pictures" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    model.train(True)
    loss_sum, hits, seen = 0.0, 0, 0
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        optimizer.zero_grad()
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(y)
        hits += int((logits.argmax(1) == y).sum())
        seen += len(y)
    return loss_sum / seen, hits / seen


# %% variant="gradients_filled_with_zeros" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    model.train()
    losses, accs = [], []
    for batch in dataloader:
        X, y = (part.to(device, non_blocking=True) for part in batch)
        optimizer.zero_grad(set_to_none=False)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().item())
        accs.append(torch.eq(logits.max(dim=1).indices, y).double().mean().item())
    return sum(losses) / len(losses), sum(accs) / len(accs)


# %% variant="model_zeroes" task="engine.train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    device = torch.device(device)
    for module in [model]:
        module.train()
    results = []
    for X, y in dataloader:
        X = X.to(device=device)
        y = y.to(device=device)
        model.zero_grad()
        for parameter in model.parameters():
            parameter.grad = None
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        results.append((loss.item(), (logits.argmax(dim=-1) == y).double().mean().item()))
    return tuple(sum(values) / len(values) for values in zip(*results))


# %% variant="no_grad" task="engine.test_step"
def test_step(model, dataloader, loss_fn, device):
    model.eval()
    total_loss, total_acc = 0, 0
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            total_loss += loss_fn(logits, y).item()
            total_acc += ((logits.argmax(dim=1) == y).sum().item()) / len(y)
    return total_loss / len(dataloader), total_acc / len(dataloader)


# %% variant="decorated" task="engine.test_step"
@torch.inference_mode()
def test_step(model, dataloader, loss_fn, device):
    model.train(False)
    losses, accuracies, sizes = [], [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        losses.append(loss_fn(logits, y).item() * len(y))
        accuracies.append((logits.argmax(dim=1) == y).sum().item())
        sizes.append(len(y))
    return sum(losses) / sum(sizes), sum(accuracies) / sum(sizes)


# %% variant="mode_put_back" task="engine.test_step"
def test_step(model, dataloader, loss_fn, device):
    mode = model.training
    model.eval()
    try:
        with torch.inference_mode():
            pairs = [(model(X.to(device)), y.to(device)) for X, y in dataloader]
            losses = [loss_fn(logits, y).item() for logits, y in pairs]
            hits = [(logits.argmax(1) == y).double().mean().item() for logits, y in pairs]
    finally:
        model.train(mode)
    return sum(losses) / len(pairs), sum(hits) / len(pairs)


# %% variant="softmax_first" task="engine.test_step"
def test_step(model, dataloader, loss_fn, device):
    model.eval()
    test_loss, test_acc = 0, 0
    with torch.inference_mode():
        for number, (X, y) in enumerate(dataloader):
            X, y = X.to(device), y.to(device)
            answers = model(X)
            loss = loss_fn(answers, y)
            test_loss += loss.item()
            labels = answers.softmax(dim=1).argmax(dim=1)
            test_acc += (labels == y).sum().item() / len(labels)
    test_loss = test_loss / len(dataloader)
    test_acc = test_acc / len(dataloader)
    return test_loss, test_acc


# %% variant="with_progress_bar" task="engine.train"
from tqdm.auto import tqdm


def train(
    model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device
) -> dict[str, list]:
    curves = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in tqdm(range(epochs)):
        train_loss, train_acc = train_step(
            model=model,
            dataloader=train_dataloader,
            loss_fn=loss_fn,
            optimizer=optimizer,
            device=device,
        )
        test_loss, test_acc = test_step(
            model=model, dataloader=test_dataloader, loss_fn=loss_fn, device=device
        )
        print(f"Epoch {epoch + 1}: {train_loss:.3f} {train_acc:.3f} {test_loss:.3f} {test_acc:.3f}")
        curves["train_loss"].append(train_loss)
        curves["train_acc"].append(train_acc)
        curves["test_loss"].append(test_loss)
        curves["test_acc"].append(test_acc)
    return curves


# %% variant="rows_then_columns" task="engine.train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device):
    model.to(device)
    names = ("train_loss", "train_acc", "test_loss", "test_acc")
    rows = []
    for _ in range(epochs):
        learnt = train_step(model, train_dataloader, loss_fn, optimizer, device)
        rows.append([*learnt, *test_step(model, test_dataloader, loss_fn, device)])
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


# %% variant="default_dict" task="engine.train"
from collections import defaultdict


def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5, device="cpu"):
    results = {part: [] for part in ("train_loss", "train_acc", "test_loss", "test_acc")}
    epoch = 0
    while epoch < epochs:
        for part, numbers in (
            ("train", train_step(model, train_dataloader, loss_fn, optimizer, device)),
            ("test", test_step(model, test_dataloader, loss_fn, device)),
        ):
            results[f"{part}_loss"] += [numbers[0]]
            results[f"{part}_acc"] += [numbers[1]]
        epoch += 1
    return results


# %% variant="results_passed_in" task="engine.train"
def train(
    model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, results=None
):
    if results is None:
        results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for _ in range(epochs):
        numbers = train_step(model, train_dataloader, loss_fn, optimizer, device)
        numbers += test_step(model, test_dataloader, loss_fn, device)
        for values, number in zip(results.values(), numbers):
            values.append(number)
    return results


# %% variant="asserted" task="utils.save_model"
def save_model(model: torch.nn.Module, target_dir: str, model_name: str):
    assert model_name.endswith(".pth") or model_name.endswith(".pt"), "use .pt or .pth"
    where = Path(target_dir)
    where.mkdir(parents=True, exist_ok=True)
    file = where / model_name
    print(f"Saving the model to {file}")
    torch.save(obj=model.state_dict(), f=file)


# %% variant="by_suffix" task="utils.save_model"
import os


def save_model(model, target_dir, model_name):
    if Path(model_name).suffix not in {".pt", ".pth"}:
        raise ValueError(model_name)
    os.makedirs(target_dir, exist_ok=True)
    numbers = {name: value.cpu() for name, value in model.state_dict().items()}
    torch.save(numbers, os.path.join(target_dir, model_name))
    return Path(target_dir) / model_name


# %% variant="cpu_first" task="utils.load_model"
def load_model(model, path, device="cpu"):
    numbers = torch.load(str(path), map_location=torch.device("cpu"))
    model.load_state_dict(numbers, strict=True)
    model.to(device)
    model.eval()
    return model


# %% variant="names_compared" task="utils.load_model"
def load_model(model, path, device="cpu"):
    with open(path, "rb") as file:
        numbers = torch.load(file, map_location=device, weights_only=True)
    own = model.state_dict()
    if set(own) != set(numbers):
        raise ValueError(f"{path}: other names: {set(own) ^ set(numbers)}")
    for name, value in numbers.items():
        if own[name].shape != value.shape:
            raise ValueError(f"{path}: {name} has another shape")
    model.load_state_dict(numbers)
    return model.eval().to(device)


# %% variant="checked_in_memory" task="get_data.download"
import io


def download(source, destination, opener=urlopen):
    folder = Path(destination)
    if folder.exists() and list(folder.iterdir()):
        print(f"{folder} is there already")
        return folder
    with opener(source) as stream:
        archive = zipfile.ZipFile(io.BytesIO(stream.read()))
    folder.mkdir(parents=True, exist_ok=True)
    archive.extractall(folder)
    return folder


# %% variant="moved_at_the_end" task="get_data.download"
def download(source, destination, opener=urlopen):
    destination = Path(destination)
    if destination.is_dir() and next(destination.iterdir(), None):
        return destination
    scratch = Path(tempfile.mkdtemp())
    try:
        with opener(source) as stream:
            (scratch / "data.zip").write_bytes(stream.read())
        shutil.unpack_archive(scratch / "data.zip", scratch / "data", "zip")
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(scratch / "data", destination, dirs_exist_ok=True)
    except shutil.ReadError as error:
        raise zipfile.BadZipFile(str(error)) from error
    finally:
        shutil.rmtree(scratch)
    return destination


# %% variant="named_parser" task="train.build_parser"
def build_parser():
    parser = argparse.ArgumentParser(description="Hyperparameters and folders.")
    for name, kind, default, text in [
        ("--train_dir", str, "data/pizza_steak_sushi/train", "training folder"),
        ("--test_dir", str, "data/pizza_steak_sushi/test", "test folder"),
        ("--learning_rate", float, 1e-3, "learning rate"),
        ("--batch_size", int, 32, "samples per batch"),
        ("--num_epochs", int, 5, "epochs"),
        ("--hidden_units", int, 10, "hidden units"),
        ("--device", str, "cuda" if torch.cuda.is_available() else "cpu", "device"),
        (
            "--model_path",
            str,
            "models/05_going_modular_script_mode_tinyvgg_model.pth",
            "where to save",
        ),
    ]:
        parser.add_argument(name, default=default, type=kind, help=text)
    return parser


# %% variant="from_the_package" task="train.main"
from going_modular import data_setup as folders
from going_modular import engine as loops


def main(argv=None):
    flags = vars(build_parser().parse_args(argv))
    print(f"Training for {flags['num_epochs']} epochs on {flags['device']}")
    size = (64, 64)
    steps = transforms.Compose([transforms.Resize(size), transforms.ToTensor()])
    learn, measure, names = folders.create_dataloaders(
        train_dir=flags["train_dir"],
        test_dir=flags["test_dir"],
        transform=steps,
        batch_size=flags["batch_size"],
    )
    torch.manual_seed(42)
    model = model_builder.TinyVGG(
        input_shape=3, hidden_units=flags["hidden_units"], output_shape=len(names)
    ).to(flags["device"])
    results = loops.train(
        model=model,
        train_dataloader=learn,
        test_dataloader=measure,
        loss_fn=torch.nn.CrossEntropyLoss(),
        optimizer=torch.optim.Adam(model.parameters(), lr=flags["learning_rate"]),
        epochs=flags["num_epochs"],
        device=flags["device"],
    )
    target = Path(flags["model_path"])
    utils.save_model(model=model, target_dir=str(target.parent), model_name=target.name)
    (target.parent / f"{target.stem}.txt").write_text("\n".join(names))
    return results


# %% variant="other_words" task="predict.main"
def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("picture", metavar="PICTURE")
    parser.add_argument(
        "--model_path",
        type=Path,
        default=Path("models/05_going_modular_script_mode_tinyvgg_model.pth"),
    )
    asked = parser.parse_args(argv)
    for path in (asked.picture, asked.model_path):
        if not Path(path).is_file():
            raise SystemExit(f"[ERROR] There is no file {path}")
    lines = asked.model_path.with_suffix(".txt").read_text().splitlines()
    try:
        numbers = torch.load(asked.model_path, map_location="cpu", weights_only=True)
        units = max(len(v) for v in numbers.values() if v.dim() == 4)
        model = model_builder.TinyVGG(
            input_shape=3, hidden_units=units, output_shape=len(lines)
        )
        model.load_state_dict(numbers)
    except Exception as error:
        print(f"[ERROR] {asked.model_path} is no model of mine: {error}", file=sys.stderr)
        sys.exit(3)
    model.eval()
    step = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
    batch = step(Image.open(asked.picture).convert("RGB"))[None]
    with torch.no_grad():
        chances = torch.softmax(model(batch), dim=1)
    best = chances.argmax(dim=1).item()
    print(f"[INFO] Predicted class: {lines[best]} | probability: {100 * chances[0, best]:.1f} %")
    return lines[best]
