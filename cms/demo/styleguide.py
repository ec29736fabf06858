"""/styleguide/: every component with its states, on specimens from an invented city."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core import clock
from core.web.look import SIZES, THEMES
from core.web.states import LOOKS

MONTHS = ("бер.", "квіт.", "трав.", "черв.", "лип.", "серп.", "вер.", "жовт.", "лист.", "груд.")
IN_TIME = (86, 89, 87, 90, 92, 91, 88, 90, 94, 96)

STATE_WORDS = {
    "draft": "Чернетка",
    "submitted": "Подано",
    "registered": "Зареєстровано",
    "in_progress": "На розгляді",
    "reply_draft": "На підписі",
    "extended": "Термін продовжено",
    "answered": "Надано відповідь",
    "forwarded": "Переслано",
    "returned": "Повернуто",
    "not_considered": "Не підлягає розгляду",
    "withdrawn": "Відкликано",
}


class Specimen(forms.Form):
    """One field of each sort."""

    surname = forms.CharField(label="Прізвище", help_text="Як у документі")
    phone = forms.CharField(label="Телефон", help_text="Наприклад, +380 67 555 01 27")
    kind = forms.ChoiceField(
        label="Що це",
        widget=forms.RadioSelect,
        choices=[
            ("statement", "Заява або клопотання"),
            ("complaint", "Скарга"),
            ("proposal", "Пропозиція або зауваження"),
        ],
    )
    district = forms.ChoiceField(
        label="Район", choices=[("", "Оберіть"), ("1", "Центральний"), ("2", "Зарічний")]
    )
    body = forms.CharField(
        label="Текст звернення",
        help_text="Опишіть, що сталося і про що Ви просите. Не вказуйте зайвого про себе.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    learned = forms.DateField(
        label="Коли Ви дізналися", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    letters = forms.MultipleChoiceField(
        label="Про що писати Вам",
        widget=forms.CheckboxSelectMultiple,
        choices=[("works", "Роботи й відключення"), ("digest", "Дайджест міста")],
        required=False,
    )
    hide = forms.BooleanField(
        label="Не розголошувати моє імʼя та адресу",
        help_text="Їх бачитимуть лише ті, без кого не можна ухвалити рішення",
        required=False,
    )
    files = forms.FileField(
        label="Файли", help_text="Фото, скани, листи. До десяти файлів.", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].hints = {  # type: ignore[attr-defined]
            "statement": "Прошу допомогти, повідомляю про порушення чи недолік",
            "complaint": "Не погоджуюся з рішенням, дією або бездіяльністю",
            "proposal": "Раджу, як зробити краще",
        }


def _spoiled() -> Specimen:
    """The same form after a press of the button with two places left wrong."""
    typed = {"surname": "", "phone": "+380 67 555 01 2", "kind": "complaint", "district": "1"}
    form = Specimen({**typed, "body": "Протекла стеля."}, auto_id="wrong_%s")
    form.fields["surname"].error_messages["required"] = "Напишіть прізвище, як у документі"
    form.add_error("phone", "У номері бракує однієї цифри")
    return form


def _words() -> dict[str, Any]:
    today = clock.today()
    days = {"overdue": -2, "today": 0, "tomorrow": 1, "soon": 5, "later": 14}
    return {
        "states": [(code, STATE_WORDS[code]) for code in LOOKS if code in STATE_WORDS],
        "days": {name: today + timedelta(days=shift) for name, shift in days.items()},
        "months": list(zip(MONTHS, IN_TIME, strict=True)),
        "channels": [("Скарга", 46), ("Заява", 38), ("Пропозиція", 16)],
    }


@require_safe
def styleguide(request: HttpRequest, part: str = "public") -> HttpResponse:
    """`?theme=dark&size=large` shows a look without keeping it in a cookie."""
    theme, size = request.GET.get("theme"), request.GET.get("size")
    context: dict[str, Any] = {
        **_words(),
        "form": Specimen(auto_id="right_%s"),
        "wrong": _spoiled(),
    }
    if theme in THEMES:
        context["theme"] = theme
    if size in SIZES:
        context["type_size"] = size
    with override("uk"):
        return render(request, f"styleguide/{part}.html", context)
