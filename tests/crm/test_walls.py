"""crm.E001 … E006: the project refuses to start with a hole in the wall."""

import pytest
from django.apps import apps
from django.core.checks.registry import registry
from django.db import models
from wagtail.models import ReferenceIndex
from wagtail.search.index import Indexed

from crm import checks
from crm.base import ConfidentialModel
from crm.residents.models import Resident


def made(name: str, *bases: type, **fields: object) -> type[models.Model]:
    """A model of a confidential room that exists for one test."""
    meta = type("Meta", (), {"app_label": "crm_cases"})
    return type(name, (*bases, models.Model), {"__module__": __name__, "Meta": meta, **fields})


@pytest.fixture
def models_of_room(monkeypatch):
    """Let the checks see one more model; the registry forgets it afterwards."""

    def install(model):
        monkeypatch.setattr(checks, "confidential_models", lambda: [model])
        return {error.id for error in checks.check_walls(None)}

    yield install
    registered = apps.all_models["crm_cases"]
    for name in [name for name in registered if name.startswith("hole")]:
        del registered[name]
    apps.clear_cache()


def test_project_as_it_stands_has_no_hole():
    assert checks.check_walls(None) == []
    assert checks.check_walls in registry.get_checks()
    assert len(checks.confidential_models()) >= 10


def test_model_without_the_base_is_refused(models_of_room):
    assert {"crm.E001", "crm.E003"} <= models_of_room(made("HolePlain"))


def test_indexed_model_is_refused(models_of_room):
    assert "crm.E002" in models_of_room(made("HoleIndexed", Indexed, ConfidentialModel))


def test_model_in_the_reference_index_is_refused(models_of_room):
    opened = made("HoleReferenced", ConfidentialModel, wagtail_reference_index_ignore=False)
    assert "crm.E003" in models_of_room(opened)


def test_snippet_is_refused(models_of_room, monkeypatch):
    snippet = made("HoleSnippet", ConfidentialModel)
    monkeypatch.setattr("wagtail.snippets.models.get_snippet_models", lambda: [snippet])
    assert "crm.E004" in models_of_room(snippet)


def test_model_readable_through_wagtails_api_is_refused(models_of_room):
    assert "crm.E006" in models_of_room(made("HoleApi", ConfidentialModel, api_fields=[]))


def test_model_with_a_viewset_is_refused(models_of_room, monkeypatch):
    edited = made("HoleViewset", ConfidentialModel)
    viewset = type("Viewset", (), {"model": edited})
    monkeypatch.setattr("wagtail.admin.viewsets.viewsets.viewsets", [viewset])
    assert "crm.E006" in models_of_room(edited)


def test_model_that_points_to_a_resident_without_export_is_refused(models_of_room):
    link = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    pointing = made("HolePointing", ConfidentialModel, resident=link)
    assert "crm.E005" in models_of_room(pointing)


def test_wagtail_knows_no_confidential_model():
    from wagtail.admin.viewsets import viewsets

    confidential = set(checks.confidential_models())
    assert not confidential & set(ReferenceIndex.tracked_models)
    shown = {getattr(viewset, "model", None) for viewset in viewsets.viewsets}
    assert not confidential & shown
