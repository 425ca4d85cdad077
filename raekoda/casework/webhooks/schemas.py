"""The shapes of what goes out and of what may come in. The published JSON Schemas are made from them (``description``)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AnyHttpUrl, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from raekoda.casework.cases.models import Kind
from raekoda.casework.cases.rules import LONGEST_SUBJECT, LONGEST_TEXT

MOST_MEDIA = 20
LONGEST_LINK = 500


class Out(BaseModel):
    """What goes out has these fields and no others."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Words(Out):
    """A name in Estonian, English and Russian; null where there is no translation."""

    et: str | None
    en: str | None
    ru: str | None


class ServiceRef(Out):
    code: str
    name: Words


class Place(Out):
    """Degrees, WGS 84."""

    lon: float
    lat: float


class Joined(Out):
    """A public report that another one was joined to."""

    ref: str
    number: str
    url: str


class ThreadOut(Out):
    """For the bridge of a source only: what is to be posted into one of its threads."""

    source: str = Field(description="Reference of the source, as in the address of its door")
    id: str = Field(description="What the thread is called in the system that brought it")
    number: str = Field(description="Number of the case")
    language: str
    text: str = Field(description="What the municipality says to the sender; plain text")


class CaseData(Out):
    """A public report as it is now, without anything about who sent it."""

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
    merged_into: Joined | None = Field(description="Set in case.merged when the other report is public too")
    registered_at: datetime
    due_on: str | None
    closed_at: datetime | None
    updated_at: datetime


class CaseEvent(Out):
    """``case`` is null for a case that is not public; that happens only in messages to the bridge of its thread."""

    case: CaseData | None
    thread: ThreadOut | None = None


class AnswerData(Out):
    """A published answer of the question column. When it is withdrawn, its address says so."""

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


class PingData(Out):
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


class EventMessage(Out):
    """The body of every message that goes out."""

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


class In(BaseModel):
    """What comes in is read strictly: an unknown field is a mistake that somebody wants to know of."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class AuthorIn(In):
    """Who says it. All of it may be left out."""

    name: Line = ""
    email: Line = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class PlaceIn(In):
    """Where it is about: a point (degrees, WGS 84), an address, or both."""

    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    address: Line = ""


class MediaIn(In):
    """A photo or video where it lies. It is kept as a link and never fetched."""

    url: Link
    title: Line = ""


class WordIn(In):
    """What a person said."""

    id: Identifier = Field(description="What the message is called there; the same one is taken in once")
    thread: Identifier | None = Field(
        None,
        description="What the conversation is called there; the same as `id` when left out. A known one is added to.",
    )
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SUBJECT)] = ""
    kind: Kind | None = Field(None, description="Told by the source's setting or the text when left out")
    language: Literal["et", "en", "ru"] | None = Field(None, description="Told by the text when left out")
    author: AuthorIn = Field(default_factory=AuthorIn)
    place: PlaceIn | None = None
    service: Line = Field("", description="Code of a service, as in GET /api/v1/services")
    link: Link | None = Field(None, description="Where the message can be seen")
    media: list[MediaIn] = Field(default_factory=list, max_length=MOST_MEDIA)


class InMessage(In):
    """The body of every message that comes in."""

    type: Literal["message.received"]
    timestamp: AwareDatetime | None = Field(None, description="When it was said")
    data: WordIn
