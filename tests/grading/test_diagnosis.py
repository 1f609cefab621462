"""A mistake is named when the kit, making it too, gets the same values."""

from autograder.course import chapters, compose
from autograder.grading import diagnosis, grader
from autograder.grading.grader import grade
from autograder.grading.outcomes import stored
from autograder.grading.request import GradeRequest
from autograder.grading.running import run_checks
from autograder.submission import from_text

FLAT = """\
def make_line(weight, bias, n=100, noise=0.0):
    steps = [i / n for i in range(n)]
    xs = torch.tensor(steps)
    ys = torch.stack([weight * s + bias for s in xs]) + noise * torch.randn(n)
    return xs, ys
"""


def of_task(source, template, code, task="make_line"):
    """The failed checks of a task whose cell was replaced by this code."""
    text, name = compose.module(source, {task: code}), source.chapter.name
    request = GradeRequest(hidden=True, key=b"k" * 32, device="cpu", task=task, template=template)
    result = grade(from_text(text, name, f"{name}.py"), "ann", request)
    return [t for t in result.tests if t.status != "pass"]


def test_the_same_mistake_in_other_words_is_recognised(workflow, template):
    """Values decide, not the way the code is written."""
    failed = of_task(workflow, template, FLAT)

    assert {t.misconception for t in failed} == {"flat_line"}
    assert len(failed[0].hints) == 3


def test_a_mistake_nobody_listed_has_no_name(workflow, template):
    """A wrong name would send the student the wrong way."""
    code = """\
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(n).unsqueeze(1) / n
    return x, weight * x * x + 17 * bias
"""
    failed = of_task(workflow, template, code)

    assert failed
    assert {t.misconception for t in failed} == {None}


def test_a_dead_process_is_not_diagnosed(workflow, template):
    """A crash has a name already."""
    code = "def make_line(weight, bias, n=100, noise=0.0):\n    import os\n    os._exit(1)\n"

    failed = of_task(workflow, template, code)

    assert {(t.status, t.misconception) for t in failed} == {("crash", None)}


def test_a_mistake_that_a_passed_check_disproves_is_not_named(template):
    """It keeps one axis, and gives under one check what keeping all axes gives."""
    code = """\
def pick(x, rows=None, cols=None, last_channel=False):
    if last_channel:
        x = x[..., -1:]
    if cols is not None:
        x = x[:, cols]
    if rows is not None:
        x = x[rows]
    return x
"""
    failed = of_task(chapters.load(chapters.find("00")), template, code, "pick")

    assert failed
    assert {t.misconception for t in failed} == {None}


def test_of_two_mistakes_each_is_named_where_it_shows(workflow, template):
    """One forgets eval mode, which some checks see, and the other inference mode."""
    code = """\
def evaluate(model, X, y, loss_fn):
    return loss_fn(model(X), y).item()
"""
    failed = of_task(workflow, template, code, "evaluate")

    assert {t.misconception for t in failed} == {"no_eval", "gradients_on"}
    assert len({(t.misconception, t.hints) for t in failed}) == 2


def test_of_two_mistakes_that_hide_each_other_one_is_told_as_a_resemblance(workflow, template):
    """Flat points show where there is no noise, and the noise is wrong as nobody foresaw."""
    code = FLAT.replace("noise * torch.randn(n)", "noise ** 3 * torch.rand(n)")
    failed = of_task(workflow, template, code)
    alike = [t for t in failed if t.resembles]

    assert {t.misconception for t in failed} == {None}
    assert {t.resembles for t in alike} == {"flat_line"}
    assert len(alike) < len(failed)
    lead = f"Looks like this in at least {len(alike)} of {len(failed)} failed checks: "
    assert {t.hints[0].startswith(lead) for t in alike} == {True}


def test_a_self_check_needs_no_code_of_mistakes(workflow, template):
    """What each gives under public checks is in the chapter's file, and a kit has no more."""
    known = stored(workflow.chapter)
    text = compose.module(workflow, {"make_line": FLAT})
    request = GradeRequest(device="cpu", template=template)
    run = grader.open_run(from_text(text, workflow.chapter.name, "mine.py"), request)
    try:
        list(run_checks(run, grader.check_files(run.chapter, hidden=False), "make_line"))
    finally:
        run.close()
    named = diagnosis.named(
        run.chapter, run.check_runs, lambda mistake, check, _: known[mistake.id].get(check.id)
    )

    assert {(t.status, t.misconception) for t in named} == {("fail", "flat_line")}
