"""What the form never asks, so that acceptance cannot depend on it."""

import pytest

from blocks.forms.services import ensure_ready_forms
from crm.appeals.forms import ReplyByForm, WriteForm
from tests.factories.directory import AddresseeFactory

pytestmark = pytest.mark.django_db

OF_THE_LAW = {
    *("kind", "subject", "body", "against", "against_text", "decision_ref", "decision_on"),
    *("learned_on", "hide_identity", "reply_channel"),
}
OF_THE_AUTHOR = {"author_category", "social_status", "sex"}
OF_A_GROUP = {"is_collective", "signatories", "signatories_count"}


def test_form_asks_what_the_law_names_and_nothing_else():
    """A-03: no signature; A-09: no views, party, age, faith, nationality, language; A-21: no fee;
    PD-06: no tax number, no passport. Sex is for statistics only (2.3)."""
    definition = ensure_ready_forms()[0]
    form = WriteForm(definition=definition, addressee=AddresseeFactory(listed=True))
    asked = {*form.fields, *ReplyByForm().fields}
    assert asked <= OF_THE_LAW | OF_THE_AUTHOR | OF_A_GROUP
    assert not any(form.fields[name].required for name in OF_THE_AUTHOR & set(form.fields))
