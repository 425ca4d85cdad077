"""Export and erasure of the personal data in applications."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Kind
from raekoda.casework.cases.retention import rule_in_force
from raekoda.casework.cases.visibility import withheld
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.persons.rules import get_full_age_date
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.applications.actions.drafts import delete_draft
from raekoda.selfservice.applications.models import Application, Consent, Decision, Draft


def export(person: Person) -> list[dict[str, Any]]:
    """Applications of or by ``person`` with answers and decisions, drafts and consents, as JSON-serialisable rows. Answers that
    a parent gave for a child are left out of the child's export: another parent may download it; so is what
    is withheld from the person."""
    of_others = ~Q(applicant=person)
    sent = Application.objects.filter(Q(person=person) | Q(applicant=person)).exclude(of_others, withheld("case__"))
    related = sent.order_by("id").select_related("case", "version__form__service", "decision").prefetch_related("files")
    drafts = Draft.objects.filter(applicant=person).select_related("form__service").order_by("id")
    consents = Consent.objects.filter(person=person).select_related("application__case").order_by("id")
    return [
        *(
            _exported(application, with_answers=application.applicant_id == person.pk or not _is_child(person))
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


def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete drafts; sent applications are retained for their period, because decisions and payments depend on them."""
    deleted = 0
    with transaction.atomic():
        for draft in Draft.objects.select_for_update().filter(Q(applicant=person) | Q(person=person)):
            delete_draft(draft)
            deleted += 1
    retained = Application.objects.filter(Q(person=person) | Q(applicant=person), forgotten_at=None)
    count = retained.count()
    if not count:
        return ErasureResult(deleted)
    return ErasureResult(
        deleted, count, _("Decisions and payments have to be kept for the period that the law sets."), _until(retained)
    )


def _until(retained: Any) -> date | None:
    rule = rule_in_force(Kind.APPLICATION, current())
    last = (
        retained.order_by("-case__closed_at")
        .values_list("case__closed_at", flat=True)
        .exclude(case__closed_at=None)
        .first()
    )
    return local_day(last) + timedelta(days=rule.days) if rule and last else None


def _is_child(person: Person) -> bool:
    return person.born_on is not None and clock.today() < get_full_age_date(person.born_on)


def _exported(application: Application, *, with_answers: bool) -> dict[str, Any]:
    decision: Decision | None = getattr(application, "decision", None)
    is_made = decision is not None and decision.is_made
    return {
        "application": application.case.number,
        "service": application.version.form.service.name,
        "sent_at": _iso(application.sent_at),
        "withdrawn_at": _iso(application.withdrawn_at),
        "answers": application.data if with_answers else None,
        "files": [file.name for file in application.files.all()],
        "decision": decision.outcome if decision and is_made else None,
        "amount": str(decision.amount) if decision and is_made and decision.amount is not None else None,
        "reasons": decision.reasons if decision and is_made and with_answers else None,
        "decided_at": _iso(decision.made_at) if decision and is_made else None,
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
