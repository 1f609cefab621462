"""The stand-in for Gradio keeps what an interface was given, and starts nothing."""

import subprocess
import sys
from importlib.metadata import distributions

import pytest

from autograder.remote.channels import ProcessChannel
from autograder.remote.client import Student
from autograder.remote.session import Session
from autograder.sandbox import Policy
from autograder.student import gradio_shim
from autograder.submission import from_text

THERE = any(package.name == "gradio" for package in distributions())
PROGRAM = """
import importlib.util, sys
there = importlib.util.find_spec("gradio") is not None
from autograder.student import gradio_shim
gradio_shim.{call}()
import gradio as gr
from gradio.components import Label
gr.Interface(lambda x: x, "image", "label")
print(there, gr.Interface is gradio_shim.Interface)
"""
CODE = """
import gradio as gr

def build():
    page = gr.Interface(print, gr.Image(type="pil"), [gr.Label(), "number"], theme=gr.themes.Soft())
    page.queue().launch(share=True)
    return [type(part).__name__ for part in page.output_components]
"""


def _said(call):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(call=call)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split()[-2:]


@pytest.mark.exhaustive
def test_the_real_one_is_left_alone():
    """Where it is there, `ensure` changes nothing; where it is not, `place` and it do the same."""
    there, ours = _said("ensure")
    assert there != ours


@pytest.mark.skipif(not THERE, reason="gradio is not installed")
def test_a_student_process_has_the_stand_in():
    """`place` puts it before the real one."""
    assert _said("place") == ["True", "True"]


def test_code_in_the_sandbox_can_import_it(template):
    """At the top of a file, themes and other parts included; no server is started."""
    session = Session(
        from_text(CODE, "ch09_model_deployment", "mine.py"),
        lambda: ProcessChannel(template.spawn(Policy.strangers(require=()))),
    )
    session.begin(0)
    try:
        assert Student(session).build() == ["Label", "Number"]
    finally:
        session.close()


def test_an_interface_keeps_its_parts():
    """Under the names that the real one has, texts turned into components."""
    gradio = gradio_shim.modules()["gradio"]
    picture = gradio.Image(type="pil", label="Dish")
    page = gradio.Interface(
        print, picture, [gradio.Label(num_top_classes=3), gradio.Number], [["a.png"]], title="Food"
    )
    assert (page.fn, page.input_components, page.title) == (print, [picture], "Food")
    assert [type(part).__name__ for part in page.output_components] == ["Label", "Number"]
    assert page.output_components[0].num_top_classes == 3
    assert page.examples == [["a.png"]]
    assert (picture.type, gradio.Image().type) == ("pil", "numpy")


def test_texts_stand_for_components(monkeypatch):
    """As in Gradio."""
    for name, module in gradio_shim.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    page = gradio_shim.Interface(print, "image", ["label", "number", "markdown"])
    assert page.input_components[0].type == "numpy"
    assert [type(part).__name__ for part in page.output_components] == [
        "Label",
        "Number",
        "Markdown",
    ]


def test_launching_is_noted(monkeypatch):
    """It returns at once."""
    monkeypatch.setattr(gradio_shim, "LAUNCHED", [])
    page = gradio_shim.Interface(print)
    page.launch(share=True)
    assert [page] == gradio_shim.LAUNCHED


def test_what_gradio_refuses_is_refused():
    """A picture of an unknown type, a function that is none, a name that is no component."""
    gradio = gradio_shim.modules()["gradio"]
    with pytest.raises(ValueError, match="type to be"):
        gradio.Image(type="pillow")
    with pytest.raises(TypeError, match="fn to be a function"):
        gradio.Interface(("not", "callable"))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        gradio.nonsense  # noqa: B018
