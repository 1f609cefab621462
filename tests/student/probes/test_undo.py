"""What a check changes is put back in the opposite order."""

import sys
import types

from autograder.student import probes


def test_replaced_attributes_come_back():
    """Also one that was replaced twice."""
    owner = types.SimpleNamespace(name="own")
    probes.replace(owner, "name", "first")
    probes.replace(owner, "name", "second")
    assert owner.name == "second"

    probes.restore()

    assert owner.name == "own"


def test_globals_of_a_module_are_put_back(monkeypatch):
    """New ones are removed, old ones have their value again."""
    module = types.ModuleType("chapter")
    module.class_names = ["mine"]
    monkeypatch.setitem(sys.modules, "chapter", module)
    probes.set_globals("chapter", {"class_names": ["theirs"], "device": "cpu"})
    assert (module.class_names, module.device) == (["theirs"], "cpu")

    probes.restore()

    assert module.class_names == ["mine"]
    assert not hasattr(module, "device")


def test_globals_of_an_absent_module_are_nobodys():
    """A chapter whose functions take all as arguments."""
    probes.set_globals("no_such_module", {"device": "cpu"})
    probes.restore()

    assert "no_such_module" not in sys.modules
