"""Forms an administrator builds, and the revisions that old answers are read with."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from blocks.forms.building import build_form
from blocks.forms.field_blocks import FormFieldsBlock
from blocks.forms.fields import LightStreamField
from blocks.forms.snapshots import name_what_is_nameless, snapshot
from core import clock
from core.words import Text, TextField


class FormDefinitionQuerySet(models.QuerySet["FormDefinition"]):
    def active(self) -> "FormDefinitionQuerySet":
        """Published forms: those that take new answers."""
        return self.filter(live=True)


class FormDefinition(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A form as the editor sees it. Answers never refer to it but to one of its revisions."""

    class Applicant(models.TextChoices):
        INDIVIDUAL = "individual", _("A person")
        LEGAL_ENTITY = "legal_entity", _("A legal entity")
        FREE = "free", _("Anybody")

    class Purpose(models.TextChoices):
        APPEAL = "appeal", _("Appeal")
        FEEDBACK = "feedback", _("Feedback")

    slug = models.SlugField(_("Address of the form"), max_length=60, unique=True)
    name = TextField(_("Name"), max_length=120)
    applicant = models.CharField(
        _("Who fills it in"), max_length=20, choices=Applicant, default=Applicant.INDIVIDUAL
    )
    purpose = models.CharField(
        _("What it becomes"), max_length=20, choices=Purpose, default=Purpose.APPEAL
    )
    intro = TextField(_("Text above the form"), blank=True, max_length=1500, widget="textarea")
    fields = LightStreamField(FormFieldsBlock(), blank=True, verbose_name=_("Fields"))
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FormDefinitionQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("applicant"), FieldPanel("purpose")], heading=_("Use")
        ),
        FieldPanel("intro"),
        FieldPanel(
            "fields",
            help_text=_(
                "Name, address, contacts, subject, text and files of an appeal are asked by the "
                "site itself. Add here only what this form asks besides. Drag the fields to put "
                "them in order."
            ),
        ),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_active(self) -> bool:
        """Takes new answers: published and not taken off."""
        return self.live

    @is_active.setter
    def is_active(self, value: bool) -> None:
        self.live = value

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps a revision whenever what residents see of the fields has changed."""
        name_what_is_nameless(self.fields)
        with transaction.atomic():
            super().save(*args, **kwargs)
            written = kwargs.get("update_fields")
            if self.live and (written is None or "fields" in written):
                author = self.live_revision.user if self.live_revision_id else None
                FormRevision.objects.keep(self, author)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "forms/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        seen = FormRevision(form=self, number=0, fields=snapshot(self.fields))
        language = get_language() or settings.LANGUAGE_CODE
        return {
            **super().get_preview_context(request, mode_name),
            "definition": self,
            "form": build_form(seen, language)(),
        }


class FormRevisionManager(models.Manager["FormRevision"]):
    def latest_of(self, form: FormDefinition) -> "FormRevision | None":
        return self.filter(form=form).order_by("-number").first()

    def keep(self, form: FormDefinition, author: Any = None) -> "FormRevision":
        """The revision that equals the form's present fields: the last one, or a new one."""
        fields, last = snapshot(form.fields), self.latest_of(form)
        if last is not None and last.fields == fields:
            return last
        number = last.number + 1 if last else 1
        return self.create(form=form, number=number, fields=fields, created_by=author)


class FormRevision(models.Model):
    """The fields of a form as they were asked from some moment on. Never changed."""

    form = models.ForeignKey(
        FormDefinition, on_delete=models.CASCADE, related_name="form_revisions"
    )
    number = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = FormRevisionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_revision_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.number}"

    @property
    def is_empty(self) -> bool:
        return not self.fields

    def labels(self) -> dict[str, Text]:
        """Labels by code, for column heads of exports."""
        return {field["code"]: Text(field["label"]) for field in self.fields}
