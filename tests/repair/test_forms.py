"""Dtypes, plain numbers and types around a value."""

from autograder.repair import forms


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(x, y):\n    return {expression}\n"


def test_another_dtype_is_taken(made):
    """Also behind a tensor that is made."""
    assert one("x.float()") in made(forms.dtype, one("x.long()"))
    assert one("torch.tensor(x).float()") in made(forms.dtype, one("torch.tensor(x)"))


def test_a_value_becomes_a_plain_number_and_no_longer_one(made):
    """Also one that is calculated."""
    assert one("x.item()") in made(forms.value, one("x"))
    assert one("(x / y).item()") in made(forms.value, one("x / y"))
    assert one("x") in made(forms.value, one("x.detach()"))


def test_types_around_a_value_come_and_go(made):
    """Lists and dicts with one item too."""
    assert one("tuple(x)") in made(forms.wrapper, one("x"))
    assert one("x") in made(forms.wrapper, one("int(x)"))
    assert one("g(x)") in made(forms.wrapper, one("g({'a': x})"))
