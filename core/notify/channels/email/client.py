"""E-mail through the mailer named `default` in settings.MAILERS."""

import smtplib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend

from core.notify.channels.base import Channel, TransportError

if TYPE_CHECKING:
    from core.notify.models import OutboxMessage


class EmailChannel(Channel):
    """One connection per round, opened by the first letter."""

    @property
    def per_second(self) -> float:  # type: ignore[override]
        return settings.NOTIFY_EMAILS_PER_SECOND

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def send(self, message: "OutboxMessage") -> None:
        letter = _letter(message)
        try:
            if self._connection is None:
                self._connection = self._opened()
            self._connection.send_messages([letter])
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            codes = [code for code, _reason in error.recipients.values()]
            raise TransportError(
                str(error), is_permanent=bool(codes) and all(code >= 500 for code in codes)
            ) from error
        except smtplib.SMTPResponseException as error:
            self.close()
            raise TransportError(str(error), is_down=_is_about_the_server(error)) from error
        except smtplib.SMTPException as error:
            self.close()
            raise TransportError(str(error), is_down=True) from error
        except OSError as error:
            self.close()
            raise TransportError(f"{type(error).__name__}: {error}", is_down=True) from error

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return

    def _opened(self) -> BaseEmailBackend:
        connection = mailers["default"]
        connection.open()
        return connection


def _letter(message: "OutboxMessage") -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        to=[message.to_address],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.body_html:
        letter.attach_alternative(message.body_html, "text/html")
    if message.attachment_name:
        letter.attach(message.attachment_name, message.attachment, message.attachment_type)
    return letter


def _is_about_the_server(error: smtplib.SMTPResponseException) -> bool:
    """Greeting, log-in and "service not available" speak of the server, not of the letter."""
    return error.smtp_code == 421 or isinstance(
        error, smtplib.SMTPConnectError | smtplib.SMTPAuthenticationError | smtplib.SMTPHeloError
    )
