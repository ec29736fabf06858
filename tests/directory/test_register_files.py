"""Registers of calendars and rules exchange files; a form refuses overlapping regimes."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.audit.models import Entry
from directory.models import (
    Classifier,
    CopyingFee,
    DeadlineRule,
    Profile,
    Regime,
    RetentionTerm,
    WorkingCalendar,
)
from tests.directory.test_exchange import CALENDAR, RULE, text_of
from tests.directory.test_registers import address, empty_rows, week_data

pytestmark = pytest.mark.django_db

PAGES = [
    ("import", WorkingCalendar, {}),
    ("export", WorkingCalendar, {}),
    ("icalendar", WorkingCalendar, {"code": "ua-office"}),
    ("import", DeadlineRule, {}),
    ("export", DeadlineRule, {}),
    ("import", Classifier, {}),
    ("export", Classifier, {}),
    ("import", Profile, {}),
    ("export", Profile, {}),
    ("import", CopyingFee, {}),
    ("export", CopyingFee, {}),
    ("import", RetentionTerm, {}),
    ("export", RetentionTerm, {}),
]


def page(action, model, **kwargs) -> str:
    name = f"directory_{model._meta.model_name}_modeladmin_{action}"
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize(("action", "model", "kwargs"), PAGES)
def test_an_administrator_exchanges_files(client_of, action, model, kwargs):
    assert client_of("admin").get(page(action, model, **kwargs)).status_code == 200


@pytest.mark.parametrize(("action", "model", "kwargs"), PAGES)
@pytest.mark.parametrize("who", ["editor", "resident", "clerk", "moderator", None])
def test_nobody_else_exchanges_files(client_of, who, action, model, kwargs):
    """The same answer as the register itself gives."""
    client = client_of(who)
    asked = client.get(page(action, model, **kwargs))
    register = client.get(address(model))
    assert asked.status_code == register.status_code
    assert asked.status_code in (302, 403)


def test_the_register_offers_its_files(client_of):
    client = client_of("admin")
    calendars = client.get(address(WorkingCalendar)).content.decode()
    assert page("import", WorkingCalendar) in calendars
    assert page("export", WorkingCalendar) in calendars
    assert page("icalendar", WorkingCalendar, code="ua-office") in calendars
    assert page("export", DeadlineRule) in client.get(address(DeadlineRule)).content.decode()


def test_the_exported_file_is_the_register(client_of):
    answer = client_of("admin").get(page("export", DeadlineRule))
    assert answer["Content-Type"].startswith("application/json")
    assert "attachment" in answer["Content-Disposition"]
    codes = [row["code"] for row in json.loads(answer.content)["rules"]]
    assert codes == sorted(DeadlineRule.objects.values_list("code", flat=True))


def send(client, model, name: str, data: bytes, **more: str):
    file = SimpleUploadedFile(name, data)
    return client.post(page("import", model), {"file": file, **more})


def test_a_file_is_taken_in_by_the_register(client_of, people):
    answer = send(client_of("admin"), DeadlineRule, "law.json", text_of([CALENDAR], [RULE]))
    assert answer.status_code == 302
    assert DeadlineRule.objects.filter(code="test.rule").exists()
    assert Entry.objects.get(action="directory.deadlinerule.imported").actor == people.admin


def test_a_calendar_file_is_taken_in_by_the_register(client_of):
    client = client_of("admin")
    text = client.get(page("icalendar", WorkingCalendar, code="ua-office")).content
    Regime.objects.all().delete()
    assert send(client, WorkingCalendar, "ua.ics", text).status_code == 302
    assert Regime.objects.filter(calendar__code="ua-office").exists()


def test_a_broken_file_changes_nothing_and_names_its_line(client_of):
    broken = text_of([CALENDAR], [{**RULE, "calendar": "nowhere"}])
    answer = send(client_of("admin"), DeadlineRule, "law.json", broken)
    assert answer.status_code == 200
    line = broken[: broken.index(b"test.rule")].count(b"\n")
    assert f"Рядок {line}:" in answer.content.decode()
    assert not WorkingCalendar.objects.filter(code="test-office").exists()


def test_a_file_too_large_is_refused(client_of):
    answer = send(client_of("admin"), DeadlineRule, "law.json", b" " * (2 * 1024 * 1024 + 1))
    assert answer.context["form"].errors["file"] == ["Файл більший за 2 МБ."]


def test_no_file_is_asked_for_again(client_of):
    answer = client_of("admin").post(page("import", DeadlineRule), {})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_an_editor_cannot_send_a_file(client_of):
    answer = send(client_of("editor"), DeadlineRule, "law.json", text_of([CALENDAR], [RULE]))
    assert answer.status_code in (302, 403)
    assert not DeadlineRule.objects.filter(code="test.rule").exists()


def calendar_data(*regimes: dict[str, str], initial: int = 0) -> dict[str, str]:
    rows = {
        f"regimes-{number}-{name}": value
        for number, regime in enumerate(regimes)
        for name, value in {"kind": "martial", "ends_on": "", **regime}.items()
    }
    return {
        "name_uk": "Україна",
        "name_en": "Ukraine",
        "code": "ua-office",
        "weekly_days": "12345",
        "eve_shortening_minutes": "60",
        **week_data("week", ["9:00–13:00, 14:00–18:00"] * 4 + ["9:00–16:45", "", ""]),
        **empty_rows("regimes"),
        "regimes-TOTAL_FORMS": f"{len(regimes)}",
        "regimes-INITIAL_FORMS": f"{initial}",
        **rows,
    }


def test_overlapping_regimes_are_refused_by_the_form(client_of):
    calendar = WorkingCalendar.objects.get(code="ua-office")
    known = calendar.regimes.get()
    answer = client_of("admin").post(
        address(WorkingCalendar, "edit", calendar.pk),
        calendar_data(
            {"id": f"{known.pk}", "starts_on": "2022-03-24", "ends_on": "2027-01-01"},
            {"starts_on": "2027-01-01"},
            initial=1,
        ),
    )
    assert answer.status_code == 200
    assert "накладаються" in answer.content.decode()
    assert calendar.regimes.count() == 1


def test_regimes_that_follow_each_other_and_hours_are_kept(client_of):
    calendar = WorkingCalendar.objects.get(code="ua-office")
    known = calendar.regimes.get()
    answer = client_of("admin").post(
        address(WorkingCalendar, "edit", calendar.pk),
        calendar_data(
            {"id": f"{known.pk}", "starts_on": "2022-03-24", "ends_on": "2027-01-01"},
            {"starts_on": "2027-01-02"},
            initial=1,
        ),
    )
    assert answer.status_code == 302
    calendar.refresh_from_db()
    assert calendar.regimes.count() == 2
    assert calendar.hours["5"] == [["09:00", "16:45"]]
    assert calendar.version > 1


def classifier_data(classifier: Classifier, **changes: str) -> dict[str, str]:
    """The form of a classifier as the page shows it, with some answers changed."""
    data = {
        "name_uk": "Соціальний стан", "name_en": "Social status", "code": classifier.code,
        "number": f"{classifier.number}", "choice": classifier.choice, **empty_rows("values"),
    }  # fmt: skip
    values = list(classifier.values.order_by("order", "pk"))
    for number, value in enumerate(values):
        said = {
            "id": value.pk, "code": value.code, "label_uk": value.label["uk"], "ORDER": number + 1,
        }  # fmt: skip
        data |= {f"values-{number}-{name}": f"{one}" for name, one in said.items()}
    many = f"{len(values)}"
    return {**data, "values-TOTAL_FORMS": many, "values-INITIAL_FORMS": many, **changes}


def edit(client, classifier: Classifier, **changes: str):
    url = address(Classifier, "edit", classifier.pk)
    return client.post(url, classifier_data(classifier, **changes))


@pytest.fixture
def statuses() -> Classifier:
    return Classifier.objects.get(code="social_status")


def test_an_administrator_marks_whom_the_quarterly_table_counts_apart(client_of, statuses):
    mark = {"values-5-counted_as": "heroes", "values-5-counted_from": "2027-01-01"}
    assert edit(client_of("admin"), statuses, **mark).status_code == 302
    marked = statuses.values.get(counted_as="heroes")
    assert (marked.code, f"{marked.counted_from}") == ("8.6", "2027-01-01")


def test_a_value_is_withdrawn_and_never_removed(client_of, statuses):
    """Old cards have it: the code must always say something."""
    client, many = client_of("admin"), statuses.values.count()
    answer = edit(client, statuses, **{"values-0-DELETE": "1"})
    assert answer.status_code == 200
    assert "Значення не вилучають" in answer.content.decode()
    assert edit(client, statuses, **{"values-0-code": "8.100"}).status_code == 200
    assert statuses.values.count() == many
    assert edit(client, statuses, **{"values-0-valid_until": "2026-12-31"}).status_code == 302
    assert f"{statuses.values.get(code='8.1').valid_until}" == "2026-12-31"


def test_a_classifier_is_never_deleted(client_of, statuses):
    answer = client_of("admin").post(address(Classifier, "delete", statuses.pk))
    assert answer.status_code in (302, 403)
    assert Classifier.objects.filter(pk=statuses.pk).exists()
