"""Terms of the law never pause (DL-07): no rule may say so, and a stop is no pause."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from crm.deadlines.models import DeadlineClock
from crm.deadlines.services import resume_clock, stop_clock
from directory.models import DeadlineRule
from directory.models.rules import OF_SERVICE
from tests.factories.crm import CaseFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAYS = ("nominal_on", "due_on", "target_on", "due_at", "anchor_on", "explanation")


def test_no_shipped_rule_of_law_may_be_paused():
    """DL-07"""
    pausable = DeadlineRule.objects.filter(is_pausable=True)
    assert {rule.applies_to["entity"] for rule in pausable} == {OF_SERVICE}
    assert DeadlineRule.objects.filter(is_pausable=False).exists()


@pytest.mark.parametrize("applies_to", [{"entity": "appeal"}, {"entity": "petition"}, {}])
def test_rule_of_law_is_refused_a_pause(applies_to):
    """DL-07: by the form, by a file of the law, and by the database."""
    rule = DeadlineRule.objects.filter(code="ua.appeal.month").latest("version")
    rule.applies_to, rule.is_pausable = applies_to, True
    with pytest.raises(ValidationError) as refused:
        rule.full_clean()
    assert "is_pausable" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()
    rows = DeadlineRule.objects.filter(pk=rule.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(applies_to=applies_to, is_pausable=True)


def test_rule_of_a_service_may_pause():
    rule = DeadlineRule.objects.filter(code="ua.case.ordinary").latest("version")
    assert rule.is_pausable
    rule.full_clean()
    rule.save()


def test_stopped_and_resumed_term_ends_on_the_same_day():
    """DL-07: what ran while it was stopped is not given back."""
    term: DeadlineClock = CaseFactory(received_at=AT).main_clock
    before = {name: getattr(term, name) for name in DAYS}
    stop_clock(term, AT + timedelta(days=3))
    resume_clock(term, AT + timedelta(days=13))
    term.refresh_from_db()
    assert {name: getattr(term, name) for name in DAYS} == before
    assert term.stopped_at is None
