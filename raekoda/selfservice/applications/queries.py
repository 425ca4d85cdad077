"""Every read of applications. What a resident sees is what they or whom they act for applied for; staff see what was sent."""

from __future__ import annotations

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
    """Applications that ``actor`` may see: all that were sent for officials; for a resident those of whom they act for, and
    those they sent themself for somebody whom they may still act for."""
    applications = Application.objects.all()
    if actor.may("applications.view"):
        return applications
    return applications.filter(owned_by(actor) | _sent_for_others(actor))


def parties(actor: Actor) -> QuerySet[Application]:
    """Those of :func:`visible_to` whose answers, files and documents a resident reads, and which they may answer and withdraw:
    what they sent, what is about themself, what is about an organisation they act for. Another parent, acting for the
    child, sees where it stands, but not the account or the address of the one who sent it."""
    is_party = Q(applicant=actor.person_id) | Q(person=actor.person_id) | Q(person__kind=Person.Kind.LEGAL)
    return visible_to(actor).filter(is_party) if actor.person_id is not None else Application.objects.none()


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """Drafts that ``actor`` is filling in, for whom they act for now or may still act for; staff see none."""
    if actor.person_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(owned_by(actor) | _sent_for_others(actor), applicant=actor.person_id)


def consents_of(actor: Actor) -> QuerySet[Consent]:
    """Consents asked of ``actor`` in person: nobody consents for another."""
    if actor.person_id is None or actor.subject_id != actor.person_id:
        return Consent.objects.none()
    return Consent.objects.filter(person=actor.person_id)


def subjects_of(actor: Actor, person: Person) -> list[Person]:
    """For whom an application may be made: whom ``person`` acts for now, or themself and all whom they may act for."""
    if actor.subject_id != actor.person_id:
        return list(Person.objects.filter(pk=actor.subject_id))
    rights = Representation.objects.filter(
        representations_in_force(), representative=person, represented__forgotten_at=None
    )
    others = [right.represented for right in rights.select_related("represented").order_by("kind", "id")]
    return [person, *dict.fromkeys(others)]


def of_case(case: Case) -> Application | None:
    """The application of a case, with what its panel shows; ``None`` for every other case."""
    found = Application.objects.filter(case=case)
    return found.select_related("version__form", "person", "applicant", "decision__rule", "municipality").first()


def decision_of(application: Application) -> Decision | None:
    """The decision over the application, made or not."""
    return Decision.objects.filter(application=application).select_related("rule", "drafted_by", "confirmed_by").first()


def handling_of(form: Form) -> Handling:
    """How applications by ``form`` are handled; the defaults when nobody has said."""
    found = Handling.objects.filter(form=form).select_related("benefit").first()
    return found or Handling(form=form, municipality_id=form.municipality_id)


def waits_for_consent(application: Application) -> bool:
    return application.consents.filter(state=Consent.State.ASKED).exists()


def is_paid(application: Application) -> bool:
    return Payout.objects.filter(grant__decision__application=application, state=Payout.State.PAID).exists()


def due_grants(pay_by: date) -> QuerySet[Grant]:
    """Grants to be paid by ``pay_by`` that are on no list, not paid and not :func:`to_put_right`, soonest first."""
    taken = Payout.objects.filter(grant=OuterRef("pk"), state__in=PAYABLE)
    return Grant.objects.filter(~Exists(taken), pay_by__lte=pay_by, returned_at=None).order_by("pay_by", "id")


def to_put_right() -> QuerySet[Grant]:
    """Grants whose payment came back and whose account has not been put right since, the oldest first."""
    return Grant.objects.filter(returned_at__isnull=False).order_by("returned_at", "id")


def batches(actor: Actor) -> QuerySet[Batch]:
    """Payment lists, for those who pay."""
    return Batch.objects.all() if actor.may("applications.pay") else Batch.objects.none()


def waiting_decisions(actor: Actor) -> QuerySet[Decision]:
    """Decisions that wait for another official, but not those that ``actor`` drafted."""
    if not actor.may("applications.view"):
        return Decision.objects.none()
    return Decision.objects.filter(state=Decision.State.WAITING).exclude(drafted_by=actor.id)


def term(kind: str, municipality: Municipality | None = None, day: date | None = None) -> Term:
    """The period of ``kind`` in force on ``day`` (today): the municipality's own first, the newest first."""
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
