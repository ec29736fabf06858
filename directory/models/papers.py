"""Templates of print forms as administrators keep them (R-11)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PrintTemplate(models.Model):
    """One version of a template; the latest of a code is in force, the older ones are kept.

    An empty source stands for the template that comes with the system, as it is after an update.
    """

    code = models.SlugField(_("Code"), max_length=60)
    version = models.PositiveIntegerField(_("Version"))
    source = models.TextField(_("Template"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("template of a print form")
        verbose_name_plural = _("templates of print forms")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="print_template_version_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} (v{self.version})"

    @property
    def is_shipped(self) -> bool:
        return not self.source
