"""One spelling for phones; short city numbers are phones too."""

import pytest
from django.core.exceptions import ValidationError

from directory.models import Contact


@pytest.mark.parametrize(
    ("typed", "kept", "href"),
    [
        ("054 200 15 45", "+380 54 200 15 45", "tel:+380542001545"),
        ("(054)200-15-45", "+380 54 200 15 45", "tel:+380542001545"),
        ("+380542001545", "+380 54 200 15 45", "tel:+380542001545"),
        ("0 800 500 335", "0 800 500 335", "tel:0800500335"),
        ("15-45", "1545", "tel:1545"),
        ("102", "102", "tel:102"),
        ("+381 11 3000000", "+381 11 3000000", "tel:+381113000000"),
    ],
)
def test_a_phone_is_kept_in_one_spelling(typed, kept, href):
    contact = Contact(kind="phone", value=typed)
    contact.clean()
    assert (contact.value, contact.href) == (kept, href)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "дзвоніть"), ("phone", "80671234567"), ("email", "a@"), ("site", "javascript:x")],
)
def test_what_reaches_nobody_is_refused(kind, value):
    with pytest.raises(ValidationError) as refusal:
        Contact(kind=kind, value=value).clean()
    assert "value" in refusal.value.message_dict


def test_other_contacts_open_nothing():
    assert Contact(kind="other", value="javascript:alert(1)").href == ""
    assert Contact(kind="email", value="a@b.ua").href == "mailto:a@b.ua"
