"""Pairs and groups of documents."""

from __future__ import annotations

from autograder.similarity.compare import Document, groups, pairs
from autograder.similarity.winnowing import Passage

_HERE = Passage("a.py", 1, 2)


def document(owner, prints, **more):
    """A document with these fingerprints."""
    return Document(owner, more.pop("is_new", True), (), dict.fromkeys(prints, _HERE), **more)


def test_the_share_is_of_the_smaller_one():
    """Who copies only a part is found."""
    (pair,) = pairs([document("ada", range(100)), document("ben", range(90, 110))], ())

    assert (pair.left.owner, pair.right.owner, pair.share) == ("ada", "ben", 0.5)
    assert len(pair.shared) == 10


def test_what_was_given_and_what_many_have_does_not_count():
    """Neither is a tie."""
    common = [document(f"s{n}", range(20)) for n in range(6)]
    two = [document("ada", range(50, 70)), document("ben", range(50, 70))]

    assert pairs(common, ()) == []
    assert pairs(two, range(50, 70)) == []


def test_what_the_reference_has_is_no_tie_between_students():
    """But one with the reference."""
    reference = document("reference", range(20), is_new=False, is_reference=True)
    class_ = [reference, document("ada", range(20)), document("ben", range(20))]

    assert {(p.left.owner, p.right.owner) for p in pairs(class_, ())} == {
        ("reference", "ada"),
        ("reference", "ben"),
    }


def test_earlier_classes_are_not_compared_with_each_other():
    """Only with the class that is looked at."""
    earlier = [document(f"2025/{name}", range(20), is_new=False) for name in ("eve", "fay")]

    assert pairs(earlier, ()) == []
    assert len(pairs([*earlier, document("ada", range(20))], ())) == 2


def test_three_copies_are_one_group():
    """Joined by two pairs; others are a group of their own."""
    three = [document(name, range(20)) for name in ("ada", "ben", "cy")]
    two = [document(name, range(50, 70)) for name in ("dan", "eve")]

    found = groups(pairs([*three, *two], ()))

    assert sorted(map(len, found)) == [1, 2]
