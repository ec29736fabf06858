"""The blocks an editor builds a survey of: one per kind of question (domain.md 12.1)."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blocks.forms.field_blocks import ChoiceBlock


class QuestionsBlock(blocks.StreamBlock):
    """Names of block types are kept in revisions for good: never renamed."""

    single = ChoiceBlock(label=_("One of several"))
