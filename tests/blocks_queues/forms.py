"""The register's form as a browser sends it."""

from django.urls import reverse

from blocks.queues.models import Queue, Service, Window

RULES = {
    "horizon_days": "21",
    "new_days_open_at": "06:00",
    "lead_minutes": "30",
    "hold_minutes": "5",
    "cancel_minutes": "60",
    "reminders": "24, 2",
    "offer_minutes": "30",
    "max_active": "1",
    "max_a_day": "2",
    "max_a_month": "4",
    "early_minutes": "15",
    "grace_minutes": "5",
    "calls": "2",
    "absent_minutes": "2",
    "max_services": "1",
    "absences": "3",
    "absences_within_days": "90",
    "closed_for_days": "30",
    "booked_share": "100",
    "overbooking": "0",
}


def address(action: str = "index", *args) -> str:
    if action == "copy":
        return reverse("blocks_queues_queue_copy", args=args)
    return reverse(f"blocks_queues_queue_modeladmin_{action}", args=args)


def rows(name: str, *filled: dict, initial: int = 0) -> dict[str, str]:
    told = {
        f"{name}-TOTAL_FORMS": str(len(filled)),
        f"{name}-INITIAL_FORMS": str(initial),
        f"{name}-MIN_NUM_FORMS": "0",
        f"{name}-MAX_NUM_FORMS": "1000",
    }
    for number, row in enumerate(filled):
        told[f"{name}-{number}-ORDER"] = str(number + 1)
        told |= {f"{name}-{number}-{key}": value for key, value in row.items()}
    return told


def service_row(service: Service | None = None, **more: str) -> dict:
    row = {
        "name_uk": "Довідка",
        "name_en": "Certificate",
        "letter": "Б",
        "minutes": "15",
        "buffer_minutes": "0",
        "max_people": "1",
        "extra_minutes": "0",
        "is_active": "on",
    }
    return row | ({"id": str(service.pk)} if service else {}) | more


def window_row(window: Window | None = None, **more) -> dict:
    row = {"name_uk": "Вікно 1", "name_en": "Window 1", "seats": "1", "is_active": "on"}
    if window:
        row |= {"id": str(window.pk), "schedule": str(window.schedule_id)}
    return row | more


def whole(queue: Queue, *, services=None, windows=None, **more) -> dict:
    """The form as the page of this queue would send it back."""
    known = list(queue.services.order_by("order", "pk")), list(queue.windows.order_by("order"))
    services = services if services is not None else [service_row(one) for one in known[0]]
    windows = windows if windows is not None else [window_row(one) for one in known[1]]
    return {
        "name_uk": "Черга",
        "name_en": "Queue",
        "slug": queue.slug,
        "is_active": "on",
        "takes_walk_ins": "on",
        **RULES,
        **rows("services", *services, initial=len(known[0])),
        **rows("windows", *windows, initial=len(known[1])),
        **outcome_rows(queue),
        **more,
    }


def outcome_rows(queue: Queue, **more: str) -> dict[str, str]:
    """As they are, but for new names by code."""
    told = [
        {
            "id": str(one.pk),
            "name_uk": more.get(one.code, one.name["uk"]),
            "name_en": one.name.get("en", ""),
            "is_active": "on",
        }
        for one in queue.outcomes.order_by("order", "pk")
    ]
    return rows("outcomes", *told, initial=len(told))
