"""Names to draw from."""

from __future__ import annotations

NAMES = ("alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "yew")
