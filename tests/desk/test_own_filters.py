"""Filters under names of one's own: kept, opened, renamed, deleted, and never another's."""

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.errors import RuleBroken
from crm.desk import own_filters
from crm.desk.models import OwnFilter
from crm.desk.own_filters import save_filter
from tests.factories.directory import AddresseeFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db

PAGE = "/desk/filters/own/"
GONE = "Деяких умов цього фільтра вже немає"


def keep(client, name="Скарги", query="kind=complaint"):
    return client.post(PAGE, {"name": name, "query": query})


def names(user):
    return [one.name for one in own_filters.own_filters(user)]


def said(answer):
    return answer.content.decode()


def test_a_filter_is_named_and_opens_the_same_list(client_of, people, story):
    wanted = story.submitted(kind="complaint", against_text="Ліфт не лагодять місяць")
    other = story.submitted(author=people.stranger, kind="proposal")
    clerk = client_of("clerk")
    page = said(clerk.get("/desk/?kind=complaint"))
    assert f"{PAGE}?kind=complaint" in page
    assert "Вид" in said(clerk.get(f"{PAGE}?kind=complaint"))
    kept = keep(clerk)
    assert kept.status_code == 302 and kept["Location"] == "/desk/?kind=complaint"
    page = said(clerk.get(kept["Location"]))
    assert "<h1>Скарги</h1>" in page
    assert 'href="/desk/?kind=complaint" aria-current="page">Скарги' in page
    assert wanted.public_id in page and other.public_id not in page


def test_what_is_kept_already_is_not_offered_to_be_kept(client_of):
    clerk = client_of("clerk")
    keep(clerk)
    assert f"{PAGE}?" not in said(clerk.get("/desk/?kind=complaint"))
    assert f"{PAGE}?" not in said(clerk.get("/desk/?who=none")), "a view of everybody"
    assert f"{PAGE}?" not in said(clerk.get("/desk/")), "nothing is chosen"


def test_filters_stand_in_the_order_of_the_alphabet(client_of, people):
    clerk = client_of("clerk")
    for name in ("Ялинки", "Єдине вікно", "Ґанки", "Ганки"):
        keep(clerk, name)
    assert names(people.clerk) == ["Ганки", "Ґанки", "Єдине вікно", "Ялинки"]


def test_a_name_is_used_once_by_a_person_whatever_its_capitals(client_of, people):
    clerk, head = client_of("clerk"), client_of("head")
    assert keep(clerk, " Мої   скарги ").status_code == 302
    answer = keep(clerk, "МОЇ СКАРГИ", "kind=statement")
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert 'value="МОЇ СКАРГИ"' in said(answer), "what was typed stays"
    assert keep(head, "Мої скарги").status_code == 302
    assert names(people.clerk) == ["Мої скарги"]


def test_database_keeps_the_name_unique(people):
    made = save_filter("Скарги", "kind=complaint", people.clerk, clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnFilter.objects.create(
            owner=people.clerk, name=made.name, query="open=no", created_at=clock.now()
        )


def test_pressed_twice_it_is_kept_once(client_of, people):
    clerk = client_of("clerk")
    assert [keep(clerk).status_code, keep(clerk).status_code] == [302, 302]
    assert names(people.clerk) == ["Скарги"]


def test_thirty_are_kept_and_no_more(client_of, people):
    clerk = client_of("clerk")
    for number in range(30):
        keep(clerk, f"Фільтр {number}")
    answer = keep(clerk, "Зайвий")
    assert answer.status_code == 422
    assert "30" in str(answer.context["form"].errors["name"])
    assert len(names(people.clerk)) == 30


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "kind=complaint"), ("я" * 61, "kind=complaint"), ("Порожній", ""), ("Дивний", "x=1")],
)
def test_what_cannot_be_kept_is_refused_beside_what_was_typed(client_of, people, name, query):
    answer = keep(client_of("clerk"), name, query)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert names(people.clerk) == []


def test_a_filter_is_renamed(client_of, people):
    clerk = client_of("clerk")
    keep(clerk, "Скарги")
    keep(clerk, "Заяви", "kind=statement")
    address = f"{PAGE}{OwnFilter.objects.get(name='Скарги').public_id}/"
    assert 'value="Скарги"' in said(clerk.get(address))
    assert clerk.post(address, {"name": "заяви"}).status_code == 422
    assert clerk.post(address, {"name": ""}).status_code == 422
    assert clerk.post(address, {"name": "СКАРГИ"}).status_code == 302, "the same, in capitals"
    assert names(people.clerk) == ["Заяви", "СКАРГИ"]
    assert OwnFilter.objects.get(name="СКАРГИ").query == "kind=complaint"


def test_a_filter_is_deleted_once(client_of, people):
    clerk = client_of("clerk")
    keep(clerk)
    kept = OwnFilter.objects.get()
    assert clerk.post(f"{PAGE}{kept.public_id}/drop/").status_code == 302
    assert clerk.post(f"{PAGE}{kept.public_id}/drop/").status_code == 404
    assert names(people.clerk) == []
    own_filters.drop_filter(kept, people.clerk, clock.now())
    with pytest.raises(RuleBroken):
        own_filters.rename_filter(kept, "Знову", people.clerk, clock.now())


def test_anothers_filter_is_the_absent_page(client_of, people):
    kept = save_filter("Моє", "kind=complaint", people.clerk, clock.now())
    head = client_of("head")
    assert head.get(f"{PAGE}{kept.public_id}/").status_code == 404
    assert head.post(f"{PAGE}{kept.public_id}/", {"name": "Чуже"}).status_code == 404
    assert head.post(f"{PAGE}{kept.public_id}/drop/").status_code == 404
    assert "Моє" not in said(head.get("/desk/?kind=complaint"))
    assert names(people.clerk) == ["Моє"]


def test_a_filter_whose_terms_have_gone_opens_without_them_and_says_so(client_of, people, story):
    case = story.submitted()
    body, colleague = AddresseeFactory(listed=True), make_person("executor")
    clerk = client_of("clerk")
    for name, query in (
        ("Адресат", f"kind=statement&addressee={body.pk}"),
        ("Колега", f"kind=statement&who={colleague.pk}"),
    ):
        keep(clerk, name, query)
    older = "kind=statement&colour=blue&state=submitted&state=lost"
    OwnFilter.objects.create(owner=people.clerk, name="Давній", query=older, created_at=clock.now())
    assert GONE not in said(clerk.get(f"/desk/?kind=statement&addressee={body.pk}"))
    body.is_active = False
    body.save()
    colleague.delete()
    for kept in own_filters.own_filters(people.clerk):
        answer = clerk.get(f"/desk/?{kept.query}")
        assert answer.status_code == 200
        assert f"<h1>{kept.name}</h1>" in said(answer)
        assert GONE in said(answer), kept.name
        assert case.subject in said(answer), kept.name
    assert GONE not in said(clerk.get("/desk/?kind=statement&state=submitted&at=W10"))


def test_list_with_own_filters_stays_within_ten_statements(
    story, client_of, people, django_assert_max_num_queries
):
    for number in range(30):
        query = f"q=слово{number}&who={people.executor.pk}"
        save_filter(f"Фільтр {number}", query, people.moderator, clock.now())
    story.assigned()
    client = client_of("moderator")
    client.get("/desk/")
    with django_assert_max_num_queries(10):
        assert client.get(f"/desk/?who={people.executor.pk}").status_code == 200
