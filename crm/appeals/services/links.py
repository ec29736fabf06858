"""Filing without an account (A-28): a draft counts as sent when the link in a letter is opened.

The link names the draft and the address it was sent to, signed; it is good once, for three days.
Whoever has an account already is asked to log in behind it, so nobody learns here who has one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.services import (
    account_of,
    enters_by_link,
    make_account_by_link,
    save_profile,
)
from core.errors import Conflict, RuleBroken
from core.web.limits import spend
from crm.appeals import notices
from crm.appeals.completeness import complete
from crm.appeals.models import AppealDraft
from crm.appeals.services.drafts import hand_over
from crm.appeals.services.rights import NotAllowed
from crm.appeals.services.submission import register_appeal
from crm.cases.models import Case
from directory.models import Addressee, Profile

LIVES = timedelta(days=3)
PAUSE = timedelta(minutes=1)
"""Between two letters about one draft; and how long a second press of the button is the first."""

_SIGNER = signing.Signer(salt="crm.appeals.confirm")


class LinkIsOver(RuleBroken):
    """The link was true once."""

    status = 410


def needs_no_account(addressee: Addressee) -> bool:
    """A-28: the profile of the addressee says whether an account is needed."""
    return not Profile.objects.for_addressee(addressee.pk).account_required


def author_of(draft: AppealDraft) -> User:
    """Who writes, as a guest says it: an account that is not kept."""
    said = draft.data.get("author") or {}
    return User(**{name: value for name, value in said.items() if hasattr(User, name)})


@transaction.atomic
def keep_author(draft: AppealDraft, said: Mapping[str, Any], at: datetime) -> None:
    """Keep with the draft what a guest says of themselves."""
    _locked(draft)
    draft.data = {**draft.data, "author": dict(said)}
    draft.updated_at = at
    draft.save(update_fields=["data", "updated_at"])


@transaction.atomic
def ask_to_confirm(draft: AppealDraft, at: datetime) -> None:
    """Send the link. Pressed twice it is one letter; whoever has an account gets another text.

    Raises RuleBroken with the first thing that is missing.
    """
    locked = _locked(draft)
    author = author_of(locked)
    email = author.email or ""
    if not needs_no_account(locked.addressee):
        raise NotAllowed(_("To write to this addressee, log in first."), code="account_required")
    if not author.has_full_profile:
        raise RuleBroken(_("Fill in your name, address and contact first."), code="profile")
    complete(locked)
    asked = {"email": email, "at": at.timestamp(), "version": version_of(locked)}
    before = locked.data.get("asked") or {}
    if _is_same(asked, before):
        return
    spend("appeals.confirm", email)
    locked.data = {**locked.data, "asked": asked}
    locked.save(update_fields=["data"])
    draft.data = locked.data
    known = account_of(email)
    notices.ask_author(
        locked.addressee,
        known or author,
        _key(locked, email, at),
        at,
        must_log_in=known is not None and not enters_by_link(known),
    )


def _is_same(asked: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    same = all(asked[name] == before.get(name) for name in ("email", "version"))
    return same and asked["at"] - before["at"] < PAUSE.total_seconds()


def asked_address(draft: AppealDraft) -> str:
    """Where the letter about this draft went, or nothing."""
    return (draft.data.get("asked") or {}).get("email", "")


def version_of(draft: AppealDraft) -> str:
    """What was shown before the button is what is sent by it."""
    return f"{draft.updated_at.timestamp():.6f}"


def draft_behind(key: str, at: datetime) -> tuple[AppealDraft, str] | None:
    """The draft of a link and the address the link went to; nothing for a forged one.

    Raises LinkIsOver for a link that was true once: too old, the address was changed, the draft is
    put away or belongs to somebody who logged in meanwhile.
    """
    try:
        public_id, email, sent_at = _SIGNER.unsign_object(key)
    except (signing.BadSignature, ValueError):
        return None
    drafts = AppealDraft.objects.select_related("addressee", "form", "revision", "case", "user")
    draft = drafts.filter(public_id=public_id).first()
    is_old = at - datetime.fromtimestamp(sent_at, UTC) > LIVES
    if draft is not None and draft.user is not None and draft.case is not None:
        if draft.user.email == email:
            return draft, email
        raise _over()
    if draft is None or is_old or not _waits_for(draft, email):
        raise _over()
    return draft, email


@transaction.atomic
def submit_by_link(draft: AppealDraft, email: str, version: str, viewer: Any, at: datetime) -> Case:
    """The link is opened: now it is an appeal of the owner of the address, received at this moment.

    A second press answers with the same case. Raises NotAllowed when the address has an account
    that only its owner's log-in opens, and `viewer` is not the owner.
    """
    held = AppealDraft.objects.select_for_update().get(pk=draft.pk)
    if held.case is not None:
        return held.case
    if not _waits_for(held, email):
        raise _over()
    if version != version_of(held):
        raise Conflict(
            _("The text was changed meanwhile. Look at it once more and send it."), code="changed"
        )
    if not needs_no_account(held.addressee):
        raise NotAllowed(_("To write to this addressee, log in first."), code="account_required")
    person = _person(held, email, viewer, at)
    hand_over(held, person, at)
    return register_appeal(held, person, at)


def is_second_press(draft: AppealDraft, at: datetime) -> bool:
    return at - draft.updated_at < PAUSE


def _person(draft: AppealDraft, email: str, viewer: Any, at: datetime) -> User:
    said = draft.data.get("author") or {}
    facts = {name: value for name, value in said.items() if name != "email"}
    person = account_of(email)
    if person is None:
        return make_account_by_link(email, facts, at)
    by_link = enters_by_link(person)
    if not by_link and person != viewer:
        raise NotAllowed(_("There is an account with this address: log in first."), code="log_in")
    if by_link or not person.has_full_profile:
        save_profile(person, facts, at=at)
    return person


def _waits_for(draft: AppealDraft, email: str) -> bool:
    """Whether the draft is still a guest's, open, and waits for this very address."""
    is_open = draft.state == AppealDraft.State.OPEN and draft.user_id is None
    said = draft.data.get("author") or {}
    return is_open and said.get("email") == email == asked_address(draft)


def _locked(draft: AppealDraft) -> AppealDraft:
    found = AppealDraft.objects.select_for_update(of=("self",))
    locked = found.select_related("addressee", "form", "revision").get(pk=draft.pk)
    if locked.state != AppealDraft.State.OPEN or locked.user_id is not None:
        raise Conflict(_("This draft has already been sent."), code="draft_not_open")
    return locked


def _key(draft: AppealDraft, email: str, at: datetime) -> str:
    return _SIGNER.sign_object([draft.public_id, email, int(at.timestamp())])


def _over() -> LinkIsOver:
    return LinkIsOver(_("The link no longer works."), code="link_over")
