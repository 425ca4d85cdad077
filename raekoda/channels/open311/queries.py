"""Reads of the endpoint: services as GeoReport describes them, requests through the one gate of cases."""

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

KEY_SECONDS = 10
LARGEST_RADIUS = 100_000
ORDER = ("-registered_at", "-id")


@dataclass(frozen=True)
class KnownKey:
    """What the endpoint needs to know of an API key."""

    id: int
    municipality_id: int
    partner_id: int | None = None


def key_of(plain: str) -> KnownKey | None:
    """The active key of the open municipality, kept for some seconds in each process."""
    found_by = digest(plain)
    known: KnownKey | None = cache.get(_cache_key(found_by))
    if known is None:
        names = ("pk", "municipality_id", "partner", "partner__is_active")
        row = ApiKey.objects.filter(digest=found_by, is_active=True).values_list(*names).first()
        if row is None:
            return None
        known = KnownKey(row[0], row[1], row[2] if row[3] else None)
        cache.set(_cache_key(found_by), known, KEY_SECONDS)
    return known


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
_every_service = MunicipalityCache("open311-every-service", _read_names, Service)


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
            "values": [{"key": str(one["key"]), "name": str(one["name"])} for one in attribute.get("values", [])],
        }
        for order, attribute in enumerate(sorted(service.form, key=lambda one: one.get("order") or 1000), start=1)
    ]
    return {"service_code": service.code, "attributes": attributes}


def is_jurisdiction(municipality: Municipality, name: str) -> bool:
    """Whether ``name`` means this municipality: its EHAK code, its short name, one of its host names."""
    name = rules.cleaned(name).lower().removeprefix("www.")
    return name in {municipality.code, municipality.slug} or municipality.hosts.filter(name=name).exists()


@dataclass(frozen=True)
class Asked:
    """What a list of requests is asked for."""

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
    page_size: int = rules.LARGEST_PAGE
    cursor: str = ""
    extensions: bool = False


def asked(parameters: QueryDict) -> Asked:
    """Read the parameters of GET requests; an empty one counts as not given. Raises ``Open311Error`` (400)."""

    def one(*names: str) -> str:
        return next((value for name in names if (value := rules.cleaned(parameters.get(name, "")))), "")

    near = rules.point(one("lat"), one("long", "lon"))
    radius = rules.number(one("radius"), "radius")
    return Asked(
        keys=rules.items(parameters.getlist("service_request_id")),
        service_codes=rules.items(parameters.getlist("service_code")),
        statuses=rules.statuses(parameters.getlist("status")),
        start=rules.moment(one("start_date"), "start_date"),
        end=rules.moment(one("end_date"), "end_date"),
        updated_after=rules.moment(one("updated_after"), "updated_after"),
        updated_before=rules.moment(one("updated_before"), "updated_before"),
        near=near,
        radius=min(radius, LARGEST_RADIUS) if radius and radius > 0 else None,
        box=rules.box(one("bbox")),
        text=one("q"),
        page=rules.whole(one("page"), "page", 1, rules.FURTHEST_ROW),
        page_size=rules.whole(one("page_size", "per_page"), "page_size", rules.LARGEST_PAGE, rules.LARGEST_PAGE),
        cursor=one("cursor"),
        extensions=one("extensions").lower() in {"true", "1", "v2"},
    )


@dataclass(frozen=True)
class Found:
    """Requests of one page, and the cursor of the next page ("" at the end)."""

    cases: list[Case]
    next_cursor: str = ""


def readable(actor: Actor, partner_id: int | None) -> QuerySet[Case]:
    """The requests that ``actor`` may see; with a partner's key those too that the partner made, public or not, without special
    matters.

    What is described of them is the same for everyone.
    """
    cases = visible_to(actor)
    if partner_id is not None:
        cases = cases | Case.objects.defer("words").filter(
            sensitivity__in=ORDINARY, pk__in=Received.objects.filter(partner=partner_id).values("case")
        )
    return cases.filter(service__isnull=False)


def requests(actor: Actor, wanted: Asked, partner_id: int | None = None) -> Found:
    """The requests that were asked for, newest first: by numbers those that ``readable`` gives, otherwise public ones."""
    if wanted.keys:
        return Found(_by_numbers(with_details(readable(actor, partner_id)), wanted.keys))
    cases = with_details(visible_to(actor).filter(service__isnull=False))
    cases = _filtered(cases, wanted)
    if wanted.page > 1:
        first = (wanted.page - 1) * wanted.page_size
        if first >= rules.FURTHEST_ROW:
            return Found([])
        keys = list(cases.order_by(*ORDER).values_list("pk", flat=True)[first : first + wanted.page_size])
        return Found(list(cases.filter(pk__in=keys).order_by(*ORDER)))
    page = keyset_page(cases, wanted.cursor, ORDER, wanted.page_size)
    return Found(page.items, page.next_cursor or "")


def request_by_number(actor: Actor, number: str, partner_id: int | None = None) -> Case | None:
    """One request by its number, if it is :func:`readable`."""
    found = _by_numbers(with_details(readable(actor, partner_id)), [number])
    return found[0] if found else None


def request_by_token(actor: Actor, token: str) -> Case | None:
    """One request by its public reference, which serves as token."""
    return visible_to(actor).filter(ref=rules.cleaned(token)).first()


def with_details(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a request's description needs, in two queries whatever their number."""
    released = Attachment.objects.filter(is_public=True).order_by("pk")
    shown = Prefetch("attachments", released, to_attr="released")
    return cases.select_related("unit", "area").defer("area__geometry").prefetch_related(shown)


def _by_numbers(cases: QuerySet[Case], numbers: list[str]) -> list[Case]:
    keys = [key for number in numbers if (key := rules.key_of(number)) is not None]
    return [case for case in cases.filter(pk__in=keys).order_by(*ORDER) if case.number in numbers]


def _filtered(cases: QuerySet[Case], wanted: Asked) -> QuerySet[Case]:
    changed = wanted.updated_after or wanted.updated_before
    if wanted.start or wanted.end or not changed:
        cases = cases.filter(registered_at__range=rules.span(wanted.start, wanted.end, clock.now()))
    if wanted.updated_after:
        cases = cases.filter(updated_at__gte=wanted.updated_after)
    if wanted.updated_before:
        cases = cases.filter(updated_at__lte=wanted.updated_before)
    if wanted.service_codes:
        cases = cases.filter(service__code__in=wanted.service_codes)
    if len(wanted.statuses) == 1:
        is_open = Q(status__in=OPEN_STATUSES)
        cases = cases.filter(is_open if "open" in wanted.statuses else ~is_open)
    if wanted.box:
        cases = cases.filter(point__within_box=wanted.box)
    if wanted.near:
        radius = wanted.radius or 1000.0
        cases = cases.filter(_within(wanted.near, radius), point__within_box=box_around(wanted.near, radius))
    if wanted.text:
        cases = cases.filter(public_text__icontains=wanted.text)
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


def described(case: Case, municipality: Municipality, *, extensions: bool = False) -> dict[str, Any]:
    """A request as GeoReport describes it; nothing about who sent it."""
    service = _every_service.get(municipality.pk).get(case.service_id or 0) or case.service
    site = site_url(municipality)
    pictures = [site + reverse("cases:attachment", args=[one.ref]) for one in getattr(case, "released", ())]
    description: dict[str, Any] = {
        "service_request_id": case.number,
        "status": "open" if case.is_open else "closed",
        "status_notes": case.get_outcome_display() if case.outcome else case.get_status_display(),
        "service_name": service.name if service else None,
        "service_code": service.code if service else "",
        "description": case.public_text[: rules.LONGEST_DESCRIPTION],
        "agency_responsible": case.unit.name if case.unit else municipality.name,
        "service_notice": None,
        "requested_datetime": w3(case.registered_at),
        "updated_datetime": w3(case.updated_at if case.is_open else case.closed_at or case.updated_at),
        "expected_datetime": w3(_end_of(case.due_on)) if case.due_on else None,
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
        description["attributes"] = attributes_of(case, service.form if service else [])
    return description


def attributes_of(case: Case, form: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers to a service's list questions with their labels; free text may hold personal data and is left out."""
    shown = []
    for attribute in form:
        given: Any = case.attributes.get(attribute["code"])
        if given in (None, "", []) or attribute.get("datatype") not in {"singlevaluelist", "multivaluelist"}:
            continue
        names = {str(one["key"]): str(one["name"]) for one in attribute.get("values", [])}
        for value in given if isinstance(given, list) else [given]:
            label = attribute.get("description", "")
            shown.append(
                {"code": attribute["code"], "label": label, "value": names.get(str(value), ""), "name": str(value)}
            )
    return shown


def w3(moment: datetime) -> str:
    """A moment in the W3C form, UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), TALLINN)


def discovery(municipality: Municipality, endpoint: str) -> dict[str, Any]:
    """The service discovery document."""
    contact: Mapping[str, str] = {"name": municipality.name, "email": municipality.email, "phone": municipality.phone}
    site = site_url(municipality)
    return {
        "changeset": w3(municipality.created_at),
        "contact": ", ".join(filter(None, contact.values())),
        "key_service": municipality.email or site,
        "extensions": "idempotency-key,servicerequestupdates",
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": endpoint,
                "changeset": w3(municipality.created_at),
                "type": "production" if not municipality.is_demo else "test",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
