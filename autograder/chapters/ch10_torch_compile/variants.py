# Right answers of chapter 10 in other forms. Each cell replaces a task of the solution.

# %% variant="note_by_number" task="gpu_capability_note"
def gpu_capability_note(capability):
    if not capability:
        return "no GPU"
    score = 100 * capability[0] + capability[1]
    for least, note in ((800, "fast"), (700, "supported")):
        if score >= least:
            return note
    return "too old"

# %% variant="note_by_major" task="gpu_capability_note"
def gpu_capability_note(capability):
    if capability is None:
        note = "no GPU"
    else:
        major, _ = capability
        note = "fast" if major > 7 else "supported" if major == 7 else "too old"
    return note

# %% variant="note_course_style" task="gpu_capability_note"
def gpu_capability_note(capability):
    GPU_SCORE = capability
    if GPU_SCORE is not None:
        if GPU_SCORE >= (8, 0):
            print(f"[INFO] GPU score is {GPU_SCORE}, at or above (8, 0): speed-ups are available.")
            return "fast"
        print(f"[INFO] GPU score is {GPU_SCORE}, below (8, 0): speed-ups are limited.")
        if GPU_SCORE >= (7, 0):
            return "supported"
        return "too old"
    print("[INFO] PyTorch finds no GPU here.")
    return "no GPU"

# %% variant="tf32_course_style" task="use_tf32"
def use_tf32(capability):
    GPU_SCORE = capability
    if GPU_SCORE is not None and GPU_SCORE >= (8, 0):
        print(f"[INFO] GPU with score {GPU_SCORE}: TensorFloat32 is on.")
        torch.backends.cuda.matmul.allow_tf32 = True
    else:
        print(f"[INFO] GPU with score {GPU_SCORE}: TensorFloat32 stays off.")
        torch.backends.cuda.matmul.allow_tf32 = False
    return torch.backends.cuda.matmul.allow_tf32

# %% variant="tf32_newer_switch" task="use_tf32"
def use_tf32(capability):
    able = bool(capability) and capability[0] >= 8
    if hasattr(torch.backends.cuda.matmul, "fp32_precision"):
        torch.backends.cuda.matmul.fp32_precision = "tf32" if able else "ieee"
    else:
        torch.backends.cuda.matmul.allow_tf32 = able
    return able

# %% variant="context_is_the_device" task="device_context"
def device_context(device):
    return torch.device(device)

# %% variant="context_by_default_device" task="device_context"
@contextlib.contextmanager
def device_context(device):
    before = torch.get_default_device()
    torch.set_default_device(device)
    try:
        yield torch.device(device)
    finally:
        torch.set_default_device(before)

# %% variant="context_class" task="device_context"
class device_context:
    def __init__(self, device):
        self.inner = torch.device(device)

    def __enter__(self):
        self.inner.__enter__()
        return self.inner

    def __exit__(self, *error):
        self.inner.__exit__(*error)
        return False

# %% variant="compile_copy_tried" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    import copy

    if enabled:
        try:
            if example is not None:
                trial = torch.compile(copy.deepcopy(model), backend=backend)
                with torch.no_grad():
                    trial(example)
            return torch.compile(model, backend=backend)
        except Exception as error:
            warnings.warn(str(error))
    return model

# %% variant="compile_modes_noted" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    if enabled is False:
        return model
    modes = [(layer, layer.training) for layer in model.modules()]
    try:
        compiled = torch.compile(model=model, backend=backend)
        if example is not None:
            compiled.eval()
            with torch.inference_mode():
                _ = compiled(example)
    except Exception as e:
        warnings.warn(f"torch.compile failed ({type(e).__name__}): {e}", RuntimeWarning)
        compiled = model
    for layer, mode in modes:
        layer.training = mode
    return compiled

# %% variant="compile_with_requires_grad_off" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    def attempt():
        fast = torch.compile(model, backend=backend)
        if example is None:
            return fast
        was = model.training
        try:
            fast.eval()
            fast(example.detach())
        finally:
            fast.train(was)
        return fast

    if not enabled:
        return model
    try:
        return attempt()
    except Exception as problem:
        warnings.warn("falling back to the plain model: " + repr(str(problem)), UserWarning, 2)
    return model

# %% variant="times_in_a_list" task="time_first_call"
def time_first_call(fn, x, repeats=5):
    times = []
    for _ in range(1 + repeats):
        start = time.time()
        fn(x)
        times.append(time.time() - start)
    return times[0], sum(times[1:]) / len(times[1:])

# %% variant="times_by_default_timer" task="time_first_call"
def time_first_call(fn, x, repeats=5):
    from timeit import default_timer as timer

    def measured():
        begin = timer()
        fn(x)
        return timer() - begin

    first, *others = [measured() for _ in range(repeats + 1)]
    return first, statistics.fmean(others)

# %% variant="times_in_nanoseconds" task="time_first_call"
from time import perf_counter_ns

def time_first_call(fn, x, repeats=5):
    marks = [perf_counter_ns()]
    for _ in range(1 + repeats):
        fn(x)
        marks.append(perf_counter_ns())
    return (marks[1] - marks[0]) / 1e9, (marks[-1] - marks[1]) / 1e9 / repeats

# %% variant="times_by_calendar" task="time_first_call"
from datetime import datetime

def time_first_call(fn, x, repeats=5):
    start = datetime.now()
    fn(x)
    middle = datetime.now()
    for _ in range(repeats):
        fn(x)
    end = datetime.now()
    return (middle - start).total_seconds(), (end - middle).total_seconds() / repeats

# %% variant="graphs_by_nonlocal" task="count_graphs"
def count_graphs(fn, inputs):
    count = 0

    def backend(gm, example_inputs):
        nonlocal count
        count += 1
        return gm

    fast = torch.compile(fn, backend=backend)
    with torch.no_grad():
        for tensor in inputs:
            fast(tensor)
    return count

# %% variant="graphs_by_class" task="count_graphs"
class Counter:
    def __init__(self):
        self.n = 0

    def __call__(self, gm, example_inputs):
        self.n += 1
        return gm.forward

def count_graphs(fn, inputs):
    torch._dynamo.reset()
    counter = Counter()
    compiled = torch.compile(fn, backend=counter)
    [compiled(x) for x in inputs]
    return counter.n

# %% variant="graphs_by_compile_counter" task="count_graphs"
def count_graphs(fn, inputs):
    from torch._dynamo.testing import CompileCounter

    counter = CompileCounter()
    compiled = torch._dynamo.optimize(counter)(fn)
    for x in inputs:
        compiled(x)
    return counter.frame_count

# %% variant="norm_by_where" task="limit_norm"
def limit_norm(x, most=1.0):
    norm = torch.linalg.vector_norm(x)
    return torch.where(norm > most, x * most / norm, x)

# %% variant="norm_by_maximum" task="limit_norm"
def limit_norm(x, most=1.0):
    norm = x.square().sum().sqrt()
    return x * most / norm.clamp(min=most)

# %% variant="norm_by_minimum" task="limit_norm"
def limit_norm(x, most=1.0):
    norm = torch.sqrt(torch.sum(x**2))
    factor = torch.minimum(torch.ones_like(norm), most / norm)
    return factor * x

# %% variant="any_batch_in_place" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    model.compile(backend=backend, dynamic=True)
    return model

# %% variant="any_batch_marked" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    compiled = torch.compile(model, backend=backend)

    class AnyBatch(nn.Module):
        def __init__(self):
            super().__init__()
            self.compiled = compiled

        def forward(self, x):
            torch._dynamo.mark_dynamic(x, 0)
            return self.compiled(x)

    return AnyBatch()

# %% variant="any_batch_fullgraph" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    optimised = torch.compile(model, fullgraph=True, dynamic=True, backend=backend)
    return optimised

# %% variant="names_by_replace" task="clean_state_dict"
def clean_state_dict(model):
    state = model.state_dict()
    clean = {}
    for key in state:
        clean[key.replace("_orig_mod.", "")] = state[key]
    return clean

# %% variant="names_by_expression" task="clean_state_dict"
import re
from collections import OrderedDict

def clean_state_dict(model):
    found = OrderedDict()
    for key, value in model.state_dict().items():
        found[re.sub(r"(^|\.)_orig_mod\.", r"\1", key)] = value.clone()
    return found

# %% variant="names_by_unwrapping" task="clean_state_dict"
def clean_state_dict(model):
    def plain_name(key):
        parts = [p for p in key.split(".") if p not in ("_orig_mod",)]
        return ".".join(parts)

    original = getattr(model, "_orig_mod", model)
    return dict((plain_name(k), v.detach()) for k, v in original.state_dict().items())

# %% variant="eval_course_style" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    model.eval()
    test_loss, test_acc = 0, 0
    all_logits = []
    with torch.no_grad():
        for batch, (X, y) in enumerate(dataloader):
            X, y = X.to(device), y.to(device)
            test_pred_logits = model(X)
            all_logits.append(test_pred_logits)
            loss = loss_fn(test_pred_logits, y)
            test_loss += loss.item()
            test_pred_labels = test_pred_logits.argmax(dim=1)
            test_acc += (test_pred_labels == y).sum().item() / len(test_pred_labels)
    test_loss = test_loss / len(dataloader)
    test_acc = test_acc / len(dataloader)
    return test_loss, test_acc, all_logits

# %% variant="eval_by_samples" task="eval_step_compiled"
@torch.no_grad()
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    model.train(False)
    total, right, count, kept = 0.0, 0, 0, []
    for X, y in dataloader:
        y = y.to(device)
        kept.append(model(X.to(device)))
        total += float(loss_fn(kept[-1], y)) * len(y)
        right += int((kept[-1].argmax(1) == y).sum())
        count += len(y)
    return total / count, right / count, kept

# %% variant="eval_inference_cloned" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    model.eval()
    outs, losses, accs = [], [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            outs.append(out)
            losses.append(loss_fn(out, y).item())
            accs.append((out.softmax(dim=1).argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accs) / len(accs), [out.clone() for out in outs]

# %% variant="eval_detached" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    model.eval()
    rows = []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        out = model(X).detach()
        rows.append((out, loss_fn(out, y), torch.eq(out.argmax(dim=1), y).sum() / len(y)))
    losses = torch.stack([row[1] for row in rows])
    accuracies = torch.stack([row[2].double() for row in rows])
    return losses.mean().item(), accuracies.mean().item(), [row[0] for row in rows]

# %% variant="train_course_style" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    def train_step(epoch):
        model.train()
        train_loss, train_acc = 0, 0
        for batch, (X, y) in enumerate(train_dataloader):
            X, y = X.to(device), y.to(device)
            y_pred = model(X)
            loss = loss_fn(y_pred, y)
            train_loss += loss.item()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            y_pred_class = torch.argmax(torch.softmax(y_pred, dim=1), dim=1)
            train_acc += (y_pred_class == y).sum().item() / len(y_pred)
        return train_loss / len(train_dataloader), train_acc / len(train_dataloader)

    def test_step(epoch):
        model.eval()
        test_loss, test_acc = 0, 0
        with torch.no_grad():
            for batch, (X, y) in enumerate(test_dataloader):
                X, y = X.to(device), y.to(device)
                test_pred_logits = model(X)
                loss = loss_fn(test_pred_logits, y)
                test_loss += loss.item()
                test_pred_labels = test_pred_logits.argmax(dim=1)
                test_acc += (test_pred_labels == y).sum().item() / len(test_pred_labels)
        return test_loss / len(test_dataloader), test_acc / len(test_dataloader)

    results = {
        "train_loss": [],
        "train_acc": [],
        "test_loss": [],
        "test_acc": [],
        "train_epoch_time": [],
        "test_epoch_time": [],
    }
    for epoch in range(epochs):
        train_epoch_start_time = time.time()
        train_loss, train_acc = train_step(epoch)
        train_epoch_end_time = time.time()
        train_epoch_time = train_epoch_end_time - train_epoch_start_time

        test_epoch_start_time = time.time()
        test_loss, test_acc = test_step(epoch)
        test_epoch_end_time = time.time()
        test_epoch_time = test_epoch_end_time - test_epoch_start_time
        print(
            f"Epoch: {epoch + 1} | train_loss: {train_loss:.4f} | train_acc: {train_acc:.4f} | "
            f"test_loss: {test_loss:.4f} | test_acc: {test_acc:.4f} | "
            f"train_epoch_time: {train_epoch_time:.4f} | test_epoch_time: {test_epoch_time:.4f}"
        )
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(train_epoch_time)
        results["test_epoch_time"].append(test_epoch_time)
    return results

# %% variant="train_by_samples" task="timed_train"
from timeit import default_timer as timer

def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    keys = ("train_loss", "train_acc", "test_loss", "test_acc")
    results = {key: [] for key in (*keys, "train_epoch_time", "test_epoch_time")}
    for _ in range(epochs):
        for phase, loader in (("train", train_dataloader), ("test", test_dataloader)):
            begin = timer()
            learning = phase == "train"
            model.train(learning)
            loss_sum, right, count = 0.0, 0, 0
            with torch.set_grad_enabled(learning):
                for X, y in loader:
                    X, y = X.to(device), y.to(device)
                    logits = model(X)
                    loss = loss_fn(logits, y)
                    if learning:
                        optimizer.zero_grad(set_to_none=True)
                        loss.backward()
                        optimizer.step()
                    loss_sum += loss.item() * len(y)
                    right += (logits.argmax(dim=1) == y).sum().item()
                    count += len(y)
            results[f"{phase}_epoch_time"].append(timer() - begin)
            results[f"{phase}_loss"].append(loss_sum / count)
            results[f"{phase}_acc"].append(right / count)
    return results

# %% variant="train_with_watch_class" task="timed_train"
import time as clock

class Watch:
    def __enter__(self):
        self.start = clock.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds = clock.perf_counter() - self.start

def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    history = []
    for epoch in range(epochs):
        losses, accs = [], []
        with Watch() as training:
            model.train()
            for X, y in train_dataloader:
                X, y = X.to(device), y.to(device)
                optimizer.zero_grad()
                logits = model(X)
                loss = loss_fn(logits, y)
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
                accs.append((logits.argmax(1) == y).float().mean().item())
        with Watch() as testing:
            test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        history.append(
            {
                "train_loss": sum(losses) / len(losses),
                "train_acc": sum(accs) / len(accs),
                "test_loss": test_loss,
                "test_acc": test_acc,
                "train_epoch_time": training.seconds,
                "test_epoch_time": testing.seconds,
            }
        )
    return {key: [row[key] for row in history] for key in history[0]}

# %% variant="train_by_monotonic_names" task="timed_train"
from time import monotonic

def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    tl, ta, vl, va, tt, vt = ([] for _ in range(6))
    for _ in range(epochs):
        t0 = monotonic()
        model.train(True)
        loss_total = acc_total = 0.0
        batches = 0
        for batch in train_dataloader:
            X, y = (part.to(device) for part in batch)
            out = model(X)
            loss = loss_fn(out, y)
            for p in model.parameters():
                p.grad = None
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                loss_total += loss.item()
                acc_total += (out.argmax(dim=-1) == y).double().mean().item()
            batches += 1
        tl.append(loss_total / batches)
        ta.append(acc_total / batches)
        tt.append(monotonic() - t0)
        t0 = monotonic()
        loss, acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        vt.append(monotonic() - t0)
        vl.append(loss)
        va.append(acc)
    names = "train_loss train_acc test_loss test_acc train_epoch_time test_epoch_time".split()
    return dict(zip(names, (tl, ta, vl, va, tt, vt)))

# %% variant="speedup_by_sum" task="speedup"
def speedup(plain, compiled, skip=0):
    a = sum(plain[skip:]) / (len(plain) - skip)
    b = sum(compiled[skip:]) / (len(compiled) - skip)
    return 100.0 * b / a - 100.0

# %% variant="speedup_by_torch" task="speedup"
def speedup(plain, compiled, skip=0):
    a, b = (torch.tensor(list(v), dtype=torch.float64)[skip:].mean() for v in (plain, compiled))
    return ((b - a) / a * 100).item()

# %% variant="speedup_by_fmean" task="speedup"
def speedup(plain, compiled, skip=0):
    without = statistics.fmean(list(plain)[skip:])
    with_compile = statistics.fmean(list(compiled)[skip:])
    return -(without - with_compile) / without * 100

# %% variant="compare_course_style" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    def create_model(run):
        torch.manual_seed(seed + run)
        torch.cuda.manual_seed(seed + run)
        return make_model()

    non_compiled_results = []
    for i in range(runs):
        print(f"[INFO] Run {i + 1} of {runs} for the model that is not compiled")
        model = create_model(i)
        results = fit(model)
        non_compiled_results.append(results)

    compiled_results = []
    for i in range(runs):
        print(f"[INFO] Run {i + 1} of {runs} for the compiled model")
        model = create_model(i)
        compiled_model = torch.compile(model, backend=backend)
        results = fit(compiled_model)
        compiled_results.append(results)
    return {"plain": non_compiled_results, "compiled": compiled_results}

# %% variant="compare_side_by_side" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    plain, compiled = [], []
    for run in range(runs):
        torch.manual_seed(seed + run)
        one = make_model()
        torch.manual_seed(seed + run)
        other = torch.compile(make_model(), backend=backend)
        plain.append(fit(one))
        compiled.append(fit(other))
    return dict(plain=plain, compiled=compiled)

# %% variant="compare_by_copies" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    import copy

    starts = []
    for run in range(runs):
        torch.manual_seed(seed + run)
        starts.append(make_model())
    twins = [copy.deepcopy(model) for model in starts]
    return {
        "plain": [fit(model) for model in starts],
        "compiled": [fit(torch.compile(model, backend=backend)) for model in twins],
    }

# %% variant="compare_compiled_in_place" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    def one(run, fast):
        torch.manual_seed(seed + run)
        model = make_model()
        if fast:
            model.compile(backend=backend)
        return fit(model)

    return {name: [one(k, name == "compiled") for k in range(runs)] for name in ("plain", "compiled")}

# %% variant="compare_forgetting_between" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    results = defaultdict(list)
    for run in range(runs):
        for arm in ("compiled", "plain"):
            torch._dynamo.reset()
            torch.manual_seed(seed + run)
            model = maybe_compile(make_model(), enabled=arm == "compiled", backend=backend)
            results[arm].append(fit(model))
    return dict(results)

# %% variant="csv_by_dict_writer" task="results_to_csv"
def results_to_csv(runs, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = ["run", "epoch", *runs[0].keys()]
    with open(path, "w", newline="", encoding="utf-8") as f:
        writer = csv.DictWriter(f, fieldnames=columns, lineterminator="\n")
        writer.writeheader()
        for number, run in enumerate(runs):
            length = len(next(iter(run.values())))
            for epoch in range(length):
                row = {"run": number + 1, "epoch": epoch + 1}
                row.update({key: values[epoch] for key, values in run.items()})
                writer.writerow(row)
    return path

# %% variant="csv_by_hand" task="results_to_csv"
import os

def results_to_csv(runs, path):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    lines = [",".join(["run", "epoch"] + list(runs[0]))]
    for r, results in enumerate(runs, 1):
        for e, values in enumerate(zip(*results.values()), 1):
            lines.append(f"{r},{e}," + ",".join(str(v) for v in values))
    Path(path).write_text("\n".join(lines))
    return Path(path)

# %% variant="csv_quoted" task="results_to_csv"
def results_to_csv(runs, path):
    target = Path(path)
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True)
    keys = list(runs[0])
    rows = [
        [run + 1, epoch + 1] + [float(results[key][epoch]) for key in keys]
        for run, results in enumerate(runs)
        for epoch in range(len(results[keys[0]]))
    ]
    with target.open("w", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["run", "epoch"] + keys] + rows)
    return target

# %% variant="means_by_numpy" task="epoch_means"
import numpy as np

def epoch_means(path, column):
    table = np.genfromtxt(path, delimiter=",", names=True)
    epochs = np.unique(table["epoch"])
    return [float(table[column][table["epoch"] == epoch].mean()) for epoch in epochs]

# %% variant="means_by_hand" task="epoch_means"
def epoch_means(path, column):
    header, *lines = Path(path).read_text().splitlines()
    names = header.split(",")
    at, epoch_at = names.index(column), names.index("epoch")
    sums, counts = {}, {}
    for line in lines:
        cells = line.split(",")
        epoch = int(cells[epoch_at])
        sums[epoch] = sums.get(epoch, 0.0) + float(cells[at])
        counts[epoch] = counts.get(epoch, 0) + 1
    return [sums[epoch] / counts[epoch] for epoch in range(1, len(sums) + 1)]

# %% variant="means_by_sorting" task="epoch_means"
from itertools import groupby

def epoch_means(path, column):
    with open(path) as file:
        rows = [(int(row["epoch"]), float(row[column])) for row in csv.DictReader(file)]
    groups = groupby(sorted(rows), key=lambda row: row[0])
    return [statistics.fmean(value for _, value in group) for _, group in groups]
