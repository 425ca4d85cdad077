"""What happens to a stored document: opened by staff, registered by the document system, erased with its case."""

from __future__ import annotations

from datetime import date

from django.core.files.storage import default_storage
from django.db import transaction

from raekoda.channels.dhx.events import DocumentRegistered
from raekoda.channels.dhx.models import Document
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import clean_text


def log_access(document: Document, *, actor: Actor, at: str) -> None:
    """Log that somebody opened the capsule (``at``: "contents", or "file" for the download)."""
    actor.require("exchange.look", document)
    record("exchange.look", document, actor, at=at)
    log_access_to_records([document.case] if document.case else [], actor, "cases.letter")


def record_registration(document: Document, *, number: str, on: date | None, actor: Actor) -> Document:
    """Store the number that the document system gave it. The same number again changes nothing."""
    actor.require("exchange.receive")
    number = clean_text(number).replace("\n", " ")[:120]
    with transaction.atomic():
        lock(document)
        if number and number != document.registration_number:
            document.registration_number, document.registered_on = number, on or clock.today()
            document.save(update_fields=["registration_number", "registered_on"])
            record("exchange.register", document, actor, number=number)
            emit(DocumentRegistered(document))
    return document


def erase(document: Document, *, actor: Actor) -> Document:
    """Erase the content of a document: its capsule, title, files and the rejection reason. The fact of the exchange stays."""
    with transaction.atomic():
        lock(document)
        if document.forgotten_at is not None:
            return document
        stored = document.capsule.name
        document.capsule, document.title, document.identifier, document.files = "", "", "", []
        document.restrictions, document.problem, document.forgotten_at = [], "", clock.now()
        document.save()
        record("exchange.forget", document, actor)
        if stored:
            transaction.on_commit(lambda: default_storage.delete(stored))
    return document


def lock(document: Document) -> None:
    """Lock the row until the end of the transaction and reload ``document``."""
    document.refresh_from_db(from_queryset=Document.objects.select_for_update(of=("self",), no_key=True))
