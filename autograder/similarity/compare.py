"""Compare documents by the fingerprints they share, through an index from each to its owners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.classroom.code import CodePart
from autograder.similarity.winnowing import Passage

# Measured by `python -m autograder.similarity.measure --answers FOLDER` over chapters 00 to 04 and
# 06 to 08, with right answers written independently: honest pairs share at most 0.12. Of 39 copies
# of each kind, all are found at 0.3 (rewritten by a program, with loops for comprehensions, too);
# at 0.5, 35 of the rewritten. The answers were meant to differ, so real classes share more.
SHARE = 0.3
PASSAGES = 6  # fingerprints; a forced line or two gives fewer
PART = 0.1  # of all fingerprints of the smaller one: where most is common, little is left to share
COMMON_SHARE = 0.1  # of all documents; who shares more than this has an idiom, not a source
COMMON_LEAST = 4  # documents; so many copies of one are still found in a small class
COMMON_MOST = 40  # documents; bounds the pairs of a fingerprint


@dataclass(frozen=True, slots=True)
class Document:
    """One hand-in of a chapter.

    Attributes:
        owner: whose it is, with the folder it is from if that is not the run.
        is_new: whether it is of this class; pairs without such a document are left out.
        parts: the code.
        prints: fingerprints, and where each stands.
        is_reference: whether it is the chapter's solution.
    """

    owner: str
    is_new: bool
    parts: tuple[CodePart, ...]
    prints: Mapping[int, Passage]
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that share rare code.

    Attributes:
        left, right: the documents.
        share: of the smaller one's distinctive fingerprints, 0 to 1.
        shared: the fingerprints, the rarest first.
        holders: how many documents hold the rarest.
    """

    left: Document
    right: Document
    share: float
    shared: tuple[int, ...]
    holders: int


def pairs(documents: Sequence[Document], known: Collection[int]) -> list[Pair]:
    """Return the pairs worth a look, those with the largest share first.

    Args:
        documents: of one chapter; at most one is the reference.
        known: fingerprints of what students were given.
    """
    reference = {p for one in documents if one.is_reference for p in one.prints}
    holders = _holders(documents, set(known))
    forced = reference & holders.keys()
    sizes, sizes_with_reference = _sizes(holders, forced), _sizes(holders, frozenset())
    found = []
    for (a, b), shared in _shared(documents, holders, forced).items():
        with_reference = documents[a].is_reference or documents[b].is_reference
        of = sizes_with_reference if with_reference else sizes
        share = len(shared) / min(of[a], of[b])
        whole = min(len(documents[a].prints), len(documents[b].prints))
        if share >= SHARE and len(shared) >= max(PASSAGES, PART * whole):
            rarest = sorted(shared, key=lambda p: (len(holders[p]), p))
            count = len(holders[rarest[0]])
            found.append(Pair(documents[a], documents[b], share, tuple(rarest), count))
    return sorted(found, key=lambda p: (-p.share, -len(p.shared), p.left.owner, p.right.owner))


def groups(found: Iterable[Pair]) -> list[list[Pair]]:
    """Join pairs that have a document in common; of each group, the fewest strongest pairs.

    Three copies of one are one group with two pairs.
    """
    home: dict[int, list[int]] = {}
    kept: dict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        a, b = (home.setdefault(id(one), [id(one)]) for one in (pair.left, pair.right))
        if a is b:
            continue
        kept[a[0]] += [pair, *kept.pop(b[0], [])]
        a += b
        home |= dict.fromkeys(b, a)
    return list(kept.values())


def _holders(documents: Sequence[Document], known: Collection[int]) -> dict[int, list[int]]:
    """The documents of each fingerprint that is neither given nor common."""
    index: dict[int, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for value in document.prints.keys() - known:
            index[value].append(number)
    most = min(max(COMMON_LEAST, int(COMMON_SHARE * len(documents))), COMMON_MOST)
    return {value: held for value, held in index.items() if len(held) <= most}


def _sizes(holders: Mapping[int, Sequence[int]], forced: Collection[int]) -> Counter[int]:
    return Counter(n for value, held in holders.items() if value not in forced for n in held)


def _shared(
    documents: Sequence[Document], holders: Mapping[int, Sequence[int]], forced: Collection[int]
) -> dict[tuple[int, int], list[int]]:
    """What each two documents share; what the reference has, too, is no tie between others."""
    shared: dict[tuple[int, int], list[int]] = defaultdict(list)
    for value, held in holders.items():
        for a, b in combinations(held, 2):
            left, right = documents[a], documents[b]
            is_tie = value not in forced or left.is_reference or right.is_reference
            if is_tie and (left.is_new or right.is_new):
                shared[a, b].append(value)
    return shared
