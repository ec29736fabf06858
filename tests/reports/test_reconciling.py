"""Every cell of every report against a count in plain Python that shares nothing with it.

The independent count reads rows one by one and asks the statute's own words (domain.md 5.1).
"""

import statistics
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core import clock
from crm.appeals.models import Question as AskedQuestion
from crm.cases.models import Case
from crm.desk import lists
from crm.reports import building, counting, rules
from crm.reports.asking import EVERYBODY, INDIVIDUAL, LEGAL, Behind, Question
from crm.reports.building import build_report
from crm.reports.discipline_rules import COLUMNS as DISCIPLINE
from crm.reports.periods import Period
from tests.reports.town import TODAY

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
YEAR = Question(Period.year(2026))
QUARTER = Question(Period.quarter(2026, 2))
ASKED = {
    "year": YEAR,
    "quarter": QUARTER,
    "two-years": Question(Period(date(2025, 1, 1), date(2026, 12, 31)), EVERYBODY),
    "legal": Question(Period.year(2026), LEGAL),
}
HEROES = {"7.3", "7.16", "7.17", "7.18"}
NOT_PROTECTED = HEROES | {"7.19", "7.99"}


@pytest.fixture
def town(lasting_town, db):
    return lasting_town


@pytest.fixture
def people(lasting_town, db):
    return lasting_town.people


def cases_of(question: Question) -> list[Case]:
    """Row by row, with nothing of the report's own."""
    found = []
    for case in Case.objects.select_related("appeal", "registration", "addressee"):
        if case.kind != "appeal":
            continue
        if not question.period.since <= case.registered_on <= question.period.until:
            continue
        if question.applicant != "all" and case.appeal.applicant != question.applicant:
            continue
        found.append(case)
    return found


def sources_of(case: Case) -> set[str]:
    card = case.registration
    named = {
        "1.1": "post",
        "1.1.1": "phone",
        "1.2": "reception",
        "1.3": "representative",
        "1.4": "power",
        "1.5": "media",
        "1.6": "other",
    }
    found = {"total", named.get(card.receipt_form, "unknown")}
    if card.receipt_form == "1.4" and card.source_level:
        found.add(f"power_{card.source_level}")
    return found


def marks_of(case: Case) -> set[str]:
    card, appeal = case.registration, case.appeal
    found = {"total"}
    if card.subject == "5.2":
        found.add("collective")
    if card.sign == "2.2":
        found.add("repeated")
    if HEROES & set(card.categories):
        found.add("heroes")
    if set(card.categories) - NOT_PROTECTED:
        found.add("protected")
    kinds = {"proposal": "proposals", "statement": "statements", "complaint": "complaints"}
    found.add(kinds.get(appeal.appeal_kind, "kindless"))
    found.add(ending_of(case))
    return found


def ending_of(case: Case) -> str:
    if case.state in ("submitted", "registered", "assigned", "in_progress", "reply_draft"):
        return "in_work"
    if case.state in ("withdrawn", "joined", "requalified"):
        return "otherwise"
    if case.state in ("returned", "forwarded", "not_considered"):
        return case.state
    words = ("positive", "refused", "explained", "returned", "forwarded", "not_considered")
    codes = dict(zip(("9.1", "9.2", "9.3", "9.4", "9.5", "9.6"), words, strict=True))
    return codes.get(case.appeal.result, "otherwise")


def figures_of(section, keys) -> dict[tuple[str, str], object]:
    """Every figure of a section by its own set, so that no order is taken for granted."""
    return {
        key: figure
        for line in section.lines
        for figure in line.figures
        if (key := keys(figure)) is not None
    }


def by_cell(figure):
    behind = Behind.from_text(figure.behind)
    return (behind.row, behind.column) if behind else None


@pytest.mark.parametrize("asked", ASKED)
def test_every_cell_of_the_quarterly_table(town, people, asked):
    question = ASKED[asked]
    cases = cases_of(question)
    assert cases
    table = figures_of(build_report("quarter", question, people.clerk, AT).sections[0], by_cell)
    assert len(table) >= 10 * 17
    for (row, column), figure in table.items():
        counted = [case for case in cases if row in sources_of(case)]
        if column == "citizens":
            expected = sum(case.registration.signatories_count for case in counted)
        else:
            expected = sum(column in marks_of(case) for case in counted)
        assert figure.value == expected, (row, column)


def test_rows_and_columns_add_up(town, people):
    table = rules.table_of(_counted(YEAR))
    main = [row.code for row in rules.ROWS if not row.part_of]
    for column in rules.COLUMN:
        assert sum(table[row][column] for row in main) == table["total"][column], column
    for group in ("kind", "end"):
        parts = [one.code for one in rules.COLUMNS if one.group == group]
        for row in rules.ROW:
            assert sum(table[row][part] for part in parts) == table[row]["total"], (group, row)
    assert table["power"]["total"] > table["power_local"]["total"] + table["power_central"]["total"]


def _counted(question):
    return counting.by_way(Case.objects.all(), question)


@pytest.mark.parametrize("asked", ASKED)
def test_every_cell_of_the_topics(town, people, asked):
    question = ASKED[asked]
    cases = {case.pk: case for case in cases_of(question)}
    section = build_report("quarter", question, people.clerk, AT).sections[1]
    table = figures_of(section, by_cell)
    asked_in = list(AskedQuestion.objects.filter(case__in=list(cases)))
    for (topic, row), figure in table.items():
        expected = 0
        for one in asked_in:
            head = one.topic[:3] if one.topic.startswith("Q") else "other"
            if topic in ("all", head) and row in sources_of(cases[one.case_id]):
                expected += 1
        assert figure.value == expected, (topic, row)


def discipline_marks(case: Case) -> set[str]:
    found = {"all"}
    if case.is_extended:
        found.add("extended")
    if case.answered_at:
        found.add("answered")
        day = clock.local(case.answered_at).date()
        found.add("late" if case.due_on and day > case.due_on else "in_time")
    if case.is_open:
        found.add("open")
        if case.due_on and case.due_on < TODAY:
            found.add("overdue")
        age = (TODAY - case.registered_on).days
        found.add(
            "age_15"
            if age <= 15
            else "age_30"
            if age <= 30
            else "age_45"
            if age <= 45
            else "age_over"
        )
    return found


@pytest.mark.parametrize("table", ["addressee", "executor"])
def test_every_cell_of_the_discipline(town, people, table):
    cases = cases_of(YEAR)
    report = build_report("discipline", YEAR, people.clerk, AT)
    section = report.sections[0 if table == "addressee" else 1]
    for line in section.lines:
        row = Behind.from_text(line.figures[0].behind).row
        mine = [
            case
            for case in cases
            if row == "total"
            or int(row) == (case.addressee_id if table == "addressee" else case.assignee_id or 0)
        ]
        days = [
            (clock.local(case.answered_at).date() - case.registered_on).days
            for case in mine
            if case.answered_at
        ]
        for column, figure in zip(DISCIPLINE, line.figures, strict=True):
            if column == "mean":
                assert figure.value == (round(statistics.mean(days), 1) if days else None)
            elif column == "median":
                assert figure.value == (statistics.median(days) if days else None)
            else:
                expected = sum(column in discipline_marks(case) for case in mine)
                assert figure.value == expected, (line.label, column)


def test_the_comparison_counts_both_years(town, people):
    section = build_report("comparison", QUARTER, people.clerk, AT).sections[0]
    now, then = cases_of(QUARTER), cases_of(QUARTER.a_year_ago())
    total = section.lines[0].figures
    assert (total[0].value, total[1].value) == (len(now), len(then))
    assert total[2].value == len(now) - len(then)
    assert total[3].value == round(100 * (len(now) - len(then)) / len(then), 1)


@pytest.mark.parametrize("who", ["clerk", "head", "moderator"])
@pytest.mark.parametrize("code", ["quarter", "discipline", "comparison"])
def test_each_figure_opens_the_list_it_counts(town, people, who, code):
    """The list of the desk under the figure's own filter, for whoever sees the figure."""
    user = getattr(people, who)
    report = build_report(code, YEAR, user, AT)
    checked = 0
    for section in report.sections:
        for line in section.lines:
            for figure in line.figures:
                behind = Behind.from_text(figure.behind)
                if behind is None:
                    continue
                found = lists.found_cases(user, {"behind": behind}, AT)
                checked += 1
                if behind.column == "citizens":
                    people_counted = [case.registration.signatories_count for case in found]
                    assert sum(people_counted) == figure.value, figure.behind
                elif behind.table == "topic":
                    topics = AskedQuestion.objects.filter(case__in=found.values("pk"))
                    heads = [
                        t[:3] if t[0] == "Q" else "other"
                        for t in topics.values_list("topic", flat=True)
                    ]
                    many = len(heads) if behind.row == "all" else heads.count(behind.row)
                    assert many == figure.value, figure.behind
                else:
                    assert found.count() == figure.value, figure.behind
    assert checked > 15


def test_a_head_counts_the_own_branch_and_no_complaint_about_it(town, people):
    report = build_report("quarter", YEAR, people.head, AT)
    total = report.sections[0].lines[-1].figures[0].value
    branch = {body.pk for body in town.bodies[:2]}
    mine = [
        case for case in cases_of(YEAR) if case.addressee_id in branch and case.against_id is None
    ]
    assert total == len(mine) < len(cases_of(YEAR))


def test_an_addressee_is_counted_with_everything_below(town, people):
    question = Question(Period.year(2026), INDIVIDUAL, town.bodies[0].pk)
    total = build_report("quarter", question, people.clerk, AT).sections[0].lines[-1].figures[0]
    branch = {body.pk for body in town.bodies[:2]}
    assert total.value == sum(case.addressee_id in branch for case in cases_of(YEAR))


def test_no_small_count_is_in_the_public_summary(town, people):
    """A-25: the summary that is published, with masking."""
    report = build_report("public", QUARTER, people.analyst, AT)
    assert any(
        figure.is_hidden for s in report.sections for line in s.lines for figure in line.figures
    )
    for section in report.sections[1:]:
        values = [line.figures[0].value for line in section.lines]
        assert all(value is None or value >= 5 for value in values), section.title
        assert values.count(None) != 1, "one hidden part is found by subtraction"
    assert not any(
        figure.behind for s in report.sections for line in s.lines for figure in line.figures
    )


@pytest.mark.parametrize("code", list(building.TITLES))
def test_a_report_asks_few_statements(town, people, code, django_assert_max_num_queries):
    clerk = people.clerk
    with django_assert_max_num_queries(5):
        build_report(code, YEAR, clerk, AT)


def test_the_page_links_its_figures_for_the_office_only(town, client_of):
    where = reverse("desk:report", args=["quarter"])
    asked = {"since": "2026-01-01", "until": "2026-12-31"}
    assert "behind=quarter" in client_of("clerk").get(where, asked).content.decode()
    for who in ("analyst", "supervisor"):
        page = client_of(who).get(where, asked).content.decode()
        assert "behind=" not in page
        assert "Разом" in page
