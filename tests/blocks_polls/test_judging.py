"""Doubtful answers and words are judged by keepers of the directory, never by the rated."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from blocks.polls.models import Ballot, Exclusion, FreeText
from blocks.polls.services import Identity, Sending, StoredFile
from core import clock
from directory.models import Duty
from tests.factories.directory import AddresseeFactory
from tests.factories.surveys import make_survey, question, vote

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def survey():
    with clock.frozen(NOW):
        found = make_survey([question(), question("text", "why", label={"uk": "Чому саме так?"})])
        vote(found, {"way": "bus", "why": "Зручно <b>"}, n=2, sending=Sending(shown_at=NOW))
    return found


def page(survey, **query):
    return reverse("survey_answers", args=[survey.pk], query=query or None)


def test_keeper_sees_signs_and_words_in_plain_language(client_of, survey):
    client = client_of("admin")
    assert str(survey) in client.get(reverse("survey_answers_list")).content.decode()
    text = client.get(page(survey)).content.decode()
    assert "Надіслано за три секунди" in text and "2 відповіді" in text
    assert "Зручно &lt;b&gt;" in text and "Чому саме так?" in text


def test_a_series_is_moved_with_a_reason_and_a_second_press_moves_nothing(client_of, survey):
    client = client_of("admin")
    bare = client.post(page(survey), {"sign": "fast", "to": "excluded", "reason": " "})
    assert bare.status_code == 422 and "Напишіть чому" in bare.content.decode()
    asked = {"sign": "fast", "to": "excluded", "reason": "Сценарій"}
    for _press in range(2):
        text = client.post(page(survey), asked, follow=True).content.decode()
    assert "Вони вже там" in text and "Сценарій" in text
    assert set(Ballot.objects.values_list("stratum", flat=True)) == {"excluded"}
    assert Exclusion.objects.count() == 1
    assert client.post(page(survey), asked | {"to": "verified"}).status_code == 422


def test_words_are_let_through_or_not_and_can_be_taken_back(client_of, survey):
    client = client_of("admin")
    keys = list(FreeText.objects.values_list("pk", flat=True))
    assert client.post(page(survey), {"state": "published"}).status_code == 422
    assert client.post(page(survey), {"state": "odd", "text": keys}).status_code == 422
    assert (
        client.post(page(survey), {"state": "published", "text": [*keys, "x"]}).status_code == 302
    )
    assert "Зручно" in client.get(page(survey, state="published")).content.decode()
    assert "Зручно" not in client.get(page(survey)).content.decode()
    client.post(page(survey, state="published"), {"state": "refused", "text": keys[:1]})
    states = sorted(FreeText.objects.values_list("state", flat=True))
    assert states == ["published", "refused"]


def test_a_file_is_read_by_the_keeper_only_and_bears_no_name(client_of):
    survey = make_survey([question("file", "photo")])
    storage = FreeText._meta.get_field("file").storage
    name = storage.save("surveys/x", ContentFile(b"%PDF-1.7"))
    files = {"photo": StoredFile(name, "application/pdf")}
    vote(survey, {}, identity=Identity(("user:1",)), files=files)
    found = FreeText.objects.get()
    assert Ballot.objects.get().answers == {"photo": True}
    url = reverse("survey_text_file", args=[found.pk])
    answer = client_of("admin").get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer.status_code == 200 and f"{survey.slug}-{found.pk}.pdf" in str(answer.headers)
    assert client_of("resident").get(url).status_code in (302, 403, 404)


@pytest.mark.parametrize("who", ["moderator", "clerk", "resident", "analyst"])
def test_others_judge_nothing_not_even_about_their_own_addressee(client_of, people, who, survey):
    addressee = AddresseeFactory()
    Duty.objects.create(addressee=addressee, user=people.moderator, role="moderator")
    type(survey).objects.filter(pk=survey.pk).update(addressee=addressee)
    client = client_of(who)
    asked = {"sign": "fast", "to": "excluded", "reason": "Не подобається"}
    assert client.get(page(survey)).status_code in (302, 403, 404)
    assert client.post(page(survey), asked).status_code in (302, 403, 404)
    assert not Exclusion.objects.exists()
