"""What a city sets in money and years: the price of copies, and how long records are kept."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.words import TextField
from directory.rule_querysets import ValidityQuerySet


def refuse_backwards(first: date | None, last: date | None) -> None:
    """Raises ValidationError where the last day comes before the first."""
    if first and last and last < first:
        raise ValidationError({"valid_until": _("The last day is before the first one.")})


class CopyingFee(models.Model):
    """What copies of documents cost from a day on: the first pages are free (6.1)."""

    valid_from = models.DateField(_("Valid from"), unique=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    free_pages = models.PositiveSmallIntegerField(_("Pages free of charge"), default=10)
    page_price = models.DecimalField(
        _("Price of a further page, UAH"),
        max_digits=7,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    basis = TextField(_("By which decision"), blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("price of copies")
        verbose_name_plural = _("prices of copies")

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}: {self.page_price}"

    def clean(self) -> None:
        super().clean()
        refuse_backwards(self.valid_from, self.valid_until)

    def fee_for(self, pages: int) -> Decimal:
        """What so many pages cost; only those above the free ones are paid for."""
        return max(pages - self.free_pages, 0) * self.page_price

    @classmethod
    def on(cls, day: date) -> "CopyingFee | None":
        """The price in force on the day."""
        return cls.objects.valid_on(day).order_by("-valid_from").first()


class RetentionTerm(models.Model):
    """How many years records of a kind are kept after the decision (R-08)."""

    kind = models.SlugField(_("Kind of record"), max_length=20)
    name = TextField(_("Records"))
    years = models.PositiveSmallIntegerField(
        _("Years after the decision"), validators=[MinValueValidator(1)]
    )
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    basis = TextField(_("By which list of documents"), blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("time of keeping")
        verbose_name_plural = _("times of keeping")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"], name="one_time_of_keeping_a_kind_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.years}"

    def clean(self) -> None:
        super().clean()
        refuse_backwards(self.valid_from, self.valid_until)

    @classmethod
    def years_on(cls, day: date) -> dict[str, int]:
        """By kind of record, what is in force on the day; a kind that is not listed is kept."""
        terms = cls.objects.valid_on(day).order_by("valid_from", "pk")
        return dict(terms.values_list("kind", "years"))
