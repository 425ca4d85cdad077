"""Query parameters and bodies, with allow-lists and bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from raekoda.casework.assistant.actions import LONGEST_QUESTION
from raekoda.casework.cases.models import Kind, Status
from raekoda.platform.core.paging import Page, is_cursor, page
from raekoda.publishing.api.errors import InvalidParameter
from raekoda.registry.services.classifiers import LifeEvent, TargetGroup

BOX = r"^-?[0-9]{1,3}(\.[0-9]{1,12})?(,-?[0-9]{1,3}(\.[0-9]{1,12})?){3}$"
DEFAULT_LIMIT = 50
MAX_LIMIT = 200


def _without_null(value: str) -> str:
    if "\x00" in value:
        raise ValueError("A text must not hold the character U+0000")
    return value


def _check_year(value: date) -> date:
    if not 1900 <= value.year <= 2200:
        raise ValueError("The year must be between 1900 and 2200")
    return value


Word = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_without_null)]
Query = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_without_null)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$")]
Language = Literal["et", "en", "ru"]
Day = Annotated[date, AfterValidator(_check_year)]
Moment = Annotated[AwareDatetime, AfterValidator(_check_year)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


class Paging(Schema):
    cursor: str = Field("", max_length=500, description="`next` or `previous` of a page before")
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)


class ServiceFilters(Schema):
    topic: Word | None = Field(None, description="Slug; services of the topics under it too")
    life_event: LifeEvent | None = None
    target_group: TargetGroup | None = None
    takes_reports: bool | None = None
    changed_since: Moment | None = Field(None, description="ISO 8601 with time zone")


class AnswerFilters(Schema):
    language: Language | None = None
    topic: Word | None = Field(None, description="Slug")
    service: Word | None = Field(None, description="Identifier of a service")


class CaseFilters(Schema):
    status: Status | None = None
    open: bool | None = Field(None, description="Only open ones, or only closed ones")
    kind: Kind | None = None
    service: Word | None = Field(None, description="Identifier of a service")
    topic: Word | None = Field(None, description="Slug")
    registered_from: Day | None = None
    registered_to: Day | None = None
    bbox: str | None = Field(
        None, pattern=BOX, description="west,south,east,north in degrees", examples=["26.6,58.3,26.8,58.4"]
    )
    order: Literal["newest", "changed"] = "newest"


class Question(Schema):
    """A question and the language of the reader. The answer is in the language of the question when such a text exists."""

    question: Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION), AfterValidator(_without_null)] = Field(
        description="In Estonian, English or Russian; personal data are not needed"
    )
    language: Language = "et"


def parse_bbox(value: str) -> tuple[float, float, float, float]:
    """Parse ``west,south,east,north`` (degrees), corners in any order."""
    west, south, east, north = (float(part) for part in value.split(","))
    return min(west, east), min(south, north), max(west, east), max(south, north)


def paged(queryset: QuerySet[Any], paging: Paging, order: tuple[str, ...]) -> Page[Any]:
    """The requested page. Raises ``InvalidParameter`` for a cursor of another list."""
    model: type[Model] = queryset.model
    if paging.cursor and not is_cursor(paging.cursor, model, order):
        raise InvalidParameter("cursor", "This is no cursor of this list; begin again without one")
    return page(queryset, paging.cursor, order, paging.limit)


__all__ = [
    "AnswerFilters", "CaseFilters", "Code", "Language", "Latitude", "Longitude", "Paging", "Query", "Question",
    "ServiceFilters", "paged", "parse_bbox",
]  # fmt: skip
