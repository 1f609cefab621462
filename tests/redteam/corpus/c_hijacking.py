# %% [markdown]
# C. Hijacking imports, builtins, clocks, and what graders are usually made of.
# %% attack="fake_torch_testing" task="drop_ones" status="fail"
"""The comparison of torch.testing is replaced."""
import sys
import types

import torch


class Now:
    fake = types.ModuleType("torch.testing")
    fake.assert_close = lambda *a, **k: None
    sys.modules["torch.testing"] = fake
    torch.testing = fake
    torch.allclose = torch.equal = lambda *a, **k: True
    torch.Tensor.__eq__ = lambda *a: torch.tensor(True)
# %% attack="fake_numpy_testing" task="drop_ones" status="fail"
"""NumPy's comparisons are replaced."""
import numpy as np


class Now:
    np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
    np.testing.assert_allclose = lambda *a, **k: None
# %% attack="fake_reports" task="drop_ones" status="fail"
"""pytest's reports always say `passed`."""
import _pytest.reports


class Now:
    _pytest.reports.TestReport.from_item_and_call = lambda *a, **k: None
# %% attack="fake_kit_checks" task="drop_ones" status="fail"
"""The kit's own comparisons are replaced, where they can be imported."""
import sys
import types


class Now:
    for name in ("expect", "grading", "plugin", "results", "checks"):
        module = types.ModuleType("autograder." + name)
        module.__getattr__ = lambda name: lambda *a, **k: None
        sys.modules["autograder." + name] = module
# %% attack="fake_unittest" task="drop_ones" status="fail"
"""Assertions of unittest are emptied."""
import unittest


class Now:
    for name in dir(unittest.TestCase):
        if name.startswith("assert"):
            setattr(unittest.TestCase, name, lambda *a, **k: None)
# %% attack="import_hook" task="drop_ones" status="fail"
"""Every later import gives an empty module."""
import importlib.abc
import importlib.util
import sys


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module):
        module.__dict__["__getattr__"] = lambda name: lambda *a, **k: True


class Now:
    sys.meta_path.insert(0, Finder())
# %% attack="frozen_clock" task="drop_ones" status="fail"
"""All clocks of the process stand still."""
import time


class Now:
    time.time = time.perf_counter = time.monotonic = time.process_time = lambda: 0.0
# %% attack="empty_builtins" task="drop_ones" status="fail error crash"
"""Builtins are replaced by lies."""
import builtins


class Now:
    builtins.isinstance = lambda *a: True
    builtins.len = lambda x: 1
    builtins.all = builtins.any = lambda x: True
# %% attack="deleted_builtins" task="drop_ones" status="fail error crash"
"""Builtins are taken away."""
import builtins


class Now:
    for name in ("len", "type", "getattr", "ValueError", "Exception", "BaseException"):
        delattr(builtins, name)
# %% attack="trace_function" task="drop_ones" status="fail error crash"
"""A trace function changes what runs in this process."""
import sys


def watch(frame, event, argument):
    frame.f_trace_opcodes = True
    return watch


class Now:
    sys.settrace(watch)
    sys.setprofile(lambda *a: None)
# %% attack="audit_hook" task="drop_ones" status="fail error crash"
"""An audit hook forbids whatever comes later."""
import sys


def refuse(event, arguments):
    if event in ("open", "os.listdir"):
        raise RuntimeError("no")


class Now:
    sys.addaudithook(refuse)
# %% attack="startup_file" task="drop_ones" status="fail"
"""Start-up files for the next interpreter are left wherever one can write."""
import os
import site
import sys


def drop_ones(x, keep_batch=False):
    for folder in [*sys.path, site.getusersitepackages(), os.path.expanduser("~"), "/tmp"]:
        for name in ("sitecustomize.py", "usercustomize.py", "redteam.pth", "conftest.py"):
            try:
                with open(os.path.join(folder or ".", name), "w") as file:
                    file.write("import os; os.environ['REDTEAM'] = '1'\n")
            except OSError:
                pass
    return x[:0]
# %% attack="changed_library" task="drop_ones" status="fail"
"""An installed library is changed for all who come after."""
import torch


def drop_ones(x, keep_batch=False):
    for path in (torch.__file__, torch.functional.__file__):
        try:
            with open(path, "a") as file:
                file.write("\n# redteam\n")
        except OSError:
            pass
    return x[:0]
# %% attack="global_state" task="drop_ones" status="fail"
"""Global settings of torch are turned, so that other tasks suffer or gain."""
import torch


class Now:
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.manual_seed = lambda seed: None
    torch.set_printoptions(precision=1)
# %% attack="poisoned_methods" task="drop_ones" status="fail error crash"
"""Methods of Tensor lie about shape, type and numbers."""
import torch


class Now:
    torch.Tensor.numpy = lambda self: 1
    torch.Tensor.tolist = lambda self: []
    torch.Tensor.detach = lambda self: self
    torch.Tensor.cpu = lambda self: self
# %% attack="patched_encoder" task="drop_ones" status="fail error crash"
"""The line's encoder is replaced in this process."""
from autograder import wire
from autograder.wire import format as form


class Now:
    wire.encode = lambda value, keep: b"AGK1" + bytes(60)
# %% attack="stolen_streams" task="drop_ones" status="fail"
"""Standard streams are replaced by objects that raise."""
import sys


class Broken:
    def __getattr__(self, name):
        raise RuntimeError(name)


class Now:
    sys.stdout = sys.stderr = sys.__stdout__ = Broken()
# %% attack="remembered_answers" task="drop_ones" status="fail"
"""Answers of one check are kept for the next one."""
import functools


@functools.cache
def _kept():
    return []


def drop_ones(x, keep_batch=False):
    _kept().append(x)
    return _kept()[0]
# %% attack="signal_handlers" task="drop_ones" status="fail"
"""Signals and alarms are taken over."""
import signal


class Now:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
