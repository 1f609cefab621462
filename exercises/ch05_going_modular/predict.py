# Chapter 05, module predict: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="predict"
"""What is on this picture? `python predict.py PICTURE --model_path MODEL` tells."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import model_builder
import torch
import utils
from PIL import Image
from torchvision import transforms

# %% [markdown]
# ## `predict.py`: ask a saved model
#
# *14 points · about 25 minutes*
#
# The course's third exercise. The program gets a picture and a model's file, and nothing else. How
# many hidden units did that model have, how many classes? **The file knows**: the first tensor of
# its state dict has the shape `(hidden_units, colours, 3, 3)`, and the last has one number per
# class. The names are in the `.txt` beside it.
#
# Then the three rules of chapter 01: evaluation mode, no gradients, one device. And a picture in
# the form that training used: three colours, 64x64, in a batch of one.


# %% task="predict.main" points=14 minutes=25 needs="model_builder.TinyVGG utils.load_model"
def main(argv: Sequence[str] | None = None) -> str:
    """Predict a picture's class with a saved model and print both class and probability.

    Arguments of the program: the picture's path (grey pictures and pictures with transparency are
    turned into colour), and --model_path, a file that train.py wrote, with its .txt beside it.
    Default: models/05_going_modular_script_mode_tinyvgg_model.pth. Sizes are read from the file.

    Prints one line such as `pizza 0.873`. If the picture or the model cannot be read, the program
    prints no prediction, says which file it is, and ends with an exit code other than 0.

    Args:
        argv: arguments such as ["lunch.jpg"]; None takes those of the command line.

    Returns:
        The name of the class.
    """
    # TODO: your code here
    raise NotImplementedError("predict.main")


# %% file="predict"
if __name__ == "__main__":
    main()
