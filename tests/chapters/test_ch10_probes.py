"""What chapter 10 places in the student's process: backends, a clock, blocks that fail."""

import contextlib
import datetime
import time
from time import perf_counter
from timeit import default_timer

import pytest
import torch
from torch import nn

from autograder.chapters.ch10_torch_compile import probes as there
from autograder.student import probes


@pytest.fixture(autouse=True)
def nothing_compiled():
    """Each test compiles by itself, and leaves nothing behind."""
    there.fresh()
    yield
    probes.restore()


def double(x):
    """Something to compile."""
    return x * 2


def test_a_mark_tells_which_graph_computed_a_result():
    """The n-th graph multiplies by 1 + n * mark; integers are left alone."""
    backend = there.Marking(0.25)
    fast = torch.compile(double, backend=backend)
    ones = [torch.ones(3), torch.ones(3, dtype=torch.float64), torch.ones(3)]
    assert [fast(x)[0].item() for x in ones] == [2.5, 3.0, 2.5]
    assert fast(torch.ones(3, dtype=torch.int64))[0].item() == 2
    assert backend.graphs == 3


def test_a_mark_may_be_the_same_for_all_graphs():
    """For results that several graphs may compute."""
    fast = torch.compile(double, backend=there.Marking(0.5, numbered=False))
    for dtype in (torch.float32, torch.float64):
        assert fast(torch.ones(1, dtype=dtype)).item() == 3.0


def test_a_broken_backend_says_why():
    """When it is given a graph, not before."""
    fast = torch.compile(double, backend=there.Broken("no ink"))
    with pytest.raises(Exception, match="no ink"):
        fast(torch.ones(2))


def test_the_default_backend_fails_and_tells_the_reason():
    """On every machine alike, until the check ends."""
    with pytest.raises(Exception, match=r"needs a C\+\+ compiler"):
        torch.compile(double)(torch.ones(2))
    probes.restore()
    assert torch._TorchCompileInductorWrapper is not there.NoCompiler


def clocks():
    """Readings of several clocks, also of one imported by name."""
    return (
        time.time(),
        perf_counter(),
        default_timer(),
        time.monotonic_ns() / 1e9,
        datetime.datetime.now().timestamp(),
    )


def timed(work):
    """By how much each clock moved while something was done."""
    before = clocks()
    work()
    return [after - start for start, after in zip(before, clocks(), strict=True)]


def test_all_clocks_are_the_one_that_stands_still():
    """They move by what is ticked, and by what is slept, and afterwards they are real again."""
    clock = there.Clock()

    def work():
        clock.tick(30.0)
        time.sleep(5.0)

    originals = time.time, perf_counter, time.sleep, datetime.datetime
    assert clock.run(timed, work) == pytest.approx([35.0] * 5, abs=1e-5)
    assert clock.run(timed, double.__call__.__str__) == pytest.approx([0.0] * 5, abs=1e-5)
    assert (time.time, perf_counter, time.sleep, datetime.datetime) == originals


def test_clocks_are_put_back_after_an_error():
    """And the error goes on."""
    original = time.perf_counter
    with pytest.raises(ZeroDivisionError):
        there.Clock().run(lambda: 1 / 0)
    assert time.perf_counter is original


def test_work_takes_the_seconds_it_is_said_to_take():
    """Call by call; a slow backend also takes its time to compile."""
    clock = there.Clock()
    job = there.Job(clock, [3.0, 1.0])
    for _ in range(3):
        job()
    assert (clock.elapsed, job.calls) == (5.0, 3)
    fast = torch.compile(double, backend=there.Slow(clock, 10.0, [0.5, 0.25]))
    for _ in range(2):
        assert fast(torch.ones(1)).item() == 2.0
    assert clock.elapsed == 15.75


def test_loaders_take_their_time_epoch_by_epoch():
    """For each batch."""
    clock = there.Clock()
    loader = there.SlowLoader(clock, [(torch.ones(2), torch.ones(2))] * 3, [1.0, 2.0])
    elapsed = []
    for _ in range(3):
        elapsed.append((len(list(loader)), clock.elapsed))
    assert elapsed == [(3, 3.0), (3, 9.0), (3, 15.0)]
    assert len(loader) == 3


@pytest.mark.parametrize("breaks", range(4))
def test_each_break_makes_one_more_graph(breaks):
    """The values are the same as without compiling."""
    fn, backend = there.breaking(breaks), there.Marking(0.0)
    x = torch.rand(4)
    assert torch.equal(torch.compile(fn, backend=backend)(x), fn(x))
    assert backend.graphs == breaks + 1


def test_models_come_from_the_seed_and_can_be_compiled_in_place():
    """A row of layers has a forward of its own, which `module.compile` needs."""
    make, backend = there.Maker(3, 4, 2), there.Marking(1.0)
    models = []
    for _ in range(2):
        torch.manual_seed(5)
        models.append(make())
    assert make.made == 2
    x = torch.ones(2, 3, dtype=torch.float64)
    models[0].compile(backend=backend)
    assert torch.allclose(models[0](x), 2 * models[1](x))
    assert list(models[0].state_dict()) == ["0.weight", "0.bias", "2.weight", "2.bias"]


def test_fit_trains_the_model_it_is_given():
    """The loss of each epoch, which falls."""
    batch = torch.eye(3, dtype=torch.float64), torch.arange(3)
    losses = there.Fit([batch], 4, 0.5)(there.Maker(3, 4, 3)())["train_loss"]
    assert losses == sorted(losses, reverse=True)
    assert len(losses) == 4


def test_parts_of_a_model_can_be_compiled():
    """Which shows in the names of its state dict."""
    model = there.layers({"stem": 2, "head": 2})
    there.compile_part(model, "head")
    assert [name for name in model.state_dict() if "weight" in name] == [
        "stem.weight",
        "head._orig_mod.weight",
    ]


def test_the_switch_of_tf32_is_read_and_put_back():
    """Whichever way it was set."""
    there.watch_tf32(True)
    assert there.tf32()
    there.watch_tf32(False)
    assert not there.tf32()
    torch.set_float32_matmul_precision("high")
    assert there.tf32()
    probes.restore()
    assert not there.tf32()


@contextlib.contextmanager
def sticky(device):
    """A context that forgets to put back what was before."""
    torch.set_default_device(device)
    yield


def test_blocks_show_where_tensors_are_made():
    """Inside, after each, and after an error; the default device is torch's own in the end."""
    seen = there.try_block(torch.device, ["meta", "cpu"])
    assert seen["inside"] == [["meta", "meta", "cpu"], ["cpu", "cpu", "cpu"]]
    assert (seen["leaving"], seen["after"], seen["error"]) == (["meta", "cpu"], "cpu", "")
    assert there.try_block(torch.device, ["cpu"], before="meta")["after"] == "meta"
    assert there.try_block(torch.device, ["meta"], spoil=True)["error"] == "Spoilt"
    assert there.try_block(sticky, ["meta"])["after"] == "meta"
    assert torch.empty(1).device.type == "cpu"


def test_logits_are_trained_on_unless_born_in_inference_mode():
    """Autograd refuses those."""
    layer, x, y = nn.Linear(2, 2), torch.eye(2), torch.arange(2)
    with torch.no_grad():
        plain = layer(x)
    weight = there.train_on((0.0, 0.0, [plain]), [y], torch.eye(2), 0.5, 2)
    assert not torch.equal(weight, torch.eye(2))
    with torch.inference_mode():
        born = layer(x)
    with pytest.raises(RuntimeError, match="Inference tensors"):
        there.train_on((0.0, 0.0, [born]), [y], torch.eye(2), 0.5, 2)


def test_calls_of_compile_are_counted():
    """Until the check ends."""
    calls = there.watch_compile()
    assert torch.compile(double, backend=there.Marking(0.0))(torch.ones(1)).item() == 2.0
    assert len(calls) == 1
    probes.restore()
    torch.compile(double, backend="eager")
    assert len(calls) == 1
