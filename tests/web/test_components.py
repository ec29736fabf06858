"""The template tags that draw fields, errors, states and sizes."""

from datetime import timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from core import clock
from core.web import icons
from core.web.states import LOOKS
from core.words.typography import NBSP


class Letter(forms.Form):
    name = forms.CharField(label="Імʼя", help_text="Як у документі")
    kind = forms.ChoiceField(
        label="Вид", widget=forms.RadioSelect, choices=[("a", "Заява"), ("c", "Скарга")]
    )
    hide = forms.BooleanField(label="Сховати", required=False)
    note = forms.CharField(label="<b>Нотатка</b>", widget=forms.Textarea, required=False)

    def clean(self):
        raise forms.ValidationError("Разом це не сходиться")


def draw(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_field_has_label_hint_error_and_control_in_this_order():
    form = Letter({"kind": "a"})
    html = draw("{% field form.name %}", form=form)
    places = [html.index(part) for part in ("Імʼя", "Як у документі", "field-error", "<input")]
    assert places == sorted(places)


def test_the_control_is_described_by_its_hint_and_error():
    html = draw("{% field form.name %}", form=Letter({}))
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_hint"' in html and 'id="id_name_error"' in html


def test_a_right_field_says_nothing_of_errors():
    html = draw("{% field form.name %}", form=Letter({"name": "Олена"}))
    assert "aria-invalid" not in html and "field-error" not in html and "has-error" not in html


def test_choices_are_a_group_with_a_name():
    html = draw("{% field form.kind %}", form=Letter())
    assert html.count("<fieldset") == 1 and "<legend" in html
    assert 'for="id_kind_1"' in html and 'id="id_kind_1"' in html


def test_a_lone_checkbox_has_its_label_beside_it():
    html = draw("{% field form.hide %}", form=Letter())
    assert html.index('type="checkbox"') < html.index("Сховати")


def test_markup_in_a_label_is_only_text():
    assert "&lt;b&gt;Нотатка" in draw("{% field form.note %}", form=Letter())


def test_the_summary_links_each_error_to_its_field_and_says_what_is_kept():
    html = draw("{% error_summary form %}", form=Letter({"name": ""}))
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert "Разом це не сходиться" in html
    assert "Виправте, будь ласка, три місця" in html
    assert "Усе, що Ви написали, збережено" in html


@pytest.mark.parametrize(("count", "words"), [(1, "одне місце"), (2, "два місця"), (7, "7 місць")])
def test_places_are_counted_in_words(count, words):
    class Many(forms.Form):
        pass

    form = Many({})
    for number in range(count):
        form.fields[f"f{number}"] = forms.CharField()
    assert words in draw("{% error_summary form %}", form=form)


def test_without_errors_there_is_no_summary():
    assert not draw("{% error_summary form None %}", form=Letter()).strip()


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 Б"), (999, "999 Б"), (1887437, "1,8 МБ"), (2048, "2 КБ")]
)
def test_a_size_is_said_as_people_say_it(size, words):
    assert draw("{{ size|file_size }}", size=size) == words.replace(" ", NBSP)


def test_the_same_size_in_english():
    with translation.override("en"):
        assert draw("{{ size|file_size }}", size=1887437) == f"1.8{NBSP}MB"


@pytest.mark.parametrize("state", LOOKS)
def test_every_state_has_a_shape_that_exists(state):
    html = draw("{% state_tag state 'Слово' %}{% state_mark state 'Слово' %}", state=state)
    assert html.count("<svg") == 2 and html.count("Слово") == 2


def test_what_is_late_has_a_shape_and_the_exact_day():
    html = draw("{% due day %}", day=clock.today() - timedelta(days=2))
    assert "is-bad" in html and "<svg" in html and "title=" in html and "datetime=" in html


def test_what_is_far_has_only_words():
    html = draw("{% due day %}", day=clock.today() + timedelta(days=14))
    assert "is-mute" in html and "<svg" not in html


def test_an_icon_takes_the_colour_of_the_text_and_hides_from_readers():
    html = str(icons.svg("phone"))
    assert 'aria-hidden="true"' in html and "fill=" not in html.split(">", 1)[0]


@pytest.mark.parametrize("name", ["../settings", "nothing-of-this-name"])
def test_an_icon_nobody_vendored_is_an_error(name):
    with pytest.raises((ValueError, FileNotFoundError)):
        icons.svg(name)


def test_a_short_number_is_a_link_to_dial():
    assert draw("{% tel '15-45' %}") == '<a href="tel:1545">15-45</a>'


def test_the_query_keeps_what_it_does_not_change(rf):
    request = rf.get("/?a=1&b=2")
    assert draw("{% query b=3 a=None %}", request=request) == "?b=3"
