"""Edits change what they say and leave all else as it is, byte for byte."""

import ast

from autograder.repair.code import Code, Edit, Span, applied, parsed

TEXT = "def f(x):\n    é = 'ü'; y = x  # ö\n    for a in x:\n        g(a)\n    return y\n"
CODE = Code(TEXT.encode(), ast.parse(TEXT))
FUNCTION = CODE.tree.body[0]


def edited(*spans: Span) -> str:
    """The text with these changes."""
    return applied(CODE.data, Edit("", spans, 1)).decode()


def test_a_place_is_counted_in_bytes():
    """What is not ASCII moves nothing."""
    second = FUNCTION.body[1]

    assert CODE.text(second) == "y = x"
    assert CODE.line(CODE.start(second)) == 2
    assert edited(CODE.put(second, "z = 1")) == TEXT.replace("y = x", "z = 1")


def test_a_simple_statement_is_added_on_the_line_and_before_a_block_on_its_own():
    """So that the code stays valid whatever shares the line."""
    _, second, loop, last = FUNCTION.body

    assert "; h(); y = x  # ö" in edited(CODE.before(second, "h()"))
    assert "    h()\n    for a in x:" in edited(CODE.before(loop, "h()"))
    assert "    return y; h()\n" in edited(CODE.behind(last, "h()"))


def test_several_edits_are_made_at_once():
    """None moves the place of another."""
    first, second, _, last = FUNCTION.body
    one, other = Edit("", (CODE.put(first, "a = 1"),), 2), Edit("", (CODE.put(last, "pass"),), 5)

    assert applied(CODE.data, one, other) == applied(CODE.data, other, one)
    assert not one.overlaps(other)
    assert one.overlaps(Edit("", (CODE.put(first, "b"), CODE.put(second, "c")), 2))


def test_code_that_does_not_compile_is_none():
    """A return outside of a function parses, and does not compile."""
    assert parsed(b"return 1") is None
    assert parsed(b"def f(:") is None
    assert parsed(b"x = 1") is not None


def test_a_decorated_definition_begins_with_its_decorator():
    """Text before it goes before that."""
    text = "@one\n@two(1)\ndef f(): pass\n"
    code = Code(text.encode(), ast.parse(text))

    assert code.start(code.tree.body[0]) == 0
    assert code.is_first(code.tree.body[0])
