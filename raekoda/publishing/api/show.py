"""Records as the API shows them."""

from __future__ import annotations

from typing import Any

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case
from raekoda.identity.places.models import Area
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service, Topic

LANGUAGES = ("et", "en", "ru")
SERVICE_TEXTS = (
    "description", "audience", "how_to", "requirements", "evidence", "outcome", "fee", "duration", "place", "contact",
)  # fmt: skip
SERVICE_PLAIN = (
    "payment", "fee_amount", "processing_days", "provider_kind", "provider_name", "type", "domain", "languages",
    "needs_place", "reports_are_public",
)  # fmt: skip


def text(record: Any, field: str) -> dict[str, str | None]:
    """The field in every language it is written in."""
    return {code: getattr(record, f"{field}_{code}") or None for code in LANGUAGES}


def municipality(one: Municipality) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "county": one.county,
        "url": f"{site_url(one)}/",
        "email": one.email,
        "phone": one.phone,
        "address": one.street_address,
    }


def topic(one: Topic, site: str) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "name": text(one, "name"),
        "description": text(one, "description"),
        "parent": one.parent.slug if one.parent else None,
        "url": f"{site}/teemad/{one.slug}/",
    }


def service_ref(one: Service | None) -> dict[str, Any] | None:
    return {"code": one.code, "name": text(one, "name")} if one and one.live else None


def service_line(one: Service, site: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "slug": one.slug,
        "name": text(one, "name"),
        "summary": text(one, "summary"),
        "url": f"{site}/teenused/{one.slug}/",
        "topics": sorted(topic.slug for topic in one.topics.all()),
        "life_events": one.life_events,
        "target_groups": one.target_groups,
        "takes_reports": one.takes_reports,
        "updated_at": one.updated_at,
    }


def service(one: Service, site: str) -> dict[str, Any]:
    shown = service_line(one, site)
    shown |= {name: text(one, name) for name in SERVICE_TEXTS}
    shown |= {name: getattr(one, name) for name in SERVICE_PLAIN}
    shown["unit"] = one.unit.name if one.unit else None
    shown["channels"] = [
        {"kind": c.kind, "name": text(c, "name"), "link": c.link, "opening_hours": text(c, "opening_hours")}
        for c in one.channels.all()
    ]
    acts = one.legal_bases.all()
    shown["legal_bases"] = [{"title": act.title, "link": act.link, "kind": act.kind} for act in acts]
    shown["related"] = [service_ref(other) for other in one.related.all() if other.live]
    return shown


def answer_line(one: PublishedAnswer, site: str) -> dict[str, Any]:
    prefix = "" if one.language == "et" else f"/{one.language}"
    return {
        "slug": one.slug,
        "language": one.language,
        "title": one.title,
        "url": f"{site}{prefix}/vastused/{one.slug}/",
        "topic": one.topic.slug if one.topic else None,
        "service": one.service.code if one.service and one.service.live else None,
        "published_at": one.published_at,
    }


def answer(one: PublishedAnswer, site: str) -> dict[str, Any]:
    return answer_line(one, site) | {
        "question": one.question,
        "answer": one.answer,
        "unit": one.unit.name if one.unit else None,
        "asked_on": one.asked_on,
        "updated_at": one.updated_at,
    }


def case(one: Case, site: str) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "number": one.number,
        "kind": one.kind,
        "status": one.status,
        "outcome": one.outcome or None,
        "text": one.public_text,
        "url": f"{site}/teated/{one.ref}/",
        "service": service_ref(one.service),
        "area": one.area.name if one.area else None,
        "address": one.address,
        "place": {"lon": one.point.lon, "lat": one.point.lat} if one.point else None,
        "registered_at": one.registered_at,
        "due_on": one.due_on,
        "closed_at": one.closed_at,
        "updated_at": one.updated_at,
    }


def area(one: Area | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "kind": one.kind,
        "code": one.code,
        "name": one.name,
        "type": one.type_name,
        "is_approximate": one.is_approximate,
    }
