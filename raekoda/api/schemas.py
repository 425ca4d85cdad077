"""What the API gives out. Texts come in every language they are written in; nothing here is about a private person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")


class Text(Schema):
    """Words in Estonian, English and Russian; null where there is no translation."""

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


class StatisticsOut(Schema):
    """How much of what anyone may see there is."""

    services: int
    services_taking_reports: int
    answers: int
    reports: int
    reports_open: int
    reports_by_status: dict[str, int]
    reports_registered_by_month: dict[str, int] = Field(description="Last twelve months, by YYYY-MM")
