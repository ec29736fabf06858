"""The HTTP gateway for short messages, against a real small server."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.notify.channels import TransportError
from core.notify.channels.sms import GatewaySmsChannel
from tests.factories.notify import MessageFactory


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.answer)
        self.end_headers()
        self.wfile.write(b"reason")

    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture
def gateway(settings) -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.seen, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_GATEWAY_TOKEN = "secret"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_gateway_gets_number_text_and_the_same_id_each_time(gateway):
    message = MessageFactory.build(sms=True)
    GatewaySmsChannel().send(message)
    GatewaySmsChannel().send(message)
    (authorization, first), (_again, second) = gateway.seen
    assert authorization == "Bearer secret"
    assert first == second
    assert first["to"] == "+380671234567"
    assert first["id"] == message.message_id


@pytest.mark.parametrize(
    ("answer", "is_permanent", "is_down"),
    [
        (400, True, False),
        (422, True, False),
        (401, False, True),
        (429, False, True),
        (503, False, True),
    ],
)
def test_answers_of_the_gateway_are_told_apart(gateway, answer, is_permanent, is_down):
    gateway.answer = answer
    with pytest.raises(TransportError) as caught:
        GatewaySmsChannel().send(MessageFactory.build(sms=True))
    assert (caught.value.is_permanent, caught.value.is_down) == (is_permanent, is_down)


def test_an_unreachable_gateway_is_down(settings, gateway):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:1/send"
    with pytest.raises(TransportError) as caught:
        GatewaySmsChannel().send(MessageFactory.build(sms=True))
    assert caught.value.is_down
