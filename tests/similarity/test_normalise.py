"""What makes no difference to a comparison, and what does."""

from __future__ import annotations

import pytest

from autograder.classroom.code import CodePart
from autograder.similarity.normalise import units

_CODE = "def line(x, w):\n    y = torch.relu(x * w) + 1\n    return y\n"


def labels(source):
    """The tokens of some code."""
    return [[token.label for token in unit] for unit in units([CodePart("a.py", 1, source)])]


@pytest.mark.parametrize(
    "other",
    [
        "def line(a, b):\n    c = torch.relu(a * b) + 1\n    return c\n",
        "# new\ndef line(x, w):\n    '''New.'''\n    y = (torch.relu(x*w)  + 2)  # a\n    return y",
        "def line(x: Tensor, w: float) -> Tensor:\n    y: Tensor = torch.relu(x * w) + 1; return y",
    ],
)
def test_names_comments_annotations_and_layout_make_no_difference(other):
    """The tokens are the same."""
    assert labels(other) == labels(_CODE)


def test_another_function_of_a_library_makes_a_difference():
    """Its name is not the student's choice."""
    assert labels(_CODE.replace("relu", "tanh")) != labels(_CODE)


def test_tokens_know_their_line():
    """Counted in the file that the part is of."""
    (unit,) = units([CodePart("a.ipynb[cell 2]", 5, _CODE)])

    assert {token.line for token in unit} == {5, 6, 7}
    assert {token.file for token in unit} == {"a.ipynb[cell 2]"}


@pytest.mark.parametrize(
    "broken",
    ["def (", "x = " + "(" * 300 + ")" * 300, "\0", "x" + "+x" * 200_000, "x = 1\n" * 50_000],
    ids=["syntax", "brackets", "zero", "chain", "length"],
)
def test_code_that_cannot_be_parsed_costs_only_itself(broken):
    """The other parts of the document count."""
    parts = [CodePart("a.py", 1, broken), CodePart("b.py", 1, _CODE)]

    assert [[t.label for t in unit] for unit in units(parts)][-1] == labels(_CODE)[0]
