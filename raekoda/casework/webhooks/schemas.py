"""Pydantic models of outgoing and incoming messages; ``description`` publishes their JSON Schemas."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AnyHttpUrl, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from raekoda.casework.cases.models import Kind
from raekoda.casework.cases.rules import LONGEST_SUBJECT, LONGEST_TEXT

MOST_MEDIA = 20
LONGEST_LINK = 500


class OutgoingModel(BaseModel):
    """Base of outgoing data: no other fields."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class TranslatedText(OutgoingModel):
    """A name in Estonian, English and Russian; null where there is no translation."""

    et: str | None
    en: str | None
    ru: str | None


class ServiceRef(OutgoingModel):
    code: str
    name: TranslatedText


class Place(OutgoingModel):
    """Degrees, WGS 84."""

    lon: float
    lat: float


class MergedInto(OutgoingModel):
    """The public report that another one was merged into."""

    ref: str
    number: str
    url: str


class ThreadData(OutgoingModel):
    """For the endpoint of a source only: the text to post into one of its threads."""

    source: str = Field(description="Reference of the source, as in its address")
    id: str = Field(description="Identifier of the thread in the system that sent it in")
    number: str = Field(description="Number of the case")
    language: str
    text: str = Field(description="What the municipality says to the sender; plain text")


class CaseData(OutgoingModel):
    """The current state of a public report, without data about its sender."""

    ref: str
    number: str
    kind: str
    status: str
    outcome: str | None
    subject: str
    text: str
    url: str
    service: ServiceRef | None
    unit: str | None = Field(description="Name of the unit that has it")
    area: str | None
    address: str
    place: Place | None
    answer: str | None = Field(description="What the public reads of the answer; null in other events")
    merged_into: MergedInto | None = Field(description="Set in case.merged when the other report is public too")
    registered_at: datetime
    due_on: str | None
    closed_at: datetime | None
    updated_at: datetime


class CaseEvent(OutgoingModel):
    """``case`` is null when it is not public, which happens only in messages to the endpoint of its thread."""

    case: CaseData | None
    thread: ThreadData | None = None


class AnswerData(OutgoingModel):
    """A published answer; without its text when withdrawn."""

    slug: str
    language: str
    title: str
    url: str
    question: str | None = Field(description="Null when it was withdrawn")
    answer: str | None
    topic: str | None
    service: str | None = Field(description="Identifier of the service")
    unit: str | None
    published_at: datetime | None


class NoticeData(BaseModel):
    """A notice of the municipality. More fields may come."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    title: str
    text: str = ""
    url: str = ""
    language: str = "et"


class PingData(OutgoingModel):
    """Sent by the test button."""

    endpoint: str


Data = {
    **dict.fromkeys(
        ("case.opened", "case.assigned", "case.asked", "case.answered", "case.closed", "case.forwarded", "case.merged",
         "case.reopened"), CaseEvent),
    "answer.published": AnswerData,
    "answer.withdrawn": AnswerData,
    "notice.published": NoticeData,
    "ping": PingData,
}  # fmt: skip


class OutgoingMessage(OutgoingModel):
    """The body of every outgoing message."""

    type: str
    timestamp: datetime = Field(description="When it happened")
    municipality: str = Field(description="EHAK code")
    data: dict[str, Any]


def _short(url: AnyHttpUrl) -> AnyHttpUrl:
    if len(str(url)) > LONGEST_LINK:
        raise ValueError(f"longer than {LONGEST_LINK} characters")
    return url


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160, pattern=r"^[^\r\n]*$")]
Identifier = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Link = Annotated[AnyHttpUrl, AfterValidator(_short)]


class IncomingModel(BaseModel):
    """Base of incoming data: unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class AuthorIn(IncomingModel):
    """The author; every field is optional."""

    name: Line = ""
    email: Line = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class PlaceIn(IncomingModel):
    """The location: a point (degrees, WGS 84), an address, or both."""

    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    address: Line = ""


class MediaIn(IncomingModel):
    """Link to a photo or video; stored as a link, never fetched."""

    url: Link
    title: Line = ""


class MessageData(IncomingModel):
    """A message of a resident."""

    id: Identifier = Field(description="Identifier of the message in the sending system; each is ingested once")
    thread: Identifier | None = Field(
        None,
        description="Identifier of the conversation in the sending system; `id` when left out. A known one continues its case.",
    )
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SUBJECT)] = ""
    kind: Kind | None = Field(None, description="Taken from the source's setting or detected in the text when left out")
    language: Literal["et", "en", "ru"] | None = Field(None, description="Detected in the text when left out")
    author: AuthorIn = Field(default_factory=AuthorIn)
    place: PlaceIn | None = None
    service: Line = Field("", description="Code of a service, as in GET /api/v1/services")
    link: Link | None = Field(None, description="Where the message can be seen")
    media: list[MediaIn] = Field(default_factory=list, max_length=MOST_MEDIA)


class IncomingMessage(IncomingModel):
    """The body of every incoming message."""

    type: Literal["message.received"]
    timestamp: AwareDatetime | None = Field(None, description="When it was written")
    data: MessageData
