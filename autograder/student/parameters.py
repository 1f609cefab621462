"""Match the reference's parameters to a student's: by name, by synonym, by position."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from inspect import Parameter
from typing import Any

Parameters = Mapping[str, Parameter]

OPTIONAL = ("device", "accuracy_fn")
"""Parameters with and without which the course publishes functions of one name."""

_GROUPS = """
    model net network
    dataloader data_loader loader train_dataloader train_data_loader train_loader
    dataloader data_loader loader test_dataloader test_data_loader test_loader
    y_pred y_preds pred preds predictions
    y_true y target targets label labels
    X x input inputs
    loss_fn loss_function criterion
    optimizer optimiser optim opt
    epochs num_epochs n_epochs
    hidden hidden_units hidden_size
    n_classes num_classes out_features output_shape
    in_features input_shape in_channels
    image_size img_size
    image_path img_path path
    targ_dir target_dir directory root
    accuracy_fn acc_fn metric_fn
    device dev
"""
_SYNONYMS = tuple(frozenset(line.split()) for line in _GROUPS.strip().splitlines())


def read(function: Any) -> Parameters | None:
    """Return a function's parameters, or a class's; None where its signature cannot be read."""
    try:
        return dict(inspect.signature(function).parameters)
    except Exception:  # what makes a signature may be code of the student's
        return None


def fits(theirs: Parameters, wanted: Sequence[str]) -> bool:
    """Whether a call with the parameters ``wanted``, in any spelling, can be made as it is."""
    every = list(theirs.values())
    same, more = every[: len(wanted)], every[len(wanted) :]
    return takes_anything(theirs) or (
        [p.name for p in same] == list(wanted)
        and all(p.kind == Parameter.POSITIONAL_OR_KEYWORD for p in same)
        and not any(map(is_required, more))
    )


def takes_anything(theirs: Parameters) -> bool:
    """Whether there are ``*args`` or ``**kwargs`` among the parameters."""
    variable = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    return any(p.kind in variable for p in theirs.values())


def is_required(parameter: Parameter) -> bool:
    """Whether a call has to give it."""
    return parameter.default is Parameter.empty


def alike(one: str, other: str) -> bool:
    """Whether two names mean the same in the course."""
    return one == other or any({one, other} <= group for group in _SYNONYMS)


def matched(wanted: Sequence[str], theirs: Parameters) -> dict[str, str]:
    """Return the student's parameter for each of the reference's that has one.

    The same name first, then a synonym. The rest goes by position, in the order of both; what is
    `OPTIONAL` only to a parameter that would have no value otherwise.
    """
    found = {name: name for name in wanted if name in theirs}
    for name in wanted:
        same = next((one for one in _free(theirs, found) if alike(name, one)), None)
        if name not in found and same is not None:
            found[name] = same
    rest = [one for one in _free(theirs, found) if not any(alike(one, name) for name in OPTIONAL)]
    left = [name for name in wanted if name not in found]
    usual = [name for name in left if name not in OPTIONAL]
    needed = [one for one in rest[len(usual) :] if is_required(theirs[one])]
    found |= zip(usual, rest, strict=False)
    return found | dict(zip((name for name in left if name in OPTIONAL), needed, strict=False))


def _free(theirs: Parameters, found: Mapping[str, str]) -> list[str]:
    """The student's parameters that nothing has gone to."""
    taken = set(found.values())
    return [name for name in theirs if name not in taken]
