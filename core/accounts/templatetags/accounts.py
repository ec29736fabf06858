"""Small words on personal pages."""

from typing import Any

from django import template
from phonenumber_field.phonenumber import PhoneNumber

from core.accounts import browsers, phones
from core.accounts.oidc import log_in_buttons
from core.notify.channels import channel_names

register = template.Library()


@register.filter
def phone(number: PhoneNumber | None) -> str:
    return phones.shown(number) if number else ""


@register.filter
def browser_name(user_agent: str) -> str:
    return browsers.describe(user_agent)


@register.filter
def first_small(text: Any) -> str:
    """A label inside a sentence."""
    label = str(text)
    return label[:1].lower() + label[1:]


@register.simple_tag
def sends_sms() -> bool:
    """Whether this city has a channel for short messages, so that a phone can be confirmed."""
    return "sms" in channel_names()


@register.simple_tag
def providers() -> list[dict[str, str]]:
    """Log-in through a provider; empty when settings name none."""
    return log_in_buttons()
