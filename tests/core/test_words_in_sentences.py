"""Dates, numbers, plurals, order of the alphabet and base forms."""

import time as real_time
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.words.dates import due_tone, due_words
from core.words.lemmas import lemmatise
from core.words.numbers import number_words
from core.words.plurals import category, choose
from core.words.sorting import ALPHABET, LENGTH, sort_key

TODAY = date(2026, 3, 10)  # a Tuesday
FRIDAY = date(2026, 4, 10)


def _render(source: str, **ctx) -> str:
    return Template("{% load words %}" + source).render(Context(ctx))


@pytest.mark.parametrize(
    ("source", "ukrainian", "english"),
    [
        ("{{ day|date_words }}", "10 квітня 2026", "10 April 2026"),
        (
            "{{ day|weekday_date_words }}",
            "пʼятниці, 10 квітня 2026 року",
            "Friday, 10 April 2026",
        ),
        (
            '{{ day|weekday_date_words:"accusative" }}',
            "пʼятницю, 10 квітня 2026 року",
            "Friday, 10 April 2026",
        ),
        (
            '{{ day|weekday_date_words:"nominative" }}',
            "пʼятниця, 10 квітня 2026 року",
            "Friday, 10 April 2026",
        ),
        ("{{ day|weekday }}", "пʼятниця", "Friday"),
        ("{{ moment|time }}", "14:32", "14:32"),
        ("{{ moment|moment_words }}", "10 березня 2026, 14:32", "10 March 2026, 14:32"),
        ('{{ moment|time:"H" }}', "14", "14"),
        ("{{ none|date_words }}{{ none|weekday_date_words }}{{ none|time }}", "", ""),
    ],
)
def test_dates_in_words(source, ukrainian, english):
    ctx = {"day": FRIDAY, "moment": datetime(2026, 3, 10, 12, 32, tzinfo=UTC), "none": None}
    with override("uk"):
        assert _render(source, **ctx) == ukrainian
    with override("en"):
        assert _render(source, **ctx) == english


@pytest.mark.parametrize(
    ("day", "ukrainian", "english", "tone"),
    [
        (date(2026, 2, 17), "21 день тому", "21 days ago", "bad"),
        (date(2026, 3, 5), "5 днів тому", "5 days ago", "bad"),
        (date(2026, 3, 8), "2 дні тому", "2 days ago", "bad"),
        (date(2026, 3, 9), "вчора", "yesterday", "bad"),
        (TODAY, "до 18:00", "by 18:00", "warn"),
        (date(2026, 3, 11), "завтра", "tomorrow", "warn"),
        (date(2026, 3, 12), "у четвер", "on Thursday", "mute"),
        (date(2026, 3, 16), "у понеділок", "on Monday", "mute"),
        (date(2026, 3, 17), "за 7 днів", "in 7 days", "mute"),
        (date(2026, 3, 24), "за 14 днів", "in 14 days", "mute"),
        (date(2026, 3, 31), "за 21 день", "in 21 days", "mute"),
        (date(2026, 4, 1), "за 22 дні", "in 22 days", "mute"),
    ],
)
def test_due_in_words(day, ukrainian, english, tone):
    with override("uk"):
        assert due_words(day, closes=time(18), today=TODAY) == ukrainian
    with override("en"):
        assert due_words(day, closes="18:00", today=TODAY) == english
    assert due_tone(day, TODAY) == tone


def test_due_today_without_closing_hour_is_today():
    with clock.frozen(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        assert _render("{{ day|due_words }} {{ day|due_tone }}", day=TODAY) == "сьогодні warn"
        moment = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)  # 0:30 of the 11th in Kyiv
        assert due_words(moment) == "завтра"


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (5, None, "5"),
        (1240, None, "1\u202f240"),
        (1234567, None, "1\u202f234\u202f567"),
        (Decimal("12450.50"), None, "12\u202f450,5"),
        (0.1, 2, "0,10"),
        (2.5, 0, "3"),
        (-1000, None, "−1\u202f000"),
        (None, None, ""),
        ("мало", None, "мало"),
        (float("nan"), None, "nan"),
    ],
)
def test_numbers_in_words(value, decimals, words):
    assert number_words(value, decimals) == words


def test_number_filters():
    assert _render("{{ n|number:1 }} {{ p|percent }}", n=1.25, p=81) == "1,3 81\u00a0%"
    with override("en"):
        assert _render("{{ n|number }}", n=1234.5) == "1\u202f234.5"


@pytest.mark.parametrize(
    ("number", "ukrainian", "serbian", "english"),
    [
        (0, "many", "other", "other"),
        (1, "one", "one", "one"),
        (2, "few", "few", "other"),
        (5, "many", "other", "other"),
        (11, "many", "other", "other"),
        (12, "many", "other", "other"),
        (21, "one", "one", "other"),
        (22, "few", "few", "other"),
        (111, "many", "other", "other"),
        (1.5, "other", "other", "other"),
    ],
)
def test_plural_categories_are_those_of_cldr(number, ukrainian, serbian, english):
    assert category(number, "uk") == ukrainian
    assert category(number, "sr-latn") == serbian
    assert category(number, "en-gb") == english


def test_plural_words_of_data():
    words = "день|дні|днів|дня"
    assert [choose(n, words, "uk") for n in (1, 3, 11, 1.5)] == ["день", "дні", "днів", "дня"]
    assert [choose(n, "day|days", "en") for n in (1, 2)] == ["day", "days"]
    assert _render('{{ n|plural:"заявка|заявки|заявок" }}', n=22) == "заявки"


def test_alphabet_is_in_order():
    backwards = ALPHABET[::-1]
    assert sorted(backwards, key=sort_key) == list(ALPHABET)


@pytest.mark.parametrize(
    "in_order",
    [
        ["Гора", "ґанок", "дім"],
        ["Ель", "Євген", "жук"],
        ["и", "іграшка", "їжа", "йод"],
        ["щит", "ьо", "юшка", "яма"],
        ["буд. 9", "буд. 10", "буд. 100"],
        ["Abc", "абв"],
        ["вул. А", "вул. Я", "вулик"],
        ["2026", "Abc"],
    ],
)
def test_names_stand_in_dictionary_order(in_order):
    backwards = in_order[::-1]
    assert sorted(backwards, key=sort_key) == in_order


def test_apostrophes_case_and_composition_make_no_difference():
    assert len({sort_key(word) for word in ("п'ять", "пʼять", "п’ять", "ПЯТЬ", "  пять ")}) == 1
    assert sort_key("Ї") == sort_key("І\u0308")


@given(st.text(max_size=300))
def test_sort_key_is_short_and_plain_for_any_text(text):
    key = sort_key(text)
    assert len(key) <= LENGTH
    assert not key or (key.isascii() and key.isalnum() and key == key.lower())


@given(st.text(ALPHABET, max_size=40), st.text(ALPHABET, max_size=40))
def test_order_of_keys_is_the_order_of_letters(one, other):
    places = [[ALPHABET.index(sign) for sign in word] for word in (one, other)]
    assert (sort_key(one) < sort_key(other)) == (places[0] < places[1])


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("Ями на дорогах", "яма на дорога"),
        ("сміттям, вулиць", "сміття вулиця"),
        ("п'ятницю пʼятницю п’ятницю", "пʼятниця пʼятниця пʼятниця"),
        ("об'єктами", "обʼєкт"),
        ("ЦНАП №5, вул. 12-А, Wi-Fi 10.03.2026", "цнап 5 вул 12 а wi fi 10.03.2026"),
        ("", ""),
    ],
)
def test_words_are_brought_to_their_base_form(text, lemmas):
    assert lemmatise(text) == lemmas


def test_lemmas_are_quick_once_loaded():
    text = "Прошу відремонтувати дорогу на вулиці Садовій біля будинку " * 200
    lemmatise(text)
    start = real_time.perf_counter()
    lemmatise(text)
    assert real_time.perf_counter() - start < 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_lemmatised(text):
    assert isinstance(lemmatise(text), str)
