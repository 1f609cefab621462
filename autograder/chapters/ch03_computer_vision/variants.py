# ruff: noqa
# Right answers of chapter 03 in other forms; each earns full marks.

# %% variant="course_loaders" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    train_dataloader = DataLoader(train_dataset, batch_size=batch_size, shuffle=True)
    test_dataloader = DataLoader(test_dataset, batch_size=batch_size, shuffle=False)
    print(f"Length of train dataloader: {len(train_dataloader)} batches of {batch_size}")
    return train_dataloader, test_dataloader

# %% variant="random_sampler" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    from torch.utils.data import RandomSampler

    sampler = RandomSampler(train_dataset)
    return [
        DataLoader(train_dataset, batch_size, sampler=sampler, num_workers=0),
        DataLoader(test_dataset, batch_size),
    ]

# %% variant="own_generator" task="make_loaders"
def make_loaders(train_dataset, test_dataset, batch_size=32):
    generator = torch.Generator().manual_seed(42)
    train = DataLoader(train_dataset, batch_size=batch_size, shuffle=True, generator=generator)
    return train, DataLoader(dataset=test_dataset, batch_size=batch_size, drop_last=False)

# %% variant="course_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    def __init__(self, input_shape: int, hidden_units: int, output_shape: int):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(),
            nn.Linear(in_features=input_shape, out_features=hidden_units),
            nn.Linear(in_features=hidden_units, out_features=output_shape),
        )

    def forward(self, x):
        return self.layer_stack(x)

# %% variant="named_layers_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super(FashionMNISTModelV0, self).__init__()
        self.fc2 = nn.Linear(hidden_units, output_shape)
        self.fc1 = nn.Linear(input_shape, hidden_units)

    def forward(self, x):
        return self.fc2(self.fc1(x.view(x.size(0), -1)))

# %% variant="flatten_function_v0" task="FashionMNISTModelV0"
class FashionMNISTModelV0(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(input_shape, hidden_units), nn.Identity(), nn.Linear(hidden_units, output_shape))

    def forward(self, x):
        return self.net(torch.flatten(x, start_dim=1))

# %% variant="course_v1" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    def __init__(self, input_shape: int, hidden_units: int, output_shape: int):
        super().__init__()
        self.layer_stack = nn.Sequential(
            nn.Flatten(),
            nn.Linear(in_features=input_shape, out_features=hidden_units),
            nn.ReLU(),
            nn.Linear(in_features=hidden_units, out_features=output_shape),
            nn.ReLU(),
        )

    def forward(self, x: torch.Tensor):
        return self.layer_stack(x)

# %% variant="functional_relu_v1" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.first, self.second = nn.Linear(input_shape, hidden_units), nn.Linear(hidden_units, output_shape)

    def forward(self, x):
        return self.second(torch.relu(self.first(x.flatten(1))))

# %% variant="max_with_zero_v1" task="FashionMNISTModelV1"
class FashionMNISTModelV1(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.flat = nn.Flatten()
        self.layers = nn.ModuleList([nn.Linear(input_shape, hidden_units), nn.Linear(hidden_units, output_shape)])

    def forward(self, x):
        hidden = self.layers[0](self.flat(x)).clamp(min=0)
        return self.layers[1](hidden)

# %% variant="real_layer" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    layer = nn.Conv2d(1, 1, kernel, stride=stride, padding=padding, dilation=dilation)
    with torch.inference_mode():
        return layer(torch.zeros(1, 1, size, size)).shape[-1]

# %% variant="floor_formula" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    import math

    return math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1)

# %% variant="counted_places" task="conv2d_out"
def conv2d_out(size, kernel, stride=1, padding=0, dilation=1):
    last = size + 2 * padding - (dilation * (kernel - 1) + 1)
    return len(range(0, last + 1, stride))

# %% variant="course_v2" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    def __init__(self, input_shape: int, hidden_units: int, output_shape: int):
        super().__init__()
        self.block_1 = nn.Sequential(
            nn.Conv2d(in_channels=input_shape, out_channels=hidden_units, kernel_size=3, stride=1, padding=1),
            nn.ReLU(),
            nn.Conv2d(in_channels=hidden_units, out_channels=hidden_units, kernel_size=3, stride=1, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
        )
        self.block_2 = nn.Sequential(
            nn.Conv2d(hidden_units, hidden_units, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(hidden_units, hidden_units, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(in_features=hidden_units * 7 * 7, out_features=output_shape),
        )

    def forward(self, x: torch.Tensor):
        x = self.block_1(x)
        x = self.block_2(x)
        x = self.classifier(x)
        return x

# %% variant="lazy_linear_v2" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        self.conv1 = nn.Conv2d(input_shape, hidden_units, 3, 1, "same")
        self.conv2 = nn.Conv2d(hidden_units, hidden_units, 3, 1, "same")
        self.conv4 = nn.Conv2d(hidden_units, hidden_units, 3, 1, "same")
        self.conv3 = nn.Conv2d(hidden_units, hidden_units, 3, 1, "same")
        self.pool = nn.MaxPool2d(2)
        self.out = nn.Linear(hidden_units * 49, output_shape)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv2(torch.relu(self.conv1(x)))))
        x = self.pool(torch.relu(self.conv4(torch.relu(self.conv3(x)))))
        return self.out(x.reshape(len(x), -1))

# %% variant="relu_after_pool_v2" task="FashionMNISTModelV2"
class FashionMNISTModelV2(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.net = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(inplace=True),
            nn.Conv2d(h, h, 3, padding=1), nn.MaxPool2d(2), nn.ReLU(inplace=True),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(inplace=True),
            nn.Conv2d(h, h, 3, padding=1), nn.MaxPool2d(2), nn.ReLU(inplace=True),
            nn.Flatten(), nn.Linear(h * 7 * 7, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% variant="deep_copy" task="flat_features"
def flat_features(module, in_shape):
    import copy

    twin = copy.deepcopy(module).eval()
    with torch.no_grad():
        return twin(torch.rand(1, *in_shape)).flatten().shape[0]

# %% variant="shape_product" task="flat_features"
def flat_features(module, in_shape):
    import math

    was_training = module.training
    try:
        module.eval()
        with torch.no_grad():
            out = module(torch.zeros(in_shape).unsqueeze(0))
    finally:
        if was_training:
            module.train()
    return math.prod(out.shape[1:])

# %% variant="batch_of_two" task="flat_features"
def flat_features(module, in_shape):
    before = module.training
    out = module.train(False)(torch.randn(2, *in_shape))
    module.train(before)
    return out[0].numel()

# %% variant="by_formula" task="TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(input_shape, hidden_units, kernel_size=3, stride=1, padding=1),
            nn.ReLU(),
            nn.Conv2d(hidden_units, hidden_units, kernel_size=3, stride=1, padding=1),
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
        side = image_size // 4
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(hidden_units * side * side, output_shape))

    def forward(self, x):
        return self.classifier(self.conv_block_2(self.conv_block_1(x)))

# %% variant="dry_run" task="TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()
        self.a = nn.Conv2d(input_shape, hidden_units, 3, padding=1)
        self.b, self.c, self.d = (nn.Conv2d(hidden_units, hidden_units, 3, padding=1) for _ in range(3))
        with torch.no_grad():
            width = self.see(torch.zeros(1, input_shape, image_size, image_size)).shape[1]
        self.head = nn.Linear(width, output_shape)

    def see(self, x):
        x = nn.functional.max_pool2d(self.b(self.a(x).relu()).relu(), 2)
        return nn.functional.max_pool2d(self.d(self.c(x).relu()).relu(), 2).flatten(1)

    def forward(self, x):
        return self.head(self.see(x))

# %% variant="by_conv2d_out" task="TinyVGG"
class TinyVGG(nn.Module):
    def __init__(self, input_shape, hidden_units, output_shape, image_size=28):
        super().__init__()

        def block(channels):
            return [
                nn.Conv2d(channels, hidden_units, 3, padding=1), nn.ReLU(),
                nn.Conv2d(hidden_units, hidden_units, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            ]

        for _ in range(2):
            image_size = conv2d_out(image_size, 2, stride=2)
        self.net = nn.Sequential(
            *block(input_shape), *block(hidden_units), nn.Flatten(),
            nn.Linear(hidden_units * image_size**2, output_shape),
        )

    def forward(self, x):
        return self.net(x)

# %% variant="course_train_step" task="train_step"
device = "cuda" if torch.cuda.is_available() else "cpu"

def train_step(model: torch.nn.Module,
               data_loader: torch.utils.data.DataLoader,
               loss_fn: torch.nn.Module,
               optimizer: torch.optim.Optimizer,
               accuracy_fn,
               device: torch.device = device):
    train_loss, train_acc = 0, 0
    model.to(device)
    for batch, (X, y) in enumerate(data_loader):
        X, y = X.to(device), y.to(device)
        y_pred = model(X)
        loss = loss_fn(y_pred, y)
        train_loss += loss
        train_acc += accuracy_fn(y_true=y, y_pred=y_pred.argmax(dim=1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    train_loss /= len(data_loader)
    train_acc /= len(data_loader)
    print(f"Train loss: {train_loss:.5f} | Train accuracy: {train_acc:.2f}%")

# %% variant="returning_course_style" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    train_loss, train_acc = 0, 0
    model.train()
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        y_pred = model(X)
        loss = loss_fn(y_pred, y)
        train_loss += loss.item()
        y_pred_class = torch.argmax(torch.softmax(y_pred, dim=1), dim=1)
        train_acc += accuracy_fn(y, y_pred_class)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
    return train_loss / len(data_loader), train_acc / len(data_loader)

# %% variant="weighted_by_samples" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    model.train()
    loss_sum, acc_sum, n = 0.0, 0.0, 0
    for inputs, labels in data_loader:
        optimizer.zero_grad()
        inputs = inputs.to(device, non_blocking=True)
        labels = labels.to(device, non_blocking=True)
        outputs = model(inputs)
        loss = loss_fn(outputs, labels)
        loss.backward()
        optimizer.step()
        loss_sum += float(loss.detach()) * len(labels)
        acc_sum += accuracy_fn(labels, outputs.max(dim=1).indices) * len(labels)
        n += len(labels)
    return [loss_sum / n, acc_sum / n]

# %% variant="zero_grad_last" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    model.to(device).train()
    model.zero_grad()
    losses, scores = [], []
    for batch in data_loader:
        X, y = (part.to(device) for part in batch)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())
        scores.append(accuracy_fn(y_true=y, y_pred=logits.argmax(1)))
    mean_loss = torch.stack(losses).mean().cpu().item()
    return mean_loss, sum(scores) / len(scores)

# %% variant="prints_in_own_words" task="train_step"
def train_step(model, data_loader, loss_fn, optimizer, accuracy_fn, device="cpu"):
    loss_total, acc_total = 0, 0
    for batch, (X, y) in enumerate(data_loader, start=1):
        X, y = X.to(device), y.to(device)
        optimizer.zero_grad()
        y_logits = model(X)
        loss = loss_fn(y_logits, y)
        loss.backward()
        optimizer.step()
        loss_total += loss.item()
        acc_total += accuracy_fn(y_true=y, y_pred=y_logits.argmax(dim=1))
        print(f"Looked at {batch * len(X)}/{len(data_loader.dataset)} samples")
    print(f"loss={loss_total / batch}, acc={acc_total / batch}")

# %% variant="course_test_step" task="test_step"
device = "cuda" if torch.cuda.is_available() else "cpu"

def test_step(data_loader: torch.utils.data.DataLoader,
              model: torch.nn.Module,
              loss_fn: torch.nn.Module,
              accuracy_fn,
              device: torch.device = device):
    test_loss, test_acc = 0, 0
    model.to(device)
    model.eval()
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            test_pred = model(X)
            test_loss += loss_fn(test_pred, y)
            test_acc += accuracy_fn(y_true=y, y_pred=test_pred.argmax(dim=1))
        test_loss /= len(data_loader)
        test_acc /= len(data_loader)
        print(f"Test loss: {test_loss:.5f} | Test accuracy: {test_acc:.2f}%\n")

# %% variant="decorated" task="test_step"
@torch.no_grad()
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    model.train(False)
    rows = []
    for X, y in data_loader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        rows.append((loss_fn(logits, y).item(), accuracy_fn(y, logits.argmax(1))))
    import numpy as np

    return tuple(np.mean(rows, axis=0))

# %% variant="back_to_training" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    before = model.training
    model.eval()
    loss, acc = 0.0, 0.0
    with torch.no_grad():
        for batch, (X, y) in enumerate(data_loader):
            y = y.to(device)
            pred = model(X.to(device))
            loss += float(loss_fn(pred, y))
            acc += accuracy_fn(y_true=y, y_pred=torch.argmax(pred, dim=-1))
    model.train(before)
    return loss / (batch + 1), acc / (batch + 1)

# %% variant="samples_weighed" task="test_step"
def test_step(data_loader, model, loss_fn, accuracy_fn, device="cpu"):
    model.eval()
    total, loss, acc = len(data_loader.dataset), 0.0, 0.0
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss += loss_fn(logits, y).item() * len(X) / total
            acc += accuracy_fn(y, logits.softmax(dim=1).argmax(dim=1)) * len(X) / total
    return loss, acc

# %% variant="course_eval_model" task="eval_model"
device = "cuda" if torch.cuda.is_available() else "cpu"

def eval_model(model: torch.nn.Module,
               data_loader: torch.utils.data.DataLoader,
               loss_fn: torch.nn.Module,
               accuracy_fn,
               device: torch.device = device):
    loss, acc = 0, 0
    model.eval()
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            y_pred = model(X)
            loss += loss_fn(y_pred, y)
            acc += accuracy_fn(y_true=y, y_pred=y_pred.argmax(dim=1))
        loss /= len(data_loader)
        acc /= len(data_loader)
    return {"model_name": model.__class__.__name__,
            "model_loss": loss.item(),
            "model_acc": acc}

# %% variant="by_test_step" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    loss, acc = test_step(data_loader, model, loss_fn, accuracy_fn, device)
    return dict(model_name=model._get_name(), model_loss=loss, model_acc=acc)

# %% variant="more_keys" task="eval_model"
@torch.inference_mode()
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    model.to(device).eval()
    loss, acc, n = 0.0, 0.0, 0
    for X, y in data_loader:
        logits = model(X.to(device))
        y = y.to(device)
        loss += loss_fn(logits, y).item() * len(y)
        acc += accuracy_fn(y, logits.argmax(dim=1)) * len(y)
        n += len(y)
    return {"model_loss": loss / n, "model_acc": acc / n, "samples": n, "model_name": type(model).__name__}

# %% variant="tensors_then_means" task="eval_model"
def eval_model(model, data_loader, loss_fn, accuracy_fn, device="cpu"):
    model.eval()
    losses, scores = [], []
    with torch.no_grad():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            y_pred = model(X)
            losses.append(loss_fn(y_pred, y))
            scores.append(accuracy_fn(y_true=y, y_pred=y_pred.argmax(dim=1)))
    mean = torch.stack(losses).mean().item()
    return {"model_name": model.__class__.__name__, "model_loss": mean, "model_acc": sum(scores) / len(scores)}

# %% variant="all_logits" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    model.eval()
    with torch.inference_mode():
        pairs = [(model(X.to(device)), y.to(device)) for X, y in data_loader]
        logits, y = (torch.cat(parts) for parts in zip(*pairs))
        return loss_fn(logits, y).item(), (logits.argmax(dim=1) == y).double().mean().item() * 100

# %% variant="dataset_length" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    total_loss, correct = 0, 0
    model.eval()
    with torch.no_grad():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            pred = model(X)
            total_loss += loss_fn(pred, y) * X.shape[0]
            correct += torch.eq(y, pred.argmax(dim=1)).sum()
    n = len(data_loader.dataset)
    return (total_loss / n).item(), correct.item() / n * 100

# %% variant="by_accuracy_fn" task="exact_metrics"
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    model.eval()
    rows = []
    with torch.inference_mode():
        for X, y in data_loader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            rows.append((len(y), loss_fn(logits, y).item(), accuracy_fn(y, logits.argmax(1))))
    n = sum(row[0] for row in rows)
    return tuple(sum(row[0] * row[k] for row in rows) / n for k in (1, 2))

# %% variant="running_mean" task="exact_metrics"
@torch.no_grad()
def exact_metrics(model, data_loader, loss_fn, device="cpu"):
    model.train(False)
    loss = acc = 0.0
    seen = 0
    for X, y in data_loader:
        y = y.to(device)
        logits = model(X.to(device))
        seen += len(y)
        loss += (float(loss_fn(logits, y)) - loss) * len(y) / seen
        acc += (accuracy_fn(y, logits.argmax(dim=-1)) - acc) * len(y) / seen
    return [loss, acc]

# %% variant="comprehension" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    def one():
        train_step(model.train(), train_loader, loss_fn, optimizer, accuracy_fn, device)
        return eval_model(model, test_loader, loss_fn, accuracy_fn, device)

    return [one() for _ in range(epochs)]

# %% variant="course_style_epochs" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    results = []
    for epoch in range(epochs):
        print(f"Epoch: {epoch}\n---------")
        model.train()
        train_step(data_loader=train_loader, model=model, loss_fn=loss_fn, optimizer=optimizer,
                   accuracy_fn=accuracy_fn, device=device)
        test_step(data_loader=test_loader, model=model, loss_fn=loss_fn, accuracy_fn=accuracy_fn, device=device)
        results.append(eval_model(model=model, data_loader=test_loader, loss_fn=loss_fn,
                                  accuracy_fn=accuracy_fn, device=device))
    return results

# %% variant="inline_epochs" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    results = []
    for _ in range(epochs):
        model.train()
        for X, y in train_loader:
            X, y = X.to(device), y.to(device)
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
        model.eval()
        loss, acc = 0.0, 0.0
        with torch.no_grad():
            for X, y in test_loader:
                X, y = X.to(device), y.to(device)
                logits = model(X)
                loss += loss_fn(logits, y).item()
                acc += accuracy_fn(y, logits.argmax(dim=1))
        row = {"model_name": type(model).__name__, "model_loss": loss / len(test_loader)}
        results.append(row | {"model_acc": acc / len(test_loader)})
    return results

# %% variant="extra_entries" task="train_epochs"
def train_epochs(model, train_loader, test_loader, loss_fn, optimizer, accuracy_fn, epochs, device="cpu"):
    history = [None] * epochs
    for epoch in range(epochs):
        model.train(True)
        train_step(model, train_loader, loss_fn, optimizer, accuracy_fn, device=device)
        history[epoch] = {"epoch": epoch, **eval_model(model, test_loader, loss_fn, accuracy_fn, device=device)}
    return history

# %% variant="course_timer" task="time_training"
from timeit import default_timer as timer

def time_training(fn):
    start = timer()
    result = fn()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    end = timer()
    print(f"Train time: {end - start:.3f} seconds")
    return result, end - start

# %% variant="monotonic_nanoseconds" task="time_training"
import time

def time_training(fn):
    begin = time.perf_counter_ns()
    out = fn()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return out, (time.perf_counter_ns() - begin) / 1e9

# %% variant="monotonic" task="time_training"
def time_training(fn):
    from time import monotonic

    wait = torch.cuda.synchronize if torch.cuda.is_available() else lambda: None
    wait()
    start = monotonic()
    value = fn()
    wait()
    return (value, monotonic() - start)

# %% variant="reversed_pair" task="compare"
def compare(results):
    return sorted(results, key=lambda r: (r["model_acc"], -r["train_seconds"]), reverse=True)

# %% variant="two_sorts" task="compare"
def compare(results):
    rows = [dict(row) for row in results]
    rows.sort(key=lambda row: row["train_seconds"])
    rows.sort(key=lambda row: row["model_acc"], reverse=True)
    return rows

# %% variant="like_a_data_frame" task="compare"
class Table:
    def __init__(self, rows):
        self.rows = rows

    def to_dict(self, orient):
        assert orient == "records"
        return self.rows

def compare(results):
    return Table(sorted(results, key=lambda row: (-row["model_acc"], row["train_seconds"])))

# %% variant="insertion" task="compare"
def compare(results):
    table = []
    for row in results:
        place = 0
        while place < len(table) and (-table[place]["model_acc"], table[place]["train_seconds"]) <= (-row["model_acc"], row["train_seconds"]):
            place += 1
        table.insert(place, row)
    return table

# %% variant="course_predictions" task="make_predictions"
device = "cuda" if torch.cuda.is_available() else "cpu"

def make_predictions(model: torch.nn.Module, data: list, device: torch.device = device):
    pred_probs = []
    model.eval()
    with torch.inference_mode():
        for sample in data:
            sample = torch.unsqueeze(sample, dim=0).to(device)
            pred_logit = model(sample)
            pred_prob = torch.softmax(pred_logit.squeeze(), dim=0)
            pred_probs.append(pred_prob.cpu())
    return torch.stack(pred_probs)

# %% variant="one_batch" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    model.eval()
    with torch.no_grad():
        return model(torch.stack(data).to(device)).softmax(dim=1).cpu()

# %% variant="cat_rows" task="make_predictions"
@torch.no_grad()
def make_predictions(model, data, device="cpu"):
    model.to(device).eval()
    rows = [torch.softmax(model(sample[None].to(device)), dim=-1).to("cpu") for sample in data]
    return torch.cat(rows, dim=0)

# %% variant="exp_over_sum" task="make_predictions"
def make_predictions(model, data, device="cpu"):
    model.train(False)
    rows = []
    for picture in data:
        with torch.inference_mode():
            logits = model(picture.to(device).unsqueeze(0)).squeeze(0)
            powers = torch.exp(logits - logits.max())
            rows.append((powers / powers.sum()).detach().cpu())
    return torch.stack(rows, dim=0)

# %% variant="stable_argsort" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    conf, preds = torch.max(probs, dim=1)
    wrong = torch.where(preds != targets)[0]
    order = torch.argsort(conf[wrong], descending=True, stable=True)
    return wrong[order][:k].tolist()

# %% variant="python_rows" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    rows = []
    for i in range(len(probs)):
        guess = int(probs[i].argmax())
        if guess != int(targets[i]):
            rows.append((float(probs[i, guess]), i))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [i for _, i in rows][:k]

# %% variant="numpy_lexsort" task="worst_mistakes"
def worst_mistakes(probs, targets, k):
    import numpy as np

    p, t = probs.numpy(), targets.numpy()
    order = np.argsort(-p.max(axis=1), kind="stable")
    return [int(i) for i in order if p[i].argmax() != t[i]][:k]

# %% variant="pair_by_pair" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    table = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for t, p in zip(targets, preds):
        table[t, p] += 1
    return table

# %% variant="accumulate" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    table = torch.zeros((num_classes, num_classes), dtype=torch.long)
    return table.index_put_((targets, preds), torch.ones_like(preds), accumulate=True)

# %% variant="sklearn_table" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    from sklearn.metrics import confusion_matrix as count

    return torch.tensor(count(targets.numpy(), preds.numpy(), labels=range(num_classes)), dtype=torch.int64)

# %% variant="one_hot_product" task="confusion_matrix"
def confusion_matrix(preds, targets, num_classes):
    one_hot = nn.functional.one_hot
    return one_hot(targets, num_classes).T @ one_hot(preds, num_classes)

# %% variant="inline_training" task="train_digits"
def train_digits(X, y, seed=42):
    torch.manual_seed(seed)
    model = TinyVGG(input_shape=1, hidden_units=16, output_shape=10, image_size=8)
    loss_fn, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=0.01)
    loader = DataLoader(TensorDataset(X, y), batch_size=50, shuffle=True)
    model.train()
    for epoch in range(8):
        for xb, yb in loader:
            loss = loss_fn(model(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model

# %% variant="permuted_by_hand" task="train_digits"
def train_digits(X, y, seed=42):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    model = TinyVGG(1, 16, 10, 8)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.005)
    for epoch in range(10):
        for rows in torch.randperm(len(X), generator=generator).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(X[rows]), y[rows]).backward()
            optimizer.step()
    return model.eval()

# %% variant="sgd_momentum" task="train_digits"
def train_digits(X, y, seed=42):
    torch.manual_seed(seed)
    model = TinyVGG(1, 16, 10, image_size=8)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
    for epoch in range(12):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn)
    return model

# %% variant="make_loaders_and_schedule" task="train_digits"
def train_digits(X, y, seed=42):
    torch.manual_seed(seed)
    data = TensorDataset(X, y)
    model = TinyVGG(1, 16, 10, image_size=8)
    loader, _ = make_loaders(data, data, batch_size=32)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=8)
    for _ in range(8):
        train_step(model, loader, nn.CrossEntropyLoss(), optimizer, accuracy_fn, "cpu")
        schedule.step()
    return model
