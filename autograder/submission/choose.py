"""Choose which file of a submission is graded: one rule for every door.

Of all modules, notebooks and, where the chapter is a package, folders of modules, one is graded:

1. the one with the most tasks begun (a task is begun when a part of it is no untouched stub; what
   cannot be read counts only where nothing else is begun, for its error says what to do);
2. then the one whose name says the chapter most plainly: ``ch01_workflow.ipynb``, then
   ``anna_ch01.ipynb``, then ``01 homework.ipynb``;
3. then the one nearest to the top;
4. then the last by name, ``(2)`` after ``(1)``; a folder or module before a notebook of its name.

Work on another chapter is graded only where there is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.errors import UsageError
from autograder.submission import mistaken, naming, recognise
from autograder.submission.model import Limits
from autograder.submission.recognise import Found
from autograder.submission.tree import Entry, Tree
from autograder.text import one_line

_SHOWN = 4
_OTHERWISE = "To have another graded, hand in that one alone."
_REASONS = (
    "it is of this chapter",
    "it has the most tasks begun",
    "it has the most tasks begun",
    "it is a file of this chapter",
    "its name says the chapter most plainly",
    "it is nearest to the top",
    "it was written last",
    "it is the last of them by name",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is graded.

    Attributes:
        entry: the file, or the folder of a package.
        note: one sentence on the choice, empty if there was none to make.
        is_package: whether it is a folder of modules.
        others: what else could have been graded, best first.
    """

    entry: Entry
    note: str
    is_package: bool = False
    others: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ranked:
    found: Found
    begun: int
    rank: tuple[int | str, ...]


def choose(
    tree: Tree,
    name: str,
    limits: Limits,
    *,
    newest: Collection[str] = (),
    how: str = _OTHERWISE,
) -> Choice:
    """Choose what is graded of a folder or zip, by the rule above.

    Args:
        tree: what was handed in.
        name: full name of the chapter.
        limits: upper bounds on what is read.
        newest: keys of entries that come before others, where only names would decide.
        how: how to have another file graded, for the note.

    Raises:
        UsageError: there is no module or notebook; the message says what is there instead.
    """
    chapter = chapters.find(name)
    every = [*chapters.existing(), *([chapter] if chapter.is_draft else [])]
    found = [one for one in recognise.work_in(tree, limits) if one.may_be(chapter)]
    ranked = [_ranked(one, chapter, every, newest) for one in found]
    ranked.sort(key=lambda one: one.rank, reverse=True)
    if not ranked:
        raise UsageError(f"{tree.name}: {_nothing(tree, chapter)}")
    best = ranked[0].found
    note = f"{_note(tree, ranked, chapter, how)} {_unseen(tree, limits)}".strip()
    others = tuple(one.found.entry for one in ranked[1:] if one.rank[0] == ranked[0].rank[0])
    return Choice(best.entry, note, best.is_package, others)


def _unseen(tree: Tree, limits: Limits) -> str:
    left = sum(naming.may_be_work(entry.path) for entry in tree.entries) - limits.candidates
    return f"{left} further modules and notebooks were not looked at." if left > 0 else ""


def _ranked(
    one: Found, chapter: Chapter, every: Sequence[Chapter], newest: Collection[str]
) -> _Ranked:
    own, path, clarity = one.of(chapter), one.entry.path, _clarity(one, chapter)
    # Nobody knows what is in a file that cannot be read; its error helps more than "not started".
    is_unread = bool(one.problem) and not one.entry.refusal and clarity > 2
    owners = recognise.owners(one, every)
    rank = (
        int(not owners or chapter in owners),
        0 if one.problem else own.begun,
        own.begun or int(is_unread),
        int(own.defined > 0 or clarity > 0 or one.is_notebook),  # else anybody's helper
        clarity,
        -len(path.parts),
        int(one.entry.key in newest),
        _natural(naming.stem(path.name)),
        2 if one.is_package else int(not one.is_notebook),
        str(path),
    )
    return _Ranked(one, own.begun, rank)


def _clarity(one: Found, chapter: Chapter) -> int:
    """How plainly the name says the chapter; folders on the way count for nothing."""
    path = one.entry.path
    if one.is_package and path.name.casefold() == chapter.package.casefold():
        return naming.PLAIN
    return naming.clarity(PurePosixPath(path.name), chapter)


def _is_plain(one: Found, chapter: Chapter) -> bool:
    return _clarity(one, chapter) == naming.PLAIN


def _natural(text: str) -> str:
    """A key that sorts ``(10)`` after ``(9)``."""
    return re.sub(r"\d+", lambda found: found[0].zfill(20), text[:200].casefold())


def _note(tree: Tree, ranked: Sequence[_Ranked], chapter: Chapter, how: str) -> str:
    best, own = ranked[0], bool(ranked[0].rank[0])
    begun = [one for one in ranked if one.begun and one.rank[0] == best.rank[0]]
    shown = _shown(tree, best.found)
    if not own:
        return f"{shown} was graded, though it looks like work on another chapter."
    if len(begun) > 1:
        return f"{_of_several(tree, begun)} {how}{_broken(begun)}"
    if _is_plain(best.found, chapter):
        return ""
    named = next((one for one in ranked if _is_plain(one.found, chapter)), None)
    if named is not None:
        return f"{shown} was graded; in {_shown(tree, named.found)} no task is begun."
    if best.found.is_package:
        return ""
    return f"There is no {chapter.name}.py or {chapter.name}.ipynb; {shown} was graded."


def _of_several(tree: Tree, begun: Sequence[_Ranked]) -> str:
    listed = [f"{_shown(tree, one.found)} ({_worth(one)})" for one in begun[:_SHOWN]]
    more = [f"{len(begun) - _SHOWN} more"] if len(begun) > _SHOWN else []
    return (
        f"Work on this chapter is in {len(begun)} files: {', '.join(listed + more)}. "
        f"{_shown(tree, begun[0].found)} was graded: {_reason(begun)}."
    )


def _reason(begun: Sequence[_Ranked]) -> str:
    """The first part of the rule in which the two best differ."""
    parts = zip(_REASONS, begun[0].rank, begun[1].rank, strict=False)
    return next((reason for reason, mine, other in parts if mine != other), _REASONS[-1])


def _broken(begun: Sequence[_Ranked]) -> str:
    return next((f" {one.found.problem}" for one in begun[1:] if one.found.problem), "")


def _worth(one: _Ranked) -> str:
    tasks = f"{one.begun} task{'' if one.begun == 1 else 's'} begun"
    return f"{tasks}, cannot be read" if one.found.problem else tasks


def _shown(tree: Tree, one: Found) -> str:
    return one_line(str(one.entry.path) if one.entry.path.parts else tree.name, 80)


def _nothing(tree: Tree, chapter: Chapter) -> str:
    if reason := mistaken.reason(tree):
        return f"Expected {chapter.name}.py or {chapter.name}.ipynb, but {reason}"
    if chapter.package:
        return (
            f"Expected a folder {chapter.package}/ with modules such as engine.py, or a notebook "
            f"{chapter.name}.ipynb, but found neither. Put your modules in such a folder."
        )
    return (
        f"Expected {chapter.name}.py or {chapter.name}.ipynb, but found no module or notebook. "
        "Put the chapter's file there."
    )
