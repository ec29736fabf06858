"""The addressees of Вербів: bodies, officials, deputies, utilities and topics, in six groups."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cms.demo import timetables
from cms.demo.city import plan
from cms.demo.people import Cast
from cms.demo.texts import both, english_name, on_street, read
from core.words import Text
from directory.models import (
    Addressee,
    AddresseeGroup,
    Contact,
    Duty,
    GroupMember,
    WorkingCalendar,
)
from directory.places import write_location
from directory.slugs import free_slug

POSTCODE = "40100"
GROUP_OF_FILE = {"power": "miska-vlada", "departments": "departamenty", "topics": "temy"}


@dataclass
class City:
    """What has been built: addressees by slug, officials by name, groups by slug."""

    bodies: dict[str, Addressee] = field(default_factory=dict)
    people: dict[str, Addressee] = field(default_factory=dict)
    groups: dict[str, AddresseeGroup] = field(default_factory=dict)
    members: dict[str, list[Addressee]] = field(default_factory=dict)

    def join(self, group: str, addressee: Addressee) -> None:
        self.members.setdefault(group, []).append(addressee)


def build_bodies(today: date) -> City:
    """Addressees with contacts, places and hours; the order of files is that of the tree."""
    city = City()
    calendar = WorkingCalendar.objects.get(code="ua-office")
    for name in ("power", "departments", "services", "topics"):
        for row in read(name):
            defaults = {"departments": {"kind": "department", "parent": "vykonavchyi-komitet"}}
            row = {**defaults.get(name, {}), **row}
            if name == "topics":
                row = {"kind": "other", **row}
            addressee = _add(city, row, calendar)
            city.join(row.get("group") or GROUP_OF_FILE[name], addressee)
            for person in row.get("people", []):
                _add_person(city, addressee, person, calendar)
    _add_deputies(city, calendar, today)
    _add_groups(city)
    timetables.mark_days(city.bodies, today)
    timetables.give_leaves(city.people, today)
    return city


def give_duties(city: City, cast: Cast) -> None:
    """The demo's head signs for everybody, the moderator keeps one department and its utilities."""
    council, housing = city.bodies["miska-rada"], city.bodies["departament-zhkh"]
    duties = [
        Duty(addressee=council, user=cast.staff["head"], role="head", with_subtree=True),
        Duty(addressee=housing, user=cast.staff["moderator"], role="moderator", with_subtree=True),
        Duty(addressee=housing, user=cast.staff["executor"], role="executor", with_subtree=True),
    ]
    duties += [
        Duty(addressee=city.bodies[slug], user=user, role="executor")
        for slug, user in cast.executors.items()
    ]
    if "deputy" in cast.staff:
        panchenko = city.people["Панченко Світлана Ігорівна"]
        duties.append(Duty(addressee=panchenko, user=cast.staff["deputy"], role="moderator"))
    Duty.objects.bulk_create(duties)


def _add(city: City, row: dict[str, Any], calendar: WorkingCalendar) -> Addressee:
    person = row.get("person")
    name = Text(uk=person, en=english_name(person)) if person else both(row["name"])
    addressee = Addressee.objects.create(
        slug=row.get("slug") or free_slug(Addressee.objects.all(), name["uk"]),
        kind=row["kind"],
        parent=_parent(city, row),
        name=name,
        short_name=both(row.get("short")),
        post=both(row.get("post")),
        description=both(row.get("description")),
        competences=both(row.get("competences")),
        keywords=row.get("keywords", ""),
        room=row.get("room", ""),
        routing=row.get("routing", "direct"),
        directions=both(row.get("directions")),
        **_place(row.get("address")),
    )
    (city.people if person else city.bodies)[person or addressee.slug] = addressee
    _add_contacts(addressee, row)
    if row.get("office"):
        timetables.give_hours(addressee, row["office"], calendar)
    if row.get("reception"):
        timetables.give_reception(addressee, row["reception"], calendar)
    return addressee


def _parent(city: City, row: dict[str, Any]) -> Addressee | None:
    """Fresh from the database: a parent's path must not be a stale one."""
    slug = row.get("parent")
    return Addressee.objects.get(slug=slug) if slug else None


def _place(address: list | None) -> dict[str, Any]:
    if not address:
        return {}
    street, number = address
    if street == plan.SQUARE[0]:
        left, right, low, high = plan.SQUARE[2]
        point, english = ((left + right) / 2, (low + high) / 2), plan.SQUARE[1]
    else:
        house = plan.house_at(street, number)
        point, english, number = house.middle, house.street.english, house.number
    return {
        "address": Text(uk=f"{street}, {number}, м. Вербів", en=f"{number} {english}, Verbiv"),
        "postcode": POSTCODE,
        "location": write_location(*plan.on_globe(point)),
    }


def _add_contacts(addressee: Addressee, row: dict[str, Any]) -> None:
    contacts = [
        Contact(addressee=addressee, value=number, label=Text(uk=uk, en=en), order=order)
        for order, (number, uk, en) in enumerate(row.get("phones", []))
    ]
    for contact in contacts:
        contact.clean()
    if row.get("email"):
        kind = Contact.Kind.EMAIL
        contacts.append(
            Contact(addressee=addressee, kind=kind, value=row["email"], order=len(contacts))
        )
    Contact.objects.bulk_create(contacts)


def _add_person(city: City, body: Addressee, person: list, calendar: WorkingCalendar) -> None:
    """An official of a department: named on its page, without a page of their own."""
    name, post, english_post, hours, room = person
    official = Addressee.objects.create(
        kind="official",
        parent=body,
        name=Text(uk=name, en=english_name(name)),
        post=Text(uk=post, en=english_post),
        room=room,
        address=body.address,
        postcode=body.postcode,
        location=body.location,
        accepts_appeals=False,
    )
    city.people[name] = official
    timetables.give_reception(official, hours, calendar)


def _add_deputies(city: City, calendar: WorkingCalendar, today: date) -> None:
    """Deputies take turns at committees; each receives once a month in a street of the district."""
    deputies = read("deputies")
    for number, (person, street) in enumerate(deputies["people"], start=1):
        committee, english_committee = deputies["committees"][number % 5]
        english_street = plan.find_street(street).english
        row = {
            "person": person,
            "kind": "deputy",
            "parent": "miska-rada",
            "post": [f"{_deputy(person)}, округ № {number}", f"Deputy, district {number}"],
            "description": [
                f"Округ № {number}: {street} та сусідні квартали. Член ради: {committee}.",
                f"District {number}: {english_street} and nearby blocks. {english_committee}.",
            ],
            "competences": [
                f"Питання мешканців округу № {number}: двори, дороги, майданчики.",
                f"Matters of residents of district {number}: yards, roads, playgrounds.",
            ],
            "keywords": f"депутат, округ {number}, {street}, {on_street(street)}",
            "address": [street, 4 + number],
            "phones": [
                [f"054 200 17 {number:02}", "Громадська приймальня", "Deputy's office"],
            ],
        }
        deputy = _add(city, row, calendar)
        place = Text(uk=f"Громадська приймальня: {street}", en=f"Office: {english_street}")
        timetables.give_monthly_reception(deputy, number, place, calendar, today)
        city.join("deputaty", deputy)


def _deputy(person: str) -> str:
    return "Депутатка" if person.endswith("на") else "Депутат"


def _add_groups(city: City) -> None:
    for order, row in enumerate(read("groups"), start=1):
        group = AddresseeGroup.objects.create(
            slug=row["slug"],
            name=both(row["name"]),
            description=both(row["description"]),
            order=order,
        )
        city.groups[group.slug] = group
        GroupMember.objects.bulk_create(
            GroupMember(group=group, addressee=addressee, order=place)
            for place, addressee in enumerate(city.members[group.slug])
        )
