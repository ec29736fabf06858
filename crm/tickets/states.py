"""States of a ticket and the steps between them (domain.md 13.3)."""

from django.utils.translation import pgettext_lazy

from core.states import StateTable

HELD, BOOKED, ARRIVED, CALLED = "held", "booked", "arrived", "called"
SERVING, ON_HOLD, SERVED = "in_service", "on_hold", "served"
MOVED, NO_SHOW, LEFT, LAPSED = "rescheduled", "no_show", "left", "lapsed"
BY_VISITOR, BY_OFFICE = "cancelled_by_visitor", "cancelled_by_office"

TABLE = StateTable(
    "ticket",
    {
        HELD: pgettext_lazy("ticket", "Held"),
        BOOKED: pgettext_lazy("ticket", "Booked"),
        ARRIVED: pgettext_lazy("ticket", "Arrived"),
        CALLED: pgettext_lazy("ticket", "Called"),
        SERVING: pgettext_lazy("ticket", "Being served"),
        ON_HOLD: pgettext_lazy("ticket", "Waits at the window"),
        SERVED: pgettext_lazy("ticket", "Served"),
        MOVED: pgettext_lazy("ticket", "Moved to another time"),
        BY_VISITOR: pgettext_lazy("ticket", "Cancelled by the visitor"),
        BY_OFFICE: pgettext_lazy("ticket", "Cancelled by the office"),
        NO_SHOW: pgettext_lazy("ticket", "Did not come"),
        LEFT: pgettext_lazy("ticket", "Left without waiting"),
        LAPSED: pgettext_lazy("ticket", "Not booked in time"),
    },
    {
        HELD: [BOOKED, LAPSED],
        BOOKED: [MOVED, BY_VISITOR, BY_OFFICE, ARRIVED, NO_SHOW],
        ARRIVED: [CALLED, LEFT],
        CALLED: [CALLED, SERVING, NO_SHOW, LEFT],
        SERVING: [ON_HOLD, ARRIVED, SERVED],
        ON_HOLD: [SERVING],
        NO_SHOW: [ARRIVED],
    },
)

ACTIVE = (BOOKED, ARRIVED, CALLED, SERVING, ON_HOLD)
"""The visitor is still expected or is here."""
PRESENT = (ARRIVED, CALLED, SERVING, ON_HOLD)
"""The visitor is in the hall."""
HOLDING = (HELD, *ACTIVE)
"""A place in time may be kept for it; who came without booking keeps none (no cells)."""
