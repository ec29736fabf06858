"""The last door for answers."""

import pytest

from blocks.polls.checking import Unfit, fit, shown
from tests.factories.surveys import question


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (question("single"), "tram"),
        (question("multiple"), ["bus", "walk"]),
        (question("ranking"), ["walk", "bus", "tram"]),
        (question("scale"), 7),
        (question("scale", minimum=0, maximum=10), 0),
        (question("stars"), 5),
        (question("nps"), 0),
        (question("matrix"), {"clean": "yes"}),
        (question("text"), "Добре"),
        (question("date"), "2026-03-29"),
        (question("agree"), "pass"),
    ],
)
def test_a_fitting_answer_is_kept_as_given(asked, given):
    assert fit([asked], {"way": given}) == {"way": given}


@pytest.mark.parametrize(
    ("asked", "given", "why"),
    [
        (question("single"), "metro", "option"),
        (question("single"), ["bus"], "option"),
        (question("multiple"), ["bus", "metro"], "option"),
        (question("multiple"), ["bus", "bus"], "option"),
        (question("multiple"), [f"o{n}" for n in range(10_000)], "option"),
        (question("ranking"), ["walk", "walk"], "option"),
        (question("scale"), 8, "option"),
        (question("scale"), "4", "option"),
        (question("stars"), 0, "option"),
        (question("stars"), True, "option"),
        (question("nps"), 11, "option"),
        (question("matrix"), {"wide": "yes"}, "option"),
        (question("matrix"), {"clean": {"x": 1}}, "option"),
        (question("matrix", required=True), {"clean": "yes"}, "required"),
        (question("text"), "я" * 1_000_000, "long"),
        (question("text"), {"a": 1}, "option"),
        (question("date"), "2026-02-30", "option"),
        (question("date"), 20260101, "option"),
        (question("agree"), "maybe", "option"),
        (question("single", required=True), "", "required"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_question(asked, given, why):
    with pytest.raises(Unfit) as refused:
        fit([asked], {"way": given})
    assert (refused.value.field, refused.value.code) == ("way", why)


def test_a_question_of_another_survey_and_ten_thousand_answers_are_refused():
    with pytest.raises(Unfit, match="unknown"):
        fit([question()], {"else": "bus"})
    with pytest.raises(Unfit, match="many"):
        fit([question()], {f"q{n}": "bus" for n in range(10_000)})


def test_what_a_condition_hides_is_left_out_and_not_required():
    asked = [
        question("single"),
        {"type": "page", "label": {"uk": "Далі"}},
        question("text", "line", required=True, only_if={"question": "way", "options": ["bus"]}),
        question("text", "why", only_if={"question": "line", "options": ["7"]}),
    ]
    assert fit(asked, {"way": "walk", "line": "5", "why": "x"}) == {"way": "walk"}
    assert fit(asked, {"way": "bus", "line": "7", "why": "x"}) == {
        "way": "bus", "line": "7", "why": "x",
    }  # fmt: skip
    with pytest.raises(Unfit, match="line: required"):
        fit(asked, {"way": "bus"})
    several = question("multiple", "all")
    after = question("text", "note", only_if={"question": "all", "options": ["tram"]})
    assert len(shown([several, after], {"all": ["bus", "tram"]})) == 2
    stars = question("stars", "stars")
    low = question("text", "note", only_if={"question": "stars", "options": ["1", "2"]})
    assert len(shown([stars, low], {"stars": 2})) == 2
    assert len(shown([stars, low], {"stars": 5})) == 1
