"""Named sets of addressees with a public page of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.words import Text, TextField
from directory.models.addressees import Addressee
from directory.slugs import free_slug


class AddresseeGroup(ClusterableModel):
    """A set picked by hand: deputies, utilities, topics of opinion."""

    slug = models.SlugField(
        _("Address on the site"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Latin letters and hyphens. Empty: made of the name."),
    )
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    description = TextField(_("Description"), blank=True, widget="textarea")
    order = models.PositiveIntegerField(_("Order"), default=100)

    class Meta:
        verbose_name = _("group of addressees")
        verbose_name_plural = _("groups of addressees")

    def __str__(self) -> str:
        return str(self.name)

    def save(self, **kwargs) -> None:
        if not self.slug:
            self.slug = free_slug(AddresseeGroup.objects.all(), Text(self.name).in_language("uk"))
        super().save(**kwargs)


class GroupMember(models.Model):
    """An addressee within a group. One addressee may stand in several groups."""

    sort_order_field = "order"

    group = ParentalKey(AddresseeGroup, on_delete=models.CASCADE, related_name="members")
    addressee = models.ForeignKey(
        Addressee,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("Addressee"),
    )
    order = models.IntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("member of the group")
        verbose_name_plural = _("members of the group")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "addressee"], name="addressee_is_in_a_group_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.addressee)
