"""The module with the digests of a concept check's right letters, made from the solution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.course import answers
from autograder.course.source import Source

_MODULE = '''\
"""What solutions/{name}.py answers, as digests; made by `autograder build`."""

DIGESTS = {{
{lines}
}}
'''


def pages(sources: Iterable[Source]) -> Iterator[tuple[Path, str]]:
    """The file beside a chapter's questions with its text, for each chapter with a concept check.

    Raises:
        UsageError: the solution markers of a concept check are not in order.
    """
    for source in sources:
        lines = [f'    "{name}": "{text}",' for name, text in answers.digests(source).items()]
        if lines:
            text = _MODULE.format(name=source.chapter.name, lines="\n".join(lines))
            yield source.chapter.folder / "digests.py", text
