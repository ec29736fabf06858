"""Queues of the demo city: the service centre with six windows, and a deputy's reception."""

from datetime import datetime, timedelta
from typing import Any

from blocks.queues.models import Queue, Service, Window
from cms.demo.bodies import City
from core.words import Text
from crm.publishing.availability import publish_everything
from crm.tickets import services as tickets
from crm.tickets.supply import free_times
from directory.models import Addressee, Schedule
from home.models import AddresseePage

SERVICES = (
    ("А", 20, "Реєстрація місця проживання", "Registration of residence",
     "паспорт або ID-картка\nдокумент на житло або згода власника",
     "passport or ID card\ndocument for the dwelling or the owner’s consent"),
    ("Б", 15, "Закордонний паспорт", "Passport for travelling abroad",
     "паспорт або ID-картка\nквитанція про сплату", "passport or ID card\nreceipt of payment"),
    ("В", 15, "ID-картка вперше або замість утраченої", "ID card, first or instead of a lost one",
     "свідоцтво про народження\nквитанція про сплату", "birth certificate\nreceipt of payment"),
    ("Г", 10, "Витяг із реєстру громади", "Extract from the register of the community",
     "паспорт або ID-картка", "passport or ID card"),
)  # fmt: skip
WINDOWS = 6
DEPUTIES = 3
VISITS = 60


def build_queues(city: City, cast: Any, now: datetime, chance: Any) -> None:
    """Offers first, then visits that residents have booked for the days ahead."""
    centre = city.bodies["tsnap"]
    queue = Queue.objects.create(
        addressee=centre,
        name=Text(uk="Адміністративні послуги", en="Administrative services"),
        slug="administratyvni-posluhy",
        place=Text(uk="перший поверх, зал А", en="ground floor, hall A"),
    )
    for order, (letter, minutes, uk, en, bring, bring_en) in enumerate(SERVICES):
        Service.objects.create(
            queue=queue,
            name=Text(uk=uk, en=en),
            letter=letter,
            minutes=minutes,
            documents=Text(uk=bring, en=bring_en),
            order=order,
        )
    schedule = centre.schedules.get(purpose=Schedule.Purpose.OFFICE)
    for number in range(1, WINDOWS + 1):
        Window.objects.create(
            queue=queue,
            name=Text(uk=f"Вікно {number}", en=f"Window {number}"),
            schedule=schedule,
            order=number,
        )
    for deputy in Addressee.objects.of_kind("deputy").order_by("pk")[:DEPUTIES]:
        _give_reception(deputy)
    _book(queue, cast, now, chance)
    _show_on_pages()
    publish_everything(now)


def _give_reception(deputy: Addressee) -> None:
    """The deputy's own days of reception, a quarter of an hour for each."""
    schedule = deputy.schedules.filter(purpose=Schedule.Purpose.RECEPTION).first()
    if schedule is None:
        return
    queue = Queue.objects.create(
        addressee=deputy,
        name=Text(uk="Особистий прийом депутата", en="Reception by the deputy"),
        slug=f"{deputy.slug}-pryiom",
        horizon_days=60,
        takes_walk_ins=False,
    )
    Service.objects.create(
        queue=queue,
        name=Text(uk="Особистий прийом", en="Personal reception"),
        letter="Д",
        minutes=15,
    )
    Window.objects.create(queue=queue, name=deputy.name, schedule=schedule, official=deputy)


def _show_on_pages() -> None:
    """Right under what the addressee is about."""
    headings = {"uk": "Прийдіть до нас", "en": "Come to us"}
    pages = AddresseePage.objects.filter(addressee__in=Queue.objects.values("addressee"))
    for page in pages.select_related("locale"):
        heading = headings[page.locale.language_code]
        page.body.insert(1, ("queue", {"heading": heading, "note": "", "queues": []}))
        page.save_revision().publish()


def _book(queue: Queue, cast: Any, now: datetime, chance: Any) -> None:
    """Ordinary visits, booked by the same services that pages use."""
    services = list(queue.services.order_by("order", "pk"))
    for number, resident in enumerate(cast.residents[:VISITS]):
        service = services[number % len(services)]
        at = now - timedelta(minutes=chance.randint(5, 3000))
        free = free_times(queue, service, at)
        if not free:
            continue
        holder = f"demo:{resident.pk}"
        start = free[chance.randrange(min(len(free), 200))]
        held = tickets.hold_place(queue, service, start.at, holder, at)
        details = tickets.Details(resident.full_name, str(resident.phone or ""), resident.email)
        tickets.book(held.public_id, holder, details, resident, at)
