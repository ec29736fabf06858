"""Rows of the outbox with intentions: `MessageFactory(sent=True)`, `MessageFactory(tries=3)`."""

import factory

from core import clock
from core.notify.models import OutboxMessage, State


class MessageFactory(factory.django.DjangoModelFactory):
    """A letter that waits to be sent."""

    class Meta:
        model = OutboxMessage

    class Params:
        sent = factory.Trait(state=State.SENT, sent_at=factory.LazyFunction(clock.now))
        dead = factory.Trait(state=State.DEAD)
        sms = factory.Trait(channel="sms", to_address="+380671234567", subject="")
        tries = 0

    kind = "accounts.security_notice"
    channel = "email"
    to_address = factory.Sequence(lambda n: f"reader{n}@people.test")
    language = "uk"
    subject = factory.Sequence(lambda n: f"Лист {n}")
    body_text = "Текст листа\n"
    attempts = factory.SelfAttribute("tries")
    created_at = factory.LazyFunction(clock.now)
    next_try_at = factory.SelfAttribute("created_at")
    message_id = factory.Sequence(lambda n: f"<message{n}@people.test>")
