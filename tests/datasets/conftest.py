"""A web server on this machine, with the ways in which a download goes wrong."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def site() -> Iterator[tuple[str, dict[str, Answer]]]:
    """Yield the server's address and a dict to fill: path to what answers it (404 otherwise)."""
    answers: dict[str, Answer] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.get(self.path, _missing)(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", answers
    server.shutdown()
    thread.join()
    server.socket.close()  # server_close would wait for handlers that stall on purpose


@pytest.fixture
def sends() -> Callable[..., Answer]:
    """Make an answer of bytes; it may announce more than it has, or pause after each of them."""

    def make(body: bytes, announced: int | None = None, pause: float = 0.0) -> Answer:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", str(announced or len(body)))
            handler.end_headers()
            pieces = [body] if not pause else [body[k : k + 1] for k in range(len(body))]
            try:
                for piece in pieces:
                    handler.wfile.write(piece)
                    handler.wfile.flush()
                    time.sleep(pause)
            except OSError:
                pass  # the client had enough

        return answer

    return make


def _missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)
