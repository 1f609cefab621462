# Chapter 05, module model_builder: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="model_builder"
"""The network of this chapter."""

import torch
from torch import Tensor, nn

# %% [markdown]
# ## `model_builder.py`: the network
#
# *7 points · about 12 minutes*
#
# TinyVGG again, this time **without padding**: each 3x3 convolution eats a border of one pixel,
# so the sides go 64, 62, 60, then 30 after pooling, 28, 26, and 13. With 3 colours, 10 hidden
# units and 3 classes that makes 8,083 parameters. Count yours.
#
# Importing a module *runs* it from top to bottom. A `print` or a test drive at top level would run
# for everyone who only wanted your class. If you want to try it here, put that below
# `if __name__ == "__main__":`.


# %% task="model_builder.TinyVGG" points=7 minutes=12
class TinyVGG(nn.Module):
    """Two blocks of two 3x3 convolutions each, and a linear layer, for pictures of 64x64.

    Args of the class: input_shape (colour channels), hidden_units (channels of each convolution),
    output_shape (number of classes). Each block: convolution, ReLU, convolution, ReLU, 2x2 max
    pooling; no padding. Called with (n, input_shape, 64, 64), it returns logits (n, output_shape).
    """

    def __init__(self, input_shape: int, hidden_units: int, output_shape: int) -> None:
        super().__init__()
        # TODO: your code here
        raise NotImplementedError("model_builder.TinyVGG")

    def forward(self, x: Tensor) -> Tensor:
        # TODO: your code here
        raise NotImplementedError("model_builder.TinyVGG")
