"""Everything of the registration card that is written down with the appeal (R-04, R-07, R-10)."""

from datetime import date

import pytest

from crm.appeals.models import Appeal, Question, Reception, Registration, Signatory
from crm.cases.models import Case
from directory.models import Profile
from tests.desk.stories import CARD
from tests.desk.test_access import card
from tests.desk.test_actions import act
from tests.desk.test_intake import NEW, typed
from tests.factories.directory import AddresseeFactory

pytestmark = pytest.mark.django_db


def entered(client, story, **changes):
    answer = client.post(NEW, typed(story, **changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return Case.objects.select_related("registration", "appeal").latest("pk")


def test_channel_alone_gives_the_form_of_receipt_and_the_type(story, client_of):
    clerk = client_of("clerk")
    for channel, form, kind in (
        ("phone", "1.1.1", "6.3"),
        ("paper", "1.1", "6.2"),
        ("email", "1.1", "6.2"),
    ):
        kept = entered(clerk, story, channel=channel, key=channel * 4).registration
        assert (kept.receipt_form, kept.letter_type) == (form, kind)


def test_clerk_registers_with_the_main_question_at_once(story, client_of, people):
    case = entered(client_of("clerk"), story)
    assert case.registration.registered_by == people.clerk
    assert list(case.questions.values_list("number", "topic", "is_main")) == [(1, "Q09", True)]


def test_operator_may_leave_the_topic_to_the_office(story, client_of, people):
    assert people.clerk
    assert client_of("clerk").post(NEW, typed(story, topic="")).status_code == 422
    client_of("operator").post(NEW, typed(story, topic=""))
    case = Case.objects.get()
    assert case.state == "submitted" and not Question.objects.exists()


def test_wish_for_a_shorter_term_is_written_down_with_its_reasons(story, client_of):
    """A-15: by whom and why; without reasons there is nothing to decide on."""
    clerk = client_of("clerk")
    asked = {"shorter_term_asked_by": "Автор листа"}
    refused = clerk.post(NEW, typed(story, **asked))
    assert refused.status_code == 422
    assert refused.context["form"].errors["shorter_term_reason"]
    card = entered(clerk, story, **asked, shorter_term_reason="Хворіє дитина").registration
    assert card.shorter_term_asked_by == "Автор листа"
    assert card.asks_shorter_term


def test_paper_from_another_body_keeps_its_way(story, client_of):
    came = {
        "channel": "paper",
        "receipt_form": "1.4",
        "source_body": "Сумська ОВА",
        "source_level": "local",
        "source_index": "12-34/26",
        "source_on": "2026-01-05",
        "envelope_on": "2026-01-04",
        "signed_on": "2026-01-02",
        "pages": "3",
        "original_place": "Шафа 2",
    }
    case = entered(client_of("clerk"), story, **came)
    kept = case.registration
    assert (kept.receipt_form, kept.source_body, kept.source_level) == (
        "1.4",
        "Сумська ОВА",
        "local",
    )
    assert (kept.source_on, kept.envelope_on) == (date(2026, 1, 5), date(2026, 1, 4))
    assert (kept.original_place, case.appeal.pages) == ("Шафа 2", 3)
    page = client_of("clerk").get(card(case)).content.decode()
    for words in ("Сумська ОВА (місцевий)", "12-34/26", "Шафа 2"):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"receipt_form": "1.4"}, "source_body"),
        ({"receipt_form": "1.4", "source_body": "ОВА"}, "source_level"),
        ({"receipt_form": "1.6"}, "source_body"),
        ({"receipt_form": "1.3"}, "representative_name"),
        ({"receipt_form": "1.9"}, "receipt_form"),
        ({"subject_kind": "5.2"}, "signatories_count"),
        ({"subject_kind": "5.2", "signatories": "Бойко\n;;\n"}, "signatories"),
        ({"subject_kind": "5.4"}, "subject_kind"),
        ({"channel": "reception"}, "official_name"),
        ({"categories": ["7.1", "9.1"]}, "categories"),
        ({"organisation_code": "12345679", "organisation_name": "ОСББ"}, "organisation_code"),
        ({"organisation_code": "00032112"}, "organisation_name"),
        ({"envelope_on": "2999-01-01"}, "envelope_on"),
    ],
)
def test_what_is_missing_is_said_in_an_open_part(story, client_of, changes, field):
    answer = client_of("clerk").post(NEW, typed(story, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    page = answer.content.decode()
    assert "Немає води" in page
    assert not Case.objects.exists()
    before = page[: page.index(f'name="{field}"')]
    if before.count('<details class="card-part"') > before.count("</details>"):
        assert " open>" in before[before.rindex("<details") :]


def test_collective_appeal_has_its_mark_its_list_and_its_number(story, client_of):
    lines = "Дорошенко Олена Василівна; вул. Садова, 12\nБойко Олег; вул. Садова, 14; 067 111 22 33"
    case = entered(client_of("clerk"), story, subject_kind="5.2", signatories=lines)
    assert case.number.startswith("КО-")
    assert case.registration.signatories_count == 2
    first, second = Signatory.objects.order_by("order")
    assert first.is_contact_person and not second.is_contact_person
    assert (second.address, second.contact) == ("вул. Садова, 14", "067 111 22 33")


def test_unsigned_appeal_has_its_mark(story, client_of):
    assert entered(client_of("clerk"), story, subject_kind="5.3").number.startswith("БП-")


def test_category_of_the_city_list_is_considered_first_and_the_term_stays(story, client_of):
    clerk = client_of("clerk")
    plain = entered(clerk, story)
    first = entered(clerk, story, key="another-key", categories=["7.5"], social_status="8.6")
    assert first.registration.is_priority and not plain.registration.is_priority
    assert (first.due_on, first.target_on) == (plain.due_on, plain.target_on)


def test_reception_card_says_who_received_and_what_was_decided(story, client_of):
    """A-24: what was said at a reception is registered on its card."""
    official = AddresseeFactory(listed=True, kind="official")
    case = entered(
        client_of("clerk"),
        story,
        channel="reception",
        official=official.pk,
        content="Просить оглянути дах",
        charged="Департамент ЖКГ",
        result="Дано доручення",
        note="Відповідь усно",
    )
    kept = Reception.objects.get(case=case)
    assert kept.official == official and kept.charged == "Департамент ЖКГ"
    assert (case.registration.receipt_form, case.registration.letter_type) == ("1.2", "6.3")
    page = client_of("clerk").get(card(case)).content.decode()
    assert "Просить оглянути дах" in page and "Дано доручення" in page


def test_letter_of_a_legal_entity_goes_by_its_own_rules(story, client_of):
    """A-01: the index and the terms are data of the profile."""
    case = entered(
        client_of("clerk"),
        story,
        channel="paper",
        organisation_name="ОСББ «Садова, 12»",
        organisation_code="00032112",
    )
    assert case.appeal.applicant == "legal_entity"
    assert case.number.startswith("ЮО-")
    codes = dict(case.clocks.values_list("purpose", "clock__rule_code"))
    assert codes["reply"] == "ua.entity.reply" and codes["extended"] == "ua.entity.extended"
    assert case.main_clock.rule_code == "ua.entity.reply"
    Profile.objects.update(entity_terms={}, entity_index_template="")
    same = entered(
        client_of("clerk"), story, key="another-key", organisation_name="ОСББ «Садова, 14»"
    )
    assert same.number.startswith("Д-") and same.main_clock.rule_code == "ua.appeal.month"


def test_complaint_on_paper_keeps_the_decision_and_both_days(story, client_of):
    case = entered(
        client_of("clerk"),
        story,
        kind="complaint",
        against_text="Відмовили у ремонті",
        decision_ref="№ 15",
        decision_on="2026-01-05",
        learned_on="2026-01-08",
    )
    kept = Appeal.objects.get(case=case)
    assert (kept.decision_ref, kept.decision_on) == ("№ 15", date(2026, 1, 5))
    assert Registration.objects.get(case=case).sign == "2.1"


def test_form_is_walked_by_keyboard(story, client_of):
    """Parts are native, the order is that of the page, the button says its key."""
    page = client_of("clerk").get(NEW).content.decode()
    assert "tabindex" not in page[page.index("data-intake") :].split("</form>")[0]
    assert 'aria-keyshortcuts="Control+Enter"' in page
    assert "js/intake" in page


def test_clerk_corrects_the_reception_card(story, client_of):
    case = entered(client_of("clerk"), story, channel="reception", official_name="Довженко Т. О.")
    typed_card = {**CARD, "receipt_form": "1.2", "letter_type": "6.3", "number_1": 1}
    typed_card |= {"topic_1": "Q09", "official_name": "Довженко Т. О.", "result": "Вирішено"}
    assert act(client_of("clerk"), case, "card", **typed_card).status_code == 302
    assert Reception.objects.get(case=case).result == "Вирішено"
    refused = {**typed_card, "version": 2, "official_name": ""}
    assert act(client_of("clerk"), case, "card", **refused).status_code == 422
