"""What an editor can put on a page: text, documents, questions, video lessons.

A block's type name is stored in every page for good: chosen by meaning, never renamed.
"""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.rich_text import RichText

# Headings inside a text start at h3: h1 is the page's name, h2 the block's own heading.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
PREVIEW = "blocks/preview.html"


class ExampleBlock(blocks.StructBlock):
    """Base of blocks that show editors an example, in the editor's language."""

    def example(self) -> dict[str, Any]:
        raise NotImplementedError

    def get_preview_value(self) -> Any:
        return self.normalize(self.example())


class HeadingBlock(blocks.CharBlock):
    """The h2 over a block; an empty one leaves the block without a heading."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault("label", _("Heading"))
        kwargs.setdefault(
            "help_text", _("Shown above the block. Leave it empty to go without one.")
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "title"


class TextBlock(ExampleBlock):
    heading = HeadingBlock()
    text = blocks.RichTextBlock(
        features=TEXT_FEATURES,
        label=_("Text"),
        help_text=_("Short paragraphs are easier to read. Links open in the same window."),
    )

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Without a heading of the block, those of the text go one level up: none is skipped."""
        context = super().get_context(value, parent_context=parent_context)
        text = value["text"]
        return context | {"text": text if value["heading"] else _raised(text)}

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Words")
        description = _("A heading and paragraphs with lists, links and documents.")
        template = "blocks/text.html"
        preview_template = PREVIEW

    def example(self) -> dict[str, Any]:
        words = _("We keep houses, yards and streets in order and get the city ready for winter.")
        return {"heading": str(_("What we do")), "text": f"<p>{words}</p>"}


class DocumentRowBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Name on the page"),
        help_text=_("Leave it empty to show the document's own title."),
    )
    note = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Note"),
        help_text=_("For example: number and date of the decision."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")


class DocumentsBlock(blocks.StructBlock):
    """Type and size stand beside each link, so nobody opens 40 MB on a phone by mistake (W-26)."""

    heading = HeadingBlock(default=_("Documents"))
    documents = blocks.ListBlock(DocumentRowBlock(), min_num=1, label=_("Documents"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Documents")
        group = _("Words")
        description = _("Files to open or keep; the type and size of each are shown.")
        template = "blocks/documents.html"
        preview_template = PREVIEW


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        max_length=250, label=_("Question"), help_text=_("As residents ask it.")
    )
    answer = blocks.RichTextBlock(features=SHORT_FEATURES, label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question")


class QuestionsBlock(ExampleBlock):
    heading = HeadingBlock(default=_("Often asked"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        group = _("Words")
        description = _("Questions in rows; a press opens the answer, also without scripts.")
        template = "blocks/questions.html"
        preview_template = PREVIEW

    def example(self) -> dict[str, Any]:
        answer = _("Every day before eight in the morning.")
        question = str(_("When will snow be cleared from the yard?"))
        return {
            "heading": str(_("Often asked")),
            "questions": [{"question": question, "answer": f"<p>{answer}</p>"}],
        }


class VideoLessonBlock(ExampleBlock):
    """A link, never an embed: nothing is loaded from other sites (W-31); words for readers."""

    title = blocks.CharBlock(max_length=160, label=_("Name of the lesson"))
    url = blocks.URLBlock(
        label=_("Address of the video"),
        help_text=_("The video opens on its own site; nothing is loaded from there beforehand."),
    )
    duration = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Length"),
        help_text=_("For example: 4 min 30 s."),
    )
    transcript = blocks.RichTextBlock(
        features=SHORT_FEATURES,
        label=_("The lesson in words"),
        help_text=_("The same steps as text: for those who cannot watch or listen."),
    )

    class Meta:
        icon = "media"
        label = _("Video lesson")
        group = _("Words")
        description = _("A link to a video and the same lesson in words.")
        template = "blocks/video_lesson.html"
        preview_template = PREVIEW

    def example(self) -> dict[str, Any]:
        words = _("Choose whom to write to and press Write.")
        return {
            "title": str(_("How to file an appeal")),
            "url": "https://example.org/lesson",
            "duration": str(_("4 min")),
            "transcript": f"<p>{words}</p>",
        }


def _raised(text: RichText) -> RichText:
    """The same text with h2 and h3 where it has h3 and h4."""
    source = re.sub(r"(</?h)([34])\b", lambda tag: f"{tag[1]}{int(tag[2]) - 1}", text.source)
    return RichText(source)
