"""Letters to applicants and co-applicants. They contain no answers and no access tokens: the reader signs in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.cases import events as case_happened
from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.letters import letters
from raekoda.casework.letters.letters import LetterDraft
from raekoda.identity.persons.models import Person
from raekoda.platform.core.events import on
from raekoda.platform.core.links import site_url
from raekoda.selfservice.applications import events as happened
from raekoda.selfservice.applications.models import Application

LANGUAGES = ("et", "en", "ru")


@on(happened.ApplicationSent)
def sent(event: happened.ApplicationSent) -> None:
    to_applicant(event.application, "sent")


@on(happened.ApplicationWithdrawn)
def withdrawn(event: happened.ApplicationWithdrawn) -> None:
    to_applicant(event.application, "withdrawn")


@on(happened.DecisionMade)
def decided(event: happened.DecisionMade) -> None:
    to_applicant(event.decision.application, "decided")


@on(happened.GrantPaid)
def paid(event: happened.GrantPaid) -> None:
    to_applicant(event.payout.grant.decision.application, "paid", event.payout.ref)


@on(happened.ConsentAsked)
def consent_asked(event: happened.ConsentAsked) -> None:
    """The co-applicant is not a party of the case: a reply to this letter is not added to it."""
    consent = event.consent
    drafts = _drafts(consent.application, consent.person, "consent", consent.ref, page="consent", ref=consent.ref)
    letters.write_without_case(consent.municipality, drafts)


@on(happened.ConsentAnswered)
def consent_answered(event: happened.ConsentAnswered) -> None:
    to_applicant(event.consent.application, "consent_answered", event.consent.ref)


@on(case_happened.SenderAsked)
def asked(event: case_happened.SenderAsked) -> None:
    """A question of the official is read after signing in."""
    application = _application_of(event.case)
    if application is not None:
        to_applicant(application, "asked", str(event.message.pk))


@on(case_happened.SenderNotified)
def applicant_notified(event: case_happened.SenderNotified) -> None:
    application = _application_of(event.case)
    if application is not None:
        to_applicant(application, "told", str(event.message.pk))


@on(case_happened.CaseExtended)
def extended(event: case_happened.CaseExtended) -> None:
    """The law requires the reason of an extension to be communicated."""
    application = _application_of(event.case)
    if application is not None:
        to_applicant(
            application, "extended", f"{event.case.due_on:%Y%m%d}", reason=event.reason, due_on=event.case.due_on
        )


def to_applicant(application: Application, name: str, key: str = "", **context: Any) -> None:
    """Send a letter to the applicant, if the address is known."""
    letters.write(application.case, _drafts(application, application.applicant, name, key, **context))


def _drafts(
    application: Application,
    person: Person,
    what: str,
    key: str,
    *,
    page: str = "application",
    ref: str = "",
    **context: Any,
) -> list[LetterDraft]:
    language = person.language if person.language in LANGUAGES else "et"
    with override(language):
        url = site_url(application.municipality) + reverse(f"applications:{page}", args=[ref or application.ref])
    context_data = {
        "url": url,
        "service": application.version.form.service,
        "number": application.case.number,
        "what": what,
        **context,
    }
    return [
        LetterDraft(
            "applications/letter", f"application:{application.pk}:{what}:{key}", person.email, language, context_data
        )
    ]


def _application_of(case: Case) -> Application | None:
    if case.kind != Kind.APPLICATION:
        return None
    found = Application.objects.filter(case=case)
    return found.select_related("applicant", "municipality", "case", "version__form__service").first()
