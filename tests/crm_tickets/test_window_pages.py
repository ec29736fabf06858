"""The specialist's window in pages: who sees what, every press once (Q-17)."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.audit.models import Viewing
from core.audit.words import words_of_action
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.exporting import facts_of
from crm.tickets.models import Sitting, Ticket, TicketFile
from tests.crm_tickets.counters import NINE, make_counter
from tests.crm_tickets.stories import kyiv
from tests.house.story import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(people):
    with clock.frozen(NINE):
        yield make_counter(people)


@pytest.fixture
def desk(client_of, counter):
    return client_of("executor")


def url(counter, name="window", *more):
    return reverse(f"tickets:{name}", args=[counter.queue.slug, counter.window.pk, *more])


def press(desk, counter, verb, ticket=None, **data):
    if ticket is not None:
        data["ticket"] = ticket.public_id
    return desk.post(url(counter, "act", verb), data)


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


def test_a_day_at_the_window_press_by_press(desk, counter, private_root):
    counter.walk_in(visitor="Бондар Ігор Петрович")
    assert "Відчинити віконце" in text(desk.get(url(counter)))
    assert press(desk, counter, "open").status_code == 302
    assert press(desk, counter, "next").status_code == 302
    ticket = Ticket.objects.get()
    page = text(desk.get(url(counter)))
    assert "А-001" in page and "Бондар Ігор Петрович" in page
    press(desk, counter, "start", ticket)
    press(desk, counter, "hold", ticket)
    press(desk, counter, "resume", ticket)
    files = SimpleUploadedFile("довідка.pdf", PDF)
    done = press(desk, counter, "finish", ticket, outcome="done", comment="видано", files=files)
    assert done.status_code == 302, text(done)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome, ticket.comment) == (states.SERVED, "done", "видано")
    kept = TicketFile.objects.get()
    served = desk.get(reverse("tickets:ticket_file", args=[kept.public_id]))
    assert b"".join(served.streaming_content) == PDF
    press(desk, counter, "close")
    assert Sitting.objects.get().closed_at


def test_visitors_of_two_seats_have_their_own_buttons(desk, counter):
    first = counter.at_window()
    counter.queue.windows.filter(pk=counter.window.pk).update(seats=2)
    counter.walk_in()
    press(desk, counter, "next")
    second = Ticket.objects.get(state=states.CALLED)
    page = text(desk.get(url(counter)))
    assert "Відвідувачів біля цього віконця" not in page, "both seats are taken"
    assert page.count('class="counter-visitor"') == 2 and page.count('data-hotkey="s"') == 0
    press(desk, counter, "start", second)
    refused = text(press(desk, counter, "finish", second, comment="бракує довідки"))
    assert refused.count("бракує довідки") == 1
    marks = re.findall(r'\bid="([^"]+)"', refused)
    assert len(marks) == len(set(marks)), "no two fields of one name"
    press(desk, counter, "finish", second, outcome="done")
    page = text(desk.get(url(counter)))
    assert "Відвідувачів біля цього віконця: 1 із 2" in page and "Викликати наступного" in page
    first.refresh_from_db()
    assert first.state == states.SERVING


def test_finishing_can_call_the_next_at_once(desk, counter):
    ticket = counter.at_window()
    counter.walk_in()
    press(desk, counter, "finish", ticket, outcome="done", next="1")
    assert Ticket.objects.get(state=states.CALLED).number == "А-002"


def test_outcomes_are_those_of_the_queue_and_the_ticket_keeps_their_words(desk, counter):
    queue = counter.queue
    queue.outcomes.exclude(code="done").delete()
    queue.outcomes.update(name={"uk": "Видано паспорт", "en": "Passport issued"})
    ticket = counter.at_window()
    page = text(desk.get(url(counter)))
    assert "Видано паспорт" in page and "Відмовлено" not in page
    assert press(desk, counter, "finish", ticket, outcome="refused").status_code == 422
    press(desk, counter, "finish", ticket, outcome="done")
    queue.outcomes.all().delete()
    ticket.refresh_from_db()
    assert (ticket.outcome, str(ticket.outcome_words)) == ("done", "Видано паспорт")
    assert ticket.events.get(kind="finished").data["outcome"] == "Видано паспорт"
    assert facts_of(ticket)["outcome_words"] == "Видано паспорт"


def test_the_journal_says_steps_of_visits_in_words(client_of, counter):
    counter.walk_in()
    counter.opened()
    counter.call()
    page = text(client_of("auditor").get("/desk/audit/"))
    for words in ("Видано талон без запису", "Віконце відчинено", "Відвідувача викликано"):
        assert words in page
    assert "ticket.called" in page, "the code is what filters take"


def test_every_step_of_a_visit_has_its_words_in_the_journal():
    """Codes are read from the sources: a new verb without words fails here."""
    sources = [path.read_text("utf-8") for path in Path("crm/tickets").rglob("*.py")]
    verbs = {f"ticket.{one}" for text in sources for one in re.findall(r'note\(\w+, "(\w+)"', text)}
    codes = {one for text in sources for one in re.findall(r'record\(\s*"([a-z]+\.[a-z_]+)"', text)}
    assert len(verbs) > 8 and len(codes) > 20
    assert sorted(one for one in verbs | codes if not words_of_action(one)) == []


def test_a_refusal_stands_on_the_page_with_what_was_typed(desk, counter):
    ticket = counter.at_window()
    answer = press(desk, counter, "finish", ticket, comment="бракує довідки")
    assert answer.status_code == 422
    assert "бракує довідки" in text(answer) and "Оберіть, чим завершився прийом" in text(answer)
    assert press(desk, counter, "next").status_code == 409
    assert press(desk, counter, "absent", ticket).status_code == 409


def test_the_visitor_is_named_sent_on_and_booked_again(desk, counter):
    ticket = counter.at_window()
    assert press(desk, counter, "name", ticket, visitor="").status_code == 422
    press(desk, counter, "name", ticket, visitor="Бондар Ігор", phone="067 123 45 67")
    page = text(desk.get(url(counter)))
    assert "Записати на наступний візит" in page
    assert press(desk, counter, "next-visit", ticket, at="x").status_code == 422
    assert press(desk, counter, "next-visit", ticket, at="20260311T0700Z").status_code == 302
    assert Ticket.objects.get(state=states.BOOKED).visitor == "Бондар Ігор"
    service = counter.service.pk
    assert press(desk, counter, "transfer", ticket, service=service).status_code == 422
    window = counter.windows[1].pk
    press(desk, counter, "transfer", ticket, service=service, window=window)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.for_window_id) == (states.ARRIVED, window)


def test_looking_at_a_person_is_written_down(desk, counter):
    counter.at_window()
    desk.get(url(counter))
    assert Viewing.objects.get().screen == "window"


def test_earlier_visits_are_shown_and_foreign_queues_are_not(desk, counter, people):
    old = counter.walk_in(visitor="Бондар Ігор", phone="+380671112233")
    Ticket.objects.filter(pk=old.pk).update(
        state=states.SERVED, day="2026-03-02", comment="бракувало довідки"
    )
    foreign = make_counter(people, hours={0: "09:00-12:00", 1: "09:00-12:00"})
    foreign.window.specialists.clear()
    secret = tickets.take_walk_in(
        foreign.queue, foreign.service, None, NINE, phone="+380671112233", visitor="Бондар"
    )
    Ticket.objects.filter(pk=secret.pk).update(state=states.SERVED, comment="таємниця")
    counter.opened()
    counter.walk_in(visitor="Бондар Ігор", phone="+380671112233")
    counter.call()
    page = text(desk.get(url(counter)))
    assert "бракувало довідки" in page and "таємниця" not in page


def test_the_line_beside_names_nobody_and_costs_a_header_when_unchanged(desk, counter):
    counter.walk_in(visitor="Бондар Ігор Петрович")
    first = desk.get(url(counter, "line"))
    assert "А-001" in text(first) and "Бондар" not in text(first)
    again = desk.get(url(counter, "line"), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    counter.walk_in()
    third = desk.get(url(counter, "line"), headers={"If-None-Match": first.headers["ETag"]})
    assert third.status_code == 200 and "А-002" in text(third)


def test_another_window_and_another_queue_are_absent(client_of, counter, desk):
    ticket = counter.at_window()
    other = reverse("tickets:window", args=[counter.queue.slug, counter.windows[1].pk])
    assert desk.get(other).status_code == 404, "one's own window only"
    assert client_of("moderator").get(other).status_code == 200, "who answers may sit anywhere"
    for role in ("head", "deputy", "resident", "operator"):
        answer = client_of(role).post(url(counter, "act", "finish"), {"ticket": ticket.public_id})
        assert answer.status_code == 404
    assert press(desk, counter, "dance", ticket).status_code == 404
    assert press(desk, counter, "start").status_code == 404


def test_the_reception_marks_takes_back_and_gives_tickets(client_of, counter, people):
    desk = client_of("moderator")
    at = reverse("tickets:reception", args=[counter.queue.slug])
    booked = counter.booked(kyiv(8), kyiv(9), people.resident)
    assert "Дорошенко" in text(desk.get(at))

    def step(ticket, verb, **data):
        where = reverse("tickets:step", args=[counter.queue.slug, ticket.public_id, verb])
        return desk.post(where, data).status_code

    assert step(booked, "arrived") == 302
    assert step(booked, "priority", priority="p1") == 302
    assert step(booked, "priority", priority="x") == 422
    assert step(booked, "readmit") == 302, "who is here already stays as they are"
    assert step(booked, "left") == 302
    assert step(booked, "arrived") == 409
    walk_in = reverse("tickets:walk_in", args=[counter.queue.slug])
    data = {"service": counter.service.pk, "press": "one", "visitor": "Коваль Марія"}
    places = {desk.post(walk_in, data).headers["Location"] for _press in range(2)}
    assert len(places) == 1
    assert "А-002" in text(desk.get(places.pop()))
    assert desk.post(walk_in, {"press": "two"}).status_code == 422
    found = text(desk.get(at, {"q": "коваль"}))
    assert "Коваль Марія" in found and "Дорошенко" not in found
    assert "Дорошенко" in text(desk.get(at, {"q": f"https://x.test/t/{booked.token}/"}))
    assert "Дорошенко" in text(desk.get(at, {"q": "a1"})), "latin letters of another layout"
