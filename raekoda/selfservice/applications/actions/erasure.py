"""Erasure of old drafts and of the personal data in applications."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.selfservice.applications import queries
from raekoda.selfservice.applications.actions.drafts import delete_draft
from raekoda.selfservice.applications.models import AccountChange, Application, Decision, Draft, Payout, Term

BATCH_SIZE = 500


def discard_old_drafts(municipality: Municipality) -> int:
    """Delete drafts not saved within the period of today's rule, at most ``BATCH_SIZE``; returns their number. Needs the
    municipality's scope."""
    untouched_since = clock.now() - timedelta(days=queries.get_term(Term.Kind.DRAFT, municipality).days)
    gone = 0
    for pk in list(
        Draft.objects.filter(saved_at__lt=untouched_since).order_by("id").values_list("pk", flat=True)[:BATCH_SIZE]
    ):
        with transaction.atomic():
            draft = Draft.objects.select_for_update().filter(pk=pk, saved_at__lt=untouched_since).first()
            if draft is None:
                continue
            journal.record("applications.discard", draft, Actor.system())
            delete_draft(draft)
            gone += 1
    return gone


@transaction.atomic
def erase_application(application: Application, *, actor: Actor) -> None:
    """Erase answers, files and the document; the application, its decision and payments stay. Idempotent."""
    found = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk, forgotten_at=None).first()
    if found is None:
        return
    stored = [str(file.file.name) for file in found.files.all()]
    found.files.all().delete()
    found.consents.all().delete()
    decision = Decision.objects.filter(application=found).first()
    if decision is not None:
        stored += [str(decision.file.name)] if decision.file else []
        decision.reasons, decision.account, decision.payee, decision.file = "", "", "", ""
        decision.save(update_fields=["reasons", "account", "payee", "file"])
        Payout.objects.filter(grant__decision=decision).update(account="", payee="")
        AccountChange.objects.filter(grant__decision=decision).update(
            old_holder="", old_account="", holder="", account=""
        )
    found.answers, found.forgotten_at = "", clock.now()
    found.save(update_fields=["answers", "forgotten_at"])
    journal.record("applications.forget", found, actor)

    def discard() -> None:
        for name in stored:
            default_storage.delete(name)

    transaction.on_commit(discard)
