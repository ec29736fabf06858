import re
import time

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from core.words.typography import JOINER, NARROW, NBSP, typeset, typeset_html

_ALPHABET = "абвґіїєщ ІЯв п'’ʼ—–-.,№%&;#x27<>\"/0123456789 кмгрн\u00a0\u202f\u2060\n"
_SPACES = re.compile(f"[ {NBSP}{NARROW}]+")


def shown(text: str) -> str:
    """Invisible signs made visible."""
    return text.replace(NBSP, "~").replace(NARROW, "^").replace(JOINER, "|")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Ми в місті і на селі", "Ми в~місті і~на~селі"),
        ("В усі дні", "В~усі дні"),
        ("міста в", "міста в"),
        (
            "№ 5, вул. Садова, буд. 12, кв. 7, каб. 204",
            "№~5, вул.~Садова, буд.~12, кв.~7, каб.~204",
        ),
        ("за 14 днів", "за~14~днів"),
        ("10 березня 2026 року", "10~березня 2026~року"),
        ("81 % і 250 грн", "81~% і~250~грн"),
        ("5 годинник", "5 годинник"),
        ("Вікно — це приймальня", "Вікно~— це приймальня"),
        ("9–18", "9|–|18"),
        ("1 240 000 грн", "1^240^000~грн"),
        ("12 450 звернень", "12^450 звернень"),
        ("+380 44 123 456", "+380 44 123 456"),
        ("0 800 500 335", "0 800 500 335"),
        ("044 123 45 67", "044 123 45 67"),
        ("п'ятниця, об’єкт, зв`язок", "пʼятниця, обʼєкт, звʼязок"),
        ("don't, 'слово'", "don't, 'слово'"),
        ("перехід", "перехід"),
        ("о'Генрі та Жанна д'Арк", "оʼГенрі та~Жанна дʼАрк"),
        ("the end of a road", "the~end of~a~road"),
    ],
)
def test_small_typography(written, printed):
    assert shown(typeset(written)) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('<p title="в місті">в місті</p>', '<p title="в місті">в~місті</p>'),
        ("до <b>вас</b>", "до~<b>вас</b>"),
        ('<a href="?a=в місті&b=\'>x">і я</a>', '<a href="?a=в місті&b=\'>x">і~я</a>'),
        ("<code>в місті</code> і я", "<code>в місті</code> і~я"),
        ("<!-- в місті --> і я", "<!-- в місті --> і~я"),
        ("<SCRIPT>п'я</SCRIPT>п'ять", "<SCRIPT>п'я</SCRIPT>пʼять"),
        ("п&#x27;ять &amp; п&#39;ять", "пʼять &amp; пʼять"),
        ("<p>не закрите <b", "<p>не~закрите <b"),
        ("<svg/>в місті", "<svg/>в~місті"),
    ],
)
def test_tags_and_attributes_are_never_touched(written, printed):
    assert shown(typeset_html(written)) == printed


def _bare(text: str) -> str:
    """What a reader sees: one kind of space, one kind of apostrophe, no joiners."""
    text = re.sub(r"&#x27;|&#39;|[’`ʼ]", "'", text.replace(JOINER, ""))
    return _SPACES.sub(" ", text)


@given(st.text(_ALPHABET, max_size=80))
def test_typesetting_never_changes_what_is_read(text):
    assert _bare(typeset(text)) == _bare(text)


@given(st.text(_ALPHABET, max_size=80))
def test_typesetting_twice_is_typesetting_once(text):
    once = typeset(text)
    assert typeset(once) == once


@given(st.text(_ALPHABET, max_size=80))
def test_markup_stays_the_same(text):
    tags = re.compile(r"<[^<>\"']*>")
    assert tags.findall(typeset_html(text)) == tags.findall(text)
    assert _bare(typeset_html(text)) == _bare(text)


@pytest.mark.parametrize(
    "piece",
    ["<\"'", "<a <b ", "  ", "1 ", "123 ", "<script>", "в ", "<!--", "п'", "— ", "вул. ", "–1"],
)
def test_time_is_linear_whatever_is_sent(piece):
    def seconds(times: int) -> float:
        best = []
        for _ in range(3):
            start = time.perf_counter()
            typeset_html(piece * times)
            best.append(time.perf_counter() - start)
        return min(best)

    assert seconds(40_000) < 30 * seconds(4_000) + 0.05


def _render(source: str, **ctx) -> str:
    return shown(Template("{% load words %}" + source).render(Context(ctx)))


def test_filter_escapes_text_and_leaves_safe_html():
    assert _render("{{ text|typo }}", text="<b>в місті</b>") == "&lt;b&gt;в~місті&lt;/b&gt;"
    assert _render("{{ text|typo }}", text=mark_safe("<b>в місті</b>")) == "<b>в~місті</b>"
    assert _render("{% autoescape off %}{{ text|typo }}{% endautoescape %}", text="<і я") == "<і~я"
    assert _render("{{ text|typo }}", text=None) == ""
    assert _render("{{ text|linebreaks|typo }}", text="п'ять\n\nв <") == (
        "<p>пʼять</p>\n\n<p>в~&lt;</p>"
    )
