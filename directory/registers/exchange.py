"""Buttons and pages of a register that is exchanged as a file."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from core import clock
from core.errors import RuleBroken
from directory.exchange import (
    Imported,
    everything,
    import_icalendar,
    import_json,
    write_icalendar,
)
from directory.exchange.importing import LONGEST
from directory.models import (
    Classifier,
    CopyingFee,
    DeadlineRule,
    Profile,
    RetentionTerm,
    WorkingCalendar,
)
from directory.registers.base import Register, RegisterButtons

PARTS = {
    WorkingCalendar: "calendars",
    DeadlineRule: "rules",
    Classifier: "classifiers",
    Profile: "profiles",
    CopyingFee: "copying_fees",
    RetentionTerm: "retention_terms",
}
ICALENDAR = (".ics", ".ical")


class ImportForm(forms.Form):
    """One file, and for a foreign iCalendar the calendar that its days are for."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("JSON or iCalendar, up to 2 MB.")
    )
    calendar = forms.ModelChoiceField(
        WorkingCalendar.objects.order_by("code"),
        required=False,
        label=gettext_lazy("Calendar"),
        help_text=gettext_lazy("Only for an iCalendar file from elsewhere: whose days these are."),
    )

    def take_in(self, actor: Any) -> Imported:
        file, at = self.cleaned_data["file"], clock.now()
        data = file.read(LONGEST + 1)  # one byte more than may be taken in: no larger is read
        if file.name.lower().endswith(ICALENDAR):
            return import_icalendar(data, actor, at, self.cleaned_data["calendar"])
        return import_json(data, actor, at)


class ImportView(WMABaseView):
    """All or nothing: a broken file is shown with its line and changes nothing."""

    page_title = pgettext_lazy("taking in a file", "Import")
    template_name = "directory/import.html"

    def check_action_permitted(self, user: Any) -> bool:
        # The file may carry both; whoever keeps one register keeps the other.
        return self.permission_helper.user_can_create(user)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**{"view": self, "form": ImportForm(), **more})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                done = form.take_in(request.user)
            except RuleBroken as trouble:
                form.add_error("file", str(trouble))
            else:
                messages.success(request, told(done))
                return redirect(self.index_url)
        return self.render_to_response(self.get_context_data(form=form))


class ExportView(WMABaseView):
    """The whole register as one JSON file."""

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_list(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = everything(PARTS[self.model])
        return as_file(text, f"{self.opts.model_name}s.json", "application/json")


class ICalendarView(WMABaseView):
    """One calendar for a calendar program."""

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_list(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        calendar = WorkingCalendar.objects.filter(code=kwargs["code"]).first()
        if calendar is None:
            messages.error(request, _("There is no such calendar."))
            return redirect(self.index_url)
        text = write_icalendar(calendar, clock.now())
        return as_file(text, f"{calendar.code}.ics", "text/calendar")


class ExchangedRegister(Register):
    """A register with buttons for its file."""

    index_template_name = "directory/register_with_files.html"

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        pages: list[tuple[str, str, type[WMABaseView]]] = [
            ("import", "import", ImportView),
            ("export", "export", ExportView),
        ]
        if self.model is WorkingCalendar:
            pages.append(("icalendar", r"icalendar/(?P<code>[-\w]+)", ICalendarView))
        base = self.url_helper.base_url_path
        own = tuple(
            re_path(rf"^{base}/{tail}/$", self._shown_by(view), name=self.file_url_name(name))
            for name, tail, view in pages
        )
        return (*super().get_admin_urls_for_registration(), *own)

    def file_url_name(self, action: str) -> str:
        return self.url_helper.get_action_url_name(action)

    @property
    def import_url(self) -> str:
        return reverse(self.file_url_name("import"))

    @property
    def export_url(self) -> str:
        return reverse(self.file_url_name("export"))

    def _shown_by(self, view: type[WMABaseView]) -> Callable[..., HttpResponse]:
        def show(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return view.as_view(model_admin=self)(request, **kwargs)

        return show


def told(done: Imported) -> str:
    """What an import did, in one sentence."""
    return _("Added: %(added)s, changed: %(changed)s, as before: %(same)s.") % {
        "added": len(done.added),
        "changed": len(done.changed),
        "same": done.same,
    }


def as_file(text: str, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class CalendarButtons(RegisterButtons):
    """A calendar also goes to a calendar program."""

    def get_buttons_for_obj(self, obj: models.Model, **kwargs: Any) -> list[dict[str, Any]]:
        name = self.url_helper.get_action_url_name("icalendar")
        code = cast(WorkingCalendar, obj).code
        own = {
            "url": reverse(name, kwargs={"code": code}),
            "label": "iCalendar",
            "classname": self.finalise_classname(["button-secondary", "button-small"]),
            "title": _("Download “%(name)s” as iCalendar") % {"name": obj},
        }
        return [*super().get_buttons_for_obj(obj, **kwargs), own]
