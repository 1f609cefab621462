"""What is checked beyond the public checks of chapter 00: fresh data, edge cases, mechanics."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.chapters.ch00_fundamentals.helpers.inputs import mixed, normal, sizes, summary
from autograder.chapters.ch00_fundamentals.quiz import QUIZ
from autograder.checks import expect
from autograder.checks.task import task
from autograder.remote.client import Student

_RIGHT = {
    "what machine learning is for": dict(enumerate("cadb", start=1)),
    "data, networks and ways of learning": dict(enumerate("cdbacbd", start=5)),
    "tensors, workflow and gradient descent": dict(enumerate("abcbd", start=12)),
}


@task("concept_check", points=1)
@pytest.mark.parametrize("theme", list(_RIGHT))
def test_theme(student: Student, theme: str) -> None:
    """all answers are right about {theme}"""
    for number, right in _RIGHT[theme].items():
        chosen = QUIZ.letter(student, f"ANSWER_{number}")
        expect.true(
            chosen == right, f'Expected ANSWER_{number} to be another choice, but got "{chosen}".'
        )


@task("make_tensor", points=1)
def test_type_is_inferred(student: Student, rng: np.random.Generator) -> None:
    """decimals anywhere give float32, truth values bool, only a single number no dimensions"""
    whole = int(rng.integers(2, 9))
    number = student.make_tensor.keep(whole)
    shape = number.shape.value()
    cube = (rng.integers(-40, 40, size=sizes(rng, 3, high=6)) / 8).tolist()
    cube[0][0][0] = whole
    decimals, truths = student.make_tensor(cube), student.make_tensor([True, False, whole > 4])
    expect.equal(shape, (), name=f"the shape of make_tensor({whole})")
    expect.equal(number.value().item(), whole, name=f"make_tensor({whole}).item()")
    expect.dtype(decimals, torch.float32, name="a tensor of whole and decimal numbers")
    expect.close(decimals, np.array(cube, dtype=np.float32), name="the tensor of decimals")
    expect.dtype(truths, torch.bool, name="a tensor of True and False")
    for data in ([whole], [[whole]]):
        expect.shape(student.make_tensor(data), np.shape(data), name=f"make_tensor({data})")


@task("make_tensor", points=1)
def test_dtype_and_device_are_obeyed(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """the tensor lives on the device and has the dtype asked for"""
    data = rng.integers(0, 9, size=sizes(rng, 2)).tolist()
    small = student.make_tensor(data, dtype=torch.int16)
    away = student.make_tensor(data, device="meta")
    both = student.make_tensor(data, torch.float16, torch.device("meta"))
    here = student.make_tensor(data, device=device)
    expect.dtype(small, torch.int16, name="make_tensor(data, dtype=torch.int16)")
    expect.device(away, "meta", name='make_tensor(data, device="meta")')
    expect.device(both, "meta", name="make_tensor(data, torch.float16, device)")
    expect.dtype(both, torch.float16, name="make_tensor(data, torch.float16, device)")
    expect.device(here, device, name=f"make_tensor(data, device={device})")


@task("describe", points=2)
def test_describes_any_rank(student: Student, rng: np.random.Generator) -> None:
    """ndim, shape and numel are right from zero to four dimensions, and for an empty tensor"""
    shapes = [tuple(sizes(rng, rank)) for rank in range(5)] + [(0, 3)]
    for shape in shapes:
        found = student.describe(torch.zeros(shape))
        expect.keys(found, ["ndim", "shape", "numel"], name="the description")
        expect.equal(found["ndim"], len(shape), name=f"ndim for shape {shape}")
        expect.equal(found["shape"], shape, name=f"shape for shape {shape}")
        expect.equal(found["numel"], int(np.prod(shape)), name=f"numel for shape {shape}")
        for number in (found["ndim"], found["numel"], *found["shape"]):
            expect.type_(number, int, name=f"each number that describes shape {shape}")


@task("describe", points=1)
def test_describes_type_and_place(student: Student, rng: np.random.Generator) -> None:
    """dtype is a torch.dtype, device the name of the device"""
    dtypes = [torch.int64, torch.float16, torch.bool, torch.float64]
    dtype = dtypes[int(rng.integers(4))]
    found = student.describe(torch.zeros(sizes(rng, 2), dtype=dtype, device="meta"))
    expect.keys(found, ["dtype", "device"], name="the description")
    expect.equal(found["dtype"], dtype, name="dtype")
    expect.equal(found["device"], "meta", name="device")


def _draws(seed: int, a: tuple[int, int], b: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Compute the product of one seed and two draws, and the four draws after it."""
    generator = torch.Generator().manual_seed(seed)
    first = torch.rand(a, generator=generator)
    second = torch.rand(b, generator=generator)
    return first @ second.T, torch.rand(4, generator=generator)


@task("seeded_matmul", points=2)
def test_draws_follow_one_seed(student: Student, rng: np.random.Generator) -> None:
    """the numbers are those of one seed and two draws, for any shapes"""
    n, m, k = sizes(rng, 3)
    seed = int(rng.integers(10_000))
    product = student.seeded_matmul(seed, (n, k), (m, k))
    expected, _ = _draws(seed, (n, k), (m, k))
    expect.close(product, expected, name=f"seeded_matmul({seed}, {(n, k)}, {(m, k)})")


@task("seeded_matmul", points=1)
def test_course_example(student: Student) -> None:
    """seed 0 gives the product that the course prints"""
    expected, _ = _draws(0, (7, 7), (1, 7))
    expect.close(student.seeded_matmul(0), expected, name="seeded_matmul(0)")


@task("seeded_matmul", points=1)
def test_sequence_goes_on(student: Student, rng: np.random.Generator) -> None:
    """after the call the global generator stands right behind the two draws"""
    n, m, k = sizes(rng, 3, high=5)  # of 16 numbers on, some sizes take randn and rand as far
    seed = int(rng.integers(10_000))
    student.seeded_matmul(seed, shape_a=(n, k), shape_b=(m, k))
    after = student.library("torch").rand(4)
    expect.close(
        after,
        _draws(seed, (n, k), (m, k))[1],
        name="the next torch.rand(4) after the call",
        hint="Seed the global generator once, and draw nothing but a and b.",
    )


@task("matmul_safe", points=2)
def test_refuses_what_cannot_fit(student: Student, rng: np.random.Generator) -> None:
    """a pair that fits neither way raises ValueError that names both shapes"""
    four = sizes(rng, 4, low=11, high=60)
    a, b = normal(rng, *four[:2]), normal(rng, *four[2:])
    with expect.raises(
        student,
        "ValueError",
        mentions=[str(n) for n in four],
        hint=f"Name both shapes, {tuple(four[:2])} and {tuple(four[2:])}, in a ValueError.",
    ):
        student.matmul_safe(a, b)


@task("matmul_safe", points=2)
def test_any_sizes(student: Student, rng: np.random.Generator) -> None:
    """random sizes, a square second matrix that fits as it is, rows and columns of one"""
    n, k, m = sizes(rng, 3)
    for a_shape, b_shape in [
        ((n, k), (k, k)),
        ((n, k), (m, k)),
        ((1, k), (1, k)),
        ((n, k), (k, 1)),
        ((n, k), (1, k)),
        ((n, 1), (1, m)),
    ]:
        a, b = normal(rng, *a_shape), normal(rng, *b_shape)
        expected = a @ b if a_shape[1] == b_shape[0] else torch.einsum("nk,mk->nm", a, b)
        name = f"the product of {a_shape} and {b_shape}"
        expect.close(student.matmul_safe(a, b), expected, name=name)


@task("matmul_safe", points=1)
def test_stacks_of_matrices(student: Student, rng: np.random.Generator) -> None:
    """for stacks, and stacks of stacks, the last two axes are the matrices"""
    n, k, m, *leading = sizes(rng, 5)
    for stack in (leading[:1], leading):
        a, plain, turned = (normal(rng, *stack, *s) for s in [(n, k), (k, m), (m, k)])
        for b, axes in [(plain, "...nk,...km->...nm"), (turned, "...nk,...mk->...nm")]:
            expect.close(
                student.matmul_safe(a, b),
                torch.einsum(axes, a, b),
                name=f"the product of {tuple(a.shape)} and {tuple(b.shape)}",
            )


@task("matmul_safe", points=1)
def test_keeps_type_and_place(student: Student, rng: np.random.Generator) -> None:
    """the product keeps the dtype and the device of its factors"""
    n, k, m = sizes(rng, 3)
    a, b = (torch.from_numpy(rng.normal(size=s)) for s in [(n, k), (m, k)])
    large = a.mul(2**20).long(), b.mul(2**20).long()  # float32 cannot hold their products
    whole = student.matmul_safe(*large)
    double = student.matmul_safe(a, b)
    away = student.matmul_safe(a.to("meta"), b.to("meta"))
    expect.dtype(whole, torch.int64, name="the product of int64 matrices")
    expect.equal(
        whole.tolist(), (large[0] @ large[1].T).tolist(), name="the product of int64 matrices"
    )
    expect.dtype(double, torch.float64, name="the product of float64 matrices")
    expect.close(double, a @ b.T, name="the product of float64 matrices")
    expect.device(away, "meta", name="the product of matrices on device meta")


@task("summarise", points=2)
def test_summary_of_whole_numbers(student: Student, rng: np.random.Generator) -> None:
    """whole numbers of any dtype keep their exact values and have a mean"""
    large = mixed(rng, int(rng.integers(4, 12))).double().mul(2**37).long() * 2 + 1
    start = int(rng.integers(100, 250))
    small = torch.arange(start, start + 3, dtype=torch.uint8)  # a whole mean, a sum beyond a byte
    for x in (large, small):
        found, expected = student.summarise(x), summary(x)
        name = f"summarise of dtype {x.dtype}"
        expect.keys(found, expected, name=name)
        for key in ("min", "max", "sum", "argmin", "argmax"):
            expect.type_(found[key], (int, float), name=f"{name}[{key!r}]")
            expect.equal(found[key], expected[key], name=f"{name}[{key!r}]")
        scale = float(x.double().abs().max())  # the mean may be near 0 where the numbers are not
        expect.type_(found["mean"], float, name=f"{name}['mean']")
        expect.close(found["mean"], expected["mean"], name=f"{name}['mean']", atol=1e-5 * scale)


@task("summarise", points=1)
def test_first_of_equals(student: Student, rng: np.random.Generator) -> None:
    """argmin and argmax give the first place where several numbers are equal"""
    three = [-rng.integers(60, 90), *rng.choice(50, size=2, replace=False)]
    x = torch.from_numpy(rng.permutation(np.repeat(three, 4)))
    found, expected = student.summarise(x), summary(x)
    expect.keys(found, expected, name="summarise(x)")
    expect.equal(found["argmin"], expected["argmin"], name=f"argmin of {x.tolist()}")
    expect.equal(found["argmax"], expected["argmax"], name=f"argmax of {x.tolist()}")


@task("summarise", points=1)
def test_summary_of_any_rank(student: Student, rng: np.random.Generator) -> None:
    """a table gives places in the flattened tensor, a single number works too"""
    for shape in (tuple(sizes(rng, 2)), tuple(sizes(rng, 3)), ()):
        x = -1 - normal(rng, *shape).abs()
        x = x.double() if len(shape) == 3 else x
        found = student.summarise(x)
        expect.close(found, summary(x), name=f"summarise of shape {shape}", rtol=1e-4, atol=1e-4)


@task("hwc_to_chw", points=1)
def test_batch_of_pictures(student: Student, rng: np.random.Generator) -> None:
    """a batch (n, height, width, channels) works too, one picture included"""
    count, height, width, channels = sizes(rng, 4)
    for shape in [(count, height, width, channels), (1, height, width, 1)]:
        img = normal(rng, *shape)
        expected = np.transpose(img.numpy(), (0, 3, 1, 2))
        expect.close(student.hwc_to_chw(img), expected, name=f"hwc_to_chw of {shape}")


@task("hwc_to_chw", points=1)
def test_whole_picture(student: Student, rng: np.random.Generator) -> None:
    """every byte of a picture arrives, in colour or grey, and the dtype stays"""
    height, width = sizes(rng, 2, low=5, high=12)
    for channels in (3, 1, 4):
        img = torch.from_numpy(rng.integers(0, 256, (height, width, channels), dtype=np.uint8))
        moved, name = student.hwc_to_chw(img), f"hwc_to_chw of {tuple(img.shape)}"
        expect.dtype(moved, torch.uint8, name=name)
        expect.close(moved, np.transpose(img.numpy(), (2, 0, 1)), name=name)


@task("hwc_to_chw", points=1)
def test_picture_is_a_view(student: Student, rng: np.random.Generator) -> None:
    """the result uses the same memory as the picture, or as the batch"""
    for shape in (sizes(rng, 2), sizes(rng, 3)):
        img = student.put(normal(rng, *shape, 3))
        moved = student.hwc_to_chw.keep(img)
        student.observe("order", moved.value())
        expect.true(
            student.probes.shares_memory(img, moved),
            f"Expected hwc_to_chw of {(*shape, 3)} to share memory with it, but got a copy.",
            hint="Nothing needs to be moved in memory to change the order of the axes.",
        )


@task("drop_ones", points=2)
def test_batch_of_one_survives(student: Student, rng: np.random.Generator) -> None:
    """with keep_batch the first axis stays, also in a batch of one"""
    batch, n = sizes(rng, 2)
    for first in (1, batch):
        x = normal(rng, first, 1, n, 1)
        expect.close(
            student.drop_ones(x, keep_batch=True),
            x.numpy().reshape(first, n),
            name=f"drop_ones of shape {(first, 1, n, 1)} with keep_batch=True",
        )
    for shape in [(1, 1), (1,)]:
        alone = normal(rng, *shape)
        kept = student.drop_ones(alone, keep_batch=True)
        expect.close(
            kept, alone.reshape(1), name=f"drop_ones of shape {shape} with keep_batch=True"
        )


@task("drop_ones", points=1)
def test_only_ones_are_dropped(student: Student, rng: np.random.Generator) -> None:
    """axes of size 1 go wherever they are, all others stay"""
    n, m = sizes(rng, 2)
    for shape in [(1, n, 1, m), (n, 1, m), (n, m), (1, 1)]:
        x = normal(rng, *shape)
        expected = x.numpy().squeeze()
        expect.close(student.drop_ones(x), expected, name=f"drop_ones of shape {shape}")


@task("drop_ones", points=1)
def test_batch_axis_for_any_rank(student: Student, rng: np.random.Generator) -> None:
    """add_batch works for any number of axes and keeps the numbers"""
    for rank in (0, 1, 2, 4):
        x = normal(rng, *sizes(rng, rank))
        expect.close(student.add_batch(x), x.numpy()[None], name=f"add_batch of {tuple(x.shape)}")


@task("stack_or_cat", points=1)
def test_new_axis_anywhere(student: Student, rng: np.random.Generator) -> None:
    """the new axis appears at dim, counted from the front or the back, from a tuple too"""
    count, n, m = sizes(rng, 3)
    xs = tuple(torch.from_numpy(rng.integers(-9, 9, size=(n, m))) for _ in range(count))
    for dim in rng.permutation([0, 1, 2, -1, -2]).tolist():
        joined = student.stack_or_cat(xs, new_dim=True, dim=dim)
        expected = np.stack([x.numpy() for x in xs], axis=dim)
        expect.equal(joined, expected, name=f"stack_or_cat(xs, True, dim={dim})")
        expect.dtype(joined, torch.int64, name=f"stack_or_cat(xs, True, dim={dim})")


@task("stack_or_cat", points=1)
def test_parts_of_different_length(student: Student, rng: np.random.Generator) -> None:
    """parts of different length and any rank are glued along dim, from a tuple too"""
    for rank, dim in rng.permutation([(1, 0), (2, 1), (3, 2), (3, -1), (3, -2)]).tolist():
        shape, xs = sizes(rng, rank), []
        for length in sizes(rng, 3):
            shape[dim] = length
            xs.append(torch.from_numpy(rng.integers(-9, 9, size=shape)))
        joined = student.stack_or_cat(tuple(xs), new_dim=False, dim=dim)
        expected = np.concatenate([x.numpy() for x in xs], axis=dim)
        name = f"stack_or_cat(xs, False, dim={dim}) of {rank}-dimensional tensors"
        expect.equal(joined, expected, name=name)
        expect.dtype(joined, torch.int64, name=name)


@task("pick", points=1)
def test_single_rows_and_columns(student: Student, rng: np.random.Generator) -> None:
    """an int takes one row or column and its axis disappears, 0 and -1 included"""
    height, width = sizes(rng, 2, low=4)
    x = normal(rng, height, width)
    row, col = int(rng.integers(1, height)), int(rng.integers(1, width))
    expect.close(student.pick(x, rows=row), x[row], name=f"pick(x, rows={row})")
    expect.close(student.pick(x, cols=col), x[:, col], name=f"pick(x, cols={col})")
    expect.close(student.pick(x, rows=0), x[0], name="pick(x, rows=0)")
    expect.close(student.pick(x, cols=0), x[:, 0], name="pick(x, cols=0)")
    expect.close(student.pick(x, -1, col), x[-1, col], name=f"pick(x, -1, {col})")


@task("pick", points=1)
def test_slices_and_lists_keep_the_axis(student: Student, rng: np.random.Generator) -> None:
    """a slice or a list of one row or column keeps the axis, and a slice has its step"""
    height, width = sizes(rng, 2, low=4)
    x = normal(rng, height, width)
    row, col = int(rng.integers(1, height)), int(rng.integers(1, width))
    for one in (slice(row, row + 1), [row]):
        expect.close(student.pick(x, rows=one), x[row : row + 1], name=f"pick(x, rows={one})")
    for one in (slice(col, col + 1), [col]):
        expect.close(student.pick(x, cols=one), x[:, col : col + 1], name=f"pick(x, cols={one})")
    steps = slice(None, None, 2)
    expect.close(student.pick(x, steps, steps), x[::2, ::2], name=f"pick(x, {steps}, {steps})")


def _out_of_order(rng: np.random.Generator, high: int, count: int) -> list[int]:
    """Draw ``count`` indices below ``high``: never sorted, and the largest one twice."""
    first, *rest = sorted(rng.choice(high, size=count, replace=False).tolist())
    return [*rest, first, rest[-1]]


@task("pick", points=1)
def test_lists_select_a_grid(student: Student, rng: np.random.Generator) -> None:
    """two lists give every row asked for with every column asked for, in that order"""
    x = normal(rng, 5, 7)
    rows = _out_of_order(rng, 5, count=3)
    for count in (3, 2):
        cols = _out_of_order(rng, 7, count)
        expected = x.numpy()[np.ix_(rows, cols)]
        expect.close(student.pick(x, rows, cols), expected, name=f"pick(x, {rows}, {cols})")
    expect.close(student.pick(x, 1, cols), x[1, cols], name=f"pick(x, 1, {cols})")


@task("pick", points=1)
def test_rows_columns_and_channel(student: Student, rng: np.random.Generator) -> None:
    """rows, columns and channel work together, and nothing asked for gives everything"""
    x = normal(rng, *sizes(rng, 3, low=3))
    expect.close(student.pick(x), x, name="pick(x)")
    expect.close(
        student.pick(x, slice(0, 2), 1, last_channel=True),
        x[0:2, 1, -1],
        name="pick(x, slice(0, 2), 1, last_channel=True)",
    )
    expect.close(student.pick(x, cols=[0, 2]), x[:, [0, 2]], name="pick(x, cols=[0, 2])")


@task("numpy_bridge", points=1)
def test_tensor_is_a_copy(student: Student, rng: np.random.Generator) -> None:
    """changing the array afterwards leaves the tensor as it was, float32 arrays included"""
    for dtype in (np.float64, np.float32):
        values = normal(rng, *sizes(rng, 2)).numpy().astype(dtype)
        array = student.put(values)
        made = student.numpy_bridge.keep(array)
        array.fill(99)
        expect.close(
            made.value(), values, name=f"the tensor, after the {values.dtype} array changed"
        )


@task("numpy_bridge", points=1)
def test_any_kind_of_array(student: Student, rng: np.random.Generator) -> None:
    """integers, truth values and a single number become float32 too"""
    table = rng.integers(0, 200, size=sizes(rng, 2))
    for a in (table.astype(np.uint8), table, table > 99, normal(rng).double().numpy()):
        made = student.numpy_bridge(a)
        expect.dtype(made, torch.float32, name=f"numpy_bridge of a {a.dtype} array")
        expect.close(made, a.astype(np.float32), name=f"numpy_bridge of a {a.dtype} array")


@task("numpy_bridge", points=1)
def test_array_of_a_tracked_tensor(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """to_numpy works for tensors that track gradients, of any dtype and shape, on any device"""
    tracked = normal(rng, *sizes(rng, 2)).requires_grad_()
    there = student.put(tracked)
    for place in (there.to.keep(device), student.probes.far.keep(there, "cuda:1")):
        array = student.to_numpy(place)
        expect.type_(array, np.ndarray, name="to_numpy(t) of a tensor that tracks gradients")
        expect.close(array, tracked.detach(), name="to_numpy(t)")
    for t in (normal(rng), normal(rng, 1, 3, 1)):
        expect.close(student.to_numpy(t), t, name=f"to_numpy of shape {tuple(t.shape)}")
    whole = torch.from_numpy(rng.integers(0, 9, size=5))
    expect.equal(str(student.to_numpy(whole).dtype), "int64", name="the dtype for an int64 tensor")


@task("best_device", points=2)
def test_every_kind_of_machine(student: Student) -> None:
    """cuda comes before mps, and mps before cpu"""
    table = {
        (False, False): "cpu",
        (False, True): "mps",
        (True, False): "cuda",
        (True, True): "cuda",
    }
    found = {}
    for cuda, mps in table:
        student.probes.pretend_devices(cuda=cuda, mps=mps)
        found[cuda, mps] = student.best_device()
    for (cuda, mps), name in table.items():
        where = f"best_device() where cuda is {'' if cuda else 'not '}available"
        where += f" and mps is {'' if mps else 'not '}available"
        expect.equal(found[cuda, mps], name, name=where)


@task("best_device", points=1)
def test_seed_of_the_cpu_is_set(
    student: Student, rng: np.random.Generator, device: torch.device
) -> None:
    """the draws are those of torch.manual_seed with this seed, on each of two GPUs too"""
    seed, draw = int(rng.integers(10_000)), student.library("torch").rand
    student.set_all_seeds(seed)
    first, there = draw(5), draw(5, device=device)
    expected = torch.rand(5, generator=torch.Generator().manual_seed(seed))
    expect.close(first, expected, name=f"torch.rand(5) after set_all_seeds({seed})")
    student.set_all_seeds(seed)
    draw(5)
    again = draw(5, device=device)
    expect.close(again, there, name=f"torch.rand(5, device={device}) after the same seed", rtol=0)
    drawn = student.probes.gpu_draws(student.set_all_seeds, seed, gpus=2)
    expect.close(drawn, expected[:3], name=f"numbers of the second GPU's generator for {seed}")


@task("best_device", points=1)
def test_nested_structures(student: Student, rng: np.random.Generator) -> None:
    """tensors are moved at any depth, lists stay lists, and the original stays as it was"""
    x, y = normal(rng, 2), torch.from_numpy(rng.integers(9, size=3))
    deep = {"list": [x, (y, None, 1.5)], 7: ([], (), {})}
    original = student.put({"pair": (x, [y, "dog"]), "deep": deep})
    moved = student.to_device(original, torch.device("meta"))
    expect.keys(moved, ["pair", "deep"], name="to_device(obj, device)")
    expect.equal(
        _places(moved), _places(original.value(), "meta"), name="the devices in the result"
    )
    expect.equal(_places(original.value()), _places(original.value(), "cpu"), name="obj afterwards")
    expect.device(student.to_device(x, "meta"), "meta", name="to_device(tensor)")
    there = student.probes.far.keep(x, "cuda:1")
    expect.device(student.to_device(there, "cpu"), "cpu", name='to_device(tensor, "cpu")')
    expect.equal(student.to_device("cat", "meta"), "cat", name='to_device("cat")')


def _places(value: Any, place: str | None = None) -> Any:
    """Replace each tensor of a structure by its device, or by ``place``."""
    if isinstance(value, Tensor):
        return place or value.device.type
    if isinstance(value, dict):
        return {k: _places(v, place) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_places(v, place) for v in value)
    return value
