"""What is wrong with a template, in words of an administrator."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.paper import BrokenTemplate

# What the compiler says most often; the rest is shown as it is, between quotes.
_SAYINGS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"^unknown variable: (?P<name>.+)$"), _("there is no name “%(name)s”")),
    (
        re.compile(r'^dictionary does not contain key "(?P<name>.+)"'),
        _("the data have no field “%(name)s”"),
    ),
    (re.compile(r"^unclosed delimiter"), _("a bracket or a quotation mark is not closed")),
    (re.compile(r"^unexpected (?P<name>closing .+|end of .+)$"), _("a bracket is closed twice")),
    (re.compile(r"^unexpected argument: (?P<name>.+)$"), _("“%(name)s” is not a setting of this")),
    (re.compile(r"^missing argument: (?P<name>.+)$"), _("“%(name)s” is missing here")),
    (re.compile(r"^file not found"), _("there is no such file; pictures and files are not read")),
    (re.compile(r"would escape the project root"), _("files are not read")),
    (re.compile(r"missing document title"), _("the document has no title; begin with “sheet”")),
    (re.compile(r"maximum (?P<name>function call|layout|show)"), _("the template repeats itself")),
)
_CODES = {
    "package": _("packages and “eval” are not allowed: a template takes nothing from the network"),
    "slow": _("the template takes too long or too much memory"),
}


def in_words(broken: BrokenTemplate) -> str:
    """One sentence with the line when it is known."""
    what = _CODES.get(broken.code) or _said(broken.message)
    if broken.line is None:
        return str(_("The template cannot be printed: %(what)s.") % {"what": what})
    return str(_("Line %(line)d: %(what)s.") % {"line": broken.line, "what": what})


def _said(message: str) -> str:
    for pattern, words in _SAYINGS:
        if found := pattern.search(message):
            return str(words) % found.groupdict() if found.groupdict() else str(words)
    return str(_("the compiler says “%(message)s”") % {"message": message})
