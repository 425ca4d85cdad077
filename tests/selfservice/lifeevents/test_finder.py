"""Which municipality grants a benefit, and by which rule of which day, wherever in Estonia somebody lived."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from raekoda.platform.core import clock
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.services import actions as services
from raekoda.selfservice.lifeevents import finder, tasks
from raekoda.selfservice.lifeevents.models import Handover, LifeEvent
from tests.identity.persons.factory import JAAN, person, sign_in
from tests.registry.benefits.conftest import SYSTEM
from tests.selfservice.lifeevents.conftest import SLUG

FIND = f"/elusundmused/{SLUG}/leia/benefit"
pytestmark = pytest.mark.usefixtures("event", "settlements")


def answered(client: Client, place: str, died_on: str = "", **person: str) -> str:
    """Go through the finder's screens as a person does; the page that follows the last."""
    answer = client.post(f"{FIND}/koht/", {"typed": place.split("|")[0], "place": place.split("|")[-1]}, follow=True)
    if died_on and answer.redirect_chain[-1][0].endswith("/paev/"):
        answer = client.post(f"{FIND}/paev/", {"died_on": died_on}, follow=True)
    if person and answer.redirect_chain[-1][0].endswith("/kes/"):
        answer = client.post(f"{FIND}/kes/", person, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [("Ilmatsalu", "Ilmatsalu alevik, Tartu linn, Tartu maakond", 2), ("rongu", "Rõngu alevik, Elva vald", 1),
     ("Haage", "Haage küla, Elva vald", 2), ("viljandi", "Viljandi linn, Viljandi maakond", 2),
     ("Tartu", "Tartu linn, Tartu maakond", 2)],
)  # fmt: skip
def test_places_are_found_by_how_people_type(typed: str, first: str, count: int) -> None:
    found = finder.search(typed)
    assert found[0].label.startswith(first)
    assert len(found) == count
    assert all(finder.get_place(place.value) == place for place in found)


@pytest.mark.parametrize("typed", ["", "a", "\x00", "' OR 1=1", "%%", "settlement:1"])
def test_nothing_is_found_for_what_is_no_place(typed: str) -> None:
    assert finder.search(typed) == []
    assert finder.get_place(typed) is None


@pytest.mark.usefixtures("tartu_rule", "elva_rules")
def test_two_municipalities_answer_by_different_rules(visitor: Client) -> None:
    tartu = answered(visitor, "Ilmatsalu|settlement:2674", "2026-10-01")
    assert "Toetuse annab Tartu linn" in tartu and "250" in tartu and "2018. aasta määr" in tartu
    elva = answered(visitor, "Rõngu|settlement:6870", "2026-10-01", relation="child", paid_costs="yes")
    assert "Toetuse annab Elva vald" in elva and "320" in elva and "250" not in elva


@pytest.mark.usefixtures("elva_rules")
def test_an_old_death_is_judged_by_the_rule_of_its_day(visitor: Client) -> None:
    assert "200" in answered(visitor, "Elva|municipality:0171", "2022-12-31")
    page = answered(visitor, "Elva|municipality:0171", "2023-01-01", paid_costs="yes")
    assert "rk-lifeevent__amount" not in page and "tingimus ei ole täidetud" in page, "6 months have passed"
    assert "Selle päeva kohta ei ole reeglit teada" in answered(visitor, "Elva|municipality:0171", "2017-12-31")


@pytest.mark.usefixtures("tartu_rule")
def test_only_what_the_rule_looks_at_is_asked(visitor: Client) -> None:
    visitor.post(f"{FIND}/koht/", {"typed": "Tartu", "place": "municipality:0793"})
    answer = visitor.post(f"{FIND}/paev/", {"died_on": "2026-10-01"})
    assert answer["Location"].endswith("/vastus/"), "Tartu's rule asks nothing of the person"


def test_a_municipality_whose_rules_are_not_here_is_named_plainly(visitor: Client) -> None:
    page = answered(visitor, "Viljandi|municipality:0897")
    assert "Viljandi linn" in page and "selles süsteemis ei ole" in page
    assert "€" not in page


@pytest.mark.usefixtures("elva_rules")
def test_a_service_that_is_not_public_there_is_not_read_from_here(
    visitor: Client, other_municipality: Municipality
) -> None:
    with municipality_scope(other_municipality):
        from raekoda.registry.benefits.models import Benefit

        services.unpublish(Benefit.objects.get().service, SYSTEM)
    page = answered(visitor, "Elva|municipality:0171", "2026-10-01")
    assert "320" not in page and "kirjeldanud" in page


@pytest.mark.parametrize(
    ("died_on", "words"), [("2999-01-01", "veel tulnud"), ("", "kohustuslik"), ("1805-02-30", "kuupäev")]
)
@pytest.mark.usefixtures("tartu_rule")
def test_a_day_that_cannot_be_is_said_to_be_so(visitor: Client, died_on: str, words: str) -> None:
    visitor.post(f"{FIND}/koht/", {"typed": "Tartu", "place": "municipality:0793"})
    page = visitor.post(f"{FIND}/paev/", {"died_on": died_on}).content.decode()
    assert words in page


def test_a_place_that_is_not_known_keeps_what_was_typed(visitor: Client) -> None:
    page = visitor.post(f"{FIND}/koht/", {"typed": "Olematu", "search": ""}).content.decode()
    assert "Olematu" in page and "Sellise nimega kohta ei ole" in page


def handed_over(visitor: Client, rule: BenefitRule) -> str:
    answered(visitor, "Rõngu|settlement:6870", "2026-10-01", relation="child", paid_costs="yes")
    answer = visitor.post(f"{FIND}/taotlema/", {"benefit": str(rule.benefit.pk)})
    assert "no-store" in answer["Cache-Control"]
    return str(answer.context["onward"])


def test_what_was_answered_goes_along_once_and_stands_in_no_address(
    visitor: Client, elva_rules: list[BenefitRule]
) -> None:
    address = handed_over(visitor, elva_rules[0])
    assert address.startswith("http://elva.localhost")
    assert not any(word in address for word in ("2026", "child", "6870", "0171"))
    there = Client(headers={"host": "elva.localhost"})
    answer = there.get(urlsplit(address).path, follow=True)
    page = answer.content.decode()
    assert "1. oktoober 2026" in page and "Jah, maksan" in page and "Elva vald" in page
    again = Client(headers={"host": "elva.localhost"}).get(urlsplit(address).path, follow=True)
    assert again.status_code == 410 and "2026" not in again.content.decode()
    assert "2026-10-01" not in str(list(JournalEntry.objects.values_list("data", "reason")))


def test_a_token_serves_only_its_municipality_and_only_for_a_while(
    visitor: Client, elva_rules: list[BenefitRule], other_municipality: Municipality
) -> None:
    path = urlsplit(handed_over(visitor, elva_rules[0])).path
    assert visitor.get(path, follow=True).status_code == 410, "Tartu's site does not take what is Elva's"
    with municipality_scope(other_municipality):
        Handover.objects.update(expires_at=clock.now())
        assert Client(headers={"host": "elva.localhost"}).get(path, follow=True).status_code == 410
        assert not Handover.objects.exists()
    handed_over(visitor, elva_rules[0])
    with municipality_scope(other_municipality):
        Handover.objects.update(expires_at=clock.now())
    tasks.clean_up(0)
    tasks.clean_up(0)
    with municipality_scope(other_municipality):
        assert not Handover.objects.exists()


def test_what_was_brought_is_of_whom_brought_it_and_only_for_a_while(
    visitor: Client, elva_rules: list[BenefitRule], other_municipality: Municipality
) -> None:
    there = Client(headers={"host": "elva.localhost"})
    with municipality_scope(other_municipality):
        mari, jaan = person(other_municipality), person(other_municipality, JAAN)
        sign_in(there, mari)
    path = urlsplit(handed_over(visitor, elva_rules[0])).path
    page = there.get(path, follow=True)
    assert page.status_code == 200
    brought = page.redirect_chain[-1][0]
    for somebody, status in ((jaan, 410), (mari, 200)):
        with municipality_scope(other_municipality):
            sign_in(there, somebody)
        assert there.get(brought).status_code == status
    with municipality_scope(other_municipality), clock.at(clock.now() + timedelta(minutes=31)):
        sign_in(there, mari)
        assert there.get(brought).status_code == 410


def test_what_waits_is_encrypted(
    visitor: Client, elva_rules: list[BenefitRule], other_municipality: Municipality
) -> None:
    from django.db import connection

    handed_over(visitor, elva_rules[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept FROM lifeevents_handover")
        assert "2026-10-01" not in cursor.fetchone()[0]


def test_a_flood_of_handovers_is_stopped(visitor: Client, elva_rules: list[BenefitRule]) -> None:
    handed_over(visitor, elva_rules[0])
    codes = {
        visitor.post(f"{FIND}/taotlema/", {"benefit": str(elva_rules[0].benefit.pk)}).status_code for _ in range(31)
    }
    assert codes == {200, 429}
    cache.clear()


def test_amounts_are_those_of_the_rules(elva_rules: list[BenefitRule], event: LifeEvent) -> None:
    place = finder.get_place("settlement:6870")
    assert place is not None
    from raekoda.registry.benefits.facts import Facts

    (grant,) = finder.find_grants(place, "funeral", Facts(died_on=date(2020, 5, 5), deceased_residence="0171"))
    assert grant.rule == elva_rules[0]
    assert grant.assessment is not None and grant.assessment.amount == Decimal(200)
