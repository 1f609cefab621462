"""What a call may leave behind besides its result, and the words of a task's ``changes="..."``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

NOTHING = "nothing"
SETTINGS = "settings"
SEEDS = "seeds"
FIGURES = "figures"
FILES = "files"
DELETES = "deletes"
DATA = "data"
PARAMETERS = "parameters"
GRADS = "grads"
FREEZING = "freezing"
MODE = "mode"
LAYERS = "layers"
OPTIMIZER = "optimizer"

WORDS: Mapping[str, str] = {
    NOTHING: "nothing at all",
    SETTINGS: "settings of the process: torch's switches, threads, environment, working folder",
    SEEDS: "the seed of torch's generator",
    FIGURES: "which figures pyplot has open, and its current axes",
    FILES: "new files and folders, and the contents of those that are there",
    DELETES: "files and folders that were there are gone",
    DATA: "values of tensors, arrays, lists, dicts and sets that were handed in",
    PARAMETERS: "numbers of a model that was handed in, its buffers included",
    GRADS: "gradients of parameters and tensors that were handed in",
    FREEZING: "requires_grad of parameters and tensors that were handed in",
    MODE: "training or evaluation mode of a model that was handed in",
    LAYERS: "layers, parameters and hooks of a model that was handed in",
    OPTIMIZER: "settings and state of an optimizer that was handed in",
}
"""Each word, and what a task that has it in its header may change."""


def allows(words: Collection[str], word: str) -> bool:
    """Whether a task with these words may change what ``word`` stands for.

    Args:
        words: those of the task's header. Without any, its text says nothing of what may change,
            and all but the settings of the process may.
        word: of a change.
    """
    return word in words if words else word != SETTINGS


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as it was before a call.

    Attributes:
        word: the word of `WORDS` that allows it.
        name: what it is, as a student may read it: ``the mode of model``.
        before: what it was; empty where that cannot be said in a few words.
        after: what it is.
    """

    word: str
    name: str
    before: str
    after: str
