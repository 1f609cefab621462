"""Turn errors of commands into an exit code and one line on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import click

from autograder.errors import KitError
from autograder.stopping import Stopped, stoppable

TRACEBACK = "AUTOGRADER_TRACEBACK"

_INTERRUPTED = 130
_PIPE_CLOSED = 141
_USAGE = 2
_OUR_FAULT = 3


def guarded(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; what it raises becomes a code and a line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # what a terminal cannot show must not stop a command
            stream.reconfigure(errors="backslashreplace")
    try:
        with _signals(arguments):
            code = command.main(list(arguments), "autograder", standalone_mode=False)
            sys.stdout.flush()
    except Stopped as stop:
        return say(str(stop), stop.exit_code, stop)
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return _USAGE
    except click.UsageError as error:
        return say(_of_click(error), _USAGE, error)
    except KitError as error:
        return say(str(error), error.exit_code, error)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except Exception as error:
        text = f"{type(error).__name__}: {error}. This is the kit's own fault, not yours; set "
        return say(f"{text}{TRACEBACK}=1 to see where.", _OUR_FAULT, error)
    return code if isinstance(code, int) else 0


def _signals(arguments: Sequence[str]) -> AbstractContextManager[None]:
    """Listen to signals, but leave Ctrl-C to the debugger where a student's code runs here."""
    return nullcontext() if "--in-process" in arguments else stoppable()


def say(message: str, code: int, error: BaseException) -> int:
    """Print one line, after the traceback if that is asked for; returns ``code``."""
    from autograder.text import one_line

    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exception(error)
    click.echo(f"autograder: {one_line(message, 1000)}", err=True)
    return code


def _of_click(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "autograder"
    return f"{error.format_message()} Try `{command} --help`."
