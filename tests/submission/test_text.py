"""Bytes to text."""

from __future__ import annotations

import pytest

from autograder.errors import UsageError
from autograder.submission.text import decode


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"x = 1\r\ny = 2\rz = 3\n", "x = 1\ny = 2\nz = 3\n"),
        ("name = 'Zoë'\n".encode(), "name = 'Zoë'\n"),
        ("# coding: latin-1\nname = 'é'\n".encode("latin-1"), "# coding: latin-1\nname = 'é'\n"),
        (
            "#!python\n# -*- coding: cp1252 -*-\n'€'".encode("cp1252"),
            "#!python\n# -*- coding: cp1252 -*-\n'€'",
        ),
        (b"x = 1\ny = 2\n# coding: rot13\n", "x = 1\ny = 2\n# coding: rot13\n"),
    ],
)
def test_common_encodings_and_line_ends_are_read(data: bytes, text: str) -> None:
    """UTF-8 with or without mark, and what an encoding line in the first two lines says."""
    assert decode(data, "a.py") == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("x = 1".encode("utf-16"), "UTF-16"),
        ("x = 1".encode("utf-16-be"), "NUL"),
        ("x = 1".encode("utf-32"), "UTF-16"),
        (b"\x7fELF\0\0", "NUL"),
        (b"x = 1\ny = '\xe9'\n", "a.py:2: Expected utf-8 text, but found the byte 0xe9"),
        (b"# coding: no-such-thing\n", "no-such-thing"),
        (b"# coding: zlib\n", "zlib"),
        (b"# coding: unicode_escape\n", "unicode_escape"),
        (b"# coding: utf-7\n", "utf-7"),
    ],
)
def test_other_bytes_are_refused_in_one_line(data: bytes, said: str) -> None:
    """The message names the file, what was found and what to do."""
    with pytest.raises(UsageError) as caught:
        decode(data, "a.py")
    message = str(caught.value)
    assert message.startswith("a.py:")
    assert said in message
    assert "\n" not in message
