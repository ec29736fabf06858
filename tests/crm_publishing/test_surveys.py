"""What of a survey goes out, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from blocks.polls.models import FreeText, Snapshot, Survey, SurveyRevision, Tally
from blocks.polls.rules import ANSWERED
from blocks.polls.services import close_survey
from core.words import Text
from crm.publishing.surveys import publish_surveys
from tests.factories.surveys import make_survey, question, vote

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
MONTH = date(2026, 11, 1)
STARS = {"type": "stars", "code": "stars", "label": {"uk": "Скільки зірок?"}}
WHY = {
    "type": "multiple", "code": "why", "label": {"uk": "Що сподобалося найменше?"},
    "options": [{"code": code, "label": {"uk": code}} for code in ("queue", "words", "place")],
}  # fmt: skip


@pytest.fixture
def survey():
    found = Survey.objects.create(slug="pryiom", name=Text(uk="Як Вас прийняли"), live=True)
    SurveyRevision.objects.create(survey=found, number=1, questions=[STARS])
    return found


def answer(survey, counts, code="stars", stratum="open", month=MONTH, base=None):
    """As if so many had answered so; several tallies of a cell are its shards."""
    total = sum(counts.values()) if base is None else base
    rows = [("", ANSWERED, total if code == "stars" else 0), (code, ANSWERED, total)]
    rows += [(code, str(cell), count) for cell, count in counts.items()]
    for code_of, cell, count in rows:
        if count:
            shard = Tally.objects.filter(survey=survey).count()
            Tally.objects.create(
                survey=survey, stratum=stratum, month=month, question=code_of, cell=cell,
                shard=shard, count=count,
            )  # fmt: skip


def shown(survey, stratum="open", code="stars"):
    last = Snapshot.objects.filter(survey=survey).latest()
    return last.data["strata"][stratum]["questions"][code]


def test_nothing_goes_out_before_five_have_answered(survey):
    answer(survey, {5: 4})
    assert publish_surveys(NOW) == 0
    assert not Snapshot.objects.exists()


def test_stars_go_out_with_their_measures(survey):
    answer(survey, {1: 22, 2: 17, 3: 41, 4: 118, 5: 214})
    assert publish_surveys(NOW) == 1
    found = shown(survey)
    assert found["cells"] == {"1": 22, "2": 17, "3": 41, "4": 118, "5": 214}
    assert sum(found["shares"].values()) == 100
    assert found["figures"]["csat"] == {"value": 80.6, "low": 76.5, "high": 84.1}
    assert found["figures"]["mean"]["value"] == 4.177
    assert found["series"] == [
        {"from": "2026-11-01", "to": "2026-11-01", "rest": 80, "good": 332, "n": 412}
    ]


def test_the_next_waits_for_five_new_answers_and_five_minutes(survey):
    answer(survey, {5: 40})
    publish_surveys(NOW)
    answer(survey, {4: 4})
    assert publish_surveys(NOW + timedelta(minutes=6)) == 0
    answer(survey, {4: 1})
    assert publish_surveys(NOW + timedelta(minutes=3)) == 0
    assert publish_surveys(NOW + timedelta(minutes=6)) == 1
    assert shown(survey)["n"] == 45


def test_few_answers_are_refreshed_once_a_day(survey):
    answer(survey, {5: 12})
    publish_surveys(NOW)
    answer(survey, {4: 6})
    assert publish_surveys(NOW + timedelta(hours=2)) == 0
    assert publish_surveys(NOW + timedelta(days=1)) == 1


def test_sensitive_matters_are_refreshed_once_a_day(survey):
    Survey.objects.update(is_sensitive=True)
    answer(survey, {5: 100})
    publish_surveys(NOW)
    answer(survey, {4: 100})
    assert publish_surveys(NOW + timedelta(hours=2)) == 0


def test_closing_does_not_wait_for_the_day(survey):
    answer(survey, {5: 12})
    publish_surveys(NOW)
    answer(survey, {4: 6})
    Survey.objects.update(closed_at=NOW + timedelta(minutes=1))
    assert publish_surveys(NOW + timedelta(minutes=2)) == 1


def test_few_answers_have_counts_but_no_figures(survey):
    answer(survey, {5: 12, 4: 6})
    publish_surveys(NOW)
    assert shown(survey)["worth"] == "few"
    assert "figures" not in shown(survey)


def test_strata_stand_apart_and_the_excluded_nowhere(survey):
    answer(survey, {5: 30}, stratum="verified")
    answer(survey, {1: 40})
    answer(survey, {1: 7}, stratum="doubtful")
    answer(survey, {1: 50}, stratum="excluded")
    publish_surveys(NOW)
    last = Snapshot.objects.get()
    assert {name: part["n"] for name, part in last.data["strata"].items()} == {
        "verified": 30, "open": 40, "doubtful": 7,
    }  # fmt: skip
    assert last.ballots == 70


def test_a_stratum_with_under_five_new_answers_stays_as_it_was(survey):
    answer(survey, {5: 30}, stratum="verified")
    answer(survey, {1: 40})
    publish_surveys(NOW)
    answer(survey, {5: 3}, stratum="verified")
    answer(survey, {1: 10})
    publish_surveys(NOW + timedelta(minutes=6))
    assert shown(survey, "verified")["n"] == 30
    assert shown(survey)["n"] == 50


def test_a_mean_is_made_of_what_is_printed(survey):
    """Two worlds that print the same cells print the same figures."""
    answer(survey, {1: 2, 2: 9, 3: 60, 4: 200, 5: 300})
    publish_surveys(NOW)
    first = shown(survey)
    Tally.objects.all().delete()
    Snapshot.objects.all().delete()
    answer(survey, {1: 4, 2: 7, 3: 60, 4: 200, 5: 300})
    publish_surveys(NOW)
    assert first["cells"]["1"] is None
    assert first["cells"]["2"] is None
    assert first["figures"]["mean"]["is_rough"] is True
    assert {**shown(survey)} == {**first}


def test_a_mean_that_hidden_cells_could_move_is_not_printed(survey):
    answer(survey, {1: 2, 5: 30, 4: 6, 3: 0, 2: 0})
    publish_surveys(NOW)
    assert "mean" not in shown(survey)["figures"]
    assert "csat" not in shown(survey)["figures"]


def test_several_choices_have_their_own_base(survey):
    SurveyRevision.objects.create(survey=survey, number=2, questions=[STARS, WHY])
    answer(survey, {5: 80})
    answer(survey, {"queue": 39, "words": 41, "place": 3}, code="why", base=80)
    publish_surveys(NOW)
    found = shown(survey, code="why")
    assert found["cells"] == {"queue": 39, "words": 41, "place": None}
    assert found["shares"]["words"] == 51


def test_months_are_joined_until_nobody_stands_alone(survey):
    answer(survey, {5: 20, 1: 6}, month=date(2026, 9, 1))
    answer(survey, {5: 20, 1: 2}, month=date(2026, 10, 1))
    answer(survey, {5: 9, 1: 3}, month=date(2026, 11, 1))
    publish_surveys(NOW)
    periods = shown(survey)["series"]
    assert [(one["from"], one["to"], one["good"], one["rest"]) for one in periods] == [
        ("2026-09-01", "2026-09-01", 20, 6),
        ("2026-10-01", "2026-11-01", 29, 5),
    ]


def test_how_many_were_asked_further_does_not_tell_a_hidden_answer(survey):
    parent = {
        "type": "single", "code": "went", "label": {"uk": "Чи вирішили?"},
        "options": [{"code": code, "label": {"uk": code}} for code in ("yes", "no", "partly")],
    }  # fmt: skip
    further = {**STARS, "code": "further", "only_if": {"question": "went", "options": ["partly"]}}
    SurveyRevision.objects.create(survey=survey, number=2, questions=[parent, further])
    answer(survey, {"yes": 60, "no": 3, "partly": 12}, code="went")
    answer(survey, {5: 12}, code="further")
    answer(survey, {5: 75})
    publish_surveys(NOW)
    assert shown(survey, code="went")["cells"] == {"yes": 60, "no": None, "partly": None}
    assert shown(survey, code="further") == {"n": None}


def test_further_questions_are_shown_when_all_hidden_answers_led_to_them(survey):
    further = {**WHY, "only_if": {"question": "stars", "options": ["1", "2", "3"]}}
    SurveyRevision.objects.create(survey=survey, number=2, questions=[STARS, further])
    answer(survey, {1: 2, 2: 9, 3: 0, 4: 20, 5: 60})
    answer(survey, {"queue": 8, "words": 6}, code="why", base=11)
    publish_surveys(NOW)
    assert shown(survey)["cells"]["2"] is None
    assert shown(survey, code="why")["cells"] == {"queue": 8, "words": 6, "place": 0}


def test_rows_of_a_matrix_are_tables_of_their_own(survey):
    matrix = {
        "type": "matrix", "code": "m", "label": {"uk": "М"},
        "rows": [{"code": "a", "label": {"uk": "А"}}, {"code": "b", "label": {"uk": "Б"}}],
        "columns": [{"code": code, "label": {"uk": code}} for code in ("bad", "so", "good")],
    }  # fmt: skip
    SurveyRevision.objects.create(survey=survey, number=2, questions=[matrix])
    answer(survey, {"a:bad": 2, "a:so": 8, "a:good": 30, "b:good": 3}, code="m", base=40)
    answer(survey, {5: 40})
    publish_surveys(NOW)
    rows = shown(survey, code="m")["rows"]
    assert rows["a"]["cells"] == {"bad": None, "so": None, "good": 30}
    assert rows["b"] == {"n": None}


def test_places_of_a_ranking_go_out_only_when_none_is_small(survey):
    ranking = {
        "type": "ranking", "code": "r", "label": {"uk": "Р"},
        "options": [{"code": code, "label": {"uk": code}} for code in ("a", "b")],
    }  # fmt: skip
    SurveyRevision.objects.create(survey=survey, number=2, questions=[ranking])
    answer(survey, {"a:1": 30, "a:2": 10, "b:1": 10, "b:2": 30}, code="r", base=40)
    answer(survey, {5: 40})
    publish_surveys(NOW)
    found = shown(survey, code="r")
    assert found["cells"] == {"a": 30, "b": 10}
    assert found["places"] == {"a": 1.25, "b": 1.75}


def test_words_go_out_only_after_moderation(survey):
    SurveyRevision.objects.create(
        survey=survey, number=2,
        questions=[STARS, {"type": "text", "code": "words", "label": {"uk": "Чому?"}}],
    )  # fmt: skip
    answer(survey, {5: 40})
    for state in FreeText.State:
        FreeText.objects.create(
            survey=survey, question="words", text=state, state=state, stratum="open", day=MONTH
        )
    publish_surveys(NOW)
    assert Snapshot.objects.get().data["texts"] == {"words": ["published"]}


def test_questions_and_options_taken_off_the_form_stay_in_the_result(survey):
    old = {"type": "single", "code": "old", "label": {"uk": "Було"}, "options": [
        {"code": "x", "label": {"uk": "Х"}}]}  # fmt: skip
    SurveyRevision.objects.filter(number=1).update(questions=[old, WHY])
    fewer = {**WHY, "options": WHY["options"][:1]}
    SurveyRevision.objects.create(survey=survey, number=2, questions=[STARS, fewer])
    answer(survey, {5: 40})
    publish_surveys(NOW)
    found = Snapshot.objects.get().data["questions"]
    assert [(one["code"], one["is_asked"]) for one in found] == [
        ("stars", True), ("why", True), ("old", False),
    ]  # fmt: skip
    assert [one["code"] for one in found[1]["options"]] == ["queue", "words", "place"]


def test_of_a_day_only_the_last_snapshot_is_kept(survey):
    for minutes in (0, 6, 12):
        answer(survey, {5: 40})
        publish_surveys(NOW + timedelta(minutes=minutes))
    assert Snapshot.objects.get().ballots == 120


def test_drafts_and_coming_surveys_have_no_result(survey):
    answer(survey, {5: 40})
    Survey.objects.update(live=False)
    assert publish_surveys(NOW) == 0
    Survey.objects.update(live=True, opens_at=NOW + timedelta(days=1))
    assert publish_surveys(NOW) == 0


def test_dimensions_of_servqual_make_gaps(survey):
    def scale(code, measure):
        return {"type": "scale", "code": code, "label": {"uk": code}, "measure": measure}

    asked = [
        scale("e", "servqual:empathy:1:expectation"), scale("p", "servqual:empathy:1:perception"),
        scale("re", "servqual:reliability:1:expectation"),
        scale("rp", "servqual:reliability:1:perception"),
        {**scale("we", "weights:empathy"), "minimum": 0, "maximum": 100},
        {**scale("wr", "weights:reliability"), "minimum": 0, "maximum": 100},
    ]  # fmt: skip
    SurveyRevision.objects.create(survey=survey, number=2, questions=asked)
    for code, value in (("e", 7), ("p", 6), ("re", 7), ("rp", 4), ("we", 75), ("wr", 25)):
        answer(survey, {value: 40}, code=code)
    answer(survey, {5: 40})
    publish_surveys(NOW)
    found = Snapshot.objects.get().data["strata"]["open"]["servqual"]
    assert found == {
        "dimensions": {"empathy": -1, "reliability": -3}, "total": -2, "weighted": -1.5,
    }  # fmt: skip


def test_answers_that_were_cast_are_shown_and_closing_shows_the_last():
    found = make_survey([STARS, question("ranking", "way")])
    order = ["tram", "bus", "walk"]
    vote(found, {"stars": 5, "way": order}, 40, NOW)
    publish_surveys(NOW)
    assert shown(found)["cells"]["5"] == 40
    assert shown(found, code="way")["places"] == {"tram": 1, "bus": 2, "walk": 3}
    vote(found, {"stars": 4}, 6, NOW + timedelta(minutes=1))
    close_survey(found, None, NOW + timedelta(minutes=2))
    assert publish_surveys(NOW + timedelta(minutes=3)) == 1
    assert shown(found)["cells"]["4"] == 6


def test_what_is_taken_out_wholly_leaves_the_result(survey):
    answer(survey, {1: 40}, stratum="doubtful")
    publish_surveys(NOW)
    Tally.objects.update(stratum="excluded")
    assert publish_surveys(NOW + timedelta(days=1)) == 1
    assert Snapshot.objects.latest().data["strata"]["doubtful"]["n"] == 0


def test_a_result_is_final_some_months_after_closing(survey):
    answer(survey, {5: 40})
    Survey.objects.update(closed_at=NOW - timedelta(days=91))
    assert publish_surveys(NOW) == 0
