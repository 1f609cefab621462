"""Other functions are called, or one less; each place gets its own object."""

from autograder.repair import calls


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(self, x, k):\n    return {expression}\n"


def test_a_neighbour_of_a_function_is_called(made):
    """By its last name, whatever it is a part of."""
    assert one("torch.randn(3)") in made(calls.function, one("torch.rand(3)"))
    assert one("nn.MaxPool2d(2)") in made(calls.function, one("nn.AvgPool2d(2)"))


def test_each_place_gets_an_object_of_its_own(made):
    """Instead of one for all."""
    assert one("[g() for _ in range(k)]") in made(calls.shared, one("[g()] * k"))
    assert one("{k: [] for k in x}") in made(calls.shared, one("dict.fromkeys(x, [])"))


def test_a_call_around_a_value_goes(made):
    """Or a method behind it."""
    assert one("x") in made(calls.call, one("self.norm(x)"))
    assert one("x") in made(calls.call, one("x.with_suffix('.pt')"))
