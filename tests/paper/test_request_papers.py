"""Print forms of requests: who may print what, a hidden name stays hidden (R-11, A-19, 6.1)."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from core import clock, paper
from core.audit.models import Viewing
from crm.cases.access import find_case_for
from crm.cases.models import Case
from crm.requests import services as requests
from crm.requests.papers import kinds
from crm.requests.papers.data import data_of, print_request_form
from directory.models import PrintTemplate
from tests.crm_requests.conftest import ask, body, in_work, wish  # noqa: F401 - fixtures
from tests.paper.pdf_words import words_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
TEST = {"aim": "Безпека станцій", "harm": "Їх пошкодження", "balance": "Якість відкрита"}


@pytest.fixture(autouse=True)
def on_a_working_day():
    with clock.frozen(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)):
        yield


def codes(case: Case) -> set[str]:
    case.refresh_from_db()
    return {form.code for form in kinds.fitting(case)}


def paper_of(case: Case, code: str) -> str:
    return reverse("desk:paper", args=[case.public_id, code])


def refused(case: Case, people) -> Case:
    return requests.refuse_inquiry(
        case,
        "Схеми показують розташування станцій.",
        people.head,
        AT,
        appeal_note="До суду протягом шести місяців.",
        ground="2",
        test=TEST,
    )


def test_forms_fit_the_state_of_the_request(ask, in_work, people):  # noqa: F811
    case = ask()
    assert codes(case) == {"card"}
    in_work(case)
    assert codes(case) == {"card"}
    requests.draft_answer(case, "Проєкт", people.moderator, AT, version=0)
    assert codes(case) == {"card", "reply"}
    requests.sign_answer(case, "Надаємо", people.head, AT, version=1)
    assert codes(case) == {"card", "reply"}
    assert codes(refused(in_work(ask()), people)) == {"card", "refusal"}
    other = requests.register_inquiry(ask(), people.clerk, AT)
    requests.forward_inquiry(other, "Облрада", "Їхні дороги", people.clerk, AT)
    assert codes(other) == {"card", "cover"}


def test_the_card_offers_the_forms_and_each_is_printed_and_written_down(
    ask,  # noqa: F811
    in_work,  # noqa: F811
    people,
    client_of,
):
    case = refused(in_work(ask()), people)
    clerk = client_of("clerk")
    page = clerk.get(reverse("desk:case", args=[case.public_id])).content.decode()
    assert paper_of(case, "refusal") in page and paper_of(case, "cover") not in page
    for code in ("card", "refusal"):
        answer = clerk.get(paper_of(case, code))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        seen = Viewing.objects.get(target_pk=str(case.pk), screen=f"desk.paper.{code}")
        assert seen.actor == people.clerk
    assert clerk.get(paper_of(case, "cover")).status_code == 404
    assert clerk.get(paper_of(case, "acceptance")).status_code == 404


@pytest.mark.parametrize("who", ["operator", "deputy", "analyst", "admin", "stranger", "resident"])
def test_a_foreign_request_prints_nothing(ask, client_of, who):  # noqa: F811
    assert client_of(who).get(paper_of(ask(), "card")).status_code == 404


def test_a_refusal_names_ground_reason_official_day_and_the_way_to_appeal(
    ask,  # noqa: F811
    in_work,  # noqa: F811
    people,
):
    case = refused(in_work(ask()), people)
    pdf = print_request_form(case, kinds.form_for(case, "refusal"), people.clerk, AT)
    words = words_of(pdf)
    for part in (
        "розташування станцій",
        "обмеженим доступом",
        "Безпека станцій",
        "Їх пошкодження",
        "Якість відкрита",
        people.head.full_name,
        "04.03.2026",
        "До суду протягом шести місяців.",
        case.number,
        case.information_request.outgoing_index,
    ):
        assert part in words, part


def test_a_cover_letter_names_the_holder_and_who_asks(ask, people):  # noqa: F811
    case = requests.register_inquiry(ask(), people.clerk, AT)
    case = requests.forward_inquiry(case, "Облрада", "Їхні дороги", people.clerk, AT)
    words = words_of(print_request_form(case, kinds.form_for(case, "cover"), people.clerk, AT))
    for part in ("Облрада", "Їхні дороги", "Журналіст Оксана", "статті 22", case.number):
        assert part in words, part


def test_a_personal_data_request_speaks_of_its_own_law(wish, in_work, people):  # noqa: F811
    case = in_work(wish())
    case = requests.sign_answer(case, "Виправлено.", people.head, AT, version=0, decision="granted")
    form = kinds.form_for(case, "reply")
    words = words_of(print_request_form(case, form, people.clerk, AT))
    assert "щодо персональних даних" in words and "Виправлено." in words


def test_a_hidden_name_is_on_no_paper_of_whoever_may_not_know_it(story, people):
    hidden = story.submitted(hide_identity=True)
    made = requests.open_from_case(hidden, "Прошу копію рішення", people.clerk, AT)
    requests.forward_inquiry(made, "Облрада", "", people.clerk, AT)
    case = find_case_for(people.moderator, made.public_id, AT)
    for form in kinds.fitting(case):
        words = words_of(print_request_form(case, form, people.moderator, AT))
        assert made.number in words
        for secret in ("Дорошенко", "Садова", "people.test"):
            assert secret not in words, form.code
        assert "Дорошенко" in words_of(print_request_form(case, form, people.clerk, AT))


def test_real_data_have_the_fields_of_the_invented_ones(ask, in_work, people):  # noqa: F811
    case = refused(in_work(ask()), people)
    real, invented = data_of(case, people.clerk, AT), kinds.sample()
    assert set(real) == set(invented)
    for name in ("author", "reply", "forwarded", "refusal", "body"):
        assert set(real[name]) == set(invented[name]), name
    for name in ("movement",):
        assert set(real[name][0]) == set(invented[name][0])
    assert set(real["refusal"]["test"][0]) == set(invented["refusal"]["test"][0])


def test_signs_of_the_markup_in_a_request_are_only_printed(ask, people):  # noqa: F811
    nasty = '#panic("x") *b* $x$ = h <a> @b \\ "q" // /* \u202e[шалом]'
    case = ask(body=nasty, subject="#import *зірка* $")
    for form in kinds.fitting(case):
        assert print_request_form(case, form, people.clerk, AT).startswith(b"%PDF")


def test_a_draft_of_an_answer_is_marked_as_one(ask, in_work, people):  # noqa: F811
    case = in_work(ask())
    requests.draft_answer(case, "Проєкт тексту", people.moderator, AT, version=0)
    case.refresh_from_db()
    pdf = print_request_form(case, kinds.form_for(case, "reply"), people.head, AT)
    assert "ПРОЄКТ" in words_of(pdf)


def test_a_template_that_fails_on_real_data_is_told_and_breaks_nothing(
    ask,  # noqa: F811
    client_of,
):
    case = ask()
    PrintTemplate.objects.create(code="request-card", version=1, source="#panic()", created_at=AT)
    answer = client_of("clerk").get(paper_of(case, "card"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk:case", args=[case.public_id])
    assert "Шаблон цього документа" in answer.content.decode()


@pytest.mark.parametrize("code", ["card", "cover", "reply", "refusal"])
def test_an_administrator_sees_each_template_with_its_picture_and_a_clear_error(client_of, code):
    where = reverse("directory_papers_edit", args=[f"request-{code}"])
    admin = client_of("admin")
    assert 'src="data:image/png;base64,' in admin.get(where).content.decode()
    broken = paper.kind_named(f"request-{code}").shipped_source + "\n#data.nothing"
    answer = admin.post(where, {"source": broken, "after": "0"})
    assert answer.status_code == 422
    assert "у даних немає поля «nothing»" in answer.content.decode()
    assert not PrintTemplate.objects.exists()
