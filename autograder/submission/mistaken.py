"""Files of a kind that is not graded: what they are, and what to hand in instead."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from autograder.errors import UsageError
from autograder.submission.text import conflict_lines
from autograder.submission.tree import Entry, Tree
from autograder.text import one_line

_HEAD = 4096
_LOOKED_AT = 50  # one of them tells
_DOWNLOAD = "in Jupyter: File, Download; in Colab: File, Download, Download .ipynb"
_NOTEBOOK = f"Hand in the .ipynb file itself ({_DOWNLOAD})."
_ZIP = "Make a zip instead, or hand in the .ipynb or .py file itself."
_PICTURE = ("a picture", _NOTEBOOK)
_OFFICE = ("a document of Word or another office program", _NOTEBOOK)
_PACKED = ("an archive that is not opened", _ZIP)
_PDF = ("a PDF", _NOTEBOOK)
_PAGE = ("a web page", _NOTEBOOK)
_SHORTCUT = ("a shortcut to a file on Google Drive, not the file", _NOTEBOOK)
_PLACEHOLDER = (
    "a placeholder of a file that is still in the cloud",
    "Download the file first, then hand it in.",
)

_BEGINNINGS = (
    (b"%PDF-", _PDF),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"{\\rtf", _OFFICE),
    (b"\xd0\xcf\x11\xe0", _OFFICE),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ\0", _PACKED),
    (b"bplist00", _PLACEHOLDER),
)
_ENDINGS = {
    ".pdf": _PDF,
    **dict.fromkeys((".html", ".htm", ".mhtml", ".webarchive"), _PAGE),
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pages", ".pptx"), _OFFICE),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".heic", ".webp", ".bmp"), _PICTURE),
    **dict.fromkeys((".rar", ".7z", ".gz", ".tgz", ".tar", ".xz", ".bz2"), _PACKED),
    **dict.fromkeys((".gdoc", ".gdrive", ".gsheet", ".gcolab", ".url", ".webloc"), _SHORTCUT),
    **dict.fromkeys((".icloud", ".cloud", ".crdownload", ".part", ".download"), _PLACEHOLDER),
}
_MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|meta)", re.IGNORECASE)
_LINK = re.compile(rb'\A\s*\{[^{]{0,2000}"(?:url|doc_id|resource_id)"')


def explain(name: str, head: bytes) -> str:
    """Say what a file is that cannot be graded, e.g. "it is a PDF. Hand in ...".

    Args:
        name: its name.
        head: its first bytes; they tell more than the name.

    Returns:
        A clause, a full stop, and what to do; empty for a file that may be work.
    """
    found = _by_content(head, name) or _ENDINGS.get(PurePosixPath(name).suffix.lower())
    return f"it is {found[0]}. {found[1]}" if found else ""


def refuse(name: str, data: bytes) -> None:
    """Refuse the content of a file that is named like work and is something else.

    Raises:
        UsageError: it is a PDF, a web page, a picture, a shortcut...
    """
    if found := _by_content(data[:_HEAD], name):
        raise UsageError(f"{name}: Expected a notebook or module, but it is {found[0]}. {found[1]}")


def refuse_conflict(name: str, text: str) -> None:
    """Refuse a file with the marks that git leaves where two versions differ.

    Raises:
        UsageError: it has them; the message names their lines.
    """
    if marks := conflict_lines(text):
        lines = ", ".join(map(str, marks))
        raise UsageError(
            f"{name}:{marks[0]}: Expected one version of your work, but found git's conflict marks "
            f"(<<<<<<<, =======, >>>>>>>) in lines {lines}. Keep one of the two versions there, "
            "delete the marks, and save the file."
        )


def reason(tree: Tree) -> str:
    """Say what is in a folder or zip that holds no work; empty if nothing tells."""
    for entry in sorted(tree.entries, key=lambda entry: len(entry.path.parts))[:_LOOKED_AT]:
        name = one_line(str(entry.path), 80)
        if entry.refusal and entry.path.suffix:
            return f"found {name}, which is no use: {entry.refusal}"
        if found := explain(name, _head(tree, entry)):
            return f"found only {name}: {found}"
    return ""


def _head(tree: Tree, entry: Entry) -> bytes:
    try:
        with tree.open(entry) as stream:
            return stream.read(_HEAD)
    except (UsageError, OSError):
        return b""


def _by_content(head: bytes, name: str) -> tuple[str, str] | None:
    if not head.strip():
        return None
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head.startswith(b"PK\x03\x04") and not name.lower().endswith(".zip"):
        return _OFFICE if b"[Content_Types]" in head or b"word/" in head else _PACKED
    if _MARKUP.match(head):
        return _PAGE
    is_link = _LINK.match(head) and b'"cells"' not in head and b'"nbformat"' not in head
    return _SHORTCUT if is_link else None
