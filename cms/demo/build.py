"""Building the demo city: everything in one transaction, dated relative to a given moment."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TextIO

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.utils import translation
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from blocks.answers.models import PublishedAnswer
from blocks.polls.models import Survey, SurveyRevision
from cms.demo.appeals import build_appeals
from cms.demo.bodies import build_bodies, give_duties
from cms.demo.city import plan
from cms.demo.office import build_cancelled_day
from cms.demo.pages import build_pages
from cms.demo.people import add_residents, make_staff
from cms.demo.queues import build_queues
from cms.demo.requests import build_requests
from cms.demo.surveys import build_surveys
from cms.demo.visits import build_visits
from core import clock
from core.notify.announcing import AnnouncementDrain
from core.notify.models import OutboxMessage, State
from crm.publishing.services import publish_figures
from directory.models import Addressee, Profile
from directory.services import load_reference_data
from home.services import ensure_editor_groups
from search.listeners import connect as connect_search
from search.services import rebuild as rebuild_search


def is_empty() -> bool:
    """A city that somebody has begun is left alone."""
    return not Addressee.objects.exists()


RESIDENTS_OF_CITY = 24_600
"""Reports count appeals per 10,000 of them."""


def build(now: datetime, out: TextIO | None = None) -> None:
    """The whole city; the same seed gives the same city, only nearer to `now`."""
    chance = random.Random(plan.SEED)
    with translation.override(settings.LANGUAGE_CODE), _index_at_the_end(), transaction.atomic():
        load_reference_data()
        Profile.objects.filter(population=None).update(population=RESIDENTS_OF_CITY)
        ensure_editor_groups()
        _say(out, "people")
        cast = make_staff(now - timedelta(days=600))
        add_residents(cast, chance, now)
        _say(out, "addressees")
        city = build_bodies(clock.local(now).date())
        give_duties(city, cast)
        _say(out, "pages")
        build_pages(city)
        _say(out, "appeals")
        build_appeals(city, cast, now, chance)
        build_requests(city, cast, now)
        build_queues(city, cast, now, chance)
        build_visits(city, cast, now, chance)
        build_cancelled_day(cast, now)
        build_surveys(city, now, random.Random(plan.SEED))
        _send_what_was_posted(now)
        publish_figures(now)
    _say(out, "search index")


@contextmanager
def _index_at_the_end() -> Iterator[None]:
    """One pass over what is finished instead of a task for every saving on the way there."""
    models = get_indexed_models()
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    page_published.disconnect(dispatch_uid="search.page")
    post_save.disconnect(sender=Addressee, dispatch_uid="search.addressee")
    post_save.disconnect(sender=PublishedAnswer, dispatch_uid="search.answer")
    post_save.disconnect(sender=Survey, dispatch_uid="search.survey")
    post_save.disconnect(sender=SurveyRevision, dispatch_uid="search.questions")
    try:
        with disable_reference_index_auto_update():
            yield
            rebuild_search()
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
        connect_search()
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)


def _send_what_was_posted(now: datetime) -> None:
    """Letters of the past year are history; only those of the last minutes still wait."""
    news = AnnouncementDrain()
    while news.drain_once("demo", now):
        pass
    waiting = OutboxMessage.objects.filter(created_at__lt=now - timedelta(minutes=5))
    waiting.update(state=State.SENT, sent_at=F("created_at"), attempts=1)


def _say(out: TextIO | None, what: str) -> None:
    if out is not None:
        out.write(f"Demo city: {what} …\n")
        out.flush()
