"""Signed web-hooks: written with the step, sent under a lease, never inside (F1.46, Q-20)."""

import hashlib
import hmac
import json
import socket
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from core import clock
from core.audit.models import Entry
from core.errors import RuleBroken
from crm.tickets import callers, hooks
from crm.tickets import services as tickets
from crm.tickets.callers import CallFailed, is_public, target_of
from crm.tickets.hooks import MOST_ATTEMPTS, HookDrain, forget_old
from crm.tickets.models import HookDelivery, HookSubscription, Ticket, TicketEvent
from crm.tickets.services import subscribing
from tests.crm_tickets.programs import listening_program
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
State = HookDelivery.State


@pytest.fixture(autouse=True)
def inside(settings):
    settings.HOOKS_MAY_CALL_INSIDE = True


@pytest.fixture
def program():
    with listening_program() as found:
        yield found


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        yield make_visit(people)


def subscribed(people, program, *kinds, **more):
    wish = subscribing.Wish("Документообіг", program.url, kinds or ("booked",), **more)
    return subscribing.subscribe(wish, people.admin, EIGHT - MINUTE)


def drain(at=EIGHT, drain=None):
    return (drain or HookDrain()).drain_once("test", at)


def test_a_booking_is_told_signed_and_without_the_person(visit, people, program):
    _kept, secret = subscribed(people, program)
    ticket = visit.booked()
    drain()
    ((headers, body),) = program.came
    told = json.loads(body)
    assert told["event"] == headers["Vikno-Event"] == "ticket.booked"
    assert (told["ticket"]["number"], told["ticket"]["state"]) == (ticket.number, "booked")
    assert told["ticket"]["starts_at"] == "2026-03-10T07:00:00+00:00"
    assert "Дорошенко" not in body.decode() and "671234567" not in body.decode()
    stamp, mark = (part.partition("=")[2] for part in headers["Vikno-Signature"].split(","))
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
    assert hmac.compare_digest(mark, expected.hexdigest())
    assert int(stamp) == EIGHT.timestamp()
    delivery = HookDelivery.objects.get()
    assert (delivery.state, delivery.answer) == (State.SENT, 204)
    assert headers["Vikno-Delivery"] == delivery.public_id
    drain()
    assert len(program.came) == 1, "told once"


def test_names_are_told_only_where_the_subscription_says_so(visit, people, program):
    subscribed(people, program, with_people=True)
    visit.booked()
    drain()
    told = json.loads(program.came[0][1])["ticket"]
    assert told["visitor"].startswith("Дорошенко") and told["phone"] == "+380671234567"


def test_only_the_kinds_and_the_queues_asked_for_are_told(visit, people, program):
    other = make_visit(people)
    subscribed(people, program, "cancelled", queues=[other.queue])
    ticket = visit.booked()
    tickets.cancel(ticket, people.moderator, EIGHT, by_office=True, reason="Хвороба")
    drain()
    assert program.came == [] and not TicketEvent.objects.filter(is_told=False).exists()
    theirs = other.booked()
    tickets.cancel(theirs, people.moderator, EIGHT, by_office=True, reason="Хвороба")
    drain()
    (body,) = [json.loads(body) for _headers, body in program.came]
    assert body["ticket"]["state"] == "cancelled_by_office" and body["event"] == "ticket.cancelled"


def test_a_step_that_is_rolled_back_is_never_told(visit, people, program):
    subscribed(people, program)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        visit.booked()
        raise ZeroDivisionError
    drain()
    assert program.came == []


def test_what_happened_before_the_subscription_is_not_told(visit, people, program):
    visit.booked()
    wish = subscribing.Wish("Пізня", program.url, ("booked",))
    subscribing.subscribe(wish, people.admin, EIGHT + MINUTE)
    drain(EIGHT + 2 * MINUTE)
    assert program.came == []


def test_a_program_that_fails_is_tried_again_with_growing_pauses_then_given_up(
    visit, people, program
):
    subscribed(people, program)
    visit.booked()
    program.status = 500
    at, pauses = EIGHT, []
    for _try in range(MOST_ATTEMPTS):
        drain(at)
        row = HookDelivery.objects.get()
        pauses.append(row.next_try_at - at)
        at = row.next_try_at
    assert len(set(program.ids())) == 1 and len(program.came) == MOST_ATTEMPTS
    assert pauses[0] < timedelta(minutes=1) and pauses[4] > 4 * pauses[0]
    assert (row.state, row.answer) == (State.DEAD, 500)
    drain(at + timedelta(days=1))
    assert len(program.came) == MOST_ATTEMPTS, "nobody tries any more"
    program.status = 200
    assert subscribing.send_again(row, people.admin, at)
    drain(at + MINUTE)
    assert HookDelivery.objects.get().state == State.SENT and len(set(program.ids())) == 1


def test_a_redirect_is_a_failure_and_is_not_followed(visit, people, program):
    subscribed(people, program)
    visit.booked()
    program.status = 302
    drain()
    assert HookDelivery.objects.get().state == State.FAILED and len(program.came) == 1


def test_a_dead_program_does_not_hold_up_another(visit, people, program):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    subscribing.subscribe(subscribing.Wish("Немає", url, ("booked",)), people.admin, EIGHT - MINUTE)
    subscribed(people, program)
    visit.booked()
    make_visit(people).booked()
    drain()
    assert len(program.came) == 2
    states = HookDelivery.objects.filter(subscription__name="Немає").values_list(
        "state", "attempts"
    )
    assert sorted(states) == [("failed", 1), ("queued", 0)], "not waited for twice in a round"


def test_a_sender_killed_in_the_middle_repeats_the_same_delivery(
    visit, people, program, monkeypatch
):
    """The program had it already: by the id it knows the repeat."""
    subscribed(people, program)
    visit.booked()
    make_visit(people).booked()
    real = callers.call

    def dies(*told):
        real(*told)
        raise SystemExit(9)

    monkeypatch.setattr(hooks, "call", dies)
    with pytest.raises(SystemExit):
        drain()
    monkeypatch.setattr(hooks, "call", real)
    drain()
    assert len(program.came) == 2, "what is in a dead hand waits for its lease"
    drain(EIGHT + 2 * MINUTE)
    ids = program.ids()
    assert len(ids) == 3 and len(set(ids)) == 2 and ids.count(ids[0]) == 2
    assert not HookDelivery.objects.exclude(state=State.SENT).exists()


def test_two_senders_never_hold_one_delivery(visit, people, program):
    subscribed(people, program)
    visit.booked()
    hooks.write_deliveries(EIGHT)
    key = HookDelivery.objects.get().pk
    assert hooks.claim(key, "one", EIGHT) is not None
    assert hooks.claim(key, "two", EIGHT) is None


def test_a_stopped_subscription_waits_and_goes_on(visit, people, program):
    kept, _secret = subscribed(people, program)
    visit.booked()
    hooks.write_deliveries(EIGHT)
    subscribing.stop(kept, people.admin, EIGHT)
    drain()
    assert program.came == []
    subscribing.start(kept, people.admin, EIGHT)
    drain()
    assert len(program.came) == 1


def test_deliveries_are_forgotten_after_a_month(visit, people, program):
    subscribed(people, program)
    visit.booked()
    drain()
    assert forget_old(EIGHT + timedelta(days=29)) == 0
    assert forget_old(EIGHT + timedelta(days=31)) == 1


# --- nothing inside is called


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1"),
        *("2002:7f00:1::", "::"),
    ],
)
def test_addresses_inside_are_not_public(ip):
    assert not is_public(ip)


def test_a_public_address_is():
    assert is_public("8.8.8.8") and is_public("2606:4700:4700::1111")


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/", "ftp://example.com/", "https://", "https://user:x@example.com/"),
        *("https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://2130706433/"),
        *("https://0x7f.1/", "https://example.com:99999/"),
    ],
)
def test_an_address_inside_or_without_https_is_refused(settings, people, url):
    settings.HOOKS_MAY_CALL_INSIDE = False
    with pytest.raises(CallFailed):
        target_of(url)
    with pytest.raises(RuleBroken) as refused:
        subscribing.subscribe(subscribing.Wish("Я", url, ("booked",)), people.admin, EIGHT)
    assert refused.value.field == "url"


def test_a_name_that_leads_inside_is_refused_when_it_is_called_too(
    visit, people, program, settings, monkeypatch
):
    """The name was public when it was written down and leads inside now."""
    subscribed(people, program)
    visit.booked()
    HookSubscription.objects.update(url="https://program.example/")
    settings.HOOKS_MAY_CALL_INSIDE = False
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(callers.socket, "getaddrinfo", lambda *a, **k: inside)
    called = []
    monkeypatch.setattr(callers.socket, "create_connection", lambda *a: called.append(a))
    drain()
    assert called == [] and "inside" in HookDelivery.objects.get().last_error


def test_the_connection_goes_to_the_very_address_that_was_looked_at(settings, monkeypatch):
    settings.HOOKS_MAY_CALL_INSIDE = False
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(callers.socket, "getaddrinfo", lambda *a, **k: found)
    called = []

    def connect(where, seconds):
        called.append(where)
        raise OSError("no network in tests")

    monkeypatch.setattr(callers.socket, "create_connection", connect)
    with pytest.raises(CallFailed):
        callers.call("https://program.example/", b"{}", {})
    assert called == [("93.184.216.34", 443)]


# --- pages


def asked(program, **more):
    return {"name": "Документообіг", "url": program.url, "kinds": ["booked"], **more}


def test_an_administrator_subscribes_and_sees_the_secret_once(client_of, visit, program):
    client, url = client_of("admin"), reverse("tickets:hooks")
    assert client.post(url, asked(program, kinds=[])).status_code == 422
    assert client.post(url, asked(program, url="ftp://x")).status_code == 422
    answer = client.post(url, asked(program, queues=[visit.queue.pk]))
    kept = HookSubscription.objects.get()
    assert kept.queues == [visit.queue.pk] and kept.secret in answer.content.decode()
    assert kept.secret not in client.get(url).content.decode()
    page = reverse("tickets:hook", args=[kept.public_id])
    assert kept.secret not in client.get(page).content.decode()
    changed = client.post(page, asked(program, kinds=["called", "left"]))
    assert changed.status_code == 302
    kept.refresh_from_db()
    assert kept.kinds == ["called", "left"] and kept.queues == []
    assert Entry.objects.filter(action__startswith="hook.").count() == 2


def test_steps_of_a_subscription(client_of, visit, people, program):
    kept, old = subscribed(people, program)
    visit.booked()
    drain()
    client = client_of("admin")

    def press(step, **more):
        return client.post(reverse("tickets:hook_step", args=[kept.public_id, step]), more)

    page = reverse("tickets:hook", args=[kept.public_id])
    text = client.get(page).content.decode()
    assert Ticket.objects.get().number in text and "204" in text and "Доставлено" in text
    assert press("stop").status_code == 302
    assert not HookSubscription.objects.get().is_active
    press("start")
    assert press("again", delivery=HookDelivery.objects.get().public_id).status_code == 302
    drain(EIGHT + MINUTE)
    assert len(program.came) == 2
    assert press("again", delivery="x").status_code == 404 == press("else").status_code
    shown = press("secret").content.decode()
    new = HookSubscription.objects.get().secret
    assert new != old and new in shown
    assert press("remove").status_code == 302 and not HookSubscription.objects.exists()


@pytest.mark.parametrize("who", ["moderator", "head", "executor", "clerk", "resident"])
def test_nobody_else_finds_the_pages(client_of, people, program, who):
    kept, _secret = subscribed(people, program)
    client = client_of(who)
    assert client.get(reverse("tickets:hooks")).status_code == 404
    assert client.get(reverse("tickets:hook", args=[kept.public_id])).status_code == 404
    step = reverse("tickets:hook_step", args=[kept.public_id, "secret"])
    assert client.post(step).status_code == 404


def test_hours_are_told_as_moments(visit, people, program):
    subscribed(people, program, "moved", "booked")
    ticket = visit.booked()
    tickets.move(ticket, kyiv(11), people.resident, EIGHT)
    drain()
    kinds = [json.loads(body)["event"] for _headers, body in program.came]
    assert sorted(kinds) == ["ticket.booked", "ticket.booked", "ticket.moved"]
