"""Which chapters' graders were found right by the self-test, as they are now.

The ledger is a JSON object: by a chapter's full name, its fingerprint when all cases of the
self-test were last graded as they must be. Where the fingerprint is another one, the chapter or
what grades it has changed since, and nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from autograder.course.chapter import Chapter
from autograder.course.chapters import ROOT
from autograder.grading import fingerprint

PATH = ROOT / "tests" / "authoring" / "selftest_ledger.json"


def changed(every: Sequence[Chapter], path: Path = PATH) -> list[Chapter]:
    """Those of the chapters whose fingerprint is not in the ledger."""
    known = _read(path)
    return [c for c in every if known.get(c.name) != fingerprint.of_chapter(c)]


def record(right: Sequence[Chapter], path: Path = PATH) -> None:
    """Write down the fingerprints of these chapters; the others stay as they were."""
    known = _read(path) | {c.name: fingerprint.of_chapter(c) for c in right}
    path.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
