"""How states look: a word, a shape and a colour, always together (tokens.md)."""

from typing import NamedTuple


class Look(NamedTuple):
    """Icon, its style, and the tone of the tag."""

    icon: str
    style: str
    tone: str


LOOKS = {
    "draft": Look("pencil-simple", "regular", "mute"),
    "submitted": Look("circle-dashed", "regular", "mute"),
    "registered": Look("circle", "regular", "info"),
    "assigned": Look("circle-half", "fill", "info"),
    "in_progress": Look("circle-half", "fill", "info"),
    "reply_draft": Look("signature", "regular", "info"),
    "priority": Look("star", "fill", "plan"),
    "extended": Look("clock-clockwise", "fill", "warn"),
    "answered": Look("check-circle", "fill", "ok"),
    "closed": Look("check-circle", "fill", "mute"),
    "forwarded": Look("arrow-bend-up-right", "fill", "plan"),
    "refused": Look("x-circle", "fill", "warn"),
    "returned": Look("arrow-u-up-left", "fill", "warn"),
    "not_considered": Look("minus-circle", "fill", "mute"),
    "joined": Look("link", "regular", "mute"),
    "requalified": Look("arrow-bend-up-right", "fill", "mute"),
    "withdrawn": Look("x-circle", "fill", "mute"),
}
UNKNOWN = Look("circle", "regular", "mute")


def look_of(state: str) -> Look:
    return LOOKS.get(state, UNKNOWN)
