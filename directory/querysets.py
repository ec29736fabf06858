"""Questions the directory is asked, in the city's words."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower
from django.db.models.lookups import StartsWith
from django.utils.translation import get_language

from core.words.lemmas import lemma, words_of

SOURCE_LANGUAGE = "uk"


class AddresseeQuerySet(models.QuerySet):
    def listed(self) -> Self:
        """What the public catalogue, search and API may show."""
        return self.filter(is_listed=True)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def under(self, addressee: models.Model, *, inclusive: bool = True) -> Self:
        """The branch of an addressee, with the addressee itself unless told otherwise."""
        branch = self.filter(path__startswith=addressee.path)
        return branch if inclusive else branch.exclude(pk=addressee.pk)

    def in_group(self, group: models.Model | str) -> Self:
        """Hand-picked members of a group, given as a record or by its slug."""
        if isinstance(group, str):
            return self.filter(memberships__group__slug=group)
        return self.filter(memberships__group=group)

    def accepting_appeals(self) -> Self:
        return self.filter(accepts_appeals=True, is_active=True)

    def serving(self, user: models.Model, *roles: str) -> Self:
        """Addressees that this person serves, by a duty on them or over a branch above them."""
        duties = self.model._meta.get_field("duties").related_model.objects
        duties = duties.filter(user=user).in_roles(*roles)
        own = duties.filter(addressee=OuterRef("pk"))
        above = duties.filter(StartsWith(OuterRef("path"), F("addressee__path")), with_subtree=True)
        return self.filter(Exists(own) | Exists(above))

    def matching(self, text: str) -> Self:
        """Every word of the text, inflected or only begun, is found in the record."""
        found = self
        for word in words_of(text):
            begun = Q(search_text__contains=f" {word}")
            found = found.filter(begun | Q(search_text__contains=f" {lemma(word)}"))
        return found

    def in_order(self, language: str | None = None) -> Self:
        """By name, in the alphabet of the language shown."""
        language = (language or get_language() or SOURCE_LANGUAGE).split("-")[0]
        if language == SOURCE_LANGUAGE:
            return self.order_by("sort_name", "pk")
        name = Lower(KeyTextTransform(language, "name"))
        return self.order_by(name.asc(nulls_last=True), "sort_name", "pk")

    def in_tree_order(self) -> Self:
        return self.order_by("depth", "sort_name", "pk")


class DutyQuerySet(models.QuerySet):
    def in_roles(self, *roles: str) -> Self:
        return self.filter(role__in=roles) if roles else self

    def over(self, addressee: models.Model) -> Self:
        """Duties on the addressee itself and those over the branches it stands in."""
        return self.filter(
            Q(addressee=addressee) | Q(addressee__in=addressee.ancestor_ids, with_subtree=True)
        )

    def people(self) -> models.QuerySet:
        users = self.model._meta.get_field("user").related_model._default_manager
        return users.filter(is_active=True, pk__in=self.values("user"))
