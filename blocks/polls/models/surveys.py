"""What is asked, of whom, and until when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from blocks.forms.fields import LightStreamField
from blocks.polls.question_blocks import QuestionsBlock
from core import clock
from core.words import TextField
from directory.models import Addressee


class Topic(models.Model):
    """A matter of the public-opinion centre: stands where an addressee stands elsewhere (F1.56)."""

    slug = models.SlugField(_("Address on the site"), max_length=60, unique=True)
    name = TextField(pgettext_lazy("name of a thing", "Name"), max_length=120)
    description = TextField(_("Description"), blank=True, max_length=1500, widget="textarea")
    order = models.PositiveSmallIntegerField(_("Order"), default=0)
    is_active = models.BooleanField(_("Shown on the site"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return str(self.name)


class SurveyQuerySet(models.QuerySet["Survey"]):
    def published(self):
        """What residents may know of: coming, open, closed and archived ones."""
        return self.filter(live=True)

    def open_at(self, at):
        """Those that take answers at this moment."""
        return self.published().filter(
            Q(opens_at=None) | Q(opens_at__lte=at),
            Q(closes_at=None) | Q(closes_at__gt=at),
            closed_at=None,
        )


class Survey(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Questions put to people. Answers refer to one of its revisions, never to it as it is now."""

    class About(models.TextChoices):
        ALONE = "alone", _("Nothing: it stands alone")
        ADDRESSEE = "addressee", _("An addressee")
        SERVICE = "service", _("A service of a queue")
        VISIT = "visit", _("A visit that has been served")
        TOPIC = "topic", _("A topic of the opinion centre")

    class Who(models.TextChoices):
        ANYONE = "anyone", _("Anyone, once on a device")
        REGISTERED = "registered", _("Registered residents")
        PHONE = "phone", _("Residents with a confirmed phone number")
        INVITED = "invited", _("Who has an invitation")
        HOLDER = "holder", _("Who was served: by the link of the visit")

    class Shown(models.TextChoices):
        ALWAYS = "always", _("To everybody, from the first snapshot on")
        ANSWERED = "answered", _("To those who have answered; to everybody after closing")
        CLOSED = "closed", _("To everybody, after closing")

    slug = models.SlugField(_("Address on the site"), max_length=60, unique=True)
    name = TextField(pgettext_lazy("name of a thing", "Name"), max_length=160)
    intro = TextField(_("Text above the questions"), blank=True, max_length=1500, widget="textarea")
    questions = LightStreamField(QuestionsBlock(), blank=True, verbose_name=_("Questions"))
    template = models.CharField(_("Made of"), max_length=40, blank=True, editable=False)
    about = models.CharField(
        _("What it is about"), max_length=20, choices=About, default=About.ALONE
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys",
        verbose_name=_("Topic"),
    )  # fmt: skip
    addressee = models.ForeignKey(
        Addressee, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys",
        verbose_name=_("Addressee"),
    )  # fmt: skip
    service = models.ForeignKey(
        "blocks_queues.Service", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="surveys", verbose_name=_("Service of a queue"),
    )  # fmt: skip
    who_may = models.CharField(_("Who may answer"), max_length=20, choices=Who, default=Who.ANYONE)
    results_when = models.CharField(
        _("Who sees the result"), max_length=20, choices=Shown, default=Shown.ALWAYS
    )
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True, editable=False)
    random_order = models.BooleanField(_("Options in random order"), default=False)
    is_sensitive = models.BooleanField(
        _("Asks about sensitive matters"),
        default=False,
        help_text=_("Health, beliefs, income and the like: the result changes once a day only."),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="survey_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def state_at(self, at: Any) -> str:
        """One of coming, open, closed."""
        if self.closed_at or (self.closes_at and self.closes_at <= at):
            return "closed"
        return "coming" if self.opens_at and self.opens_at > at else "open"


class SurveyRevision(models.Model):
    """The questions as they were asked from some moment on. Never changed (F1.52)."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="survey_revisions")
    number = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"], name="survey_revision_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.number}"
