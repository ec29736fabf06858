"""Surveys in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from blocks.polls import judging


@hooks.register("register_admin_urls")
def addresses_of_judging() -> list:
    return judging.urls


class JudgingItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return judging.may_judge(request.user)


@hooks.register("register_admin_menu_item")
def judging_item() -> Any:
    return JudgingItem(
        _("Answers to surveys"),
        reverse("survey_answers_list"),
        name="survey-answers",
        icon_name="tick-inverse",
        order=275,
    )
