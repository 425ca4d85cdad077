"""What other systems are told, made of the same public records as the API: what a stranger may not read is not in it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.privacy import public_contacts, without_sender
from raekoda.casework.webhooks import schemas
from raekoda.casework.webhooks.models import Thread
from raekoda.platform.core.links import site_url
from raekoda.registry.services.models import Service

LANGUAGES = ("et", "en", "ru")


def case(one: Case, *, said: Message | None = None, into: Case | None = None) -> dict[str, Any] | None:
    """A report as the public sees it, None when the public does not see it. ``said`` is the answer it got."""
    shown = _public(one)
    if shown is None:
        return None
    is_answer = said is not None and said.kind == Message.Kind.ANSWER
    return schemas.CaseData(
        ref=shown.ref, number=shown.number, kind=shown.kind, status=shown.status, outcome=shown.outcome or None,
        subject=shown.subject, text=shown.public_text, url=_case_url(shown), service=_service(shown.service),
        unit=shown.unit.name if shown.unit else None, area=shown.area.name if shown.area else None,
        address=shown.address,
        place=schemas.Place(lon=shown.point.lon, lat=shown.point.lat) if shown.point else None,
        answer=without_sender(said.text, said.case.contact, one.language).text if said is not None and is_answer else None,
        merged_into=_joined(into), registered_at=shown.registered_at,
        due_on=shown.due_on.isoformat() if shown.due_on else None, closed_at=shown.closed_at,
        updated_at=shown.updated_at,
    ).model_dump(mode="json")  # fmt: skip


def thread(one: Thread, said: Message) -> dict[str, Any]:
    """What the bridge is to post: what was said to the sender, and nothing else of the case. Where anyone can read the
    thread, or where it was said to somebody else in the same matter, contact data and the sender's name are taken out."""
    text = said.text
    if one.source.is_open_thread or said.case_id != one.case_id:
        keep = public_contacts(one.case.municipality)
        text = without_sender(text, said.case.contact, one.case.language, keep).text
    return schemas.ThreadOut(
        source=one.source.ref, id=one.name, number=one.case.number, language=one.case.language, text=text
    ).model_dump(mode="json")


def answer(one: PublishedAnswer, *, withdrawn: bool = False) -> dict[str, Any]:
    """An answer of the question column, without its text when it was ``withdrawn``."""
    with override(one.language):
        url = site_url(one.municipality) + reverse("answers:answer", args=[one.slug])
    return schemas.AnswerData(
        slug=one.slug, language=one.language, title="" if withdrawn else one.title, url=url,
        question=None if withdrawn else one.question, answer=None if withdrawn else one.answer,
        topic=one.topic.slug if one.topic else None,
        service=one.service.code if one.service and one.service.live else None,
        unit=one.unit.name if one.unit else None, published_at=one.published_at,
    ).model_dump(mode="json")  # fmt: skip


def checked(event: str, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` as JSON in the shape of ``event``. Raises ``ValueError`` for another shape or an unknown event."""
    if event not in schemas.Data:
        raise ValueError(f"unknown event {event}")
    shape: type[Any] = schemas.Data[event]
    return dict(shape.model_validate(data).model_dump(mode="json"))


def _public(one: Case) -> Case | None:
    """The case read anew through the gate of strangers."""
    return queries.public().select_related("service", "unit", "area").defer("words", "area__geometry").filter(
        pk=one.pk
    ).first()  # fmt: skip


def _joined(into: Case | None) -> schemas.Joined | None:
    shown = _public(into) if into is not None else None
    return schemas.Joined(ref=shown.ref, number=shown.number, url=_case_url(shown)) if shown is not None else None


def _case_url(one: Case) -> str:
    with override("et"):
        return site_url(one.municipality) + reverse("cases:public", args=[one.ref])


def _service(one: Service | None) -> schemas.ServiceRef | None:
    if one is None or not one.live:
        return None
    names = {code: getattr(one, f"name_{code}") or None for code in LANGUAGES}
    return schemas.ServiceRef(code=one.code, name=schemas.Words(**names))
