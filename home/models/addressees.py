"""A page of an addressee in one language; the addressee itself is a record of the directory."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField

from blocks.forms.fields import LightStreamField
from directory.models import Addressee
from home.blocks import AddresseeBody
from home.forms import AddresseePageForm
from home.models.base import CityPage


class AddresseePage(CityPage):
    """Points to the addressee's record. A draft may stand without one; a published page may not.

    `record_kind` and `record_parent` are wishes of a draft: the record is made of them when the
    page is first sent for approval or published, so an unfinished draft leaves nothing behind.
    """

    addressee = models.ForeignKey(
        Addressee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("Addressee"),
        help_text=_("A record of the directory. Leave it empty to make a new one from this page."),
    )
    record_kind = models.CharField(
        _("Kind of the new addressee"),
        max_length=16,
        blank=True,
        choices=Addressee.Kind,
        help_text=_("Needed only when the addressee is not in the directory yet."),
    )
    record_parent = models.ForeignKey(
        Addressee,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("The new addressee belongs to"),
        help_text=_("The body it is a part of; leave it empty for one that stands by itself."),
    )
    body = LightStreamField(
        AddresseeBody(),
        blank=True,
        verbose_name=_("Blocks"),
        help_text=_(
            "Text, people, documents and questions go to the wide column; contacts, schedule and "
            "figures to the narrow one. On a phone the narrow column follows the wide one."
        ),
    )

    base_form_class = AddresseePageForm
    template = "home/addressee_page.html"
    parent_page_types = ["home.CataloguePage", "home.AddresseeGroupPage"]
    subpage_types = ["home.StandardPage"]
    # A copy is a page about somebody else; `home.listeners` gives a translation its addressee back.
    exclude_fields_in_copy = ["addressee"]
    page_description = _("Who they are, when they are open, where they are and what one can do.")
    content_panels = [
        *CityPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("addressee"), FieldPanel("record_kind"), FieldPanel("record_parent")],
            heading=_("Whose page it is"),
        ),
        FieldPanel("body"),
    ]
    api_fields = [
        *CityPage.api_fields,
        APIField("addressee"),
        APIField("addressee_facts"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("page of an addressee")
        verbose_name_plural = _("pages of addressees")

    @property
    def addressee_facts(self) -> dict[str, Any] | None:
        """For the API: who the page is about, without a second request."""
        record = self.addressee
        if record is None:
            return None
        return {
            "slug": record.slug,
            "kind": record.kind,
            "name": dict(record.name),
            "accepts_appeals": record.accepts_appeals and record.is_active,
        }

    @classmethod
    def from_db(cls, *row: Any, **kwargs: Any) -> "AddresseePage":
        """Its body knows the page: programs are told of the queues of the addressee."""
        page = super().from_db(*row, **kwargs)
        body = page.__dict__.get("body")
        if body is not None:
            body.page = page
        return page

    @classmethod
    def for_visitor(cls, pages: models.QuerySet) -> models.QuerySet:
        return pages.select_related("addressee")

    def clean(self) -> None:
        super().clean()
        if self.addressee and not self.alias_of_id and self._others_of_record().exists():
            raise ValidationError(
                {
                    "addressee": _(
                        "This addressee already has a page. Edit that one or translate it."
                    )
                }
            )

    def _others_of_record(self) -> models.QuerySet:
        """Pages of the same record that are no translations of this one."""
        others = AddresseePage.objects.filter(addressee=self.addressee, alias_of=None)
        return others.exclude(translation_key=self.translation_key)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.reading.addressee import addressee_context

        return super().get_context(request, *args, **kwargs) | addressee_context(self, request)
