"""Appeals brought to a state by the services themselves, as the city would do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blocks.forms.services import ensure_ready_forms
from core import clock
from crm.appeals import services as appeals
from crm.appeals.card_rules import Asked
from crm.cases.models import Case
from directory.models import Addressee, Duty
from tests.factories.directory import AddresseeFactory
from tests.people import People, make_person

HOUSING = [Asked("Q10")]
BODY = "Після дощу протекла стеля. Прошу скласти акт і полагодити дах."
REPLY = "Дах полагодять до пʼятниці, акт складено."
CARD = {
    "version": 1,
    "kind": "statement",
    "sign": "2.1",
    "receipt_form": "1.1",
    "letter_type": "6.2",
    "subject": "5.1",
    "topic_1": "Q10",
}
"""The form of the registration card as a browser sends it."""


def downloaded(answer: Any) -> bytes:
    """The bytes of a file that was served; reading to the end closes it."""
    return b"".join(answer.streaming_content)


@dataclass
class Story:
    """A department with its people, and appeals to it."""

    people: People
    addressee: Addressee

    def mayor(self) -> Any:
        """A head above the department, who also decides on complaints about it."""
        council = AddresseeFactory(kind=Addressee.Kind.COUNCIL)
        self.addressee.parent = council
        self.addressee.save()
        person = make_person("head")
        Duty.objects.create(addressee=council, user=person, role=Duty.Role.HEAD, with_subtree=True)
        return person

    def draft(self, author: Any = None, addressee: Any = None, **data: Any) -> Any:
        author = author or self.people.resident
        form = ensure_ready_forms()[0]
        draft = appeals.open_draft(author, "", addressee or self.addressee, form, clock.now())
        typed = {"kind": "statement", "subject": "Протекла стеля", "body": BODY, **data}
        return appeals.save_draft(draft, {"reply_channel": "cabinet", **typed}, clock.now())

    def submitted(self, author: Any = None, at: datetime | None = None, **data: Any) -> Case:
        draft = self.draft(author, **data)
        return appeals.register_appeal(draft, draft.user, at or clock.now())

    def registered(self, *args: Any, **data: Any) -> Case:
        case = self.submitted(*args, **data)
        at = clock.now()
        return appeals.confirm_registration(case, self.people.clerk, at, questions=HOUSING)

    def assigned(self, *args: Any, **data: Any) -> Case:
        case, people = self.registered(*args, **data), self.people
        at = clock.now()
        return appeals.assign_appeal(case, people.executor, people.head, at, resolution="Оглянути")

    def in_progress(self, *args: Any, **data: Any) -> Case:
        case = self.assigned(*args, **data)
        return appeals.accept_assignment(case, self.people.executor, clock.now())

    def drafted(self, *args: Any, **data: Any) -> Case:
        case = self.in_progress(*args, **data)
        return appeals.draft_reply(case, REPLY, "9.1", self.people.executor, clock.now())

    def answered(self, *args: Any, **data: Any) -> Case:
        case = self.drafted(*args, **data)
        return appeals.sign_reply(case, self.people.head, clock.now())


def make_story(people: People) -> Story:
    """A department whose moderator, head and executor are those of the cast."""
    addressee = AddresseeFactory(
        listed=True, moderator=people.moderator, head=people.head, executor=people.executor
    )
    return Story(people, addressee)
