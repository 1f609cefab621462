# Right answers of chapter 02 in other forms; each earns full marks.

# %% variant="moons_course" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    X, y = make_moons(n_samples=n, noise=noise, random_state=seed)
    X = torch.from_numpy(X).type(torch.float)
    y = torch.from_numpy(y).type(torch.float)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    return X_train, y_train, X_test, y_test

# %% variant="moons_sliced" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    X, y = make_moons(n_samples=n, noise=noise, random_state=seed)
    X, y = torch.from_numpy(X).float(), torch.from_numpy(y).float()
    cut = int(0.8 * n)
    return X[:cut], y[:cut], X[cut:], y[cut:]

# %% variant="moons_permuted" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    X, y = make_moons(n, shuffle=False, noise=noise, random_state=seed)
    X, y = make_moons(n, noise=noise, random_state=seed)
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).numpy()
    X, y = torch.tensor(X[order]).float(), torch.tensor(y[order]).float()
    return [X[: 4 * n // 5], y[: 4 * n // 5], X[4 * n // 5 :], y[4 * n // 5 :]]

# %% variant="moons_split_arrays" task="moons"
def moons(n=1000, seed=42, noise=0.07):
    parts = train_test_split(*make_moons(n, noise=noise, random_state=seed), train_size=0.8, random_state=seed)
    a, b, c, d = (torch.tensor(p, dtype=torch.float32) for p in parts)
    return a, c, b, d

# %% variant="mlp_module_list" task="MLP"
class MLP(nn.Module):
    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        self.first = nn.Linear(in_features, hidden)
        self.middle = nn.ModuleList(nn.Linear(hidden, hidden) for _ in range(n_hidden - 1))
        self.last = nn.Linear(hidden, out_features)

    def forward(self, x):
        x = torch.relu(self.first(x))
        for layer in self.middle:
            x = torch.relu(layer(x))
        return self.last(x)

# %% variant="mlp_tanh" task="MLP"
class MLP(nn.Module):
    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        blocks = [nn.Sequential(nn.Linear(in_features, hidden), nn.Tanh())]
        blocks += [nn.Sequential(nn.Linear(hidden, hidden), nn.Tanh()) for _ in range(1, n_hidden)]
        self.body = nn.Sequential(*blocks)
        self.head = nn.Linear(hidden, out_features)

    def forward(self, x):
        return self.head(self.body(x))

# %% variant="mlp_gelu" task="MLP"
class MLP(nn.Module):
    def __init__(self, in_features: int, hidden: int, out_features: int, n_hidden: int = 2):
        super(MLP, self).__init__()
        self.act = nn.GELU()
        widths = [in_features, *[hidden] * n_hidden, out_features]
        for i in range(len(widths) - 1):
            self.add_module(f"layer_{i}", nn.Linear(widths[i], widths[i + 1]))
        self.n = len(widths) - 1

    def forward(self, x):
        for i in range(self.n):
            x = getattr(self, f"layer_{i}")(x)
            if i < self.n - 1:
                x = self.act(x)
        return x

# %% variant="mlp_leaky" task="MLP"
class MLP(nn.Module):
    def __init__(self, in_features, hidden, out_features, n_hidden=2):
        super().__init__()
        self.layers = nn.Sequential()
        size = in_features
        for i in range(n_hidden):
            self.layers.append(nn.Linear(size, hidden))
            self.layers.append(nn.LeakyReLU(0.1))
            size = hidden
        self.layers.append(nn.Linear(size, out_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)

# %% variant="labels_course" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    if logits.ndim == 2:
        logits = logits.squeeze(1)
    return torch.round(torch.sigmoid(logits))


def logits_to_probs(logits):
    return logits.view(-1).sigmoid()

# %% variant="labels_by_sign" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    return (logits.flatten() > 0).type(logits.dtype)


def logits_to_probs(logits):
    return 1 / (1 + torch.exp(-logits.flatten()))

# %% variant="labels_where" task="logits_to_labels_binary"
def logits_to_labels_binary(logits):
    probs = logits_to_probs(logits)
    return torch.where(probs >= 0.5, torch.ones_like(probs), torch.zeros_like(probs))


def logits_to_probs(logits):
    both = torch.stack([torch.zeros_like(logits.ravel()), logits.ravel()], dim=1)
    return torch.softmax(both, dim=1)[:, 1]

# %% variant="accuracy_fn_course" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    correct = torch.eq(y_true, y_pred).sum().item()
    acc = (correct / len(y_pred)) * 100
    return acc

# %% variant="accuracy_fn_mean" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    return 100 * (y_pred == y_true).double().mean().item()

# %% variant="accuracy_fn_loop" task="accuracy_fn"
def accuracy_fn(y_true, y_pred):
    hits = sum(int(t == p) for t, p in zip(y_true.tolist(), y_pred.tolist()))
    return hits * 100.0 / y_true.shape[0]

# %% variant="accuracy_float_mean" task="accuracy"
def accuracy(y_true, y_pred):
    if y_true.shape != y_pred.shape or y_true.numel() == 0:
        raise ValueError("labels and predictions must have one shape and not be empty")
    return (y_true == y_pred).float().mean().item()

# %% variant="accuracy_numpy" task="accuracy"
def accuracy(y_true, y_pred):
    truth, said = y_true.numpy(), y_pred.numpy()
    if truth.size == 0:
        raise ValueError("nothing to compare")
    if truth.shape != said.shape:
        raise ValueError(f"{truth.shape} is not {said.shape}")
    return float((truth == said).mean())

# %% variant="accuracy_loop" task="accuracy"
def accuracy(y_true, y_pred):
    if y_true.size() != y_pred.size():
        raise ValueError("shapes differ")
    if len(y_true) < 1:
        raise ValueError("empty")
    correct = 0
    for a, b in zip(y_true, y_pred):
        correct += int(a.item() == b.item())
    return correct / len(y_true)

# %% variant="loss_match" task="pick_loss"
def pick_loss(task):
    losses = {"binary": nn.BCEWithLogitsLoss, "multiclass": nn.CrossEntropyLoss}
    if task not in losses:
        raise ValueError(f"unknown task: {task}")
    return losses[task]()

# %% variant="loss_sequence" task="pick_loss"
def pick_loss(task):
    class LogLikelihood(nn.Module):
        def forward(self, logits, y):
            return nn.functional.nll_loss(torch.log_softmax(logits, dim=1), y)

    match task:
        case "binary":
            return nn.BCEWithLogitsLoss(reduction="mean")
        case "multiclass":
            return LogLikelihood()
        case other:
            raise ValueError(other)

# %% variant="loss_functions" task="pick_loss"
def pick_loss(task):
    if task not in ("binary", "multiclass"):
        raise ValueError(f"{task} is neither binary nor multiclass")
    functional = nn.functional
    return functional.binary_cross_entropy_with_logits if task == "binary" else functional.cross_entropy

# %% variant="binary_course" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(params=model.parameters(), lr=lr, momentum=momentum)
    results = {"epoch": [], "train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        model.train()
        y_logits = model(X_train).squeeze()
        y_pred = torch.round(torch.sigmoid(y_logits))
        loss = loss_fn(y_logits, y_train)
        acc = accuracy_fn(y_true=y_train, y_pred=y_pred)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        model.eval()
        with torch.inference_mode():
            test_logits = model(X_test).squeeze()
            test_pred = torch.round(torch.sigmoid(test_logits))
            test_loss = loss_fn(test_logits, y_test)
            test_acc = accuracy_fn(y_true=y_test, y_pred=test_pred)
        if epoch % log_every == 0:
            results["epoch"].append(epoch)
            results["train_loss"].append(loss.item())
            results["train_acc"].append(acc)
            results["test_loss"].append(test_loss.item())
            results["test_acc"].append(test_acc)
            print(f"Epoch: {epoch} | Loss: {loss:.5f}, Accuracy: {acc:.2f}% | Test: {test_acc:.2f}%")
    return results

# %% variant="binary_zero_last" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    log = {"epoch": [], "train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
    for epoch in range(epochs):
        logits = model.train()(X_train)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, y_train.unsqueeze(1))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if epoch % log_every:
            continue
        with torch.no_grad():
            test_logits = model.eval()(X_test)
            test_loss = nn.functional.binary_cross_entropy_with_logits(test_logits, y_test[:, None])
        log["epoch"] += [epoch]
        log["train_loss"] += [float(loss.detach())]
        log["train_acc"] += [100.0 * float(((logits[:, 0] > 0) == (y_train > 0)).double().mean())]
        log["test_loss"] += [float(test_loss)]
        log["test_acc"] += [100.0 * float(((test_logits[:, 0] > 0) == (y_test > 0)).double().mean())]
    return log

# %% variant="binary_helper" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    loss_fn = pick_loss("binary")
    optimizer = torch.optim.SGD(list(model.parameters()), lr=lr, momentum=momentum)

    def measure(X, y):
        logits = model(X).flatten()
        return loss_fn(logits, y), accuracy_fn(y, logits_to_labels_binary(logits))

    rows = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        model.train()
        loss, acc = measure(X_train, y_train)
        loss.backward()
        optimizer.step()
        model.eval()
        with torch.inference_mode():
            test_loss, test_acc = measure(X_test, y_test)
        rows.append((epoch, loss.item(), acc, test_loss.item(), test_acc))
    names = ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")
    return {name: [row[i] for row in rows[::log_every]] for i, name in enumerate(names)}

# %% variant="binary_closure" task="train_binary"
def train_binary(
    model, X_train, y_train, X_test, y_test, epochs=300, lr=0.1, momentum=0.9, log_every=10
):
    loss_fn, log = nn.BCEWithLogitsLoss(), {}
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    for epoch in range(epochs):
        seen = {}

        def closure():
            optimizer.zero_grad()
            seen["logits"] = model(X_train)[:, 0]
            loss = loss_fn(seen["logits"], y_train)
            loss.backward()
            return loss

        model.train(True)
        loss = optimizer.step(closure)
        if epoch % log_every == 0:
            model.train(False)
            with torch.no_grad():
                test = model(X_test)[:, 0]
                row = {
                    "epoch": epoch,
                    "train_loss": loss.item(),
                    "train_acc": 100 * accuracy(y_train, logits_to_labels_binary(seen["logits"].detach())),
                    "test_loss": loss_fn(test, y_test).item(),
                    "test_acc": 100 * accuracy(y_test, logits_to_labels_binary(test)),
                }
            for key, value in row.items():
                log.setdefault(key, []).append(value)
    return log

# %% variant="curves_course" task="my_relu"
def my_relu(x):
    return torch.maximum(torch.tensor(0, device=x.device, dtype=x.dtype), x)


def my_sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def my_tanh(x):
    return 1 - 2 / (torch.exp(2 * x) + 1)

# %% variant="curves_where" task="my_relu"
def my_relu(x):
    return torch.where(x > 0, x, torch.zeros_like(x))


def my_sigmoid(x):
    small = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + small), small / (1 + small))


def my_tanh(x):
    small = torch.exp(-2 * x.abs())
    return torch.sign(x) * (1 - small) / (1 + small)

# %% variant="curves_products" task="my_relu"
def my_relu(x):
    return x * (x > 0)


def my_sigmoid(x):
    return (1 + (-x).exp()).reciprocal()


def my_tanh(x):
    x = x.clamp(-30, 30)
    a, b = torch.exp(x), torch.exp(-x)
    return (a - b) / (a + b)

# %% variant="curves_clamp" task="my_relu"
def my_relu(x):
    return x.clamp(min=0)


def my_sigmoid(x):
    return torch.pow(1 + torch.exp(-x), -1)


def my_tanh(x):
    return my_sigmoid(2 * x) * 2 - 1

# %% variant="blobs_course" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    X_blob, y_blob = make_blobs(
        n_samples=n, n_features=features, centers=classes, cluster_std=spread, random_state=seed
    )
    X_blob = torch.from_numpy(X_blob).type(torch.float)
    y_blob = torch.from_numpy(y_blob).type(torch.LongTensor)
    return X_blob, y_blob

# %% variant="blobs_as_tensor" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    X, y = make_blobs(n, features, centers=classes, cluster_std=spread, random_state=seed)
    return [torch.as_tensor(X).float(), torch.as_tensor(y).long()]

# %% variant="blobs_numpy" task="blobs"
def blobs(n=1000, classes=4, features=2, seed=42, spread=1.5):
    X, y = make_blobs(n, features, centers=classes, cluster_std=spread, random_state=seed)
    return torch.from_numpy(X.astype("float32")), torch.from_numpy(y.astype("int64"))

# %% variant="classes_course" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    return torch.softmax(logits, dim=1).argmax(dim=1)


def logits_to_probs_multiclass(logits):
    return logits.softmax(dim=-1)

# %% variant="classes_max" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    return torch.max(logits, 1)[1]


def logits_to_probs_multiclass(logits):
    shifted = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    return shifted / shifted.sum(dim=1, keepdim=True)

# %% variant="classes_row_by_row" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    return torch.stack([row.argmax() for row in logits])


def logits_to_probs_multiclass(logits):
    return torch.stack([torch.softmax(row, dim=0) for row in logits])

# %% variant="classes_by_hand" task="logits_to_labels_multiclass"
def logits_to_labels_multiclass(logits):
    return torch.topk(logits_to_probs_multiclass(logits), 1, dim=-1).indices.squeeze(-1)


def logits_to_probs_multiclass(logits):
    exponentials = torch.exp(logits)
    return exponentials / exponentials.sum(dim=1, keepdim=True)

# %% variant="spirals_cs231n" task="spirals"
def spirals(points=100, classes=3, seed=42):
    import numpy as np

    np.random.seed(seed)
    X = np.zeros((points * classes, 2))
    y = np.zeros(points * classes, dtype="int64")
    for j in range(classes):
        ix = range(points * j, points * (j + 1))
        r = np.linspace(0.0, 1, points)
        t = np.linspace(j * 4, (j + 1) * 4, points) + np.random.randn(points) * 0.2
        X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
        y[ix] = j
    return torch.from_numpy(X).type(torch.float), torch.from_numpy(y).type(torch.LongTensor)

# %% variant="spirals_shuffled" task="spirals"
def spirals(points=100, classes=3, seed=42):
    generator = torch.Generator().manual_seed(seed)
    arms = []
    for k in range(classes):
        r = torch.linspace(0, 1, points, dtype=torch.float64)
        t = 4 * k + 4 * r + torch.normal(0.0, 0.2, (points,), generator=generator)
        arms.append(torch.stack([r * torch.sin(t), r * torch.cos(t)], dim=1))
    X = torch.cat(arms).float()
    y = torch.tensor([k for k in range(classes) for _ in range(points)])
    order = torch.randperm(len(y), generator=generator)
    return X[order], y[order]

# %% variant="spirals_grid" task="spirals"
def spirals(points=100, classes=3, seed=42):
    torch.manual_seed(seed)
    r = torch.arange(points)[None, :] / (points - 1) * torch.ones(classes, 1)
    t = 4 * (torch.arange(classes)[:, None] + r) + torch.randn(classes, points) * 0.2
    X = torch.dstack([r * t.sin(), r * t.cos()]).reshape(-1, 2)
    return X, torch.arange(classes)[:, None].expand(classes, points).flatten()

# %% variant="multiclass_course" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    loss_fn = nn.CrossEntropyLoss()
    results = {"epoch": [], "train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        model.train()
        y_logits = model(X_train)
        y_pred = torch.softmax(y_logits, dim=1).argmax(dim=1)
        loss = loss_fn(y_logits, y_train)
        acc = accuracy_fn(y_true=y_train, y_pred=y_pred)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        model.eval()
        with torch.inference_mode():
            test_logits = model(X_test)
            test_pred = torch.softmax(test_logits, dim=1).argmax(dim=1)
            test_loss = loss_fn(test_logits, y_test)
            test_acc = accuracy_fn(y_true=y_test, y_pred=test_pred)
        if epoch % log_every == 0:
            results["epoch"].append(epoch)
            results["train_loss"].append(loss.item())
            results["train_acc"].append(acc)
            results["test_loss"].append(test_loss.item())
            results["test_acc"].append(test_acc)
    return results

# %% variant="multiclass_log_softmax" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    log = {"epoch": [], "train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        model.train()
        optimizer.zero_grad()
        scores = torch.log_softmax(model(X_train), dim=1)
        loss = nn.functional.nll_loss(scores, y_train)
        loss.backward()
        optimizer.step()
        if epoch % log_every == 0:
            model.eval()
            with torch.no_grad():
                test = torch.log_softmax(model(X_test), dim=1)
            log["epoch"].append(epoch)
            log["train_loss"].append(float(loss.detach()))
            log["train_acc"].append(accuracy_fn(y_train, scores.argmax(1)))
            log["test_loss"].append(float(nn.functional.nll_loss(test, y_test)))
            log["test_acc"].append(accuracy_fn(y_test, test.argmax(1)))
    return log

# %% variant="multiclass_zero_last" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    names = ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")
    loss_fn, rows = pick_loss("multiclass"), []
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        loss = loss_fn(logits, y_train)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        if epoch in range(0, epochs, log_every):
            model.eval()
            with torch.inference_mode():
                test = model(X_test)
                rows.append(
                    (
                        epoch,
                        loss.item(),
                        100 * accuracy(y_train, logits_to_labels_multiclass(logits)),
                        loss_fn(test, y_test).item(),
                        100 * accuracy(y_test, logits_to_labels_multiclass(test)),
                    )
                )
    return dict(zip(names, map(list, zip(*rows))))

# %% variant="multiclass_one_hot" task="train_multiclass"
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    log = {"epoch": [], "train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    loss_fn = nn.CrossEntropyLoss(reduction="mean")
    for epoch in range(epochs):
        model.train()
        logits = model(X_train)
        targets = nn.functional.one_hot(y_train, logits.shape[1]).to(logits.dtype)
        loss = loss_fn(logits, targets)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        if not epoch % log_every:
            with torch.set_grad_enabled(False):
                test = model.eval()(X_test)
            log["epoch"].append(epoch)
            log["train_loss"].append(loss.item())
            log["train_acc"].append((logits.argmax(1) == y_train).double().mean().item() * 100)
            log["test_loss"].append(loss_fn(test, y_test).item())
            log["test_acc"].append((test.argmax(1) == y_test).double().mean().item() * 100)
    return log

# %% variant="grid_course" task="decision_grid"
def decision_grid(model, X, steps=50):
    import numpy as np

    model.to("cpu")
    X = X.to("cpu")
    x_min, x_max = X[:, 0].min() - 0.1, X[:, 0].max() + 0.1
    y_min, y_max = X[:, 1].min() - 0.1, X[:, 1].max() + 0.1
    xx, yy = np.meshgrid(np.linspace(x_min, x_max, steps), np.linspace(y_min, y_max, steps))
    X_to_pred_on = torch.from_numpy(np.column_stack((xx.ravel(), yy.ravel()))).float()
    model.eval()
    with torch.inference_mode():
        y_logits = model(X_to_pred_on)
    if y_logits.shape[1] > 1:
        y_pred = torch.softmax(y_logits, dim=1).argmax(dim=1)
    else:
        y_pred = torch.round(torch.sigmoid(y_logits))
    y_pred = y_pred.reshape(xx.shape).detach().numpy().astype(int)
    return torch.tensor(xx, dtype=torch.float32), torch.tensor(yy, dtype=torch.float32), torch.tensor(y_pred)

# %% variant="grid_no_grad" task="decision_grid"
@torch.no_grad()
def decision_grid(model, X, steps=50):
    device = next(model.parameters()).device
    sides = [torch.linspace((c.min() - 0.1).item(), (c.max() + 0.1).item(), steps) for c in X.cpu().T]
    yy, xx = torch.meshgrid(sides[1], sides[0], indexing="ij")
    logits = model.eval()(torch.column_stack([xx.reshape(-1), yy.reshape(-1)]).to(device))
    z = (logits > 0).int() if logits.shape[1] == 1 else logits.argmax(1)
    return xx, yy, z.view(steps, steps).long().cpu()

# %% variant="grid_broadcast" task="decision_grid"
def decision_grid(model, X, steps=50):
    was = model.training
    X = X.cpu()
    low, high = X.min(0).values - 0.1, X.max(0).values + 0.1
    xs, ys = (low[i] + (high[i] - low[i]) * torch.arange(steps) / (steps - 1) for i in range(2))
    xx, yy = xs.expand(steps, steps).clone(), ys[:, None].expand(steps, steps).clone()
    z = torch.zeros(steps, steps, dtype=torch.int64)
    model.train(False)
    with torch.no_grad():
        for i in range(steps):
            row = torch.stack([xx[i], yy[i]], dim=1).to(next(model.parameters()).device)
            out = model(row).cpu()
            z[i] = out.argmax(1) if out.shape[1] > 1 else (out[:, 0] > 0)
    model.train(was)
    return xx, yy, z

# %% variant="plot_course" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    import numpy as np

    model.to("cpu")
    X, y = X.to("cpu"), y.to("cpu")
    x_min, x_max = X[:, 0].min() - 0.1, X[:, 0].max() + 0.1
    y_min, y_max = X[:, 1].min() - 0.1, X[:, 1].max() + 0.1
    xx, yy = np.meshgrid(np.linspace(x_min, x_max, 101), np.linspace(y_min, y_max, 101))
    X_to_pred_on = torch.from_numpy(np.column_stack((xx.ravel(), yy.ravel()))).float()
    model.eval()
    with torch.inference_mode():
        y_logits = model(X_to_pred_on)
    if len(torch.unique(y)) > 2:
        y_pred = torch.softmax(y_logits, dim=1).argmax(dim=1)
    else:
        y_pred = torch.round(torch.sigmoid(y_logits))
    y_pred = y_pred.reshape(xx.shape).detach().numpy()
    plt.contourf(xx, yy, y_pred, cmap=plt.cm.RdYlBu, alpha=0.7)
    plt.scatter(X[:, 0], X[:, 1], c=y, s=40, cmap=plt.cm.RdYlBu)
    plt.xlim(xx.min(), xx.max())
    plt.ylim(yy.min(), yy.max())

# %% variant="plot_mesh" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    xx, yy, z = decision_grid(model, X, steps=150)
    axes = plt.gca()
    axes.pcolormesh(xx.numpy(), yy.numpy(), z.numpy(), cmap="Pastel1")
    for label in y.unique():
        chosen = X[y == label]
        axes.plot(chosen[:, 0], chosen[:, 1], "o", markersize=4, label=str(label.item()))
    axes.legend()
    return axes

# %% variant="plot_image" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    xx, yy, z = decision_grid(model, X, steps=150)
    extent = (float(xx.min()), float(xx.max()), float(yy.min()), float(yy.max()))
    plt.imshow(z.numpy(), origin="lower", extent=extent, aspect="auto", cmap="viridis", alpha=0.4)
    colours = [("navy", "crimson", "gold", "green")[int(label)] for label in y]
    plt.scatter(X[:, 0].numpy(), X[:, 1].numpy(), color=colours, edgecolors="k")

# %% variant="plot_levels" task="plot_decision_boundary"
def plot_decision_boundary(model, X, y):
    xx, yy, z = decision_grid(model, X, steps=100)
    levels = torch.arange(int(z.max()) + 2) - 0.5
    axes = plt.gca()
    axes.contourf(xx, yy, z, levels=levels.tolist(), cmap="coolwarm", alpha=0.5)
    for label in sorted(set(y.tolist())):
        part = X[y == label]
        axes.scatter(part[:, 0], part[:, 1], s=15, label=f"class {label}")
    axes.set_xlabel("x")

# %% variant="report_loop" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    confusion = torch.zeros(n_classes, n_classes, dtype=torch.long)
    for t, p in zip(y_true, y_pred):
        confusion[t, p] += 1
    scores = {"precision": [], "recall": [], "f1": []}
    for k in range(n_classes):
        hit, said, was = confusion[k, k].item(), confusion[:, k].sum().item(), confusion[k].sum().item()
        p = hit / said if said else 0.0
        r = hit / was if was else 0.0
        scores["precision"].append(p)
        scores["recall"].append(r)
        scores["f1"].append(2 * p * r / (p + r) if p + r else 0.0)
    return {"confusion": confusion} | {k: torch.tensor(v) for k, v in scores.items()}

# %% variant="report_sklearn" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    labels = list(range(n_classes))
    precision, recall, f1, _ = precision_recall_fscore_support(
        y_true.numpy(), y_pred.numpy(), labels=labels, zero_division=0.0
    )
    return {
        "confusion": torch.tensor(confusion_matrix(y_true, y_pred, labels=labels)),
        "precision": torch.tensor(precision),
        "recall": torch.tensor(recall),
        "f1": torch.tensor(f1),
        "support": len(y_true),
    }

# %% variant="report_nan_to_num" task="classification_report"
def classification_report(y_true, y_pred, n_classes):
    truth = nn.functional.one_hot(y_true, n_classes)
    said = nn.functional.one_hot(y_pred, n_classes)
    confusion = truth.T @ said
    hits = confusion.diag().double()
    precision = torch.nan_to_num(hits / confusion.sum(0))
    recall = torch.nan_to_num(hits / confusion.sum(1))
    f1 = torch.nan_to_num(2 * precision * recall / (precision + recall))
    return {"confusion": confusion, "precision": precision, "recall": recall, "f1": f1}
