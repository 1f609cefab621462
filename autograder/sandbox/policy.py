"""The policy of a student process: layers, limits and paths, as data that is sent as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

LAYERS = ("namespaces", "files", "identity", "landlock", "seccomp", "limits")
"""Every layer, in the order in which they are entered."""

REQUIRED = ("files|landlock", "identity", "seccomp", "limits")
"""Layers that other people's code is never run without; of names joined by ``|`` one is enough."""

PATIENCE = 3.0
"""How many seconds of wall time count as one of processor time: a busy machine ends nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one student process; None means unlimited.

    Attributes:
        cpu_seconds: processor time, after which the kernel kills the process.
        memory: bytes of private memory beyond what the template had mapped; also of all processes
            together.
        processes: further processes and threads.
        file_size: bytes of one file.
        open_files: descriptors.
        scratch: bytes of the scratch folder, where it can be a file system of its own.
        nice: how far to step back behind other processes.
    """

    cpu_seconds: int | None = 600
    memory: int | None = 4 << 30
    processes: int | None = 64
    file_size: int | None = 256 << 20
    open_files: int | None = 256
    scratch: int = 512 << 20
    nice: int = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """The layers to enter and what they leave open.

    Attributes:
        layers: names out of `LAYERS` to enter where the machine has them.
        require: names that must be in force, or else the student process does not start; of
            names joined by ``|`` one is enough.
        limits: bounds on resources.
        gpu: whether the machine's graphics devices stay visible.
        read_paths: absolute paths (the course's data) that may be read besides the interpreter.
    """

    layers: tuple[str, ...] = LAYERS
    require: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    gpu: bool = False
    read_paths: tuple[str, ...] = ()

    @classmethod
    def strangers(cls, **changes: Any) -> Policy:
        """Return the policy for other people's code: every layer, `REQUIRED` ones in force."""
        return replace(cls(require=REQUIRED), **changes)

    @classmethod
    def self_check(cls, **changes: Any) -> Policy:
        """Return the policy for one's own code: limits only."""
        return replace(cls(layers=("limits",)), **changes)

    def to_json(self) -> dict[str, Any]:
        """Return plain data from which `from_json` makes this policy again."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Policy:
        """Make the policy that `to_json` wrote."""
        lists = {name: tuple(data[name]) for name in ("layers", "require", "read_paths")}
        return cls(limits=Limits(**data["limits"]), gpu=data["gpu"], **lists)


@dataclass(frozen=True, slots=True)
class Layer:
    """One sandbox layer on this machine: whether it is available, and why not."""

    name: str
    available: bool
    detail: str
