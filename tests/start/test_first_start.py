"""What an installation gets from `prepare` and `init_site`, the first time and the tenth."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site, WorkflowPage

from blocks.forms.models import FormDefinition
from cms.management.commands.prepare import Command as Prepare
from core.accounts.models import User
from core.notify.models import OutboxMessage
from home.models import CataloguePage, HomePage
from tests.factories.home import take_page_tree_away

pytestmark = pytest.mark.django_db

CITY = ["init_site", "--city", "Вербів"]


@pytest.fixture(autouse=True)
def empty_installation(settings, db):
    settings.BASE_URL = "https://reception.example.ua"
    take_page_tree_away()


def test_an_empty_installation_gets_pages_forms_and_approval():
    call_command(*CITY, verbosity=0)
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    assert (site.hostname, site.port) == ("reception.example.ua", 443)
    assert CataloguePage.objects.live().count() == 2
    assert FormDefinition.objects.active().count() == 3
    assert WorkflowPage.objects.get().workflow.active


def test_a_second_time_changes_nothing():
    call_command(*CITY, verbosity=0)
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision"))
    call_command(*CITY, verbosity=0)
    assert list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision")) == before


def test_the_first_administrator_is_invited_by_letter_and_has_no_password():
    call_command(*CITY, "--admin", "Head-Of-IT@example.ua", verbosity=0)
    person = User.objects.get(email="head-of-it@example.ua")
    assert person.has_role("admin") and not person.is_superuser
    assert not person.has_usable_password()
    letter = OutboxMessage.objects.get()
    assert letter.to_address == person.email
    assert "https://reception.example.ua/accounts/password/reset/key/" in letter.body_text


def test_an_account_that_exists_gets_no_role_from_the_command(people):
    call_command(*CITY, "--admin", people.resident.email, verbosity=0)
    assert not User.objects.get(pk=people.resident.pk).has_role("admin")
    assert not OutboxMessage.objects.exists()


def test_a_wrong_address_stops_the_command_before_anything_is_made():
    with pytest.raises(CommandError, match="not an e-mail"):
        call_command(*CITY, "--admin", "it department", verbosity=0)
    assert not HomePage.objects.exists()


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("https://vikno.example.ua", "vikno.example.ua", 443),
        ("http://localhost:8123", "localhost", 8123),
    ],
)
def test_every_start_tells_wagtail_the_address_of_the_site(settings, address, host, port):
    call_command(*CITY, verbosity=0)
    settings.BASE_URL = address
    Prepare()._address()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == (host, port)
