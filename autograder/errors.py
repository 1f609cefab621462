"""The kit's own errors. A student's error is a StudentError (see ``remote.faults``)."""

from __future__ import annotations


class KitError(Exception):
    """The kit itself could not do its work; the command ends with exit code 3."""

    exit_code = 3


class UsageError(KitError):
    """Wrong usage or input that cannot be read; the command ends with exit code 2.

    The message is one line: which file or argument, what was expected, what was found, what to do.
    """

    exit_code = 2
