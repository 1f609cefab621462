"""Code is changed by hunks as in a diff, or by the definitions that replace its own."""

import pytest

from autograder.course.edits import EditError, edited, is_edit, redefined

CODE = """\
def make(n):
    x = torch.arange(n)

    y = 2 * x
    y = y + 1
    return x, y"""
TWO = """\
LIMIT = 3
RATE: float = 0.1


@once
def make():
    return 1


def take():
    return 2"""


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        ("-    y = 2 * x\n+    y = 3 * x", "2 * x", "3 * x"),
        ("-    y = y + 1", "    y = y + 1\n", ""),
        ("     y = y + 1\n+    y = y + 1", "    y = y + 1\n", "    y = y + 1\n" * 2),
        ("+    x = x.float()\n     return x, y", "    return", "    x = x.float()\n    return"),
        ("     x = torch.arange(n)\n\n-    y = 2 * x\n+    y = x", "2 * x", "x"),
        ("-\n-    y = 2 * x", "\n\n    y = 2 * x", ""),
        ("-    y = 2 * x\n+    y = x\n@@\n-    return x, y\n+    return y", "", ""),
    ],
    ids=["replaced", "removed", "added-below", "added-above", "over-a-gap", "gap", "two-hunks"],
)
def test_hunks_are_found_by_the_lines_they_keep_and_remove(edit: str, old: str, new: str) -> None:
    """Blanks count, and so does each blank line."""
    wanted = CODE.replace(old, new, 1) if old else CODE.replace("2 * x", "x").replace("x, y", "y")

    assert is_edit(edit)
    assert edited(CODE, edit) == wanted


@pytest.mark.parametrize(
    ("edit", "line", "says"),
    [
        ("-    y = 4 * x\n+    y = x", 0, "but got no such lines"),
        ("-  y = 2 * x\n+  y = x", 0, "but got no such lines"),
        ("+    y = 0", 0, "but got added lines only"),
        ("-    y = 2 * x\n+    y = y + 1\n@@\n-    y = y + 1", 3, "but got it 2 times"),
        ("-    y = 2 * x\n    y = x", 0, "but got no such lines"),
        ("-    y = 2 * x\ny = x", 1, "to begin with `-`, `+` or a space, but got `y = x`"),
    ],
    ids=["absent", "other-blanks", "no-anchor", "twice", "sign-forgotten", "no-sign"],
)
def test_an_edit_that_cannot_be_made_names_its_line(edit: str, line: int, says: str) -> None:
    """The hunk's first line where its place is not found, the line itself where it has no sign."""
    with pytest.raises(EditError) as caught:
        edited(CODE, edit)

    assert says in caught.value.problem
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("LIMIT = 4", "LIMIT = 3", "LIMIT = 4"),
        ("RATE = 1.0", "RATE: float = 0.1", "RATE = 1.0"),
        (
            "def make():\n    return 7",
            "@once\ndef make():\n    return 1",
            "def make():\n    return 7",
        ),
        ("def take():\n    a = 5\n    return a", "    return 2", "    a = 5\n    return a"),
    ],
)
def test_a_definition_takes_the_place_of_the_one_of_its_name(text: str, old: str, new: str) -> None:
    """With its decorators; all else stays as it is."""
    assert not is_edit(text)
    assert redefined(TWO, text) == TWO.replace(old, new)


def test_several_definitions_are_replaced_at_once() -> None:
    """In any order."""
    made = redefined(TWO, "def take():\n    return 20\n\nLIMIT = 30")
    assert made == TWO.replace("return 2", "return 20").replace("LIMIT = 3", "LIMIT = 30")


def test_code_that_defines_everything_stands_for_itself() -> None:
    """So it may import, and define more than there was."""
    text = "import math\n\n\ndef helper():\n    pass\n\n\ndef make(n):\n    return math.pi"
    assert redefined(CODE, text) == text


@pytest.mark.parametrize(
    ("text", "line"), [("import math\nLIMIT = 4", 0), ("LIMIT = 4\nOTHER = 5", 1), ("print(1)", 0)]
)
def test_a_part_may_hold_definitions_of_the_code_only(text: str, line: int) -> None:
    """Where else would the rest go?"""
    with pytest.raises(EditError, match="some of LIMIT, RATE, make, take, or all") as caught:
        redefined(TWO, text)

    assert caught.value.line == line
