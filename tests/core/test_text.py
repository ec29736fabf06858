"""core.words: Text, its column and its form."""

import copy
import json
import pickle

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.template import Context, Template
from django.test.utils import isolate_apps
from django.utils.translation import override
from wagtail.admin.forms.models import WagtailAdminModelForm

from core.words import Text, TextField
from core.words.forms import TextFormField

COUNCIL = Text(uk="Міська рада", en="City council")


with isolate_apps("core.words"):

    class Sample(models.Model):
        name = TextField(max_length=20)
        note = TextField(blank=True, widget="textarea")

        class Meta:
            app_label = "words"

        def __str__(self):
            return str(self.name)


@pytest.fixture(scope="module")
def _table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Sample)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Sample)


def test_text_is_shown_in_the_active_language():
    assert str(COUNCIL) == "Міська рада"
    with override("en"):
        assert str(COUNCIL) == f"{COUNCIL}" == "City council"
    with override("en-gb"):
        assert str(COUNCIL) == "City council"


def test_text_falls_back_to_ukrainian_and_then_to_anything():
    with override("sr"):
        assert str(COUNCIL) == "Міська рада"
        assert str(Text(en="Only English")) == "Only English"
    assert str(Text()) == ""


def test_string_is_ukrainian_and_empty_languages_are_not_kept():
    assert Text("Рада") == {"uk": "Рада"} == Text({"uk": "Рада", "en": "  ", "sr": None})
    assert not Text({"uk": ""})
    assert Text("Рада")


def test_text_does_not_change():
    for attempt in (
        lambda: COUNCIL.update(uk="x"),
        lambda: COUNCIL.__setitem__("uk", "x"),
        lambda: COUNCIL.pop("uk"),
        lambda: COUNCIL.setdefault("sr", "x"),
        COUNCIL.clear,
    ):
        with pytest.raises(TypeError):
            attempt()
    assert COUNCIL.replaced(en="", sr="Градско веће") == {
        "uk": "Міська рада",
        "sr": "Градско веће",
    }


def test_equal_texts_are_one_key():
    assert {COUNCIL: 1}[Text(en="City council", uk="Міська рада")] == 1


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))]
)
def test_text_survives_copying(copied):
    assert copied(COUNCIL) == COUNCIL
    assert isinstance(copied(COUNCIL), Text)


def test_text_goes_into_json_as_it_is():
    assert json.loads(json.dumps({"name": COUNCIL})) == {"name": dict(COUNCIL)}


def test_template_shows_and_escapes_the_active_language():
    template = Template("{{ name }}|{{ name.en }}")
    assert template.render(Context({"name": Text(uk="<b>", en="x")})) == "&lt;b&gt;|x"


@pytest.mark.django_db
@pytest.mark.usefixtures("_table")
class TestColumn:
    @pytest.mark.parametrize("given", [COUNCIL, dict(COUNCIL)])
    def test_row_gives_back_a_text(self, given):
        row = Sample.objects.create(name=given)
        assert isinstance(row.name, Text)
        kept = Sample.objects.get()
        assert isinstance(kept.name, Text)
        assert kept.name == COUNCIL
        assert kept.note == Text()

    def test_string_is_stored_as_ukrainian(self):
        Sample.objects.create(name="Рада")
        assert Sample.objects.get().name == {"uk": "Рада"}

    def test_rows_are_found_by_one_language(self):
        Sample.objects.create(name=COUNCIL)
        Sample.objects.create(name="Інше")
        assert Sample.objects.get(name__uk="Міська рада").name == COUNCIL
        assert list(Sample.objects.filter(name__en="City council").values_list("name__uk")) == [
            ("Міська рада",)
        ]

    def test_form_keeps_languages_it_does_not_show(self):
        row = Sample.objects.create(name=COUNCIL.replaced(sr="Веће"))
        form = _form()({"name_uk": "Рада", "name_en": ""}, instance=row)
        form.save()
        assert Sample.objects.get().name == {"uk": "Рада", "sr": "Веће"}


def test_ukrainian_is_asked_for_and_length_is_limited():
    with pytest.raises(ValidationError) as refusal:
        Sample(name=Text(en="Only English")).clean_fields()
    assert set(refusal.value.error_dict) == {"name"}
    assert refusal.value.error_dict["name"][0].code == "required"
    with pytest.raises(ValidationError) as refusal:
        Sample(name=Text("о" * 21)).clean_fields()
    assert refusal.value.error_dict["name"][0].code == "max_length"
    Sample(name=COUNCIL).clean_fields()


@pytest.mark.parametrize("wrong", [7, ["uk"], object()])
def test_something_else_is_refused(wrong):
    with pytest.raises(ValidationError):
        Sample(name=wrong).clean_fields()


def test_column_is_rebuilt_from_its_migration():
    _name, path, args, kwargs = Sample._meta.get_field("name").deconstruct()
    assert path == "core.words.fields.TextField"
    assert kwargs == {"max_length": 20}
    assert TextField(*args, **kwargs).default is Text


def _form():
    return forms.modelform_factory(Sample, fields=["name", "note"])


def test_form_has_one_labelled_input_per_language():
    html = str(_form()(instance=Sample(name=COUNCIL)))
    for place, (code, words) in enumerate(COUNCIL.items()):
        assert f'name="name_{code}" value="{words}" lang="{code}"' in html
        assert f'<label for="id_name_{place}">' in html
        assert f'id="id_name_{place}"' in html
    assert "Українська</label>" in html and "English</label>" in html
    assert 'role="group" aria-label="Name"' in html
    assert html.count("<textarea") == 2
    assert html.count(" required") == 1


def test_form_cleans_to_a_text():
    form = _form()({"name_uk": " Рада ", "name_en": "Council"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": Text(uk="Рада", en="Council"), "note": Text()}
    assert form.instance.name == Text(uk="Рада", en="Council")


def test_form_asks_for_ukrainian():
    form = _form()({"name_uk": "", "name_en": "Council"})
    assert list(form.errors) == ["name"]
    assert _form()({"name_uk": "", "name_en": ""}).errors.as_data()["name"][0].code == "required"


def test_form_knows_whether_anything_changed():
    same = {"name_uk": COUNCIL["uk"], "name_en": COUNCIL["en"]}
    assert not _form()(same, instance=Sample(name=COUNCIL)).has_changed()
    assert _form()({**same, "name_en": "x"}, instance=Sample(name=COUNCIL)).has_changed()


def test_wagtails_admin_shows_it_with_text_that_grows():
    class Admin(WagtailAdminModelForm):
        class Meta(WagtailAdminModelForm.Meta):
            model = Sample
            fields = ("name", "note")

    html = str(Admin())
    assert html.count("<textarea") == 2 == html.count('data-controller="w-autosize"')
    assert 'name="name_uk"' in html
    assert "words/text_widget.css" in str(Admin().media)


def test_field_stands_in_a_plain_form_too():
    class Plain(forms.Form):
        title = TextFormField(required_languages=("uk",), multiline=True, codes=["uk", "sr"])

    html = str(Plain())
    assert html.count("<textarea") == 2
    assert 'lang="sr"' in html
    assert Plain({"title_uk": "а", "title_sr": "б"}).is_valid()
