"""Public pages of results: read from snapshots only, the same for everybody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from blocks.polls.models import Rating, Snapshot, Survey, Topic
from blocks.polls.reading import lists
from core import clock
from core.words import Text
from crm.publishing.ratings import publish_ratings
from crm.publishing.surveys import publish_surveys
from tests.factories.directory import AddresseeFactory
from tests.factories.survey_results import answer, ask, make_answered

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def answered():
    return make_answered(NOW)


def page(client, name="polls:survey", *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_result_says_what_was_answered_and_by_how_many(client, answered):
    text = page(client, "polls:survey", answered.slug)
    assert "81\u00a0%" in text
    assert "4,18" in text
    assert "214" in text
    assert "Підтверджені відповіді: 12" in text
    assert "Сумнівні відповіді: 9" in text
    assert "Мало відповідей" in text
    assert "не думка всього міста" in text


def test_small_number_stands_nowhere_on_the_page(client, answered):
    text = page(client, "polls:survey", answered.slug)
    assert "приховано" in text
    data = client.get(reverse("polls:json", args=[answered.slug])).json()
    assert data["strata"]["open"]["questions"]["why"]["cells"]["words"] is None


def test_memory_of_a_snapshot_is_read_by_no_page(client, answered, django_assert_max_num_queries):
    page(client, "polls:list")  # links around a page are kept for everybody
    with django_assert_max_num_queries(8) as found:
        page(client, "polls:survey", answered.slug)
    assert not any('"memory"' in one["sql"] for one in found.captured_queries)
    assert not any("blocks_polls_ballot" in one["sql"] for one in found.captured_queries)
    assert not any("blocks_polls_tally" in one["sql"] for one in found.captured_queries)


@pytest.mark.parametrize("when", [Survey.Shown.ANSWERED, Survey.Shown.CLOSED])
def test_result_waits_for_closing_everywhere(client, answered, when):
    Survey.objects.update(results_when=when)
    assert "214" not in page(client, "polls:survey", answered.slug)
    for name in ("polls:csv", "polls:json"):
        assert client.get(reverse(name, args=[answered.slug])).status_code == 404
    assert client.get(f"/api/v1/surveys/{answered.slug}").status_code == 404
    assert client.get("/api/v1/surveys").json()["items"][0]["answered"] is None
    assert "412" not in page(client, "polls:list")
    Survey.objects.update(closed_at=NOW)
    assert "214" in page(client, "polls:survey", answered.slug)


def test_draft_is_nowhere(client, answered):
    Survey.objects.update(live=False)
    for name in ("survey", "csv", "json", "picture"):
        assert client.get(reverse(f"polls:{name}", args=[answered.slug])).status_code == 404


def test_data_carries_its_licence(client, answered):
    lines = client.get(reverse("polls:csv", args=[answered.slug])).content.decode().splitlines()
    assert all("CC BY 4.0" in line for line in lines[1:])
    assert any(";5;5 ★;214;52;False;412;" in line for line in lines)
    found = client.get(f"/api/v1/surveys/{answered.slug}").json()
    assert found["license"]["name"] == "CC BY 4.0"
    assert found["strata"]["open"]["n"] == 412


def test_picture_is_a_png_made_once_for_a_snapshot(client, answered, monkeypatch):
    first = client.get(reverse("polls:picture", args=[answered.slug]))
    assert first["Content-Type"] == "image/png"
    assert first.content[:8] == b"\x89PNG\r\n\x1a\n"
    monkeypatch.setattr("blocks.polls.reading.picture.set_pages", None)
    assert client.get(reverse("polls:picture", args=[answered.slug])).content == first.content


def test_page_is_written_in_english_too(client, answered):
    text = client.get(f"/en/surveys/{answered.slug}/").content.decode()
    assert "How many?" in text
    assert "Open answers: 412" in text


def test_lists_tell_open_coming_and_closed_apart(client):
    ask("open")
    ask("coming", opens_at=NOW + timedelta(days=2))
    ask("closed", closed_at=NOW - timedelta(days=2))
    ask("ended", closes_at=NOW - timedelta(days=1))
    found = {
        state: {
            row.survey.slug for row in client.get("/surveys/", {"state": state}).context["rows"]
        }
        for state in ("open", "coming", "closed")
    }
    assert found == {"open": {"open"}, "coming": {"coming"}, "closed": {"closed", "ended"}}
    assert len(client.get("/surveys/archive/").context["rows"]) == 2
    assert len(client.get("/surveys/", {"state": "x", "before": "-1"}).context["rows"]) == 4


def test_topic_has_a_page_of_its_own(client):
    topic = Topic.objects.create(slug="transport", name=Text(uk="Транспорт"))
    ask("bus", topic=topic, about="topic")
    ask("other")
    rows = client.get("/surveys/topics/transport/").context["rows"]
    assert [row.survey.slug for row in rows] == ["bus"]
    Topic.objects.update(is_active=False)
    assert client.get("/surveys/topics/transport/").status_code == 404


def test_list_goes_on_from_the_last_one_shown(client, monkeypatch):
    monkeypatch.setattr(lists.rows_of, "__defaults__", (2,))
    for number in range(5):
        ask(f"s{number}")
    first = client.get("/surveys/")
    second = client.get(first.context["next_url"])
    assert [row.survey.slug for row in first.context["rows"]] == ["s4", "s3"]
    assert [row.survey.slug for row in second.context["rows"]] == ["s2", "s1"]


def test_few_fives_do_not_win_over_many_answers(client):
    many, few = AddresseeFactory(), AddresseeFactory()
    answer(survey := ask("many", addressee=many, about="addressee"), {5: 200, 4: 50})
    answer(ask("few", addressee=few, about="addressee"), {5: 29, 3: 1 + 4})
    answer(ask("fewer", addressee=AddresseeFactory(), about="addressee"), {5: 20})
    publish_surveys(NOW)
    assert publish_ratings(NOW) == 2
    assert publish_ratings(NOW) == 2
    rows = client.get("/surveys/ranking/").context["rows"]
    assert [rated.rating.addressee for _place, rated in rows] == [many, few]
    assert client.get("/api/v1/surveys/ranking").json()[0]["addressee"] == many.slug
    stars = client.get("/api/v1/figures").json()["months_stars"]
    assert [(one["date"], one["words"]) for one in stars] == [("2026-11-01", "4,79")]
    Survey.objects.filter(pk=survey.pk).update(results_when="closed")
    publish_ratings(NOW)
    assert [one.addressee for one in Rating.objects.all()] == [few]


def test_two_surveys_are_compared_by_common_questions(client, answered):
    other = ask("druhe")
    answer(other, {1: 10, 5: 90})
    publish_surveys(NOW + timedelta(minutes=1))
    text = page(client, "polls:compare", a=answered.slug, b=other.slug)
    assert "+38" in text
    assert "—" in text


def test_months_of_one_survey_are_compared(client):
    survey = ask()
    answer(survey, {5: 40, 1: 40}, month=date(2026, 9, 1))
    answer(survey, {5: 90, 1: 10}, month=date(2026, 10, 1))
    publish_surveys(NOW)
    text = page(client, "polls:compare", a=survey.slug, b=survey.slug)
    assert "+40" in text
    assert "більше за випадкове" in text
    assert "chart-band" in page(client, "polls:survey", survey.slug)


def test_addressee_without_snapshots_has_no_rating(client):
    ask("nothing", addressee=AddresseeFactory(), about="addressee")
    assert publish_ratings(NOW) == 0
    assert not Snapshot.objects.exists()
    assert "Поки нікого не оцінено" in page(client, "polls:ranking")


def test_survey_is_found_by_its_name_and_questions(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        survey = ask()
    found = client.get("/api/v1/search", {"q": "зірками"}).json()["items"]
    assert [one["url"] for one in found] == ["http://testserver/surveys/pryiom/"]
    assert found[0]["kind"] == "survey"
    with django_capture_on_commit_callbacks(execute=True):
        survey.live = False
        survey.save()
    assert not client.get("/api/v1/search", {"q": "зірками"}).json()["items"]


@pytest.mark.parametrize(
    "path",
    [
        "/surveys/?before=999999999999999999&topic=%00", "/surveys/compare/?a=%00&b=x",
        "/surveys/ranking/?page=99999999999999999999", "/api/v1/surveys?topic=%00&addressee=%00",
        "/api/v1/surveys?before=99999999999999999999999", "/api/v1/surveys?before=-5",
        "/api/v1/surveys/%00", "/surveys/nothing/data.csv",
    ],
)  # fmt: skip
def test_odd_addresses_are_answered_in_words(client, path):
    assert client.get(path).status_code in (200, 404, 422)


def test_menu_map_and_sitemap_lead_to_surveys(client):
    cache.clear()
    survey = ask()
    text = page(client, "polls:list")
    assert 'href="/surveys/" aria-current="page">Опитування' in text
    assert "Центр громадської думки" in text
    assert f"/surveys/{survey.slug}/" in client.get("/sitemap.xml").content.decode()
