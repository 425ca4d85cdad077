"""Queries of applications. Residents see their own and those of persons they represent; staff see sent applications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from raekoda.casework.cases.models import Case
from raekoda.identity.persons.access import owned_by
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.persons.queries import representations_in_force
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.dated import foremost, in_force
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current
from raekoda.registry.forms.models import Form
from raekoda.selfservice.applications.models import (
    AccountChange,
    Application,
    Batch,
    Consent,
    Decision,
    Draft,
    Grant,
    Handling,
    Payout,
    Term,
)

PAYABLE = (Payout.State.READY, Payout.State.PAID)


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Applications that ``actor`` may see: all sent ones for officials; for residents those of the persons they represent, and
    those they sent for somebody whom they may still represent."""
    applications = Application.objects.all()
    if actor.may("applications.view"):
        return applications
    return applications.filter(owned_by(actor) | _sent_for_others(actor))


def visible_as_party(actor: Actor) -> QuerySet[Application]:
    """Applications of :func:`visible_to` whose answers and documents a resident may read, reply to and withdraw: sent by them,
    about them, or about an organisation they represent. Another parent of a child sees only the stage."""
    is_party = Q(applicant=actor.person_id) | Q(person=actor.person_id) | Q(person__kind=Person.Kind.LEGAL)
    return visible_to(actor).filter(is_party) if actor.person_id is not None else Application.objects.none()


def visible_drafts(actor: Actor) -> QuerySet[Draft]:
    """Drafts of ``actor`` for persons they may represent; none for staff."""
    if actor.person_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(owned_by(actor) | _sent_for_others(actor), applicant=actor.person_id)


def requested_consents(actor: Actor) -> QuerySet[Consent]:
    """Consents requested of ``actor`` in person; they cannot be given by a representative."""
    if actor.person_id is None or actor.subject_id != actor.person_id:
        return Consent.objects.none()
    return Consent.objects.filter(person=actor.person_id)


def possible_subjects(actor: Actor, person: Person) -> list[Person]:
    """Persons for whom an application may be made."""
    if actor.subject_id != actor.person_id:
        return list(Person.objects.filter(pk=actor.subject_id))
    rights = Representation.objects.filter(
        representations_in_force(), representative=person, represented__forgotten_at=None
    )
    others = [right.represented for right in rights.select_related("represented").order_by("kind", "id")]
    return [person, *dict.fromkeys(others)]


def find_for_case(case: Case) -> Application | None:
    """The application of a case with the relations of its panel; None for other cases."""
    found = Application.objects.filter(case=case)
    return found.select_related("version__form", "person", "applicant", "decision__rule", "municipality").first()


def get_decision(application: Application) -> Decision | None:
    """The decision on the application, final or not."""
    return Decision.objects.filter(application=application).select_related("rule", "drafted_by", "confirmed_by").first()


def get_handling(form: Form) -> Handling:
    """Handling of applications by ``form``; defaults when not configured."""
    found = Handling.objects.filter(form=form).select_related("benefit").first()
    return found or Handling(form=form, municipality_id=form.municipality_id)


def waits_for_consent(application: Application) -> bool:
    return application.consents.filter(state=Consent.State.ASKED).exists()


def is_paid(application: Application) -> bool:
    return Payout.objects.filter(grant__decision__application=application, state=Payout.State.PAID).exists()


def due_grants(pay_by: date) -> QuerySet[Grant]:
    """Grants payable by ``pay_by`` that are on no list, not paid and not in :func:`returned_grants`, soonest first."""
    taken = Payout.objects.filter(grant=OuterRef("pk"), state__in=PAYABLE)
    return Grant.objects.filter(~Exists(taken), pay_by__lte=pay_by, returned_at=None).order_by("pay_by", "id")


def deciders(grants: Iterable[Grant]) -> set[int]:
    """Keys of the users who drafted or confirmed the decisions of ``grants``, marked an earlier payment of them as returned, or
    changed their account."""
    keys = [grant.pk for grant in grants]
    confirmed = AccountChange.objects.filter(grant__in=keys, state=AccountChange.State.CONFIRMED)
    pairs = [
        *Decision.objects.filter(grant__in=keys).values_list("drafted_by", "confirmed_by"),
        *confirmed.values_list("proposed_by", "decided_by"),
        *Payout.objects.filter(grant__in=keys).values_list("returned_by"),
    ]
    return {key for pair in pairs for key in pair if key is not None}


def account_changes(actor: Actor) -> QuerySet[AccountChange]:
    """Changes of accounts, for officials who pay, the newest first."""
    changes = AccountChange.objects.select_related("proposed_by", "decided_by").order_by("-id")
    return changes if actor.may("applications.pay") else changes.none()


def returned_grants() -> QuerySet[Grant]:
    """Grants whose payment was returned and whose account has not been corrected, the oldest first."""
    return Grant.objects.filter(returned_at__isnull=False).order_by("returned_at", "id")


def batches(actor: Actor) -> QuerySet[Batch]:
    """Payment lists, for officials who pay."""
    return Batch.objects.all() if actor.may("applications.pay") else Batch.objects.none()


def waiting_decisions(actor: Actor) -> QuerySet[Decision]:
    """Decisions that wait for another official, except those drafted by ``actor``."""
    if not actor.may("applications.view"):
        return Decision.objects.none()
    return Decision.objects.filter(state=Decision.State.WAITING).exclude(drafted_by=actor.id)


def get_term(kind: str, municipality: Municipality | None = None, day: date | None = None) -> Term:
    """The period of ``kind`` in force on ``day`` (default: today); the municipality's own takes precedence."""
    found = foremost(in_force(Term.objects.filter(kind=kind), municipality or current(), day))
    assert found is not None, f"no period for {kind}"
    return found


def _sent_for_others(actor: Actor) -> Q:
    if actor.person_id is None or actor.subject_id != actor.person_id:
        return Q(pk__in=[])
    rights = Representation.objects.filter(
        representations_in_force(), representative=actor.person_id, represented__forgotten_at=None
    )
    return Q(applicant=actor.person_id, person__in=rights.values("represented"))
