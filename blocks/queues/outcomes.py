"""How visits to a queue may end: rows that the keeper changes, made for every new queue."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from core.ids import public_id
from core.words import Text, TextField

USUAL = {
    "done": Text(uk="Послугу надано", en="The service is provided"),
    "accepted": Text(uk="Документи прийнято", en="Documents are accepted"),
    "advice": Text(uk="Надано консультацію", en="Advice is given"),
    "missing": Text(uk="Бракує документів", en="Documents are missing"),
    "elsewhere": Text(uk="Скеровано в інше місце", en="Sent to another place"),
    "refused": Text(uk="Відмовлено", en="Refused"),
}


class Outcome(models.Model):
    """What a specialist chooses when a visit is over; `code` is for programs.

    The ticket keeps the words of its time, so rows may be renamed and removed.
    """

    sort_order_field = "order"

    queue = ParentalKey("blocks_queues.Queue", on_delete=models.CASCADE, related_name="outcomes")
    code = models.CharField(max_length=20, default=public_id, editable=False)
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    is_active = models.BooleanField(pgettext_lazy("outcome", "Offered"), default=True)
    order = models.IntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("outcome of a visit")
        verbose_name_plural = _("outcomes of visits")
        constraints = [
            models.UniqueConstraint(fields=["queue", "code"], name="outcome_has_its_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.name)


def usual_outcomes(queue_id: int) -> list[Outcome]:
    """Not kept yet."""
    return [
        Outcome(queue_id=queue_id, code=code, name=name, order=order)
        for order, (code, name) in enumerate(USUAL.items())
    ]


def outcomes_of(queue_id: int) -> list[Outcome]:
    """What may be chosen now, in order; the usual ones where the keeper has left none."""
    rows = Outcome.objects.filter(queue=queue_id, is_active=True).order_by("order", "pk")
    return list(rows) or usual_outcomes(queue_id)
