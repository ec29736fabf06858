"""Small numbers of a survey cannot be found by subtraction: an attacker counts all that could be.

The attacker holds every snapshot ever printed, knows that cells hidden while a nought is shown are
not empty themselves, that at first some of them are small, and that answers only grow in number.
"""

from datetime import date
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crm.publishing.hiding import NOTHING_BEFORE, Before, hide, hide_choices
from crm.publishing.survey_tables import series_of

CELLS = "abcd"


def printed(counts, hidden):
    return {cell: None if cell in hidden else count for cell, count in counts.items()}


def ways(total, parts, least):
    """All ways of writing the total as so many parts of at least so much."""
    spare = total - parts * least
    if spare < 0:
        return
    for bars in combinations(range(spare + parts - 1), parts - 1):
        edges = (-1, *bars, spare + parts - 1)
        yield tuple(after - before - 1 + least for before, after in zip(edges, edges[1:]))  # noqa: B905


def worlds(view, base):
    """Every table that would have been printed like this."""
    hidden = [cell for cell, count in view.items() if count is None]
    if not hidden:
        return [tuple(view.values())]
    shown = sum(count for count in view.values() if count is not None)
    least = 0 if len(hidden) == len(view) else 1
    found = []
    for parts in ways(base - shown, len(hidden), least):
        known = dict(zip(hidden, parts, strict=True))
        found.append(tuple(known.get(cell, count) for cell, count in view.items()))
    return found


def possible(history):
    """Tables of each snapshot that have an older and a newer one they could have grown between."""
    layers = [worlds(view, base) for view, base in history]
    first = next((at for at, (view, _base) in enumerate(history) if None in view.values()), None)
    if first is not None:
        columns = [at for at, count in enumerate(history[first][0].values()) if count is None]
        layers[first] = [one for one in layers[first] if any(0 < one[at] < 5 for at in columns)]
    for order in (range(1, len(layers)), range(len(layers) - 2, -1, -1)):
        for place in order:
            beside = layers[place - 1] if order.step > 0 else layers[place + 1]
            grew = (lambda a, b: a <= b) if order.step > 0 else (lambda a, b: b <= a)
            layers[place] = [
                one for one in layers[place] if any(all(map(grew, other, one)) for other in beside)
            ]
    return layers


def recovered(history, truths):
    """Small numbers that only one possible world has."""
    found = []
    for place, tables in enumerate(possible(history)):
        view, _base = history[place]
        for column, cell in enumerate(view):
            values = {table[column] for table in tables}
            if view[cell] is None and 0 < truths[place][cell] < 5 and len(values) < 2:
                found.append((place, cell, truths[place][cell]))
    return found


counts = st.lists(st.integers(0, 9), min_size=3, max_size=4)
growth = st.lists(st.sampled_from([0, 0, 1, 2, 5, 9]), min_size=4, max_size=4)


@settings(max_examples=300, deadline=None)
@given(counts, st.lists(growth, max_size=2))
def test_nobody_finds_a_hidden_number_in_all_that_was_ever_printed(first, steps):
    table = dict(zip(CELLS, first, strict=False))
    assume(sum(table.values()) >= 5)
    before, history, truths = NOTHING_BEFORE, [], []
    for step in [None, *steps]:
        if step is not None:
            more = dict(zip(CELLS, step, strict=False))
            table = {cell: count + more[cell] for cell, count in table.items()}
            if sum(more[cell] for cell in table) < 5:
                continue
        before = hide(table, before)
        history.append((printed(table, before.hidden), sum(table.values())))
        truths.append(table)
        for cell, count in history[-1][0].items():
            assert count is None or count == 0 or count >= 5, cell
    assume(max(len(worlds(*one)) for one in history) < 1500)
    assert not recovered(history, truths)


def test_an_attacker_finds_a_number_hidden_alone():
    """The test above can fail: this is what it would find."""
    table = {"a": 3, "b": 60, "c": 40}
    assert recovered([(printed(table, {"a"}), 103)], [table]) == [(0, "a", 3)]


def test_a_number_shown_too_early_is_found_in_the_older_snapshot():
    older, newer = {"a": 4, "b": 50, "c": 90}, {"a": 9, "b": 50, "c": 90}
    views = [(printed(older, {"a", "b"}), 144), (printed(newer, set()), 149)]
    assert recovered(views, [older, newer])[:1] == [(0, "a", 4)]
    assert {"a", "b"} <= hide(newer, hide(older)).hidden


def test_a_number_is_shown_again_once_its_past_is_out_of_reach():
    older = hide({"a": 4, "b": 50, "c": 90})
    assert older.hidden == {"a", "b"}
    assert hide({"a": 9, "b": 90, "c": 90}, older).hidden == set()


def test_the_second_cell_is_of_the_same_class_when_it_can_be():
    stars = {"5": 20, "4": 9, "3": 30, "2": 12, "1": 2}
    classes = {cell: int(cell) >= 4 for cell in stars}
    assert hide(stars, classes=classes).hidden == {"1", "2"}


def test_equal_small_numbers_do_not_tell_each_other():
    assert hide({"a": 1, "b": 1, "c": 20, "d": 30}).hidden == {"a", "b", "c"}
    assert hide({"a": 4, "b": 4, "c": 20, "d": 30}).hidden == {"a", "b", "c"}
    assert hide({"a": 2, "b": 2, "c": 20, "d": 30}).hidden == {"a", "b"}


def test_a_few_answers_taken_out_are_not_found_either():
    before = hide({"a": 20, "b": 30, "c": 50})
    assert before.hidden == set()
    after = hide({"a": 18, "b": 23, "c": 50}, before)
    assert "a" in after.hidden
    assert len(after.hidden) > 1


def test_memory_survives_being_kept_as_json():
    before = hide({"a": 4, "b": 50, "c": 90})
    assert Before.of_json(before.as_json()) == before


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_no_period_of_a_series_is_small_and_none_is_left_over(found):
    """What is not printed of the whole would be the month left out."""
    months = {
        date(2026, number, 1): {"5": good, "1": rest}
        for number, (good, rest) in enumerate(found, 1)
    }
    periods = series_of(months, {"5": "good", "1": "rest"})
    for period in periods:
        assert period["n"] >= 5
        for name in ("good", "rest"):
            assert period.get(name, 0) == 0 or period[name] >= 5
    if periods:
        assert sum(one.get("good", 0) for one in periods) == sum(good for good, _rest in found)
        assert sum(one.get("rest", 0) for one in periods) == sum(rest for _good, rest in found)


@settings(max_examples=200, deadline=None)
@given(st.integers(5, 12), st.data())
def test_of_several_choices_no_hidden_number_follows_from_everybody_having_chosen(people, data):
    chosen = data.draw(
        st.lists(st.sets(st.sampled_from("abc"), min_size=1), min_size=people, max_size=people)
    )
    table = {cell: sum(cell in one for one in chosen) for cell in "abc"}
    view = printed(table, hide_choices(table, people).hidden)
    hidden = [cell for cell, count in view.items() if count is None]
    shown = sum(count for count in view.values() if count is not None)
    values = {cell: set() for cell in hidden}
    for guess in product(range(1, people + 1), repeat=len(hidden)):
        if shown + sum(guess) >= people:
            for cell, count in zip(hidden, guess, strict=True):
                values[cell].add(count)
    for cell in hidden:
        if table[cell] < 5:
            assert len(values[cell] & {1, 2, 3, 4}) > 1 or len(values[cell]) > 1
    assert all(count == 0 or count >= 5 for count in view.values() if count is not None)
