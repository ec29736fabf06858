"""Print forms of a case: who may print what, and that a hidden name stays hidden (R-11, A-19)."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from core import clock, paper
from core.audit.models import Viewing
from crm.appeals import services as appeals
from crm.appeals.papers import kinds, samples
from crm.appeals.papers.data import data_of
from crm.appeals.papers.printing import print_case_form
from crm.cases.access import find_case_for
from crm.cases.models import Case
from directory.models import PrintTemplate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
ALWAYS = {"card", "acceptance"}


def codes(case: Case) -> set[str]:
    case.refresh_from_db()
    return {form.code for form in kinds.fitting(case)}


def paper_of(case: Case, code: str) -> str:
    return reverse("desk:paper", args=[case.public_id, code])


def shapes(value, place="") -> dict[str, str]:
    """Names and types of everything in a tree; of a list its first item."""
    if isinstance(value, dict):
        return {
            name: kind
            for key, one in value.items()
            for name, kind in shapes(one, f"{place}.{key}").items()
        }
    if isinstance(value, list):
        return shapes(value[0], f"{place}[]") if value else {}
    return {place: type(value).__name__}


def test_forms_fit_the_state_of_the_case(story, people):
    case = story.registered()
    assert codes(case) == ALWAYS
    returned = appeals.return_to_author(
        story.registered(), "Немає адреси", people.clerk, AT, ground="form"
    )
    assert codes(returned) == ALWAYS | {"return"}
    refused = appeals.refuse_consideration(
        story.registered(), "Без підпису", people.head, AT, ground="anonymous"
    )
    assert codes(refused) == ALWAYS | {"refusal"}
    forwarded = appeals.forward_appeal(story.registered(), "Район", "", people.clerk, AT)
    assert codes(forwarded) == ALWAYS | {"cover"}
    assert codes(story.answered()) == ALWAYS | {"reply"}
    Case.objects.filter(pk=case.pk).update(channel="reception")
    assert codes(case) == ALWAYS | {"reception"}


def test_the_card_offers_the_forms_that_fit(story, client_of):
    case = story.answered()
    page = client_of("clerk").get(reverse("desk:case", args=[case.public_id])).content.decode()
    assert paper_of(case, "reply") in page
    assert paper_of(case, "cover") not in page


@pytest.mark.parametrize("code", ["card", "acceptance", "reply"])
def test_a_clerk_prints_a_form_and_it_is_written_down(story, client_of, people, code):
    case = story.answered()
    answer = client_of("clerk").get(paper_of(case, code))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
    seen = Viewing.objects.filter(target_pk=str(case.pk), screen=f"desk.paper.{code}")
    assert [one.actor for one in seen] == [people.clerk]


def test_a_form_that_does_not_fit_is_absent(story, client_of):
    case = story.registered()
    assert client_of("clerk").get(paper_of(case, "reply")).status_code == 404
    assert client_of("clerk").get(paper_of(case, "nothing")).status_code == 404


@pytest.mark.parametrize("who", ["operator", "deputy", "analyst", "admin", "stranger", "resident"])
def test_a_foreign_case_prints_nothing(story, client_of, who):
    case = story.answered()
    assert client_of(who).get(paper_of(case, "card")).status_code == 404


def test_real_data_have_the_fields_of_the_invented_ones(story, people):
    case = story.answered()
    appeals.close_appeal(case, people.clerk, AT)
    case = find_case_for(people.clerk, case.public_id, AT)
    real, invented = data_of(case, people.clerk, AT), samples.of_case()
    assert set(real) == set(invented)
    left, right = shapes(real), shapes(invented)
    differing = {name for name in left if name in right and right[name] != left[name]}
    assert differing <= {".pages"}, "a letter without paper has no pages"
    for name in ("author", "card", "reply", "forwarded", "returned", "refused", "reception"):
        assert set(real[name]) == set(invented[name]), name
    for name in ("questions", "resolutions", "movement"):
        assert real[name], name
        assert set(real[name][0]) == set(invented[name][0]), name


def test_a_hidden_name_is_on_no_paper_of_whoever_may_not_know_it(story, people):
    hidden = story.registered(hide_identity=True)
    case = find_case_for(people.moderator, hidden.public_id, AT)
    data = str(data_of(case, people.moderator, AT))
    assert "Дорошенко" not in data
    assert "Садова" not in data
    assert "people.test" not in data
    case = find_case_for(people.clerk, hidden.public_id, AT)
    assert "Дорошенко" in str(data_of(case, people.clerk, AT))
    assert data_of(case, people.clerk, AT)["author"]["wants_hidden"]


def test_papers_are_in_ukrainian_whatever_the_desk_speaks(story, client_of, people):
    from django.utils import translation

    case = find_case_for(people.clerk, story.answered().public_id, AT)
    with translation.override("en"):
        data = data_of(case, people.clerk, AT)
    assert data["kind"] == "Заява або клопотання"
    assert data["result"] == "Вирішено позитивно"


def test_signs_of_the_markup_in_an_appeal_are_only_printed(story, people):
    nasty = '#panic("x") *b* $x$ = h <a> @b \\ "q" «л» // /* \u202e[шалом] שלום'
    case = story.registered(body=nasty, subject="#import *зірка* $")
    case = find_case_for(people.clerk, case.public_id, AT)
    for form in kinds.fitting(case):
        assert print_case_form(case, form, people.clerk, AT).startswith(b"%PDF")


def test_a_draft_of_a_reply_is_marked_as_one(story, people):
    case = find_case_for(people.head, story.drafted().public_id, AT)
    assert data_of(case, people.head, AT)["stamp"] == "Проєкт"


def test_the_template_of_the_city_is_used(story, client_of, people):
    case = story.registered()
    kind = kinds.CASE_FORMS[0].kind
    shipped = client_of("clerk").get(paper_of(case, "card")).content
    PrintTemplate.objects.create(
        code=kind.code,
        version=1,
        source='#import "/paper.typ": *\n#show: sheet\n= #data.number',
        created_at=AT,
    )
    assert len(client_of("clerk").get(paper_of(case, "card")).content) < len(shipped) / 2


def test_a_template_that_fails_on_real_data_is_told_and_breaks_nothing(story, client_of):
    case = story.registered()
    PrintTemplate.objects.create(code="appeal-card", version=1, source="#panic()", created_at=AT)
    answer = client_of("clerk").get(paper_of(case, "card"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk:case", args=[case.public_id])
    assert "Шаблон цього документа" in answer.content.decode()


def test_every_shipped_template_prints_its_invented_data():
    for kind in paper.kinds():
        assert paper.set_pdf(kind.shipped_source, kind.sample()).startswith(b"%PDF"), kind.code


def test_a_form_costs_few_statements(story, people, django_assert_max_num_queries):
    case = find_case_for(people.clerk, story.answered().public_id, AT)
    data_of(case, people.clerk, AT)
    with django_assert_max_num_queries(9):
        data_of(case, people.clerk, AT)


def test_the_clerk_prints_the_journal_of_a_period(story, client_of, people):
    from core.audit.models import Entry

    today = clock.today()
    story.answered(), story.registered(hide_identity=True)
    where = reverse("desk:journal")
    page = client_of("clerk").get(where)
    assert page.status_code == 200
    answer = client_of("clerk").get(where, {"since": f"{today}", "until": f"{today}"})
    assert answer.content.startswith(b"%PDF")
    written = Entry.objects.get(action="journal.printed")
    assert written.actor == people.clerk
    assert written.facts["since"] == today.isoformat()


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-03-10", "until": "2026-03-01"},
        {"since": "", "until": ""},
        {"since": "31.02.2026", "until": "x"},
    ],
)
def test_a_period_that_is_none_comes_back_with_its_error(client_of, asked):
    answer = client_of("clerk").get(reverse("desk:journal"), asked)
    assert answer.status_code == 422
    assert "error" in answer.content.decode()


def test_a_journal_of_too_many_lines_asks_for_a_shorter_period(story, client_of, monkeypatch):
    from crm.appeals.papers import printing

    monkeypatch.setattr(printing, "JOURNAL_LIMIT", 1)
    story.registered(), story.registered()
    asked = {"since": "2020-01-01", "until": "2090-01-01"}
    answer = client_of("clerk").get(reverse("desk:journal"), asked)
    assert answer.status_code == 422
    assert "коротший період" in answer.content.decode()
