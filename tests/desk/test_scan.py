"""The scan of a letter stands beside the form of its card, through the same fence as the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.ids import public_id
from crm.cases.models import Attachment
from crm.cases.services import attach_files, check_files
from tests.desk.stories import downloaded
from tests.desk.test_access import PDF, card

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanned(story, people):
    case = story.submitted()
    event = case.events.get(kind="submitted")
    files = check_files([SimpleUploadedFile("скан.pdf", PDF, "application/pdf")])
    attach_files(case, files, people.clerk, clock.now(), event=event)
    return case


def test_clerk_reads_the_scan_beside_the_form(scanned, client_of):
    page = client_of("clerk").get(card(scanned)).content.decode()
    shown = reverse("desk:file", args=[Attachment.objects.get().public_id]) + "?show"
    assert f'<iframe src="{shown}"' in page
    answer = client_of("clerk").get(shown)
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert downloaded(answer) == PDF


def test_page_may_frame_only_its_own_files(scanned, client_of):
    policy = client_of("clerk").get(card(scanned)).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-src" not in policy


def test_other_kinds_are_downloaded_whatever_is_asked(scanned, client_of):
    plain = Attachment.objects.get()
    plain.pk, plain.public_id, plain._state.adding = None, public_id(), True
    plain.content_type, plain.name = "text/plain", "лист.txt"
    plain.save()
    address = reverse("desk:file", args=[plain.public_id]) + "?show"
    answer = client_of("clerk").get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()


def test_nobody_else_is_shown_it(scanned, client_of):
    address = reverse("desk:file", args=[Attachment.objects.get().public_id]) + "?show"
    assert client_of("executor").get(address).status_code == 404
    assert client_of("resident").get(address).status_code in (302, 404)
