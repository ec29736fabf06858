"""The Ukrainian catalogue: complete, safe to fill in, and written by the rules of the house.

That nothing in the source is missing from it is told by ./test, which extracts the texts anew.
"""

import re
from collections.abc import Iterator

import polib
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils import translation

from core.words import catalogues

SOURCE = settings.ROOT / "locale/uk/LC_MESSAGES/django.po"
CATALOGUE = polib.pofile(str(SOURCE))
FORMS = 3

PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[dsr]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")

# What is wrong anywhere in a Ukrainian text for people, and why.
WRONG = {
    "no exclamation marks": r"!",
    "the apostrophe is ʼ": r"(?i)[а-яіїєґ]['’`][а-яіїєґ]",
    "quotation marks are « »": r"[\"“”„]",
    "Ви, Вас, Ваш are polite": r"\b(ви|вас|вам|вами|ваш\w{0,4})\b",
    "one alphabet in a word": r"(?i)[а-яіїєґ][a-z]|[a-z][а-яіїєґ]",
    "a dash is not a hyphen": r"\w - \w",
    "no spaces at a double": r"\S {2,}\S",
    "it is обрати": r"(?i)\bвибер|\bвибрат",
    "it is мапа": r"(?i)\bкарт(а|и|у|і|ою)\b",
    "it is контакт-центр": r"(?i)контактн\w+ центр",
    "it is стіл працівника": r"(?i)робоч\w+ місц",
    "people come first": r"(?i)\bінвалід(и|ів|ам|а|у)?\b",
}


def sayings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def texts() -> Iterator[tuple[str, str]]:
    for entry in CATALOGUE:
        for saying in sayings(entry):
            yield entry.msgid, TAG.sub("", saying)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def test_every_text_is_in_ukrainian():
    assert not catalogues.missing(SOURCE)


def test_the_catalogue_counts_in_three_forms():
    assert CATALOGUE.metadata["Plural-Forms"].startswith("nplurals=3;")
    counted = [entry for entry in CATALOGUE if entry.msgid_plural]
    assert counted
    assert not [e.msgid for e in counted if sorted(map(int, e.msgstr_plural)) != [*range(FORMS)]]


def test_a_text_keeps_its_placeholders():
    """A lost one is lost knowledge, and msgfmt refuses it; an invented one is a fault at once."""
    wrong = {}
    for entry in CATALOGUE:
        if not entry.msgid_plural and placeholders(entry.msgid) != placeholders(entry.msgstr):
            wrong[entry.msgid] = entry.msgstr
    assert not wrong


def test_every_form_of_a_counted_text_names_the_count():
    """The first form stands for 21 and 31 too, so "one" in letters would lie."""
    wrong = {}
    for entry in CATALOGUE:
        if not entry.msgid_plural:
            continue
        many = placeholders(entry.msgid_plural)
        if any(placeholders(saying) != many for saying in sayings(entry)):
            wrong[entry.msgid] = sayings(entry)
    assert not wrong


def test_a_text_ends_as_the_english_one():
    """A lost full stop or line is a lost sentence."""
    ends = (".", ":", "…", "\n")
    wrong = {}
    for entry in CATALOGUE:
        for saying in sayings(entry):
            for end in ends:
                if entry.msgid.endswith(end) and not saying.endswith(end):
                    wrong[entry.msgid] = saying
    assert not wrong


@pytest.mark.parametrize(("rule", "pattern"), WRONG.items(), ids=list(WRONG))
def test_ukrainian_is_written_by_the_rules(rule, pattern):
    found = {english: said for english, said in texts() if re.search(pattern, said)}
    assert not found, rule


def test_our_words_go_before_those_of_the_packages():
    with translation.override("uk"):
        with pytest.raises(ValidationError, match=r"Заповніть це поле\."):
            forms.CharField().clean("")
        with pytest.raises(ValidationError, match="щонайменше 22 знаки"):
            MinimumLengthValidator(22).validate("коротко")
