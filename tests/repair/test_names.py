"""Names and texts become the most similar ones."""

from autograder.repair import names


def one(expression: str) -> str:
    """A function that gives this back."""
    return f"def f(train_X, test_X, n):\n    return {expression}\n"


def test_the_most_similar_name_is_taken(made):
    """As for the training data in the place of the test data."""
    assert one("test_X + n") in made(names.name, one("train_X + n"))


def test_a_parameter_that_is_never_read_takes_the_place_of_a_fixed_value(made):
    """Or of another name."""
    texts = made(names.parameter, one("g(28 * 28, train_X, test_X)"))

    assert one("g(n, train_X, test_X)") in texts
    assert one("g(28 * 28, n, test_X)") in texts


def test_a_name_that_a_call_is_given_twice_becomes_another_in_both_places(made):
    """As where only the query of an attention is normalised."""
    assert one("g(n, test_X, test_X)") in made(names.name, one("g(n, train_X, train_X)"))


def test_a_text_becomes_another_of_the_definition(made):
    """The most similar ones."""
    assert one("n['b'], n['b']") in made(names.text, one("n['a'], n['b']"))
    assert one("n['test_acc']") in made(names.text, one("n['train_acc']"))
