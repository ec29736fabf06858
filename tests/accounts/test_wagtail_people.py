"""The register of people in Wagtail: making, giving roles, and what it must not allow."""

import pytest
from django.contrib.auth.models import Permission

from core.accounts.models import User
from core.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

NEW = {"email": "New.Clerk@people.test", "first_name": "Ірина", "last_name": "Савчук"}


@pytest.fixture
def admin(client):
    user = UserFactory(role="admin", email="admin@people.test")
    names = ["add_user", "change_user", "delete_user", "access_admin"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def test_list_and_search(client, admin):
    UserFactory(last_name="Дорошенко", email="olena@people.test")
    assert "Дорошенко" in client.get("/admin/users/").content.decode()
    assert "olena@people.test" in client.get("/admin/users/?q=olena").content.decode()


def test_a_person_with_only_a_phone_is_listed_and_edited(client, admin):
    user = UserFactory(email=None, with_phone=True, last_name="Бондар")
    assert "Бондар" in client.get("/admin/users/").content.decode()
    path = f"/admin/users/edit/{user.pk}/"
    assert client.get(path).status_code == 200
    data = {"last_name": "Бондар", "first_name": "Ігор", "is_active": "on", "roles": ["executor"]}
    assert client.post(path, data).status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.email) == ("Ігор", None)
    assert user.roles == {"resident", "executor"}


def test_a_new_clerk_gets_a_role_and_a_letter(client, other_browser, admin, mailbox):
    response = client.post("/admin/users/new/", {**NEW, "roles": ["clerk"]})
    assert response.status_code == 302
    user = User.objects.get(email="new.clerk@people.test")
    assert user.roles == {"resident", "clerk"}
    assert not user.has_usable_password()
    assert mailbox.kinds(user.email) == ["invitation"]
    entry = Entry.objects.get(action="accounts.role_granted", target_pk=str(user.pk))
    assert entry.actor == admin
    page = other_browser.get(mailbox.link(user.email))
    phrase = "a phrase of her own making"
    done = other_browser.post(page.url, {"password1": phrase, "password2": phrase})
    assert done.status_code == 302
    user.refresh_from_db()
    assert user.check_password(phrase)


def test_roles_are_taken_away_by_editing(client, admin):
    user = UserFactory(role="clerk", first_name="Ірина", last_name="Савчук")
    data = {"first_name": "Ірина", "last_name": "Савчук", "is_active": "on"}
    client.post(f"/admin/users/edit/{user.pk}/", data)
    user.refresh_from_db()
    assert user.roles == {"resident"}


def test_nobody_becomes_a_superuser_or_gets_a_password_or_another_address_here(client, admin):
    user = UserFactory(email="olena@people.test", first_name="Олена", last_name="Дорошенко")
    forged = {
        "first_name": "Олена",
        "last_name": "Дорошенко",
        "is_active": "on",
        "is_superuser": "on",
        "password1": "another password entirely",
        "password2": "another password entirely",
        "email": "stolen@people.test",
    }
    client.post(f"/admin/users/edit/{user.pk}/", forged)
    before = user.password
    user.refresh_from_db()
    assert not user.is_superuser
    assert user.password == before
    assert user.email == "olena@people.test"


def test_nobody_gives_roles_to_themselves(client, admin):
    data = {"first_name": "В", "last_name": "З", "roles": ["clerk", "admin"]}
    client.post(f"/admin/users/edit/{admin.pk}/", data)
    admin.refresh_from_db()
    assert admin.roles == {"resident", "admin"}


def test_an_editor_with_rights_on_users_still_gives_no_roles(client, admin):
    editor = UserFactory(role="editor")
    editor.user_permissions.set(admin.user_permissions.all())
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/admin/users/new/", {**NEW, "roles": ["clerk"]})
    assert User.objects.get(email="new.clerk@people.test").roles == {"resident"}


def test_a_second_person_with_the_same_address_is_refused(client, admin):
    UserFactory(email="new.clerk@people.test")
    response = client.post("/admin/users/new/", NEW)
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
