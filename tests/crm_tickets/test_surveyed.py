"""The survey of a visit is for who was served, once."""

import pytest

from blocks.polls.models import Survey
from blocks.polls.services import cast_ballot, identify
from core import clock
from core.errors import RuleBroken
from crm.tickets import states
from crm.tickets.models import Ticket
from crm.tickets.surveyed import token_of
from tests.crm_tickets.stories import EIGHT, make_visit
from tests.factories.directory import AddresseeFactory
from tests.factories.surveys import make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(people):
    with clock.frozen(EIGHT):
        visit = make_visit(people)
        ticket = visit.booked()
        Ticket.objects.filter(pk=ticket.pk).update(state=states.SERVED)
        yield ticket


def code_of(survey, token):
    with pytest.raises(RuleBroken) as broken:
        identify(survey, EIGHT, token=token)
    return broken.value.code


def test_who_was_served_answers_once_by_the_link(served):
    about = {"addressee": served.queue.addressee, "who_may": Survey.Who.HOLDER}
    survey = make_survey(**about)
    who = identify(survey, EIGHT, token=token_of(served))
    assert who.stratum == "verified" and served.token not in who.keys[0]
    assert cast_ballot(survey, who, {"way": "bus"}, EIGHT, revision=1)
    with pytest.raises(RuleBroken):
        again = identify(survey, EIGHT, token=token_of(served))
        cast_ballot(survey, again, {"way": "bus"}, EIGHT, revision=1)


def test_another_addressee_another_service_and_a_visit_that_was_not_are_refused(served):
    holder = Survey.Who.HOLDER
    token = token_of(served)
    other = make_survey(addressee=AddresseeFactory(), who_may=holder)
    assert code_of(other, token) == "foreign" == code_of(other, f"{token}x")
    own = make_survey(addressee=served.queue.addressee, service=served.service, who_may=holder)
    assert identify(own, EIGHT, token=token)
    Ticket.objects.filter(pk=served.pk).update(state=states.NO_SHOW)
    assert code_of(own, token) == "foreign"
