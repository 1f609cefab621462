# Chapter 05, module train: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="train"
"""Train TinyVGG on folders of pictures: `python train.py --help` tells how."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import data_setup
import engine
import model_builder
import torch
import utils
from torch import nn
from torchvision import transforms

# %% [markdown]
# ## `train.py`: arguments
#
# *8 points · about 12 minutes*
#
# The course's second exercise. Constants at the top of a script mean editing the script for each
# experiment. `argparse` turns them into flags with defaults, and writes the help text for you.
#
# What arrives from a terminal is **text**. Say for each flag what it shall become, or
# `"0.003" * gradient` will surprise you.


# %% task="train.build_parser" points=8 minutes=12
def build_parser() -> argparse.ArgumentParser:
    """Make the parser of train.py; each flag has a help text.

    --learning_rate becomes a float, --batch_size, --num_epochs and --hidden_units become ints.

    Flags and defaults:
        --train_dir data/pizza_steak_sushi/train
        --test_dir data/pizza_steak_sushi/test
        --learning_rate 0.001
        --batch_size 32
        --num_epochs 5
        --hidden_units 10
        --device: cuda where it is available, else cpu
        --model_path models/05_going_modular_script_mode_tinyvgg_model.pth
    """
    # TODO: your code here
    raise NotImplementedError("train.build_parser")


# %% [markdown]
# ## `train.py`: the program
#
# *14 points · about 25 minutes*
#
# Now put the drawers together: loaders, network, loss and optimiser, training, saving. Every flag
# must *do* something. The classic slip is a constant left over from before: `--learning_rate 0.5`
# is accepted with thanks and training goes on at 0.001. Trace each flag from the parser to where
# it is used.
#
# The saved numbers do not know that class 0 is pizza. So the class names go into a text file
# beside the model: `models/first.pth` and `models/first.txt`.


# %% task="train.main" points=14 minutes=25 needs="engine.train utils.save_model"
def main(argv: Sequence[str] | None = None) -> dict[str, list[float]]:
    """Train as the arguments say, with Adam and cross entropy, and save the model.

    Pictures are resized to 64x64, each as a whole. The model goes to --model_path, and the class
    names, one a line, to a file of the same name that ends in .txt.

    Args:
        argv: arguments such as ["--num_epochs", "1"]; None takes those of the command line.

    Returns:
        The results of engine.train.
    """
    # TODO: your code here
    raise NotImplementedError("train.main")


# %% file="train"
if __name__ == "__main__":
    main()
