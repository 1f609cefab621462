"""Activations, other functions, arguments, and calls around a value."""

from autograder.repair import calls


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(self, x, k):\n    return {expression}\n"


def test_an_activation_goes_or_becomes_another(made):
    """As a function, a method, a layer, or the last of layers that a list makes."""
    assert one("x") in made(calls.activation, one("torch.softmax(x, 1)"))
    assert one("x") in made(calls.activation, one("x.softmax(dim=1)"))
    assert one("nn.Sequential(a)") in made(calls.activation, one("nn.Sequential(a, nn.ReLU())"))
    assert one("nn.GELU()") in made(calls.activation, one("nn.ReLU()"))
    assert one("nn.Sequential(*[x][:-1])") in made(calls.activation, one("nn.Sequential(*[x])"))


def test_an_activation_is_added(made):
    """Around a layer."""
    assert one("torch.relu(self.a(x))") in made(calls.added_activation, one("self.a(x)"))


def test_a_neighbour_of_a_function_is_called(made):
    """By its last name, whatever it is a part of."""
    assert one("torch.randn(3)") in made(calls.function, one("torch.rand(3)"))
    assert one("nn.MaxPool2d(2)") in made(calls.function, one("nn.AvgPool2d(2)"))


def test_an_argument_goes_with_its_comma(made):
    """The first, the last, one of many, the only one."""
    texts = made(calls.argument, one("g(x, k, a=1, b=2)"))

    assert {one("g(k, a=1, b=2)"), one("g(x, k, b=2)"), one("g(x, k, a=1)")} <= texts
    assert one("g(k, x, a=1, b=2)") in texts
    assert one("g()") in made(calls.argument, one("g(a=1)"))
    assert one("g(b=2)") in made(calls.argument, one("g(a=1, b=2)"))


def test_parts_of_a_tuple_or_dict_change_places(made):
    """Results in another order, labels at the wrong values."""
    assert one("(k, x)") in made(calls.argument, one("(x, k)"))
    assert one("{'b': 1, 'a': 2}") in made(calls.argument, one("{'a': 1, 'b': 2}"))


def test_a_parameter_that_nothing_reads_is_handed_on(made):
    """By its own name."""
    assert one("g(x, k=k)") in made(calls.handed_on, one("g(x)"))


def test_types_around_a_value_come_and_go(made):
    """Lists and dicts with one item too."""
    assert one("tuple(x)") in made(calls.wrapper, one("x"))
    assert one("x") in made(calls.wrapper, one("int(x)"))
    assert one("g(x)") in made(calls.wrapper, one("g({'a': x})"))


def test_each_place_gets_an_object_of_its_own(made):
    """Instead of one for all."""
    assert one("[g() for _ in range(k)]") in made(calls.shared, one("[g()] * k"))
    assert one("{k: [] for k in x}") in made(calls.shared, one("dict.fromkeys(x, [])"))


def test_a_call_around_a_value_goes(made):
    """Or a method behind it."""
    assert one("x") in made(calls.call, one("self.norm(x)"))
    assert one("x") in made(calls.call, one("x.with_suffix('.pt')"))


def test_an_item_of_a_list_goes(made):
    """As a layer too many."""
    texts = made(calls.layer, one("nn.Sequential(a, b, c)"))

    assert {one("nn.Sequential(b, c)"), one("nn.Sequential(a, c)")} <= texts
