import pytest

from core.errors import Conflict
from core.states import StateTable

LIGHT = {"red": "Red", "green": "Green", "off": "Off"}


@pytest.fixture
def table():
    return StateTable("light", LIGHT, {"red": ["green", "off"], "green": ["red"]})


def test_declared_step_passes(table):
    table.check("red", "green")
    assert table.next_states("red") == ("green", "off")


def test_step_that_is_not_declared_is_refused_with_the_present_state_in_words(table):
    with pytest.raises(Conflict, match="Green") as refusal:
        table.check("green", "off")
    assert refusal.value.code == "state_not_allowed"


def test_unknown_states_are_refused_not_crashed_on(table):
    with pytest.raises(Conflict):
        table.check("blue", "red")
    with pytest.raises(Conflict):
        table.check("red", "blue")


def test_final_states_are_those_without_a_way_out(table):
    assert table.final_states == {"off"}
    assert table.is_final("off")
    assert not table.is_final("red")


def test_pairs_say_the_same_as_a_mapping(table):
    pairs = StateTable("light", LIGHT, [("red", "green"), ("red", "off"), ("green", "red")])
    assert all(pairs.next_states(state) == table.next_states(state) for state in LIGHT)


def test_misspelt_state_is_found_when_the_table_is_built():
    with pytest.raises(ValueError, match="gren"):
        StateTable("light", LIGHT, {"red": ["gren"]})


def test_labels_and_choices_come_in_declared_order(table):
    assert table.choices == [("red", "Red"), ("green", "Green"), ("off", "Off")]
    assert table.label("red") == "Red"
    assert "red" in table and "blue" not in table
