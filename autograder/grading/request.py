"""What decides a grade besides the submission: one object from the command line to the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from autograder.remote.launch import Template
from autograder.sandbox import Policy


@dataclass(frozen=True, slots=True)
class GradeRequest:
    """How a submission is graded; equal requests and submissions give equal grades.

    Attributes:
        hidden: whether the hidden checks run too.
        key: secret of the run; None for a self-check, whose inputs are no secret.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        task: grade this task alone; None grades all.
        policy: the sandbox of the student's process.
        template: the process that student processes are forked from; None only with
            ``in_process``.
        in_process: run the student's code in the grader's process instead (own code only). It has
            to be said: a forgotten template must not run a stranger's code here.
        diagnose: whether failed tasks are compared with the known mistakes.
        repair_seconds: at most so long, changes of the student's code are searched that make failed
            tasks pass; 0 for not at all. It decides hints, never points.
        repair_share: nor longer than this part of what the checks took.
    """

    hidden: bool = False
    key: bytes | None = None
    device: str = "auto"
    task: str | None = None
    policy: Policy = field(default_factory=Policy.self_check)
    template: Template | None = None
    in_process: bool = False
    diagnose: bool = True
    repair_seconds: float = 0.0
    repair_share: float = inf


def for_class(device: str = "auto", repair_seconds: float | None = None) -> GradeRequest:
    """Return how a class is graded: with hidden checks, and lines of unnamed mistakes looked for.

    Args:
        device: as for `GradeRequest`.
        repair_seconds: at most so long for a submission; None for 10 seconds, but no longer than a
            third of what its checks took.
    """
    seconds, share = (10.0, 1 / 3) if repair_seconds is None else (repair_seconds, inf)
    return GradeRequest(hidden=True, device=device, repair_seconds=seconds, repair_share=share)
