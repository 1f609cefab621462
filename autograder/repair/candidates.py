"""The edits of a submission that may solve a task, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.repair.code import Code, Edit, Span, applied
from autograder.repair.definitions import Definition
from autograder.repair.kinds import KINDS
from autograder.repair.scope import Scope
from autograder.repair.signs import urgent
from autograder.submission import Submission

_MOST = 3_000  # edits
_URGENT = 4  # times the weight of a kind that a message speaks for


@dataclass(frozen=True)
class Candidate:
    """An edit of a definition."""

    of: Definition
    edit: Edit

    @property
    def where(self) -> str:
        """``file:line`` of its first line."""
        return self.place(self.edit.line)

    def place(self, line: int) -> str:
        """``file:line`` of a 1-based line of the definition."""
        return f"{self.of.file}:{self.of.line + line - 1}"

    def fits(self, other: Candidate) -> bool:
        """Whether both can be made."""
        return self.of != other.of or not self.edit.overlaps(other.edit)


def edited(submission: Submission, *candidates: Candidate) -> Submission:
    """Return the submission with these changes of its code made."""
    pieces, files = list(submission.pieces), dict(submission.files)
    for home in {one.of.home for one in candidates}:
        edits = [
            Edit(c.edit.kind, tuple(_moved(span, c.of.offset) for span in c.edit.spans), 1)
            for c in candidates
            if c.of.home == home
        ]
        if isinstance(home, int):
            source = applied(pieces[home].source.encode(), *edits).decode()
            pieces[home] = replace(pieces[home], source=source)
        else:
            files[home] = applied(files[home], *edits)
    return replace(submission, pieces=tuple(pieces), files=files)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.after)


def candidates(
    found: Sequence[Definition], messages: str, places: Collection[str]
) -> list[Candidate]:
    """Return the edits of definitions, the likeliest first; some may not compile, or be the same.

    Args:
        found: the definitions, the task's own first.
        messages: of its failed checks.
        places: ``file:line`` of the errors that its checks met.
    """
    first = urgent(messages)
    keyed = []
    for depth, definition in enumerate(found):
        scope = Scope(definition.code, definition.root)
        for name, kind in KINDS.items():
            weight = kind.weight * (_URGENT if name in first else 1 / _URGENT**kind.is_of_form)
            for at, edit in enumerate(_with_twins(definition.code, name, kind.edits(scope))):
                one = Candidate(definition, edit)
                far = not _touches(one, places) if places else False
                keyed.append(((far, (at + 1 + depth) / weight), one))
    keyed.sort(key=lambda pair: pair[0])
    return [one for _, one in keyed[:_MOST]]


def _with_twins(
    code: Code, kind: str, made: Iterator[Span] | Iterator[tuple[Span, ...]]
) -> Iterator[Edit]:
    """The edits of one kind; one that can be made in several places is also made in all."""
    every = [(one,) if isinstance(one, Span) else one for one in made]
    alike: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span, *more in every:
        if not more:
            alike[_what(code, span)].append(span)
    for spans in dict.fromkeys(every):
        yield Edit(kind, spans, code.line(_told(code, spans[0])))
        apart = _apart(alike.pop(_what(code, spans[0]), []))
        if len(apart) > 1:
            yield Edit(kind, apart, code.line(_told(code, apart[0])))


def _what(code: Code, span: Span) -> tuple[str, str]:
    return code.between(span.start, span.end), span.after


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in sorted(spans):
        if not found or span.start > found[-1].end:
            found.append(span)
    return tuple(found)


def _told(code: Code, span: Span) -> int:
    """The byte whose line is meant."""
    if span.told >= 0:
        return span.told
    old, new = code.data[span.start : span.end], span.after.encode()
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return min(span.start + same, len(code.data) - 1)


def _touches(one: Candidate, places: Collection[str]) -> bool:
    code = one.of.code
    lines = {
        line
        for span in one.edit.spans
        for line in range(code.line(span.start), code.line(span.end) + 1)
    }
    return any(f"{one.of.file}:{one.of.line + line - 1}" in places for line in lines)
