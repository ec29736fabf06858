"""What is published is found, what is taken away is not."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from blocks.answers.models import PublishedAnswer
from blocks.polls.models import Survey, SurveyRevision
from directory.models import Addressee
from home.models import AddresseePage
from search import services


def connect() -> None:
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(page_changed, dispatch_uid="search.page")
    post_delete.connect(addressee_page_deleted, sender=AddresseePage, dispatch_uid="search.deleted")
    post_save.connect(answer_published, sender=PublishedAnswer, dispatch_uid="search.answer")
    post_save.connect(survey_changed, sender=Survey, dispatch_uid="search.survey")
    post_save.connect(questions_changed, sender=SurveyRevision, dispatch_uid="search.questions")
    post_save.connect(addressee_changed, sender=Addressee, dispatch_uid="search.addressee")


def page_changed(sender: type, instance: Page, **kwargs: Any) -> None:
    """After the commit: by then the directory knows whether the addressee is listed."""
    transaction.on_commit(partial(_index_page, instance.pk))


def addressee_page_deleted(sender: type, instance: AddresseePage, **kwargs: Any) -> None:
    if instance.addressee_id:
        _index_addressee_later(instance.addressee_id)


def addressee_changed(sender: type, instance: Addressee, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        _index_addressee_later(instance.pk)


def answer_published(sender: type, instance: PublishedAnswer, **kwargs: Any) -> None:
    """What is taken out of the register takes its documents along."""
    if not kwargs.get("raw"):
        transaction.on_commit(partial(services.index_answer, instance))


def survey_changed(sender: type, instance: Survey, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        transaction.on_commit(partial(services.index_survey, instance))


def questions_changed(sender: type, instance: SurveyRevision, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        transaction.on_commit(partial(services.index_survey, instance.survey))


def _index_addressee_later(addressee_id: int) -> None:
    transaction.on_commit(partial(services.index_addressees, [addressee_id]))


def _index_page(page_id: int) -> None:
    page = Page.objects.filter(pk=page_id).first()
    if page is not None:
        services.index_page(page)
