"""Keys for programs: shown once, limited, revoked."""

from datetime import timedelta

import pytest

from core import clock
from core.accounts.models import ApiToken
from core.accounts.services import authenticate_token, create_token, revoke_token
from core.errors import RuleBroken
from tests.factories.accounts import UserFactory, make_token

pytestmark = pytest.mark.django_db

PATH = "/cabinet/tokens/"


def test_a_token_opens_what_it_was_made_for():
    user = UserFactory()
    token, raw = make_token(user, "appeals:read")
    found = authenticate_token(raw, clock.now())
    assert found == token
    assert found.user == user
    assert found.allows("appeals:read")
    assert not found.allows("appeals:write")


def test_the_text_is_not_kept():
    token, raw = make_token(UserFactory())
    kept = str(list(ApiToken.objects.values()))
    assert raw not in kept
    assert token.prefix == raw[:12]


@pytest.mark.parametrize("bad", ["", "x", "vikno_", "vikno_" + "a" * 43, "\x00", "Bearer"])
def test_anything_else_opens_nothing(bad):
    make_token(UserFactory())
    assert authenticate_token(bad, clock.now()) is None


def test_an_old_revoked_or_orphaned_token_opens_nothing():
    user, now = UserFactory(), clock.now()
    _old, old = make_token(user, expires_at=now + timedelta(days=1))
    revoked, gone = make_token(user)
    revoke_token(user, revoked.pk, at=now)
    closed, orphan = make_token(UserFactory())
    closed.user.is_active = False
    closed.user.save()
    assert authenticate_token(old, now + timedelta(days=2)) is None
    assert authenticate_token(gone, now) is None
    assert authenticate_token(orphan, now) is None


def test_use_is_noted_but_not_at_every_call(django_assert_num_queries):
    _token, raw = make_token(UserFactory())
    now = clock.now()
    authenticate_token(raw, now)
    assert ApiToken.objects.get().last_used_at == now
    with django_assert_num_queries(1):
        authenticate_token(raw, now + timedelta(seconds=10))


def test_only_one_s_own_token_is_revoked():
    token, raw = make_token(UserFactory())
    assert not revoke_token(UserFactory(), token.pk, at=clock.now())
    assert authenticate_token(raw, clock.now())


@pytest.mark.parametrize("scopes", [[], ["everything"], ["appeals:read", "root"]])
def test_unknown_rights_are_refused(scopes):
    with pytest.raises(RuleBroken):
        create_token(UserFactory(), "x", scopes, at=clock.now())


class TestPage:
    @pytest.fixture
    def olena(self, client):
        user = UserFactory()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    def test_a_new_token_is_shown_once(self, client, olena):
        data = {"name": "Скрипт", "scopes": ["appeals:read"], "lifetime": "90"}
        response = client.post(PATH, data)
        raw = response.context["raw"]
        assert raw in response.content.decode()
        assert raw not in client.get(PATH).content.decode()
        assert "no-store" in response["Cache-Control"]

    def test_what_is_missing_is_said_beside_the_field(self, client, olena):
        response = client.post(PATH, {"name": "", "lifetime": "90"})
        assert response.status_code == 422
        assert {"name", "scopes"} <= set(response.context["form"].errors)

    def test_revoking_ones_own_and_not_anothers(self, client, olena):
        own, _raw = make_token(olena)
        foreign, _raw = make_token(UserFactory())
        assert client.post(PATH, {"revoke": own.pk}).status_code == 302
        for bad in (foreign.pk, own.pk, "abc", "9" * 40, "-1"):
            assert client.post(PATH, {"revoke": bad}).status_code == 404
        assert ApiToken.objects.live(clock.now()).get() == foreign
