"""Ways out of the house: which channels there are and how fast they may go."""

from cms.settings import env

# Where short messages go: an HTTP gateway; empty means this city sends none.
SMS_GATEWAY_URL = env.text("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.secret("SMS_GATEWAY_TOKEN", "")
SMS_SENDER = env.text("SMS_SENDER", "Vikno")

NOTIFY_CHANNELS = {"email": "core.notify.channels.email.EmailChannel"}
if SMS_GATEWAY_URL:
    NOTIFY_CHANNELS["sms"] = "core.notify.channels.sms.GatewaySmsChannel"

# Nothing of this leaves the machine; messages are read on /demo/outbox/.
NOTIFY_CHANNELS_DEMO = {
    "email": "core.notify.channels.email.DemoEmailChannel",
    "sms": "core.notify.channels.sms.StubSmsChannel",
}

NOTIFY_EMAILS_PER_SECOND = env.whole("NOTIFY_EMAILS_PER_SECOND", 20, least=1)
NOTIFY_SMS_PER_SECOND = env.whole("NOTIFY_SMS_PER_SECOND", 5, least=1)
# How long a message stays in the hand of a sender that says nothing; longer than
# the slowest sending, because after it another sender takes the message.
NOTIFY_LEASE_SECONDS = env.whole("NOTIFY_LEASE_SECONDS", 120, least=30)

# Web-hooks call programs outside only; a city whose document flow stands in its own network
# may allow addresses of that network, and plain http with them.
HOOKS_MAY_CALL_INSIDE = env.flag("HOOKS_MAY_CALL_INSIDE", False)
