"""The open register: only what was confirmed goes out, and nobody is in it (6.1)."""

import pytest
from django.urls import reverse

from blocks.answers.models import PublishedAnswer
from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.words.lemmas import lemmatise
from crm.appeals.models import Registration, Signatory
from crm.cases.links import link_cases
from crm.cases.models import CaseLink
from crm.publishing.answers import found_in, publish_answer, withdraw_answer
from crm.publishing.leaks import Known, Place, leaks_in
from crm.requests import services as requests
from crm.requests.models import AnswerPublication
from tests.crm_requests.conftest import ask, body, in_work  # noqa: F401 - fixtures
from tests.factories.crm import CaseFactory

pytestmark = pytest.mark.django_db

TEXTS = ("Кошторис ремонту школи", "Просять копію кошторису.", "Кошторис – 2 млн гривень.")
OLENA = Known(
    family=("Дорошенко", "Василівна"),
    given=("Олена",),
    organisation="ГО «Вербів на долоні»",
    emails=("olena@example.com",),
    phones=("+380671234567",),
    places=(Place("вулиця Садова", "12"), Place("пров. Лесі Українки", "7-А"), Place("Лугова 3")),
    others=("Бондар Ігор Петрович", "Ткач Наталія"),
)


@pytest.fixture
def answered(ask, in_work, people):  # noqa: F811
    case = in_work(ask())
    requests.sign_answer(case, "Кошторис – 2 млн гривень.", people.head, clock.now(), version=0)
    case.refresh_from_db()
    return case


def publish(case, who, texts=TEXTS, confirmed=True):
    return publish_answer(case, *texts, who, clock.now(), confirmed=confirmed)


def step(client, case, code, **typed):
    return client.post(reverse("desk:act", args=[case.public_id, code]), typed)


def typed(**changes):
    given = dict(zip(("title", "question", "answer"), TEXTS, strict=True))
    return {**given, "confirmed": "on", **changes}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Просить Дорошенко", ["name"]),
        ("запит Дорошенка О. В.", ["name"]),
        ("відповідь ДОРОШЕНКУ", ["name"]),
        ("запит До\u00adрошенко", ["name"]),
        ("запит Дopoшeнкo з латинськими літерами", ["name"]),
        ("Шановна Олено Василівно!", ["name"]),
        ("Шановна Олено! Надаємо", ["name"]),
        ("на вулиці Олени Теліги", []),
        ("пишіть на OLENA@example.com", ["email"]),
        ("дзвоніть 067 123-45-67", ["phone"]),
        ("дзвоніть +38 (067) 123 45 67", ["phone"]),
        ("код 8067123400099", []),
        ("від ГО «Вербів  на долоні»", ["organisation"]),
        ("Кошторис ремонту школи № 3, вул. Садова, 12", ["address"]),
        ("живе на Садовій, буд. 12, кв. 7", ["address"]),
        ("вул. Садова, д. №12", ["address"]),
        ("вулиця Садова, 120", []),
        ("на Садовій полагодили 12 ліхтарів", []),
        ("ремонт вулиці Садової", []),
        ("провулок Лесі Українки, 7 а", ["address"]),
        ("провулок Лесі Українки, 7", []),
        ("вул. Лугова, 3", ["address"]),
        ("Підписав Бондар", ["other"]),
        ("Ігоре Петровичу, надаємо", ["other"]),
        ("площа Ігоря Сікорського", []),
        ("за дорученням Наталії Ткач", ["other"]),
        ("", []),
    ],
)
def test_a_person_is_found_in_any_form(text, kinds):
    found = [leak.kind for leak in leaks_in(text, OLENA)]
    assert list(dict.fromkeys(found)) == kinds


def test_a_leak_says_where_it_is():
    (leak,) = leaks_in("Перший рядок\nдругий, запит Дорошенко про воду", OLENA)
    assert leak.line == 2
    assert "запит Дорошенко про воду" in leak.around


def test_an_adjectival_surname_is_found_in_its_cases():
    known = Known(family=("Левицька",))
    for text in ("запит Левицької", "надано Левицькій", "Левицькою подано"):
        assert leaks_in(text, known), text
    assert not leaks_in("Леви й левади", known)


def test_the_public_table_holds_nothing_but_what_was_confirmed(answered, people):
    """A column added to the table, or a value nobody read, is a breach of law: look here first."""
    publication = publish(answered, people.head)
    row = PublishedAnswer.objects.get()
    kept = {one.name: getattr(row, one.attname) for one in PublishedAnswer._meta.concrete_fields}
    today = clock.today()
    assert kept == {
        "id": row.pk,
        "public_id": publication.public_id,
        "addressee": answered.addressee_id,
        "title": TEXTS[0],
        "question": TEXTS[1],
        "answer": TEXTS[2],
        "answered_on": clock.local(answered.answered_at).date(),
        "published_on": today,
        "lemmas": f" {lemmatise(chr(10).join(TEXTS))} ",
    }
    everything = " ".join(str(value) for value in kept.values())
    for secret in (answered.public_id, answered.number, "Журналіст", "Оксана", "guest@news.test"):
        assert secret not in everything
    assert not PublishedAnswer._meta.related_objects


def test_nothing_goes_out_unconfirmed_or_with_the_name(answered, people):
    with pytest.raises(RuleBroken):
        publish(answered, people.head, confirmed=False)
    for place, field in enumerate(("title", "question", "answer")):
        texts = list(TEXTS)
        texts[place] += " Запит подала Оксана Журналіст."
        with pytest.raises(RuleBroken) as refused:
            publish(answered, people.head, texts)
        assert refused.value.field == field
    assert not PublishedAnswer.objects.exists() and not AnswerPublication.objects.exists()


def test_only_whoever_signs_answers_publishes(answered, people):
    for who in (people.clerk, people.executor, people.moderator, people.operator, people.admin):
        with pytest.raises(RuleBroken):
            publish(answered, who)
    assert not PublishedAnswer.objects.exists()


def test_only_an_answered_information_request_is_published(ask, in_work, people):  # noqa: F811
    case = in_work(ask())
    with pytest.raises(Conflict):
        publish(case, people.head)
    assert not PublishedAnswer.objects.exists()


def test_head_publishes_at_the_desk_and_everybody_reads(answered, client_of, client, people):
    head = client_of("head")
    page = head.get(f"/desk/cases/{answered.public_id}/?tab=publish").content.decode()
    assert "Прошу копію кошторису ремонту школи № 3." in page
    assert step(head, answered, "publish", **typed()).status_code == 302
    assert step(head, answered, "publish", **typed()).status_code == 409
    row = PublishedAnswer.objects.get()
    listed = client.get("/answers/").content.decode()
    assert TEXTS[0] in listed and f"/answers/{row.public_id}/" in listed
    told = client.get(f"/answers/{row.public_id}/").content.decode()
    for text in TEXTS[:2]:
        assert text in told
    assert f"/answers/{row.public_id}/" in client.get("/sitemap.xml").content.decode()
    assert client.get(f"/en/answers/{row.public_id}/").status_code == 200
    assert client.get(f"/answers/{answered.public_id}/").status_code == 404
    assert Entry.objects.get(action="information.published").actor == people.head
    card = head.get(f"/desk/cases/{answered.public_id}/").content.decode()
    assert f"/answers/{row.public_id}/" in card


def test_a_refused_text_comes_back_with_the_place(answered, client_of):
    told = typed(answer="Надаємо.\nПані Журналіст, пишіть на guest@news.test")
    answer = step(client_of("head"), answered, "publish", **told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Рядок 2" in page and "Надаємо." in page
    assert not PublishedAnswer.objects.exists()
    without = typed()
    del without["confirmed"]
    assert step(client_of("head"), answered, "publish", **without).status_code == 422


def test_head_withdraws_and_may_publish_anew(answered, client_of, client, people):
    head = client_of("head")
    step(head, answered, "publish", **typed())
    first = PublishedAnswer.objects.get().public_id
    assert step(head, answered, "unpublish", reason="").status_code == 422
    assert step(head, answered, "unpublish", reason="Помилка в сумі").status_code == 302
    assert client.get(f"/answers/{first}/").status_code == 404
    assert TEXTS[0] not in client.get("/answers/").content.decode()
    kept = AnswerPublication.objects.get()
    assert (kept.withdrawn_by, kept.withdrawn_reason) == (people.head, "Помилка в сумі")
    with pytest.raises(Conflict):
        withdraw_answer(answered, "Ще раз", people.head, clock.now())
    assert step(head, answered, "publish", **typed()).status_code == 302
    assert PublishedAnswer.objects.get().public_id != first


def test_answers_are_found_by_words_in_any_form_and_by_year(answered, client, people):
    publish(answered, people.head)
    year = answered.answered_at.year
    for query, seen in (
        ("q=кошторисом школи", True),
        ("q=водопровід", False),
        (f"year={year}", True),
        (f"year={year - 1}", False),
        ("q=%00%27--&year=abc&page=-3", False),
        ("year=99999999999999999999&page=99999999999", True),
    ):
        page = client.get(f"/answers/?{query}")
        assert page.status_code == 200, query
        if "page=9" not in query:
            assert (TEXTS[0] in page.content.decode()) == seen, query


def test_pages_follow_one_another_with_few_statements(
    answered, client, people, django_assert_max_num_queries
):
    publish(answered, people.head)
    row = PublishedAnswer.objects.get()
    for number in range(11):
        row.pk, row.public_id, row.title = None, f"{number:020d}", f"Відповідь {number}"
        row.save(force_insert=True)
    client.get("/answers/")  # the frame of pages is read once
    with django_assert_max_num_queries(6):
        first = client.get("/answers/?q=кошторис").content.decode()
    assert "page=2" in first
    second = client.get("/answers/?q=кошторис&page=2").content.decode()
    assert TEXTS[0] in second and TEXTS[0] not in first


def test_the_address_and_other_people_of_the_case_are_known(ask, in_work, people):  # noqa: F811
    """Also those of the appeal that the request was before it was requalified."""
    case = in_work(ask())
    resident = case.resident
    resident.addr_street, resident.addr_building = "вулиця Садова", "12"
    resident.save()
    appeal = CaseFactory()
    Registration.objects.filter(case=appeal).update(representative_name="Мороз Юрій Іванович")
    Signatory.objects.create(
        case=appeal, order=1, name="Бондар Ігор", address="вул. Лугова, 3", contact="i@example.org"
    )
    link_cases(case, appeal, CaseLink.Kind.REQUALIFIED, people.clerk, clock.now())
    told = {
        "вул. Садова, 12": "домашня адреса",
        "вул. Лугова, 3": "домашня адреса",
        "пан Бондар": "імʼя іншої людини",
        "Юрію Івановичу!": "імʼя іншої людини",
        "i@example.org": "особиста електронна пошта",
    }
    for text, words in told.items():
        assert words in found_in(case, text), text
    assert found_in(case, "Вулицю Садову відремонтовано.") == ""
