"""Refusals of surveys that the pages tell apart."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class AlreadyAnswered(Conflict):
    """Every identity answers a survey once."""

    def __init__(self) -> None:
        super().__init__(_("You have already answered this survey."), code="already")


class QuestionsChanged(Conflict):
    """What the person answered is asked differently now: told, kept, asked again."""

    def __init__(self) -> None:
        message = _("The questions have changed meanwhile. Please look through your answers.")
        super().__init__(message, code="changed")
