"""The tabs of a queue's form, each rule with what it does and what is usual."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.panels import TabbedInterface as Tabs

from blocks.queues.registers.forms import QueueForm, ServiceForm, WindowForm, rows_of
from directory.registers.base import RowsPanel


class OwnRowsPanel(RowsPanel):
    """Rows that know their queue and that are not removed while visits point to them."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = rows_of(*self.order)
        return options


def said(name: str, help_text: Any) -> FieldPanel:
    return FieldPanel(name, help_text=help_text)


MAIN = [
    FieldPanel("name"),
    FieldPanel("slug"),
    FieldPanel("description"),
    FieldPanel("place"),
    FieldPanel("form"),
    FieldRowPanel([FieldPanel("is_active"), FieldPanel("takes_walk_ins")]),
]

WHEN = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                said(
                    "horizon_days",
                    _("How far ahead the calendar goes; at most 60. Usually 21."),
                ),
                said(
                    "new_days_open_at",
                    _("Every day at this time one more day can be booked. Usually 6:00."),
                ),
            ]
        ),
        FieldRowPanel(
            [
                said(
                    "lead_minutes",
                    _(
                        "Nearer times are not offered on the site; staff may still give them. "
                        "Usually 30."
                    ),
                ),
                said(
                    "hold_minutes",
                    _("Nobody else gets the place while the visitor writes. Usually 5."),
                ),
            ]
        ),
        said(
            "cancel_minutes",
            _("Later the visitor can neither move nor cancel. Usually 60."),
        ),
        FieldRowPanel(
            [
                FieldPanel("reminders"),
                said(
                    "offer_minutes",
                    _("The first on the waiting list has so long to take it. Usually 30."),
                ),
            ]
        ),
    ],
    heading=_("When one can book"),
)

LIMITS = MultiFieldPanel(
    [
        said(
            "max_services",
            _(
                "With more than one the visitor may add services on the page of booking: times "
                "add up, and a window that gives all of them is found. Usually 1."
            ),
        ),
        said(
            "max_active",
            _("Visits still to come, counted by account and by phone. Usually 1."),
        ),
        FieldRowPanel(
            [
                said("max_a_day", _("Cancelled by the visitor are not counted. Usually 2.")),
                said("max_a_month", _("Cancelled by the visitor are counted. Usually 4.")),
            ]
        ),
    ],
    heading=_("How many one person may have"),
)

COMING = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                said("early_minutes", _("Before it the terminal asks to wait. Usually 15.")),
                said("grace_minutes", _("Then the visit counts as missed. Usually 5.")),
            ]
        ),
        FieldRowPanel(
            [
                said("calls", _("After the last one the visitor may be marked absent. Usually 2.")),
                said(
                    "absent_minutes",
                    _("Until then the specialist cannot mark the visitor absent. Usually 2."),
                ),
            ]
        ),
    ],
    heading=_("Coming and being late"),
)

ABSENCES = MultiFieldPanel(
    [
        said(
            "absences",
            _("So many missed visits, and booking closes for a while. 0: never. Usually 3."),
        ),
        FieldRowPanel(
            [
                said("absences_within_days", _("Older ones are forgiven. Usually 90.")),
                said(
                    "closed_for_days",
                    _("One may come without booking meanwhile. Usually 30."),
                ),
            ]
        ),
    ],
    heading=_("Missed visits"),
)

SHARES = MultiFieldPanel(
    [
        said(
            "booked_share",
            _(
                "With 70, seven times of ten are offered on the site; the rest is for who "
                "comes. Usually 100."
            ),
        ),
        said(
            "overbooking",
            _("With 10, every tenth time is given twice: for those who do not come. Usually 0."),
        ),
    ],
    heading=_("Shares of places"),
)


def service_rows() -> RowsPanel:
    return OwnRowsPanel(
        "services",
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("letter"), FieldPanel("is_active")]),
            FieldRowPanel([FieldPanel("minutes"), FieldPanel("buffer_minutes")]),
            FieldPanel("documents"),
            FieldPanel("price"),
            FieldPanel("form"),
            FieldPanel("lead_minutes"),
            FieldRowPanel([FieldPanel("max_people"), FieldPanel("extra_minutes")]),
        ],
        heading=_("Services"),
        label=_("Service"),
        form=ServiceForm,
    )


def window_rows() -> RowsPanel:
    return OwnRowsPanel(
        "windows",
        [
            FieldPanel("name"),
            FieldPanel("schedule"),
            FieldPanel("official", widget=forms.Select),
            FieldRowPanel([FieldPanel("seats"), FieldPanel("is_active")]),
            FieldPanel("gives"),
            FieldPanel("served_by"),
        ],
        heading=_("Windows"),
        label=pgettext_lazy("counter", "Window"),
        form=WindowForm,
    )


def outcome_rows() -> RowsPanel:
    return RowsPanel(
        "outcomes",
        [FieldPanel("name"), FieldPanel("is_active")],
        heading=_("How visits end"),
        label=pgettext_lazy("of a visit", "Outcome"),
        help_text=_(
            "What the specialist chooses from when a visit is over. Visits of the past keep the "
            "words of their time."
        ),
    )


NEW_FORM = ObjectList(
    [FieldPanel("addressee"), *MAIN, service_rows()],
    base_form_class=QueueForm,
)

WHOLE_FORM = Tabs(
    [
        ObjectList(MAIN, heading=pgettext_lazy("tab of a queue", "About")),
        ObjectList(
            [WHEN, LIMITS, COMING, ABSENCES, SHARES],
            heading=pgettext_lazy("tab", "Rules"),
        ),
        ObjectList([service_rows()], heading=_("Services")),
        ObjectList([window_rows()], heading=_("Windows")),
        ObjectList([outcome_rows()], heading=_("How visits end")),
    ],
    base_form_class=QueueForm,
)
