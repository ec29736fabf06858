"""Two ways to an addressee (A-27): at once with a copy to the office, or through the office."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.accounts.roles import Action
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.cases.models import Case
from crm.cases.people import told_when_registered
from crm.cases.rights import may
from crm.cases.services import attach_files, check_files
from crm.deadlines.reminding import remind
from crm.desk.lists import view_counts
from crm.desk.services import requalify
from crm.reports.access import counted_for
from directory.models import Addressee
from tests.desk.stories import HOUSING, Story, downloaded, make_story
from tests.desk.test_access import card as card_of
from tests.desk.test_intake import typed
from tests.files import pdf
from tests.letters import write_letters
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people: People) -> Story:
    assert people.clerk and people.moderator
    return make_story(people)


def routed(story: Story, routing: str) -> None:
    Addressee.objects.filter(pk=story.addressee.pk).update(routing=routing)
    story.addressee.refresh_from_db()


def told(case) -> list[str]:
    """Who has got the letter that an appeal has come."""
    write_letters()
    letters = OutboxMessage.objects.filter(kind="appeals.received", body_text__contains=case.number)
    return sorted(letters.values_list("user__email", flat=True))


def test_addressee_and_office_learn_at_once_where_it_goes_straight(story, people):
    routed(story, "direct")
    case = story.submitted()
    assert told(case) == sorted([people.clerk.email, people.moderator.email])
    assert told(story.registered()) == told(case)


def test_addressee_learns_when_the_office_has_registered(story, people):
    routed(story, "central")
    case = story.submitted()
    assert told(case) == [people.clerk.email]
    case = story.registered()
    assert told(case) == sorted([people.clerk.email, people.moderator.email])


def test_addressee_is_told_once_though_the_office_registers_at_once(story, people):
    """Before the sender has written the letters of the submission."""
    routed(story, "central")
    case = story.registered()
    assert told(case) == sorted([people.clerk.email, people.moderator.email])


def test_office_sends_on_to_nobody_who_is_blamed(story, people):
    """A-08 holds on both ways."""
    routed(story, "central")
    case = story.registered()
    assert list(told_when_registered(case)) == [people.moderator]
    case.against = story.addressee
    assert not told_when_registered(case).exists()


def test_what_the_office_writes_down_and_registers_goes_on_at_once(story, people, client_of):
    """13.1: staff entry does both; the addressee is told, as it would be after a submission."""
    routed(story, "central")
    case = entered(client_of("clerk"), story)
    assert (case.state, case.is_with_office) == ("registered", False)
    assert people.moderator.email in told(case)
    other = entered(client_of("operator"), story)
    assert (other.state, other.is_with_office) == ("submitted", True)
    assert told(other) == [people.clerk.email]


def entered(client: Client, story: Story) -> Case:
    said = typed(story, key=f"key-{Case.objects.count()}")
    assert client.post(reverse("desk:new"), said).status_code == 302
    return Case.objects.latest("pk")


class TestKeptByTheOffice:
    """A-27: the addressee sees nothing of it before the office has registered."""

    @pytest.fixture
    def kept(self, story) -> Case:
        routed(story, "central")
        case = story.submitted(body="Рідкісне слово: перелаз.")
        assert case.is_with_office
        return case

    @pytest.mark.parametrize("name", ["moderator", "head"])
    def test_no_screen_of_the_addressee_shows_it(self, kept, people, client_of, name):
        client, place = client_of(name), card_of(kept)
        attach_files(kept, check_files([pdf("акт.pdf")]), people.clerk, clock.now())
        file = kept.attachments.get()
        closed = [place, f"{place}related/", f"{place}print/", f"{place}papers/card/"]
        for address in closed:
            assert client.get(address).status_code == 404, address
            assert client_of("clerk").get(address).status_code == 200, address
        address = reverse("desk:file", args=[file.public_id])
        assert client.get(address).status_code == 404
        assert downloaded(client_of("clerk").get(address))
        for query in ("", "?open=all", "?q=перелаз", f"?q={kept.number}", "?state=submitted"):
            page = client.get(f"/desk/{query}").content.decode()
            assert kept.public_id not in page and "Дорошенко" not in page, query
            assert kept.public_id in client_of("clerk").get(f"/desk/{query}").content.decode()
        counts = view_counts(getattr(people, name), clock.now())
        assert counts and set(counts.values()) == {"0"}
        for code in ("note", "files", "assign", "accept"):
            assert client.post(f"{place}{code}/", {"text": "Ні"}).status_code == 404
        assert client.get(f"/api/v1/appeals/{kept.public_id}").status_code in (401, 403, 404)

    def test_figures_and_files_of_the_addressee_leave_it_out(self, kept, people):
        at = clock.now()
        assert not counted_for(people.head, at).exists()
        assert counted_for(people.clerk, at).exists()
        assert not Case.objects.visible_to(people.moderator, at).exists()

    def test_nothing_may_be_done_with_it_past_the_screens(self, kept, people):
        for action in (Action.APPEALS_NOTE, Action.APPEALS_ASSIGN):
            assert not may(people.head, action, kept)
            assert not may(people.moderator, action, kept)
        assert may(people.clerk, Action.APPEALS_REGISTER, kept)

    def test_registration_opens_it(self, story, kept, people, client_of):
        assert client_of("moderator").get(card_of(kept)).status_code == 404
        appeals.confirm_registration(kept, people.clerk, clock.now(), questions=HOUSING)
        for name in ("moderator", "head"):
            client = client_of(name)
            assert client.get(card_of(kept)).status_code == 200
            assert kept.number in client.get("/desk/").content.decode()
        assert may(people.head, Action.APPEALS_ASSIGN, Case.objects.get(pk=kept.pk))

    def test_author_and_office_see_it_all_the_time(self, kept, client_of):
        assert client_of("resident").get(f"/cabinet/appeals/{kept.public_id}/").status_code == 200
        assert client_of("clerk").get(card_of(kept)).status_code == 200

    def test_what_was_withdrawn_before_stays_with_the_office(self, kept, people, client_of):
        appeals.withdraw_appeal(kept, people.resident, clock.now())
        assert client_of("moderator").get(card_of(kept)).status_code == 404
        assert client_of("clerk").get(card_of(kept)).status_code == 200

    def test_letters_of_it_go_to_the_office_alone(self, kept, people, private_root):
        """Additions, wishes, reminders and escalations: no link that does not open."""
        appeals.add_to_appeal(kept, "Ще одна адреса", [], people.resident, clock.now())
        appeals.plead(kept, "attend", "Хочу бути", people.resident, clock.now())
        late = (clock.now() + timedelta(days=60)).replace(hour=12)
        with clock.frozen(late):
            assert remind(late)
        staff = OutboxMessage.objects.exclude(user=people.resident)
        assert {one.user for one in staff} == {people.clerk}
        assert {"appeals.added", "appeals.pleaded", "appeals.overdue"} <= {
            one.kind for one in staff
        }

    def test_what_goes_straight_is_seen_at_once(self, story, people, client_of):
        case = story.submitted()
        assert not case.is_with_office
        assert client_of("moderator").get(card_of(case)).status_code == 200

    def test_feedback_is_not_kept_for_nobody_registers_it(self, story, people, forms, client_of):
        routed(story, "central")
        at = clock.now()
        draft = appeals.open_draft(people.resident, "", story.addressee, forms["feedback"], at)
        appeals.save_draft(draft, {"subject": "Сайт", "body": "Дякую за сайт."}, at)
        case = appeals.register_appeal(draft, people.resident, at)
        assert not case.is_with_office
        assert client_of("moderator").get(card_of(case)).status_code == 200

    def test_what_it_is_requalified_to_is_open(self, kept, people):
        case = requalify(kept, "request", "Заявка", people.clerk, clock.now())
        assert not case.is_with_office
        assert Case.objects.visible_to(people.moderator).filter(pk=case.pk).exists()

    def test_database_refuses_a_registered_case_kept_by_the_office(self, kept):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=kept.pk).update(state="registered")
