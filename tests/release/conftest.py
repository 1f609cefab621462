"""A small repository to release from: one short chapter, with all that must stay behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SOLUTION = '''\
# %% [markdown]
# # 01 · PyTorch workflow

# %%
LIMIT = 3

# %% [markdown]
# ## Double

# %% task="double_it" points=3
def double_it(value: int) -> int:
    """Give twice the value."""
    ### BEGIN SOLUTION
    doubled = value + value
    return doubled
    ### END SOLUTION

# %% task="LETTER" points=1
LETTER = "q"  ### SOLUTION
'''
PUBLIC = '''\
from autograder.chapters.ch01_workflow import shared
HINTS = {"double_it": ("a", "b", "c")}
def test_two(student):
    """Twice two is four"""
    assert student.double_it(2) == 4
'''
HIDDEN = '''\
from autograder.chapters.ch01_workflow import shared
def test_large_numbers_double(student):
    """Numbers beyond a byte double too"""
    assert student.double_it(4096) == 8192
'''
MISTAKES = """\
# %% mistake="squared_instead" task="double_it"
You square it.

Twice is not to the second power.

Look at the sign.

-    return doubled
+    return doubled * doubled / 4

# %% mistake="added_a_byte" task="double_it"
You add too much.

Two hundred and fifty-six is a byte.

Look at the other sign.

-    return doubled
+    return doubled + value // 4096
"""
OUTCOMES = {
    "mistakes": [
        {
            "id": "squared_instead",
            "task": "double_it",
            "hints": ["You square it.", "Twice is not to the second power.", "Look at the sign."],
            "outcomes": {"public.test_two": [False, "0", [], "0", []]},
        }
    ]
}
VARIANT = """\
# %% variant="with_a_product" task="double_it"
def double_it(value):
    product = 2 * value
    return product
"""
MUTANT = "double_it:arithmetic:2:2 * value -> 2 / value  # divided by a half\n"
SHARED = "def doubled_by_hand(numbers):\n    return [number * 2 for number in numbers]\n"
ONLY_HIDDEN = "def edge_cases(rng):\n    return rng.integers(1000, 9000, size=7)\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The repository."""
    graders = "autograder/chapters/ch01_workflow"
    files = {
        "solutions/ch01_workflow.py": SOLUTION,
        "pyproject.toml": "[project]\nname = 'small'\n",
        f"{graders}/public.py": PUBLIC,
        f"{graders}/hidden.py": HIDDEN,
        f"{graders}/mistakes.diff": MISTAKES,
        f"{graders}/shared.py": SHARED,
        f"{graders}/edges.py": ONLY_HIDDEN,
        f"{graders}/__init__.py": "",
        "autograder/chapters/__init__.py": "",
        "autograder/__init__.py": "",
        f"{graders}/outcomes.json": json.dumps(OUTCOMES),
        f"{graders}/variants.py": VARIANT,
        f"{graders}/equivalents.txt": MUTANT,
    }
    folder = tmp_path / "repository"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
