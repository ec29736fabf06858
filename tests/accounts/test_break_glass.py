"""The administrator's glass: timed, reasoned, logged."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.accounts.models import BreakGlass
from core.accounts.services import active_break_glass, close_break_glass, open_break_glass
from core.audit.models import Entry
from core.errors import RuleBroken
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

REASON = "Заявка 118: звернення не відкривається"
PATH = "/desk/break-glass/"


def test_a_session_ends_by_itself():
    admin, now = UserFactory(role="admin"), clock.now()
    session = open_break_glass(admin, REASON, at=now)
    assert session.ends_at == now + timedelta(minutes=30)
    assert active_break_glass(admin, now + timedelta(minutes=29)) == session
    assert active_break_glass(admin, now + timedelta(minutes=30)) is None


def test_a_session_is_closed_before_its_time():
    admin, now = UserFactory(role="admin"), clock.now()
    open_break_glass(admin, REASON, at=now)
    close_break_glass(admin, at=now + timedelta(minutes=1))
    assert active_break_glass(admin, now + timedelta(minutes=2)) is None


def test_opening_and_closing_are_in_the_journal_with_the_reason():
    admin, now = UserFactory(role="admin"), clock.now()
    open_break_glass(admin, REASON, at=now, minutes=15)
    close_break_glass(admin, at=now)
    opened, closed = Entry.objects.filter(action__startswith="accounts.break_glass").order_by("id")
    assert opened.action.endswith("opened")
    assert opened.facts == {"reason": REASON, "minutes": 15}
    assert closed.action.endswith("closed")
    assert opened.actor == closed.actor == admin


@pytest.mark.parametrize("reason", ["", "   ", "тест"])
def test_a_session_without_a_reason_is_refused(reason):
    with pytest.raises(RuleBroken) as refusal:
        open_break_glass(UserFactory(role="admin"), reason, at=clock.now())
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("role", ["clerk", "head", "editor", "auditor", ""])
def test_only_an_administrator_opens_a_session(role):
    with pytest.raises(RuleBroken):
        open_break_glass(UserFactory(role=role), REASON, at=clock.now())


def test_being_a_superuser_is_not_enough():
    with pytest.raises(RuleBroken):
        open_break_glass(UserFactory(is_superuser=True), REASON, at=clock.now())


def test_there_is_one_session_at_a_time():
    admin = UserFactory(role="admin")
    open_break_glass(admin, REASON, at=clock.now())
    with pytest.raises(RuleBroken):
        open_break_glass(admin, REASON, at=clock.now())


def test_a_session_does_not_outlive_the_role():
    from core.accounts.services import revoke_role

    admin = UserFactory(role="admin")
    open_break_glass(admin, REASON, at=clock.now())
    revoke_role(admin, "admin", actor=None, at=clock.now())
    assert active_break_glass(admin, clock.now()) is None


def test_asking_about_others_costs_no_query(django_assert_num_queries):
    clerk = UserFactory(role="clerk")
    with django_assert_num_queries(0):
        assert active_break_glass(clerk, clock.now()) is None


def test_database_keeps_the_promise():
    admin, now = UserFactory(role="admin"), clock.now()
    for wrong in ({"reason": "", "ends_at": now + timedelta(1)}, {"reason": "x", "ends_at": now}):
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            BreakGlass.objects.create(user=admin, opened_at=now, **wrong)


class TestPage:
    def sign_in(self, client, role):
        user = UserFactory(role=role)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    def test_opening_and_closing(self, client):
        admin = self.sign_in(client, "admin")
        assert client.post(PATH, {"reason": REASON, "minutes": "15"}).status_code == 302
        assert active_break_glass(admin, clock.now())
        assert REASON in client.get(PATH).content.decode()
        assert client.post(PATH, {"close": ""}).status_code == 302
        assert active_break_glass(admin, clock.now()) is None

    def test_a_reason_too_short_is_said_beside_the_field(self, client):
        self.sign_in(client, "admin")
        response = client.post(PATH, {"reason": "так", "minutes": "15"})
        assert response.status_code == 422
        assert response.context["form"].errors["reason"]

    @pytest.mark.parametrize("role", ["clerk", "auditor", ""])
    def test_for_others_the_page_does_not_exist(self, client, role):
        self.sign_in(client, role)
        assert client.get(PATH).status_code == 404
        assert client.post(PATH, {"reason": REASON, "minutes": "15"}).status_code == 404
        assert not BreakGlass.objects.exists()
