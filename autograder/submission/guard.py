"""Bound the size and depth of code before Python's own parser sees it.

Deep nesting is what drives a parser to its stack's end. Python stops most of it with an error, some
versions with a crash; here nothing that deep is parsed at all. Strings and comments are skipped.
What hides inside an f-string is left to Python's own limits: its length is bounded here.
"""

from __future__ import annotations

import re

from autograder.submission.model import Limits

_OPEN, _CLOSE = "([{", ")]}"
_OPERATORS = "+-*/%@&|^~<>=.!"
_QUICK = re.compile(r"\b(?:not|lambda|if|elif|await|and|or|in|is|for)\b")
_TOKEN = re.compile(
    r"""\\\n|\#[^\n]*|(?P<prefix>\b[a-zA-Z]{1,2})?(?P<quote>\"{3}|'{3}|["'])"""
    r"""|(?P<mark>[(\[{)\]},\n]|[-+*/%@&|^~<>=.!]"""
    r"""|\b(?:not|lambda|if|elif|await|and|or|in|is|for)\b)""",
    re.VERBOSE,
)
_ENDS = {quote: re.compile(rf"\\.|{quote}", re.DOTALL) for quote in ('"""', "'''")} | {
    quote: re.compile(rf"\\.|{quote}|\n", re.DOTALL) for quote in "\"'"
}


def symbols(text: str) -> int:
    """Count punctuation marks and line ends of a text: a bound on the size of its tree."""
    return sum(map(text.count, "\n\\,;:\"'" + _OPEN + _CLOSE + _OPERATORS))


def complaint(text: str, limits: Limits) -> tuple[int, str] | None:
    """Why this code must not be parsed, and its 1-based line; None if it may be."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > limits.line:
            return number, f"this line is longer than {limits.line} characters"
    if _harmless(text, limits):
        return None
    return _scan(text, limits)


def _harmless(text: str, limits: Limits) -> bool:
    """Whether there is too little in the text for any depth, strings and comments included."""
    if sum(map(text.count, _OPEN)) > limits.brackets:
        return False
    return sum(map(text.count, _OPERATORS)) + len(_QUICK.findall(text)) <= limits.chain


def _scan(text: str, limits: Limits) -> tuple[int, str] | None:
    chains, branches, at = [0], 0, 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        if quote := found["quote"]:
            at = _string_end(text, at, quote)
            if at - found.end() > limits.line and "f" in (found["prefix"] or "").lower():
                return _at(text, found.start(), f"this f-string has more than {limits.line} signs")
            continue
        mark = found["mark"]
        if mark is None:
            continue
        branches += mark == "elif"
        _count(chains, mark)
        if len(chains) > limits.brackets:
            return _at(text, at, f"brackets are nested more than {limits.brackets} deep")
        if max(chains[-1], branches) > limits.chain:
            return _at(text, at, f"more than {limits.chain} operators follow one another")
    return None


def _count(chains: list[int], mark: str) -> None:
    """Count a mark: one chain of operators for each bracket that is open, begun anew at commas."""
    if mark in _OPEN:
        chains[-1] += 1
        chains.append(0)
    elif mark in _CLOSE:
        if len(chains) > 1:
            chains.pop()
    elif mark == ",":
        chains[-1] = 0
    elif mark != "\n":
        chains[-1] += 1
    elif len(chains) == 1:
        chains[0] = 0


def _string_end(text: str, at: int, quote: str) -> int:
    while found := _ENDS[quote].search(text, at):
        at = found.end()
        if not found[0].startswith("\\"):
            return at
    return len(text)


def _at(text: str, position: int, message: str) -> tuple[int, str]:
    return text.count("\n", 0, position) + 1, message
