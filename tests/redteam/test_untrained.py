"""A model that was never trained earns nothing where a task asks for one that has learnt.

It answers by the place that a sample has in its batch, or by the nearest sample that it was given.
"""

from __future__ import annotations

import pytest

from autograder import data
from autograder.course import chapters, compose
from autograder.grading import grader
from autograder.grading.request import GradeRequest
from autograder.remote.launch import Template
from autograder.sandbox import Policy
from autograder.submission import from_text

PLACE = """
import torch


def pretend(model, samples, labels, classes):
    def forward(x):
        places = torch.arange(len(x)) * classes // len(x)
        return 40.0 * torch.nn.functional.one_hot(places, classes).to(x)

    model.forward = forward
    return model
"""
NEAREST = """
import torch


def pretend(model, samples, labels, classes):
    def forward(x):
        nearest = torch.cdist(x.flatten(1), samples.flatten(1).to(x)).argmin(dim=1)
        return 40.0 * torch.nn.functional.one_hot(labels[nearest].long(), classes).to(x)

    model.forward = forward
    return model
"""
UNTRAINED = {
    "test_binary_learns_moons": (
        "02",
        """
def train_binary(model, X_train, y_train, X_test, y_test, epochs=1, lr=1, momentum=0, log_every=1):
    logits = pretend(torch.nn.Identity(), X_train, y_train, 2)
    model.forward = lambda x: logits(x)[:, 1:] - 20.0
    return {}
""",
    ),
    "test_multiclass_learns_spirals": (
        "02",
        """
def train_multiclass(model, X_train, y_train, X_test, y_test, optimizer, epochs, log_every=10):
    pretend(model, X_train, y_train, 3)
    return {}
""",
    ),
    "test_digits_read": (
        "03",
        """
def train_digits(X, y, seed=42):
    torch.manual_seed(seed)
    return pretend(TinyVGG(1, 16, 10, image_size=8), X, y, 10)
""",
    ),
    "test_the_model_has_learnt": (
        "04",
        """
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    samples = torch.stack([train_set[i][0] for i in range(len(train_set))])
    labels = torch.tensor([train_set[i][1] for i in range(len(train_set))])
    model = pretend(TinyVGG(3, hidden_units, 3), samples, labels, 3)
    return {"model": model, "results": {}}
""",
    ),
    "test_dishes_are_told_apart": (
        "06",
        """
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    model, _ = build_feature_extractor(backbone_fn, weights, num_classes, seed)
    parts = list(dataloader)
    samples, labels = (torch.cat([part[i] for part in parts]) for i in range(2))
    return pretend(model, samples, labels, num_classes)
""",
    ),
    "test_vit_learns": (
        "08",
        """
def train_vit(model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"):
    parts = list(dataloader)
    samples, labels = (torch.cat([part[i] for part in parts]) for i in range(2))
    pretend(model, samples, labels, int(labels.max()) + 1)
    return [0.0] * epochs
""",
    ),
}
TASK = {check: code.split("def ")[1].split("(")[0] for check, (_, code) in UNTRAINED.items()}
CHECKS = [  # one of them every day
    pytest.param(check, marks=pytest.mark.exhaustive if number else ())
    for number, check in enumerate(UNTRAINED)
]

pytestmark = pytest.mark.needs("files", "identity", "seccomp", "limits")


def points(check: str, answer: str | None, template: Template) -> float:
    """What a check gives where this is the answer to its task, and all others are solved."""
    source = chapters.load(chapters.find(UNTRAINED[check][0]))
    name = source.chapter.name
    answers = {} if answer is None else {TASK[check]: answer}
    submission = from_text(compose.module(source, answers), name, f"{name}.py")
    policy = Policy.strangers(read_paths=(str(data.root()),))
    request = GradeRequest(
        hidden=True, device="cpu", task=TASK[check], policy=policy, template=template
    )
    result = grader.grade(submission, "eve", request)
    return sum(t.points for t in result.tests if t.check.partition("[")[0].endswith(check))


@pytest.mark.parametrize("check", CHECKS)
def test_a_model_that_answers_by_place_has_not_learnt(check: str, template: Template) -> None:
    """Samples come in an order that nobody knows."""
    assert points(check, PLACE + UNTRAINED[check][1], template) == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("check", UNTRAINED)
def test_a_model_that_looks_samples_up_has_not_learnt(check: str, template: Template) -> None:
    """What decides are the numbers of the network that the task describes."""
    assert points(check, NEAREST + UNTRAINED[check][1], template) == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("check", UNTRAINED)
def test_the_solution_has_learnt(check: str, template: Template) -> None:
    """So that the check is one that can be passed."""
    assert points(check, None, template) > 0
