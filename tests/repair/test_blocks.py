"""Statements move out of loops and into them, change places, or go."""

from autograder.repair import blocks

LOOP = """\
def f(xs):
    seed(1)
    out = []
    for x in xs:
        out.append(x)
        return out
"""


def test_a_return_moves_out_of_the_loop(made):
    """Behind it, at its own depth."""
    texts = made(blocks.loop, LOOP)

    assert any(text.endswith("        pass\n    return out\n") for text in texts)


def test_a_statement_moves_into_the_loop_and_before_it(made):
    """At its beginning, where it is done again in each round."""
    texts = made(blocks.loop, LOOP)

    assert any("for x in xs:\n        out = []; out.append(x)" in text for text in texts)
    assert any("    out.append(x)\n    for x in xs:" in text for text in texts)
    assert any("for x in xs:\n        seed(1); out.append(x)" in text for text in texts)


def test_a_statement_behind_a_loop_moves_to_its_end(made):
    """As where the optimizer steps once instead of for each batch."""
    text = "def f(xs, o):\n    for x in xs:\n        g(x)\n    o.step()\n    return o\n"

    assert any(
        "        g(x)\n        o.step()\n    return" in one for one in made(blocks.loop, text)
    )


def test_neighbours_change_places_on_a_line_too(made):
    """With what stands between them."""
    text = "def f(a):\n    b = a; c = b\n    return c\n"

    assert "def f(a):\n    c = b; b = a\n    return c\n" in made(blocks.order, text)


def test_a_statement_goes_and_a_condition_holds_always(made):
    """The return stays."""
    text = "def f(a):\n    a += 1\n    if a: a = 2\n    return a\n"

    assert made(blocks.removal, text) == {
        text.replace("a += 1", "pass"),
        text.replace("if a: a = 2", "pass"),
        text.replace("if a: a = 2", "if a: pass"),
        text.replace("if a:", "if True:"),
    }


def test_another_error_is_raised_or_one_at_all(made):
    """At the end of a function that ends without a value, and of a handler."""
    text = "def f(a):\n    if a:\n        raise ValueError(a)\n    print(a)\n"
    texts = made(blocks.error, text)

    assert text.replace("ValueError", "TypeError") in texts
    assert text.replace("print(a)", "raise ValueError") in texts
