"""A virus check by clamd's INSTREAM command over its socket.

The client is ours because the only one on PyPI is from 2014; it is forty lines.
"""

import logging
import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import RuleBroken

logger = logging.getLogger(__name__)

CHUNK = 65536
TIMEOUT = 30.0


def scan(file: BinaryIO, field: str | None = None) -> bool:
    """True: checked and clean. False: no scanner is configured. Otherwise refuses.

    Talks over the network, so it is called before the transaction, never inside one.
    A scanner that does not answer refuses the file too: an unchecked file is not a clean one.
    """
    address = getattr(settings, "CLAMD_ADDRESS", "")
    if not address:
        return False
    try:
        answer = _ask(address, file)
    except OSError as error:
        logger.exception("clamd at %s does not answer", address)
        raise _unavailable(field) from error
    finally:
        file.seek(0)
    if answer.endswith("FOUND"):
        logger.warning("clamd refused a file: %s", answer)
        raise RuleBroken(
            _("The file has a virus and was not taken."), field=field, code="file_infected"
        )
    if not answer.endswith("OK"):
        logger.error("clamd answered: %s", answer)
        raise _unavailable(field)
    return True


def _unavailable(field: str | None) -> RuleBroken:
    return RuleBroken(
        _("The file cannot be checked for viruses now. Try again in a few minutes."),
        field=field,
        code="scanner_unavailable",
    )


def _ask(address: str, file: BinaryIO) -> str:
    """One INSTREAM conversation; the answer without its closing NUL."""
    with _connect(address) as line:
        line.sendall(b"zINSTREAM\0")
        file.seek(0)
        try:
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # clamd hangs up as soon as its size limit is passed, and says so first.
            logger.info("clamd closed the stream early")
        answer = b""
        while not answer.endswith(b"\0") and (part := line.recv(4096)):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl`, the path alone, or `host:port`."""
    if address.startswith(("unix:", "/")):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)
