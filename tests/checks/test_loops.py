"""A right loop passes; each mistake of a loop over batches fails where it shows."""

from __future__ import annotations

import pytest

from autograder.checks import classifiers, loops

CODE = """
def train_step(model, loader, loss_fn, optimizer{options}):
    return run(model, loader, loss_fn, optimizer{passed})

@torch.inference_mode({off})
def test_step(model, loader, loss_fn):
    return run(model, loader, loss_fn)

def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, **settings):
    results = {{key: [] for key in ("train_loss", "train_acc", "test_loss", "test_acc")}}
    for _ in range(epochs):
        step = *train_step(model, train_dataloader, loss_fn, optimizer),
        step += test_step(model, test_dataloader, loss_fn)
        for key, value in zip(results, step):
            results[key].append(value)
    return {returned}
"""


@pytest.fixture
def student(student_of, loop):
    """Make a student whose loop is right but for what is said."""

    def make(options="", passed="", off="", returned="results"):
        return student_of(
            loop + CODE.format(options=options, passed=passed, off=off, returned=returned)
        )

    return make


def on(student, rng, **options):
    """A classifier whose model a mistake would show in."""
    return classifiers.classifier(student, rng, momentum=0.5, **options)


def test_a_right_step_passes(student, rng):
    """With BatchNorm, momentum and a smaller last batch."""
    right = student()
    epoch = loops.train_step(right, rng, on(right, rng, batch_norm=True), [5, 5, 2])
    epoch.check()


def test_a_step_takes_what_else_it_is_given(student, rng):
    """Such as a device, after the usual four."""
    right = student(options=", device")
    loops.train_step(right, rng, on(right, rng), [4], "cpu").check()


@pytest.mark.parametrize(
    ("passed", "options"),
    [(", zero=False", {}), (", keep_mode=True", {"batch_norm": True})],
    ids=["gradients add up", "never in training mode"],
)
def test_a_wrong_step_leaves_wrong_parameters(student, rng, failure, passed, options):
    """It shows in a single batch; the first that differs is named."""
    wrong = student(passed=passed)
    epoch = loops.train_step(wrong, rng, on(wrong, rng, **options), [4])
    assert failure(epoch.check).startswith("Expected the state dict['0.weight'] to be ")


def test_a_test_without_gradients_passes(student, rng):
    """However they are turned off."""
    loops.check_without_gradients(student(), rng)


def test_a_test_that_records_gradients_fails(student, rng, failure):
    """Its numbers are right, and its memory is not."""
    assert failure(loops.check_without_gradients, student(off="False"), rng) == (
        "Expected gradients to be off while the model computes, but autograd was recording."
    )


def test_a_test_that_never_calls_the_model_fails(student_of, rng, failure):
    """What was not called had no gradients either."""
    idle = student_of("def test_step(model, loader, loss_fn):\n    return 0.0, 0.0")
    assert failure(loops.check_without_gradients, idle, rng) == (
        "Expected the model to be called, but it was not."
    )


@pytest.mark.parametrize("by_name", [False, True])
def test_a_right_training_passes(student, rng, by_name):
    """All four curves, and what the model has learnt."""
    right = student()
    training = loops.train(right, rng, on(right, rng, batch_norm=True), 2, by_name=by_name, seed=1)
    training.check_state()
    training.check_curves(*loops.KEYS)


def test_a_training_without_zeroing_is_told_from_a_right_one(student, rng, failure):
    """Its first losses are right, the later ones and the parameters are not."""
    wrong = student(passed=", zero=False")
    training = loops.train(wrong, rng, on(wrong, rng), 2)
    assert failure(training.check_state).startswith("Expected the state dict['0.weight'] to be ")
    assert "results['train_loss'][0] to be" in failure(training.check_curves, "train_loss")


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        ("None", "Expected the results to be a dict, but got None"),
        ("{k: v for k, v in results.items() if k != 'test_acc'}", "have the key 'test_acc'"),
        ("{k: v[-1:] for k, v in results.items()}", "results['train_loss'] to have 2 items"),
        ("{k: v[-1] for k, v in results.items()}", "results['train_loss'] to be a list, but got"),
        (
            "{k: torch.tensor(v) for k, v in results.items()}",
            "results['train_loss'] to be a list, but got a tensor of shape (2,)",
        ),
        (
            "{k: [torch.tensor(n) for n in v] for k, v in results.items()}",
            "each entry of results['train_loss'] to be a float, but got a tensor",
        ),
    ],
)
def test_results_of_another_form_are_named(student, rng, failure, returned, said):
    """Four lists of floats, an entry an epoch."""
    wrong = student(returned=returned)
    training = loops.train(wrong, rng, on(wrong, rng), 2)
    assert said in failure(training.check_curves, "train_loss")


def test_curves_that_are_swapped_are_wrong(student, rng, failure):
    """Training's numbers are not the test's."""
    swapped = "dict(zip(results, [*list(results.values())[2:], *list(results.values())[:2]]))"
    wrong = student(returned=swapped)
    training = loops.train(wrong, rng, on(wrong, rng), 1)
    assert "results['test_loss'][0] to be" in failure(training.check_curves, "test_loss")
