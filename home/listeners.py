"""What follows when a page appears, disappears or moves: listing, frame and kept pages."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from blocks.queues.models import Availability, Stale
from core.web.cache import forget_public_pages
from core.web.frame import forget_frame
from home.models import AddresseePage, CitySettings
from home.models.base import CityPage
from home.routing import forget_sites
from home.services import give_record, hand_over, refresh_listing

# Rooms whose every record may stand on a public page.
SHOWN = ("directory", "blocks_forms", "blocks_figures", "blocks_queues")


# They change with every visit: a kept page shows them half a minute old, with their time.
PASSING = (Availability, Stale)


def connect() -> None:
    for label in SHOWN:
        for model in apps.get_app_config(label).get_models():
            if model in PASSING:
                continue
            for signal in (post_save, post_delete):
                signal.connect(when_shown_changed, sender=model, dispatch_uid="home.shown")
    page_published.connect(when_published, dispatch_uid="home.published")
    page_unpublished.connect(when_changed, dispatch_uid="home.unpublished")
    page_slug_changed.connect(when_changed, dispatch_uid="home.slug")
    post_page_move.connect(when_changed, dispatch_uid="home.moved")
    copy_for_translation_done.connect(when_translated, dispatch_uid="home.translated")
    post_save.connect(when_city_changed, sender=CitySettings, dispatch_uid="home.city")
    for signal in (post_save, post_delete):
        signal.connect(forget_sites, sender=Site, dispatch_uid="home.sites")
    post_delete.connect(when_deleted, dispatch_uid="home.deleted")


def when_published(sender: type, instance: Page, **kwargs: Any) -> None:
    """A page published past the form (by schedule, in bulk, by a program) still gets its record."""
    if (
        isinstance(instance, AddresseePage)
        and instance.addressee_id is None
        and give_record(instance)
    ):
        instance.save(update_fields=["addressee", "record_kind", "record_parent"])
    when_changed(sender, instance)


def when_translated(sender: type, source_obj: Page, target_obj: Page, **kwargs: Any) -> None:
    """A translation is about the same addressee, unlike other copies."""
    source, target = source_obj.specific, target_obj.specific
    if isinstance(target, AddresseePage) and target.addressee_id is None and source.addressee_id:
        target.addressee = source.addressee
        target.save()
        target.save_revision()


def when_changed(sender: type, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, AddresseePage):
        refresh_listing([*hand_over(instance), instance.addressee_id])
    forget_frame()
    forget()


def when_shown_changed(sender: type, **kwargs: Any) -> None:
    forget()


def when_city_changed(sender: type, **kwargs: Any) -> None:
    forget_frame()
    forget()


def forget() -> None:
    """Now, and once more after the commit: meanwhile another reader may have kept the old."""
    forget_public_pages()
    transaction.on_commit(forget_public_pages)


def when_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, CityPage):
        when_changed(sender, instance)
