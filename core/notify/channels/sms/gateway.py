"""A provider's HTTP gateway, described by settings so that no provider is in the code.

`SMS_GATEWAY_URL` gets a POST of JSON: {"to", "from", "text", "id"}. `id` is the
row's Message-ID: a gateway that honours it drops repeats. 2xx means accepted,
4xx (but not 408, 425 and 429) means never, everything else means later.
"""

import json
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings

from core.notify.channels.base import Channel, TransportError

if TYPE_CHECKING:
    from core.notify.models import OutboxMessage

TIMEOUT_SECONDS = 15
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_OUR_FAULT = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


class GatewaySmsChannel(Channel):
    """Sends one message per request."""

    @property
    def per_second(self) -> float:  # type: ignore[override]
        return settings.NOTIFY_SMS_PER_SECOND

    def send(self, message: "OutboxMessage") -> None:
        request = urllib.request.Request(
            settings.SMS_GATEWAY_URL,
            data=json.dumps(
                {
                    "to": message.to_address,
                    "from": settings.SMS_SENDER,
                    "text": message.body_text,
                    "id": message.message_id,
                }
            ).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
                return
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error.code, error.read(500).decode(errors="replace")) from error
        except OSError as error:
            raise TransportError(f"{type(error).__name__}: {error}", is_down=True) from error


def _refused(code: int, body: str) -> TransportError:
    """A wrong token or address is our mistake: the message waits until it is mended."""
    is_down = code >= 500 or code in _LATER or code in _OUR_FAULT
    return TransportError(f"{code}: {body}", is_permanent=not is_down, is_down=is_down)
