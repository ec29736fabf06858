"""The calculator of terms at the desk: the same answers as the command gives."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from directory.models import Profile

pytestmark = pytest.mark.django_db

PAGE = "/desk/terms/"


def asked(client, **question):
    return client.get(PAGE, {"rule": "ua.appeal.month", "received": "2026-03-10", **question})


def said(answer):
    return answer.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("question", "due"),
    [
        ({}, "10 квітня 2026"),  # WE-01
        ({"received": "2026-01-30", "time": "19:40"}, "2 березня 2026"),  # WE-05
        ({"rule": "ua.info.standard", "received": "2026-08-21", "regime": "peace"}, "31 серпня"),
        ({"rule": "ua.info.urgent", "received": "2026-03-28", "time": "12:00"}, "13:00"),  # WE-17
        ({"profile": "ua-city"}, "10 квітня 2026"),
    ],
)
def test_calculator_answers_with_reasons(client_of, question, due):
    answer = asked(client_of("executor"), **question)
    assert answer.status_code == 200
    assert due in said(answer)


@pytest.mark.parametrize(
    "question",
    [
        {"rule": "ua.nothing"},
        {"rule": ""},
        {"received": ""},
        {"received": "позавчора"},
        {"received": "9999-12-31"},
        {"time": "25:00"},
        {"regime": "'; DROP TABLE"},
        {"profile": "ua-nowhere"},
        {"profile": "'; DROP TABLE"},
        {"rule": "ua.info.urgent"},  # hours without a time of day
    ],
)
def test_a_question_that_makes_no_sense_is_refused_beside_its_field(client_of, question):
    answer = asked(client_of("clerk"), **question)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_profile_is_chosen_and_the_city_s_own_is_the_default(client_of):
    """The same answers as `manage.py deadline --profile`."""
    clerk = client_of("clerk")
    own = Profile.objects.current().code
    page = clerk.get(PAGE).context["form"]
    assert page["profile"].value() == own
    assert {code for code, _name in page.fields["profile"].choices} == set(
        Profile.objects.values_list("code", flat=True)
    )
    assert asked(clerk).context["answer"].profile.code == own
    for code in Profile.objects.values_list("code", flat=True):
        answer = asked(clerk, profile=code, time="19:40").context["answer"]
        told = StringIO()
        call_command(
            "deadline",
            "--rule=ua.appeal.month",
            "--from=2026-03-10",
            "--time=19:40",
            f"--profile={code}",
            "--json",
            stdout=told,
        )
        said_by_command = json.loads(told.getvalue())
        assert said_by_command["profile"] == answer.profile.code == code
        assert said_by_command["due"] == f"{answer.counted.due}"
        assert said_by_command["registered"] == f"{answer.registered}"


def test_empty_calculator_asks(client_of, django_assert_max_num_queries):
    clerk = client_of("clerk")
    clerk.get(PAGE)
    with django_assert_max_num_queries(6):
        assert clerk.get(PAGE).status_code == 200
