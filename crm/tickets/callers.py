"""One signed request to a program outside, and no way to reach what stands inside (SSRF).

The name is looked up once, every address it gives must be a public one, and the connection goes to
that very address: a name that changes its mind between the look and the call changes nothing.
Redirects are not followed.
"""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5.0
SIGNATURE = "Vikno-Signature"
DELIVERY = "Vikno-Delivery"
EVENT = "Vikno-Event"


class CallFailed(Exception):
    """The program was not told; `status` is what it answered, if it did."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Target:
    """An address that may be called."""

    host: str
    port: int
    ip: str
    path: str
    is_secure: bool


def signature(secret: str, moment: datetime, body: bytes) -> str:
    """`t=<seconds>,v1=<hex of HMAC-SHA256 over "<seconds>.<body>">`."""
    seconds = str(int(moment.timestamp()))
    mark = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256)
    return f"t={seconds},v1={mark.hexdigest()}"


def target_of(url: str) -> Target:
    """Raises CallFailed for what must not be called."""
    parts = urlsplit(url)
    may_be_inside = settings.HOOKS_MAY_CALL_INSIDE
    if parts.scheme != "https" and not (may_be_inside and parts.scheme == "http"):
        raise CallFailed("Only https addresses are called.")
    if not parts.hostname or parts.username or parts.password:
        raise CallFailed("The address has no host, or has a password in it.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise CallFailed("The address has a wrong port.") from None
    ip = _public_ip(parts.hostname, port, may_be_inside)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, port, ip, path, parts.scheme == "https")


def call(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer, one of 2xx. Raises CallFailed for anything else."""
    target = target_of(url)
    connection = _Pinned(target)
    try:
        connection.request(
            "POST",
            target.path,
            body,
            {"Content-Type": "application/json", "User-Agent": "Vikno", **headers},
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise CallFailed(f"{type(trouble).__name__}: {trouble}"[:300]) from trouble
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise CallFailed(f"HTTP {status}", status)
    return status


def is_public(ip: str) -> bool:
    """Not of this machine, of the city's own network, or of nobody."""
    address = ipaddress.ip_address(ip)
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None:
        return is_public(str(inner))
    return address.is_global and not address.is_multicast


def _public_ip(host: str, port: int, may_be_inside: bool) -> str:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise CallFailed("The address is not known.") from trouble
    found = [str(row[4][0]).partition("%")[0] for row in rows]
    if not found or not (may_be_inside or all(is_public(ip) for ip in found)):
        raise CallFailed("The address leads inside, it is not called.")
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """Goes to the address that was looked at; the certificate is still that of the name."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target = target

    def connect(self) -> None:
        plain = socket.create_connection((self.target.ip, self.target.port), SECONDS)
        self.sock: Any = plain
        if self.target.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.target.host)
