"""Axes and their order."""

from autograder.repair import shapes


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(x, y):\n    return {expression}\n"


def test_another_axis_is_taken_or_one_is_named(made):
    """By keyword or by place."""
    assert one("x.sum(dim=1)") in made(shapes.dim, one("x.sum(dim=0)"))
    assert one("x.softmax(-1)") in made(shapes.dim, one("x.softmax(0)"))
    assert one("x.mean(dim=1)") in made(shapes.dim, one("x.mean()"))
    assert one("x.shape[-1]") in made(shapes.dim, one("x.shape[1]"))
    assert one("x[0]") not in made(shapes.dim, one("x[1]"))


def test_an_axis_is_kept(made):
    """Behind the arguments that are there."""
    assert one("x.sum(1, keepdim=True)") in made(shapes.keepdim, one("x.sum(1)"))


def test_axes_are_put_in_another_order(made):
    """By permute, transpose, or the letters of einsum; a reshape cannot."""
    assert one("x.permute(0, 2, 1)") in made(shapes.shape, one("x.permute(0, 1, 2)"))
    assert one("x.transpose(1, 2)") in made(shapes.shape, one("x.reshape(2, 3)"))
    assert one("x.permute(1, 2, 0)") in made(shapes.shape, one("x.reshape(2, 3, 4)"))
    assert one("e.einsum('ab->ba', x)") in made(shapes.shape, one("e.einsum('ab->ab', x)"))


def test_an_axis_is_added_and_taken_away(made):
    """Of what is given back."""
    assert one("x, y.unsqueeze(1)") in made(shapes.axes, one("x, y"))
    assert one("x") in made(shapes.axes, one("x.squeeze()"))
    assert one("t.Resize((x, x))") in made(shapes.axes, one("t.Resize(x)"))


def test_one_row_takes_the_place_of_the_mean(made):
    """As for a class token."""
    assert one("x[:, 0]") in made(shapes.token, one("x.mean(dim=1)"))
