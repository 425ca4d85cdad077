"""Who reads the letters about a case."""

from __future__ import annotations

from collections.abc import Callable

from raekoda.casework.cases.models import Case
from raekoda.casework.letters import queries
from raekoda.casework.letters.handlers import write_to_unit
from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts.models import Role, RoleSetting, Unit
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.casework.cases.rights import browser, matters, member_of, place


def test_letters_are_read_by_their_case(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    Letter.objects.all().delete()
    letters = {
        name: Letter.objects.create(
            municipality=municipality, key=name, case=case, to="mari@example.ee", subject=name, text="Tere",
            status=Letter.Status.FAILED,
        )
        for name, case in (("own", cases.own), ("other", cases.other), ("special", cases.special), ("none", None))
    }  # fmt: skip
    of_unit = member_of(municipality, "uks", unit)
    of_children = member_of(municipality, "lapsed", unit, categories=["child"])
    operator = member_of(municipality, "telefon", None, Role.OPERATOR)
    everywhere = member_of(municipality, "koik", None)
    administrator = member_of(municipality, "haldur", None, Role.ADMINISTRATOR)

    def seen(actor: object) -> set[str]:
        return {letter.key for letter in queries.visible_to(actor)}  # type: ignore[arg-type]

    assert seen(of_unit) == {"own"}
    assert seen(of_children) == {"own"}, "a letter names the sender of a special matter"
    assert seen(everywhere) == {"own", "other", "none"}
    assert seen(operator) == {"own", "other", "none"}, "internal cases of all units"
    assert seen(administrator) == set()
    RoleSetting.objects.create(municipality=municipality, role=Role.OFFICIAL, capabilities=["handle", "see_reporter"])
    assert seen(member_of(municipality, "avaja", unit, categories=["child"])) == {"own", "special"}
    client = browser(of_unit)
    page = client.get("/toolaud/kirjad/").content.decode()
    assert ">own<" in page.replace(" ", "").replace("\n", "") and "special" not in page
    found = {name: client.get(f"/toolaud/kirjad/{letter.pk}/").status_code for name, letter in letters.items()}
    assert found == {"own": 200, "other": 404, "special": 404, "none": 404}
    assert client.post(f"/toolaud/kirjad/{letters['other'].pk}/uuesti/").status_code == 404
    assert not of_unit.may("channels.retry", letters["other"])


def test_the_units_mailbox_gets_the_number_of_a_special_matter_alone(
    make_case: Callable[..., Case], unit: Unit, lights: Service
) -> None:
    Unit.objects.filter(pk=unit.pk).update(email="osakond@example.ee")
    unit.refresh_from_db()
    unit.save()
    for sensitivity in ("internal", "child"):
        case = place(make_case(service=lights, text="Naabri laps nutab.", address="Kalda tee 1"), unit, sensitivity)
        Letter.objects.all().delete()
        write_to_unit(case, "assigned", f"unit-{sensitivity}", reason="Lapse asi")
        letter = Letter.objects.get()
        is_named = "Naabri laps" in letter.subject
        assert is_named is (sensitivity == "internal") and case.number in letter.subject
        for words in ("Naabri laps", "Kalda tee", "Lapse asi", lights.name):
            assert (words in letter.text) is is_named, words
