"""Hostile and broken submissions: what nbgrader 0.9.6 made of them, and what the bridge makes.

``stock`` is what was measured with nbgrader alone, on an assignment of 11 points graded in its own
kernel; None stands for a submission without any grade. With the bridge each is one student of a
single class in chapter 00. All of them solved ``make_tensor`` (4 points) and nothing else; in the
cell of ``describe``, or where a case says, they do what the case is called. So 4 points are theirs,
a forged point is a fifth, and a lost one is a third. What stands between definitions is not run, so
only who hangs or ends where a constant gets its value loses all.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from autograder.course import chapters, solutions

CHAPTER = "ch00_fundamentals"
HONEST = 4.0
SLEEP = "98765432.1"  # seconds; nobody else sleeps for that long

Json = dict[str, Any]

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.xdist_group("hostile"),
    pytest.mark.needs("landlock"),
]


@dataclass(frozen=True)
class Case:
    """One submission.

    Attributes:
        stock: what nbgrader alone gave, of 11 points, or a word on the damage.
        inside: body of ``describe``.
        top: code of a cell of its own, before all others.
        change: what is done to the notebook.
        solved: whether all tasks are solved; then ``inside`` comes before the right ``describe``.
        points: what the bridge gives.
        file: the name it is handed in under.
    """

    stock: str
    inside: str = ""
    top: str = ""
    change: Callable[[Json], Json | str] = lambda book: book
    solved: bool = False
    points: float = HONEST
    file: str = f"{CHAPTER}.ipynb"


def cells(**changed: Callable[[Json], list[Json]]) -> Callable[[Json], Json]:
    """Change the test cells of some tasks; the function gives what takes the cell's place."""

    def change(book: Json) -> Json:
        made: list[Any] = []
        for cell in book["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            task = name.removeprefix("test_") if name.startswith("test_") else ""
            made += changed[task](cell) if task in changed else [cell]
        return {**book, "cells": made}

    return change


def role(**values: object) -> Callable[[Json], list[Json]]:
    """Change what nbgrader's metadata of a cell say."""

    def change(cell: Json) -> list[Json]:
        metadata = {**cell["metadata"], "nbgrader": {**cell["metadata"]["nbgrader"], **values}}
        return [{**cell, "metadata": metadata}]

    return change


def stripped(book: Json) -> Json:
    """All metadata gone, as some editors leave a notebook."""
    return {**book, "metadata": {}, "cells": [{**cell, "metadata": {}} for cell in book["cells"]]}


def filled(cell: Json) -> list[Json]:
    """A test cell with an output that nbgrader would read as its points."""
    value = {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}}
    return [{**cell, "outputs": [{**value, "execution_count": 1}], "source": "4.0"}]


AGREES = """
class Agrees:
    def __eq__(self, other): return True
    def __array__(self, *args, **more): return np.zeros(1)
    def __getattr__(self, name): return lambda *a, **k: self
    def __iter__(self): return iter(["ndim", "shape"])
return Agrees()
"""
PATCH = "get_ipython().{}"
READ = "return {{'ndim': open({!r}, 'rb').read()[:1500]}}"
WRITE = "open({!r}, 'a').write('pwned'); return {{}}"

CASES = {
    "right": Case("11", solved=True, points=80),
    "wrong": Case("0", inside="return {}"),
    "test_cell_edited": Case("0", change=cells(describe=lambda c: [{**c, "source": "pass"}])),
    "points_200": Case("0", change=cells(describe=role(points=200), make_tensor=role(points=200))),
    "showtraceback": Case(
        "0", top="import IPython\nIPython.InteractiveShell.showtraceback = print"
    ),
    "set_custom_exc": Case("0", top=PATCH.format("set_custom_exc((Exception,), print)")),
    "endless_at_top": Case("0, after 30 s a cell", top="while True: pass"),
    "endless_constant": Case("-", top="TOP = 1\nwhile True:\n    TOP += 1", points=0),
    "endless_inside": Case("0, after 30 s a cell", inside="while True: pass"),
    "swallows_interrupts": Case(
        "None",
        inside="while True:\n    try:\n        time.sleep(1)\n    except BaseException: pass",
    ),
    "exit_at_top": Case("None", top="import os\nos._exit(0)"),
    "exit_constant": Case("None", top="import os\nTOP = os._exit(0)", points=0),
    "exit_inside": Case("None", inside="import os\nos._exit(0)"),
    "sys_exit": Case("only its cells 0", inside="import sys\nsys.exit(0)"),
    "tests_deleted": Case("None for those", change=cells(describe=lambda c: [], pick=lambda c: [])),
    "test_no_grade": Case("None", change=cells(describe=role(grade=False))),
    "test_a_solution": Case("None", change=cells(describe=role(solution=True))),
    "no_metadata": Case("None, silently", change=stripped),
    "invalid_json": Case("error, no grade", change=lambda b: json.dumps(b)[:5000], points=0),
    "second_download": Case("error, no grade", file=f"{CHAPTER} (1).ipynb"),
    "displayhook": Case("9 of 11", inside="import sys\nsys.displayhook(4.0)\nreturn 4.0"),
    "input_transformers": Case(
        "11 of 11",
        top=PATCH.format("input_transformers_cleanup.append(lambda lines: ['4.0\\n'])"),
    ),
    "ast_transformers": Case("5 of 11", top=PATCH.format("ast_transformers.append(print)")),
    "always_equal": Case("11 of 11", inside=AGREES),
    "patched_numpy": Case(
        "full cell", inside="np.testing.assert_allclose = lambda *a, **k: None\nreturn {}"
    ),
    "patched_pytest": Case(
        "3 of 3 (tests in its own process)",
        inside="import _pytest.reports as r\nr.TestReport.from_item_and_call = print\nreturn {}",
    ),
    "reads_source": Case("11 of 11", inside=READ.format("COURSE/source/CH/CH.ipynb")),
    "reads_graders": Case("-", inside=READ.format("GRADERS/hidden.py")),
    "reads_key": Case("-", inside=READ.format("COURSE/run/key")),
    "reads_database": Case("all hidden tests", inside=READ.format("COURSE/gradebook.db")),
    "changes_database": Case(
        "396 of 11 for everybody",
        inside="import sqlite3\ndb = sqlite3.connect('COURSE/gradebook.db')\n"
        "db.execute('update grade set manual_score = 99')\ndb.commit()\nreturn {}",
    ),
    "reads_history": Case("hidden test", inside="return {'ndim': get_ipython().user_ns['In'][-1]}"),
    "reads_frames": Case(
        "hidden test",
        inside="import inspect, sys\nframe, found = sys._getframe(), []\nwhile frame:\n"
        "    found.append(str(frame.f_code.co_consts) + str(frame.f_locals)[:2000])\n"
        "    frame = frame.f_back\nreturn {'ndim': ' '.join(found)}",
    ),
    "writes_source": Case("in every later copy", inside=WRITE.format("COURSE/source/CH/pwned.txt")),
    "writes_to_other": Case("succeeded", inside=WRITE.format("COURSE/submitted/right/CH/CH.ipynb")),
    "writes_config": Case("succeeded", inside=WRITE.format("COURSE/nbgrader_config.py")),
    "startup_file": Case(
        "every later student",
        inside="import os, pathlib\np = pathlib.Path('HOME/.ipython/profile_default/startup')\n"
        "p.mkdir(parents=True, exist_ok=True)\n(p / '00.py').write_text('pwned')\nreturn {}",
    ),
    "kills_parent": Case(
        "class ended", inside="import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nreturn {}"
    ),
    "daemons": Case(
        "all 20 left alive",
        inside="import subprocess\nfor _ in range(20):\n"
        f"    subprocess.Popen(['sleep', '{SLEEP}'], start_new_session=True)\nreturn {{}}",
    ),
    "memory": Case("no limit", inside="x = bytearray(20 << 30)\nreturn {'ndim': len(x)}"),
    "network": Case(
        "succeeded",
        inside="from urllib.request import urlopen\nreturn {'ndim': urlopen('URL').read()}",
    ),
    "long_lines": Case(
        "a notebook of 96 MB", inside="for _ in range(100): print('x' * 1_000_000)\nreturn {}"
    ),
    "many_lines": Case("cut", inside="for _ in range(300_000): print('x')\nreturn {}"),
    "warns": Case(
        "0 for a right answer",
        inside="import warnings\nwarnings.warn('this goes to stderr')\nprint(1, file=sys.stderr)",
        solved=True,
        points=80,
    ),
    "tests_doubled": Case("last one counts", change=cells(describe=lambda c: [c, *filled(c)])),
    "test_renamed": Case("None", change=cells(describe=role(grade_id="mine"))),
    "test_repointed": Case("wrong cell", change=cells(describe=role(grade_id="test_make_tensor"))),
    "outputs_filled_in": Case("run again", change=cells(describe=filled, pick=filled)),
}
"""By student; the first two are the controls."""


@dataclass(frozen=True)
class Aftermath:
    """The class after grading, and what was seen on the way."""

    room: Any
    before: dict[str, str]
    visits: list[str]
    home: Path
    log: str
    scores: dict[str, dict[str, float | None]]


@pytest.fixture(scope="module")
def aftermath(copied: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """All cases in one class, graded by one command."""
    room = copied(tmp_path_factory.mktemp("hostile"))
    home = tmp_path_factory.mktemp("home")
    visits: list[str] = []
    with _server(visits) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name, case in CASES.items():
            _hand_in(room, name, case, home, url)
        before = _contents(room.course.root)
        ended = room.autograder("nbgrader", "autograde", "00")
    return Aftermath(room, before, visits, home, ended.stderr, _scores(room))


@pytest.mark.parametrize("name", CASES)
def test_points_are_those_earned(aftermath: Aftermath, name: str) -> None:
    """No forged point, no honest one lost, and no cell without a score."""
    found = aftermath.scores[name]
    tests = {cell: points for cell, points in found.items() if cell.startswith("test_")}

    assert len(tests) == 12
    assert None not in tests.values()
    assert sum(points or 0 for points in tests.values()) == CASES[name].points
    if 0 < CASES[name].points < 80:
        assert tests["test_make_tensor"] == HONEST


@pytest.mark.parametrize("name", CASES)
def test_nothing_leaks_into_the_notebook(aftermath: Aftermath, name: str) -> None:
    """No line of a hidden check, a solution or the key; and it stays small."""
    path = aftermath.room.course.autograded(name, CHAPTER) / f"{CHAPTER}.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    shown = json.dumps([cell.get("outputs") for cell in book["cells"]])

    assert path.stat().st_size < 300_000
    assert not [secret for secret in _secrets(aftermath.room) if secret in shown]


def test_nothing_outside_was_changed(aftermath: Aftermath) -> None:
    """Sources, settings and everybody's files are what they were; homes are empty."""
    after = _contents(aftermath.room.course.root)

    assert {name: after.get(name) for name in aftermath.before} == aftermath.before
    assert not [name for name in after if "pwned" in name]
    assert not (aftermath.home / ".ipython").exists()


def test_nothing_went_out_and_nothing_goes_on(aftermath: Aftermath) -> None:
    """No request was made, and none of the processes is left."""
    commands = [path.read_bytes() for path in _command_lines()]

    assert aftermath.visits == []
    assert not [command for command in commands if SLEEP.encode() in command]


def test_nobody_s_manual_score_was_set(aftermath: Aftermath) -> None:
    """The gradebook is out of reach."""
    database = sqlite3.connect(aftermath.room.course.root / "gradebook.db")

    assert database.execute("select count(*) from grade where manual_score > 0").fetchone() == (0,)


def _hand_in(room: Any, name: str, case: Case, home: Path, url: str) -> None:
    words = {
        "COURSE": str(room.course.root),
        "CH": CHAPTER,
        "GRADERS": str(chapters.find(CHAPTER).folder),
        "HOME": str(home),
        "URL": url,
    }
    inside = _filled(case.inside, words).replace("\n", "\n    ")
    book = room.answered({}) if case.solved else room.answered(_mostly_open(room, inside))
    if case.solved and inside:
        _wrap(book, inside)
    if case.top:
        top = {"cell_type": "code", "source": case.top, "metadata": {}, "outputs": [], "id": "top"}
        book["cells"].insert(3, {**top, "execution_count": None})
    made = case.change(book)
    text = made if isinstance(made, str) else json.dumps(made)
    room.hand_in_text(name, text, case.file)


def _mostly_open(room: Any, inside: str) -> dict[str, str | None]:
    tasks = [task.id for task in chapters.load(chapters.find(CHAPTER)).tasks]
    attack = f"import sys, time\n\ndef describe(x):\n    {inside or 'return None'}\n"
    answers: dict[str, str | None] = dict.fromkeys(tasks)
    del answers["make_tensor"]
    return {**answers, "describe": attack}


def _wrap(book: Json, inside: str) -> None:
    for cell in book["cells"]:
        if cell["metadata"].get("autograder", {}).get("task") == "describe":
            cell["source"] += (
                f"\nimport sys\n_describe = describe\n\ndef describe(x):\n    {inside}\n"
                "    return _describe(x)\n"
            )


def _filled(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _scores(room: Any) -> dict[str, dict[str, float | None]]:
    rows = sqlite3.connect(room.course.root / "gradebook.db").execute(
        "select s.student_id, b.name, g.auto_score"
        " from grade g join base_cell b on b.id = g.cell_id"
        " join submitted_notebook n on n.id = g.notebook_id"
        " join submitted_assignment s on s.id = n.assignment_id"
    )
    found: dict[str, dict[str, float | None]] = {name: {} for name in CASES}
    for student, cell, points in rows:
        found[student][cell] = points
    return found


def _contents(root: Path) -> dict[str, str]:
    """Name and content of every file that grading has no business with."""
    ours = ("autograded", "run", ".kernels", "gradebook.db", "__pycache__")
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.relative_to(root).parts[0] not in ours
    }


def _secrets(room: Any) -> set[str]:

    graders = chapters.find(CHAPTER).folder
    hidden = (graders / "hidden.py").read_text(encoding="utf-8").splitlines()
    source = chapters.load(chapters.find(CHAPTER))
    solved = [line for cell in source.cells for line in solutions.solution_lines(cell.source)]
    code = [line.strip() for line in [*hidden, *solved]]
    texts = [line for line in code if len(line) > 25 and not line.startswith(('"""', "#", "from"))]
    key = (room.course.run.path / "key").read_text(encoding="ascii").strip()
    return {json.dumps(text)[1:-1] for text in texts} | {key, "SQLite format"}


def _command_lines() -> Iterator[Path]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            path.read_bytes()
        except OSError:
            continue
        yield path


@contextmanager
def _server(visits: list[str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
