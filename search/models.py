"""What can be found: a row for an addressee, page, published answer or survey in a language."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

_THINGS = ("addressee", "page", "answer", "survey")


def _only(kind: str) -> Q:
    """A document of a kind is of that one thing and of no other."""
    absent = {f"{name}__isnull": name != kind for name in _THINGS}
    return Q(kind=kind, **absent)


class Document(index.Indexed, models.Model):
    """A public thing in one language, its words in base form beside what is shown.

    `title`, `body` and `starts` hold lemmas for the search engine, so that one plain
    configuration finds inflected words on both databases; `shown_title` and `text` are read by
    people. Written by `search.services` in the transaction's wake, never by hand.
    """

    class Kind(models.TextChoices):
        ADDRESSEE = "addressee", _("Addressees")
        PAGE = "page", _("Pages")
        ANSWER = "answer", _("Answers to requests")
        SURVEY = "survey", _("Surveys")

    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=10)
    addressee = models.ForeignKey(
        "directory.Addressee", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    answer = models.ForeignKey(
        "blocks_answers.PublishedAnswer",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    survey = models.ForeignKey(
        "blocks_polls.Survey", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    shown_title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    starts = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    # Indexed by services in the same breath as the row: no task stands between saving and finding.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("body"),
        index.AutocompleteField("starts"),
        index.FilterField("kind"),
        index.FilterField("language"),
    ]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("searchable document")
        verbose_name_plural = _("searchable documents")
        constraints = [
            models.UniqueConstraint(
                fields=["addressee", "language"],
                condition=Q(kind="addressee"),
                name="addressee_is_found_once_per_language",
            ),
            models.UniqueConstraint(
                fields=["page"], condition=Q(kind="page"), name="page_is_found_once"
            ),
            models.UniqueConstraint(
                fields=["answer", "language"],
                condition=Q(kind="answer"),
                name="answer_is_found_once_per_language",
            ),
            models.UniqueConstraint(
                fields=["survey", "language"],
                condition=Q(kind="survey"),
                name="survey_is_found_once_per_language",
            ),
            models.CheckConstraint(
                condition=_only("addressee") | _only("page") | _only("answer") | _only("survey"),
                name="document_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title
