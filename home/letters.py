"""Letters about approval of pages, through the outbox and never straight from Wagtail."""

from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from core import clock
from core.notify.kinds import Kind, register
from core.notify.services import post

TO_APPROVE = Kind("pages.to_approve", _("A page waits for approval"), "notify/pages/to_approve")
APPROVED = Kind("pages.approved", _("Your page is published"), "notify/pages/approved")
RETURNED = Kind("pages.returned", _("Your page is returned"), "notify/pages/returned")


def connect() -> None:
    """Takes the places of Wagtail's own senders.

    A receiver is known by its `dispatch_uid`: this app starts before `wagtail.admin`, so Wagtail's
    attempt to connect under the same names changes nothing.
    """
    for kind in (TO_APPROVE, APPROVED, RETURNED):
        register(kind)
    for signal, receiver, sender, uid in (
        (task_submitted, tell_approvers, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, say_nothing, WorkflowState, "workflow_state_submitted"),
        (workflow_approved, tell_author_published, WorkflowState, "workflow_state_approved"),
        (workflow_rejected, tell_author_returned, WorkflowState, "workflow_state_rejected"),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"{uid}_email_notification")


def say_nothing(sender: type, **kwargs: Any) -> None:
    """The approvers are told by the task; a second letter about the same would be noise."""


def tell_approvers(sender: type, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    task = instance.task.specific
    groups = getattr(task, "groups", None)
    if groups is None:
        return
    approvers = get_user_model().objects.filter(groups__in=groups.all(), is_active=True)
    for approver in approvers.exclude(pk=getattr(user, "pk", None)).distinct():
        _post(TO_APPROVE, approver, instance.workflow_state, key=f"to_approve:{instance.pk}")


def tell_author_published(sender: type, instance: WorkflowState, **kwargs: Any) -> None:
    _tell_author(APPROVED, instance, kwargs.get("user"))


def tell_author_returned(sender: type, instance: WorkflowState, **kwargs: Any) -> None:
    _tell_author(RETURNED, instance, kwargs.get("user"))


def _tell_author(kind: Kind, state: WorkflowState, who_did: Any) -> None:
    author = state.requested_by
    if author is not None and author.is_active and author != who_did:
        _post(kind, author, state, key=f"{kind.code}:{state.pk}")


def _post(kind: Kind, to: Any, state: WorkflowState, key: str) -> None:
    page = state.content_object
    last = state.current_task_state
    post(
        kind.code,
        to=to,
        context={
            "page_title": page.get_admin_display_title(),
            "author_name": state.requested_by.full_name if state.requested_by else "",
            "remark": last.comment if last else "",
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "page_url": page.url or "",
        },
        at=clock.now(),
        dedupe_key=f"{key}:{to.pk}",
    )
