"""The two ways a check fails: an error in the student's code, or a wrong value."""

from __future__ import annotations


class StudentError(Exception):
    """An error, death or missing name in the student's process; fails the check that met it.

    Attributes:
        kind: ``error`` (raised), ``missing`` (not defined), ``timeout``, ``crash`` or ``memory``.
        types: names of the exception's class and its bases; empty unless ``kind`` is ``error``.
        message: what the student reads.
        where: ``file:line`` in their file, or empty.
        traceback: Python's own account, for those who ask.
        names: what the statement that raised it would have defined; empty for errors of calls.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        types: tuple[str, ...] = (),
        where: str = "",
        traceback: str = "",
        names: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.types = types
        self.message = message
        self.where = where
        self.traceback = traceback
        self.names = names

    @property
    def is_import(self) -> bool:
        """Whether an import failed."""
        return "ImportError" in self.types

    @property
    def undefined(self) -> str:
        """The name that was used and is not defined; empty for every other error."""
        is_told = self.types[:1] == ("NameError",)
        return self.message.partition("'")[2].partition("'")[0] if is_told else ""

    @property
    def fatal(self) -> bool:
        """Whether the process is gone."""
        return self.kind in ("timeout", "crash", "memory")


class Failed(AssertionError):
    """A value is not what the check expects.

    Attributes:
        message: what was expected and what was found.
        hint: one sentence, or empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
