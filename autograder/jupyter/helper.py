"""Client of the check server, the process beside a kernel that checks its cells.

Requests and answers are lines of JSON. The process keeps a template, so that the first check
takes seconds and the next ones do not; it ends when its kernel does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import sys; sys.path[0] = sys.argv[1]; from autograder.jupyter.server import main; main()"
)
_LOG_TAIL = 500


class Helper:
    """Starts the server with the first request, and again when it has died; sends it requests."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._log: IO[bytes] | None = None

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request (see ``server.CheckServer.answer``) and wait for its answer.

        A process that dies over it is an answer with ``failed``. KeyboardInterrupt, the stop
        button, ends the process.
        """
        try:
            line = self._exchange(json.dumps(request))
        except BaseException:
            self.close()
            raise
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        words = self._log_tail()
        self.close()
        text = f"The checks ended before they were done. {words}".strip()
        return {"text": text, "failed": True}

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        if self._log is not None:
            self._log.close()
        self._process = self._log = None

    def _exchange(self, line: str) -> str:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = self._start()
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            return ""
        try:
            asked.write(f"{line}\n")
            asked.flush()
        except BrokenPipeError:
            return ""
        return answers.readline()

    def _start(self) -> subprocess.Popen[str]:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            encoding="utf-8",
            env={**os.environ, "MPLBACKEND": "Agg", "PYTHONUTF8": "1"},
            start_new_session=True,  # a stop button's signal is for the kernel
        )

    def _log_tail(self) -> str:
        if self._log is None:
            return ""
        self._log.seek(0)
        text = self._log.read().decode(errors="replace").strip()
        return text.rpartition("\n")[2][-_LOG_TAIL:]
