"""Code in another style does the same."""

from __future__ import annotations

from typing import Any

from autograder.authoring.restyle import restyled

CODE = """
LIMIT = 3

def pick(xs, extra=()):
    # a remark
    size = len(xs)
    kept = [x * size for x in xs if x < LIMIT if x]
    for x in extra:
        kept = kept + [x]
    return [(a, b) for a, b in zip(kept, range(size))]

class Counter:
    step = 2

    def count(self, n):
        total, step = 0, self.step
        for i in range(n):
            total += step
        return total * 1

def adders(n):
    made = [lambda x: x + n for _ in range(2)]
    return made
"""


def _run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)
    return names


def test_the_same_comes_out() -> None:
    """Functions, methods, defaults, conditions and closures."""
    before, after = _run(CODE), _run(restyled(CODE))

    for xs in ([], [0, 1, 2, 3], [2, 2]):
        assert before["pick"](xs, extra=(9,)) == after["pick"](xs, extra=(9,))
    assert before["Counter"]().count(4) == after["Counter"]().count(n=4) == 8
    assert [f(1) for f in after["adders"](5)] == [6, 6]


def test_it_looks_otherwise() -> None:
    """Names, comprehensions and comments are others; parameters and attributes are not."""
    text = restyled(CODE)

    assert "size_here = len(xs)" in text
    assert "[x * size" not in text
    assert "each_x" in text
    assert "# a remark" not in text
    assert "self.step" in text
    assert "extra=()" in text
