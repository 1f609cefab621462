"""Choosing layers, and the same confinement for an ordinary user as for root."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ordinary import become_ordinary, closed

from autograder.errors import KitError
from autograder.sandbox import LAYERS, Policy, paths
from autograder.sandbox.enter import choose

_STRANGER = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from autograder.remote.launch import Policy, Template

def ask(process, program):
    os.write(process.write_fd, json.dumps(program).encode() + b"\\n")
    return json.loads(os.read(process.read_fd, 65536)).get("answer")

found = {}
status = "s = open('/proc/self/status').read(); "
alone = ("identity", "landlock", "seccomp", "limits")
policies = {"all": Policy.strangers(), "alone": Policy.strangers(layers=alone)}
with Template.start(preload=["serving"], paths=[sys.argv[1] + "/tests/sandbox"]) as template:
    for name, policy in policies.items():
        with template.spawn(policy, target="serving:serve") as process:
            found[name] = {
                "layers": process.layers,
                "kit": ask(process, f"open({sys.argv[1]!r} + '/pyproject.toml')"),
                "host": ask(process, "open('/etc/hostname')"),
                "exec": ask(process, "import os; os.execv('/bin/true', ['true'])"),
                "socket": ask(process, "import socket; socket.socket()"),
                "kill": ask(process, f"import os; os.kill({os.getpid()}, 0)"),
                "torch": ask(process, "import torch; answer = torch.ones(2).sum().item()"),
                "capabilities": ask(process, status + "answer = s.split('CapEff:')[1].split()[0]"),
            }
print(json.dumps(found))
"""


def test_layers_are_chosen_in_order() -> None:
    """Those asked for and there, and no own view of the files without namespaces."""
    assert choose(Policy(), LAYERS[::-1]) == LAYERS
    assert choose(Policy(), ("files", "limits")) == ("limits",)
    assert choose(Policy.self_check(), LAYERS) == ("limits",)


def test_a_missing_layer_is_refused_by_name() -> None:
    """A required layer that is missing is an error; of two that do the same, one is enough."""
    with pytest.raises(KitError, match="layer seccomp to be in force, but this machine gives"):
        choose(Policy.strangers(), ("landlock", "identity", "limits"))
    with pytest.raises(KitError, match="files or landlock"):
        choose(Policy.strangers(), ("seccomp", "identity", "limits"))

    assert "landlock" in choose(Policy.strangers(), ("landlock", "identity", "seccomp", "limits"))


_INSTALLED = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from autograder.remote.launch import Policy, Template

def ask(process, program):
    os.write(process.write_fd, json.dumps(program).encode() + b"\\n")
    return json.loads(os.read(process.read_fd, 65536)).get("answer")

found = {}
policies = {"all": Policy(), "alone": Policy(layers=("landlock", "seccomp", "limits"))}
with Template.start(preload=["serving"], paths=[sys.argv[2], sys.argv[1]]) as template:
    for name, policy in policies.items():
        with template.spawn(policy, target="serving:serve") as process:
            kit = sys.argv[1] + "/autograder"
            found[name] = {
                "list": ask(process, f"import os; answer = os.listdir({kit!r})"),
                "file": ask(process, f"open({kit!r} + '/chapters/canary.py')"),
                "neighbour": ask(process, "import neighbour; answer = neighbour.VALUE"),
            }
print(json.dumps(found))
"""


@pytest.mark.needs("namespaces", "files", "landlock", "seccomp")
def test_an_installed_kit_is_hidden_among_its_neighbours(tmp_path: Path) -> None:
    """In site-packages, the packages beside it stay readable."""
    site = tmp_path / "site-packages"
    package = Path(paths.__file__).parents[1]
    shutil.copytree(package, site / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "autograder" / "chapters" / "canary.py").write_text("secret")
    (site / "neighbour.py").write_text("VALUE = 1")
    command = [sys.executable, "-c", _INSTALLED, str(site), str(Path(__file__).parent)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert ran.stderr == ""
    found = json.loads(ran.stdout)
    assert found["all"] == {"list": [], "file": "FileNotFoundError", "neighbour": 1}
    refused = "PermissionError"
    assert found["alone"] == {"list": refused, "file": refused, "neighbour": 1}


def _refuse_namespaces() -> None:
    """Do as many containers do."""
    import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "unshare")
    rules.load()


@pytest.mark.needs("namespaces", "files", "landlock", "seccomp")
@pytest.mark.parametrize("container", [False, True], ids=["user namespaces", "container"])
def test_an_ordinary_user_gets_the_same_layers(container: bool) -> None:
    """With user namespaces, and without them by Landlock and seccomp."""
    repository = os.fspath(Path(__file__).parents[2])
    places = [Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), Path(repository)]
    if any(closed(place) == place for place in places):
        pytest.skip("the folder of Python or of the kit is itself closed to others")

    def become() -> None:
        if os.geteuid() == 0:
            become_ordinary(places)
        if container:
            _refuse_namespaces()

    ran = subprocess.run(
        [sys.executable, "-c", _STRANGER, repository],
        capture_output=True,
        text=True,
        timeout=120,
        cwd="/",
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
        preexec_fn=become,
        check=False,
    )

    assert ran.stderr == ""
    found = json.loads(ran.stdout)
    fewer = ["identity", "landlock", "seccomp", "limits"]
    assert found["all"]["layers"] == (fewer if container else list(LAYERS))
    assert found["alone"]["layers"] == fewer
    refused = ("PermissionError", "FileNotFoundError", "ProcessLookupError")
    for answers in found.values():
        for attempt in ("kit", "host", "exec", "socket", "kill"):
            assert answers[attempt] in refused, (attempt, answers)
        assert answers["torch"] == 2.0
        assert int(answers["capabilities"], 16) == 0
