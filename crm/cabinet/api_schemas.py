"""What a program sends about a request and what it gets back."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from crm.appeals.api_schemas import CaseInList, EventOut, Line, Withdrawal
from crm.requests.forms import BODY_LIMIT

__all__ = ["NewRequest", "RequestOut", "RequestPage", "Withdrawal"]


class NewRequest(Schema):
    """The fields of the forms on the site, by the same rules; unknown members are refused."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["information", "personal_data"]
    addressee: Line = Field(description="Slug from /addressees.")
    subject: Line = Field("", description="Which information or document; of information only.")
    body: Annotated[str, StringConstraints(max_length=3 * BODY_LIMIT)] = ""
    right: Line = Field(
        "", description="view, export, correct, object or delete; of personal data only."
    )
    reply_by: Line = Field("email", description="email or post; of information only.")
    post_address: Line = Field("", description="For an answer by post.")
    organisation_name: Line = Field("", description="When an organisation asks.")
    last_name: Line = Field("", description="Only while the profile has no name.")
    first_name: Line = ""
    middle_name: Line = ""


class RequestInList(CaseInList):
    kind: str = Field(description="information or personal_data.")


class RequestAnswer(Schema):
    """`is_refusal`: the text names the ground, the reason and how to appeal."""

    text: str
    index: str
    is_refusal: bool


class RequestOut(RequestInList):
    body: str
    right: str
    organisation_name: str
    reply_by: str
    is_urgent: bool
    can_add: bool = Field(description="Whether text and files may still be added.")
    timeline: list[EventOut]
    answer: RequestAnswer | None


class RequestPage(Schema):
    items: list[RequestInList]
    next: str | None = Field(description="Ask again with after=… ; none at the end.")
