"""What keepers of the city's directory decide: doubtful series, and words to be published.

Not whoever serves the rated addressee: nobody judges answers about themselves.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.permissions import policy_registry

from blocks.polls.models import Exclusion, FreeText, Survey, SurveyRevision
from blocks.polls.rules import Stratum
from blocks.polls.services import judge_series, judge_text, series_of
from blocks.polls.services.signs import FAST, SERIES, TRAP
from core import clock
from core.errors import RuleBroken
from core.private_files import kinds, serve
from core.words import Text
from directory.models import Addressee

AT_ONCE = 50
State = FreeText.State

SIGNS = {
    FAST: gettext_lazy("Sent within three seconds of opening the form"),
    TRAP: gettext_lazy("Filled in the field that people do not see"),
    SERIES: gettext_lazy("Many from one address within minutes"),
}
GROUPS = {
    Stratum.DOUBTFUL: pgettext_lazy("answers", "Doubtful: shown apart"),
    Stratum.EXCLUDED: pgettext_lazy("answers", "Excluded: shown nowhere"),
    Stratum.OPEN: pgettext_lazy("answers", "Open: counted as others"),
}


def may_judge(user: Any) -> bool:
    """Keepers of the whole directory."""
    return policy_registry.get_by_type(Addressee).user_has_permission(user, "change")


def _guard(request: HttpRequest) -> None:
    if not may_judge(request.user):
        raise PermissionDenied


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Surveys with words that wait, or with a sign."""
    _guard(request)
    waiting = FreeText.objects.filter(state=State.WAITING).order_by().values("survey")
    counted = {
        row["survey"]: row["many"] for row in waiting.annotate(many=Count("pk")) if row["many"]
    }
    found = list(Survey.objects.filter(live=True).order_by("closed_at", "-pk")[:200])
    context = {
        "rows": [(one, counted.get(one.pk, 0)) for one in found],
        "page_title": _("Answers to surveys"),
        "header_icon": "tick-inverse",
    }
    return render(request, "polls/admin/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One survey: its series with their reasons, and its words, those that wait first."""
    _guard(request)
    survey = get_object_or_404(Survey, pk=pk)
    problem = ""
    if request.method == "POST":
        try:
            return _decide(request, survey)
        except RuleBroken as broken:
            problem = str(broken)
    log = Exclusion.objects.filter(survey=survey).select_related("actor").order_by("-pk")
    context = {
        "survey": survey,
        "series": [_described(one, one.stratum) for one in series_of(survey)],
        "groups": GROUPS.items(),
        "log": [_described(one, one.to_stratum) for one in log],
        "texts": _texts(request, survey),
        "state": _state(request),
        "states": State.choices,
        "problem": problem,
        "typed": request.POST,
        "page_title": survey,
        "page_subtitle": _("Answers"),
        "header_icon": "tick-inverse",
    }
    return render(request, "polls/admin/answers.html", context, status=422 if problem else 200)


@require_safe
def text_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file somebody has answered with; named by its kind, not by its owner."""
    _guard(request)
    found = get_object_or_404(FreeText.objects.exclude(file=""), pk=pk)
    kind = kinds.kind_of(found.content_type)
    if kind is None:
        raise Http404
    return serve(found.file, f"{found.survey.slug}-{found.pk}.{kind.endings[0]}", kind.content_type)


def _decide(request: HttpRequest, survey: Survey) -> HttpResponse:
    asked, at = request.POST, clock.now()
    if "sign" in asked:
        made = judge_series(
            survey, asked["sign"], asked.get("to", ""), asked.get("reason", ""), request.user, at
        )
        said = _("The answers are moved; the result follows at its next renewal.")
        messages.success(request, said if made else _("They are there already."))
    else:
        chosen = FreeText.objects.filter(survey=survey, pk__in=_numbers(asked.getlist("text")))
        found = list(chosen.order_by("pk")[:AT_ONCE])
        if not found:
            raise RuleBroken(_("Tick the answers first."))
        for one in found:
            judge_text(one, asked.get("state", ""), request.user, at)
        messages.success(request, _("Decided: %(many)s.") % {"many": len(found)})
    return redirect(f"{reverse('survey_answers', args=[survey.pk])}?state={_state(request)}")


def _numbers(typed: list[str]) -> list[int]:
    return [int(one) for one in typed if one.isdecimal() and len(one) < 19]


def _state(request: HttpRequest) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in State.values else State.WAITING


def _texts(request: HttpRequest, survey: Survey) -> list[tuple[FreeText, str]]:
    rows = FreeText.objects.filter(survey=survey, state=_state(request)).order_by("pk")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    labels: dict[str, str] = {}
    kept = SurveyRevision.objects.filter(survey=survey).order_by("number")
    for questions in kept.values_list("questions", flat=True):
        labels |= {one["code"]: str(Text(one["label"])) for one in questions if "code" in one}
    return [(one, labels.get(one.question, one.question)) for one in rows[:AT_ONCE]]


def _described(found: Any, group: str) -> tuple[Any, Any, Any]:
    """With its sign and its group in words."""
    return found, _sign(found.sign), GROUPS[Stratum(group)]


def _sign(sign: str) -> Any:
    name, _colon, rest = sign.partition(":")
    label = SIGNS.get(name, sign)
    return f"{label} ({rest[:4]})" if rest else label


urls = [
    path("survey-answers/", surveys, name="survey_answers_list"),
    path("survey-answers/<int:pk>/", answers, name="survey_answers"),
    path("survey-answers/files/<int:pk>/", text_file, name="survey_text_file"),
]
