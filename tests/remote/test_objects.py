"""A handle reaches over only when it is asked to."""

from __future__ import annotations

import copy

import pytest

from autograder.remote.channels import LocalChannel
from autograder.remote.client import Remote, Student
from autograder.remote.session import Session
from autograder.submission import from_text

TEXT = """
class Counter:
    def __init__(self, start):
        self.count = start
        self.inner = [self]

    def add(self, other, *, times=1):
        self.count += times * (other.count if isinstance(other, Counter) else other)
        return self.count

def totals(groups):
    return {name: sum(c.count for c in counters) for name, counters in groups.items()}
"""


@pytest.fixture
def student():
    """One whose class counts."""
    session = Session(from_text(TEXT, "ch01_workflow", "a.py"), LocalChannel)
    session.begin(0)
    yield Student(session)
    session.close()


def test_plain_data_comes_over_and_objects_stay(student):
    """A call decides by its result; keep leaves even a number there."""
    counter = student.Counter(3)
    assert repr(counter) == "a Counter"
    assert counter.add(2) == 5
    kept = counter.add.keep(1, times=2)
    assert isinstance(kept, Remote)
    assert kept.value() == counter.count.value() == 7


def test_handles_are_arguments_wherever_they_stand(student):
    """In lists, dicts, by position and by name; a path of attributes too."""
    one, two = student.Counter(1), student.Counter(2)
    assert one.add(other=two, times=3) == 7
    assert student.totals({"all": [one, two], "none": ()}) == {"all": 9, "none": 0}
    assert one.add(one) == 14


def test_a_value_that_is_no_data_is_a_handle_again(student):
    """What it leads to can be fetched further on."""
    fetched = student.Counter(4).value()
    assert isinstance(fetched, Remote)
    assert fetched.count.value() == 4


def test_python_itself_never_reaches_over(student):
    """Copying or comparing a handle asks for attributes that a student could define."""
    handle = student.Counter
    for name in ("__array__", "__deepcopy__", "__getstate__x"):
        with pytest.raises(AttributeError):
            getattr(handle, name)
    assert handle == handle
    assert handle != copy.copy(student.Counter)


def test_a_path_that_leads_nowhere_is_the_students_error(student):
    """It is found where it is used, not where it is written."""
    nowhere = student.Counter(1).total
    assert repr(nowhere) == "a total"
    with pytest.raises(Exception, match="no attribute 'total'"):
        nowhere.value()
