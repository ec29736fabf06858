"""Keeping a template: nothing that cannot be printed is ever in force."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.services import record
from core.errors import Conflict, RuleBroken
from core.paper import BrokenTemplate, PaperKind, try_out
from core.paper.rules import SOURCE_LIMIT
from directory.models import PrintTemplate
from directory.papers.words import in_words


def latest(code: str) -> PrintTemplate | None:
    """The version in force, or None while nobody has changed anything."""
    return PrintTemplate.objects.filter(code=code).order_by("-version").first()


def source_of(kind: PaperKind) -> str:
    """The template to print by."""
    template = latest(kind.code)
    return kind.shipped_source if template is None or template.is_shipped else template.source


def keep_template(
    kind: PaperKind, source: str, actor: Any, at: datetime, *, after: int
) -> PrintTemplate:
    """A new version in force. Raises RuleBroken for a template that cannot be printed.

    `after` is the version the person began from (0: the shipped one): when somebody else was
    quicker, Conflict is raised and neither text is lost.
    """
    source = source.replace("\r\n", "\n")
    if not source.strip():
        raise RuleBroken(_("The template is empty."), "source", "empty")
    if len(source) > SOURCE_LIMIT:
        raise RuleBroken(_("The template is too long."), "source", "too_long")
    try:
        try_out(source, kind.sample())
    except BrokenTemplate as broken:
        raise RuleBroken(in_words(broken), "source", "broken") from broken
    return _add(kind, source, actor, at, after)


def return_to_shipped(kind: PaperKind, actor: Any, at: datetime, *, after: int) -> PrintTemplate:
    """The shipped template is in force again; the versions of the city stay."""
    return _add(kind, "", actor, at, after)


def _add(kind: PaperKind, source: str, actor: Any, at: datetime, after: int) -> PrintTemplate:
    quicker = Conflict(
        _("Somebody has saved another version meanwhile. Open it in a new window and compare."),
        "source",
        "changed",
    )
    known = latest(kind.code)
    if (known.version if known else 0) != after:
        raise quicker
    try:
        with transaction.atomic():
            template = PrintTemplate.objects.create(
                code=kind.code, version=after + 1, source=source, created_at=at, created_by=actor
            )
            record(
                "directory.printtemplate.changed",
                actor,
                template,
                at,
                code=kind.code,
                version=template.version,
            )
    except IntegrityError as twice:
        raise quicker from twice
    return template
