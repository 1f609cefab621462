"""Tell a student which line it is: the smallest change of their own code that passes all checks.

A known mistake has a name. Where a failed task has none, edits of the student's code are searched
for one after which every check of the task passes. That such an edit exists is what the hints say;
what it is, they do not.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.course.source import Task
from autograder.cpulimit import cpu_limit
from autograder.grading import results as r
from autograder.grading.request import GradeRequest
from autograder.grading.running import CheckRun, SubmissionRun
from autograder.remote.session import Session
from autograder.repair import trial
from autograder.repair.candidates import Candidate
from autograder.repair.code import applied
from autograder.repair.kinds import KINDS
from autograder.repair.search import Found, search

_LEAST = 0.3  # seconds; in less nothing is found
_TOO_LONG = TimeoutError("making edits of the student's code took too long")


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of a student's code after which all checks of a task pass, or some that failed.

    Attributes:
        solved: the failed checks that pass then, by id.
        is_whole: whether these are all.
        where: ``file:line`` of its first line.
        lines: every line it changes, as ``file:line``.
        kinds: of its edits, one or two.
        change: the lines before and after it, for the instructor alone.
        hints: three levels: the line, the idea, where to look. None says what the edit is.
    """

    solved: frozenset[str]
    is_whole: bool
    where: str
    lines: tuple[str, ...]
    kinds: tuple[str, ...]
    change: str
    hints: tuple[str, str, str]


def repaired(
    run: SubmissionRun,
    check_runs: Sequence[CheckRun],
    tests: Sequence[r.TestResult],
    request: GradeRequest,
) -> list[r.TestResult]:
    """Return the results, failed ones without a name with the place and hints of a repair.

    Args:
        run: the submission, whose checks have run.
        check_runs: those checks.
        tests: their results, in the same order, with the mistakes that were recognised.
        request: how the submission is graded; its ``repair_seconds`` are for all tasks together.
    """
    took = sum(one.seconds for one in check_runs)
    seconds = min(request.repair_seconds, request.repair_share * took)
    named = {test.task_id for test in tests if test.misconception}
    failed = {test.task_id for test in tests if test.status in (r.FAIL, r.ERROR)} - named
    tasks = [task for task in run.tasks if task.id in failed]
    found: dict[str, Repair] = {}
    ends = time.perf_counter() + seconds
    for number, task in enumerate(tasks):
        share = (ends - time.perf_counter()) / (len(tasks) - number)
        mine = [one for one in check_runs if one.check.task == task.id]
        if share >= _LEAST and (repair := find(run, task, mine, request, share)):
            found[task.id] = repair
    public = not request.hidden
    return [_with_repair(test, found.get(test.task_id), public=public) for test in tests]


def find(
    run: SubmissionRun, task: Task, mine: Sequence[CheckRun], request: GradeRequest, seconds: float
) -> Repair | None:
    """Search a change of a student's code after which a failed task passes, or some of its checks.

    Args:
        run: the submission, whose checks have run.
        task: the failed task.
        mine: the checks of the task that ran, with how they ended.
        request: how the submission is graded.
        seconds: that this may take.

    Returns:
        None where there is none among the edits that were tried, and where edited code must not
        run: in this process, say.
    """
    open_channel = trial.opener(request)
    if open_channel is None:
        return None
    others = frozenset(name for one in run.tasks if one.id != task.id for name in one.names)
    session = Session(run.submission, open_channel, parameters=run.session.parameters)
    deadline = time.perf_counter() + seconds
    missing = tuple(name for name in task.names if name not in run.submission.definitions)
    bench = trial.Bench(open_channel, run.device, task.changes, deadline, session, missing)
    try:
        with cpu_limit(seconds + _LEAST, _TOO_LONG):
            found = search(run.submission, task, others, mine, bench)
    except Exception:  # also of the kit's own: the points are known, and hints are not worth them
        return None
    finally:
        bench.close()
    return _repair(found, missing, hidden=request.hidden) if found else None


def _with_repair(test: r.TestResult, repair: Repair | None, *, public: bool) -> r.TestResult:
    if repair is None or test.check not in repair.solved:
        return test
    if test.resembles and not repair.is_whole:
        return test
    first, *more = repair.hints
    hints = (f"{test.hint} {first}".strip(), *more)
    change = "" if public else repair.change  # a student's own results would give it away
    return replace(test, where=repair.where, resembles=None, hints=hints, repair=change)


def _repair(found: Found, missing: Sequence[str], *, hidden: bool) -> Repair:
    lines = tuple(dict.fromkeys(line for one in found.edits for line in _lines(one)))
    kinds = tuple(dict.fromkeys(one.edit.kind for one in found.edits))
    ideas = " and ".join(KINDS[kind].idea for kind in kinds)
    remark = [] if found.is_whole else [f"({len(found.solved)} of {found.failed} failed checks)"]
    return Repair(
        solved=found.solved,
        is_whole=found.is_whole,
        where=found.edits[0].where,
        lines=lines,
        kinds=kinds,
        change="\n".join([*remark, *(text for one in found.edits for text in _change(one))]),
        hints=(
            f"With {_small(found)} at {_listed(lines)}, and nothing else, "
            f"{_passes(found, hidden=hidden)}"
            f"{', as far as they ask for what is there' if missing else ''}.",
            f"What was changed there is {ideas}.",
            " ".join(KINDS[kind].look for kind in kinds),
        ),
    )


def _passes(found: Found, *, hidden: bool) -> str:
    check = "check" if hidden else "public check"
    if not found.is_whole:
        some = len(found.solved)
        verb = "passes" if some == 1 else "pass"
        return f"{some} of the {found.failed} {check}s that failed in this task {verb}"
    if found.checks == 1:
        return f"this task passes its one {check}"
    return f"this task passes all {found.checks} {check}s"


def _small(found: Found) -> str:
    if len(found.edits) > 1:
        return "two small changes"
    return "the same small change" if len(found.edits[0].edit.spans) > 1 else "one small change"


def _listed(lines: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(lines[:-1]), lines[-1])))


def _lines(one: Candidate) -> Iterator[str]:
    """The lines of each place that an edit changes."""
    yield one.where
    for span in one.edit.spans[1:]:
        yield one.place(one.of.code.line(span.start))


def _change(one: Candidate) -> Iterator[str]:
    """The lines of a definition that an edit changes, before and after."""
    code = one.of.code.data
    before = code.decode().split("\n")
    after = applied(code, one.edit).decode().split("\n")
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if tag != "equal":
            yield f"@ {one.place(a + 1)}"
            yield from (f"- {line}" for line in before[a:b])
            yield from (f"+ {line}" for line in after[c:d])
