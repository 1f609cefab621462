"""Name the known mistake in a failed task: the one that gives the same, wherever it gives wrong.

Each chapter has a catalogue of wrong implementations. Under each check, each one either passes or
gives wrong values (or errors). It is the mistake in a student's code only where the code gives the
same values under every check that the mistake fails: a single check that it fails otherwise, or
that the student passes, shows that the code does something else. A mistake that explains all the
failed checks is named in all of them. Of two mistakes in one task each is named where it shows.

Where none is named, two mistakes may hide each other. One that gives the same under some of the
failed checks, and fails none that the student passes, is then told as what it is: a resemblance.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from autograder.checks.check import PUBLIC_KEY, seed_of
from autograder.course import outcomefile
from autograder.course.chapters import Chapter
from autograder.course.mistakes import Mistake
from autograder.grading import outcomes
from autograder.grading import results as r
from autograder.grading.attempts import Attempt
from autograder.grading.outcomes import Outcome
from autograder.grading.running import CheckRun

_WRONG = (r.FAIL, r.ERROR)
_COMPARED = (r.PASS, *_WRONG)
_TRIED = 2  # failed checks for a resemblance: each known mistake costs as much as the check
_ALIKE = 3  # mistakes that may explain the same before it tells nothing
_QUICK = 0.3  # seconds that such a check takes at most


@dataclass(frozen=True, slots=True)
class _Compared:
    """A check that ran on the student's code, and what came of it.

    Attributes:
        is_fixed: whether it had the inputs of a self-check, under which outcomes are at hand.
    """

    run: CheckRun
    outcome: Outcome
    is_fixed: bool

    @property
    def failed(self) -> bool:
        return not self.outcome.passed


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A known mistake that the student's code may have.

    Attributes:
        explains: the failed checks under which it gives the same.
        alike: how much else is the same.
        fits: whether it gives the same under every check that it fails.
    """

    mistake: Mistake
    explains: frozenset[str]
    alike: int
    fits: bool


def named(
    chapter: Chapter,
    check_runs: Sequence[CheckRun],
    attempt: Attempt,
    repeated: Sequence[CheckRun] = (),
) -> list[r.TestResult]:
    """Return the results, each failed one with the known mistake that it has or resembles.

    Args:
        chapter: whose known mistakes are compared.
        check_runs: the checks as they ran on the submission.
        attempt: tells what the chapter's known mistakes do under those checks.
        repeated: runs of some of these checks on the same submission, with the inputs of a
            self-check, under which outcomes are at hand; they are compared in place of the others.
    """
    known = outcomefile.known(chapter)
    again = {one.check.id: one for one in repeated}
    found: dict[str, _Suspect] = {}
    for task in dict.fromkeys(one.check.task for one in check_runs if one.result.status in _WRONG):
        mine = [again.get(one.check.id, one) for one in check_runs if one.check.task == task]
        suspects = [mistake for mistake in known if mistake.task == task]
        found |= _recognised(_compared(chapter, mine), suspects, attempt)
    lost = Counter(one.check.task for one in check_runs if one.result.status in _WRONG)
    return [_told(one.result, found.get(one.check.id), lost[one.check.task]) for one in check_runs]


def _told(result: r.TestResult, suspect: _Suspect | None, lost: int) -> r.TestResult:
    if suspect is None or result.status not in _WRONG:
        return result
    name, hints = suspect.mistake.id, suspect.mistake.hints
    if suspect.fits:
        return dataclasses.replace(result, misconception=name, hints=hints)
    lead = f"Looks like this in at least {len(suspect.explains)} of {lost} failed checks:"
    return dataclasses.replace(result, resembles=name, hints=(f"{lead} {hints[0]}", *hints[1:]))


def _compared(chapter: Chapter, runs: Sequence[CheckRun]) -> list[_Compared]:
    """Return what can be compared: first what costs nothing, then what tells most, quick first."""
    able = [
        _Compared(
            one,
            outcomes.outcome(one.result.status == r.PASS, one.trace),
            one.seed == seed_of(PUBLIC_KEY, "", chapter.name, one.check.id),
        )
        for one in runs
        if one.result.status in _COMPARED and not _undefined(one)
    ]
    return sorted(able, key=lambda one: (not one.is_fixed, one.outcome.passed, one.run.seconds))


def _undefined(one: CheckRun) -> bool:
    """Whether the check asked for a name that is missing: no known mistake leaves a task out."""
    last = one.trace[-1] if one.trace else None
    return last is not None and last.kind == "error" and last.data[0] == ()


def _recognised(
    compared: Sequence[_Compared], candidates: Sequence[Mistake], attempt: Attempt
) -> dict[str, _Suspect]:
    """Return the mistake in each failed check, by the check's id, where there is one.

    One that fits is asked for first where outcomes are at hand, or else in the quickest of the
    failed checks; then, where one was found, for the quickest that it leaves unexplained. Where
    none fits, one that resembles is asked for, at hand and in the quickest of the others.
    """
    failed = [one.run.check.id for one in compared if one.failed]
    at_hand = {one.run.check.id for one in compared if one.failed and one.is_fixed}
    fitting = _fitting(at_hand or failed[:1], compared, candidates, attempt)
    found = _best(fitting, failed)
    left = [check for check in failed if check not in {*found, *at_hand}]
    if not fitting:
        quick = set(_quick(compared))
        asked = [check for check in left if check in quick][:_TRIED]
        alike = _resembling({*at_hand, *asked}, compared, candidates, attempt)
        return _best([one for one in alike if one.fits], failed) or _best(alike, failed)
    if found and left:
        names = {one.mistake.id for one in found.values()}
        others = [mistake for mistake in candidates if mistake.id not in names]
        found |= _best(_fitting(left[:1], compared, others, attempt), left)
    return found


def _quick(compared: Sequence[_Compared]) -> list[str]:
    """Return the checks that known mistakes fail in little time too: none that an error ended."""
    fails = (one.run for one in compared if one.run.result.status == r.FAIL)
    return [one.check.id for one in fails if one.seconds < _QUICK]


def _best(suspects: Sequence[_Suspect], failed: Sequence[str]) -> dict[str, _Suspect]:
    """Return for each of these checks the mistake that explains it, if there is one.

    Of several that explain the same, the one is taken that is alike in more of what decides no
    points (values of passed checks, order of calls, modes); none where that does not tell them
    apart, as in a self-check, whose public checks may not.
    """
    found: dict[str, _Suspect] = {}
    for check in failed:
        able = sorted((one for one in suspects if check in one.explains), key=_rank, reverse=True)
        if able and (len(able) == 1 or _rank(able[0]) > _rank(able[1])):
            found[check] = able[0]
    return found


def _rank(one: _Suspect) -> tuple[int, int]:
    return len(one.explains), one.alike


def _fitting(
    wanted: Collection[str],
    compared: Sequence[_Compared],
    candidates: Sequence[Mistake],
    attempt: Attempt,
) -> list[_Suspect]:
    """Return the mistakes that explain one of these checks and that no other check disproves."""
    order, last = _asked(wanted, compared)
    found = (_suspect(mistake, order, last, attempt, whole=True) for mistake in candidates)
    return [one for one in found if one]


def _resembling(
    wanted: Collection[str],
    compared: Sequence[_Compared],
    candidates: Sequence[Mistake],
    attempt: Attempt,
) -> list[_Suspect]:
    """Return the mistakes that explain one of these checks and that no passed one disproves."""
    order, last = _asked(wanted, compared)
    first = order[: last + 1]
    able = [m for m in candidates if _suspect(m, first, last, attempt, whole=False)]
    if len(able) > _ALIKE:  # an error that all of them give, say, tells nothing
        return []
    found = (_suspect(mistake, order, last, attempt, whole=False) for mistake in able)
    return [one for one in found if one]


def _asked(wanted: Collection[str], compared: Sequence[_Compared]) -> tuple[list[_Compared], int]:
    """Return the checks in the order in which mistakes are asked, and the place of the last wanted.

    What costs nothing comes first, where outcomes are at hand: another costs as much as the check.
    """
    order = sorted(compared, key=lambda one: (not one.is_fixed, one.run.check.id not in wanted))
    last = max((place for place, one in enumerate(order) if one.run.check.id in wanted), default=0)
    return order, last


def _suspect(
    mistake: Mistake, compared: Sequence[_Compared], last: int, attempt: Attempt, *, whole: bool
) -> _Suspect | None:
    """Return what a mistake explains; None where it is disproved, or has explained nothing by then.

    Args:
        mistake: the mistake.
        compared: the checks, in the order in which it is asked.
        last: the place by which it has to have explained one.
        attempt: tells what it does.
        whole: whether a failed check that it fails otherwise disproves it.
    """
    explains, alike, fits = set[str](), 0, True
    for place, one in enumerate(compared):
        if place > last and one.failed and not whole:
            fits = False  # it may give the same here: that is not worth the time of the check
            continue
        theirs = attempt(mistake, one.run.check, one.run.seed)
        same = theirs is not None and one.outcome.values.agrees(theirs.values)
        differs = theirs is None or not (theirs.passed or same)
        if theirs is None or (differs and (whole or one.outcome.passed)):
            return None
        fits = fits and not differs
        if same and one.failed and not theirs.passed:
            explains.add(one.run.check.id)
        if place == last and not explains:
            return None
        alike += same + one.outcome.observed.agrees(theirs.observed)
    return _Suspect(mistake, frozenset(explains), alike, fits)
