"""What operators make of a text."""

import ast
from collections.abc import Callable

import pytest

from autograder.repair.code import Code, Edit, applied, parsed
from autograder.repair.scope import Scope


@pytest.fixture
def scope_of() -> Callable[[str], Scope]:
    """Makes the scope of a text that is one definition."""

    def make(text: str) -> Scope:
        tree = ast.parse(text)
        return Scope(Code(text.encode(), tree), tree.body[0])

    return make


@pytest.fixture
def made(scope_of) -> Callable[..., set[str]]:
    """Gives the texts that compile of all that an operator makes of a text."""

    def make(operator, text: str) -> set[str]:
        every = [(one,) if not isinstance(one, tuple) else one for one in operator(scope_of(text))]
        texts = [applied(text.encode(), Edit("", spans, 1)) for spans in every]
        return {one.decode() for one in texts if parsed(one) is not None}

    return make
