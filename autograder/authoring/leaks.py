"""Find the lines of a solution that give it away, and search texts for them.

`secrets` and `leak` are for an author's texts: may a hint say this? `Secret` and `Search` are for a
kit about to be released, where no line of what is withheld may turn up, however it is wrapped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.course import compose, solutions
from autograder.course.source import Source

_SHORTEST = 15  # characters: `x = abs(x)` is nobody's secret
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*\s*[:=]")
# The name of a step, without a word on where it goes or what it gets, may be said in a hint.
_COMMON = re.compile(r"#|(?:for|import|from|def|class) |(?:with )?[\w.]+\(\):?$")

# A line is a secret from three words or signs and five letters on: of 629 different lines in the
# solutions of chapters 00 to 07 these are 600, and 580 of them are in no public text. The others
# are `return {`, `)` and the like. No exercise, page or data file holds any of the 580 by chance.
_WORDS, _LETTERS = 3, 5
_LONG_NAME = 8
_WORD = re.compile(r"[^\W_]\w*|_\w+|[^\w\s\"'`\\#]")
_ESCAPED = re.compile(r"\\+[nrt\"']")
_QUOTED = re.compile(r"^\s*>+\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Secret:
    """One withheld line: its place, and its words and signs in order."""

    place: str
    words: tuple[str, ...]


class Search:
    """Looks for many secrets in one pass over a text.

    Args:
        lines: the secrets; those that are too short to tell anything are left out.
    """

    def __init__(self, lines: Iterable[Secret]) -> None:
        self.secrets = tuple({line.words: line for line in lines if _is_long(line)}.values())
        self._by_start: defaultdict[tuple[str, ...], list[Secret]] = defaultdict(list)
        for secret in self.secrets:
            self._by_start[secret.words[:_WORDS]].append(secret)
        self._sizes = {len(start) for start in self._by_start}

    def found_in(self, text: str) -> Iterator[Secret]:
        """The secrets that a text holds, in any layout and quoted in any way."""
        spoken = tuple(words(text))
        for size in self._sizes:
            for at in range(len(spoken) - size + 1):
                for secret in self._by_start.get(spoken[at : at + size], ()):
                    if spoken[at : at + len(secret.words)] == secret.words:
                        yield secret

    def without(self, texts: Iterable[str]) -> Search:
        """A search for the secrets that no public text holds: those are none."""
        public = {secret for text in texts for secret in self.found_in(text)}
        return Search(secret for secret in self.secrets if secret not in public)


def words(text: str) -> list[str]:
    """The words and signs of a text, without layout, quotes, escapes and marks of comments."""
    return _WORD.findall(_QUOTED.sub(" ", _ESCAPED.sub("\n", text)))


def lines_of(text: str, place: str, numbers: Sequence[int] = ()) -> Iterator[Secret]:
    """The lines of a text as secrets.

    Args:
        text: what is withheld, whole.
        place: its file.
        numbers: the 1-based lines to take; all of them by default.
    """
    lines = text.split("\n")
    for number in numbers or range(1, len(lines) + 1):
        yield Secret(f"{place}:{number}", tuple(words(lines[number - 1])))


def solution_lines(source: Source) -> list[int]:
    """The 1-based lines of a chapter's file that only its solutions have."""
    found = []
    for cell in source.cells:
        markers = solutions.markers(cell.source)
        inside = [n for first, last in markers.regions for n in range(first + 1, last)]
        found += [cell.line + n for n in (*inside, *markers.constants)]
    return found


def secrets(source: Source) -> dict[str, tuple[str, ...]]:
    """Return, by task id, the lines that only its solution has and that give it away.

    Raises:
        UsageError: solution markers are not in order.
    """
    open_lines = {squeeze(line) for line in compose.stub_module(source).split("\n")}
    found: dict[str, tuple[str, ...]] = {}
    for cell in source.cells:
        if cell.task is not None and cell.kind == "code":
            lines = (squeeze(line) for line in solutions.solution_lines(cell.source))
            telling = [line for line in lines if _tells(line) and line not in open_lines]
            found[cell.task] = tuple(dict.fromkeys(telling))
    return found


def leak(text: str, lines: Iterable[str]) -> str | None:
    """The first of ``lines`` (from `secrets`) that ``text`` contains, or None."""
    text = squeeze(text)
    return next((line for line in lines if _contains(text, line)), None)


def squeeze(text: str) -> str:
    """The text in one line, without the spaces and back-quotes that hide a quotation."""
    return " ".join(text.replace("`", "").split())


def _tells(line: str) -> bool:
    """Whether a line is an answer, or a call: a bare formula may be what a task asks for."""
    if _CONSTANT.match(line):
        return True
    return len(line) >= _SHORTEST and "(" in line and not _COMMON.match(line)


def _contains(text: str, line: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(line)}(?!\w)", text) is not None


def _is_long(secret: Secret) -> bool:
    if len(secret.words) == 1:
        return "_" in secret.words[0] and len(secret.words[0]) >= _LONG_NAME
    letters = sum(len(word) for word in secret.words if word[0].isalnum() or word[0] == "_")
    return len(secret.words) >= _WORDS and letters >= _LETTERS
