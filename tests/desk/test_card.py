"""The registration card at the desk: confirmed, corrected, read (R-04, 13.1)."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from core import clock
from core.audit.models import Entry
from crm.appeals.models import Question, Registration
from crm.cases.models import Case, CaseEvent
from directory.models import ClassifierValue
from tests.desk.stories import CARD
from tests.desk.test_access import card
from tests.desk.test_actions import act
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


def registration(case):
    return Registration.objects.get(case=case)


def said(case):
    """The form as it is shown for the present card, to be changed in one place."""
    kept, question = registration(case), case.questions.first()
    row = {"topic_1": question.topic, "number_1": question.number} if question else {}
    return {**CARD, "version": kept.version, "sign": kept.sign, **row}


def test_clerk_confirms_the_card_with_the_main_question(story, client_of, people):
    case = story.submitted()
    page = client_of("clerk").get(card(case)).content.decode()
    assert "Q10" in page
    answer = act(
        client_of("clerk"),
        case,
        "register",
        **{**CARD, "kind": "complaint", "sign": "2.2", "receipt_form": "1.5", "text_1": "Дах"},
        topic_2="Q09",
        extra_2="on",
    )
    assert answer.status_code == 302
    case = Case.objects.select_related("appeal", "registration").get(pk=case.pk)
    kept = case.registration
    assert (case.state, case.appeal.appeal_kind) == ("registered", "complaint")
    assert (kept.sign, kept.receipt_form, kept.registered_by) == ("2.2", "1.5", people.clerk)
    assert list(case.questions.values_list("number", "topic", "text", "is_main")) == [
        (1, "Q10", "Дах", True),
        (2, "Q09", "", False),
    ]


def test_card_of_a_fresh_appeal_opens_at_its_registration(story, client_of):
    case = story.submitted()
    assert client_of("clerk").get(card(case)).context["card"].current == "register"


def test_no_appeal_is_registered_without_a_main_question(story, client_of):
    case, clerk = story.submitted(), client_of("clerk")
    for typed in ({"topic_1": ""}, {"extra_1": "on"}):
        answer = act(clerk, case, "register", **{**CARD, "sign": "2.3", **typed})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Оберіть тему основного питання" in page
        assert '<option value="2.3" selected>' in page
    case.refresh_from_db()
    assert case.state == "submitted" and not case.questions.exists()


def test_second_clerk_is_told_who_was_first_and_loses_nothing(story, client_of, people):
    case = story.submitted()
    second = sign_in(client_of("clerk").__class__(), make_person("clerk", name="clerk2"))
    assert act(client_of("clerk"), case, "register", **CARD).status_code == 302
    answer = act(second, case, "register", **{**CARD, "sign": "2.4", "text_1": "Моє питання"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"Це звернення вже зареєстровано ({people.clerk.short_name})" in page
    assert '<option value="2.4" selected>' in page and "Моє питання" in page
    assert CaseEvent.objects.filter(case=case, kind="state").count() == 1
    assert registration(case).sign == "2.1"


def test_correction_keeps_old_and_new_values(story, client_of, people):
    case = story.registered()
    typed = {**said(case), "sign": "2.2", "categories": ["7.5"], "file_number": "02-17/5"}
    assert act(client_of("clerk"), case, "card", **typed).status_code == 302
    kept = registration(case)
    assert (kept.sign, kept.categories, kept.file_number) == ("2.2", ["7.5"], "02-17/5")
    event = CaseEvent.objects.get(case=case, data__has_key="card")
    assert event.visibility == "staff" and event.actor == people.clerk
    assert event.data["card"]["sign"] == ["2.1", "2.2"]
    assert event.data["card"]["categories"] == [[], ["7.5"]]
    facts = Entry.objects.get(action="appeal.card").facts
    assert facts["sign"] == ["2.1", "2.2"]
    assert facts["categories"] == "…"
    assert "Виправлено реєстраційну картку" in client_of("clerk").get(card(case)).content.decode()


def test_saving_a_card_unchanged_writes_nothing(story, client_of):
    case = story.registered()
    assert act(client_of("clerk"), case, "card", **said(case)).status_code == 302
    assert registration(case).version == 1
    assert not Entry.objects.filter(action="appeal.card").exists()


def test_of_two_clerks_at_one_card_the_second_compares_and_saves_again(story, client_of, people):
    case = story.registered()
    second = sign_in(client_of("clerk").__class__(), make_person("clerk", name="clerk2"))
    seen = said(case)
    assert act(client_of("clerk"), case, "card", **{**seen, "sign": "2.2"}).status_code == 302
    typed = {**seen, "sign": "2.3", "text_1": "Дах над пʼятим поверхом"}
    answer = act(second, case, "card", **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert people.clerk.short_name in page
    assert '<option value="2.3" selected>' in page and "Дах над пʼятим поверхом" in page
    assert registration(case).sign == "2.2"
    assert 'name="version" value="2"' in page
    assert act(second, case, "card", **{**typed, "version": 2}).status_code == 302
    assert registration(case).sign == "2.3"


@pytest.mark.parametrize("state", ["registered", "assigned", "in_progress", "drafted", "answered"])
def test_card_is_corrected_in_any_state_before_it_is_filed(story, client_of, state):
    case = getattr(story, state)()
    typed = {**said(case), "original_place": "Шафа 3"}
    assert act(client_of("clerk"), case, "card", **typed).status_code == 302
    assert registration(case).original_place == "Шафа 3"


def test_filed_card_is_not_corrected(story, client_of):
    case, clerk = story.answered(), client_of("clerk")
    assert act(clerk, case, "close").status_code == 302
    assert act(clerk, case, "card", **{**said(case), "sign": "2.2"}).status_code == 409
    assert registration(case).sign == "2.1"


@pytest.mark.parametrize("role", ["moderator", "head"])
def test_only_the_office_corrects_a_card(story, client_of, role):
    case = story.registered()
    assert act(client_of(role), case, "card", **{**said(case), "sign": "2.2"}).status_code == 409
    assert registration(case).sign == "2.1"


def test_value_out_of_force_is_kept_and_shown_but_not_chosen_anew(story, client_of):
    case, other = story.registered(), story.registered(subject="Інше")
    clerk = client_of("clerk")
    typed = {**said(case), "social_status": "8.3"}
    assert act(clerk, case, "card", **typed).status_code == 302
    yesterday = clock.local(clock.now()).date() - timedelta(days=1)
    ClassifierValue.objects.filter(code="8.3").update(valid_until=yesterday)
    cache.clear()
    page = clerk.get(f"{card(case)}?tab=card").content.decode()
    assert '<option value="8.3" selected>' in page
    assert '<option value="8.3"' not in clerk.get(f"{card(other)}?tab=card").content.decode()
    again = {**typed, "version": 2, "file_number": "7"}
    assert act(clerk, case, "card", **again).status_code == 302
    refused = act(clerk, other, "card", **{**said(other), "social_status": "8.3"})
    assert refused.status_code == 422
    assert registration(other).social_status == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sign", "2.9"),
        ("sign", ""),
        ("categories", ["7.5", "8.1"]),
        ("topic_1", "Q99"),
        ("pages", "0"),
        ("pages", "багато"),
        ("signed_on", "2999-01-01"),
        ("receipt_form", "1.4"),
        ("receipt_form", "1.3"),
        ("subject", "5.2"),
        ("version", "перша"),
        ("source_body", "я" * 251),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(story, client_of, field, value):
    case = story.registered()
    typed = {**said(case), "file_number": "Справа 02-17", field: value}
    answer = act(client_of("clerk"), case, "card", **typed)
    assert answer.status_code == 422
    assert "Справа 02-17" in answer.content.decode()
    assert registration(case).version == 1


def test_signatories_are_pasted_a_line_each_and_every_wrong_line_is_named(story, client_of):
    case, clerk = story.registered(), client_of("clerk")
    lines = "Бойко О. В.; вул. Садова, 3; 067 111 22 33\n\n; без імені\nРудь М.; а; б; в"
    typed = {**said(case), "subject": "5.2", "signatories": lines}
    page = act(clerk, case, "card", **typed).content.decode()
    assert "Рядок 3: немає імені" in page and "Рядок 4:" in page
    assert "без імені" in page
    typed["signatories"] = "Бойко О. В.; вул. Садова, 3\nДорошенко Олена Василівна\nРудь М."
    assert act(clerk, case, "card", **typed).status_code == 302
    people = list(case.signatories.order_by("order").values_list("name", "is_contact_person"))
    assert people == [
        ("Бойко О. В.", False),
        ("Дорошенко Олена Василівна", True),
        ("Рудь М.", False),
    ]
    assert registration(case).signatories_count == 3
    page = clerk.get(card(case)).content.decode()
    assert "3 підписанти" in page and "Рудь М." in page


def test_number_of_signatories_is_not_less_than_the_list(story, client_of):
    case = story.registered()
    lines = "Бойко О. В.\nРудь М.\nЛевченко Н."
    typed = {**said(case), "subject": "5.2", "signatories": lines, "signatories_count": 2}
    assert act(client_of("clerk"), case, "card", **typed).status_code == 422
    typed["signatories_count"] = 40
    assert act(client_of("clerk"), case, "card", **typed).status_code == 302
    assert registration(case).signatories_count == 40


def test_questions_are_added_changed_and_taken_away_while_open(story, client_of):
    case, clerk = story.registered(), client_of("clerk")
    typed = {**said(case), "topic_2": "Q09", "text_2": "Сміття", "extra_2": "on"}
    assert act(clerk, case, "card", **typed).status_code == 302
    typed = {**typed, "version": 2, "topic_1": "Q11", "number_2": 2, "drop_2": "on"}
    assert act(clerk, case, "card", **typed).status_code == 302
    assert list(case.questions.values_list("number", "topic")) == [(1, "Q11")]
    typed = {**said(case), "drop_1": "on"}
    assert act(clerk, case, "card", **typed).status_code == 422
    assert case.questions.count() == 1


def test_questions_of_an_answered_appeal_stay_as_they_are(story, client_of):
    case = story.answered()
    assert (
        act(client_of("clerk"), case, "card", **{**said(case), "topic_1": "Q24"}).status_code == 302
    )
    assert case.questions.get().topic == "Q10"


def test_priority_follows_the_category_and_may_be_set_by_hand(story, client_of):
    case, other = story.registered(), story.registered(subject="Інше")
    clerk = client_of("clerk")
    act(clerk, case, "card", **{**said(case), "categories": ["7.4"]})
    act(clerk, other, "card", **{**said(other), "is_priority": "on"})
    assert registration(case).is_priority and registration(other).is_priority
    assert case.due_on == Case.objects.get(pk=case.pk).due_on


def test_clerk_hides_the_name_when_the_author_asks_by_word(story, client_of, people):
    case = story.assigned()
    typed = {**said(case), "hide_identity": "on"}
    assert act(client_of("clerk"), case, "card", **typed).status_code == 302
    page = client_of("moderator").get(card(case)).content.decode()
    assert people.resident.last_name not in page


class TestResults:
    def two(self, story, client_of):
        case = story.in_progress()
        Question.objects.create(case=case, number=2, topic="Q09", text="Сміття", is_main=False)
        return case

    def test_each_question_gets_its_result_and_the_appeal_their_roll_up(self, story, client_of):
        case = self.two(story, client_of)
        page = client_of("executor").get(card(case)).content.decode()
        assert "Результат з питання 2: Сміття" in page
        refused = act(
            client_of("executor"),
            case,
            "reply",
            text="Так",
            result_1="9.1",
            result_2="9.2",
            version=0,
        )
        assert refused.status_code == 422 and "за яким законом" in refused.content.decode()
        done = act(
            client_of("executor"),
            case,
            "reply",
            text="Так",
            result_1="9.1",
            result_2="9.2",
            reason_2="Двір приватний, ст. 15",
            version=0,
        )
        assert done.status_code == 302
        assert act(client_of("head"), case, "sign", text="Так", version=1).status_code == 302
        results = case.questions.order_by("number").values_list("result", "result_reason")
        assert list(results) == [("9.1", ""), ("9.2", "Двір приватний, ст. 15")]
        assert not case.questions.filter(closed_at=None).exists()
        case = Case.objects.select_related("appeal").get(pk=case.pk)
        assert case.appeal.result == "9.1"

    def test_one_question_asks_for_one_result(self, story, client_of):
        """A-17: a refusal names the law."""
        case = story.in_progress()
        executor = client_of("executor")
        assert act(executor, case, "reply", text="Ні", result="9.2", version=0).status_code == 422
        typed = {"version": 0, "text": "Ні", "result": "9.2", "reason_1": "Стаття 15"}
        assert act(executor, case, "reply", **typed).status_code == 302
        assert case.questions.get().result_reason == "Стаття 15"

    @pytest.mark.parametrize(
        ("code", "data", "result"),
        [
            ("forward", {"to_body": "Облрада", "reason": "Їхнє"}, "9.5"),
            ("return", {"reason": "Немає адреси", "ground": "form"}, "9.4"),
            ("refuse", {"reason": "Анонімне", "ground": "anonymous"}, "9.6"),
        ],
    )
    def test_other_ends_close_every_question(self, story, client_of, code, data, result):
        case = story.registered()
        assert act(client_of("head"), case, code, **data).status_code == 302
        question = case.questions.get()
        assert question.result == result and question.closed_at
