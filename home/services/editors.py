"""Who may edit which branch of the tree, and who approves it."""

from functools import partial

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.accounts import roles

ADMINISTRATORS = "Адміністратори"
EDITORS = "Редактори"
APPROVERS = "Відповідальні за публікацію"
ADDRESSEE_MODERATORS = "Модератори адресатів"
WORKFLOW = "Погодження"
TASK = "Погодити сторінку"

PUBLISHING = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
PAGE_ACTIONS = {
    ADMINISTRATORS: (*PUBLISHING, "bulk_delete_page"),
    APPROVERS: PUBLISHING,
    EDITORS: ("add_page", "change_page"),
}
FILE_ACTIONS = ("add", "change", "choose")
# What administrators keep in the admin besides pages. None means every model of the app.
KEPT_BY_ADMINISTRATORS: dict[str, set[str] | None] = {
    "directory": None,
    "blocks_forms": None,
    "home": {"citysettings"},
    "wagtailredirects": None,
    "wagtailcore": {"site", "locale", "workflow", "task", "collection"},
    "accounts": {"user"},
    "auth": {"group"},
}
GROUPS_OF_ROLES = {
    roles.Role.ADMIN: ADMINISTRATORS,
    roles.Role.EDITOR: EDITORS,
    roles.Role.MODERATOR: ADDRESSEE_MODERATORS,
}


def register_role_groups() -> None:
    """Holders of these roles are put into these groups when the role is granted."""
    for role, name in GROUPS_OF_ROLES.items():
        roles.register_group(role, partial(_ready_group, name))


@transaction.atomic
def ensure_editor_groups() -> dict[str, Group]:
    """Groups every installation starts with; more are added by branch of the tree in the admin.

    Editors write everywhere and publish nowhere, approvers publish. Moderators of addressees only
    enter the admin by their group: which pages they may edit follows from `Addressee.moderators`.
    """
    names = (ADMINISTRATORS, APPROVERS, EDITORS, ADDRESSEE_MODERATORS)
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in names}
    enter = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for group in groups.values():
        group.permissions.add(*enter)
    for name in PAGE_ACTIONS:
        _let_write(groups[name], PAGE_ACTIONS[name])
    groups[ADMINISTRATORS].permissions.add(*_kept_by_administrators())
    return groups


@transaction.atomic
def ensure_workflow() -> Workflow:
    """Approval is on from the first day: one step by the approvers, assigned to the root.

    An assignment of the city's own stays; the English one that Wagtail brings is replaced.
    """
    groups = ensure_editor_groups()
    root = Page.get_first_root_node()
    assigned = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if assigned and assigned.workflow.active and assigned.workflow.name != "Moderators approval":
        return assigned.workflow
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    if is_new:
        task = GroupApprovalTask.objects.create(name=TASK)
        task.groups.add(groups[APPROVERS], groups[ADMINISTRATORS])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def _ready_group(name: str) -> Group:
    group = Group.objects.filter(name=name).first()
    return group or ensure_editor_groups()[name]


def _let_write(group: Group, page_actions: tuple[str, ...]) -> None:
    """Pages from the root down, pictures and documents, translations."""
    root, files = Page.get_first_root_node(), Collection.get_first_root_node()
    for permission in _permissions("wagtailcore").filter(codename__in=page_actions):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for permission in _file_permissions():
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=files, permission=permission
        )
    group.permissions.add(*_permissions("simple_translation").filter(codename="submit_translation"))


def _file_permissions() -> list[Permission]:
    types = ContentType.objects.filter(
        app_label__in=("wagtailimages", "wagtaildocs"), model__in=("image", "document")
    )
    wanted = [f"{action}_{one.model}" for one in types for action in FILE_ACTIONS]
    return list(Permission.objects.filter(content_type__in=types, codename__in=wanted))


def _kept_by_administrators() -> list[Permission]:
    kept: list[Permission] = []
    for app_label, models in KEPT_BY_ADMINISTRATORS.items():
        permissions = _permissions(app_label)
        if models is not None:
            permissions = permissions.filter(content_type__model__in=models)
        kept.extend(permissions)
    return kept


def _permissions(app_label: str) -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label=app_label)
