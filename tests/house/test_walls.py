"""Confidential data never gets into what Wagtail lists, searches, references or serves."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from modelsearch.index import Indexed, get_indexed_models
from wagtail.admin.viewsets import viewsets
from wagtail.models import ReferenceIndex
from wagtail.snippets.models import get_snippet_models

ROOT: Path = settings.ROOT
PUBLIC_ROOMS = ["search", "home", "blocks", "directory"]

# Rooms whose rows say something about a particular person.
CONFIDENTIAL_APPS = ("crm", "accounts", "notify", "audit", "telephony_bridge")


def is_confidential(model: type[models.Model]) -> bool:
    return model._meta.app_label.startswith(CONFIDENTIAL_APPS)


def confidential_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if is_confidential(model)]


def crm_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label.startswith("crm")]


def test_there_is_something_to_guard():
    labels = {model._meta.app_label for model in crm_models()}
    assert {"crm_cases", "crm_appeals", "crm_residents"} <= labels


def test_nothing_confidential_is_indexed_for_search():
    assert not [model for model in confidential_models() if issubclass(model, Indexed)]
    assert not [model for model in get_indexed_models() if is_confidential(model)]


def test_nothing_confidential_is_a_snippet():
    assert not [model for model in get_snippet_models() if is_confidential(model)]


def test_nothing_of_the_crm_has_a_viewset_or_a_chooser():
    shown = [getattr(viewset, "model", None) for viewset in viewsets.viewsets]
    models_shown = [apps.get_model(model) if isinstance(model, str) else model for model in shown]
    assert models_shown
    assert not [m for m in models_shown if m and m._meta.app_label.startswith("crm")]


def test_nothing_of_the_crm_is_registered_with_modeladmin():
    from wagtail_modeladmin.options import ModelAdmin

    def below(kind: type) -> list[type]:
        return [found for child in kind.__subclasses__() for found in [child, *below(child)]]

    shown = [admin.model for admin in below(ModelAdmin) if getattr(admin, "model", None)]
    assert not [model for model in shown if model._meta.app_label.startswith("crm")]


@pytest.mark.parametrize("model", crm_models(), ids=lambda model: model._meta.label)
def test_the_reference_index_ignores_a_confidential_model(model):
    assert model.wagtail_reference_index_ignore is True
    assert not ReferenceIndex.model_is_indexable(model)


@pytest.mark.parametrize("model", crm_models(), ids=lambda model: model._meta.label)
def test_confidential_rows_point_to_no_public_file_store(model):
    targets = {f.related_model._meta.app_label for f in model._meta.get_fields() if f.is_relation}
    assert not targets & {"wagtaildocs", "wagtailimages", "taggit"}


def test_files_of_the_crm_stand_outside_the_media():
    fields = [
        field
        for model in crm_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]
    assert fields
    for field in fields:
        place = Path(field.storage.location).resolve()
        assert place.is_relative_to(Path(settings.PRIVATE_ROOT).resolve()), field
        assert not place.is_relative_to(Path(settings.MEDIA_ROOT).resolve()), field


def test_forms_that_store_answers_beside_the_page_are_not_installed():
    assert not apps.is_installed("wagtail.contrib.forms")


def test_pages_do_not_point_to_confidential_rows():
    public = [m for m in apps.get_models() if m.__module__.split(".")[0] in PUBLIC_ROOMS]
    assert public
    leaks = [
        str(field)
        for model in public
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and field.related_model._meta.app_label.startswith("crm")
    ]
    assert not leaks


# A string that names a confidential app or table would go past the import contracts.
DETOUR = re.compile(
    r"""["'](?:crm|telephony_bridge)[._]\w*"""
    r"""|get_app_config\(\s*["']crm|import_module\(|__import__\("""
    r"""|\bFROM\s+crm_|{%\s*(?:load|include|extends)\s+["']?crm""",
)


@pytest.mark.parametrize(
    "text",
    [
        'apps.get_model("crm_cases", "Case")',
        'apps.get_model("crm_cases.Case")',
        "to='crm_residents.Resident'",
        "SELECT 1 FROM crm_cases_case",
        'importlib.import_module("x")',
        '{% include "crm/card.html" %}',
    ],
)
def test_the_detour_rule_sees(text):
    assert DETOUR.search(text)


def test_public_rooms_take_no_detour_by_strings():
    files = [
        path
        for room in PUBLIC_ROOMS
        for suffix in (".py", ".html")
        for folder in (ROOT / room, ROOT / "templates" / room)
        for path in folder.rglob(f"*{suffix}")
    ]
    assert files
    found = {
        str(path.relative_to(ROOT)): hits
        for path in files
        if (hits := DETOUR.findall(path.read_text()))
    }
    assert not found


def test_the_public_api_takes_no_detour_by_strings():
    public = ROOT / "cms" / "api"
    files = list(public.rglob("public*.py")) if public.is_dir() else []
    assert not {p.name: h for p in files if (h := DETOUR.findall(p.read_text()))}
