"""The sandbox of a student process, in layers.

`enter.prepare` runs in the reaper and makes what its child needs; `enter.confine` runs in that
child, the student process, and enters the layers.
`probe.probe` tells which layers this machine has.
"""

from __future__ import annotations

from autograder.sandbox.policy import LAYERS, Layer, Limits, Policy

__all__ = ["LAYERS", "Layer", "Limits", "Policy"]
