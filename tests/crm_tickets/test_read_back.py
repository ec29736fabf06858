"""What a visitor takes away is read back by other people's programs: the code, the file."""

from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from core import clock
from crm.tickets import services as tickets
from crm.tickets.models import Ticket
from tests.crm_tickets.booked import booked
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.paper.pdf_words import words_of

pytestmark = pytest.mark.django_db
READER = Path(__file__).parents[1] / "vendor" / "ical" / "ical.min.js"
"""ical.js, the reader of Mozilla's calendar; the product itself writes by another library."""

READ = """text => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
    const told = name => event.component.getFirstPropertyValue(name);
    return {
        method: calendar.getFirstPropertyValue("method"),
        uid: event.uid,
        sequence: event.sequence,
        status: told("status"),
        summary: event.summary,
        location: event.location,
        start: event.startDate.toUnixTime(),
        end: event.endDate.toUnixTime(),
        alarm: event.component.getFirstSubcomponent("valarm")
            ?.getFirstPropertyValue("trigger").toSeconds(),
    };
}"""


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        yield make_visit(people, service={"documents": {"uk": "паспорт\nкод", "en": "passport"}})


def codes_in(pdf):
    """What a camera reads on the printed page."""
    sheet = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    return [one.text for one in zxingcpp.read_barcodes(sheet)]


@pytest.mark.parametrize("size", ["a4", "a6"])
def test_text_and_code_of_the_printed_ticket_are_read_back(client, visit, people, size):
    ticket, place = booked(client, visit, people)
    pdf = client.get(f"{place}{size}.pdf").content
    words = words_of(pdf)
    for said in ("А-001", "10:40", "Дорошенко Олена Василівна", "паспорт", "10 березня 2026"):
        assert said in words
    assert b"pdfuaid:part" in pdf
    (link,) = codes_in(pdf)
    assert urlsplit(link).path == reverse("tickets:scanned", args=[ticket.token])
    opened = client.get(urlsplit(link).path)
    assert opened.headers["Location"] == place


def test_the_code_says_nothing_but_a_link(client, visit, people):
    """Q-06: no number, no name, no key of a record that somebody could count on from."""
    ticket, place = booked(client, visit, people)
    (link,) = codes_in(client.get(f"{place}a6.pdf").content)
    told = urlsplit(link)
    assert told.path.strip("/").split("/") == ["t", ticket.token]
    assert not told.query and not told.fragment
    assert len(ticket.token) >= 22, "128 bits"


@pytest.mark.browser
def test_another_program_reads_the_calendar_file(client, visit, people, chromium):
    page = chromium.new_page()
    script = READER.read_text("utf-8").replace("export{Yt as default};", "window.ICAL=Yt;")
    page.evaluate(f"() => {{ {script} }}")

    def read(ticket):
        place = reverse("tickets:ticket", args=[ticket.public_id])
        return page.evaluate(READ, client.get(f"{place}calendar.ics").content.decode())

    ticket, place = booked(client, visit, people)
    first = read(ticket)
    assert (first["method"], first["status"], first["sequence"]) == ("PUBLISH", "CONFIRMED", 0)
    assert first["start"] == kyiv(10, 40).timestamp() and first["end"] == kyiv(11).timestamp()
    assert first["alarm"] == -3600 and "А-001" in first["summary"]
    client.post(f"{place}move/", {"at": "20260311T0700Z"})
    moved = Ticket.objects.get(moved_from=ticket)
    second = read(moved)
    assert second["uid"] == first["uid"] and second["sequence"] > first["sequence"]
    assert second["start"] == kyiv(9, day=11).timestamp()
    tickets.cancel(moved, people.resident, EIGHT)
    gone = read(moved)
    assert (gone["method"], gone["status"], gone["uid"]) == ("CANCEL", "CANCELLED", first["uid"])
    assert gone["sequence"] > second["sequence"] and gone["alarm"] is None
    page.close()
