"""A program that listens to web-hooks: a real HTTP server on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Program:
    """What came, and what is answered to it."""

    url: str = ""
    status: int = 204
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [headers["Vikno-Delivery"] for headers, _body in self.came]


@contextmanager
def listening_program() -> Iterator[Program]:
    program = Program()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            program.came.append((dict(self.headers), body))
            self.send_response(program.status)
            if program.status == 302:
                self.send_header("Location", program.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nothing of it on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    program.url = f"http://127.0.0.1:{server.server_port}/visits?from=vikno"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield program
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
