"""Which version of a rule or value holds on a day."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
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
        profile = self.select_related("calendar").filter(is_default=True).first()
        if profile is None:
            raise RuleBroken(_("The city has no default profile yet."), code="no_profile")
        return profile
