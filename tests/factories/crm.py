"""Cases with intentions: `CaseFactory(overdue=True)`, `AppealFactory(state="reply_draft")`.

They write rows; tests/desk/stories.py brings an appeal to a state by the services instead.
"""

from datetime import datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from blocks.forms.services import current_revision, ensure_ready_forms
from core import clock
from crm.appeals import rules
from crm.appeals.models import Appeal, AppealDraft, Question, Registration
from crm.cases.models import Case, CaseClock, CaseEvent, CaseParticipant
from crm.cases.states import OPEN_STATES
from crm.deadlines.services import start_clocks
from crm.residents.models import Resident
from crm.residents.rules import PD_NOTICE_VERSION
from crm.residents.services import recognise
from directory.models import Profile
from tests.factories.accounts import UserFactory
from tests.factories.directory import AddresseeFactory

BODY = "Після дощу протекла стеля. Прошу скласти акт і полагодити дах."
WITH_EXECUTOR = ("assigned", "in_progress", "reply_draft", "answered", "closed")
WITH_REPLY = ("reply_draft", "answered", "closed")
LONG_AGO = timedelta(days=60)
TOOK = timedelta(days=12)


class ResidentFactory(DjangoModelFactory):
    """The card of somebody with a full profile; `user=None` for a person without an account."""

    class Meta:
        model = Resident

    user = factory.SubFactory(UserFactory, full_profile=True)
    last_name = "Дорошенко"
    first_name = "Олена"
    middle_name = "Василівна"
    addr_settlement = "Вербів"
    addr_street = "вулиця Садова"
    addr_building = "12"


class CaseFactory(DjangoModelFactory):
    """A fresh appeal by default; its terms are counted by the rules in force on the day.

    `card={"sign": "2.2"}` are fields of its registration card.
    `overdue=True`: nobody answered for two months. `hidden=True`: the author hides the name.
    """

    class Meta:
        model = Case

    class Params:
        overdue = factory.Trait(received_at=factory.LazyFunction(lambda: clock.now() - LONG_AGO))
        hidden = factory.Trait(hide_identity=True)

    kind = "appeal"
    number = factory.Sequence(lambda n: f"Т-{n + 1}/99")
    state = "submitted"
    subject = "Протекла стеля"
    addressee = factory.SubFactory(AddresseeFactory, listed=True)
    author = factory.SubFactory(UserFactory, full_profile=True)
    channel = "web"
    received_at = factory.LazyFunction(clock.now)

    @classmethod
    def _create(cls, model: type[Case], *args: Any, **given: Any) -> Case:
        at: datetime = given["received_at"]
        card = given.pop("card", {})
        profile = Profile.objects.current()
        codes = rules.CLOCKS if given["kind"] == "appeal" else {}
        clocks = start_clocks(codes.values(), at, profile, at) if codes else {}
        main = clocks.get(rules.REPLY_CLOCK)
        made = {
            "is_open": given["state"] in OPEN_STATES,
            "resident": recognise(given["author"], at) if given.get("author") else None,
            "registered_on": profile.registration_day(at),
            "due_on": main and main.due_on,
            "target_on": main and main.target_on,
            "main_clock": main,
            "updated_at": at,
            "search_text": f" {given['subject'].lower()} ",
        }
        if given["state"] in ("answered", "closed"):
            made["answered_at"] = at + TOOK
        case = super()._create(model, *args, **{**made, **given})
        if given["kind"] == "appeal":
            Registration.objects.create(case=case, **{**rules.first_card(case.channel), **card})
        for purpose, code in codes.items():
            CaseClock.objects.create(case=case, clock=clocks[code], purpose=purpose)
        CaseEvent.objects.create(
            case=case, at=at, kind="submitted", actor=case.author, visibility="author"
        )
        if case.assignee is not None:
            CaseParticipant.objects.create(case=case, user=case.assignee)
        return case


class AppealFactory(DjangoModelFactory):
    """An appeal in any state: `AppealFactory(state="reply_draft").case`.

    Further settings of the case as case__addressee=… and so on. Once registered it has a main
    question on Q10, or on the topic given as `questions`, with the result of the appeal.
    """

    class Meta:
        model = Appeal
        skip_postgeneration_save = True

    class Params:
        state = "submitted"

    case = factory.SubFactory(
        CaseFactory,
        state=factory.SelfAttribute("..state"),
        assignee=factory.Maybe(
            factory.LazyAttribute(lambda case: case.state in WITH_EXECUTOR),
            factory.SubFactory(UserFactory, full_profile=True, role="executor"),
        ),
    )
    appeal_kind = "statement"
    body = BODY
    pd_notice_version = PD_NOTICE_VERSION
    reply_text = factory.LazyAttribute(
        lambda appeal: "Дах полагодять до пʼятниці." if appeal.state in WITH_REPLY else ""
    )
    result = factory.LazyAttribute(lambda appeal: "9.1" if appeal.state in WITH_REPLY else "")

    @factory.post_generation
    def questions(self: Appeal, create: bool, given: Any, **_more: Any) -> None:  # type: ignore[misc]
        if not create or self.case.state == "submitted":
            return
        is_over = self.result and self.case.state != "reply_draft"
        QuestionFactory(
            case=self.case,
            topic=given or "Q10",
            result=self.result,
            closed_at=self.case.answered_at if is_over else None,
        )


class QuestionFactory(DjangoModelFactory):
    """One more question of a case, after those it has."""

    class Meta:
        model = Question

    case = factory.SubFactory(CaseFactory)
    number = factory.LazyAttribute(lambda question: question.case.questions.count() + 1)
    topic = "Q10"
    is_main = factory.LazyAttribute(lambda question: question.number == 1)


class DraftFactory(DjangoModelFactory):
    """A complete draft on the form of a person; `empty=True`: nothing is typed yet."""

    class Meta:
        model = AppealDraft

    class Params:
        empty = factory.Trait(data={})

    user = factory.SubFactory(UserFactory, full_profile=True)
    addressee = factory.SubFactory(AddresseeFactory, listed=True)
    form = factory.LazyFunction(lambda: ensure_ready_forms()[0])
    revision = factory.LazyAttribute(lambda draft: current_revision(draft.form))
    data = factory.LazyFunction(
        lambda: {
            "kind": "statement",
            "subject": "Протекла стеля",
            "body": BODY,
            "reply_channel": "cabinet",
        }
    )
    created_at = factory.LazyFunction(clock.now)
    updated_at = factory.LazyAttribute(lambda draft: draft.created_at)
