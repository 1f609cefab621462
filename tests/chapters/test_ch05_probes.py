"""Programs of a package are played for real, each with modules and a folder of its own."""

import sys

import pytest
import torch

from autograder.chapters.ch05_going_modular import probes as probes
from autograder.student.package import Package
from autograder.student.probes import programs
from autograder.student.runner import Missing

PROGRAMS = {
    "hello": "import sys\nprint(__name__, sys.argv[1:])\n",
    "writes": "from pathlib import Path\nPath('left.txt').write_text('x')\n",
    "stub": "raise NotImplementedError('train.main')\n",
    "breaks": "import helper\nhelper.f()\n",
    "helper": "def f():\n    raise ValueError('no such picture')\n",
    "polite": "import sys\nsys.exit('cannot read lunch.jpg')\n",
    "endless": "while True:\n    pass\n",
    "flags": (
        "import argparse\n"
        "parser = argparse.ArgumentParser()\n"
        "parser.add_argument('--rate', type=float, default=0.5)\n"
        "args = parser.parse_args()\n"
        "print('trained at', args.rate)\n"
    ),
    "parser": (
        "import argparse\n"
        "def build_parser():\n"
        "    parser = argparse.ArgumentParser()\n"
        "    parser.add_argument('--units', type=int, default=3)\n"
        "    return parser\n"
    ),
    "returns": (
        "import sys\n"
        "def main(argv):\n"
        "    print(argv, sys.argv[1:])\n"
        "    return {'loss': [0.5]} if argv else 'no numbers'\n"
    ),
    "trains": (
        "import torch\n"
        "class TinyVGG(torch.nn.Linear):\n"
        "    pass\n"
        "model = TinyVGG(1, 1)\n"
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.25)\n"
        "for _ in range(3):\n"
        "    model(torch.ones(1, 1)).sum().backward()\n"
        "    optimizer.step()\n"
        "with torch.no_grad():\n"
        "    model.eval()(torch.ones(1, 1))\n"
    ),
}


@pytest.fixture(params=[True, False], ids=["fork", "here"])
def package(request, tmp_path, monkeypatch):
    """A package that can be imported, run in a fork and in this process."""
    if request.param and not programs.FORKS:
        pytest.skip("a fork is not safe here")
    monkeypatch.setattr(programs, "FORKS", request.param)
    folder = tmp_path / "code" / probes.NAME
    folder.mkdir(parents=True)
    for name, text in PROGRAMS.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path / "code"))
    loaded = Package(folder)
    loaded.enter()
    (tmp_path / "work").mkdir()
    yield str(tmp_path / "work")
    loaded.leave()


def test_a_program_runs_as_main_with_its_arguments(package):
    """In the folder it is told, with what it prints; the process that asked stays as it was."""
    before, argv = set(sys.modules), list(sys.argv)
    report = probes.run_program("hello", ["--one", "2"], package)
    assert (report["code"], report["out"]) == (0, "__main__ ['--one', '2']\n")
    probes.run_program("writes", [], package)
    assert (probes.Path(package) / "left.txt").read_text() == "x"
    assert sys.argv == argv
    assert not [name for name in set(sys.modules) - before if "hello" in name]


def test_how_a_program_failed(package, capsys):
    """An exception is told without the kit's own frames; a text for sys.exit is told as it is."""
    report = probes.run_program("breaks", [], package)
    assert (report["code"], report["error"]) == (1, "ValueError: no such picture")
    shown = capsys.readouterr().out
    assert "helper.py" in shown
    assert "ch05_probes.py" not in shown
    report = probes.run_program("polite", [], package)
    assert (report["code"], report["error"]) == (1, "cannot read lunch.jpg")


def test_a_stub_and_a_missing_module_are_told_apart(package):
    """Both mean that the task was not begun."""
    with pytest.raises(NotImplementedError, match=r"^train\.main$"):
        probes.run_program("stub", [], package)
    with pytest.raises(Missing, match="nothing"):
        probes.run_program("nothing", [], package)


@pytest.mark.skipif(not programs.FORKS, reason="needs a fork that an alarm can end")
def test_an_endless_program_is_ended(tmp_path, monkeypatch):
    """After its seconds."""
    folder = tmp_path / probes.NAME
    folder.mkdir()
    (folder / "endless.py").write_text(PROGRAMS["endless"])
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(TimeoutError, match=r"endless\.py did not end within 1 seconds"):
        probes.run_program("endless", [], str(tmp_path), 1.0)


def test_arguments_of_any_program(package):
    """By its build_parser, or by the first that it parses when it runs; training is not begun."""
    assert probes.parse("parser", ["--units", "7"])["values"] == {"units": 7}
    report = probes.parse("flags", ["--rate", "0.125"])
    assert (report["values"], report["out"]) == ({"rate": 0.125}, "")
    assert probes.parse("flags", ["--speed", "1"])["code"] == 2
    assert "--rate" in probes.parse("flags", ["--help"])["out"]
    assert probes.parse("hello", [])["values"] is None


def test_importing_alone(package):
    """What a module prints and writes when it is imported."""
    assert probes.import_alone("helper")["out"] == ""
    assert probes.import_alone("hello")["out"].startswith("going_modular.hello")
    assert probes.import_alone("writes")["files"] == ["left.txt"]


def test_main_is_called_with_a_list(package):
    """Its result is handed on where it is lists of numbers."""
    report = probes.call_main("returns", ["--rate"])
    assert report["result"] == {"loss": [0.5]}
    assert report["out"] == "['--rate'] ['--these', 'are', 'not', 'yours']\n"
    assert "result" not in probes.call_main("returns", [])


def test_steps_and_modes_are_noted(package):
    """How often an optimiser stepped, how fast, and in which mode TinyVGG was called."""
    report = probes.run_program("trains", [], package)
    assert (report["steps"], report["rates"]) == (3, [0.25] * 3)
    assert report["optimizers"] == ["SGD"] * 3
    assert report["modes"] == [[True, True]] * 3 + [[False, False]]
    assert report["answers"][0][0][0] > report["answers"][-1][0][0]
    assert set(report["devices"]) == {"cpu"}


def test_the_edges_of_pictures_are_compared_with_their_middle():
    """Each of the four on its own, whatever the pictures were normalised with."""
    pictures = torch.zeros(2, 3, 8, 8)
    pictures[..., 0] = pictures[..., -1, 1:] = 0.5
    assert probes._edges(4 * pictures - 1) == pytest.approx([1, 1 / 8, 1 / 8, 1])
    assert probes._edges(torch.ones(1, 3, 8, 8)) == [0, 0, 0, 0]


def test_the_devices_of_a_model():
    """Each once."""
    model = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Linear(1, 1, device="meta"))
    assert probes.devices(model) == ["cpu", "meta"]


def test_an_opener_notes_and_breaks():
    """All of the data at once or piece by piece; a broken line raises in the middle."""
    opener = probes.Opener(b"0123456789")
    stream = opener("https://x.test")
    assert opener.left_open() == 1
    with stream:
        assert (stream.read(3), stream.read(), stream.read()) == (b"012", b"3456789", b"")
    assert (opener.sources, opener.left_open()) == (["https://x.test"], 0)
    broken = probes.Opener(b"0123456789", breaks=True)("x")
    assert (broken.read(3), broken.read(9)) == (b"012", b"34")
    with pytest.raises(OSError, match="hung up"):
        broken.read(1)
    with pytest.raises(OSError, match="hung up"):
        probes.Opener(b"01", breaks=True)("x").read()
