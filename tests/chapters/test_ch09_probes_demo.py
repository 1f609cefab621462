"""Web pages are visited without a server, and apps run with modules of their own."""

import importlib
import sys
import types
from pathlib import Path

import pytest
from PIL import Image

from autograder.chapters.ch09_model_deployment import probes_demo
from autograder.student import gradio_shim
from autograder.student.probes import programs, restore

APP = """
import sys
from pathlib import Path

import gradio as gr
from helper import NAMES

demo = gr.Interface(
    lambda img: ({NAMES[0]: 0.25 * img.width}, 1.5),
    gr.Image(type="pil"),
    [gr.Label(num_top_classes=3), gr.Number()],
    [[str(Path(__file__).parent / "examples" / "a.png")], ["examples/a.png"]],
)
if __name__ == "__main__":
    print(sys.argv[0])
    demo.launch()
"""


@pytest.fixture
def folder(tmp_path):
    """A demo folder, a picture of 4 x 3 and a working folder elsewhere."""
    (tmp_path / "demo" / "examples").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    (tmp_path / "demo" / "app.py").write_text(APP)
    (tmp_path / "demo" / "helper.py").write_text("NAMES = ['pizza']\n")
    Image.new("RGB", (4, 3)).save(tmp_path / "demo" / "examples" / "a.png")
    Image.new("RGB", (4, 3)).save(tmp_path / "visit.png")
    return tmp_path


def _run(folder, **options):
    places = str(folder / "demo"), str(folder / "here"), [str(folder / "visit.png")]
    return probes_demo.run_app(*places, **options)


@pytest.mark.parametrize(("kind", "type_"), [("pil", "Image"), ("numpy", "ndarray")])
def test_a_visitor_gets_what_the_page_shows(kind, type_):
    """The function gets the picture as the component hands it over."""
    got = []

    def note(x):
        got.append(type(x).__name__)

    page = gradio_shim.Interface(
        lambda x: (note(x), 1.0),
        gradio_shim.Image(type=kind),
        [gradio_shim.Label(), gradio_shim.Number()],
    )
    assert probes_demo.visit(page, Image.new("RGB", (2, 2))) == [None, 1.0]
    assert got == [type_]
    page.output_components.pop()
    assert len(probes_demo.visit(page, Image.new("RGB", (2, 2)))) == 1
    page.output_components *= 3
    with pytest.raises(ValueError, match="gave 2 values"):
        probes_demo.visit(page, Image.new("RGB", (2, 2)))


def test_interfaces_are_described():
    """Other objects by the name of their type."""
    page = gradio_shim.Interface(print, gradio_shim.Image(), gradio_shim.Label(), ["a", Path("b")])
    found = probes_demo.described(page)
    assert found["examples"] == ["a", "b"]
    assert (found["inputs"], found["gives"], found["top"]) == (["Image"], ["numpy"], [None])
    assert probes_demo.described(3) == {"interface": False, "type": "int"}


def test_launches_are_counted_from_the_rehearsal():
    """Of the stand-in's interfaces."""
    gradio_shim.Interface(print).launch()
    probes_demo.replace_gradio()
    assert probes_demo.launched() == 0
    gradio_shim.Interface(print).launch()
    assert probes_demo.launched() == 1


def test_the_real_gradio_starts_nothing(monkeypatch):
    """While a check lasts the stand-in is imported; who holds the real one cannot launch it."""

    class Blocks:
        def launch(self):
            raise AssertionError("a server was started")

    class Interface(Blocks):
        pass

    real = types.ModuleType("gradio")
    real.Blocks, real.Interface = Blocks, Interface
    monkeypatch.setitem(sys.modules, "gradio", real)
    probes_demo.replace_gradio()
    assert importlib.import_module("gradio").Interface is gradio_shim.Interface
    Interface().launch()
    assert probes_demo.launched() == 1
    restore()
    assert sys.modules["gradio"] is real
    with pytest.raises(AssertionError, match="a server"):
        Interface().launch()


def test_an_app_is_run_as_a_program(folder):
    """From another folder, with its own modules; the page answers a visitor."""
    sentinel = types.ModuleType("helper")
    sys.modules["helper"] = sentinel
    try:
        report = _run(folder)
        assert sys.modules["helper"] is sentinel
    finally:
        del sys.modules["helper"]
    assert (report["error"], report["launched"]) == ("", 1)
    assert report["answers"] == [[{"pizza": 1.0}, 1.5]]
    assert report["examples"] == [True, False]
    assert report["demo"]["outputs"] == ["Label", "Number"]


def test_an_app_is_imported(folder):
    """Nothing is launched, and the page is there."""
    report = _run(folder, main=False)
    assert (report["error"], report["launched"]) == ("", 0)
    assert report["answers"] == [[{"pizza": 1.0}, 1.5]]


def test_errors_of_an_app_are_told(folder):
    """When it starts, and when a visitor comes."""
    text = APP.replace("0.25 * img.width", "img.nonsense")
    (folder / "demo" / "app.py").write_text(text)
    assert "AttributeError" in _run(folder)["answers"][0]
    (folder / "demo" / "app.py").write_text("import nothing_of_this_name\n")
    report = _run(folder)
    assert report["error"].startswith("ModuleNotFoundError")
    assert report["demo"] is None
    (folder / "demo" / "app.py").write_text("raise SystemExit(3)\n")
    assert _run(folder)["error"] == "SystemExit: 3"


def test_tensors_cannot_be_shown(folder):
    """Numbers of NumPy's can."""
    program = folder / "demo" / "app.py"
    program.write_text(APP.replace("0.25 * img.width", "__import__('numpy').float32(0.5)"))
    assert _run(folder)["answers"] == [[{"pizza": 0.5}, 1.5]]
    program.write_text(APP.replace("0.25 * img.width", "__import__('torch').tensor(0.5)"))
    assert "Tensor is not JSON serializable" in _run(folder)["answers"][0]


@pytest.mark.skipif(not programs.FORKS, reason="programs run in the process itself there")
def test_an_app_that_waits_is_ended(folder):
    """After its time."""
    (folder / "demo" / "app.py").write_text("import time\nwhile True: time.sleep(0.1)\n")
    with pytest.raises(TimeoutError, match=r"app\.py did not end within 1 seconds"):
        _run(folder, seconds=1.0)


def test_an_app_runs_where_a_fork_is_not_safe(folder, monkeypatch):
    """In the process itself, which is the same afterwards."""
    monkeypatch.setattr(programs, "FORKS", False)
    before = Path.cwd(), sys.argv, list(sys.path), sys.modules.get("gradio")
    report = _run(folder)
    assert (report["launched"], report["answers"]) == (1, [[{"pizza": 1.0}, 1.5]])
    assert (Path.cwd(), sys.argv, sys.path, sys.modules.get("gradio")) == before
    assert "helper" not in sys.modules
