# Chapter 05, module concept_check: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="concept_check"
"""Answers to the questions of chapter 05."""

# %% [markdown]
# ## Concept check
#
# *10 points · about 10 minutes*
#
# Write the letter of your choice in quotes.
#
# **1.** You want to look at some pictures and try three ideas before lunch. What suits best?
# (a) a notebook (b) a package of modules (c) a command line program
#
# **2.** A cell begins with `%%writefile going_modular/engine.py`. What happens when it runs?
# (a) its functions are defined in the notebook and saved too
# (b) its text is saved; nothing is run (c) `engine.py` is imported
#
# **3.** `engine.py` ends with a line `train_step(model, loader, ...)` at top level. When is it run?
# (a) never (b) when `engine.py` is started as a program only (c) whenever it is imported
#
# **4.** You changed `engine.py` and run `import engine` again, in a notebook without autoreload.
# What do you get?
# (a) the new code (b) the code as it was at the first import (c) an error
#
# **5.** A flag is added with `add_argument("--batch_size", default=32)`. What is `args.batch_size`
# after `--batch_size 64`? (a) `64` (b) `"64"` (c) `32`
#
# **6.** `train.py` says `--train_dir data/train`. Where is that folder looked for?
# (a) in the folder of `train.py` (b) in the folder where the terminal is
# (c) in the folder of `data_setup.py`
#
# **7.** What is in a file that `utils.save_model` wrote?
# (a) the class TinyVGG and its numbers (b) tensors by name (c) the module's source code
#
# **8.** A colleague's GPU machine wrote `model.pth`; your laptop has no GPU. What do you need?
# (a) a GPU (b) the colleague saves it again on a CPU (c) `map_location` when loading

# %% file="concept_check" task="concept_check" points=10 minutes=10
ANSWER_1 = ...
ANSWER_2 = ...
ANSWER_3 = ...
ANSWER_4 = ...
ANSWER_5 = ...
ANSWER_6 = ...
ANSWER_7 = ...
ANSWER_8 = ...
