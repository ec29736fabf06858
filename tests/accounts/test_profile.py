"""The profile: errors beside fields, what was typed kept, and only one's own."""

import pytest

from core.accounts.export import own_data
from core.audit.models import Entry
from tests.factories.accounts import ADDRESS, UserFactory

pytestmark = pytest.mark.django_db

PATH = "/cabinet/profile/"
FULL = {
    "last_name": "Дорошенко",
    "first_name": "Олена",
    "middle_name": "Василівна",
    "language": "uk",
    **ADDRESS,
}


@pytest.fixture
def olena(client):
    user = UserFactory(email="olena@people.test")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def test_a_full_profile_opens_appeals(client, olena):
    assert not olena.has_full_profile
    assert client.get(PATH).context["missing"]
    assert client.post(PATH, FULL).url == PATH
    olena.refresh_from_db()
    assert olena.has_full_profile
    assert client.get(PATH).context["missing"] == []


def test_no_patronymic_is_said_by_a_tick(client, olena):
    client.post(PATH, {**FULL, "middle_name": "", "has_no_middle_name": "on"})
    olena.refresh_from_db()
    assert olena.has_no_middle_name
    assert olena.has_full_profile


def test_part_of_a_profile_may_be_saved_when_nothing_waits(client, olena):
    assert client.post(PATH, {"last_name": "Дорошенко", "language": "uk"}).status_code == 302
    olena.refresh_from_db()
    assert olena.last_name == "Дорошенко"


def test_on_the_way_to_an_appeal_everything_needed_is_asked_at_once(client, olena):
    data = {"last_name": "Дорошенко", "language": "uk", "next": "/cabinet/"}
    response = client.post(PATH, data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        "first_name",
        "middle_name",
        "addr_settlement",
        "addr_street",
        "addr_building",
    }
    assert "Дорошенко" in response.content.decode()
    olena.refresh_from_db()
    assert olena.last_name == ""


def test_after_saving_one_goes_back_to_the_appeal(client, olena):
    assert client.post(PATH, {**FULL, "next": "/cabinet/?draft=1"}).url == "/cabinet/?draft=1"


def test_a_foreign_address_is_not_followed(client, olena):
    assert client.post(PATH, {**FULL, "next": "//evil.example/"}).url == PATH


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("last_name", "<b>Олена</b>"),
        ("first_name", "'; DROP TABLE--"),
        ("first_name", "\u202eанелО"),
        ("middle_name", "12345"),
        ("addr_postcode", "49-000"),
        ("addr_postcode", "٤٩٠٠٠"),
        ("last_name", "я" * 151),
        ("addr_street", "x" * 10_000),
        ("addr_street", "a\x00b"),
        ("language", "xx"),
    ],
)
def test_nonsense_is_refused_beside_its_field(client, olena, field, bad):
    response = client.post(PATH, {**FULL, field: bad})
    assert response.status_code == 422
    assert field in response.context["form"].errors


@pytest.mark.parametrize("name", ["О’Коннор-Ґалаґан", "Дарʼя", "Мар'яна", "Nowak", "фон Берг"])
def test_real_names_are_names(client, olena, name):
    assert client.post(PATH, {**FULL, "last_name": name}).status_code == 302


def test_patronymic_and_the_tick_exclude_each_other(client, olena):
    response = client.post(PATH, {**FULL, "has_no_middle_name": "on"})
    assert "middle_name" in response.context["form"].errors


def test_forged_fields_change_nothing(client, olena):
    forged = {"is_staff": "on", "is_superuser": "on", "role_codes": '["clerk"]', "email": "x@y.zz"}
    client.post(
        PATH, {**FULL, **forged, "phone": "+380671234567", "phone_verified_at": "2026-01-01"}
    )
    olena.refresh_from_db()
    assert not olena.is_staff
    assert not olena.is_superuser
    assert olena.roles == {"resident"}
    assert olena.email == "olena@people.test"
    assert olena.phone is None


def test_journal_names_the_fields_and_not_their_contents(client, olena):
    client.post(PATH, FULL)
    facts = str(Entry.objects.get(action="accounts.profile_changed").facts)
    assert "addr_street" in facts
    assert "Садова" not in facts


def test_saving_without_a_change_writes_nothing(client, olena):
    client.post(PATH, FULL)
    client.post(PATH, FULL)
    assert Entry.objects.filter(action="accounts.profile_changed").count() == 1


def test_own_data_holds_what_is_kept_and_no_secrets(olena):
    data = own_data(olena)
    assert data["account"]["email"] == "olena@people.test"
    assert olena.password not in str(data)


@pytest.mark.parametrize("path", [PATH, "/cabinet/tokens/", "/desk/break-glass/"])
def test_strangers_are_sent_to_log_in_and_back(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"
    assert client.post(path, FULL).status_code == 302
