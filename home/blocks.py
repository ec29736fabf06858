"""Blocks that look at the directory, and the sets of blocks each kind of page offers.

They read the addressee of the page they stand on, so an editor never copies a phone or an hour.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from blocks.content.blocks import (
    PREVIEW,
    DocumentsBlock,
    HeadingBlock,
    QuestionsBlock,
    TextBlock,
    VideoLessonBlock,
)
from blocks.figures.blocks import FiguresBlock
from blocks.forms.models import FormDefinition
from blocks.queues.blocks import QueueBlock


class AboutAddresseeBlock(blocks.StructBlock):
    """Base of blocks fed from the directory. On a page without an addressee it renders nothing."""

    def get_preview_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        from home.reading.addressee import sample_facts

        return super().get_preview_context(value, parent_context) | sample_facts()


class ContactsBlock(AboutAddresseeBlock):
    heading = HeadingBlock(default=_("Where we are"))
    show_map = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("Show the map"),
        help_text=_("The address and directions are always there in words too."),
    )

    class Meta:
        icon = "site"
        label = _("Contacts and map")
        group = _("From the directory")
        description = _("Map, address, directions, phones and e-mail of this addressee.")
        template = "blocks/contacts.html"
        preview_template = PREVIEW
        preview_value = {"heading": _("Where we are"), "show_map": False}


class ScheduleBlock(AboutAddresseeBlock):
    heading = HeadingBlock(default=_("Hours"))

    class Meta:
        icon = "time"
        label = _("Working hours")
        group = _("From the directory")
        description = _("Every schedule of this addressee; today's row is lit.")
        template = "blocks/schedule.html"
        preview_template = PREVIEW
        preview_value = {"heading": _("Hours")}


class PeopleBlock(AboutAddresseeBlock):
    heading = HeadingBlock(default=_("Whom to see"))
    with_branch = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("With people of units below"),
        help_text=_("Otherwise only officials who stand right under this addressee."),
    )

    class Meta:
        icon = "group"
        label = _("People")
        group = _("From the directory")
        description = _("Officials of this addressee with their post, reception hours and leave.")
        template = "blocks/people.html"
        preview_template = PREVIEW
        preview_value = {"heading": _("Whom to see"), "with_branch": False}

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        from home.reading.people import people_of

        context = super().get_context(value, parent_context)
        addressee = context.get("addressee")
        context["people"] = people_of(addressee, value.get("with_branch")) if addressee else []
        return context


class AppealFormBlock(AboutAddresseeBlock):
    """Links to forms. The room that takes appeals fills the slot; no query reaches it from here."""

    heading = HeadingBlock(default=_("Write to us"))
    note = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("Note"),
        help_text=_("What to write here about, and what to write elsewhere about."),
    )
    forms = blocks.ListBlock(
        SnippetChooserBlock(FormDefinition, label=_("Form")),
        required=False,
        default=[],
        label=_("Forms"),
        help_text=_("Leave it empty to offer all ready forms of appeals."),
    )

    class Meta:
        icon = "edit"
        label = _("Appeal forms")
        group = _("Actions")
        description = _("Forms through which residents write to this addressee.")
        template = "blocks/appeal_form.html"
        preview_template = PREVIEW
        preview_value = {"heading": _("Write to us"), "note": "", "forms": []}


class UsefulLinkBlock(blocks.StructBlock):
    ICONS = [
        ("phone", _("Phone")),
        ("map-pin", _("Map")),
        ("envelope-simple", _("E-mail")),
        ("user", _("Person")),
        ("globe", _("Site")),
        ("scroll", _("Document")),
    ]

    icon = blocks.ChoiceBlock(choices=ICONS, default="globe", label=_("Picture"))
    title = blocks.CharBlock(max_length=60, label=_("Words of the link"))
    note = blocks.CharBlock(required=False, max_length=120, label=_("Second line"))
    page = blocks.PageChooserBlock(required=False, label=_("Page of this site"))
    url = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Or an address"),
        help_text=_("For example tel:1545 or https://example.org."),
    )

    class Meta:
        icon = "link"
        label = _("Link")
        description = _("A picture, words and a page of this site or another address.")
        template = "blocks/useful_link.html"

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        return {
            "icon": value["icon"],
            "title": value["title"],
            "note": value["note"],
            "url": value["page"].url if value["page"] else value["url"],
        }


class StandardBody(blocks.StreamBlock):
    """What pages of words may hold; figures there are those of the whole city."""

    text = TextBlock()
    documents = DocumentsBlock()
    questions = QuestionsBlock()
    video_lesson = VideoLessonBlock()
    figures = FiguresBlock()


class AddresseeBody(StandardBody):
    """What a page of an addressee may hold. `NARROW` go to the right-hand column."""

    people = PeopleBlock()
    appeal_form = AppealFormBlock()
    queue = QueueBlock()
    contacts = ContactsBlock()
    schedule = ScheduleBlock()

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, Any]]:
        """Blocks fed from the directory are told whose page they stand on."""
        page = getattr(value, "page", None)
        about = {"addressee": page.addressee} if page is not None else {}
        return super().get_api_representation(value, {**(context or {}), **about})


NARROW = frozenset({"contacts", "schedule", "figures"})
