"""What authors say of themselves: collective appeals, categories, complaint limits (2.3, A-13)."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core import clock
from core.errors import Conflict, RuleBroken
from crm.appeals import services as appeals
from crm.appeals.limits import limit_of
from crm.appeals.models import Appeal, Registration, Signatory
from crm.appeals.services.rights import NotAllowed
from tests.people import make_person

pytestmark = pytest.mark.django_db

TOGETHER = {
    "is_collective": True,
    "signatories": "Бойко Олег; вул. Садова, 14\nДорошенко Олена Василівна",
    "signatories_count": "7",
}


def card_of(case):
    return Registration.objects.get(case=case)


def test_collective_appeal_is_counted_by_its_signatories(story):
    case = story.submitted(**TOGETHER)
    kept = card_of(case)
    assert (kept.subject, kept.signatories_count) == ("5.2", 7)
    assert case.number.startswith("КО-")
    people = Signatory.objects.filter(case=case).order_by("order")
    assert [(one.name, one.is_contact_person) for one in people] == [
        ("Бойко Олег", False),
        ("Дорошенко Олена Василівна", True),
    ]


def test_nothing_said_of_oneself_is_nothing_kept(story):
    """A-09, PD-03: category, status and sex are the author's to tell or not."""
    kept = card_of(story.submitted())
    assert (kept.categories, kept.social_status, kept.sex, kept.is_priority) == ([], "", "", False)
    assert (kept.sign, kept.receipt_form, kept.letter_type, kept.subject) == (
        *("2.1", "1.1", "6.2", "5.1"),
    )


def test_category_with_benefits_is_considered_first(story):
    said = {"author_category": ["7.5", "7.13"], "social_status": "8.1", "sex": "4.2"}
    kept = card_of(story.submitted(**said))
    assert (kept.categories, kept.social_status, kept.sex) == (["7.5", "7.13"], "8.1", "4.2")
    assert kept.is_priority


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"is_collective": True}, "signatories_count"),
        ({**TOGETHER, "signatories_count": "1"}, "signatories_count"),
        ({**TOGETHER, "signatories_count": "багато"}, "signatories_count"),
        ({**TOGETHER, "signatories": "Бойко\n;адреса без імені"}, "signatories"),
        ({**TOGETHER, "signatories": "Бойко; а; б; в"}, "signatories"),
        ({**TOGETHER, "signatories": "\n".join(["Бойко О."] * 2_001)}, "signatories"),
        ({"author_category": ["7.5", "8.1"]}, "author_category"),
        ({"social_status": "8.77"}, "social_status"),
        ({"sex": "4.3"}, "sex"),
        ({"decision_on": "2999-01-01", "kind": "complaint"}, "decision_on"),
    ],
)
def test_bad_input_is_refused_at_its_field(story, typed, field):
    draft = story.draft(**{"against_text": "Майстер тричі не прийшов", **typed})
    with pytest.raises(RuleBroken) as refused:
        appeals.register_appeal(draft, draft.user, clock.now())
    assert refused.value.field == field


def test_unticked_list_is_not_sent(story):
    case = story.submitted(**{**TOGETHER, "is_collective": False, "signatories_count": "x"})
    assert card_of(case).subject == "5.1" and not Signatory.objects.exists()


def test_page_asks_folded_and_keeps_what_was_typed(story, client_of, form):
    client = client_of("resident")
    start = reverse("appeals:start", args=[story.addressee.slug, form.slug])
    page = client.get(start).content.decode()
    assert "Не хочу вказувати" in page and 'name="is_collective"' in page
    typed = {"kind": "statement", "subject": "Дах", "body": "Тече дах", "is_collective": "on"}
    typed |= {"signatories": "; без імені", "author_category": ["7.13", "x.idp"]}
    answer = client.post(start, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Рядок 1: немає імені" in page and "; без імені" in page
    assert 'value="x.idp" checked' in page.replace('" id="', '" ').replace("  ", " ") or (
        answer.context["form"]["author_category"].value() == ["7.13", "x.idp"]
    )


def test_last_look_shows_what_is_told_of_the_author(story, client_of, people):
    draft = story.draft(**TOGETHER, author_category=["7.13"], sex="4.2")
    page = client_of("resident").get(reverse("appeals:check", args=[draft.public_id]))
    page = page.content.decode()
    for words in ("Бойко Олег", "Багатодітна сімʼя", "Жіноча"):
        assert words in page


def test_legal_entity_is_not_asked(story, client_of, forms):
    start = reverse("appeals:start", args=[story.addressee.slug, "appeal-legal-entity"])
    page = client_of("resident").get(start).content.decode()
    assert 'name="sex"' not in page and 'name="is_collective"' not in page


class TestLateComplaint:
    """WE-18: decided on 16.06.2025, learned on 14.07.2025; the last day is 14.08.2025."""

    def complaint(self, story, day, **dates):
        at = datetime(2025, 8, day, 8, 0, tzinfo=UTC)
        typed = {"decision_on": "2025-06-16", "learned_on": "2025-07-14", **dates}
        typed |= {"kind": "complaint", "against_text": "Відмовили у ремонті даху"}
        return story.submitted(at=at, **typed)

    @pytest.mark.parametrize(("day", "is_late"), [(13, False), (14, False), (15, True)])
    def test_earlier_of_two_days_counts(self, story, day, is_late):
        case = self.complaint(story, day)
        limit = limit_of(case, Appeal.objects.get(case=case))
        assert (limit.day, limit.is_late) == (date(2025, 8, 14), is_late)

    def test_year_counts_where_it_is_earlier(self, story):
        case = self.complaint(story, 15, decision_on="2024-08-12", learned_on="2025-08-11")
        limit = limit_of(case, Appeal.objects.get(case=case))
        assert (limit.day, limit.is_late) == (date(2025, 8, 12), True)

    def test_without_a_day_or_a_complaint_a_person_judges(self, story):
        case = self.complaint(story, 15, decision_on="", learned_on="")
        assert limit_of(case, Appeal.objects.get(case=case)) is None
        plain = story.submitted()
        assert limit_of(plain, Appeal.objects.get(case=plain)) is None

    def test_head_restores_the_term_with_a_reason(self, story, people):
        case, at = self.complaint(story, 15), clock.now()
        for person in (people.clerk, people.moderator, make_person("head")):
            with pytest.raises(NotAllowed):
                appeals.restore_term(case, "Хворіла", person, at)
        with pytest.raises(RuleBroken):
            appeals.restore_term(case, "  ", people.head, at)
        kept = appeals.restore_term(case, "Лікувалася, довідка додана", people.head, at)
        assert kept.term_restored and kept.term_restored_reason == "Лікувалася, довідка додана"
        with pytest.raises(Conflict):
            appeals.restore_term(case, "Ще раз", people.head, at)

    def test_complaint_in_time_has_nothing_to_restore(self, story, people):
        with pytest.raises(RuleBroken):
            appeals.restore_term(self.complaint(story, 14), "Про всяк", people.head, clock.now())
