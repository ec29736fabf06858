"""One city, one resident with one appeal: what the addresses of the matrix are about."""

from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from blocks.answers.services import Confirmed, store_answer
from blocks.forms.services import ensure_ready_forms
from blocks.polls.models import Survey, Topic
from core import clock
from core.words import Text
from crm.appeals.models import AppealDraft
from crm.appeals.services import issue_assignment
from crm.cases.models import Assignment, Attachment, Case, CaseEvent
from crm.desk.exports import find_for
from crm.desk.own_filters import save_filter
from crm.desk.services import add_files
from crm.reports.exporting import Wish, make_export, order_export
from crm.requests.models import AnonymisationAct
from crm.requests.notices import key_of
from crm.requests.services import Asked, add_to_inquiry, open_information_request
from crm.requests.services.archives import ask_for_archive, make_archive_now
from crm.residents.models import Consent
from crm.tickets import services as tickets
from crm.tickets.models import Terminal, Ticket
from crm.tickets.services import subscribing
from crm.tickets.services.terminals import open_terminal
from crm.tickets.supply import free_times
from directory.models import Profile
from tests.crm_appeals.guests import confirm_key
from tests.crm_tickets.counters import make_counter
from tests.crm_tickets.stories import make_visit
from tests.desk.stories import make_story
from tests.factories.directory import AddresseeFactory, GroupFactory
from tests.factories.home import make_page_tree
from tests.factories.queues import make_queue
from tests.house.url_matrix import Row
from tests.house.urls import Address

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class Story:
    """Values for the parameters of addresses, made when first asked for."""

    absent = "absent"
    absent_id = "2" * 20
    one = "1"
    note = "note"
    paper = "card"
    report = "quarter"
    a6 = "a6"
    open = "open"
    arrived = "arrived"
    stop = "stop"
    some_day = "2026-03-10"
    made: tuple[str, ...] = (
        *("case_id", "file_id", "draft_id", "guest_key", "confirm_key"),
        *(
            "request_id",
            "request_file_id",
            "ticket_id",
            "waiting_id",
            "called_id",
            "own_queue_slug",
        ),
        *("archive_id", "act_id"),
        *("finished_id", "published_id", "group_slug", "form_slug"),
        *("survey_slug", "topic_slug"),
    )

    def __init__(self, people: Any) -> None:
        self.people = people
        make_page_tree()

    def make_everything(self) -> None:
        """All at once, for tests that share the story."""
        for name in self.made:
            getattr(self, name)
        assert self.export_id and self.hook_id
        assert self.own_filter_id
        _ = self.assignment_id
        _ = (self.ticket_file_id, self.hall_ticket_id, self.terminal_id)

    def values_for(self, row: Row, address: Address) -> dict[str, Any]:
        """`wants` names an attribute of the story for each parameter of the address."""
        return {name: getattr(self, row.wants[name]) for name in address.parameters}

    @cached_property
    def department(self) -> Any:
        return make_story(self.people)

    @cached_property
    def case(self) -> Case:
        return self.department.in_progress()

    def picture(self) -> list[Any]:
        """Everything of the story that a stranger's request could have changed."""
        cases = Case.objects.order_by("pk").values_list("pk", "state", "updated_at", "is_open")
        events = CaseEvent.objects.order_by("pk").values_list("pk", "kind")
        drafts = AppealDraft.objects.order_by("pk").values_list("pk", "state", "case")
        assigned = Assignment.objects.order_by("pk").values_list("pk", "state")
        visits = Ticket.objects.order_by("pk").values_list("pk", "state")
        terminals = Terminal.objects.order_by("pk").values_list("pk", "closed_at")
        return [*map(list, (cases, events, drafts, assigned, visits, terminals))]

    @property
    def case_id(self) -> str:
        return self.case.public_id

    @cached_property
    def file_id(self) -> str:
        sent = SimpleUploadedFile("довідка.pdf", PDF)
        add_files(self.case, [sent], self.people.clerk, clock.now(), for_author=True)
        return Attachment.objects.get(case=self.case).public_id

    @cached_property
    def request_id(self) -> str:
        """The resident's own request for information."""
        asked = Asked("", self.department.addressee, "Кошторис", "Прошу копію.")
        return open_information_request(asked, self.people.resident, clock.now()).public_id

    @cached_property
    def request_file_id(self) -> str:
        case = Case.objects.get(public_id=self.request_id)
        sent = SimpleUploadedFile("перелік.pdf", PDF)
        add_to_inquiry(case, "", [sent], self.people.resident, clock.now())
        return Attachment.objects.get(case=case).public_id

    @cached_property
    def published_id(self) -> str:
        """A row of the open register of answers."""
        told = Confirmed(self.department.addressee, "Кошторис", "Запит", "Ось", clock.today())
        return store_answer(told, clock.today())

    @cached_property
    def survey_slug(self) -> str:
        """A survey that anybody may see."""
        return Survey.objects.create(slug="opytuvannia", name=Text(uk="Опитування"), live=True).slug

    @cached_property
    def topic_slug(self) -> str:
        return Topic.objects.create(slug="tema", name=Text(uk="Тема")).slug

    @cached_property
    def ticket(self) -> Ticket:
        """The resident's visit to an addressee that nobody of the cast serves."""
        visit = make_visit(self.people, hours=dict.fromkeys(range(7), "00:00-00:00"))
        at = clock.now()
        return visit.booked(at, free_times(visit.queue, visit.service, at)[200].at)

    @property
    def ticket_id(self) -> str:
        return self.ticket.public_id

    @property
    def ticket_token(self) -> str:
        return self.ticket.token

    @cached_property
    def called_id(self) -> str:
        """What the operator has booked for somebody who called."""
        visit = make_visit(self.people, hours=dict.fromkeys(range(7), "00:00-00:00"))
        at = clock.now()
        start = free_times(visit.queue, visit.service, at)[200].at
        details = tickets.Details("Ткач Петро Іванович", "+380501112233")
        call = tickets.Call(visit.queue, visit.service, start, details, "of-the-story")
        return tickets.book_for_caller(call, self.people.operator, at).public_id

    @cached_property
    def waiting_id(self) -> str:
        """The resident waits for a place of a full queue."""
        at, resident = clock.now(), self.people.resident
        queue = make_visit(self.people, hours={0: "09:00-09:05"}).queue
        day, service = clock.today(), queue.services.get()
        wish = tickets.Wish(service, day, day)
        return tickets.join_waiting(queue, wish, resident, at).public_id

    @property
    def queue_slug(self) -> str:
        return self.ticket.queue.slug

    @cached_property
    def own_queue_slug(self) -> str:
        """A queue of the addressee that the moderator and the head answer for."""
        return make_queue(addressee=self.department.addressee).slug

    @cached_property
    def counter(self) -> Any:
        """A queue where the executor sits at a window and the moderator answers for it."""
        counter = make_counter(self.people, hours=dict.fromkeys(range(7), "00:00-00:00"))
        counter.opened(clock.now())
        return counter

    @property
    def counter_slug(self) -> str:
        return self.counter.queue.slug

    @property
    def window_pk(self) -> int:
        return self.counter.window.pk

    @cached_property
    def hall_ticket_id(self) -> str:
        """Somebody without booking who waits in the hall."""
        return self.counter.walk_in(clock.now()).public_id

    @cached_property
    def ticket_file_id(self) -> str:
        ticket = self.counter.at_window(clock.now())
        sent = [SimpleUploadedFile("довідка.pdf", PDF)]
        tickets.finish(ticket, "done", "", self.people.executor, clock.now(), files=sent)
        return ticket.files.get().public_id

    @cached_property
    def terminal_id(self) -> str:
        made, _key = open_terminal(self.counter.queue, "Вхід", self.people.executor, clock.now())
        return made.public_id

    @cached_property
    def hook_id(self) -> str:
        """A program that is told of visits."""
        wish = subscribing.Wish("Документообіг", "http://127.0.0.1:9/", ("booked",))
        return subscribing.subscribe(wish, self.people.admin, clock.now())[0].public_id

    @cached_property
    def export_id(self) -> str:
        """A list that the clerk took away through the worker."""
        clerk, at = self.people.clerk, clock.now()
        export = order_export(Wish("csv", "", "", 1), clerk, at)
        make_export(export.pk, find_for, at)
        return export.public_id

    @cached_property
    def own_filter_id(self) -> str:
        """A filter that the clerk keeps."""
        return save_filter("Скарги", "kind=complaint", self.people.clerk, clock.now()).public_id

    @cached_property
    def assignment_id(self) -> str:
        people = self.people
        return issue_assignment(
            self.case, people.executor, "Скласти акт", self.case.due_on, people.head, clock.now()
        ).public_id

    @cached_property
    def draft_id(self) -> str:
        return self.department.draft().public_id

    @cached_property
    def guest_key(self) -> str:
        """The link of somebody without an account to their information request."""
        asked = Asked(
            "", self.department.addressee, "Кошторис", "Прошу копію.", email="g@guest.test"
        )
        return key_of(open_information_request(asked, None, clock.now()))

    @cached_property
    def confirm_key(self) -> str:
        """The link that sends what somebody without an account has written."""
        profile = Profile.objects.get(code="ua-city")
        profile.pk, profile.code, profile.is_default = None, "open-door", False
        profile.account_required = False
        profile.save()
        return confirm_key(AddresseeFactory(listed=True, profile=profile))

    @cached_property
    def archive_id(self) -> str:
        """The resident's own archive, ready to be fetched."""
        archive = ask_for_archive(self.people.resident, clock.now())
        make_archive_now(archive.pk, clock.now())
        return archive.public_id

    @property
    def consent_pk(self) -> int:
        _case = self.case
        return Consent.objects.filter(resident__user=self.people.resident).earliest("pk").pk

    @cached_property
    def act_id(self) -> str:
        """An act of anonymisation of no records: what it looks like is told in its room."""
        act = AnonymisationAct.objects.create(
            number="АЗ-1/26",
            at=clock.now(),
            actor=self.people.admin,
            ended_before=clock.today(),
            entry_key="story",
        )
        return act.public_id

    @cached_property
    def finished_id(self) -> str:
        return self.department.answered(self.people.stranger).public_id

    @property
    def addressee_slug(self) -> str:
        return self.department.addressee.slug

    @cached_property
    def group_slug(self) -> str:
        return GroupFactory().slug

    @property
    def form_slug(self) -> str:
        return ensure_ready_forms()[0].slug
