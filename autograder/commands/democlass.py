"""The made-up class of ``autograder demo``: the submissions of each student.

A hand-in is a recipe: the chapter's solution with some of its tasks replaced by a known mistake
(by its id in the chapter's catalogue), by the untouched stub, or by code of the student's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MODULE, NOTEBOOK, ZIP, BROKEN = "module", "notebook", "zip", "broken"

WARNS = """
def make_line(weight, bias, n=100, noise=0.0):
    import warnings

    warnings.warn("all is well, and this goes to stderr")
    x = torch.arange(n).unsqueeze(1) / n
    return x, weight * x + bias + noise * torch.randn(n, 1)
"""

PRINTS = """
def evaluate(model, X, y, loss_fn):
    model.eval()
    with torch.no_grad():
        for step in range(20_000):
            print("debug: still here, step", step)
        return loss_fn(model(X), y).item()
"""

LOOPS = """
def predict(model, X):
    model.eval()
    done = False
    while not done:
        with torch.no_grad():
            predictions = model(X)
    return predictions
"""

LEAVES = """
def split(X, y, train_frac=0.8):
    import os

    os._exit(0)  # "exit code 0 means that the tests passed"
"""

FORGES = '''
class Agrees:
    """Claims to be equal to, and as long as, whatever it is compared with."""

    shape = dtype = device = property(lambda self: self)

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return lambda *args, **kwargs: self

    def __float__(self):
        return 0.0

    def __iter__(self):
        return iter((self, self))


def make_line(weight, bias, n=100, noise=0.0):
    return Agrees()
'''

UNFINISHED_LINE = """
def hwc_to_chw(img):
    return img.permute((2, 0, 1)
"""

OWN_STYLE = """
def train_one_epoch(model, X, y, loss_fn, optimizer):
    model.train()
    predictions = model(X)
    loss = loss_fn(predictions, y)
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()
    return float(loss)
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One hand-in.

    Attributes:
        chapter: full name.
        form: ``module``, ``notebook``, ``zip`` or ``broken`` (a notebook cut off in the middle).
        mistakes: ids of the chapter's known mistakes.
        code: by task, what the student wrote.
        untouched: the first task of those left as they were, to the end; None if all were begun.
    """

    chapter: str
    form: str = MODULE
    mistakes: tuple[str, ...] = ()
    code: Mapping[str, str] = field(default_factory=dict)
    untouched: str | None = None


CH00, CH01 = "ch00_fundamentals", "ch01_workflow"

CLASS: dict[str, tuple[Recipe, ...]] = {
    "Amara Obi": (Recipe(CH00), Recipe(CH01)),
    "Bartek Nowak": (Recipe(CH00, NOTEBOOK), Recipe(CH01, NOTEBOOK)),
    "Chiara Conti": (
        Recipe(CH00, MODULE, ("mean_of_integers", "bare_squeeze")),
        Recipe(CH01, MODULE, ("flat_line", "no_zero_grad", "no_eval")),
    ),
    "Diego Fuentes": (
        Recipe(CH00, NOTEBOOK, ("always_float32", "mean_of_integers", "lists_are_paired")),
        Recipe(CH01, NOTEBOOK, ("no_zero_grad", "returns_array")),
    ),
    "Eun-ji Park": (
        Recipe(CH00, NOTEBOOK, ("reshaped_picture",)),
        Recipe(CH01, NOTEBOOK, ("no_zero_grad", "detach_instead", "saves_module")),
    ),
    "Farid Rahimi": (
        Recipe(CH00, MODULE, ("seeds_each_draw", "mean_of_integers")),
        Recipe(CH01, MODULE, ("flat_line",), untouched="train_one_epoch"),
    ),
    "Grace Mwangi": (Recipe(CH00, untouched="concept_check"),),
    "Hiro Tanaka": (
        Recipe(CH00, NOTEBOOK, code={"hwc_to_chw": UNFINISHED_LINE}),
        Recipe(CH01, NOTEBOOK, ("no_zero_grad", "no_map_location")),
    ),
    "Ingrid Solberg": (
        Recipe(CH00, MODULE, ("cat_for_both", "reshaped_picture")),
        Recipe(CH01, MODULE, code={"predict": LOOPS}),
    ),
    "João Pereira": (
        Recipe(CH00, ZIP, ("mean_of_integers",)),
        Recipe(CH01, MODULE, code={"split": LEAVES}),
    ),
    "Kavya Iyer": (
        Recipe(CH00, NOTEBOOK),
        Recipe(CH01, NOTEBOOK, code={"make_line": WARNS}),
    ),
    "Liam Byrne": (
        Recipe(CH00, MODULE, ("shared_float64", "deep_learning_for_tables")),
        Recipe(CH01, MODULE, code={"make_line": FORGES}),
    ),
    "Mei Chen": (
        Recipe(CH00, NOTEBOOK, ("nameless_error",)),
        Recipe(CH01, NOTEBOOK, ("plain_tensors",), {"evaluate": PRINTS}),
    ),
    "Nadia Haddad": (Recipe(CH00, ZIP), Recipe(CH01, ZIP, ("zero_after_backward", "shuffled"))),
    "Oskar Lind": (
        Recipe(CH00, BROKEN),
        Recipe(CH01, MODULE, ("no_eval",), {"train_one_epoch": OWN_STYLE}),
    ),
}
