"""A prediction of one picture: what is returned, what is drawn, and what the title says."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
import torch

from autograder.checks import files, predictions

mpl.use("Agg")

CODE = """
import matplotlib.pyplot as plt
import torch

def predict(model, image, names):
    model.eval()
    with torch.inference_mode():
        probs = model(image.unsqueeze(0)).softmax(dim=1)[0]
    best = int(probs.argmax())
    return {"label": names[best], "prob": probs[best].item(), "probs": probs.tolist()}

def predict_in_training_mode(model, image, names):
    with torch.inference_mode():
        probs = model.train()(image.repeat(2, 1, 1, 1)).softmax(dim=1)[0]
    best = int(probs.argmax())
    return {"label": names[best], "prob": probs[best].item(), "probs": probs.tolist()}

def draw(image, title):
    plt.close("all")
    plt.imshow(image)
    plt.title(title)

def draw_nothing():
    plt.close("all")
    plt.plot([1, 2])
"""


@pytest.fixture
def student(student_of):
    """One who predicts and draws."""
    return student_of(CODE)


@pytest.fixture
def asked(student, rng):
    """A picture and a model with Dropout and BatchNorm."""
    image = torch.from_numpy(files.noise(rng, 6, 8)).permute(2, 0, 1) / 255
    return predictions.prediction(student, rng, "photo.png", image, modes=True)


@pytest.fixture
def right(student, asked):
    """What a right prediction returns."""
    return student.predict(asked.there, asked.pixels, asked.names)


def test_a_right_prediction_passes(asked, right):
    """In evaluation mode, whatever mode the model comes in."""
    asked.check_form(right)
    asked.check(right)
    assert right["label"] == asked.names[asked.best]


def test_a_prediction_in_training_mode_has_other_probabilities(student, asked, failure):
    """Dropout and the batch's own statistics show."""
    found = student.predict_in_training_mode(asked.there, asked.pixels, asked.names)
    asked.check_form(found)
    assert failure(asked.check, found).startswith('Expected ["probs"] to be [')


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": 1}, 'Expected ["label"] to be a str, but got 1.'),
        ({"prob": torch.tensor(0.5)}, 'Expected ["prob"] to be a float, but got a tensor'),
        ({"probs": torch.ones(3)}, 'Expected ["probs"] to be a list, but got a tensor'),
        ({"probs": [1.0]}, "items, but got 1."),
    ],
)
def test_another_form_is_named(asked, right, failure, change, said):
    """A name, a number, a list of numbers: plain Python, as JSON wants it."""
    assert said in failure(asked.check_form, {**right, **change})


def test_a_wrong_entry_is_named(asked, right, failure):
    """Logits, another class, and another class's probability."""
    other = asked.names[asked.best - 1]
    logits = asked.wanted.log().tolist()
    assert failure(asked.check, {**right, "probs": logits}).startswith('Expected ["probs"] to be')
    assert failure(asked.check, {**right, "label": other}) == (
        f'Expected ["label"] to be {asked.names[asked.best]!r}, but got {other!r}.'
    )
    least = min(right["probs"])
    assert failure(asked.check, {**right, "prob": least}).startswith('Expected ["prob"] to be')
    del right["prob"]
    assert "to have the key 'prob'" in failure(asked.check_form, right)


@pytest.mark.parametrize("scale", [1, 255])
@pytest.mark.parametrize("form", ["{} | {:.3f}", "Pred: {} ({:.2f})", "{}: {:.1%}"])
def test_a_right_figure_passes(student, asked, right, scale, form):
    """Colours last; the probability rounded, as a number or in percent."""
    image = (asked.pixels.permute(1, 2, 0) * scale).to(torch.uint8 if scale == 255 else None)
    student.draw(image, form.format(right["label"], right["prob"]))
    asked.check_drawn(student)


def test_a_wrong_figure_says_what_is_wrong(student, asked, right, failure):
    """No picture, upside down, another class, no probability."""
    image, name = asked.pixels.permute(1, 2, 0), right["label"]
    title = f"{name} {right['prob']:.3f}"
    student.draw_nothing()
    assert failure(asked.check_drawn, student) == (
        "Expected a picture on pyplot's current figure, but got none."
    )
    student.draw(image.flip(0), title)
    assert failure(asked.check_drawn, student).startswith("Expected the drawn picture to be ")
    asked.check_drawn(student, resized=True)
    student.draw(image.mean(dim=2), title)
    assert failure(asked.check_drawn, student).startswith(
        "Expected a picture (height, width, 3) to be drawn, but got a numpy array of shape (6, 8)"
    )
    student.draw(image, title.replace(name, f"no{name}"))
    assert failure(asked.check_drawn, student).startswith(
        f"Expected the title to name the class {name!r}, but got 'no{name}"
    )
    student.draw(image, f"{name} {min(right['probs']):.3f}")
    assert "to say the probability" in failure(asked.check_drawn, student)
    student.draw(image, name)
    assert "to say the probability" in failure(asked.check_drawn, student)


def test_a_title_may_call_the_class_by_its_number(student, asked):
    """Where there are no names."""
    top = asked.wanted.max().item()
    asked.check_title(f"class {asked.best}: {top:.2f}", str(asked.best))


def test_a_class_that_is_said_by_luck_is_never_the_right_one(student_of):
    """Neither the first, the last nor that of sorted names; one decimal does not say how sure."""
    for seed in range(12):
        rng = np.random.default_rng(seed)

        made = predictions.prediction(student_of(), rng, "photo.png", torch.rand(3, 4, 4))

        assert 0 < made.best < len(made.names) - 1
        assert sorted(made.names)[made.best] != made.names[made.best]
        top = made.wanted.max().item()
        assert abs(top - round(top, 1)) > 0.01
