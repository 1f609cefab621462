"""What a call leaves changed and the text does not ask for costs one check of the task."""

from dataclasses import replace

import pytest

from autograder.course import chapters, compose
from autograder.grading import results as r
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
from autograder.submission import from_text

FROZEN = """def evaluate(model, X, y, loss_fn):
    model.eval().requires_grad_(False)
    with torch.inference_mode():
        return loss_fn(model(X), y).item()
"""
PREDICTED = """def predict(model, X):
    model.eval()
    answer = model(X)
    answer.sum().backward()
    return answer.detach().cpu()
"""
EMPTIED = """def unpack(zip_path, dest, overwrite=False):
    import shutil, zipfile
    dest = Path(dest)
    if dest.is_dir() and any(dest.iterdir()) and not overwrite:
        return dest
    if not zipfile.is_zipfile(zip_path):
        raise ValueError(zip_path)
    with zipfile.ZipFile(zip_path) as file:
        if any(".." in Path(name).parts for name in file.namelist()):
            raise ValueError("..")
        if dest.is_dir():
            shutil.rmtree(dest)
        dest.mkdir(parents=True, exist_ok=True)
        file.extractall(dest)
    return dest
"""


@pytest.mark.parametrize(
    ("label", "task", "body", "said"),
    [
        ("01", "evaluate", FROZEN, "requires_grad of the parameters"),
        ("01", "predict", PREDICTED, "the gradients of model"),
        ("04", "unpack", EMPTIED, "data/food/notes.txt"),
    ],
    ids=["frozen", "gradients left", "files deleted"],
)
def test_what_is_left_changed_costs_a_check(template, label, task, body, said):
    """By this mechanism, or by a check that looks at the same thing."""
    chapter = chapters.find(label)
    text = compose.module(chapters.load(chapter), {task: body})
    request = GradeRequest(hidden=True, key=b"k" * 32, device="cpu", task=task, template=template)

    result = grade(from_text(text, chapter.name, f"{chapter.name}.py"), "flo", request)

    failed = [test for test in result.tests if test.status != r.PASS]
    assert failed
    assert len(failed) < len(result.tests)
    assert any(said in test.message for test in failed)


def test_what_the_header_allows_costs_nothing(template):
    """The model of `evaluate` may stay in evaluation mode."""
    chapter = chapters.find("01")
    text = compose.solved_module(chapters.load(chapter))
    request = GradeRequest(hidden=True, key=b"k" * 32, device="cpu", task="evaluate")

    result = grade(
        from_text(text, chapter.name, f"{chapter.name}.py"),
        "ada",
        replace(request, template=template),
    )

    assert {test.status for test in result.tests} == {r.PASS}
