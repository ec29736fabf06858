"""PD-02: the notice at collection, and the version of its text kept with what was written."""

import pytest
from django.urls import reverse

from core import clock
from crm.appeals.models import Appeal
from crm.cases.models import Case
from crm.requests.models import inquiry_of
from crm.residents.models import Consent
from crm.residents.rules import PD_NOTICE_VERSION
from tests.desk.stories import Story, make_story
from tests.desk.test_intake import typed
from tests.people import People

pytestmark = pytest.mark.django_db

SAYS = [
    "Як місто обробляє персональні дані",
    "Для чого",
    "Хто це бачить",
    "Права",
    "Уповноваженому Верховної Ради України з прав людини",
    f"Редакція повідомлення: {PD_NOTICE_VERSION}",
]


@pytest.fixture
def story(people: People) -> Story:
    return make_story(people)


def missing(page: str, says: list[str] = SAYS) -> list[str]:
    return [words for words in says if words not in page]


def test_author_of_an_appeal_reads_it_before_sending(story, client_of):
    """PD-02: who, why, what, rights, recipients; the version that was read stays."""
    draft = story.draft()
    resident = client_of("resident")
    for name in ("appeals:details", "appeals:check"):
        page = resident.get(reverse(name, args=[draft.public_id])).content.decode()
        assert not missing(page), name
    assert resident.post(reverse("appeals:submit", args=[draft.public_id])).status_code == 302
    appeal = Appeal.objects.get()
    assert appeal.pd_notice_version == PD_NOTICE_VERSION
    consent = Consent.objects.get(purpose="appeals")
    assert (consent.version, consent.resident) == (PD_NOTICE_VERSION, appeal.case.resident)
    assert abs((clock.now() - consent.given_at).total_seconds()) < 60


@pytest.mark.parametrize("name", ["requests:information", "requests:personal_data"])
def test_requester_reads_it_above_the_button(client_of, name):
    page = client_of("resident").get(reverse(name)).content.decode()
    assert not missing(page)


def test_guest_reads_it_too(client):
    assert not missing(client.get(reverse("requests:information")).content.decode())


def test_version_is_kept_with_a_request(story, client_of, people):
    resident = client_of("resident")
    page = resident.get(reverse("requests:personal_data"))
    form = page.context["form"]
    said = {"key": form["key"].value(), "right": "view", "body": "Які мої дані ви маєте?"}
    said["addressee"] = story.addressee.pk
    assert resident.post(reverse("requests:personal_data"), said).status_code == 302
    assert inquiry_of(Case.objects.get()).pd_notice_version == PD_NOTICE_VERSION


def test_operator_has_it_to_tell_whoever_calls(story, client_of):
    says = ["Що повідомити заявникові про його дані", *SAYS[1:]]
    operator = client_of("operator")
    for name in ("desk:new", "desk:new_information", "desk:new_personal_data"):
        assert not missing(operator.get(reverse(name)).content.decode(), says), name
    operator.post(reverse("desk:new"), typed(story))
    assert Appeal.objects.get().pd_notice_version == PD_NOTICE_VERSION
