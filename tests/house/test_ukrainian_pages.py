"""No page that people meet falls back to English in the middle of Ukrainian."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.house.test_url_matrix import GETS
from tests.house.url_matrix import Row

SPOKEN = {"title", "aria-label", "placeholder", "alt"}
SILENT = {"script", "style", "code", "kbd", "svg", "pre"}
PEOPLE = {"public", "account", "personal", "owned", "desk"}

# Names that have no Ukrainian; what contains a dot, an @, a digit or a hyphen is data.
NAMES = {
    "CSV",
    "XLSX",
    "II",
    "III",
    "IV",
    "API",
    "JSON",
    "PDF",
    "https",
    "JPEG",
    "PNG",
    "DOCX",
    "ODT",
    "SMS",
    "EN",
    "English",
}
WORD = re.compile(r"(?<![\w.@/-])[A-Za-z]{2,}(?![\w.@/-])")

# The journal shows the facts of a record as they were written.
AS_WRITTEN = {"desk/audit/"}


class Text(HTMLParser):
    """What is read on a page, aloud too."""

    def __init__(self) -> None:
        super().__init__()
        self.silence = 0
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silence += tag in SILENT
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silence -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silence:
            self.said.append(data)


def english_in(page: str) -> list[str]:
    reader = Text()
    reader.feed(page)
    return [
        " ".join(said.split())
        for said in reader.said
        if any(word not in NAMES for word in WORD.findall(re.sub(r"\S+@\S+", "", said)))
    ]


def test_an_english_word_would_be_noticed():
    assert english_in('<p>Кабінет</p><button title="Close">Save</button>') == ["Close", "Save"]
    assert not english_in("<p>Файл PDF, довідка.pdf, olena@example.com</p><code>GET</code>")


def visited(client: Client, row: Row, path: str) -> list[str]:
    """The page, and where it has a form the same form sent empty, so that it complains."""
    answers = [client.get(path + row.query)]
    if row.kind in {"account", "personal"}:
        answers.append(client.post(path, {}))
    pages = []
    for answer in answers:
        if answer.streaming:
            list(answer)  # a file is closed at its end
        elif answer.status_code == 200 and "html" in answer["Content-Type"]:
            pages.append(answer.text)
    return pages


def test_every_page_is_all_ukrainian(client_of, story, private_root):
    """In one walk: a story for each address would take minutes."""
    roles = {"public": None, "account": None, "personal": "resident", "owned": "resident"}
    found, seen = {}, 0
    for row, address in GETS:
        if row.kind not in PEOPLE or row.ok != 200 or row.pattern in AS_WRITTEN:
            continue
        client = client_of(roles.get(row.kind, row.allowed[0] if row.allowed else "clerk"))
        path = address.fill(story.values_for(row, address))
        for page in visited(client, row, path):
            seen += 1
            if english := english_in(page):
                found[row.pattern] = english
    assert not found
    assert seen > 30


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp"])
def test_the_second_factor_is_all_ukrainian(name, client_of):
    with translation.override("uk"):
        answer = client_of("resident").get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert not english_in(answer.text)
