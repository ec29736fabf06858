"""The ticket on paper (Q-05): a sheet A4 for oneself, A6 for the printer of a terminal."""

import io
import json
from pathlib import Path
from typing import Any

import segno
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import paper
from core.words.dates import time_words, weekday_date_words
from crm.tickets.errands import errand_of, minutes_of
from crm.tickets.models import Ticket
from directory.papers.services import source_of

TEMPLATES = Path(__file__).parent / "templates"
SIZES = {"a4": _("Ticket, A4"), "a6": _("Ticket, A6")}


def register_kinds() -> None:
    """Told at start-up, so that administrators can edit the templates."""
    for size, label in SIZES.items():
        paper.register(
            paper.PaperKind(
                code=f"ticket-{size}",
                label=label,
                shipped=TEMPLATES / f"{size}.typ",
                sample=_sample,
                hint=_("What the visitor comes with: number, time, place, what to bring, QR."),
            )
        )


def ticket_pdf(ticket: Ticket, size: str, url: str, filename: str) -> HttpResponse:
    """The caller has checked access and recorded the viewing."""
    kind = paper.kind_named(f"ticket-{size}")
    assert kind is not None
    with override("uk"):
        made = paper.set_pdf(source_of(kind), _data_of(ticket, url))
    return paper.pdf_response(made, f"{filename}.pdf")


def slip_pdf(ticket: Ticket, url: str, filename: str) -> HttpResponse:
    """A6 for the printer of a terminal: without name and answers, for it lies about in the hall."""
    kind = paper.kind_named("ticket-a6")
    assert kind is not None
    with override("uk"):
        data = {**_data_of(ticket, url), "visitor": ""}
        made = paper.set_pdf(source_of(kind), data)
    return paper.pdf_response(made, f"{filename}.pdf")


def qr_svg(text: str) -> SafeString:
    """A picture of the link, dark on white in both themes; nothing of the person is in it."""
    out = io.BytesIO()
    code = segno.make(text, error="m")
    dots = {"dark": "#000", "light": "#fff", "border": 2}
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, **dots)
    return mark_safe(out.getvalue().decode())  # made by us of our own link


def _data_of(ticket: Ticket, url: str) -> dict[str, Any]:
    queue, addressee = ticket.queue, ticket.queue.addressee
    place = [str(part) for part in (addressee.address, addressee.room, queue.place) if part]
    return {
        "title": f"Талон {ticket.number}",
        "language": "uk",
        "footer": "",
        "body": {"name": str(addressee), "address": str(addressee.address), "phone": ""},
        "number": ticket.number,
        "visitor": ticket.visitor,
        "service": ticket.service_words,
        "day": weekday_date_words(ticket.day, "nominative"),
        "time": time_words(ticket.starts_at or ticket.arrived_at),
        "minutes": minutes_of(ticket),
        "place": ", ".join(place),
        "documents": errand_of(ticket).document_lines,
        "cancel_minutes": queue.cancel_minutes,
        "early_minutes": queue.early_minutes,
        "qr": str(qr_svg(url)),
        "url": url,
    }


def _sample() -> dict[str, Any]:
    data = json.loads((TEMPLATES / "ticket.json").read_text("utf-8"))
    return {**data, "qr": str(qr_svg(data["url"]))}
