"""The kinds of edits: how they are made, how soon they are tried, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder.repair import (
    activations,
    arguments,
    blocks,
    calls,
    forms,
    names,
    shapes,
    training,
    values,
)
from autograder.repair.code import Span
from autograder.repair.scope import Scope


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of edit.

    Attributes:
        edits: makes the edits of this kind of a definition.
        weight: how many of its edits are tried for one of a kind of weight 1.
        idea: what was changed, in words that do not say how; follows ``What was changed is``.
        look: what to look at there.
        is_of_form: whether it changes the type, shape or device of a value more than the value:
            it is tried late unless a message speaks of those.
        is_weak: whether such an edit may pass one or two checks by luck, where no mistake is in
            its line.
    """

    edits: Callable[[Scope], Iterator[Span] | Iterator[tuple[Span, ...]]]
    weight: float
    idea: str
    look: str
    is_weak: bool = False
    is_of_form: bool = False


KINDS: dict[str, Kind] = {
    "mode": Kind(
        training.mode,
        3,
        "whether a model is in training or evaluation mode",
        "Follow model.training through your code: what is it where the model is called, and is it "
        "set again in each round of a loop?",
    ),
    "zero_grad": Kind(
        training.zero_grad,
        4,
        "when gradients are set to zero, or when the optimizer steps",
        "For one batch, write down what .grad holds before and after each of the statements.",
    ),
    "dim": Kind(
        shapes.dim,
        3,
        "the axis along which something is computed",
        "Write down the shape before the operation and after it. Which axis should be gone?",
    ),
    "activation": Kind(
        activations.activation,
        4,
        "an activation function or softmax: whether there is one, and which",
        "Go through the layers in the order of the task's text. Is each there once, and in place? "
        "What range do the values have behind it?",
    ),
    "added_activation": Kind(
        activations.added_activation,
        2,
        "an activation function or softmax: whether there is one",
        "Go through the layers in the order of the task's text. Is each there once, and in place?",
    ),
    "loop": Kind(
        blocks.loop,
        3,
        "whether a statement is inside a loop or outside of it",
        "Ask of each statement there: must it run once, or once in every round?",
    ),
    "value": Kind(
        forms.value,
        2,
        "whether a value is a plain number, a tensor, a copy, or part of a graph",
        "Print the type of what is given back there, and compare it with the task's text.",
        is_of_form=True,
    ),
    "dtype": Kind(
        forms.dtype,
        2,
        "a dtype",
        "Print the dtype there, and compare it with what the task's text says.",
        is_of_form=True,
    ),
    "gradients": Kind(
        training.gradients,
        2,
        "whether gradients are recorded",
        "Which of the statements there must gradients be able to flow through, and which not?",
        is_of_form=True,
    ),
    "keepdim": Kind(
        shapes.keepdim,
        1,
        "whether an axis that is reduced stays, with length 1",
        "Write down both shapes that meet behind it, and how they are broadcast.",
        is_of_form=True,
    ),
    "shape": Kind(
        shapes.shape,
        3,
        "the order or number of axes",
        "Try it with numbers that you can follow, such as torch.arange(24).reshape(2, 3, 4). The "
        "same shape may hold numbers in another order.",
    ),
    "axes": Kind(
        shapes.axes,
        2,
        "how many axes a value has",
        "Write down the shape there, and compare it with what the task's text says.",
        is_of_form=True,
        is_weak=True,
    ),
    "kept_mode": Kind(
        training.kept_mode,
        2,
        "the mode of a model while the function runs",
        "What is model.training when the model is called, and what should it be afterwards?",
    ),
    "parameter": Kind(
        names.parameter,
        4,
        "what a parameter of the function is used for",
        "Ask of each parameter of the function where it is used, and of each fixed value whether "
        "the task's text says it.",
    ),
    "handed_on": Kind(
        arguments.handed_on,
        3,
        "whether a parameter of the function is used",
        "Ask of each parameter of the function where it is used.",
    ),
    "device": Kind(
        training.device,
        1.5,
        "the device of a tensor or model",
        "Which of the things that meet there are on which device?",
        is_of_form=True,
    ),
    "token": Kind(
        shapes.token,
        3,
        "which rows of a sequence are used",
        "Read in the task's text what the output is made from.",
    ),
    "wrapper": Kind(
        forms.wrapper,
        2,
        "the type of a value",
        "Print the type of what is given back there, and compare it with the task's text.",
        is_of_form=True,
    ),
    "shared": Kind(
        calls.shared,
        6,
        "whether there is one object, or one for each place",
        "Are two of them the same object? Compare with `is`.",
    ),
    "argument": Kind(
        arguments.argument,
        3,
        "an argument: whether it is handed over, and in which place",
        "Compare the arguments, one by one, with the function's documentation and the task's text.",
    ),
    "swapped": Kind(
        arguments.swapped,
        3,
        "the order of two arguments or items",
        "Compare the order, one by one, with the function's documentation and the task's text.",
    ),
    "comparison": Kind(
        values.comparison,
        3,
        "a comparison",
        "Try the case in which both sides are equal.",
    ),
    "operand": Kind(
        values.operand,
        5,
        "one side of a calculation or condition",
        "Compute it by hand for a small example. What does each part of it do?",
    ),
    "function": Kind(
        calls.function,
        4,
        "which function is called",
        "Look up what the function does exactly, and compare it with the task's text.",
    ),
    "part": Kind(
        values.part,
        2,
        "which part of a sequence is taken, or from where to where is counted",
        "Write down the first and the last of what is taken there.",
        is_weak=True,
    ),
    "name": Kind(
        names.name,
        2,
        "which variable or parameter is used",
        "Ask of each name there whether it is the one that is meant. Is every parameter used?",
        is_weak=True,
    ),
    "arithmetic": Kind(
        values.arithmetic,
        2,
        "a sign of a calculation",
        "Compute it by hand for a small example.",
        is_weak=True,
    ),
    "number": Kind(
        values.number,
        2,
        "a number, or True for False",
        "Where does each of the constants there come from?",
        is_weak=True,
    ),
    "off_by_one": Kind(
        values.off_by_one,
        2,
        "a side of a calculation, by one",
        "Compute it by hand for a small example, such as 1 or 2.",
        is_weak=True,
    ),
    "error": Kind(
        blocks.error,
        2,
        "which error is raised, whether one is, or what it says",
        "Read in the task's text what happens to input that cannot be used.",
        is_of_form=True,
    ),
    "call": Kind(
        calls.call,
        2,
        "a function or method that is called, and perhaps should not be",
        "What does the value look like before that call, and after it?",
        is_weak=True,
    ),
    "layer": Kind(
        activations.layer,
        2,
        "a layer or item of a list that is there, and perhaps should not be",
        "Compare the items, one by one, with the task's text.",
        is_weak=True,
    ),
    "block": Kind(
        blocks.block,
        1,
        "whether a statement is inside a block or outside of it",
        "Ask of each statement there: in which cases must it run?",
    ),
    "order": Kind(
        blocks.order,
        1,
        "the order of two statements",
        "Follow the values from statement to statement.",
    ),
    "residual": Kind(
        values.residual,
        3,
        "whether the input is added to the output",
        "Draw how the value gets from input to output there, as in the task's text.",
    ),
    "figure": Kind(
        values.figure,
        2,
        "which figure is drawn on",
        "Call the function twice. Where does the second drawing go?",
    ),
    "text": Kind(
        names.text,
        1,
        "a text, such as a key or a label",
        "Compare each of the texts there with the task's.",
        is_weak=True,
    ),
    "removal": Kind(
        blocks.removal,
        1.5,
        "whether a statement is run at all",
        "What would be missing without it?",
        is_weak=True,
    ),
}
"""By name."""
