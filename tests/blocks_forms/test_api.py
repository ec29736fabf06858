"""Forms as JSON: what a client of its own needs to show them, and nothing unpublished."""

import pytest

from blocks.forms import services
from blocks.forms.models import FormDefinition
from tests.factories.blocks_forms import FormFactory

pytestmark = pytest.mark.django_db


def test_form_is_told_with_its_fields(client):
    services.ensure_ready_forms()
    found = client.get("/api/v1/forms/appeal-individual").json()
    assert found["name"]["uk"] == "Звернення громадянина"
    assert found["revision"] == 1
    fields = {one["code"]: one for one in found["fields"]}
    assert fields["representative"]["name"] == "custom_representative"
    assert "application/pdf" in fields["representative_file"]["content_types"]
    opinion = client.get("/api/v1/forms/feedback").json()
    kind = next(one for one in opinion["fields"] if one["code"] == "feedback_kind")
    assert set(kind["options"][0]) == {"code", "label"}


def test_list_holds_published_forms_only(client):
    FormFactory(slug="open", asking=[("text", "Питання", {})])
    FormFactory(slug="hidden", live=False)
    assert [one["slug"] for one in client.get("/api/v1/forms").json()] == ["open"]


@pytest.mark.parametrize("slug", ["hidden", "absent", "'%20OR%201=1"])
def test_form_that_is_not_published_is_not_found(client, slug):
    FormFactory(slug="hidden", live=False, asking=[("text", "Питання", {})])
    answer = client.get(f"/api/v1/forms/{slug}")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/problem+json")


def test_draft_of_an_editor_is_not_told(client):
    form = FormFactory(slug="open", asking=[("text", "Питання", {})])
    edited = FormDefinition.objects.get(pk=form.pk)
    edited.fields[0].value["label"]["uk"] = "Ще не видно"
    edited.save_revision()
    assert "Ще не видно" not in client.get("/api/v1/forms/open").content.decode()
