"""Open the zips that lie in a folder or zip, one level deep, as if they were folders there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import IO

from autograder.errors import UsageError
from autograder.submission.archive import Zip
from autograder.submission.model import Limits
from autograder.submission.tree import Entry, Tree
from autograder.text import one_line

_DEEPER = "it is a zip in a zip in a zip, which is not opened; take it out and hand it in"


@dataclass(frozen=True, slots=True)
class Unzipped:
    """A folder or zip together with its zips; see ``tree.Tree``.

    Attributes:
        entries: their keys are numbers, places in ``origins``.
        origins: of each entry, the tree it is in and what it is there.
    """

    name: str
    entries: tuple[Entry, ...]
    origins: tuple[tuple[Tree, Entry], ...]

    def read(self, entry: Entry, limit: int) -> bytes:
        """See ``tree.Tree``."""
        tree, own = self.origins[int(entry.key)]
        return tree.read(own, limit)

    def open(self, entry: Entry) -> IO[bytes]:
        """See ``tree.Tree``."""
        tree, own = self.origins[int(entry.key)]
        return tree.open(own)


@contextmanager
def unzipped(tree: Tree, limits: Limits) -> Iterator[Tree]:
    """List a folder or zip together with what is in its zips; usable until the context ends.

    A zip that cannot be opened is listed as a file with the reason as its refusal.
    """
    if not any(_is_zip(entry) for entry in tree.entries):
        yield tree
        return
    with ExitStack() as stack:
        found = list(_all(tree, limits, stack))
        entries = tuple(replace(e, key=str(n)) for n, (e, _, _) in enumerate(found))
        yield Unzipped(tree.name, entries, tuple((home, own) for _, home, own in found))


def _all(tree: Tree, limits: Limits, stack: ExitStack) -> Iterator[tuple[Entry, Tree, Entry]]:
    """Each entry as it is shown, the tree it is in, and what it is there."""
    opened = 0
    for entry in tree.entries:
        if not _is_zip(entry) or opened == limits.zips:
            yield entry, tree, entry
            continue
        opened += 1
        try:
            stream = stack.enter_context(tree.open(entry))
            inner = Zip(stream, one_line(f"{tree.name}/{entry.path}"), limits)
        except UsageError as error:
            refused = replace(entry, refusal=_clause(error))
            yield refused, tree, refused
            continue
        for own in inner.entries:
            refusal = _DEEPER if _is_zip(own) else own.refusal
            yield replace(own, path=entry.path / own.path, refusal=refusal), inner, own


def _is_zip(entry: Entry) -> bool:
    return not entry.refusal and entry.path.suffix.lower() == ".zip"


def _clause(error: UsageError) -> str:
    return str(error).partition(", but ")[2].rstrip(".") or "it cannot be opened"
