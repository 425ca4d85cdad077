"""Presents records as JSON values of the API."""

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


def translations(record: Any, field: str) -> dict[str, str | None]:
    """The field by language code; None where it is not translated."""
    return {code: getattr(record, f"{field}_{code}") or None for code in LANGUAGES}


def present_municipality(municipality: Municipality) -> dict[str, Any]:
    return {
        "code": municipality.code,
        "name": municipality.name,
        "county": municipality.county,
        "url": f"{site_url(municipality)}/",
        "email": municipality.email,
        "phone": municipality.phone,
        "address": municipality.street_address,
    }


def present_topic(topic: Topic, site: str) -> dict[str, Any]:
    return {
        "slug": topic.slug,
        "name": translations(topic, "name"),
        "description": translations(topic, "description"),
        "parent": topic.parent.slug if topic.parent else None,
        "url": f"{site}/teemad/{topic.slug}/",
    }


def present_service_ref(service: Service | None) -> dict[str, Any] | None:
    return {"code": service.code, "name": translations(service, "name")} if service and service.live else None


def present_service_line(service: Service, site: str) -> dict[str, Any]:
    return {
        "code": service.code,
        "slug": service.slug,
        "name": translations(service, "name"),
        "summary": translations(service, "summary"),
        "url": f"{site}/teenused/{service.slug}/",
        "topics": sorted(topic.slug for topic in service.topics.all()),
        "life_events": service.life_events,
        "target_groups": service.target_groups,
        "takes_reports": service.takes_reports,
        "updated_at": service.updated_at,
    }


def present_service(service: Service, site: str) -> dict[str, Any]:
    data = present_service_line(service, site)
    data |= {name: translations(service, name) for name in SERVICE_TEXTS}
    data |= {name: getattr(service, name) for name in SERVICE_PLAIN}
    data["unit"] = service.unit.name if service.unit else None
    data["channels"] = [
        {
            "kind": c.kind,
            "name": translations(c, "name"),
            "link": c.link,
            "opening_hours": translations(c, "opening_hours"),
        }
        for c in service.channels.all()
    ]
    acts = service.legal_bases.all()
    data["legal_bases"] = [{"title": act.title, "link": act.link, "kind": act.kind} for act in acts]
    data["related"] = [present_service_ref(other) for other in service.related.all() if other.live]
    return data


def present_answer_line(answer: PublishedAnswer, site: str) -> dict[str, Any]:
    prefix = "" if answer.language == "et" else f"/{answer.language}"
    return {
        "slug": answer.slug,
        "language": answer.language,
        "title": answer.title,
        "url": f"{site}{prefix}/vastused/{answer.slug}/",
        "topic": answer.topic.slug if answer.topic else None,
        "service": answer.service.code if answer.service and answer.service.live else None,
        "published_at": answer.published_at,
    }


def present_answer(answer: PublishedAnswer, site: str) -> dict[str, Any]:
    return present_answer_line(answer, site) | {
        "question": answer.question,
        "answer": answer.answer,
        "unit": answer.unit.name if answer.unit else None,
        "asked_on": answer.asked_on,
        "updated_at": answer.updated_at,
    }


def present_case(case: Case, site: str) -> dict[str, Any]:
    return {
        "ref": case.ref,
        "number": case.number,
        "kind": case.kind,
        "status": case.status,
        "outcome": case.outcome or None,
        "text": case.public_text,
        "url": f"{site}/teated/{case.ref}/",
        "service": present_service_ref(case.service),
        "area": case.area.name if case.area else None,
        "address": case.address,
        "place": {"lon": case.point.lon, "lat": case.point.lat} if case.point else None,
        "registered_at": case.registered_at,
        "due_on": case.due_on,
        "closed_at": case.closed_at,
        "updated_at": case.updated_at,
    }


def present_area(area: Area | None) -> dict[str, Any] | None:
    if area is None:
        return None
    return {
        "kind": area.kind,
        "code": area.code,
        "name": area.name,
        "type": area.type_name,
        "is_approximate": area.is_approximate,
    }
