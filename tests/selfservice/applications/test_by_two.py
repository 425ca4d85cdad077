"""What two officials decided about money is changed by two again, and confirmed by somebody who had no part in it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from raekoda.selfservice.applications import actions
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import AccountChange, Batch, Decision, Grant, PayingAccount, Payout
from tests.casework.cases.conftest import make_user
from tests.selfservice.applications.conftest import IBAN, OTHER_IBAN, SYSTEM, Town

CITY, OTHER_CITY = "EE471000001020145685", "EE382200221020145685"


@pytest.fixture
def outsider(town: Town) -> Actor:
    """An official who had no part in anything."""
    return Actor.staff(make_user(town.municipality, "korvaline", Role.OFFICIAL))


@pytest.fixture
def came_back(town: Town, outsider: Actor) -> Grant:
    """A grant decided by ``ametnik`` and ``teine`` and paid, whose payment ``teine`` marked as returned."""
    town.decided()
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    actions.mark_paid(actions.confirm_batch(batch, actor=outsider), actor=town.ametnik)
    actions.mark_returned(Payout.objects.get(), actor=town.teine, reason="Konto on suletud")
    return Grant.objects.get()


def propose(grant: Grant, actor: Actor) -> AccountChange:
    return actions.propose_account(grant, account=OTHER_IBAN, payee="Keegi Teine", actor=actor)


def gathered(town: Town, actor: Actor) -> Batch:
    return actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=actor)


def test_one_official_alone_changes_no_account(town: Town, came_back: Grant) -> None:
    change = propose(came_back, town.teine)
    with pytest.raises(PermissionDenied):
        actions.confirm_account(change, actor=town.teine)
    assert Decision.objects.get().account == IBAN
    with pytest.raises(ApplicationError):
        gathered(town, town.ametnik)
    with pytest.raises(ApplicationError):
        propose(came_back, town.ametnik)
    actions.confirm_account(change, actor=town.kolmas)
    assert Decision.objects.get().account == OTHER_IBAN
    with pytest.raises(ApplicationError):
        actions.confirm_account(change, actor=town.kolmas)


def test_a_rejected_change_leaves_the_account_and_the_payment_waiting(town: Town, came_back: Grant) -> None:
    actions.reject_account(propose(came_back, town.teine), actor=town.kolmas)
    assert Decision.objects.get().account == IBAN
    assert Grant.objects.get().returned_at is not None
    assert propose(came_back, town.ametnik).state == AccountChange.State.WAITING


def test_nobody_who_touched_a_payment_confirms_its_list(town: Town, came_back: Grant, outsider: Actor) -> None:
    proposer, confirmer, gatherer = (
        Actor.staff(make_user(town.municipality, name, Role.OFFICIAL)) for name in ("esitaja", "kinnitaja", "koguja")
    )
    actions.confirm_account(propose(came_back, proposer), actor=confirmer)
    batch = gathered(town, gatherer)
    for touched in (town.ametnik, town.teine, proposer, confirmer, gatherer):
        with pytest.raises(PermissionDenied):
            actions.confirm_batch(batch, actor=touched)
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state="confirmed", confirmed_by=touched.id)
    assert actions.confirm_batch(batch, actor=outsider).state == Batch.State.CONFIRMED


def test_both_accounts_stand_on_the_list_and_in_the_journal(town: Town, came_back: Grant, outsider: Actor) -> None:
    change = actions.confirm_account(propose(came_back, town.teine), actor=town.kolmas)
    batch = gathered(town, town.ametnik)
    page = town.staff(outsider).get(f"/toolaud/valjamaksed/{batch.ref}/").content.decode()
    for text in (IBAN, OTHER_IBAN, "Keegi Teine", town.teine.user.display_name, town.kolmas.user.display_name):  # type: ignore[union-attr]
        assert text in page
    lines = JournalEntry.objects.filter(action__in=("applications.propose_account", "applications.confirm_account"))
    masked = {"change": change.pk, "old": "EE38…5685", "new": "EE47…5685"}
    assert [(line.actor_id, line.data) for line in lines.order_by("id")] == [
        (town.teine.id, masked), (town.kolmas.id, masked)
    ]  # fmt: skip


def test_the_pages_of_a_change(town: Town, came_back: Grant) -> None:
    town.staff(town.teine).post(
        f"/toolaud/valjamaksed/konto/{came_back.pk}/", {"account": OTHER_IBAN, "payee": "Keegi Teine"}
    )
    change = AccountChange.objects.get()
    address = f"/toolaud/valjamaksed/kontomuudatus/{change.pk}/"
    assert address in town.staff().get("/toolaud/valjamaksed/").content.decode()
    town.staff(town.teine).post(address, {"confirm": "1"})
    assert Decision.objects.get().account == IBAN
    page = town.staff(town.ametnik).get(address).content.decode()
    assert IBAN in page and OTHER_IBAN in page and 'name="confirm"' in page
    assert town.staff(town.operator).get(address).status_code == 403
    town.staff(town.ametnik).post(address, {"confirm": "1"})
    assert Decision.objects.get().account == OTHER_IBAN


def test_the_account_that_is_paid_from_is_changed_by_two(town: Town) -> None:
    actions.set_paying_account(town.municipality, name="Tartu linn", iban=CITY, actor=SYSTEM)
    with pytest.raises(PermissionDenied):
        actions.set_paying_account(town.municipality, name="Minu", iban=OTHER_CITY, actor=town.owner)
    town.staff(town.owner).post("/toolaud/valjamaksed/konto/", {"name": "Tartu linn", "iban": OTHER_CITY, "bic": ""})
    assert PayingAccount.objects.get().iban == CITY
    change = AccountChange.objects.get(grant=None)
    with pytest.raises(PermissionDenied):
        actions.confirm_account(change, actor=town.owner)
    actions.confirm_account(change, actor=town.ametnik)
    assert PayingAccount.objects.get().iban == OTHER_CITY


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Decision, {"amount": 5000}),
        (Decision, {"outcome": "partly"}),
        (Grant, {"amount": 5000}),
        (Payout, {"amount": 5000}),
        (Payout, {"account": OTHER_IBAN}),
        (Payout, {"payee": "Keegi Teine"}),
        (Batch, {"touched_by": []}),
        (AccountChange, {"account": CITY}),
        (AccountChange, {"state": "waiting", "decided_by": None, "decided_at": None}),
    ],
)
def test_the_database_refuses_to_change_what_was_decided(
    town: Town, came_back: Grant, model: type, values: dict[str, object]
) -> None:
    actions.confirm_account(propose(came_back, town.teine), actor=town.kolmas)
    gathered(town, town.ametnik)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**values)  # type: ignore[attr-defined]


def test_the_database_refuses_a_change_confirmed_by_who_proposed_it(town: Town, came_back: Grant) -> None:
    change = propose(came_back, town.teine)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.filter(pk=change.pk).update(
            state="confirmed", decided_by=town.teine.id, decided_at=change.proposed_at
        )
