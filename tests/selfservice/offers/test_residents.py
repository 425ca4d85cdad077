"""What a resident sees: what is offered and why; consents given and withdrawn; "not for me"."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts.models import User
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.persons.personal_data import personal_data_sources
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.selfservice.offers import actions, personal_data, queries
from raekoda.selfservice.offers.models import Offer, OfferConsent, OfferRule, Purpose, Refusal
from tests.identity.persons.factory import actor_for, sign_in
from tests.selfservice.offers.conftest import SYSTEM, agree, finish

HOME, LIST, CONSENTS = "/iseteenindus/", "/iseteenindus/pakkumised/", "/iseteenindus/nousolekud/"
Family = Callable[..., tuple[Person, Person]]


@pytest.fixture
def offered(rule: OfferRule, family: Family, purpose: Purpose) -> Offer:
    """The school allowance offered to a parent."""
    family(consents=purpose)
    finish(rule)
    return Offer.objects.select_related("person", "subject").get()


def own(person: Person, right: Representation | None = None) -> Client:
    return sign_in(Client(headers={"host": "tartu.localhost"}), person, acting_for=right)


def test_the_offer_stands_first_on_ones_own_page_and_says_why(offered: Offer) -> None:
    client = own(offered.person)
    home = client.get(HOME).content.decode()
    assert "Koolitoetus: Laps Nimi0" in home and "50\xa0€" in home
    page = client.get(f"{LIST}{offered.ref}/").content.decode()
    for words in ("Laps õpib 1.–3. klassis", "haridusregistrist", "Programm leidis", "Ei ole mulle"):
        assert words in page
    assert "Koolitoetus" in client.get(LIST).content.decode()


def test_nobody_else_sees_it(offered: Offer, family: Family) -> None:
    other, _child = family()
    for client in (own(other), Client(headers={"host": "tartu.localhost"})):
        answer = client.get(f"{LIST}{offered.ref}/")
        assert answer.status_code in (302, 404) and b"Nimi0" not in answer.content
        assert b"Nimi0" not in client.get(LIST).content
    for actor in (actor_for(other), Actor.resident(), Actor.staff(User.objects.get(username="anu"))):
        assert not queries.visible_to(actor).exists()
        with pytest.raises(PermissionDenied):
            actions.decline(offered, actor=actor)
    right = Representation.objects.get(represented=offered.subject)
    assert "50" in own(offered.person, right).get(f"{LIST}{offered.ref}/").content.decode(), "acting for the child"


def test_not_for_me_means_never_again_until_one_says_so(offered: Offer, rule: OfferRule) -> None:
    client = own(offered.person)
    client.post(f"{LIST}{offered.ref}/", {"decline": ""})
    client.post(f"{LIST}{offered.ref}/", {"decline": ""})
    assert (Offer.objects.get().state, Refusal.objects.count()) == ("declined", 1)
    with clock.at(datetime(2027, 9, 2, 9, tzinfo=clock.TALLINN)):
        actions.begin_run(rule)
        assert finish(rule).counts["refused"] == 1
        assert Offer.objects.count() == 1
        page = own(offered.person).get(CONSENTS).content.decode()
        assert "Koolitoetus" in page
        own(offered.person).post(CONSENTS, {"again": str(Refusal.objects.get().pk)})
        actions.begin_run(rule)
        assert finish(rule).counts["yes"] == 1
    assert Offer.objects.filter(period="2027", state="open").count() == 1


def test_withdrawing_consent_takes_the_offer_away_at_once_and_no_look_is_taken_after(
    offered: Offer, rule: OfferRule, purpose: Purpose
) -> None:
    client = own(offered.person)
    assert "Võta nõusolek tagasi" in client.get(CONSENTS).content.decode()
    client.post(CONSENTS, {"withdraw": str(purpose.pk)})
    assert Offer.objects.get().state == "withdrawn"
    actions.begin_run(rule)
    assert finish(rule).counts["no_consent"] == 1
    assert Offer.objects.get().state == "withdrawn"
    assert OfferConsent.objects.get().withdrawn_at is not None
    client.post(CONSENTS, {"consent": str(purpose.pk)})
    assert OfferConsent.objects.filter(withdrawn_at=None).count() == 1
    lines = list(JournalEntry.objects.filter(action__startswith="offers.").values_list("action", "data"))
    assert {"offers.consent", "offers.withdraw_consent"} <= {action for action, _data in lines}
    assert "Nimi0" not in str(lines)


def test_consent_is_ones_own_to_give(family: Family, purpose: Purpose) -> None:
    (parent, _child), (other, _other_child) = family(), family()
    for actor in (actor_for(other), Actor.resident(), SYSTEM):
        with pytest.raises(PermissionDenied):
            actions.consent(purpose, parent, actor=actor, given_by=other)
        with pytest.raises(PermissionDenied):
            actions.withdraw_consent(purpose, parent, actor=actor)
        with pytest.raises(PermissionDenied):
            actions.set_letter_preference(parent, True, actor=actor)


@pytest.mark.parametrize(
    "sent", [{"consent": "999999"}, {"consent": "x"}, {"again": "1"}, {"withdraw": ""}, {"letters": "\x00"}]
)
def test_nonsense_changes_nothing(family: Family, sent: dict[str, str]) -> None:
    parent, _child = family()
    assert own(parent).post(CONSENTS, sent).status_code in (302, 404)
    assert not OfferConsent.objects.exists()


def test_a_letter_comes_only_to_whom_wants_one_and_says_nothing(
    rule: OfferRule, family: Family, purpose: Purpose
) -> None:
    parent, _child = family(consents=purpose)
    other, _other_child = family(consents=purpose)
    for each, email in ((parent, "ema@example.ee"), (other, "teine@example.ee")):
        persons.set_contacts(each, SYSTEM, email=email)
    own(parent).post(CONSENTS, {"letters": "yes"})
    for _ in range(2):
        actions.begin_run(rule)
        finish(rule)
    (letter,) = Letter.objects.all()
    assert letter.to == "ema@example.ee"
    assert not any(words in letter.text + letter.subject for words in ("Laps", "Nimi", "50", "Koolitoetus"))
    assert CONSENTS in letter.text


def test_all_of_it_can_be_taken_along_and_deleted(offered: Offer) -> None:
    assert "offers" in personal_data_sources
    kinds = [row["kind"] for row in personal_data.export(offered.person)]
    assert kinds == ["consent", "offer"]
    assert personal_data.erase(offered.person, SYSTEM).deleted >= 2
    assert personal_data.erase(offered.person, SYSTEM).deleted == 0
    assert not Offer.objects.exists() and not OfferConsent.objects.exists()


def test_the_first_page_and_the_list_ask_a_fixed_number_of_times(offered: Offer, rule: OfferRule) -> None:
    client = own(offered.person)
    counts = []
    for number in (0, 30):
        for year in range(number):
            offered.pk, offered.ref, offered.period = None, f"r{year}", str(3000 + year)
            offered._state.adding = True
            offered.save(force_insert=True)
        client.get(HOME)
        counts.append([_queries(client, page) for page in (HOME, LIST)])
    assert counts[0] == counts[1]


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


@pytest.mark.django_db(transaction=True)
def test_consenting_at_the_same_moment_is_consenting_once(family: Family, purpose: Purpose) -> None:
    parent, _child = family()
    ready, failed = threading.Barrier(4), []

    def work() -> None:
        try:
            with municipality_scope(parent.municipality):
                ready.wait(20)
                agree(parent, purpose)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    assert OfferConsent.objects.count() == 1
