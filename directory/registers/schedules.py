"""Pages of an addressee's schedules in the register: their list, files, a reception's editor."""

from typing import Any, cast

from django import forms
from django.contrib.admin.utils import quote
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import re_path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from core import clock
from core.errors import RuleBroken
from directory.exchange.importing import LONGEST
from directory.exchange.schedule_writing import write_schedule
from directory.exchange.schedules import Into, import_schedule
from directory.models import Addressee, Schedule
from directory.reception_forms import ReceptionForm, dates_ahead, initial_of, is_simple
from directory.registers.base import RegisterButtons, tell_what_follows
from directory.registers.exchange import as_file
from directory.schedules import pattern_words, rules, words
from directory.schedules.openings import Opening, opening_of
from directory.schedules.services import keep_reception

PEOPLE = (Addressee.Kind.OFFICIAL, Addressee.Kind.DEPUTY)
NEXT_DATES = 3


class OfAddressee(WMABaseView):
    """A page about one addressee, for those who may change it; a foreign one is not there."""

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_list(user)

    @cached_property
    def addressee(self) -> Addressee:
        mine = self.model_admin.get_queryset(self.request)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    @cached_property
    def schedule(self) -> Schedule | None:
        key = self.kwargs.get("schedule")
        schedules = self.addressee.schedules.select_related("calendar")
        return get_object_or_404(schedules, pk=key) if key else None

    @cached_property
    def opening(self) -> Opening:
        return opening_of(self.addressee, clock.now())

    def get_page_title(self) -> str:
        return str(self.addressee)

    def address(self, page: str, **more: Any) -> str:
        return schedule_address(page, pk=self.addressee.pk, **more)


class FileForm(forms.Form):
    """An iCalendar file, and where it goes: a schedule that is there, or a new one."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("iCalendar, up to 2 MB.")
    )
    schedule = forms.ModelChoiceField(
        Schedule.objects.none(),
        required=False,
        label=gettext_lazy("Into the schedule"),
        empty_label=gettext_lazy("A new one"),
        help_text=gettext_lazy("Its hours and dates are replaced by those of the file."),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose of a new one"),
        choices=Schedule.Purpose.choices,
        help_text=gettext_lazy("A file that was exported here says its purpose itself."),
    )

    def __init__(self, *args: Any, addressee: Addressee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addressee = addressee
        schedules = addressee.schedules.order_by("order", "pk")
        cast(forms.ModelChoiceField, self.fields["schedule"]).queryset = schedules
        is_person = addressee.kind in PEOPLE
        usual = Schedule.Purpose.RECEPTION if is_person else Schedule.Purpose.OFFICE
        self.fields["purpose"].initial = usual

    def take_in(self, actor: Any) -> Schedule:
        told = self.cleaned_data
        data = told["file"].read(LONGEST + 1)
        into = Into(self.addressee, told["schedule"], told["purpose"])
        return import_schedule(data, into, actor, clock.now())


class SchedulesView(OfAddressee):
    """Every schedule in words with its next dates and its file."""

    template_name = "directory/schedules.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A broken file is told with its line and changes nothing."""
        form = FileForm(request.POST, request.FILES, addressee=self.addressee)
        if form.is_valid():
            try:
                schedule = form.take_in(request.user)
            except RuleBroken as trouble:
                form.add_error("file", str(trouble))
            else:
                messages.success(
                    request, _("The schedule “%(name)s” is taken in.") % {"name": schedule}
                )
                tell_what_follows(request, self.addressee)
                return redirect(self.address("schedules"))
        return self.render_to_response(self.get_context_data(file_form=form))

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        by_key = {one.key: one for one in self.opening.timetables}
        schedules = self.addressee.schedules.prefetch_related("windows").order_by("order", "pk")
        return super().get_context_data(
            rows=[self._row(one, by_key.get(one.pk)) for one in schedules],
            file_form=more.pop("file_form", None) or FileForm(addressee=self.addressee),
            form_url=self.url_helper.get_action_url("edit", quote(self.addressee.pk)),
            new_url=self.address("reception_new") if self.addressee.kind in PEOPLE else "",
            **more,
        )

    def _row(self, schedule: Schedule, timetable: rules.Timetable | None) -> dict[str, Any]:
        """Without a timetable the schedule is over: no page asks for it any more."""
        dates = []
        if timetable:
            today, leaves = self.opening.today, self.opening.leaves
            dates = rules.next_dates(timetable, today, NEXT_DATES, leaves)
        is_reception = schedule.purpose == Schedule.Purpose.RECEPTION and is_simple(schedule)
        url = self.address("reception_edit", schedule=schedule.pk)
        return {
            "schedule": schedule,
            "lines": pattern_words.schedule_words(timetable) if timetable else [],
            "dates": pattern_words.dates_words(dates),
            "is_over": timetable is None,
            "file_url": self.address("schedule_file", schedule=schedule.pk),
            "edit_url": url if is_reception and self.addressee.kind in PEOPLE else "",
        }


class ScheduleFileView(OfAddressee):
    """One schedule for a calendar program."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.schedule is not None
        text = write_schedule(self.schedule, clock.now())
        return as_file(text, f"{self.addressee.slug}-{self.schedule.pk}.ics", "text/calendar")


class ReceptionView(OfAddressee):
    """The editor. A press of "show dates" does without a script what typing does with one."""

    template_name = "directory/reception.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._refuse_intricate()
        return self._page(ReceptionForm(initial=initial_of(self.schedule)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._refuse_intricate()
        form = ReceptionForm(request.POST)
        if not form.is_valid() or "show" in request.POST:
            return self._page(form)
        keep_reception(self.addressee, form.wanted, request.user, clock.now(), self.schedule)
        said = _("The reception of “%(name)s” is kept.") % {"name": self.addressee}
        messages.success(request, said)
        tell_what_follows(request, self.addressee)
        return redirect(self.address("schedules"))

    def _refuse_intricate(self) -> None:
        """What the simple form cannot show it would lose."""
        if self.addressee.kind not in PEOPLE:
            raise Http404
        if self.schedule and not is_simple(self.schedule):
            raise Http404

    def _page(self, form: ReceptionForm) -> HttpResponse:
        known = {"schedule": self.schedule.pk} if self.schedule else {}
        return self.render_to_response(
            self.get_context_data(
                form=form,
                back_url=self.address("schedules"),
                dates_url=self.address("reception_dates", **known),
                **dates_context(self, form),
            )
        )


class ReceptionDatesView(OfAddressee):
    """The next twelve dates as a piece of the page, while one types."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReceptionForm(request.GET)
        context = dates_context(self, form)
        return render(request, "directory/reception_dates.html", context)


class ReceptionOfView(OfAddressee):
    """From the row of the register: to the only reception, to a new one, or to the list."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = list(self.addressee.schedules.filter(purpose=Schedule.Purpose.RECEPTION)[:2])
        if not found:
            return redirect(self.address("reception_new"))
        if len(found) == 1 and is_simple(found[0]):
            return redirect(self.address("reception_edit", schedule=found[0].pk))
        return redirect(self.address("schedules"))


def dates_context(view: OfAddressee, form: ReceptionForm) -> dict[str, Any]:
    """Dates of what is typed, or of what the form begins with; none while it makes no sense."""
    if not form.is_bound:
        form = ReceptionForm({**form.initial, **_texts(form)})
    if not form.is_valid():
        told = form.errors.get_json_data()
        troubles = [one["message"] for found in told.values() for one in found]
        return {"dates": None, "troubles": list(dict.fromkeys(troubles))}
    plans = dates_ahead(form.wanted, view.addressee, view.schedule, view.opening)
    return {
        "dates": [
            {"line": pattern_words.date_line(one), "note": words.day_note(one)} for one in plans
        ]
    }


def _texts(form: ReceptionForm) -> dict[str, str]:
    """A label in several languages is posted as a text for each."""
    return {f"note_{code}": text for code, text in dict(form.initial.get("note") or {}).items()}


PAGES = {
    "schedules": (r"schedules/(?P<pk>\d+)", SchedulesView),
    "schedule_file": (r"schedules/(?P<pk>\d+)/(?P<schedule>\d+)/icalendar", ScheduleFileView),
    "reception_of": (r"reception/(?P<pk>\d+)", ReceptionOfView),
    "reception_new": (r"reception/(?P<pk>\d+)/new", ReceptionView),
    "reception_edit": (r"reception/(?P<pk>\d+)/(?P<schedule>\d+)", ReceptionView),
    "reception_dates": (
        r"reception/(?P<pk>\d+)/(?:(?P<schedule>\d+)/)?dates",
        ReceptionDatesView,
    ),
}


def schedule_address(page: str, **kwargs: Any) -> str:
    return reverse(f"directory_addressee_{page}", kwargs=kwargs)


def schedule_addresses(register: Any) -> tuple[Any, ...]:
    """Addresses of these pages under those of the register."""
    base = register.url_helper.base_url_path

    def shown_by(view: type[WMABaseView]) -> Any:
        def show(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return view.as_view(model_admin=register)(request, **kwargs)

        return show

    return tuple(
        re_path(rf"^{base}/{tail}/$", shown_by(view), name=f"directory_addressee_{name}")
        for name, (tail, view) in PAGES.items()
    )


class AddresseeButtons(RegisterButtons):
    """Schedules of each addressee, and the reception of a person."""

    def get_buttons_for_obj(self, obj: models.Model, **kwargs: Any) -> list[dict[str, Any]]:
        addressee = cast(Addressee, obj)
        buttons = super().get_buttons_for_obj(obj, **kwargs)
        buttons.append(
            self._button("schedules", _("Schedules"), _("Schedules of “%(name)s”"), addressee)
        )
        if addressee.kind in PEOPLE:
            label = pgettext("hours of an official", "Reception")
            title = _("Reception of “%(name)s”")
            buttons.append(self._button("reception_of", label, title, addressee))
        return buttons

    def _button(self, page: str, label: str, title: str, addressee: Addressee) -> dict[str, Any]:
        return {
            "url": schedule_address(page, pk=addressee.pk),
            "label": label,
            "classname": self.finalise_classname(["button-secondary", "button-small"]),
            "title": title % {"name": addressee},
        }
