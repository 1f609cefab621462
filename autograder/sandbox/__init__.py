"""The sandbox of a student process, in layers.

`enclosure.enclose` runs in the reaper and moves it into namespaces with their own view of the
files; `enclosure.confine` runs in its child, the student process, which gives up everything else.
`probe.probe` tells which layers this machine has.
"""

from __future__ import annotations

from autograder.sandbox.policy import LAYERS, Layer, Limits, Policy

__all__ = ["LAYERS", "Layer", "Limits", "Policy"]
