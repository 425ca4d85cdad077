"""Actions on rules, offers and consents."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.offers import assessment, queries, tasks
from raekoda.selfservice.offers.errors import OfferError
from raekoda.selfservice.offers.models import Offer, OfferConsent, OfferRule, Preference, Purpose, Refusal, Run

State = OfferRule.State


@transaction.atomic
def save_purpose(purpose: Purpose, *, actor: Actor) -> Purpose:
    """Validate and save a purpose. Raises ``PermissionDenied`` and ``ValidationError``."""
    actor.require("offers.write")
    purpose.full_clean()
    purpose.save()
    journal.record("offers.save_purpose", purpose, actor, code=purpose.code)
    return purpose


@transaction.atomic
def save_rule(rule: OfferRule, *, actor: Actor) -> OfferRule:
    """Validate and save a rule as a draft, to be tried and released again. Raises ``PermissionDenied``, ``ValidationError``,
    and :class:`OfferError` while it is released."""
    actor.require("offers.write")
    if rule.pk is not None and _lock(rule).state == State.RELEASED:
        raise OfferError(_("A released rule is not changed. Stop it first."))
    rule.state, rule.changed_by, rule.changed_at = State.DRAFT, actor.user, clock.now()  # type: ignore[assignment]
    rule.released_by, rule.released_at = None, None
    rule.version = rule.version + 1 if rule.pk else 1
    rule.full_clean()
    rule.save()
    journal.record("offers.save_rule", rule, actor, benefit=rule.benefit.code, version=rule.version)
    return rule


@transaction.atomic
def try_rule(rule: OfferRule, *, actor: Actor) -> Run:
    """Start a trial run as of the next day on which the rule offers; a job executes it."""
    actor.require("offers.write")
    benefit_rules = list(rule.benefit.rules.all())
    return _start_run(rule, assessment.offering_day(rule, benefit_rules, clock.today()), is_test=True, actor=actor)


@transaction.atomic
def release(rule: OfferRule, *, actor: Actor) -> OfferRule:
    """Release the rule; by another official than its drafter, after a trial of the current version. The first run is deferred.
    Raises ``PermissionDenied`` and :class:`OfferError`."""
    actor.require("offers.release")
    locked = _lock(rule)
    if locked.state == State.RELEASED:
        raise OfferError(_("The rule is released already."))
    if actor.user is None or locked.changed_by_id == actor.user.pk:
        raise OfferError(_("Whoever drafted the rule does not release it: ask a colleague."))
    if queries.latest_trial(locked) is None:
        raise OfferError(_("Try the rule first: you see how many it would be offered to."))
    locked.state, locked.released_by, locked.released_at = State.RELEASED, actor.user, clock.now()  # type: ignore[assignment]
    locked.save(update_fields=["state", "released_by", "released_at"])
    journal.record("offers.release", locked, actor, version=locked.version)
    _start_run(locked, clock.today(), is_test=False, actor=actor)
    return locked


@transaction.atomic
def stop(rule: OfferRule, *, actor: Actor, reason: str = "") -> OfferRule:
    """Stop the rule and withdraw its open offers. Idempotent."""
    actor.require("offers.write")
    locked = _lock(rule)
    if locked.state == State.RELEASED:
        locked.state = State.STOPPED
        locked.save(update_fields=["state"])
        withdrawn = _withdraw_offers(rule=locked)
        journal.record("offers.stop", locked, actor, reason=reason, withdrawn=withdrawn)
    return locked


@transaction.atomic
def begin_run(rule: OfferRule) -> Run | None:
    """Start the daily run of a released rule; None when it is not released."""
    locked = _lock(rule)
    return (
        _start_run(locked, clock.today(), is_test=False, actor=Actor.system())
        if locked.state == State.RELEASED
        else None
    )


@transaction.atomic
def consent(purpose: Purpose, person: Person, *, actor: Actor, given_by: Person) -> OfferConsent:
    """Consent to a purpose. Idempotent, also concurrently. Raises ``PermissionDenied``."""
    _require_own(person, actor)
    given, is_new = OfferConsent.objects.get_or_create(
        person=person, purpose=purpose, withdrawn_at=None,
        defaults={"municipality": person.municipality, "given_by": given_by, "given_at": clock.now()},
    )  # fmt: skip
    if is_new:
        journal.record("offers.consent", given, actor, purpose=purpose.code)
    return given


@transaction.atomic
def withdraw_consent(purpose: Purpose, person: Person, *, actor: Actor) -> None:
    """Withdraw consent and the offers that depend on it. Idempotent."""
    _require_own(person, actor)
    for given in OfferConsent.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at=None):
        given.withdrawn_at = clock.now()
        given.save(update_fields=["withdrawn_at"])
        withdrawn = _withdraw_offers(rule__purpose=purpose, rule__needs_consent=True, person=person)
        journal.record("offers.withdraw_consent", given, actor, purpose=purpose.code, withdrawn=withdrawn)


@transaction.atomic
def set_letter_preference(person: Person, enabled: bool, *, actor: Actor) -> None:
    """Set whether the person gets a letter about offers."""
    _require_own(person, actor)
    Preference.objects.update_or_create(
        person=person, defaults={"municipality": person.municipality, "letters": enabled}
    )


@transaction.atomic
def decline(offer: Offer, *, actor: Actor) -> None:
    """Decline an offer: the benefit is not offered to the person for this subject again. Raises ``PermissionDenied``."""
    locked = queries.visible_to(actor).select_for_update(of=("self",)).filter(pk=offer.pk).first()
    if locked is None:
        raise PermissionDenied("offers.decline")
    Refusal.objects.get_or_create(
        person_id=locked.person_id, subject_id=locked.subject_id, benefit_id=locked.rule.benefit_id,
        defaults={"municipality_id": locked.municipality_id, "at": clock.now()},
    )  # fmt: skip
    if locked.state == Offer.State.OPEN:
        _close(locked, Offer.State.DECLINED)
        journal.record("offers.decline", locked, actor)


@transaction.atomic
def allow_again(refusal: Refusal, *, actor: Actor) -> None:
    """Delete a refusal. Raises ``PermissionDenied`` for another person's."""
    _require_own(refusal.person, actor)
    journal.record("offers.allow_again", refusal, actor)
    refusal.delete()


def _close(offer: Offer, state: str) -> None:
    offer.state, offer.ended_at = state, clock.now()
    offer.save(update_fields=["state", "ended_at"])


def _withdraw_offers(**conditions: object) -> int:
    open_offers = Offer.objects.filter(state=Offer.State.OPEN, **conditions)
    return open_offers.update(state=Offer.State.WITHDRAWN, ended_at=clock.now())


def _start_run(rule: OfferRule, day: object, *, is_test: bool, actor: Actor) -> Run:
    run = Run.objects.create(
        municipality_id=rule.municipality_id, rule=rule, version=rule.version, is_test=is_test, day=day,
        begun_at=clock.now(), made_by=actor.user,
    )  # fmt: skip
    tasks.run.defer(municipality_id=rule.municipality_id, run_id=run.pk)
    return run


def _lock(rule: OfferRule) -> OfferRule:
    return OfferRule.objects.select_for_update().get(pk=rule.pk)


def _require_own(person: Person, actor: Actor) -> None:
    if actor.subject_id != person.pk:
        raise PermissionDenied("offers.own")
