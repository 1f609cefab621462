"""What a platform's download says about its files: whose they are, and what they were called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.text import file_name

Read = Callable[[str], str]
"""The text of a file at the top of a download, bounded; empty if it cannot be read."""

_LONGEST = 100  # bytes of an id that is a folder's name as it is


@dataclass(frozen=True, slots=True)
class Top:
    """A file or folder at the top of a download.

    Attributes:
        name: of it.
        is_folder: whether it is one; a link to one is none.
        is_clone: whether it is a Git repository.
        is_link: whether it is a symbolic link, which is not followed.
    """

    name: str
    is_folder: bool
    is_clone: bool = False
    is_link: bool = False

    @property
    def may_be_students(self) -> bool:
        """Whether it stands where a student's folder would: a link does too, and is told of."""
        return self.is_folder or (self.is_link and "." not in self.name)


@dataclass(frozen=True, slots=True)
class Person:
    """A student as a platform or a roster knows them; what is not known is empty."""

    id: str
    name: str = ""
    email: str = ""
    login: str = ""


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose a file or folder is.

    Attributes:
        person: who handed it in.
        file: what the file was called; empty for a folder, and for a note of the platform's own.
        attempt: sorts the attempts of one student by time; empty where there is one.
        chapter: full name of the chapter that it is of, where the layout tells; else empty.
    """

    person: Person
    file: str = ""
    attempt: str = ""
    chapter: str = ""


Owners = Mapping[str, Sequence[Owned]]
"""Who owns each file and folder, by its path in the download; what is not in it is nobody's."""


def person(id: str, name: str = "", email: str = "", login: str = "") -> Person:  # noqa: A002
    """Make a person whose id is a folder's name on every system, and not hidden there."""
    is_plain = (
        id.isprintable()
        and id.strip(" .") == id != ""
        and not set(id) & set('/\\:*?"<>|')
        and len(id.encode("utf-8", "replace")) <= _LONGEST
    )
    return Person(id if is_plain else file_name(id), name, email, login)
