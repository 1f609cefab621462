"""Numbers, names, texts, comparisons, arithmetic and slices."""

from autograder.repair import values


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(train_X, test_X, n):\n    return {expression}\n"


def test_a_comparison_becomes_another(made):
    """Also one that differs only where both sides are equal."""
    assert one("n >= 3") in made(values.comparison, one("n > 3"))


def test_a_sign_becomes_another_and_brackets_stay(made):
    """Only what is between the two sides changes."""
    assert one("(n + 1) / 2") in made(values.arithmetic, one("(n + 1) // 2"))
    assert one("2 - (n + 1)") in made(values.arithmetic, one("2 + (n + 1)"))


def test_a_side_of_a_calculation_or_condition_goes(made):
    """Either of the two."""
    assert one("(n)") in made(values.operand, one("n * 100"))
    assert one("(n > 1)") in made(values.operand, one("n > 1 or n == 0"))


def test_the_input_is_added(made):
    """To what a layer makes of it."""
    assert one("g(test_X) + train_X") in made(values.residual, one("g(test_X)"))


def test_a_number_becomes_a_near_one_and_true_false(made):
    """A name in a calculation becomes one more or less too."""
    assert {one("g(4, True)"), one("g(2, True)")} <= made(values.number, one("g(3, True)"))
    assert one("g(3, False)") in made(values.number, one("g(3, True)"))
    assert one("2 * (n - 1)") in made(values.number, one("2 * n"))


def test_the_most_similar_name_is_taken(made):
    """As for the training data in the place of the test data."""
    assert one("test_X + n") in made(values.name, one("train_X + n"))


def test_a_parameter_that_is_never_read_takes_the_place_of_a_fixed_value(made):
    """Or of another name."""
    texts = made(values.parameter, one("g(28 * 28, train_X, test_X)"))

    assert one("g(n, train_X, test_X)") in texts
    assert one("g(28 * 28, n, test_X)") in texts


def test_a_text_becomes_another_of_the_definition(made):
    """The most similar ones."""
    assert one("n['b'], n['b']") in made(values.text, one("n['a'], n['b']"))


def test_a_part_begins_or_ends_elsewhere(made):
    """Of a sequence, or of what is counted."""
    assert one("n[3:]") in made(values.part, one("n[:3]"))
    assert one("n[:]") in made(values.part, one("n[:3]"))
    assert one("range(1, n + 1)") in made(values.part, one("range(n)"))
    assert one("enumerate(n, 1)") in made(values.part, one("enumerate(n)"))


def test_a_figure_is_opened_first(made):
    """Where a function draws."""
    assert "def f():\n    plt.figure(); plt.plot(1)\n" in made(
        values.figure, "def f():\n    plt.plot(1)\n"
    )
