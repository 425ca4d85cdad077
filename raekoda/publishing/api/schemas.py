"""Response schemas. Texts are translated; no personal data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")


class Text(Schema):
    """A text in Estonian, English and Russian; null where there is no translation."""

    et: str | None = None
    en: str | None = None
    ru: str | None = None


class Page(Schema, Generic[Item]):
    """One page of a list. Follow ``next`` until it is null; nothing is counted, so there is no total."""

    items: list[Item]
    next: str | None = Field(None, description="Cursor of the next page, for the parameter `cursor`")
    previous: str | None = Field(None, description="Cursor of the page before")


class MunicipalityOut(Schema):
    code: str = Field(description="EHAK code", examples=["0793"])
    name: str
    county: str
    url: str
    email: str
    phone: str
    address: str


class TopicRef(Schema):
    slug: str
    name: Text


class TopicOut(TopicRef):
    description: Text
    parent: str | None = Field(None, description="Slug of the topic that this one is part of")
    url: str


class ServiceRef(Schema):
    code: str
    name: Text


class ServiceLine(ServiceRef):
    slug: str
    summary: Text
    url: str
    topics: list[str] = Field(description="Slugs")
    life_events: list[str]
    target_groups: list[str]
    takes_reports: bool
    updated_at: datetime


class ChannelOut(Schema):
    kind: str
    name: Text
    link: str
    opening_hours: Text


class LegalBasisOut(Schema):
    title: str
    link: str
    kind: str


class ServiceOut(ServiceLine):
    description: Text
    audience: Text
    how_to: Text
    requirements: Text
    evidence: Text
    outcome: Text
    fee: Text
    duration: Text
    place: Text
    contact: Text
    payment: str
    fee_amount: float | None = Field(None, description="Euros")
    processing_days: int | None = None
    unit: str | None = None
    provider_kind: str
    provider_name: str
    type: str
    domain: str
    languages: list[str]
    needs_place: bool
    reports_are_public: bool
    channels: list[ChannelOut]
    legal_bases: list[LegalBasisOut]
    related: list[ServiceRef]


class AnswerLine(Schema):
    slug: str
    language: str
    title: str
    url: str
    topic: str | None = Field(None, description="Slug")
    service: str | None = Field(None, description="Identifier of the service")
    published_at: datetime | None


class AnswerOut(AnswerLine):
    question: str
    answer: str
    unit: str | None = None
    asked_on: date | None = None
    updated_at: datetime


class PlaceOut(Schema):
    lon: float = Field(description="Degrees, WGS 84")
    lat: float


class CaseOut(Schema):
    """A public report, without anything about who sent it."""

    ref: str
    number: str
    kind: str
    status: str
    outcome: str | None = None
    text: str
    url: str
    service: ServiceRef | None = None
    area: str | None = None
    address: str
    place: PlaceOut | None = None
    registered_at: datetime
    due_on: date | None = None
    closed_at: datetime | None = None
    updated_at: datetime


class AreaOut(Schema):
    kind: str
    code: str
    name: str
    type: str
    is_approximate: bool


class WhereOut(Schema):
    """What lies at a point."""

    is_here: bool = Field(description="Whether the point is in this municipality")
    district: AreaOut | None = None
    settlement: AreaOut | None = None
    municipality: AreaOut | None = None


class HitOut(Schema):
    kind: str
    language: str
    title: str
    url: str
    snippet: str = Field(description="HTML with the found words in `mark`; safe to show")


class SearchOut(Schema):
    corrected: str | None = Field(None, description="The query as it was understood, when words had to be replaced")
    hits: list[HitOut]


class SentenceOut(Schema):
    text: str
    source: int = Field(description="Number of the source in which it stands")


class SourceOut(Schema):
    number: int
    kind: str = Field(description="service, answer, page or news")
    language: str
    title: str
    url: str
    text: str = Field(description="The passage that is cited")


class WayOut(Schema):
    kind: str = Field(description="apply, report, phone, email or page")
    label: str
    url: str


class ReplyOut(Schema):
    """An answer made of published texts, or none. All texts are plain text."""

    answered: bool
    language: str = Field(description="Of the question")
    answer: str = Field(description="The sentences as one text; empty when there is no answer")
    sentences: list[SentenceOut]
    sources: list[SourceOut]
    confidence: float = Field(description="0 to 1")
    mode: str = Field(
        description="sentences (of the sources), model (worded by a language model, checked), emergency or none"
    )
    service: ServiceRef | None = Field(None, description="The service that the answer is about")
    ways: list[WayOut] = Field(description="How to go on")
    near: list[SourceOut] = Field(description="Pages that may still help when there is no answer")
    question_form: str = Field(description="Where a person can be asked instead")


class StatisticsOut(Schema):
    """How much of what anyone may see there is."""

    services: int
    services_taking_reports: int
    answers: int
    reports: int
    reports_open: int
    reports_by_status: dict[str, int]
    reports_registered_by_month: dict[str, int] = Field(description="Last twelve months, by YYYY-MM")
