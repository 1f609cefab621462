"""Cards, clocks, tables, splits and strange pictures: what the smaller tasks are asked about."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from autograder.checks import expect, files, parity
from autograder.remote.client import Remote, Student

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Card:
    """What model_stats returned, and what is right."""

    found: Any
    wanted: dict[str, float]

    def check(self, key: str) -> None:
        """One of its numbers."""
        expect.keys(self.found, self.wanted, name="the result")
        value, wanted = self.found[key], self.wanted[key]
        expect.type_(value, type(wanted), name=f'"{key}"')
        expect.close(value, wanted, name=f'"{key}"', rtol=1e-9)


def card(student: Student, rng: np.random.Generator) -> Card:
    """Ask for the card of a network that is frozen in part, with a file of any size."""
    widths = (int(rng.integers(3, 6)), int(rng.integers(6, 9)), int(rng.integers(2, 5)))
    there, here = parity.mlp_pair(student, rng, *widths, batch_norm=True)
    there.get_submodule("0").requires_grad_.keep(False)
    size = int(rng.integers(1, 60)) * MEGABYTE + int(rng.integers(100_000, 900_000))
    path = student.write_file("saved/model.pth", b"")
    student.library("os").truncate(path, size)
    epochs = int(rng.integers(3, 6))
    falling = np.sort(rng.uniform(0.2, 1.5, epochs))[::-1]
    results = {
        "train_loss": rng.uniform(0.2, 1.5, epochs).tolist(),
        "train_acc": rng.uniform(0.3, 0.9, epochs).tolist(),
        "test_loss": np.append(falling, falling[-1] + 0.1).tolist(),
        "test_acc": [*np.sort(rng.uniform(0.3, 0.8, epochs)).tolist(), 0.25],
    }
    found = student.model_stats(there, path, results)
    wanted = {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": sum(p.numel() for p in here.parameters()),
        "model_size_mb": size / MEGABYTE,
    }
    return Card(found, wanted)


@dataclass(frozen=True, slots=True)
class Measured:
    """What benchmark returned, and what is right."""

    found: Any
    wanted: dict[str, float]

    def check(self, key: str) -> None:
        """One of its numbers."""
        expect.keys(self.found, self.wanted, name="the result")
        value = self.found[key]
        expect.type_(value, float, name=f'"{key}"')
        expect.close(value, self.wanted[key], name=f'"{key}"', rtol=1e-6)


@dataclass(frozen=True, slots=True)
class Timing:
    """A computer over there whose time is set here, and a model on it.

    Attributes:
        computer: has the clock.
        model: whose n-th call takes as long as the n-th of ``seconds``.
        x: its input.
        seconds: of each call.
        launch: seconds to hand work over to the GPU.
        rows: of x.
        device: name of the device.
    """

    computer: Remote
    model: Remote
    x: Any
    seconds: list[float]
    launch: float
    rows: int
    device: str

    def run(self, student: Student, runs: int = 30, warmup: int = 5) -> Measured:
        """Call benchmark, and compute what it should find; usual numbers are not passed on."""
        numbers = () if (runs, warmup) == (30, 5) else (runs, warmup)
        found = student.benchmark(
            self.model,
            self.x,
            *numbers,
            clock=self.computer.clock,
            **({} if self.device == "cpu" else {"device": self.device}),
        )
        student.observe("calls", self.model.calls)
        times = np.array(self.seconds[warmup : warmup + runs]) + self.launch
        p50, p95 = np.percentile(times, [50, 95]).tolist()
        mean = times.mean().item()
        return Measured(found, {"mean": mean, "p50": p50, "p95": p95, "fps": self.rows / mean})


def timing(
    student: Student,
    rng: np.random.Generator,
    *,
    rows: int = 1,
    device: str = "cpu",
    telling: bool = False,
) -> Timing:
    """A computer and a model whose first calls are slow; in evaluation mode unless it tells."""
    there = student.chapter_probes
    launch = float(rng.uniform(0.001, 0.002)) if device != "cpu" else 0.0
    computer = there.Computer(launch)
    seconds = [*rng.uniform(3, 5, 2), *rng.uniform(0.5, 0.8, 1), *rng.uniform(0.02, 0.2, 60)]
    seconds = [float(value) for value in seconds]
    model = there.Timed(computer, seconds, telling=telling)
    if not telling:
        model.eval.keep()
    x: Any = torch.as_tensor(rng.standard_normal((rows, 3)), dtype=torch.float32)
    if device != "cpu":
        computer.install(device)
        x = there.placed.keep(x)
    return Timing(computer, model, x, seconds, launch, rows, device)


def rows(rng: np.random.Generator, count: int) -> list[dict[str, Any]]:
    """Models with their numbers, all different: the quicker, the worse, but for some luck."""
    times = np.sort(rng.uniform(0.01, 0.2, count))
    accuracies = np.sort(rng.uniform(0.6, 0.8, count)) + rng.uniform(0, 0.15, count)
    table = [
        {
            "model": name,
            "test_loss": float(rng.uniform(0.1, 0.9)),
            "test_acc": float(accuracy),
            "number_of_parameters": int(rng.integers(1_000, 90_000_000)),
            "model_size_mb": float(rng.uniform(1, 300)),
            "time_per_pred_cpu": float(seconds),
        }
        for name, seconds, accuracy in zip(files.names(rng, count), times, accuracies, strict=True)
    ]
    return [table[i] for i in rng.permutation(count)]


def check_picture(student: Student, found: Any, wanted: Any) -> None:
    """A Pillow picture in mode RGB with these pixels, uint8 (h, w, 3)."""
    seen = student.chapter_probes.seen(found)
    expect.equal(seen["type"], "Image", name="the type of the result")
    expect.equal(seen["mode"], "RGB", name="the mode of the result")
    expect.shape(seen["pixels"], wanted.shape, name="the pixels")
    expect.equal(seen["pixels"], wanted, name="the pixels")


def turned(pixels: Any, note: int) -> bytes:
    """A PNG file with a note that says how it is to be turned."""
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = note
    Image.fromarray(pixels).save(buffer, "PNG", exif=exif)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Demo:
    """An interface over there, and what it was made of.

    Attributes:
        student: whose function built it.
        there: what build_demo returned.
        predictor: the function that it wraps.
        names, rows: of the classes, and the probabilities that the function gives.
        examples: paths of pictures.
        launched: how many pages were started by building it.
    """

    student: Student
    there: Remote
    predictor: Remote
    names: list[str]
    rows: list[list[float]]
    examples: list[str]
    launched: int

    def described(self) -> dict[str, Any]:
        """Its parts."""
        found: dict[str, Any] = self.student.chapter_probes.probes_demo.described(self.there)
        return found


def demo(student: Student, rng: np.random.Generator, **options: Any) -> Demo:
    """Have the student's code build an interface around a function with prepared answers."""
    there = student.chapter_probes
    page = student.chapter_probes.probes_demo
    page.replace_gradio()
    names = files.names(rng, int(rng.integers(4, 7)))
    rows = rng.dirichlet(np.ones(len(names)), 2).tolist()
    predictor = there.Predictor(names, rows)
    examples = [
        student.write_file(f"examples/{name}.png", files.encoded(files.noise(rng, 5, 5)))
        for name in files.names(rng, 3)
    ]
    built = student.build_demo.keep(predictor, examples, **options)
    return Demo(student, built, predictor, names, rows, examples, page.launched())


def check_split(student: Student, rng: np.random.Generator, split: Remote) -> None:
    """Two parts of the right sizes with all items, for several sizes."""
    for _ in range(2):
        count, share = int(rng.integers(20, 60)), float(rng.uniform(0.1, 0.9))
        items = parts(
            student, split(student.chapter_probes.Items(count), share, int(rng.integers(99)))
        )
        expect.length(items[0], int(count * share), name="the first part")
        expect.equal(sorted(items[0] + items[1]), list(range(count)), name="all items, sorted,")


def parts(student: Student, found: Any) -> list[list[int]]:
    """The items of both parts, in their order."""
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 2, name="the result")
    result: list[list[int]] = []
    for part in found:
        if isinstance(part, Remote):
            part = student.chapter_probes.items(part)
        expect.type_(part, list, name="a part")
        result.append(part)
    return result


@dataclass(frozen=True, slots=True)
class Classifier:
    """A model and a loader over there, and the right logits and labels."""

    model: Remote
    loader: Remote
    logits: Tensor
    labels: Tensor

    def check(self, found: Any, k: int) -> None:
        """The share of samples whose class is among the k most likely."""
        expect.type_(found, float, name="the result")
        places = (self.logits > self.logits.gather(1, self.labels[:, None])).sum(dim=1)
        wanted = (places < k).double().mean().item()
        expect.close(found, wanted, name=f"the share with k={k}", rtol=1e-6)


def classifier(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    modes: bool = False,
    dtype: torch.dtype = torch.float64,
) -> Classifier:
    """A network that is often right and often second or third, with batches of these sizes.

    In the first batch most are right, in the last none: it matters how batches are averaged.
    """
    width, classes = int(rng.integers(4, 7)), int(rng.integers(7, 10))
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True} if modes else {}
    there, here = parity.mlp_pair(student, rng, width, 8, classes, dtype=dtype, **options)
    x = torch.as_tensor(rng.standard_normal((sum(sizes), width)), dtype=dtype)
    logits = parity.eval_output(here, x)
    order = logits.argsort(dim=1, descending=True)
    wishes = rng.choice([0, 0, 1, 2, 4], sum(sizes))
    wishes[:2], wishes[-sizes[-1] :] = 0, rng.integers(1, 4)
    labels = order[torch.arange(len(x)), torch.as_tensor(wishes)]
    loader = student.probes.make_loader.keep(x, labels, batch_size=sizes[0])
    return Classifier(there, loader, logits, labels)


@dataclass(frozen=True, slots=True)
class Failures:
    """Pictures over there, a function that is asked about some, and the right report."""

    student: Student
    images: list[Remote]
    predictor: Remote
    wanted: list[str | None]
    shown: list[Any]

    def check(self, found: Any) -> None:
        """One entry for each picture, and only those pictures were shown that should be."""
        expect.type_(found, list, name="the report")
        expect.equal(found, self.wanted, name="the report")

    def check_shown(self) -> None:
        """The function got the pictures in question, each once, in order."""
        asked = self.predictor.asked.value()
        expect.length(asked, len(self.shown), name="the list of pictures that predict_fn got")
        for number, (seen, pixels) in enumerate(zip(asked, self.shown, strict=True)):
            expect.equal(seen.get("pixels"), pixels, name=f"picture {number} for predict_fn")


def failures(
    student: Student,
    rng: np.random.Generator,
    kinds: list[str],
    threshold: float = 0.5,
) -> Failures:
    """Pictures of these kinds: good, unsure, level (just at the threshold), blank, mode.

    ``grey`` is blank and of another mode, ``dot`` is blank but for one pixel.
    """
    there = student.chapter_probes
    names = files.names(rng, 5)
    images, answers, wanted, shown = [], [], [], []
    for kind in kinds:
        pixels = files.noise(rng, *rng.integers(4, 9, 2).tolist())
        if kind in ("blank", "grey", "dot"):
            pixels[:] = rng.integers(0, 256, 3)
        if kind == "dot":
            pixels[-1, -1, int(rng.integers(3))] ^= 1
        mode = str(rng.choice(["L", "RGBA", "CMYK"])) if kind in ("mode", "grey") else "RGB"
        images.append(there.converted.keep(files.encoded(pixels), mode))
        wanted.append({"good": None, "level": None, "dot": None, "grey": "mode"}.get(kind, kind))
        if kind in ("good", "unsure", "level", "dot"):
            top = {"unsure": threshold - 0.1, "level": threshold}.get(kind, threshold + 0.2)
            answers.append(_probabilities(rng, top, len(names)))
            shown.append(pixels)
    predictor = there.Predictor(names, answers)
    return Failures(student, images, predictor, wanted, shown)


def _probabilities(rng: np.random.Generator, top: float, classes: int) -> list[float]:
    """Probabilities of which the highest, at a random place, is this one."""
    rest = [(1 - top) / (classes - 1)] * (classes - 1)
    rest.insert(int(rng.integers(classes)), top)
    return rest
