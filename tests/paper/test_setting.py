"""Documents are set from data that is never read as markup, with nothing from outside."""

import re
import zlib

import pytest

from core.paper import BrokenTemplate, set_pages, set_pdf, trial, try_out

FRAME = {
    "title": "Довідка",
    "footer": "Проба",
    "body": {"name": "Вербівська міська рада", "address": "", "phone": ""},
}
HEAD = '#import "/paper.typ": *\n#show: sheet\n'
DANGEROUS = [
    "#panic()",
    "*жирний* _курсив_ `код`",
    "$x^2$ і ще $",
    "«лапки» \"прямі\" 'одинарні' \\",
    "<мітка> @посилання [дужки] {фігурні}",
    "= Заголовок\n- список\n/ термін: так",
    '#read("/etc/passwd")',
    "// примітка /* і ще */",
]


def texts_of(pdf: bytes) -> bytes:
    """Everything unpacked that the document holds."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(unpacked(one) for one in streams) + pdf


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def picture(text: str, template: str = "#data.text") -> list[bytes]:
    return set_pages(HEAD + template, {**FRAME, "text": text})


@pytest.mark.parametrize("text", DANGEROUS)
def test_signs_of_the_markup_are_printed_as_signs(text):
    """The same page as when the signs are escaped one by one in the template."""
    escaped = "".join(f"\\u{{{ord(sign):x}}}" if sign != "\n" else "\\n" for sign in text)
    literal = set_pages(HEAD + f'#"{escaped}"', {**FRAME})
    assert picture(text) == literal


def test_a_null_and_other_controls_are_left_out():
    assert picture("а\x00б\x07в\x1b") == picture("абв")


def test_a_mark_that_turns_the_direction_turns_nothing():
    assert picture("\u202eпідпис\u202c") == picture("підпис")


def test_a_half_of_a_pair_is_left_out():
    assert picture("а\ud83dб") == picture("аб")


def test_a_document_with_words_from_right_to_left_is_still_made():
    assert set_pdf(HEAD + "#data.text", {**FRAME, "text": "שלום مرحبا 漢字"}).startswith(b"%PDF")


def test_a_document_is_tagged_has_its_title_language_and_fonts():
    held = texts_of(set_pdf(HEAD + "= #data.title", FRAME))
    assert b"pdfuaid:part" in held or b"pdfuaid" in held
    assert b"/Lang" in held
    assert b"FontFile" in held
    assert "Довідка".encode("utf-16-be") in held or "Довідка".encode() in held


def test_ukrainian_words_are_broken_at_syllables():
    narrow = '#import "/paper.typ": data\n#set page(width: 50mm, margin: 5mm)\n'
    narrow += '#set text(lang: "uk", hyphenate: {})\n#data.text'
    word = {"text": "найвідповідальнішими представниками територіальної громади"}
    assert set_pages(narrow.format("true"), word) != set_pages(narrow.format("false"), word)


@pytest.mark.parametrize(
    "template",
    [
        '#import "@preview/cetz:0.3.0": *',
        '\n\n#include "@local/one:1.0.0"',
        '#let where = "@pre" + "view/a:0.1.0"\n#import where: *',
        '#import "\\u{40}preview/a:0.1.0": *',
        '#eval("1 + 1")',
    ],
)
def test_a_package_is_refused_before_the_network_is_asked(template):
    with pytest.raises(BrokenTemplate) as broken:
        set_pdf(template, FRAME)
    assert broken.value.code == "package"
    assert broken.value.line == len(template.splitlines())


@pytest.mark.parametrize("path", ["/etc/passwd", "/../../../../etc/passwd", "../rules.py"])
def test_no_file_outside_the_shared_folder_is_read(path):
    with pytest.raises(BrokenTemplate):
        set_pdf(f'#read("{path}")', FRAME)


def test_an_error_names_the_line_of_the_template_not_of_a_shared_piece():
    with pytest.raises(BrokenTemplate) as broken:
        set_pdf(HEAD + "= Так\n#facts(7)", FRAME)
    assert broken.value.line == 4


def test_an_error_does_not_tell_where_the_system_lies():
    with pytest.raises(BrokenTemplate) as broken:
        set_pdf('#image("/немає.png")', FRAME)
    assert "core/paper" not in broken.value.message


def test_a_trial_gives_pictures_of_the_pages():
    pages = try_out(HEAD + "Перша\n#pagebreak()\nДруга", FRAME)
    assert [page[:4] for page in pages] == [b"\x89PNG", b"\x89PNG"]


def test_a_trial_tells_what_the_standard_lacks():
    with pytest.raises(BrokenTemplate, match="title"):
        try_out("Без назви", FRAME)


def test_a_template_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(trial, "SECONDS", 1)
    heavy = "#let f(n) = if n < 2 { 1 } else { f(n - 1) + f(n - 2) + calc.rem(n, 7) }\n"
    heavy += (
        "#for i in range(60) { for k in range(100000) { let sum = f(12 + calc.rem(i + k, 9)) } }"
    )
    with pytest.raises(BrokenTemplate) as broken:
        try_out(heavy, FRAME)
    assert broken.value.code == "slow"
