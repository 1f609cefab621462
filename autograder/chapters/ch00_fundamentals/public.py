"""What students see checked in chapter 00, and its general hints."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder.chapters.ch00_fundamentals.helpers.inputs import mixed, normal, sizes, summary
from autograder.chapters.ch00_fundamentals.quiz import QUIZ
from autograder.checks import expect
from autograder.checks.task import task
from autograder.remote.client import Student

EXPLANATIONS: dict[str, str] = QUIZ.explanations

HINTS = {
    "concept_check": (
        "At least one letter is not the right one yet. The message names the question.",
        "Say the question in your own words first, and answer it before you read the choices.",
        "Compare the choices word by word: they differ in one idea, which the message hints at.",
    ),
    "make_tensor": (
        "Compare dtype, device and shape of your result with what the message expects.",
        "One function both copies the data and takes a dtype and a device; None means infer.",
        "Look at the call that makes the tensor: which arguments does it get, and which are lost?",
    ),
    "describe": (
        "One of the five entries differs: the message names it.",
        "ndim counts axes, shape lists their lengths, numel multiplies them. Some of these are "
        "attributes, others are methods that must be called.",
        "Print each entry and its type for a tensor of zero dimensions and for one of three.",
    ),
    "seeded_matmul": (
        "Shape or numbers differ from those that one seed and two draws give.",
        "A seed fixes a whole sequence of draws. The matrix product needs equal inner sizes.",
        "Count the calls that seed, check which random function draws, and what is transposed.",
    ),
    "matmul_safe": (
        "There are three cases: it fits, it fits after a swap, it does not fit. One goes wrong.",
        "Only the last two axes form the matrices. Swapping axes is not re-cutting the numbers.",
        "Write the four sizes of a failing pair on paper and follow them through each `if`.",
    ),
    "summarise": (
        "One entry differs in its value or in its type: the message names it.",
        "Aggregations without `dim` look at all numbers and give a tensor with one number in it.",
        "Look at the named entry: is something converted that should not be, or left as it is?",
    ),
    "hwc_to_chw": (
        "Follow the pixel in the message: it must arrive at the same row and column.",
        "The order of the axes changes, the numbers in memory stay where they are.",
        "Look at your one call: does it re-order axes, and does it count them from the end?",
    ),
    "drop_ones": (
        "The shape in the message differs from yours by one or more axes.",
        "Only axes of size 1 may go, and the batch axis is special when keep_batch is set.",
        "Try shapes (1, 3, 1, 5) and (4, 1, 2) with both settings and print what is left.",
    ),
    "stack_or_cat": (
        "Count the axes of the result: joining on a new axis gives one more than the parts have.",
        "stack makes an axis, cat lengthens one. Both let you choose which.",
        "Check which branch runs for new_dim=True and what happens to dim in each branch.",
    ),
    "pick": (
        "Compare the shape you return with the one expected: which axis is wrong?",
        "Axis 0 and axis 1 each need their own index, and an index of 0 is not `no index`.",
        "Take a 4 x 5 board and try rows alone, columns alone, both, 0, and two lists.",
    ),
    "numpy_bridge": (
        "Look at dtype, at shared memory, and at tensors that track gradients.",
        "Some conversions copy, others only put a new label on the same memory.",
        "For each call in your two functions ask: what does it do if nothing needs converting?",
    ),
    "best_device": (
        "The message names one of the three helpers.",
        "Questions to the machine are function calls; moving a tensor makes a new one.",
        "Check parentheses, the order of the questions, and what you do with the result of `.to`.",
    ),
}


@task("concept_check", points=1)
@pytest.mark.parametrize(("name", "topic"), QUIZ.topics, ids=list(QUIZ.questions))
def test_answer(student: Student, name: str, topic: str) -> None:
    """{name}: {topic}"""
    QUIZ.check(student, name)


@task("make_tensor", points=1)
def test_whole_numbers_become_int64(student: Student, rng: np.random.Generator) -> None:
    """a list of whole numbers gives an int64 tensor of the same shape"""
    rows, cols = sizes(rng, 2)
    data = rng.integers(-50, 50, size=(rows, cols)).tolist()
    made = student.make_tensor(data)
    expect.tensor(made, name="make_tensor([[...]])")
    alone = student.make_tensor.keep(7).shape.value()  # by its shape: the values may be garbage
    expect.dtype(made, torch.int64, name="make_tensor([[...]]) of whole numbers")
    expect.close(made, torch.tensor(data), name="make_tensor([[...]])")
    expect.equal(alone, (), name="the shape of make_tensor(7)")


@task("make_tensor", points=1)
def test_dtype_can_be_chosen(student: Student, rng: np.random.Generator) -> None:
    """the dtype asked for is the dtype of the result"""
    data = rng.integers(0, 50, size=5).tolist()
    made = student.make_tensor(data, dtype=torch.float64)
    expect.dtype(made, torch.float64, name="make_tensor([...], dtype=torch.float64)")
    expect.close(made, data, name="the tensor")


@task("describe", points=1)
def test_describes_a_matrix(student: Student, rng: np.random.Generator) -> None:
    """all five entries are right for a matrix"""
    rows, cols = sizes(rng, 2, low=3)
    found = student.describe(normal(rng, rows, cols))
    expect.keys(found, ["ndim", "shape", "dtype", "device", "numel"], name="the description")
    expect.equal(found["ndim"], 2, name="ndim")
    expect.equal(found["shape"], (rows, cols), name="shape")
    expect.equal(found["dtype"], torch.float32, name="dtype")
    expect.equal(found["device"], "cpu", name="device")
    expect.equal(found["numel"], rows * cols, name="numel")


@task("seeded_matmul", points=1)
def test_product_of_a_square_and_a_row(student: Student, rng: np.random.Generator) -> None:
    """the default shapes (7, 7) and (1, 7) give a float32 tensor of shape (7, 1)"""
    for seed in rng.integers(10_000, size=5).tolist():
        product = student.seeded_matmul(seed)
        expect.shape(product, (7, 1), name="seeded_matmul(seed)")
        expect.dtype(product, torch.float32, name="seeded_matmul(seed)")
        expect.true(
            bool((product >= 0).all()),
            "Expected no negative number from uniform draws in [0, 1), but got some.",
        )


@task("seeded_matmul", points=1)
def test_same_seed_same_numbers(student: Student, rng: np.random.Generator) -> None:
    """the same seed gives the same numbers, another seed gives others"""
    seed = int(rng.integers(10_000))
    first, again = student.seeded_matmul(seed), student.seeded_matmul(seed)
    other = student.seeded_matmul(seed + 1)
    expect.close(again, first, name="the second call with one seed", rtol=0, atol=0)
    expect.true(
        not torch.equal(other, first), "Expected another seed to give other numbers, but got equal."
    )


@task("matmul_safe", points=1)
def test_multiplies_what_fits(student: Student, rng: np.random.Generator) -> None:
    """(n, k) times (k, m) is the plain product"""
    n, k, m = sizes(rng, 3)
    a, b = normal(rng, n, k), normal(rng, k, m)
    expect.close(student.matmul_safe(a, b), a @ b, name=f"the product of {(n, k)} and {(k, m)}")


@task("matmul_safe", points=1)
def test_swaps_axes_where_needed(student: Student, rng: np.random.Generator) -> None:
    """(n, k) times (m, k) is the product with the second matrix transposed"""
    n, k, m = sizes(rng, 3)
    a, b = normal(rng, n, k), normal(rng, m, k)
    expect.close(
        student.matmul_safe(a, b),
        torch.einsum("nk,mk->nm", a, b),
        name=f"the product of {(n, k)} and {(m, k)}",
    )


@task("summarise", points=2)
def test_summary_of_decimals(student: Student, rng: np.random.Generator) -> None:
    """six plain Python numbers sum up a list of decimals"""
    x = mixed(rng, int(rng.integers(5, 20)))
    found = student.summarise(x)
    expect.close(found, summary(x), name="summarise(x)", rtol=1e-4, atol=1e-4)
    for key in ("min", "max", "sum", "mean"):
        expect.type_(found[key], (int, float), name=f"summarise(x)[{key!r}]")
    for key in ("argmin", "argmax"):
        expect.type_(found[key], int, name=f"summarise(x)[{key!r}]")


@task("hwc_to_chw", points=1)
def test_shape_of_a_picture(student: Student, rng: np.random.Generator) -> None:
    """(height, width, channels) becomes (channels, height, width)"""
    height, width = sizes(rng, 2, low=4)
    moved = student.hwc_to_chw(normal(rng, height, width, 3))
    expect.shape(moved, (3, height, width), name=f"hwc_to_chw of {(height, width, 3)}")


@task("hwc_to_chw", points=1)
def test_one_pixel_arrives(student: Student, rng: np.random.Generator) -> None:
    """a single lit pixel is found at the same row and column"""
    height, width = sizes(rng, 2, low=4)
    row, col, channel = int(rng.integers(1, height)), int(rng.integers(1, width)), 1
    img = torch.zeros(height, width, 3)
    img[row, col, channel] = 1
    moved = student.hwc_to_chw(img)
    expect.shape(moved, (3, height, width), name="the picture")
    found = tuple(moved.nonzero()[0].tolist()) if moved.any() else "nowhere"
    expect.equal(
        found,
        (channel, row, col),
        name=f"the place (channel, row, column) of the pixel lit at row {row}, column {col}",
        hint="The shape is right, but the picture is scrambled if pixels wander.",
    )


@task("drop_ones", points=1)
def test_unwraps_ten_numbers(student: Student, rng: np.random.Generator) -> None:
    """(1, 1, 1, 10) becomes (10,) with the same numbers"""
    x = normal(rng, 1, 1, 1, 10)
    expect.close(student.drop_ones(x), x[0, 0, 0], name="drop_ones(x)")


@task("drop_ones", points=1)
def test_adds_a_batch_axis(student: Student, rng: np.random.Generator) -> None:
    """add_batch puts an axis of size 1 in front"""
    height, width = sizes(rng, 2)
    x = normal(rng, 3, height, width)
    expect.close(student.add_batch(x), x[None], name="add_batch(x)")


@task("stack_or_cat", points=1)
def test_stacks_on_a_new_axis(student: Student, rng: np.random.Generator) -> None:
    """four (2, 3) tensors on a new axis give (4, 2, 3)"""
    xs = [normal(rng, 2, 3) for _ in range(4)]
    expect.close(student.stack_or_cat(xs, True), np.stack([x.numpy() for x in xs]), name="result")


@task("stack_or_cat", points=1)
def test_glues_along_an_axis(student: Student, rng: np.random.Generator) -> None:
    """four (2, 3) tensors along axis 1 give (2, 12)"""
    xs = [normal(rng, 2, 3) for _ in range(4)]
    expect.close(
        student.stack_or_cat(xs, False, dim=1),
        np.concatenate([x.numpy() for x in xs], axis=1),
        name="stack_or_cat(xs, False, dim=1)",
    )


@task("pick", points=1)
def test_slices_of_a_board(student: Student, rng: np.random.Generator) -> None:
    """slices select a block of rows and columns"""
    x = normal(rng, 6, 8)
    top, left = int(rng.integers(1, 4)), int(rng.integers(1, 6))
    found = student.pick(x, rows=slice(top, top + 2), cols=slice(left, left + 2))
    expect.close(
        found,
        x[top : top + 2, left : left + 2],
        name=f"rows {top}:{top + 2}, cols {left}:{left + 2}",
    )


@task("pick", points=1)
def test_last_channel_alone(student: Student, rng: np.random.Generator) -> None:
    """last_channel takes the last entry of the channel axis"""
    x = normal(rng, *sizes(rng, 3))
    expect.close(student.pick(x, last_channel=True), x[:, :, -1], name="pick(x, last_channel=True)")


@task("numpy_bridge", points=1)
def test_arrays_become_float32(student: Student, rng: np.random.Generator) -> None:
    """an array of NumPy's float64 becomes a float32 tensor"""
    a = normal(rng, *sizes(rng, 2)).double().numpy()
    made = student.numpy_bridge(a)
    expect.dtype(made, torch.float32, name="numpy_bridge(a)")
    expect.close(made, a, name="numpy_bridge(a)")


@task("numpy_bridge", points=1)
def test_back_to_an_array(student: Student, rng: np.random.Generator) -> None:
    """to_numpy gives an array with the tensor's numbers and dtype"""
    t = normal(rng, *sizes(rng, 2))
    array = student.to_numpy(t)
    expect.type_(array, np.ndarray, name="to_numpy(t)")
    expect.equal(str(array.dtype), "float32", name="the dtype of to_numpy(t)")
    expect.close(array, t, name="to_numpy(t)")


@task("best_device", points=1)
def test_names_a_device_of_this_machine(student: Student) -> None:
    """best_device names a device that this machine has"""
    found = student.best_device()
    expect.type_(found, str, name="best_device()")
    cuda = student.library("torch.cuda").is_available()
    mps = student.library("torch.backends.mps").is_available()
    expect.equal(found, "cuda" if cuda else "mps" if mps else "cpu", name="best_device()")


@task("best_device", points=1)
def test_seeds_repeat_the_draws(student: Student, rng: np.random.Generator) -> None:
    """after set_all_seeds the same random numbers come again"""
    seed, draw = int(rng.integers(10_000)), student.library("torch").rand
    student.set_all_seeds(seed)
    first = draw(4)
    student.set_all_seeds(seed)
    expect.close(draw(4), first, name="torch.rand(4) after the same seed", rtol=0, atol=0)


@task("best_device", points=1)
def test_moves_a_batch(student: Student, rng: np.random.Generator) -> None:
    """to_device moves the tensors of a dict and passes the rest through"""
    batch = {"image": normal(rng, 2, 3), "name": "cat", "size": 2}
    moved = student.to_device(batch, "meta")
    expect.keys(moved, batch, name='to_device(batch, "meta")')
    expect.device(moved["image"], "meta", name="batch['image']")
    expect.equal([moved["name"], moved["size"]], ["cat", 2], name="what is no tensor")
