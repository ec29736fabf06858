"""A-19: whoever asked to hide the name is named nowhere at the desk to people not needed for the
decision: every list, card, file and paper of the matrix, role by role."""

import json
from functools import cached_property
from io import BytesIO
from zipfile import ZipFile

import pytest

from core import clock
from core.accounts.models import User
from crm.appeals.card_rules import Signed
from crm.appeals.papers import kinds
from crm.appeals.papers.data import data_of
from crm.appeals.papers.printing import print_case_form
from crm.appeals.services import correct_card
from crm.cases.models import Case
from crm.desk.exports import find_for
from crm.reports.exporting import Wish, make_export, order_export
from tests.house.story import Story
from tests.house.url_matrix import MATRIX, Row
from tests.house.urls import Address, every_address
from tests.paper.pdf_words import words_of
from tests.people import everybody
from tests.shared import taken_back

pytestmark = pytest.mark.django_db

SECRETS = (
    *("Приховайло", "Таємнича вулиця", "380509998877", "050 999 88 77", "hidden-author"),
    *("Заступнюк", "Довіреність 555", "Спільник Іван", "Багатодітна сімʼя", "Військовослужбовець"),
)
KNOW = {"clerk", "executor"}  # the appeals office and the named executor
BY_PATTERN = {address.pattern: address for address in every_address()}
WALKED = [
    (row, BY_PATTERN[row.pattern])
    for row in MATRIX
    if row.kind == "desk" and row.posts is None and row.pattern in BY_PATTERN
]
SEEN = [(row, address, role) for row, address in WALKED for role in row.allowed if role not in KNOW]


class HiddenStory(Story):
    """The same city, where the author asked to be hidden and the card says much of them.

    They ask for nothing else: the journal would name them for it, which is about no appeal.
    """

    _else = ("archive", "draft", "request")
    made = tuple(filter(lambda name, other=_else: not name.startswith(other), Story.made))

    @cached_property
    def case(self) -> Case:
        author = User.objects.get(pk=self.people.resident.pk)
        author.last_name, author.addr_street = "Приховайло", "Таємнича вулиця"
        author.phone, author.email = "+380509998877", "hidden-author@people.test"
        author.save()
        story = self.department
        said = {"author_category": ["7.13"], "social_status": "8.6", "is_collective": True}
        said |= {"signatories": "Спільник Іван; Таємнича вулиця, 7", "signatories_count": "9"}
        case = story.in_progress(author=author, hide_identity=True, **said)
        card = case.registration
        changes = {
            "receipt_form": "1.3",
            "representative_name": "Заступнюк П. П.",
            "representative_document": "Довіреність 555",
        }
        people = [Signed("Спільник Іван", "Таємнича вулиця, 7", "050 999 88 77")]
        correct_card(
            case,
            changes,
            self.people.clerk,
            clock.now(),
            version=card.version,
            signatories=people,
        )
        return Case.objects.get(pk=case.pk)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    with taken_back(django_db_blocker, tmp_path_factory.mktemp("private")):
        story = HiddenStory(everybody())
        story.make_everything()
        yield story


@pytest.fixture
def story(city, db):
    return city


@pytest.fixture
def people(city, db):
    return city.people


def named(value):
    if isinstance(value, Row):
        return value.pattern[:70]
    return value if isinstance(value, str) else ""


def texts_of(answer):
    """What a person would read: the page, the sheets of a workbook, the words of a PDF."""
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"%PDF") and b"startxref" in body:  # a paper, not the sample of a scan
        return words_of(body)
    if body[:2] == b"PK":
        with ZipFile(BytesIO(body)) as book:
            return " ".join(book.read(name).decode(errors="ignore") for name in book.namelist())
    return body.decode(errors="ignore")


@pytest.mark.parametrize(("row", "address", "role"), SEEN, ids=named)
def test_no_page_of_the_desk_names_a_hidden_author(row, address: Address, role, story, client_of):
    values = story.values_for(row, address)
    assert story.case.hide_identity
    query = row.query or ("?all" if "cases/" in row.pattern else "")
    answer = client_of(role).get(address.fill(values) + query)
    # An assignment may be closed to them; the lists, the card and its print never are.
    closed = row.pattern.startswith("desk/assignments/<")
    assert answer.status_code in ((200, 302, 404) if closed else (200, 302))
    text = texts_of(answer)
    # The form of intake offers the whole classifier to everybody who writes down.
    secrets = SECRETS[:-2] if row.pattern == "desk/new/" else SECRETS
    assert not [secret for secret in secrets if secret in text]


@pytest.mark.parametrize("query", ["Приховайло", "Таємнича", "0509998877", "Спільник"])
@pytest.mark.parametrize("role", ["moderator", "head"])
def test_search_does_not_tell_who_it_is(story, client_of, role, query):
    number = story.case.number
    client = client_of(role)
    assert number not in client.get("/desk/", {"q": query}).content.decode()
    assert number not in client.get("/desk/find/", {"q": query}).content.decode()


def test_journal_of_the_auditor_does_not_tell_by_an_address(story, client_of):
    assert story.case.hide_identity
    auditor = client_of("auditor")
    page = auditor.get("/desk/audit/", {"person": "hidden-author@people.test"}).content.decode()
    assert f"crm_cases.case:{story.case.pk}" not in page.casefold()


def test_papers_are_set_from_data_without_the_name(story, people):
    for viewer in (people.moderator, people.head):
        text = json.dumps(data_of(story.case, viewer, clock.now()), ensure_ascii=False, default=str)
        assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_list_of_a_head_does_not_name_them(story, people, kind):
    at = clock.now()
    assert story.case.hide_identity
    export = order_export(Wish(kind, "", "", 1), people.head, at)
    assert make_export(export.pk, find_for, at)
    export.refresh_from_db()
    with export.file.open("rb") as file:
        body = file.read()
    text = body.decode("utf-8-sig") if kind == "csv" else texts_of(FileLike(body))
    assert story.case.subject in text or kind == "xlsx"
    assert not [secret for secret in SECRETS if secret in text]


def test_list_exported_as_pdf_does_not_name_them(story, people):
    """The words of the PDF are read, and the office's own PDF proves that they can be."""
    assert story.case.hide_identity
    words = exported(people.head, "pdf")
    assert story.case.number in words
    assert not [secret for secret in SECRETS if secret in words]
    assert "Приховайло" in exported(people.clerk, "pdf")


@pytest.mark.parametrize("role", ["head", "moderator"])
def test_print_forms_do_not_name_them(story, people, role):
    case, at, viewer = story.case, clock.now(), getattr(people, role)
    Case.objects.filter(pk=case.pk).update(channel="reception")
    case.refresh_from_db()
    forms = kinds.fitting(case)
    assert {form.code for form in forms} >= {"card", "acceptance", "reception"}
    for form in forms:
        words = words_of(print_case_form(case, form, viewer, at))
        assert case.number in words or form.code == "reception", form.code
        assert not [secret for secret in SECRETS if secret in words], form.code
    known = words_of(print_case_form(case, forms[0], people.clerk, at))
    assert "Приховайло" in known and "Таємнича вулиця" in known


@pytest.mark.parametrize("state", ["returned", "forwarded", "not_considered", "answered"])
def test_letters_on_paper_do_not_name_them(story, people, state):
    at, case = clock.now(), story.case
    Case.objects.filter(pk=case.pk).update(state=state, answered_at=at)
    case = Case.objects.get(pk=case.pk)
    on_paper = ("return", "cover", "refusal", "reply")
    letters = [form for form in kinds.fitting(case) if form.code in on_paper]
    assert len(letters) == 1
    words = words_of(print_case_form(case, letters[0], people.head, at))
    assert case.number in words
    assert not [secret for secret in SECRETS if secret in words]
    assert "Приховайло" in words_of(print_case_form(case, letters[0], people.clerk, at))


@pytest.mark.parametrize("report", ["quarter", "discipline", "comparison", "public"])
def test_reports_as_pdf_name_nobody(story, client_of, report):
    assert story.case.hide_identity
    answer = client_of("head").get(f"/desk/reports/{report}/", {"format": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    words = texts_of(answer)
    assert words and not [secret for secret in SECRETS if secret in words]


def exported(person, kind) -> str:
    at = clock.now()
    export = order_export(Wish(kind, "", "", 1), person, at)
    assert make_export(export.pk, find_for, at)
    export.refresh_from_db()
    with export.file.open("rb") as file:
        return words_of(file.read())


class FileLike:
    """Bytes that are read as an answer is."""

    streaming = False

    def __init__(self, content: bytes) -> None:
        self.content = content


@pytest.mark.parametrize("role", sorted(KNOW))
def test_whoever_decides_reads_the_card_in_full(story, client_of, role):
    page = client_of(role).get(f"/desk/cases/{story.case_id}/").content.decode()
    for secret in ("Приховайло", "Таємнича вулиця", "Заступнюк", "Спільник Іван"):
        assert secret in page
