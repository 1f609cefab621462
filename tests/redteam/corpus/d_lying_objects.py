# %% [markdown]
# D. Objects that lie about themselves when they are compared.
# %% attack="always_equal" task="drop_ones" status="fail"
"""An object equal to everything."""


class Equal:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = None

    def __array__(self, *a, **k):
        return 1

    def __bool__(self):
        return True


def drop_ones(x, keep_batch=False):
    return Equal()


add_batch = drop_ones
# %% attack="always_close_tensor" task="drop_ones" status="fail"
"""A tensor subclass that answers every torch function with agreement."""
import torch


class Agrees(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return torch.tensor(True)


def drop_ones(x, keep_batch=False):
    return torch.zeros(x.numel()).as_subclass(Agrees)


add_batch = drop_ones
# %% attack="always_close_array" task="drop_ones" status="fail"
"""An array subclass that answers every ufunc with agreement."""
import numpy as np


class Agrees(np.ndarray):
    def __array_ufunc__(self, *a, **k):
        return True

    def __array_function__(self, *a, **k):
        return True


def drop_ones(x, keep_batch=False):
    return np.zeros(3).view(Agrees)


add_batch = drop_ones
# %% attack="not_a_number" task="drop_ones" status="fail"
"""Nothing is greater than the tolerance when everything is nan."""
import torch


def drop_ones(x, keep_batch=False):
    return torch.full([n for n in x.shape if n != 1], float("nan"))


def add_batch(x):
    return torch.full((1, *x.shape), float("nan"))
# %% attack="infinite" task="drop_ones" status="fail"
"""inf minus inf is nan, which is not greater either."""
import torch


def drop_ones(x, keep_batch=False):
    return torch.full([n for n in x.shape if n != 1], float("inf"))


def add_batch(x):
    return torch.full((1, *x.shape), float("inf"))
# %% attack="agreeable_float" task="summarise" status="fail"
"""A float subclass whose comparisons always come out well."""


class Agreeable(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = float.__hash__


class Anything(dict):
    def __missing__(self, key):
        return Agreeable(0)


def summarise(x):
    return Anything(mean=Agreeable(0), std=Agreeable(0))
# %% attack="lying_dict" task="summarise" status="fail"
"""A dict subclass with other contents for each way of looking."""


class Lying(dict):
    def __len__(self):
        return 6

    def __getitem__(self, key):
        return 0.0

    def get(self, key, default=None):
        return 0.0

    def keys(self):
        return {"min", "max", "mean", "std", "sum", "argmax"}

    def __eq__(self, other):
        return True

    __hash__ = None


def summarise(x):
    return Lying()
# %% attack="lying_list" task="describe" status="fail error"
"""A list and a dict that iterate for ever."""


class Endless(list):
    def __iter__(self):
        while True:
            yield 1


def describe(x):
    return {"shape": Endless([1]), "dtype": Endless(), "device": Endless(), "ndim": 1}
# %% attack="class_spoof" task="drop_ones" status="fail error"
"""An object that claims to be a tensor."""
import torch


class Spoof:
    __class__ = torch.Tensor
    shape = torch.Size([10])
    dtype = torch.float32

    def __getattr__(self, name):
        return lambda *a, **k: True


def drop_ones(x, keep_batch=False):
    return Spoof()


add_batch = drop_ones
# %% attack="instance_check" task="drop_ones" status="fail"
"""A metaclass that says yes to every isinstance."""


class Yes(type):
    def __instancecheck__(cls, other):
        return True

    def __subclasscheck__(cls, other):
        return True

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Anything(metaclass=Yes):
    pass


def drop_ones(x, keep_batch=False):
    return Anything


add_batch = drop_ones
# %% attack="changes_after_the_call" task="drop_ones" status="fail"
"""A thread goes on filling the returned tensor, in case it is looked at late."""
import threading

import torch

_result = torch.zeros(10)


def _fill():
    for _ in range(1000):
        _result.random_()


def drop_ones(x, keep_batch=False):
    threading.Thread(target=_fill, daemon=True).start()
    return _result
# %% attack="own_input" task="drop_ones" status="fail"
"""The input is changed in place, in the hope that it is what one is compared with."""


def drop_ones(x, keep_batch=False):
    x.zero_()
    return x


def add_batch(x):
    x.zero_()
    return x
# %% attack="deferred_result" task="drop_ones" status="fail error"
"""A generator, a coroutine or a future in place of a value."""


async def drop_ones(x, keep_batch=False):
    return x


def add_batch(x):
    yield x
# %% attack="lazy_attributes" task="make_tensor" status="fail error"
"""An object whose attributes are right whichever is asked for."""
import torch


class Lazy:
    def __getattr__(self, name):
        return {"shape": torch.Size([3]), "dtype": torch.float32, "ndim": 1}.get(name, lambda *a: True)


def make_tensor(*a, **k):
    return Lazy()
# %% attack="huge_integer" task="summarise" status="fail error crash"
"""Integers with millions of digits take for ever to be written."""


def summarise(x):
    return {"min": 10**5_000_000, "max": -(10**5_000_000)}
# %% attack="exotic_tensors" task="drop_ones" status="fail error"
"""Sparse, quantised and meta tensors in place of numbers."""
import torch


def drop_ones(x, keep_batch=False):
    return torch.empty(10, device="meta")


def add_batch(x):
    return torch.eye(3).to_sparse()
