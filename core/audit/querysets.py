from typing import Any, NoReturn, Self

from django.db import models


def name_of(target: models.Model | type[models.Model]) -> str:
    """How the journal names a kind of record: its label, crm_cases.case."""
    return target._meta.label_lower


class JournalQuerySet(models.QuerySet):
    """Reading of the journal, newest first where an order is needed; nothing else is possible."""

    def about(self, target: models.Model) -> Self:
        """Lines about one record."""
        return self.filter(target_type=name_of(target), target_pk=str(target.pk))

    def about_kind(self, model: type[models.Model]) -> Self:
        return self.filter(target_type=name_of(model))

    def by(self, actor: Any) -> Self:
        """Lines of one person; None: of the system itself."""
        return self.filter(actor=actor) if actor is not None else self.filter(actor__isnull=True)

    def between(self, since: Any, until: Any) -> Self:
        """Lines from `since` on and before `until`."""
        return self.filter(at__gte=since, at__lt=until)

    def newest_first(self) -> Self:
        return self.order_by("-id")

    def update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit journal is append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("The audit journal is append-only.")

    bulk_update = update_or_create = update  # type: ignore[assignment]
