"""Objects the graders place in the student's process: small models, spies, pretended devices.

Everything named here is what several chapters use (``student.probes``); what one chapter needs
is in its ``probes.py`` (``student.chapter_probes``). What a spy records picks the hint; it never
decides points, because it lives where the student's code could change it.
"""

from autograder.student.probes.devices import gpu_draws, pretend_devices
from autograder.student.probes.disk import pretend_disk_order
from autograder.student.probes.far import Far, FarModel, FarParameters, far, far_loader, far_samples
from autograder.student.probes.figures import current_figure
from autograder.student.probes.loaders import batches_of, make_loader
from autograder.student.probes.memory import shares_memory
from autograder.student.probes.networks import (
    Network,
    load_parameters,
    make_mlp,
    parameter_counts,
)
from autograder.student.probes.pictures import Pictures, transformed
from autograder.student.probes.pretrained import OnMeta, Weights
from autograder.student.probes.spies import (
    GradientGuard,
    Recorder,
    SpySGD,
    Wrapper,
    gradients,
    pollute,
)
from autograder.student.probes.undo import afterwards, replace, restore, set_globals

__all__ = [
    "Far",
    "FarModel",
    "FarParameters",
    "GradientGuard",
    "Network",
    "OnMeta",
    "Pictures",
    "Recorder",
    "SpySGD",
    "Weights",
    "Wrapper",
    "afterwards",
    "batches_of",
    "current_figure",
    "far",
    "far_loader",
    "far_samples",
    "gpu_draws",
    "gradients",
    "load_parameters",
    "make_loader",
    "make_mlp",
    "parameter_counts",
    "pollute",
    "pretend_devices",
    "pretend_disk_order",
    "replace",
    "restore",
    "set_globals",
    "shares_memory",
    "transformed",
]
