"""Classifiers and profiles as files: round trips, new versions, refusals that name the line."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.audit.models import Entry
from directory.exchange import everything, import_json
from directory.exchange.broken import FileBroken
from directory.models import (
    Classifier,
    ClassifierValue,
    CopyingFee,
    DeadlineRule,
    Profile,
    RetentionTerm,
    WorkingCalendar,
)
from directory.services import DATA
from tests.factories.directory import AddresseeFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)


def rows(part: str) -> list[dict]:
    return json.loads(everything(part))[part]


def row(part: str, code: str) -> dict:
    return next(one for one in rows(part) if one["code"] == code)


def take_in(actor=None, **parts):
    text = json.dumps(parts, ensure_ascii=False, indent=1)
    return import_json(text.encode(), actor, AT)


def test_everything_comes_back_without_a_change():
    before = everything()
    done = import_json(before.encode(), None, AT)
    assert (done.added, done.changed) == ([], [])
    assert everything() == before
    assert set(json.loads(before)) == {
        *("calendars", "rules", "classifiers", "profiles"),
        *("copying_fees", "retention_terms"),
    }


def test_an_empty_city_takes_in_the_classifiers_of_another():
    before = everything("classifiers")
    Classifier.objects.all().delete()
    import_json(before.encode(), None, AT)
    assert everything("classifiers") == before


def test_the_mark_of_the_quarterly_table_goes_with_the_file(people):
    group = row("classifiers", "author_category")
    child = next(one for one in group["values"] if one["code"] == "7.19")
    child |= {"counted_as": "protected", "counted_from": "2027-01-01", "is_priority": True}
    done = take_in(people.admin, classifiers=[group])
    assert done.changed == ["author_category"]
    value = ClassifierValue.objects.get(code="7.19")
    assert (value.counted_as, value.counted_from) == ("protected", date(2027, 1, 1))
    assert value.is_priority
    entry = Entry.objects.get(action="directory.classifier.imported")
    assert entry.actor == people.admin


def test_a_value_that_the_file_does_not_name_stays():
    """Old cards have it: a value is withdrawn by its last day."""
    group = row("classifiers", "social_status")
    kept = [one for one in group["values"] if one["code"] != "8.7"]
    kept[0]["valid_until"] = "2026-12-31"
    pk = ClassifierValue.objects.get(code="8.7").pk
    take_in(classifiers=[{**group, "values": kept}])
    assert ClassifierValue.objects.get(code="8.7").pk == pk
    assert row("classifiers", "social_status")["values"][-1]["code"] == "8.7"
    assert ClassifierValue.objects.get(code="8.1").valid_until == date(2026, 12, 31)


def test_a_changed_profile_is_a_new_version():
    city = row("profiles", "ua-city")
    assert take_in(profiles=[city]).same == 1
    assert Profile.objects.get(code="ua-city").version == 1
    done = take_in(profiles=[{**city, "office_closes": "17:00"}])
    assert done.changed == ["ua-city"]
    assert Profile.objects.get(code="ua-city").version == 2


def test_one_file_changes_the_city_over_to_another_profile():
    done = take_in(profiles=[{**row("profiles", "rs-municipality"), "is_default": True}])
    assert done.changed == ["rs-municipality"]
    assert Profile.objects.current().code == "rs-municipality"
    assert Profile.objects.filter(is_default=True).count() == 1


def test_addressees_of_a_profile_go_with_its_file(people):
    theirs, ours = AddresseeFactory(slug="gradska-uprava"), AddresseeFactory(slug="viddil")
    serbian = row("profiles", "rs-municipality")
    assert serbian["addressees"] == []
    done = take_in(profiles=[{**serbian, "addressees": ["gradska-uprava"]}])
    assert done.changed == ["rs-municipality"]
    assert Profile.objects.for_addressee(theirs.pk).code == "rs-municipality"
    assert Profile.objects.for_addressee(ours.pk).code == "ua-city"
    del serbian["addressees"]
    assert take_in(profiles=[serbian]).same == 1
    assert row("profiles", "rs-municipality")["addressees"] == ["gradska-uprava"]
    take_in(profiles=[{**serbian, "addressees": []}])
    assert Profile.objects.for_addressee(theirs.pk).code == "ua-city"


@pytest.mark.parametrize("slugs", [["nobody"], "viddil", [1], {"a": 1}])
def test_a_file_with_unknown_addressees_changes_nothing(slugs):
    serbian = row("profiles", "rs-municipality")
    broken = {**serbian, "population": 5, "addressees": slugs}
    with pytest.raises(FileBroken) as trouble:
        take_in(profiles=[broken])
    assert trouble.value.line
    assert row("profiles", "rs-municipality") == serbian


READY = ["hotline-24", "rs-municipality", "ua-city", "ua-contact-centre", "ua-housing"]


def test_every_column_of_the_guide_has_its_file():
    """domain.md 16."""
    assert sorted(path.stem for path in (DATA / "profiles").glob("*.json")) == READY


@pytest.mark.parametrize("name", READY)
def test_each_ready_profile_is_one_file_for_an_empty_city(name):
    """With its calendar and rules; taken in once more it says nothing new."""
    data = (DATA / "profiles" / f"{name}.json").read_bytes()
    known = import_json(data, None, AT)
    assert known.changed == []
    assert set(known.added) <= {name}
    for model in (Profile, DeadlineRule, WorkingCalendar):
        model.objects.all().delete()
    if name != "ua-city":
        with pytest.raises(FileBroken):
            import_json(data, None, AT)
        import_json((DATA / "profiles" / "ua-city.json").read_bytes(), None, AT)
    assert name in {*import_json(data, None, AT).added, "ua-city"}
    assert import_json(data, None, AT).added == []


FEE = {"valid_from": "2027-01-01", "free_pages": 10, "page_price": "2.50"}
TERM = {"kind": "appeal", "name": {"uk": "Звернення"}, "years": 7, "valid_from": "2027-01-01"}


def test_prices_of_copies_and_times_of_keeping_come_with_the_law(people):
    done = take_in(people.admin, copying_fees=[FEE], retention_terms=[TERM])
    assert done.added == ["2027-01-01: 2.50", "appeal: 7"]
    assert CopyingFee.on(date(2027, 2, 1)).fee_for(11) == Decimal("2.50")
    assert RetentionTerm.years_on(date(2027, 2, 1))["appeal"] == 7
    assert RetentionTerm.years_on(date(2026, 12, 31))["appeal"] == 5
    again = take_in(copying_fees=[{**FEE, "free_pages": 5}], retention_terms=[TERM])
    assert (again.changed, again.same) == (["2027-01-01: 2.50"], 1)
    assert Entry.objects.filter(action="directory.copyingfee.imported").count() == 2


@pytest.mark.parametrize(
    "parts",
    [
        {"copying_fees": [FEE, {**FEE, "free_pages": 3}]},
        {"copying_fees": [FEE, {**FEE, "valid_from": "2028-01-01", "page_price": "-1"}]},
        {"copying_fees": [FEE, {**FEE, "valid_from": "2028-01-01", "page_price": "much"}]},
        {"copying_fees": [FEE, {**FEE, "valid_from": "2028-13-01"}]},
        {"copying_fees": [FEE, {**FEE, "valid_from": "2028-01-01", "free_pages": None}]},
        {"copying_fees": [FEE], "retention_terms": [{**TERM, "years": 0}]},
        {"copying_fees": [FEE], "retention_terms": [{**TERM, "valid_until": "2026-01-01"}]},
        {"copying_fees": [FEE], "retention_terms": [{**TERM, "kind": "два слова"}]},
        {"copying_fees": [FEE], "retention_terms": [{**TERM, "colour": "red"}]},
        {"copying_fees": [FEE], "retention_terms": [{"kind": "appeal"}]},
    ],
)
def test_a_broken_price_or_time_of_keeping_changes_nothing(parts):
    before = everything("copying_fees", "retention_terms")
    with pytest.raises(FileBroken) as trouble:
        take_in(**parts)
    assert trouble.value.line
    assert everything("copying_fees", "retention_terms") == before


def value(**changes) -> dict:
    return {"code": "7.1", "label": {"uk": "Проба"}, **changes}


def classifier(*values: dict, **changes) -> dict:
    return {
        "code": "author_category", "number": 7, "name": {"uk": "Проба"}, "choice": "any",
        "values": list(values), **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        classifier(value(), value()),
        classifier(value(counted_as="saints")),
        classifier(value(counted_from="2026-05-01", counted_until="2026-04-01")),
        classifier(value(valid_from="2026-05-01", valid_until="2026-04-01")),
        classifier(value(valid_from="2026-02-30")),
        classifier(value(is_priority="perhaps")),
        classifier(value(colour="red")),
        classifier({"code": "7.1"}),
        classifier(value(label={"en": "Only English"})),
        classifier(value(code=None)),
        classifier(value(), choice="several"),
        classifier(value(), number=8),
        classifier(value(), number="seven"),
        classifier(value(), name={}),
        classifier(value(), values="7.1"),
        classifier(value(counted_as="heroes"), code="topics", number=99),
        {"code": "author_category"},
    ],
)
def test_a_wrong_classifier_is_named_by_its_line_and_nothing_is_taken_in(broken):
    before = everything()
    good = classifier(code="good", number=90)
    with pytest.raises(FileBroken) as refused:
        take_in(classifiers=[good, broken])
    assert refused.value.line > 2
    assert everything() == before


PROFILE = {
    "code": "test-city", "name": {"uk": "Проба"}, "time_zone": "Europe/Kyiv", "languages": ["uk"],
    "calendar": "ua-office", "office_opens": "09:00", "office_closes": "18:00",
    "index_template": "{letter}-{number}/{yy}",
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "Europe/Verbiv"},
        {"calendar": "nowhere"},
        {"calendar": None},
        {"office_opens": "19:00"},
        {"office_opens": "late"},
        {"languages": "uk"},
        {"languages": []},
        {"index_template": "{letter}/{yy}"},
        {"index_template": "{surname}-{number}"},
        {"index_template": "{number"},
        {"entity_index_template": "{0}"},
        {"entity_terms": {"reply": "no.such.rule"}},
        {"entity_terms": ["reply"]},
        {"population": -1},
        {"registration": "someday"},
        {"is_default": "perhaps"},
        {"colour": "red"},
        {"code": "with space"},
    ],
)
def test_a_wrong_profile_is_named_by_its_line_and_nothing_is_taken_in(changes):
    before = everything()
    with pytest.raises(FileBroken) as refused:
        take_in(profiles=[{**PROFILE, "code": "good"}, {**PROFILE, **changes}])
    assert refused.value.line > 2
    assert everything() == before


def test_two_profiles_by_default_are_refused():
    heirs = [{**PROFILE, "is_default": True}, {**PROFILE, "code": "other", "is_default": True}]
    with pytest.raises(FileBroken):
        take_in(profiles=heirs)
    assert Profile.objects.current().code == "ua-city"


def test_a_city_is_not_left_without_a_default_profile():
    with pytest.raises(FileBroken):
        take_in(profiles=[{**row("profiles", "ua-city"), "is_default": False}])
    assert Profile.objects.current().code == "ua-city"


def test_a_profile_comes_with_its_calendar_and_rules_in_one_file():
    calendar = {**row("calendars", "rs-office"), "code": "new-office"}
    rule = {**row("rules", "ua.entity.reply"), "code": "new.reply", "calendar": "new-office"}
    profile = {**PROFILE, "calendar": "new-office", "entity_terms": {"reply": "new.reply"}}
    done = take_in(calendars=[calendar], rules=[rule], profiles=[profile])
    assert done.added == ["new-office", "new.reply (v1)", "test-city"]
    assert Profile.objects.get(code="test-city").entity_terms == {"reply": "new.reply"}
