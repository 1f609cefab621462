# Right answers of chapter 07 in other forms; each must earn full marks.

# %% variant="seeds_course" task="set_seeds"
def set_seeds(seed: int = 42):
    # CPU and GPU
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)

# %% variant="seeds_cpu_and_all" task="set_seeds"
def set_seeds(seed=42):
    torch.random.manual_seed(seed)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(seed)

# %% variant="seeds_more_than_asked" task="set_seeds"
def set_seeds(seed: int = 42) -> None:
    for seeder in (random.seed, np.random.seed, torch.manual_seed):
        seeder(seed)

# %% variant="everything_helper" task="seed_everything"
def seed_everything(seed=42):
    set_seeds(seed)
    random.seed(seed)
    np.random.seed(seed)
    generator = torch.Generator()
    generator.manual_seed(seed)
    return generator

# %% variant="everything_device" task="seed_everything"
def seed_everything(seed: int = 42):
    torch.manual_seed(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)
    fresh = torch.Generator(device="cpu")
    return fresh.manual_seed(seed)

# %% variant="log_dir_slashes_by_loop" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    today = today or date.today()
    path = Path(root) / today.strftime("%Y-%m-%d")
    for name in (experiment_name, model_name, extra):
        if name:
            path = path / "".join("-" if c in "/\\" else c for c in name)
    return path

# %% variant="log_dir_datetime" task="log_dir_for"
def log_dir_for(experiment_name, model_name, extra=None, root="runs", today=None):
    import re
    from datetime import datetime

    timestamp = (datetime.now().date() if today is None else today).isoformat()
    parts = [re.sub(r"[/\\]", "-", part) for part in filter(None, [experiment_name, model_name, extra])]
    return Path(root).joinpath(timestamp, *parts)

# %% variant="writer_course" task="create_writer"
def create_writer(experiment_name: str, model_name: str, extra: str = None):
    import os
    from datetime import datetime

    timestamp = datetime.now().strftime("%Y-%m-%d")
    if extra:
        log_dir = os.path.join("runs", timestamp, experiment_name, model_name, extra)
    else:
        log_dir = os.path.join("runs", timestamp, experiment_name, model_name)
    print(f"[INFO] Created SummaryWriter, saving to: {log_dir}...")
    return SummaryWriter(log_dir=log_dir)

# %% variant="writer_path_object" task="create_writer"
def create_writer(experiment_name, model_name, extra=None):
    folder = log_dir_for(experiment_name, model_name, extra)
    folder.mkdir(parents=True, exist_ok=True)
    return SummaryWriter(folder, flush_secs=5)

# %% variant="epoch_course_add_scalars" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    writer.add_scalars(
        main_tag="Loss",
        tag_scalar_dict={"train_loss": metrics["train_loss"], "test_loss": metrics["test_loss"]},
        global_step=epoch,
    )
    writer.add_scalars(
        main_tag="Accuracy",
        tag_scalar_dict={"train_acc": metrics["train_acc"], "test_acc": metrics["test_acc"]},
        global_step=epoch,
    )

# %% variant="epoch_by_hand" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    writer.add_scalar("Loss/train", metrics["train_loss"], epoch)
    writer.add_scalar("Loss/test", metrics["test_loss"], epoch)
    writer.add_scalar("Accuracy/train", metrics["train_acc"], epoch, new_style=True)
    writer.add_scalar("Accuracy/test", torch.tensor(metrics["test_acc"]), epoch)
    writer.flush()

# %% variant="epoch_plain_names" task="log_epoch"
def log_epoch(writer, epoch, metrics):
    for name, value in metrics.items():
        writer.add_scalar(name, value, global_step=epoch)

# %% variant="record_close" task="record_run"
def record_run(log_dir, results):
    writer = SummaryWriter(log_dir)
    try:
        for epoch, values in enumerate(zip(*results.values())):
            log_epoch(writer, epoch, dict(zip(results, values)))
    finally:
        writer.close()

# %% variant="record_add_scalars" task="record_run"
def record_run(log_dir, results):
    with SummaryWriter(str(log_dir)) as writer:
        for step in range(len(results["test_acc"])):
            writer.add_scalars("Loss", {k: results[k][step] for k in ("train_loss", "test_loss")}, step)
            writer.add_scalars("Accuracy", {k: results[k][step] for k in ("train_acc", "test_acc")}, step)

# %% variant="record_curve_by_curve" task="record_run"
def record_run(log_dir, results):
    writer = SummaryWriter(log_dir=Path(log_dir))
    for name, values in results.items():
        part, kind = name.split("_")
        tag = f"{'Loss' if kind == 'loss' else 'Accuracy'}/{part}"
        for step, value in enumerate(values):
            writer.add_scalar(tag, value, step)
    writer.close()

# %% variant="read_everything_stored" task="read_scalars"
def read_scalars(log_dir):
    from tensorboard.backend.event_processing import event_accumulator

    reader = event_accumulator.EventAccumulator(
        str(log_dir), size_guidance=event_accumulator.STORE_EVERYTHING_SIZE_GUIDANCE
    ).Reload()
    found = {}
    for tag in reader.scalars.Keys():
        found[tag] = []
        for event in reader.Scalars(tag):
            found[tag].append((int(event.step), float(event.value)))
    return found

# %% variant="read_file_by_file" task="read_scalars"
def read_scalars(log_dir):
    curves = {}
    for path in sorted(Path(log_dir).glob("events*")):
        reader = EventAccumulator(str(path), size_guidance={"scalars": 0})
        reader.Reload()
        for tag in reader.Tags()["scalars"]:
            curves.setdefault(tag, []).extend((e.step, e.value) for e in reader.Scalars(tag))
    return curves

# %% variant="engine_course" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
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


def test_step(model, dataloader, loss_fn, device):
    model.eval()
    test_loss, test_acc = 0, 0
    with torch.inference_mode():
        for batch, (X, y) in enumerate(dataloader):
            X, y = X.to(device), y.to(device)
            test_pred_logits = model(X)
            loss = loss_fn(test_pred_logits, y)
            test_loss += loss.item()
            test_pred_labels = test_pred_logits.argmax(dim=1)
            test_acc += (test_pred_labels == y).sum().item() / len(test_pred_labels)
    test_loss = test_loss / len(dataloader)
    test_acc = test_acc / len(dataloader)
    return test_loss, test_acc

# %% variant="engine_by_sample" task="train_step"
def _epoch(model, dataloader, loss_fn, device, optimizer=None):
    loss_sum, right, seen = 0.0, 0, 0
    model.train(optimizer is not None)
    with torch.set_grad_enabled(optimizer is not None):
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            if optimizer is not None:
                loss.backward() if optimizer.zero_grad() is None else None
                optimizer.step()
            loss_sum += float(loss.detach()) * len(y)
            right += int((logits.argmax(1) == y).sum())
            seen += len(y)
    return loss_sum / seen, right / seen


def train_step(model, dataloader, loss_fn, optimizer, device):
    return _epoch(model, dataloader, loss_fn, device, optimizer)


def test_step(model, dataloader, loss_fn, device):
    return _epoch(model, dataloader, loss_fn, device)

# %% variant="engine_zero_last" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer, device):
    optimizer.zero_grad(set_to_none=True)
    model.train()
    losses, accs = [], []
    for X, y in dataloader:
        logits = model(X.to(device))
        loss = loss_fn(logits, y.to(device))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.detach().cpu())
        accs.append((logits.detach().argmax(dim=1).cpu() == y.cpu()).double().mean())
    return torch.stack(losses).mean().item(), torch.stack(accs).mean().item()


@torch.no_grad()
def test_step(model, dataloader, loss_fn, device):
    model.eval()
    pairs = [(model(X.to(device)), y.to(device)) for X, y in dataloader]
    losses = [loss_fn(logits, y).item() for logits, y in pairs]
    accs = [(logits.argmax(1) == y).double().mean().item() for logits, y in pairs]
    return float(np.mean(losses)), float(np.mean(accs))

# %% variant="train_course" task="train"
from tqdm.auto import tqdm


def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer):
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in tqdm(range(epochs)):
        train_loss, train_acc = train_step(
            model=model, dataloader=train_dataloader, loss_fn=loss_fn, optimizer=optimizer, device=device
        )
        test_loss, test_acc = test_step(
            model=model, dataloader=test_dataloader, loss_fn=loss_fn, device=device
        )
        print(f"Epoch: {epoch+1} | train_loss: {train_loss:.4f} | test_acc: {test_acc:.4f}")
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        if writer:
            writer.add_scalars(
                main_tag="Loss",
                tag_scalar_dict={"train_loss": train_loss, "test_loss": test_loss},
                global_step=epoch,
            )
            writer.add_scalars(
                main_tag="Accuracy",
                tag_scalar_dict={"train_acc": train_acc, "test_acc": test_acc},
                global_step=epoch,
            )
            writer.close()
        else:
            pass
    return results

# %% variant="train_close_once" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    results = {name: [] for name in ("train_loss", "train_acc", "test_loss", "test_acc")}
    for epoch in range(epochs):
        values = train_step(model, train_dataloader, loss_fn, optimizer, device)
        values += test_step(model, test_dataloader, loss_fn, device)
        for name, value in zip(results, values):
            results[name].append(value)
            if writer:
                writer.add_scalar(name, value, epoch)
    if writer:
        writer.close()
    return results

# %% variant="train_log_afterwards" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    rows = []
    for _ in range(epochs):
        trained = train_step(model, train_dataloader, loss_fn, optimizer, device)
        rows.append((*trained, *test_step(model, test_dataloader, loss_fn, device)))
    names = ["train_loss", "train_acc", "test_loss", "test_acc"]
    if writer is not None:
        for epoch, row in enumerate(rows):
            log_epoch(writer, epoch, dict(zip(names, row)))
        writer.flush()
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}

# %% variant="train_flush_each_epoch" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device, writer=None):
    model.to(device)
    history = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        loss, acc = train_step(model, train_dataloader, loss_fn, optimizer, device)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn, device)
        history["train_loss"] += [loss]
        history["train_acc"] += [acc]
        history["test_loss"] += [test_loss]
        history["test_acc"] += [test_acc]
        if writer is None:
            continue
        log_epoch(writer, epoch, {name: values[-1] for name, values in history.items()})
        writer.flush()
    return history

# %% variant="download_course" task="download_data"
import os

import requests


def download_data(source: str, destination: str, remove_source: bool = True) -> Path:
    data_path = Path("data/")
    image_path = data_path / destination
    if image_path.is_dir():
        print(f"[INFO] {image_path} directory exists, skipping download.")
    else:
        print(f"[INFO] Did not find {image_path} directory, creating one...")
        image_path.mkdir(parents=True, exist_ok=True)
        target_file = Path(source).name
        with open(data_path / target_file, "wb") as f:
            request = requests.get(source)
            print(f"[INFO] Downloading {target_file} from {source}...")
            f.write(request.content)
        with zipfile.ZipFile(data_path / target_file, "r") as zip_ref:
            print(f"[INFO] Unzipping {target_file} data...")
            zip_ref.extractall(image_path)
        if remove_source:
            os.remove(data_path / target_file)
    return image_path

# %% variant="download_retrieve" task="download_data"
def download_data(source, destination, remove_source=True):
    from urllib.request import urlretrieve

    folder = Path("data", destination)
    if not folder.exists():
        Path("data").mkdir(exist_ok=True)
        archive = folder.parent / source.split("/")[-1]
        urlretrieve(source, archive)
        import shutil

        shutil.unpack_archive(archive, folder)
        if remove_source:
            archive.unlink()
    return folder

# %% variant="download_in_memory" task="download_data"
def download_data(source, destination, remove_source=True):
    import io
    from urllib.request import Request

    folder = Path.cwd() / "data" / destination
    if folder.is_dir() and any(folder.iterdir()):
        return folder
    with urlopen(Request(source, headers={"User-Agent": "course"})) as answer:
        content = answer.read()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder)
    if not remove_source:
        (folder.parent / Path(source).name).write_bytes(content)
    return folder

# %% variant="subset_numpy" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    rng = np.random.default_rng(seed)
    if not stratified:
        return Subset(dataset, rng.permutation(len(dataset))[: int(frac * len(dataset))].tolist())
    targets, indices = np.array(dataset.targets), []
    for label in np.unique(targets):
        (members,) = np.where(targets == label)
        indices.extend(rng.choice(members, size=int(frac * len(members)), replace=False))
    return Subset(dataset, [int(i) for i in indices])

# %% variant="subset_python_random" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    dice = random.Random(seed)
    groups = {}
    for index, label in enumerate(dataset.targets):
        groups.setdefault(label if stratified else None, []).append(index)
    chosen = [i for members in groups.values() for i in dice.sample(members, int(frac * len(members)))]
    dice.shuffle(chosen)
    return Subset(dataset, chosen)

# %% variant="subset_random_split" task="subset"
def subset(dataset, frac, seed=42, stratified=False):
    from torch.utils.data import random_split

    generator = torch.Generator().manual_seed(seed)
    if stratified:
        parts = []
        for label in sorted(set(dataset.targets)):
            members = [i for i, t in enumerate(dataset.targets) if t == label]
            size = int(frac * len(members))
            part, _ = random_split(members, [size, len(members) - size], generator=generator)
            parts += list(part)
        return Subset(dataset, parts)
    size = int(frac * len(dataset))
    return random_split(dataset, [size, len(dataset) - size], generator=generator)[0]

# %% variant="augment_flips" task="augment_pair"
def augment_pair(size):
    normalize = transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])
    train = transforms.Compose(
        [
            transforms.Resize((size, size)),
            transforms.RandomHorizontalFlip(p=0.5),
            transforms.RandomVerticalFlip(p=0.5),
            transforms.ToTensor(),
            normalize,
        ]
    )
    test = transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor(), normalize])
    return train, test

# %% variant="augment_functions" task="augment_pair"
def augment_pair(size):
    def plain(image):
        pixels = np.asarray(image.resize((size, size), Image.Resampling.BILINEAR), dtype=np.float32)
        tensor = torch.from_numpy(pixels / 255).permute(2, 0, 1)
        mean, std = (torch.tensor(v).reshape(3, 1, 1) for v in (IMAGENET_MEAN, IMAGENET_STD))
        return (tensor - mean) / std

    def flipped(image):
        tensor = plain(image)
        return tensor.flip(-1) if torch.rand(()) < 0.5 else tensor

    return flipped, plain

# %% variant="augment_v2" task="augment_pair"
def augment_pair(size):
    from torchvision.transforms import v2

    ending = [
        v2.ToImage(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize(list(IMAGENET_MEAN), list(IMAGENET_STD)),
    ]
    train = v2.Compose([v2.Resize((size, size)), v2.RandomRotation(20), v2.ColorJitter(0.3, 0.3), *ending])
    return train, v2.Compose([v2.Resize((size, size)), *ending])

# %% variant="grid_course_order" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    import os

    os.makedirs(folder, exist_ok=True)
    rows, experiment_number = [], 0
    for dataloader_name, train_dataloader in loaders.items():
        for n in epochs:
            for model_name in models:
                experiment_number += 1
                print(f"[INFO] Experiment number: {experiment_number}")
                set_seeds(seed=seed)
                model = models[model_name]()
                loss_fn = nn.CrossEntropyLoss()
                optimizer = torch.optim.SGD(params=model.parameters(), lr=lr)
                results = train(
                    model=model,
                    train_dataloader=train_dataloader,
                    test_dataloader=test_dataloader,
                    optimizer=optimizer,
                    loss_fn=loss_fn,
                    epochs=n,
                    device="cpu",
                    writer=create_writer(
                        experiment_name=dataloader_name, model_name=model_name, extra=f"{n}_epochs"
                    ),
                )
                save_filepath = f"07_{model_name}_{dataloader_name}_{n}_epochs.pth"
                torch.save(obj=model.state_dict(), f=Path(folder) / save_filepath)
                rows.append(
                    {
                        "model": model_name,
                        "data": dataloader_name,
                        "epochs": n,
                        "params": sum(p.numel() for p in model.parameters()),
                        "path": Path(folder) / save_filepath,
                        **{key: values[-1] for key, values in results.items()},
                        "number": experiment_number,
                    }
                )
    return rows

# %% variant="grid_product" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    from itertools import product

    def one(name, data, count):
        torch.manual_seed(seed)
        model = models[name]()
        writer = create_writer(data, name, f"epochs_{count}")
        optimizer = torch.optim.SGD(model.parameters(), lr)
        results = train(model, loaders[data], test_dataloader, optimizer, nn.functional.cross_entropy, count, "cpu", writer)
        writer.close()
        path = Path(folder, data, name, f"{count}.pt")
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), path)
        last = {key: values[-1] for key, values in results.items()}
        params = len(nn.utils.parameters_to_vector(model.parameters()))
        return dict(model=name, data=data, epochs=count, params=params, path=str(path.resolve()), **last)

    return [one(*run) for run in product(models, loaders, epochs)]

# %% variant="grid_record_afterwards" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    rows = []
    for model_name, make in models.items():
        for data_name, loader in loaders.items():
            for count in epochs:
                set_seeds(seed)
                model = make()
                optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.0)
                results = train(model, loader, test_dataloader, optimizer, nn.CrossEntropyLoss(), count, "cpu")
                record_run(log_dir_for(data_name, model_name, f"{count} epochs"), results)
                path = Path(folder) / f"run_{len(rows)}.pth"
                path.parent.mkdir(parents=True, exist_ok=True)
                torch.save(model.state_dict(), path)
                row = {"model": model_name, "data": data_name, "epochs": count, "path": path}
                row["params"] = sum(map(torch.numel, model.parameters()))
                for name in results:
                    row[name] = results[name][-1]
                rows.append(row)
    return rows

# %% variant="grid_other_means" task="run_grid"
def run_grid(models, loaders, test_dataloader, epochs, lr=0.1, seed=42, folder="models"):
    Path(folder).mkdir(parents=True, exist_ok=True)
    rows = []
    for count in sorted(epochs, reverse=True):
        for data_name in loaders:
            for model_name in models:
                set_seeds(seed)
                model = models[model_name]().to("cpu")
                with create_writer(data_name, model_name, f"{count}_epochs_lr_{lr}") as writer:
                    settings = {"optimizer": torch.optim.SGD(model.parameters(), lr=lr), "epochs": count}
                    results = train(model, loaders[data_name], test_dataloader, loss_fn=nn.CrossEntropyLoss(), device=torch.device("cpu"), writer=writer, **settings)
                path = str(Path(folder) / "-".join([data_name, model_name, str(count)])) + ".pt"
                torch.save(model.state_dict(), path)
                rows += [{"model": model_name, "data": data_name, "epochs": count, "path": path, "params": sum(p.numel() for p in model.parameters())}]
                rows[-1].update((key, values[-1]) for key, values in results.items())
    return rows

# %% variant="best_sorted" task="best_run"
def best_run(rows, metric="test_acc"):
    candidates = sorted(
        (row for row in rows if row[metric] == row[metric]), key=lambda row: row["params"]
    )
    if len(candidates) == 0:
        raise ValueError("nothing to choose from")
    pick = min if metric.endswith("loss") else max
    return pick(candidates, key=lambda row: row[metric])

# %% variant="best_loop" task="best_run"
def best_run(rows, metric="test_acc"):
    best = None
    for row in rows:
        if math.isnan(row[metric]):
            continue
        if best is None or (row[metric] == best[metric] and row["params"] < best["params"]):
            best = row
        elif (row[metric] < best[metric]) if metric.endswith("loss") else (row[metric] > best[metric]):
            best = row
    if best is None:
        raise ValueError(metric)
    return best

# %% variant="size_os" task="model_size_mb"
def model_size_mb(path):
    import os

    return os.path.getsize(path) / 1024**2

# %% variant="size_bytes" task="model_size_mb"
def model_size_mb(path):
    with open(path, "rb") as file:
        return len(file.read()) / 1024 / 1024

