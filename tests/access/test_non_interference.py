"""Nobody notices what they may not read: every answer is the same, byte by byte, whether the hidden cases exist or not.

A town whose cases have random units, services, sensitivities and officials is asked at every path by somebody with random
rights: with keys of records that they read and of records that they do not, and with searches for words, numbers and
addresses of hidden cases. Then the hidden cases and everything that belongs to them are deleted, and the same is asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.capabilities import SPECIAL
from raekoda.platform.core import clock
from tests.access.asking import Asked, ask_all, ask_groups, differences
from tests.access.hiding import delete_cases, everything_of
from tests.access.interference import AGGREGATES, KNOWN, may_tell, requests
from tests.access.town import Town, as_it_was
from tests.access.worlds import Asker, neighbour_world, resident_world, staff_world

pytestmark = pytest.mark.django_db
SHORT, LONG = range(4), range(4, 40)
RESIDENTS = ("owner", "for_child", "stranger", "visitor")


def noticed(town: Town, asker: Asker, part: tuple[int, int] = (0, 1)) -> Iterator[tuple[Asked, str]]:
    """Requests whose answers depend on hidden cases. ``part`` (k, n): every n-th path alone, beginning with the k-th."""
    assert asker.hidden, asker.name
    with clock.at(clock.now()):
        with_hidden = ask_groups(asker.client, list(requests(town, asker, part)))
        with as_it_was():
            delete_cases(asker.hidden, looks_of=asker.person.pk if asker.person else None)
            without = ask_all(asker.client, with_hidden)
    yield from (found for found in differences(with_hidden, without) if not may_tell(asker, found[0]))


def worlds(town: Town, seed: int) -> Iterator[Asker]:
    """A member of staff, then a resident or a visitor, each in a world of their own."""
    with as_it_was():
        yield staff_world(town, seed)
    with as_it_was():
        yield resident_world(town, seed, RESIDENTS[seed % len(RESIDENTS)])


def leaks(town: Town, seed: int, part: tuple[int, int] | None = None) -> dict[str, list[str]]:
    """By path: what the askers of ``seed`` noticed that they should not; without ``part`` at all paths, public ones too."""
    found: dict[str, list[str]] = defaultdict(list)
    for asker in worlds(town, seed):
        areas = [asker] if part or not asker.area else [asker, asker.on_public_pages()]
        for each in areas:
            for asked, difference in noticed(town, each, part or (0, 1)):
                found[asked.path].append(f"{each.name}: {asked}: {difference}")
    return found


def report(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{path}: {len(lines)}\n    {lines[0]}" for path, lines in sorted(found.items()))


@pytest.fixture(scope="module")
def still_leaking() -> set[str]:
    return set()


@pytest.mark.parametrize("seed", SHORT)
def test_nothing_of_hidden_cases_is_noticed(town: Town, still_leaking: set[str], seed: int) -> None:
    """Each seed asks at another part of the paths, so that all are asked."""
    found = leaks(town, seed, (seed, len(SHORT)))
    still_leaking |= found.keys()
    assert found.keys() <= KNOWN.keys(), report(found)


def test_known_leaks_are_not_mended(still_leaking: set[str]) -> None:
    """A path of ``KNOWN`` that leaks no more is taken out of the list."""
    assert KNOWN.keys() <= still_leaking


@pytest.mark.soak
@pytest.mark.parametrize("seed", LONG)
def test_nothing_of_hidden_cases_is_noticed_by_many(town: Town, seed: int) -> None:
    found = leaks(town, seed)
    assert found.keys() <= KNOWN.keys(), report(found)


@pytest.mark.parametrize("part", [(0, 6), pytest.param((0, 1), marks=pytest.mark.soak)])
def test_cases_of_another_municipality_are_not_noticed(town: Town, part: tuple[int, int]) -> None:
    assert list(noticed(town, neighbour_world(town), part)) == []


def test_figures_count_no_special_matter(town: Town) -> None:
    """Figures are over everything and are left out above, but a special matter is in none of them."""
    with as_it_was():
        staff_world(town, 0)
        special = Case.objects.filter(sensitivity__in=SPECIAL)
        assert special.count() > 5
        analyst, figures = town.browser("analyst"), [Asked(path, f"/{path}", "days=365") for path in AGGREGATES]
        with clock.at(clock.now()):
            counted = ask_all(analyst, figures)
            assert {answer.status for answer in counted.values()} == {200}
            with as_it_was():
                delete_cases(special.values_list("pk", flat=True))
                assert list(differences(counted, ask_all(analyst, figures))) == []


def test_a_leak_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of cases shows all cases to everybody: the comparison must notice."""
    with as_it_was():
        asker = staff_world(town, 0)
        everything = Case.objects.defer("words")
        monkeypatch.setattr("raekoda.casework.cases.queries.visible_to", lambda actor: everything)
        asked = [[Asked("toolaud/valjavote.csv", "/toolaud/valjavote.csv", "tab=all")]]
        monkeypatch.setattr("tests.access.test_non_interference.requests", lambda *_: asked)
        assert [path.path for path, _ in noticed(town, asker)] == ["toolaud/valjavote.csv"]


def test_what_is_part_of_a_case_is_deleted_with_it(town: Town) -> None:
    with as_it_was():
        staff_world(town, 0)
        everything = set(Case.objects.values_list("pk", flat=True))
        kinds = {model._meta.label for model in everything_of(everything)}
        assert {
            "cases.Case", "cases.Message", "cases.Attachment", "people.Contact", "calls.Call", "calls.Promise",
            "channels.Letter", "mailbox.Mail", "applications.Application", "applications.Payout", "exchange.Document",
        } <= kinds, kinds  # fmt: skip
        delete_cases(everything)
        assert everything_of(everything).keys() == {Case} and not Case.objects.exists()
