"""Two countries in one installation: each addressee by the profile of its own (domain.md 16)."""

from datetime import UTC, date, datetime

import pytest

from crm.appeals.limits import limit_of
from crm.appeals.models import Appeal
from crm.appeals.services.outgoing import next_outgoing_index
from crm.appeals.services.paths import open_order_from, requalify_appeal
from crm.appeals.services.terms import extend_term
from crm.requests.services import opening
from directory.exchange import import_json
from directory.models import Addressee, Profile
from directory.services import DATA
from directory.terms import edition, profile_of
from tests.crm_appeals.conftest import give
from tests.factories.crm import CaseFactory
from tests.factories.directory import AddresseeFactory

pytestmark = pytest.mark.django_db
# Kyiv has 23:30 on Friday 13 February, Belgrade 22:30; the 15th and 16th are holidays there.
LATE = datetime(2026, 2, 13, 21, 30, tzinfo=UTC)


def test_both_countries_serve_in_one_installation(story, serbia):
    ours = story.submitted(at=LATE)
    give(story.addressee, serbia)
    theirs = story.submitted(at=LATE)
    assert (ours.number, theirs.number) == ("Д-1/26", "1/2026")
    assert (ours.registered_on, theirs.registered_on) == (date(2026, 2, 16), date(2026, 2, 13))
    own = {one.purpose: one.clock for one in theirs.clocks.select_related("clock")}
    assert list(own) == ["reply"]
    assert (own["reply"].rule_code, own["reply"].calendar_code) == ("rs.complaint", "rs-office")
    # 15 days from receipt is a Saturday: the next working day there, not here.
    assert own["reply"].nominal_on == date(2026, 2, 28)
    assert (theirs.due_on, theirs.target_on) == (date(2026, 3, 2), date(2026, 2, 27))
    here = {one.purpose: one.clock for one in ours.clocks.select_related("clock")}
    assert here["reply"].calendar_code == "ua-office"
    assert ours.due_on == date(2026, 3, 16)


def test_the_nearest_addressee_above_says_the_profile(serbia, django_assert_num_queries):
    body = AddresseeFactory(profile=serbia)
    section = AddresseeFactory(parent=body)
    room = AddresseeFactory(parent=section)
    with django_assert_num_queries(1):
        assert Profile.objects.for_addressee(room.pk).calendar.code == "rs-office"
    hotline = Profile.objects.get(code="hotline-24")
    give(section, hotline)
    assert Profile.objects.for_addressee(room.pk) == hotline
    assert Profile.objects.for_addressee(body.pk) == serbia
    give(body, None)
    assert Profile.objects.for_addressee(body.pk) == Profile.objects.current()
    section.refresh_from_db()
    section.profile, section.parent = None, None
    section.save()
    assert Profile.objects.for_addressee(room.pk) == Profile.objects.current()


def test_a_submission_learns_the_profile_with_its_draft(serbia, django_assert_num_queries):
    section = AddresseeFactory(parent=AddresseeFactory(profile=serbia))
    plain = AddresseeFactory()
    rows = Addressee.objects.annotate(token=edition())
    with django_assert_num_queries(1):
        found = rows.get(pk=section.pk)
    first, own = profile_of(found.token, found.path), profile_of(found.token, plain.path)
    assert (first, own.is_default) == (serbia, True)
    with django_assert_num_queries(0):
        assert profile_of(found.token, found.path) is first
        assert profile_of(found.token, plain.path) is own


def test_an_addressee_that_gets_or_moves_under_another_profile_is_noticed(serbia):
    """No process may go on counting by a law that no longer holds there."""
    body, section = AddresseeFactory(), AddresseeFactory()

    def law():
        row = Addressee.objects.annotate(token=edition()).get(pk=section.pk)
        return profile_of(row.token, row.path)

    assert law().is_default
    give(section, serbia)
    assert law() == serbia
    give(section, None)
    give(body, serbia)
    assert law().is_default
    section.parent = body
    section.save()
    assert law() == serbia
    Addressee.objects.filter(pk=body.pk).update(profile=None)
    assert law().is_default


def test_a_request_for_information_goes_by_the_law_of_its_addressee(story, serbia, people):
    give(story.addressee, serbia)
    asked = opening.Asked("", story.addressee, "Карта", "Прошу надати карту", email="a@example.org")
    case = opening.open_information_request(asked, people.resident, LATE)
    clocks = {one.purpose: one.clock.rule_code for one in case.clocks.select_related("clock")}
    assert clocks == {
        "reply": "rs.info",
        "urgent": "rs.info.urgent",
        "extended": "rs.info.extended",
    }
    give(story.addressee, None)
    other = opening.open_information_request(asked, people.resident, LATE)
    assert other.number != case.number
    assert other.main_clock.calendar_code == "ua-office"


def test_a_request_about_personal_data_needs_no_term_of_study(story, serbia, people):
    give(story.addressee, serbia)
    case = opening.open_personal_data_request(
        "view", "Які мої дані ви маєте?", story.addressee, people.resident, LATE
    )
    assert [one.clock.rule_code for one in case.clocks.select_related("clock")] == ["rs.pd.reply"]


def test_a_running_clock_keeps_its_calendar(story, serbia, people):
    """The addressee changed over to another country while an appeal was being answered."""
    case = CaseFactory(addressee=story.addressee, state="in_progress")
    calendar = case.main_clock.calendar_code
    give(story.addressee, serbia)
    until = case.clocks.select_related("clock").get(purpose="extended").clock.due_on
    case = extend_term(case, until, "Потрібна перевірка", people.head, case.received_at)
    assert (case.main_clock.calendar_code, calendar) == ("ua-office", "ua-office")
    assert case.due_on == until


def test_profiles_that_write_the_same_index_share_a_journal(story):
    """R-02: an index stands for one appeal, whichever profile wrote it."""
    twin = Profile.objects.get(code="ua-city")
    twin.pk, twin.code, twin.journal, twin.is_default = None, "ua-twin", "", False
    twin.save()
    assert twin.journal == "ua-city"
    first = story.submitted(at=LATE)
    give(story.addressee, twin)
    assert (first.number, story.submitted(at=LATE).number) == ("Д-1/26", "Д-2/26")


def test_a_reply_is_numbered_by_the_year_of_its_addressee(story, serbia):
    give(story.addressee, serbia)
    case = story.submitted(at=LATE)
    # In Kyiv the new year has come, in Belgrade it has not.
    assert next_outgoing_index(case, datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == "1/1/2026"


def test_limits_of_ukrainian_law_do_not_hold_abroad(story, serbia):
    case = story.submitted(at=LATE)
    known = Appeal.objects.get(case=case)
    known.appeal_kind, known.decision_on = "complaint", date(2024, 1, 10)
    assert limit_of(case, known).is_late
    give(story.addressee, serbia)
    assert limit_of(case, known) is None


READY = {
    # name: (index of an appeal, rule of its answer, rule of a request for service)
    "ua-city": ("Д-1/26", "ua.appeal.month", "ua.case.ordinary"),
    "ua-housing": ("ЄВ-1/26", "ua.appeal.month", "ua.case.ordinary"),
    "ua-contact-centre": ("КЦ-1/26", "ua.appeal.month", "ua.case.ordinary"),
    "hotline-24": ("ГЛ-1/26", "ua.appeal.month", "hotline.target"),
    "rs-municipality": ("1/2026", "rs.complaint", "rs.72h"),
}


@pytest.mark.parametrize("name", READY)
def test_each_ready_profile_serves_an_appeal_and_a_case_of_an_addressee(name, story, people):
    """domain.md 16: one file is taken in, and the addressee works by it."""
    index, answer, service = READY[name]
    import_json((DATA / "profiles" / f"{name}.json").read_bytes(), None, LATE)
    give(story.addressee, Profile.objects.get(code=name))
    case = story.submitted(at=LATE)
    assert (case.number, case.main_clock.rule_code) == (index, answer)
    source = requalify_appeal(case, "Це заявка", people.clerk, LATE)
    order = open_order_from(source, "request", people.clerk, LATE)
    assert order.main_clock.rule_code == service
    assert order.due_on >= case.registered_on


def test_the_contact_centre_receives_on_any_day_and_executors_have_days_off(story):
    """Received on Saturday is registered on Saturday; a term still ends on a working day."""
    import_json((DATA / "profiles" / "ua-contact-centre.json").read_bytes(), None, LATE)
    give(story.addressee, Profile.objects.get(code="ua-contact-centre"))
    saturday = datetime(2026, 2, 14, 20, 0, tzinfo=UTC)
    case = story.submitted(at=saturday)
    assert case.registered_on == date(2026, 2, 14)
    # A month later is Saturday again: the next working day by the office calendar.
    assert case.due_on == date(2026, 3, 16)
