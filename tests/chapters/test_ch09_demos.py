"""Demo folders: the solution's app runs as a program, on the stand-in and on the real Gradio."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from importlib.metadata import distributions

import numpy as np
import pytest

from autograder.chapters.ch09_model_deployment.helpers import (
    apps,
    demo_folders,
    model_stats,
    requirements,
    uploads,
)
from autograder.checks import files
from autograder.course import chapters, compose
from autograder.remote.channels import LocalChannel
from autograder.remote.client import Student
from autograder.remote.faults import Failed
from autograder.remote.session import Session
from autograder.submission import from_text

GOOD = "torch==2.6.0\ntorchvision >= 0.21  # pictures\n\n# the page\ngradio~=5.9\nPillow\n"
# The stand-in is a module, but no package.
THERE = any(package.name == "gradio" for package in distributions())
REAL = pytest.mark.skipif(not THERE, reason="gradio is not installed")
STAND_IN = """
import runpy, sys
from autograder.student import gradio_shim, torchvision_shim
torchvision_shim.ensure()
gradio_shim.place()
sys.path.insert(0, sys.argv[1])
runpy.run_path(sys.argv[1] + "/app.py", run_name="__main__")
print(len(gradio_shim.LAUNCHED))
"""
REALLY = """
import runpy, sys
from autograder.student import torchvision_shim
torchvision_shim.ensure()
sys.path.insert(0, sys.argv[1])
runpy.run_path(sys.argv[1] + "/app.py", run_name="__main__")
"""
DESCRIBE = """
import json, sys
from autograder.student import torchvision_shim
torchvision_shim.ensure()
from autograder.chapters.ch09_model_deployment import probes, probes_demo
from PIL import Image
names = {}
exec(sys.stdin.read(), names)
predictor = probes.Predictor(["pizza", "steak"], [[0.25, 0.75]])
demo = names["build_demo"](predictor, [sys.argv[1]], title="Food")
shown = probes_demo.visit(demo, Image.open(sys.argv[1]))
print(json.dumps([probes_demo.described(demo), shown, demo.is_running]))
"""


@pytest.fixture
def solution():
    """The text of the solved chapter."""
    return compose.solved_module(chapters.load(chapters.find("ch09_model_deployment")))


@pytest.fixture
def demo(solution, tmp_path):
    """The parts of a demo, and the folder that the solution makes of them."""
    session = Session(from_text(solution, "ch09_model_deployment", "mine.py"), LocalChannel)
    session.begin(0)
    of = demo_folders.given(np.random.default_rng(1), gpu=True)
    try:
        found = demo_folders.make(Student(session), of)
    finally:
        session.close()
    for name, data in found.items():
        path = tmp_path / "space" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return of, found, tmp_path / "space"


def test_the_solution_makes_all_parts(demo):
    """True copies, and requirements that can be installed."""
    of, found, _ = demo
    demo_folders.check_files(of, found)
    requirements.check_requirements(found["requirements.txt"].decode())


def test_parts_that_lack_are_named(demo):
    """One missing file, a changed copy, names in another order."""
    of, found, _ = demo
    for name, data in (
        ("class_names.txt", "\n".join(sorted(of.names)).encode()),
        (f"examples/{next(iter(of.examples))}", b"other"),
        ("second.pth", b""),
    ):
        with pytest.raises(Failed):
            demo_folders.check_files(of, {**found, name: data})
    with pytest.raises(Failed, match=r"app\.py"):
        demo_folders.check_files(of, {k: v for k, v in found.items() if k != "app.py"})


def test_the_app_is_a_program(demo, tmp_path):
    """A real interpreter runs it from another folder; the page is the stand-in's."""
    _, _, folder = demo
    (tmp_path / "elsewhere").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", STAND_IN, str(folder)],
        cwd=tmp_path / "elsewhere",
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout) == (0, "1\n"), run.stderr


@pytest.mark.exhaustive
@REAL
def test_the_app_serves_a_page(demo, tmp_path):
    """With the real Gradio, until it is told to stop."""
    _, _, folder = demo
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", REALLY, str(folder)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        lines = iter(process.stdout.readline, "")
        address = next(m[0] for line in lines if (m := re.search(r"http://[\d.]+:\d+", line)))
        with urllib.request.urlopen(f"{address}/config") as answer:
            config = json.load(answer)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    kinds = [part["type"] for part in config["components"]]
    assert {"image", "label", "number"} <= set(kinds)


@pytest.mark.exhaustive
@REAL
def test_real_interfaces_are_described_alike(solution, tmp_path):
    """The solution's page has the same parts, and a visitor sees the same."""
    picture = tmp_path / "a.png"
    picture.write_bytes(files.encoded(files.noise(np.random.default_rng(0), 4, 5)))
    run = subprocess.run(
        [sys.executable, "-c", DESCRIBE, str(picture)],
        input=solution,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    found, shown, running = json.loads(run.stdout.splitlines()[-1])
    apps.check_interface(found)
    assert (found["gives"], found["title"]) == (["pil"], "Food")
    assert found["examples"] == [str(picture)]
    assert shown == [{"pizza": 0.25, "steak": 0.75}, 0.25]
    assert not running


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("torch==2.6.0", "", "a line for torch,"),
        ("torch==2.6.0", "torch", "with a version"),
        ("torch==2.6.0", "torch<3", "with a version"),
        ("torch==2.6.0", "torch==1.12.0", "at least 2"),
        ("torch==2.6.0", "torch==2.13.0+cpu", "that PyPI has"),
        ("gradio~=5.9", "gradio==3.1.4", "at least 4"),
        ("gradio~=5.9", "gradio is nice", "to be a requirement"),
    ],
)
def test_requirements_that_do_not_hold(old, new, said):
    """Each is told by its name."""
    requirements.check_requirements(GOOD)
    with pytest.raises(Failed, match=said):
        requirements.check_requirements(GOOD.replace(old, new))


def test_given_parts_fit_together():
    """Names that sorting would change, weights that fit, probabilities of all classes."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        of = demo_folders.given(rng)
        assert of.names != sorted(of.names)
        probs = of.probabilities(files.noise(rng, 7, 9))
        assert list(probs) == of.names
        assert sum(probs.values()) == pytest.approx(1)


def test_models_to_choose_from_differ():
    """No two have the same time or accuracy, so that there is one right choice."""
    for seed in range(50):
        rows = model_stats.rows(np.random.default_rng(seed), 6)
        for key in ("test_acc", "time_per_pred_cpu"):
            assert len({row[key] for row in rows}) == 6


def test_turned_pictures_are_what_pillow_turns():
    """The note is in the file."""
    pixels = files.noise(np.random.default_rng(0), 3, 5)
    from io import BytesIO

    from PIL import Image, ImageOps

    image = Image.open(BytesIO(uploads.turned(pixels, 6)))
    assert np.array_equal(np.array(ImageOps.exif_transpose(image)), np.rot90(pixels, -1))
