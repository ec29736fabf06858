"""What the pages before the sending show, to whoever writes with an account or without one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from blocks.forms.services import display
from core.errors import RuleBroken
from core.words.forms import language_name
from crm.appeals.author_forms import words_of
from crm.appeals.completeness import forms_of
from crm.appeals.forms import KINDS
from crm.appeals.models import AppealDraft, ReplyChannel
from crm.appeals.views.steps import language, way
from directory.models import Addressee, Profile


def last_look(
    request: HttpRequest,
    draft: AppealDraft,
    author: Any,
    refusal: RuleBroken | None = None,
    *,
    version: str = "",
) -> HttpResponse:
    """Everything that will be sent, with a way back to each part.

    `version` says that the page was opened by a link, maybe in another browser, where there is no
    way back; the button then sends what is shown here and nothing newer.
    """
    write, custom = forms_of(draft, language=language())
    is_ready = write.is_valid() & custom.is_valid()
    slug = draft.data.get("against") or ""
    context = {
        **way(request, draft, "check", draft_is_kept=not version),
        "data": draft.data,
        "kind_label": {code.value: label for code, label, _hint in KINDS}.get(
            draft.data.get("kind", "")
        ),
        "against": Addressee.objects.filter(slug=slug).first() if slug else None,
        "of_author": words_of(draft.data),
        "answers": display(draft.revision, draft.data.get("values") or {}),
        "files": draft.files.order_by("pk"),
        "reply_label": dict(ReplyChannel.choices).get(
            draft.data.get("reply_channel") or ReplyChannel.CABINET
        ),
        "author": author,
        "is_ready": is_ready,
        "needs_profile": not author.has_full_profile,
        "refusal": refusal,
        "version": version,
    }
    status = (409 if refusal.is_conflict else 422) if refusal else 200
    return render(request, "appeals/check.html", context, status=status)


def only_in(addressee: Addressee) -> str:
    """A-23: which languages the letters may be in, where it is not every one of the site."""
    profile = Profile.objects.for_addressee(addressee.pk)
    spoken = [code for code, _name in settings.LANGUAGES]
    had = [code for code in spoken if profile.has_language(code, spoken)]
    if not had or had == spoken:
        return ""
    return _("“%(addressee)s” writes letters about an appeal only in: %(languages)s.") % {
        "addressee": addressee.short_name or addressee.name,
        "languages": ", ".join(map(language_name, had)),
    }
