"""A form made of a revision: what it asks, refuses, cleans and shows."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from blocks.forms import services
from blocks.forms.models import FormRevision
from core import clock

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def built(*fields, language="uk"):
    return services.build_form(FormRevision(number=1, fields=list(fields)), language)


def asked(kind, **more):
    return {"type": kind, "code": "answer", "label": {"uk": "Питання", "en": "Question"}, **more}


def checked(field, typed, files=None):
    data = MultiValueDict({"custom_answer": typed if isinstance(typed, list) else [typed]})
    form = built(field)(data, files)
    form.is_valid()
    return form


def answer(field, typed):
    form = checked(field, typed)
    assert not form.errors, form.errors
    return services.clean_to_json(form).get("answer")


def complaint(field, typed):
    return "".join(checked(field, typed).errors.get("custom_answer", []))


OPTIONS = [
    {"code": "yes", "label": {"uk": "Так", "en": "Yes"}},
    {"code": "no", "label": {"uk": "Ні", "en": "No"}},
]


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (asked("text"), "  вул. Садова, 14 ", "вул. Садова, 14"),
        (asked("text"), "рядок\nдругий", "рядок другий"),
        (asked("long_text"), "перший\r\nдругий", "перший\nдругий"),
        (asked("choice", options=OPTIONS), "yes", "yes"),
        (asked("multiple_choice", options=OPTIONS), ["yes", "no"], ["yes", "no"]),
        (asked("date"), "10.03.2026", "2026-03-10"),
        (asked("date"), "2026-03-10", "2026-03-10"),
        (asked("number", decimals=2), "1 200,50", "1200.5"),
        (asked("number"), "1\u202f200", "1200"),
        (asked("phone"), "067 123 45 67", "+380671234567"),
        (asked("phone"), "80671234567", "+380671234567"),
        (asked("email"), " o.dor@ukr.net ", "o.dor@ukr.net"),
        (asked("address"), "вул. Лісна, 7", "вул. Лісна, 7"),
        (asked("consent"), "on", True),
        (asked("text"), "", None),
    ],
)
def test_answer_is_kept_as_plain_json(field, typed, kept):
    assert answer(field, typed) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (asked("text", required=True), ""),
        (asked("text", required=True), " \u202e\u200b "),
        (asked("text", max_length=5), "шість слів"),
        (asked("long_text", max_length=20), "я" * 21),
        (asked("choice", options=OPTIONS), "maybe"),
        (asked("multiple_choice", options=OPTIONS), ["yes", "' OR 1=1 --"]),
        (asked("date"), "31.02.2026"),
        (asked("date"), "0001-01-01"),
        (asked("number"), "1e9"),
        (asked("number"), "NaN"),
        (asked("number"), "дванадцять"),
        (asked("number", minimum="2"), "1"),
        (asked("number", maximum="2"), "3"),
        (asked("number"), "1,5"),
        (asked("phone"), "1580000"),
        (asked("email"), "не пошта"),
        (asked("consent", required=True), ""),
    ],
)
def test_wrong_answer_is_refused_with_words(field, typed):
    assert complaint(field, typed)


def test_invisible_characters_are_taken_out_of_what_was_typed():
    assert answer(asked("long_text"), "за\x00мо\u202eк\u2066\ufeff\x1b") == "замок"


def test_markup_is_kept_as_text_and_not_as_markup():
    form = checked(asked("text"), "<script>alert(1)</script>")
    assert services.clean_to_json(form) == {"answer": "<script>alert(1)</script>"}
    assert "<script>" not in str(form["custom_answer"])


def test_ten_megabytes_of_text_are_refused_in_words():
    assert "5000" in complaint(asked("long_text"), "я" * 5_000_000)


def test_day_may_be_limited_to_the_past_or_the_future():
    with clock.frozen(dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)):
        assert answer(asked("date", allowed="past"), "2026-03-10")
        assert complaint(asked("date", allowed="past"), "2026-03-11")
        assert answer(asked("date", allowed="future"), "2026-03-10")
        assert complaint(asked("date", allowed="future"), "2026-03-09")


def test_labels_follow_the_language_and_fall_back_to_the_main_one():
    only_uk = {**asked("text"), "label": {"uk": "Питання"}}
    assert built(asked("text"), language="en")().fields["custom_answer"].label == "Question"
    assert built(only_uk, language="en")().fields["custom_answer"].label == "Питання"


def test_rows_keep_the_order_with_headings_between():
    heading = {"type": "heading", "code": "part", "label": {"uk": "Частина"}, "help": {"uk": "Про"}}
    rows = list(built(heading, asked("text"))().rows())
    assert [(row.kind, row.label, row.help) for row in rows] == [
        ("heading", "Частина", "Про"),
        ("text", "Питання", ""),
    ]
    assert rows[0].bound is None and rows[1].bound.name == "custom_answer"


def test_draft_keeps_even_what_is_wrong():
    form = checked(asked("number"), "дванадцять")
    typed = services.typed_to_json(form)
    assert typed == {"answer": "дванадцять"}
    again = built(asked("number"))(initial=services.initial_from_json(typed))
    assert "дванадцять" in str(again["custom_answer"])


def files_form(*files, kept=None, **limits):
    field = asked("file", file_types=["pdf"], **limits)
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return built(field)({}, MultiValueDict({"custom_answer": sent}), kept_files=kept)


def test_files_are_judged_by_what_is_inside():
    assert files_form(("довідка.pdf", PDF), max_count=1).is_valid()
    assert not files_form(("довідка.pdf", b"PK\x03\x04 not a pdf"), max_count=1).is_valid()


def test_files_kept_before_count_and_satisfy_a_required_field():
    assert not files_form(required=True, max_count=2).is_valid()
    assert files_form(required=True, max_count=2, kept={"answer": 1}).is_valid()
    assert not files_form(("а.pdf", PDF), max_count=1, kept={"answer": 1}).is_valid()


def test_two_hundred_files_are_refused():
    many = [(f"{n}.pdf", PDF) for n in range(200)]
    assert not files_form(*many, max_count=10).is_valid()


def test_large_file_is_refused_before_it_is_read():
    assert not files_form(("довідка.pdf", PDF + b"0" * 1024 * 1024), max_megabytes=1).is_valid()


def test_old_answers_are_shown_in_words_of_their_revision():
    revision = FormRevision(
        number=1,
        fields=[
            {**asked("choice", options=OPTIONS), "code": "choice"},
            {**asked("multiple_choice", options=OPTIONS), "code": "several"},
            {**asked("date"), "code": "day"},
            {**asked("number"), "code": "count"},
            {**asked("consent"), "code": "agreed"},
            {**asked("text"), "code": "silent"},
        ],
    )
    values = {
        "choice": "yes",
        "several": ["no", "gone"],
        "day": "2026-03-10",
        "count": "1200",
        "agreed": True,
        "stray": "без поля",
    }
    with override("uk"):
        shown = services.display(revision, values)
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for _label, text in shown[:4]] == [
        "Так",
        "Ні; gone",
        "10 березня 2026 р.",
        "1 200",
    ]
    assert shown[-1] == ("stray", "без поля"), "an answer is never hidden, even without a field"
    assert len(shown) == 6


def test_form_of_no_revision_asks_nothing():
    form = services.build_form(None, "uk")({})
    assert form.is_valid() and services.clean_to_json(form) == {}
    assert services.display(None, {}) == []
