"""Chapter 10 on the trusted side: files and marks are judged, and inductor works where it can."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
import torch

from autograder.chapters.ch10_torch_compile.helpers import models, norms, records
from autograder.course import chapters, compose
from autograder.remote.faults import Failed

RUNS = [{"loss": [0.1, 1 / 3]}, {"loss": [0.25]}]
TEXT = f"run,epoch,loss\n1,1,0.1\n1,2,{1 / 3!r}\n2,1,0.25\n"


@pytest.mark.parametrize(
    "text",
    [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.replace("2,1,", '"2","1",')],
    ids=["plain", "windows", "with a byte order mark", "quoted"],
)
def test_tables_of_any_program_are_read(text):
    """Ends of lines, quotes and marks do not matter."""
    records.check_file(text.encode(), RUNS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (TEXT.replace("epoch", "step"), "header"),
        (TEXT.replace("0.25", "0.2"), "row 3"),
        (TEXT.replace("0.25", "none"), "row 3 to hold numbers"),
        (TEXT + TEXT, "the rows"),
        (TEXT.replace(repr(1 / 3), "0.333"), "row 2"),
    ],
    ids=["nothing", "another header", "another number", "no number", "twice", "rounded"],
)
def test_wrong_tables_are_told(text, said):
    """What is wrong, and in which row."""
    with pytest.raises(Failed, match=said):
        records.check_file(text.encode(), RUNS)


def test_shuffled_files_have_the_means_they_are_said_to_have():
    """Runs of different length; a mean for each epoch."""
    data, means = records.csv_bytes(np.random.default_rng(0), [1, 3], "x")
    header, rows = records.table(data)
    assert header == ["run", "epoch", "other", "x"]
    assert len(rows) == 4
    last = [float(row[3]) for row in rows if row[1] == "3"]
    assert means[2] == pytest.approx(last[0])
    first = [float(row[3]) for row in rows if row[1] == "1"]
    assert means[0] == pytest.approx(sum(first) / 2)


def test_marks_are_told_from_plain_results():
    """An unmarked result gets a message of its own."""
    wanted = torch.rand(3, dtype=torch.float64)
    models.check_marked(wanted * 1.5, wanted, 1.5)
    with pytest.raises(Failed, match="without it"):
        models.check_marked(wanted, wanted, 1.5)
    with pytest.raises(Failed, match="marked by the backend"):
        models.check_marked(wanted * 2, wanted, 1.5)


def test_vectors_have_the_norm_they_were_made_with():
    """And are limited as they should be."""
    x = norms.vector(np.random.default_rng(1), 3.0, 2, 4)
    assert x.norm().item() == pytest.approx(3.0)
    assert norms.limited(x, 2.0).norm().item() == pytest.approx(2.0)
    assert torch.equal(norms.limited(x, 4.0), x)


_PROGRAM = """
import warnings
warnings.simplefilter("ignore")
import torch
from torch import nn
import answer

warnings.simplefilter("error", UserWarning)
model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 3))
x = torch.randn(5, 6)
warnings.simplefilter("ignore")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    fast = answer.maybe_compile(model, backend="inductor", example=x)
assert not [w for w in caught if "not compiled" in str(w.message)], caught[0].message
assert fast is not model
assert torch.allclose(fast(x), model(x), atol=1e-5)
first, later = answer.time_first_call(fast, torch.randn(7, 6))
assert first > 10 * later, (first, later)
assert list(answer.clean_state_dict(fast)) == list(model.state_dict())
loader = [(torch.randn(4, 6), torch.tensor([0, 1, 2, 0]))] * 2
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
results = answer.timed_train(fast, loader, loader, optimizer, nn.CrossEntropyLoss(), 3)
assert results["train_loss"][2] < results["train_loss"][0]
print("fine")
"""


@pytest.mark.exhaustive
@pytest.mark.nightly
@pytest.mark.skipif(not shutil.which("g++"), reason="inductor needs a C++ compiler")
def test_the_solution_works_with_inductor(tmp_path):
    """What is graded with the backend eager holds for the real compiler too."""
    source = chapters.load(chapters.find("ch10_torch_compile"))
    (tmp_path / "answer.py").write_text(compose.solved_module(source), encoding="utf-8")
    (tmp_path / "program.py").write_text(_PROGRAM, encoding="utf-8")
    environment = {**os.environ, "TORCHINDUCTOR_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.stdout.strip().endswith("fine"), done.stderr[-2000:]
