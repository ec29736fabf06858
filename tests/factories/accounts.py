"""People with intentions: `UserFactory(full_profile=True)`, `UserFactory(role="clerk")`."""

from typing import Any

import factory
from allauth.account.models import EmailAddress

from core import clock
from core.accounts.models import ApiToken, User
from core.accounts.services import create_token, grant_role

PASSWORD = "a-password-of-the-tests"

ADDRESS = {
    "addr_region": "Київська область",
    "addr_settlement": "Вербів",
    "addr_street": "вулиця Садова",
    "addr_building": "12",
    "addr_flat": "7",
    "addr_postcode": "08000",
}


class UserFactory(factory.django.DjangoModelFactory):
    """A resident who confirmed the e-mail and knows the password `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        full_profile = factory.Trait(
            last_name="Дорошенко", first_name="Олена", middle_name="Василівна", **ADDRESS
        )
        with_phone = factory.Trait(
            phone=factory.Sequence(lambda n: f"+38067{n:07}"),
            phone_verified_at=factory.LazyFunction(clock.now),
        )

    email = factory.Sequence(lambda n: f"person{n}@people.test")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def confirmed(self: User, create: bool, wanted: bool | None, **_extra: Any) -> None:
        """`confirmed=False`: registered, but the link was not followed."""
        if create and self.email:
            EmailAddress.objects.create(
                user=self, email=self.email, primary=True, verified=wanted is not False
            )

    @factory.post_generation
    def role(self: User, create: bool, wanted: str | None, **_extra: Any) -> None:
        if create and wanted:
            grant_role(self, wanted, actor=None, at=clock.now())


def make_token(user: User, *scopes: str, **more: Any) -> tuple[ApiToken, str]:
    """A live token and its text."""
    wanted = scopes or ("appeals:read",)
    return create_token(user, "тест", wanted, at=clock.now(), **more)
