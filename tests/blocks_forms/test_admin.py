"""Forms in the Wagtail admin: who builds them and that building them needs no code."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from blocks.forms import services
from blocks.forms.field_blocks import FormFieldsBlock
from blocks.forms.models import FormDefinition
from core.accounts.models import User
from tests.factories.blocks_forms import FormFactory
from tests.people import sign_in

pytestmark = pytest.mark.django_db

FORM_FIELDS = FormDefinition._meta.get_field("fields").stream_block


def enter(client, person):
    """Signed in to the admin; the role alone decides about forms."""
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return sign_in(client, person)


def url(name, *args):
    return reverse(f"wagtailsnippets_blocks_forms_formdefinition:{name}", args=args)


def words(uk, en=""):
    return {"uk": uk, "en": en}


def new_form(**extra):
    question = {
        "label": words("Номер договору"),
        "help": words(""),
        "max_length": "100",
        "code": "",
    }
    return nested_form_data(
        {
            "slug": "housing",
            "name_uk": "Житло",
            "name_en": "Housing",
            "intro_uk": "",
            "intro_en": "",
            "applicant": "individual",
            "purpose": "appeal",
            "fields": streamfield([("text", question)]),
            **extra,
        }
    )


def test_administrator_builds_and_publishes_a_form(client, people):
    enter(client, people.admin)
    answer = client.post(url("add"), new_form(**{"action-publish": "1"}))
    assert answer.status_code == 302, answer.context["form"].errors
    form = FormDefinition.objects.get(slug="housing")
    revision = services.current_revision(form)
    assert revision.fields[0]["code"] == "nomer_dohovoru"
    assert revision.created_by == people.admin


def test_moderator_does_not_build_forms(client, people):
    enter(client, people.moderator)
    answer = client.post(url("add"), new_form(**{"action-publish": "1"}))
    assert answer.status_code in (302, 403)
    assert not FormDefinition.objects.exists()


@pytest.mark.parametrize("name", ["list", "add"])
def test_screens_of_the_builder_open_for_the_administrator(client, people, name):
    enter(client, people.admin)
    services.ensure_ready_forms()
    assert client.get(url(name)).status_code == 200


def test_ready_form_opens_for_editing_and_previews(client, people):
    enter(client, people.admin)
    form = services.ensure_ready_forms()[0]
    assert client.get(url("edit", form.pk)).status_code == 200
    assert client.get(url("preview_on_edit", form.pk)).status_code == 200
    preview = form.make_preview_request()
    preview.render()
    assert "Якщо Ви подаєте за іншу особу" in preview.content.decode()


@pytest.mark.parametrize("name", list(FormFieldsBlock().child_blocks))
def test_every_field_explains_itself_to_the_editor(client, people, name):
    block = FORM_FIELDS.child_blocks[name]
    assert block.meta.icon != "placeholder" and block.get_description()
    enter(client, people.admin)
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert block.meta.preview_value["label"]["uk"] in answer.content.decode()


def test_nobody_deletes_a_form(client, people):
    enter(client, people.admin)
    User.objects.filter(pk=people.admin.pk).update(is_superuser=True)
    form = FormFactory(asking=[("text", "Питання", {})])
    client.post(url("delete", form.pk))
    assert FormDefinition.objects.filter(pk=form.pk).exists()
