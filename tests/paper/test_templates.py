"""An administrator edits a print form: preview, a clear error, versions, the way back."""

import json
import re

import pytest
from django.urls import reverse

from core.audit.models import Entry
from core.paper import kind_named
from directory.models import PrintTemplate
from directory.papers import source_of

pytestmark = pytest.mark.django_db
CODE = "appeal-acceptance"
EDIT = reverse("directory_papers_edit", args=[CODE])
OWN = '#import "/paper.typ": *\n#show: sheet\n= Наша довідка\n#data.number'


def test_the_list_names_every_form(client_of):
    page = client_of("admin").get(reverse("directory_papers_index")).content.decode()
    for code in ("appeal-card", "appeal-reply", "journal"):
        assert reverse("directory_papers_edit", args=[code]) in page


@pytest.mark.parametrize("who", ["editor", "clerk", "head", "auditor", "resident"])
def test_only_administrators_edit_templates(client_of, who):
    client = client_of(who)
    for answer in (client.get(EDIT), client.post(EDIT, {"source": OWN, "after": "0"})):
        assert answer.status_code == 302
    assert not PrintTemplate.objects.exists()


def test_the_editor_opens_with_the_shipped_template_and_its_picture(client_of):
    page = client_of("admin").get(EDIT).content.decode()
    assert "Довідка про прийняття звернення" in page
    assert 'src="data:image/png;base64,' in page


def test_a_saved_template_is_in_force_and_written_down(client_of, people):
    answer = client_of("admin").post(EDIT, {"source": OWN, "after": "0"})
    assert answer.status_code == 302
    assert source_of(kind_named(CODE)) == OWN
    entry = Entry.objects.get(action="directory.printtemplate.changed")
    assert (entry.actor, entry.facts["version"]) == (people.admin, 1)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("= Так\n#foo()", "Рядок 2: немає назви «foo»"),
        (OWN + "\n#data.nothing", "у даних немає поля «nothing»"),
        ('#import "@preview/a:1.0.0": *', "Рядок 1: пакети"),
        ("Без назви документа", "не має назви"),
        ("#[", "Рядок 1: дужку або лапки не закрито"),
        ("   ", "Шаблон порожній"),
        ('#read("/etc/passwd")', "немає такого файлу"),
    ],
)
def test_a_broken_template_is_not_saved_and_comes_back_as_typed(client_of, source, says):
    answer = client_of("admin").post(EDIT, {"source": source, "after": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    kept = re.search(r"<textarea[^>]*>\s*\n?(.*?)</textarea>", page, re.DOTALL)[1]
    assert kept.strip().replace("&quot;", '"') == source.strip()
    assert not PrintTemplate.objects.exists()


def test_old_versions_are_kept_and_can_be_opened(client_of):
    client = client_of("admin")
    client.post(EDIT, {"source": OWN, "after": "0"})
    client.post(EDIT, {"source": OWN + "\nдруга", "after": "1"})
    assert [one.version for one in PrintTemplate.objects.order_by("version")] == [1, 2]
    page = client.get(EDIT, {"version": "1"}).content.decode()
    assert "друга" not in page.partition("<textarea")[2].partition("</textarea>")[0]


def test_the_shipped_template_can_be_taken_back(client_of):
    client, kind = client_of("admin"), kind_named(CODE)
    client.post(EDIT, {"source": OWN, "after": "0"})
    client.post(reverse("directory_papers_shipped", args=[CODE]), {"after": "1"})
    assert source_of(kind) == kind.shipped_source
    assert PrintTemplate.objects.count() == 2


def test_whoever_saves_second_is_told_and_keeps_what_was_typed(client_of):
    client = client_of("admin")
    client.post(EDIT, {"source": OWN, "after": "0"})
    answer = client.post(EDIT, {"source": OWN + "\nінша", "after": "0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Тим часом" in page
    assert "інша" in page
    assert PrintTemplate.objects.count() == 1


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "²"])
def test_a_forged_version_changes_nothing(client_of, after):
    assert client_of("admin").post(EDIT, {"source": OWN, "after": after}).status_code == 409
    assert not PrintTemplate.objects.exists()


def test_the_preview_answers_with_pictures_or_with_the_trouble(client_of):
    where = reverse("directory_papers_preview", args=[CODE])
    client = client_of("admin")
    good = json.loads(client.post(where, {"source": OWN}).content)
    assert good["pages"][0].startswith("data:image/png")
    bad = json.loads(client.post(where, {"source": "#foo()"}).content)
    assert (bad["pages"], bad["line"]) == ([], 1)
    assert client_of("editor").post(where, {"source": OWN}).status_code == 302


def test_a_form_that_is_not_there_is_the_absent_page(client_of):
    where = reverse("directory_papers_edit", args=["nothing"])
    assert client_of("admin").get(where).status_code == 404
