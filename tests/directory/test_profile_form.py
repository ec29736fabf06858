"""The form of a profile: check boxes and choices in the place of JSON, errors at their fields."""

import pytest

from core.audit.models import Entry
from directory.models import Profile
from tests.directory.test_registers import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def serbian(db) -> Profile:
    return Profile.objects.get(code="rs-municipality")


def posted(client, profile: Profile, **changes):
    """What the page itself holds, with a few changes, as a browser would send it."""
    data = {
        name: getattr(profile, name)
        for name in ("code", "time_zone", "registration", "index_template", "languages")
    }
    data |= {f"name_{language}": words for language, words in profile.name.items()}
    data |= {"calendar": profile.calendar_id, "entity_index_template": ""}
    data |= {"office_opens": profile.office_opens, "office_closes": profile.office_closes}
    for kind, table in profile.terms.items():
        data |= {f"terms_{kind}_{purpose}": code for purpose, code in table.items()}
    return client.post(address(Profile, "edit", profile.pk), {**data, **changes})


def test_nothing_is_lost_by_saving_the_form_as_it_stands(client_of, serbian):
    before = Profile.objects.filter(pk=serbian.pk).values().get()
    answer = posted(client_of("admin"), serbian)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Profile.objects.filter(pk=serbian.pk).values().get() == before


def test_languages_are_ticked_and_rules_chosen(client_of, serbian, people):
    answer = posted(
        client_of("admin"),
        serbian,
        languages=["sr-Latn", "en"],
        terms_appeal_simple="rs.info",
        terms_request_reply="",
        entity_terms_appeal_reply="rs.complaint",
    )
    assert answer.status_code == 302, answer.context["form"].errors
    serbian.refresh_from_db()
    assert serbian.languages == ["sr-Latn", "en"]
    assert serbian.terms["appeal"] == {"reply": "rs.complaint", "simple": "rs.info"}
    assert "request" not in serbian.terms
    assert serbian.entity_terms == {"reply": "rs.complaint"}
    entry = Entry.objects.get(action="directory.profile.changed")
    assert {"languages", "terms", "entity_terms"} <= set(entry.facts["fields"])


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("languages", {"languages": []}),
        ("languages", {"languages": ["klingon"]}),
        ("terms", {"terms_appeal_reply": "", "terms_appeal_simple": "rs.info"}),
        ("terms", {"terms_appeal_simple": "rs.complaint"}),
        ("terms", {"terms_appeal_reply": "no.such.rule"}),
        ("entity_terms", {"entity_terms_appeal_reply": "no.such.rule"}),
        ("index_template", {"index_template": "{letter}"}),
    ],
)
def test_an_error_stands_at_its_field(client_of, serbian, field, changes):
    before = Profile.objects.filter(pk=serbian.pk).values().get()
    answer = posted(client_of("admin"), serbian, **changes)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert Profile.objects.filter(pk=serbian.pk).values().get() == before
