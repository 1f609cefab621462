# Right answers of chapter 09 in other forms. Each cell replaces a task of the solution.

# %% variant="effnet_course_style" task="create_effnetb2_model"
def create_effnetb2_model(num_classes: int = 3, seed: int = 42):
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    transforms = weights.transforms()
    model = torchvision.models.efficientnet_b2(weights=weights)
    for param in model.parameters():
        param.requires_grad = False
    torch.manual_seed(seed)
    model.classifier = nn.Sequential(
        nn.Dropout(p=0.3, inplace=True),
        nn.Linear(in_features=1408, out_features=num_classes),
    )
    return model, transforms

# %% variant="effnet_imported_by_name" task="create_effnetb2_model"
from torchvision.models import EfficientNet_B2_Weights, efficientnet_b2


def create_effnetb2_model(num_classes=3, seed=42):
    weights = EfficientNet_B2_Weights.IMAGENET1K_V1
    model = efficientnet_b2(weights=weights).requires_grad_(False)
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)
    width = model.classifier[-1].in_features
    model.classifier = nn.Sequential(nn.Dropout(0.3), nn.Linear(width, num_classes, bias=True))
    return model, weights.transforms()

# %% variant="effnet_by_its_text_name" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    weights = torchvision.models.get_weight("EfficientNet_B2_Weights.DEFAULT")
    model = torchvision.models.get_model("efficientnet_b2", weights="DEFAULT")
    torch.manual_seed(seed)
    model.classifier[1] = nn.Linear(1408, num_classes)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith("classifier"))
    model.classifier[0].p = 0.3
    return [model, weights.transforms()]

# %% variant="vit_course_style" task="create_vit_model"
def create_vit_model(num_classes: int = 3, seed: int = 42):
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    transforms = weights.transforms()
    model = torchvision.models.vit_b_16(weights=weights)
    for param in model.parameters():
        param.requires_grad = False
    torch.manual_seed(seed)
    model.heads = nn.Sequential(nn.Linear(in_features=768, out_features=num_classes))
    return model, transforms

# %% variant="vit_linear_alone" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    from torchvision.models import ViT_B_16_Weights, vit_b_16

    model = vit_b_16(weights=ViT_B_16_Weights.IMAGENET1K_V1)
    model.requires_grad_(False)
    torch.manual_seed(seed)
    model.heads = nn.Linear(model.hidden_dim, num_classes)
    return model, ViT_B_16_Weights.IMAGENET1K_V1.transforms()

# %% variant="vit_inner_head" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    for p in model.parameters():
        p.requires_grad = False
    torch.manual_seed(seed)
    model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    return model, weights.transforms()

# %% variant="stats_course_style" task="model_stats"
def model_stats(model, path, results):
    size = Path(path).stat().st_size / (1024 * 1024)
    total_params = sum(torch.numel(param) for param in model.parameters())
    return {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": total_params,
        "model_size_mb": size,
    }

# %% variant="stats_os" task="model_stats"
def model_stats(model, path, results):
    import math
    import os

    card = {key: values[-1] for key, values in results.items()}
    card["number_of_parameters"] = sum(math.prod(p.shape) for p in model.parameters())
    card["model_size_mb"] = os.path.getsize(path) * 2.0**-20
    return card

# %% variant="store_course_style" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cuda" if torch.cuda.is_available() else "cpu"):
    from tqdm.auto import tqdm

    pred_list = []
    for path in tqdm(paths):
        pred_dict = {}
        pred_dict["image_path"] = path
        class_name = path.parent.stem
        pred_dict["class_name"] = class_name
        start_time = timer()
        img = Image.open(path)
        transformed_image = transform(img).unsqueeze(0).to(device)
        model.to(device)
        model.eval()
        with torch.inference_mode():
            pred_logit = model(transformed_image)
            pred_prob = torch.softmax(pred_logit, dim=1)
            pred_label = torch.argmax(pred_prob, dim=1)
            pred_class = class_names[pred_label.cpu()]
            pred_dict["pred_prob"] = round(pred_prob.unsqueeze(0).max().cpu().item(), 4)
            pred_dict["pred_class"] = pred_class
            end_time = timer()
            pred_dict["time_for_pred"] = round(end_time - start_time, 4)
        pred_dict["correct"] = class_name == pred_class
        pred_list.append(pred_dict)
    return pred_list

# %% variant="store_with_texts" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    model.eval()
    model = model.to(device)

    def row(path):
        begin = time.perf_counter()
        with Image.open(path) as image, torch.no_grad():
            batch = torch.stack([transform(image.convert("RGB"))])
            logits = model(batch.to(device)).squeeze(0).cpu()
        index = int(logits.argmax())
        used = time.perf_counter() - begin
        return dict(
            image_path=str(path),
            class_name=path.parts[-2],
            pred_prob=float(nn.functional.softmax(logits, dim=0)[index]),
            pred_class=class_names[index],
            time_for_pred=used,
            correct=path.parts[-2] == class_names[index],
        )

    return [row(Path(path)) for path in paths]

# %% variant="store_moving_last" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    table = []
    for path in paths:
        start = time.monotonic()
        model.to(device).eval()
        with torch.inference_mode():
            probs = model(transform(Image.open(path))[None].to(device)).softmax(-1)
        top = probs.topk(1)
        seconds = time.monotonic() - start
        guess = class_names[top.indices.item()]
        truth = Path(path).parent.name
        table += [{"image_path": path, "class_name": truth, "pred_prob": top.values.item(), "pred_class": guess, "time_for_pred": seconds, "correct": bool(guess == truth)}]
    return table

# %% variant="benchmark_statistics" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    import statistics

    device = torch.device(device)
    wait = {"cuda": torch.cuda.synchronize, "mps": torch.mps.synchronize}.get(device.type, lambda: None)
    model = model.to(device)
    model.eval()
    x = x.to(device)

    @torch.no_grad()
    def once():
        wait()
        begin = clock()
        model(x)
        wait()
        return clock() - begin

    for _ in range(warmup):
        once()
    times = torch.tensor([once() for _ in range(runs)], dtype=torch.float64)
    p50, p95 = times.quantile(torch.tensor([0.5, 0.95], dtype=torch.float64)).tolist()
    mean = statistics.fmean(times.tolist())
    return dict(mean=mean, p50=p50, p95=p95, fps=x.shape[0] / mean)

# %% variant="benchmark_waits_after_each" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    model.to(device)
    x = x.to(device)
    model.eval()
    times = []
    for i in range(warmup + runs):
        t0 = clock()
        with torch.inference_mode():
            _ = model(x)
        if "cuda" in str(device):
            torch.cuda.synchronize()
        elif "mps" in str(device):
            torch.mps.synchronize()
        t1 = clock()
        times.append(t1 - t0)
    times = sorted(times[warmup:])

    def percentile(q):
        place = q * (len(times) - 1)
        low = int(place)
        high = min(low + 1, len(times) - 1)
        return times[low] + (times[high] - times[low]) * (place - low)

    return {"mean": sum(times) / len(times), "p50": percentile(0.5), "p95": percentile(0.95), "fps": len(x) * len(times) / sum(times)}

# %% variant="benchmark_accelerator" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    model, x = model.to(device).train(False), x.to(device)
    busy = torch.device(device).type != "cpu"
    wait = torch.accelerator.synchronize if busy and hasattr(torch, "accelerator") else (lambda: None)
    with torch.no_grad():
        for _ in range(warmup):
            model(x)
        looks = np.zeros((runs, 2))
        for look in looks:
            wait()
            look[0] = clock()
            model(x)
            wait()
            look[1] = clock()
    seconds = looks[:, 1] - looks[:, 0]
    mean = float(seconds.mean())
    return {"mean": mean, "p50": float(np.median(seconds)), "p95": float(np.quantile(seconds, 0.95)), "fps": float(len(x) / mean)}

# %% variant="compare_in_loops" task="compare_models"
def compare_models(rows, baseline):
    base = None
    for row in rows:
        if row["model"] == baseline:
            base = dict(row)
    if base is None:
        raise ValueError(f"no {baseline}")
    result = []
    for row in rows:
        ratios = {"model": row["model"]}
        for key, value in row.items():
            if key != "model":
                ratios[key] = value / base[key]
        result.append(ratios)
    return result


def pick_model(rows, max_seconds, min_acc=0.0):
    best = None
    for row in rows:
        if row["time_per_pred_cpu"] > max_seconds or row["test_acc"] < min_acc:
            continue
        if best is None or row["test_acc"] > best["test_acc"]:
            best = row
        elif row["test_acc"] == best["test_acc"] and row["time_per_pred_cpu"] < best["time_per_pred_cpu"]:
            best = row
    return best["model"] if best else None

# %% variant="compare_sorted" task="compare_models"
def compare_models(rows, baseline):
    try:
        base = next(row for row in rows if row["model"] == baseline)
    except StopIteration:
        raise ValueError(baseline) from None
    numbers = [key for key in base if key != "model"]
    return [{"model": row["model"], **{key: row[key] / base[key] for key in numbers}} for row in rows]


def pick_model(rows, max_seconds, min_acc=0.0):
    order = sorted(rows, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))
    for row in order:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            return row["model"]

# %% variant="predict_course_style" task="predict"
def predict(img):
    start_time = timer()
    img = effnetb2_transforms(img).unsqueeze(0)
    effnetb2.eval()
    with torch.inference_mode():
        pred_probs = torch.softmax(effnetb2(img), dim=1)
    pred_labels_and_probs = {class_names[i]: float(pred_probs[0][i]) for i in range(len(class_names))}
    pred_time = round(timer() - start_time, 5)
    return pred_labels_and_probs, pred_time

# %% variant="predict_no_grad" task="predict"
def predict(img):
    begin = time.perf_counter()
    effnetb2.train(False)
    with torch.no_grad():
        logits = effnetb2(torch.stack([effnetb2_transforms(img)]))
    values = nn.functional.softmax(logits.squeeze(0), dim=-1).tolist()
    end = time.perf_counter()
    return {name: round(value, 4) for name, value in zip(class_names, values)}, end - begin

# %% variant="upload_by_numpy" task="read_upload"
def read_upload(img):
    if img is None:
        raise ValueError("There is no picture yet.")
    if not hasattr(img, "convert"):
        img = Image.fromarray(np.asarray(img, dtype=np.uint8))
    ImageOps.exif_transpose(img, in_place=True)
    return img if img.mode == "RGB" else img.convert("RGB")

# %% variant="upload_by_the_note" task="read_upload"
def read_upload(img):
    class NoPicture(ValueError):
        pass

    if img is None:
        raise NoPicture
    if type(img) is np.ndarray:
        img = Image.fromarray(img)
    steps = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_270],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_90],
    }
    for step in steps.get(img.getexif().get(0x0112, 1), []):
        img = img.transpose(step)
    return img.convert("RGB")

# %% variant="demo_course_style" task="build_demo"
import gradio as gr


def build_demo(predict_fn, examples, title="FoodVision Mini"):
    example_list = [[str(filepath)] for filepath in examples]
    description = "A feature extractor that tells dishes apart."
    article = "Made with the course."
    demo = gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(type="pil"),
        outputs=[gr.Label(num_top_classes=3, label="Predictions"), gr.Number(label="Prediction time (s)")],
        examples=example_list,
        title=title,
        description=description,
        article=article,
    )
    return demo

# %% variant="demo_flat_examples" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    from gradio import Image as Picture
    from gradio import Interface
    from gradio.components import Label, Number

    return Interface(predict_fn, [Picture(type="pil", label="Dish")], (Label(num_top_classes=3), Number(precision=3)), list(examples), title=title)

# %% variant="demo_wrapped" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    import gradio as gr

    def show(img):
        probs, seconds = predict_fn(read_upload(img))
        return probs, round(seconds, 4)

    top = gr.components.Label(num_top_classes=3)
    return gr.Interface(fn=show, inputs=gr.components.Image(type="pil"), outputs=[top, "number"], examples=examples, title=title)

# %% variant="names_course_style" task="save_class_names"
def save_class_names(class_names, path):
    with open(path, "w") as f:
        f.write("\n".join(class_names))
    return Path(path)


def load_class_names(path):
    with open(path, "r") as f:
        names = [food.strip() for food in f.readlines()]
    return names

# %% variant="names_by_print" task="save_class_names"
def save_class_names(class_names, path):
    path = Path(path)
    with path.open("w", encoding="utf-8") as file:
        for name in class_names:
            print(name, file=file)
    return path


def load_class_names(path):
    text = Path(path).read_text("utf-8")
    return text.removesuffix("\n").split("\n")

# %% variant="folder_course_style" task="make_demo_folder"
APP_TEXT = '''import gradio as gr
import os
import torch

from model import create_model
from timeit import default_timer as timer

os.chdir(os.path.dirname(os.path.abspath(__file__)))
with open("class_names.txt", "r") as f:
    class_names = [name.strip() for name in f.readlines()]

model, model_transforms = create_model(num_classes=len(class_names))
model.load_state_dict(torch.load(f="pretrained.pth", map_location=torch.device("cpu")))


def predict(img):
    start_time = timer()
    img = model_transforms(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        pred_probs = torch.softmax(model(img), dim=1)
    pred_labels_and_probs = {class_names[i]: float(pred_probs[0][i]) for i in range(len(class_names))}
    pred_time = round(timer() - start_time, 5)
    return pred_labels_and_probs, pred_time


title = "FoodVision"
example_list = [["examples/" + example] for example in os.listdir("examples")]
demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3, label="Predictions"), gr.Number(label="Prediction time (s)")],
    examples=example_list,
    title=title,
)
if __name__ == "__main__":
    demo.launch()
'''

def app_code():
    return APP_TEXT


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    demo_dir = Path(dst)
    examples_dir = demo_dir / "examples"
    examples_dir.mkdir(parents=True, exist_ok=True)
    for example in examples:
        shutil.copy2(src=example, dst=examples_dir / Path(example).name)
    shutil.copy2(model_path, demo_dir / "model.py")
    shutil.copy2(weights_path, demo_dir / "pretrained.pth")
    with open(demo_dir / "class_names.txt", "w") as f:
        f.write("\n".join(class_names))
    with open(demo_dir / "requirements.txt", "w") as f:
        f.write("torch==2.6.0\ntorchvision==0.21.0\ngradio==5.9.1\n")
    with open(demo_dir / "app.py", "w") as f:
        f.write(app_code())
    return demo_dir

# %% variant="folder_with_main" task="make_demo_folder"
def app_code():
    return '''import sys
import time
from functools import partial
from pathlib import Path

import gradio
import torch
from PIL import Image, ImageOps

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

import model as network


def load():
    names = FOLDER.joinpath("class_names.txt").read_text("utf-8").split("\\n")
    net, steps = network.create_model(len(names))
    (file,) = FOLDER.glob("*.pt")
    net.load_state_dict(torch.load(file, "cpu", weights_only=True))
    return names, net.eval(), steps


def answer(names, net, steps, path):
    start = time.perf_counter()
    image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    with torch.no_grad():
        values = net(torch.stack([steps(image)])).softmax(-1)[0].numpy()
    return {n: v for n, v in zip(names, values)}, time.perf_counter() - start


def build():
    files = sorted(map(str, FOLDER.glob("examples/*")))
    return gradio.Interface(
        partial(answer, *load()),
        gradio.Image(type="filepath"),
        [gradio.Label(num_top_classes=3), gradio.Number()],
        files,
    )


page = build()


def main():
    page.queue().launch(share=False, server_name="0.0.0.0")


if __name__ == "__main__":
    main()
'''

def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    folder = Path(dst)
    if folder.exists():
        shutil.rmtree(folder)
    folder.joinpath("examples").mkdir(parents=True)
    texts = {
        "app.py": app_code(),
        "model.py": Path(model_path).read_text(),
        "class_names.txt": "\n".join(class_names),
        "requirements.txt": "# what the app needs\ntorch ~= 2.6\ntorchvision>=0.21,<1\n\ngradio >= 4.44  # the page\nPillow\n",
        "README.md": "A demo.",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    state = torch.load(weights_path, map_location="cpu", weights_only=True)
    torch.save(state, folder / "numbers.pt")
    for path in map(Path, examples):
        (folder / "examples" / path.name).write_bytes(path.read_bytes())
    return folder

# %% variant="split_course_style" task="split_dataset"
def split_dataset(dataset, split_size: float = 0.2, seed: int = 42):
    length_1 = int(len(dataset) * split_size)
    length_2 = len(dataset) - length_1
    print(f"Splitting dataset of length {len(dataset)} into splits of size: {length_1} ({int(split_size * 100)}%), {length_2}")
    random_split_1, random_split_2 = torch.utils.data.random_split(
        dataset, lengths=[length_1, length_2], generator=torch.manual_seed(seed)
    )
    return random_split_1, random_split_2

# %% variant="split_by_numpy" task="split_dataset"
def split_dataset(dataset, split_size=0.2, seed=42):
    count = len(dataset)
    order = np.random.default_rng(seed).permutation(count).tolist()
    cut = int(np.floor(count * split_size))
    return [Subset(dataset, order[:cut]), Subset(dataset, order[cut:])]

# %% variant="quiet_by_fork" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    with torch.random.fork_rng(devices=[]):
        return split_dataset(dataset, split_size, seed)

# %% variant="quiet_by_state" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    state = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        order = torch.randperm(len(dataset)).tolist()
    finally:
        torch.set_rng_state(state)
    cut = int(split_size * len(dataset))
    return Subset(dataset, sorted(order[:cut])), Subset(dataset, sorted(order[cut:]))

# %% variant="quiet_by_random" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    import random

    cut = int(split_size * len(dataset))
    chosen = set(random.Random(seed).sample(range(len(dataset)), cut))
    rest = [index for index in range(len(dataset)) if index not in chosen]
    return Subset(dataset, list(chosen)), Subset(dataset, rest)

# %% variant="smoothed_by_target" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    classes = logits.shape[1]
    target = nn.functional.one_hot(y, classes).to(logits.dtype) * (1 - eps) + eps / classes
    return -(target * nn.functional.log_softmax(logits, dim=1)).sum(dim=1).mean()

# %% variant="smoothed_by_logsumexp" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    log_probs = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    total = torch.zeros((), dtype=logits.dtype, device=logits.device)
    for row, label in zip(log_probs, y):
        total = total - (1 - eps) * row[label] - eps * row.mean()
    return total / len(y)

# %% variant="smoothed_by_torch" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    return nn.CrossEntropyLoss(label_smoothing=eps)(logits, y)

# %% variant="evaluate_sorted" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    model = model.to(device)
    model.eval()
    hits = []
    for X, y in dataloader:
        with torch.no_grad():
            order = model(X.to(device)).argsort(dim=-1, descending=True)[:, :k].cpu()
        hits += [int(label) in row for label, row in zip(y, order.tolist())]
    return sum(hits) / len(hits)

# %% variant="evaluate_joined" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    model.eval()
    model.to(device)
    with torch.inference_mode():
        pairs = [(model(X.to(device)).cpu(), y) for X, y in dataloader]
    logits, labels = (torch.cat(parts) for parts in zip(*pairs))
    rank = (logits > logits.gather(1, labels.unsqueeze(1))).sum(dim=1)
    return (rank < k).double().mean().item()

# %% variant="report_by_pixels" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    def reason(image):
        if image.mode != "RGB":
            return "mode"
        pixels = np.asarray(image).reshape(-1, 3)
        if (pixels == pixels[0]).all():
            return "blank"
        probs, _ = predict_fn(image)
        return None if max(probs.values()) >= threshold else "unsure"

    return [reason(image) for image in images]

# %% variant="report_by_colours" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    result = []
    for image in images:
        if image.mode != "RGB":
            result.append("mode")
            continue
        if len(set(image.getdata())) == 1:
            result.append("blank")
            continue
        best = sorted(predict_fn(image)[0].items(), key=lambda pair: pair[1])[-1]
        result.append("unsure" if best[1] < threshold else None)
    return result
