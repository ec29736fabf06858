"""The blocks an administrator builds a form of: one per kind of question.

Names of block types are stored in forms for good: chosen by meaning, never renamed.
"""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from blocks.content.blocks import PREVIEW
from blocks.forms import rules
from blocks.forms.building import build_form
from blocks.forms.snapshots import field_as_json, name_what_is_nameless


class LabelBlock(blocks.StructBlock):
    """The same words in every language of the site; the main language is required."""

    def __init__(self, long: bool = False, max_length: int = 200, **kwargs: Any) -> None:
        kind = blocks.TextBlock if long else blocks.CharBlock
        needed = kwargs.get("required", True)
        languages = [
            (
                code,
                kind(
                    label=name,
                    required=needed and code == settings.LANGUAGE_CODE,
                    max_length=max_length,
                    **({"rows": 2} if long else {}),
                ),
            )
            for code, name in settings.LANGUAGES
        ]
        super().__init__(languages, **kwargs)

    class Meta:
        icon = "title"
        label_format = "{" + settings.LANGUAGE_CODE + "}"


class CodeBlock(blocks.CharBlock):
    """The name of an answer in the database and in exports: made of the label once, then kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=50,
            label=_("Code"),
            help_text=_(
                "Made of the label when left empty. Answers are kept under it: do not change it."
            ),
            validators=[
                RegexValidator(
                    r"^[a-z][a-z0-9_]*$", _("Use small Latin letters, figures and underscores.")
                )
            ],
            **kwargs,
        )


class ShownAsField(blocks.StructBlock):
    """A block that shows itself as the field residents will see."""

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        shown = SimpleNamespace(fields=[field_as_json(self.name, value)])
        context["form"] = build_form(shown, get_language() or settings.LANGUAGE_CODE)()
        return context

    class Meta:
        template = "forms/field_block.html"
        preview_template = PREVIEW


class QuestionBlock(ShownAsField):
    """What every question has."""

    label = LabelBlock(label=_("Question"))
    help = LabelBlock(long=True, max_length=500, required=False, label=_("Help text"))
    required = blocks.BooleanBlock(required=False, label=_("An answer is required"))
    code = CodeBlock()

    class Meta:
        form_layout = blocks.BlockGroup(["label", "help", "required"], settings=["code"])
        label_format = "{label}"


class OptionBlock(blocks.StructBlock):
    label = LabelBlock(label=_("Option"))
    code = CodeBlock()

    class Meta:
        icon = "list-ul"
        form_layout = blocks.BlockGroup(["label"], settings=["code"])
        label_format = "{label}"


class TextBlock(QuestionBlock):
    max_length = blocks.IntegerBlock(
        default=250, min_value=1, max_value=rules.MAX_TEXT, label=_("Most characters")
    )

    class Meta:
        icon = "pilcrow"
        label = _("Line of text")
        description = _("A short answer in one line: a name, a number of a document.")
        form_layout = blocks.BlockGroup(
            ["label", "help", "required"], settings=["max_length", "code"]
        )
        preview_value = {
            "label": {"uk": "Номер договору", "en": "Contract number"},
            "max_length": 100,
        }


class LongTextBlock(QuestionBlock):
    max_length = blocks.IntegerBlock(
        default=5000, min_value=1, max_value=rules.MAX_LONG_TEXT, label=_("Most characters")
    )

    class Meta:
        icon = "doc-full"
        label = _("Long text")
        description = _("A free answer in several lines.")
        form_layout = blocks.BlockGroup(
            ["label", "help", "required"], settings=["max_length", "code"]
        )
        preview_value = {
            "label": {"uk": "Опишіть, що сталося", "en": "Tell us what happened"},
            "help": {"uk": "Коли, де і хто це бачив.", "en": "When, where and who saw it."},
        }


_OPTIONS_PREVIEW = [
    {"label": {"uk": "Електронною поштою", "en": "By e-mail"}, "code": "email"},
    {"label": {"uk": "Телефоном", "en": "By telephone"}, "code": "phone"},
]


class ChoiceBlock(QuestionBlock):
    options = blocks.ListBlock(
        OptionBlock(), min_num=1, max_num=rules.MAX_OPTIONS, label=_("Options")
    )

    class Meta:
        icon = "radio-full"
        label = _("One of several")
        description = _(
            "The person chooses one option. Up to seven are shown at once, more become a list."
        )
        form_layout = blocks.BlockGroup(["label", "help", "options", "required"], settings=["code"])
        preview_value = {
            "label": {"uk": "Як Вам відповісти", "en": "How to reply"},
            "options": _OPTIONS_PREVIEW,
        }


class MultipleChoiceBlock(QuestionBlock):
    options = blocks.ListBlock(
        OptionBlock(), min_num=1, max_num=rules.MAX_OPTIONS, label=_("Options")
    )

    class Meta:
        icon = "tasks"
        label = _("Several of several")
        description = _("The person ticks every option that fits.")
        form_layout = blocks.BlockGroup(["label", "help", "options", "required"], settings=["code"])
        preview_value = {
            "label": {"uk": "Коли Вам зручно", "en": "When it suits you"},
            "options": _OPTIONS_PREVIEW,
        }


class DateBlock(QuestionBlock):
    allowed = blocks.ChoiceBlock(
        choices=[
            ("any", _("Any day")),
            ("past", _("Today and earlier")),
            ("future", _("Today and later")),
        ],
        default="any",
        label=_("Which days may be given"),
    )

    class Meta:
        icon = "date"
        label = _("Date")
        description = _("A day: when it happened, when to come.")
        form_layout = blocks.BlockGroup(["label", "help", "allowed", "required"], settings=["code"])
        preview_value = {
            "label": {"uk": "Коли це сталося", "en": "When it happened"},
            "allowed": "past",
        }


class NumberBlock(QuestionBlock):
    minimum = blocks.DecimalBlock(required=False, max_digits=15, label=_("Smallest"))
    maximum = blocks.DecimalBlock(required=False, max_digits=15, label=_("Largest"))
    decimals = blocks.IntegerBlock(
        default=0, min_value=0, max_value=6, label=_("Figures after the comma")
    )

    class Meta:
        icon = "decimal"
        label = _("Number")
        description = _("A quantity: how many people, what area.")
        form_layout = blocks.BlockGroup(
            ["label", "help", "required"], settings=["minimum", "maximum", "decimals", "code"]
        )
        preview_value = {
            "label": {"uk": "Скільки вас підписалося", "en": "How many of you signed"},
            "decimals": 0,
        }

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        low, high = value.get("minimum"), value.get("maximum")
        if low is not None and high is not None and low > high:
            wrong = ValidationError(_("The largest number is smaller than the smallest."))
            raise StructBlockValidationError(block_errors={"maximum": wrong})
        return value


class PhoneBlock(QuestionBlock):
    class Meta:
        icon = "mobile-alt"
        label = _("Phone")
        description = _("A phone number, checked and kept in the international form.")
        preview_value = {"label": {"uk": "Телефон свідка", "en": "Telephone of a witness"}}


class EmailBlock(QuestionBlock):
    class Meta:
        icon = "mail"
        label = _("E-mail")
        description = _("An e-mail address.")
        preview_value = {"label": {"uk": "Електронна пошта", "en": "E-mail"}}


class AddressBlock(QuestionBlock):
    class Meta:
        icon = "home"
        label = _("Address")
        description = _("A postal address or a place in the city, in one field.")
        preview_value = {"label": {"uk": "Де це сталося", "en": "Where it happened"}}


class FileBlock(QuestionBlock):
    file_types = blocks.MultipleChoiceBlock(
        choices=[
            ("pdf", _("PDF")),
            ("image", _("Pictures: JPEG, PNG, WebP, HEIC")),
            ("document", _("Texts: DOCX, DOC, ODT, RTF, TXT")),
            ("spreadsheet", _("Tables: XLSX, XLS, ODS, CSV")),
        ],
        default=["pdf", "image"],
        label=_("Kinds of files"),
    )
    max_count = blocks.IntegerBlock(default=3, min_value=1, max_value=10, label=_("Most files"))
    max_megabytes = blocks.IntegerBlock(
        default=10, min_value=1, max_value=10, label=_("Largest file, MB")
    )

    class Meta:
        icon = "upload"
        label = _("Files")
        description = _("Documents and pictures. Their content is checked, not only the name.")
        form_layout = blocks.BlockGroup(
            ["label", "help", "file_types", "required"],
            settings=["max_count", "max_megabytes", "code"],
        )
        preview_value = {
            "label": {"uk": "Фотографії пошкоджень", "en": "Pictures of the damage"},
            "file_types": ["image"],
            "max_count": 3,
            "max_megabytes": 10,
        }


class HeadingBlock(ShownAsField):
    label = LabelBlock(label=_("Heading"))
    help = LabelBlock(long=True, max_length=1000, required=False, label=_("Text under it"))
    code = CodeBlock()

    class Meta:
        icon = "h2"
        label = _("Heading")
        description = _("Divides a long form into parts. Asks nothing.")
        form_layout = blocks.BlockGroup(["label", "help"], settings=["code"])
        label_format = "{label}"
        preview_value = {
            "label": {"uk": "Про Вашого представника", "en": "About your representative"}
        }


class ConsentBlock(QuestionBlock):
    label = LabelBlock(max_length=500, label=_("What the person agrees to"))

    class Meta:
        icon = "check"
        label = _("Consent")
        description = _("One tick under a full sentence.")
        preview_value = {
            "label": {
                "uk": "Я даю згоду на огляд помешкання.",
                "en": "I agree to my dwelling being inspected.",
            },
            "required": True,
        }


class FormFieldsBlock(blocks.StreamBlock):
    """All the fields of a form, in the order they are asked."""

    text = TextBlock()
    long_text = LongTextBlock()
    choice = ChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    date = DateBlock()
    number = NumberBlock()
    phone = PhoneBlock()
    email = EmailBlock()
    address = AddressBlock()
    file = FileBlock()
    heading = HeadingBlock()
    consent = ConsentBlock()

    class Meta:
        max_num = 60

    def clean(self, value: Any) -> Any:
        """Gives a code to what has none and refuses the same code twice."""
        value = super().clean(value)
        name_what_is_nameless(value)
        seen: set[str] = set()
        errors: dict[int, ValidationError] = {}
        for place, child in enumerate(value):
            code = child.value["code"]
            if code in seen:
                same = ValidationError(
                    _(
                        "Another field of this form has the same code. "
                        "Empty this one, and a new code will be made."
                    )
                )
                errors[place] = StructBlockValidationError(block_errors={"code": same})
            seen.add(code)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return value
