"""What the head and the foot of every page say about the city."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.words import TextField


@register_setting(icon="home")
class CitySettings(BaseSiteSetting):
    """Official name, contact centre and emblem; one record per Wagtail site (W-36)."""

    official_name = TextField(
        _("Official name"),
        blank=True,
        max_length=150,
        help_text=_("For example: Verbiv City Council. Stands at the foot of every page."),
    )
    reception_name = TextField(
        _("Name of the reception"),
        blank=True,
        max_length=150,
        help_text=_("For example: Reception of the city of Verbiv. Stands under the logo."),
    )
    address = TextField(_("Postal address"), blank=True, max_length=200)
    phone = models.CharField(
        _("Contact centre's number"),
        max_length=30,
        blank=True,
        help_text=_("Short ones too: 15-45."),
    )
    phone_hours = TextField(
        _("When the contact centre answers"), blank=True, max_length=250, widget="textarea"
    )
    emblem = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Emblem of the city"),
        help_text=_("Stands beside the logo. Without it only the window glyph is shown."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("official_name"), FieldPanel("reception_name"), FieldPanel("emblem")],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel("phone"), FieldPanel("phone_hours"), FieldPanel("address")],
            heading=_("Contact centre and address"),
        ),
    ]

    class Meta:
        verbose_name = _("city's name and contacts")
        verbose_name_plural = _("city's names and contacts")
