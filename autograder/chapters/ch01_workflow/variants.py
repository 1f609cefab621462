# Right answers of chapter 01 in other forms; each earns full marks.

# %% variant="arange_numbers" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(0, n, dtype=torch.float32)[:, None] / n
    y = weight * x + bias
    if noise > 0:
        y = y + torch.normal(0.0, noise, size=y.shape)
    return x, y

# %% variant="linspace_cut" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.linspace(0, 1, n + 1)[:-1].unsqueeze(1)
    return x, weight * x + bias + torch.randn_like(x) * noise

# %% variant="numpy_line" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    import numpy as np

    x = np.arange(n).reshape(-1, 1) / n
    y = weight * x + bias + noise * np.random.standard_normal((n, 1))
    return torch.from_numpy(x).float(), torch.tensor(y, dtype=torch.float32)

# %% variant="python_list" task="make_line"
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.tensor([[i / n] for i in range(n)])
    return x, x * weight + bias + noise * torch.randn(x.shape)

# %% variant="course_split" task="split"
def split(X, y, train_frac=0.8):
    train_split = int(train_frac * len(X))
    X_train, y_train = X[:train_split], y[:train_split]
    X_test, y_test = X[train_split:], y[train_split:]
    return X_train, y_train, X_test, y_test

# %% variant="tensor_split" task="split"
def split(X, y, train_frac=0.8):
    n = int(X.shape[0] * train_frac)
    (X_train, X_test), (y_train, y_test) = X.split([n, len(X) - n]), y.tensor_split([n])
    return [X_train.clone(), y_train.clone(), X_test.clone(), y_test.clone()]

# %% variant="floor_and_index" task="split"
def split(X, y, train_frac=0.8):
    import math

    n = math.floor(len(X) * train_frac)
    first, last = torch.arange(n), torch.arange(n, len(X))
    return X[first], y[first], X[last], y[last]

# %% variant="course_style_plot" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    plt.figure(figsize=(10, 7))
    plt.scatter(train_X.detach().cpu(), train_y.detach().cpu(), c="b", s=4, label="Training data")
    plt.scatter(test_X.detach().cpu(), test_y.detach().cpu(), c="g", s=4, label="Testing data")
    if preds is not None:
        plt.scatter(test_X.detach().cpu(), preds.detach().cpu(), c="r", s=4, label="Predictions")
    plt.legend(prop={"size": 14})
    return plt.gca()

# %% variant="plot_not_scatter" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    arrays = [t if t is None else t.detach().cpu().numpy() for t in (train_X, train_y, test_X, test_y, preds)]
    fig = plt.figure()
    ax = fig.add_subplot()
    ax.grid(True)
    ax.axhline(0)
    ax.plot(arrays[0], arrays[1], "bo", label="train")
    ax.plot(arrays[2], arrays[3], "g.", label="test")
    if preds is not None:
        ax.plot(arrays[2], arrays[4], "rx", label="test predictions")
    fig.legend() if False else ax.legend(loc="upper left")
    return ax

# %% variant="flat_lists" task="plot_predictions"
def plot_predictions(train_X, train_y, test_X, test_y, preds=None):
    def flat(tensor):
        return tensor.detach().cpu().flatten().tolist()

    _, ax = plt.subplots()
    ax.scatter(flat(train_X), flat(train_y), label="TRAIN")
    ax.scatter(flat(test_X), flat(test_y), label="TEST")
    if preds is not None:
        ax.scatter(flat(test_X), flat(preds), marker="x", label="PRED")
    ax.set_title("A line")
    ax.legend()
    return ax

# %% variant="course_style_model" task="LinearRegression"
class LinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(1, dtype=torch.float), requires_grad=True)
        self.bias = nn.Parameter(torch.randn(1, dtype=torch.float), requires_grad=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.weights * x + self.bias

# %% variant="scalar_parameters" task="LinearRegression"
class LinearRegression(nn.Module):
    def __init__(self):
        super(LinearRegression, self).__init__()
        self.bias = nn.Parameter(torch.randn(()))
        self.weights = nn.Parameter(torch.rand(()))

    def forward(self, x):
        return torch.add(self.bias, x * self.weights)

# %% variant="registered" task="LinearRegression"
class LinearRegression(torch.nn.Module):
    def __init__(self):
        torch.nn.Module.__init__(self)
        for name in ("weights", "bias"):
            self.register_parameter(name, torch.nn.Parameter(torch.empty(1).uniform_(-1, 1)))

    def forward(self, x):
        return torch.addcmul(self.bias, x, self.weights)

# %% variant="course_order" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    model.train()
    y_pred = model(X)
    loss = loss_fn(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% variant="zero_grad_first" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    optimizer.zero_grad(set_to_none=False)
    model.train(True)
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.step()
    return float(loss)

# %% variant="zero_grad_last" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()

# %% variant="model_zero_grad" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    model.train()
    model.zero_grad()
    prediction = model(X)
    loss = loss_fn(prediction, y)
    torch.autograd.backward(loss)
    optimizer.step()
    return float(loss.detach().cpu())

# %% variant="closure" task="train_one_epoch"
def train_one_epoch(model, X, y, loss_fn, optimizer):
    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(X), y)
        loss.backward()
        return loss

    with torch.enable_grad():
        model.train()
        return optimizer.step(closure).item()

# %% variant="curve_append" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    losses = []
    for epoch in range(1, epochs + 1):
        losses.append(train_one_epoch(model, X, y, loss_fn, optimizer))
    return losses

# %% variant="curve_inline" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    losses = []
    for epoch in range(epochs):
        model.train()
        y_pred = model(X)
        loss = loss_fn(y_pred, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% variant="curve_stack" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    kept = torch.zeros(epochs, dtype=torch.float64)
    for epoch in range(epochs):
        model.train()
        loss = loss_fn(model(X), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        kept[epoch] = loss.detach()
    return kept.tolist()

# %% variant="curve_float" task="loss_curve"
def loss_curve(model, X, y, loss_fn, optimizer, epochs):
    losses = [float("nan")] * epochs
    model.train()
    for i in range(epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(X), y)
        losses[i] = float(loss.detach())
        loss.backward()
        optimizer.step()
    return losses

# %% variant="eval_no_grad" task="evaluate"
def evaluate(model, X, y, loss_fn):
    model.eval()
    with torch.no_grad():
        test_pred = model(X)
        test_loss = loss_fn(test_pred, y)
    return test_loss.item()

# %% variant="eval_decorator" task="evaluate"
@torch.no_grad()
def evaluate(model, X, y, loss_fn):
    model.train(False)
    return float(loss_fn(model(X), y))

# %% variant="eval_and_back" task="evaluate"
def evaluate(model, X, y, loss_fn):
    before = model.training
    with torch.inference_mode():
        model.eval()
        loss = float(loss_fn(model(X), y))
    model.train(before)
    return loss

# %% variant="eval_switch" task="evaluate"
def evaluate(model, X, y, loss_fn):
    with torch.set_grad_enabled(False):
        return loss_fn(model.eval()(X), y).detach().cpu().item()

# %% variant="fit_inline" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    loss_fn = nn.L1Loss()
    optimizer = torch.optim.SGD(params=model.parameters(), lr=lr, momentum=momentum)
    epoch_count, train_loss_values, test_loss_values = [], [], []
    for epoch in range(epochs):
        model.train()
        y_pred = model(X_train)
        loss = loss_fn(y_pred, y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        model.eval()
        with torch.inference_mode():
            test_pred = model(X_test)
            test_loss = loss_fn(test_pred, y_test.type(test_pred.dtype))
        if epoch % log_every == 0:
            epoch_count.append(epoch)
            train_loss_values.append(loss.detach().cpu().item())
            test_loss_values.append(test_loss.detach().cpu().item())
            print(f"Epoch: {epoch} | loss {loss} | test loss {test_loss}")
    return {"epoch": epoch_count, "train_loss": train_loss_values, "test_loss": test_loss_values}

# %% variant="fit_functional" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    from torch.nn.functional import l1_loss

    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    rows = []
    for epoch in range(epochs):
        train = train_one_epoch(model, X_train, y_train, l1_loss, optimizer)
        test = evaluate(model, X_test, y_test, l1_loss)
        rows.append((epoch, train, test))
    kept = rows[::log_every]
    return {name: [row[i] for row in kept] for i, name in enumerate(("epoch", "train_loss", "test_loss"))}

# %% variant="fit_zero_last" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    loss_fn, log = nn.L1Loss(reduction="mean"), {"epoch": [], "train_loss": [], "test_loss": []}
    optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
    for epoch in range(epochs):
        model.train()
        loss = loss_fn(model(X_train), y_train)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if not epoch % log_every:
            model.eval()
            with torch.no_grad():
                test_loss = loss_fn(model(X_test), y_test)
            log["test_loss"].append(float(test_loss))
            log["train_loss"].append(float(loss.detach()))
            log["epoch"].append(epoch)
    return log

# %% variant="fit_mean_absolute" task="fit"
def fit(model, X_train, y_train, X_test, y_test, epochs=300, lr=0.01, log_every=20, momentum=0.0):
    def mae(prediction, target):
        return (target - prediction).abs().mean()

    optimizer = torch.optim.SGD(list(model.parameters()), lr=lr, momentum=momentum)
    history = {"epoch": [], "train_loss": [], "test_loss": [], "name": "line"}
    for epoch in range(epochs):
        loss = train_one_epoch(model, X_train, y_train, mae, optimizer)
        if epoch in range(0, epochs, log_every):
            history["epoch"] += [epoch]
            history["train_loss"] += [loss]
            history["test_loss"] += [evaluate(model, X_test, y_test, mae)]
    return history

# %% variant="predict_no_grad" task="predict"
def predict(model, X):
    model.eval()
    with torch.no_grad():
        y_preds = model(X)
    return y_preds.cpu()

# %% variant="predict_decorator" task="predict"
@torch.inference_mode()
def predict(model, X):
    return model.eval()(X).to("cpu")

# %% variant="predict_device" task="predict"
def predict(model, X):
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    with torch.no_grad():
        out = model(X.to(device)).detach().clone().cpu()
    model.train(was_training)
    return out

# %% variant="save_course" task="save_weights"
def save_weights(model, path):
    MODEL_PATH = Path(path).parent
    MODEL_PATH.mkdir(parents=True, exist_ok=True)
    MODEL_SAVE_PATH = MODEL_PATH / Path(path).name
    torch.save(obj=model.state_dict(), f=MODEL_SAVE_PATH)
    return MODEL_SAVE_PATH

# %% variant="save_cpu_copy" task="save_weights"
def save_weights(model, path):
    import os

    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "wb") as file:
        torch.save({k: v.detach().cpu().clone() for k, v in model.state_dict().items()}, file)
    return Path(path)

# %% variant="save_resolved" task="save_weights"
def save_weights(model, path):
    target = Path(path).resolve()
    if not target.parent.exists():
        target.parent.mkdir(parents=True)
    torch.save(model.state_dict(), str(target))
    return target

# %% variant="load_course" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    loaded_model = model_cls()
    loaded_model.load_state_dict(torch.load(f=path, map_location=torch.device(device)))
    loaded_model.to(device)
    loaded_model.eval()
    return loaded_model

# %% variant="load_on_cpu" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    with open(path, "rb") as file:
        state = torch.load(file, map_location="cpu", weights_only=True)
    model = model_cls().to(device)
    report = model.load_state_dict(state)
    if report.missing_keys or report.unexpected_keys:
        raise ValueError(str(report))
    model.train(False)
    return model

# %% variant="load_checked" task="load_weights"
def load_weights(model_cls, path, device="cpu"):
    model = model_cls().eval()
    state = torch.load(Path(path), map_location=lambda storage, location: storage)
    if set(state) != set(model.state_dict()):
        raise KeyError("these weights belong to another model")
    model.load_state_dict(state, strict=False)
    return model.to(device=device)

# %% variant="layer_course" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.linear_layer = nn.Linear(in_features=in_features, out_features=out_features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear_layer(x)

# %% variant="layer_functional" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        self.add_module("linear_layer", nn.Linear(in_features, out_features, True))

    def forward(self, x):
        return nn.functional.linear(x, self.linear_layer.weight, self.linear_layer.bias)

# %% variant="layer_matmul" task="LinearRegressionV2"
class LinearRegressionV2(nn.Module):
    def __init__(self, in_features=1, out_features=1):
        super().__init__()
        layer = nn.Linear(in_features, out_features)
        self.linear_layer = layer

    def forward(self, x):
        return x @ self.linear_layer.weight.T + self.linear_layer.bias
