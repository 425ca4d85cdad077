"""Sending drafts and withdrawing applications."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case, Channel, Kind, Outcome
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock, journal, locks
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.selfservice.applications import form_data, queries
from raekoda.selfservice.applications.actions.drafts import lock_draft
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.events import ApplicationSent, ApplicationWithdrawn, ConsentAsked
from raekoda.selfservice.applications.fees import cancel_fee, request_fee
from raekoda.selfservice.applications.models import Application, Consent, Decision, Draft, File, Handling

SOURCE = "applications"


def send(draft: Draft, *, actor: Actor) -> Application:
    """Send the draft: creates the case, the application, its files and requested consents. Idempotent, also concurrently.

    Raises :class:`ApplicationError` for missing or invalid answers, ``PermissionDenied`` for another person's draft.
    """
    actor.require("applications.apply")
    with transaction.atomic():
        try:
            draft = lock_draft(draft, actor)
        except ApplicationError:
            sent = queries.visible_to(actor).filter(ref=draft.ref).first()
            if sent is None:
                raise
            return sent
        return _create_application(draft, actor)


def _create_application(draft: Draft, actor: Actor) -> Application:
    form_data.require_complete(draft)
    form_data.require_open(draft)
    handling = queries.get_handling(draft.form)
    co_applicants = _co_applicants(draft, handling, actor)
    case = _open_case(draft, actor)
    application = Application.objects.create(
        municipality_id=draft.municipality_id, ref=draft.ref, case=case, version=draft.version, person=draft.person,
        applicant=draft.applicant, language=draft.language, answers=form_data.sent_answers(draft), sent_at=clock.now(),
    )  # fmt: skip
    File.objects.filter(draft=draft).update(draft=None, application=application)
    draft.delete()
    journal.record("applications.send", application, actor, case=case.pk, version=application.version_id)
    request_fee(application, actor=actor)
    for person in co_applicants:
        consent = Consent.objects.create(
            municipality_id=application.municipality_id, application=application, person=person, asked_at=clock.now()
        )
        journal.record("applications.ask_consent", application, actor, consent=consent.pk)
        emit(ConsentAsked(consent))
    emit(ApplicationSent(application))
    return application


@transaction.atomic
def withdraw(application: Application, *, actor: Actor, reason: str = "") -> Application:
    """Withdraw the application before the decision; a drafted decision is deleted."""
    actor.require("applications.apply")
    locked = lock(application, actor)
    if not queries.visible_as_party(actor).filter(pk=locked.pk).exists():
        raise ApplicationError(_("Only who sent an application can withdraw it."))
    if locked.withdrawn_at is not None:
        return locked
    decision = queries.get_decision(locked)
    if not locked.case.is_open or (decision is not None and decision.is_made):
        raise ApplicationError(_("The application has ended already and cannot be withdrawn."))
    if decision is not None:
        Decision.objects.filter(pk=decision.pk).delete()
    locked.withdrawn_at = clock.now()
    locked.save(update_fields=["withdrawn_at"])
    journal.record("applications.withdraw", locked, actor)
    cancel_fee(locked, actor=actor)
    if reason.strip():
        cases.reply_from_sender(locked.case, text=reason, actor=actor)
    with override(locked.language):
        words = _("The applicant withdrew the application.")
    cases.close(locked.case, outcome=Outcome.WITHDRAWN, text=words, actor=Actor.system())
    emit(ApplicationWithdrawn(locked))
    return locked


def lock(application: Application, actor: Actor) -> Application:
    """The application visible to ``actor``, locked with its case and refreshed. Raises :class:`ApplicationError`."""
    locks.lock(application.case, application)
    rows = queries.visible_to(actor)
    found = rows.select_related("case", "version__form", "person", "applicant").filter(pk=application.pk).first()
    if found is None:
        raise ApplicationError(_("This application cannot be found."))
    return found


def _open_case(draft: Draft, actor: Actor) -> Case:
    service = draft.form.service
    days = service.processing_days
    with override(draft.language):
        text = _("Application: %(service)s") % {"service": service.name}
        sent = cases.CaseDraft(
            municipality=draft.municipality, kind=Kind.APPLICATION, text=text, subject=service.name, channel=Channel.WEB,
            service=service, language=draft.language, person=draft.person, external_source=SOURCE, external_id=draft.ref,
            due_by=clock.add_calendar_days(clock.today(), days) if days else None,
        )  # fmt: skip
        return cases.open_case(sent, actor)


def _co_applicants(draft: Draft, handling: Handling, actor: Actor) -> list[Person]:
    """Persons whose consent the form asks for. Raises :class:`ApplicationError` for own and invalid codes."""
    found: dict[Person, None] = {}
    for key, code in form_data.co_applicants(draft, handling).items():
        try:
            person = persons.get_or_create_person(draft.municipality, code=code, actor=actor)
        except persons.PersonError as refusal:
            raise ApplicationError(refusal.message, key) from refusal
        if person.pk in (draft.applicant_id, draft.person_id):
            raise ApplicationError(_("Give the personal code of the other applicant, not your own."), key)
        found[person] = None
    return list(found)
