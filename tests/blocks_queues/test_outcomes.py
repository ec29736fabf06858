"""How visits to a queue may end: a list of its own, kept by its keeper."""

import pytest

from blocks.queues.outcomes import USUAL, outcomes_of
from blocks.queues.services import copy_queue
from core import clock
from core.words import Text
from tests.blocks_queues.forms import address, outcome_rows, whole
from tests.factories.queues import make_queue

pytestmark = pytest.mark.django_db


class TestOutcomes:
    """What a specialist chooses from when a visit is over."""

    def test_a_new_queue_has_the_usual_ones_and_a_copy_those_of_its_source(self, people):
        queue = make_queue()
        assert [one.code for one in outcomes_of(queue.pk)] == list(USUAL)
        queue.outcomes.filter(code="refused").delete()
        queue.outcomes.filter(code="done").update(name=Text(uk="Видано паспорт"))
        copy = copy_queue(queue, Text(uk="Друга"), "second", people.admin, clock.now())
        assert [str(one) for one in outcomes_of(copy.pk)] == [
            *("Видано паспорт", "Документи прийнято", "Надано консультацію"),
            *("Бракує документів", "Скеровано в інше місце"),
        ]

    def test_the_keeper_renames_adds_and_switches_off(self, client_of):
        queue = make_queue()
        client, page = client_of("admin"), address("edit", queue.pk)
        assert "Чим завершуються візити" in client.get(page).content.decode()
        told = whole(queue) | outcome_rows(queue, done="Видано паспорт")
        del told["outcomes-5-is_active"]
        told["outcomes-TOTAL_FORMS"] = "7"
        told |= {
            "outcomes-6-name_uk": "Інше",
            "outcomes-6-is_active": "on",
            "outcomes-6-ORDER": "7",
        }
        assert client.post(page, told).status_code == 302
        names = [str(one) for one in outcomes_of(queue.pk)]
        assert names[0] == "Видано паспорт" and names[-1] == "Інше" and "Відмовлено" not in names
        nameless = whole(queue) | {"outcomes-0-name_uk": ""}
        assert client.post(page, nameless).status_code == 200, "an error at the field"
