"""Presentation of applications on pages of residents and staff."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case, Kind, Status
from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.sections import Row
from raekoda.registry.services.models import Service
from raekoda.registry.services.texts import names_of
from raekoda.selfservice.applications import queries, rules
from raekoda.selfservice.applications.models import Application, Consent, Decision, Draft, Payout


def on_status_page(case: Case, is_sender: bool) -> dict[str, str] | None:
    """Link from the status page of a case to its application; None for other cases."""
    found = Application.objects.filter(case=case).only("ref").first() if case.kind == Kind.APPLICATION else None
    return {"ref": found.ref} if found is not None and is_sender else None


def rows(resident: Resident, limit: int) -> list[Row]:
    """Up to ``limit`` rows: drafts, applications that wait for the applicant, then the newest; two queries."""
    drafts = draft_rows(resident, limit)
    asked = Q(case__status=Status.WAITING)
    asked_first = with_list_annotations(queries.visible_to(resident.actor)).alias(asked=asked).order_by("-asked", "-id")
    sent = asked_first[: limit - len(drafts)] if len(drafts) < limit else []
    return sorted(drafts + [row(application) for application in sent], key=lambda line: not line.needs_action)


def draft_rows(resident: Resident, limit: int) -> list[Row]:
    """Drafts, the last saved first."""
    drafts = queries.visible_drafts(resident.actor).select_related("form__service", "person").order_by("-saved_at")
    light = drafts.only(
        "ref", "applicant", "saved_at", *names_of("form__service"), "person__given_name", "person__family_name"
    )
    return [_draft_row(draft) for draft in light[:limit]]


def consent_rows(resident: Resident, limit: int) -> list[Row]:
    """Consents that wait for an answer."""
    asked = queries.requested_consents(resident.actor).filter(
        state=Consent.State.ASKED, application__case__closed_at=None
    )
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


def with_list_annotations(applications: Any) -> Any:
    """``applications`` with the annotations and relations that list rows need, in one query."""
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
    """Stage of an application with list annotations."""
    decision = getattr(application, "decision", None)
    return rules.get_stage(application, decision, waits_for_consent=application.waits, is_paid=application.paid)


def service_name(service: Service | None) -> str:
    return str(service.name) if service is not None else ""


def row(application: Any) -> Row:
    """List row of an application with list annotations."""
    at = stage(application)
    status = rules.stage_label(at)
    decision = getattr(application, "decision", None)
    if at in (rules.Stage.DECIDED, rules.Stage.PAID) and decision is not None:
        status = (
            f"{decision.get_outcome_display()}, {status}"
            if at == rules.Stage.PAID
            else str(decision.get_outcome_display())
        )
    return Row(
        title=_row_title(application.case.service, application.person, application.applicant_id),
        url=reverse("applications:application", args=[application.ref]),
        status=status,
        when=application.sent_at,
        needs_action=at == rules.Stage.ASKED,
    )


def _draft_row(draft: Draft) -> Row:
    return Row(
        title=_row_title(draft.form.service, draft.person, draft.applicant_id),
        url=reverse("applications:application", args=[draft.ref]),
        status=_("not sent yet"),
        when=draft.saved_at,
        needs_action=True,
    )


def _row_title(service: Service | None, person: Person, applicant_id: int) -> str:
    name = service_name(service)
    return name if person.pk == applicant_id else f"{name}: {person.name}"


def is_about_money(application: Application, decision: Decision | None) -> bool:
    """Whether a granting decision leads to a payment."""
    if decision is not None:
        return decision.amount is not None
    return queries.get_handling(application.version.form).benefit_id is not None


def staff_status(application: Any) -> str:
    """Stage of an application with list annotations for staff, including decisions that wait for confirmation."""
    decision = getattr(application, "decision", None)
    if decision is not None and (decision.is_made or decision.state == Decision.State.WAITING):
        return f"{decision.get_state_display()}: {decision.get_outcome_display()}"
    return rules.stage_label(stage(application))
