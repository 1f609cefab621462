"""Repeat the grades of one student with the run's key, and compare them check by check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.classroom import changes, code, enrolment
from autograder.classroom.code import CodePart
from autograder.classroom.discover import Collected, discover
from autograder.classroom.grade import grade_class
from autograder.classroom.layouts.upload import Person
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError
from autograder.grading.results import Result, TestResult
from autograder.text import one_line


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that did not give the same twice; None where it is not there.

    Attributes:
        before: as the run has it.
        now: as it was repeated.
    """

    before: TestResult | None
    now: TestResult | None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A grade that was made twice.

    Attributes:
        before: the result of the run; None where it has none.
        now: the result of the appeal.
        code: what was graded now.
        reason: what is another than before: hand-in, checks, key or options; or empty.
        differences: checks with another status, other points or another message.
    """

    before: Result | None
    now: Result
    code: tuple[CodePart, ...]
    reason: str
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Whether the grade repeats exactly."""
        return self.before is not None and not self.differences


def repeat(options: ClassOptions, student: str) -> tuple[Person, tuple[Repeated, ...]]:
    """Grade a student's hand-ins again, from nothing, and leave the run as it is.

    Args:
        options: of the class; its run has graded them before.
        student: id, name, login or e-mail address.

    Returns:
        Who it is, and their grades by chapter.

    Raises:
        UsageError: there is no key, no such student, or no hand-in of theirs.
        KitError: the kit itself failed.
    """
    run = RunFolder(options.run)
    key = options.key_file or run.path / "key"
    if not key.is_file():
        raise UsageError(
            f"{key}: Expected the key of a run, but there is none, so no grade can be repeated. "
            "Name the run's folder with -o, or its key with --key-file."
        )
    with TemporaryDirectory() as folder:
        scratch = RunFolder(Path(folder))
        collected = discover(
            options.submissions, options.chapter, options.layout, scratch.submissions
        )
        person = find(_people(run, collected), student)
        own = _hand_ins_of(person, collected, options)
        here = replace(options, run=scratch.path, key_file=key)
        again = [one.result for one in grade_class(here, own, scratch)]
        again.sort(key=lambda result: result.chapter)
        return person, tuple(_repeated(result, run, scratch) for result in again)


def find(people: Sequence[Person], wanted: str) -> Person:
    """Find a student by id, or, if it is one student's alone, by name, login or e-mail address.

    Raises:
        UsageError: there is none, or several.
    """
    exact = [one for one in people if one.id == wanted]
    plain = wanted.strip().casefold()
    found = exact or [one for one in people if plain in map(str.casefold, _names(one))]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one_line(one.id, 40) for one in found)
        raise UsageError(
            f"--appeal {one_line(wanted, 60)}: Expected one student, but got {ids}. Name an id."
        )
    raise UsageError(
        f"--appeal {one_line(wanted, 60)}: Expected a student of the class, but there is none of "
        f"this id or name.{_did_you_mean(people, plain)}"
    )


def compare(before: Result, now: Result) -> Iterator[Difference]:
    """Yield the checks that differ in status, points, message or the mistake that was recognised.

    Times differ always, and what is found about unknown mistakes depends on them.
    """
    old = {test.check or test.task_id: test for test in before.tests}
    new = {test.check or test.task_id: test for test in now.tests}
    for name in old | new:
        difference = Difference(old.get(name), new.get(name))
        if _told(difference.before) != _told(difference.now):
            yield difference


def _people(run: RunFolder, collected: Collected) -> list[Person]:
    ids = {one.student for one in collected.hand_ins}
    return [member.person for member in enrolment.load(run, ids).classlist.members.values()]


def _hand_ins_of(person: Person, collected: Collected, options: ClassOptions) -> Collected:
    own = tuple(one for one in collected.hand_ins if one.student == person.id)
    if not own:
        raise UsageError(
            f"{options.submissions}: Expected a hand-in of {one_line(person.id, 60)}, but found "
            "none. Name the folder that was graded."
        )
    return replace(collected, hand_ins=own)


def _repeated(now: Result, run: RunFolder, scratch: RunFolder) -> Repeated:
    before = run.load(now.student, now.chapter)
    parts = code.load(scratch, now.student, now.chapter)
    if before is None:
        return Repeated(None, now, parts, "", ())
    same = before.fingerprint == now.fingerprint
    reason = "" if same else changes.reason(before.fingerprint, now.fingerprint)
    return Repeated(before, now, parts, reason, tuple(compare(before, now)))


def _told(test: TestResult | None) -> tuple[object, ...] | None:
    if test is None:
        return None
    return test.status, test.points, test.max_points, test.message, test.misconception


def _names(person: Person) -> Iterator[str]:
    yield from filter(None, (person.id, person.name, person.login, person.email))


def _did_you_mean(people: Iterable[Person], wanted: str) -> str:
    names = {name.casefold(): one_line(name, 60) for one in people for name in _names(one)}
    close = get_close_matches(wanted, names, n=3, cutoff=0.5)
    return f" Did you mean {' or '.join(names[name] for name in close)}?" if close else ""
