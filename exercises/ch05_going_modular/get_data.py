# Chapter 05, module get_data: edit this file. Write code where it says TODO, then run
#     autograder check 05
# The chapter's notebook holds the same tasks and code to play with; work in either of the two.
# Keep the lines that start with `# %%`: they say which code belongs to which task.
# Made from solutions/ch05_going_modular.py by `autograder build`.

# %% file="get_data"
"""Fetch a data set once: `python get_data.py URL FOLDER`."""

import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

# %% [markdown]
# ## `get_data.py`: download once
#
# *8 points · about 20 minutes*
#
# The course's first exercise. "Skip it if the folder is there" sounds easy, until a download breaks
# in the middle: the folder was made first, it is there, it is empty, and every later run is sure
# that all is well.
#
# The cure is an old one: do the work under a **temporary name** and rename when it is complete.
# Renaming happens in one instant, so nobody ever sees half a folder.


# %% task="get_data.download" points=8 minutes=20
def download(source: str, destination: str | Path, opener: Callable[[str], Any] = urlopen) -> Path:
    """Fetch a zip and unpack it into the folder destination, unless it has files in it already.

    Args:
        source: the zip's address.
        destination: the folder; made with all folders above it. One that is empty is filled.
        opener: opener(source) gives an object with read(), to be used in a `with` statement.

    Returns:
        destination as a Path.

    Raises:
        OSError: the download broke.
        zipfile.BadZipFile: what came is no zip. In both cases destination is not there, or empty,
            and nothing lies beside it, so that the next try starts afresh.
    """
    # TODO: your code here
    raise NotImplementedError("get_data.download")


# %% file="get_data"
if __name__ == "__main__":
    print(download(sys.argv[1], sys.argv[2]))
