"""Classifiers of appeals (domain.md 4): values come and go, old records keep theirs."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.words import TextField
from directory.rule_querysets import ValidityQuerySet


class Classifier(ClusterableModel):
    """A list to choose from: form of receipt, kind, author category, questions and others."""

    class Choice(models.TextChoices):
        ONE = "one", _("Exactly one value")
        OPTIONAL = "optional", _("One value or none")
        ANY = "any", _("Any number of values")
        SOME = "some", _("One value or more")

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    number = models.PositiveSmallIntegerField(
        _("Number of the group"), unique=True, null=True, blank=True
    )
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    choice = models.CharField(_("How many values"), max_length=8, choices=Choice)

    class Meta:
        verbose_name = _("classifier")
        verbose_name_plural = _("classifiers")

    def __str__(self) -> str:
        return str(self.name)


class ClassifierValue(models.Model):
    """A value with its stretch of validity. Values of the city itself begin with x.

    A value out of force is offered no more, yet everything it says holds for whoever has it.
    """

    class CountedAs(models.TextChoices):
        HEROES = "heroes", _("Heroes and people disabled in the Second World War")
        PROTECTED = "protected", _("Veterans, large families and others who need protection")

    MARKED = ("author_category", "social_status")
    """Classifiers that say who wrote: only theirs stand in the quarterly table apart."""

    NEVER_REMOVED = _("A value is withdrawn by its last day: old cards have it.")

    sort_order_field = "order"

    classifier = ParentalKey(Classifier, on_delete=models.CASCADE, related_name="values")
    code = models.CharField(_("Code"), max_length=40)
    label = TextField(_("Label"))
    official_code = models.CharField(
        _("Official code"),
        max_length=40,
        blank=True,
        help_text=_("From the state classifier, when it differs from ours."),
    )
    meaning = models.CharField(
        _("Meaning in the system"), max_length=40, blank=True, editable=False
    )
    is_priority = models.BooleanField(
        _("Considered first"),
        default=False,
        help_text=_("For a category of authors: their appeals carry a mark."),
    )
    goes_to_head = models.BooleanField(
        _("Considered by the head in person"),
        default=False,
        help_text=_("For a category of authors whose appeals the head considers personally."),
    )
    counted_as = models.CharField(
        _("In the quarterly table"),
        max_length=12,
        choices=CountedAs,
        blank=True,
        help_text=_("The column in which appeals of such authors are counted."),
    )
    counted_from = models.DateField(_("Counted from"), null=True, blank=True)
    counted_until = models.DateField(
        _("Counted until"),
        null=True,
        blank=True,
        help_text=_("Days of registration of the appeals that are counted so; empty: all."),
    )
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    order = models.IntegerField(default=0, editable=False)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a classifier")
        verbose_name_plural = _("values of a classifier")
        constraints = [
            models.UniqueConstraint(
                fields=["classifier", "code"], name="classifier_code_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="classifier_value_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(counted_from=None)
                | Q(counted_until=None)
                | Q(counted_until__gte=F("counted_from")),
                name="classifier_value_counts_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    def clean(self) -> None:
        super().clean()
        for first, last in (("valid_from", "valid_until"), ("counted_from", "counted_until")):
            begins, ends = getattr(self, first), getattr(self, last)
            if begins and ends and ends < begins:
                raise ValidationError({last: _("The last day is before the first one.")})
        known = ClassifierValue.objects.filter(pk=self.pk).values_list("code", flat=True)
        if self.pk and known.first() not in (None, self.code):
            raise ValidationError({"code": _("A code does not change: old cards have it.")})
        if self.counted_as and self.classifier.code not in self.MARKED:
            message = _("Only categories of authors and social statuses are counted apart.")
            raise ValidationError({"counted_as": message})
