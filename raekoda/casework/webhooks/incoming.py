"""Ingest of received messages: each opens a case or adds to one; invalid ones go to the failed queue.

Ingest is idempotent by the ``webhook-id`` and by the identifier of the message in the sending system.
"""

from __future__ import annotations

import hashlib

import structlog
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases import queries
from raekoda.casework.cases.actions import CaseDraft, ContactData
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.rules import Verb, is_allowed, likely_kind
from raekoda.casework.webhooks.errors import WebhookError
from raekoda.casework.webhooks.models import Received, Source, Thread
from raekoda.casework.webhooks.schemas import IncomingMessage, MessageData
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.journal import record
from raekoda.platform.core.outage import UNREACHABLE, find_outage
from raekoda.platform.core.secrets import keyed_digest
from raekoda.platform.core.text import clean_text, detect_language
from raekoda.registry.services.models import Service

State = Received.State
ONCE, EXTERNAL_ONCE = "received_once", "received_external_once"
OUR_ERROR = {"field": "", "message": "An error on our side: the message is valid as far as we know. Try it again."}
MOST_PROBLEMS = 20
LONGEST_PROBLEM, LONGEST_FIELD = 300, 80
log = structlog.get_logger(__name__)


class MessageIdReused(Exception):
    """The ``webhook-id`` was used before with another body."""


class InvalidMessage(Exception):
    """The message cannot be ingested; ``problems`` are (field, message) pairs."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__()
        self.problems = problems


def receive(source: Source, *, message_id: str, body: bytes, request_id: str = "") -> tuple[Received, bool]:
    """Store a verified message, then ingest it; returns its row and whether it is new. Raises :class:`MessageIdReused`.

    An error during ingest leaves the stored message in the failed queue; when it is sent again, it is ingested again.
    """
    digest = hashlib.sha256(body).hexdigest()
    row = Received(
        municipality_id=source.municipality_id, source=source, message_id=message_id, body_digest=digest,
        received_at=clock.now(), body=_decode(body),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Source.objects.filter(pk=source.pk).update(last_received_at=row.received_at)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        known = Received.objects.select_related("case").get(source=source, message_id=message_id)
        if known.body_digest != digest:
            raise MessageIdReused from error
        if not is_unprocessed(known):
            return known, False
        row = known
    return row, _ingest_stored(row, request_id)


def is_unprocessed(row: Received) -> bool:
    """Whether the message is stored but not ingested yet, or its ingest failed on our side."""
    return row.state == State.FAILED and row.problems in ([], [OUR_ERROR])


def _ingest_stored(row: Received, request_id: str) -> bool:
    """Ingest a stored message; whether that was still to be done. An unexpected error leaves the message to staff."""
    try:
        with transaction.atomic():
            _lock(row)
            if not is_unprocessed(row):
                return False
            _ingest(row, request_id)
    except Exception as error:
        if find_outage(error) == UNREACHABLE:
            raise
        log.error("webhook_ingest_failed", message=row.pk, exc_info=error)
        Received.objects.filter(pk=row.pk, state=State.FAILED).update(problems=[OUR_ERROR])
        row.refresh_from_db()
    return True


def retry(row: Received, *, actor: Actor) -> Received:
    """Ingest a failed message again; it stays in the queue when it is still invalid. Raises :class:`WebhookError`."""
    actor.require("webhooks.sort", row)
    with transaction.atomic():
        _lock(row)
        _require_failed(row)
        record("webhooks.retry", row, actor)
        _ingest(row, actor.request_id)
    return row


def dismiss(row: Received, *, reason: str, actor: Actor) -> Received:
    """Dismiss a failed message and erase its body. Raises :class:`WebhookError` without a reason."""
    actor.require("webhooks.sort", row)
    reason = clean_text(reason)[:500]
    if not reason:
        raise WebhookError(_("Write in a few words why."), "reason")
    with transaction.atomic():
        _lock(row)
        _require_failed(row)
        row.state, row.body = State.ASIDE, ""
        row.save(update_fields=["state", "body"])
        record("webhooks.put_aside", row, actor, reason=reason)
    return row


def make_case(
    row: Received, *, kind: str, text: str, service: Service | None, name: str, email: str, actor: Actor
) -> Case:
    """Create a case from a failed message. Raises :class:`WebhookError`, ``CaseError``."""
    actor.require("webhooks.sort", row)
    with transaction.atomic():
        _lock(row)
        _require_failed(row)
        data = _parse_or_none(row.body)
        row.external = _digest(row.source, "word", data.id) if data else ""
        draft = CaseDraft(
            municipality=row.municipality, kind=kind, text=text, channel=row.source.channel, service=service,
            language=detect_language(text), contact=ContactData(name, email), make_public=_public(row.source),
            external_source=_external_source(row.source) if data else "", external_id=row.external,
        )  # fmt: skip
        case = cases.open_case(draft, actor)
        if data:
            _link_thread(row.source, data, case)
            _record_author(row, data)
        row.case = case
        _mark_taken(row)
        record("webhooks.make_case", row, actor, case=case.pk)
    return case


def log_access(row: Received, *, actor: Actor) -> None:
    """Record in the journal that the actor read a failed message."""
    actor.require("webhooks.sort", row)
    record("webhooks.look", row, actor)


def parsed_data(row: Received) -> MessageData | None:
    """The data of a failed message, None when it cannot be parsed."""
    return _parse_or_none(row.body)


def _ingest(row: Received, request_id: str) -> None:
    """Ingest the message, or store the reasons why it is invalid. Runs in the caller's transaction."""
    try:
        with transaction.atomic():
            data = _parse(row.body)
            row.external = _digest(row.source, "word", data.id)
            earlier = Received.objects.filter(source=row.source, external=row.external, state=State.TAKEN).first()
            if earlier is not None:
                _mark_repeated(row, earlier)
                return
            _record_author(row, data)
            row.case, row.word = _ingest_into_case(row.source, data, request_id)
            _mark_taken(row)
    except InvalidMessage as invalid:
        row.problems = [{"field": field, "message": message[:LONGEST_PROBLEM]} for field, message in invalid.problems]
        row.external, row.author, row.link, row.media, row.case, row.word = "", "", "", [], None, None
        row.save(update_fields=["problems", "external", "author", "link", "media"])
        record("webhooks.kept_for_staff", row, Actor.integration(row.source_id, request_id))
    except IntegrityError as error:
        if EXTERNAL_ONCE not in str(error):
            raise
        _mark_repeated(row, Received.objects.get(source=row.source, external=row.external, state=State.TAKEN))


def _ingest_into_case(source: Source, data: MessageData, request_id: str) -> tuple[Case, Message | None]:
    """The case of the message's thread or a new one, and the case message created. Raises :class:`InvalidMessage`."""
    digest = _digest(source, "thread", data.thread or data.id)
    _lock_thread(digest)
    thread = Thread.objects.filter(source=source, digest=digest).select_related("case__merged_into").first()
    try:
        if thread is not None:
            case = queries.merge_target(thread.case)
            return case, _add_to_case(case, data, request_id)
        case = _open_case(source, data, request_id)
        _link_thread(source, data, case)
        return case, case.messages.filter(kind=Message.Kind.OPENING).first()
    except cases.CaseError as refusal:
        raise InvalidMessage((refusal.field, refusal.message)) from refusal
    except cases.TransitionNotAllowed as refusal:
        raise InvalidMessage(("thread", refusal.message)) from refusal


def _add_to_case(case: Case, data: MessageData, request_id: str) -> Message | None:
    """Add a reply of the sender; a closed case is reopened with the text as the reason."""
    sender = Actor.resident(request_id)
    if is_allowed(case.status, Verb.REOPEN):
        cases.reopen(case, reason=data.text, actor=sender)
        return case.messages.filter(kind=Message.Kind.REPLY).last()
    return cases.reply_from_sender(case, text=data.text, actor=sender)


def _open_case(source: Source, data: MessageData, request_id: str) -> Case:
    place = data.place
    point = Point(place.lon, place.lat) if place and place.lon is not None and place.lat is not None else None
    has_place = point is not None or bool(place and place.address)
    kind = data.kind or source.kind or likely_kind(data.text, has_place=has_place)
    draft = CaseDraft(
        municipality=source.municipality, kind=kind, text=data.text, subject=data.subject, channel=source.channel,
        service=_service(source, data), language=data.language or detect_language(data.text), point=point,
        address=place.address if place else "", contact=ContactData(data.author.name, data.author.email, data.author.phone),
        make_public=_public(source), external_source=_external_source(source),
        external_id=_digest(source, "word", data.id),
    )  # fmt: skip
    return cases.open_case(draft, Actor.integration(source.pk, request_id))


def _link_thread(source: Source, data: MessageData, case: Case) -> None:
    name = data.thread or data.id
    Thread.objects.get_or_create(
        source=source, digest=_digest(source, "thread", name),
        defaults={"municipality_id": source.municipality_id, "name": name, "case": case},
    )  # fmt: skip


def _service(source: Source, data: MessageData) -> Service | None:
    if not data.service:
        return source.service
    found = Service.objects.filter(code=data.service, retired_at=None).first()
    if found is None:
        raise InvalidMessage(("service", _("There is no service of this code here.")))
    return found


def _parse(body: str) -> MessageData:
    """Parse and validate the body. Raises :class:`InvalidMessage`; its problems never quote the input."""
    try:
        return IncomingMessage.model_validate_json(body).data
    except ValidationError as error:
        found = [
            (".".join(str(part) for part in each["loc"])[:LONGEST_FIELD], each["msg"])
            for each in error.errors(include_input=False, include_url=False, include_context=False)
        ]
        raise InvalidMessage(*found[:MOST_PROBLEMS]) from error
    except (ValueError, RecursionError) as error:
        raise InvalidMessage(("", "The body is no JSON.")) from error


def _parse_or_none(body: str) -> MessageData | None:
    try:
        return _parse(body)
    except InvalidMessage:
        return None


def _record_author(row: Received, data: MessageData) -> None:
    row.author = clean_text(data.author.name)
    row.link = str(data.link or "")
    row.media = [{"url": str(each.url), "title": clean_text(each.title)} for each in data.media]


def _mark_taken(row: Received) -> None:
    row.state, row.body, row.problems = State.TAKEN, "", []
    row.save()


def _mark_repeated(row: Received, earlier: Received) -> None:
    row.state, row.body, row.problems, row.external = State.REPEATED, "", [], ""
    row.case_id, row.word, row.author, row.link, row.media = earlier.case_id, None, "", "", []
    row.save()


def _public(source: Source) -> bool | None:
    """``make_public`` of the case: None leaves it to the service."""
    return None if source.may_publish else False


def _external_source(source: Source) -> str:
    return f"webhook:{source.ref}"


def _digest(source: Source, purpose: str, name: str) -> str:
    return keyed_digest(f"webhooks:{purpose}", f"{source.pk}:{name}")


def _decode(body: bytes) -> str:
    """The body as text that the database can store."""
    return body.decode(errors="replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _lock_thread(digest: str) -> None:
    """Serialise first messages of one thread, so that the second is added to the case of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def _lock(row: Received) -> None:
    row.refresh_from_db(from_queryset=Received.objects.select_for_update(of=("self",)).select_related("source"))


def _require_failed(row: Received) -> None:
    if row.state != State.FAILED:
        raise WebhookError(_("Somebody else decided this one meanwhile."))


__all__ = ["MessageIdReused", "dismiss", "log_access", "make_case", "parsed_data", "receive", "retry"]
