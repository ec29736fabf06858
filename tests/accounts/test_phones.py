"""A phone is somebody's when they repeat the code sent to it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.accounts import phones
from core.accounts.models import PhoneCode, User
from core.accounts.services import confirm_phone, remove_phone, send_phone_code
from core.errors import RuleBroken
from core.notify.models import OutboxMessage
from tests.factories.accounts import UserFactory

NUMBER = "+380671234567"


def last_code(number=NUMBER):
    text = OutboxMessage.objects.filter(to_address=number, channel="sms").latest("id").body_text
    return re.search(r"\b\d{6}\b", text).group()


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize(
    "written",
    ["0671234567", "067 123 45 67", "(067)123-45-67", "8 (067) 123 45 67", "80671234567", NUMBER],
)
def test_usual_writings_become_one_number(written):
    assert str(phones.normalise(written)) == NUMBER


@pytest.mark.parametrize(
    "bad", ["", "102", "12345", "+38067", "олена", "+3806712345678901", "\x00"]
)
def test_what_is_not_a_number_is_refused_in_words(bad):
    with pytest.raises(RuleBroken) as refusal:
        phones.normalise(bad)
    assert refusal.value.field == "phone"


def test_foreign_numbers_are_numbers():
    assert str(phones.normalise("+381 64 123 4567")) == "+381641234567"


def test_number_is_shown_with_spaces():
    assert phones.shown(
        phones.normalise(NUMBER)
    ) == "+380\u00a067\u00a0123\u00a04567" or phones.shown(phones.normalise(NUMBER)).startswith(
        "+380\u00a067"
    )


@pytest.mark.django_db
class TestConfirming:
    def test_the_right_code_confirms(self):
        user = UserFactory()
        send_phone_code(user, "067 123 45 67", at=clock.now())
        assert user.phone is None
        confirm_phone(user, last_code(), at=clock.now())
        user.refresh_from_db()
        assert str(user.phone) == NUMBER
        assert user.has_verified_phone
        assert not PhoneCode.objects.exists()

    def test_the_code_is_not_kept_in_the_clear(self):
        send_phone_code(UserFactory(), NUMBER, at=clock.now())
        assert last_code() not in PhoneCode.objects.get().digest

    def test_five_wrong_codes_put_the_code_out(self):
        user, now = UserFactory(), clock.now()
        send_phone_code(user, NUMBER, at=now)
        code = last_code()
        for _ in range(5):
            with pytest.raises(RuleBroken) as refusal:
                confirm_phone(user, wrong(code), at=now)
            assert refusal.value.code == "code_wrong"
        with pytest.raises(RuleBroken) as refusal:
            confirm_phone(user, code, at=now)
        assert refusal.value.code == "code_exhausted"

    def test_a_code_dies_of_age(self):
        user, now = UserFactory(), clock.now()
        send_phone_code(user, NUMBER, at=now)
        with pytest.raises(RuleBroken) as refusal:
            confirm_phone(user, last_code(), at=now + timedelta(minutes=11))
        assert refusal.value.code == "code_expired"

    def test_a_new_code_puts_out_the_old_one(self):
        user, now = UserFactory(), clock.now()
        send_phone_code(user, NUMBER, at=now)
        old = last_code()
        send_phone_code(user, NUMBER, at=now + timedelta(minutes=2))
        if old != last_code():
            with pytest.raises(RuleBroken):
                confirm_phone(user, old, at=now + timedelta(minutes=2))

    def test_codes_are_not_sent_in_haste_nor_without_end(self):
        user, now = UserFactory(), clock.now()
        send_phone_code(user, NUMBER, at=now)
        with pytest.raises(RuleBroken) as refusal:
            send_phone_code(user, NUMBER, at=now + timedelta(seconds=30))
        assert refusal.value.code == "too_soon"
        for n in range(1, 5):
            send_phone_code(user, NUMBER, at=now + timedelta(minutes=2 * n))
        with pytest.raises(RuleBroken) as refusal:
            send_phone_code(UserFactory(), NUMBER, at=now + timedelta(hours=1))
        assert refusal.value.code == "too_many", "many accounts do not get round the limit"

    def test_a_number_goes_to_whoever_holds_the_phone_now(self):
        before, now = UserFactory(phone=NUMBER, phone_verified_at=clock.now()), UserFactory()
        send_phone_code(now, NUMBER, at=clock.now())
        confirm_phone(now, last_code(), at=clock.now())
        before.refresh_from_db()
        now.refresh_from_db()
        assert before.phone is None
        assert str(now.phone) == NUMBER

    def test_the_only_log_in_of_another_person_is_not_taken(self):
        UserFactory(email=None, phone=NUMBER, phone_verified_at=clock.now())
        user = UserFactory()
        send_phone_code(user, NUMBER, at=clock.now())
        with pytest.raises(RuleBroken) as refusal:
            confirm_phone(user, last_code(), at=clock.now())
        assert refusal.value.code == "phone_taken"
        user.refresh_from_db()
        assert user.phone is None

    def test_the_only_log_in_is_not_removed(self):
        user = UserFactory(email=None, with_phone=True)
        with pytest.raises(RuleBroken):
            remove_phone(user, at=clock.now())
        assert User.objects.get().phone


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def olena(self, client):
        user = UserFactory()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    def test_number_then_code_then_back_where_one_came_from(self, client, olena):
        address = "/cabinet/phone/?next=/cabinet/profile/"
        sent = client.post(address, {"step": "send", "phone": "067 123 45 67"})
        assert sent.status_code == 302
        assert "+380" in client.get(address).content.decode()
        done = client.post(address, {"step": "confirm", "code": last_code(), "next": ""})
        assert done.url == "/cabinet/profile/"
        olena.refresh_from_db()
        assert olena.has_verified_phone

    def test_errors_stand_beside_the_field_and_what_was_typed_is_kept(self, client, olena):
        response = client.post("/cabinet/phone/", {"step": "send", "phone": "12-34"})
        assert response.status_code == 422
        assert response.context["form"].errors["phone"]
        assert "12-34" in response.content.decode()

    def test_a_wrong_code_leaves_one_on_the_code_page(self, client, olena):
        client.post("/cabinet/phone/", {"step": "send", "phone": NUMBER})
        response = client.post("/cabinet/phone/", {"step": "confirm", "code": wrong(last_code())})
        assert response.status_code == 422
        assert response.context["form"].errors["code"]
        assert response.context["pending"]

    def test_without_a_channel_for_messages_there_is_no_page(self, client, olena, settings):
        settings.NOTIFY_CHANNELS = {"email": settings.NOTIFY_CHANNELS["email"]}
        assert client.get("/cabinet/phone/").status_code == 404
        assert "/cabinet/phone/" not in client.get(reverse("cabinet:data")).content.decode()

    def test_a_stranger_is_sent_to_log_in(self, client):
        assert client.get("/cabinet/phone/").url == "/accounts/login/?next=/cabinet/phone/"
