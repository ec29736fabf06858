"""Ready public statistics: pushed by `crm.publishing`, read by every public page."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blocks.figures.querysets import DailyFigureQuerySet
from blocks.figures.rules import KINDS


class DailyFigure(models.Model):
    """One number on one day, of one addressee or (addressee empty) of the whole city.

    A suppressed figure keeps no value at all, so nothing can leak it later.
    """

    addressee = models.ForeignKey(
        "directory.Addressee",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("addressee"),
    )
    date = models.DateField(_("date"))
    key = models.CharField(
        _("figure"), max_length=60, choices=[(k, v.label) for k, v in KINDS.items()]
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    is_suppressed = models.BooleanField(_("too small to show"), default=False)

    objects = DailyFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        indexes = [
            models.Index(fields=["addressee", "-date"], name="figures_newest_of_addressee"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["addressee", "key", "date"],
                condition=Q(addressee__isnull=False),
                name="one_figure_per_addressee_key_day",
            ),
            models.UniqueConstraint(
                fields=["key", "date"],
                condition=Q(addressee__isnull=True),
                name="one_city_figure_per_key_day",
            ),
            models.CheckConstraint(
                condition=Q(is_suppressed=False) | Q(value__isnull=True),
                name="suppressed_figure_keeps_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.date:%Y-%m-%d}"
