"""The register of queues: who keeps it, what it refuses and what it says after saving."""

from datetime import UTC, datetime

import pytest

from blocks.queues.models import Queue, Service
from core import clock
from core.audit.models import Entry
from directory.models import Duty
from tests.blocks_queues.forms import (
    RULES,
    address,
    rows,
    service_row,
    whole,
    window_row,
)
from tests.crm_tickets.stories import kyiv, make_visit
from tests.factories.directory import AddresseeFactory, LeaveFactory, ScheduleFactory
from tests.factories.queues import make_queue

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY) as frozen:
        yield frozen


@pytest.fixture
def moderated(people):
    """A queue whose addressee the moderator serves."""
    return make_queue(addressee=AddresseeFactory(listed=True, moderator=people.moderator))


def said(answer) -> str:
    return " ".join(str(one) for one in answer.context["messages"])


class TestWhoKeepsQueues:
    def test_administrator_opens_list_form_copy_and_deletion(self, client_of):
        queue = make_queue()
        client = client_of("admin")
        for page in (
            address(),
            address("create"),
            address("edit", queue.pk),
            address("copy", queue.pk),
            address("delete", queue.pk),
        ):
            assert client.get(page).status_code == 200, page

    @pytest.mark.parametrize("who", ["editor", "resident", "clerk", "executor", None])
    def test_nobody_else_opens_the_register(self, client_of, who):
        queue = make_queue()
        client = client_of(who)
        for page in (
            address(),
            address("create"),
            address("edit", queue.pk),
            address("copy", queue.pk),
            address("delete", queue.pk),
        ):
            assert client.get(page).status_code in (302, 403), page

    def test_moderator_keeps_queues_of_the_own_addressee_only(self, client_of, moderated):
        foreign, client = make_queue(), client_of("moderator")
        page = client.get(address()).content.decode()
        assert str(moderated.name) in page
        assert str(foreign.name) not in page
        assert client.get(address("edit", moderated.pk)).status_code == 200
        for action in ("edit", "copy", "delete"):
            assert client.get(address(action, foreign.pk)).status_code in (302, 403)
            assert client.post(address(action, foreign.pk), whole(foreign)).status_code in (
                302,
                403,
            )
        foreign.refresh_from_db()
        assert str(foreign.name) != "Черга"

    def test_moderator_gives_a_new_queue_to_the_own_addressee_only(self, client_of, moderated):
        foreign, client = AddresseeFactory(listed=True), client_of("moderator")
        data = {
            "name_uk": "Прийом",
            "name_en": "Reception",
            "is_active": "on",
            **rows("services", service_row()),
        }
        answer = client.post(address("create"), data | {"addressee": str(foreign.pk)})
        assert "addressee" in answer.context["form"].errors
        own = {"addressee": str(moderated.addressee_id)}
        answer = client.post(address("create"), data | own)
        assert answer.status_code == 302
        made = Queue.objects.get(slug="pryiom")
        assert made.addressee == moderated.addressee
        assert answer["Location"] == address("edit", made.pk)


class TestForm:
    def test_everything_is_kept_and_written_down(self, client_of, people):
        queue = make_queue()
        official = AddresseeFactory(official=True, parent=queue.addressee)
        own = ScheduleFactory(addressee=official, hours={1: "09:00-12:00"}, purpose="reception")
        service = queue.services.get()
        Duty.objects.create(addressee=queue.addressee, user=people.executor, role="executor")
        answer = client_of("admin").post(
            address("edit", queue.pk),
            whole(
                queue,
                services=[service_row(service), service_row(letter="в", name_uk="Витяг")],
                windows=[
                    window_row(queue.windows.get()),
                    window_row(
                        name_uk="Кабінет 12",
                        schedule=str(own.pk),
                        official=str(official.pk),
                        gives=[str(service.pk)],
                        served_by=[str(people.executor.pk)],
                    ),
                ],
                horizon_days="14",
            ),
        )
        assert answer.status_code == 302, answer.context["form"].formsets["windows"].errors
        queue.refresh_from_db()
        assert queue.horizon_days == 14
        assert [one.letter for one in queue.services.order_by("order")] == ["Б", "В"]
        window = queue.windows.get(official=official)
        assert list(window.services.all()) == [service]
        assert list(window.specialists.all()) == [people.executor]
        assert window.order > queue.windows.exclude(pk=window.pk).get().order
        entry = Entry.objects.get(action="blocks_queues.queue.changed")
        assert entry.actor == people.admin
        assert {"horizon_days", "windows", "services"} <= set(entry.facts["fields"])

    def test_each_rule_says_what_it_does(self, client_of):
        page = client_of("admin").get(address("edit", make_queue().pk)).content.decode()
        for name in RULES:
            assert f'name="{name}"' in page
        assert page.count("Зазвичай") >= 12

    def test_schedules_of_others_are_neither_offered_nor_taken(self, client_of):
        queue, client = make_queue(), client_of("admin")
        foreign = ScheduleFactory(addressee=AddresseeFactory(), name={"uk": "Чужий графік"})
        page = client.get(address("edit", queue.pk)).content.decode()
        assert "Чужий графік" not in page
        row = window_row(queue.windows.get(), schedule=str(foreign.pk))
        answer = client.post(address("edit", queue.pk), whole(queue, windows=[row]))
        assert answer.context["form"].formsets["windows"].errors[0]["schedule"]

    def test_schedule_of_an_official_goes_with_that_official_only(self, client_of):
        queue, client = make_queue(), client_of("admin")
        official = AddresseeFactory(official=True, parent=queue.addressee)
        own = ScheduleFactory(addressee=official, hours={1: "09:00-12:00"})
        row = window_row(queue.windows.get(), schedule=str(own.pk))
        answer = client.post(address("edit", queue.pk), whole(queue, windows=[row]))
        (errors,) = answer.context["form"].formsets["windows"].errors
        assert errors == {"schedule": ["Оберіть графік адресата або посадової особи."]}
        assert "Оберіть графік адресата або посадової особи." in answer.content.decode()

    def test_rules_out_of_reason_are_told_at_the_field(self, client_of):
        queue = make_queue()
        data = whole(queue, horizon_days="61", booked_share="101")
        answer = client_of("admin").post(address("edit", queue.pk), data)
        assert {"horizon_days", "booked_share"} == set(answer.context["form"].errors)

    def test_letter_must_be_a_ukrainian_one(self, client_of):
        queue = make_queue()
        row = service_row(queue.services.get(), letter="R")
        answer = client_of("admin").post(address("edit", queue.pk), whole(queue, services=[row]))
        assert "letter" in answer.context["form"].formsets["services"].errors[0]

    def test_addressee_does_not_change_afterwards(self, client_of):
        queue, other = make_queue(), AddresseeFactory(listed=True)
        client_of("admin").post(address("edit", queue.pk), whole(queue, addressee=str(other.pk)))
        queue.refresh_from_db()
        assert queue.addressee != other

    def test_taken_address_is_told_at_the_field(self, client_of):
        taken, queue = make_queue(), make_queue()
        answer = client_of("admin").post(address("edit", queue.pk), whole(queue, slug=taken.slug))
        assert "slug" in answer.context["form"].errors


class TestWhatIsSaidAfterSaving:
    def test_next_days_of_reception(self, client_of):
        queue = make_queue()
        client = client_of("admin")
        answer = client.post(address("edit", queue.pk), whole(queue), follow=True)
        assert "Найближчі дні прийому: 2 листопада" in said(answer).replace("\u00a0", " ")

    def test_window_that_never_opens_is_named(self, client_of):
        queue = make_queue()
        today = clock.today()
        official = AddresseeFactory(official=True, parent=queue.addressee)
        own = ScheduleFactory(addressee=official, hours={1: "09:00-12:00"})
        LeaveFactory(addressee=official, starts_on=today, ends_on=today.replace(year=2027))
        row = window_row(name_uk="Кабінет 5", schedule=str(own.pk), official=str(official.pk))
        data = whole(queue, windows=[window_row(queue.windows.get()), row])
        answer = client_of("admin").post(address("edit", queue.pk), data, follow=True)
        assert "«Кабінет 5» не приймає жодного дня" in said(answer)

    def test_queue_without_windows_or_services_is_told_of(self, client_of):
        bare = make_queue(windows=0)
        client = client_of("admin")
        answer = client.post(address("edit", bare.pk), whole(bare), follow=True)
        assert "немає жодного віконця, що працює" in said(answer)
        Service.objects.filter(queue=bare).delete()
        answer = client.post(address("edit", bare.pk), whole(bare), follow=True)
        assert "немає жодної послуги" in said(answer)


class TestRemoving:
    """Visits point to the queue, the service and the window: those stay."""

    @pytest.fixture
    def visited(self, people):
        visit = make_visit(people)
        visit.booked(MONDAY, kyiv(9, day=3, month=11))
        return visit.queue

    def test_empty_queue_is_deleted_with_a_line_in_the_journal(self, client_of):
        queue = make_queue()
        client_of("admin").post(address("delete", queue.pk))
        assert not Queue.objects.filter(pk=queue.pk).exists()
        assert Entry.objects.filter(action="blocks_queues.queue.deleted").exists()

    def test_queue_with_visits_stays_and_says_why(self, client_of, visited):
        answer = client_of("admin").post(address("delete", visited.pk), follow=True)
        assert Queue.objects.filter(pk=visited.pk).exists()
        assert "відвідування" in said(answer)
        assert "зніміть позначку «Працює»" in said(answer)

    @pytest.mark.parametrize("kind", ["services", "windows"])
    def test_service_or_window_with_visits_stays_and_comes_back_to_the_page(
        self, client_of, visited, kind
    ):
        record = getattr(visited, kind).order_by("order", "pk").first()
        row = {"services": service_row, "windows": window_row}[kind](record, DELETE="on")
        rest = [
            {"services": service_row, "windows": window_row}[kind](one)
            for one in getattr(visited, kind).order_by("order", "pk").exclude(pk=record.pk)
        ]
        data = whole(visited, **{kind: [row, *rest]})
        answer = client_of("admin").post(address("edit", visited.pk), data)
        assert answer.status_code == 200
        assert getattr(visited, kind).filter(pk=record.pk).exists()
        page = answer.content.decode()
        assert "не можна видалити" in page
        assert f'name="{kind}-0-DELETE" value=""' in page or f"{kind}-0-DELETE" in page
        formset = answer.context["form"].formsets[kind]
        assert formset.forms[0]["DELETE"].value() in ("", False)

    def test_unused_service_goes(self, client_of):
        queue = make_queue()
        service = queue.services.get()
        data = whole(queue, services=[service_row(service, DELETE="on"), service_row()])
        answer = client_of("admin").post(address("edit", queue.pk), data)
        assert answer.status_code == 302
        assert not Service.objects.filter(pk=service.pk).exists()

    def test_service_that_goes_is_taken_off_its_window_in_the_same_form(self, client_of):
        queue = make_queue()
        service = queue.services.get()
        data = whole(
            queue,
            services=[service_row(service, DELETE="on"), service_row()],
            windows=[window_row(queue.windows.get(), gives=[str(service.pk)])],
        )
        assert client_of("admin").post(address("edit", queue.pk), data).status_code == 302
        assert not queue.windows.get().services.exists()


class TestCopy:
    def test_copy_has_the_same_offer_and_takes_nobody_yet(self, client_of, people):
        queue = make_queue(windows=2, horizon_days=10, booked_share=70)
        window = queue.windows.first()
        window.services.set(queue.services.all())
        window.specialists.add(people.executor)
        answer = client_of("admin").post(
            address("copy", queue.pk), {"name_uk": "Прийом восени", "name_en": "Autumn"}
        )
        copy = Queue.objects.get(slug="pryiom-voseny")
        assert answer["Location"] == address("edit", copy.pk)
        assert (copy.horizon_days, copy.booked_share, copy.is_active) == (10, 70, False)
        assert copy.windows.count() == 2
        assert [one.queue for one in copy.windows.first().services.all()] == [copy]
        assert list(copy.windows.first().specialists.all()) == [people.executor]
        assert queue.windows.count() == 2
        assert Entry.objects.get(action="blocks_queues.queue.copied").facts["source"] == queue.pk

    def test_copy_without_a_name_is_not_made(self, client_of):
        queue = make_queue()
        answer = client_of("admin").post(address("copy", queue.pk), {"name_uk": ""})
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert Queue.objects.count() == 1
