"""Writing without an account, where the profile of the addressee allows it (A-28)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from core import clock
from core.accounts.models import User
from core.accounts.services import create_person, enters_by_link
from core.audit.models import Entry
from core.errors import RuleBroken
from core.notify.models import OutboxMessage
from core.web.limits import TooMany
from crm.appeals.models import AppealDraft
from crm.appeals.services import links, save_draft
from crm.cases.models import Case
from crm.residents.models import Consent
from directory.models import Profile
from tests.crm_appeals.conftest import give
from tests.crm_appeals.guests import AUTHOR, EMAIL, Nobody, guest_draft, link_to
from tests.desk.stories import BODY
from tests.letters import write_letters
from tests.people import PASSWORD, sign_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
TYPED = {"kind": "statement", "subject": "Протекла стеля", "body": BODY}
DETAILS = {**AUTHOR, "email": EMAIL, "reply_channel": "cabinet"}


@pytest.fixture
def door(story):
    """An addressee whose profile asks for no account."""
    profile = Profile.objects.get(code="ua-city")
    profile.pk, profile.code, profile.is_default, profile.journal = None, "open-door", False, ""
    profile.account_required = False
    profile.save()
    give(story.addressee, profile)
    return story


@pytest.fixture
def start(door, form) -> str:
    return reverse("appeals:start", args=[door.addressee.slug, form.slug])


def write(client: Client, start: str, **details) -> str:
    """Everything up to the last look; answers with its address."""
    answer = client.post(start, TYPED)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "id_email" in page and "Реєстрація" not in page
    answer = client.post(answer["Location"], {**DETAILS, **details})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]


def ask(client: Client, start: str, **details) -> Client:
    check = write(client, start, **details)
    assert EMAIL in client.get(check).content.decode() or details
    answer = client.post(check.replace("/check/", "/send/"))
    assert answer.status_code == 302 and answer["Location"].endswith("/waiting/")
    client.waiting = answer["Location"]
    return client


def version_in(page) -> dict[str, str]:
    return {"version": re.search(r'name="version" value="([^"]+)"', page.content.decode())[1]}


def press(client: Client, link: str):
    return client.post(link, version_in(client.get(link)))


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_only_the_opened_link_sends_the_appeal(start, client):
    with clock.frozen(NOON) as stopped:
        ask(client, start)
        assert not Case.objects.exists() and not User.objects.filter(email=EMAIL).exists()
        said = client.get(client.waiting).content.decode()
        assert EMAIL in said and "ще не надіслано" in said
        letter = OutboxMessage.objects.get(kind="appeals.confirm")
        assert letter.to_address == EMAIL and BODY not in letter.body_text
        stopped.tick(timedelta(hours=5))
        phone = Client()
        page = phone.get(link_to())
        assert BODY in page.content.decode()
        assert not Case.objects.exists(), "a look by a mail scanner sends nothing"
        answer = phone.post(link_to(), version_in(page))
        case = Case.objects.get()
        assert answer["Location"].endswith(f"/appeals/{case.public_id}/done/")
        # The receipt is the moment of the button, not of the writing.
        assert case.received_at == NOON + timedelta(hours=5)
        assert case.number in phone.get(answer["Location"]).content.decode()


def test_the_link_makes_an_account_without_a_password_and_a_cabinet_of_its_own(start, client):
    ask(client, start)
    press(client, link_to())
    person, case = User.objects.get(email=EMAIL), Case.objects.get()
    assert (case.author, person.full_name) == (person, "Шевчук Ганна Іванівна")
    assert not person.has_usable_password() and person.roles == {"resident"}
    assert EmailAddress.objects.get(user=person).verified
    assert Entry.objects.filter(action="accounts.made_by_link", actor=person).count() == 1
    assert Consent.objects.filter(resident=case.resident).exists()
    assert is_logged_in(client)
    assert case.number in client.get("/cabinet/").content.decode()
    assert client.get("/desk/").status_code == 404
    write_letters()
    assert OutboxMessage.objects.filter(kind="appeals.acknowledged", to_address=EMAIL).exists()


def test_the_link_speaks_the_language_of_its_letter(start, client):
    ask(client, start, language="en")
    letter = OutboxMessage.objects.get(kind="appeals.confirm")
    assert letter.language == "en" and link_to().startswith("/en/appeals/confirm/")
    assert "Check before sending" in client.get(link_to()).content.decode()


def test_the_first_password_comes_by_the_usual_reset(start, client):
    ask(client, start)
    press(client, link_to())
    other = Client()
    other.post("/accounts/password/reset/", {"email": EMAIL})
    letter = OutboxMessage.objects.get(kind="accounts.password_reset", to_address=EMAIL)
    path = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", letter.body_text)[1]
    page = other.get(path)
    new = {"password1": "кілька слів докупи", "password2": "кілька слів докупи"}
    assert other.post(page["Location"], new).status_code == 302
    person = User.objects.get(email=EMAIL)
    assert person.check_password("кілька слів докупи")
    assert not enters_by_link(person), "from now on it is the password that opens"


def test_double_press_makes_one_letter_and_one_appeal(start, client):
    check = write(client, start)
    send = check.replace("/check/", "/send/")
    first, second = client.post(send), client.post(send)
    assert first["Location"] == second["Location"]
    assert OutboxMessage.objects.filter(kind="appeals.confirm").count() == 1
    version = version_in(client.get(link_to()))
    one, other = Client().post(link_to(), version), Client().post(link_to(), version)
    assert one["Location"] == other["Location"]
    assert Case.objects.count() == 1 and User.objects.filter(email=EMAIL).count() == 1


def test_the_letter_may_be_asked_for_again_after_a_minute(start, client):
    with clock.frozen(NOON) as stopped:
        send = write(client, start).replace("/check/", "/send/")
        client.post(send)
        stopped.tick(timedelta(minutes=2))
        client.post(send)
        assert OutboxMessage.objects.filter(kind="appeals.confirm").count() == 2


def test_the_link_works_once(start, client):
    with clock.frozen(NOON) as stopped:
        ask(client, start)
        version = version_in(client.get(link_to()))
        client.post(link_to(), version)
        stopped.tick(timedelta(minutes=5))
        thief = Client()
        for answer in (thief.get(link_to()), thief.post(link_to(), version)):
            assert answer.status_code == 410
            assert "Шевчук" not in answer.content.decode() and BODY not in answer.content.decode()
        assert not is_logged_in(thief)
        # To the author it just shows the number.
        assert client.get(link_to())["Location"].endswith("/done/")


def test_the_link_works_for_three_days(start, client):
    with clock.frozen(NOON) as stopped:
        ask(client, start)
        stopped.tick(timedelta(days=3, minutes=1))
        page = Client().get(link_to())
        assert page.status_code == 410 and BODY not in page.content.decode()


@pytest.mark.parametrize("key", ["made-up", "WzEsMl0:abcdef"])
def test_a_forged_link_is_absent(client, db, key):
    assert client.get(f"/appeals/confirm/{key}/").status_code == 404


def test_a_link_to_an_address_that_was_changed_is_over(start, client):
    ask(client, start)
    first = link_to()
    draft = AppealDraft.objects.get()
    details = reverse("appeals:details", args=[draft.public_id])
    client.post(details, {**DETAILS, "email": "other@example.org"})
    assert Client().get(first).status_code == 410
    client.post(reverse("appeals:submit", args=[draft.public_id]))
    assert Client().get(first).status_code == 410
    assert Client().get(link_to("other@example.org")).status_code == 200


def test_a_link_to_what_somebody_took_into_an_account_is_over(start, client, people):
    ask(client, start)
    client.post("/accounts/login/", {"login": people.resident.email, "password": PASSWORD})
    assert AppealDraft.objects.get().user == people.resident
    assert Client().get(link_to()).status_code == 410


def test_what_was_changed_after_the_look_is_looked_at_again(start, client):
    ask(client, start)
    phone = Client()
    version = version_in(phone.get(link_to()))
    save_draft(AppealDraft.objects.get(), {"body": "Зовсім інший текст."}, clock.now())
    answer = phone.post(link_to(), version)
    assert answer.status_code == 409 and "Зовсім інший текст." in answer.content.decode()
    assert not Case.objects.exists()
    assert press(phone, link_to()).status_code == 302


# --- nobody learns who has an account, and nobody gets into one


@pytest.fixture
def owner(people) -> User:
    """Somebody with an account and a password."""
    return people.resident


def test_the_pages_say_the_same_whether_there_is_an_account_or_not(start, owner):
    pages = []
    for email in (EMAIL, owner.email):
        guest = Client()
        check = write(guest, start, email=email)
        answers = [guest.get(check), guest.post(check.replace("/check/", "/send/"))]
        answers.append(guest.get(answers[-1]["Location"]))
        draft = AppealDraft.objects.latest("pk").public_id
        plain = (one.content.decode().replace(email, "@").replace(draft, "#") for one in answers)
        pages.append([re.sub(r'"csrfmiddlewaretoken" value="\w+"', "", one) for one in plain])
        assert [one.status_code for one in answers] == [200, 302, 200]
    assert pages[0] == pages[1]


def test_an_account_with_a_password_is_opened_by_its_password(start, client, owner):
    ask(client, start, email=owner.email)
    letter = OutboxMessage.objects.get(kind="appeals.confirm")
    assert "увійдіть" in letter.body_text and "/accounts/password/reset/" in letter.body_text
    link = link_to(owner.email)
    for answer in (client.get(link), client.post(link, {"version": "1"})):
        assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    assert not is_logged_in(client) and not Case.objects.exists()
    # In another browser, where the guest's cookie is not: log in, then the button.
    phone = sign_in(Client(), owner)
    assert press(phone, link)["Location"].endswith("/done/")
    case = Case.objects.get()
    # Its own name and address, not those that somebody typed without a log-in.
    assert (case.author, case.resident.last_name) == (owner, owner.last_name)
    owner.refresh_from_db()
    assert owner.last_name == "Дорошенко"


def test_services_keep_the_wall_without_the_pages(door, owner):
    draft = guest_draft(door.addressee, owner.email)
    at = clock.now()
    links.ask_to_confirm(draft, at)
    for viewer in (Nobody(), door.people.stranger):
        with pytest.raises(RuleBroken) as refused:
            links.submit_by_link(draft, owner.email, links.version_of(draft), viewer, at)
        assert refused.value.code == "log_in"
    assert not Case.objects.exists()


def test_somebody_else_s_log_in_neither_sends_nor_takes_it(start, client, people):
    ask(client, start)
    stranger = sign_in(Client(), people.stranger)
    page = stranger.get(link_to())
    assert "інша адреса" in page.content.decode() or "іншою адресою" in page.content.decode()
    assert BODY not in page.content.decode()
    stranger.post(link_to(), {"version": "1"})
    assert not Case.objects.exists() and AppealDraft.objects.get().user is None


@pytest.mark.parametrize("change", ["staff", "inactive", "unverified", "password", "superuser"])
def test_a_link_opens_no_other_account(db, change):
    person = create_person(email=EMAIL, actor=None, at=clock.now(), **AUTHOR)
    assert enters_by_link(person)
    if change == "staff":
        person = create_person(
            email="clerk@example.org", actor=None, at=clock.now(), roles=["clerk"], **AUTHOR
        )
    elif change == "unverified":
        EmailAddress.objects.filter(user=person).update(verified=False)
    elif change == "inactive":
        person.is_active = False
    elif change == "superuser":
        person.is_superuser = True
    else:
        person.set_password(PASSWORD)
    assert not enters_by_link(person)


def test_whoever_registered_the_address_first_without_confirming_gains_nothing(start, client):
    """Somebody who registered a stranger's address with a password of their own waits in vain."""
    Client().post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD})
    ask(client, start)
    assert "/accounts/login/" in client.get(link_to())["Location"]
    assert not EmailAddress.objects.get(email=EMAIL).verified


def test_the_same_person_writes_again_by_a_link(start, client):
    ask(client, start)
    press(client, link_to())
    phone = Client()
    ask(phone, start, addr_building="5")
    assert press(phone, link_to()).status_code == 302
    person = User.objects.get(email=EMAIL)
    assert Case.objects.filter(author=person).count() == 2 and person.addr_building == "5"
    assert is_logged_in(phone)


def test_letters_to_one_address_are_few(door):
    for number in range(5):
        links.ask_to_confirm(guest_draft(door.addressee, body=f"{BODY} {number}"), clock.now())
    with pytest.raises(TooMany):
        links.ask_to_confirm(guest_draft(door.addressee, body=f"{BODY} ще"), clock.now())


# --- where an account is needed, everything is as it was


def test_where_an_account_is_needed_a_guest_is_asked_to_log_in(story, client, form):
    draft = guest_draft(story.addressee)
    with pytest.raises(RuleBroken) as refused:
        links.ask_to_confirm(draft, clock.now())
    assert refused.value.code == "account_required"
    start = reverse("appeals:start", args=[story.addressee.slug, form.slug])
    answer = client.post(start, TYPED)
    page = client.get(answer["Location"]).content.decode()
    assert "/accounts/signup/" in page and "id_email" not in page
    check = answer["Location"].replace("/details/", "/check/")
    for refused in (client.get(check), client.post(check.replace("/check/", "/send/"))):
        assert "/accounts/login/" in refused["Location"]
    assert not OutboxMessage.objects.filter(kind="appeals.confirm").exists()


def test_a_profile_that_begins_to_need_accounts_stops_links_on_their_way(door, client):
    draft = guest_draft(door.addressee)
    links.ask_to_confirm(draft, clock.now())
    page = version_in(client.get(link_to()))
    give(door.addressee, None)
    answer = client.post(link_to(), page)
    assert answer.status_code == 422 and not Case.objects.exists()


def test_nobody_finds_a_guest_s_draft_without_the_key_of_the_browser(start, client, people):
    ask(client, start)
    others = {"anonymous": Client(), "stranger": sign_in(Client(), people.stranger)}
    draft = AppealDraft.objects.get()
    for name in ("write", "details", "check", "waiting"):
        path = reverse(f"appeals:{name}", args=[draft.public_id])
        for who, browser in others.items():
            answer = browser.get(path)
            assert answer.status_code in (302, 404), (name, who)
            assert "/accounts/login/" in answer.get("Location", "/accounts/login/")
            assert EMAIL not in answer.content.decode()


def test_what_is_missing_is_said_at_its_field_and_kept(start, client):
    answer = client.post(start, TYPED)
    page = client.post(answer["Location"], {**DETAILS, "email": "", "last_name": "Шевчук"})
    said = page.content.decode()
    assert page.status_code == 422 and 'value="Шевчук"' in said
    assert "Напишіть електронну адресу" in said
