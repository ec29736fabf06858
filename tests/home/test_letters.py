"""Letters about approval wait in the outbox; Wagtail sends nothing by itself."""

import pytest
from django.core import mail

from core.notify.models import OutboxMessage
from home.services import ensure_workflow
from tests.factories.home import PageTree


@pytest.fixture
def submitted(tree: PageTree, people):
    """A page sent for approval by the editor, with an administrator who may approve."""
    assert people.admin
    workflow = ensure_workflow()
    page = tree.add_standard(title="Нова сторінка", live=False)
    return workflow.start(page, people.editor)


def letters(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind))


def test_approvers_are_told_once(submitted, people):
    (letter,) = letters("pages.to_approve")
    assert letter.to_address == people.admin.email
    assert "Нова сторінка" in letter.subject
    assert "/admin/pages/" in letter.body_text


def test_author_is_told_about_publication(submitted, people):
    submitted.current_task_state.approve(user=people.admin)
    (letter,) = letters("pages.approved")
    assert letter.to_address == people.editor.email
    assert submitted.content_object.url in letter.body_text


def test_author_is_told_why_the_page_came_back(submitted, people):
    submitted.current_task_state.reject(user=people.admin, comment="Додайте телефон.")
    (letter,) = letters("pages.returned")
    assert letter.to_address == people.editor.email
    assert "Додайте телефон." in letter.body_text


def test_nothing_goes_past_the_outbox(submitted, people):
    submitted.current_task_state.approve(user=people.admin)
    assert mail.outbox == []
