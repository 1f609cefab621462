"""A package over there: imported by both of its names, anew for each check."""

import sys

import pytest

from autograder import wire
from autograder.student.runner import Runner

ENGINE = b"CALLS = []\n\n\ndef train_step():\n    CALLS.append(1)\n    return len(CALLS)\n"


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Load a package and send requests to its runner."""
    monkeypatch.chdir(tmp_path)
    runner = Runner(tmp_path)

    def exchange(operation, **arguments):
        frame = wire.encode({"id": 7, "op": operation, "with": arguments})
        return wire.decode(runner.exchange(frame), lambda ref: ref)

    def load(**modules):
        files = {f"going_modular/{name}.py": data for name, data in modules.items()}
        exchange("load", name="chapter", pieces=[], files=files, package="going_modular")
        return lambda *path: exchange(
            "call", target=wire.Ref("submission", path), args=[], kwargs={}, keep=False
        )

    load.ask = exchange
    yield load
    runner.close()


def test_modules_are_reached_by_name(ask):
    """Whether they import each other plainly, from the package, or relatively."""
    call = ask(
        engine=ENGINE,
        plain=b"import engine\ndef f(): return engine.train_step()\n",
        course=b"from going_modular import engine\ndef f(): return engine.train_step()\n",
        relative=b"from . import engine\ndef f(): return engine.train_step()\n",
    )
    assert [call(name, "f")["value"] for name in ("plain", "course", "relative")] == [1, 1, 2]


def test_each_check_begins_with_fresh_modules(ask):
    """What a module keeps does not reach the next check."""
    call = ask(engine=ENGINE)
    assert [call("engine", "train_step")["value"] for _ in range(2)] == [1, 2]
    ask.ask("begin", seed=0)
    assert call("engine", "train_step")["value"] == 1


def test_what_is_missing_is_named(ask):
    """A module that is not there, and a function that its module does not define."""
    call = ask(engine=ENGINE)
    replies = [call("utils", "save_model"), call("engine", "train")]
    told = [(r["error"]["types"][0], r["error"]["message"]) for r in replies]
    assert told == [("Missing", "utils"), ("Missing", "engine.train")]


def test_errors_name_the_module_and_the_line(ask):
    """At import and when called; one broken module leaves the others alone."""
    call = ask(
        engine=ENGINE,
        broken=b"x = 1\ndef f(:\n    pass\n",
        late=b"def f():\n    return 1 / 0\n",
        greedy=b"import sys\nsys.exit(3)\n",
    )
    replies = [call(name, "f")["error"] for name in ("broken", "late", "greedy")]
    assert [r["types"][0] for r in replies] == ["SyntaxError", "ZeroDivisionError", "SystemExit"]
    assert [r["where"] for r in replies] == ["broken.py:2", "late.py:2", "greedy.py:2"]
    assert call("engine", "train_step")["value"] == 1


def test_other_modules_come_back(tmp_path, monkeypatch):
    """A module of the same name that was there before is hidden while the package is loaded."""
    other = type(sys)("engine")
    monkeypatch.setitem(sys.modules, "engine", other)
    before = list(sys.path)
    monkeypatch.chdir(tmp_path)
    runner = Runner(tmp_path)
    files = {
        "going_modular/engine.py": ENGINE,
        "going_modular/f.py": b"import engine\nN = engine\n",
    }
    request = {"name": "c", "pieces": [], "files": files, "package": "going_modular"}
    runner.exchange(wire.encode({"id": 1, "op": "load", "with": request}))
    target = wire.Ref("submission", ("f", "N", "CALLS"))
    reply = runner.exchange(wire.encode({"id": 2, "op": "value", "with": {"target": target}}))
    assert wire.decode(reply, lambda ref: ref)["value"] == []
    runner.close()
    assert sys.modules["engine"] is other
    assert "going_modular.engine" not in sys.modules
    assert sys.path == before
