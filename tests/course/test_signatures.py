"""The parameters of a chapter's functions are read from its text."""

from pathlib import Path

from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.course.signatures import parameters
from autograder.course.source import source

TEXT = """\
# %% task="a" points=1
def plain(x, /, y=1, *, z=2): ...


class Net:
    def __init__(self, width, *, depth=1): ...


class Bare: ...


def anything(x, *args): ...


# %%
def helper(x): ...


# %% task="broken" points=1
def (
"""


def test_parameters_of_functions_and_classes_are_in_their_order():
    """What takes anything has none to go by, and neither have helpers and broken cells."""
    found = source(Chapter(1, "ch01_workflow", "t"), Path("a.py"), TEXT, solved=False)

    assert parameters(found) == {"plain": ("x", "y", "z"), "Net": ("width", "depth")}


def test_what_a_package_defines_has_the_name_of_its_module():
    """As checks ask for it."""
    found = parameters(chapters.load(chapters.find("05")))

    assert found["engine.train_step"][:2] == ("model", "dataloader")
