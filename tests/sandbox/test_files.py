"""The student's own view of the files."""

import os
import sys
from pathlib import Path

import pytest

from autograder.sandbox import Limits, Policy, paths

pytestmark = pytest.mark.needs("namespaces", "files")


@pytest.mark.parametrize("path", [paths.hidden_root(), str(Path(__file__).parent), "/root/.ssh"])
def test_the_kit_and_homes_are_not_there(ask, path: str) -> None:
    """Graders, solutions, other submissions: nothing of them can be named."""
    seen = ask(f"import os; answer = os.listdir({path!r})")
    prefix = Path(sys.prefix)  # an environment may lie within the clone: the way to it is there
    ways = {prefix.relative_to(path).parts[0]} if prefix.is_relative_to(path) else set()

    assert seen == "FileNotFoundError" or set(seen) <= ways


def test_an_installed_kit_is_covered(ask) -> None:
    """No file of the package can be read, wherever it is installed."""
    assert ask(f"open({paths.__file__!r})") == "FileNotFoundError"


def test_only_the_scratch_folder_can_be_written(ask) -> None:
    """It is the working folder, the home and the place of temporary files."""
    program = """
import os, tempfile
open("here", "w").write("x")
tempfile.mkstemp()
answer = []
for place in ["/", "/etc", "/usr/lib", os.path.dirname(os.__file__), "/proc"]:
    try:
        open(place + "/new", "w")
        answer.append(place)
    except OSError:
        pass
answer += [os.getcwd(), os.environ["HOME"], tempfile.gettempdir()]
"""

    assert ask(program) == ["/scratch"] * 3


def test_the_scratch_folder_is_bounded(ask) -> None:
    """A full one is the student's own error and takes nothing from the machine."""
    program = """
try:
    for n in range(20):
        open(f"file{n}", "wb").write(bytes(1 << 20))
    answer = "written"
except OSError as error:
    answer = error.strerror
"""

    policy = Policy.strangers(limits=Limits(scratch=4 << 20))
    assert ask(program, policy) == "No space left on device"


def test_packages_can_be_imported_late(ask) -> None:
    """What the template has not imported is still readable."""
    assert ask("import sqlite3, wave, torch.fx.passes.splitter_base as s; answer = 1") == 1


def test_named_data_can_be_read(ask, tmp_path: Path) -> None:
    """The course's data is shown, also when it lies inside what is hidden."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "numbers").write_text("1 2")
    (tmp_path / "answers").write_text("3")
    above, numbers = os.fspath(tmp_path), os.fspath(data / "numbers")
    program = f"import os; answer = os.listdir({above!r}), open({numbers!r}).read()"

    policy = Policy.strangers(read_paths=(os.fspath(data),))
    assert ask(program, policy) == [["data"], "1 2"]


def test_the_user_has_a_name(ask) -> None:
    """Libraries that look the user up find one."""
    assert ask("import getpass, pwd, os; answer = pwd.getpwuid(os.getuid())[0]") == "student"


def test_no_program_of_the_system_is_there(ask) -> None:
    """There is no shell and no compiler, not even to read."""
    assert ask("import shutil; answer = shutil.which('sh', path='/bin:/usr/bin')") is None
    assert ask(f"open({os.path.realpath(sys.executable)!r})") == "FileNotFoundError"


def test_harmless_devices_work(ask) -> None:
    """Randomness, and a place to throw things away."""
    program = """
import os
open("/dev/null", "w").write("x")
answer = len(open("/dev/urandom", "rb").read(4)), sorted(os.listdir("/dev"))
"""

    size, names = ask(program)
    assert size == 4
    assert set(names) - {"null", "full", "random", "urandom"} == {
        *("fd", "stdin", "stdout", "stderr", "shm")
    }
