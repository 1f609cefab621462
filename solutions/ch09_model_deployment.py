# %% [markdown] concepts="feature extractors, size and speed, Gradio, a demo that runs elsewhere"
# # 09 · Model deployment
#
# A model that only its maker can run helps nobody. In this chapter you bring one to people: choose
# between two candidates by how good *and* how fast they are, put a page in front of the winner on
# which anyone may drop a photograph, and pack everything into a folder that runs on a computer you
# have never seen.
#
# Before the first line of code, two questions. **Where** will it run: on the user's own telephone
# (quick, private, little memory) or on a server (any size of model, but each picture travels)? And
# **how**: online, one answer at a time while somebody waits, or offline, a whole pile by night?
# Say it in numbers, e.g. "right 95 times of 100, in 0.03 seconds": numbers can be measured.

# %%
import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from timeit import default_timer as timer
from typing import Any

import numpy as np
import torch
import torchvision
from PIL import Image, ImageOps
from torch import Tensor, nn
from torch.utils.data import Dataset, Subset, random_split

# %% [markdown]
# ## The small candidate
#
# Chapter 06 took a pretrained network apart. Here the same goes into a **factory**: one function
# that makes the network ready for training, and hands out the transforms that belong to it. Your
# training script calls it, and so does your app: both get the same architecture.


# %% task="create_effnetb2_model" points=10 minutes=10 concept="extractors with their transforms"
def create_effnetb2_model(
    num_classes: int = 3, seed: int = 42
) -> tuple[nn.Module, Callable[[Image.Image], Tensor]]:
    """Make torchvision's EfficientNet-B2 with its default weights into a feature extractor.

    Args:
        num_classes: how many outputs the new head has.
        seed: for torch.manual_seed; the head's numbers are the first that are drawn after it.

    Returns:
        The model, frozen but for its new head model.classifier, which is
        nn.Sequential(nn.Dropout, nn.Linear) with a Dropout of 0.3 and 1408 inputs; and the
        transforms that its weights ask for.
    """
    ### BEGIN SOLUTION
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    model = torchvision.models.efficientnet_b2(weights=weights)
    model.requires_grad_(False)
    torch.manual_seed(seed)
    model.classifier = nn.Sequential(nn.Dropout(p=0.3), nn.Linear(1408, num_classes))
    return model, weights.transforms()
    ### END SOLUTION


# %% [markdown]
# ## The large candidate
#
# A vision transformer is eleven times as large. Is it eleven times as good? Make it the same way;
# its head is called `heads`. (Without a network the weights of both cannot be fetched, and that is
# fine: the checks put small networks in their place. So do not be surprised by an error below.)


# %% task="create_vit_model" points=8 minutes=8 concept="another kind of extractor"
def create_vit_model(
    num_classes: int = 3, seed: int = 42
) -> tuple[nn.Module, Callable[[Image.Image], Tensor]]:
    """Make torchvision's ViT-B/16 with its default weights into a feature extractor.

    Args:
        num_classes: how many outputs the new head has.
        seed: as in create_effnetb2_model.

    Returns:
        The model, frozen but for its new head model.heads: a linear layer with 768 inputs, alone
        or in an nn.Sequential; and the transforms that its weights ask for.
    """
    ### BEGIN SOLUTION
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    model.requires_grad_(False)
    torch.manual_seed(seed)
    model.heads = nn.Sequential(nn.Linear(768, num_classes))
    return model, weights.transforms()
    ### END SOLUTION


# %% explore
try:
    create_effnetb2_model()
except OSError as error:  # no network: URLError is one of these
    print("No download:", error)

# %% [markdown]
# ## The rest of the explorations
#
# work without a network. Two stand-ins play the candidates: the kit's small pretrained network, and
# one that does the same four times over, so that it is slower and larger. Train their heads.

# %% explore
from torch.utils.data import DataLoader
from torchvision import datasets

from autograder import data
from autograder.backbone import TinyBackbone_Weights, tiny_backbone

device = "cpu"
kit_weights = TinyBackbone_Weights.DEFAULT
image_path = data.food_folder(percent=20)
train_set = datasets.ImageFolder(image_path / "train", transform=kit_weights.transforms())
class_names = train_set.classes


class Fourfold(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.parts = nn.ModuleList(tiny_backbone(weights=kit_weights) for _ in range(4))
        self.heads = nn.Linear(4 * 48, len(class_names))

    def forward(self, x: Tensor) -> Tensor:
        return self.heads(torch.cat([part(x) for part in self.parts], dim=1))


# A real script would measure on the test set after each epoch; this one saves the time.
def train_head(model: nn.Module, head: nn.Module, epochs: int = 3) -> dict[str, list[float]]:
    model.requires_grad_(False)
    head.requires_grad_(True)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
    results = {"test_loss": [], "test_acc": []}
    for _ in range(epochs):
        model.train()
        losses, right = [], 0
        for X, y in DataLoader(train_set, batch_size=32, shuffle=True):
            logits = model(X)
            loss = nn.functional.cross_entropy(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            right += (logits.argmax(dim=1) == y).sum().item()
        results["test_loss"].append(np.mean(losses).item())
        results["test_acc"].append(right / len(train_set))
    return results


small = tiny_backbone(weights=kit_weights)
small.classifier = nn.Sequential(nn.Dropout(0.3), nn.Linear(96, len(class_names)))
large = Fourfold()
small_results = train_head(small, small.classifier)
large_results = train_head(large, large.heads)

# %% [markdown]
# ## What does a model cost?
#
# Four numbers belong on a model's card: how wrong it is, how often it is right, how many numbers it
# has and how much room its file takes. Do not round them away: a file of 0.9 MB is not one of 0 MB.


# %% task="model_stats" points=8 minutes=8 concept="size and parameters"
def model_stats(
    model: nn.Module, path: str | Path, results: Mapping[str, Sequence[float]]
) -> dict[str, float]:
    """Collect what there is to know about a trained model.

    Args:
        model: any module.
        path: the file that its state dict was saved in.
        results: what training recorded, one number for each epoch under "test_loss" and "test_acc".

    Returns:
        "test_loss" and "test_acc" of the last epoch, "number_of_parameters" (how many numbers its
        parameters hold, the frozen ones too; an int) and "model_size_mb" (the file's size in units
        of 1024 * 1024 bytes; a float).
    """
    ### BEGIN SOLUTION
    return {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": sum(p.numel() for p in model.parameters()),
        "model_size_mb": Path(path).stat().st_size / 1024**2,
    }
    ### END SOLUTION


# %% explore
Path("models").mkdir(exist_ok=True)
torch.save(small.state_dict(), "models/small.pth")
torch.save(large.state_dict(), "models/large.pth")
small_stats = model_stats(small, "models/small.pth", small_results)
large_stats = model_stats(large, "models/large.pth", large_results)
small_stats, large_stats

# %% [markdown]
# ## Predict, and look at the watch
#
# How long does one picture take, as a user would wait for it: from opening the file to the name of
# the dish? Ask for each picture of the test set and store a row: what it was, what it was taken
# for, how sure the model was, how long it took. A table of such rows answers many questions later.
#
# A row is for everybody: plain numbers and texts that go into a table or a JSON file, no tensors.


# %% task="pred_and_store" points=14 minutes=20 concept="predictions with their times"
def pred_and_store(
    paths: Iterable[Path],
    model: nn.Module,
    transform: Callable[[Image.Image], Tensor],
    class_names: Sequence[str],
    device: torch.device | str = "cpu",
) -> list[dict[str, Any]]:
    """Predict pictures one by one and note the time that each takes.

    Args:
        paths: picture files; the folder that a file is in has the name of its class.
        model: returns logits (1, classes); it may arrive in training mode, on any device.
        transform: from a Pillow picture to what the model takes, (channels, height, width).
        class_names: name of each class, in the order of the model's outputs.
        device: where the model is to compute.

    Returns:
        A dict for each path, in their order: "image_path" (the path), "class_name" (its true
        class), "pred_prob" (probability of the predicted class, a float; four decimals suffice),
        "pred_class" (its name), "time_for_pred" (seconds for this picture alone, from opening the
        file to the predicted class; a float) and "correct" (a bool).
    """
    ### BEGIN SOLUTION
    model.to(device).eval()
    rows = []
    for path in paths:
        start = timer()
        x = transform(Image.open(path)).unsqueeze(dim=0).to(device)
        with torch.inference_mode():
            prob, label = model(x).softmax(dim=1)[0].cpu().max(dim=0)
        seconds = timer() - start
        truth, guess = Path(path).parent.name, class_names[label]
        rows.append(
            {
                "image_path": path,
                "class_name": truth,
                "pred_prob": prob.item(),
                "pred_class": guess,
                "time_for_pred": seconds,
                "correct": truth == guess,
            }
        )
    return rows
    ### END SOLUTION


# %% explore
test_paths = sorted((image_path / "test").glob("*/*.jpg"))
for name, model, stats in (("small", small, small_stats), ("large", large, large_stats)):
    table = pred_and_store(test_paths, model, kit_weights.transforms(), class_names)
    stats["model"] = name
    stats["test_acc"] = float(np.mean([row["correct"] for row in table]))
    stats["time_per_pred_cpu"] = float(np.mean([row["time_for_pred"] for row in table]))
    print(name, f"{stats['test_acc']:.3f} right, {stats['time_per_pred_cpu']:.4f} s a picture")
print(json.dumps({**table[0], "image_path": table[0]["image_path"].name}, indent=1))

# %% [markdown]
# ## An honest stopwatch
#
# Two traps of timing. The first call of a model is slow (memory is fetched, code is chosen), so it
# must not count: **warm up**. And a GPU takes orders without waiting for them: when `model(x)`
# returns, the work has hardly begun. Before you look at the clock, wait until it is done:
# `torch.cuda.synchronize()` (`torch.mps.synchronize()` on a Mac).
#
# A mean hides bad days. The **95th percentile** is what one user in twenty waits at least.


# %% task="benchmark" points=12 minutes=20 concept="honest timing"
def benchmark(
    model: nn.Module,
    x: Tensor,
    runs: int = 30,
    warmup: int = 5,
    device: torch.device | str = "cpu",
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Time a model's forward pass, as it is used for predictions.

    Args:
        model: may arrive in training mode; it is sent to the device.
        x: a batch (n, ...); it is sent to the device, which does not count.
        runs: how many calls are timed, each by itself.
        warmup: how many calls come first and do not count; the model is called warmup + runs times.
        device: "cpu", "cuda" or "mps". On the latter two, wait for the device before each look at
            the clock, with torch.cuda.synchronize() or torch.mps.synchronize().
        clock: the only clock to look at; returns seconds.

    Returns:
        "mean", "p50" and "p95": seconds for one call, on average and the 50th and 95th percentile
        (interpolated linearly, as torch.quantile and np.percentile do); "fps": pictures (rows of
        x) per second at the mean speed. Floats.
    """
    ### BEGIN SOLUTION
    kind = torch.device(device).type

    def now() -> float:
        if kind == "cuda":
            torch.cuda.synchronize()
        elif kind == "mps":
            torch.mps.synchronize()
        return clock()

    model.to(device).eval()
    x = x.to(device)
    seconds = []
    with torch.inference_mode():
        for number in range(warmup + runs):
            start = now()
            model(x)
            if number >= warmup:
                seconds.append(now() - start)
    p50, p95 = np.percentile(seconds, [50, 95]).tolist()
    mean = sum(seconds) / runs
    return {"mean": mean, "p50": p50, "p95": p95, "fps": len(x) / mean}
    ### END SOLUTION


# %% explore
one = kit_weights.transforms()(Image.open(test_paths[0])).unsqueeze(0)
for batch in (one, one.repeat(16, 1, 1, 1)):
    print(len(batch), {k: round(v, 4) for k, v in benchmark(small, batch).items()})

# %% [markdown]
# ## Is it worth it?
#
# "Eleven times as many parameters, twice as slow, 1.6 % better." A comparison is a table of
# **ratios** to one of the models. And a choice is a rule that you write down *before* you look: of
# all that are quick enough and good enough, take the best.


# %% task="compare_models" points=11 minutes=15 changes="nothing" concept="comparing, and choosing under limits"
def compare_models(rows: Sequence[Mapping[str, Any]], baseline: str) -> list[dict[str, Any]]:
    """Compare models with one of them.

    Args:
        rows: a dict for each model, all with the same keys: "model" (its name) and numbers, none
            of which is 0, such as "test_acc" or "time_per_pred_cpu".
        baseline: name of the model to compare with.

    Returns:
        A dict for each row, in their order: "model", and under each other key how many times the
        baseline's number this one is (1.0 for the baseline itself). rows stay as they are.

    Raises:
        ValueError: no row has the name baseline.
    """
    ### BEGIN SOLUTION
    named = {row["model"]: row for row in rows}
    if baseline not in named:
        raise ValueError(f"Expected a model named {baseline!r}, but got {list(named)}.")
    base = named[baseline]
    return [
        {key: value if key == "model" else value / base[key] for key, value in row.items()}
        for row in rows
    ]
    ### END SOLUTION


def pick_model(
    rows: Sequence[Mapping[str, Any]], max_seconds: float, min_acc: float = 0.0
) -> str | None:
    """Choose the best model among those that are quick and good enough.

    Args:
        rows: as above, with "test_acc" (0 to 1) and "time_per_pred_cpu" (seconds).
        max_seconds: a prediction may take so long and no longer.
        min_acc: an accuracy that must at least be reached (0 to 1).

    Returns:
        The name of the one with the highest test_acc, of equally good ones the quickest; None if
        no model will do.
    """
    ### BEGIN SOLUTION
    fit = [r for r in rows if r["time_per_pred_cpu"] <= max_seconds and r["test_acc"] >= min_acc]
    best = max(fit, key=lambda r: (r["test_acc"], -r["time_per_pred_cpu"]), default=None)
    return None if best is None else best["model"]
    ### END SOLUTION


# %% explore
for row in compare_models([small_stats, large_stats], baseline="small"):
    print({k: v if k == "model" else round(v, 3) for k, v in row.items()})
print(pick_model([small_stats, large_stats], max_seconds=0.03, min_acc=0.5))

# %% [markdown]
# ## The function behind the page
#
# The library **Gradio** makes a web page of a function: what comes in is what a visitor gives, what
# goes out is shown. For a classifier it wants a dict of class names and probabilities, and draws
# bars of it. Add the time, and visitors see how quick you are.
#
# An app makes its model once, when it starts, and keeps it in a variable of the module. `predict`
# then uses what is there. It is called for every visitor, so it must not load anything.

# %% explore
effnetb2, effnetb2_transforms = small, kit_weights.transforms()


# %% task="predict" points=11 minutes=12 concept="what Gradio calls"
def predict(img: Image.Image) -> tuple[dict[str, float], float]:
    """Predict one picture, as a Gradio interface calls it.

    It uses three variables of this module, which exist when it is called and of which it changes
    none but the model's mode: effnetb2 (a model on the CPU, maybe in training mode; it returns
    logits, (1, classes)), effnetb2_transforms (from a Pillow picture to the model's input without a
    batch dimension) and class_names (a list of texts). Checks put their own in their place.

    Args:
        img: a Pillow picture in mode RGB.

    Returns:
        A dict from every class name to its probability, Python floats that sum to 1; and how many
        seconds the transform and the model took, a Python float.
    """
    ### BEGIN SOLUTION
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(dim=0)
    effnetb2.eval()
    with torch.inference_mode():
        probs = effnetb2(x).softmax(dim=1)[0].tolist()
    return dict(zip(class_names, probs, strict=True)), timer() - start
    ### END SOLUTION


# %% explore
predict(Image.open(test_paths[0]))

# %% [markdown]
# ## What visitors do
#
# They press the button without a picture. They drop a screenshot with transparency, a scan in grey,
# an icon with a palette. They hold their telephone upright: the camera stores the picture lying
# down, with a note (EXIF) on how to turn it. A network that expects three colours and food the
# right way up had better not meet any of that.


# %% task="read_upload" points=8 minutes=12 concept="pictures as visitors send them"
def read_upload(img: Image.Image | np.ndarray | None) -> Image.Image:
    """Make of what a visitor gave a picture that a model can take.

    Args:
        img: a Pillow picture of any mode and size, maybe with an EXIF note on how it is to be
            turned (ImageOps.exif_transpose turns it); or an array, uint8, of shape (h, w),
            (h, w, 3) or (h, w, 4); or None where nothing was given.

    Returns:
        A Pillow picture in mode RGB, turned as the note says; transparency is dropped, as convert
        does.

    Raises:
        ValueError: img is None.
    """
    ### BEGIN SOLUTION
    if img is None:
        raise ValueError("Please choose a picture first.")
    if isinstance(img, np.ndarray):
        img = Image.fromarray(img)
    return ImageOps.exif_transpose(img).convert("RGB")
    ### END SOLUTION


# %% explore
icon = Image.new("LA", (90, 60), (200, 30))
predict(read_upload(icon))

# %% [markdown]
# ## A page around it
#
# Now the page itself: `gr.Interface` gets the function, what goes in (`gr.Image`), what comes out
# (`gr.Label` for the dict, `gr.Number` for the time) and some examples to click on. Mind how the
# picture should arrive: unless told otherwise, Gradio hands your function an array.
#
# Building is not starting: `launch()` opens a web server and waits for visitors. A function that
# builds must leave that to its caller. Gradio is not part of the kit (`pip install gradio` where
# you have a network); import it inside the function, so that the rest of the chapter works without.


# %% task="build_demo" points=10 minutes=15 concept="an interface"
def build_demo(
    predict_fn: Callable[[Image.Image], tuple[dict[str, float], float]],
    examples: Sequence[str],
    title: str = "FoodVision Mini",
) -> Any:
    """Build a Gradio interface for a classifier, without starting it.

    Args:
        predict_fn: as predict above; it wants a Pillow picture. It is not called here.
        examples: paths of pictures that visitors may click on; all exist.
        title: of the page.

    Returns:
        A gradio.Interface with one gr.Image, which gives predict_fn a Pillow picture, and two
        outputs: gr.Label, which shows the top 3 classes, and gr.Number for the seconds. It has not
        been launched.
    """
    ### BEGIN SOLUTION
    import gradio as gr

    return gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(type="pil"),
        outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
        examples=[[path] for path in examples],
        title=title,
    )
    ### END SOLUTION


# %% explore
try:
    demo = build_demo(predict, [str(path) for path in test_paths[:3]])
    # demo.launch()  # take the first # away: a page opens below
except ImportError as error:
    print("No Gradio here:", error)

# %% [markdown]
# ## Names in a file
#
# A model knows class 2, people know sushi. What links them is the **order** of the names, nothing
# else. The app that you write for a hundred classes will read them from a file, one name a line.


# %% task="save_class_names" points=8 minutes=8 concept="class names beside a model"
def save_class_names(class_names: Sequence[str], path: str | Path) -> Path:
    """Write class names into a text file, one a line, in their order.

    Args:
        class_names: texts, none of them empty, without line breaks of any kind (str.splitlines
            leaves each whole); there may be spaces between words.
        path: of the file, in a folder that exists.

    Returns:
        The path as a Path.
    """
    ### BEGIN SOLUTION
    path = Path(path)
    path.write_text("\n".join(class_names), encoding="utf-8")
    return path
    ### END SOLUTION


def load_class_names(path: str | Path) -> list[str]:
    """Read such a file, whether or not its last line ends with a line break.

    Args:
        path: of the file; nothing follows the last name but one line break at most.

    Returns:
        The names in the order of the file, without line breaks.
    """
    ### BEGIN SOLUTION
    return Path(path).read_text(encoding="utf-8").splitlines()
    ### END SOLUTION


# %% explore
load_class_names(save_class_names(class_names, "models/class_names.txt"))

# %% [markdown]
# ## Someone else's computer
#
# A demo is a folder: the app, the model's code, its numbers, the names, some examples and a list of
# what to install. Upload it (Hugging Face Spaces takes such folders) and it runs there. Or it does
# not, for one of the classic reasons: it looks for a file in *your* home folder, or in the folder
# it happens to be started from; the weights were saved on a GPU and there is none; the versions are
# those of three years ago; or it starts a server when it is only imported.
#
# `app.py` is a program: one function below gives its text, the other writes the folder. Inside
# `app.py`, `Path(__file__).parent` is the folder that the app is in, wherever that may be.


# %% task="make_demo_folder" points=18 minutes=35 concept="a demo for someone else's computer"
def app_code() -> str:
    """Write the text of app.py.

    Returns:
        A program in one text, as make_demo_folder below describes it.
    """
    ### BEGIN SOLUTION
    return '''"""Tell dishes apart."""

from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

HERE = Path(__file__).parent
class_names = (HERE / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(len(class_names))
weights = torch.load(HERE / "weights.pth", map_location="cpu", weights_only=True)
model.load_state_dict(weights)
model.eval()


def predict(img):
    start = timer()
    if img is None:
        raise gr.Error("Please choose a picture first.")
    with torch.inference_mode():
        probs = model(transform(img.convert("RGB")).unsqueeze(0)).softmax(dim=1)[0].tolist()
    return dict(zip(class_names, probs)), timer() - start


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((HERE / "examples").iterdir())],
    title="FoodVision",
)

if __name__ == "__main__":
    demo.launch()
'''
    ### END SOLUTION


def make_demo_folder(
    dst: str | Path,
    model_path: str | Path,
    weights_path: str | Path,
    class_names: Sequence[str],
    examples: Sequence[str | Path],
) -> Path:
    """Write all that a demo needs into one folder.

    The folder holds app.py, model.py (a copy of model_path), a copy of the weights (a file of your
    choice that ends in .pt or .pth), class_names.txt (one name a line), requirements.txt and the
    examples in the folder examples/. Originals stay where they are.

    app.py, run as a program from any working folder on a computer without a GPU, makes the model
    by model.py's create_model, loads the weights that lie beside it, makes a gradio.Interface as in
    build_demo (with the examples of its folder) and launches it. Its function takes a picture of
    any mode and gives all classes' probabilities. Imported, it launches nothing.

    requirements.txt names torch, torchvision and gradio, each with a version: == or >=, at least 2,
    0.15 and 4, as they are on PyPI (which knows no endings like +cpu).

    Args:
        dst: the folder; it is made where it is missing, folders above it too. If it is there, files
            are replaced.
        model_path: a Python file with create_model(num_classes), which returns the model with
            random numbers and its transforms (both for pictures in mode RGB).
        weights_path: a file with the model's state dict, maybe saved on a GPU.
        class_names: in the order of the model's outputs.
        examples: picture files, each with another name.

    Returns:
        dst as a Path.
    """
    ### BEGIN SOLUTION
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy2(model_path, dst / "model.py")
    shutil.copy2(weights_path, dst / "weights.pth")
    for path in examples:
        shutil.copy2(path, dst / "examples" / Path(path).name)
    (dst / "class_names.txt").write_text("\n".join(class_names), encoding="utf-8")
    (dst / "requirements.txt").write_text("torch>=2.6\ntorchvision>=0.21\ngradio>=4.44\n")
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst
    ### END SOLUTION


# %% explore
MODEL_PY = """
from torch import nn
from torchvision import transforms


def create_model(num_classes):
    transform = transforms.Compose([transforms.Resize((8, 8)), transforms.ToTensor()])
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, num_classes)), transform
"""
Path("models/model.py").write_text(MODEL_PY)
torch.save(nn.Sequential(nn.Flatten(), nn.Linear(192, 3)).state_dict(), "models/tiny.pth")
folder = make_demo_folder(
    "demos/mini", "models/model.py", "models/tiny.pth", class_names, test_paths[:3]
)
print(*sorted(path.relative_to(folder) for path in folder.rglob("*")), sep="\n")

# %% [markdown]
# ## A hundred classes
#
# The second app of the course is FoodVision Big: all 101 dishes, on a fifth of the data, to save
# time. Which fifth? A random one, and the same one tomorrow. `random_split` does it; the seed goes
# into its generator.


# %% task="split_dataset" points=8 minutes=8 concept="a part of a large data set"
def split_dataset(
    dataset: Dataset[Any], split_size: float = 0.2, seed: int = 42
) -> tuple[Subset[Any], Subset[Any]]:
    """Split a dataset at random into two parts.

    Args:
        dataset: has a length n and items.
        split_size: share of the first part, between 0 and 1.
        seed: the same seed gives the same split, whatever random numbers were drawn before.

    Returns:
        Two datasets: the first with split_size * n items, rounded down, the second with all
        others.
    """
    ### BEGIN SOLUTION
    first = int(len(dataset) * split_size)
    lengths = [first, len(dataset) - first]
    generator = torch.Generator().manual_seed(seed)
    one, other = random_split(dataset, lengths, generator=generator)
    return one, other
    ### END SOLUTION


# %% [markdown]
# ## Quietly
#
# A popular way to write that generator is `generator=torch.manual_seed(seed)`. It works, for it
# returns a generator: torch's *own*, the one that everything else draws from. So the split resets
# the dice of your whole program. Two models made right after two splits start with the same
# weights, and the seed that you set at the top of the notebook is gone. A helper should leave no
# traces. (If yours leaves none already, this task is soon done.)


# %% task="split_quietly" points=6 minutes=6 changes="nothing" concept="generators of one's own"
def split_quietly(
    dataset: Dataset[Any], split_size: float = 0.2, seed: int = 42
) -> tuple[Subset[Any], Subset[Any]]:
    """Split a dataset as split_dataset does, and leave torch's own generator as it is.

    Args:
        dataset, split_size, seed: as in split_dataset.

    Returns:
        As split_dataset. The random numbers that torch gives afterwards are those that it would
        have given without the call.
    """
    ### BEGIN SOLUTION
    first = int(len(dataset) * split_size)
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    return Subset(dataset, order[:first]), Subset(dataset, order[first:])
    ### END SOLUTION


# %% explore
torch.manual_seed(1)
expected = torch.rand(1)
for split in (split_dataset, split_quietly):
    torch.manual_seed(1)
    part, _ = split(range(10), seed=7)
    print(split.__name__, list(part), "dice untouched:", torch.rand(1) == expected)

# %% [markdown]
# ## Never be certain
#
# With a hundred classes and labels that are sometimes wrong, a network that wants to be *certain*
# learns the wrong labels too. **Label smoothing** asks for a little less: a share `eps` of the
# target is taken from the right class and spread evenly over *all* classes, the right one included.
# With three classes and 0.1 the target (0, 1, 0) becomes (0.033, 0.933, 0.033).


# %% task="smoothed_loss" points=9 minutes=12 concept="label smoothing"
def smoothed_loss(logits: Tensor, y: Tensor, eps: float = 0.1) -> Tensor:
    """Compute cross entropy with smoothed targets by hand.

    Args:
        logits: (n, classes), float.
        y: true classes, int64 (n,).
        eps: share of the target that is spread evenly over all classes; 0 is plain cross entropy.

    Returns:
        The mean loss over the batch, a tensor without dimensions through which gradients flow. It
        is what nn.CrossEntropyLoss(label_smoothing=eps) gives, which you may compare with.
    """
    ### BEGIN SOLUTION
    log_probs = logits.log_softmax(dim=1)
    right = -log_probs[torch.arange(len(y), device=y.device), y]
    return ((1 - eps) * right - eps * log_probs.mean(dim=1)).mean()
    ### END SOLUTION


# %% explore
logits, labels = torch.randn(4, 3), torch.tensor([0, 2, 1, 1])
smoothed_loss(logits, labels), nn.CrossEntropyLoss(label_smoothing=0.1)(logits, labels)

# %% [markdown]
# ## Among the first five
#
# With 101 dishes "beef carpaccio" and "beef tartare" are easily confused. So one also counts how
# often the truth is among the five classes that the model holds most likely: **top-5 accuracy**.
# Course exercise 4 asks for it over the whole test set, last small batch included.


# %% task="evaluate_all" points=8 minutes=10 concept="the whole test set"
def evaluate_all(
    model: nn.Module, dataloader: Iterable[Any], k: int = 1, device: torch.device | str = "cpu"
) -> float:
    """Count how often the true class is among a model's k most likely ones.

    Args:
        model: returns logits (n, classes); it may arrive in training mode, and is sent to device.
        dataloader: gives batches of inputs and class numbers; the last may be smaller.
        k: how many guesses the model has, 1 to the number of classes; 1 is plain accuracy.
        device: where the model is to compute.

    Returns:
        The share of all samples, 0 to 1, as a Python float. Each sample counts the same.
    """
    ### BEGIN SOLUTION
    model.to(device).eval()
    right = total = 0
    with torch.inference_mode():
        for X, y in dataloader:
            guesses = model(X.to(device)).topk(k, dim=1).indices
            right += (guesses == y.to(device).unsqueeze(dim=1)).any(dim=1).sum().item()
            total += len(y)
    return right / total
    ### END SOLUTION


# %% explore
test_set = datasets.ImageFolder(image_path / "test", transform=kit_weights.transforms())
test_loader = DataLoader(test_set, batch_size=32)
[evaluate_all(small, test_loader, k=k) for k in (1, 2, 3)]

# %% [markdown]
# ## Where it will fail
#
# Course exercise 6: find the failure points before your visitors do. Three are cheap to notice: a
# picture in a mode that the model never saw, a picture of nothing, and an answer without
# conviction.


# %% task="failure_report" points=10 minutes=15 concept="points of failure"
def failure_report(
    predict_fn: Callable[[Image.Image], tuple[dict[str, float], float]],
    images: Sequence[Image.Image],
    threshold: float = 0.5,
) -> list[str | None]:
    """Say what is wrong with each of some pictures.

    Args:
        predict_fn: as predict above. It gets pictures that are neither "mode" nor "blank", each
            once, in their order.
        images: Pillow pictures of any mode and size.
        threshold: a highest probability below it counts as unsure.

    Returns:
        For each picture the first of these that holds: "mode" (its mode is not RGB), "blank" (all
        its pixels have the same colour), "unsure" (the highest probability that predict_fn gives
        is below the threshold); None if none does.
    """
    ### BEGIN SOLUTION
    report: list[str | None] = []
    for image in images:
        if image.mode != "RGB":
            report.append("mode")
        elif all(low == high for low, high in image.getextrema()):
            report.append("blank")
        else:
            probs, _ = predict_fn(image)
            report.append("unsure" if max(probs.values()) < threshold else None)
    return report
    ### END SOLUTION


# %% explore
strange = [icon, Image.new("RGB", (80, 80), "teal"), *map(Image.open, test_paths[::30])]
failure_report(predict, strange, threshold=0.7)

# %% [markdown]
# ## Concept check
#
# Ten questions. Replace each `...` by a letter in quotes.
#
# **1.** A model runs on the user's telephone, not on a server. What is the gain?
# - (a) it may be as large as you like
# - (b) no picture has to travel: it is quick, private and works without a network
# - (c) all users get a new version at once
#
# **2.** Every night a shop sorts the ten thousand photographs of the day. That is ...
# - (a) offline (batch) prediction
# - (b) online (real-time) prediction
# - (c) training
#
# **3.** Model A: 98.5 % right, 0.064 s. Model B: 96.9 % right, 0.027 s. The video needs 30 pictures
# a second on this machine. Which one?
# - (a) A, since accuracy comes first
# - (b) B, since A cannot keep up
# - (c) neither keeps up
#
# **4.** You time ten calls of a model on a GPU without waiting for it. What do you measure?
# - (a) how long it takes to hand over the work
# - (b) how long the work takes
# - (c) how long the pictures take to get there and back
#
# **5.** Why do the first calls not count in a benchmark?
# - (a) the model is not trained yet
# - (b) the clock is not exact in the beginning
# - (c) memory is fetched and code is chosen then, which later calls do not pay for
#
# **6.** A state dict was saved on a GPU. What does it take to load it on a computer without one?
# - (a) nothing: tensors find a place by themselves
# - (b) `map_location="cpu"`
# - (c) `model.eval()`
#
# **7.** Class names are read from a file and sorted on the way. Training had them in another order.
# What happens?
# - (a) loading the weights fails
# - (b) probabilities no longer sum to 1
# - (c) predictions get wrong names, and no error tells
#
# **8.** Why does `app.py` launch its page below `if __name__ == "__main__":`?
# - (a) so that importing it, in a test say, does not start a server and wait
# - (b) because Gradio works in no other place
# - (c) to make the page faster
#
# **9.** What does label smoothing do to a loss that is already small?
# - (a) it makes it 0
# - (b) it keeps it from ever reaching 0, so that the network need not be certain
# - (c) it multiplies the learning rate
#
# **10.** A list of requirements says `gradio` and no more. What may happen in two years?
# - (a) nothing: names stay names
# - (b) the weights no longer fit
# - (c) a newer version is installed in which the app's calls are not the same

# %% task="concept_check" points=13 minutes=12 concept="what, where and how to deploy"
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2 = "a"  ### SOLUTION
ANSWER_3 = "b"  ### SOLUTION
ANSWER_4 = "a"  ### SOLUTION
ANSWER_5 = "c"  ### SOLUTION
ANSWER_6 = "b"  ### SOLUTION
ANSWER_7 = "c"  ### SOLUTION
ANSWER_8 = "a"  ### SOLUTION
ANSWER_9 = "b"  ### SOLUTION
ANSWER_10 = "c"  ### SOLUTION
