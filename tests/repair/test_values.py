"""Numbers, comparisons, arithmetic and slices."""

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
    assert one("2 * (n - 1)") in made(values.off_by_one, one("2 * n"))


def test_a_part_begins_or_ends_elsewhere(made):
    """Of a sequence, or of what is counted."""
    assert one("n[3:]") in made(values.part, one("n[:3]"))
    assert one("n[:]") in made(values.part, one("n[:3]"))
    assert one("range(n)") in made(values.part, one("range(1, n + 1)"))
    assert one("range(1, n + 1)") in made(values.part, one("range(n)"))
    assert one("enumerate(n, 1)") in made(values.part, one("enumerate(n)"))


def test_a_figure_is_opened_first(made):
    """Where a function draws."""
    assert "def f():\n    plt.figure(); plt.plot(1)\n" in made(
        values.figure, "def f():\n    plt.plot(1)\n"
    )
