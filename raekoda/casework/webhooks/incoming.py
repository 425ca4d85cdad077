"""What came through the door becomes a case or a word on one; what does not fit waits for staff. Nothing is lost, nothing
taken in twice: by the identifier of the message, and by what it is called there."""

from __future__ import annotations

import hashlib

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
from raekoda.casework.webhooks.schemas import InMessage, WordIn
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.journal import record
from raekoda.platform.core.secrets import keyed_digest
from raekoda.platform.core.text import clean_text, detect_language
from raekoda.registry.services.models import Service

State = Received.State
ONCE, EXTERNAL_ONCE = "received_once", "received_external_once"
MOST_PROBLEMS = 20
LONGEST_PROBLEM, LONGEST_FIELD = 300, 80


class OtherBody(Exception):
    """The identifier of the message was used before for another one."""


class Problem(Exception):
    """What keeps a message from being taken in: (field, words) each."""

    def __init__(self, *found: tuple[str, str]) -> None:
        super().__init__()
        self.found = found


def receive(source: Source, *, message_id: str, body: bytes, request_id: str = "") -> tuple[Received, bool]:
    """Keep and take in one message whose signature was checked; whether it is new. Raises :class:`OtherBody`."""
    digest = hashlib.sha256(body).hexdigest()
    row = Received(
        municipality_id=source.municipality_id, source=source, message_id=message_id, body_digest=digest,
        received_at=clock.now(), body=_as_text(body),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Source.objects.filter(pk=source.pk).update(last_received_at=row.received_at)
            _take_in(row, request_id)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        known = Received.objects.select_related("case").get(source=source, message_id=message_id)
        if known.body_digest != digest:
            raise OtherBody from error
        return known, False
    return row, True


def retry(row: Received, *, actor: Actor) -> Received:
    """Take in again what did not fit: a service is back, a setting was changed. It waits on when it still does not fit."""
    actor.must("webhooks.sort", row)
    with transaction.atomic():
        _lock(row)
        _must_wait(row)
        record("webhooks.retry", row, actor)
        _take_in(row, actor.request_id)
    return row


def put_aside(row: Received, *, reason: str, actor: Actor) -> Received:
    """Nothing is made of it; what it said is forgotten. Raises :class:`WebhookError` without a reason."""
    actor.must("webhooks.sort", row)
    reason = clean_text(reason)[:500]
    if not reason:
        raise WebhookError(_("Write in a few words why."), "reason")
    with transaction.atomic():
        _lock(row)
        _must_wait(row)
        row.state, row.body = State.ASIDE, ""
        row.save(update_fields=["state", "body"])
        record("webhooks.put_aside", row, actor, reason=reason)
    return row


def make_case(
    row: Received, *, kind: str, text: str, service: Service | None, name: str, email: str, actor: Actor
) -> Case:
    """An official makes a case of what did not fit. Raises :class:`WebhookError`, ``CaseError``."""
    actor.must("webhooks.sort", row)
    with transaction.atomic():
        _lock(row)
        _must_wait(row)
        said = _readable(row.body)
        row.external = _digest(row.source, "word", said.id) if said else ""
        draft = CaseDraft(
            municipality=row.municipality, kind=kind, text=text, channel=row.source.channel, service=service,
            language=detect_language(text), contact=ContactData(name, email), make_public=_public(row.source),
            external_source=_external_source(row.source) if said else "", external_id=row.external,
        )  # fmt: skip
        case = cases.open_case(draft, actor)
        if said:
            _tie(row.source, said, case)
            _note_author(row, said)
        row.case = case
        _taken(row)
        record("webhooks.make_case", row, actor, case=case.pk)
    return case


def look(row: Received, *, actor: Actor) -> None:
    """Keep that somebody read a message that waits."""
    actor.must("webhooks.sort", row)
    record("webhooks.look", row, actor)


def readable(row: Received) -> WordIn | None:
    """What a message that waits says, as far as it is understood."""
    return _readable(row.body)


def _take_in(row: Received, request_id: str) -> None:
    """Make of the message what it is; when it does not fit, say why and keep it. The caller holds the transaction."""
    try:
        with transaction.atomic():
            said = _parsed(row.body)
            row.external = _digest(row.source, "word", said.id)
            earlier = Received.objects.filter(source=row.source, external=row.external, state=State.TAKEN).first()
            if earlier is not None:
                _repeated(row, earlier)
                return
            _note_author(row, said)
            row.case, row.word = _placed(row.source, said, request_id)
            _taken(row)
    except Problem as problem:
        row.problems = [{"field": field, "message": words[:LONGEST_PROBLEM]} for field, words in problem.found]
        row.external, row.author, row.link, row.media, row.case, row.word = "", "", "", [], None, None
        row.save(update_fields=["problems", "external", "author", "link", "media"])
        record("webhooks.kept_for_staff", row, Actor.integration(row.source_id, request_id))
    except IntegrityError as error:
        if EXTERNAL_ONCE not in str(error):
            raise
        _repeated(row, Received.objects.get(source=row.source, external=row.external, state=State.TAKEN))


def _placed(source: Source, said: WordIn, request_id: str) -> tuple[Case, Message | None]:
    """The case it belongs to: of its thread, or a new one; and the message it became there."""
    digest = _digest(source, "thread", said.thread or said.id)
    _one_at_a_time(digest)
    thread = Thread.objects.filter(source=source, digest=digest).select_related("case__merged_into").first()
    try:
        if thread is not None:
            case = queries.merge_target(thread.case)
            return case, _added(case, said, request_id)
        case = _opened(source, said, request_id)
        _tie(source, said, case)
        return case, case.messages.filter(kind=Message.Kind.OPENING).first()
    except cases.CaseError as refusal:
        raise Problem((refusal.field, refusal.message)) from refusal
    except cases.TransitionNotAllowed as refusal:
        raise Problem(("thread", refusal.message)) from refusal


def _added(case: Case, said: WordIn, request_id: str) -> Message | None:
    """A follow-up: a reply of the sender; a case that has ended is opened again, with the words as the reason."""
    sender = Actor.resident(request_id)
    if is_allowed(case.status, Verb.REOPEN):
        cases.reopen(case, reason=said.text, actor=sender)
        return case.messages.filter(kind=Message.Kind.REPLY).last()
    return cases.reply_from_sender(case, text=said.text, actor=sender)


def _opened(source: Source, said: WordIn, request_id: str) -> Case:
    place = said.place
    point = Point(place.lon, place.lat) if place and place.lon is not None and place.lat is not None else None
    has_place = point is not None or bool(place and place.address)
    kind = said.kind or source.kind or likely_kind(said.text, has_place=has_place)
    draft = CaseDraft(
        municipality=source.municipality, kind=kind, text=said.text, subject=said.subject, channel=source.channel,
        service=_service(source, said), language=said.language or detect_language(said.text), point=point,
        address=place.address if place else "", contact=ContactData(said.author.name, said.author.email, said.author.phone),
        make_public=_public(source), external_source=_external_source(source),
        external_id=_digest(source, "word", said.id),
    )  # fmt: skip
    return cases.open_case(draft, Actor.integration(source.pk, request_id))


def _tie(source: Source, said: WordIn, case: Case) -> None:
    name = said.thread or said.id
    Thread.objects.get_or_create(
        source=source, digest=_digest(source, "thread", name),
        defaults={"municipality_id": source.municipality_id, "name": name, "case": case},
    )  # fmt: skip


def _service(source: Source, said: WordIn) -> Service | None:
    if not said.service:
        return source.service
    found = Service.objects.filter(code=said.service, retired_at=None).first()
    if found is None:
        raise Problem(("service", _("There is no service of this code here.")))
    return found


def _parsed(body: str) -> WordIn:
    """The message in our shape. Raises :class:`Problem` with what is wrong, never with what was said."""
    try:
        return InMessage.model_validate_json(body).data
    except ValidationError as error:
        found = [
            (".".join(str(part) for part in each["loc"])[:LONGEST_FIELD], each["msg"])
            for each in error.errors(include_input=False, include_url=False, include_context=False)
        ]
        raise Problem(*found[:MOST_PROBLEMS]) from error
    except (ValueError, RecursionError) as error:
        raise Problem(("", "The body is no JSON.")) from error


def _readable(body: str) -> WordIn | None:
    try:
        return _parsed(body)
    except Problem:
        return None


def _note_author(row: Received, said: WordIn) -> None:
    row.author = clean_text(said.author.name)
    row.link = str(said.link or "")
    row.media = [{"url": str(each.url), "title": clean_text(each.title)} for each in said.media]


def _taken(row: Received) -> None:
    row.state, row.body, row.problems = State.TAKEN, "", []
    row.save()


def _repeated(row: Received, earlier: Received) -> None:
    row.state, row.body, row.problems, row.external = State.REPEATED, "", [], ""
    row.case_id, row.word, row.author, row.link, row.media = earlier.case_id, None, "", "", []
    row.save()


def _public(source: Source) -> bool | None:
    """Whether a report may be shown: None lets its service say so."""
    return None if source.may_publish else False


def _external_source(source: Source) -> str:
    return f"webhook:{source.ref}"


def _digest(source: Source, what: str, name: str) -> str:
    return keyed_digest(f"webhooks:{what}", f"{source.pk}:{name}")


def _as_text(body: bytes) -> str:
    """What the database can keep of a body that may be anything."""
    return body.decode(errors="replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _one_at_a_time(digest: str) -> None:
    """Two first messages of one conversation at once: the second waits and is added to the case of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def _lock(row: Received) -> None:
    row.refresh_from_db(from_queryset=Received.objects.select_for_update(of=("self",)).select_related("source"))


def _must_wait(row: Received) -> None:
    if row.state != State.FAILED:
        raise WebhookError(_("Somebody else decided this one meanwhile."))


__all__ = ["OtherBody", "look", "make_case", "put_aside", "readable", "receive", "retry"]
