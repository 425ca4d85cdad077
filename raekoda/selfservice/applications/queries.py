"""Queries of applications. Residents see their own and those of persons they represent; staff see sent applications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.visibility import readable, withheld, workable
from raekoda.identity.accounts.capabilities import Capability
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

CASE_OF_GRANT = "decision__application__case__"
PAYABLE = (Payout.State.READY, Payout.State.PAID)


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Applications that ``actor`` may see: for officials those whose case they may read; for residents those of the persons
    they represent, and those they sent for somebody whom they may still represent, without what is withheld from the family
    when the resident acts for somebody else."""
    applications = Application.objects.all()
    if actor.may("applications.view"):
        return applications.filter(readable(actor, "case__"))
    own = applications.filter(owned_by(actor) | _sent_for_others(actor))
    return own if actor.person_id == actor.subject_id else own.exclude(withheld("case__"))


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


def payable_grants(actor: Actor) -> QuerySet[Grant]:
    """Grants of the cases that ``actor`` pays."""
    return Grant.objects.filter(workable(actor, Capability.PAY, CASE_OF_GRANT))


def due_grants(actor: Actor, pay_by: date) -> QuerySet[Grant]:
    """Grants that ``actor`` pays by ``pay_by``: on no list, not paid and not in :func:`returned_grants`, soonest first."""
    taken = Payout.objects.filter(grant=OuterRef("pk"), state__in=PAYABLE)
    return payable_grants(actor).filter(~Exists(taken), pay_by__lte=pay_by, returned_at=None).order_by("pay_by", "id")


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
    """Changes of the accounts of grants that ``actor`` pays and of the municipality's own account, newest first."""
    changes = AccountChange.objects.select_related("proposed_by", "decided_by").order_by("-id")
    if not actor.may("applications.pay"):
        return changes.none()
    return changes.filter(Q(grant=None) | Q(grant__in=payable_grants(actor)))


def returned_grants(actor: Actor) -> QuerySet[Grant]:
    """Grants that ``actor`` pays, whose payment was returned and whose account has not been corrected, the oldest first."""
    return payable_grants(actor).filter(returned_at__isnull=False).order_by("returned_at", "id")


def payouts(actor: Actor) -> QuerySet[Payout]:
    """Lines of payment lists whose case ``actor`` pays."""
    return Payout.objects.filter(workable(actor, Capability.PAY, f"grant__{CASE_OF_GRANT}"))


def batches(actor: Actor) -> QuerySet[Batch]:
    """Payment lists with a line that ``actor`` pays."""
    if not actor.may("applications.pay"):
        return Batch.objects.none()
    return Batch.objects.filter(Exists(payouts(actor).filter(batch=OuterRef("pk"))))


def pays_all(actor: Actor, batch: Batch) -> bool:
    """Whether ``actor`` pays every line of ``batch``."""
    others = batch.payouts.exclude(workable(actor, Capability.PAY, f"grant__{CASE_OF_GRANT}"))
    return not others.exists()


def waiting_decisions(actor: Actor) -> QuerySet[Decision]:
    """Decisions that wait for another official, which ``actor`` is competent to confirm and did not draft."""
    if not actor.may("applications.decide"):
        return Decision.objects.none()
    competent = workable(actor, Capability.DECIDE, "application__case__")
    return Decision.objects.filter(competent, state=Decision.State.WAITING).exclude(drafted_by=actor.id)


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
