"""Activations and layers come, go, and become others."""

from autograder.repair import activations
from autograder.repair.activations import activation


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(self, x, k):\n    return {expression}\n"


def test_an_activation_goes_or_becomes_another(made):
    """As a function, a method, a layer, or the last of layers that a list makes."""
    assert one("x") in made(activation, one("torch.softmax(x, 1)"))
    assert one("x") in made(activation, one("x.softmax(dim=1)"))
    assert one("nn.Sequential(a)") in made(activation, one("nn.Sequential(a, nn.ReLU())"))
    assert one("nn.GELU()") in made(activation, one("nn.ReLU()"))
    assert one("nn.Sequential(*[x][:-1])") in made(activation, one("nn.Sequential(*[x])"))


def test_an_activation_is_added(made):
    """Around a layer."""
    assert one("torch.relu(self.a(x))") in made(activations.added_activation, one("self.a(x)"))


def test_an_item_of_a_list_goes(made):
    """As a layer too many."""
    texts = made(activations.layer, one("nn.Sequential(a, b, c)"))

    assert {one("nn.Sequential(b, c)"), one("nn.Sequential(a, c)")} <= texts
