"""The demo's letter box: every outgoing message, so that a newcomer needs no mail server."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.notify import kinds, letters
from core.notify.models import Channel, OutboxMessage

PAGE = 30


@require_safe
@never_cache
def demo_outbox(request: HttpRequest) -> HttpResponse:
    """Newest first; exists only in the demo, where nobody's real letters are."""
    if not settings.DEMO:
        raise Http404
    recipient = request.GET.get("to", "").replace("\x00", "").strip()[:254]
    channel = request.GET.get("channel", "")
    messages = OutboxMessage.objects.newest_first()
    if recipient:
        messages = messages.filter(to_address__icontains=recipient.lower())
    if channel in Channel.values:
        messages = messages.filter(channel=channel)
    page = Paginator(messages, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [_entry(message) for message in page],
        "recipient": recipient,
        "channel": channel,
        "channels": Channel.choices,
    }
    return render(request, "notify/demo_outbox.html", context)


def _entry(message: OutboxMessage) -> dict[str, Any]:
    return {"message": message, "label": _label(message.kind), "text": _text(message)}


def _label(code: str) -> Any:
    try:
        return kinds.get(code).label
    except LookupError:
        return code


def _text(message: OutboxMessage) -> SafeString:
    """Links lead to the same host one looks from, whatever port the demo runs on."""
    return letters.linked(message.body_text.strip(), drop=settings.BASE_URL)
