"""Every state × every transition × every role against domain.md 13.1, typed in as data.

Each verb is tried for real, by its service, in a transaction that is undone; the button on the card
must stand exactly where the service would agree.
"""

from datetime import timedelta

import pytest
from django.db import transaction

from core import clock
from core.errors import RuleBroken
from crm.appeals import services as appeals
from crm.appeals.models import Registration
from crm.cases.models import Case
from crm.cases.states import APPEAL
from crm.desk.actions import step_for
from tests.desk.stories import HOUSING
from tests.people import NAMES, make_person

pytestmark = pytest.mark.django_db

# from, to: who (13.1). `author` is the resident who wrote it, `executor` the one charged with it.
TABLE = {
    ("submitted", "registered"): {"clerk"},
    ("submitted", "requalified"): {"clerk"},
    ("registered", "returned"): {"clerk", "head"},
    ("registered", "forwarded"): {"clerk", "head"},
    ("assigned", "forwarded"): {"clerk", "head"},
    ("in_progress", "forwarded"): {"clerk", "head"},
    ("registered", "not_considered"): {"head"},
    ("registered", "joined"): {"clerk"},
    ("registered", "assigned"): {"head", "moderator"},
    ("assigned", "in_progress"): {"executor"},
    ("assigned", "assigned"): {"head"},
    ("in_progress", "assigned"): {"head"},
    ("in_progress", "reply_draft"): {"executor"},
    ("reply_draft", "in_progress"): {"head"},
    ("reply_draft", "answered"): {"head"},
    ("answered", "closed"): {"clerk"},
    ("submitted", "withdrawn"): {"author"},
    ("registered", "withdrawn"): {"author"},
    ("assigned", "withdrawn"): {"author"},
    ("in_progress", "withdrawn"): {"author"},
    ("reply_draft", "withdrawn"): {"author"},
    ("registered", "extended"): {"head"},
    ("assigned", "extended"): {"head"},
    ("in_progress", "extended"): {"head"},
    ("reply_draft", "extended"): {"head"},
    # besides 13.1, by A-15: a head decides on a shorter term that the author asks for
    ("registered", "shortened"): {"head"},
    ("assigned", "shortened"): {"head"},
    ("in_progress", "shortened"): {"head"},
    ("reply_draft", "shortened"): {"head"},
    ("answered", "repeated"): {"author"},
    ("closed", "repeated"): {"author"},
    # what was returned comes back filled in, to be sent anew
    ("returned", "repeated"): {"author"},
    # besides 13.1: what was joined by mistake goes its own way again
    ("joined", "registered"): {"clerk"},
}
STATES = (
    *("submitted", "registered", "assigned", "in_progress", "reply_draft", "answered", "closed"),
    *("returned", "forwarded", "not_considered", "joined", "requalified", "withdrawn"),
)
ROLES = (*(name for name in NAMES if name not in ("resident", "stranger")), "author", "stranger")

# verb: where it leads, and the step of the desk that offers it ("" for those of the cabinet)
VERBS = {
    "register": ("registered", "register"),
    "requalify": ("requalified", "requalify"),
    "return": ("returned", "return"),
    "forward": ("forwarded", "forward"),
    "refuse": ("not_considered", "refuse"),
    "join": ("joined", "join"),
    "assign": ("assigned", "assign"),
    "accept": ("in_progress", "accept"),
    "draft": ("reply_draft", "reply"),
    "rework": ("in_progress", "rework"),
    "sign": ("answered", "sign"),
    "close": ("closed", "close"),
    "withdraw": ("withdrawn", ""),
    "extend": ("extended", "extend"),
    "shorten": ("shortened", "shorter"),
    "not_shorten": ("shortened", "shorter"),
    "repeat": ("repeated", ""),
    "part": ("registered", "part"),
}
# Two verbs lead to the same state from different ones: each counts only where it begins.
BEGINS = {
    "register": {"submitted"},
    "part": {"joined"},
    "accept": {"assigned"},
    "rework": {"reply_draft"},
}


class Undo(Exception):
    """Raised to leave everything as it was."""


class Trial:
    """An appeal in one state, and every verb tried upon it by everybody."""

    def __init__(self, story, state):
        self.story, self.people, self.at = story, story.people, clock.now()
        self.other = story.registered(author=make_person("resident"))
        self.colleague = make_person("executor")
        self.case = self.bring(state)
        asked = Registration.objects.filter(case=self.case)
        asked.update(shorter_term_asked_by="Автор", shorter_term_reason="Хворіє")

    def bring(self, state):
        story, people, at = self.story, self.people, self.at
        plain = {"reply_draft": "drafted"}.get(state, state)
        if hasattr(story, plain):
            return getattr(story, plain)()
        if state == "closed":
            return appeals.close_appeal(story.answered(), people.clerk, at)
        if state == "requalified":
            return appeals.requalify_appeal(story.submitted(), "Запит", people.clerk, at)
        case = story.registered()
        verbs = {
            "returned": lambda: appeals.return_to_author(
                case, "Ст. 5", people.clerk, at, ground="form"
            ),
            "forwarded": lambda: appeals.forward_appeal(case, "ОДА", "", people.clerk, at),
            "not_considered": lambda: appeals.refuse_consideration(
                case, "8", people.head, at, ground="incapable"
            ),
            "joined": lambda: appeals.join_appeal(case, self.other, people.clerk, at),
            "withdrawn": lambda: appeals.withdraw_appeal(case, people.resident, at),
        }
        return verbs[state]()

    def person(self, role):
        return getattr(self.people, {"author": "resident"}.get(role, role))

    def do(self, verb, who):
        case, at = Case.objects.get(pk=self.case.pk), clock.now()
        verbs = {
            "register": lambda: appeals.confirm_registration(case, who, at, questions=HOUSING),
            "requalify": lambda: appeals.requalify_appeal(case, "Це запит", who, at),
            "return": lambda: appeals.return_to_author(case, "Ст. 5", who, at, ground="form"),
            "forward": lambda: appeals.forward_appeal(case, "Облрада", "Їхнє", who, at),
            "refuse": lambda: appeals.refuse_consideration(case, "8", who, at, ground="late"),
            "join": lambda: appeals.join_appeal(case, self.other, who, at),
            "assign": lambda: appeals.assign_appeal(
                case, self.colleague, who, at, resolution="Так"
            ),
            "accept": lambda: appeals.accept_assignment(case, who, at),
            "draft": lambda: appeals.draft_reply(case, "Текст", "9.1", who, at),
            "rework": lambda: appeals.return_for_rework(case, "Дата", who, at),
            "sign": lambda: appeals.sign_reply(case, who, at),
            "close": lambda: appeals.close_appeal(case, who, at),
            "withdraw": lambda: appeals.withdraw_appeal(case, who, at),
            "extend": lambda: appeals.extend_term(
                case, case.due_on + timedelta(days=3), "Експертиза", who, at
            ),
            "shorten": lambda: appeals.shorten_term(case, case.due_on, who, at),
            "not_shorten": lambda: appeals.refuse_shorter_term(case, "Ні", who, at),
            "repeat": lambda: appeals.repeat_appeal(case, who, at),
            "part": lambda: appeals.part_appeal(case, who, at),
        }
        return verbs[verb]()

    def may(self, verb, who):
        """Whether the verb is done; nothing of it stays."""
        done = False
        try:
            with transaction.atomic():
                self.do(verb, who)
                done = True
                raise Undo
        except (Undo, RuleBroken):
            return done


@pytest.mark.parametrize("state", STATES)
def test_everybody_may_do_what_the_table_says_and_nothing_else(story, state):
    trial = Trial(story, state)
    wrong = {}
    for verb, (target, _step) in VERBS.items():
        begins_here = state in BEGINS.get(verb, STATES)
        for role in ROLES:
            expected = begins_here and role in TABLE.get((state, target), set())
            if trial.may(verb, trial.person(role)) != expected:
                wrong[verb, role] = "refused" if expected else "allowed"
    assert not wrong


@pytest.mark.parametrize("state", STATES)
def test_buttons_stand_where_the_service_agrees(story, state):
    trial = Trial(story, state)
    case = Case.objects.visible_to(trial.people.clerk).get(pk=trial.case.pk)
    wrong = {}
    for verb, (target, step) in VERBS.items():
        begins_here = state in BEGINS.get(verb, STATES)
        for role in ROLES:
            if not step or role in ("author", "stranger"):
                continue
            expected = begins_here and role in TABLE.get((state, target), set())
            if bool(step_for(trial.person(role), case, step)) != expected:
                wrong[verb, role] = "missing" if expected else "offered"
    assert not wrong


def test_table_knows_every_state():
    assert {source for source, _to in TABLE} <= set(STATES)
    assert set(STATES) == set(APPEAL.states)
