"""The open register of answers to information requests: pushed by `crm.publishing`, for everybody.

Only what somebody confirmed to hold no personal data stands here; nothing leads back to a request.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedAnswer(models.Model):
    """`public_id` is fresh: it is not that of the request. `lemmas` are the words in base form."""

    public_id = models.CharField(max_length=24, unique=True, editable=False)
    addressee = models.ForeignKey(
        "directory.Addressee",
        on_delete=models.PROTECT,
        related_name="published_answers",
        verbose_name=_("addressee"),
    )
    title = models.CharField(_("which information"), max_length=200)
    question = models.TextField(_("question"))
    answer = models.TextField(_("answer"))
    answered_on = models.DateField(_("answered on"))
    published_on = models.DateField(_("published on"))
    lemmas = models.TextField(editable=False)

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        indexes = [models.Index(fields=["-answered_on", "-id"], name="answers_newest_first")]

    def __str__(self) -> str:
        return self.title
