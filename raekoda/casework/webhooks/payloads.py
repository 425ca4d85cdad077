"""Payloads of outgoing messages, built from public data only, the same as the JSON API."""

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


def case_data(case: Case, *, message: Message | None = None, into: Case | None = None) -> dict[str, Any] | None:
    """The public view of a case, None when it is not public. ``message`` is the answer that was sent."""
    public = _public(case)
    if public is None:
        return None
    answer = None
    if message is not None and message.kind == Message.Kind.ANSWER:
        answer = without_sender(message.text, message.case.contact, case.language).text
    return schemas.CaseData(
        ref=public.ref, number=public.number, kind=public.kind, status=public.status, outcome=public.outcome or None,
        subject=public.subject, text=public.public_text, url=_case_url(public), service=_service(public.service),
        unit=public.unit.name if public.unit else None, area=public.area.name if public.area else None,
        address=public.address,
        place=schemas.Place(lon=public.point.lon, lat=public.point.lat) if public.point else None,
        answer=answer, merged_into=_merged_into(into), registered_at=public.registered_at,
        due_on=public.due_on.isoformat() if public.due_on else None, closed_at=public.closed_at,
        updated_at=public.updated_at,
    ).model_dump(mode="json")  # fmt: skip


def thread_data(thread: Thread, message: Message) -> dict[str, Any]:
    """The text to post into a thread: the message to the sender.

    Contact data and the sender's name are removed when the thread is public or the message belongs to another case.
    """
    text = message.text
    if thread.source.is_open_thread or message.case_id != thread.case_id:
        keep = public_contacts(thread.case.municipality)
        text = without_sender(text, message.case.contact, thread.case.language, keep).text
    return schemas.ThreadData(
        source=thread.source.ref, id=thread.name, number=thread.case.number, language=thread.case.language, text=text
    ).model_dump(mode="json")


def answer_data(answer: PublishedAnswer, *, withdrawn: bool = False) -> dict[str, Any]:
    """A published answer; without its text when ``withdrawn``."""
    with override(answer.language):
        url = site_url(answer.municipality) + reverse("answers:answer", args=[answer.slug])
    return schemas.AnswerData(
        slug=answer.slug, language=answer.language, title="" if withdrawn else answer.title, url=url,
        question=None if withdrawn else answer.question, answer=None if withdrawn else answer.answer,
        topic=answer.topic.slug if answer.topic else None,
        service=answer.service.code if answer.service and answer.service.live else None,
        unit=answer.unit.name if answer.unit else None, published_at=answer.published_at,
    ).model_dump(mode="json")  # fmt: skip


def validated(event: str, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` validated against the schema of ``event``, as JSON values. Raises ``ValueError`` when invalid or unknown."""
    if event not in schemas.Data:
        raise ValueError(f"unknown event {event}")
    schema: type[Any] = schemas.Data[event]
    return dict(schema.model_validate(data).model_dump(mode="json"))


def _public(case: Case) -> Case | None:
    """The case, re-read through the public queryset."""
    return queries.public().select_related("service", "unit", "area").defer("words", "area__geometry").filter(
        pk=case.pk
    ).first()  # fmt: skip


def _merged_into(into: Case | None) -> schemas.MergedInto | None:
    public = _public(into) if into is not None else None
    return (
        schemas.MergedInto(ref=public.ref, number=public.number, url=_case_url(public)) if public is not None else None
    )


def _case_url(case: Case) -> str:
    with override("et"):
        return site_url(case.municipality) + reverse("cases:public", args=[case.ref])


def _service(service: Service | None) -> schemas.ServiceRef | None:
    if service is None or not service.live:
        return None
    names = {code: getattr(service, f"name_{code}") or None for code in LANGUAGES}
    return schemas.ServiceRef(code=service.code, name=schemas.TranslatedText(**names))
