"""Reads of the endpoint: services in GeoReport form, requests that the actor may see."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import BooleanField, F, Func, Prefetch, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.http import QueryDict
from django.urls import reverse

from raekoda.casework.cases.models import OPEN_STATUSES, Attachment, Case
from raekoda.casework.cases.queries import visible_to
from raekoda.channels.open311 import rules
from raekoda.channels.open311.models import ApiKey, Received
from raekoda.identity.accounts.capabilities import ORDINARY
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.fields import Point
from raekoda.platform.core.geometry import METRES_PER_DEGREE, box_around
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.paging import page as keyset_page
from raekoda.platform.core.tokens import digest
from raekoda.registry.services.models import Service
from raekoda.registry.services.queries import taking_reports

KEY_CACHE_SECONDS = 10
MAX_RADIUS = 100_000
ORDER = ("-registered_at", "-id")


@dataclass(frozen=True)
class KnownKey:
    """The data of an API key that the endpoint needs."""

    id: int
    municipality_id: int
    partner_id: int | None = None


def find_key(plain: str) -> KnownKey | None:
    """The active key of the open municipality, cached for some seconds in each process."""
    key_digest = digest(plain)
    cached: KnownKey | None = cache.get(_cache_key(key_digest))
    if cached is None:
        names = ("pk", "municipality_id", "partner", "partner__is_active")
        row = ApiKey.objects.filter(digest=key_digest, is_active=True).values_list(*names).first()
        if row is None:
            return None
        cached = KnownKey(row[0], row[1], row[2] if row[3] else None)
        cache.set(_cache_key(key_digest), cached, KEY_CACHE_SECONDS)
    return cached


def _cache_key(digest: str) -> str:
    return f"open311:key:{digest}"


def _key_changed(instance: ApiKey, **_signal: Any) -> None:
    cache.delete(_cache_key(instance.digest))


post_save.connect(_key_changed, sender=ApiKey, dispatch_uid="open311-key-saved")
post_delete.connect(_key_changed, sender=ApiKey, dispatch_uid="open311-key-deleted")


def _read_services(municipality_id: int) -> dict[str, Service]:
    return {service.code: service for service in taking_reports().select_related("unit").prefetch_related("topics")}


def _read_names(municipality_id: int) -> dict[int, Service]:
    return {service.pk: service for service in Service.objects.all()}


services = MunicipalityCache("open311-services", _read_services, Service)
_all_services = MunicipalityCache("open311-every-service", _read_names, Service)


def service_list(municipality: Municipality) -> list[dict[str, Any]]:
    """Every service that takes reports, as the service list of GeoReport."""
    return [
        {
            "service_code": service.code,
            "service_name": service.name,
            "description": service.summary or service.description or None,
            "metadata": bool(service.form),
            "type": "realtime",
            "keywords": ",".join(filter(None, (word.strip() for word in service.keywords.split(",")))),
            "group": next((topic.name for topic in service.topics.all()), ""),
        }
        for service in services.get(municipality.pk).values()
    ]


def service_definition(service: Service) -> dict[str, Any]:
    """The attributes of one service, in their order."""
    attributes = [
        {
            "variable": bool(attribute.get("variable", True)),
            "code": str(attribute["code"]),
            "datatype": attribute.get("datatype", "string"),
            "required": bool(attribute.get("required", False)),
            "datatype_description": attribute.get("datatype_description") or None,
            "order": order,
            "description": attribute.get("description", ""),
            "values": [{"key": str(item["key"]), "name": str(item["name"])} for item in attribute.get("values", [])],
        }
        for order, attribute in enumerate(sorted(service.form, key=lambda item: item.get("order") or 1000), start=1)
    ]
    return {"service_code": service.code, "attributes": attributes}


def is_jurisdiction(municipality: Municipality, name: str) -> bool:
    """Whether ``name`` means this municipality: its EHAK code, its short name, one of its host names."""
    name = rules.clean(name).lower().removeprefix("www.")
    return name in {municipality.code, municipality.slug} or municipality.hosts.filter(name=name).exists()


@dataclass(frozen=True)
class RequestFilters:
    """Filters of a list of requests."""

    keys: list[str] = field(default_factory=list)
    service_codes: list[str] = field(default_factory=list)
    statuses: set[str] = field(default_factory=set)
    start: datetime | None = None
    end: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    near: Point | None = None
    radius: float | None = None
    box: tuple[float, float, float, float] | None = None
    text: str = ""
    page: int = 1
    page_size: int = rules.MAX_PAGE_SIZE
    cursor: str = ""
    extensions: bool = False


def parse_filters(parameters: QueryDict) -> RequestFilters:
    """Read the parameters of GET requests; an empty one counts as missing. Raises ``Open311Error`` (400)."""

    def first(*names: str) -> str:
        return next((value for name in names if (value := rules.clean(parameters.get(name, "")))), "")

    near = rules.parse_point(first("lat"), first("long", "lon"))
    radius = rules.parse_float(first("radius"), "radius")
    return RequestFilters(
        keys=rules.split_list(parameters.getlist("service_request_id")),
        service_codes=rules.split_list(parameters.getlist("service_code")),
        statuses=rules.parse_statuses(parameters.getlist("status")),
        start=rules.parse_time(first("start_date"), "start_date"),
        end=rules.parse_time(first("end_date"), "end_date"),
        updated_after=rules.parse_time(first("updated_after"), "updated_after"),
        updated_before=rules.parse_time(first("updated_before"), "updated_before"),
        near=near,
        radius=min(radius, MAX_RADIUS) if radius and radius > 0 else None,
        box=rules.parse_box(first("bbox")),
        text=first("q"),
        page=rules.parse_int(first("page"), "page", 1, rules.MAX_OFFSET),
        page_size=rules.parse_int(
            first("page_size", "per_page"), "page_size", rules.MAX_PAGE_SIZE, rules.MAX_PAGE_SIZE
        ),
        cursor=first("cursor"),
        extensions=first("extensions").lower() in {"true", "1", "v2"},
    )


@dataclass(frozen=True)
class RequestPage:
    """Requests of one page, and the cursor of the next page ("" at the end)."""

    cases: list[Case]
    next_cursor: str = ""


def readable(actor: Actor, partner_id: int | None) -> QuerySet[Case]:
    """The requests that ``actor`` may see; with a partner's key also those that the partner made, public or not, without
    special matters.

    The description of a request is the same for everyone.
    """
    cases = visible_to(actor)
    if partner_id is not None:
        cases = cases | Case.objects.defer("words").filter(
            sensitivity__in=ORDINARY, pk__in=Received.objects.filter(partner=partner_id).values("case")
        )
    return cases.filter(service__isnull=False)


def requests(actor: Actor, filters: RequestFilters, partner_id: int | None = None) -> RequestPage:
    """The filtered requests, newest first: by number those of :func:`readable`, otherwise public ones."""
    if filters.keys:
        return RequestPage(_by_numbers(with_details(readable(actor, partner_id)), filters.keys))
    cases = with_details(visible_to(actor).filter(service__isnull=False))
    cases = _apply_filters(cases, filters)
    if filters.page > 1:
        first = (filters.page - 1) * filters.page_size
        if first >= rules.MAX_OFFSET:
            return RequestPage([])
        keys = list(cases.order_by(*ORDER).values_list("pk", flat=True)[first : first + filters.page_size])
        return RequestPage(list(cases.filter(pk__in=keys).order_by(*ORDER)))
    page = keyset_page(cases, filters.cursor, ORDER, filters.page_size)
    return RequestPage(page.items, page.next_cursor or "")


def request_by_number(actor: Actor, number: str, partner_id: int | None = None) -> Case | None:
    """One request by its number, if it is :func:`readable`."""
    cases = _by_numbers(with_details(readable(actor, partner_id)), [number])
    return cases[0] if cases else None


def request_by_token(actor: Actor, token: str) -> Case | None:
    """One request by its public reference, which is its token."""
    return visible_to(actor).filter(ref=rules.clean(token)).first()


def with_details(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Prefetch the data of descriptions: two queries for any number of requests."""
    released = Attachment.objects.filter(is_public=True).order_by("pk")
    attachments = Prefetch("attachments", released, to_attr="released")
    return cases.select_related("unit", "area").defer("area__geometry").prefetch_related(attachments)


def _by_numbers(cases: QuerySet[Case], numbers: list[str]) -> list[Case]:
    keys = [key for number in numbers if (key := rules.parse_case_key(number)) is not None]
    return [case for case in cases.filter(pk__in=keys).order_by(*ORDER) if case.number in numbers]


def _apply_filters(cases: QuerySet[Case], filters: RequestFilters) -> QuerySet[Case]:
    changed = filters.updated_after or filters.updated_before
    if filters.start or filters.end or not changed:
        cases = cases.filter(registered_at__range=rules.date_range(filters.start, filters.end, clock.now()))
    if filters.updated_after:
        cases = cases.filter(updated_at__gte=filters.updated_after)
    if filters.updated_before:
        cases = cases.filter(updated_at__lte=filters.updated_before)
    if filters.service_codes:
        cases = cases.filter(service__code__in=filters.service_codes)
    if len(filters.statuses) == 1:
        is_open = Q(status__in=OPEN_STATUSES)
        cases = cases.filter(is_open if "open" in filters.statuses else ~is_open)
    if filters.box:
        cases = cases.filter(point__within_box=filters.box)
    if filters.near:
        radius = filters.radius or 1000.0
        cases = cases.filter(_within(filters.near, radius), point__within_box=box_around(filters.near, radius))
    if filters.text:
        cases = cases.filter(public_text__icontains=filters.text)
    return cases


def _within(point: Point, metres: float) -> Func:
    """True for points within ``metres`` of ``point``, by the same plane approximation as ``core.geometry``."""
    across = math.cos(math.radians(point.lat))
    return Func(
        F("point"),
        template=(
            f"(sqrt(power(((%(expressions)s)[0] - {point.lon!r}) * {across!r}, 2) + "
            f"power((%(expressions)s)[1] - {point.lat!r}, 2)) * {METRES_PER_DEGREE!r} <= {float(metres)!r})"
        ),
        output_field=BooleanField(),
    )


def describe_request(case: Case, municipality: Municipality, *, extensions: bool = False) -> dict[str, Any]:
    """A request in GeoReport form, without data of its sender."""
    service = _all_services.get(municipality.pk).get(case.service_id or 0) or case.service
    site = site_url(municipality)
    pictures = [site + reverse("cases:attachment", args=[photo.ref]) for photo in getattr(case, "released", ())]
    description: dict[str, Any] = {
        "service_request_id": case.number,
        "status": "open" if case.is_open else "closed",
        "status_notes": case.get_outcome_display() if case.outcome else case.get_status_display(),
        "service_name": service.name if service else None,
        "service_code": service.code if service else "",
        "description": case.public_text[: rules.MAX_DESCRIPTION],
        "agency_responsible": case.unit.name if case.unit else municipality.name,
        "service_notice": None,
        "requested_datetime": format_time(case.registered_at),
        "updated_datetime": format_time(case.updated_at if case.is_open else case.closed_at or case.updated_at),
        "expected_datetime": format_time(_end_of_day(case.due_on)) if case.due_on else None,
        "address": case.address or None,
        "address_id": None,
        "zipcode": None,
        "lat": case.point.lat if case.point else None,
        "long": case.point.lon if case.point else None,
        "media_url": pictures[0] if pictures else None,
    }
    if extensions:
        description["extended_attributes"] = {
            "channel": case.channel,
            "area": case.area.name if case.area else None,
            "subject": case.subject,
            "html_url": site + reverse("cases:public", args=[case.ref]),
            "media_urls": pictures,
            "outcome": case.outcome or None,
            "token": case.ref,
        }
        description["attributes"] = list_answers(case, service.form if service else [])
    return description


def list_answers(case: Case, form: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers to a service's list questions with their labels; free text may hold personal data and is left out."""
    answers = []
    for attribute in form:
        answer: Any = case.attributes.get(attribute["code"])
        if answer in (None, "", []) or attribute.get("datatype") not in {"singlevaluelist", "multivaluelist"}:
            continue
        names = {str(option["key"]): str(option["name"]) for option in attribute.get("values", [])}
        for value in answer if isinstance(answer, list) else [answer]:
            label = attribute.get("description", "")
            answers.append(
                {"code": attribute["code"], "label": label, "value": names.get(str(value), ""), "name": str(value)}
            )
    return answers


def format_time(moment: datetime) -> str:
    """A time in W3C form, UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _end_of_day(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), TALLINN)


def discovery(municipality: Municipality, endpoint: str) -> dict[str, Any]:
    """The service discovery document."""
    contact: Mapping[str, str] = {"name": municipality.name, "email": municipality.email, "phone": municipality.phone}
    site = site_url(municipality)
    return {
        "changeset": format_time(municipality.created_at),
        "contact": ", ".join(filter(None, contact.values())),
        "key_service": municipality.email or site,
        "extensions": "idempotency-key,servicerequestupdates",
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": endpoint,
                "changeset": format_time(municipality.created_at),
                "type": "production" if not municipality.is_demo else "test",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
