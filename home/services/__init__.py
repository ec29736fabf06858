"""Verbs of the page tree."""

from home.services.editors import ensure_editor_groups, ensure_workflow
from home.services.listing import give_record, hand_over, refresh_listing
from home.services.site_tree import ensure_site_tree

__all__ = [
    "ensure_editor_groups",
    "ensure_site_tree",
    "ensure_workflow",
    "give_record",
    "hand_over",
    "refresh_listing",
]
