"""Who works and who lives in Вербів: log-ins of every role, colleagues, a hundred residents."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from faker import Faker

from cms.demo import logins
from cms.demo.city import plan
from core.accounts.models import User
from core.accounts.services.people import create_person
from core.words.slugs import latin_slug

HOME = {
    "addr_region": "Сумська область",
    "addr_district": "Роменський район",
    "addr_community": "Вербівська громада",
    "addr_settlement": "Вербів",
}
RESIDENTS = 100

# name of the log-in: surname, name, patronymic
FACES = {
    "resident": ("Дорошенко", "Олена", "Василівна"),
    "clerk": ("Савчук", "Ірина", "Миколаївна"),
    "head": ("Довженко", "Тетяна", "Олексіївна"),
    "moderator": ("Лисюк", "Марина", "Олегівна"),
    "executor": ("Ткач", "Роман", "Олегович"),
    "operator": ("Ковтун", "Наталія", "Іванівна"),
    "supervisor": ("Мороз", "Андрій", "Юрійович"),
    "editor": ("Остапчук", "Богдан", "Тарасович"),
    "analyst": ("Гриценко", "Юлія", "Романівна"),
    "admin": ("Зінченко", "Віктор", "Львович"),
    "auditor": ("Яремчук", "Галина", "Федорівна"),
    "deputy": ("Панченко", "Світлана", "Ігорівна"),
}

# Executors without a log-in of their own: name, what they answer for (slugs).
COLLEAGUES = [
    ("executor-social", "Мельничук", "Надія", "Романівна", ["upravlinnia-sotszakhystu"]),
    ("executor-education", "Романюк", "Світлана", "Ігорівна", ["upravlinnia-osvity"]),
    ("executor-transport", "Шевчук", "Віталій", "Миколайович", ["viddil-transportu"]),
    ("executor-land", "Гончар", "Леонід", "Павлович", ["upravlinnia-zemelnykh-vidnosyn"]),
    ("executor-centre", "Василенко", "Ірина", "Сергіївна", ["tsnap"]),
    ("executor-water", "Бондар", "Сергій", "Якович", ["verbivvodokanal"]),
]


@dataclass
class Cast:
    """Everybody who acts in the demo, by the name of the log-in."""

    staff: dict[str, User] = field(default_factory=dict)
    executors: dict[str, User] = field(default_factory=dict)
    residents: list[User] = field(default_factory=list)

    def executor_of(self, slug: str) -> User:
        """Who prepares the replies of an addressee."""
        return self.executors.get(slug, self.staff["executor"])


def make_staff(at: datetime) -> Cast:
    """The log-ins that ./run prints, with one password hashed once, and their colleagues."""
    cast = Cast()
    hashed = make_password(logins.PASSWORD)
    for name, role, _purpose, _path in logins.LOGINS:
        last, first, middle = FACES[name]
        cast.staff[name] = _person(logins.email(name), last, first, middle, at, [role])
    User.objects.filter(pk__in=[user.pk for user in cast.staff.values()]).update(password=hashed)
    for name, last, first, middle, slugs in COLLEAGUES:
        user = _person(logins.email(name), last, first, middle, at, ["executor"])
        cast.executors.update(dict.fromkeys(slugs, user))
    cast.residents.append(cast.staff["resident"])
    return cast


def add_residents(cast: Cast, chance: random.Random, at: datetime) -> None:
    """A hundred people on the streets of the plan, registered over the past year and a half."""
    names = Faker("uk_UA")
    names.seed_instance(plan.SEED)
    homes = [house for house in plan.houses() if not house.street.name.startswith("пл.")]
    for number in range(RESIDENTS - len(cast.residents)):
        woman = chance.random() < 0.56
        last, first, middle = _name(names, woman)
        email = f"{latin_slug(first)}.{latin_slug(last)}{number}@poshta.example"
        joined = at - timedelta(days=chance.randint(366, 560))
        cast.residents.append(
            _person(email, last, first, middle, joined, home=chance.choice(homes), chance=chance)
        )


def _name(names: Faker, woman: bool) -> tuple[str, str, str]:
    if woman:
        return names.last_name_female(), names.first_name_female(), names.middle_name_female()
    return names.last_name_male(), names.first_name_male(), names.middle_name_male()


def _person(
    email: str,
    last: str,
    first: str,
    middle: str,
    at: datetime,
    roles: list[str] | None = None,
    *,
    home: plan.House | None = None,
    chance: random.Random | None = None,
) -> User:
    street, number = (home.street.name, home.number) if home else ("вул. Садова", 14)
    flat = str(chance.randint(1, 60)) if chance and chance.random() < 0.7 else "7"
    facts: dict[str, Any] = {
        **HOME,
        "addr_street": street,
        "addr_building": str(number),
        "addr_flat": flat,
        "addr_postcode": "40100",
    }
    held = [role for role in roles or [] if role != "resident"]
    return create_person(
        email=email,
        actor=None,
        at=at,
        roles=held,
        last_name=last,
        first_name=first,
        middle_name=middle,
        **facts,
    )
