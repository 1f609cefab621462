# %% variant="convert_afterwards" task="make_tensor"
def make_tensor(data, dtype=None, device="cpu"):
    made = torch.tensor(data)
    if dtype is not None:
        made = made.type(dtype)
    return made.to(device)

# %% variant="as_tensor" task="make_tensor"
def make_tensor(data, dtype=None, device="cpu"):
    return torch.as_tensor(data, dtype=dtype, device=torch.device(device))

# %% variant="to_both" task="make_tensor"
def make_tensor(data, dtype=None, device="cpu"):
    return torch.tensor(data).to(device=device, dtype=dtype)

# %% variant="size_object" task="describe"
def describe(x):
    return dict(ndim=x.dim(), shape=x.size(), dtype=x.dtype, device=f"{x.device}", numel=x.nelement())

# %% variant="device_type" task="describe"
def describe(x):
    numel = 1
    for n in x.shape:
        numel *= n
    out = {"numel": numel, "device": x.device.type, "dtype": x.dtype}
    out["shape"] = tuple(int(n) for n in x.shape)
    out["ndim"] = len(x.shape)
    return out

# %% variant="course_style" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    torch.manual_seed(seed)
    a = torch.rand(shape_a)
    b = torch.rand(shape_b)
    return torch.matmul(a, torch.transpose(b, 0, 1))

# %% variant="einsum" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    torch.random.manual_seed(seed)
    a, b = torch.rand(*shape_a), torch.rand(*shape_b)
    return torch.einsum("nk,mk->nm", a, b)

# %% variant="linear" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    torch.manual_seed(seed)
    x = torch.empty(shape_a).uniform_()
    weight = torch.empty(shape_b).uniform_()
    return torch.nn.functional.linear(x, weight)

# %% variant="try_first" task="matmul_safe"
def matmul_safe(a, b):
    try:
        return torch.matmul(a, b)
    except RuntimeError:
        pass
    try:
        return torch.matmul(a, b.transpose(-2, -1))
    except RuntimeError as error:
        raise ValueError(f"{a.shape} and {b.shape} cannot be multiplied") from error

# %% variant="refuse_first" task="matmul_safe"
def matmul_safe(a, b):
    inner = a.size(-1)
    if inner not in (b.size(-1), b.size(-2)):
        raise ValueError("shapes " + str(list(a.shape)) + " and " + str(list(b.shape)) + " do not fit")
    return a.matmul(b if b.size(-2) == inner else torch.swapaxes(b, -1, -2))

# %% variant="einsum" task="matmul_safe"
def matmul_safe(a, b):
    k = a.shape[-1]
    if k == b.shape[-2]:
        return torch.einsum("...nk,...km->...nm", a, b)
    if k == b.shape[-1]:
        return torch.einsum("...nk,...mk->...nm", a, b)
    raise ValueError(f"{a.shape[-2]}x{k} and {b.shape[-2]}x{b.shape[-1]}")

# %% variant="torch_functions" task="summarise"
def summarise(x):
    return {
        "argmax": int(torch.argmax(x)),
        "argmin": int(torch.argmin(x)),
        "max": torch.max(x).item(),
        "min": torch.min(x).item(),
        "mean": float(torch.mean(x.type(torch.float32))),
        "sum": torch.sum(x).item(),
    }

# %% variant="python_lists" task="summarise"
def summarise(x):
    values = x.flatten().tolist()
    low, high, total = min(values), max(values), sum(values)
    return {
        "min": low,
        "max": high,
        "sum": total,
        "mean": total / len(values),
        "argmin": values.index(low),
        "argmax": values.index(high),
    }

# %% variant="numpy" task="summarise"
def summarise(x):
    a = x.detach().cpu().numpy().ravel()
    found = {name: getattr(a, name)() for name in ("min", "max", "sum", "argmin", "argmax")}
    found["mean"] = a.mean()
    return {name: value.item() for name, value in found.items()}

# %% variant="double_precision" task="summarise"
def summarise(x):
    names = ["min", "max", "sum", "argmin", "argmax"]
    out = {name: getattr(x, name)().item() for name in names}
    out["mean"] = x.to(torch.float64).mean().item()
    return out

# %% variant="sum_over_count" task="summarise"
def summarise(x):
    low, high = torch.aminmax(x)
    return {
        "min": low.item(),
        "max": high.item(),
        "sum": x.sum().item(),
        "mean": x.sum().item() / x.numel(),
        "argmin": (x.flatten() == low).nonzero()[0].item(),
        "argmax": x.ravel().argmax().item(),
    }

# %% variant="permute" task="hwc_to_chw"
def hwc_to_chw(img):
    return img.permute(2, 0, 1) if img.ndim == 3 else img.permute(0, 3, 1, 2)

# %% variant="two_swaps" task="hwc_to_chw"
def hwc_to_chw(img):
    return torch.transpose(torch.transpose(img, -1, -2), -2, -3)

# %% variant="einsum" task="hwc_to_chw"
def hwc_to_chw(img):
    return torch.einsum("...hwc->...chw", img)

# %% variant="one_at_a_time" task="drop_ones"
def drop_ones(x, keep_batch=False):
    for dim in range(x.ndim - 1, 0 if keep_batch else -1, -1):
        x = torch.squeeze(x, dim=dim)
    return x


def add_batch(x):
    return x[None]

# %% variant="squeeze_and_repair" task="drop_ones"
def drop_ones(x, keep_batch=False):
    out = x.squeeze()
    if keep_batch and x.shape[0] == 1:
        out = out.unsqueeze(dim=0)
    return out


def add_batch(x):
    return torch.stack([x])

# %% variant="reshape" task="drop_ones"
def drop_ones(x, keep_batch=False):
    sizes = [n for i, n in enumerate(x.shape) if n != 1 or (keep_batch and i == 0)]
    return x.reshape(sizes)


def add_batch(x):
    return x.view(1, *x.shape)

# %% variant="stack_from_cat" task="stack_or_cat"
def stack_or_cat(xs, new_dim, dim=0):
    if new_dim:
        xs = [x.unsqueeze(dim) for x in xs]
    return torch.concat(list(xs), dim=dim)

# %% variant="plain_list" task="stack_or_cat"
def stack_or_cat(xs, new_dim, dim=0):
    if new_dim is True:
        return torch.stack(xs, dim)
    return torch.cat(xs, axis=dim)

# %% variant="function_choice" task="stack_or_cat"
def stack_or_cat(xs, new_dim, dim=0):
    return (torch.stack if new_dim else torch.cat)([*xs], dim=dim)

# %% variant="columns_first" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    rows = slice(None) if rows is None else rows
    cols = slice(None) if cols is None else cols
    out = x[:, cols][rows]
    return out[..., -1] if last_channel else out

# %% variant="cases" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    if last_channel:
        x = x.select(-1, x.shape[-1] - 1)
    if rows is None and cols is None:
        return x
    if cols is None:
        return x[rows]
    if rows is None:
        return x[:, cols]
    if isinstance(rows, list) and isinstance(cols, list):
        return x[torch.tensor(rows)[:, None], torch.tensor(cols)]
    return x[rows, cols]

# %% variant="rows_first" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    if last_channel:
        x = x[:, :, -1]
    kept = x if rows is None else x[[rows]] if isinstance(rows, int) else x[rows]
    if cols is not None:
        kept = kept[:, cols]
    return kept[0] if isinstance(rows, int) else kept

# %% variant="copy_then_share" task="numpy_bridge"
def numpy_bridge(a):
    return torch.from_numpy(np.array(a, dtype=np.float32))


def to_numpy(t):
    return t.cpu().detach().numpy()

# %% variant="clone" task="numpy_bridge"
def numpy_bridge(a):
    return torch.from_numpy(np.asarray(a)).type(torch.float32).clone()


def to_numpy(t):
    return t.data.cpu().numpy().copy()

# %% variant="to_with_copy" task="numpy_bridge"
def numpy_bridge(a):
    return torch.as_tensor(a).to(torch.float32, copy=True)


def to_numpy(t):
    with torch.no_grad():
        return np.asarray(t.detach().to("cpu"))

# %% variant="course_style" task="best_device"
def best_device():
    device = "cpu"
    if torch.cuda.is_available():
        device = "cuda"
    elif torch.backends.mps.is_available():
        device = "mps"
    return device


def set_all_seeds(seed):
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)


def to_device(obj, device):
    if isinstance(obj, (list, tuple)):
        moved = [to_device(o, device) for o in obj]
        return tuple(moved) if isinstance(obj, tuple) else moved
    if isinstance(obj, dict):
        return dict((k, to_device(v, device)) for k, v in obj.items())
    return obj.to(device) if hasattr(obj, "to") else obj

# %% variant="accelerator" task="best_device"
def best_device():
    if not torch.accelerator.is_available():
        return "cpu"
    return torch.accelerator.current_accelerator().type


def set_all_seeds(seed):
    torch.random.manual_seed(seed)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(seed)
    if torch.backends.mps.is_available():
        torch.mps.manual_seed(seed)


def to_device(obj, device):
    match obj:
        case torch.Tensor():
            return obj.to(device=device)
        case dict():
            return {k: to_device(v, device) for k, v in obj.items()}
        case list():
            return [to_device(v, device) for v in obj]
        case tuple():
            return tuple(to_device(v, device) for v in obj)
        case _:
            return obj

# %% variant="tree_map" task="best_device"
from torch.utils import _pytree


def best_device():
    return next(
        name
        for name, there in [
            ("cuda", torch.cuda.is_available()),
            ("mps", torch.mps.is_available() if hasattr(torch, "mps") else False),
            ("cpu", True),
        ]
        if there
    )


def set_all_seeds(seed):
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def to_device(obj, device):
    return _pytree.tree_map(lambda v: v.to(device) if torch.is_tensor(v) else v, obj)
