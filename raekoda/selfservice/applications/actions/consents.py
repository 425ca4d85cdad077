"""Consent of a co-applicant, given or refused in person."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.selfservice.applications import queries
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.events import ConsentAnswered
from raekoda.selfservice.applications.models import Consent


@transaction.atomic
def answer_consent(consent: Consent, *, consents: bool, actor: Actor) -> Consent:
    """Consent or refuse while the application is open. Repeating the same answer has no effect; changing it raises
    :class:`ApplicationError`."""
    actor.require("applications.apply")
    found = queries.requested_consents(actor).select_for_update(of=("self",)).filter(pk=consent.pk).first()
    if found is None:
        raise PermissionDenied("applications.consent")
    answer = Consent.State.GIVEN if consents else Consent.State.REFUSED
    if found.state == answer:
        return found
    if found.state != Consent.State.ASKED:
        raise ApplicationError(_("You have answered already. To change it, write to the municipality."))
    if not found.application.case.is_open:
        raise ApplicationError(_("The application has ended: consent is not needed any more."))
    found.state, found.answered_at = answer, clock.now()
    found.save(update_fields=["state", "answered_at"])
    journal.record("applications.answer_consent", found.application, actor, consent=found.pk, state=answer.value)
    emit(ConsentAnswered(found))
    return found
