"""Give the kernels that nbgrader starts a private home folder.

Grading by the kit starts none. A few other commands do; what runs in such a kernel shall neither
find the instructor's files through ``~`` nor leave anything there for later kernels.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from autograder.nbgrader.layout import Course

_NAME = "python3"


def write_kernel(course: Course) -> None:
    """Write a kernel that goes before the one Jupyter would find, with a private home."""
    home = course.kernels / "home"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = course.kernels / "kernels" / _NAME
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    private = {"HOME": os.fspath(home), "IPYTHONDIR": os.fspath(home / "ipython")}
    kernel = {"argv": command, "display_name": "Python 3", "language": "python", "env": private}
    (folder / "kernel.json").write_text(json.dumps(kernel, indent=1) + "\n", encoding="utf-8")


def private_home(root: Path) -> None:
    """Have this process look for kernels in the course first; for ``nbgrader_config.py``."""
    course = Course(root)
    known = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if os.fspath(course.kernels) in known:
        return
    write_kernel(course)
    found = [path for path in known if path]
    os.environ["JUPYTER_PATH"] = os.pathsep.join([os.fspath(course.kernels), *found])
