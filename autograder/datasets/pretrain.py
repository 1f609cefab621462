"""``python -m autograder.datasets.pretrain`` trains the kit's backbone again: some seven minutes.

It learns to tell the dishes of `menu` apart, and nothing of pizza, steak or sushi. The weights are
written to ``course_data/`` in half precision, and their stamp to the manifest. On one thread of one
machine, the same file comes out each time; other machines round otherwise, so it is committed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from autograder.backbone import FILE, TinyBackbone, TinyBackbone_Weights
from autograder.data import root
from autograder.datasets import manifest
from autograder.datasets.manifest import DataSet
from autograder.datasets.menu import MENU, NAMES, serve
from autograder.datasets.scenes import photograph

SEED = 6
SIZE, CROP = 72, 64
_BATCH, _RATE, _DECAY = 64, 4e-3, 0.02


@dataclass(frozen=True, slots=True)
class Budget:
    """The amount of training: pictures and epochs."""

    per_class: int = 210
    held_out: int = 20
    epochs: int = 12


def pictures(per_class: int, seed: int) -> tuple[Tensor, Tensor]:
    """Photograph every dish of the menu ``per_class`` times.

    Returns:
        uint8 (48 * per_class, 3, SIZE, SIZE), and their class numbers, int64.
    """
    labels = torch.arange(len(MENU)).repeat_interleave(per_class)
    images = [
        photograph(serve(MENU[label]), np.random.default_rng([seed, label, number]), SIZE)
        for label in range(len(MENU))
        for number in range(per_class)
    ]
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous(), labels


def varied(images: Tensor, generator: torch.Generator) -> Tensor:
    """Cut, mirror and turn a batch at random, all its pictures alike; (n, 3, CROP, CROP)."""
    y, x, turns, mirrored = torch.randint(0, 8, (4,), generator=generator).tolist()
    cut = images[:, :, y : y + CROP, x : x + CROP].rot90(turns, dims=(2, 3))
    return cut.flip(3) if mirrored % 2 else cut


def normalised(images: Tensor) -> Tensor:
    """Scale uint8 pixels as the weights' own transforms do; float32."""
    recipe = TinyBackbone_Weights.DEFAULT.transforms()
    mean, std = (torch.tensor(v).reshape(3, 1, 1) for v in (recipe.mean, recipe.std))
    return (images.float() / 255 - mean) / std


def train(budget: Budget, say: Callable[[str], object] = print) -> TinyBackbone:
    """Train the backbone on the menu; prints the accuracy on held-out pictures after each epoch."""
    images, labels = pictures(budget.per_class, SEED)
    tests = pictures(budget.held_out, SEED + 1)
    say(f"{len(images)} pictures, mean {_channels(images.float().mean(dim=(0, 2, 3)))}")
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    model = TinyBackbone()
    steps = budget.epochs * -(-len(images) // _BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=_RATE, total_steps=steps)
    for epoch in range(budget.epochs):
        model.train()
        for chosen in _batches(len(images), generator):
            x = normalised(varied(images[chosen], generator))
            loss = nn.functional.cross_entropy(model(x), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        say(f"epoch {epoch + 1}: accuracy {accuracy(model, *tests):.3f}")
    return model


def _channels(values: Tensor) -> list[float]:
    return [round(v, 3) for v in (values / 255).tolist()]


def _batches(count: int, generator: torch.Generator) -> Iterator[Tensor]:
    yield from torch.randperm(count, generator=generator).split(_BATCH)


def accuracy(model: nn.Module, images: Tensor, labels: Tensor) -> float:
    """Share of pictures (n, 3, SIZE, SIZE), cut in the middle, that the model names rightly."""
    edge = (SIZE - CROP) // 2
    model.eval()
    with torch.inference_mode():
        logits = model(normalised(images[:, :, edge : edge + CROP, edge : edge + CROP]))
    return float((logits.argmax(dim=1) == labels).double().mean())


def save(model: TinyBackbone, path: Path) -> None:
    """Write the weights in half precision, readable with ``weights_only=True``."""
    state = {k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, path)


def entry(folder: Path) -> DataSet:
    """Describe the weights below ``folder`` for the manifest."""
    budget = Budget()
    return DataSet(
        FILE.parent.name,
        f"Weights of the kit's small network, trained on pictures of {len(NAMES)} other dishes",
        "MIT",
        {"by": "autograder.datasets.pretrain", **asdict(budget), "size": SIZE, "seed": SEED},
        {"train": budget.per_class * len(NAMES), "test": budget.held_out * len(NAMES)},
        NAMES,
        manifest.stamps(folder, folder / FILE.parent),
    )


def main() -> None:
    """Train with one thread and write the weights, below ``course_data`` by default."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--to", type=Path, default=root() / FILE, help="file of the weights")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    save(train(Budget()), arguments.to)
    if arguments.to == root() / FILE:
        manifest.put(root(), entry(root()))


if __name__ == "__main__":
    main()
