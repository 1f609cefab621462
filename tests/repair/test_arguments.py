"""Arguments go, come, and change places."""

from autograder.repair import arguments


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(self, x, k):\n    return {expression}\n"


def test_an_argument_goes_with_its_comma(made):
    """The first, the last, one of many, the only one."""
    texts = made(arguments.argument, one("g(x, k, a=1, b=2)"))

    assert {one("g(k, a=1, b=2)"), one("g(x, k, b=2)"), one("g(x, k, a=1)")} <= texts
    assert one("g()") in made(arguments.argument, one("g(a=1)"))
    assert one("g(b=2)") in made(arguments.argument, one("g(a=1, b=2)"))


def test_parts_of_a_tuple_or_dict_change_places(made):
    """Results in another order, labels at the wrong values."""
    assert one("g(k, x)") in made(arguments.swapped, one("g(x, k)"))
    assert one("(k, x)") in made(arguments.swapped, one("(x, k)"))
    assert one("{'b': 1, 'a': 2}") in made(arguments.swapped, one("{'a': 1, 'b': 2}"))


def test_a_parameter_that_nothing_reads_is_handed_on(made):
    """By its own name."""
    assert one("g(x, k=k)") in made(arguments.handed_on, one("g(x)"))
