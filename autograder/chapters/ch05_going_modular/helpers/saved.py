"""Saved models: reading what a student's code wrote, and writing files that must not be trusted."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import expect, parity
from autograder.remote.client import Student, StudentError, save_bytes

State = dict[str, Tensor]
MARK = "gotcha"


def contents(student: Student, path: str) -> State:
    """The tensors by name in a file that the student's code wrote.

    Raises:
        Failed: there is no such file, or it holds something else; the message says what.
    """
    try:
        found = student.load_saved(path)
    except StudentError as error:
        raise _unreadable(path, error, student) from None
    good = isinstance(found, dict) and all(isinstance(v, Tensor) for v in found.values())
    if not good or not found:
        raise expect.Failed(
            f"Expected {path} to hold tensors by name, but got {expect.show(found)}.", _NUMBERS
        )
    return dict(found)


_NUMBERS = "Save model.state_dict(): numbers by name, which any program can read."


def _unreadable(path: str, error: StudentError, student: Student) -> expect.Failed:
    what = f"Expected {path} to hold tensors by name, but"
    if "FileNotFoundError" in error.types:
        files = [file for file in student.list_files() if "." in file.rpartition("/")[2]]
        return expect.Failed(f"Expected a file {path}, but got {files or 'no file'}.")
    if error.fatal:
        hint = "A file of a model is about as large as its numbers."
        return expect.Failed(f"{what} it claims more than there is memory for.", hint)
    if "UnpicklingError" in error.types and "global" in error.message.lower():
        return expect.Failed(
            f"{what} got an object that needs code of its own to be read.", _NUMBERS
        )
    return expect.Failed(f"{what} it cannot be read: {error.message[:200]}", _NUMBERS)


def from_gpu(state: State) -> bytes:
    """The file of a model that was saved on a GPU which this machine does not have."""
    return parity.cuda_checkpoint(state, index=7)


def with_code(state: State) -> bytes:
    """A file that makes a folder named ``gotcha`` if whoever reads it lets it run code."""
    return save_bytes(_Trap(state))


class _Trap:
    def __init__(self, state: State) -> None:
        self._state = state

    def __reduce__(self) -> Any:
        return os.mkdir, (MARK,), {"state": self._state}


def some_name(rng: np.random.Generator, state: State) -> str:
    """The name of a tensor; BatchNorm's counter may be absent, torch makes up for it."""
    return str(rng.choice(sorted(name for name, value in state.items() if value.ndim)))


def incomplete(state: State, name: str) -> bytes:
    """The file of a state dict without one of its tensors."""
    return save_bytes({key: value for key, value in state.items() if key != name})


def with_spare(state: State) -> bytes:
    """The file of a state dict with a tensor that no layer has."""
    return save_bytes({**state, "spare.weight": torch.zeros(2, 2)})


def flattened(state: State) -> bytes:
    """The file of a state dict whose tensors have the right numbers in one dimension."""
    return save_bytes({name: value.flatten() for name, value in state.items()})


def without_names(state: State) -> bytes:
    """The file of a list of tensors."""
    return save_bytes(list(state.values()))


def claims_much(state: State, name: str) -> bytes:
    """A small file in which one tensor claims to have 2**40 numbers (all of them one)."""
    return save_bytes({**state, name: torch.ones(1).expand(2**40)})
