"""Revisions: made when the questions change, never changed, and read with their own labels."""

import json

import pytest
from django.utils.translation import override

from blocks.forms import services
from blocks.forms.field_blocks import FormFieldsBlock
from blocks.forms.models import FormDefinition, FormRevision
from tests.factories.blocks_forms import FormFactory, field

pytestmark = pytest.mark.django_db

ASKING = [("text", "Номер договору", {"required": True}), ("choice", "Стан", {"options": ["Так"]})]


def test_published_form_has_a_revision_with_codes_made_of_labels():
    form = FormFactory(asking=ASKING)
    revision = services.current_revision(form)
    assert revision.number == 1
    assert [f["code"] for f in revision.fields] == ["nomer_dohovoru", "stan"]
    assert revision.fields[1]["options"][0]["code"] == "tak"


def test_saving_without_change_keeps_the_revision():
    form = FormFactory(asking=ASKING)
    again = FormDefinition.objects.get(pk=form.pk)
    again.name = {"uk": "Інша назва"}
    again.save()
    assert form.form_revisions.count() == 1


def test_code_stays_when_the_label_changes():
    form = FormFactory(asking=ASKING)
    form = FormDefinition.objects.get(pk=form.pk)
    form.fields[0].value["label"]["uk"] = "Угода"
    form.save()
    assert services.current_revision(form).fields[0]["code"] == "nomer_dohovoru"


def test_old_answer_is_shown_with_the_label_it_was_given_under():
    form = FormFactory(asking=ASKING)
    old = services.current_revision(form)
    form = FormDefinition.objects.get(pk=form.pk)
    form.fields[0].value["label"]["uk"] = "Угода"
    form.fields.pop(1)
    form.save()
    answers = {"nomer_dohovoru": "12", "stan": "tak"}
    with override("uk"):
        assert services.display(old, answers) == [("Номер договору", "12"), ("Стан", "Так")]
        assert services.display(services.current_revision(form), {"nomer_dohovoru": "13"}) == [
            ("Угода", "13")
        ]


def test_draft_of_the_editor_changes_nothing_until_it_is_published():
    form = FormFactory(asking=ASKING)
    edited = FormDefinition.objects.get(pk=form.pk)
    edited.fields.pop(1)
    draft = edited.save_revision()
    assert services.current_revision(form).number == 1
    draft.publish()
    assert services.current_revision(form).number == 2
    assert len(services.current_revision(form).fields) == 1


def test_form_never_published_has_no_revision():
    form = FormFactory(asking=ASKING, live=False)
    assert services.current_revision(form) is None
    assert not FormDefinition.objects.active().exists()


def test_code_taken_twice_is_refused_by_the_editor():
    block = FormFieldsBlock()
    twice = [field("text", "Перше", code="same"), field("text", "Друге", code="same")]
    with pytest.raises(Exception, match="Validation error"):
        block.clean(block.to_python(twice))


def test_equal_labels_get_different_codes():
    form = FormFactory(asking=[("text", "Адреса", {}), ("text", "Адреса", {})])
    codes = [f["code"] for f in services.current_revision(form).fields]
    assert codes == ["adresa", "adresa_2"]


def test_ready_forms_are_made_once_and_left_as_the_editors_made_them():
    services.ensure_ready_forms()
    form = FormDefinition.objects.get(slug="appeal-individual")
    form.fields.pop(0)
    form.save()
    before = FormRevision.objects.count()
    services.ensure_ready_forms()
    assert FormDefinition.objects.count() == 3
    assert FormRevision.objects.count() == before


def test_ready_forms_speak_both_languages_everywhere():
    def labels(fields):
        for one in fields:
            yield one["label"]
            yield from (option["label"] for option in one.get("options", ()))

    for form in services.ensure_ready_forms():
        assert set(form.name) == {"uk", "en"}
        fields = services.current_revision(form).fields
        assert all(label.get("uk") and label.get("en") for label in labels(fields))
        codes = [one["code"] for one in fields]
        assert len(codes) == len(set(codes))
        json.dumps(fields)
