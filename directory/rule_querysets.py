"""Which version of a rule or value holds on a day."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.lookups import StartsWith
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken

if TYPE_CHECKING:
    from directory.models import DeadlineRule, Profile


class ValidityQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
        )


class DeadlineRuleQuerySet(ValidityQuerySet):
    def in_force(self, code: str, day: date) -> "DeadlineRule":
        """The newest version that holds on the day."""
        rules = self.filter(code=code).valid_on(day).select_related("calendar")
        rule = rules.order_by("-valid_from", "-version").first()
        if rule is None:
            raise _no_rule(code)
        return rule

    def all_in_force(
        self, codes: Iterable[str], day: date, profile: "Profile"
    ) -> list["DeadlineRule"]:
        """The same for several codes, in their order, by one query.

        Most are counted by the profile's own calendar, which is at hand with all its days.
        """
        codes = list(codes)
        newest: dict[str, DeadlineRule] = {}
        versions = self.filter(code__in=codes).valid_on(day)
        for rule in versions.order_by("valid_from", "version"):
            newest[rule.code] = rule
            if rule.calendar_id == profile.calendar_id:
                rule.calendar = profile.calendar
        for code in codes:
            if code not in newest:
                raise _no_rule(code)
        return [newest[code] for code in codes]


def _no_rule(code: str) -> RuleBroken:
    return RuleBroken(
        _("There is no deadline rule “%(code)s” for this day.") % {"code": code},
        code="no_deadline_rule",
    )


class ProfileQuerySet(models.QuerySet):
    def current(self) -> "Profile":
        """The profile that serves where no other is named."""
        return _found(self.select_related("calendar").filter(is_default=True).first())

    def for_addressee(self, key: int) -> "Profile":
        """The profile of the addressee, else of the nearest above it, else the city's own.

        Addressees in different countries live side by side (domain.md 16). One statement.
        """
        addressees = self.model._meta.get_field("addressees").related_model.objects
        path = Subquery(addressees.filter(pk=key).values("path"))
        above = addressees.filter(profile=OuterRef("pk")).filter(StartsWith(path, F("path")))
        nearest = Subquery(above.order_by("-depth").values("depth")[:1])
        ours = self.select_related("calendar").annotate(nearest=nearest)
        ours = ours.filter(Q(nearest__isnull=False) | Q(is_default=True))
        return _found(ours.order_by(F("nearest").desc(nulls_last=True)).first())


def _found(profile: "Profile | None") -> "Profile":
    if profile is None:
        raise RuleBroken(_("The city has no default profile yet."), code="no_profile")
    return profile
