"""Modes, gradients, steps and devices come where they are missing, and go."""

from autograder.repair import training

STEP = """\
def step(model, X, y, loss_fn, optimizer, device):
    loss = loss_fn(model(X), y)
    loss.backward(); optimizer.step()
    return loss
"""


def test_gradients_are_set_to_zero_before_they_are_computed(made):
    """On the same line, so that it holds in a loop written in one."""
    wanted = STEP.replace("loss.backward()", "optimizer.zero_grad(); loss.backward()")

    assert wanted in made(training.zero_grad, STEP)
    assert wanted.replace("optimizer.zero_grad()", "pass") in made(training.zero_grad, wanted)


def test_a_mode_is_set_switched_and_left_out(made):
    """At the beginning of a function, and where it stands."""
    begun = STEP.replace("    loss = ", "    model.train(); loss = ")

    assert begun in made(training.mode, STEP)
    assert begun.replace("train()", "eval()") in made(training.mode, begun)
    assert begun.replace("model.train()", "pass") in made(training.mode, begun)


def test_a_mode_is_as_it_was_afterwards(made):
    """Set at the beginning, put back before each return."""
    (one,) = [text for text in made(training.kept_mode, STEP) if "model.eval()" in text]

    assert "was = model.training; model.eval(); loss" in one
    assert "model.train(was); return loss" in one


def test_gradients_are_switched_off_for_a_function_or_statement_and_on(made):
    """A block without gradients becomes a plain one."""
    off = made(training.gradients, STEP)
    block = "def f(model, x):\n    with torch.no_grad():\n        return model(x)\n"

    assert f"@torch.no_grad()\n{STEP}" in off
    assert STEP.replace("    loss = ", "    with torch.no_grad(): loss = ") in off
    assert block.replace("with torch.no_grad()", "if True") in made(training.gradients, block)
    assert block.replace("no_grad", "inference_mode") in made(training.gradients, block)


def test_a_batch_is_sent_to_the_device_and_a_call_of_to_left_out(made):
    """Where the function knows of a device."""
    loop = "def f(model, loader, device):\n    for X, y in loader:\n        model(X.to(device))\n"
    texts = made(training.device, loop)

    assert any("X, y = X.to(device), y.to(device); model(" in text for text in texts)
    assert loop.replace("X.to(device)", "X") in texts
