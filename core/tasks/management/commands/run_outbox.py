"""The sender: drains the outbox until it is told to stop."""

import os
import secrets
import signal
import socket
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import clock
from core.tasks import outbox, wakeup


class Command(BaseCommand):
    help = "Sends what waits in the outbox, until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        worker_id = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"[:60]
        if options["once"]:
            while outbox.drain_all(worker_id, clock.now()):
                pass
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        wait = wakeup.waiter(outbox.CHANNEL, stop)
        try:
            outbox.Sender(worker_id, stop, wait).run()
        finally:
            wait.close()
