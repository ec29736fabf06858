"""A case is told by the clocks of its own profile, lists by those of the city (DL-12)."""

from datetime import UTC, date, datetime

import pytest

from core import clock
from core.notify.models import OutboxMessage
from crm.appeals.models import Registration
from crm.cases.models import Case
from crm.cases.profiles import by_clocks_of, profile_of_case, with_profile
from crm.requests.notices import requester_path
from crm.requests.services import opening
from tests.crm_appeals.conftest import give
from tests.letters import write_letters

pytestmark = pytest.mark.django_db
# Kyiv has 23:30 on Friday 13 February, Belgrade 22:30.
LATE = datetime(2026, 2, 13, 21, 30, tzinfo=UTC)
# Kyiv has half past midnight on Saturday, Belgrade is still in Friday.
NIGHT = datetime(2026, 2, 13, 22, 30, tzinfo=UTC)


@pytest.fixture
def abroad(story, serbia):
    give(story.addressee, serbia)
    return story


def body(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_card_and_cabinet_say_the_hour_of_the_profile(abroad, client_of):
    case = abroad.submitted(at=LATE)
    assert case.registered_on == date(2026, 2, 13)
    card = f"/desk/cases/{case.public_id}/"
    own = f"/cabinet/appeals/{case.public_id}/"
    for who, path in (("clerk", card), ("clerk", f"{card}print/"), ("resident", own)):
        page = body(client_of(who).get(path))
        assert "13 лютого 2026, 22:30" in page, path
        assert "23:30" not in page, path
    done = body(client_of("resident").get(f"/appeals/{case.public_id}/done/"))
    assert "22:30" in done and "23:30" not in done
    # What only the law of Ukraine knows is not promised there.
    assert "2 березня 2026" in done and "статт" not in done and "Якщо" not in done


def test_at_home_the_hour_is_the_city_s(story, client_of):
    case = story.submitted(at=LATE)
    page = body(client_of("clerk").get(f"/desk/cases/{case.public_id}/"))
    assert "13 лютого 2026, 23:30" in page


def test_the_day_agrees_on_card_paper_and_in_the_register(abroad, client_of):
    """Midnight has passed in the city, not at the addressee."""
    case = abroad.submitted(at=NIGHT)
    assert case.registered_on == date(2026, 2, 13)
    assert Registration.objects.filter(case=case).exists()
    done = body(client_of("resident").get(f"/appeals/{case.public_id}/done/"))
    assert "13 лютого 2026" in done and "14 лютого" not in done
    # It counts as registered on the day of receipt itself, so nothing is said of office hours.
    assert "registered on" not in done and "зареєстрованим" not in done
    with by_clocks_of(case):
        assert clock.local(case.received_at).date() == case.registered_on


def test_letters_name_the_days_of_the_profile(abroad, people):
    case = abroad.submitted(at=NIGHT)
    write_letters()
    letter = OutboxMessage.objects.get(kind="appeals.acknowledged")
    assert case.due_on == date(2026, 3, 2)
    # In a language of that profile too.
    assert "2 March 2026" in letter.body_text


def test_a_step_is_taken_by_the_clocks_of_the_case(abroad, client_of):
    """Its form and its services see the same day as its card."""
    case = abroad.submitted(at=NIGHT)
    with clock.frozen(NIGHT):
        page = body(client_of("clerk").get(f"/desk/cases/{case.public_id}/?tab=register"))
    assert "13.02.2026" in page or "2026-02-13" in page or "13 лютого" in page
    assert "14 лютого" not in page


def test_lists_of_many_stay_with_the_clocks_of_the_city(abroad, client_of):
    abroad.submitted(at=NIGHT)
    with clock.frozen(NIGHT):
        assert client_of("clerk").get("/desk/").status_code == 200
        assert clock.today() == date(2026, 2, 14)


def test_clocks_of_a_case_are_left_behind_with_its_page(abroad, client_of):
    case = abroad.submitted(at=NIGHT)
    with clock.frozen(NIGHT):
        client_of("clerk").get(f"/desk/cases/{case.public_id}/")
        assert clock.today() == date(2026, 2, 14)


def test_a_guest_s_page_of_a_request_follows_too(abroad, client):
    asked = opening.Asked(
        "k", abroad.addressee, "Карта", "Прошу карту", person={"last_name": "Anić"}, email="a@x.org"
    )
    case = opening.open_information_request(asked, None, LATE)
    page = body(client.get(requester_path(case)))
    assert "22:30" in page and "23:30" not in page


def test_a_case_read_in_any_way_knows_its_profile(abroad, serbia, django_assert_num_queries):
    key = abroad.submitted(at=LATE).pk
    plain, asked = Case.objects.get(pk=key), with_profile(Case.objects.all()).get(pk=key)
    with django_assert_num_queries(1):
        assert profile_of_case(plain) == serbia
    assert profile_of_case(asked) == serbia
    with django_assert_num_queries(0):
        assert profile_of_case(asked) == serbia
