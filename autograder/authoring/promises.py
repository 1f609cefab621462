"""The ledger of a chapter's promises: what its texts say, and a wrong answer that breaks each.

``promises.md`` quotes every sentence of every task's docstrings, and below each quote says what
holds it: known mistakes that break it, code that does so, or that it asks nothing of an answer:

    ## make_line

    > noise: standard deviation of normal noise, drawn anew for every y

    `one_noise`, `uniform_noise`

    > y: float32, shape (n, 1).

    ```diff
    -    return x, y + noise * torch.randn(n, 1)
    +    return x, (y + noise * torch.randn(n, 1)).double()
    ```

    > n: number of points, at least 1.

    given

What is ``given`` may be relied on by an answer; ``free: variant`` names a right answer that uses a
freedom. Code has the form of a known mistake's: an edit of the solution, or whole definitions.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from autograder.course import mistakes, solutions
from autograder.course.percent import Cell
from autograder.course.source import Source, read

FILE = "promises.md"
GIVEN, FREE = "given", "free"
_SENTENCE = re.compile(r"(?<=[.;]) +(?=[A-Z`]|(?:\w+, )*\w+: )")
_WIDTH = 98
_NAMES = re.compile(r"`(\w+)`")
_SECTION = re.compile(r"^ *(Args|Attributes|Returns|Raises|Yields):$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Promise:
    """One quoted sentence of a task's text, or some words of one.

    Attributes:
        task: id of the task, as its heading names it.
        quote: words of its docstrings, with single spaces.
        line: of the quote in the ledger, 1-based.
        kind: ``given``, ``free``, or empty for a promise that an answer has to keep.
        names: known mistakes that break it; for ``free``, variants that use the freedom.
        codes: wrong answers that are only here, each with its line in the ledger.
    """

    task: str
    quote: str
    line: int
    kind: str = ""
    names: tuple[str, ...] = ()
    codes: tuple[tuple[int, str], ...] = ()


def path_of(folder: Path) -> Path:
    """The ledger in a chapter's folder."""
    return folder / FILE


def ledger(path: Path) -> tuple[Promise, ...]:
    """The promises of a ledger in its order; none where there is no file."""
    return tuple(parsed(read(path))) if path.is_file() else ()


def parsed(text: str) -> list[Promise]:
    """The promises in a ledger's text, in its order."""
    task, found = "", list[Promise]()
    for node in SyntaxTreeNode(MarkdownIt().parse(text)).children:
        if node.type == "heading":
            task = node.children[0].content
        elif node.type == "blockquote" and node.map:
            quote = " ".join(inside.content for inside in node.walk() if inside.type == "inline")
            found.append(Promise(task, " ".join(quote.split()), node.map[0] + 1))
        elif found:
            found[-1] = _kept(found[-1], node)
    return found


def _kept(promise: Promise, node: SyntaxTreeNode) -> Promise:
    """A promise with what one more paragraph or block of code below its quote says."""
    if node.type == "fence" and node.map:
        code = (node.map[0] + 2, node.content.rstrip("\n"))
        return replace(promise, codes=(*promise.codes, code))
    said = node.children[0].content if node.children else ""
    kind = next((kind for kind in (GIVEN, FREE) if said.startswith(kind)), promise.kind)
    names = () if kind == GIVEN else tuple(_NAMES.findall(said))
    return replace(promise, kind=kind, names=(*promise.names, *names))


def text_of(cell: Cell) -> str:
    """All that a task's docstrings say, with single spaces and without the names of sections."""
    tree = ast.parse(cell.source)
    nodes = [
        n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Module)
    ]
    texts = [text for node in nodes if (text := ast.get_docstring(node))]
    return " ".join(_SECTION.sub("", "\n\n".join(texts)).split())


def unquoted(text: str, quotes: list[str]) -> tuple[list[str], list[str]]:
    """What of a text stands in no quote, and the quotes that do not stand in the text.

    Each quote takes the first place that no earlier one took.
    """
    rest, strangers = text, []
    for quote in quotes:
        if quote in rest:
            rest = rest.replace(quote, "\n", 1)
        elif quote not in text:
            strangers.append(quote)
    left = [part.strip() for part in rest.split("\n")]
    return [part for part in left if re.search(r"\w", part)], strangers


def draft(source: Source) -> str:
    """The sentences of a chapter that no promise quotes yet, in the form of a ledger.

    Below each heading stand the known mistakes of the task that no promise names yet.
    """
    every = ledger(path_of(source.chapter.folder))
    parts = []
    for task in source.tasks:
        mine = [one for one in every if one.task == task.id]
        text = text_of(next(c for c in source.cells if c.kind == "code" and c.task == task.id))
        left, _ = unquoted(text, [one.quote for one in mine])
        used = {name for one in mine for name in one.names}
        known = [m.id for m in mistakes.catalogue(source.chapter) if m.task == task.id]
        if left:
            parts += [f"## {task.id}", ", ".join(f"`{name}`" for name in known if name not in used)]
            parts += [_quoted(sentence) for part in left for sentence in _SENTENCE.split(part)]
    return "\n\n".join(parts)


def _quoted(sentence: str) -> str:
    return textwrap.indent(textwrap.fill(sentence, _WIDTH), "> ")


def wrong_answer(source: Source, task: str, code: str, line: int, path: Path) -> str:
    """Compose the cell of a wrong answer that is only in the ledger.

    Args:
        source: the chapter, with solutions.
        task: its id.
        code: as it is written in the ledger.
        line: of the code's first line in the ledger.
        path: the ledger.

    Raises:
        PercentError: it cannot be composed; the error names the line.
    """
    cell = next(c for c in source.cells if c.kind == "code" and c.task == task)
    return mistakes.composed(solutions.solved(cell, source.path), code, line, path)
