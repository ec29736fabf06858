"""Returned for its form or for lack of data: each ground has its article and its term."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock
from core.errors import RuleBroken
from crm.appeals import services as appeals
from crm.appeals.models import Appeal
from crm.appeals.papers.kinds import form_for
from crm.appeals.papers.printing import print_case_form
from crm.appeals.services.terms import side_terms
from crm.cases.access import find_case_for
from directory.models import PrintTemplate
from tests.desk.test_access import card
from tests.desk.test_actions import act, fresh
from tests.paper.pdf_words import words_of

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
WHY = "Не вказано, про який будинок ідеться."


@pytest.mark.parametrize(("ground", "article"), [("form", "стаття 5"), ("data", "стаття 7")])
def test_author_reads_the_ground_with_its_article(story, client_of, ground, article):
    """A-05: the form; A-06: data for a reasoned decision."""
    case = story.registered()
    assert act(client_of("clerk"), case, "return", ground=ground, reason=WHY).status_code == 302
    case = fresh(case)
    assert (case.state, case.appeal.ground, case.appeal.result) == ("returned", ground, "9.4")
    page = client_of("resident").get(f"/cabinet/appeals/{case.public_id}/").content.decode()
    assert f"{article} Закону" in page and WHY in page


def test_no_appeal_is_returned_without_a_ground(story, client_of, people):
    case = story.registered()
    answer = act(client_of("clerk"), case, "return", reason=WHY)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Оберіть, чому звернення повертається." in page and WHY in page
    with pytest.raises(RuleBroken) as broken:
        appeals.return_to_author(case, WHY, people.clerk, clock.now(), ground="late")
    assert broken.value.field == "ground"
    assert fresh(case).state == "registered"


def test_both_terms_run_for_every_appeal(story):
    """A-05: 10 days; A-06 and A-07: 5 days, all from receipt."""
    assert side_terms(story.submitted(at=TUESDAY)) == {
        "forward": date(2026, 3, 16),
        "return_data": date(2026, 3, 16),
        "return": date(2026, 3, 20),
    }


def on_day(story, day: int, code: str) -> str:
    """The card of an appeal of Tuesday 10 March as a clerk sees it on a day of that month."""
    with clock.frozen(TUESDAY):
        case = story.registered()
    with clock.frozen(TUESDAY + timedelta(days=day - 10)):
        return story.clerk.get(f"{card(case)}?tab={code}").content.decode()


@pytest.fixture
def clerked(story, client_of):
    story.clerk = client_of("clerk")
    return story


def test_clerk_is_warned_of_each_term_in_the_form_of_return(clerked):
    in_time = on_day(clerked, 12, "return")
    assert "Строк повернення: до 16 березня" in in_time
    assert "Строк повернення: до 20 березня 2026." in in_time
    assert in_time.index("Строк повернення: до 20") < in_time.index('value="data"')


def test_clerk_is_told_which_term_is_over(clerked):
    """13.1: at most 10 and 5 days; a late return is explained, not forbidden."""
    page = on_day(clerked, 18, "return")
    assert "Строк повернення закінчився 16 березня" in page and "поясніть затримку" in page
    assert "Строк повернення закінчився 20 березня" not in page
    assert "Строк повернення закінчився 20 березня" in on_day(clerked, 21, "return")


def test_forwarding_says_its_term_too(clerked):
    """A-07: five days, a warning when later (13.1)."""
    assert "Строк пересилання: до 16 березня" in on_day(clerked, 12, "forward")
    assert "Строк пересилання закінчився 16 березня" in on_day(clerked, 18, "forward")


def test_late_return_is_still_done(story, client_of):
    with clock.frozen(TUESDAY):
        case = story.registered()
    with clock.frozen(TUESDAY + timedelta(days=30)):
        clerk = client_of("clerk")
        assert act(clerk, case, "return", ground="data", reason=WHY).status_code == 302
    assert fresh(case).state == "returned"


def test_card_shows_the_terms_while_they_are_of_use(story, client_of):
    labels = ("Переслати до", "Повернути через брак даних до", "Повернути через оформлення до")
    clerk, executor = client_of("clerk"), client_of("executor")
    case = story.submitted()
    assert all(label in clerk.get(card(case)).content.decode() for label in labels)
    case = story.registered()
    assert all(label in clerk.get(card(case)).content.decode() for label in labels)
    case = story.assigned()
    assert not any(label in executor.get(card(case)).content.decode() for label in labels)
    page = clerk.get(card(case)).content.decode()
    assert [label in page for label in labels] == [True, False, False]
    later = clock.now() + timedelta(days=30)
    with clock.frozen(later):
        page = client_of("clerk").get(card(case)).content.decode()
    assert not any(label in page for label in labels)


@pytest.mark.parametrize(("ground", "article"), [("form", "статті 5"), ("data", "статті 7")])
def test_letter_of_return_names_the_right_article(story, people, ground, article):
    """A-05, A-06, R-11"""
    case = story.registered()
    appeals.return_to_author(case, WHY, people.clerk, clock.now(), ground=ground)
    words = printed(case, "return", people.clerk)
    assert article in words and WHY in words
    assert ("статті 7" if ground == "form" else "статті 5") not in words
    assert "Не дотримано вимог" not in words, "the letter says it in words of its own"


def printed(case, code, viewer) -> str:
    case = find_case_for(viewer, case.public_id, clock.now())
    form = form_for(case, code)
    assert form is not None
    return " ".join(words_of(print_case_form(case, form, viewer, clock.now())).split())


@pytest.mark.parametrize(
    ("ground", "law"),
    [
        ("anonymous", "частина перша статті 8"),
        ("repeated", "вже вирішено по суті"),
        ("incapable", "недієздатною"),
        ("late", "статтею 17"),
    ],
)
def test_letter_of_what_is_not_considered(story, people, ground, law):
    """R-11, A-17: the ground with its article, and how to appeal against the decision."""
    case = story.registered()
    appeals.refuse_consideration(
        case, "Рішення від 3 лютого.", people.head, clock.now(), ground=ground
    )
    words = printed(case, "refusal", people.clerk)
    assert law in words and "Рішення від 3 лютого." in words
    assert "можна оскаржити до органу чи посадової особи вищого рівня або до суду" in words
    assert "Дорошенко" in words and case.number in words


def test_letter_of_a_hidden_author_names_nobody(story, people, client_of):
    """A-19: whoever may not know the name prints a letter without it."""
    case = story.registered(hide_identity=True)
    appeals.refuse_consideration(case, "Вдруге.", people.head, clock.now(), ground="repeated")
    assert "Дорошенко" not in printed(case, "refusal", people.moderator)
    assert "Дорошенко" in printed(case, "refusal", people.clerk)


def test_card_offers_the_letter_and_the_city_may_write_its_own(story, people, client_of):
    case = story.registered()
    appeals.refuse_consideration(case, "Вдруге.", people.head, clock.now(), ground="repeated")
    clerk = client_of("clerk")
    place = f"{card(case)}papers/refusal/"
    assert place in clerk.get(card(case)).content.decode()
    assert words_of(clerk.get(place).content)
    source = '#import "/paper.typ": *\n#show: sheet\nМіська форма #data.refused.ground'
    PrintTemplate.objects.create(
        code="appeal-refusal", version=1, source=source, created_at=clock.now()
    )
    assert "Міська форма repeated" in words_of(clerk.get(place).content)


def test_what_was_joined_ends_on_the_same_ground(story, people):
    """R-03: the letter of each author names it."""
    first, twin = story.registered(), story.registered(author=people.stranger)
    appeals.join_appeal(twin, first, people.clerk, clock.now())
    appeals.return_to_author(fresh(first), WHY, people.clerk, clock.now(), ground="data")
    assert Appeal.objects.get(case=twin).ground == "data"
    words = printed(twin, "return", people.clerk)
    assert "статті 7" in words and "Бондар" in words
