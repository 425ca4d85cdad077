"""What a person's own page and their rights show of applications."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case, Kind, Status
from raekoda.casework.cases.retention import rule_in_force
from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.persons.rules import get_full_age_date
from raekoda.identity.persons.sections import Row
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.tenancy import current
from raekoda.registry.services.models import Service
from raekoda.registry.services.texts import names_of
from raekoda.selfservice.applications import queries, rules
from raekoda.selfservice.applications.actions.drafting import delete_draft
from raekoda.selfservice.applications.models import Application, Consent, Decision, Draft, Payout


def on_status_page(case: Case, is_sender: bool) -> dict[str, str] | None:
    """The private page of a case says where the page of an application is."""
    found = Application.objects.filter(case=case).only("ref").first() if case.kind == Kind.APPLICATION else None
    return {"ref": found.ref} if found is not None and is_sender else None


def rows(resident: Resident, limit: int) -> list[Row]:
    """Drafts, then applications of which more was asked, then the newest; two queries."""
    drafts = draft_rows(resident, limit)
    asked = Q(case__status=Status.WAITING)
    asked_first = told(queries.visible_to(resident.actor)).alias(asked=asked).order_by("-asked", "-id")
    sent = asked_first[: limit - len(drafts)] if len(drafts) < limit else []
    return sorted(drafts + [row(application) for application in sent], key=lambda line: not line.needs_action)


def draft_rows(resident: Resident, limit: int) -> list[Row]:
    """Drafts, the last touched first."""
    drafts = queries.drafts_of(resident.actor).select_related("form__service", "person").order_by("-saved_at")
    light = drafts.only(
        "ref", "applicant", "saved_at", *names_of("form__service"), "person__given_name", "person__family_name"
    )
    return [_draft_row(draft) for draft in light[:limit]]


def consent_rows(resident: Resident, limit: int) -> list[Row]:
    """Consents that are waited for."""
    asked = queries.consents_of(resident.actor).filter(state=Consent.State.ASKED, application__case__closed_at=None)
    related = asked.select_related("application__case__service").order_by("-id")
    found = related.only("ref", "state", "asked_at", *names_of("application__case__service"))[:limit]
    return [
        Row(
            title=service_name(consent.application.case.service),
            url=reverse("applications:consent", args=[consent.ref]),
            status=str(consent.get_state_display()),
            when=consent.asked_at,
            needs_action=True,
        )
        for consent in found
    ]


def told(applications: Any) -> Any:
    """Applications with what a list says of them, in one query."""
    waits = Consent.objects.filter(application=OuterRef("pk"), state=Consent.State.ASKED)
    paid = Payout.objects.filter(grant__decision__application=OuterRef("pk"), state=Payout.State.PAID)
    lines = applications.select_related("case__service", "person", "decision").annotate(
        waits=Exists(waits), paid=Exists(paid)
    )
    return lines.only(
        "ref", "applicant", "sent_at", "withdrawn_at", "case__status", "case__subject", "case__registered_at",
        "case__due_on", "case__closed_at", *names_of("case__service"),
        "person__given_name", "person__family_name", "decision__state", "decision__outcome",
    )  # fmt: skip


def stage(application: Any) -> rules.Stage:
    """Where an application of :func:`told` stands."""
    decision = getattr(application, "decision", None)
    return rules.stage_of(application, decision, waits_for_consent=application.waits, is_paid=application.paid)


def service_name(service: Service | None) -> str:
    return str(service.name) if service is not None else ""


def row(application: Any) -> Row:
    """An application of :func:`told` as a line."""
    at = stage(application)
    status = rules.stage_words(at)
    decision = getattr(application, "decision", None)
    if at in (rules.Stage.DECIDED, rules.Stage.PAID) and decision is not None:
        status = (
            f"{decision.get_outcome_display()}, {status}"
            if at == rules.Stage.PAID
            else str(decision.get_outcome_display())
        )
    return Row(
        title=_titled(application.case.service, application.person, application.applicant_id),
        url=reverse("applications:application", args=[application.ref]),
        status=status,
        when=application.sent_at,
        needs_action=at == rules.Stage.ASKED,
    )


def _draft_row(draft: Draft) -> Row:
    return Row(
        title=_titled(draft.form.service, draft.person, draft.applicant_id),
        url=reverse("applications:application", args=[draft.ref]),
        status=_("not sent yet"),
        when=draft.saved_at,
        needs_action=True,
    )


def _titled(service: Service | None, person: Person, applicant_id: int) -> str:
    name = service_name(service)
    return name if person.pk == applicant_id else f"{name}: {person.name}"


def is_about_money(application: Application, decision: Decision | None) -> bool:
    """Whether a payment follows when it is granted."""
    if decision is not None:
        return decision.amount is not None
    return queries.handling_of(application.version.form).benefit_id is not None


def export(person: Person) -> list[dict[str, Any]]:
    """All applications of the person or by them, with answers and decisions; drafts and consents as well. Of what a parent sent
    for a child the child's extract has no answers: another parent may take it, and the account is not theirs to know."""
    sent = Application.objects.filter(Q(person=person) | Q(applicant=person)).order_by("id")
    related = sent.select_related("case", "version__form__service", "decision").prefetch_related("files")
    drafts = Draft.objects.filter(applicant=person).select_related("form__service").order_by("id")
    consents = Consent.objects.filter(person=person).select_related("application__case").order_by("id")
    return [
        *(
            _exported(application, whole=application.applicant_id == person.pk or not _is_child(person))
            for application in related
        ),
        *({"draft": draft.ref, "service": draft.form.service.name, "answers": draft.data} for draft in drafts),
        *(
            {
                "consent": consent.state,
                "application": consent.application.case.number,
                "answered_at": _iso(consent.answered_at),
            }
            for consent in consents
        ),
    ]


def forget(person: Person, actor: Actor) -> ErasureResult:
    """Drafts go at once; what was sent is kept for its period, because decisions and payments rest on it."""
    gone = 0
    with transaction.atomic():
        for draft in Draft.objects.select_for_update().filter(Q(applicant=person) | Q(person=person)):
            delete_draft(draft)
            gone += 1
    kept = Application.objects.filter(Q(person=person) | Q(applicant=person), forgotten_at=None)
    count = kept.count()
    if not count:
        return ErasureResult(gone)
    return ErasureResult(
        gone, count, _("Decisions and payments have to be kept for the period that the law sets."), _until(kept)
    )


def _until(kept: Any) -> date | None:
    rule = rule_in_force(Kind.APPLICATION, current())
    last = (
        kept.order_by("-case__closed_at")
        .values_list("case__closed_at", flat=True)
        .exclude(case__closed_at=None)
        .first()
    )
    return local_day(last) + timedelta(days=rule.days) if rule and last else None


def _is_child(person: Person) -> bool:
    return person.born_on is not None and clock.today() < get_full_age_date(person.born_on)


def _exported(application: Application, *, whole: bool) -> dict[str, Any]:
    decision: Decision | None = getattr(application, "decision", None)
    is_made = decision is not None and decision.is_made
    return {
        "application": application.case.number,
        "service": application.version.form.service.name,
        "sent_at": _iso(application.sent_at),
        "withdrawn_at": _iso(application.withdrawn_at),
        "answers": application.data if whole else None,
        "files": [file.name for file in application.files.all()],
        "decision": decision.outcome if decision and is_made else None,
        "amount": str(decision.amount) if decision and is_made and decision.amount is not None else None,
        "reasons": decision.reasons if decision and is_made and whole else None,
        "decided_at": _iso(decision.made_at) if decision and is_made else None,
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def words_for_staff(application: Any) -> str:
    """Where an application of :func:`told` stands, with a decision that waits for confirmation told as well."""
    decision = getattr(application, "decision", None)
    if decision is not None and (decision.is_made or decision.state == Decision.State.WAITING):
        return f"{decision.get_state_display()}: {decision.get_outcome_display()}"
    return rules.stage_words(stage(application))
