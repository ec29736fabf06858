"""From a rendered template to a subject, a text and a simple HTML letter. No queries."""

import re

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_BLANK_LINES = re.compile(r"\n{3,}")


def split_subject(raw: str) -> tuple[str, str]:
    """The first line is the subject, the rest the letter."""
    subject, _newline, body = raw.strip().partition("\n")
    return one_line(subject)[:300], tidy(body)


def one_line(raw: str) -> str:
    return " ".join(raw.split())


def tidy(body: str) -> str:
    """No trailing spaces, at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in body.strip().splitlines())
    return _BLANK_LINES.sub("\n\n", lines) + "\n"


def linked(text: str, drop: str = "") -> SafeString:
    """Escaped text with its addresses made into links; `drop` makes those of one host local."""
    pieces, last = [], 0
    for match in _ADDRESS.finditer(text):
        pieces.append(escape(text[last : match.start()]))
        address = match.group()
        target = address.removeprefix(drop) if drop and address.startswith(f"{drop}/") else address
        pieces.append(f'<a href="{escape(target)}">{escape(address)}</a>')
        last = match.end()
    pieces.append(escape(text[last:]))
    return mark_safe("".join(pieces))


def as_html(subject: str, text: str, language: str) -> str:
    """The same words for readers of HTML: paragraphs and links, nothing from outside."""
    paragraphs = [
        mark_safe(linked(part).replace("\n", "<br>\n")) for part in text.strip().split("\n\n")
    ]
    context = {"subject": subject, "paragraphs": paragraphs, "language": language}
    return render_to_string("notify/letter.html", context)
