"""Who may do what: the roles of domain.md 15 as a table in code.

A right is an action within a scope. `Scope.ADDRESSEE` and `Scope.SUBTREE` say
only how far a right reaches; which addressees those are is told by
`directory.Duty`, the one truth about who serves whom. Nothing here reads the
database, so every screen and test asks the same table.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """Stored values are final; a person may hold several."""

    RESIDENT = "resident", _("Resident")
    OPERATOR = "operator", _("Contact-centre operator")
    SUPERVISOR = "supervisor", _("Contact-centre supervisor")
    MODERATOR = "moderator", _("Moderator of an addressee")
    EXECUTOR = "executor", pgettext_lazy("role", "Executor")
    CLERK = "clerk", _("Appeals clerk")
    HEAD = "head", _("Head, signer")
    DEPUTY = "deputy", _("Deputy")
    ANALYST = "analyst", _("Analyst")
    EDITOR = "editor", _("Editor")
    ADMIN = "admin", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class Action(StrEnum):
    """Everything a screen or a service may ask permission for."""

    APPEALS_FILE = "appeals.file"
    APPEALS_INTAKE = "appeals.intake"
    APPEALS_READ_ALL = "appeals.read_all"
    APPEALS_READ_DUTY = "appeals.read_duty"
    APPEALS_READ_ASSIGNED = "appeals.read_assigned"
    APPEALS_REGISTER = "appeals.register"
    APPEALS_FORWARD = "appeals.forward"
    APPEALS_RETURN = "appeals.return"
    APPEALS_REFUSE = "appeals.refuse"
    APPEALS_ASSIGN = "appeals.assign"
    APPEALS_REASSIGN = "appeals.reassign"
    APPEALS_NOTE = "appeals.note"
    APPEALS_REPLY = "appeals.reply"
    APPEALS_SIGN = "appeals.sign"
    APPEALS_EXTEND = "appeals.extend"
    APPEALS_CLOSE = "appeals.close"
    APPEALS_CONTROL = "appeals.control"
    APPEALS_REPORT = "appeals.report"
    TICKETS_TAKE = "tickets.take"
    TICKETS_BOOK = "tickets.book"
    TICKETS_SERVE = "tickets.serve"
    TICKETS_MANAGE = "tickets.manage"
    DESK_OPEN = "desk.open"
    ADMIN_OPEN = "admin.open"
    FIGURES_READ = "figures.read"
    PAGES_EDIT = "pages.edit"
    DIRECTORY_EDIT = "directory.edit"
    FORMS_EDIT = "forms.edit"
    CALENDARS_EDIT = "calendars.edit"
    USERS_MANAGE = "users.manage"
    SITE_CONFIGURE = "site.configure"
    BREAK_GLASS_OPEN = "break_glass.open"
    AUDIT_READ = "audit.read"
    RETENTION_RUN = "retention.run"


AT_QUEUES = (Action.TICKETS_SERVE, Action.TICKETS_MANAGE, Action.TICKETS_BOOK)
"""Any of them brings to the pages of queues at the desk."""


class Scope(StrEnum):
    """How far a right reaches, from the narrowest."""

    OWN = "own"
    ADDRESSEE = "addressee"
    SUBTREE = "subtree"
    ALL = "all"


_WIDTH = {scope: width for width, scope in enumerate(Scope)}

RIGHTS: dict[Role, dict[Action, Scope]] = {
    Role.RESIDENT: {
        Action.APPEALS_FILE: Scope.OWN,
        Action.TICKETS_TAKE: Scope.OWN,
    },
    Role.OPERATOR: {
        Action.TICKETS_BOOK: Scope.ALL,
        Action.DESK_OPEN: Scope.OWN,
        Action.APPEALS_INTAKE: Scope.ALL,
        Action.APPEALS_NOTE: Scope.OWN,
    },
    Role.SUPERVISOR: {
        Action.TICKETS_BOOK: Scope.ALL,
        Action.DESK_OPEN: Scope.OWN,
        Action.APPEALS_INTAKE: Scope.ALL,
        Action.APPEALS_NOTE: Scope.OWN,
        Action.FIGURES_READ: Scope.ALL,
    },
    Role.MODERATOR: {
        Action.TICKETS_BOOK: Scope.ADDRESSEE,
        Action.TICKETS_SERVE: Scope.OWN,
        Action.TICKETS_MANAGE: Scope.ADDRESSEE,
        Action.DESK_OPEN: Scope.ADDRESSEE,
        Action.APPEALS_READ_DUTY: Scope.ADDRESSEE,
        Action.APPEALS_ASSIGN: Scope.ADDRESSEE,
        Action.APPEALS_NOTE: Scope.ADDRESSEE,
        Action.APPEALS_REPLY: Scope.ADDRESSEE,
        Action.FIGURES_READ: Scope.ADDRESSEE,
    },
    Role.EXECUTOR: {
        Action.TICKETS_SERVE: Scope.OWN,
        Action.DESK_OPEN: Scope.OWN,
        Action.APPEALS_READ_ASSIGNED: Scope.OWN,
        Action.APPEALS_NOTE: Scope.OWN,
        Action.APPEALS_REPLY: Scope.OWN,
    },
    Role.CLERK: {
        Action.DESK_OPEN: Scope.ALL,
        Action.APPEALS_INTAKE: Scope.ALL,
        Action.APPEALS_READ_ALL: Scope.ALL,
        Action.APPEALS_REGISTER: Scope.ALL,
        Action.APPEALS_FORWARD: Scope.ALL,
        Action.APPEALS_RETURN: Scope.ALL,
        Action.APPEALS_NOTE: Scope.ALL,
        Action.APPEALS_CLOSE: Scope.ALL,
        Action.APPEALS_CONTROL: Scope.ALL,
        Action.APPEALS_REPORT: Scope.ALL,
        Action.FIGURES_READ: Scope.ALL,
    },
    Role.HEAD: {
        Action.TICKETS_BOOK: Scope.SUBTREE,
        Action.TICKETS_SERVE: Scope.OWN,
        Action.TICKETS_MANAGE: Scope.SUBTREE,
        Action.DESK_OPEN: Scope.SUBTREE,
        Action.APPEALS_READ_DUTY: Scope.SUBTREE,
        Action.APPEALS_ASSIGN: Scope.SUBTREE,
        Action.APPEALS_NOTE: Scope.SUBTREE,
        Action.APPEALS_REPLY: Scope.SUBTREE,
        Action.APPEALS_SIGN: Scope.SUBTREE,
        Action.APPEALS_EXTEND: Scope.SUBTREE,
        Action.APPEALS_CONTROL: Scope.SUBTREE,
        Action.APPEALS_REFUSE: Scope.SUBTREE,
        Action.APPEALS_REPORT: Scope.SUBTREE,
        Action.APPEALS_FORWARD: Scope.SUBTREE,
        Action.APPEALS_RETURN: Scope.SUBTREE,
        Action.APPEALS_REASSIGN: Scope.SUBTREE,
        Action.FIGURES_READ: Scope.SUBTREE,
    },
    Role.DEPUTY: {
        Action.TICKETS_SERVE: Scope.OWN,
        Action.TICKETS_MANAGE: Scope.ADDRESSEE,
        Action.DESK_OPEN: Scope.ADDRESSEE,
        Action.APPEALS_READ_DUTY: Scope.ADDRESSEE,
        Action.APPEALS_NOTE: Scope.ADDRESSEE,
        Action.APPEALS_REPLY: Scope.ADDRESSEE,
        Action.APPEALS_SIGN: Scope.ADDRESSEE,
        Action.FIGURES_READ: Scope.ADDRESSEE,
    },
    Role.ANALYST: {
        Action.FIGURES_READ: Scope.ALL,
    },
    Role.EDITOR: {
        Action.ADMIN_OPEN: Scope.ALL,
        Action.PAGES_EDIT: Scope.ALL,
    },
    Role.ADMIN: {
        Action.ADMIN_OPEN: Scope.ALL,
        Action.PAGES_EDIT: Scope.ALL,
        Action.DIRECTORY_EDIT: Scope.ALL,
        Action.FORMS_EDIT: Scope.ALL,
        Action.CALENDARS_EDIT: Scope.ALL,
        Action.USERS_MANAGE: Scope.ALL,
        Action.SITE_CONFIGURE: Scope.ALL,
        Action.BREAK_GLASS_OPEN: Scope.ALL,
        Action.RETENTION_RUN: Scope.ALL,
    },
    Role.AUDITOR: {
        Action.AUDIT_READ: Scope.ALL,
    },
}

STAFF_ROLES: frozenset[Role] = frozenset(Role) - {Role.RESIDENT}


def scope_of(roles: Iterable[str], action: str) -> Scope | None:
    """The widest scope in which these roles allow the action; None when they do not."""
    asked = Action(action)
    scopes = [RIGHTS[Role(role)][asked] for role in roles if asked in RIGHTS[Role(role)]]
    return max(scopes, key=_WIDTH.__getitem__, default=None)


def roles_that_may(action: str) -> frozenset[Role]:
    """Every role whose table row holds the action."""
    asked = Action(action)
    return frozenset(role for role, rights in RIGHTS.items() if asked in rights)


GroupProvider = Callable[[], object]
_groups: dict[Role, list[GroupProvider]] = {}


def register_group(role: Role, provider: GroupProvider) -> None:
    """Say which Wagtail group goes with a role.

    `provider` is called at granting time and returns a `Group`: the room that
    owns the pages (home) makes the groups and their permissions; accounts only
    puts people in and takes them out. The same provider may serve two roles.
    """
    providers = _groups.setdefault(Role(role), [])
    if provider not in providers:
        providers.append(provider)


def groups_for(roles: Iterable[str]) -> list:
    """Groups that a holder of these roles must be in."""
    return [provider() for role in roles for provider in _groups.get(Role(role), ())]


def managed_groups() -> list:
    """All groups whose membership follows roles."""
    return groups_for(_groups)
