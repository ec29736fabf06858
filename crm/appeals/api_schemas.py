"""What a program sends about an appeal and what it gets back."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from crm.appeals.forms import BODY_LIMIT

Line = Annotated[str, StringConstraints(max_length=1_000)]
Answer = str | bool | int | float | list[str] | None


class NewAppeal(Schema):
    """The fields of the form on the site, by the same rules; unknown members are refused."""

    model_config = ConfigDict(extra="forbid")

    addressee: Line = Field(description="Slug from /addressees.")
    form: Line = Field(description="Slug from /forms.")
    kind: Line = Field("", description="statement, complaint or proposal; nothing for feedback.")
    subject: Line = ""
    body: Annotated[str, StringConstraints(max_length=3 * BODY_LIMIT)] = ""
    against: Line = Field("", description="Slug of the body complained about, when it is listed.")
    against_text: Line = ""
    decision_ref: Line = ""
    decision_on: Line = Field("", description="The day of the decision as 2026-03-10.")
    learned_on: Line = Field("", description="The day as 2026-03-10.")
    is_collective: bool = False
    signatories_count: int | None = Field(None, description="Of a collective appeal.")
    signatories: Annotated[str, StringConstraints(max_length=60_000)] = Field(
        "", description="One a line: name; address; contact."
    )
    author_category: list[Line] = Field([], description="Codes of classifier group 7; optional.")
    social_status: Line = Field("", description="A code of classifier group 8; optional.")
    sex: Line = Field("", description="A code of classifier group 4; optional.")
    hide_identity: bool = False
    reply_channel: Line = Field("cabinet", description="cabinet or post.")
    organisation_name: Line = ""
    organisation_code: Line = Field("", description="EDRPOU, for a form of a legal entity.")
    values: dict[Line, Answer] = Field({}, description="Answers to the form's own fields, by code.")


class Withdrawal(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(max_length=2_000)] = ""


class AddresseeOut(Schema):
    slug: str
    name: str


class FileOut(Schema):
    id: str
    name: str
    size: int
    content_type: str
    url: str


class DraftFilesOut(Schema):
    """What waits under the key for the appeal itself."""

    files: list[dict[str, Any]]


class EventOut(Schema):
    at: datetime
    kind: str
    title: str
    text: str
    files: list[FileOut]


class AnswerOut(Schema):
    label: str
    text: str


class ReplyOut(Schema):
    text: str
    result: str
    result_label: str
    index: str


class CaseInList(Schema):
    """What a listing says of a case of any kind."""

    id: str
    number: str
    kind: str
    state: str
    state_label: str
    subject: str
    addressee: AddresseeOut
    received_at: datetime
    registered_on: date
    due_on: date | None = Field(description="The lawful last day of the answer.")
    answered_at: datetime | None
    url: str = Field(description="The page in the cabinet.")


class AppealInList(CaseInList):
    kind: str = Field(description="appeal, or consultation for feedback.")


class AppealOut(AppealInList):
    appeal_kind: str
    body: str
    answers: list[AnswerOut]
    hide_identity: bool
    can_add: bool = Field(description="Whether text and files may still be added.")
    timeline: list[EventOut]
    reply: ReplyOut | None


class AppealPage(Schema):
    items: list[AppealInList]
    next: str | None = Field(description="Ask again with after=… ; none at the end.")
